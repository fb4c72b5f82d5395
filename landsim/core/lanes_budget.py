"""Loops over the lanes of a block for stocks, budgets and sums."""

from __future__ import annotations

from landsim.core import budget
from landsim.core.cohort_rows import record
from landsim.core.compilation import apart, at, lanes
from landsim.core.forest import NATURAL, PLANTED, SHRUB
from landsim.core.lanes_cohorts import fold, fold_managed
from landsim.core.lanes_forest import BG_SLOW, BG_VERY_FAST, BIOMASS, DEAD, SOIL
from landsim.core.lanes_land import GRASSLAND
from landsim.core.lanes_soil import sum_soils
from landsim.core.state import BUDGETS, FLUX, LANES, N_FLUXES, N_LAND, N_SPLIT, N_STRATA, REC, ROW, SNAPSHOT

AREA = 3


@lanes
def sum_carbon(s, first_row):
    """Living biomass, dead matter (forest soil included) and mineral soil of each lane, tC, in three rows."""
    for lane in range(LANES):
        s[at(first_row + BIOMASS, lane)] = (
            s[at(record(NATURAL) + REC.biomass, lane)]
            + s[at(record(PLANTED) + REC.biomass, lane)]
            + s[at(record(SHRUB) + REC.biomass, lane)]
        )
    for lane in range(LANES):
        s[at(first_row + DEAD, lane)] = (
            sum_pools(s, NATURAL, lane) + sum_pools(s, PLANTED, lane) + sum_pools(s, SHRUB, lane)
        ) + sum_residue(s, lane)
    for lane in range(LANES):
        s[at(first_row + SOIL, lane)] = (
            (s[at(ROW.soil, lane)] + s[at(ROW.soil + 1, lane)])
            + (s[at(ROW.soil + 2, lane)] + s[at(ROW.soil + 3, lane)])
            + s[at(ROW.soil + 4, lane)]
        )


@lanes
def sum_pools(s, stratum, lane):
    """Dead matter of one stratum, tC."""
    base = record(stratum) + REC.pools
    return (
        (s[at(base, lane)] + s[at(base + 1, lane)] + s[at(base + 2, lane)])
        + (s[at(base + 3, lane)] + s[at(base + 4, lane)] + s[at(base + 5, lane)])
        + (s[at(base + 6, lane)] + s[at(base + 7, lane)] + s[at(base + 8, lane)])
    )


@lanes
def sum_residue(s, lane):
    """What cleared forest has left above ground, tC."""
    return (
        (s[at(ROW.residue, lane)] + s[at(ROW.residue + 1, lane)])
        + (s[at(ROW.residue + 2, lane)] + s[at(ROW.residue + 3, lane)])
        + s[at(ROW.residue + 4, lane)]
    )


@lanes
def open_books(s):
    """Stocks at the start."""
    sum_soils(s)
    sum_carbon(s, ROW.closing)


@lanes
def note_worst(s, which, lane, relative, year):
    row = at(ROW.worst + which, lane)
    # A comparison with a non-finite number is false, so it is written to be noticed.
    worse = not (relative <= s[row])
    s[row] = relative if worse else s[row]
    s[at(ROW.worst_year + which, lane)] = year if worse else s[at(ROW.worst_year + which, lane)]


@apart
def close_books(s, year):
    """Compare the change of each stock with what came in and went out, and area with the unit's area."""
    # The year began with what the one before closed with.
    for row in range(3):
        for lane in range(LANES):
            s[at(ROW.opening + row, lane)] = s[at(ROW.closing + row, lane)]
    sum_soils(s)
    sum_carbon(s, ROW.closing)
    for lane in range(LANES):
        relative = budget.relative_residual(
            s[at(ROW.opening + BIOMASS, lane)],
            s[at(ROW.closing, lane)],
            s[at(ROW.entered + BIOMASS, lane)],
            s[at(ROW.left + BIOMASS, lane)],
        )
        note_worst(s, BIOMASS, lane, relative, year)
        relative = budget.relative_residual(
            s[at(ROW.opening + DEAD, lane)],
            s[at(ROW.closing + 1, lane)],
            s[at(ROW.entered + DEAD, lane)],
            s[at(ROW.left + DEAD, lane)],
        )
        note_worst(s, DEAD, lane, relative, year)
        relative = budget.relative_residual(
            s[at(ROW.opening + SOIL, lane)],
            s[at(ROW.closing + 2, lane)],
            s[at(ROW.entered + SOIL, lane)],
            s[at(ROW.left + SOIL, lane)],
        )
        note_worst(s, SOIL, lane, relative, year)
        total = s[at(ROW.inland_water, lane)]
        mismatch = 0.0
        for land in range(N_LAND):
            total += s[at(ROW.area + land, lane)]
        for stratum in range(N_STRATA):
            mismatch += abs(s[at(ROW.area + stratum, lane)] - s[at(record(stratum) + REC.cohort_area, lane)])
        relative = budget.relative_residual(s[at(ROW.unit_area, lane)], total + mismatch, 0.0, 0.0)
        note_worst(s, AREA, lane, relative, year)


@lanes
def forest_soil(s, stratum, lane):
    """Soil carbon under one stratum, tC: the below-ground very fast and slow pools (CBM-CFS3)."""
    base = record(stratum) + REC.pools
    return s[at(base + BG_VERY_FAST, lane)] + s[at(base + BG_SLOW, lane)]


@lanes
def is_all_managed(s):
    """Whether all land of the block is managed, so that managed land needs no sums of its own."""
    unmanaged = 0
    for lane in range(LANES):
        unmanaged += 1 if s[at(ROW.unit_area, lane)] > 0.0 and s[at(ROW.managed, lane)] != 1.0 else 0
    return unmanaged == 0


@apart
def sum_block(s, total, managed, block, year, all_managed):
    """Fluxes and stocks of the year summed over the block: all land, and managed land for carbon fluxes."""
    state_stocks(s)
    for flux in range(N_FLUXES):
        total[block, year, flux] = fold(s, ROW.flux + flux)
    for flux in range(N_SPLIT):
        managed[block, year, flux] = total[block, year, flux] if all_managed else fold_managed(s, ROW.flux + flux)


@lanes
def state_stocks(s):
    """Stocks that lie in the state: their flux rows."""
    for land in range(N_LAND):
        for lane in range(LANES):
            s[at(ROW.flux + FLUX.area_forest_natural + land, lane)] = s[at(ROW.area + land, lane)]
    for stratum in range(N_STRATA):
        for lane in range(LANES):
            s[at(ROW.flux + FLUX.biomass_natural + stratum, lane)] = s[at(record(stratum) + REC.biomass, lane)]
    for lane in range(LANES):
        soil = forest_soil(s, NATURAL, lane) + forest_soil(s, PLANTED, lane) + forest_soil(s, SHRUB, lane)
        residue = sum_residue(s, lane)
        s[at(ROW.flux + FLUX.forest_soil, lane)] = soil
        s[at(ROW.flux + FLUX.clearing_residue, lane)] = residue
        s[at(ROW.flux + FLUX.dead_wood_and_litter, lane)] = (s[at(ROW.closing + DEAD, lane)] - residue) - soil
    for land in range(N_STRATA, N_LAND):
        for lane in range(LANES):
            s[at(ROW.flux + FLUX.soil_cropland + land - N_STRATA, lane)] = s[at(ROW.soil + land - N_STRATA, lane)]


@lanes
def take_snapshot(s, maps, slot, first):
    """Variables of each unit at the end of a chosen year."""
    for lane in range(LANES):
        unit = first + lane
        for land in range(N_LAND):
            maps[slot, SNAPSHOT.area_forest_natural + land, unit] = s[at(ROW.area + land, lane)]
        soil = s[at(ROW.closing + 2, lane)]
        dead = s[at(ROW.closing + 1, lane)]
        below = forest_soil(s, NATURAL, lane) + forest_soil(s, PLANTED, lane) + forest_soil(s, SHRUB, lane)
        soil += below
        dead -= below
        maps[slot, SNAPSHOT.living_biomass, unit] = s[at(ROW.closing, lane)]
        maps[slot, SNAPSHOT.dead_organic_matter, unit] = dead
        maps[slot, SNAPSHOT.soil_carbon, unit] = soil
        maps[slot, SNAPSHOT.grazing_pressure, unit] = s[at(ROW.pressure, lane)]
        grass = s[at(ROW.area + GRASSLAND, lane)]
        mean = s[at(ROW.flux + FLUX.condition_area, lane)] / grass if grass > 0.0 else 0.0
        maps[slot, SNAPSHOT.rangeland_condition, unit] = mean
        maps[slot, SNAPSHOT.sheep_units, unit] = s[at(ROW.sheep_units, lane)]
        maps[slot, SNAPSHOT.carrying_capacity, unit] = s[at(ROW.carrying_capacity, lane)]
        maps[slot, SNAPSHOT.overgrazed_years, unit] = s[at(ROW.overgrazed_years, lane)]
        maps[slot, SNAPSHOT.new_forest, unit] = s[at(ROW.new_forest, lane)]


@lanes
def report_worst(s, worst, worst_year, first):
    """Largest relative residual of each budget in any year, and the year (index from the first)."""
    for which in range(len(BUDGETS)):
        for lane in range(LANES):
            worst[which, first + lane] = s[at(ROW.worst + which, lane)]
            worst_year[which, first + lane] = int(s[at(ROW.worst_year + which, lane)])
