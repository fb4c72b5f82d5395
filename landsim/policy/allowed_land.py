"""How much land a measure could have: the land of its kind in its place, less what each limit keeps from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.core.state import LAND
from landsim.landscape import Landscape
from landsim.policy.eligibility import Suitability, conditions, donor_area, planted_vegetation
from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.placement import Placed
from landsim.policy.reason_codes import CAP_REACHED, LAND_IN_USE, NATIVE_STEPPE, TOO_DRY, TREELINE
from landsim.scenario_measures import Measure

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
# Land of 2020 that a rule works on where no land changes hands.
LAND_OF_RULE = {
    "modification": ("forest_natural", "forest_planted"),
    "exclosure": ("grassland",),
    "herd_cap": ("grassland",),
    "grass_modification": ("grassland",),
    "soil_modification": ("cropland",),
    "urban_trees": ("settlement",),
}


@dataclass(frozen=True)
class ClimateLimits:
    """Where it is warm enough in summer, whatever the rain, [units], by vegetation that can be asked for."""

    warm: dict[str, Flags]

    @classmethod
    def of(cls, land: Landscape, values: Floats) -> ClimateLimits:
        found = conditions(land, values)
        trees = found["tree"][-1]
        grass = np.all(found["grass"][1:], axis=0)
        everywhere = np.ones_like(trees)
        return cls({"tree": trees, "auto": trees, "shrub": trees, "saxaul": trees, "grass": grass, "any": everywhere})


def land_there(measure: Measure, where: Flags, areas: Floats) -> float:
    """Land of 2020 of the kind that the measure needs, in its place, ha; 0 for measures on national accounts.

    where  [units], the place      areas  [LAND, units], ha
    """
    kind = MEASURE_KINDS[measure.kind]
    names = _donors(measure) if kind.rule == "transition" else LAND_OF_RULE.get(kind.rule, ())
    return float(sum(areas[LAND.index(name)][where].sum() for name in names))


def excluded_donors(
    measure: Measure,
    where: Flags,
    areas: Floats,
    claimed: Floats,
    taken: Floats,
    found: Suitability,
    climate: ClimateLimits,
) -> dict[str, float]:
    """Reason code -> donor land that a change of land cover may not have, ha; with the capacity they add up to it all.

    A hectare counts for the first limit that it fails, in this order: summer too cold, too dry, native steppe, the
    share of donor land that the kind may take, land of earlier measures. Arguments as in `place_transition`, as they
    are before the measure is placed.
    """
    kind = MEASURE_KINDS[measure.kind]
    chosen = measure.vegetation if "vegetation" in kind.options else kind.vegetation
    may_tree, may_shrub = planted_vegetation(found, chosen)
    alive, warm = may_tree | may_shrub, climate.warm[chosen]
    out = dict.fromkeys((TREELINE, TOO_DRY, NATIVE_STEPPE, CAP_REACHED, LAND_IN_USE), 0.0)
    asked_for = measure.donors is not None
    for name in _donors(measure):
        row = LAND.index(name)
        area = np.where(where, areas[row], 0.0)
        out[TREELINE] += float(area[~warm].sum())
        out[TOO_DRY] += float(area[warm & ~alive].sum())
        open_to = np.where(
            may_tree,
            donor_area(areas, found, name, True, asked_for),
            donor_area(areas, found, name, False, asked_for),
        )
        # Shrubs come where trees cannot: a unit is open to one of them.
        open_to = np.where(where & warm & alive, open_to, 0.0)
        out[NATIVE_STEPPE] += float(area[warm & alive].sum() - open_to.sum())
        in_share = np.minimum(open_to, kind.donor_share * area)
        out[CAP_REACHED] += float((open_to - in_share).sum())
        unclaimed = np.minimum(areas[row] - claimed[row], kind.donor_share * areas[row] - taken[row])
        free = np.minimum(in_share, np.where(where, np.maximum(unclaimed, 0.0), 0.0))
        out[LAND_IN_USE] += float((in_share - free).sum())
    return out


def tell_limits(placed: Placed, there: float, excluded: dict[str, float]) -> None:
    """Write into what became of a measure how much land there is, and what keeps how much of it away, ha.

    Where no land changes hands, what is not free is covered by earlier measures.
    """
    placed.land_there = there
    placed.excluded = excluded
    rule = MEASURE_KINDS[placed.measure.kind].rule
    if rule in LAND_OF_RULE and rule != "urban_trees":
        placed.excluded = {LAND_IN_USE: max(there - placed.capacity, 0.0)}


def _donors(measure: Measure) -> tuple[str, ...]:
    return measure.donors if measure.donors is not None else MEASURE_KINDS[measure.kind].source_land
