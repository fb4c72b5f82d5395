"""Loops over the lanes of a block for what is left of forest that becomes other land: wood, residue, soil, gases.

Above-ground matter of cleared forest stays as residue and decays at the rates of CBM-CFS3; what lies below ground and
the humus layer go into the soil of the new category at once. Residue is one record for all strata of a unit;
`residue_on` keeps how much of it lies on land of each category, and all of it decays alike.
"""

from __future__ import annotations

from landsim.core import dead_organic_matter
from landsim.core.cohort_rows import age_at_start, cohort_row, planted_anew_row, record
from landsim.core.compilation import apart, at, bounded, lanes
from landsim.core.forest import PLANTED, SHRUB
from landsim.core.lanes_cohorts import fold
from landsim.core.lanes_converted import join_land
from landsim.core.lanes_disturbance import (
    AIR_OF_DEAD_MATTER,
    AIR_OF_TREES,
    INSECTS,
    N_SINKS,
    WOOD_OF_DEAD_MATTER,
    WOOD_OF_TREES,
)
from landsim.core.lanes_forest import (
    AG_FAST,
    AG_SLOW,
    AG_VERY_FAST,
    BG_FAST,
    BG_SLOW,
    BG_VERY_FAST,
    BIOMASS,
    DEAD,
    SOIL,
)
from landsim.core.lanes_forest import BRANCH_SNAG as POOL_BRANCH_SNAG
from landsim.core.lanes_forest import MEDIUM as POOL_MEDIUM
from landsim.core.lanes_forest import STEM_SNAG as POOL_STEM_SNAG
from landsim.core.lanes_soil import add_soil
from landsim.core.soil_rows import SLOW, joined_pool_row, pool_row
from landsim.core.state import (
    FIRST_PLANTING,
    FLUX,
    LAND,
    LANES,
    MAXIMUM_YEARS,
    N_LAND,
    N_LUMPS,
    N_POOLS,
    N_STRATA,
    N_TISSUES,
    REC,
    RESIDUE,
    ROW,
)

GRASSLAND = LAND.index("grassland")
VERY_FAST, FAST, MEDIUM, STEM_SNAG, BRANCH_SNAG = range(len(RESIDUE))


@lanes
def read_cleared_trees(s, stratum, events):
    """Where a tonne of cleared trees goes, by lane: the shares of the tissues, mixed once for the whole run."""
    for sink in range(N_SINKS):
        row = ROW.cleared_to + stratum * N_SINKS + sink
        for tissue in range(N_TISSUES):
            share = events.cleared_share[tissue, sink]
            for lane in range(LANES):
                s[at(row, lane)] += share * s[at(record(stratum) + REC.share + tissue, lane)]


@lanes
def clear_forest(s, stratum, destination, events, p):
    """Deforestation of a share (row `fraction`) of a stratum; hectares in row `move`.

    The stratum itself loses its share when all changes of the year are known (settle_forest).
    """
    base = record(stratum)
    for lane in range(LANES):
        fraction = s[at(ROW.fraction, lane)]
        s[at(base + REC.killed, lane)] = fraction * s[at(base + REC.biomass, lane)]
        s[at(base + REC.loss, lane)] += fraction
        s[at(ROW.flux + FLUX.lost_forest, lane)] += s[at(ROW.move, lane)]
    leave_matter(s, stratum, destination, ROW.cleared_to + stratum * N_SINKS, events, p)


@lanes
def leave_matter(s, stratum, destination, trees_to, events, p):
    """Trees killed (row `killed`) and dead matter on a share of a stratum (row `fraction`) are left on other land.

    trees_to  first row of where a tonne of the trees goes, one row for each sink
    """
    base = record(stratum)
    pools = base + REC.pools
    for pool in range(N_POOLS):
        stays = 1.0 - events.cleared_loss[pool]
        for lane in range(LANES):
            own = s[at(ROW.fraction, lane)] * s[at(pools + pool, lane)]
            entering = s[at(base + REC.killed, lane)] * s[at(trees_to + pool, lane)]
            s[at(ROW.before + pool, lane)] = own
            s[at(ROW.cleared + pool, lane)] = own * stays + entering
    for sink in range(N_POOLS, N_SINKS):
        for lane in range(LANES):
            s[at(ROW.cleared + sink, lane)] = s[at(base + REC.killed, lane)] * s[at(trees_to + sink, lane)]
    for flow in range(events.cleared_count):
        source = bounded(events.cleared_source[flow], N_POOLS)
        sink = bounded(events.cleared_sink[flow], N_SINKS)
        share = events.cleared_flow[flow]
        for lane in range(LANES):
            s[at(ROW.cleared + sink, lane)] += share * s[at(ROW.before + source, lane)]
    book_cleared(s, base, destination, p)


@lanes
def book_cleared(s, base, destination, p):
    """Rows `cleared` go to residue, soil, wood and air, with the fluxes and budgets that belong to it."""
    air_row = ROW.flux + FLUX.deforestation_air_cropland + destination - N_STRATA
    product_row = ROW.flux + FLUX.deforestation_products_cropland + destination - N_STRATA
    cleared = ROW.cleared
    add_residue(s, VERY_FAST, cleared + AG_VERY_FAST, destination)
    add_residue(s, FAST, cleared + AG_FAST, destination)
    add_residue(s, MEDIUM, cleared + POOL_MEDIUM, destination)
    add_residue(s, STEM_SNAG, cleared + POOL_STEM_SNAG, destination)
    add_residue(s, BRANCH_SNAG, cleared + POOL_BRANCH_SNAG, destination)
    for lane in range(LANES):
        killed = s[at(base + REC.killed, lane)]
        of_trees = s[at(cleared + WOOD_OF_TREES, lane)] + s[at(cleared + AIR_OF_TREES, lane)]
        wood_of_dead = s[at(cleared + WOOD_OF_DEAD_MATTER, lane)]
        air_of_dead = s[at(cleared + AIR_OF_DEAD_MATTER, lane)]
        roots = s[at(cleared + BG_VERY_FAST, lane)] + s[at(cleared + BG_FAST, lane)]
        active, passive = p.mineral_soil_active_of_roots * roots, s[at(cleared + BG_SLOW, lane)]
        slow = (roots - active) + s[at(cleared + AG_SLOW, lane)]
        soil = active + slow + passive
        s[at(ROW.left + BIOMASS, lane)] += killed
        s[at(ROW.entered + DEAD, lane)] += killed - of_trees
        s[at(ROW.left + DEAD, lane)] += soil + wood_of_dead + air_of_dead
        s[at(ROW.entered + SOIL, lane)] += soil
        s[at(air_row, lane)] += s[at(ROW.cleared + AIR_OF_TREES, lane)] + air_of_dead
        s[at(product_row, lane)] += s[at(ROW.cleared + WOOD_OF_TREES, lane)] + wood_of_dead
        add_soil(s, lane, destination - N_STRATA, active, slow, passive)


@lanes
def add_residue(s, part, row, destination):
    """What a row holds becomes one part of the residue on land of a category."""
    for lane in range(LANES):
        s[at(ROW.residue + part, lane)] += s[at(row, lane)]
        s[at(ROW.residue_on + destination - N_STRATA, lane)] += s[at(row, lane)]


@apart
def decay_residue(s, p):
    """Residue of cleared forest: snags fall, everything decays; what does not go to air enters the soil under it."""
    air_litter, air_wood = p.dead_organic_matter_air_share_litter, p.dead_organic_matter_air_share_wood
    to_air_row, to_soil_row, left_row = ROW.move, ROW.fraction, ROW.before
    for lane in range(LANES):
        q_litter, q_wood = s[at(ROW.q_litter, lane)], s[at(ROW.q_wood, lane)]
        stem, fallen_stem = dead_organic_matter.fall(
            s[at(ROW.residue + STEM_SNAG, lane)], p.dead_organic_matter_stem_snag_fall
        )
        branch, fallen_branch = dead_organic_matter.fall(
            s[at(ROW.residue + BRANCH_SNAG, lane)], p.dead_organic_matter_branch_snag_fall
        )
        stem, a1, h1 = dead_organic_matter.decay_fast(
            stem, p.dead_organic_matter_stem_snag_decay * q_wood, air_wood, 1.0
        )
        branch, a2, h2 = dead_organic_matter.decay_fast(
            branch, p.dead_organic_matter_branch_snag_decay * q_wood, air_wood, 1.0
        )
        medium, a3, h3 = dead_organic_matter.decay_fast(
            s[at(ROW.residue + MEDIUM, lane)] + fallen_stem, p.dead_organic_matter_medium_decay * q_wood, air_wood, 1.0
        )
        fast, a4, h4 = dead_organic_matter.decay_fast(
            s[at(ROW.residue + FAST, lane)] + fallen_branch,
            p.dead_organic_matter_above_ground_fast_decay * q_wood, air_wood, 1.0,
        )  # fmt: skip
        very_fast, a5, h5 = dead_organic_matter.decay_fast(
            s[at(ROW.residue + VERY_FAST, lane)],
            p.dead_organic_matter_above_ground_very_fast_decay * q_litter, air_litter, 1.0,
        )  # fmt: skip
        left = stem + branch + medium + fast + very_fast
        to_air, to_soil = a1 + a2 + a3 + a4 + a5, h1 + h2 + h3 + h4 + h5
        before = left + to_air + to_soil
        s[at(ROW.residue + STEM_SNAG, lane)] = stem
        s[at(ROW.residue + BRANCH_SNAG, lane)] = branch
        s[at(ROW.residue + MEDIUM, lane)] = medium
        s[at(ROW.residue + FAST, lane)] = fast
        s[at(ROW.residue + VERY_FAST, lane)] = very_fast
        s[at(ROW.left + DEAD, lane)] += to_air + to_soil
        s[at(ROW.entered + SOIL, lane)] += to_soil
        s[at(to_air_row, lane)] = to_air / before if before > 0.0 else 0.0
        s[at(to_soil_row, lane)] = to_soil / before if before > 0.0 else 0.0
        s[at(left_row, lane)] = left / before if before > 0.0 else 0.0
    for place in range(N_LAND - N_STRATA):
        for lane in range(LANES):
            here = s[at(ROW.residue_on + place, lane)]
            s[at(ROW.flux + FLUX.deforestation_air_cropland + place, lane)] += here * s[at(to_air_row, lane)]
            to_soil = here * s[at(to_soil_row, lane)]
            s[at(pool_row(place, SLOW), lane)] += to_soil
            s[at(joined_pool_row(place, SLOW), lane)] += to_soil if s[at(ROW.joined_area + place, lane)] > 0.0 else 0.0
            s[at(ROW.residue_on + place, lane)] = here * s[at(left_row, lane)]


@lanes
def lose_plantations(s, year, events, p):
    """Dieback: old plantations in dry land lose a share of every cohort each year; the land becomes grassland again.

    Of what was planted on other land in the simulated future only: losses of older plantations are part of the recorded
    changes, and what grows again after fire or felling is no new plantation.
    Trees and shrubs die standing (as killed by insects).
    """
    if year > FIRST_PLANTING + p.afforestation_dieback_age and fold(s, ROW.dieback) > 0.0:
        lose_old_trees(s, year, events, p)
        lose_old_shrubs(s, year, events, p)


@apart
def lose_old_trees(s, year, events, p):
    """Dieback of planted forest."""
    lose_old_cohorts(s, PLANTED, bounded(year, MAXIMUM_YEARS), events, p)


@apart
def lose_old_shrubs(s, year, events, p):
    """Dieback of planted shrubs."""
    lose_old_cohorts(s, SHRUB, bounded(year, MAXIMUM_YEARS), events, p)


@lanes
def lose_old_cohorts(s, stratum, year, events, p):
    """Cohorts of a planted stratum above an age lose a share (row `dieback`) of their area."""
    base = record(stratum)
    for lane in range(LANES):
        s[at(ROW.move, lane)] = 0.0
        s[at(base + REC.killed, lane)] = 0.0
    for birth in range(FIRST_PLANTING, MAXIMUM_YEARS):
        if age_at_start(N_LUMPS + birth, year) <= p.afforestation_dieback_age:
            break
        row, anew = cohort_row(stratum, N_LUMPS + birth), planted_anew_row(stratum, birth)
        for lane in range(LANES):
            rate, share = s[at(ROW.dieback, lane)], s[at(anew, lane)]
            dies = rate * share
            s[at(anew, lane)] = share * (1.0 - rate) / (1.0 - dies)
            lost = dies * s[at(base + REC.standing, lane)]
            s[at(ROW.move, lane)] += lost * s[at(row, lane)]
            s[at(base + REC.killed, lane)] += lost * s[at(row + 1, lane)]
            s[at(row, lane)] *= 1.0 - dies
            s[at(row + 1, lane)] *= 1.0 - dies
    for lane in range(LANES):
        area, lost = s[at(ROW.area + stratum, lane)], s[at(ROW.move, lane)]
        s[at(ROW.fraction, lane)] = min(1.0, lost / area) if area > 0.0 else 0.0
        s[at(ROW.area + stratum, lane)] = area - lost
        s[at(ROW.area + GRASSLAND, lane)] += lost
        s[at(ROW.flux + FLUX.lost_plantation, lane)] += lost
        s[at(ROW.flux + FLUX.lost_forest, lane)] += lost
    leave_matter(s, stratum, GRASSLAND, base + REC.trees_to + INSECTS * N_SINKS, events, p)
    for pool in range(N_POOLS):
        for lane in range(LANES):
            s[at(base + REC.pools + pool, lane)] *= 1.0 - s[at(ROW.fraction, lane)]
    for lane in range(LANES):
        s[at(base + REC.biomass, lane)] -= s[at(base + REC.killed, lane)]
    join_land(s, GRASSLAND)
