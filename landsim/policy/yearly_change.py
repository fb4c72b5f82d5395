"""The largest share of a unit that changes its land cover in one year: no unit turns green overnight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.core.state import TRANSITION
from landsim.policy.tiers import Row

Floats = NDArray[np.float64]
# A year's hectares are the difference of two sums over all years before, which rounding may move by this share of them.
ROUNDING = 1e-12
# Units looked at together: all years of them fit into a few megabytes.
UNITS_AT_ONCE = 8192


@dataclass(frozen=True)
class LargestChange:
    """Share of a unit's area, the unit (index) and the index of the year in which it changes most."""

    share: float
    unit: int
    year: int


def cap_of_plan(limit: float) -> float:
    """Share of a unit that a plan lets change in one year, so that what is told of it is below the limit to the bit."""
    return limit * (1.0 - ROUNDING)


def largest_yearly_change(rows: Sequence[Row], unit_area: Floats) -> LargestChange:
    """The largest planned change of a whole run; changes of one unit and year are added, whatever their direction.

    rows       of the plan: recorded, measures and continuation        unit_area  [units], ha
    """
    changing = [row for row in rows if row.rule == TRANSITION]
    best = LargestChange(0.0, 0, 0)
    if not changing:
        return best
    steps = np.array([np.diff(row.cumulative) for row in changing])
    for start in range(0, len(unit_area), UNITS_AT_ONCE):
        here = slice(start, start + UNITS_AT_ONCE)
        shares = np.array([row.share[here] for row in changing])
        change = np.abs(steps).T @ shares / unit_area[here]
        year, unit = np.unravel_index(int(np.argmax(change)), change.shape)
        if change[year, unit] > best.share:
            best = LargestChange(float(change[year, unit]), start + int(unit), int(year))
    return best
