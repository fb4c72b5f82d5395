"""Wood that land clearing will give, known before the run: the run is rehearsed on a few representative units.

Statistics count roundwood wherever it was felled, on cleared land too, so clearing leaves less to be cut in forest. How
much wood a cleared hectare holds depends on what growth, fire and felling have made of the forest until then. No
shorter formula was near enough: planned growth alone gives twice the wood in China and DPR Korea after 2020.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from landsim.core.dimensions import FOREST_TYPES
from landsim.core.simulation import (
    EVENT_PARAMETERS,
    GROWTH_PARAMETERS,
    Events,
    Rows,
    Simulated,
    Tables,
    simulate,
)
from landsim.core.state import DRIVER, FLUX, INPUT, LAND, LANES, N_STRATA, SOIL_LAND, UNIT_INPUTS
from landsim.policy.tiers import Row
from landsim.unit_inputs import make_blocks, plan_rows, strata_present

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
# Less felling leaves more wood on land that is cleared later. After two rounds the next would change nothing by more
# than half a per cent of any nation's roundwood.
ROUNDS = 2
FORESTS = (LAND.index("forest_natural"), LAND.index("forest_planted"))
# Inputs that add up over units; forest types are the same in a class, all others are means over its forest.
SUMS = (
    *range(len(LAND)), INPUT.inland_water, INPUT.burned_area_share, INPUT.insect_area_share, INPUT.sheep_units,
)  # fmt: skip


def cleared_carbon(simulated: Simulated) -> Floats:
    """Wood that leaves the land in deforestation, bark included, tC/yr, [countries, years]."""
    names = [f"deforestation_products_{land}" for land in SOIL_LAND]
    return np.asarray(np.sum([simulated.total[:, :, FLUX._fields.index(name)] for name in names], axis=0))


# Parameters that the wood of clearing depends on, beside those of the inputs of the units: what kills trees, and how
# they grow. Neither dead matter nor soil nor grass gives wood.
WOOD_PARAMETERS = (
    *GROWTH_PARAMETERS, *EVENT_PARAMETERS, "fire.burned_share_limit", "insects.killed_share_limit",
    *(f"climate.growth_{name}" for name in ("temperature_response", "precipitation_response", "factor_low")),
    "climate.growth_factor_high", "climate.precipitation_response_scale", "climate.forest_response",
    *(f"afforestation.dieback_{name}" for name in ("rate", "aridity", "age")),
)  # fmt: skip


class Rehearsal(NamedTuple):
    """Arguments of `simulate` for the representative units; no blocks where no forest stands.

    country [blocks], inputs [UNIT_INPUTS, lanes], present [blocks, strata], harvest_share [decades, lanes]
    """

    country: Integers
    inputs: Floats
    present: NDArray[np.bool_]
    rows: Rows
    harvest_share: Floats

    def wood(self, national: Floats, values: Floats, tables: Tables, events: Events) -> Floats:
        """Wood of clearing as the rehearsal gives it, tC/yr over bark, [countries, years].

        national        drivers of the kernel, [countries, years, DRIVERS], with all roundwood as what is to be cut
        tables, events  as `simulate` takes them
        """
        drivers = national.copy()
        cleared = np.zeros(drivers.shape[:2])
        if not len(self.country):
            return cleared
        for _ in range(ROUNDS):
            drivers[:, :, DRIVER.product_carbon] = np.maximum(national[:, :, DRIVER.product_carbon] - cleared, 0.0)
            cleared = cleared_carbon(
                simulate(
                    self.inputs, self.country, self.present, drivers, self.rows, self.harvest_share,
                    tables.lump_weight, values, only_wood=True, tables=tables, events=events,
                )
            )  # fmt: skip
        return cleared


def rehearsal(
    rows: Iterable[Row], inputs: Floats, areas_2020: Floats, country: Integers, harvest_share: Floats, years: int
) -> Rehearsal:
    """What is rehearsed.

    rows           changes of land over all units; those that touch forest are rehearsed
    inputs         [UNIT_INPUTS, units]; areas_2020 [LAND, units], ha; country [units]
    harvest_share  [decades, units], each unit's share of its nation's harvest
    """
    forest = inputs[list(FORESTS)] + areas_2020[list(FORESTS)]
    units = np.flatnonzero(forest.any(axis=0))
    inputs, areas_2020, country = inputs[:, units], areas_2020[:, units], country[units]
    member = forest_classes(inputs, country)
    classes = int(member.max(initial=-1)) + 1

    def added(amount: Floats) -> Floats:
        return np.asarray(np.bincount(member, amount, minlength=classes), dtype=np.float64)

    country_of = np.zeros(classes, dtype=np.int64)
    country_of[member] = country
    blocks = make_blocks(country_of)
    coarse = [
        Row(r.rule, r.source, r.destination, r.by_aridity, r.level, r.cumulative, added(r.share[units]), r.label)
        for r in rows
        if r.source in FORESTS or r.destination in FORESTS
    ]
    kernel_rows = plan_rows(coarse, blocks, years)
    lanes = blocks.spread(representative_inputs(inputs, areas_2020, member, classes))
    share = blocks.spread(np.array([added(one[units]) for one in harvest_share]))
    return Rehearsal(blocks.country, lanes, strata_present(lanes, kernel_rows, blocks), kernel_rows, share)


def forest_classes(inputs: Floats, country: Integers) -> Integers:
    """Class of each unit, counted from 0: country, pair of forest types, and rank by the scale of natural forest.

    A block of the kernel costs the same however many of its lanes are used, so a country with few pairs of types is
    told apart by scale into as many equal groups as fill one block.
    """
    pair = inputs[INPUT.natural_type] * len(FOREST_TYPES) + inputs[INPUT.planted_type]
    scale = inputs[INPUT.natural_scale]
    member = np.zeros(len(country), dtype=np.int64)
    classes = 0
    for index in np.unique(country):
        here = country == index
        kinds, kind = np.unique(pair[here], return_inverse=True)
        groups = max(1, LANES // len(kinds))
        edges = np.quantile(scale[here], np.arange(1, groups) / groups)
        key = kind * groups + np.searchsorted(edges, scale[here])
        used, place = np.unique(key, return_inverse=True)
        member[here] = classes + place
        classes += len(used)
    return member


def representative_inputs(inputs: Floats, areas_2020: Floats, member: Integers, classes: int) -> Floats:
    """One unit for each class that holds the land of all its members, [UNIT_INPUTS, classes]."""

    def added(amount: Floats) -> Floats:
        return np.asarray(np.bincount(member, amount, minlength=classes), dtype=np.float64)

    forest = (inputs[list(FORESTS)] + areas_2020[list(FORESTS)]).sum(axis=0)
    out = np.zeros((len(UNIT_INPUTS), classes))
    for row in range(len(UNIT_INPUTS)):
        stratum = row - INPUT.natural_scale
        if row in SUMS:
            out[row] = added(inputs[row])
        elif INPUT.natural_type <= row < INPUT.natural_type + N_STRATA:
            out[row][member] = inputs[row]
        else:
            area = forest
            if stratum in FORESTS:
                # A class without planted forest still needs a scale for what is planted later.
                area = inputs[stratum] + areas_2020[stratum] + 1e-6 * forest
            out[row] = added(inputs[row] * area) / added(area)
    return out
