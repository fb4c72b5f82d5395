"""Trees in settlements: how much crown cover a country's measures add, and what there is no room for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.policy.placement import Placed, falls_short, in_million_hectares, promised_quantity
from landsim.scenario_measures import Measure

Floats = NDArray[np.float64]


def place_urban_trees(
    measure: Measure, years: NDArray[np.int64], settlement: float, crowns: Floats, values: Floats
) -> Placed:
    """Crown cover added in the settlements of a country, within what its earlier measures and the limit leave.

    settlement  ha of settlements of the country in 2020
    crowns      [years], ha of crown cover that earlier measures of the country have added; grows
    """
    wanted = promised_quantity(measure, years)
    result = Placed(measure, "Mha", wanted / 1e6)
    room = parameters.value(values, "urban_trees.cover_limit") * settlement - float(crowns.max())
    result.capacity = max(room, 0.0)
    added = np.minimum(wanted, result.capacity)
    crowns += added
    result.shift = added / 1e6
    missing = float(np.max(wanted - added))
    if falls_short(missing, float(wanted.max())):
        result.notes.append(
            f"{in_million_hectares(missing)} Mha could not be placed: crown cover that settlements of "
            f"{measure.country} have room for is {in_million_hectares(result.capacity)} Mha (urban_trees.cover_limit)"
        )
    return result
