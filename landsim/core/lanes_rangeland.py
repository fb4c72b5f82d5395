"""Loops over the lanes of a block for grazing. Equations are in rangeland.py, herd.py, grass_fire.py."""

from __future__ import annotations

from landsim.core import grass_fire, grass_management, herd, rangeland
from landsim.core.compilation import apart, at, lanes
from landsim.core.lanes_grass_care import FEWER_ANIMALS, FODDER, LESS_FIRE, MORE_GROWTH, MORE_SOIL, MORE_USABLE
from landsim.core.lanes_land import GRASSLAND
from landsim.core.lanes_soil import grass_litter
from landsim.core.rangeland import CARBON_IN_GRASS
from landsim.core.state import CONDITION_FLOORS, DRIVER, FLUX, LAND, LANES, N_STRATA, ROW

OTHER_LAND = LAND.index("other_land")
FULL, SLIGHT, MODERATE, HEAVY = CONDITION_FLOORS[:4]
LONG_YEARS = 10.0  # overgrazed for longer than this counts as long
LIGHT_PRESSURE = 0.5


@lanes
def close_to_grazing(s, share, row, quantity):
    """Exclosure: grassland taken out of grazing keeps the condition that it had and recovers from there."""
    total = 0.0
    for lane in range(LANES):
        closed = s[at(ROW.exclosed_area, lane)]
        area = max(0.0, min(share[row, lane] * quantity, s[at(ROW.area + GRASSLAND, lane)] - closed))
        after = closed + area
        mixed = s[at(ROW.exclosed_condition, lane)] * closed + s[at(ROW.condition, lane)] * area
        s[at(ROW.exclosed_condition, lane)] = mixed / after if after > 0.0 else s[at(ROW.condition, lane)]
        s[at(ROW.exclosed_area, lane)] = after
        total += area
    return total


@lanes
def stock_rangeland(s, ratio, p):
    """Herd of the year before any cap, sheep units, and the part of it that lives on open grassland.

    Animals of closed land are fed elsewhere, so closing land does not raise what is demanded of the open land.
    """
    for lane in range(LANES):
        area = s[at(ROW.area + GRASSLAND, lane)]
        open_share = 1.0 - min(area, s[at(ROW.exclosed_area, lane)]) / area if area > 0.0 else 0.0
        whole = s[at(ROW.sheep_units_reference, lane)] * ratio
        sheep_units = grass_management.changed(whole, -s[at(ROW.grass_modifier + FEWER_ANIMALS, lane)])
        s[at(ROW.grass_base + FEWER_ANIMALS, lane)] = whole
        s[at(ROW.sheep_units, lane)] = sheep_units
        s[at(ROW.grazing_units, lane)] = open_share * herd.grazing_units(
            sheep_units,
            s[at(ROW.grazing_share, lane)],
            rangeland.grazed_area(area, 0.0, s[at(ROW.area + OTHER_LAND, lane)], p.rangeland_sparse_share),
        )
        s[at(ROW.flux + FLUX.sheep_units_without_cap, lane)] = whole


@lanes
def grow_forage(s, driver, p):
    """Usable forage on grassland open to grazing, t dm/yr (flux row), and what grows there (work row `move`)."""
    scale = p.rangeland_palatable_share * p.rangeland_use_scale
    desert, steppe, meadow = driver[DRIVER.forage_desert], driver[DRIVER.forage_steppe], driver[DRIVER.forage_meadow]
    for lane in range(LANES):
        grazed = rangeland.grazed_area(
            s[at(ROW.area + GRASSLAND, lane)],
            s[at(ROW.exclosed_area, lane)],
            s[at(ROW.area + OTHER_LAND, lane)],
            p.rangeland_sparse_share,
        )
        usual = grazed * rangeland.production_under_condition(
            s[at(ROW.forage, lane)],
            s[at(ROW.condition, lane)],
            p.rangeland_degraded_production,
        )
        usual *= rangeland.weather_factor(
            s[at(ROW.zone_desert, lane)], s[at(ROW.zone_meadow, lane)], desert, steppe, meadow
        )
        grown = grass_management.changed(usual, s[at(ROW.grass_modifier + MORE_GROWTH, lane)])
        burned = grass_management.changed(
            s[at(ROW.grass_burned_share, lane)], -s[at(ROW.grass_modifier + LESS_FIRE, lane)]
        )
        standing = grown * scale * s[at(ROW.proper_use, lane)] * (1.0 - burned)
        s[at(ROW.grass_base + MORE_GROWTH, lane)] = usual
        s[at(ROW.grass_base + MORE_USABLE, lane)] = standing
        s[at(ROW.move, lane)] = grown
        s[at(ROW.fraction, lane)] = burned
        s[at(ROW.flux + FLUX.usable_forage, lane)] = grass_management.changed(
            standing, s[at(ROW.grass_modifier + MORE_USABLE, lane)]
        )


@lanes
def cap_herd(s, share, row, quantity, level, p):
    """Grass-livestock balance: the herd above the cap is taken off on the covered share of the grassland.

    Returns hectares covered and sheep units removed.
    """
    covered_total, removed_total = 0.0, 0.0
    need = herd.forage_need(p.herd_daily_hay, p.herd_hay_dry_matter)
    for lane in range(LANES):
        area = grass_management.measured_area(s[at(ROW.area + GRASSLAND, lane)])
        covered = grass_management.covered_share(share[row, lane] * quantity, area)
        # Fodder feeds its share of the animals, so the grass carries more of them.
        grazed = max(1e-9, 1.0 - s[at(ROW.grass_modifier + FODDER, lane)])
        capacity = s[at(ROW.flux + FLUX.usable_forage, lane)] / (need * grazed)
        removed = herd.capped_removal(s[at(ROW.grazing_units, lane)], capacity, covered, level)
        s[at(ROW.grazing_units, lane)] -= removed
        s[at(ROW.sheep_units, lane)] -= removed
        covered_total += covered * area
        removed_total += removed
    return covered_total, removed_total


@lanes
def burn_and_classify(s, p):
    """Grass that burns, what enters the soil relative to the reference, hectares by condition and by pressure."""
    for lane in range(LANES):
        area = s[at(ROW.area + GRASSLAND, lane)]
        closed = s[at(ROW.flux + FLUX.exclosed_area, lane)]
        burned = s[at(ROW.fraction, lane)]
        # On closed land nothing is eaten; it grows as its own condition lets it, and burns like the rest.
        closed_growth = closed * rangeland.production_under_condition(
            s[at(ROW.forage, lane)], s[at(ROW.exclosed_condition, lane)], p.rangeland_degraded_production
        )
        grown = s[at(ROW.move, lane)] + closed_growth
        matter = grass_fire.burned_matter(
            grown, s[at(ROW.flux + FLUX.forage_intake, lane)], burned, p.grass_fire_combustion
        )
        s[at(ROW.flux + FLUX.grass_fire_carbon, lane)] = matter * CARBON_IN_GRASS
        s[at(ROW.flux + FLUX.grass_burned_area, lane)] = area * burned
        s[at(ROW.grass_base + LESS_FIRE, lane)] = area * s[at(ROW.grass_burned_share, lane)]
        factor = grass_litter(s, lane, closed / area if area > 0.0 else 0.0, burned, p)
        # Litter follows the forage that the year's climate lets grow, where the soil responds to climate at all.
        start = s[at(ROW.forage_start, lane)]
        more = s[at(ROW.forage, lane)] / start - 1.0 if start > 0.0 else 0.0
        factor *= 1.0 + s[at(ROW.soil_response, lane)] * more
        s[at(ROW.grass_soil_factor, lane)] = grass_management.changed(
            factor, s[at(ROW.grass_modifier + MORE_SOIL, lane)]
        )
        s[at(ROW.grass_base + MORE_SOIL, lane)] = factor * s[at(ROW.soil_input + GRASSLAND - N_STRATA, lane)] * area
    classify(s)


@lanes
def add_to_class(s, lane, condition, area):
    """Hectares of one condition into its class."""
    s[at(ROW.flux + FLUX.grass_full, lane)] += area if condition >= FULL else 0.0
    s[at(ROW.flux + FLUX.grass_slightly_degraded, lane)] += area if SLIGHT <= condition < FULL else 0.0
    s[at(ROW.flux + FLUX.grass_moderately_degraded, lane)] += area if MODERATE <= condition < SLIGHT else 0.0
    s[at(ROW.flux + FLUX.grass_heavily_degraded, lane)] += area if HEAVY <= condition < MODERATE else 0.0
    s[at(ROW.flux + FLUX.grass_fully_degraded, lane)] += area if condition < HEAVY else 0.0


@apart
def classify(s):
    """Hectares by class of condition, and open grassland by pressure."""
    for row in range(FLUX.grass_full, FLUX.grass_fully_degraded + 1):
        for lane in range(LANES):
            s[at(ROW.flux + row, lane)] = 0.0
    for lane in range(LANES):
        closed = s[at(ROW.flux + FLUX.exclosed_area, lane)]
        open_area = s[at(ROW.area + GRASSLAND, lane)] - closed
        pressure = s[at(ROW.pressure, lane)]
        years = s[at(ROW.overgrazed_years, lane)] + 1.0 if pressure > 1.0 else 0.0
        add_to_class(s, lane, s[at(ROW.condition, lane)], open_area)
        add_to_class(s, lane, s[at(ROW.exclosed_condition, lane)], closed)
        s[at(ROW.overgrazed_years, lane)] = years
        s[at(ROW.flux + FLUX.overgrazed_area, lane)] = open_area if years > 0.0 else 0.0
        s[at(ROW.flux + FLUX.long_overgrazed_area, lane)] = open_area if years > LONG_YEARS else 0.0
        s[at(ROW.flux + FLUX.lightly_grazed_area, lane)] = open_area if pressure < LIGHT_PRESSURE else 0.0


@lanes
def graze(s, recovery_factor, slow_recovery_factor, p):
    """Grazing pressure, intake, what they do to the condition of the grass, and what of it burns."""
    need = herd.forage_need(p.herd_daily_hay, p.herd_hay_dry_matter)
    for lane in range(LANES):
        area = s[at(ROW.area + GRASSLAND, lane)]
        closed = min(area, s[at(ROW.exclosed_area, lane)])
        wanted = s[at(ROW.grazing_units, lane)] * need
        demand = grass_management.changed(wanted, -s[at(ROW.grass_modifier + FODDER, lane)])
        usable = s[at(ROW.flux + FLUX.usable_forage, lane)]
        pressure = rangeland.grazing_pressure(demand, usable)
        intake = min(demand, p.rangeland_maximum_use * s[at(ROW.move, lane)])
        before = s[at(ROW.condition, lane)]
        condition = rangeland.recovered_condition(
            before, recovery_factor, slow_recovery_factor, p.rangeland_critical_condition
        )
        condition = rangeland.grazed_condition(condition, pressure, p.rangeland_overgrazing_loss)
        s[at(ROW.condition, lane)] = rangeland.remaining_condition(before, condition, p.rangeland_lowest_condition)
        s[at(ROW.exclosed_condition, lane)] = rangeland.recovered_condition(
            s[at(ROW.exclosed_condition, lane)],
            recovery_factor,
            slow_recovery_factor,
            p.rangeland_critical_condition,
        )
        s[at(ROW.grass_base + FODDER, lane)] = wanted
        s[at(ROW.eaten_share, lane)] = rangeland.eaten_share(intake, s[at(ROW.move, lane)])
        s[at(ROW.pressure, lane)] = pressure
        s[at(ROW.carrying_capacity, lane)] = usable / need
        s[at(ROW.flux + FLUX.forage_demand, lane)] = demand
        s[at(ROW.flux + FLUX.forage_intake, lane)] = intake
        s[at(ROW.flux + FLUX.forage_unmet, lane)] = demand - intake
        s[at(ROW.flux + FLUX.sheep_units, lane)] = s[at(ROW.sheep_units, lane)]
        share_closed = closed / area if area > 0.0 else 0.0
        mean_condition = (
            share_closed * s[at(ROW.exclosed_condition, lane)] + (1.0 - share_closed) * s[at(ROW.condition, lane)]
        )
        s[at(ROW.flux + FLUX.condition_area, lane)] = area * mean_condition
        s[at(ROW.flux + FLUX.exclosed_area, lane)] = closed
    burn_and_classify(s, p)
