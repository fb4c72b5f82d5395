"""Loops over the lanes of a block for climate, land-use change and mineral soil. Equations are in the process files."""

from __future__ import annotations

from landsim.core import mineral_soil
from landsim.core.compilation import apart, at, lanes
from landsim.core.lanes_clearing import clear_forest
from landsim.core.lanes_cohorts import clear_rows, record
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
from landsim.core.state import (
    AREA_FLUXES,
    FLUX,
    GRASS_MODIFIERS,
    LAND,
    LANES,
    MODIFIERS,
    N_LAND,
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
    clear_rows(s, ROW.converted_kept, 2)
    clear_rows(s, ROW.converted_litter, N_TISSUES)
    for stratum in range(N_STRATA):
        base = record(stratum)
        for lane in range(LANES):
            s[at(base + REC.loss, lane)] = 0.0
            s[at(base + REC.gain, lane)] = 0.0
            s[at(base + REC.gain_soil, lane)] = 0.0
            s[at(base + REC.area_before, lane)] = s[at(ROW.area + stratum, lane)]
    end_conversion(s, year)


@lanes
def read_climate(s, node, weight, co2_factor):
    """Growth, decay and forage factors of the year, between two tabulated steps of global warming."""
    for lane in range(LANES):
        i, j = at(ROW.node_growth + node, lane), at(ROW.node_growth + node + 1, lane)
        s[at(ROW.growth_factor, lane)] = (s[i] + weight * (s[j] - s[i])) * co2_factor
    for lane in range(LANES):
        i, j = at(ROW.node_litter + node, lane), at(ROW.node_litter + node + 1, lane)
        s[at(ROW.q_litter, lane)] = s[i] + weight * (s[j] - s[i])
    for lane in range(LANES):
        i, j = at(ROW.node_wood + node, lane), at(ROW.node_wood + node + 1, lane)
        s[at(ROW.q_wood, lane)] = s[i] + weight * (s[j] - s[i])
    for lane in range(LANES):
        i, j = at(ROW.node_forage + node, lane), at(ROW.node_forage + node + 1, lane)
        s[at(ROW.forage, lane)] = (s[i] + weight * (s[j] - s[i])) * co2_factor


@lanes
def move_land(s, source, destination, share, row, quantity, by_aridity, events):
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
        clear_forest(s, source, destination, events)
    else:
        leave_land(s, source)
        carry_soil(s, source, destination)
    if destination < N_STRATA:
        for lane in range(LANES):
            s[at(record(destination) + REC.gain, lane)] += s[at(ROW.move, lane)]
            s[at(ROW.new_forest, lane)] += s[at(ROW.move, lane)]
            s[at(ROW.flux + FLUX.new_forest, lane)] += s[at(ROW.move, lane)]
    else:
        join_land(s, destination)
    return placed_total, survived_total


@lanes
def carry_soil(s, source, destination):
    """Soil carbon goes with the land; under new forest it becomes below-ground slow matter."""
    exclosed = 1.0 if source == GRASSLAND else 0.0
    for lane in range(LANES):
        fraction = s[at(ROW.fraction, lane)]
        carbon = fraction * s[at(ROW.soil + source, lane)]
        s[at(ROW.soil + source, lane)] -= carbon
        s[at(ROW.exclosed_area, lane)] *= 1.0 - exclosed * fraction
        if destination < N_STRATA:
            s[at(record(destination) + REC.gain_soil, lane)] += carbon
            s[at(ROW.entered + DEAD, lane)] += carbon
            s[at(ROW.left + SOIL, lane)] += carbon
        else:
            s[at(ROW.soil + destination, lane)] += carbon
            s[at(ROW.joined_soil + destination - N_STRATA, lane)] += carbon


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
        stays = s[at(base + BG_SLOW, lane)] * keep
        s[at(base + BG_SLOW, lane)] = stays + s[at(record(stratum) + REC.gain_soil, lane)]


@apart
def exchange_soil(s, turnover):
    """Mineral soil outside forest: carbon in from plants, carbon out by respiration."""
    for land in range(N_STRATA, N_LAND):
        input_row = ROW.flux + FLUX.soil_input_cropland + land - N_STRATA
        output_row = ROW.flux + FLUX.soil_respiration_cropland + land - N_STRATA
        converted_input_row = ROW.flux + FLUX.converted_soil_input_cropland + land - N_STRATA
        converted_output_row = ROW.flux + FLUX.converted_soil_respiration_cropland + land - N_STRATA
        for lane in range(LANES):
            area = s[at(ROW.area + land, lane)]
            stock = s[at(ROW.soil + land, lane)]
            factor = s[at(ROW.grass_soil_factor, lane)] if land == GRASSLAND else 1.0
            entering, leaving = mineral_soil.exchange(
                stock, area, s[at(ROW.soil_reference + land, lane)], factor, turnover
            )
            # Input is the same on every hectare, so the land that joined lately gets it by its area.
            joined = min(1.0, s[at(ROW.joined_area + land - N_STRATA, lane)] / area) if area > 0.0 else 0.0
            joined_stock = s[at(ROW.joined_soil + land - N_STRATA, lane)]
            s[at(ROW.joined_soil + land - N_STRATA, lane)] = joined_stock + joined * entering - turnover * joined_stock
            s[at(converted_input_row, lane)] = joined * entering
            s[at(converted_output_row, lane)] = turnover * joined_stock
            s[at(ROW.soil + land, lane)] = stock + entering - leaving
            s[at(input_row, lane)] = entering
            s[at(output_row, lane)] = leaving
            s[at(ROW.entered + SOIL, lane)] += entering
            s[at(ROW.left + SOIL, lane)] += leaving
