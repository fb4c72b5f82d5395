"""Loops over the lanes of a block for mineral soil outside forest. Equations are in the process files."""

from __future__ import annotations

from landsim.core import lanes_rothc, mineral_soil, rangeland, soil_decomposition
from landsim.core.compilation import apart, at, lanes
from landsim.core.lanes_cohorts import clear_rows, fold
from landsim.core.lanes_forest import SOIL
from landsim.core.lanes_soil_care import CHAR, MORE_INPUT, NO_TILLAGE, REDUCED_TILLAGE
from landsim.core.soil_rows import ACTIVE, INERT, MICROBIAL, PASSIVE, SLOW, joined_pool_row, pool_row
from landsim.core.state import (
    FLUX,
    LAND,
    LANES,
    N_SOIL_POOLS,
    N_STRATA,
    ROW,
    SOIL_LAND,
)

GRASSLAND = LAND.index("grassland")
N_PLACES = len(SOIL_LAND)
CROPLAND, WETLAND = SOIL_LAND.index("cropland"), SOIL_LAND.index("wetland")


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


@lanes
def change_cropland_input(s, growth):
    """Carbon input of a hectare of cropland in the year, from that of the year before."""
    for lane in range(LANES):
        s[at(ROW.soil_input + CROPLAND, lane)] *= growth


@apart
def exchange_soil(s, by_rothc, p):
    """A year of all soil outside forest: carbon in from plants, carbon out by respiration."""
    if by_rothc:
        lanes_rothc.read_shares(s, ROW.decay_factor, ROW.rothc_share, p)
    note_soil_care(s, by_rothc)
    for place in range(N_PLACES):
        area, slow = ROW.area + N_STRATA + place, pool_row(place, SLOW)
        if fold(s, area) > 0.0 or fold(s, slow) > 0.0:
            enter(s, place)
            if place == CROPLAND:
                enter_char(s)
                till(s)
            pools, leaving = pool_row(place, 0), FLUX.soil_respiration_cropland + place
            if by_rothc:
                lanes_rothc.decompose(s, place, pools, leaving, rothc_row(place), p)
            else:
                decompose(s, place, pools, leaving)
            leave(s, place)
        else:
            clear_rows(s, ROW.flux + FLUX.soil_input_cropland + place, 1)
            clear_rows(s, ROW.flux + FLUX.soil_respiration_cropland + place, 1)
        if fold(s, ROW.joined_area + place) > 0.0:
            enter_joined(s, place)
            pools, leaving = joined_pool_row(place, 0), FLUX.converted_soil_respiration_cropland + place
            if by_rothc:
                lanes_rothc.decompose(s, place, pools, leaving, rothc_row(place), p)
            else:
                decompose(s, place, pools, leaving)
        else:
            clear_rows(s, ROW.flux + FLUX.converted_soil_input_cropland + place, 1)
            clear_rows(s, ROW.flux + FLUX.converted_soil_respiration_cropland + place, 1)


@lanes
def enter(s, place):
    """Carbon that enters the soil of a category in the year and decomposes (row `litter`), tC."""
    for lane in range(LANES):
        area = s[at(ROW.area + N_STRATA + place, lane)]
        factor = s[at(ROW.grass_soil_factor, lane)] if place == GRASSLAND - N_STRATA else 1.0
        carbon = s[at(ROW.soil_input + place, lane)] * factor * area
        if place == CROPLAND:
            carbon += s[at(ROW.soil_modifier + MORE_INPUT, lane)] * area
        s[at(ROW.litter, lane)] = carbon
        s[at(ROW.flux + FLUX.soil_input_cropland + place, lane)] = carbon
        s[at(ROW.entered + SOIL, lane)] += carbon


@lanes
def enter_char(s):
    """Char that enters the soil of cropland and stays."""
    for lane in range(LANES):
        char = s[at(ROW.soil_modifier + CHAR, lane)] * s[at(ROW.area + N_STRATA + CROPLAND, lane)]
        s[at(pool_row(CROPLAND, INERT), lane)] += char
        s[at(ROW.flux + FLUX.soil_input_cropland + CROPLAND, lane)] += char
        s[at(ROW.entered + SOIL, lane)] += char


@lanes
def enter_joined(s, place):
    """What of it enters the soil under land that joined the category lately; input is the same on every hectare."""
    for lane in range(LANES):
        area, joined = s[at(ROW.area + N_STRATA + place, lane)], s[at(ROW.joined_area + place, lane)]
        part = min(1.0, joined / area) if area > 0.0 else 0.0
        char = part * s[at(ROW.soil_modifier + CHAR, lane)] * area if place == CROPLAND else 0.0
        s[at(joined_pool_row(place, INERT), lane)] += char
        entering = part * s[at(ROW.flux + FLUX.soil_input_cropland + place, lane)]
        s[at(ROW.litter, lane)] = entering - char
        s[at(ROW.flux + FLUX.converted_soil_input_cropland + place, lane)] = entering


@lanes
def till(s):
    """Shares and rates of cropland as it is tilled: the part under full, under reduced and under no tillage."""
    for row in range(6):
        for lane in range(LANES):
            full = s[at(ROW.soil_share + row, lane)]
            reduced, none = s[at(ROW.reduced_tillage + row, lane)], s[at(ROW.no_tillage + row, lane)]
            s[at(ROW.tilled + row, lane)] = (
                full
                + s[at(ROW.soil_modifier + REDUCED_TILLAGE, lane)] * (reduced - full)
                + s[at(ROW.soil_modifier + NO_TILLAGE, lane)] * (none - full)
            )


@lanes
def note_soil_care(s, by_rothc):
    """tC that a unit of each modifier gives in the year: all cropland tilled less, or a tonne more on each hectare."""
    for lane in range(LANES):
        area = s[at(ROW.area + N_STRATA + CROPLAND, lane)]
        s[at(ROW.soil_base + MORE_INPUT, lane)] = area
        s[at(ROW.soil_base + CHAR, lane)] = area
    if not by_rothc:
        for lane in range(LANES):
            usual = kept_by_tillage(s, lane, ROW.soil_share)
            s[at(ROW.soil_base + REDUCED_TILLAGE, lane)] = kept_by_tillage(s, lane, ROW.reduced_tillage) - usual
            s[at(ROW.soil_base + NO_TILLAGE, lane)] = kept_by_tillage(s, lane, ROW.no_tillage) - usual


@lanes
def kept_by_tillage(s, lane, rows):
    """Yearly change of cropland's soil under one tillage (first of its six rows), tC."""
    decay = s[at(ROW.decay_factor, lane)]
    carbon = s[at(ROW.soil_input + CROPLAND, lane)] + s[at(ROW.soil_modifier + MORE_INPUT, lane)]
    carbon *= s[at(ROW.area + N_STRATA + CROPLAND, lane)]
    change = 0.0
    for pool in range(3):
        rate = decay * s[at(rows + 3 + pool, lane)]
        change += soil_decomposition.taken(s[at(rows + pool, lane)] * carbon, rate)
        change -= soil_decomposition.lost(s[at(pool_row(CROPLAND, pool), lane)], rate)
    return change


@lanes
def share_row(place):
    """First of the six rows of a category: flow into each pool for each tonne that enters, decay where climate is 1."""
    return ROW.tilled if place == CROPLAND else ROW.soil_share + 6 * place


@lanes
def decay_row(place):
    """Row of climate's factor of decay: under water it is held at the start."""
    return ROW.decay_start if place == WETLAND else ROW.decay_factor


@lanes
def rothc_row(place):
    """First row of what of each pool of RothC decays in a step: under water it is held at the start."""
    return ROW.rothc_share_start if place == WETLAND else ROW.rothc_share


@lanes
def decompose(s, place, pools, leaving):
    """Decay of pools (first row) under a category, what of its litter and of each other they take up; respired: a flux.

    The pools are those of the category, or those under the land that joined it lately.
    """
    share, rate = share_row(place), share_row(place) + 3
    for lane in range(LANES):
        decay = s[at(decay_row(place), lane)]
        active, slow, passive, respired = soil_decomposition.advance_pools(
            s[at(pools + ACTIVE, lane)],
            s[at(pools + SLOW, lane)],
            s[at(pools + PASSIVE, lane)],
            s[at(ROW.litter, lane)],
            s[at(share + ACTIVE, lane)], s[at(share + SLOW, lane)], s[at(share + PASSIVE, lane)],
            decay * s[at(rate + ACTIVE, lane)], decay * s[at(rate + SLOW, lane)], decay * s[at(rate + PASSIVE, lane)],
        )  # fmt: skip
        s[at(pools + ACTIVE, lane)] = active
        s[at(pools + SLOW, lane)] = slow
        s[at(pools + PASSIVE, lane)] = passive
        s[at(ROW.flux + leaving, lane)] = respired


@lanes
def leave(s, place):
    """What the soil of a category respires leaves it."""
    for lane in range(LANES):
        s[at(ROW.left + SOIL, lane)] += s[at(ROW.flux + FLUX.soil_respiration_cropland + place, lane)]


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
