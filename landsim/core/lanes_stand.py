"""Single stands on the kernels of the grid: 32 stands a block, their pools and gases in one flat scratch array.

Year: event, growth, litterfall, decay. The order and the treatment of falling increments reproduce libcbm 2.10.2.
"""

from __future__ import annotations

from landsim.core import climate_response, dead_organic_matter, forest
from landsim.core.compilation import at, kernel, lanes
from landsim.core.dead_organic_matter import POOLS
from landsim.core.disturbance import CARBON
from landsim.core.forest import TISSUES
from landsim.core.state import LANES

N_CARBON = len(CARBON)
STEM, FOLIAGE, BRANCH, COARSE, FINE = range(len(TISSUES))
AG_VERY_FAST, BG_VERY_FAST, AG_FAST, BG_FAST, MEDIUM, AG_SLOW, BG_SLOW, STEM_SNAG, BRANCH_SNAG = range(
    len(TISSUES), len(TISSUES) + len(POOLS)
)
CO2 = CARBON.index("co2")
# Rows that belong to a stand but are not carbon in it: all growth since the start, replaced tissue included (tC/ha);
# loss asked for by increments below what was there (tC/ha).
GROWN, UNMET = N_CARBON, N_CARBON + 1
N_ROWS = N_CARBON + 2
_Q_LITTER, _Q_WOOD, _BEFORE = N_ROWS, N_ROWS + 1, N_ROWS + 2
STAND_SCRATCH = (_BEFORE + N_CARBON) * LANES


@lanes
def disturb(s, shares):
    """Carbon goes where the matrix of the event says."""
    for row in range(N_CARBON):
        for lane in range(LANES):
            s[at(_BEFORE + row, lane)] = s[at(row, lane)]
            s[at(row, lane)] = 0.0
    for source in range(N_CARBON):
        for sink in range(N_CARBON):
            share = shares[source, sink]
            if share != 0.0:
                for lane in range(LANES):
                    s[at(sink, lane)] += share * s[at(_BEFORE + source, lane)]


@lanes
def advance_stand(s, stem_in, foliage_in, branch_in, coarse_in, fine_in, turnover, p):
    """One year of growth, litterfall and decay; increments in tC/ha/yr, turnover of the five tissues in 1/yr."""
    stem_rate, foliage_rate, branch_rate = turnover[STEM], turnover[FOLIAGE], turnover[BRANCH]
    coarse_rate, fine_rate = turnover[COARSE], turnover[FINE]
    for lane in range(LANES):
        stem_0, foliage_0, branch_0 = s[at(STEM, lane)], s[at(FOLIAGE, lane)], s[at(BRANCH, lane)]
        coarse_0, fine_0 = s[at(COARSE, lane)], s[at(FINE, lane)]
        stem_grown = forest.bounded_increment(stem_0, stem_in)
        foliage_grown = forest.bounded_increment(foliage_0, foliage_in)
        branch_grown = forest.bounded_increment(branch_0, branch_in)
        coarse_grown = forest.bounded_increment(coarse_0, coarse_in)
        fine_grown = forest.bounded_increment(fine_0, fine_in)
        grown = stem_grown + foliage_grown + branch_grown + coarse_grown + fine_grown
        declining = forest.is_declining(grown)

        stem = forest.tissue_litter(stem_0, stem_grown, stem_rate, declining)
        foliage = forest.tissue_litter(foliage_0, foliage_grown, foliage_rate, declining)
        branch = forest.tissue_litter(branch_0, branch_grown, branch_rate, declining)
        coarse = forest.tissue_litter(coarse_0, coarse_grown, coarse_rate, declining)
        fine = forest.tissue_litter(fine_0, fine_grown, fine_rate, declining)

        s[at(STEM, lane)] = stem_0 + stem_grown
        s[at(FOLIAGE, lane)] = foliage_0 + foliage_grown
        s[at(BRANCH, lane)] = branch_0 + branch_grown
        s[at(COARSE, lane)] = coarse_0 + coarse_grown
        s[at(FINE, lane)] = fine_0 + fine_grown
        (
            s[at(AG_VERY_FAST, lane)],
            s[at(BG_VERY_FAST, lane)],
            s[at(AG_FAST, lane)],
            s[at(BG_FAST, lane)],
            s[at(MEDIUM, lane)],
            s[at(AG_SLOW, lane)],
            s[at(BG_SLOW, lane)],
            s[at(STEM_SNAG, lane)],
            s[at(BRANCH_SNAG, lane)],
            to_air,
        ) = dead_organic_matter.advance_pools(
            s[at(AG_VERY_FAST, lane)],
            s[at(BG_VERY_FAST, lane)],
            s[at(AG_FAST, lane)],
            s[at(BG_FAST, lane)],
            s[at(MEDIUM, lane)],
            s[at(AG_SLOW, lane)],
            s[at(BG_SLOW, lane)],
            s[at(STEM_SNAG, lane)],
            s[at(BRANCH_SNAG, lane)],
            stem, foliage, branch, coarse, fine,
            s[at(_Q_LITTER, lane)], s[at(_Q_WOOD, lane)], 1.0, p,
        )  # fmt: skip
        s[at(CO2, lane)] += to_air
        s[at(GROWN, lane)] += grown + (stem + foliage + branch + coarse + fine)
        s[at(UNMET, lane)] += grown - (stem_in + foliage_in + branch_in + coarse_in + fine_in)


@lanes
def keep_history(s, history, year, first):
    """Copy the rows of a block to [year, row, stand]."""
    for row in range(N_ROWS):
        for lane in range(LANES):
            history[year, row, first + lane] = s[at(row, lane)]


@kernel
def advance_stands(stands, temperature, increment, event, matrices, turnover, p, scratch, history):
    """Take stands through all years, in place.

    stands       [N_ROWS, stands] in tC/ha, stands padded to whole blocks of LANES
    temperature  [stands] mean annual, degrees Celsius
    increment    [years, tissues] net increment, tC/ha/yr
    event        [years] index into matrices, -1 for none
    matrices     [events, CARBON, CARBON] shares
    turnover     [tissues] 1/yr
    p            scalar parameters (simulation.scalar_parameters)
    history      [years + 1, N_ROWS, stands], or [0, ...] to keep the last year only
    """
    years = increment.shape[0]
    for block in range(stands.shape[1] // LANES):
        first = block * LANES
        for row in range(N_ROWS):
            for lane in range(LANES):
                scratch[at(row, lane)] = stands[row, first + lane]
        for lane in range(LANES):
            warmth = temperature[first + lane]
            scratch[at(_Q_LITTER, lane)] = climate_response.q10_factor(warmth, p.dead_organic_matter_q10_litter)
            scratch[at(_Q_WOOD, lane)] = climate_response.q10_factor(warmth, p.dead_organic_matter_q10_wood)
        if history.shape[0] > 0:
            keep_history(scratch, history, 0, first)
        for year in range(years):
            if event[year] >= 0:
                disturb(scratch, matrices[event[year]])
            advance_stand(
                scratch, increment[year, STEM], increment[year, FOLIAGE], increment[year, BRANCH],
                increment[year, COARSE], increment[year, FINE], turnover, p,
            )  # fmt: skip
            if history.shape[0] > 0:
                keep_history(scratch, history, year + 1, first)
        for row in range(N_ROWS):
            for lane in range(LANES):
                stands[row, first + lane] = scratch[at(row, lane)]
