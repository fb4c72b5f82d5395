"""Measures on the land: who is eligible, in which tier, with what capacity, and what could not be placed."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from landsim.core.state import EXCLOSURE, HERD_CAP, LAND, TRANSITION
from landsim.policy.eligibility import ARIDITY_CLASSES, Suitability, donor_area, planted_vegetation
from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.tiers import Row, fill_tiers, share_of
from landsim.scenario_measures import Measure, cumulative_share

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
HECTARES = {"Mha": 1e6, "Mha/yr": 1e6}
GRASSLAND = LAND.index("grassland")
PRESSURE_TIERS = 4


@dataclass
class Placed:
    """What became of one measure before the run.

    promised  [years], in `unit`, cumulative       capacity  hectares that could have been used
    rows      indices into the plan's rows         notes     reasons, in plain words
    loss_taken  [years], hectares of forest loss a year that a protection measure took away
    """

    measure: Measure
    unit: str
    promised: Floats
    capacity: float = 0.0
    rows: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    loss_taken: Floats | None = None


def promised_quantity(measure: Measure, years: NDArray[np.int64]) -> Floats:
    """Cumulative amount in force at the end of each year, in ha for areas, else in the measure's own unit."""
    share = cumulative_share(measure.ramp, measure.first_year, measure.last_year, years)
    if measure.unit == "Mha/yr" and MEASURE_KINDS[measure.kind].rule != "avoided_loss":
        running: Floats = np.clip(years - measure.first_year + 1, 0, measure.last_year - measure.first_year + 1).astype(
            float
        )
        return measure.amount * 1e6 * running
    return measure.amount * HECTARES.get(measure.unit, 1.0) * share


def place_name(measure: Measure) -> str:
    return ", ".join(measure.provinces) if measure.provinces else measure.country


def last_index(measure: Measure, years: NDArray[np.int64]) -> int:
    """Index of the measure's last year in an array that starts before the first year."""
    return int(measure.last_year - years[0]) + 1


def place_afforestation(
    measure: Measure,
    years: NDArray[np.int64],
    where: Flags,
    areas: Floats,
    claimed: Floats,
    found: Suitability,
    aridity: Floats,
    room: Floats,
) -> tuple[Placed, list[Row]]:
    """Rows that plant trees and shrubs, the humid units first within each donor land.

    claimed [LAND, units] grows by the hectares taken; room [years, units], what may still change in a year, shrinks.
    """
    wanted = np.concatenate([[0.0], promised_quantity(measure, years)])
    result = Placed(measure, "Mha", wanted[1:] / 1e6)
    donors = measure.donors if measure.donors is not None else MEASURE_KINDS[measure.kind].source_land
    may_tree, may_shrub = planted_vegetation(found, measure.vegetation)
    last = last_index(measure, years)
    span = last_index(measure, years) - int(measure.first_year - years[0])
    # Hectares that a unit can change in the years of the measure.
    reach = span * room[last - span : last].min(axis=0)
    capacities: list[Floats] = []
    sources: list[int] = []
    for name in donors:
        land = LAND.index(name)
        asked_for = measure.donors is not None
        free = np.maximum(areas[land] - claimed[land], 0.0)
        trees = np.minimum(donor_area(areas, found, name, True, asked_for), free) * may_tree
        shrubs = np.minimum(donor_area(areas, found, name, False, asked_for), free) * may_shrub
        eligible = np.where(where, trees + shrubs, 0.0)
        result.capacity += float(eligible.sum())
        available = np.minimum(eligible, reach)
        reach = reach - available
        upper = np.inf
        for lower in ARIDITY_CLASSES:
            tier = np.where((aridity >= lower) & (aridity < upper), available, 0.0)
            upper = lower
            if tier.sum() > 0.0:
                capacities.append(tier)
                sources.append(land)
    placed, short = fill_tiers(wanted, capacities, room, last)
    rows: list[Row] = []
    for land, capacity, cumulative in zip(sources, capacities, placed, strict=True):
        share = share_of(capacity)
        claimed[land] += share * cumulative[-1]
        for destination, here in (("forest_planted", may_tree), ("shrub", may_shrub & ~may_tree)):
            part = np.where(here, share, 0.0)
            if part.sum() > 0.0 and cumulative[-1] > 0.0:
                rows.append(Row(TRANSITION, land, LAND.index(destination), True, 1.0, cumulative, part, measure.id))
    if short[-1] > 1.0:
        result.notes.append(_shortfall(measure, float(short[-1]), float(wanted[-1]), result.capacity, "eligible land"))
    return result, rows


def _shortfall(measure: Measure, missing: float, wanted: float, capacity: float, what: str) -> str:
    """Why hectares could not be placed: too little land, or too little time for it, or both."""
    if capacity <= 0.0:
        return f"no {what} in {place_name(measure)}: nothing could be placed"
    reasons = []
    if wanted > capacity:
        reasons.append(f"{what} in {place_name(measure)} is {capacity / 1e6:.3f} Mha")
    if missing > max(wanted - capacity, 0.0) + 1.0:
        reasons.append("faster than the largest yearly change of a unit allows")
    return f"{missing / 1e6:.3f} Mha could not be placed: {' and '.join(reasons)}"


def place_exclosure(
    measure: Measure,
    years: NDArray[np.int64],
    where: Flags,
    areas: Floats,
    claimed: Floats,
    closed: Floats,
    demand_density: Floats,
) -> tuple[Placed, list[Row]]:
    """Rows that close grassland to grazing, the units under the highest demand for forage first."""
    wanted = np.concatenate([[0.0], promised_quantity(measure, years)])
    result = Placed(measure, "Mha", wanted[1:] / 1e6)
    available = np.where(where, np.maximum(areas[GRASSLAND] - claimed[GRASSLAND] - closed, 0.0), 0.0)
    result.capacity = float(available.sum())
    edges = _weighted_edges(demand_density, available)
    capacities = [
        np.where((demand_density >= low) & (demand_density < high), available, 0.0)
        for low, high in zip(edges[1:], edges[:-1], strict=True)
    ]
    # Closing land changes no land cover, so the yearly limit of land-use change does not hold.
    placed, short = fill_tiers(wanted, capacities, None, last_index(measure, years))
    rows = []
    for capacity, cumulative in zip(capacities, placed, strict=True):
        if cumulative[-1] > 0.0:
            share = share_of(capacity)
            closed += share * cumulative[-1]
            rows.append(Row(EXCLOSURE, GRASSLAND, GRASSLAND, False, 1.0, cumulative, share, measure.id))
    if short[-1] > 1.0:
        result.notes.append(_shortfall(measure, float(short[-1]), float(wanted[-1]), result.capacity, "open grassland"))
    return result, rows


def _weighted_edges(values: Floats, weight: Floats) -> list[float]:
    """Class bounds, high to low, that hold equal weight."""
    order = np.argsort(values, kind="stable")
    cumulative = np.cumsum(weight[order])
    total = float(cumulative[-1]) if len(cumulative) else 0.0
    edges = [np.inf]
    for part in range(PRESSURE_TIERS - 1, 0, -1):
        position = int(np.searchsorted(cumulative, total * part / PRESSURE_TIERS, side="right"))
        edge = float(values[order][min(position, len(values) - 1)])
        if edge < edges[-1]:
            edges.append(edge)
    edges.append(-np.inf)
    return edges


def place_herd_cap(
    measure: Measure,
    years: NDArray[np.int64],
    where: Flags,
    areas: Floats,
    claimed: Floats,
    capped: Floats,
    grazing_units: Floats,
) -> tuple[Placed, list[Row]]:
    """A row that caps herds on a growing area of grassland; the level is a share of carrying capacity.

    A fraction is the level, and the area under it ramps up to all grassland; an area in Mha is capped at carrying
    capacity itself.
    """
    share_in_force = cumulative_share(measure.ramp, measure.first_year, measure.last_year, years)
    free = np.maximum(areas[GRASSLAND] - claimed[GRASSLAND] - capped, 0.0)
    available = np.where(where & (grazing_units > 0.0), free, 0.0)
    capacity = float(available.sum())
    if measure.unit == "fraction":
        level, unit = measure.amount, "fraction"
        wanted = np.concatenate([[0.0], capacity * share_in_force])
        promised = measure.amount * share_in_force
    else:
        level, unit = 1.0, "Mha"
        wanted = np.concatenate([[0.0], promised_quantity(measure, years)])
        promised = wanted[1:] / 1e6
    result = Placed(measure, unit, promised, capacity)
    cumulative = np.minimum(wanted, capacity)
    rows = []
    if cumulative[-1] > 0.0:
        share = share_of(available)
        capped += share * cumulative[-1]
        rows.append(Row(HERD_CAP, GRASSLAND, GRASSLAND, False, level, cumulative, share, measure.id))
    if wanted[-1] - cumulative[-1] > 1.0 or capacity <= 0.0:
        missing = float(wanted[-1] - cumulative[-1])
        result.notes.append(
            _shortfall(measure, missing, float(wanted[-1]), capacity, "grassland with herds not yet capped")
        )
    return result, rows
