"""Dead organic matter and soil of a block's forest at the end of 1989, near the state that its litter would hold.

Starting from litter statistics and a soil map instead would make Russia drift by more than half a gigatonne a year,
so every stratum starts where its own litter, fires, harvest and climate would hold it, times a declared share by
country (forest that regrows on worn-out land has less than its litter would hold); one humification multiplier per
unit, kept for the whole run, meets the observed soil stock.
"""

from __future__ import annotations

from landsim.core.cohort_rows import cohort_row, record
from landsim.core.compilation import at, lanes
from landsim.core.dead_organic_matter import mixed_share, slow_share, steady_stock
from landsim.core.forest import NATURAL, PLANTED
from landsim.core.grid_disturbance import GRID_EVENTS
from landsim.core.lanes_disturbance import FIRE, HARVEST, INSECTS, WOOD_OF_TREES
from landsim.core.lanes_forest import (
    AG_FAST,
    AG_SLOW,
    AG_VERY_FAST,
    BG_FAST,
    BG_SLOW,
    BG_VERY_FAST,
    BRANCH,
    BRANCH_SNAG,
    COARSE,
    FINE,
    FOLIAGE,
    MEDIUM,
    STEM,
    STEM_SNAG,
)
from landsim.core.state import LANES, LUMP_AGES, N_LUMPS, N_TISSUES, REC, ROW

N_EVENTS = len(GRID_EVENTS)
HUMIFICATION_PASSES = 12
HUMIFICATION_PRECISION = 2e-3
SOIL_POOLS = (BG_VERY_FAST, BG_SLOW)
DEAD_POOLS = (AG_VERY_FAST, AG_FAST, AG_SLOW, BG_FAST, MEDIUM, STEM_SNAG, BRANCH_SNAG)


@lanes
def hold_felling(s, lane, stratum, wanted, wood):
    """Biomass and area felled each year at the start, from all stands above rotation age; what is still wanted."""
    base = record(stratum)
    available, old_area = 0.0, 0.0
    rotation = s[at(base + REC.rotation, lane)]
    for lump in range(N_LUMPS):
        if LUMP_AGES[lump] >= rotation:
            old_area += s[at(cohort_row(stratum, lump), lane)]
            available += s[at(cohort_row(stratum, lump) + 1, lane)]
    per_biomass = s[at(base + REC.share + STEM, lane)] * wood
    felled = min(available, wanted / per_biomass) if per_biomass > 0.0 else 0.0
    s[at(base + REC.felled, lane)] = felled
    s[at(base + REC.felled_area, lane)] = old_area * felled / available if available > 0.0 else 0.0
    return wanted - felled * per_biomass


@lanes
def note_held_events(s, lane, stratum, country, events):
    """Share of the stratum's land that each event affects and living biomass that it kills, at the start."""
    base = record(stratum)
    area, living = s[at(ROW.area + stratum, lane)], s[at(base + REC.biomass, lane)]
    burned, infested = s[at(base + REC.burned, lane)], s[at(base + REC.infested, lane)]
    killed_by_fire = events.killed[country, FIRE] * burned
    s[at(ROW.affected + FIRE, lane)] = burned
    s[at(ROW.affected + INSECTS, lane)] = infested
    s[at(ROW.affected + HARVEST, lane)] = s[at(base + REC.felled_area, lane)] / area if area > 0.0 else 0.0
    s[at(ROW.killed + FIRE, lane)] = living * killed_by_fire
    s[at(ROW.killed + INSECTS, lane)] = living * (1.0 - killed_by_fire) * infested
    s[at(ROW.killed + HARVEST, lane)] = s[at(base + REC.felled, lane)]


@lanes
def held_input(s, lane, stratum, country, events, event, pool):
    """tC that one event brings to a pool each year from the trees that it kills."""
    total = 0.0
    for tissue in range(N_TISSUES):
        share = events.share[country, event, tissue, pool]
        total += share * s[at(record(stratum) + REC.share + tissue, lane)]
    return total * s[at(ROW.killed + event, lane)]


@lanes
def held_loss(s, lane, country, events, event, pool):
    """Share of a pool of dead matter that one event takes away each year, wherever it goes."""
    return events.loss[country, event, pool] * s[at(ROW.affected + event, lane)]


@lanes
def after_events(s, lane, stratum, country, events, pool):
    """Share of a pool left by the events of the year, and what they bring, tC: stock after = stock x left + brought.

    Snags fall into the medium and fast pools where an event says so; their stocks before each event are known then.
    """
    left, brought = 1.0, 0.0
    for event in range(N_EVENTS):
        keep = 1.0 - held_loss(s, lane, country, events, event, pool)
        left *= keep
        brought = brought * keep + held_input(s, lane, stratum, country, events, event, pool)
        if pool != STEM_SNAG and pool != BRANCH_SNAG:
            affected = s[at(ROW.affected + event, lane)]
            stems = events.share[country, event, N_TISSUES + STEM_SNAG, pool] * affected
            branches = events.share[country, event, N_TISSUES + BRANCH_SNAG, pool] * affected
            brought += stems * s[at(ROW.snags + event, lane)] + branches * s[at(ROW.snags + N_EVENTS + event, lane)]
    return left, brought


@lanes
def note_snags(s, lane, stratum, country, events, pool, stock):
    """A snag pool before each event of the year, from its stock at the year's end; its stock after all of them."""
    row = ROW.snags if pool == STEM_SNAG else ROW.snags + N_EVENTS
    for event in range(N_EVENTS):
        s[at(row + event, lane)] = stock
        stock *= 1.0 - held_loss(s, lane, country, events, event, pool)
        stock += held_input(s, lane, stratum, country, events, event, pool)
    return stock


@lanes
def steady_pools(s, lane, stratum, country, events, p):
    """Pools of one stratum, slow ones apart, at the state that litter and events of end-1989 would hold.

    The year of CBM-CFS3: events, snag fall, litter, decay, mixing. Each pool is solved for the stock that repeats, tC.
    What reaches the slow pools is kept for settle_slow_pools.
    """
    note_held_events(s, lane, stratum, country, events)
    base = record(stratum) + REC.pools
    tissue = record(stratum) + REC.share
    rate = record(stratum) + REC.turnover
    living = s[at(record(stratum) + REC.biomass, lane)]
    q_litter, q_wood = s[at(ROW.q_litter, lane)], s[at(ROW.q_wood, lane)]
    stem_litter = living * s[at(tissue + STEM, lane)] * s[at(rate + STEM, lane)]
    foliage_litter = living * s[at(tissue + FOLIAGE, lane)] * s[at(rate + FOLIAGE, lane)]
    branch_litter = living * s[at(tissue + BRANCH, lane)] * s[at(rate + BRANCH, lane)]
    coarse_litter = 0.5 * living * s[at(tissue + COARSE, lane)] * s[at(rate + COARSE, lane)]
    fine_litter = 0.5 * living * s[at(tissue + FINE, lane)] * s[at(rate + FINE, lane)]
    to_snag = p.dead_organic_matter_branch_litter_to_snag
    stem_fall, branch_fall = p.dead_organic_matter_stem_snag_fall, p.dead_organic_matter_branch_snag_fall
    air_litter, air_wood = p.dead_organic_matter_air_share_litter, p.dead_organic_matter_air_share_wood

    k = min(1.0, p.dead_organic_matter_stem_snag_decay * q_wood)
    left, brought = after_events(s, lane, stratum, country, events, STEM_SNAG)
    stem_snag = steady_stock(left * (1.0 - stem_fall), brought * (1.0 - stem_fall) + stem_litter, k)
    stock = note_snags(s, lane, stratum, country, events, STEM_SNAG, stem_snag)
    fallen_stem = stem_fall * stock
    to_slow = (1.0 - air_wood) * k * (stock * (1.0 - stem_fall) + stem_litter)

    k = min(1.0, p.dead_organic_matter_branch_snag_decay * q_wood)
    left, brought = after_events(s, lane, stratum, country, events, BRANCH_SNAG)
    entering = branch_litter * to_snag
    branch_snag = steady_stock(left * (1.0 - branch_fall), brought * (1.0 - branch_fall) + entering, k)
    stock = note_snags(s, lane, stratum, country, events, BRANCH_SNAG, branch_snag)
    fallen_branch = branch_fall * stock
    to_slow += (1.0 - air_wood) * k * (stock * (1.0 - branch_fall) + entering)

    k = min(1.0, p.dead_organic_matter_medium_decay * q_wood)
    left, brought = after_events(s, lane, stratum, country, events, MEDIUM)
    entering = brought + fallen_stem
    medium = steady_stock(left, entering, k)
    to_slow += (1.0 - air_wood) * k * (medium * left + entering)

    k = min(1.0, p.dead_organic_matter_above_ground_fast_decay * q_wood)
    left, brought = after_events(s, lane, stratum, country, events, AG_FAST)
    entering = brought + coarse_litter + fallen_branch + branch_litter * (1.0 - to_snag)
    ag_fast = steady_stock(left, entering, k)
    to_slow += (1.0 - air_wood) * k * (ag_fast * left + entering)

    k = min(1.0, p.dead_organic_matter_above_ground_very_fast_decay * q_litter)
    left, brought = after_events(s, lane, stratum, country, events, AG_VERY_FAST)
    entering = brought + foliage_litter + fine_litter
    ag_very_fast = steady_stock(left, entering, k)
    to_slow += (1.0 - air_litter) * k * (ag_very_fast * left + entering)

    k = min(1.0, p.dead_organic_matter_below_ground_fast_decay * q_wood)
    left, brought = after_events(s, lane, stratum, country, events, BG_FAST)
    entering = brought + coarse_litter
    bg_fast = steady_stock(left, entering, k)
    decayed = k * (bg_fast * left + entering)
    k = min(1.0, p.dead_organic_matter_below_ground_very_fast_decay * q_wood)
    left, brought = after_events(s, lane, stratum, country, events, BG_VERY_FAST)
    entering = brought + fine_litter
    bg_very_fast = steady_stock(left, entering, k)
    decayed += k * (bg_very_fast * left + entering)

    left, brought = after_events(s, lane, stratum, country, events, AG_SLOW)
    s[at(ROW.held_left + stratum, lane)] = left
    s[at(ROW.held_humus + stratum, lane)] = brought + to_slow
    s[at(ROW.held_decayed + stratum, lane)] = decayed
    s[at(base + AG_VERY_FAST, lane)] = ag_very_fast
    s[at(base + BG_VERY_FAST, lane)] = bg_very_fast
    s[at(base + AG_FAST, lane)] = ag_fast
    s[at(base + BG_FAST, lane)] = bg_fast
    s[at(base + MEDIUM, lane)] = medium
    s[at(base + STEM_SNAG, lane)] = stem_snag
    s[at(base + BRANCH_SNAG, lane)] = branch_snag


@lanes
def settle_slow_pools(s, lane, stratum, h, p):
    """Humus layer and mineral soil of one stratum for a humification multiplier; soil carbon and its slow part, tC."""
    base = record(stratum) + REC.pools
    left, entering = s[at(ROW.held_left + stratum, lane)], s[at(ROW.held_humus + stratum, lane)]
    k = min(1.0, p.dead_organic_matter_above_ground_slow_decay * s[at(ROW.q_litter, lane)])
    mixing = mixed_share(p.dead_organic_matter_mixing, h)
    ag_slow = steady_stock(left, entering, 1.0 - (1.0 - k) * (1.0 - mixing))
    mixed = mixing * (ag_slow * left + entering) * (1.0 - k)
    to_soil = slow_share(p.dead_organic_matter_air_share_wood, h) * s[at(ROW.held_decayed + stratum, lane)]
    k = p.dead_organic_matter_below_ground_slow_decay
    bg_slow = (to_soil * (1.0 - k) + mixed) / k
    s[at(base + AG_SLOW, lane)] = ag_slow
    s[at(base + BG_SLOW, lane)] = bg_slow
    return bg_slow + s[at(base + BG_VERY_FAST, lane)], bg_slow


@lanes
def start_dead_matter(s, country, events, dead_share, soil_share, p):
    """Dead organic matter and soil of natural and planted forest; the humification multiplier of the unit.

    dead_share, soil_share  stock of dead wood and litter, and of soil, over the steady one (1); the observed soil stock
    is the one that forest starts with, so the multiplier is found for the steady soil that belongs to it
    """
    wood = events.share[country, HARVEST, STEM, WOOD_OF_TREES]
    for lane in range(LANES):
        area = s[at(ROW.area, lane)] + s[at(ROW.area + PLANTED, lane)]
        if area <= 0.0:
            continue
        rest = hold_felling(s, lane, NATURAL, s[at(ROW.wanted, lane)], wood)
        _ = hold_felling(s, lane, PLANTED, rest, wood)
        steady_pools(s, lane, NATURAL, country, events, p)
        steady_pools(s, lane, PLANTED, country, events, p)
        observed = area * s[at(ROW.soil_observed, lane)] / soil_share
        h = 1.0
        for _ in range(HUMIFICATION_PASSES):
            soil_n, slow_n = settle_slow_pools(s, lane, NATURAL, h, p)
            soil_p, slow_p = settle_slow_pools(s, lane, PLANTED, h, p)
            slow = slow_n + slow_p
            s[at(ROW.humification, lane)] = h
            if slow <= 0.0:
                break
            wanted = h * max(0.0, observed - (soil_n + soil_p - slow)) / slow
            wanted = min(max(wanted, p.dead_organic_matter_humification_low), p.dead_organic_matter_humification_high)
            # The pools stand for the multiplier that they were made with.
            if abs(wanted - h) < HUMIFICATION_PRECISION * h:
                break
            h = wanted
        scale_pools(s, lane, NATURAL, dead_share, soil_share)
        scale_pools(s, lane, PLANTED, dead_share, soil_share)


@lanes
def scale_pools(s, lane, stratum, dead_share, soil_share):
    """Pools of one stratum from their steady state to the declared share of it."""
    base = record(stratum) + REC.pools
    for pool in DEAD_POOLS:
        s[at(base + pool, lane)] *= dead_share
    for pool in SOIL_POOLS:
        s[at(base + pool, lane)] *= soil_share
