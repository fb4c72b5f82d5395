"""Loops over the lanes of a block for net primary production. Equations are in net_primary_production.py."""

from __future__ import annotations

from landsim.core import grass_management, net_primary_production, rangeland
from landsim.core.cohort_rows import record
from landsim.core.compilation import apart, at, lanes
from landsim.core.forest import NATURAL, PLANTED
from landsim.core.rangeland import CARBON_IN_GRASS
from landsim.core.state import DRIVER, FLUX, GRASS_MODIFIERS, LAND, LANES, PRODUCTION, REC, ROW

GRASSLAND = LAND.index("grassland")
MORE_GROWTH = GRASS_MODIFIERS.index("growth")
OF_FOREST, OF_GRASS = PRODUCTION.index("forest"), PRODUCTION.index("grassland")
AREA, BIOMASS, GROWN, LITTER = range(4)  # of old stands
OLD, YOUNG = 0, 1


@lanes
def litter_of(s, stratum, lane):
    """Litter that trees of a stratum replace in the year, in the unit of their cohorts' sums."""
    base = record(stratum)
    return s[at(base + REC.litter_rate, lane)] * (s[at(base + REC.biomass, lane)] - 0.5 * s[at(base + REC.grown, lane)])


@apart
def note_old_stands(s):
    """Sums of what stood at the start, once those cohorts have grown and before the others do."""
    natural, planted = record(NATURAL), record(PLANTED)
    for lane in range(LANES):
        of_natural, of_planted = s[at(natural + REC.standing, lane)], s[at(planted + REC.standing, lane)]
        s[at(ROW.old_stands + AREA, lane)] = (
            of_natural * s[at(natural + REC.cohort_area, lane)] + of_planted * s[at(planted + REC.cohort_area, lane)]
        )
        s[at(ROW.old_stands + BIOMASS, lane)] = (
            of_natural * s[at(natural + REC.biomass, lane)] + of_planted * s[at(planted + REC.biomass, lane)]
        )
        s[at(ROW.old_stands + GROWN, lane)] = (
            of_natural * s[at(natural + REC.grown, lane)] + of_planted * s[at(planted + REC.grown, lane)]
        )
        s[at(ROW.old_stands + LITTER, lane)] = of_natural * litter_of(s, NATURAL, lane) + of_planted * litter_of(
            s, PLANTED, lane
        )


@lanes
def stand_production(s, which, lane, biomass, grown, litter):
    """Production of old or young stands without CO2's effect, tC/yr; steps the share of biomass that is without it."""
    co2_factor, row = s[at(ROW.forest_co2_factor, lane)], at(ROW.share_without_co2 + which, lane)
    share = net_primary_production.biomass_share_without_co2(s[row], biomass - grown, grown, co2_factor)
    s[row] = share
    return net_primary_production.production_of_stands(grown, litter, share, co2_factor)


@apart
def note_forest_production(s):
    """Production of forest that has been forest from the start, after growth of all stands; shrubs are left out."""
    natural, planted = record(NATURAL), record(PLANTED)
    for lane in range(LANES):
        before = s[at(natural + REC.area_before, lane)] + s[at(planted + REC.area_before, lane)]
        cleared = s[at(natural + REC.area_before, lane)] * min(1.0, s[at(natural + REC.loss, lane)])
        cleared += s[at(planted + REC.area_before, lane)] * min(1.0, s[at(planted + REC.loss, lane)])
        kept = s[at(ROW.kept_forest, lane)] * (1.0 - (cleared / before if before > 0.0 else 0.0))
        s[at(ROW.kept_forest, lane)] = kept
        old_area, biomass = s[at(ROW.old_stands + AREA, lane)], s[at(ROW.old_stands + BIOMASS, lane)]
        grown, litter = s[at(ROW.old_stands + GROWN, lane)], s[at(ROW.old_stands + LITTER, lane)]
        area = s[at(natural + REC.cohort_area, lane)] + s[at(planted + REC.cohort_area, lane)]
        all_biomass = s[at(natural + REC.biomass, lane)] + s[at(planted + REC.biomass, lane)]
        all_grown = s[at(natural + REC.grown, lane)] + s[at(planted + REC.grown, lane)]
        all_litter = litter_of(s, NATURAL, lane) + litter_of(s, PLANTED, lane)
        old = stand_production(s, OLD, lane, biomass, grown, litter)
        young = stand_production(
            s, YOUNG, lane, max(0.0, all_biomass - biomass), max(0.0, all_grown - grown), max(0.0, all_litter - litter)
        )
        s[at(ROW.forest_production, lane)] = net_primary_production.mean_of_kept_forest(
            old, young, old_area, max(0.0, area - old_area), kept
        )


@apart
def report_production(s, production, year, first, driver, p):
    """Production of a hectare of forest and of grass in every unit, tC/ha/yr."""
    desert, steppe, meadow = driver[DRIVER.forage_desert], driver[DRIVER.forage_steppe], driver[DRIVER.forage_meadow]
    for lane in range(LANES):
        production[OF_FOREST, year, first + lane] = s[at(ROW.forest_production, lane)]
    for lane in range(LANES):
        area = s[at(ROW.area + GRASSLAND, lane)]
        closed = s[at(ROW.flux + FLUX.exclosed_area, lane)] / area if area > 0.0 else 0.0
        forage = s[at(ROW.forage, lane)] / s[at(ROW.co2_factor, lane)]
        forage *= rangeland.weather_factor(
            s[at(ROW.zone_desert, lane)], s[at(ROW.zone_meadow, lane)], desert, steppe, meadow
        )
        of_open, of_closed = (
            rangeland.production_under_condition(1.0, s[at(ROW.condition, lane)], p.rangeland_degraded_production),
            rangeland.production_under_condition(
                1.0, s[at(ROW.exclosed_condition, lane)], p.rangeland_degraded_production
            ),
        )
        more = grass_management.changed(1.0, s[at(ROW.grass_modifier + MORE_GROWTH, lane)]) - 1.0
        roots, loss = p.mineral_soil_roots_of_leaves, p.mineral_soil_root_loss
        grown = (1.0 - closed) * net_primary_production.production_of_grass(forage, of_open, more, roots, loss)
        grown += closed * net_primary_production.production_of_grass(forage, of_closed, 0.0, roots, loss)
        production[OF_GRASS, year, first + lane] = CARBON_IN_GRASS * grown if area > 0.0 else 0.0
