"""A batch from its experiment to its tables: `landsim batch`."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from landsim.batch.coordinator import do_runs
from landsim.batch.estimate import check_disk, estimate
from landsim.batch.executors import DaskCluster, Executor, LocalProcesses
from landsim.batch.experiment import Experiment
from landsim.batch.keys import present_inputs
from landsim.batch.result_files import write_csv, write_parameters, write_results
from landsim.batch.store import PlannedRun, Store
from landsim.batch.strata_choice import land_of, measured_error
from landsim.batch.worker import Work, compile_kernels
from landsim.errors import ModelError
from landsim.progress import Progress
from landsim.strata import short_error_table

RESULTS, PARAMETERS, STRATA_ERROR = "results.parquet", "parameters.parquet", "strata_error.csv"
FAILED = "failed.csv"


@dataclass(frozen=True)
class Summary:
    """What there is after a batch: runs done, and (id, scenario, error) of those that failed."""

    done: int
    failed: list[tuple[str, str, str]]


class Stopped(KeyboardInterrupt):
    """The user stopped the batch; the text says how far it was."""


def run_experiment(experiment: Experiment, folder: Path, workers: int, dask: str | None = None) -> Summary:
    """Do what is left to do of an experiment in a folder, and write its tables.

    workers  processes of this machine; dask  address of a cluster instead, or "local"

    Raises InputError for what is wrong with the folder or the cluster, ModelError where the disk is full or the cluster
    goes away, Stopped on Ctrl-C. Whatever was done until then is in the store.
    """
    land = land_of(experiment.landscape, experiment.strata)
    inputs = present_inputs(land)
    folder.mkdir(parents=True, exist_ok=True)
    with Store(folder) as store:
        waiting = store.plan(experiment, inputs)
        total = len(experiment.runs)
        progress = Progress(total, total - len(waiting))
        try:
            for notice in store.notices:
                progress.say(notice)
            progress.say(_announcement(experiment, waiting, land.size, folder, workers))
            if waiting or not (folder / STRATA_ERROR).exists():
                _tell_error_of_strata(experiment, folder, progress)
            if waiting:
                landscape = experiment.landscape and experiment.landscape.absolute()
                work = Work(landscape, inputs, experiment.outputs, experiment.strata)
                _do(waiting, work, store, workers, dask, progress)
            progress.close()
            finished = store.finished()
            write_parameters(folder / PARAMETERS, finished)
            write_results(folder / RESULTS, finished)
            failed = store.failure_table()
            if failed.empty:
                (folder / FAILED).unlink(missing_ok=True)
            else:
                write_csv(folder / FAILED, failed)
            return Summary(len(finished), store.failures())
        except KeyboardInterrupt as error:
            progress.close()
            raise Stopped(f"{progress.done} of {total} runs are done and kept in {folder}") from error
        except OSError as error:
            progress.close()
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise ModelError(
                f"the disk of '{folder}' is full; {len(store.finished())} of {total} runs are done and kept. "
                "Free some space and give the same command again: it goes on from there."
            ) from error


def _tell_error_of_strata(experiment: Experiment, folder: Path, progress: Progress) -> None:
    """Print how far strata are from the full grid, and write it beside the results; once, not for each run."""
    if experiment.strata is None:
        return
    records = measured_error(experiment.landscape, experiment.strata, experiment.scenarios)
    for record in records:
        progress.say(short_error_table(record))
    table = pd.concat([record.error.assign(scenario=record.scenario) for record in records], ignore_index=True)
    write_csv(folder / STRATA_ERROR, table[["scenario", *record.error.columns]])


def _announcement(experiment: Experiment, waiting: list[PlannedRun], units: int, folder: Path, workers: int) -> str:
    """What is about to be done, with time and disk; refuses where the disk is too small."""
    total, left = len(experiment.runs), len(waiting)
    if not left:
        return f"{experiment.name}: all {total} runs are done in {folder}."
    needed = estimate(experiment, left, units, workers)
    check_disk(folder, needed)
    done = f", {total - left} of them done before" if left < total else ""
    return f"{experiment.name}: {total} runs{done}; {needed.sentence()}."


def _do(
    waiting: list[PlannedRun], work: Work, store: Store, workers: int, dask: str | None, progress: Progress
) -> None:
    workers = min(workers, len(waiting))
    if dask in (None, "local"):
        compile_kernels(work, waiting)
    executor: Executor = LocalProcesses(workers, work) if dask is None else DaskCluster(dask, work, workers)
    try:
        do_runs(waiting, work.outputs, store, executor, progress)
    except BaseException:
        executor.close(at_once=True)
        raise
    executor.close()
