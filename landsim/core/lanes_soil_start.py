"""Mineral soil outside forest at the start: steady pools and the input that holds them. Equations: process files."""

from __future__ import annotations

from landsim.core import lanes_rothc, mineral_soil, soil_decomposition
from landsim.core import lanes_soil as soils
from landsim.core.climate_response import miami_net_primary_production
from landsim.core.compilation import at, lanes
from landsim.core.lanes_cohorts import clear_rows
from landsim.core.lanes_soil import CROPLAND, GRASSLAND, N_PLACES, grass_litter
from landsim.core.soil_rows import ACTIVE, INERT, PASSIVE, SLOW, pool_row
from landsim.core.state import FLUX, INPUT, LANES, N_LAND, N_STRATA, ROW, SOIL_MODIFIERS


@lanes
def start_soil(s, inputs, first, sand, by_rothc, p):
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
        s[at(ROW.decay_start, lane)] = s[at(ROW.decay_factor, lane)]
        s[at(ROW.forage_start, lane)] = s[at(ROW.forage, lane)]
        s[at(ROW.work, lane)] = miami_net_primary_production(
            inputs[INPUT.temperature, unit], inputs[INPUT.precipitation, unit]
        )
    if by_rothc:
        lanes_rothc.read_shares(s, ROW.decay_start, ROW.rothc_share_start, p)
    for place in range(N_PLACES):
        if by_rothc:
            lanes_rothc.start_pools(s, place, p)
        else:
            start_litter(s, place, sand, p)
            start_pools(s, place, p)
    for lane in range(LANES):
        s[at(ROW.soil_input + GRASSLAND - N_STRATA, lane)] /= s[at(ROW.grass_soil_factor, lane)]


@lanes
def start_rising(s, growth, country, by_rothc, p):
    """Cropland whose input was rising before the start: the same stock, with the pools that ten such years leave.

    growth  of the input of cropland over the year before, [countries, years from 1980]
    """
    if growth[country, mineral_soil.RISING_BEFORE - 1] != 1.0:
        clear_rows(s, ROW.soil_modifier, len(SOIL_MODIFIERS))
        soils.till(s)
        if by_rothc:
            lanes_rothc.read_shares(s, ROW.decay_start, ROW.rothc_share, p)
        for lane in range(LANES):
            s[at(ROW.work, lane)] = decaying(s, lane)
        for year in range(mineral_soil.RISING_BEFORE):
            soils.change_cropland_input(s, growth[country, year])
            for lane in range(LANES):
                s[at(ROW.litter, lane)] = s[at(ROW.soil_input + CROPLAND, lane)] * s[at(ROW.area + N_STRATA, lane)]
            if by_rothc:
                rows = soils.rothc_row(CROPLAND)
                lanes_rothc.decompose(s, CROPLAND, pool_row(CROPLAND, 0), FLUX.soil_respiration_cropland, rows, p)
            else:
                soils.decompose(s, CROPLAND, pool_row(CROPLAND, 0), FLUX.soil_respiration_cropland)
        for lane in range(LANES):
            now = decaying(s, lane)
            scale = s[at(ROW.work, lane)] / now if now > 0.0 else 1.0
            s[at(ROW.soil_input + CROPLAND, lane)] *= scale
            for pool in range(INERT):
                s[at(pool_row(CROPLAND, pool), lane)] *= scale


@lanes
def decaying(s, lane):
    """Carbon of cropland that decays, tC: all pools but what is inert."""
    carbon = 0.0
    for pool in range(INERT):
        carbon += s[at(pool_row(CROPLAND, pool), lane)]
    return carbon


@lanes
def start_litter(s, place, sand, p):
    """Constants of a category: cropland has the litter of crops and is tilled, other land has that of perennials."""
    if place == CROPLAND:
        start_tillage(s, sand, p)
    else:
        start_shares(
            s, ROW.soil_share + 6 * place, p.mineral_soil_perennial_lignin, p.mineral_soil_perennial_nitrogen,
            p.soil_decomposition_active_of_structural_none, p.soil_decomposition_tillage_none, sand, p,
        )  # fmt: skip


@lanes
def start_tillage(s, sand, p):
    """Constants of cropland under the three kinds of tillage; all of it is under full tillage at the start."""
    lignin, nitrogen = p.soil_decomposition_lignin, p.soil_decomposition_nitrogen
    start_shares(
        s, ROW.soil_share, lignin, nitrogen, p.soil_decomposition_active_of_structural_full,
        p.soil_decomposition_tillage_full, sand, p,
    )  # fmt: skip
    start_shares(
        s, ROW.reduced_tillage, lignin, nitrogen, p.soil_decomposition_active_of_structural_reduced,
        p.soil_decomposition_tillage_reduced, sand, p,
    )  # fmt: skip
    start_shares(
        s, ROW.no_tillage, lignin, nitrogen, p.soil_decomposition_active_of_structural_none,
        p.soil_decomposition_tillage_none, sand, p,
    )  # fmt: skip


@lanes
def start_shares(s, rows, lignin, nitrogen, structural, tillage, sand, p):
    """Constants of litter, texture and tillage in six rows: flow into each pool for each tonne, decay (1/yr)."""
    active, slow, passive = soil_decomposition.declared_shares(lignin, nitrogen, sand, structural, p)
    active_rate, slow_rate, passive_rate = soil_decomposition.declared_rates(1.0, tillage, sand, p)
    share, rate = rows, rows + 3
    for lane in range(LANES):
        s[at(share + ACTIVE, lane)], s[at(rate + ACTIVE, lane)] = active, active_rate
        s[at(share + SLOW, lane)], s[at(rate + SLOW, lane)] = slow, slow_rate
        s[at(share + PASSIVE, lane)], s[at(rate + PASSIVE, lane)] = passive, passive_rate


@lanes
def start_pools(s, place, p):
    """Steady pools of one category and the input that belongs to them."""
    land = N_STRATA + place
    share, rate = ROW.soil_share + 6 * place, ROW.soil_share + 6 * place + 3
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
        s[at(ROW.soil_input + place, lane)] = entering
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
