"""Trees of settlements by crown cover, IPCC 2006 V4 ch. 8 eq. 8.2 (Tier 2a): young crowns bind carbon, old ones do not.

dC = area of crown cover in its years of active growth x growth rate. Later, growth and death are taken as equal.
"""

from __future__ import annotations

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

PARAMETERS = (
    Parameter(
        "urban_trees.growth", "t C/ha/yr", 2.9, (0.0, 20.0), (1.8, 3.4),
        "IPCC 2006 V4 ch. 8, default of Tier 2a; range of its sample of cities, recalled",
        "carbon that a hectare of crown cover binds in its years of active growth",
    ),
    Parameter(
        "urban_trees.growth_years", "yr", 20.0, (1.0, 100.0), (15.0, 30.0),
        "IPCC 2006 V4 ch. 8, default; range: own judgement", "years of active growth of crown cover",
    ),
    Parameter(
        "urban_trees.cover_limit", "1", 0.15, (0.0, 1.0), (0.05, 0.3),
        "own judgement: green cities have crowns over a third of their land, of which part is there already",
        "crown cover that may be added, as a share of the settlements of 2020",
    ),
)  # fmt: skip


@scalar
def bound(young, growth):
    """Carbon that crown cover binds in a year, tC; young: ha in the years of active growth, growth in tC/ha/yr."""
    return young * growth
