"""The starting state of a block: areas and cohorts of end-1989, dead organic matter and soil at their steady state.

Starting from litter statistics and a soil map instead would make Russia drift by more than half a gigatonne a year,
so every stratum starts where its own litter, fires, harvest and climate would hold it; one humification multiplier
per unit, kept for the whole run, meets the observed soil stock.
"""

from __future__ import annotations

from landsim.core import afforestation, climate_response, herd, managed_land, mineral_soil, rangeland
from landsim.core.compilation import at, lanes
from landsim.core.dead_organic_matter import mixed_share, slow_share, steady_stock
from landsim.core.forest import NATURAL, PLANTED
from landsim.core.lanes_cohorts import cohort_row, increment_row, record
from landsim.core.lanes_forest import (
    AG_FAST,
    AG_SLOW,
    AG_VERY_FAST,
    BG_FAST,
    BG_SLOW,
    BG_VERY_FAST,
    BRANCH_SNAG,
    MEDIUM,
    STEM,
    STEM_SNAG,
)
from landsim.core.lanes_land import GRASSLAND
from landsim.core.state import (
    INPUT,
    LANES,
    LUMP_AGES,
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

HUMIFICATION_PASSES = 12
HUMIFICATION_PRECISION = 2e-3


@lanes
def read_inputs(s, inputs, first, p, managed_scale):
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
        s[at(ROW.grazing_share, lane)] = inputs[INPUT.grazing_share, unit]
        s[at(ROW.burned_area_share, lane)] = inputs[INPUT.burned_area_share, unit]
        s[at(ROW.sheep_units_reference, lane)] = inputs[INPUT.sheep_units, unit]
        s[at(ROW.humification, lane)] = 1.0
        for stratum in range(N_STRATA):
            s[at(record(stratum) + REC.standing, lane)] = 1.0


@lanes
def tabulate(s, inputs, first, warming_low, warming_step, p):
    """Growth, decay and forage at a few steps of global warming: no exponentials in the yearly loop."""
    for node in range(N_NODES):
        warming = warming_low + node * warming_step
        for lane in range(LANES):
            unit = first + lane
            normal_t, normal_p = inputs[INPUT.temperature, unit], inputs[INPUT.precipitation, unit]
            temperature = normal_t + inputs[INPUT.warming, unit] * warming
            change = inputs[INPUT.precipitation_change, unit] * p.climate_precipitation_response_scale
            precipitation = max(0.0, normal_p * (1.0 + change * warming))
            s[at(ROW.node_growth + node, lane)] = climate_response.growth_factor(
                temperature,
                precipitation,
                normal_t,
                normal_p,
                p.climate_growth_temperature_response,
                p.climate_growth_precipitation_response,
                p.climate_growth_factor_low,
                p.climate_growth_factor_high,
            )
            s[at(ROW.node_litter + node, lane)] = climate_response.q10_factor(
                temperature, p.dead_organic_matter_q10_litter
            )
            s[at(ROW.node_wood + node, lane)] = climate_response.q10_factor(temperature, p.dead_organic_matter_q10_wood)
            s[at(ROW.node_forage + node, lane)] = rangeland.forage_production(temperature, precipitation)


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
        total = 0.0
        for lump in range(N_LUMPS):
            row = cohort_row(stratum, lump)
            lump_area = area * weights[stratum, lump]
            s[at(row, lane)] = lump_area
            s[at(row + 1, lane)] = lump_area * scale * tables.biomass[kind, LUMP_AGES[lump]]
            total += s[at(row + 1, lane)]
        s[at(record(stratum) + REC.biomass, lane)] = total
    table = increment_row(stratum)
    for age in range(N_AGES):
        for lane in range(LANES):
            kind = int(inputs[type_row, first + lane])
            s[at(table + age, lane)] = inputs[scale_row, first + lane] * tables.increment[kind, age]


@lanes
def start_soil_references(s, inputs, first, p):
    """Soil carbon of each land category from the unit's mean stock, and the reference that keeps it steady."""
    for lane in range(LANES):
        relative_total, land_area = 0.0, 0.0
        for land in range(N_LAND):
            area = s[at(ROW.area + land, lane)]
            relative_total += area * relative_soil(land, p)
            land_area += area
        density = inputs[INPUT.soil_carbon, first + lane] * land_area
        density = density / relative_total if relative_total > 0.0 else 0.0
        condition = s[at(ROW.condition, lane)]
        for land in range(N_LAND):
            factor = (
                mineral_soil.condition_factor(condition, p.mineral_soil_degraded_factor) if land == GRASSLAND else 1.0
            )
            own = density * relative_soil(land, p)
            s[at(ROW.soil_reference + land, lane)] = own / factor
            if land >= N_STRATA:
                s[at(ROW.soil + land, lane)] = own * s[at(ROW.area + land, lane)]


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


@lanes
def start_condition(s, ratio, recovery, slow_recovery, p):
    """Condition of the grass after some years under the herds of 1989, from full condition (no map of 1989 exists)."""
    need = herd.forage_need(p.herd_daily_hay, p.herd_hay_dry_matter)
    for lane in range(LANES):
        area = s[at(ROW.area + GRASSLAND, lane)]
        herd_units = s[at(ROW.sheep_units_reference, lane)] * ratio
        demand = herd.grazing_units(herd_units, s[at(ROW.grazing_share, lane)], area) * need
        full = area * s[at(ROW.forage, lane)] * s[at(ROW.proper_use, lane)]
        full *= p.rangeland_palatable_share * p.rangeland_use_scale
        condition = 0.999
        for _ in range(int(p.rangeland_start_years)):
            usable = rangeland.production_under_condition(full, condition, p.rangeland_degraded_production)
            pressure = rangeland.grazing_pressure(demand, usable)
            condition = rangeland.recovered_condition(
                condition, recovery, slow_recovery, p.rangeland_critical_condition
            )
            condition = rangeland.grazed_condition(condition, pressure, p.rangeland_overgrazing_loss)
        s[at(ROW.condition, lane)] = condition
        s[at(ROW.exclosed_condition, lane)] = condition
        s[at(ROW.sheep_units, lane)] = s[at(ROW.sheep_units_reference, lane)] * ratio


@lanes
def held_felling(s, lane, stratum, wanted, p):
    """Biomass felled each year at the start, tC, and what is still wanted, tC of product."""
    available = 0.0
    rotation = s[at(record(stratum) + REC.rotation, lane)]
    for lump in range(N_LUMPS):
        if LUMP_AGES[lump] >= rotation:
            available += s[at(cohort_row(stratum, lump) + 1, lane)]
    per_biomass = s[at(record(stratum) + REC.share + STEM, lane)] * p.harvest_product_share
    felled = min(available, wanted / per_biomass) if per_biomass > 0.0 else 0.0
    return felled, wanted - felled * per_biomass


@lanes
def steady_pools(s, lane, stratum, burned, killed, felled, h, p):
    """Nine pools of one stratum at the state that litter, fire and harvest of end-1989 would hold, tC."""
    base = record(stratum) + REC.pools
    tissue = record(stratum) + REC.share
    rate = record(stratum) + REC.turnover
    living = s[at(record(stratum) + REC.biomass, lane)]
    q_litter, q_wood = s[at(ROW.q_litter, lane)], s[at(ROW.q_wood, lane)]
    stem, foliage, branch = s[at(tissue, lane)], s[at(tissue + 1, lane)], s[at(tissue + 2, lane)]
    coarse, fine = 0.5 * s[at(tissue + 3, lane)], 0.5 * s[at(tissue + 4, lane)]
    coarse_in = coarse * (killed + felled + living * s[at(rate + 3, lane)])
    fine_in = fine * (killed + felled + living * s[at(rate + 4, lane)])
    branch_litter = living * branch * s[at(rate + 2, lane)]
    to_snag = p.dead_organic_matter_branch_litter_to_snag
    stem_fall, branch_fall = p.dead_organic_matter_stem_snag_fall, p.dead_organic_matter_branch_snag_fall
    air_litter, air_wood = p.dead_organic_matter_air_share_litter, p.dead_organic_matter_air_share_wood

    k = min(1.0, p.dead_organic_matter_stem_snag_decay * q_wood)
    dead_stem = killed * stem
    stem_snag = steady_stock(1.0 - stem_fall, dead_stem * (1.0 - stem_fall) + living * stem * s[at(rate, lane)], k)
    fallen_stem = stem_fall * (stem_snag + dead_stem)
    to_slow = (1.0 - air_wood) * k * ((stem_snag + dead_stem) * (1.0 - stem_fall) + living * stem * s[at(rate, lane)])

    k = min(1.0, p.dead_organic_matter_branch_snag_decay * q_wood)
    dead_branch = killed * branch
    branch_snag = steady_stock(1.0 - branch_fall, dead_branch * (1.0 - branch_fall) + branch_litter * to_snag, k)
    fallen_branch = branch_fall * (branch_snag + dead_branch)
    to_slow += (1.0 - air_wood) * k * ((branch_snag + dead_branch) * (1.0 - branch_fall) + branch_litter * to_snag)

    k = min(1.0, p.dead_organic_matter_medium_decay * q_wood)
    left = 1.0 - burned * p.fire_logs_burned
    entering = felled * stem * (1.0 - p.harvest_product_share) + fallen_stem
    medium = steady_stock(left, entering, k)
    to_slow += (1.0 - air_wood) * k * (medium * left + entering)

    k = min(1.0, p.dead_organic_matter_above_ground_fast_decay * q_wood)
    left = 1.0 - burned * p.fire_branches_burned
    entering = felled * branch + coarse_in + fallen_branch + branch_litter * (1.0 - to_snag)
    ag_fast = steady_stock(left, entering, k)
    to_slow += (1.0 - air_wood) * k * (ag_fast * left + entering)

    k = min(1.0, p.dead_organic_matter_above_ground_very_fast_decay * q_litter)
    left = 1.0 - burned * p.fire_litter_burned
    entering = (
        killed * foliage * (1.0 - p.fire_foliage_burned)
        + felled * foliage
        + living * foliage * s[at(rate + 1, lane)]
        + fine_in
    )
    ag_very_fast = steady_stock(left, entering, k)
    to_slow += (1.0 - air_litter) * k * (ag_very_fast * left + entering)

    k = min(1.0, p.dead_organic_matter_below_ground_fast_decay * q_wood)
    bg_fast = steady_stock(1.0, coarse_in, k)
    to_soil = slow_share(air_wood, h) * k * (bg_fast + coarse_in)
    k = min(1.0, p.dead_organic_matter_below_ground_very_fast_decay * q_wood)
    bg_very_fast = steady_stock(1.0, fine_in, k)
    to_soil += slow_share(air_wood, h) * k * (bg_very_fast + fine_in)

    k = min(1.0, p.dead_organic_matter_above_ground_slow_decay * q_litter)
    mixing = mixed_share(p.dead_organic_matter_mixing, h)
    left = 1.0 - burned * p.fire_humus_burned
    ag_slow = steady_stock(left, to_slow, 1.0 - (1.0 - k) * (1.0 - mixing))
    mixed = mixing * (ag_slow * left + to_slow) * (1.0 - k)
    k = p.dead_organic_matter_below_ground_slow_decay
    bg_slow = (to_soil * (1.0 - k) + mixed) / k

    s[at(base + AG_VERY_FAST, lane)] = ag_very_fast
    s[at(base + BG_VERY_FAST, lane)] = bg_very_fast
    s[at(base + AG_FAST, lane)] = ag_fast
    s[at(base + BG_FAST, lane)] = bg_fast
    s[at(base + MEDIUM, lane)] = medium
    s[at(base + AG_SLOW, lane)] = ag_slow
    s[at(base + BG_SLOW, lane)] = bg_slow
    s[at(base + STEM_SNAG, lane)] = stem_snag
    s[at(base + BRANCH_SNAG, lane)] = branch_snag
    return bg_slow + bg_very_fast, bg_slow


@lanes
def start_dead_matter(s, national_burned_area, kill_share, p):
    """Steady dead organic matter and soil of natural and planted forest; the humification multiplier of the unit."""
    for lane in range(LANES):
        area = s[at(ROW.area, lane)] + s[at(ROW.area + PLANTED, lane)]
        if area <= 0.0:
            continue
        burned = min(
            national_burned_area * s[at(ROW.burned_area_share, lane)] / area,
            p.fire_burned_share_limit,
        )
        felled_natural, rest = held_felling(s, lane, NATURAL, s[at(ROW.wanted, lane)], p)
        felled_planted, rest = held_felling(s, lane, PLANTED, rest, p)
        killed_natural = s[at(record(NATURAL) + REC.biomass, lane)] * burned * kill_share
        killed_planted = s[at(record(PLANTED) + REC.biomass, lane)] * burned * kill_share
        observed = area * s[at(ROW.soil_reference, lane)]
        h = 1.0
        for _ in range(HUMIFICATION_PASSES):
            soil_n, slow_n = steady_pools(s, lane, NATURAL, burned, killed_natural, felled_natural, h, p)
            soil_p, slow_p = steady_pools(s, lane, PLANTED, burned, killed_planted, felled_planted, h, p)
            slow = slow_n + slow_p
            s[at(ROW.humification, lane)] = h
            if slow <= 0.0:
                break
            wanted = h * max(0.0, observed - (soil_n + soil_p - slow)) / slow
            wanted = min(
                max(wanted, p.dead_organic_matter_humification_low), p.dead_organic_matter_humification_high
            )
            # The pools stand for the multiplier that they were made with.
            if abs(wanted - h) < HUMIFICATION_PRECISION * h:
                break
            h = wanted
