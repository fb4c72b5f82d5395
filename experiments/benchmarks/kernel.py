"""How fast the kernel is, where the time of a run goes, and how much memory it takes.

    python experiments/benchmarks/kernel.py [--scenario ndc-first] [--repeat 7] [--threads 1]

Everything is CPU time, so that another process on the machine disturbs it little; still, compare ratios and not
machines. A cell-year is one land unit (a grid cell's part of a country) stepped through one year.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import llvmlite.binding
import numba
import numpy as np

import landsim
from landsim import model
from landsim.core.simulation import load_kernel, simulate
from landsim.core.state import LANES

PARTS = ("load", "plan", "step", "account", "write")
PRECISIONS = {"float64": False, "float32": True}

Arguments = tuple[tuple[Any, ...], dict[str, Any]]


def run_and_record(scenario: str, threads: int) -> tuple[landsim.Run, Arguments]:
    """A run as `landsim.run` does it, and the arguments with which it called the kernel."""
    calls: list[Arguments] = []

    def recorder(*given: Any, **named: Any) -> Any:
        calls.append((given, named))
        return simulate(*given, **named)

    with patch.object(model, "simulate", recorder):
        run = landsim.run(scenario, threads=threads)
    return run, calls[0]


def write_once(run: landsim.Run) -> None:
    """Write a run to a temporary folder; its CPU seconds go into run.timings."""
    with tempfile.TemporaryDirectory() as folder:
        run.write(Path(folder) / "run")


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process, all its threads together."""
    started = time.process_time()
    work()
    return time.process_time() - started


def kernel_seconds(arguments: Arguments, repeat: int) -> dict[str, list[float]]:
    """CPU seconds of the kernel by precision, the precisions taking turns, after a warm-up of each."""
    given, named = arguments
    seconds: dict[str, list[float]] = {name: [] for name in PRECISIONS}
    for turn in range(repeat + 1):
        for name, single in PRECISIONS.items():
            took = cpu_seconds(partial(simulate, *given, **{**named, "single_precision": single}))
            if turn > 0:
                seconds[name].append(took)
    return seconds


def compile_kernels() -> None:
    """Compile both kernels into the cache, unless they are there."""
    for single in PRECISIONS.values():
        load_kernel(single)


def memory_of_one_run(scenario: str, threads: int) -> float:
    """Largest resident memory of this process, MB, after one run and its writing."""
    import resource  # not on every platform

    write_once(landsim.run(scenario, threads=threads))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def in_fresh_process(work: Callable[..., Any], *given: Any) -> Any:
    """The result of a function in a process of its own, so that what it leaves behind counts nowhere else."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def machine() -> str:
    """One line on where the numbers were measured."""
    busy = f", load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{os.cpu_count()} CPUs ({llvmlite.binding.get_host_cpu_name()}, {platform.machine()}){busy}; "
        f"Python {platform.python_version()}, numba {numba.__version__}, numpy {np.__version__}"
    )


def share_table(first: dict[str, float], later: list[dict[str, float]]) -> str:
    """CPU seconds and share of the time of each part: the first run of the process, and the median of later ones."""
    medians = {part: statistics.median(run[part] for run in later) for part in PARTS}
    lines = [f"{'CPU s':10}{'first run':>12}{'share':>8}{'later runs':>12}{'share':>8}"]
    for part in PARTS:
        lines.append(
            f"{part:10}{first[part]:12.3f}{first[part] / sum(first[p] for p in PARTS):8.0%}"
            f"{medians[part]:12.3f}{medians[part] / sum(medians.values()):8.0%}"
        )
    lines.append(f"{'together':10}{sum(first[p] for p in PARTS):12.3f}{'':8}{sum(medians.values()):12.3f}")
    together = [each["plan"] + each["step"] for each in (first, medians)]
    lines.append(f"plan and step: {together[0]:.3f} in the first run, {together[1]:.3f} in later ones")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Speed of the kernel and shares of a run's time.")
    parser.add_argument("--scenario", default="ndc-first", help="a scenario's name or file (default: ndc-first)")
    parser.add_argument("--repeat", type=int, default=7, help="measurements behind each median (default: 7)")
    parser.add_argument("--threads", type=int, default=1, help="threads of the kernel (default: 1)")
    options = parser.parse_args()
    if options.repeat < 1 or options.threads < 1:
        parser.error("--repeat and --threads must be at least 1")

    print(machine(), flush=True)
    # Elsewhere and before anything is measured, so that compiling costs neither time nor memory here.
    in_fresh_process(compile_kernels)
    memory = in_fresh_process(memory_of_one_run, options.scenario, options.threads)
    run, arguments = run_and_record(options.scenario, options.threads)
    write_once(run)
    first = dict(run.timings)
    units, years = run.landscape.size, len(run.drivers.years)
    lanes = len(run.blocks.country) * LANES
    print(
        f"scenario {run.scenario.name}: {units:,} units ({lanes:,} lanes with padding) x {years} years = "
        f"{units * years / 1e6:.3f} million cell-years; {options.threads} thread(s), medians of {options.repeat}"
    )

    print("\nKernel alone")
    seconds = kernel_seconds(arguments, options.repeat)
    for name, taken in seconds.items():
        rates = sorted(units * years / 1e6 / each for each in taken)
        print(
            f"{name}: {statistics.median(rates):6.2f} million cell-years per CPU-second "
            f"({rates[0]:.2f} to {rates[-1]:.2f}), {statistics.median(taken):.3f} CPU s"
        )
    ratio = statistics.median(a / b for a, b in zip(seconds["float64"], seconds["float32"], strict=True))
    print(f"float32 is {ratio:.2f} times as fast as float64 (median of neighbouring pairs)")

    later: list[dict[str, float]] = []
    for _ in range(options.repeat):
        again, _ = run_and_record(options.scenario, options.threads)
        write_once(again)
        later.append(again.timings)
    print("\nParts of a run in float64 (load includes reading the compiled kernel, not imports)")
    print(share_table(first, later))
    print(f"\nPeak memory of a process that runs and writes once: {memory:.0f} MB")


if __name__ == "__main__":
    main()
