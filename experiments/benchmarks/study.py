"""Where the time of a run goes in a study on strata, and what the whole study takes.

    python experiments/benchmarks/study.py [--study gap-2030-sobol] [--runs 104] [--processes 1 2]

Does the first runs of a study as a worker of its batch does them, in one process and in several at a time, and prints
CPU milliseconds of a run by part, with the minutes that all runs of the study would take. Two processes on the two
threads of one core slow each other, so the figure of all processors busy is the one that counts. Runs of a Sobol study
come in groups that differ in one parameter: give a multiple of such a group (2 D + 2 with pairs). The values
that are kept are printed as a hash, so that the bits of two versions of the model can be compared.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from landsim.batch import worker
from landsim.batch.keys import present_inputs
from landsim.batch.store import PlannedRun
from landsim.batch.strata_choice import land_of
from landsim.batch.worker import Work
from landsim.results import Run
from landsim.sensitivity.study import Study, load_study

PARTS = ("load", "plan", "step", "account", "gap")
# Runs before the clock starts: they read tables and lay out what later runs share.
WARM_UP = 2


def runs_of(study: Study, first: int, count: int) -> tuple[PlannedRun, ...]:
    """Some runs of a study as a worker is given them."""
    asked = study.experiment.runs[first : first + count]
    return tuple(PlannedRun(str(first + at), "", one.scenario, one.parameter_set) for at, one in enumerate(asked))


def measured(name: str, first: int, count: int) -> tuple[dict[str, float], float, str]:
    """CPU seconds of some runs by part, in all, and a hash of what they give."""
    study = load_study(name)
    experiment = study.experiment
    land = land_of(experiment.landscape, experiment.strata)
    work = Work(experiment.landscape, present_inputs(land), experiment.outputs, experiment.strata)
    seconds = dict.fromkeys(PARTS, 0.0)
    simulate_run, reduced = worker.simulate_run, worker.reduced

    def run_noted(*given: object, **named: object) -> Run:
        run = simulate_run(*given, **named)  # type: ignore[arg-type]
        for part, took in run.timings.items():
            seconds[part] += took
        return run

    def reduced_noted(run: Run, outputs: worker.Outputs) -> worker.Floats:
        started = time.process_time()
        values = reduced(run, outputs)
        seconds["gap"] += time.process_time() - started
        return values

    worker.simulate_run, worker.reduced = run_noted, reduced_noted  # type: ignore[assignment]
    worker.run_all(work, runs_of(study, 0, WARM_UP))
    seconds.update(dict.fromkeys(PARTS, 0.0))
    started = time.process_time()
    outcomes = worker.run_all(work, runs_of(study, first, count))
    whole = time.process_time() - started
    worker.simulate_run, worker.reduced = simulate_run, reduced
    digest = hashlib.sha256()
    for outcome in outcomes:
        if outcome.values is None:
            raise SystemExit(f"run {outcome.id} failed: {outcome.error}")
        digest.update(np.ascontiguousarray(outcome.values).data)
    return seconds, whole, digest.hexdigest()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="CPU time of the runs of a study, by part.")
    parser.add_argument("--study", default="gap-2030-sobol", help="name or file of a study (default: gap-2030-sobol)")
    parser.add_argument("--runs", type=int, default=104, help="runs that each process does (default: 104)")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2], help="how many at a time (default: 1 2)")
    options = parser.parse_args()
    total = len(load_study(options.study).experiment.runs)
    busy = f", load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{options.study}: {total:,} runs, of which each process does {options.runs}{busy}")
    print(f"{'CPU ms of a run':20}" + "".join(f"{part:>9}" for part in (*PARTS, "other", "all")) + "   whole study")
    context = multiprocessing.get_context("spawn")
    for processes in options.processes:
        with ProcessPoolExecutor(processes, mp_context=context) as pool:
            firsts = [at * options.runs for at in range(processes)]
            jobs = [pool.submit(measured, options.study, first, options.runs) for first in firsts]
            results = [job.result() for job in jobs]
        runs = processes * options.runs
        parts = {part: 1e3 * sum(seconds[part] for seconds, _, _ in results) / runs for part in PARTS}
        whole = 1e3 * sum(took for _, took, _ in results) / runs
        shown = [*parts.values(), whole - sum(parts.values()), whole]
        minutes = whole * total / processes / 6e4
        print(
            f"{processes:2} at a time{'':9}" + "".join(f"{value:9.2f}" for value in shown)
            + f"{minutes:10.1f} min; values {' '.join(digest[:12] for _, _, digest in results)}"
        )  # fmt: skip


if __name__ == "__main__":
    main()
