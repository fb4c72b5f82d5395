"""Measures on the soil of cropland: which hectares are under which care, and what could not be placed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.core.state import LAND, SOIL_MODIFICATION, SOIL_MODIFIERS
from landsim.policy.coverage import cover_land, level_of
from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.placement import Placed
from landsim.policy.tiers import Row
from landsim.scenario_measures import Measure

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
CROPLAND = LAND.index("cropland")


def place_soil_modification(
    measure: Measure,
    years: NDArray[np.int64],
    where: Flags,
    areas: Floats,
    claimed: Floats,
    covered: dict[str, Floats],
    values: Floats,
) -> tuple[Placed, list[Row]]:
    """Rows that change the soil of a growing area of cropland, one row for each effect of the kind.

    covered  way -> [units], hectares that earlier measures cover in that way; grows by the largest coverage

    Measures of different kinds meet on a hectare, those of one kind share the cropland: nothing is tilled less twice.
    """
    kind = MEASURE_KINDS[measure.kind]
    ways = [f"soil {measure.kind}"]
    result, cumulative, share = cover_land(
        measure, years, where, areas[CROPLAND], claimed[CROPLAND], covered, ways, "cropland"
    )
    if cumulative.max() <= 0.0:
        return result, []
    effects = kind.effects_of(measure.choice)
    result.effects = tuple(effect.modifier for effect in effects)
    return result, [
        Row(
            SOIL_MODIFICATION, CROPLAND, SOIL_MODIFIERS.index(effect.modifier), False, level_of(effect, values),
            cumulative, share, measure.id,
        )
        for effect in effects
    ]  # fmt: skip
