"""Loops over the lanes of a block for climate and land-use change. Equations are in the process files."""

from __future__ import annotations

from landsim.core.climate_response import shown_factor
from landsim.core.cohort_rows import record
from landsim.core.compilation import at, lanes
from landsim.core.lanes_clearing import clear_forest
from landsim.core.lanes_cohorts import clear_rows
from landsim.core.lanes_converted import end_conversion, join_land, leave_land
from landsim.core.lanes_forest import (
    AG_FAST,
    AG_SLOW,
    AG_VERY_FAST,
    BG_FAST,
    BG_SLOW,
    BG_VERY_FAST,
    BRANCH_SNAG,
    DEAD,
    MEDIUM,
    SOIL,
    STEM_SNAG,
)
from landsim.core.lanes_soil import carry_pool
from landsim.core.soil_rows import ACTIVE, INERT, MICROBIAL, PASSIVE, SLOW, joined_pool_row, pool_row
from landsim.core.state import (
    AREA_FLUXES,
    FLUX,
    FOREST_SOIL,
    GRASS_MODIFIERS,
    LAND,
    LANES,
    MODIFIERS,
    N_SOIL_POOLS,
    N_STRATA,
    N_TISSUES,
    REC,
    ROW,
    SOIL_MODIFIERS,
)

GRASSLAND = LAND.index("grassland")
N_AREA_FLUXES = len(AREA_FLUXES)


@lanes
def begin_year(s, year):
    """Work rows of the year start at zero; losses keep everything until a process takes something.

    Forest areas before any land-use change of the year are kept, and land ends its years of conversion.
    """
    clear_rows(s, ROW.flux, FLUX.soil_input_cropland)
    clear_rows(s, ROW.flux + FLUX.burned_area, N_AREA_FLUXES)
    clear_rows(s, ROW.flux + FLUX.converted_forest_area, 1)
    clear_rows(s, ROW.entered, 6)
    clear_rows(s, ROW.restocking, 2)
    clear_rows(s, ROW.modifier, len(MODIFIERS))
    clear_rows(s, ROW.grass_modifier, len(GRASS_MODIFIERS))
    clear_rows(s, ROW.soil_modifier, len(SOIL_MODIFIERS))
    clear_rows(s, ROW.converted_kept, 1 + len(FOREST_SOIL))
    clear_rows(s, ROW.converted_litter, N_TISSUES)
    for stratum in range(N_STRATA):
        base = record(stratum)
        for lane in range(LANES):
            s[at(base + REC.loss, lane)] = 0.0
            s[at(base + REC.gain, lane)] = 0.0
            s[at(base + REC.area_before, lane)] = s[at(ROW.area + stratum, lane)]
        clear_rows(s, base + REC.gain_soil, len(FOREST_SOIL))
    end_conversion(s, year)


@lanes
def read_climate(s, node, weight, co2_factor, forest_response):
    """Growth, decay and forage factors of the year, between two tabulated steps of global warming."""
    of_forest = shown_factor(co2_factor, forest_response)
    for lane in range(LANES):
        i, j = at(ROW.node_growth + node, lane), at(ROW.node_growth + node + 1, lane)
        s[at(ROW.growth_factor, lane)] = (s[i] + weight * (s[j] - s[i])) * of_forest
    for lane in range(LANES):
        i, j = at(ROW.node_litter + node, lane), at(ROW.node_litter + node + 1, lane)
        s[at(ROW.q_litter, lane)] = s[i] + weight * (s[j] - s[i])
    for lane in range(LANES):
        i, j = at(ROW.node_wood + node, lane), at(ROW.node_wood + node + 1, lane)
        s[at(ROW.q_wood, lane)] = s[i] + weight * (s[j] - s[i])
    for lane in range(LANES):
        s[at(ROW.co2_factor, lane)] = co2_factor
    for lane in range(LANES):
        s[at(ROW.forest_co2_factor, lane)] = of_forest
    for lane in range(LANES):
        i, j = at(ROW.node_forage + node, lane), at(ROW.node_forage + node + 1, lane)
        s[at(ROW.forage, lane)] = (s[i] + weight * (s[j] - s[i])) * co2_factor


@lanes
def move_land(s, source, destination, share, row, quantity, by_aridity, events, p):
    """One planned land-use change: hectares of a unit change category and take their carbon along.

    What a unit does not have is not moved; it comes back in the flux `transition_unmet`. Returns hectares placed and
    hectares that survive.
    """
    survived_total, placed_total = 0.0, 0.0
    for lane in range(LANES):
        asked = share[row, lane] * quantity
        available = max(0.0, s[at(ROW.area + source, lane)])
        if source < N_STRATA:
            # Forest gained this year stays: only what stood at its start, less what was cleared already, may go.
            uncleared = max(0.0, 1.0 - s[at(record(source) + REC.loss, lane)])
            available = min(available, s[at(record(source) + REC.area_before, lane)] * uncleared)
        placed_area = min(asked, available)
        survival = s[at(ROW.survival, lane)] if by_aridity else 1.0
        moved = placed_area * survival
        before = s[at(record(source) + REC.area_before, lane)] if source < N_STRATA else available
        s[at(ROW.move, lane)] = moved
        s[at(ROW.fraction, lane)] = moved / before if before > 0.0 else 0.0
        s[at(ROW.area + source, lane)] -= moved
        s[at(ROW.area + destination, lane)] += moved
        s[at(ROW.flux + FLUX.transition_unmet, lane)] += asked - placed_area
        placed_total += placed_area
        survived_total += moved
    if source < N_STRATA:
        clear_forest(s, source, destination, events, p)
    else:
        leave_land(s, source)
        carry_soil(s, source, destination, p)
    if destination < N_STRATA:
        for lane in range(LANES):
            s[at(record(destination) + REC.gain, lane)] += s[at(ROW.move, lane)]
            s[at(ROW.new_forest, lane)] += s[at(ROW.move, lane)]
            s[at(ROW.flux + FLUX.new_forest, lane)] += s[at(ROW.move, lane)]
    else:
        join_land(s, destination)
    return placed_total, survived_total


@lanes
def carry_soil(s, source, destination, p):
    """Soil carbon goes with the land; under new forest it becomes dead matter below ground."""
    exclosed = 1.0 if source == GRASSLAND else 0.0
    for lane in range(LANES):
        s[at(ROW.exclosed_area, lane)] *= 1.0 - exclosed * s[at(ROW.fraction, lane)]
    if destination < N_STRATA:
        give_to_forest(s, source - N_STRATA, record(destination) + REC.gain_soil, p)
    else:
        place = destination - N_STRATA
        for pool in range(N_SOIL_POOLS):
            carry_pool(s, pool_row(source - N_STRATA, pool), pool_row(place, pool), joined_pool_row(place, pool))


@lanes
def give_to_forest(s, place, gain, p):
    """A share (row `fraction`) of the soil of a category becomes dead matter of forest (rows from `gain` on)."""
    for lane in range(LANES):
        fraction = s[at(ROW.fraction, lane)]
        quick = fraction * (s[at(pool_row(place, ACTIVE), lane)] + s[at(pool_row(place, MICROBIAL), lane)])
        slow = fraction * s[at(pool_row(place, SLOW), lane)]
        rest = fraction * (s[at(pool_row(place, PASSIVE), lane)] + s[at(pool_row(place, INERT), lane)])
        fast = p.mineral_soil_fast_of_slow * slow
        s[at(gain, lane)] += quick
        s[at(gain + 1, lane)] += fast
        s[at(gain + 2, lane)] += (slow - fast) + rest
        s[at(ROW.entered + DEAD, lane)] += quick + slow + rest
        s[at(ROW.left + SOIL, lane)] += quick + slow + rest
    for pool in range(N_SOIL_POOLS):
        for lane in range(LANES):
            s[at(pool_row(place, pool), lane)] *= 1.0 - s[at(ROW.fraction, lane)]


@lanes
def settle_forest(s, stratum):
    """After all land-use changes: what stays of a stratum's biomass and dead matter; soil of new land comes in."""
    for lane in range(LANES):
        keep = 1.0 - min(1.0, s[at(record(stratum) + REC.loss, lane)])
        s[at(record(stratum) + REC.keep, lane)] = keep
        s[at(record(stratum) + REC.biomass, lane)] *= keep
        # Burned and felled land joins the gain later; it was forest already.
        s[at(record(stratum) + REC.gain_converted, lane)] = s[at(record(stratum) + REC.gain, lane)]
    base = record(stratum) + REC.pools
    for lane in range(LANES):
        keep = s[at(record(stratum) + REC.keep, lane)]
        s[at(base + AG_VERY_FAST, lane)] *= keep
        s[at(base + BG_VERY_FAST, lane)] *= keep
        s[at(base + AG_FAST, lane)] *= keep
        s[at(base + BG_FAST, lane)] *= keep
        s[at(base + MEDIUM, lane)] *= keep
        s[at(base + AG_SLOW, lane)] *= keep
        s[at(base + STEM_SNAG, lane)] *= keep
        s[at(base + BRANCH_SNAG, lane)] *= keep
        s[at(base + BG_SLOW, lane)] *= keep
    # Soil of new land comes in whole.
    gain = record(stratum) + REC.gain_soil
    for lane in range(LANES):
        s[at(base + BG_VERY_FAST, lane)] += s[at(gain, lane)]
        s[at(base + BG_FAST, lane)] += s[at(gain + 1, lane)]
        s[at(base + BG_SLOW, lane)] += s[at(gain + 2, lane)]
