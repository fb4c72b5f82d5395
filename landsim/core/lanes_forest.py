"""Loops over the lanes of a block for litter and dead organic matter. Equations are in dead_organic_matter.py."""

from __future__ import annotations

from landsim.core import dead_organic_matter
from landsim.core.cohort_rows import record
from landsim.core.compilation import at, lanes
from landsim.core.state import FLUX, LANES, N_POOLS, REC, ROW

STEM, FOLIAGE, BRANCH, COARSE, FINE = 0, 1, 2, 3, 4
AG_VERY_FAST, BG_VERY_FAST, AG_FAST, BG_FAST, MEDIUM, AG_SLOW, BG_SLOW, STEM_SNAG, BRANCH_SNAG = range(9)
BIOMASS, DEAD, SOIL = 0, 1, 2  # rows of the books


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
def decay_converted(s, converted, p):
    """Dead matter of land in conversion, where there is any (`converted`)."""
    if converted:
        decay_conversion(s, p)


@lanes
def decay_conversion(s, p):
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
            s[at(base + BG_VERY_FAST, lane)] + s[at(ROW.converted_soil, lane)],
            s[at(base + AG_FAST, lane)],
            s[at(base + BG_FAST, lane)] + s[at(ROW.converted_soil + 1, lane)],
            s[at(base + MEDIUM, lane)],
            s[at(base + AG_SLOW, lane)],
            s[at(base + BG_SLOW, lane)] + s[at(ROW.converted_soil + 2, lane)],
            s[at(base + STEM_SNAG, lane)],
            s[at(base + BRANCH_SNAG, lane)],
            stem, foliage, branch, coarse, fine,
            s[at(ROW.q_litter, lane)], s[at(ROW.q_wood, lane)], s[at(ROW.humification, lane)], p,
        )  # fmt: skip
        s[at(ROW.flux + FLUX.converted_litterfall, lane)] = stem + foliage + branch + coarse + fine
        s[at(ROW.flux + FLUX.converted_decay, lane)] = to_air
