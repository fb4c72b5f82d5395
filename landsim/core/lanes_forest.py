"""Loops over the lanes of a block for the forest processes. Equations are in the process files."""

from __future__ import annotations

from landsim.core import dead_organic_matter, fire
from landsim.core.compilation import at, lanes
from landsim.core.forest import NATURAL, PLANTED, SHRUB
from landsim.core.lanes_cohorts import record
from landsim.core.state import FLUX, LANES, N_POOLS, REC, ROW

STEM, FOLIAGE, BRANCH, COARSE, FINE = 0, 1, 2, 3, 4
AG_VERY_FAST, BG_VERY_FAST, AG_FAST, BG_FAST, MEDIUM, AG_SLOW, BG_SLOW, STEM_SNAG, BRANCH_SNAG = range(9)
BIOMASS, DEAD, SOIL = 0, 1, 2  # rows of the books


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


@lanes
def decay_converted(s, p):
    """Dead matter of land in conversion: litter of its trees, soil that came with the land, decay.

    One record for all strata, a part of theirs. Land that leaves (after CONVERSION_YEARS, cleared, burned bare or
    felled) takes its mean with it, so the category has no flux from leaving.
    """
    base, litter_row = ROW.converted_pools, ROW.converted_litter
    for lane in range(LANES):
        before, kept = s[at(ROW.converted_area, lane)], s[at(ROW.converted_kept, lane)]
        s[at(ROW.fraction, lane)] = min(1.0, kept / before) if before > 0.0 else 0.0
        s[at(ROW.converted_area, lane)] = kept + s[at(ROW.flux + FLUX.converted_forest_area, lane)]
        s[at(ROW.flux + FLUX.converted_forest_area, lane)] = s[at(ROW.converted_area, lane)]
    for pool in range(N_POOLS):
        for lane in range(LANES):
            s[at(base + pool, lane)] *= s[at(ROW.fraction, lane)]
    for lane in range(LANES):
        stem, foliage = s[at(litter_row + STEM, lane)], s[at(litter_row + FOLIAGE, lane)]
        branch, coarse = s[at(litter_row + BRANCH, lane)], s[at(litter_row + COARSE, lane)]
        fine = s[at(litter_row + FINE, lane)]
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
            s[at(base + BG_SLOW, lane)] + s[at(ROW.converted_soil, lane)],
            s[at(base + STEM_SNAG, lane)],
            s[at(base + BRANCH_SNAG, lane)],
            stem, foliage, branch, coarse, fine,
            s[at(ROW.q_litter, lane)], s[at(ROW.q_wood, lane)], s[at(ROW.humification, lane)], p,
        )  # fmt: skip
        s[at(ROW.flux + FLUX.converted_litterfall, lane)] = stem + foliage + branch + coarse + fine
        s[at(ROW.flux + FLUX.converted_decay, lane)] = to_air
