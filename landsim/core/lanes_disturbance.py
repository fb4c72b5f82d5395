"""Loops over the lanes of a block for fire, insects and harvest: what they hit, and where the carbon goes."""

from __future__ import annotations

from landsim.core import fire, harvest, insects
from landsim.core.cohort_rows import record
from landsim.core.compilation import at, bounded, lanes
from landsim.core.forest import NATURAL, PLANTED, SHRUB
from landsim.core.grid_disturbance import GRID_EVENTS, SINKS
from landsim.core.lanes_cohorts import fold
from landsim.core.lanes_forest import BIOMASS, DEAD
from landsim.core.state import FLUX, LANES, MODIFIERS, N_POOLS, N_TISSUES, REC, ROW

FIRE, INSECTS, HARVEST = range(len(GRID_EVENTS))
LESS_FIRE, FEWER_INSECTS, LESS_HARVEST, MORE_INCREMENT, LONGER_ROTATION = range(len(MODIFIERS))
N_SINKS = len(SINKS)
# Sinks behind the pools.
WOOD_OF_TREES, AIR_OF_TREES, WOOD_OF_DEAD_MATTER, AIR_OF_DEAD_MATTER = range(N_POOLS, len(SINKS))


@lanes
def burn(s, national_burned_area, limit):
    """Fire: the burned share of natural and planted forest; planted shrubs are left out of forest fire statistics."""
    for lane in range(LANES):
        forest_area = s[at(ROW.area + NATURAL, lane)] + s[at(ROW.area + PLANTED, lane)]
        managed = max(0.0, 1.0 - s[at(ROW.modifier + LESS_FIRE, lane)])
        asked = national_burned_area * s[at(ROW.burned_area_share, lane)] * managed
        share = fire.burned_share(asked, forest_area, limit)
        s[at(record(NATURAL) + REC.burned, lane)] = share
        s[at(record(PLANTED) + REC.burned, lane)] = share
        s[at(record(SHRUB) + REC.burned, lane)] = 0.0
        burned = forest_area * share
        s[at(ROW.flux + FLUX.burned_area, lane)] = burned
        s[at(ROW.flux + FLUX.burned_area_unmet, lane)] = max(0.0, asked - burned)


@lanes
def infest(s, national_killed_area, killed_by_fire, limit):
    """Insects: the share of natural and planted forest that they kill, of what fire has left alive."""
    for lane in range(LANES):
        forest_area = s[at(ROW.area + NATURAL, lane)] + s[at(ROW.area + PLANTED, lane)]
        managed = max(0.0, 1.0 - s[at(ROW.modifier + FEWER_INSECTS, lane)])
        asked = national_killed_area * s[at(ROW.insect_area_share, lane)] * managed
        burned_bare = s[at(record(NATURAL) + REC.burned, lane)] * killed_by_fire
        share = insects.killed_share(asked, forest_area, burned_bare, limit)
        living = 1.0 - burned_bare
        # Of the trees that live after the fire.
        s[at(record(NATURAL) + REC.infested, lane)] = share / living if living > 0.0 else 0.0
        s[at(record(PLANTED) + REC.infested, lane)] = share / living if living > 0.0 else 0.0
        s[at(record(SHRUB) + REC.infested, lane)] = 0.0
        s[at(ROW.flux + FLUX.insect_killed_area, lane)] = forest_area * share
        s[at(ROW.flux + FLUX.insect_area_unmet, lane)] = max(0.0, asked - forest_area * share)


@lanes
def read_harvest_share(s, share, block):
    """Each lane's fixed weight in the nation's harvest of the decade."""
    for lane in range(LANES):
        s[at(ROW.harvest_share, lane)] = share[block * LANES + lane]


@lanes
def want_products(s, national_product):
    """Products wanted from each lane this year, tC: the nation's roundwood by the unit's fixed weight."""
    for lane in range(LANES):
        managed = max(0.0, 1.0 - s[at(ROW.modifier + LESS_HARVEST, lane)])
        s[at(ROW.wanted, lane)] = national_product * s[at(ROW.harvest_share, lane)] * managed


@lanes
def covered_share(s, share, slot, quantity):
    """Share of each lane's natural and planted forest that a row of the plan covers (row `fraction`); hectares."""
    total = 0.0
    for lane in range(LANES):
        forest_area = s[at(ROW.area + NATURAL, lane)] + s[at(ROW.area + PLANTED, lane)]
        covered = min(forest_area, share[slot, lane] * quantity)
        s[at(ROW.fraction, lane)] = covered / forest_area if forest_area > 0.0 else 0.0
        total += covered
    return total


@lanes
def modify(s, modifier, share, slot, quantity, level):
    """One row of the plan: less fire, insects or harvest, more increment or a longer rotation on what it covers.

    Rows together avoid no more than all: where forest has shrunk below what they cover, later rows avoid less.
    """
    covered = covered_share(s, share, slot, quantity)
    if modifier <= LESS_HARVEST:
        for lane in range(LANES):
            room = max(0.0, 1.0 - s[at(ROW.modifier + modifier, lane)])
            s[at(ROW.fraction, lane)] = min(s[at(ROW.fraction, lane)], room / level if level > 0.0 else 1.0)
    for lane in range(LANES):
        s[at(ROW.modifier + modifier, lane)] += level * s[at(ROW.fraction, lane)]
    return covered


@lanes
def spared(s, share_row, national, level):
    """What a row of the plan avoids of a national quantity, by each lane's share of it and the covered part."""
    total = 0.0
    for lane in range(LANES):
        total += national * s[at(share_row, lane)] * s[at(ROW.fraction, lane)] * level
    return total


@lanes
def cap_harvest(s, share, slot, quantity, level, wood):
    """Sustainable harvest: no more than `level` x last year's increment on the covered land. Hectares, tC not cut."""
    covered = covered_share(s, share, slot, quantity)
    not_cut = 0.0
    for lane in range(LANES):
        natural, planted = record(NATURAL), record(PLANTED)
        stem_growth = s[at(natural + REC.grown, lane)] * s[at(natural + REC.share, lane)]
        stem_growth += s[at(planted + REC.grown, lane)] * s[at(planted + REC.share, lane)]
        wanted = s[at(ROW.wanted, lane)] * s[at(ROW.fraction, lane)]
        allowed = harvest.allowed_cut(wanted, stem_growth * wood * s[at(ROW.fraction, lane)], level)
        s[at(ROW.wanted, lane)] -= wanted - allowed
        not_cut += wanted - allowed
    return covered, not_cut


@lanes
def extra_growth(s, share, slot, quantity, level):
    """tC that a tending row of the plan has added to the growth of natural and planted forest."""
    _ = covered_share(s, share, slot, quantity)
    total = 0.0
    for lane in range(LANES):
        grown = s[at(record(NATURAL) + REC.grown, lane)] + s[at(record(PLANTED) + REC.grown, lane)]
        total += grown * level * s[at(ROW.fraction, lane)] / (1.0 + s[at(ROW.modifier + MORE_INCREMENT, lane)])
    return total


@lanes
def report_unmet(s):
    """Products that no stand above rotation age could give, tC."""
    for lane in range(LANES):
        s[at(ROW.flux + FLUX.products_unmet, lane)] = s[at(ROW.wanted, lane)]


@lanes
def kill(s, stratum, event, share_row, killed, country, events, air_flux):
    """Trees killed on a share of a stratum's area, by fire or insects: its carbon moves, its land starts at age 0."""
    if fold(s, share_row) > 0.0:
        base = record(stratum)
        for lane in range(LANES):
            affected = s[at(share_row, lane)]
            s[at(base + REC.killed, lane)] = s[at(base + REC.biomass, lane)] * affected * killed
            # Only land that was forest at the start of the year can die: what was just planted is at age 0 already.
            standing = s[at(base + REC.area_before, lane)] * s[at(base + REC.keep, lane)]
            s[at(base + REC.gain, lane)] += standing * affected * killed
            s[at(base + REC.keep, lane)] *= 1.0 - affected * killed
        move_carbon(s, stratum, event, share_row, country, events, air_flux)
        for lane in range(LANES):
            s[at(base + REC.biomass, lane)] -= s[at(base + REC.killed, lane)]


@lanes
def read_killed_trees(s, stratum, country, events):
    """Where a tonne of killed trees goes in each event, by lane: the event's shares of the tissues, mixed.

    The mix of tissues of a lane's trees never changes, so this is done once.
    """
    base = record(stratum)
    for event in range(len(GRID_EVENTS)):
        for sink in range(N_SINKS):
            row = base + REC.trees_to + event * N_SINKS + sink
            for tissue in range(N_TISSUES):
                share = events.share[country, event, tissue, sink]
                for lane in range(LANES):
                    s[at(row, lane)] += share * s[at(base + REC.share + tissue, lane)]


@lanes
def move_carbon(s, stratum, event, share_row, country, events, air_flux):
    """Carbon of the killed trees and of the dead matter on the land affected goes where the event's shares say."""
    base = record(stratum)
    pools, trees_to = base + REC.pools, base + REC.trees_to + event * N_SINKS
    for pool in range(N_POOLS):
        loss = events.loss[country, event, pool]
        for lane in range(LANES):
            stock = s[at(pools + pool, lane)]
            on_affected_land = stock * s[at(share_row, lane)]
            s[at(ROW.before + pool, lane)] = on_affected_land
            entering = s[at(base + REC.killed, lane)] * s[at(trees_to + pool, lane)]
            s[at(pools + pool, lane)] = stock - loss * on_affected_land + entering
    for sink in range(N_POOLS, N_SINKS):
        for lane in range(LANES):
            s[at(pools + sink, lane)] = s[at(base + REC.killed, lane)] * s[at(trees_to + sink, lane)]
    for flow in range(events.count[country, event]):
        source = bounded(events.source[country, event, flow], N_POOLS)
        sink = bounded(events.sink[country, event, flow], N_SINKS)
        share = events.flow[country, event, flow]
        for lane in range(LANES):
            s[at(pools + sink, lane)] += share * s[at(ROW.before + source, lane)]
    for lane in range(LANES):
        killed = s[at(base + REC.killed, lane)]
        of_trees = s[at(pools + WOOD_OF_TREES, lane)] + s[at(pools + AIR_OF_TREES, lane)]
        of_dead = s[at(pools + WOOD_OF_DEAD_MATTER, lane)] + s[at(pools + AIR_OF_DEAD_MATTER, lane)]
        s[at(ROW.left + BIOMASS, lane)] += killed
        s[at(ROW.entered + DEAD, lane)] += killed - of_trees
        s[at(ROW.left + DEAD, lane)] += of_dead
        air = s[at(pools + AIR_OF_TREES, lane)] + s[at(pools + AIR_OF_DEAD_MATTER, lane)]
        s[at(ROW.flux + air_flux, lane)] += air
        s[at(ROW.flux + FLUX.felled_products, lane)] += of_trees + of_dead - air


@lanes
def leave_slash(s, stratum, country, events):
    """Felled trees: wood leaves, the rest stays as dead matter; so does what stood or lay dead on felled land."""
    base = record(stratum)
    if fold(s, base + REC.felled_area) > 0.0:
        for lane in range(LANES):
            s[at(base + REC.killed, lane)] = s[at(base + REC.felled, lane)]
            area = s[at(ROW.area + stratum, lane)]
            felled = min(area, s[at(base + REC.felled_area, lane)])
            s[at(base + REC.felled_share, lane)] = felled / area if area > 0.0 else 0.0
        move_carbon(s, stratum, HARVEST, base + REC.felled_share, country, events, FLUX.slash_carbon)
