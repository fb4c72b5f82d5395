"""The emissions gap: projected emissions of a country minus the level its pledge allows, view by view.

The terms and their ranges are in `terms`, the rows of gap.csv in `rows` and `regional_rows`, the table in `table`,
what a run prints in `printed`. The range of a gap adds the ranges of economy, GWP factor, target and alignment at
their worst.
"""

from landsim.gap.printed import short_table
from landsim.gap.rows import COLUMNS, MIXED_GWP
from landsim.gap.table import gap_table

__all__ = ["COLUMNS", "MIXED_GWP", "gap_table", "short_table"]
