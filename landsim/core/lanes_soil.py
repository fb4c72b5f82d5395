"""Loops over the lanes of a block for mineral soil outside forest. Equations are in the process files."""

from __future__ import annotations

from landsim.core import mineral_soil, rangeland, soil_decomposition
from landsim.core.climate_response import miami_net_primary_production
from landsim.core.compilation import apart, at, lanes
from landsim.core.lanes_cohorts import clear_rows, fold
from landsim.core.lanes_forest import SOIL
from landsim.core.state import (
    FLUX,
    INPUT,
    LAND,
    LANES,
    N_LAND,
    N_SOIL_POOLS,
    N_STRATA,
    ROW,
    SOIL_LAND,
)

GRASSLAND = LAND.index("grassland")
ACTIVE, SLOW, PASSIVE, MICROBIAL, INERT = range(N_SOIL_POOLS)
N_PLACES = len(SOIL_LAND)


@lanes
def pool_row(place, pool):
    """Row of a pool of the soil of a category; `place` counts the categories without forest."""
    return ROW.soil_pools + place * N_SOIL_POOLS + pool


@lanes
def joined_pool_row(place, pool):
    """Row of the part of that pool that lies under land which joined the category lately."""
    return ROW.joined_pools + place * N_SOIL_POOLS + pool


@lanes
def add_soil(s, lane, place, active, slow, passive):
    """Carbon that comes to the soil of land which joins a category, tC."""
    s[at(pool_row(place, ACTIVE), lane)] += active
    s[at(pool_row(place, SLOW), lane)] += slow
    s[at(pool_row(place, PASSIVE), lane)] += passive
    s[at(joined_pool_row(place, ACTIVE), lane)] += active
    s[at(joined_pool_row(place, SLOW), lane)] += slow
    s[at(joined_pool_row(place, PASSIVE), lane)] += passive


@lanes
def carry_pool(s, source_row, destination_row, joined_row):
    """A share (row `fraction`) of a pool goes to the same pool of another category."""
    for lane in range(LANES):
        carbon = s[at(ROW.fraction, lane)] * s[at(source_row, lane)]
        s[at(source_row, lane)] -= carbon
        s[at(destination_row, lane)] += carbon
        s[at(joined_row, lane)] += carbon


@lanes
def leave_soil(s, place, left):
    """What stays (row `left`) of the soil under land that joined a category lately."""
    for pool in range(N_SOIL_POOLS):
        for lane in range(LANES):
            s[at(joined_pool_row(place, pool), lane)] *= s[at(left, lane)]


@lanes
def read_decay(s, warming):
    """Climate's factor of decay in the year: a cubic of global warming, K."""
    for lane in range(LANES):
        third = s[at(ROW.soil_decay + 2, lane)] + warming * s[at(ROW.soil_decay + 3, lane)]
        factor = s[at(ROW.soil_decay, lane)] + warming * (s[at(ROW.soil_decay + 1, lane)] + warming * third)
        s[at(ROW.decay_factor, lane)] = max(0.0, factor)


@apart
def exchange_soil(s):
    """A year of all soil outside forest: carbon in from plants, carbon out by respiration."""
    for place in range(N_PLACES):
        area, slow = ROW.area + N_STRATA + place, pool_row(place, SLOW)
        if fold(s, area) > 0.0 or fold(s, slow) > 0.0:
            enter(s, place)
            decompose(s, place)
        else:
            clear_rows(s, ROW.flux + FLUX.soil_input_cropland + place, 1)
            clear_rows(s, ROW.flux + FLUX.soil_respiration_cropland + place, 1)
        if fold(s, ROW.joined_area + place) > 0.0:
            decompose_joined(s, place)
        else:
            clear_rows(s, ROW.flux + FLUX.converted_soil_input_cropland + place, 1)
            clear_rows(s, ROW.flux + FLUX.converted_soil_respiration_cropland + place, 1)


@lanes
def enter(s, place):
    """Carbon that enters the soil of a category in the year, tC."""
    entering = ROW.flux + FLUX.soil_input_cropland + place
    for lane in range(LANES):
        factor = s[at(ROW.grass_soil_factor, lane)] if place == GRASSLAND - N_STRATA else 1.0
        carbon = s[at(ROW.soil_input + place, lane)] * factor * s[at(ROW.area + N_STRATA + place, lane)]
        s[at(entering, lane)] = carbon
        s[at(ROW.entered + SOIL, lane)] += carbon


@lanes
def decompose(s, place):
    """Decay of the pools of a category, and what of its input and of each other they take up."""
    share, rate = ROW.soil_share + place * 3, ROW.soil_rate + place * 3
    for lane in range(LANES):
        decay = s[at(ROW.decay_factor, lane)]
        active, slow, passive, respired = soil_decomposition.advance_pools(
            s[at(pool_row(place, ACTIVE), lane)],
            s[at(pool_row(place, SLOW), lane)],
            s[at(pool_row(place, PASSIVE), lane)],
            s[at(ROW.flux + FLUX.soil_input_cropland + place, lane)],
            s[at(share + ACTIVE, lane)], s[at(share + SLOW, lane)], s[at(share + PASSIVE, lane)],
            decay * s[at(rate + ACTIVE, lane)], decay * s[at(rate + SLOW, lane)], decay * s[at(rate + PASSIVE, lane)],
        )  # fmt: skip
        s[at(pool_row(place, ACTIVE), lane)] = active
        s[at(pool_row(place, SLOW), lane)] = slow
        s[at(pool_row(place, PASSIVE), lane)] = passive
        s[at(ROW.flux + FLUX.soil_respiration_cropland + place, lane)] = respired
        s[at(ROW.left + SOIL, lane)] += respired


@lanes
def decompose_joined(s, place):
    """The same for the soil under land that joined the category lately; input is the same on every hectare."""
    share, rate = ROW.soil_share + place * 3, ROW.soil_rate + place * 3
    for lane in range(LANES):
        area, joined = s[at(ROW.area + N_STRATA + place, lane)], s[at(ROW.joined_area + place, lane)]
        entering = s[at(ROW.flux + FLUX.soil_input_cropland + place, lane)]
        entering *= min(1.0, joined / area) if area > 0.0 else 0.0
        decay = s[at(ROW.decay_factor, lane)]
        active, slow, passive, respired = soil_decomposition.advance_pools(
            s[at(joined_pool_row(place, ACTIVE), lane)],
            s[at(joined_pool_row(place, SLOW), lane)],
            s[at(joined_pool_row(place, PASSIVE), lane)],
            entering,
            s[at(share + ACTIVE, lane)], s[at(share + SLOW, lane)], s[at(share + PASSIVE, lane)],
            decay * s[at(rate + ACTIVE, lane)], decay * s[at(rate + SLOW, lane)], decay * s[at(rate + PASSIVE, lane)],
        )  # fmt: skip
        s[at(joined_pool_row(place, ACTIVE), lane)] = active
        s[at(joined_pool_row(place, SLOW), lane)] = slow
        s[at(joined_pool_row(place, PASSIVE), lane)] = passive
        s[at(ROW.flux + FLUX.converted_soil_input_cropland + place, lane)] = entering
        s[at(ROW.flux + FLUX.converted_soil_respiration_cropland + place, lane)] = respired


@lanes
def sum_soils(s):
    """Carbon of all pools of each category, tC."""
    for place in range(N_PLACES):
        for lane in range(LANES):
            s[at(ROW.soil + place, lane)] = (
                (s[at(pool_row(place, ACTIVE), lane)] + s[at(pool_row(place, SLOW), lane)])
                + (s[at(pool_row(place, PASSIVE), lane)] + s[at(pool_row(place, MICROBIAL), lane)])
                + s[at(pool_row(place, INERT), lane)]
            )


@lanes
def grass_litter(s, lane, closed, burned, p):
    """Carbon that enters grassland soil relative to grass in full condition (1): open land, and closed land (share)."""
    consumed = burned * p.grass_fire_combustion
    open_growth, closed_growth = (
        rangeland.production_under_condition(1.0, s[at(ROW.condition, lane)], p.rangeland_degraded_production),
        rangeland.production_under_condition(1.0, s[at(ROW.exclosed_condition, lane)], p.rangeland_degraded_production),
    )  # fmt: skip
    roots, loss, returned = (
        p.mineral_soil_roots_of_leaves, p.mineral_soil_root_loss, p.mineral_soil_returned_by_animals,
    )  # fmt: skip
    of_open = mineral_soil.litter_of_grass(open_growth, s[at(ROW.eaten_share, lane)], consumed, roots, loss, returned)
    of_closed = mineral_soil.litter_of_grass(closed_growth, 0.0, consumed, roots, loss, returned)
    return (1.0 - closed) * of_open + closed * of_closed


@lanes
def start_soil(s, inputs, first, sand, p):
    """Soil of each category at the start: the unit's mean stock by category, and the input that holds it steady."""
    for lane in range(LANES):
        unit = first + lane
        relative_total, land_area = 0.0, 0.0
        for land in range(N_LAND):
            area = s[at(ROW.area + land, lane)]
            relative_total += area * relative_soil(land, p)
            land_area += area
        density = inputs[INPUT.soil_carbon, unit] * land_area
        density = density / relative_total if relative_total > 0.0 else 0.0
        for land in range(N_LAND):
            s[at(ROW.soil_observed + land, lane)] = density * relative_soil(land, p)
        s[at(ROW.grass_soil_factor, lane)] = grass_litter(s, lane, 0.0, s[at(ROW.grass_burned_share, lane)], p)
        s[at(ROW.forage_start, lane)] = s[at(ROW.forage, lane)]
        s[at(ROW.work, lane)] = miami_net_primary_production(
            inputs[INPUT.temperature, unit], inputs[INPUT.precipitation, unit]
        )
    for place in range(N_PLACES):
        start_shares(s, place, sand, p)
        start_pools(s, place, p)


@lanes
def start_shares(s, place, sand, p):
    """Constants of litter, texture and tillage: cropland is under full tillage, other land under none."""
    if place == 0:
        lignin, nitrogen = p.soil_decomposition_lignin, p.soil_decomposition_nitrogen
        structural, tillage = p.soil_decomposition_active_of_structural_full, p.soil_decomposition_tillage_full
    else:
        lignin, nitrogen = p.mineral_soil_perennial_lignin, p.mineral_soil_perennial_nitrogen
        structural, tillage = p.soil_decomposition_active_of_structural_none, p.soil_decomposition_tillage_none
    active, slow, passive = soil_decomposition.shares(
        lignin, nitrogen, sand, p.soil_decomposition_active_of_metabolic, structural,
        p.soil_decomposition_slow_of_lignin, p.soil_decomposition_passive_of_active,
        p.soil_decomposition_passive_of_slow, p.soil_decomposition_active_of_slow,
        p.soil_decomposition_active_of_passive,
    )  # fmt: skip
    active_rate, slow_rate, passive_rate = soil_decomposition.rates(
        1.0, 1.0, tillage, sand, p.soil_decomposition_active_rate, p.soil_decomposition_slow_rate,
        p.soil_decomposition_passive_rate,
    )  # fmt: skip
    share, rate = ROW.soil_share + place * 3, ROW.soil_rate + place * 3
    for lane in range(LANES):
        s[at(share + ACTIVE, lane)], s[at(rate + ACTIVE, lane)] = active, active_rate
        s[at(share + SLOW, lane)], s[at(rate + SLOW, lane)] = slow, slow_rate
        s[at(share + PASSIVE, lane)], s[at(rate + PASSIVE, lane)] = passive, passive_rate


@lanes
def start_pools(s, place, p):
    """Steady pools of one category and the input that belongs to them."""
    land = N_STRATA + place
    share, rate = ROW.soil_share + place * 3, ROW.soil_rate + place * 3
    for lane in range(LANES):
        decay, area = s[at(ROW.decay_factor, lane)], s[at(ROW.area + land, lane)]
        active = steady_pool(s[at(share + ACTIVE, lane)], decay * s[at(rate + ACTIVE, lane)])
        slow = steady_pool(s[at(share + SLOW, lane)], decay * s[at(rate + SLOW, lane)])
        passive = steady_pool(s[at(share + PASSIVE, lane)], decay * s[at(rate + PASSIVE, lane)])
        held = active + slow + passive
        wanted = s[at(ROW.soil_observed + land, lane)] / held if held > 0.0 else 0.0
        entering = mineral_soil.limited_input(
            wanted, s[at(ROW.work, lane)], p.mineral_soil_input_of_production, p.mineral_soil_lowest_input,
            p.mineral_soil_highest_input,
        )  # fmt: skip
        factor = s[at(ROW.grass_soil_factor, lane)] if land == GRASSLAND else 1.0
        s[at(ROW.soil_input + place, lane)] = entering / factor
        s[at(pool_row(place, ACTIVE), lane)] = entering * active * area
        s[at(pool_row(place, SLOW), lane)] = entering * slow * area
        s[at(pool_row(place, PASSIVE), lane)] = entering * passive * area


@lanes
def steady_pool(share, rate):
    """Pool at which inflow and loss are equal, for each tonne of input; nothing where nothing decays."""
    return soil_decomposition.steady(share, rate) if rate > 0.0 else 0.0


@lanes
def relative_soil(land, p):
    """Soil carbon of a land category relative to grassland (1); forest as grassland."""
    relative = 1.0
    if land == N_STRATA:
        relative = p.mineral_soil_cropland_factor
    elif land == N_STRATA + 2:
        relative = p.mineral_soil_wetland_factor
    elif land == N_STRATA + 3:
        relative = p.mineral_soil_settlement_factor
    elif land == N_STRATA + 4:
        relative = p.mineral_soil_other_land_factor
    return relative
