"""Loops over the lanes of a block for forest cohorts: felling, new cohorts, growth, restocking, land in conversion.

A cohort is an [area, biomass] pair of rows. What all cohorts of a stratum lose alike (clearing, fire) is not taken from
each of them but kept as one factor for the stratum, `standing`: hectares and tonnes are the rows times that factor.
"""

from __future__ import annotations

from landsim.core import forest, harvest
from landsim.core.compilation import apart, at, bounded, lanes, scalar
from landsim.core.forest import NATURAL, PLANTED, SHRUB
from landsim.core.state import (
    COHORTS_AT_ONCE,
    CONVERSION_YEARS,
    FLUX,
    LANES,
    LUMP_AGES,
    MAXIMUM_YEARS,
    MODIFIERS,
    N_INCREMENTS,
    N_LUMPS,
    N_POOLS,
    N_TISSUES,
    REC,
    ROW,
    STRATUM_ROWS,
)

STEM = 0
MORE_INCREMENT, LONGER_ROTATION = MODIFIERS.index("increment"), MODIFIERS.index("rotation")
OLDEST = LUMP_AGES[0]
TO_PLANTED, TO_NATURAL = 0, 1
# Below this share standing, the factor goes back into the cohorts, so that it never comes near zero.
LEAST_STANDING = 0.05


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
def increment_row(stratum):
    """Row of the increment at age 0."""
    return ROW.increment + stratum * N_INCREMENTS + COHORTS_AT_ONCE


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
    for lane in range(8):
        s[at(f, lane)] += s[at(f, lane + 8)]
    for lane in range(4):
        s[at(f, lane)] += s[at(f, lane + 4)]
    return (s[at(f, 0)] + s[at(f, 2)]) + (s[at(f, 1)] + s[at(f, 3)])


@lanes
def stand_losses(s, stratum, year):
    """What clearing and fire of the year leave of every cohort."""
    base = record(stratum)
    for lane in range(LANES):
        standing = s[at(base + REC.standing, lane)] * s[at(base + REC.keep, lane)]
        s[at(base + REC.standing, lane)] = standing
    refresh_standing(s, stratum, N_LUMPS + year)


@lanes
def refresh_standing(s, stratum, cohorts):
    """Take the factor `standing` into the cohorts where little of them is left."""
    base = record(stratum)
    least = 1.0
    for lane in range(LANES):
        least = min(least, s[at(base + REC.standing, lane)])
    if least < LEAST_STANDING:
        for cohort in range(cohorts):
            row = cohort_row(stratum, cohort)
            for lane in range(LANES):
                s[at(row, lane)] *= s[at(base + REC.standing, lane)]
                s[at(row + 1, lane)] *= s[at(base + REC.standing, lane)]
        for lane in range(LANES):
            s[at(base + REC.standing, lane)] = 1.0


@lanes
def fell_oldest(s, stratum, year, product_share):
    """Harvest: take what is wanted from the oldest cohorts above rotation age; felled land starts at age 0."""
    share_stem = record(stratum) + REC.share + STEM
    youngest_rotation = s[at(record(stratum) + REC.rotation, 0)]
    for lane in range(LANES):
        s[at(record(stratum) + REC.felled, lane)] = 0.0
        s[at(record(stratum) + REC.felled_area, lane)] = 0.0
        youngest_rotation = min(youngest_rotation, s[at(record(stratum) + REC.rotation, lane)])
    for cohort in range(N_LUMPS + year):
        # Ages of a starting cohort are spread over ten years around its own: its oldest trees are five years ahead.
        width, ahead = (10.0, 5) if cohort < N_LUMPS else (1.0, 1)
        oldest = age_at_start(cohort, year) + ahead
        if oldest <= youngest_rotation or fold(s, ROW.wanted) <= 0.0:
            break
        row = cohort_row(stratum, cohort)
        for lane in range(LANES):
            standing = s[at(record(stratum) + REC.standing, lane)]
            rotation = s[at(record(stratum) + REC.rotation, lane)] + s[at(ROW.modifier + LONGER_ROTATION, lane)]
            area, biomass = s[at(row, lane)], s[at(row + 1, lane)]
            per_biomass = standing * s[at(share_stem, lane)] * product_share
            ripe = harvest.ripe_share(oldest - rotation, width)
            wanted = min(s[at(ROW.wanted, lane)], ripe * biomass * per_biomass)
            share, product = harvest.felled_share(biomass, per_biomass, wanted)
            s[at(row, lane)] = area * (1.0 - share)
            s[at(row + 1, lane)] = biomass * (1.0 - share)
            s[at(ROW.wanted, lane)] -= product
            s[at(record(stratum) + REC.felled, lane)] += biomass * standing * share
            s[at(record(stratum) + REC.felled_area, lane)] += area * standing * share
            s[at(ROW.flux + FLUX.felled_area, lane)] += area * standing * share


@lanes
def plant_newborn(s, stratum, year):
    """The year's cohort: land gained, burned bare and felled starts at age 0; the share that was not forest is kept."""
    base = record(stratum)
    row = cohort_row(stratum, N_LUMPS + year)
    converted = base + REC.converted_share
    for age in range(CONVERSION_YEARS - 1, 0, -1):
        for lane in range(LANES):
            s[at(converted + age, lane)] = s[at(converted + age - 1, lane)]
    for lane in range(LANES):
        gain = s[at(base + REC.gain, lane)] + s[at(base + REC.felled_area, lane)]
        s[at(row, lane)] = gain / s[at(base + REC.standing, lane)]
        s[at(row + 1, lane)] = 0.0
        s[at(converted, lane)] = s[at(base + REC.gain_converted, lane)] / gain if gain > 0.0 else 0.0


@lanes
def grow(s, stratum, year):
    """Growth of every cohort of one stratum, and the sums of its cohorts."""
    base = record(stratum)
    table = increment_row(stratum)
    for lane in range(LANES):
        s[at(base + REC.grown, lane)] = 0.0
        s[at(base + REC.cohort_area, lane)] = 0.0
        s[at(base + REC.biomass, lane)] = 0.0
        tended = s[at(ROW.modifier + MORE_INCREMENT, lane)] if stratum != SHRUB else 0.0
        s[at(base + REC.growth_factor, lane)] = s[at(ROW.growth_factor, lane)] * (1.0 + tended)
    grow_converted(s, stratum, year)
    grow_cohorts(s, stratum, 0, N_LUMPS // COHORTS_AT_ONCE, table + OLDEST + year, 10)
    grow_cohorts(s, stratum, N_LUMPS, year // COHORTS_AT_ONCE + 1, table + year, 1)
    for lane in range(LANES):
        standing = s[at(base + REC.standing, lane)]
        s[at(base + REC.grown, lane)] *= standing
        s[at(base + REC.cohort_area, lane)] *= standing
        s[at(base + REC.biomass, lane)] *= standing


@apart
def grow_natural(s, year):
    """Growth of natural forest."""
    grow(s, NATURAL, bounded(year, MAXIMUM_YEARS))


@apart
def grow_planted(s, year):
    """Growth of planted forest."""
    grow(s, PLANTED, bounded(year, MAXIMUM_YEARS))


@apart
def grow_shrub(s, year):
    """Growth of planted shrubs."""
    grow(s, SHRUB, bounded(year, MAXIMUM_YEARS))


@lanes
def grow_cohorts(s, stratum, first, fours, oldest_increment, interval):
    """Growth of 4 x fours cohorts that follow each other at a fixed interval of age.

    Four at a time, so that the sums are read and written once for four cohorts; that is most of the time of a run.
    """
    base = record(stratum)
    stride = 2 if stratum == SHRUB else 4
    for four in range(fours):
        row = cohort_row(stratum, first) + COHORTS_AT_ONCE * stride * four
        increment = oldest_increment - COHORTS_AT_ONCE * interval * four
        for lane in range(LANES):
            factor = s[at(base + REC.growth_factor, lane)]
            area_1, area_2 = s[at(row, lane)], s[at(row + stride, lane)]
            area_3, area_4 = s[at(row + 2 * stride, lane)], s[at(row + 3 * stride, lane)]
            grown_1 = forest.growth(area_1, s[at(increment, lane)], factor)
            grown_2 = forest.growth(area_2, s[at(increment - interval, lane)], factor)
            grown_3 = forest.growth(area_3, s[at(increment - 2 * interval, lane)], factor)
            grown_4 = forest.growth(area_4, s[at(increment - 3 * interval, lane)], factor)
            biomass_1 = s[at(row + 1, lane)] + grown_1
            biomass_2 = s[at(row + stride + 1, lane)] + grown_2
            biomass_3 = s[at(row + 2 * stride + 1, lane)] + grown_3
            biomass_4 = s[at(row + 3 * stride + 1, lane)] + grown_4
            s[at(row + 1, lane)] = biomass_1
            s[at(row + stride + 1, lane)] = biomass_2
            s[at(row + 2 * stride + 1, lane)] = biomass_3
            s[at(row + 3 * stride + 1, lane)] = biomass_4
            s[at(base + REC.cohort_area, lane)] += (area_1 + area_2) + (area_3 + area_4)
            s[at(base + REC.biomass, lane)] += (biomass_1 + biomass_2) + (biomass_3 + biomass_4)
            s[at(base + REC.grown, lane)] += (grown_1 + grown_2) + (grown_3 + grown_4)


@lanes
def grow_converted(s, stratum, year):
    """Land in conversion: its area, its growth and the litter of its trees, from the converted part of each cohort."""
    base = record(stratum)
    table = increment_row(stratum)
    tissue, rate = base + REC.share, base + REC.turnover
    area_row, biomass_row, grown_row = ROW.move, ROW.fraction, ROW.fold
    clear_rows(s, area_row, 1)
    clear_rows(s, biomass_row, 1)
    clear_rows(s, grown_row, 1)
    for age in range(CONVERSION_YEARS):
        row = cohort_row(stratum, N_LUMPS + bounded(year - age, MAXIMUM_YEARS))
        for lane in range(LANES):
            share = s[at(base + REC.converted_share + age, lane)]
            area = share * s[at(row, lane)]
            grown = forest.growth(area, s[at(table + age, lane)], s[at(base + REC.growth_factor, lane)])
            s[at(area_row, lane)] += area if age > 0 else 0.0
            s[at(biomass_row, lane)] += share * s[at(row + 1, lane)]
            s[at(grown_row, lane)] += grown
    for lane in range(LANES):
        standing = s[at(base + REC.standing, lane)]
        grown = s[at(grown_row, lane)] * standing
        mid = s[at(biomass_row, lane)] * standing + 0.5 * grown
        s[at(ROW.flux + FLUX.converted_growth, lane)] += grown
        s[at(ROW.converted_kept, lane)] += s[at(area_row, lane)] * standing
        s[at(ROW.flux + FLUX.converted_forest_area, lane)] += s[at(base + REC.gain_converted, lane)]
        s[at(ROW.converted_soil, lane)] += s[at(base + REC.gain_soil, lane)]
        for part in range(N_TISSUES):
            litter = mid * s[at(tissue + part, lane)] * s[at(rate + part, lane)]
            s[at(ROW.converted_litter + part, lane)] += litter


@lanes
def clear_rows(s, first, count):
    """Rows that lie side by side set to zero."""
    for row in range(first, first + count):
        for lane in range(LANES):
            s[at(row, lane)] = 0.0


@lanes
def share_restocking(s):
    """Shares of natural and, after that, of planted forest that change over.

    The rows `restocking` hold the hectares asked for before, and the share of them that is met after.
    """
    for lane in range(LANES):
        natural, planted = s[at(ROW.area + NATURAL, lane)], s[at(ROW.area + PLANTED, lane)]
        to_planted, to_natural = s[at(ROW.restocking + TO_PLANTED, lane)], s[at(ROW.restocking + TO_NATURAL, lane)]
        given = min(1.0, to_planted / natural) if natural > 0.0 else 0.0
        planted += given * natural
        taken = min(1.0, to_natural / planted) if planted > 0.0 else 0.0
        s[at(ROW.restocked + TO_PLANTED, lane)] = given
        s[at(ROW.restocked + TO_NATURAL, lane)] = taken
        unmet = max(0.0, to_planted - given * natural) + max(0.0, to_natural - taken * planted)
        s[at(ROW.flux + FLUX.transition_unmet, lane)] += unmet
        s[at(ROW.restocking + TO_PLANTED, lane)] = given * natural / to_planted if to_planted > 0.0 else 0.0
        s[at(ROW.restocking + TO_NATURAL, lane)] = taken * planted / to_natural if to_natural > 0.0 else 0.0


@apart
def restock(s, year):
    """After growth: a share of every cohort and of all dead matter changes between natural and planted forest."""
    year = bounded(year, MAXIMUM_YEARS)
    receive(s, PLANTED, NATURAL, ROW.restocked + TO_PLANTED, year)
    if fold(s, ROW.restocked + TO_NATURAL) > 0.0:
        receive(s, NATURAL, PLANTED, ROW.restocked + TO_NATURAL, year)


@lanes
def receive(s, stratum, source, share_row, year):
    """One stratum receives a share of every cohort of another one."""
    received = record(stratum) + REC.received
    for lane in range(LANES):
        given = s[at(share_row, lane)] * s[at(record(source) + REC.standing, lane)]
        s[at(received, lane)] = given / s[at(record(stratum) + REC.standing, lane)]
    to, of = 2 * stratum, 2 * source
    for cohort in range(N_LUMPS + year + 1):
        row = cohort_row(NATURAL, cohort)
        for lane in range(LANES):
            s[at(row + to, lane)] += s[at(received, lane)] * s[at(row + of, lane)]
            s[at(row + to + 1, lane)] += s[at(received, lane)] * s[at(row + of + 1, lane)]
    mix_converted_shares(s, stratum, source, year)
    move_record(s, source, stratum, share_row)
    refresh_standing(s, source, N_LUMPS + year + 1)


@lanes
def mix_converted_shares(s, stratum, source, year):
    """Converted share of the young cohorts of a stratum after it has received land of another one."""
    for age in range(CONVERSION_YEARS):
        cohort = N_LUMPS + bounded(year - age, MAXIMUM_YEARS)
        slot = REC.converted_share + age
        for lane in range(LANES):
            area = s[at(cohort_row(stratum, cohort), lane)]
            received = s[at(record(stratum) + REC.received, lane)] * s[at(cohort_row(source, cohort), lane)]
            own = s[at(record(stratum) + slot, lane)] * (area - received)
            mixed = own + s[at(record(source) + slot, lane)] * received
            s[at(record(stratum) + slot, lane)] = mixed / area if area > 0.0 else 0.0


@lanes
def move_record(s, source, destination, share_row):
    """A share of the area, biomass and dead matter of a stratum goes to another one; the same of every cohort."""
    for row in (REC.biomass, REC.cohort_area):
        for lane in range(LANES):
            moved = s[at(record(source) + row, lane)] * s[at(share_row, lane)]
            s[at(record(source) + row, lane)] -= moved
            s[at(record(destination) + row, lane)] += moved
    for pool in range(N_POOLS):
        for lane in range(LANES):
            moved = s[at(record(source) + REC.pools + pool, lane)] * s[at(share_row, lane)]
            s[at(record(source) + REC.pools + pool, lane)] -= moved
            s[at(record(destination) + REC.pools + pool, lane)] += moved
    for lane in range(LANES):
        moved = s[at(ROW.area + source, lane)] * s[at(share_row, lane)]
        s[at(ROW.area + source, lane)] -= moved
        s[at(ROW.area + destination, lane)] += moved
        s[at(record(source) + REC.standing, lane)] *= 1.0 - s[at(share_row, lane)]
