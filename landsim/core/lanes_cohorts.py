"""Loops over the lanes of a block for forest cohorts: felling, new cohorts, growth, restocking, land in conversion.

A cohort is an [area, biomass] pair of rows. What all cohorts of a stratum lose alike (clearing, fire) is not taken from
each of them but kept as one factor for the stratum, `standing`: hectares and tonnes are the rows times that factor.
"""

from __future__ import annotations

from landsim.core import forest, harvest
from landsim.core.cohort_rows import OLDEST, age_at_start, cohort_row, increment_row, planted_anew_row, record
from landsim.core.compilation import apart, at, bounded, lanes
from landsim.core.forest import NATURAL, PLANTED, SHRUB
from landsim.core.lane_sums import sum_lanes, sum_weighted_lanes
from landsim.core.lanes_production import note_forest_production, note_old_stands
from landsim.core.state import (
    COHORTS_AT_ONCE,
    CONVERSION_YEARS,
    FIRST_PLANTING,
    FLUX,
    FOREST_SOIL,
    LANES,
    MAXIMUM_YEARS,
    MODIFIERS,
    N_LUMPS,
    N_POOLS,
    N_STRATA,
    N_TISSUES,
    REC,
    ROW,
)

STEM = 0
MORE_INCREMENT, LONGER_ROTATION = MODIFIERS.index("increment"), MODIFIERS.index("rotation")
TO_PLANTED, TO_NATURAL = 0, 1
# Below this share standing, the factor goes back into the cohorts, so that it never comes near zero.
LEAST_STANDING = 0.05


@lanes
def fold(s, row):
    """Sum of a row's lanes."""
    return sum_lanes(s, at(row, 0))


@lanes
def fold_managed(s, row):
    """Sum of a row's lanes on managed land."""
    return sum_weighted_lanes(s, at(row, 0), at(ROW.managed, 0))


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
    youngest_rotation = s[at(record(stratum) + REC.rotation, 0)]
    latest_rotation = 0.0
    for lane in range(LANES):
        s[at(record(stratum) + REC.felled, lane)] = 0.0
        s[at(record(stratum) + REC.felled_area, lane)] = 0.0
        rotation = s[at(record(stratum) + REC.rotation, lane)]
        youngest_rotation = min(youngest_rotation, rotation)
        latest_rotation = max(latest_rotation, rotation + s[at(ROW.modifier + LONGER_ROTATION, lane)])
    for cohort in range(N_LUMPS + year):
        # Ages of a starting cohort are spread over ten years around its own: its oldest trees are five years ahead.
        width, ahead = (10.0, 5) if cohort < N_LUMPS else (1.0, 1)
        oldest = age_at_start(cohort, year) + ahead
        if oldest <= youngest_rotation or fold(s, ROW.wanted) <= 0.0:
            break
        row = cohort_row(stratum, cohort)
        if oldest >= latest_rotation + width:
            fell_cohort(s, stratum, row, oldest, width, product_share, True)
        else:
            fell_cohort(s, stratum, row, oldest, width, product_share, False)
    for lane in range(LANES):
        s[at(ROW.flux + FLUX.felled_area, lane)] += s[at(record(stratum) + REC.felled_area, lane)]


@lanes
def fell_cohort(s, stratum, row, oldest, width, product_share, all_ripe):
    """What is felled of one cohort; `all_ripe`: all of it is above rotation age in every lane."""
    share_stem = record(stratum) + REC.share + STEM
    for lane in range(LANES):
        standing = s[at(record(stratum) + REC.standing, lane)]
        area, biomass = s[at(row, lane)], s[at(row + 1, lane)]
        per_biomass = standing * s[at(share_stem, lane)] * product_share
        wanted = s[at(ROW.wanted, lane)]
        if not all_ripe:
            rotation = s[at(record(stratum) + REC.rotation, lane)] + s[at(ROW.modifier + LONGER_ROTATION, lane)]
            wanted = min(wanted, harvest.ripe_share(oldest - rotation, width) * biomass * per_biomass)
        share, product = harvest.felled_share(biomass, per_biomass, wanted)
        s[at(row, lane)] = area * (1.0 - share)
        s[at(row + 1, lane)] = biomass * (1.0 - share)
        s[at(ROW.wanted, lane)] -= product
        s[at(record(stratum) + REC.felled, lane)] += biomass * standing * share
        s[at(record(stratum) + REC.felled_area, lane)] += area * standing * share


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
    if stratum != NATURAL and year >= FIRST_PLANTING:
        anew = planted_anew_row(stratum, year)
        for lane in range(LANES):
            s[at(anew, lane)] = s[at(converted, lane)]


@lanes
def any_converted(s):
    """Whether any lane has land in conversion to forest, from earlier years or of this one."""
    found = fold(s, ROW.converted_area)
    for stratum in range(N_STRATA):
        found += fold(s, record(stratum) + REC.gain_converted)
    return found > 0.0


@apart
def grow_forest(s, year, converted):
    """Growth of natural and planted forest."""
    grow(s, bounded(year, MAXIMUM_YEARS), False, converted)


@apart
def grow_and_restock(s, year, converted):
    """Growth of natural and planted forest; after it a share of every cohort changes between the two."""
    grow(s, bounded(year, MAXIMUM_YEARS), True, converted)


@lanes
def grow(s, year, restocking, converted):
    """Growth of every cohort of natural and planted forest: the starting cohorts, then those of each year."""
    turn_to_chosen_species(s, year)
    begin_growth(s, NATURAL, year, converted)
    begin_growth(s, PLANTED, year, converted)
    if restocking and converted:
        mix_converted_shares(s, year)
    for pair in range(N_LUMPS // COHORTS_AT_ONCE):
        grow_pair(s, COHORTS_AT_ONCE * pair, OLDEST + year - 10 * COHORTS_AT_ONCE * pair, 10, restocking)
    note_old_stands(s)
    for pair in range(year // COHORTS_AT_ONCE + 1):
        grow_pair(s, N_LUMPS + COHORTS_AT_ONCE * pair, year - COHORTS_AT_ONCE * pair, 1, restocking)
    end_growth(s, NATURAL)
    end_growth(s, PLANTED)
    note_forest_production(s)


@lanes
def turn_to_chosen_species(s, year):
    """From FIRST_PLANTING on, planted cohorts grow as the species chosen; one age of the table turns in each year.

    The age of the oldest such cohort: the younger ages have turned before, and every earlier cohort is past them. So
    the loops over cohorts read one table, whatever a cohort is.
    """
    if year >= FIRST_PLANTING:
        age = bounded(year - FIRST_PLANTING, MAXIMUM_YEARS - FIRST_PLANTING)
        for lane in range(LANES):
            s[at(increment_row(PLANTED) + age, lane)] = s[at(ROW.chosen_increment + age, lane)]


@apart
def grow_shrub(s, year, converted):
    """Growth of planted shrubs."""
    year = bounded(year, MAXIMUM_YEARS)
    begin_growth(s, SHRUB, year, converted)
    for cohort in range(N_LUMPS):
        grow_shrub_cohort(s, cohort, increment_row(SHRUB) + OLDEST + year - 10 * cohort)
    for birth in range(year + 1):
        grow_shrub_cohort(s, N_LUMPS + birth, increment_row(SHRUB) + year - birth)
    end_growth(s, SHRUB)


@lanes
def grow_shrub_cohort(s, cohort, increment):
    """Growth of one cohort of shrubs; `increment` is the row of its increment."""
    base, row = record(SHRUB), cohort_row(SHRUB, cohort)
    for lane in range(LANES):
        area = s[at(row, lane)]
        grown = forest.growth(area, s[at(increment, lane)], s[at(base + REC.growth_factor, lane)])
        biomass = s[at(row + 1, lane)] + grown
        s[at(row + 1, lane)] = biomass
        s[at(base + REC.cohort_area, lane)] += area
        s[at(base + REC.biomass, lane)] += biomass
        s[at(base + REC.grown, lane)] += grown


@lanes
def begin_growth(s, stratum, year, converted):
    """Sums of the cohorts at zero, the growth factor of the year, and land in conversion."""
    base = record(stratum)
    for lane in range(LANES):
        s[at(base + REC.grown, lane)] = 0.0
        s[at(base + REC.cohort_area, lane)] = 0.0
        s[at(base + REC.biomass, lane)] = 0.0
        tended = s[at(ROW.modifier + MORE_INCREMENT, lane)] if stratum != SHRUB else 0.0
        s[at(base + REC.growth_factor, lane)] = s[at(ROW.growth_factor, lane)] * (1.0 + tended)
    if converted:
        grow_converted(s, stratum, year)


@lanes
def end_growth(s, stratum):
    """Sums of the cohorts in hectares and tonnes."""
    base = record(stratum)
    for lane in range(LANES):
        standing = s[at(base + REC.standing, lane)]
        s[at(base + REC.grown, lane)] *= standing
        s[at(base + REC.cohort_area, lane)] *= standing
        s[at(base + REC.biomass, lane)] *= standing


@lanes
def grow_pair(s, cohort, age, interval, restocking):
    """Growth of two cohorts that follow each other, in natural and in planted forest; then what changes over.

    age  of the older one at the start of the year; the other is `interval` years younger
    Two cohorts of both strata at a time, so that each is read and written once a year: that is most of the time of a
    run. The sums are those before restocking.
    """
    natural, planted = record(NATURAL), record(PLANTED)
    row_1, row_2 = cohort_row(NATURAL, cohort), cohort_row(NATURAL, cohort + 1)
    to_planted = cohort_row(PLANTED, 0) - cohort_row(NATURAL, 0)
    table_n, table_p = increment_row(NATURAL) + age, increment_row(PLANTED) + age
    for lane in range(LANES):
        area_n1, area_p1 = s[at(row_1, lane)], s[at(row_1 + to_planted, lane)]
        area_n2, area_p2 = s[at(row_2, lane)], s[at(row_2 + to_planted, lane)]
        factor_n, factor_p = s[at(natural + REC.growth_factor, lane)], s[at(planted + REC.growth_factor, lane)]
        grown_n1 = forest.growth(area_n1, s[at(table_n, lane)], factor_n)
        grown_p1 = forest.growth(area_p1, s[at(table_p, lane)], factor_p)
        grown_n2 = forest.growth(area_n2, s[at(table_n - interval, lane)], factor_n)
        grown_p2 = forest.growth(area_p2, s[at(table_p - interval, lane)], factor_p)
        biomass_n1, biomass_p1 = s[at(row_1 + 1, lane)] + grown_n1, s[at(row_1 + to_planted + 1, lane)] + grown_p1
        biomass_n2, biomass_p2 = s[at(row_2 + 1, lane)] + grown_n2, s[at(row_2 + to_planted + 1, lane)] + grown_p2
        s[at(natural + REC.cohort_area, lane)] += area_n1 + area_n2
        s[at(planted + REC.cohort_area, lane)] += area_p1 + area_p2
        s[at(natural + REC.biomass, lane)] += biomass_n1 + biomass_n2
        s[at(planted + REC.biomass, lane)] += biomass_p1 + biomass_p2
        s[at(natural + REC.grown, lane)] += grown_n1 + grown_n2
        s[at(planted + REC.grown, lane)] += grown_p1 + grown_p2
        if restocking:
            kept_n, received_n = s[at(natural + REC.kept, lane)], s[at(natural + REC.received, lane)]
            kept_p, received_p = s[at(planted + REC.kept, lane)], s[at(planted + REC.received, lane)]
            s[at(row_1, lane)] = kept_n * area_n1 + received_n * area_p1
            s[at(row_1 + to_planted, lane)] = kept_p * area_p1 + received_p * area_n1
            s[at(row_2, lane)] = kept_n * area_n2 + received_n * area_p2
            s[at(row_2 + to_planted, lane)] = kept_p * area_p2 + received_p * area_n2
            biomass_n1, biomass_p1 = (
                kept_n * biomass_n1 + received_n * biomass_p1, kept_p * biomass_p1 + received_p * biomass_n1,
            )  # fmt: skip
            biomass_n2, biomass_p2 = (
                kept_n * biomass_n2 + received_n * biomass_p2, kept_p * biomass_p2 + received_p * biomass_n2,
            )  # fmt: skip
        s[at(row_1 + 1, lane)] = biomass_n1
        s[at(row_1 + to_planted + 1, lane)] = biomass_p1
        s[at(row_2 + 1, lane)] = biomass_n2
        s[at(row_2 + to_planted + 1, lane)] = biomass_p2


@lanes
def grow_converted(s, stratum, year):
    """Land in conversion: its area, its growth and the litter of its trees, from the converted part of each cohort."""
    base = record(stratum)
    table = increment_row(stratum)
    tissue, rate = base + REC.share, base + REC.turnover
    area_row, biomass_row, grown_row = ROW.move, ROW.fraction, ROW.work
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
        for pool in range(len(FOREST_SOIL)):
            s[at(ROW.converted_soil + pool, lane)] += s[at(base + REC.gain_soil + pool, lane)]
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
    """Shares of natural and planted forest that change over, and what that means for their cohorts.

    The rows `restocking` hold the hectares asked for before, and the share of them that is met after. What changes
    over is a share of what stood at the start, in both directions, so that their order does not matter.
    """
    natural_base, planted_base = record(NATURAL), record(PLANTED)
    for lane in range(LANES):
        natural, planted = s[at(ROW.area + NATURAL, lane)], s[at(ROW.area + PLANTED, lane)]
        to_planted, to_natural = s[at(ROW.restocking + TO_PLANTED, lane)], s[at(ROW.restocking + TO_NATURAL, lane)]
        given = min(1.0, to_planted / natural) if natural > 0.0 else 0.0
        taken = min(1.0, to_natural / planted) if planted > 0.0 else 0.0
        # A cohort's rows hold what it was before the losses that its stratum has had.
        standing = s[at(natural_base + REC.standing, lane)] / s[at(planted_base + REC.standing, lane)]
        s[at(natural_base + REC.kept, lane)] = 1.0 - given
        s[at(planted_base + REC.kept, lane)] = 1.0 - taken
        s[at(natural_base + REC.received, lane)] = taken / standing
        s[at(planted_base + REC.received, lane)] = given * standing
        unmet = max(0.0, to_planted - given * natural) + max(0.0, to_natural - taken * planted)
        s[at(ROW.flux + FLUX.transition_unmet, lane)] += unmet
        s[at(ROW.restocking + TO_PLANTED, lane)] = given * natural / to_planted if to_planted > 0.0 else 0.0
        s[at(ROW.restocking + TO_NATURAL, lane)] = taken * planted / to_natural if to_natural > 0.0 else 0.0


@lanes
def mix_converted_shares(s, year):
    """Converted share of the young cohorts once a part of them has changed between natural and planted forest."""
    natural, planted = record(NATURAL), record(PLANTED)
    for age in range(CONVERSION_YEARS):
        cohort = N_LUMPS + bounded(year - age, MAXIMUM_YEARS)
        slot = REC.converted_share + age
        for lane in range(LANES):
            area_n, area_p = s[at(cohort_row(NATURAL, cohort), lane)], s[at(cohort_row(PLANTED, cohort), lane)]
            share_n, share_p = s[at(natural + slot, lane)], s[at(planted + slot, lane)]
            own, other = s[at(natural + REC.kept, lane)] * area_n, s[at(natural + REC.received, lane)] * area_p
            mixed = (own * share_n + other * share_p) / (own + other) if own + other > 0.0 else 0.0
            s[at(natural + slot, lane)] = mixed
            own, other = s[at(planted + REC.kept, lane)] * area_p, s[at(planted + REC.received, lane)] * area_n
            mixed = (own * share_p + other * share_n) / (own + other) if own + other > 0.0 else 0.0
            s[at(planted + slot, lane)] = mixed


@apart
def restock_records(s):
    """After growth and decay: area, biomass and dead matter change between natural and planted forest like cohorts."""
    natural, planted = record(NATURAL), record(PLANTED)
    for row in (REC.biomass, REC.cohort_area):
        exchange(s, natural + row, planted + row)
    for pool in range(N_POOLS):
        exchange(s, natural + REC.pools + pool, planted + REC.pools + pool)
    exchange(s, ROW.area + NATURAL, ROW.area + PLANTED)


@lanes
def exchange(s, natural_row, planted_row):
    """The shares of natural and planted forest that change over, of a row of each."""
    for lane in range(LANES):
        natural, planted = s[at(natural_row, lane)], s[at(planted_row, lane)]
        given = (1.0 - s[at(record(NATURAL) + REC.kept, lane)]) * natural
        taken = (1.0 - s[at(record(PLANTED) + REC.kept, lane)]) * planted
        s[at(natural_row, lane)] = natural - given + taken
        s[at(planted_row, lane)] = planted - taken + given
