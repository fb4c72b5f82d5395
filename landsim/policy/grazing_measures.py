"""Measures on grassland: exclosures, herd caps and other care on the units, and what could not be placed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.core.grass_management import TRACE
from landsim.core.state import EXCLOSURE, GRASS_MODIFICATION, GRASS_MODIFIERS, HERD_CAP, LAND
from landsim.policy.coverage import cover_land, level_of
from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.placement import Placed, falls_short, last_index, promised_quantity, shortfall
from landsim.policy.tiers import Row, fill_tiers, share_of
from landsim.scenario_measures import Measure, cumulative_share

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
GRASSLAND = LAND.index("grassland")
PRESSURE_TIERS = 4


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
    if falls_short(float(short[-1]), float(wanted[-1])):
        result.notes.append(shortfall(measure, float(short[-1]), float(wanted[-1]), result.capacity, "open grassland"))
    return result, rows


def _measured(areas: Floats) -> Floats:
    """Grassland as measures count it, ha (grass_management.measured_area)."""
    measured: Floats = np.maximum(areas[GRASSLAND], TRACE)
    return measured


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
    free = np.maximum(_measured(areas) - claimed[GRASSLAND] - capped, 0.0)
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
    missing = float(wanted[-1] - cumulative[-1])
    if falls_short(missing, float(wanted[-1])) or capacity <= 0.0:
        result.notes.append(
            shortfall(measure, missing, float(wanted[-1]), capacity, "grassland with herds not yet capped")
        )
    return result, rows


def place_grass_modification(
    measure: Measure,
    years: NDArray[np.int64],
    where: Flags,
    areas: Floats,
    claimed: Floats,
    covered: dict[str, Floats],
    values: Floats,
) -> tuple[Placed, list[Row]]:
    """Rows that change a process on a growing area of grassland, one row for each effect of the kind.

    covered  effect -> [units], hectares that earlier measures cover in that way; grows by the largest coverage

    A fraction is of the grassland of the place in 2020; for herds, of the animals on it.
    """
    kind = MEASURE_KINDS[measure.kind]
    ways = [f"grass {effect.modifier}" for effect in kind.effects]
    result, cumulative, share = cover_land(
        measure, years, where, _measured(areas), claimed[GRASSLAND], covered, ways, "grassland"
    )
    if cumulative.max() <= 0.0:
        return result, []
    result.effects = tuple(effect.modifier for effect in kind.effects)
    return result, [
        Row(
            GRASS_MODIFICATION, GRASSLAND, GRASS_MODIFIERS.index(effect.modifier), False, level_of(effect, values),
            cumulative, share, measure.id,
        )
        for effect in kind.effects
    ]  # fmt: skip
