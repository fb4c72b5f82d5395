"""What becomes of a measure before the run: its promise by year, its capacity, and why hectares are missing."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from landsim.policy.measures import MEASURE_KINDS
from landsim.scenario_measures import Measure, cumulative_share

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
HECTARES = {"Mha": 1e6, "Mha/yr": 1e6}
# A promise is kept if no more than this share of it is missing: the rest is rounding.
KEPT = 1e-6


@dataclass
class Placed:
    """What became of one measure before the run.

    promised  [years], in `unit`, cumulative       capacity  hectares that could have been used
    rows      indices into the plan's rows         notes     reasons, in plain words
    effects   of a modification: what each of the rows changes (policy.measure_kind.Effect.modifier)
    one_unit  of a modification: hectares covered, or tC not cut, that are 1 in `unit`, a number or [years]
    missing   of a modification: what of `promised` the notes explain, a number or [years]
    forest    of a modification: forest of the place in 2020, ha
    loss_share  [years], share of the continued forest loss of the place that a modification avoids; None: none
    loss_taken  [years], hectares of forest loss a year that a measure took away
    shift     [years], what of a national account changes, in `unit` (long-lived wood, farming, peat, coast)
    over_budget  what of `promised` the budget does not pay for, a number or [years]
    land_there  ha of the land that the measure needs in its place, before any limit
    excluded  reason code -> ha of that land which a limit keeps from it
    """

    measure: Measure
    unit: str
    promised: Floats
    capacity: float = 0.0
    rows: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    effects: tuple[str, ...] = ()
    one_unit: Floats | float = 1e6
    missing: Floats | float = 0.0
    forest: float = 0.0
    loss_share: Floats | None = None
    loss_taken: Floats | None = None
    shift: Floats | None = None
    over_budget: Floats | float = 0.0
    land_there: float = 0.0
    excluded: dict[str, float] = field(default_factory=dict)


def promised_quantity(measure: Measure, years: NDArray[np.int64]) -> Floats:
    """Amount in force at the end of each year, in ha for areas, else in the measure's own unit.

    Areas add up; what a measure with `until` covers comes to an end after that year.
    """
    if measure.unit == "Mha/yr" and MEASURE_KINDS[measure.kind].rule != "avoided_loss":
        running: Floats = np.clip(years - measure.first_year + 1, 0, measure.last_year - measure.first_year + 1).astype(
            float
        )
        promised = measure.amount * 1e6 * running
    else:
        share = cumulative_share(measure.ramp, measure.first_year, measure.last_year, years)
        promised = measure.amount * HECTARES.get(measure.unit, 1.0) * share
    return promised if measure.until is None else np.where(years <= measure.until, promised, 0.0)


def place_name(measure: Measure) -> str:
    return ", ".join(measure.provinces) if measure.provinces else measure.country


def last_index(measure: Measure, years: NDArray[np.int64]) -> int:
    """Index of the measure's last year in an array that starts before the first year."""
    return int(measure.last_year - years[0]) + 1


def falls_short(missing: float, wanted: float) -> bool:
    """Whether more of what is wanted is missing than rounding; both in the same unit, of a nation or of one hectare."""
    return missing > KEPT * wanted


def in_million_hectares(hectares: float) -> str:
    """Hectares as a number of Mha, with more digits where there are few."""
    return f"{hectares / 1e6:.3f}" if hectares >= 1e4 else f"{hectares / 1e6:.4g}"


def shortfall(measure: Measure, missing: float, wanted: float, capacity: float, what: str) -> str:
    """Why hectares could not be placed: too little land, or too little time for it, or both."""
    if capacity <= 0.0:
        return f"no {what} in {place_name(measure)}: nothing could be placed"
    reasons = []
    if wanted > capacity:
        reasons.append(f"{what} in {place_name(measure)} is {in_million_hectares(capacity)} Mha")
    if falls_short(missing - max(wanted - capacity, 0.0), wanted):
        reasons.append("faster than the largest yearly change of a unit allows")
    return f"{in_million_hectares(missing)} Mha could not be placed: {' and '.join(reasons)}"
