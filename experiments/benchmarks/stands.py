"""Stands by landsim against libcbm: stand-years per CPU-second.

    python experiments/benchmarks/stands.py [--stands 10000 50000] [--years 50] [--repeat 5]

A stand is one hectare with its own pools; all stands have the same growth and a wildfire in the middle of the run. Both
models start from the same pools (libcbm's spin-up, which is not timed, times a random factor for each stand) and take
turns in one process. Everything is CPU time. landsim's time is that of the whole public call, its checks and its result
table included; libcbm's is that of its steps. Needs the extra `benchmark` (libcbm from PyPI).
"""

from __future__ import annotations

import argparse
import platform
import statistics
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd
from libcbm.model.cbm import cbm_variables
from libcbm.model.cbm.stand_cbm_factory import StandCBMFactory
from libcbm.storage import dataframe
from libcbm.storage.backends import BackendType

import landsim
from landsim.core.disturbance import CARBON
from landsim.core.forest import TISSUES

warnings.filterwarnings("ignore", message="untested linux distribution")

TEMPERATURE = 1.69  # degrees Celsius, Montane Cordillera
WILDFIRE = 1  # libcbm's disturbance type
SAME = 1e-5  # tC/ha: largest difference of any pool between the two
NAMES = {
    "SoftwoodMerch": "merchantable", "SoftwoodFoliage": "foliage", "SoftwoodOther": "other_wood",
    "SoftwoodCoarseRoots": "coarse_roots", "SoftwoodFineRoots": "fine_roots",
    "AboveGroundVeryFastSoil": "above_ground_very_fast", "BelowGroundVeryFastSoil": "below_ground_very_fast",
    "AboveGroundFastSoil": "above_ground_fast", "BelowGroundFastSoil": "below_ground_fast", "MediumSoil": "medium",
    "AboveGroundSlowSoil": "above_ground_slow", "BelowGroundSlowSoil": "below_ground_slow",
    "SoftwoodStemSnag": "stem_snag", "SoftwoodBranchSnag": "branch_snag", "Products": "products",
}  # fmt: skip
DEAD = [name for name in NAMES.values() if name not in (*TISSUES, "products")]


def factory() -> Any:
    """libcbm with one spruce curve, V(a) = 200 (1 - exp(-0.04 a))^3 m3/ha."""
    pairs = [[age, float(200.0 * (1.0 - np.exp(-0.04 * age)) ** 3)] for age in range(0, 301, 10)]
    curve = {"classifier_set": ["a"], "merch_volumes": [{"species": "Spruce", "age_volume_pairs": pairs}]}
    return StandCBMFactory({"c": ["a"]}, [curve])


def inventory(stands: int) -> pd.DataFrame:
    """Hectares at age 0 after a clear-cut."""
    return pd.DataFrame(
        {
            "c": "a", "admin_boundary": "British Columbia", "eco_boundary": "Montane Cordillera", "age": 0, "area": 1.0,
            "delay": 0, "land_class": "UNFCCC_FL_R_FL", "afforestation_pre_type": "None",
            "historic_disturbance_type": "Wildfire", "last_pass_disturbance_type": "Clearcut harvesting with salvage",
        },
        index=range(stands),
    )  # fmt: skip


class Libcbm:
    """Stands of libcbm after their spin-up, ready to be stepped many times from the same start."""

    def __init__(self, cbm: Any, made: Any, stands: int) -> None:
        self.cbm = cbm
        spun_up = self._spun_up(made)
        classifiers, prepared = made.prepare_inventory(dataframe.from_pandas(inventory(stands)))
        variables = cbm_variables.initialize_simulation_variables(
            classifiers, prepared, cbm.pool_codes, cbm.flux_indicator_codes, BackendType.numpy
        )
        factor = np.random.default_rng(1).uniform(0.5, 1.5, stands)
        for name in cbm.pool_codes:
            own = factor if NAMES.get(name) in DEAD else np.ones(stands)
            variables.pools[name].assign(float(spun_up[name]) * own)
        self.variables = cbm.init(variables)
        self.pools = self.variables.pools.copy()
        self.state = self.variables.state.copy()

    def _spun_up(self, made: Any) -> pd.Series:
        """Pools of one stand after the spin-up: it is the same for all, and slow."""
        classifiers, prepared = made.prepare_inventory(dataframe.from_pandas(inventory(1)))
        variables = cbm_variables.initialize_simulation_variables(
            classifiers, prepared, self.cbm.pool_codes, self.cbm.flux_indicator_codes, BackendType.numpy
        )
        self.cbm.spinup(cbm_variables.initialize_spinup_variables(variables, BackendType.numpy))
        return variables.pools.to_pandas().iloc[0]

    def reset(self) -> None:
        """Back to the start."""
        self.variables.pools = self.pools.copy()
        self.variables.state = self.state.copy()

    def table(self) -> pd.DataFrame:
        """Pools of all stands, by the names of landsim."""
        return self.variables.pools.to_pandas().rename(columns=NAMES)[list(NAMES.values())]

    def step(self, years: int, fire: int) -> None:
        """All years, with a wildfire in one of them."""
        for year in range(1, years + 1):
            self.variables.parameters["disturbance_type"].assign(np.int32(WILDFIRE if year == fire else 0))
            self.variables = self.cbm.step(self.variables)


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process, all its threads together."""
    started = time.process_time()
    work()
    return time.process_time() - started


def increments_of(cbm: Any, made: Any, years: int, fire: int) -> pd.DataFrame:
    """Net increments of the common curve, from one stand stepped by libcbm."""
    one = Libcbm(cbm, made, 1)
    rows = []
    for year in range(1, years + 1):
        before = one.table()[list(TISSUES)].to_numpy()[0] * (year != fire)
        one.variables.parameters["disturbance_type"].assign(np.int32(WILDFIRE if year == fire else 0))
        one.variables = cbm.step(one.variables)
        rows.append(one.table()[list(TISSUES)].to_numpy()[0] - before)
    return pd.DataFrame(rows, columns=list(TISSUES))


def compare(cbm: Any, made: Any, stands: int, years: int, repeat: int) -> str:
    """One line: rates of both and their ratio, medians of interleaved turns."""
    fire = max(1, years // 2)
    increments = increments_of(cbm, made, years, fire)
    theirs = Libcbm(cbm, made, stands)
    start = theirs.table()
    events = {fire: "wildfire"}
    seconds: dict[str, list[float]] = {"landsim": [], "libcbm": []}
    for turn in range(repeat + 1):
        theirs.reset()
        took = {
            "libcbm": cpu_seconds(lambda: theirs.step(years, fire)),
            "landsim": cpu_seconds(lambda: landsim.simulate_stands(start, increments, TEMPERATURE, events)),
        }
        if turn > 0:  # the first turn compiles and warms up
            for name, each in took.items():
                seconds[name].append(each)
    ours = landsim.simulate_stands(start, increments, TEMPERATURE, events)
    difference = float((ours[list(NAMES.values())] - theirs.table()).abs().max().max())
    if difference > SAME:
        raise SystemExit(f"the two models differ by {difference:g} tC/ha, so their speeds cannot be compared")
    rate = {name: stands * years / statistics.median(each) / 1e6 for name, each in seconds.items()}
    ratios = [b / a for a, b in zip(seconds["landsim"], seconds["libcbm"], strict=True)]
    return (
        f"{stands:7,} stands: landsim {rate['landsim']:7.2f}, libcbm {rate['libcbm']:6.3f} million stand-years per "
        f"CPU-second; {statistics.median(ratios):.0f} times as fast ({min(ratios):.0f} to {max(ratios):.0f}); "
        f"largest difference of a pool {difference:.1e} tC/ha"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Stand-years per CPU-second, landsim against libcbm.")
    parser.add_argument("--stands", type=int, nargs="+", default=[10_000, 50_000], help="default: 10000 50000")
    parser.add_argument("--years", type=int, default=50, help="years of a run (default: 50)")
    parser.add_argument("--repeat", type=int, default=5, help="turns behind each median (default: 5)")
    options = parser.parse_args()
    if min(*options.stands, options.years, options.repeat) < 1:
        parser.error("--stands, --years and --repeat must be at least 1")
    print(
        f"libcbm {version('libcbm')}, numba {version('numba')}, Python {platform.python_version()}, "
        f"{platform.machine()}; {options.years} years, medians of {options.repeat}; {len(CARBON)} pools and gases",
        flush=True,
    )
    made = factory()
    with made.initialize_cbm() as cbm:
        for stands in options.stands:
            print(compare(cbm, made, stands, options.years, options.repeat), flush=True)


if __name__ == "__main__":
    main()
