"""Loops over the lanes of a block for the forest processes. Equations are in the process files."""

from __future__ import annotations

from landsim.core import dead_organic_matter, fire, forest, harvest
from landsim.core.compilation import at, lanes, scalar
from landsim.core.forest import NATURAL, PLANTED, SHRUB
from landsim.core.state import (
    FLUX,
    LANES,
    LUMP_AGES,
    N_AGES,
    N_LUMPS,
    N_POOLS,
    REC,
    ROW,
    STRATUM_ROWS,
)

STEM, FOLIAGE, BRANCH, COARSE, FINE = 0, 1, 2, 3, 4
AG_VERY_FAST, BG_VERY_FAST, AG_FAST, BG_FAST, MEDIUM, AG_SLOW, BG_SLOW, STEM_SNAG, BRANCH_SNAG = range(9)
BIOMASS, DEAD, SOIL = 0, 1, 2  # rows of the books
OLDEST = LUMP_AGES[0]


@scalar
def record(stratum):
    """First row of a stratum's record."""
    return ROW.strata + stratum * STRATUM_ROWS


@scalar
def cohort_row(stratum, cohort):
    """Row of a cohort's area; the row of its biomass follows."""
    if stratum == SHRUB:
        return ROW.shrub_cohorts + 2 * cohort
    return ROW.cohorts + 4 * cohort + 2 * stratum


@scalar
def age_at_start(cohort, year):
    """Age of a cohort at the start of a year (index from the first): exact, nothing is spread or shifted."""
    return OLDEST - 10 * cohort + year if cohort < N_LUMPS else year - (cohort - N_LUMPS)


@lanes
def fold(s, row):
    """Sum of a row's lanes by halves: the order is fixed, so every machine setting gives the same bits."""
    f = ROW.fold
    for lane in range(16):
        s[at(f, lane)] = s[at(row, lane)] + s[at(row, lane + 16)]
    a = (s[at(f, 0)] + s[at(f, 8)]) + (s[at(f, 4)] + s[at(f, 12)])
    b = (s[at(f, 1)] + s[at(f, 9)]) + (s[at(f, 5)] + s[at(f, 13)])
    c = (s[at(f, 2)] + s[at(f, 10)]) + (s[at(f, 6)] + s[at(f, 14)])
    d = (s[at(f, 3)] + s[at(f, 11)]) + (s[at(f, 7)] + s[at(f, 15)])
    return (a + c) + (b + d)


@lanes
def burn(s, national_burned_area, limit):
    """Fire: the burned share of natural and planted forest; planted shrubs are left out of forest fire statistics."""
    for lane in range(LANES):
        forest_area = s[at(ROW.area + NATURAL, lane)] + s[at(ROW.area + PLANTED, lane)]
        asked = national_burned_area * s[at(ROW.burned_area_share, lane)]
        share = fire.burned_share(asked, forest_area, limit)
        s[at(record(NATURAL) + REC.burned, lane)] = share
        s[at(record(PLANTED) + REC.burned, lane)] = share
        s[at(record(SHRUB) + REC.burned, lane)] = 0.0
        burned = forest_area * share
        s[at(ROW.flux + FLUX.burned_area, lane)] = burned
        s[at(ROW.flux + FLUX.burned_area_unmet, lane)] = max(0.0, asked - burned)


@lanes
def kill_by_fire(s, stratum, kill_share, p):
    """Biomass killed by fire goes to snags and litter or to air; part of the dead matter on burned land burns."""
    base = record(stratum) + REC.pools
    tissue = record(stratum) + REC.share
    for lane in range(LANES):
        burned = s[at(record(stratum) + REC.burned, lane)]
        biomass = s[at(record(stratum) + REC.biomass, lane)]
        killed = biomass * burned * kill_share
        foliage = killed * s[at(tissue + FOLIAGE, lane)]
        coarse = 0.5 * killed * s[at(tissue + COARSE, lane)]
        fine = 0.5 * killed * s[at(tissue + FINE, lane)]
        foliage_burned = foliage * p.fire_foliage_burned
        litter_burned = s[at(base + AG_VERY_FAST, lane)] * burned * p.fire_litter_burned
        branches_burned = s[at(base + AG_FAST, lane)] * burned * p.fire_branches_burned
        logs_burned = s[at(base + MEDIUM, lane)] * burned * p.fire_logs_burned
        humus_burned = s[at(base + AG_SLOW, lane)] * burned * p.fire_humus_burned
        s[at(base + AG_VERY_FAST, lane)] += foliage - foliage_burned + fine - litter_burned
        s[at(base + BG_VERY_FAST, lane)] += fine
        s[at(base + AG_FAST, lane)] += coarse - branches_burned
        s[at(base + BG_FAST, lane)] += coarse
        s[at(base + MEDIUM, lane)] -= logs_burned
        s[at(base + AG_SLOW, lane)] -= humus_burned
        s[at(base + STEM_SNAG, lane)] += killed * s[at(tissue + STEM, lane)]
        s[at(base + BRANCH_SNAG, lane)] += killed * s[at(tissue + BRANCH, lane)]
        dead_burned = litter_burned + branches_burned + logs_burned + humus_burned
        s[at(ROW.entered + DEAD, lane)] += killed - foliage_burned
        s[at(ROW.left + DEAD, lane)] += dead_burned
        s[at(ROW.left + BIOMASS, lane)] += killed
        s[at(ROW.flux + FLUX.fire_carbon, lane)] += dead_burned + foliage_burned
        # Only land that was forest at the start of the year can burn bare: what was just planted is at age 0 already.
        old_area = s[at(record(stratum) + REC.area_before, lane)] * s[at(record(stratum) + REC.keep, lane)]
        s[at(record(stratum) + REC.gain, lane)] += old_area * burned * kill_share
        s[at(record(stratum) + REC.keep, lane)] *= 1.0 - burned * kill_share


@lanes
def want_products(s, national_product, share, block):
    """Products wanted from each lane this year, tC: the nation's roundwood by the unit's fixed weight."""
    for lane in range(LANES):
        s[at(ROW.wanted, lane)] = national_product * share[block * LANES + lane]


@lanes
def report_unmet(s):
    """Products that no stand above rotation age could give, tC."""
    for lane in range(LANES):
        s[at(ROW.flux + FLUX.products_unmet, lane)] = s[at(ROW.wanted, lane)]


@lanes
def fell_oldest(s, stratum, year, product_share):
    """Harvest: take what is wanted from the oldest cohorts above rotation age; felled land starts at age 0."""
    share_stem = record(stratum) + REC.share + STEM
    youngest_rotation = s[at(record(stratum) + REC.rotation, 0)]
    for lane in range(LANES):
        s[at(record(stratum) + REC.felled, lane)] = 0.0
        youngest_rotation = min(youngest_rotation, s[at(record(stratum) + REC.rotation, lane)])
    for cohort in range(N_LUMPS + year):
        age = age_at_start(cohort, year)
        if age < youngest_rotation or fold(s, ROW.wanted) <= 0.0:
            break
        row = cohort_row(stratum, cohort)
        for lane in range(LANES):
            keep = s[at(record(stratum) + REC.keep, lane)]
            old_enough = age >= s[at(record(stratum) + REC.rotation, lane)]
            area, biomass = s[at(row, lane)], s[at(row + 1, lane)]
            wanted = s[at(ROW.wanted, lane)] if old_enough else 0.0
            per_biomass = keep * s[at(share_stem, lane)] * product_share
            share, product = harvest.felled_share(biomass, per_biomass, wanted)
            s[at(row, lane)] = area * (1.0 - share)
            s[at(row + 1, lane)] = biomass * (1.0 - share)
            s[at(ROW.wanted, lane)] -= product
            s[at(record(stratum) + REC.felled, lane)] += biomass * keep * share
            s[at(record(stratum) + REC.gain, lane)] += area * keep * share
            s[at(ROW.flux + FLUX.felled_area, lane)] += area * keep * share


@lanes
def leave_slash(s, stratum, product_share):
    """Felled biomass: products leave, the rest stays as dead matter."""
    base = record(stratum) + REC.pools
    tissue = record(stratum) + REC.share
    for lane in range(LANES):
        felled = s[at(record(stratum) + REC.felled, lane)]
        stem = felled * s[at(tissue + STEM, lane)]
        coarse = 0.5 * felled * s[at(tissue + COARSE, lane)]
        fine = 0.5 * felled * s[at(tissue + FINE, lane)]
        product = stem * product_share
        s[at(base + MEDIUM, lane)] += stem - product
        s[at(base + AG_VERY_FAST, lane)] += felled * s[at(tissue + FOLIAGE, lane)] + fine
        s[at(base + BG_VERY_FAST, lane)] += fine
        s[at(base + AG_FAST, lane)] += felled * s[at(tissue + BRANCH, lane)] + coarse
        s[at(base + BG_FAST, lane)] += coarse
        s[at(ROW.flux + FLUX.felled_products, lane)] += product
        s[at(ROW.entered + DEAD, lane)] += felled - product
        s[at(ROW.left + BIOMASS, lane)] += felled


@lanes
def plant_newborn(s, stratum, year):
    """The year's cohort: land gained, burned bare and felled starts at age 0."""
    row = cohort_row(stratum, N_LUMPS + year)
    for lane in range(LANES):
        s[at(row, lane)] = s[at(record(stratum) + REC.gain, lane)]
        s[at(row + 1, lane)] = 0.0


@lanes
def grow(s, stratum, year):
    """Losses and growth of every cohort of one stratum; the newborn cohort keeps all its area."""
    base = record(stratum)
    table = ROW.increment + stratum * N_AGES
    for lane in range(LANES):
        s[at(base + REC.grown, lane)] = 0.0
        s[at(base + REC.cohort_area, lane)] = 0.0
        s[at(base + REC.biomass, lane)] = 0.0
        s[at(base + REC.growth_factor, lane)] = s[at(ROW.growth_factor, lane)]
    grow_cohorts(s, stratum, 0, N_LUMPS // 4, table + OLDEST + year, 10)
    grow_cohorts(s, stratum, N_LUMPS, year // 4, table + year, 1)
    for cohort in range(N_LUMPS + year // 4 * 4, N_LUMPS + year):
        row = cohort_row(stratum, cohort)
        increment = table + age_at_start(cohort, year)
        for lane in range(LANES):
            grow_one(s, base, row, increment, s[at(base + REC.keep, lane)], lane)
    newborn = cohort_row(stratum, N_LUMPS + year)
    for lane in range(LANES):
        grow_one(s, base, newborn, table, 1.0, lane)


@lanes
def grow_one(s, base, row, increment, keep, lane):
    """Losses and growth of one cohort in one lane."""
    area = s[at(row, lane)] * keep
    biomass, grown = forest.survive_and_grow(
        s[at(row + 1, lane)], area, keep, s[at(increment, lane)], s[at(base + REC.growth_factor, lane)]
    )
    s[at(row, lane)] = area
    s[at(row + 1, lane)] = biomass
    s[at(base + REC.cohort_area, lane)] += area
    s[at(base + REC.biomass, lane)] += biomass
    s[at(base + REC.grown, lane)] += grown


@lanes
def grow_cohorts(s, stratum, first, fours, oldest_increment, interval):
    """Losses and growth of 4 x fours cohorts that follow each other at a fixed interval of age.

    Four at a time, so that the sums are read and written once for four cohorts; that is most of the time of a run.
    """
    base = record(stratum)
    stride = 2 if stratum == SHRUB else 4
    for four in range(fours):
        row = cohort_row(stratum, first) + 4 * stride * four
        increment = oldest_increment - 4 * interval * four
        for lane in range(LANES):
            keep, factor = s[at(base + REC.keep, lane)], s[at(base + REC.growth_factor, lane)]
            area_1 = s[at(row, lane)] * keep
            area_2 = s[at(row + stride, lane)] * keep
            area_3 = s[at(row + 2 * stride, lane)] * keep
            area_4 = s[at(row + 3 * stride, lane)] * keep
            biomass_1, grown_1 = forest.survive_and_grow(
                s[at(row + 1, lane)], area_1, keep, s[at(increment, lane)], factor
            )
            biomass_2, grown_2 = forest.survive_and_grow(
                s[at(row + stride + 1, lane)], area_2, keep, s[at(increment - interval, lane)], factor
            )
            biomass_3, grown_3 = forest.survive_and_grow(
                s[at(row + 2 * stride + 1, lane)], area_3, keep, s[at(increment - 2 * interval, lane)], factor
            )
            biomass_4, grown_4 = forest.survive_and_grow(
                s[at(row + 3 * stride + 1, lane)], area_4, keep, s[at(increment - 3 * interval, lane)], factor
            )
            s[at(row, lane)] = area_1
            s[at(row + 1, lane)] = biomass_1
            s[at(row + stride, lane)] = area_2
            s[at(row + stride + 1, lane)] = biomass_2
            s[at(row + 2 * stride, lane)] = area_3
            s[at(row + 2 * stride + 1, lane)] = biomass_3
            s[at(row + 3 * stride, lane)] = area_4
            s[at(row + 3 * stride + 1, lane)] = biomass_4
            s[at(base + REC.cohort_area, lane)] += (area_1 + area_2) + (area_3 + area_4)
            s[at(base + REC.biomass, lane)] += (biomass_1 + biomass_2) + (biomass_3 + biomass_4)
            s[at(base + REC.grown, lane)] += (grown_1 + grown_2) + (grown_3 + grown_4)


@lanes
def reclassify(s, share, row, quantity, to_natural_forest, year):
    """Restocking inside forest: a share of every cohort and its dead matter changes between natural and planted.

    Returns the hectares that change; what the stratum does not have is reported with `transition_unmet`.
    """
    to_planted, to_natural = ROW.reclassified, ROW.reclassified + 1
    source = PLANTED if to_natural_forest else NATURAL
    total = 0.0
    for lane in range(LANES):
        area = s[at(ROW.area + source, lane)]
        asked = share[row, lane] * quantity
        moving = min(1.0, asked / area) if area > 0.0 else 0.0
        total += moving * area
        s[at(ROW.flux + FLUX.transition_unmet, lane)] += max(0.0, asked - moving * area)
        s[at(to_planted, lane)] = 0.0 if to_natural_forest else moving
        s[at(to_natural, lane)] = moving if to_natural_forest else 0.0
    for cohort in range(N_LUMPS + year):
        row = cohort_row(NATURAL, cohort)
        for lane in range(LANES):
            to, back = s[at(to_planted, lane)], s[at(to_natural, lane)]
            area = s[at(row, lane)] * to - s[at(row + 2, lane)] * back
            biomass = s[at(row + 1, lane)] * to - s[at(row + 3, lane)] * back
            s[at(row, lane)] -= area
            s[at(row + 1, lane)] -= biomass
            s[at(row + 2, lane)] += area
            s[at(row + 3, lane)] += biomass
    for pool in range(N_POOLS):
        for lane in range(LANES):
            natural = s[at(record(NATURAL) + REC.pools + pool, lane)]
            planted = s[at(record(PLANTED) + REC.pools + pool, lane)]
            moved = natural * s[at(to_planted, lane)] - planted * s[at(to_natural, lane)]
            s[at(record(NATURAL) + REC.pools + pool, lane)] = natural - moved
            s[at(record(PLANTED) + REC.pools + pool, lane)] = planted + moved
    for lane in range(LANES):
        natural, planted = s[at(ROW.area + NATURAL, lane)], s[at(ROW.area + PLANTED, lane)]
        moved = natural * s[at(to_planted, lane)] - planted * s[at(to_natural, lane)]
        s[at(ROW.area + NATURAL, lane)] = natural - moved
        s[at(ROW.area + PLANTED, lane)] = planted + moved
    for lane in range(LANES):
        natural = s[at(record(NATURAL) + REC.biomass, lane)]
        planted = s[at(record(PLANTED) + REC.biomass, lane)]
        moved = natural * s[at(to_planted, lane)] - planted * s[at(to_natural, lane)]
        s[at(record(NATURAL) + REC.biomass, lane)] = natural - moved
        s[at(record(PLANTED) + REC.biomass, lane)] = planted + moved
    return total


@lanes
def decay(s, stratum, p):
    """Litterfall and decay of the dead organic matter of one stratum, in the order of CBM-CFS3."""
    base = record(stratum) + REC.pools
    tissue = record(stratum) + REC.share
    rate = record(stratum) + REC.turnover
    for lane in range(LANES):
        # Turnover acts on the biomass of mid-year and is replaced, so biomass itself does not change.
        mid = s[at(record(stratum) + REC.biomass, lane)] - 0.5 * s[at(record(stratum) + REC.grown, lane)]
        stem = mid * s[at(tissue + STEM, lane)] * s[at(rate + STEM, lane)]
        foliage = mid * s[at(tissue + FOLIAGE, lane)] * s[at(rate + FOLIAGE, lane)]
        branch = mid * s[at(tissue + BRANCH, lane)] * s[at(rate + BRANCH, lane)]
        coarse = mid * s[at(tissue + COARSE, lane)] * s[at(rate + COARSE, lane)]
        fine = mid * s[at(tissue + FINE, lane)] * s[at(rate + FINE, lane)]
        litter = stem + foliage + branch + coarse + fine

        (
            s[at(base + AG_VERY_FAST, lane)],
            s[at(base + BG_VERY_FAST, lane)],
            s[at(base + AG_FAST, lane)],
            s[at(base + BG_FAST, lane)],
            s[at(base + MEDIUM, lane)],
            s[at(base + AG_SLOW, lane)],
            s[at(base + BG_SLOW, lane)],
            s[at(base + STEM_SNAG, lane)],
            s[at(base + BRANCH_SNAG, lane)],
            to_air,
        ) = dead_organic_matter.advance_pools(
            s[at(base + AG_VERY_FAST, lane)],
            s[at(base + BG_VERY_FAST, lane)],
            s[at(base + AG_FAST, lane)],
            s[at(base + BG_FAST, lane)],
            s[at(base + MEDIUM, lane)],
            s[at(base + AG_SLOW, lane)],
            s[at(base + BG_SLOW, lane)],
            s[at(base + STEM_SNAG, lane)],
            s[at(base + BRANCH_SNAG, lane)],
            stem, foliage, branch, coarse, fine,
            s[at(ROW.q_litter, lane)], s[at(ROW.q_wood, lane)], s[at(ROW.humification, lane)], p,
        )  # fmt: skip

        s[at(ROW.entered + DEAD, lane)] += litter
        s[at(ROW.left + DEAD, lane)] += to_air
        s[at(ROW.entered + BIOMASS, lane)] += s[at(record(stratum) + REC.grown, lane)]
        s[at(ROW.flux + FLUX.growth, lane)] += s[at(record(stratum) + REC.grown, lane)]
        s[at(ROW.flux + FLUX.litterfall, lane)] += litter
        s[at(ROW.flux + FLUX.forest_decay, lane)] += to_air
