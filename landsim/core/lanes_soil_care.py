"""Loops over the lanes of a block for soil care of cropland. Equations are in soil_management.py."""

from __future__ import annotations

from landsim.core import soil_management
from landsim.core.compilation import at, lanes
from landsim.core.state import LAND, LANES, ROW, SOIL_MODIFIERS

CROPLAND = LAND.index("cropland")
REDUCED_TILLAGE, NO_TILLAGE, MORE_INPUT, CHAR = range(len(SOIL_MODIFIERS))


@lanes
def modify(s, which, share, slot, quantity, level):
    """One row of the plan: hectares covered; what it changes grows by the covered share of the cropland x level."""
    covered_total = 0.0
    for lane in range(LANES):
        area = s[at(ROW.area + CROPLAND, lane)]
        covered = soil_management.covered_share(share[slot, lane] * quantity, area)
        s[at(ROW.soil_modifier + which, lane)] += covered * level
        covered_total += covered * area
    return covered_total


@lanes
def effect(s, which, share, slot, quantity, level):
    """tC that one row adds to the soil in the year: its part of what a whole unit of the modifier gives."""
    total = 0.0
    for lane in range(LANES):
        area = s[at(ROW.area + CROPLAND, lane)]
        covered = soil_management.covered_share(share[slot, lane] * quantity, area)
        total += covered * level * s[at(ROW.soil_base + which, lane)]
    return total
