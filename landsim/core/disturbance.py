"""Disturbance of a whole stand: matrices that say where the carbon of every pool goes in the year of an event.

Published matrices (CBM-CFS3, softwood) are rows of disturbance_matrices.csv. A pool that a matrix does not list stays
as it is. Surface fire is built from the fire parameters of the grid, and the product share of a clear-cut is the
grid's, so that one number rules in both places.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.core.dead_organic_matter import POOLS
from landsim.core.forest import TISSUES

GASES = ("co2", "ch4", "co")
# Everything that carbon of a stand can be in, in the order of the rows and columns of a matrix.
CARBON = (*TISSUES, *POOLS, "products", *GASES)
SURFACE_FIRE = "surface_fire"
# Carbon monoxide in the carbon of burned matter: CO2 : CH4 : CO = 90 : 1 : 9 (CBM-CFS3).
CARBON_MONOXIDE_SHARE = 0.09

Array = NDArray[np.float64]


@cache
def published() -> dict[str, tuple[dict[str, str], ...]]:
    """Rows of disturbance_matrices.csv by event."""
    text = (files("landsim.core") / "disturbance_matrices.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {event: tuple(r for r in rows if r["event"] == event) for event in dict.fromkeys(r["event"] for r in rows)}


def events() -> tuple[str, ...]:
    """Names of all events."""
    return (*published(), SURFACE_FIRE)


def matrix(event: str, values: Array) -> Array:
    """Shares [from, to] in the order of CARBON; every row sums to 1.

    values  flat vector of parameters (parameters.resolve)
    """
    if event == SURFACE_FIRE:
        return _from_flows(_surface_fire(values))
    flows = {(row["from_pool"], row["to_pool"]): float(row["share"]) for row in published()[event]}
    if event == "clearcut":
        product_share = parameters.value(values, "harvest.product_share")
        flows["merchantable", "products"] = product_share
        flows["merchantable", "medium"] = 1.0 - product_share
    return _from_flows(flows)


def living_share_kept(shares: Array) -> float:
    """Share of the trees that an event leaves alive (1), read from the stems."""
    stem = CARBON.index("merchantable")
    return float(shares[stem, stem])


def _from_flows(flows: dict[tuple[str, str], float]) -> Array:
    """The matrix of a list of flows. What decimals leave over goes to the largest flow of its row."""
    shares = np.eye(len(CARBON))
    for source in {source for source, _ in flows}:
        shares[CARBON.index(source)] = 0.0
    for (source, sink), share in flows.items():
        shares[CARBON.index(source), CARBON.index(sink)] = share
    main = shares.argmax(axis=1)
    shares[np.arange(len(CARBON)), main] += 1.0 - shares.sum(axis=1)
    return shares


def _surface_fire(values: Array) -> dict[tuple[str, str], float]:
    """Flows of a fire that runs along the ground: some trees die, litter burns, part of the wood and humus burns."""
    killed = parameters.value(values, "fire.surface_kill_share")
    flows = {(tissue, tissue): 1.0 - killed for tissue in TISSUES}
    flows["merchantable", "stem_snag"] = killed
    flows["other_wood", "branch_snag"] = killed
    flows["coarse_roots", "above_ground_fast"] = flows["coarse_roots", "below_ground_fast"] = 0.5 * killed
    flows["fine_roots", "above_ground_very_fast"] = flows["fine_roots", "below_ground_very_fast"] = 0.5 * killed
    burned = {
        "foliage": killed * parameters.value(values, "fire.foliage_burned"),
        "above_ground_very_fast": parameters.value(values, "fire.litter_burned"),
        "above_ground_fast": parameters.value(values, "fire.branches_burned"),
        "medium": parameters.value(values, "fire.logs_burned"),
        "above_ground_slow": parameters.value(values, "fire.humus_burned"),
    }
    flows["foliage", "above_ground_very_fast"] = killed - burned["foliage"]
    methane = parameters.value(values, "fire.methane_share")
    split = {"co2": 1.0 - methane - CARBON_MONOXIDE_SHARE, "ch4": methane, "co": CARBON_MONOXIDE_SHARE}
    for pool, share in burned.items():
        if pool != "foliage":
            flows[pool, pool] = 1.0 - share
        for gas, part in split.items():
            flows[pool, gas] = share * part
    return flows
