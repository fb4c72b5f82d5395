"""The order of processes, and the only loop over blocks of units and years.

Each block of LANES units goes through all its years while its state lies in cache; nothing in it looks at another
unit, so blocks may run in any order and on any number of threads.
"""

from __future__ import annotations

import math

from landsim.core import lanes_budget as books
from landsim.core import lanes_clearing as clearing
from landsim.core import lanes_cohorts as cohorts
from landsim.core import lanes_converted as converted
from landsim.core import lanes_dead_matter_start as dead_start
from landsim.core import lanes_disturbance as disturbance
from landsim.core import lanes_forest as woods
from landsim.core import lanes_grass_care as grass_care
from landsim.core import lanes_land as land
from landsim.core import lanes_production as production
from landsim.core import lanes_rangeland as grass
from landsim.core import lanes_soil as soils
from landsim.core import lanes_soil_care as soil_care
from landsim.core import lanes_soil_start as soil_start
from landsim.core import lanes_start as start
from landsim.core.cohort_rows import record
from landsim.core.compilation import apart, at, borrowed, bounded, kernel, lanes
from landsim.core.forest import NATURAL, PLANTED, SHRUB
from landsim.core.lanes_cohorts import TO_NATURAL, TO_PLANTED
from landsim.core.lanes_disturbance import (
    FEWER_INSECTS,
    FIRE,
    HARVEST,
    INSECTS,
    LESS_FIRE,
    LESS_HARVEST,
    MORE_INCREMENT,
    WOOD_OF_TREES,
)
from landsim.core.lanes_forest import STEM
from landsim.core.mineral_soil import RISING_BEFORE
from landsim.core.state import (
    DRIVER,
    EXCLOSURE,
    FLUX,
    GRASS_MODIFICATION,
    GRASS_MODIFIERS,
    HARVEST_CAP,
    HERD_CAP,
    LANES,
    MAXIMUM_YEARS,
    MODIFICATION,
    MODIFIERS,
    N_LAND,
    N_NODES,
    N_STRATA,
    REC,
    RECLASSIFICATION,
    ROW,
    SOIL_MODIFICATION,
    SOIL_MODIFIERS,
    SURVIVE_BY_ARIDITY,
    TRANSITION,
)


@lanes
def advance_year(s, block, year, run, rows, events, out, p):
    """One year of one block: the processes, in order."""
    country = run.block_country[block]
    driver = run.drivers[country, year]

    land.begin_year(s, year)
    response = run.forest_response[country]
    land.read_climate(s, bounded(run.node[year], N_NODES - 1), run.weight[year], driver[DRIVER.co2_factor], response)
    soils.read_decay(s, driver[DRIVER.global_warming])
    apply_land_use_change(s, block, year, rows, events, out, p)
    disturbance.read_harvest_share(s, run.harvest_share[year // 10], block)
    apply_modifications(s, block, year, run, rows, out)
    disturbance.burn(s, driver[DRIVER.burned_area], p.fire_burned_share_limit)
    disturbance.infest(s, driver[DRIVER.insect_area], events.killed[country, FIRE], p.insects_killed_share_limit)
    disturbance.want_products(s, driver[DRIVER.product_carbon])
    apply_harvest_caps(s, block, year, rows, events, country, out)
    disturb_forest(s, block, year, country, run, events)
    clearing.lose_plantations(s, year, events, p)
    converted_forest = not run.only_wood and cohorts.any_converted(s)
    restocks = plan_restocking(s, block, year, rows, out)
    if restocks:
        cohorts.grow_and_restock(s, year, converted_forest)
    elif run.present[block, NATURAL] or run.present[block, PLANTED]:
        cohorts.grow_forest(s, year, converted_forest)
    if run.present[block, SHRUB]:
        cohorts.grow_shrub(s, year, converted_forest)
    if not run.only_wood:
        if run.present[block, NATURAL]:
            woods.decay(s, NATURAL, p)
        if run.present[block, PLANTED]:
            woods.decay(s, PLANTED, p)
        if run.present[block, SHRUB]:
            woods.decay(s, SHRUB, p)
        woods.decay_converted(s, converted_forest, p)
        if run.present[block, NATURAL] or run.present[block, PLANTED] or run.present[block, SHRUB]:
            clearing.decay_residue(s, p)
    report_extra_growth(s, block, year, rows, out)
    if restocks:
        cohorts.restock_records(s)
    disturbance.report_unmet(s)
    if not run.only_wood:
        grass.stock_rangeland(s, driver[DRIVER.herd_ratio], p)
        grass.grow_forage(s, driver, p)
        apply_herd_caps(s, block, year, rows, out, p)
        grass.graze(s, run.recovery, run.slow_recovery, p)
        report_grassland(s, block, year, rows, out)
        exchange_soil(s, block, year, run, rows, out, p)
        converted.note_conversion(s, year)
        books.close_books(s, year)


@lanes
def disturb_forest(s, block, year, country, run, events):
    """Clearing, fire, insects and harvest of the year in every stratum that the block has."""
    if run.present[block, NATURAL]:
        disturb_natural(s, year, country, events)
    if run.present[block, PLANTED]:
        disturb_planted(s, year, country, events)
    if run.present[block, SHRUB]:
        disturb_shrub(s, year, country, events)


@lanes
def disturb_stratum(s, stratum, year, country, events):
    """What clearing, fire, insects and harvest of the year do to one forest stratum."""
    base = record(stratum)
    land.settle_forest(s, stratum)
    if stratum != SHRUB:
        killed = events.killed[country, FIRE]
        disturbance.kill(s, stratum, FIRE, base + REC.burned, killed, country, events, FLUX.fire_carbon)
        disturbance.kill(s, stratum, INSECTS, base + REC.infested, 1.0, country, events, FLUX.insect_carbon)
    cohorts.stand_losses(s, stratum, year)
    cohorts.fell_oldest(s, stratum, year, events.share[country, HARVEST, STEM, WOOD_OF_TREES])
    disturbance.leave_slash(s, stratum, country, events)
    cohorts.plant_newborn(s, stratum, year)


@apart
def disturb_natural(s, year, country, events):
    """Clearing, fire, insects and harvest in natural forest."""
    disturb_stratum(s, NATURAL, bounded(year, MAXIMUM_YEARS), country, events)


@apart
def disturb_planted(s, year, country, events):
    """Clearing, fire, insects and harvest in planted forest."""
    disturb_stratum(s, PLANTED, bounded(year, MAXIMUM_YEARS), country, events)


@apart
def disturb_shrub(s, year, country, events):
    """Clearing of planted shrubs; fire, insects and harvest leave them alone."""
    disturb_stratum(s, SHRUB, bounded(year, MAXIMUM_YEARS), country, events)


@lanes
def plan_restocking(s, block, year, rows, out):
    """What the plan restocks this year and what each of its rows reaches; whether there is anything to restock."""
    wanted = want_restocking(s, block, year, rows)
    if wanted:
        cohorts.share_restocking(s)
        report_restocking(s, block, year, rows, out)
    return wanted


@lanes
def want_restocking(s, block, year, rows):
    """Hectares that the plan restocks between natural and planted forest this year, by lane; whether there are any."""
    found = False
    first, last = rows.pointer[block, RECLASSIFICATION], rows.pointer[block, RECLASSIFICATION + 1]
    for slot in range(first, last):
        row = rows.row[slot]
        quantity = rows.cumulative[row, year + 1] - rows.cumulative[row, year]
        if quantity > 0.0:
            found = True
            direction = TO_NATURAL if rows.source[row] == PLANTED else TO_PLANTED
            for lane in range(LANES):
                s[at(ROW.restocking + direction, lane)] += rows.share[slot, lane] * quantity
    return found


@lanes
def report_restocking(s, block, year, rows, out):
    """Hectares restocked by each row of the plan: its part of what changed over in each lane."""
    first, last = rows.pointer[block, RECLASSIFICATION], rows.pointer[block, RECLASSIFICATION + 1]
    for slot in range(first, last):
        row = rows.row[slot]
        quantity = rows.cumulative[row, year + 1] - rows.cumulative[row, year]
        if quantity > 0.0:
            direction = TO_NATURAL if rows.source[row] == PLANTED else TO_PLANTED
            placed = 0.0
            for lane in range(LANES):
                placed += rows.share[slot, lane] * quantity * s[at(ROW.restocking + direction, lane)]
            out.placed[slot, year] = placed
            out.surviving[slot, year] = placed


@lanes
def apply_land_use_change(s, block, year, rows, events, out, p):
    """Planned land-use changes of the year, in the order of the plan, then exclosures."""
    first, last = rows.pointer[block, TRANSITION], rows.pointer[block, TRANSITION + 1]
    for slot in range(first, last):
        row = rows.row[slot]
        quantity = rows.cumulative[row, year + 1] - rows.cumulative[row, year]
        if quantity > 0.0:
            by_aridity = rows.survival[row] == SURVIVE_BY_ARIDITY
            placed, surviving = land.move_land(
                s, bounded(rows.source[row], N_LAND), bounded(rows.destination[row], N_LAND), rows.share, slot,
                quantity, by_aridity, events, p,
            )  # fmt: skip
            out.placed[slot, year] = placed
            out.surviving[slot, year] = surviving
    first, last = rows.pointer[block, EXCLOSURE], rows.pointer[block, EXCLOSURE + 1]
    for slot in range(first, last):
        row = rows.row[slot]
        quantity = rows.cumulative[row, year + 1] - rows.cumulative[row, year]
        if quantity > 0.0:
            placed = grass.close_to_grazing(s, rows.share, slot, quantity)
            out.placed[slot, year] = placed
            out.surviving[slot, year] = placed


@lanes
def apply_modifications(s, block, year, run, rows, out):
    """Forest with fewer fires, insects or harvest, more growth or longer rotations, grassland and cropland under other
    care: hectares covered, and the effect.

    Placed: hectares covered. Surviving: hectares not burned or not killed, tC of products not cut, hectares covered
    again for a longer rotation; extra growth is known after growth (report_extra_growth), what grassland gives after
    grazing (report_grassland), what soil of cropland gains after its exchange (report_cropland).
    """
    country = run.block_country[block]
    driver = run.drivers[country, year]
    first, last = rows.pointer[block, MODIFICATION], rows.pointer[block, MODIFICATION + 1]
    for slot in range(first, last):
        row = rows.row[slot]
        quantity = rows.cumulative[row, year + 1]
        if quantity > 0.0:
            which = bounded(rows.destination[row], len(MODIFIERS))
            covered = disturbance.modify(s, which, rows.share, slot, quantity, rows.level[row])
            effect = covered
            if which == LESS_FIRE:
                effect = disturbance.spared(s, ROW.burned_area_share, driver[DRIVER.burned_area], rows.level[row])
            elif which == FEWER_INSECTS:
                effect = disturbance.spared(s, ROW.insect_area_share, driver[DRIVER.insect_area], rows.level[row])
            elif which == LESS_HARVEST:
                effect = disturbance.spared(s, ROW.harvest_share, driver[DRIVER.product_carbon], rows.level[row])
            elif which == MORE_INCREMENT:
                effect = 0.0
            out.placed[slot, year] = covered
            out.surviving[slot, year] = effect
    first, last = rows.pointer[block, GRASS_MODIFICATION], rows.pointer[block, GRASS_MODIFICATION + 1]
    for slot in range(first, last):
        row = rows.row[slot]
        quantity = rows.cumulative[row, year + 1]
        if quantity > 0.0:
            which = bounded(rows.destination[row], len(GRASS_MODIFIERS))
            out.placed[slot, year] = grass_care.modify(s, which, rows.share, slot, quantity, rows.level[row])
    first, last = rows.pointer[block, SOIL_MODIFICATION], rows.pointer[block, SOIL_MODIFICATION + 1]
    for slot in range(first, last):
        row = rows.row[slot]
        quantity = rows.cumulative[row, year + 1]
        if quantity > 0.0:
            which = bounded(rows.destination[row], len(SOIL_MODIFIERS))
            out.placed[slot, year] = soil_care.modify(s, which, rows.share, slot, quantity, rows.level[row])


@lanes
def apply_harvest_caps(s, block, year, rows, events, country, out):
    """Harvest kept at or below a multiple of last year's increment: hectares covered and tC of products not cut."""
    first, last = rows.pointer[block, HARVEST_CAP], rows.pointer[block, HARVEST_CAP + 1]
    for slot in range(first, last):
        row = rows.row[slot]
        quantity = rows.cumulative[row, year + 1]
        if quantity > 0.0:
            wood = events.share[country, HARVEST, STEM, WOOD_OF_TREES]
            covered, spared = disturbance.cap_harvest(s, rows.share, slot, quantity, rows.level[row], wood)
            out.placed[slot, year] = covered
            out.surviving[slot, year] = spared


@lanes
def report_extra_growth(s, block, year, rows, out):
    """tC of growth that each tending row of the plan has added."""
    first, last = rows.pointer[block, MODIFICATION], rows.pointer[block, MODIFICATION + 1]
    for slot in range(first, last):
        row = rows.row[slot]
        quantity = rows.cumulative[row, year + 1]
        if rows.destination[row] == MORE_INCREMENT and quantity > 0.0:
            out.surviving[slot, year] = disturbance.extra_growth(s, rows.share, slot, quantity, rows.level[row])


@lanes
def report_grassland(s, block, year, rows, out):
    """What each of those rows has changed: t dm of forage, tC to the soil, ha not burned, sheep units taken off."""
    first, last = rows.pointer[block, GRASS_MODIFICATION], rows.pointer[block, GRASS_MODIFICATION + 1]
    for slot in range(first, last):
        row = rows.row[slot]
        quantity = rows.cumulative[row, year + 1]
        if quantity > 0.0:
            which = bounded(rows.destination[row], len(GRASS_MODIFIERS))
            out.surviving[slot, year] = grass_care.effect(s, which, rows.share, slot, quantity, rows.level[row])


@lanes
def exchange_soil(s, block, year, run, rows, out, p):
    """A year of all soil outside forest, and what soil care has added to that of cropland."""
    soils.change_cropland_input(s, run.input_growth[run.block_country[block], RISING_BEFORE + year])
    soils.exchange_soil(s, run.by_rothc, p)
    report_cropland(s, block, year, rows, out)


@lanes
def report_cropland(s, block, year, rows, out):
    """tC that each row of soil care has added to the soil of cropland in the year."""
    first, last = rows.pointer[block, SOIL_MODIFICATION], rows.pointer[block, SOIL_MODIFICATION + 1]
    for slot in range(first, last):
        row = rows.row[slot]
        quantity = rows.cumulative[row, year + 1]
        if quantity > 0.0:
            which = bounded(rows.destination[row], len(SOIL_MODIFIERS))
            out.surviving[slot, year] = soil_care.effect(s, which, rows.share, slot, quantity, rows.level[row])


@lanes
def apply_herd_caps(s, block, year, rows, out, p):
    """Caps on the herd that are in force: grassland covered (ha) and sheep units taken off."""
    first, last = rows.pointer[block, HERD_CAP], rows.pointer[block, HERD_CAP + 1]
    for slot in range(first, last):
        row = rows.row[slot]
        quantity = rows.cumulative[row, year + 1]
        if quantity > 0.0:
            covered, removed = grass.cap_herd(s, rows.share, slot, quantity, rows.level[row], p)
            out.placed[slot, year] = covered
            out.surviving[slot, year] = removed


@lanes
def start_block(s, block, inputs, run, tables, events, p):
    """The state of a block at the end of 1989."""
    country = run.block_country[block]
    first = block * LANES
    start.read_inputs(s, inputs, first, p, run.managed_scale[country], run.grass_burned_share[country])
    decay, response = run.decay_scale[country], run.forest_response[country]
    start.tabulate(s, inputs, first, run.warming_low, run.warming_step, decay, response, p)
    land.read_climate(s, run.node[0], run.weight[0], 1.0, response)
    for stratum in range(N_STRATA):
        if run.present[block, stratum]:
            start.start_cohorts(s, inputs, first, stratum, tables, tables.lump_weight[country])
            disturbance.read_killed_trees(s, stratum, country, events)
            clearing.read_cleared_trees(s, stratum, events)
    driver = run.drivers[country, 0]
    if not run.only_wood:
        start.start_condition(s, driver[DRIVER.herd_ratio], run.recovery, run.slow_recovery, p)
        soils.read_decay(s, driver[DRIVER.global_warming])
        soil_start.start_soil(s, inputs, first, run.sand[country], run.by_rothc, p)
        soil_start.start_rising(s, run.input_growth, country, run.by_rothc, p)
        disturbance.burn(s, driver[DRIVER.burned_area], p.fire_burned_share_limit)
        killed_by_fire = events.killed[country, FIRE]
        disturbance.infest(s, driver[DRIVER.insect_area], killed_by_fire, p.insects_killed_share_limit)
        disturbance.read_harvest_share(s, run.harvest_share[0], block)
        disturbance.want_products(s, driver[DRIVER.product_carbon])
        dead_share, soil_share = run.start_share[country, 0], run.start_share[country, 1]
        dead_start.start_dead_matter(s, country, events, dead_share, soil_share, p)
    books.open_books(s)


@kernel
def advance_blocks(first_block, last_block, inputs, run, rows, tables, events, out, p, scratch):
    """Take blocks through all years, writing results in place.

    inputs  [UNIT_INPUTS, units], units padded to whole blocks of LANES
    run, rows, tables, events, out  see simulation.py, where their arrays are described
    p       scalar parameters (simulation.scalar_parameters)
    scratch flat array of SCRATCH_ROWS x LANES numbers, float64 or float32
    """
    inputs, run, rows, tables, events, out, scratch = (
        borrowed(inputs), borrowed(run), borrowed(rows), borrowed(tables), borrowed(events), borrowed(out),
        borrowed(scratch),
    )  # fmt: skip
    for block in range(first_block, last_block):
        start_block(scratch, block, inputs, run, tables, events, p)
        all_managed = books.is_all_managed(scratch)
        for lane in range(LANES):
            out.humification[block * LANES + lane] = scratch[at(ROW.humification, lane)]
        for year in range(run.drivers.shape[1]):
            advance_year(scratch, block, bounded(year, MAXIMUM_YEARS), run, rows, events, out, p)
            slot = run.snapshot_slot[year]
            if slot >= 0:
                books.take_snapshot(scratch, out.maps, slot, block * LANES)
            driver = run.drivers[run.block_country[block], year]
            if not run.only_wood:
                production.report_production(scratch, out.production, year, block * LANES, driver, p)
            books.sum_block(scratch, out.total, out.managed, block, year, all_managed)
        books.report_worst(scratch, out.worst, out.worst_year, block * LANES)


def condition_factors(recovery: float, slow: float) -> tuple[float, float]:
    """exp(-r) above and below the critical condition, for recovered_condition."""
    return math.exp(-recovery), math.exp(-recovery * slow)
