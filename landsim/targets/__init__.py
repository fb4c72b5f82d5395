"""National pledges: the reviewed table, the level each of them means, and what is wrong with a table."""

from landsim.targets.table import read_targets as read_targets
from landsim.targets.table import targets_from_table as targets_from_table
from landsim.targets.target import EXCLUDED as EXCLUDED
from landsim.targets.target import INDICATORS as INDICATORS
from landsim.targets.target import INVENTORY as INVENTORY
from landsim.targets.target import NO_GWP as NO_GWP
from landsim.targets.target import OWN_VIEW as OWN_VIEW
from landsim.targets.target import STATUSES as STATUSES
from landsim.targets.target import TARGET_KINDS as TARGET_KINDS
from landsim.targets.target import Target as Target
from landsim.targets.versions import VERSIONS as VERSIONS
from landsim.targets.versions import Pledges as Pledges
from landsim.targets.versions import choose_pledges as choose_pledges
from landsim.targets.versions import gap_years as gap_years
from landsim.targets.versions import load_targets as load_targets
from landsim.targets.versions import targets_in_force as targets_in_force
