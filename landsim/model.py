"""run(): plan, step, account, in this order. No equations."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from landsim.accounting import account
from landsim.core import parameters
from landsim.core.simulation import load_kernel, simulate, tolerance
from landsim.core.state import BUDGETS, DRIVER, LANES
from landsim.disturbance_weights import forest_warming
from landsim.disturbed_forest import disturbed_forest
from landsim.errors import InputError, ModelError
from landsim.grazing_inputs import forage_weather, sheep_units
from landsim.herd_model import free_running
from landsim.history import national_drivers
from landsim.landscape import Landscape, load_landscape
from landsim.planned_harvest import lump_weights
from landsim.policy.leakage import leakage
from landsim.policy.plan import land_areas, plan
from landsim.results import Run, RunOptions
from landsim.rothc_factors import rothc_factors
from landsim.scenario import Scenario, load_scenario
from landsim.soil_factors import decay_factors
from landsim.soil_response import ROWS as soil_rows
from landsim.soil_response import soil_response
from landsim.unit_inputs import (
    Blocks,
    kind_of_unit,
    make_blocks,
    national_arrays,
    plan_rows,
    strata_present,
)

MAP_YEARS = (1990, 2020, 2030, 2050)


def run(
    scenario: Scenario | str | Path,
    *,
    landscape: Landscape | str | Path | None = None,
    threads: int = 1,
    block_lanes: int = 16 * LANES,
    precision: str = "float64",
) -> Run:
    """Simulate a scenario on a landscape.

    scenario     a Scenario, a path, or the name of a shipped one
    landscape    a Landscape, a path, or None for the embedded 0.5 degree grid
    threads      threads for the kernel; results do not depend on it
    block_lanes  units handed to a thread at a time, a multiple of 32; results do not depend on it
    precision    "float64", or "float32" to hold the state in single precision (budgets to 1e-4)

    Raises InputError for wrong input and ModelError when a balance does not close.
    """
    clock = _Clock()
    if not isinstance(scenario, Scenario):
        scenario = load_scenario(scenario)
    land = landscape if isinstance(landscape, Landscape) else load_landscape(landscape)
    try:
        values = parameters.resolve(scenario.parameters)
    except (KeyError, ValueError) as error:
        raise InputError(f"scenario '{scenario.name}': {error.args[0]}.") from error
    drivers = national_drivers(scenario.first_year, scenario.last_year, scenario.climate)
    weather = forage_weather(values, drivers.years, scenario.variability, scenario.seed)
    if scenario.herds == "free":
        drivers = free_running(
            drivers, land, values, weather, scenario.seed if scenario.variability == "seeded" else None
        )
    single = precision == "float32"
    # What a landscape's climate means for its soil is the same for every plan.
    by_rothc = scenario.soil_model == "rothc"
    factors = rothc_factors(land, values) if by_rothc else decay_factors(land, values)
    warming_at_start = drivers.gmst_change[0] * parameters.value(values, "climate.warming_scale")
    soil = soil_response(land, values, factors, warming_at_start)
    # The rehearsal of the plan runs in double precision whatever the run does.
    load_kernel()
    if single:
        load_kernel(single)
    clock.note("load")

    herd, grazed_share = sheep_units(land, values)
    warming = forest_warming(land_areas(land), land)
    disturbed = disturbed_forest(drivers, values, warming, scenario.variability, scenario.seed)
    national = national_arrays(drivers, values, disturbed, weather)
    land_plan = plan(scenario, land, drivers, values, herd * grazed_share, national)
    national[:, :, DRIVER.product_carbon] = land_plan.harvest.to_be_cut
    blocks = make_blocks(land.country, kind_of_unit(land))
    years = drivers.years
    land_plan.inputs[soil_rows] = soil
    lanes = blocks.spread(land_plan.inputs)
    rows = plan_rows(land_plan.rows, blocks, len(years))
    clock.note("plan")

    simulated = simulate(
        lanes,
        blocks.country,
        strata_present(lanes, rows, blocks),
        national,
        rows,
        blocks.spread(land_plan.harvest.share),
        lump_weights(values),
        values,
        [int(year - years[0]) for year in MAP_YEARS if years[0] <= year <= years[-1]],
        threads=threads,
        blocks_per_task=max(1, block_lanes // LANES),
        single_precision=single,
        by_rothc=by_rothc,
    )
    check_budgets(simulated.worst, simulated.worst_year, blocks, land, int(years[0]), tolerance(single))
    clock.note("step")

    elsewhere = leakage(land_plan.placed, simulated, values)
    accounts = account(
        simulated,
        drivers,
        values,
        land_plan.long_lived_shift,
        elsewhere,
        scenario.gwp,
        land_plan.farm,
        land_plan.wetlands,
        land_plan.urban_trees,
    )
    clock.note("account")
    options = RunOptions(threads, block_lanes, precision)
    return Run(scenario, land, blocks, land_plan, drivers, values, simulated, accounts, clock.seconds, options)


def check_budgets(
    worst: np.ndarray, worst_year: np.ndarray, blocks: Blocks, land: Landscape, first_year: int, limit: float
) -> None:
    """Refuse a run whose carbon or area does not close, naming unit, year and process."""
    bad = ~(worst <= limit)
    if not bad.any():
        return
    which, lane = (int(i) for i in np.unravel_index(int(np.argmax(np.where(bad, worst, -1.0))), worst.shape))
    unit = int(blocks.unit[lane])
    place = land.provinces[land.province[unit]] if unit >= 0 else "padding"
    raise ModelError(
        f"the budget of {BUDGETS[which].replace('_', ' ')} does not close in unit {unit} ({place}) in "
        f"{first_year + int(worst_year[which, lane])}: relative residual {worst[which, lane]:.2e}, expected at most "
        f"{limit:.0e}; nothing was written."
    )


class _Clock:
    """CPU seconds of each part of a run."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.process_time()

    def note(self, name: str) -> None:
        now = time.process_time()
        self.seconds[name] = now - self._last
        self._last = now
