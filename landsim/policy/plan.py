"""plan(): from national quantities to hectares and quotas for each unit. Only here do units meet before the run.

It fixes hectares and quotas, never outcomes: what a unit cannot do comes back from the step as a flux.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.core.state import LAND
from landsim.history import NationalDrivers
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.policy.continuation import Continuation, Part, continuation_rows, continuation_weights
from landsim.policy.eligibility import Suitability, suitability
from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.placement import (
    Placed,
    place_afforestation,
    place_exclosure,
    place_herd_cap,
    promised_quantity,
)
from landsim.policy.recorded import gross_changes, undo_country
from landsim.policy.tiers import Row
from landsim.scenario import Scenario
from landsim.scenario_measures import Measure, in_order_of_reservation

Floats = NDArray[np.float64]
SPARED_FORMS = ("shrub",)


@dataclass(frozen=True)
class LandPlan:
    """The plan of a run.

    start_areas   [LAND, units], ha at the end of 1989         areas_2020  [LAND, units], ha at the end of 2020
    rows          land-use changes, exclosures and herd caps   placed      what became of each measure
    continued     kind -> hectares that could not go on         history_unplaced  ha of recorded change without land
    largest_yearly_change  of recorded history, share of a unit's area
    """

    start_areas: Floats
    areas_2020: Floats
    rows: list[Row]
    placed: list[Placed]
    continued: dict[str, dict[str, float]]
    history_unplaced: dict[str, float]
    largest_yearly_change: float


def land_areas(land: Landscape) -> Floats:
    """Areas of 2020 by LAND category, ha, [LAND, units]; no shrubs were planted before the run."""
    return np.array([land[f"area_{name}"] if name not in SPARED_FORMS else np.zeros(land.size) for name in LAND])


def plan(
    scenario: Scenario, land: Landscape, drivers: NationalDrivers, values: Floats, grazing_units: Floats
) -> LandPlan:
    """Lay a scenario on the land.

    grazing_units are the sheep units of each unit in 2020 that live on its grass; they rank grassland for measures.
    """
    years = drivers.years
    areas = land_areas(land)
    unit_area = land.area()
    found = suitability(land, values)
    start = areas.copy()
    rows: list[Row] = []
    unplaced: dict[str, float] = {}
    largest = 0.0
    continuations: dict[str, Continuation] = {}
    donors = scenario.history.donors
    limit = scenario.history.maximum_yearly_change
    n_history = int(np.sum(years <= scenario.history.last_year))
    for index, country in enumerate(COUNTRIES):
        units = land.country == index
        recorded = _national_changes(drivers, index, slice(0, n_history), areas[:, units], donors)
        undo = undo_country(areas[:, units], unit_area[units], recorded, donors, len(years), limit)
        start[:, units] = undo.start
        unplaced[country] = undo.unplaced
        largest = max(largest, undo.largest_yearly_change())
        rows.extend(_spread(row, units) for row in undo.rows)
        continuations[country] = _continuation(
            drivers, index, n_history, areas, units, scenario.continuation == "frozen", donors
        )

    claimed, closed, capped = np.zeros_like(areas), np.zeros(land.size), np.zeros(land.size)
    room = np.tile(limit * unit_area, (len(years), 1))
    placed: list[Placed] = []
    # Forage grows nearly in proportion to rain, so this ranks units by grazing pressure.
    density = grazing_units / ((areas[LAND.index("grassland")] + 1.0) * (land["annual_precipitation"] + 1.0))
    for measure in in_order_of_reservation(scenario.measures):
        where = _where(measure, land)
        rule = MEASURE_KINDS[measure.kind].rule
        if rule == "transition":
            one, new = place_afforestation(measure, years, where, areas, claimed, found, land.aridity(), room)
            _replace(measure, one, continuations[measure.country], years, where, areas, donors)
        elif rule == "exclosure":
            one, new = place_exclosure(measure, years, where, areas, claimed, closed, density)
        elif rule == "herd_cap":
            one, new = place_herd_cap(measure, years, where, areas, claimed, capped, grazing_units)
        else:
            one, new = _avoid_loss(measure, years, where, continuations[measure.country], areas, donors), []
        one.rows.extend(range(len(rows), len(rows) + len(new)))
        rows.extend(new)
        placed.append(one)

    for index, country in enumerate(COUNTRIES):
        units = land.country == index
        eligible = _eligible(areas, found)
        taken = claimed[:, units]
        for row in continuation_rows(
            continuations[country], areas[:, units], eligible[:, units], taken, room[:, units], donors
        ):
            rows.append(_spread(row, units))
    continued = {country: c.shortfall for country, c in continuations.items()}
    return LandPlan(start, areas, rows, placed, continued, unplaced, largest)


def _spread(row: Row, units: NDArray[np.bool_]) -> Row:
    """A row over one country's units as a row over all units."""
    share = np.zeros(len(units))
    share[units] = row.share
    return Row(row.rule, row.source, row.destination, row.by_aridity, row.level, row.cumulative, share, row.label)


def _where(measure: Measure, land: Landscape) -> NDArray[np.bool_]:
    """Units of a measure's country and provinces."""
    here: NDArray[np.bool_] = land.country == COUNTRIES.index(measure.country)
    if measure.provinces:
        wanted = [i for i, name in enumerate(land.provinces) if name in measure.provinces]
        here = here & np.isin(land.province, wanted)
    return here


def _eligible(areas: Floats, found: Suitability) -> Floats:
    """Land of each category that continued forest gain may take: where trees can live, native steppe spared."""
    eligible = areas * found.tree
    grassland = LAND.index("grassland")
    eligible[grassland] *= 1.0 - found.native_steppe
    return eligible


def _national_changes(
    drivers: NationalDrivers, country: int, span: slice, areas: Floats, donors: dict[str, tuple[str, ...]]
) -> list[tuple[int, int, Floats, str]]:
    settlement = drivers.settlement_gain[country, span] * float(areas[LAND.index("settlement")].sum())
    return gross_changes(
        drivers.forest_gain[country, span],
        drivers.forest_loss[country, span],
        drivers.planted_share_of_gain[country, span],
        drivers.planted_restocking[country, span],
        drivers.cropland_change[country, span],
        settlement,
        donors,
    )


def _continuation(
    drivers: NationalDrivers,
    country: int,
    n_history: int,
    areas: Floats,
    units: NDArray[np.bool_],
    frozen: bool,
    donors: dict[str, tuple[str, ...]],
) -> Continuation:
    """National changes after the recorded years, by kind."""
    continuation = Continuation(units)
    if frozen:
        return continuation
    planted, restocking = LAND.index("forest_planted"), "restocking"
    for _, destination, yearly, kind in _national_changes(
        drivers, country, slice(n_history, None), areas[:, units], donors
    ):
        name = kind
        if kind == "forest_gain":
            name = "forest_gain_planted" if destination == planted else "forest_gain_natural"
        elif kind == restocking:
            name = "restock_planted" if destination == planted else "restock_natural"
        full = np.concatenate([np.zeros(n_history), yearly])
        continuation.parts[name] = [Part(np.ones(int(units.sum()), dtype=bool), full)]
    return continuation


def _replace(
    measure: Measure,
    placed: Placed,
    continuation: Continuation,
    years: NDArray[np.int64],
    where: NDArray[np.bool_],
    areas: Floats,
    donors: dict[str, tuple[str, ...]],
) -> None:
    """A planting measure takes the place of the continued forest gain in its country or province and years."""
    if measure.additional or not measure.amount > 0.0:
        return
    inside = (years >= measure.first_year) & (years <= measure.last_year)
    here = where[continuation.units]
    weights = continuation_weights(areas[:, continuation.units], donors)
    gone = 0.0
    for kind in ("forest_gain_planted", "forest_gain_natural"):
        if continuation.parts.get(kind):
            factor = np.where(inside, 0.0, 1.0)
            gone += float(continuation.scale(kind, here, weights[kind], factor).sum())
    if gone > 1.0:
        text = f"takes the place of {gone / 1e6:.2f} Mha of continued forest gain"
        if gone > placed.promised[-1] * 1e6:
            text = f"the pledge is below what baseline goes on to gain; {text}"
        placed.notes.append(text)


def _avoid_loss(
    measure: Measure,
    years: NDArray[np.int64],
    where: NDArray[np.bool_],
    continuation: Continuation,
    areas: Floats,
    donors: dict[str, tuple[str, ...]],
) -> Placed:
    """Forest protection: less of the continued forest loss in the measure's years and place."""
    promised = promised_quantity(measure, years)
    inside = (years >= measure.first_year) & (years <= measure.last_year)
    here = where[continuation.units]
    weight = continuation_weights(areas[:, continuation.units], donors)["forest_loss"]
    unit = "Mha/yr" if measure.unit == "Mha/yr" else "fraction"
    result = Placed(measure, unit, promised / (1e6 if unit == "Mha/yr" else 1.0))
    if not continuation.parts.get("forest_loss"):
        result.loss_taken = np.zeros(len(years))
        result.notes.append("there is no continued forest loss to avoid, so the measure changes nothing")
        return result
    loss = continuation.yearly("forest_loss", here, weight)
    wanted = promised if unit == "Mha/yr" else promised * loss
    wanted = np.where(inside, wanted, 0.0)
    share = np.divide(np.minimum(wanted, loss), loss, out=np.zeros_like(loss), where=loss > 0.0)
    result.loss_taken = continuation.scale("forest_loss", here, weight, 1.0 - share)
    result.capacity = float(loss.max())
    if np.any(wanted > loss * (1.0 + 1e-12)):
        result.notes.append(
            f"more than the continued forest loss of {loss[inside].max() / 1e6:.4f} Mha a year cannot be avoided"
        )
    return result
