"""Disturbance on the grid: fire, insects and harvest of a country as mixes of the events of a whole stand.

On the grid an event that kills a part of the trees resets that part of its area to age 0: taking biomass from a stand
while its age goes on would never let it recover.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.core.dead_organic_matter import POOLS
from landsim.core.dimensions import COUNTRIES
from landsim.core.disturbance import CARBON, GASES, SURFACE_FIRE, living_share_kept, matrix
from landsim.core.forest import TISSUES

# What happens to forest of the grid in a year, in this order; each is a mix of events of a whole stand by country.
GRID_EVENTS = ("fire", "insects", "harvest")
# Where carbon that an event moves may go on the grid: the pools of dead matter, or out of the forest as wood or to air,
# apart for what comes from living trees and from dead matter.
SINKS = (*POOLS, "wood_of_trees", "air_of_trees", "wood_of_dead_matter", "air_of_dead_matter")
# Carbon that an event on the grid starts from: tissues of killed trees, pools of dead matter on the land affected.
SOURCES = (*TISSUES, *POOLS)

Array = NDArray[np.float64]


def killed_shares(values: Array) -> Array:
    """Share of the affected area whose trees die, [countries, GRID_EVENTS].

    Killing a share of the trees resets that share of the area to age 0. Only fire kills by parts; harvest and insects
    are given as area felled and killed.
    """
    killed = np.ones((len(COUNTRIES), len(GRID_EVENTS)))
    crown = parameters.take(values, "fire.crown_share")
    killed[:, 0] = crown + (1.0 - crown) * parameters.value(values, "fire.surface_kill_share")
    return killed


def grid_shares(values: Array) -> Array:
    """Where the carbon goes, [countries, GRID_EVENTS, SOURCES, SINKS], shares for each tonne.

    A row of a tissue is for a tonne of killed trees and sums to 1 (to 0 where the event kills none). A row of a pool is
    for a tonne on the affected land (felled or insect-killed land: on land whose trees die) and holds what leaves the
    pool, at most 1.
    """
    shares = np.zeros((len(COUNTRIES), len(GRID_EVENTS), len(SOURCES), len(SINKS)))
    wildfire, surface = matrix("wildfire", values), matrix(SURFACE_FIRE, values)
    insects = _of_killed_land(matrix("insects", values))
    fellings = [_of_killed_land(matrix(name, values)) for name in ("clearcut", "clearcut_slash_burn", "partial_cut")]
    crown = parameters.take(values, "fire.crown_share")
    burned, by_parts = (parameters.take(values, f"harvest.{n}_share") for n in ("slash_burned", "partial_cut"))
    killed = killed_shares(values)[:, 0]
    for country in range(len(COUNTRIES)):
        fire = _moved(crown[country] * wildfire + (1.0 - crown[country]) * surface)
        fire[: len(TISSUES)] /= max(killed[country], 1e-300)
        shares[country, 0] = fire
        shares[country, 1] = insects
        special = burned[country] + by_parts[country]
        parts = np.array([max(0.0, 1.0 - special), burned[country], by_parts[country]]) / max(1.0, special)
        shares[country, 2] = sum(part * one for part, one in zip(parts, fellings, strict=True))
    # Roundwood is measured on the trees that are felled: dead standing trees stay as fallen wood.
    wood, snag = SINKS.index("wood_of_dead_matter"), SOURCES.index("stem_snag")
    shares[:, 2, snag, SINKS.index("medium")] += shares[:, 2, snag, wood]
    shares[:, 2, snag, wood] = 0.0
    return shares


def clearing_shares(values: Array) -> Array:
    """Where the carbon of cleared forest goes, [SOURCES, SINKS], in every country.

    The deforestation of a whole stand, but stems give wood as in a harvest: roundwood statistics count it too. Nothing
    stays in the forest, so a row of a pool holds only what changes pool on the way.
    """
    shares = _moved(matrix("deforestation", values))
    wood = parameters.value(values, "harvest.product_share")
    stem = SOURCES.index("merchantable")
    shares[stem] *= 1.0 - wood
    shares[stem, SINKS.index("wood_of_trees")] += wood
    return shares


def _moved(shares: Array) -> Array:
    """[SOURCES, SINKS] of a matrix [CARBON, CARBON]: gases together, what stays where it is left out."""
    moved = np.zeros((len(SOURCES), len(SINKS)))
    products, gases = CARBON.index("products"), [CARBON.index(gas) for gas in GASES]
    for row, source in enumerate(SOURCES):
        line = shares[CARBON.index(source)]
        of = "trees" if source in TISSUES else "dead_matter"
        for sink in POOLS:
            if sink != source:
                moved[row, SINKS.index(sink)] = line[CARBON.index(sink)]
        moved[row, SINKS.index(f"wood_of_{of}")] = line[products]
        moved[row, SINKS.index(f"air_of_{of}")] = line[gases].sum()
    return moved


def _of_killed_land(shares: Array) -> Array:
    """The same for land whose trees all die: a cut of half the trees on two hectares is a felled hectare."""
    killed = 1.0 - living_share_kept(shares)
    moved = _moved(shares) / killed
    # A hectare holds its dead matter once, however many hectares the cut went over.
    out = moved.sum(axis=1, keepdims=True)
    return np.where(out > 1.0, moved / np.maximum(out, 1e-300), moved)


def flow_list(shares: Array) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], Array]:
    """Flows as lists: count [countries, events]; source, sink, share [countries, events, flows]."""
    used = shares != 0.0
    count = used.sum(axis=(2, 3))
    longest = max(1, int(count.max()))
    source = np.zeros((*count.shape, longest), dtype=np.int64)
    sink, share = np.zeros_like(source), np.zeros(source.shape)
    for place in np.ndindex(*count.shape):
        rows, columns = np.nonzero(used[place])
        source[place][: len(rows)], sink[place][: len(rows)] = rows, columns
        share[place][: len(rows)] = shares[place][rows, columns]
    return count.astype(np.int64), source, sink, share
