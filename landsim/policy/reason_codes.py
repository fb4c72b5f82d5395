"""Why a promise is not kept, as a declared set of codes, and how much of it each of them accounts for.

A code is derived from numbers of the plan and of the run, never from the words of a note: each part of what is missing
has one code, and the parts add up to promised less delivered.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.placement import KEPT, Placed

Floats = NDArray[np.float64]

NO_ELIGIBLE_LAND, TOO_DRY, TREELINE = "no_eligible_land", "too_dry", "treeline"
NATIVE_STEPPE, LAND_IN_USE, TOO_FAST = "native_steppe", "land_in_use", "too_fast"
OTHER_USE, CAP_REACHED, MORTALITY, BUDGET, NO_STOCK = "other_use", "cap_reached", "mortality", "budget", "no_stock"
LEAKAGE, DIEBACK, KEPT_STANDING, HARVEST_MOVED = "leakage", "dieback", "kept_standing", "clearing"

REASON_CODES: dict[str, str] = {
    NO_ELIGIBLE_LAND: "the place has less land of the kind that the measure needs than is promised",
    TOO_DRY: "most of the land is below the limit of rain or P/PET of what is planted",
    TREELINE: "most of the land is too cold in summer for what is planted",
    NATIVE_STEPPE: "most of the land is native steppe, which trees spare unless the measure names its donors",
    LAND_IN_USE: "earlier measures have taken or covered the land",
    TOO_FAST: "land enough, but more in a year than the largest yearly change of a unit allows",
    OTHER_USE: "land that the plan counted on became forest, field or town before its turn",
    CAP_REACHED: "a limit of the kind is reached (loss there is to avoid, share of fields, of wood, of an account)",
    MORTALITY: "not all planted hectares survive",
    BUDGET: "the budget of the measure pays for less",
    NO_STOCK: "less wood is there to cut, or to leave standing, than is promised",
    LEAKAGE: "a row of its own: clearing and harvest that move elsewhere",
    DIEBACK: "a row of its own: planted forest that died back",
    KEPT_STANDING: "roundwood: not cut because of measures",
    HARVEST_MOVED: "roundwood: clearing gave more or less wood than planned",
}
# Codes of rules whose limit is no land.
_LIMITS = {
    "avoided_loss": CAP_REACHED,
    "long_lived_shift": CAP_REACHED,
    "national_share": CAP_REACHED,
    "urban_trees": CAP_REACHED,
}


def missing_by_code(
    one: Placed, delivered: Floats, planted: Floats | None, surviving: Floats | None
) -> dict[str, Floats]:
    """Code -> what of the promise it accounts for, [years], in the unit of the promise; adds up to what is missing.

    delivered, planted, surviving  [years] as in policy.csv; the latter two None where no land changes
    """
    kind = MEASURE_KINDS[one.measure.kind]
    missing = one.promised - delivered
    parts: dict[str, Floats] = {}
    over_budget = np.zeros_like(missing) + one.over_budget
    if np.any(over_budget):
        parts[BUDGET] = over_budget
    rest = missing - over_budget
    if planted is not None and surviving is not None:
        cover = one.measure.numbers.get("tree_cover", 1.0)
        parts[MORTALITY] = (planted - surviving) / cover
        rest = rest - parts[MORTALITY]
    if kind.rule in _LIMITS:
        parts[_LIMITS[kind.rule]] = rest
        return parts
    if kind.counts == "roundwood":
        parts[NO_STOCK] = rest
        return parts
    beyond = _beyond_the_land(one, rest, one.promised - over_budget)
    parts[_land_code(one)] = beyond
    parts[TOO_FAST if kind.rule == "transition" else OTHER_USE] = rest - beyond
    return parts


def _beyond_the_land(one: Placed, rest: Floats, promised: Floats) -> Floats:
    """What is promised beyond the capacity of the land, at most what is missing and not explained otherwise."""
    if one.measure.kind == "grazing_cap" and one.unit == "fraction":
        # A level of the herd on whatever grassland there is.
        return rest if one.capacity <= 0.0 else np.zeros_like(rest)
    capacity = one.capacity / (one.one_unit if MEASURE_KINDS[one.measure.kind].rule != "transition" else 1e6)
    return np.minimum(np.maximum(promised - capacity, 0.0), np.maximum(rest, 0.0))


def _land_code(one: Placed) -> str:
    """What keeps land from a measure most: its absence, or the largest of the exclusions."""
    wanted = float(np.max(one.promised - one.over_budget)) * float(np.max(one.one_unit))
    if wanted > one.land_there or not one.excluded:
        return NO_ELIGIBLE_LAND
    code, hectares = max(one.excluded.items(), key=lambda item: item[1])
    return code if hectares > 0.0 else NO_ELIGIBLE_LAND


def codes_by_year(parts: dict[str, Floats], promised: Floats) -> list[str]:
    """Codes of each year, the weightiest first, parted by blanks; empty where the promise is kept."""
    names = list(parts)
    amounts = np.array([parts[name] for name in names]) if names else np.zeros((0, len(promised)))
    told = amounts > KEPT * np.abs(promised)
    order = np.argsort(-amounts, axis=0, kind="stable")
    return [
        " ".join(names[i] for i in order[:, year] if told[i, year]) for year in range(len(promised))
    ]  # fmt: skip
