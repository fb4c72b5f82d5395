"""Real processes: any number of workers, and dask, leave the same files; what is wrong with a cluster is told."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from batch_processes import InThisProcess, files_of, states_of, write_experiment

from landsim.batch import executors, worker
from landsim.batch.executors import DaskCluster, LocalProcesses
from landsim.batch.experiment import Experiment, load_experiment
from landsim.batch.keys import present_inputs
from landsim.batch.session import FAILED, Summary, run_experiment
from landsim.batch.store import PlannedRun, Store
from landsim.batch.worker import Work
from landsim.errors import InputError, ModelError
from landsim.landscape import load_landscape

RUNS = 12


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    return load_experiment(write_experiment(tmp_path_factory.mktemp("experiment"), seeds=3))


@pytest.fixture(scope="module")
def one_worker(experiment: Experiment, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Files of the batch as one process leaves them."""
    out = tmp_path_factory.mktemp("one") / "batch"
    assert run_experiment(experiment, out, 1) == Summary(RUNS, [])
    return files_of(out)


@pytest.fixture
def work(experiment: Experiment) -> Work:
    assert experiment.landscape is not None
    return Work(experiment.landscape, present_inputs(load_landscape(experiment.landscape)), experiment.outputs)


def planned(experiment: Experiment, work: Work, folder: Path) -> list[PlannedRun]:
    with Store(folder) as store:
        return store.plan(experiment, work.inputs)


@pytest.mark.parametrize("workers", [2, pytest.param(4, marks=pytest.mark.slow)])
def test_any_number_of_processes_leaves_the_same_files(
    workers: int, experiment: Experiment, one_worker: dict[str, bytes], tmp_path: Path
) -> None:
    assert run_experiment(experiment, tmp_path, workers) == Summary(RUNS, [])
    assert files_of(tmp_path) == one_worker
    assert set(states_of(tmp_path).values()) == {"done"}


def test_dask_leaves_the_same_files(experiment: Experiment, one_worker: dict[str, bytes], tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    assert run_experiment(experiment, tmp_path, 2, dask="local") == Summary(RUNS, [])
    assert files_of(tmp_path) == one_worker


def test_a_worker_killed_while_it_works_costs_no_run(experiment: Experiment, work: Work, tmp_path: Path) -> None:
    """The pool is broken in the middle of a task, then made anew; what was under way comes back as lost."""
    runs = planned(experiment, work, tmp_path)
    pool = LocalProcesses(2, work)
    try:
        pool.submit((runs[0],))
        ((_, outcomes),) = pool.finished()
        assert outcomes is not None and outcomes[0].id == runs[0].id and outcomes[0].values is not None
        pool.submit(tuple(runs))
        pool.submit(tuple(runs))
        os.kill(next(iter(pool._pool._processes)), signal.SIGKILL)
        lost = pool.finished()
        assert [outcomes for _, outcomes in lost] == [None, None]
        pool.submit((runs[1],))
        ((task, outcomes),) = pool.finished()
        assert task == (runs[1],) and outcomes is not None and outcomes[0].error == ""
        # Once more while nothing is under way: the next task finds a new pool.
        for process in list(pool._pool._processes):
            os.kill(process, signal.SIGKILL)
        for process in list(pool._pool._processes.values()):
            process.join()
        pool.submit((runs[2],))
        assert [task for task, _ in pool.finished()] == [(runs[2],)]
    finally:
        pool.close(at_once=True)


def test_an_error_belongs_to_its_run(
    experiment: Experiment, work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = planned(experiment, work, tmp_path)
    done = worker.simulate_run

    def some(scenario: Any, **options: Any) -> Any:
        if scenario.seed == 2:
            raise ModelError("it does not close")
        if scenario.seed == 3:
            raise ZeroDivisionError("division by zero")
        return done(scenario, **options)

    monkeypatch.setattr(worker, "simulate_run", some)
    outcomes = worker.run_all(work, tuple(runs[:3]))
    assert [one.error for one in outcomes] == ["", "it does not close", "ZeroDivisionError: division by zero"]
    assert [one.values is None for one in outcomes] == [False, True, True]


def test_a_run_that_fails_is_left_out_of_the_tables(
    experiment: Experiment, one_worker: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process, where the model can be replaced; the failed run is done when the batch is given again."""

    done = worker.simulate_run

    def some(scenario: Any, **options: Any) -> Any:
        if (scenario.name, scenario.climate, scenario.seed) == ("frozen", "ssp1-2.6", 2):
            raise ModelError("it does not close")
        return done(scenario, **options)

    monkeypatch.setattr("landsim.batch.session.LocalProcesses", InThisProcess)
    with monkeypatch.context() as patch:
        patch.setattr(worker, "simulate_run", some)
        summary = run_experiment(experiment, tmp_path, 1)
    assert summary.done == RUNS - 1
    ((_, scenario, error),) = summary.failed
    assert (scenario, error) == ("frozen", "it does not close")
    assert files_of(tmp_path).keys() < one_worker.keys()
    (listed,) = pd.read_csv(tmp_path / FAILED).to_dict("records")
    assert (listed["run"], listed["climate"], listed["seed"]) == (summary.failed[0][0], "ssp1-2.6", 2)
    assert (listed["failures"], listed["error"]) == (3, "it does not close")
    assert run_experiment(experiment, tmp_path, 1) == Summary(RUNS, [])
    assert not (tmp_path / FAILED).exists()
    assert files_of(tmp_path) == one_worker


def test_a_worker_with_other_code_or_land_says_so(experiment: Experiment, work: Work, tmp_path: Path) -> None:
    worker.check(work)
    other = replace(work, inputs=replace(work.inputs, core="0123"))
    with pytest.raises(InputError, match=r"another core than that of the coordinator: found \w+, expected 0123"):
        worker.check(other)
    run = replace(planned(experiment, work, tmp_path)[0], key="key that another version would make")
    (outcome,) = worker.run_all(other, (run,))
    assert outcome.error.startswith("another core than that of the coordinator")
    (outcome,) = worker.run_all(replace(work, landscape=tmp_path / "none.nc"), (run,))
    assert "none.nc: the landscape file does not exist" in outcome.error


def test_dask_that_is_not_installed(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"is not installed, expected the extra dask: python -m pip install"):
        DaskCluster("local", work, 1)


def test_an_address_where_no_scheduler_answers(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(executors, "CONNECT_SECONDS", 0.5)
    for address in ("tcp://127.0.0.1:9", "nonsense://here", "127.0.0.1", "tcp://host"):
        with pytest.raises(InputError, match=rf"--dask: no dask scheduler answers at '{address}' \(.+\), expected"):
            DaskCluster(address, work, 1)


def test_a_cluster_without_workers(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(executors, "FIRST_WORKER_SECONDS", 0.5)
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=None, protocol="tcp") as cluster,
        pytest.raises(InputError, match="has no workers, expected at least one: dask worker tcp://"),
    ):
        DaskCluster(cluster.scheduler_address, work, 1)


def test_a_cluster_of_another_version_and_one_that_goes_away(
    experiment: Experiment, work: Work, tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed")
    run = planned(experiment, work, tmp_path)[0]
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp"
    ) as cluster:
        other = replace(work, inputs=replace(work.inputs, tables="0123"))
        with pytest.raises(InputError, match=r"--dask: the worker tcp://\S+ has another tables than that"):
            DaskCluster(cluster.scheduler_address, other, 1)
        pool = DaskCluster(cluster.scheduler_address, work, 1)
        assert pool.slots == 2
        pool.submit((run,))
        ((task, outcomes),) = pool.finished()
        assert task == (run,) and outcomes is not None and outcomes[0].error == ""
        pool.submit(tuple([run] * 20))
    with pytest.raises(ModelError, match=r"went away\. What is done is kept: start the cluster again"):
        pool.finished()
    pool.close(at_once=True)
