"""Measures that change land cover: which units give land, in which tier, and what could not be placed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.core.state import LAND, TRANSITION
from landsim.policy.eligibility import ARIDITY_CLASSES, Suitability, donor_area, planted_vegetation
from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.placement import Placed, falls_short, last_index, promised_quantity, shortfall
from landsim.policy.tiers import Row, fill_tiers, share_of
from landsim.scenario_measures import Measure

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def place_transition(
    measure: Measure,
    years: NDArray[np.int64],
    where: Flags,
    areas: Floats,
    claimed: Floats,
    taken: Floats,
    found: Suitability,
    aridity: Floats,
    room: Floats,
) -> tuple[Placed, list[Row]]:
    """Rows that turn donor land into forest, shrub or grassland, the humid units first within each donor land.

    claimed  [LAND, units] grows by the hectares taken up, whether trees stand on all of them or, under agroforestry,
             on the share `tree_cover`
    taken    [LAND, units], hectares that measures of this kind have taken up; grows
    room     [years, units], what may still change in a year; shrinks
    """
    kind = MEASURE_KINDS[measure.kind]
    cover = measure.numbers.get("tree_cover", 1.0)
    wanted = np.concatenate([[0.0], promised_quantity(measure, years)])
    result = Placed(measure, "Mha", wanted[1:] / 1e6)
    donors = measure.donors if measure.donors is not None else kind.source_land
    # A kind that leaves the choice of vegetation to the file plants shrubs where trees cannot live.
    chosen = measure.vegetation if "vegetation" in kind.options else kind.vegetation
    may_tree, may_shrub = planted_vegetation(found, chosen)
    last = last_index(measure, years)
    span = last_index(measure, years) - int(measure.first_year - years[0])
    # Hectares that a unit can change in the years of the measure.
    reach = span * room[last - span : last].min(axis=0)
    capacities: list[Floats] = []
    sources: list[int] = []
    for name in donors:
        land = LAND.index(name)
        asked_for = measure.donors is not None
        free = np.maximum(np.minimum(areas[land] - claimed[land], kind.donor_share * areas[land] - taken[land]), 0.0)
        trees = np.minimum(donor_area(areas, found, name, True, asked_for), free) * may_tree
        shrubs = np.minimum(donor_area(areas, found, name, False, asked_for), free) * may_shrub
        eligible = np.where(where, trees + shrubs, 0.0)
        result.capacity += float(eligible.sum())
        available = np.minimum(cover * eligible, reach)
        reach = reach - available
        upper = np.inf
        for lower in ARIDITY_CLASSES:
            tier = np.where((aridity >= lower) & (aridity < upper), available, 0.0)
            upper = lower
            if tier.sum() > 0.0:
                capacities.append(tier)
                sources.append(land)
    placed, short = fill_tiers(cover * wanted, capacities, room, last)
    rows: list[Row] = []
    by_aridity = kind.survival == "by aridity"
    for land, capacity, cumulative in zip(sources, capacities, placed, strict=True):
        share = share_of(capacity)
        hectares = share * cumulative[-1] / cover
        claimed[land] += hectares
        taken[land] += hectares
        for destination, here in ((kind.destination, may_tree), ("shrub", may_shrub & ~may_tree)):
            part = np.where(here, share, 0.0)
            if part.sum() > 0.0 and cumulative[-1] > 0.0:
                rows.append(
                    Row(TRANSITION, land, LAND.index(destination), by_aridity, 1.0, cumulative, part, measure.id)
                )
    missing = float(short[-1]) / cover
    if falls_short(missing, float(wanted[-1])):
        result.notes.append(shortfall(measure, missing, float(wanted[-1]), result.capacity, "eligible land"))
    return result, rows
