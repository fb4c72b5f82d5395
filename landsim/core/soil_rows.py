"""Where the pools of mineral soil lie in the state of a block."""

from __future__ import annotations

from landsim.core.compilation import lanes
from landsim.core.state import N_SOIL_POOLS, ROW

ACTIVE, SLOW, PASSIVE, MICROBIAL, INERT = range(N_SOIL_POOLS)


@lanes
def pool_row(place, pool):
    """Row of a pool of the soil of a category; `place` counts the categories without forest."""
    return ROW.soil_pools + place * N_SOIL_POOLS + pool


@lanes
def joined_pool_row(place, pool):
    """Row of the part of that pool that lies under land which joined the category lately."""
    return ROW.joined_pools + place * N_SOIL_POOLS + pool
