"""From plain arrays to the compiled kernel and back: packs inputs, runs blocks on threads, sums groups in order."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.core import budget, forest, grid_disturbance, mineral_soil, parameters
from landsim.core.dimensions import COUNTRIES, FOREST_TYPES, GROWTH_FORMS, growth_curve_table
from landsim.core.forest import TISSUES
from landsim.core.state import (
    BUDGETS,
    LANES,
    LUMP_AGES,
    MAXIMUM_YEARS,
    N_AGES,
    N_FLUXES,
    N_NODES,
    N_RULES,
    N_SPLIT,
    N_STRATA,
    N_TISSUES,
    PRODUCTION,
    SCRATCH_ROWS,
    SNAPSHOTS,
    TRANSITION,
)
from landsim.core.step import advance_blocks, condition_factors

Array = NDArray[np.float64]

# Kernel arguments. Run: block_country [blocks]; present [blocks, strata]; drivers [countries, years, DRIVERS];
# node, weight [years] and warming_low, warming_step (K): position of the year in the climate tables; recovery,
# slow_recovery: exp(-r); managed_scale, grass_burned_share, sand [countries]; decay_scale of dead wood and litter,
# forest_response of growth [countries]; start_share [countries, 2]: of forest, dead wood and litter, and soil, at the
# start over their steady state; input_growth [countries, years from 1980]: of the carbon input of cropland; only_wood:
# whether dead matter, soil and grass are left out; harvest_share [decades, units]; snapshot_slot [years].
Run = namedtuple(
    "Run",
    "block_country present drivers node weight warming_low warming_step recovery slow_recovery "
    "managed_scale grass_burned_share sand decay_scale forest_response start_share input_growth by_rothc only_wood "
    "harvest_share snapshot_slot",
)
# Rows of the plan: rule, source, destination, survival, level [rows]; cumulative [rows, years + 1] national quantity;
# for each block and rule a run of slots: pointer [blocks, rules + 1], row [slots], share [slots, LANES].
Rows = namedtuple("Rows", "rule source destination survival level cumulative pointer row share")
# Growth curves: form, rotation [types]; share, turnover [forms, tissues]; biomass, increment [types, ages];
# lump_weight [countries, strata, lumps].
Tables = namedtuple("Tables", "form rotation share turnover biomass increment lump_weight")
# Disturbance by country and event (grid_disturbance.py): killed; share; loss of each pool; flows of dead
# matter as lists.
# Clearing is the same in all countries: share [SOURCES, SINKS], loss [pools], the flows as one list.
Events = namedtuple(
    "Events",
    "killed share loss count source sink flow "
    "cleared_share cleared_loss cleared_count cleared_source cleared_sink cleared_flow",
)
# Results: total [blocks, years, FLUXES]; managed [blocks, years, CARBON_FLUXES]; maps [snapshots, SNAPSHOTS, units];
# placed, surviving [slots, years]; worst, worst_year [BUDGETS, units]; humification [units];
# production [PRODUCTION, years, units].
Results = namedtuple("Results", "total managed maps placed surviving worst worst_year humification production")

_SCALARS = [p for p in parameters.declared() if not p.dimension]
Scalars = namedtuple("Scalars", [p.name.replace(".", "_") for p in _SCALARS])  # type: ignore[misc]
_POSITIONS = [parameters.index()[p.name] for p in _SCALARS]
# Parameters that growth_tables and event_tables read (a name that ends in a dot: all that begin so).
GROWTH_PARAMETERS = ("forest.",)
EVENT_PARAMETERS = (
    *(f"fire.{name}" for name in ("crown_share", "surface_kill_share", "foliage_burned", "branches_burned")),
    *(f"fire.{name}" for name in ("litter_burned", "logs_burned", "humus_burned", "methane_share")),
    *(f"harvest.{name}" for name in ("product_share", "partial_cut_share", "slash_burned_share")),
)
# Parameters that the kernel depends on, tables and events included; all others are for what is made of its results.
KERNEL_PARAMETERS = (
    *GROWTH_PARAMETERS, "afforestation.", "climate.", "dead_organic_matter.", "fire.", "grass_fire.", "harvest.",
    "herd.", "herd_dynamics.", "insects.", "managed_land.", "mineral_soil.", "rangeland.", "rothc.",
    "soil_decomposition.",
)  # fmt: skip
# Global warming against 1995-2014 that the climate tables span, K; no warming lies on a step, where growth is exact.
WARMING_SPAN = (-0.5, 2.5)


def scalar_parameters(values: Array) -> tuple[float, ...]:
    """Scalar parameters as a named tuple whose field names are the declared names with _ for the dot."""
    return Scalars(*values[_POSITIONS].tolist())


def growth_tables(values: Array, lump_weight: Array) -> Tables:
    """Curves of every forest type at whole ages, tC/ha and tC/ha/yr, before any scale.

    A mixture of the two curve forms of forest.py; the same formulas as its scalars, over all types and ages at once.
    """
    curve = _curves(values)
    share = np.column_stack([parameters.take(values, f"forest.share_{t}") for t in TISSUES])
    forms = len(GROWTH_FORMS)
    turnover = np.column_stack(
        [
            np.full(forms, parameters.value(values, "forest.stem_turnover")),
            parameters.take(values, "forest.foliage_turnover"),
            np.full(forms, parameters.value(values, "forest.branch_turnover")),
            np.full(forms, parameters.value(values, "forest.coarse_root_turnover")),
            np.full(forms, parameters.value(values, "forest.fine_root_turnover")),
        ]
    )
    form = np.array([GROWTH_FORMS.index(row["growth_form"]) for row in growth_curve_table()])
    return Tables(
        form,
        parameters.take(values, "forest.minimum_rotation").copy(),
        # Shares are normalised so that the tissues of a form always add up to its biomass.
        share / share.sum(axis=1, keepdims=True),
        turnover,
        np.ascontiguousarray(curve[:, :N_AGES]),
        np.ascontiguousarray(np.diff(curve, axis=1)),
        np.ascontiguousarray(lump_weight),
    )


def event_tables(values: Array) -> Events:
    """What fire, insects, harvest and clearing do to the carbon of a hectare, by country."""
    shares = grid_disturbance.grid_shares(values)
    loss = np.ascontiguousarray(shares[:, :, N_TISSUES:].sum(axis=3))
    flows = grid_disturbance.flow_list(shares[:, :, N_TISSUES:])
    clearing = grid_disturbance.clearing_shares(values)
    cleared = grid_disturbance.flow_list(clearing[None, None, N_TISSUES:])
    return Events(
        grid_disturbance.killed_shares(values), shares, loss, *flows,
        clearing, np.ascontiguousarray(clearing[N_TISSUES:].sum(axis=1)), *(part[0, 0] for part in cleared),
    )  # fmt: skip


def _curves(values: Array) -> Array:
    """Living biomass of every forest type at ages 0 to N_AGES, tC/ha."""
    ages = np.arange(N_AGES + 1)

    def column(name: str) -> Array:
        return parameters.take(values, f"forest.{name}")[:, None]

    risen = -np.expm1(-column("rate") * ages)
    chapman_richards = column("asymptote") * risen ** column("shape")
    left = np.exp(-column("logistic_rate") * ages)
    logistic = column("logistic_asymptote") * (1.0 - left) / (1.0 + column("logistic_constant") * left)
    share = parameters.value(values, "forest.logistic_share")
    mixed: Array = (1.0 - share) * chapman_richards + share * logistic
    return mixed


def largest_production(values: Array) -> Array:
    """Largest litterfall and net increment of a stand of each forest type at any age, tC/ha/yr before any scale."""
    tables = growth_tables(values, np.zeros(0))
    turnover = (tables.share * tables.turnover).sum(axis=1)[tables.form]
    by_age: Array = forest.production.py_func(tables.biomass, tables.increment, turnover[:, None])
    largest: Array = by_age.max(axis=1)
    return largest


def climate_nodes(warming: Array) -> tuple[NDArray[np.int64], Array, float, float]:
    """Position of each year's global warming between N_NODES equal steps: index, weight, lowest, step (K).

    The steps are the same for every run, so that history does not depend on how warm the run becomes; beyond them the
    last step is carried on.
    """
    low, high = WARMING_SPAN
    step = (high - low) / (N_NODES - 1)
    position = (warming - low) / step
    node = np.clip(position.astype(np.int64), 0, N_NODES - 2)
    return node, position - node, low, step


def load_kernel(single_precision: bool = False) -> None:
    """Compile the kernel, or load it from its cache, by running it over no blocks."""
    nothing = np.zeros((6, 1, 5))
    none = np.zeros(0, dtype=np.int64)
    pointer = np.zeros((0, N_RULES + 1), dtype=np.int64)
    rows = Rows(none, none, none, none, np.zeros(0), np.zeros((0, 2)), pointer, none, np.zeros((0, LANES)))
    _ = simulate(
        np.zeros((1, 0)), np.zeros(0, dtype=np.int64), np.zeros((0, N_STRATA), dtype=bool), nothing, rows,
        np.zeros((1, 0)), np.zeros((6, N_STRATA, len(LUMP_AGES))), parameters.defaults(),
        single_precision=single_precision, blocks_per_task=1, load_only=True,
    )  # fmt: skip


@dataclass(frozen=True)
class Simulated:
    """What the kernel returned, with country sums in fixed order.

    total    [countries, years, FLUXES]         fluxes and stocks of all land
    managed  [countries, years, CARBON_FLUXES]  carbon fluxes of managed land
    maps     [snapshots, SNAPSHOTS, units]      units padded to blocks
    placed, surviving  [rows, years]            hectares of each plan row (sheep units removed for a herd cap)
    worst, worst_year  [BUDGETS, units]         largest relative residual and its year index
    humification       [units]
    production         [PRODUCTION, years, units] of a hectare without CO2's direct effect, tC/ha/yr
    """

    total: Array
    managed: Array
    maps: Array
    placed: Array
    surviving: Array
    worst: Array
    worst_year: NDArray[np.int64]
    humification: Array
    production: NDArray[np.float32]


def simulate(
    inputs: Array,
    block_country: NDArray[np.int64],
    present: NDArray[np.bool_],
    drivers: Array,
    rows: Rows,
    harvest_share: Array,
    lump_weight: Array,
    values: Array,
    snapshot_years: Sequence[int] = (),
    threads: int = 1,
    blocks_per_task: int = 16,
    single_precision: bool = False,
    by_rothc: bool = False,
    load_only: bool = False,
    only_wood: bool = False,
    tables: Tables | None = None,
    events: Events | None = None,
) -> Simulated:
    """Run the kernel over all blocks. Results do not depend on threads or blocks_per_task, to the last bit.

    snapshot_years are indices from the first year. load_only runs the kernel over no block, which
    compiles it. only_wood leaves out dead matter, soil and grass: areas, trees and what is felled and cleared stay the
    same, and nothing else of the result means anything. tables and events are growth_tables and event_tables of these
    values, where they are at hand. Raises ValueError for more years than MAXIMUM_YEARS and for a land-use change
    between forest strata.
    """
    blocks, years = len(block_country), drivers.shape[1]
    if years > MAXIMUM_YEARS:
        raise ValueError(f"{years} years asked for, the kernel holds at most {MAXIMUM_YEARS}")
    between_forests = (rows.rule == TRANSITION) & (rows.source < N_STRATA) & (rows.destination < N_STRATA)
    if between_forests.any():
        raise ValueError("a land-use change between two forest strata was asked for, expected a reclassification")
    node, weight, low, step = climate_nodes(drivers[0, :, 0])
    snapshot_slot = np.full(years, -1, dtype=np.int64)
    for slot, year in enumerate(snapshot_years):
        snapshot_slot[year] = slot
    recovery, slow = condition_factors(
        parameters.value(values, "rangeland.recovery"), parameters.value(values, "rangeland.slow_recovery")
    )
    run = Run(
        block_country, present, drivers, node, weight, low, step, recovery, slow,
        parameters.take(values, "managed_land.scale").copy(),
        parameters.take(values, "grass_fire.burned_share").copy(),
        parameters.take(values, "mineral_soil.sand").copy(),
        parameters.take(values, "dead_organic_matter.decay_scale").copy(),
        parameters.take(values, "climate.forest_response").copy(),
        np.column_stack(
            [parameters.take(values, f"dead_organic_matter.{name}") for name in ("start_share", "start_soil_share")]
        ),
        mineral_soil.input_growth(parameters.take(values, "mineral_soil.cropland_input_rise"), years),
        by_rothc, only_wood,
        harvest_share, snapshot_slot,
    )  # fmt: skip
    units = blocks * LANES
    slots = len(rows.row)
    out = Results(
        # Every number of these two and of production is written.
        np.empty((blocks, years, N_FLUXES)),
        np.empty((blocks, years, N_SPLIT)),
        np.zeros((max(1, len(snapshot_years)), len(SNAPSHOTS), units)),
        np.zeros((slots, years)),
        np.zeros((slots, years)),
        np.zeros((len(BUDGETS), units)),
        np.zeros((len(BUDGETS), units), dtype=np.int64),
        np.zeros(units),
        np.empty((len(PRODUCTION), 0 if only_wood else years, units), dtype=np.float32),
    )
    tables = growth_tables(values, lump_weight) if tables is None else tables
    events = event_tables(values) if events is None else events
    scalars = scalar_parameters(values)
    kind = np.float32 if single_precision else np.float64

    def task(first: int) -> None:
        scratch = np.zeros(SCRATCH_ROWS * LANES, dtype=kind)
        last = min(first + blocks_per_task, blocks)
        advance_blocks(first, last, inputs, run, rows, tables, events, out, scalars, scratch)

    starts = range(0, 1 if load_only else blocks, blocks_per_task)
    if threads == 1:
        for first in starts:
            task(first)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(task, starts))
    return Simulated(
        sum_by_country(out.total, block_country),
        sum_by_country(out.managed, block_country),
        out.maps,
        sum_by_row(out.placed, rows),
        sum_by_row(out.surviving, rows),
        out.worst,
        out.worst_year,
        out.humification,
        out.production,
    )


def sum_by_country(values: Array, block_country: NDArray[np.int64]) -> Array:
    """Blocks added country by country, always in the order of the blocks (which are sorted by country)."""
    total = np.zeros((len(COUNTRIES), *values.shape[1:]))
    edges = np.searchsorted(block_country, np.arange(len(COUNTRIES) + 1))
    for country in range(len(COUNTRIES)):
        total[country] = values[edges[country] : edges[country + 1]].sum(axis=0)
    return total


def sum_by_row(values: Array, rows: Rows) -> Array:
    """Slots added plan row by plan row, in the order of the slots."""
    shape = len(rows.rule), values.shape[1]
    place = rows.row[:, None] * shape[1] + np.arange(shape[1])
    # Counting with weights adds in the order given, as a loop over slots would.
    total = np.bincount(place.ravel(), values.ravel(), minlength=shape[0] * shape[1])
    return total.astype(np.float64).reshape(shape)


def tolerance(single_precision: bool) -> float:
    """Largest relative residual that a budget may show."""
    return budget.SINGLE_PRECISION_TOLERANCE if single_precision else budget.CARBON_TOLERANCE


def stock_density_above_rotation(values: Array, lump_weight: Array, decades: int) -> Array:
    """Planned stock above rotation age, tC/ha before any scale, [decades, countries, strata, types].

    Starting cohorts ageing without climate or disturbance, at the middle of each decade: what harvest is spread by. A
    cohort whose ten years of age reach above rotation age counts by the part that does.
    """
    tables = growth_tables(values, lump_weight)
    ages = np.array(LUMP_AGES)
    density = np.zeros((decades, len(COUNTRIES), N_STRATA, len(FOREST_TYPES)))
    for decade in range(decades):
        now = ages + 10 * decade + 5
        ripe = np.clip((now[None, :] + 5.0 - tables.rotation[:, None]) / 10.0, 0.0, 1.0)
        stock = ripe * tables.biomass[:, np.minimum(now, N_AGES - 1)]
        density[decade] = lump_weight @ stock.T
    return density
