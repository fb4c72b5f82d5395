"""What lies under all measures of a scenario: recorded history, what goes on after it, where wood is cut and cleared.

Scenarios with other measures share it, and so do runs of a study that varies none of the parameters it reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from landsim.clearing_wood import Rehearsal, rehearsal
from landsim.core import parameters
from landsim.core.state import LAND
from landsim.history import NationalDrivers
from landsim.kept_parts import KeptParts
from landsim.kept_parts import Part as KeptPart
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.planned_harvest import harvest_shares
from landsim.policy.continuation import Continuation, Part, continuation_weights, unhindered_rows
from landsim.policy.measure_kind import CAUSES
from landsim.policy.recorded import NationalChange, gross_changes, loss_by_cause, loss_kind
from landsim.policy.recorded_land import RecordedLand, recorded_land
from landsim.policy.tiers import Row
from landsim.policy.yearly_change import cap_of_plan
from landsim.scenario import Scenario
from landsim.unit_inputs import UNIT_PARAMETERS, unit_inputs

Floats = NDArray[np.float64]
SPARED_FORMS = ("shrub",)
FOUNDATION = KeptPart("foundation", (*UNIT_PARAMETERS, "deforestation."))


@dataclass(frozen=True)
class Foundation:
    """Land, its history and its wood, before any measure.

    areas          [LAND, units], ha at the end of 2020      shares  country -> cause -> share of forest loss
    inputs         [UNIT_INPUTS, units], static inputs of the kernel; rows of soil and species are empty
    harvest_share  [decades, units], each unit's share of what is to be cut in the forest of its nation
    kept           parts of runs on this foundation
    """

    areas: Floats
    shares: dict[str, dict[str, float]]
    recorded: RecordedLand
    inputs: Floats
    harvest_share: Floats
    rehearsal: Rehearsal
    kept: KeptParts = field(default_factory=KeptParts)


def foundation(scenario: Scenario, land: Landscape, drivers: NationalDrivers, values: Floats) -> Foundation:
    """What lies under the measures of a scenario; they are not looked at."""
    areas = land_areas(land)
    n_history = recorded_years(scenario, drivers)
    limit = cap_of_plan(scenario.history.maximum_yearly_change)
    donors = scenario.history.donors
    shares = {country: cause_shares(country, values) for country in COUNTRIES}
    recorded = recorded_land(
        areas, land.area(), land.country,
        {
            country: _national_change(drivers, index, slice(0, n_history), areas[:, land.country == index])
            for index, country in enumerate(COUNTRIES)
        },
        shares, donors, len(drivers.years), limit,
    )  # fmt: skip
    inputs = unit_inputs(land, recorded.start, areas, values)
    share = harvest_shares(inputs, land.country, values, len(drivers.years))

    def going_on() -> Iterator[Row]:
        for one in continued_changes(scenario, land, drivers, areas, shares).values():
            for row in unhindered_rows(one, areas[:, one.units], donors):
                yield row.over(one.units)

    # What is cleared without any measure, as recorded and as it goes on.
    cleared = rehearsal(
        chain(recorded.rows, going_on()), inputs, areas, land.country, share, len(drivers.years)
    )
    return Foundation(areas, shares, recorded, inputs, share, cleared)


def recorded_years(scenario: Scenario, drivers: NationalDrivers) -> int:
    """How many of the simulated years are recorded history."""
    return int(np.sum(drivers.years <= scenario.history.last_year))


def continued_changes(
    scenario: Scenario,
    land: Landscape,
    drivers: NationalDrivers,
    areas: Floats,
    shares: dict[str, dict[str, float]],
) -> dict[str, Continuation]:
    """Country -> its land changes after the recorded years; made anew at each call, since measures change them."""
    return {
        country: _continuation(
            drivers, index, recorded_years(scenario, drivers), areas, land.country == index,
            scenario.continuation == "frozen", shares[country], scenario.history.donors,
        )
        for index, country in enumerate(COUNTRIES)
    }  # fmt: skip


def land_areas(land: Landscape) -> Floats:
    """Areas of 2020 by LAND category, ha, [LAND, units]; no shrubs were planted before the run."""
    return np.array([land[f"area_{name}"] if name not in SPARED_FORMS else np.zeros(land.size) for name in LAND])


def cause_shares(country: str, values: Floats) -> dict[str, float]:
    """Share of a country's gross forest loss by cause."""
    return {cause: parameters.value(values, f"deforestation.{cause}_share.{country}") for cause in CAUSES}


def _national_change(drivers: NationalDrivers, country: int, span: slice, areas: Floats) -> NationalChange:
    return NationalChange(
        drivers.forest_gain[country, span],
        drivers.forest_loss[country, span],
        drivers.planted_share_of_gain[country, span],
        drivers.planted_restocking[country, span],
        drivers.cropland_change[country, span],
        drivers.settlement_gain[country, span] * float(areas[LAND.index("settlement")].sum()),
    )


def _continuation(
    drivers: NationalDrivers,
    country: int,
    n_history: int,
    areas: Floats,
    units: NDArray[np.bool_],
    frozen: bool,
    shares: dict[str, float],
    donors: dict[str, tuple[str, ...]],
) -> Continuation:
    """National changes after the recorded years, by kind."""
    continuation = Continuation(units)
    if frozen:
        return continuation
    planted, restocking = LAND.index("forest_planted"), "restocking"
    change = _national_change(drivers, country, slice(n_history, None), areas[:, units])
    weights = continuation_weights(areas[:, units], donors)
    shares = {cause: share if weights[loss_kind(cause)].any() else 0.0 for cause, share in shares.items()}
    for _, destination, yearly, kind in gross_changes(change, loss_by_cause(change, shares, donors), donors):
        name = kind
        if kind == "forest_gain":
            name = "forest_gain_planted" if destination == planted else "forest_gain_natural"
        elif kind == restocking:
            name = "restock_planted" if destination == planted else "restock_natural"
        full = np.concatenate([np.zeros(n_history), yearly])
        continuation.parts[name] = [Part(np.ones(int(units.sum()), dtype=bool), full)]
    return continuation
