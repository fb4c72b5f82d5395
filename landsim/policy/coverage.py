"""How care of grassland or cropland is laid on units: a growing area of one land, by what no other care covers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.core.soil_management import decaying_char, staying_char
from landsim.policy.measure_kind import Effect
from landsim.policy.placement import Placed, falls_short, in_million_hectares, place_name, promised_quantity
from landsim.policy.tiers import share_of
from landsim.scenario_measures import Measure

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
# The Python beneath the kernels: numba would have to compile a version to be called from here.
PART_OF_CHAR: dict[str, Callable[[float, float], float]] = {
    "stays": staying_char.py_func,
    "decays": decaying_char.py_func,
}


def cover_land(
    measure: Measure,
    years: NDArray[np.int64],
    where: Flags,
    area: Floats,
    claimed: Floats,
    covered: dict[str, Floats],
    ways: list[str],
    land: str,
) -> tuple[Placed, Floats, Floats]:
    """What becomes of a measure that covers a growing area of a land: promise, hectares by year, each unit's share.

    area     [units], ha of the land in 2020; claimed: ha of it that earlier measures turn into other land
    covered  way -> [units], hectares that earlier measures cover in that way; grows by the largest coverage
    ways     in which the measure covers a hectare

    Hectares are cumulative, [years + 1], zero where nothing can be covered. A fraction is of the land of the place.
    """
    here = float(area[where].sum())
    promised = promised_quantity(measure, years)
    is_share = measure.unit == "fraction"
    one_unit = (here if here > 0.0 else 1.0) if is_share else 1e6
    wanted = np.concatenate([[0.0], promised * here if is_share else promised])
    result = Placed(measure, "fraction" if is_share else "Mha", promised / (1.0 if is_share else 1e6))
    result.one_unit = one_unit
    left = np.maximum(area - claimed, 0.0)
    free = np.min([left - covered.setdefault(way, np.zeros_like(left)) for way in ways], axis=0)
    available = np.where(where, np.maximum(free, 0.0), 0.0)
    result.capacity = float(available.sum())
    cumulative = np.minimum(wanted, result.capacity)
    result.missing = (wanted - cumulative)[1:] / one_unit
    missing = float(np.max(wanted - cumulative))
    if promised.max() > 0.0 and (result.capacity <= 0.0 or falls_short(missing, float(wanted.max()))):
        what = f"{land} not yet covered in this way in {place_name(measure)}"
        text = f"no {what}: nothing could be covered"
        if result.capacity > 0.0:
            short = f"{missing / one_unit:.4g} {result.unit} could not be covered"
            text = f"{short}: {what} is {in_million_hectares(result.capacity)} Mha"
        result.notes.append(text)
    share = share_of(available)
    for way in ways:
        covered[way] += share * cumulative.max()
    return result, cumulative, share


def level_of(effect: Effect, values: Floats) -> float:
    """How strong an effect is on a covered hectare."""
    level = parameters.value(values, effect.level) if isinstance(effect.level, str) else effect.level
    if effect.char:
        return PART_OF_CHAR[effect.char](level, parameters.value(values, "soil_management.char_stays"))
    return level
