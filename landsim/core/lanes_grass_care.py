"""Loops over the lanes of a block for grazing rules and care of grassland. Equations are in grass_management.py."""

from __future__ import annotations

from landsim.core import grass_management
from landsim.core.compilation import at, lanes
from landsim.core.lanes_land import GRASSLAND
from landsim.core.state import GRASS_MODIFIERS, LANES, ROW

MORE_USABLE, MORE_GROWTH, MORE_SOIL, FODDER, LESS_FIRE, FEWER_ANIMALS = range(len(GRASS_MODIFIERS))


@lanes
def modify(s, which, share, row, quantity, level):
    """One row of the plan: hectares covered; what it changes grows by the covered share of the grassland x level."""
    covered_total = 0.0
    for lane in range(LANES):
        area = grass_management.measured_area(s[at(ROW.area + GRASSLAND, lane)])
        covered = grass_management.covered_share(share[row, lane] * quantity, area)
        s[at(ROW.grass_modifier + which, lane)] += covered * level
        covered_total += covered * area
    return covered_total


@lanes
def effect(s, which, share, row, quantity, level):
    """The part of one row in what was changed, in the unit of its base."""
    total = 0.0
    for lane in range(LANES):
        area = grass_management.measured_area(s[at(ROW.area + GRASSLAND, lane)])
        covered = grass_management.covered_share(share[row, lane] * quantity, area)
        total += covered * level * s[at(ROW.grass_base + which, lane)]
    return total
