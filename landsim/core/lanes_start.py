"""The starting state of a block: areas, cohorts and biomass of end-1989, climate tables, condition of the grass.

Dead organic matter and soil of forest: lanes_dead_matter_start.py; soil outside forest: lanes_soil_start.py.
"""

from __future__ import annotations

import numpy as np

from landsim.core import afforestation, climate_response, herd, managed_land, rangeland
from landsim.core.cohort_rows import cohort_row, increment_row, record
from landsim.core.compilation import at, lanes
from landsim.core.forest import PLANTED, SHRUB
from landsim.core.lanes_land import GRASSLAND
from landsim.core.state import (
    CHOSEN_SPECIES,
    FIRST_PLANTING,
    INPUT,
    LANES,
    LUMP_AGES,
    MAXIMUM_YEARS,
    N_AGES,
    N_LAND,
    N_LUMPS,
    N_NODES,
    N_STRATA,
    N_TISSUES,
    REC,
    ROW,
    SCRATCH_ROWS,
)


@lanes
def read_inputs(s, inputs, first, p, managed_scale, grass_burned_share):
    """Areas and constants of the lanes; tables of growth, decay and forage over global warming come from `tabulate`."""
    for i in range(SCRATCH_ROWS):
        for lane in range(LANES):
            s[at(i, lane)] = 0.0
    for lane in range(LANES):
        unit = first + lane
        total = inputs[INPUT.inland_water, unit]
        for land in range(N_LAND):
            s[at(ROW.area + land, lane)] = inputs[land, unit]
            total += inputs[land, unit]
        s[at(ROW.inland_water, lane)] = inputs[INPUT.inland_water, unit]
        s[at(ROW.unit_area, lane)] = total
        aridity = inputs[INPUT.aridity, unit]
        s[at(ROW.managed, lane)] = managed_land.managed_share(inputs[INPUT.managed, unit], managed_scale)
        s[at(ROW.survival, lane)] = afforestation.survival(
            aridity,
            p.afforestation_survival_arid,
            p.afforestation_survival_semiarid,
            p.afforestation_survival_dry_subhumid,
            p.afforestation_survival_humid,
        )
        s[at(ROW.proper_use, lane)] = rangeland.proper_use(
            aridity,
            p.rangeland_proper_use_desert,
            p.rangeland_proper_use_steppe,
            p.rangeland_proper_use_meadow,
        )
        s[at(ROW.zone_desert, lane)] = rangeland.in_desert(aridity)
        s[at(ROW.zone_meadow, lane)] = rangeland.in_meadow(aridity)
        s[at(ROW.grass_burned_share, lane)] = grass_burned_share
        s[at(ROW.grazing_share, lane)] = inputs[INPUT.grazing_share, unit]
        s[at(ROW.burned_area_share, lane)] = inputs[INPUT.burned_area_share, unit]
        s[at(ROW.insect_area_share, lane)] = inputs[INPUT.insect_area_share, unit]
        s[at(ROW.sheep_units_reference, lane)] = inputs[INPUT.sheep_units, unit]
        s[at(ROW.humification, lane)] = 1.0
        s[at(ROW.share_without_co2, lane)] = 1.0
        s[at(ROW.share_without_co2 + 1, lane)] = 1.0
        s[at(ROW.soil_response, lane)] = inputs[INPUT.soil_response, unit]
        for power in range(4):
            s[at(ROW.soil_decay + power, lane)] = inputs[INPUT.soil_decay_0 + power, unit]
        s[at(ROW.dieback, lane)] = afforestation.dieback_share(
            aridity, p.afforestation_dieback_rate, p.afforestation_dieback_aridity
        )
        for place in range(N_LAND - N_STRATA):
            s[at(ROW.joined_left + place, lane)] = 1.0
        for stratum in range(N_STRATA):
            s[at(record(stratum) + REC.standing, lane)] = 1.0


@lanes
def tabulate(s, inputs, first, warming_low, warming_step, decay_scale, forest_response, p):
    """Growth, decay and forage at a few steps of global warming: no exponentials in the yearly loop."""
    for node in range(N_NODES):
        warming = warming_low + node * warming_step
        for lane in range(LANES):
            unit = first + lane
            normal_t, normal_p = inputs[INPUT.temperature, unit], inputs[INPUT.precipitation, unit]
            temperature = normal_t + inputs[INPUT.warming, unit] * warming
            change = inputs[INPUT.precipitation_change, unit] * p.climate_precipitation_response_scale
            precipitation = max(0.0, normal_p * (1.0 + change * warming))
            growth = climate_response.growth_factor(
                temperature,
                precipitation,
                normal_t,
                normal_p,
                p.climate_growth_temperature_response,
                p.climate_growth_precipitation_response,
                p.climate_growth_factor_low,
                p.climate_growth_factor_high,
            )
            s[at(ROW.node_growth + node, lane)] = climate_response.shown_factor(growth, forest_response)
            s[at(ROW.node_litter + node, lane)] = decay_scale * climate_response.q10_factor(
                temperature, p.dead_organic_matter_q10_litter
            )
            s[at(ROW.node_wood + node, lane)] = decay_scale * climate_response.q10_factor(
                temperature, p.dead_organic_matter_q10_wood
            )
            forage = rangeland.forage_production(temperature, precipitation)
            s[at(ROW.node_forage + node, lane)] = forage * inputs[INPUT.forage_scale, unit]


@lanes
def start_cohorts(s, inputs, first, stratum, tables, weights):
    """Cohorts, biomass, growth table and tissue constants of one stratum."""
    scale_row, type_row = INPUT.natural_scale + stratum, INPUT.natural_type + stratum
    for lane in range(LANES):
        unit = first + lane
        kind = int(inputs[type_row, unit])
        scale = inputs[scale_row, unit]
        area = inputs[stratum, unit]
        form = tables.form[kind]
        s[at(record(stratum) + REC.rotation, lane)] = tables.rotation[kind]
        for tissue in range(N_TISSUES):
            s[at(record(stratum) + REC.share + tissue, lane)] = tables.share[form, tissue]
            s[at(record(stratum) + REC.turnover + tissue, lane)] = tables.turnover[form, tissue]
            s[at(record(stratum) + REC.litter_rate, lane)] += tables.share[form, tissue] * tables.turnover[form, tissue]
        total = 0.0
        for lump in range(N_LUMPS):
            row = cohort_row(stratum, lump)
            lump_area = area * weights[stratum, lump]
            s[at(row, lane)] = lump_area
            s[at(row + 1, lane)] = lump_area * scale * tables.biomass[kind, LUMP_AGES[lump]]
            total += s[at(row + 1, lane)]
        s[at(record(stratum) + REC.biomass, lane)] = total
        s[at(ROW.kept_forest, lane)] += area if stratum != SHRUB else 0.0
    table = increment_row(stratum)
    for age in range(N_AGES):
        for lane in range(LANES):
            # Unsigned: without a test for a negative index the loop takes several lanes at once.
            curve = np.uint64(int(inputs[type_row, first + lane]))
            s[at(table + age, lane)] = inputs[scale_row, first + lane] * tables.increment[curve, age]
    if stratum == PLANTED:
        start_chosen_species(s, inputs, first, tables)


@lanes
def start_chosen_species(s, inputs, first, tables):
    """Increments of what is planted from FIRST_PLANTING on: a mean of the planted type and the species chosen."""
    own, table = increment_row(PLANTED), ROW.chosen_increment
    for age in range(MAXIMUM_YEARS - FIRST_PLANTING):
        for lane in range(LANES):
            s[at(table + age, lane)] = s[at(own + age, lane)]
    for slot in range(CHOSEN_SPECIES):
        type_row, scale_row, share_row = (
            INPUT.species_type_1 + 3 * slot, INPUT.species_scale_1 + 3 * slot, INPUT.species_share_1 + 3 * slot,
        )  # fmt: skip
        for lane in range(LANES):
            share = inputs[share_row, first + lane]
            # Few blocks have any: they shall not pay for the others.
            if share > 0.0:
                kind = int(inputs[type_row, first + lane])
                scale = inputs[scale_row, first + lane]
                for age in range(MAXIMUM_YEARS - FIRST_PLANTING):
                    instead = scale * tables.increment[kind, age] - s[at(own + age, lane)]
                    s[at(table + age, lane)] += share * instead


@lanes
def start_condition(s, ratio, recovery, slow_recovery, p):
    """Condition of the grass after some years under the herds of 1989, from full condition (no map of 1989 exists)."""
    need = herd.forage_need(p.herd_daily_hay, p.herd_hay_dry_matter)
    demand_row, full_row = ROW.move, ROW.fraction
    for lane in range(LANES):
        area = s[at(ROW.area + GRASSLAND, lane)]
        herd_units = s[at(ROW.sheep_units_reference, lane)] * ratio
        s[at(ROW.sheep_units, lane)] = herd_units
        grazed = rangeland.grazed_area(area, 0.0, s[at(ROW.area + N_LAND - 1, lane)], p.rangeland_sparse_share)
        s[at(demand_row, lane)] = herd.grazing_units(herd_units, s[at(ROW.grazing_share, lane)], grazed) * need
        full = grazed * s[at(ROW.forage, lane)] * s[at(ROW.proper_use, lane)]
        full *= 1.0 - s[at(ROW.grass_burned_share, lane)]
        s[at(full_row, lane)] = full * p.rangeland_palatable_share * p.rangeland_use_scale
        s[at(ROW.condition, lane)] = 0.999
    for _ in range(int(p.rangeland_start_years)):
        for lane in range(LANES):
            condition = s[at(ROW.condition, lane)]
            usable = rangeland.production_under_condition(
                s[at(full_row, lane)], condition, p.rangeland_degraded_production
            )
            pressure = rangeland.grazing_pressure(s[at(demand_row, lane)], usable)
            after = rangeland.recovered_condition(condition, recovery, slow_recovery, p.rangeland_critical_condition)
            after = rangeland.grazed_condition(after, pressure, p.rangeland_overgrazing_loss)
            s[at(ROW.condition, lane)] = rangeland.remaining_condition(condition, after, p.rangeland_lowest_condition)
    for lane in range(LANES):
        s[at(ROW.exclosed_condition, lane)] = s[at(ROW.condition, lane)]
        area = s[at(ROW.area + GRASSLAND, lane)]
        grazed = rangeland.grazed_area(area, 0.0, s[at(ROW.area + N_LAND - 1, lane)], p.rangeland_sparse_share)
        grown = grazed * rangeland.production_under_condition(
            s[at(ROW.forage, lane)], s[at(ROW.condition, lane)], p.rangeland_degraded_production
        )
        intake = min(s[at(demand_row, lane)], p.rangeland_maximum_use * grown)
        s[at(ROW.eaten_share, lane)] = rangeland.eaten_share(intake, grown)
