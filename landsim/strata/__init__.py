"""Strata: about 1,500 units that stand for the grid, and how far their results are from the full grid's.

Studies of tens of thousands of runs cannot step 18,000 units each time. A stratum is a unit made of many: its areas and
herds are sums, its climate and soil are means, and its landscape runs through the same plan, step and account as the
grid. See docs/strata.md.
"""

from landsim.strata.fidelity import StrataRecord, error_table, national_numbers, record_of, short_error_table
from landsim.strata.landscape import DEFAULT_COUNT, strata_of
from landsim.strata.running import full_grid_numbers, run_on_strata

__all__ = [
    "DEFAULT_COUNT",
    "StrataRecord",
    "error_table",
    "full_grid_numbers",
    "national_numbers",
    "record_of",
    "run_on_strata",
    "short_error_table",
    "strata_of",
]
