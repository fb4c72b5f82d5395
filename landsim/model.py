"""run(): plan, step, account, in this order. No equations."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landsim.accounting import account, wood_from_managed_land
from landsim.core.simulation import Simulated, load_kernel, simulate, tolerance
from landsim.core.state import BUDGETS, LANES
from landsim.errors import ModelError
from landsim.ground import Ground, as_ground
from landsim.history import LAST_YEAR as LAST_RECORDED_YEAR
from landsim.indicators.states import States, state_years
from landsim.kept_parts import content
from landsim.landscape import Landscape
from landsim.policy.leakage import leakage
from landsim.results import Run, RunOptions
from landsim.run_inputs import STEP, lay_out, prepare
from landsim.scenario import Scenario, load_scenario
from landsim.targets import choose_pledges
from landsim.unit_inputs import Blocks

Floats = NDArray[np.float64]
MAP_YEARS = (1990, 2020, 2030, 2050)
# The steps of a full grid are not kept for later runs: sixteen of them are a gigabyte in every worker.
MOST_UNITS_KEPT = 5_000
_load_kernel_once = cache(load_kernel)


def run(
    scenario: Scenario | str | Path,
    *,
    landscape: Landscape | Ground | str | Path | None = None,
    threads: int = 1,
    block_lanes: int = 16 * LANES,
    precision: str = "float64",
    targets: str | Path | None = None,
    last_year: int | None = None,
) -> Run:
    """Simulate a scenario on a landscape.

    scenario     a Scenario, a path, or the name of a shipped one
    landscape    a Landscape, a path, or None for the embedded 0.5 degree grid; a Ground, where many runs share one
    threads      threads for the kernel; results do not depend on it
    block_lanes  units handed to a thread at a time, a multiple of 32; results do not depend on it
    precision    "float64", or "float32" to hold the state in single precision (budgets to 1e-4)
    targets      pledges that the gap is told against: a vintage ("first", "updated", "2035"), a file of your own
                 with the columns of targets.csv, or None for the vintage that the scenario names
    last_year    the last year that is stepped and accounted for, not before the last of recorded history; None for
                 that of the scenario. Land is laid out for all years, so what comes before keeps every bit; such a run
                 has accounts and states, but no tables. For studies: it is not stepped anew where only what accounts
                 read is another

    Tables of the result are made when they are asked for or written.

    Raises InputError for wrong input and ModelError when a balance does not close.
    """
    clock = _Clock()
    if not isinstance(scenario, Scenario):
        scenario = load_scenario(scenario)
    pledges = choose_pledges(scenario.targets if targets is None else targets)
    ground = as_ground(landscape)
    land = ground.land
    prepared = prepare(scenario, ground)
    drivers, values = prepared.drivers, prepared.values
    if last_year is not None:
        drivers = drivers.until(max(last_year, LAST_RECORDED_YEAR))
    years = drivers.years
    single = precision == "float32"
    # The rehearsal of the plan runs in double precision whatever the run does.
    _load_kernel_once()
    if single:
        _load_kernel_once(single)
    clock.note("load")

    blocks = ground.blocks
    land_plan, kernel = lay_out(scenario, prepared, blocks, None if last_year is None else len(years))
    kept = state_years(years, MAP_YEARS)
    clock.note("plan")

    def step(seen: Floats) -> Simulated:
        return simulate(
            **{**kernel.arguments, "values": seen},
            snapshot_years=[year - int(years[0]) for year in kept],
            threads=threads,
            blocks_per_task=max(1, block_lanes // LANES),
            single_precision=single,
        )

    if last_year is None or land.size > MOST_UNITS_KEPT:
        simulated = step(values)
    else:
        made_from = content(kernel.drivers), content(prepared.soil), prepared.by_rothc, single
        simulated = kernel.kept.get(STEP, values, step, *made_from)
    check_budgets(simulated.worst, simulated.worst_year, blocks, land, int(years[0]), tolerance(single))
    states = States(kept, simulated.maps, blocks.lane)
    simulated = replace(simulated, maps=simulated.maps[[at for at, year in enumerate(kept) if year in MAP_YEARS]])
    simulated = wood_from_managed_land(simulated)
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
        ground.kept,
    )
    clock.note("account")
    options = RunOptions(threads, block_lanes, precision)
    return Run(
        scenario, land, blocks, land_plan, drivers, values, simulated, accounts, pledges, states, clock.seconds, options
    )  # fmt: skip


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
