"""From landscape, plan and drivers to the arrays of the kernel: units in blocks, drivers by country and year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.climate import co2_concentration
from landsim.core import parameters
from landsim.core.climate_response import co2_factor as compiled_co2_factor
from landsim.core.simulation import Rows
from landsim.core.state import (
    DRIVER,
    DRIVERS,
    FIRST_YEAR,
    INPUT,
    LAND,
    LANES,
    N_RULES,
    N_STRATA,
    RECLASSIFICATION,
    SURVIVE_ALL,
    SURVIVE_BY_ARIDITY,
    TRANSITION,
    UNIT_INPUTS,
)
from landsim.disturbance_weights import fire_weight, fuelled_area, insect_weight
from landsim.disturbed_forest import DisturbedForest
from landsim.grazing_inputs import HERD_PARAMETERS, forage_scale, sheep_units
from landsim.growth_scales import growth_scales
from landsim.history import NationalDrivers
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.planned_harvest import national_share, product_carbon
from landsim.policy.tiers import Row

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
# Parameters that unit_inputs reads (a name that ends in a dot: all that begin so).
UNIT_PARAMETERS = (
    *HERD_PARAMETERS, "forest.", "afforestation.shrub_rain", "fire.fuel_saturation", "fire.continentality_exponent",
    "insects.summer_threshold", "insects.dryness_exponent",
)  # fmt: skip
# The Python beneath the kernel: numba would have to compile a version to be called from here in every process.
co2_factor: Callable[[float, float, float], float] = compiled_co2_factor.py_func


@dataclass(frozen=True)
class Blocks:
    """Units in blocks of LANES, each of one country: lane[unit] is its place, unit[lane] the way back (-1: padding)."""

    lane: Integers
    unit: Integers
    country: Integers

    @property
    def lanes(self) -> int:
        return len(self.unit)

    def spread(self, values: Floats) -> Floats:
        """Unit values along the last axis to lanes; padding gets zero."""
        out = np.zeros((*values.shape[:-1], self.lanes))
        out[..., self.lane] = values
        return out


def kind_of_unit(land: Landscape) -> Integers:
    """What a unit has in common with others in all scenarios: 0 and 1 with forest, 2 and 3 without; odd: all managed.

    A block whose units all lack forest, or are all managed, spares the kernel the work on it.
    """
    forest = land["area_forest_natural"] + land["area_forest_planted"] > 0.0
    kind: Integers = 2 * ~forest + (land["managed_fraction"] >= 1.0)
    return kind.astype(np.int64)


def make_blocks(country: Integers, kind: Integers | None = None) -> Blocks:
    """Canonical blocks: the units of a country in their order, first those of the lowest kind (`kind_of_unit`).

    The last block of each country is padded. Without `kind` all units are of one.
    """
    lane = np.zeros(len(country), dtype=np.int64)
    blocks: list[int] = []
    for index in range(len(COUNTRIES)):
        units = np.flatnonzero(country == index)
        if kind is not None:
            units = units[np.argsort(kind[units], kind="stable")]
        lane[units] = len(blocks) * LANES + np.arange(len(units))
        blocks.extend([index] * -(-len(units) // LANES))
    unit = np.full(len(blocks) * LANES, -1, dtype=np.int64)
    unit[lane] = np.arange(len(country))
    return Blocks(lane, unit, np.array(blocks, dtype=np.int64))


def unit_inputs(land: Landscape, start_areas: Floats, areas_2020: Floats, values: Floats) -> Floats:
    """Static inputs of the units, [UNIT_INPUTS, units], from areas of end-1989 and end-2020, ha, [LAND, units]."""
    inputs = np.zeros((len(UNIT_INPUTS), land.size))
    inputs[: len(LAND)] = start_areas
    inputs[INPUT.inland_water] = land["area_inland_water"]
    inputs[INPUT.temperature] = land["mean_annual_temperature"]
    inputs[INPUT.precipitation] = land["annual_precipitation"]
    inputs[INPUT.warming] = land["warming_per_kelvin"]
    inputs[INPUT.precipitation_change] = land["precipitation_change_per_kelvin"]
    inputs[INPUT.aridity] = land.aridity()
    inputs[INPUT.soil_carbon] = land["soil_organic_carbon"]
    growth = growth_scales(land, values)
    inputs[INPUT.natural_type : INPUT.natural_type + N_STRATA] = growth.kind
    inputs[INPUT.natural_scale : INPUT.natural_scale + N_STRATA] = growth.scale
    fuel = fuelled_area(areas_2020, inputs, values)
    inputs[INPUT.burned_area_share] = national_share(fire_weight(fuel, land, values), land.country)
    inputs[INPUT.insect_area_share] = national_share(insect_weight(fuel, land, values), land.country)
    inputs[INPUT.managed] = land["managed_fraction"]
    inputs[INPUT.sheep_units], inputs[INPUT.grazing_share] = sheep_units(land, values)
    inputs[INPUT.forage_scale] = forage_scale(land, values)
    return inputs


def national_arrays(drivers: NationalDrivers, values: Floats, disturbed: DisturbedForest, weather: Floats) -> Floats:
    """Drivers of the kernel, [countries, years, DRIVERS]; weather as in `grazing_inputs.forage_weather`."""
    out = np.zeros((len(COUNTRIES), len(drivers.years), len(DRIVERS)))
    out[:, :, DRIVER.global_warming] = drivers.gmst_change * parameters.value(values, "climate.warming_scale")
    response = parameters.value(values, "climate.co2_response")
    reference = float(co2_concentration("constant", np.array([FIRST_YEAR]))[0])
    out[:, :, DRIVER.co2_factor] = [co2_factor(co2, reference, response) for co2 in drivers.co2]
    out[:, :, DRIVER.burned_area], out[:, :, DRIVER.insect_area] = disturbed.burned, disturbed.killed_by_insects
    out[:, :, DRIVER.product_carbon] = product_carbon(drivers, values)
    factor = parameters.take(values, "herd.sheep_units")
    herd = drivers.heads @ factor
    in_2020: Floats = herd[:, np.searchsorted(drivers.years, min(2020, int(drivers.years[-1])))]
    out[:, :, DRIVER.forage_desert : DRIVER.forage_meadow + 1] = weather
    out[:, :, DRIVER.herd_ratio] = herd / np.maximum(in_2020, 1e-9)[:, None]
    return out


def plan_rows(rows: list[Row], blocks: Blocks, years: int) -> Rows:
    """The plan as the kernel takes it: for each block only the rows that concern it, rule by rule, in their order."""
    n_blocks = len(blocks.country)

    def column(name: str) -> Integers:
        return np.array([getattr(row, name) for row in rows], dtype=np.int64)

    rule = column("rule")
    order = np.argsort(rule, kind="stable")
    table = np.zeros((len(rows), n_blocks, LANES))
    for i, row in enumerate(order):
        table[i] = blocks.spread(rows[row].share).reshape(n_blocks, LANES)
    used = table.any(axis=2)
    block_of, place = np.nonzero(used.T)
    shares = np.ascontiguousarray(table[place, block_of]) if len(place) else np.zeros((0, LANES))
    row_index = order[place].astype(np.int64)
    of_rule = np.zeros((n_blocks, N_RULES), dtype=np.int64)
    np.add.at(of_rule, (block_of, rule[row_index]), 1)
    ends = np.cumsum(of_rule).reshape(n_blocks, N_RULES)
    pointers = np.column_stack([ends[:, 0] - of_rule[:, 0], ends])

    survival = np.array([SURVIVE_BY_ARIDITY if r.by_aridity else SURVIVE_ALL for r in rows], dtype=np.int64)
    cumulative = np.array([r.cumulative for r in rows]).reshape(len(rows), years + 1)
    return Rows(
        rule, column("source"), column("destination"), survival,
        np.array([row.level for row in rows], dtype=np.float64), cumulative, pointers, row_index, shares,
    )  # fmt: skip


def strata_present(inputs: Floats, rows: Rows, blocks: Blocks) -> NDArray[np.bool_]:
    """Which forest strata a block has at the start or is planned to get, [blocks, strata]."""
    n_blocks = len(blocks.country)
    present = np.zeros((n_blocks, N_STRATA), dtype=bool)
    for stratum in range(N_STRATA):
        present[:, stratum] = (inputs[stratum] > 0.0).reshape(n_blocks, LANES).any(axis=1)
    block_of_slot = np.repeat(np.arange(n_blocks), rows.pointer[:, -1] - rows.pointer[:, 0])
    rule, destination = rows.rule[rows.row], rows.destination[rows.row]
    for stratum in range(N_STRATA):
        present[block_of_slot[(rule == TRANSITION) & (destination == stratum)], stratum] = True
    # Reclassification works on natural and planted forest together.
    both = present[:, 0] | present[:, 1]
    reclassified = np.zeros(n_blocks, dtype=bool)
    reclassified[block_of_slot[rule == RECLASSIFICATION]] = True
    present[:, 0] |= both & reclassified
    present[:, 1] |= both & reclassified
    return present
