"""Small made-up landscapes for the kernel. Needs only numpy and landsim.core: altered copies of core use it too.

Units are random but plausible: 32 of them make a block, a block belongs to one country, some lanes may be empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from landsim.core import parameters
from landsim.core.dimensions import COUNTRIES, FOREST_TYPES
from landsim.core.simulation import Rows, Simulated, simulate
from landsim.core.state import (
    DRIVER,
    DRIVERS,
    INPUT,
    LAND,
    LANES,
    LUMP_AGES,
    N_RULES,
    N_STRATA,
    RECLASSIFICATION,
    SURVIVE_ALL,
    SURVIVE_BY_ARIDITY,
    TRANSITION,
    UNIT_INPUTS,
)

NATURAL, PLANTED, SHRUB, CROPLAND, GRASSLAND, WETLAND, SETTLEMENT, OTHER_LAND = range(len(LAND))
PLANTABLE = [i for i, name in enumerate(FOREST_TYPES) if name not in ("saxaul", "shrub_caragana_salix")]
SHRUB_TYPE = FOREST_TYPES.index("shrub_caragana_salix")


@dataclass(frozen=True)
class Change:
    """One row of the plan: each year from first to last, `amount` of the source land of the whole landscape.

    amount is a share of the source's area at the start (for a herd cap and an exclosure: of the grassland), so above 1
    it asks for more than there is. A herd cap and an exclosure have no destination of their own.
    """

    rule: int
    source: int
    destination: int
    amount: float
    first: int = 0
    last: int = 1000
    by_aridity: bool = False
    level: float = 1.0


@dataclass(frozen=True, repr=False)
class World:
    """Arguments of simulate(), by name."""

    inputs: np.ndarray
    block_country: np.ndarray
    present: np.ndarray
    drivers: np.ndarray
    rows: Rows
    harvest_share: np.ndarray
    lump_weight: np.ndarray
    values: np.ndarray
    asked: np.ndarray = field(default_factory=lambda: np.zeros(0))  # ha/yr of each row and year, [rows, years]

    @property
    def years(self) -> int:
        return int(self.drivers.shape[1])

    @property
    def units(self) -> int:
        return int(self.inputs.shape[1])

    def run(self, **options) -> Simulated:
        """Simulate with a snapshot of every year."""
        options.setdefault("snapshot_years", range(self.years))
        return simulate(
            self.inputs, self.block_country, self.present, self.drivers, self.rows, self.harvest_share,
            self.lump_weight, self.values, **options,
        )  # fmt: skip


def make_world(
    seed: int = 1,
    countries: tuple[int, ...] = (0,),
    years: int = 3,
    changes: tuple[Change, ...] = (),
    warming: float = 0.0,
    burning: float = 0.01,
    harvest: float = 0.01,
    herd: float = 1.0,
    empty: float = 0.2,
    overrides: dict[str, float] | None = None,
) -> World:
    """A landscape of one block for each entry of `countries` (index into COUNTRIES).

    warming in K per year; burning and harvest as a share of forest area and of about 50 tC/ha; herd in sheep units
    for each hectare of grassland; empty is the chance that a unit lacks a land category, and that a lane is padding.
    """
    random = np.random.default_rng(seed)
    values = parameters.resolve(overrides or {})
    block_country = np.sort(np.array(countries, dtype=np.int64))
    units = len(countries) * LANES
    country = np.repeat(block_country, LANES)
    inputs = np.zeros((len(UNIT_INPUTS), units))
    # Sizes from a hectare to a big cell, some categories missing, some lanes without any land.
    areas = 10.0 ** random.uniform(0.0, 5.3, (len(LAND), units)) * (random.random((len(LAND), units)) >= empty)
    # No shrubs at the start: their dead matter has no starting state, as in the embedded landscape.
    areas[SHRUB] = 0.0
    areas *= random.random(units) >= empty / 4
    inputs[: len(LAND)] = areas
    inputs[INPUT.inland_water] = 100.0 * random.random(units) * areas.any(axis=0)
    inputs[INPUT.temperature] = random.uniform(-15.0, 20.0, units)
    inputs[INPUT.precipitation] = random.uniform(30.0, 1800.0, units)
    inputs[INPUT.warming] = random.uniform(0.8, 2.5, units)
    inputs[INPUT.precipitation_change] = random.uniform(-0.1, 0.15, units)
    inputs[INPUT.aridity] = random.uniform(0.05, 2.0, units)
    inputs[INPUT.soil_carbon] = random.uniform(5.0, 250.0, units)
    for row in (INPUT.natural_type, INPUT.planted_type):
        inputs[row] = random.choice(PLANTABLE, units)
    inputs[INPUT.shrub_type] = SHRUB_TYPE
    for row in (INPUT.natural_scale, INPUT.planted_scale, INPUT.shrub_scale):
        inputs[row] = random.uniform(0.3, 1.5, units)
    forest = areas[NATURAL] + areas[PLANTED]
    inputs[INPUT.burned_area_share] = _share(forest * random.uniform(0.0, 3.0, units), country)
    inputs[INPUT.insect_area_share] = inputs[INPUT.burned_area_share]
    inputs[INPUT.managed] = random.random(units)
    inputs[INPUT.sheep_units] = herd * areas[GRASSLAND] * random.uniform(0.0, 2.0, units)
    inputs[INPUT.grazing_share] = random.uniform(0.05, 1.0, units)
    # Drawn apart, so that what else is drawn stays what it is.
    of_grass = np.random.default_rng(seed + 1000)
    inputs[INPUT.forage_scale] = of_grass.uniform(0.5, 1.5, units)
    of_soil = np.random.default_rng(seed + 2000)
    inputs[INPUT.soil_decay_0] = of_soil.uniform(0.02, 1.2, units)
    inputs[INPUT.soil_decay_1] = of_soil.uniform(-0.02, 0.1, units)
    inputs[INPUT.soil_response] = of_soil.random(units)

    drivers = np.zeros((len(COUNTRIES), years, len(DRIVERS)))
    drivers[:, :, DRIVER.global_warming] = warming * np.arange(years)
    drivers[:, :, DRIVER.co2_factor] = 1.0 + 0.05 * warming * np.arange(years)
    national_forest = np.bincount(country, forest, minlength=len(COUNTRIES))[:, None]
    swing = random.uniform(0.5, 1.5, (len(COUNTRIES), years))
    drivers[:, :, DRIVER.burned_area] = burning * national_forest * swing
    drivers[:, :, DRIVER.insect_area] = 0.5 * drivers[:, :, DRIVER.burned_area]
    drivers[:, :, DRIVER.product_carbon] = harvest * 50.0 * national_forest * swing[:, ::-1]
    drivers[:, :, DRIVER.herd_ratio] = random.uniform(0.6, 1.3, (len(COUNTRIES), years)) if warming else 1.0
    weather = slice(DRIVER.forage_desert, DRIVER.forage_meadow + 1)
    drivers[:, :, weather] = of_grass.uniform(0.3, 1.7, (len(COUNTRIES), years, 3)) if warming else 1.0

    decades = -(-years // 10)
    harvest_share = np.array([_share(forest * random.random(units), country) for _ in range(decades)])
    lump_weight = random.random((len(COUNTRIES), N_STRATA, len(LUMP_AGES))) ** 3
    lump_weight /= lump_weight.sum(axis=2, keepdims=True)
    rows, asked = make_rows(changes, areas, years, random)
    present = strata_present(areas, changes, len(countries))
    return World(
        inputs, block_country, present, drivers, rows, harvest_share, lump_weight, values, asked,
    )  # fmt: skip


def make_rows(
    changes: tuple[Change, ...], areas: np.ndarray, years: int, random: np.random.Generator
) -> tuple[Rows, np.ndarray]:
    """Plan rows of the changes over all blocks, and what each asks for by year, ha."""
    blocks = areas.shape[1] // LANES
    cumulative = np.zeros((len(changes), years + 1))
    shares = np.zeros((blocks, len(changes), LANES))
    for i, change in enumerate(changes):
        weight = areas[change.source] * random.uniform(0.2, 1.0, areas.shape[1])
        weight *= random.random(areas.shape[1]) < 0.8
        total = areas[change.source].sum()
        shares[:, i] = (weight / max(weight.sum(), 1e-9)).reshape(blocks, LANES)
        inside = (np.arange(years) >= change.first) & (np.arange(years) <= change.last)
        cumulative[i, 1:] = np.cumsum(inside * change.amount * total)
    rules = np.array([change.rule for change in changes], dtype=np.int64)
    by_rule = np.argsort(rules, kind="stable")
    slots = np.tile(by_rule, blocks)
    ends = np.searchsorted(rules[by_rule], np.arange(N_RULES + 1))
    pointer = np.arange(blocks, dtype=np.int64)[:, None] * len(changes) + ends

    def column(name: str) -> np.ndarray:
        return np.array([getattr(change, name) for change in changes], dtype=np.int64)

    survival = np.array([SURVIVE_BY_ARIDITY if c.by_aridity else SURVIVE_ALL for c in changes], dtype=np.int64)
    level = np.array([change.level for change in changes], dtype=np.float64)
    rows = Rows(
        column("rule"), column("source"), column("destination"), survival, level, cumulative, pointer, slots,
        np.ascontiguousarray(shares[:, by_rule].reshape(-1, LANES)),
    )  # fmt: skip
    return rows, np.diff(cumulative, axis=1)


def strata_present(areas: np.ndarray, changes: tuple[Change, ...], blocks: int) -> np.ndarray:
    """Forest strata that a block has or is planned to get, [blocks, strata]."""
    present = (areas[:N_STRATA] > 0.0).reshape(N_STRATA, blocks, LANES).any(axis=2).T.copy()
    for change in changes:
        if change.rule == TRANSITION and change.destination < N_STRATA:
            present[:, change.destination] = True
        if change.rule == RECLASSIFICATION:
            present[:, [NATURAL, PLANTED]] = True
    return np.ascontiguousarray(present)


def _share(weight: np.ndarray, country: np.ndarray) -> np.ndarray:
    """Each unit's share of its nation's weight."""
    total = np.bincount(country, weight, minlength=len(COUNTRIES))
    return np.divide(weight, total[country], out=np.zeros_like(weight), where=total[country] > 0.0)
