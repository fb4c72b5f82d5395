"""plan(): from national quantities to hectares and quotas for each unit. Only here do units meet before the run.

It fixes hectares and quotas, never outcomes: what a unit cannot do comes back from the step as a flux.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from landsim.agriculture import FarmChanges
from landsim.core.state import LAND, TRANSITION
from landsim.history import LAST_YEAR, NationalDrivers
from landsim.kept_parts import Part
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.peat_account import WetlandChanges
from landsim.planned_harvest import PlannedHarvest
from landsim.policy.allowed_land import ClimateLimits, excluded_donors, land_there, tell_limits
from landsim.policy.continuation import Continuation, continuation_rows, continuation_weights
from landsim.policy.costs import tell_budget, within_budget
from landsim.policy.eligibility import SUITABILITY_PARAMETERS, Suitability, suitability
from landsim.policy.forest_measures import avoid_loss, place_modification, shift_wood
from landsim.policy.foundation import Foundation, continued_changes, recorded_years
from landsim.policy.grazing_measures import place_exclosure, place_grass_modification, place_herd_cap
from landsim.policy.land_use_measures import place_transition
from landsim.policy.measures import MEASURE_KINDS, STRENGTH_PARAMETERS
from landsim.policy.national_measures import NationalShares
from landsim.policy.placement import Placed
from landsim.policy.recorded import LOSS_KINDS
from landsim.policy.soil_measures import place_soil_modification
from landsim.policy.species import choose_species
from landsim.policy.tiers import Row
from landsim.policy.urban_measures import place_urban_trees
from landsim.policy.yearly_change import cap_of_plan
from landsim.scenario import Scenario
from landsim.scenario_measures import Measure, in_order_of_reservation

Floats = NDArray[np.float64]


# What the plan of measures depends on beside its foundation: where what can live, how strong measures are and how much
# of a nation they may take, and by which curves chosen species grow.
PLAN = Part(
    "plan",
    (
        *SUITABILITY_PARAMETERS, *STRENGTH_PARAMETERS, "forest.", "peat.", "urban_trees.",
        "wood_products.long_lived_limit", "harvest.carbon_per_roundwood", "harvest.bark_factor",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class LandPlan:
    """The plan of a run.

    start_areas   [LAND, units], ha at the end of 1989         areas_2020  [LAND, units], ha at the end of 2020
    inputs        [UNIT_INPUTS, units], static inputs of the kernel
    harvest       what is to be cut, and where
    rows          changes and coverages of land                placed      what became of each measure
    continued     kind -> hectares that could not go on         history_unplaced  ha of recorded change without land
    largest_yearly_change  of recorded history, share of a unit's area
    cleared       country -> cause -> (ha of recorded forest loss that the shares ask for, ha that the totals can hold)
    long_lived_shift  [countries, years], share of paper and wood losses that goes to long-lived products; None: none
    farm, wetlands    what measures change in the national accounts of farming, peat and coast
    urban_trees       [countries, years], crown cover that measures have added in settlements, ha
    """

    start_areas: Floats
    areas_2020: Floats
    inputs: Floats
    harvest: PlannedHarvest
    rows: list[Row]
    placed: list[Placed]
    continued: dict[str, dict[str, float]]
    history_unplaced: dict[str, float]
    largest_yearly_change: float
    cleared: dict[str, dict[str, tuple[float, float]]]
    long_lived_shift: Floats | None
    farm: FarmChanges
    wetlands: WetlandChanges
    urban_trees: Floats

    def until(self, count: int) -> LandPlan:
        """The same with only so many years of what is to be cut and of what changes in national accounts."""

        def first(table: Floats | None) -> Floats | None:
            return None if table is None else table[:, :count]

        return replace(
            self,
            harvest=self.harvest.until(count),
            long_lived_shift=first(self.long_lived_shift),
            farm=FarmChanges(**{name: first(table) for name, table in vars(self.farm).items()}),
            wetlands=WetlandChanges(**{name: first(table) for name, table in vars(self.wetlands).items()}),
            urban_trees=self.urban_trees[:, :count],
        )


def plan(
    scenario: Scenario,
    land: Landscape,
    drivers: NationalDrivers,
    values: Floats,
    grazing_units: Floats,
    ground: Foundation,
    harvest: PlannedHarvest,
) -> LandPlan:
    """Lay the measures of a scenario on the land.

    grazing_units are the sheep units of each unit in 2020 that live on its grass; they rank grassland for measures.
    harvest is what is to be cut before any measure; only measures that count roundwood look at it (`counts_roundwood`).
    """
    years, areas, recorded = drivers.years, ground.areas, ground.recorded
    found, climate = suitability(land, values), ClimateLimits.of(land, values)
    donors = scenario.history.donors
    limit = cap_of_plan(scenario.history.maximum_yearly_change)
    n_history = recorded_years(scenario, drivers)
    of_country = {country: land.country == index for index, country in enumerate(COUNTRIES)}
    start, rows = recorded.start, list(recorded.rows)
    continuations = continued_changes(scenario, land, drivers, areas, ground.shares)
    # Species of planting come into it.
    inputs = ground.inputs.copy()

    claimed, closed, capped = np.zeros_like(areas), np.zeros(land.size), np.zeros(land.size)
    taken_by_kind: dict[str, Floats] = {}
    covered: dict[str, Floats] = {}
    shifted = np.zeros((len(COUNTRIES), len(years)))
    national_shares = NationalShares(drivers, values)
    urban_trees = np.zeros_like(shifted)
    forest = areas[LAND.index("forest_natural")] + areas[LAND.index("forest_planted")]
    # Only years of policy are planned; the rows of recorded years stay untouched, so they cost no memory.
    room = np.zeros((len(years), land.size))
    room[n_history:] = limit * land.area()
    placed: list[Placed] = []
    # Forage grows nearly in proportion to rain, so this ranks units by grazing pressure.
    density = grazing_units / ((areas[LAND.index("grassland")] + 1.0) * (land["annual_precipitation"] + 1.0))
    for asked in in_order_of_reservation(scenario.measures):
        measure = within_budget(asked, years)
        where = _where(measure, land)
        there, excluded = land_there(measure, where, areas), dict[str, float]()
        kind = MEASURE_KINDS[measure.kind]
        continuation = continuations[measure.country]
        here = where[continuation.units]
        new: list[Row] = []
        if kind.rule == "transition":
            taken = taken_by_kind.setdefault(measure.kind, np.zeros_like(areas))
            excluded = excluded_donors(measure, where, areas, claimed, taken, found, climate)
            one, new = place_transition(measure, years, where, areas, claimed, taken, found, land.aridity(), room)
            _replace(measure, one, continuation, years, here, areas, donors)
        elif kind.rule == "exclosure":
            one, new = place_exclosure(measure, years, where, areas, claimed, closed, density)
        elif kind.rule == "herd_cap":
            one, new = place_herd_cap(measure, years, where, areas, claimed, capped, grazing_units)
        elif kind.rule == "grass_modification":
            one, new = place_grass_modification(measure, years, where, areas, claimed, covered, values)
        elif kind.rule == "soil_modification":
            one, new = place_soil_modification(measure, years, where, areas, claimed, covered, values)
        elif kind.rule == "modification":
            cut = harvest.of_place(where, COUNTRIES.index(measure.country)) if kind.counts == "roundwood" else None
            one, new = place_modification(measure, years, where, forest, covered, values, cut)
            if one.loss_share is not None:
                weights = continuation_weights(areas[:, continuation.units], donors)
                one.loss_taken = continuation.scale_loss(LOSS_KINDS, here, weights, 1.0 - one.loss_share)
        elif kind.rule == "national_share":
            one = national_shares.place(measure)
        elif kind.rule == "urban_trees":
            settlement = float(areas[LAND.index("settlement")][where].sum())
            one = place_urban_trees(
                measure, years, settlement, urban_trees[COUNTRIES.index(measure.country)], values
            )
        elif kind.rule == "long_lived_shift":
            one = shift_wood(measure, years, shifted[COUNTRIES.index(measure.country)], values)
        else:
            weights = continuation_weights(areas[:, continuation.units], donors)
            one = avoid_loss(measure, years, here, weights, continuation)
        tell_limits(one, there, excluded)
        tell_budget(one, asked, years)
        one.rows.extend(range(len(rows), len(rows) + len(new)))
        rows.extend(new)
        placed.append(one)

    eligible = _eligible(areas, found)
    for country, units in of_country.items():
        taken = claimed[:, units]
        for row in continuation_rows(
            continuations[country], areas[:, units], eligible[:, units], taken, room[:, _together(units)], donors
        ):
            rows.append(row.over(units))
    choose_species(inputs, placed, rows, land, values, n_history)
    for one in placed:
        if MEASURE_KINDS[one.measure.kind].counts == "roundwood":
            _follow_forest(one, rows, _where(one.measure, land), start, years)
    continued = {country: c.shortfall for country, c in continuations.items()}
    shift = shifted if shifted.any() else None
    return LandPlan(
        start, areas, inputs, harvest, rows, placed, continued, recorded.unplaced, recorded.largest_yearly_change,
        recorded.cleared, shift,
        national_shares.farm(), national_shares.wetlands(), urban_trees,
    )  # fmt: skip


def counts_roundwood(scenario: Scenario) -> bool:
    """Whether a measure of the scenario is told in roundwood, so that the plan depends on what is to be cut."""
    return any(MEASURE_KINDS[measure.kind].counts == "roundwood" for measure in scenario.measures)


def _follow_forest(
    placed: Placed, rows: list[Row], where: NDArray[np.bool_], start: Floats, years: NDArray[np.int64]
) -> None:
    """Let the coverage of a measure grow and shrink with the planned forest of its place, so that its share stays.

    Plantings count whole: what does not survive is known to the kernel only.
    """
    forests = [LAND.index("forest_natural"), LAND.index("forest_planted")]
    area = np.full(len(rows[0].cumulative), float(start[forests][:, where].sum())) if rows else np.zeros(0)
    for row in rows:
        if row.rule == TRANSITION and (row.source in forests) != (row.destination in forests):
            sign = 1.0 if row.destination in forests else -1.0
            area += sign * float(row.share[where].sum()) * row.cumulative
    in_2020 = area[int(LAST_YEAR - years[0]) + 1]
    for index in placed.rows:
        rows[index] = replace(rows[index], cumulative=rows[index].cumulative * area / in_2020)


def _where(measure: Measure, land: Landscape) -> NDArray[np.bool_]:
    """Units of a measure's country and provinces."""
    here: NDArray[np.bool_] = land.country == COUNTRIES.index(measure.country)
    if measure.provinces:
        wanted = [i for i, name in enumerate(land.provinces) if name in measure.provinces]
        here = here & np.isin(land.province, wanted)
    return here


def _together(units: NDArray[np.bool_]) -> NDArray[np.bool_] | slice:
    """The units of a country as a slice where they lie side by side, which copies nothing."""
    first, last = int(units.argmax()), len(units) - int(units[::-1].argmax())
    return slice(first, last) if units[first:last].all() else units


def _eligible(areas: Floats, found: Suitability) -> Floats:
    """Land of each category that continued forest gain may take: where trees can live, native steppe spared."""
    eligible = areas * found.tree
    grassland = LAND.index("grassland")
    eligible[grassland] *= 1.0 - found.native_steppe
    return eligible


def _replace(
    measure: Measure,
    placed: Placed,
    continuation: Continuation,
    years: NDArray[np.int64],
    here: NDArray[np.bool_],
    areas: Floats,
    donors: dict[str, tuple[str, ...]],
) -> None:
    """A measure takes the place of the continued forest gain of its kind in its country or province and years."""
    replaced = MEASURE_KINDS[measure.kind].replaces
    if measure.additional or not measure.amount > 0.0 or not replaced:
        return
    inside = (years >= measure.first_year) & (years <= measure.last_year)
    weights = continuation_weights(areas[:, continuation.units], donors)
    gone = 0.0
    for kind in ("forest_gain_planted", "forest_gain_natural"):
        if kind.startswith(replaced) and continuation.parts.get(kind):
            factor = np.where(inside, 0.0, 1.0)
            gone += float(continuation.scale(kind, here, weights[kind], factor).sum())
    if gone > 1.0:
        what = replaced.removeprefix("forest_gain").replace("_", " ")
        text = f"takes the place of {gone / 1e6:.2f} Mha of continued{what} forest gain"
        if gone > placed.promised[-1] * 1e6:
            text = f"the pledge is below what baseline goes on to gain; {text}"
        placed.notes.append(text)
