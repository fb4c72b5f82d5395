"""Runs that fail and processes that die: the right run is blamed, and the others go on."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from landsim.batch.coordinator import DIED, LARGEST_TASK, Pace, do_runs
from landsim.batch.executors import Ended, Task
from landsim.batch.experiment import Experiment, load_experiment
from landsim.batch.keys import Inputs
from landsim.batch.store import Store
from landsim.batch.worker import Outcome
from landsim.progress import Progress

INPUTS = Inputs("land", "tables", "core", "code", "libraries")
SLOTS = 3


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    path = tmp_path_factory.mktemp("experiment") / "ten.toml"
    path.write_text(
        f'kind = "batch"\nscenarios = ["baseline"]\nseeds = {list(range(10))}\nvariability = "seeded"\n'
        'variables = ["lulucf_net"]\ncountries = ["CHN"]\nyears = [2030]\n'
    )
    return load_experiment(path)


class Pool:
    """Stands for processes: ``fate`` says of each attempt (seed, which attempt) "done", "dies" or the error.

    A death takes with it whatever is under way, as in a pool of processes.
    """

    slots = SLOTS

    def __init__(self, fate: Callable[[int, int], str]) -> None:
        self.fate = fate
        self.under_way: deque[Task] = deque()
        self.attempts: Counter[int] = Counter()
        self.most = 0

    def submit(self, task: Task) -> None:
        self.under_way.append(task)
        self.most = max(self.most, len(self.under_way))
        assert len(self.under_way) <= self.slots

    def finished(self) -> Ended:
        task = self.under_way.popleft()
        outcomes = []
        for run in task:
            seed = run.scenario.seed
            self.attempts[seed] += 1
            fate = self.fate(seed, self.attempts[seed])
            if fate == "dies":
                lost = [task, *self.under_way]
                self.under_way.clear()
                return [(one, None) for one in lost]
            values = np.array([[float(seed)]]) if fate == "done" else None
            outcomes.append(Outcome(run.id, values, "" if fate == "done" else fate, 0.4))
        return [(task, outcomes)]

    def close(self, at_once: bool = False) -> None:
        raise AssertionError("not the coordinator's to close")


def done_by(pool: Pool, experiment: Experiment, folder: Path) -> tuple[set[int], dict[int, str]]:
    """Seeds of runs done, and seed -> error of those that failed."""
    with Store(folder) as store:
        waiting = store.plan(experiment, INPUTS)
        seeds = {run.id: run.scenario.seed for run in waiting}
        progress = Progress(len(waiting), 0)
        do_runs(waiting, experiment.outputs, store, pool, progress)
        finished = {seeds[run.id] for run in store.finished()}
        failed = {seeds[one]: error for one, _, error in store.failures()}
        assert (progress.done, progress.failed) == (len(finished), len(failed))
        return finished, failed


def test_all_runs_are_done_once_with_all_slots_in_use(tmp_path: Path, experiment: Experiment) -> None:
    pool = Pool(lambda seed, attempt: "done")
    assert done_by(pool, experiment, tmp_path) == (set(range(10)), {})
    assert set(pool.attempts.values()) == {1}
    assert pool.most == SLOTS


def test_a_run_that_fails_three_times_is_recorded_and_the_others_go_on(tmp_path: Path, experiment: Experiment) -> None:
    pool = Pool(lambda seed, attempt: "it does not close" if seed == 4 else "done")
    assert done_by(pool, experiment, tmp_path) == (set(range(10)) - {4}, {4: "it does not close"})
    assert pool.attempts[4] == 3


def test_a_run_that_fails_twice_is_done_in_the_end(tmp_path: Path, experiment: Experiment) -> None:
    pool = Pool(lambda seed, attempt: "bad luck" if seed == 4 and attempt < 3 else "done")
    assert done_by(pool, experiment, tmp_path) == (set(range(10)), {})


def test_a_process_that_dies_once_costs_no_run(tmp_path: Path, experiment: Experiment) -> None:
    pool = Pool(lambda seed, attempt: "dies" if seed == 2 and attempt == 1 else "done")
    assert done_by(pool, experiment, tmp_path) == (set(range(10)), {})


@pytest.mark.parametrize("deadly", [{0}, {5}, {9}, {1, 2}, {0, 4, 9}, set(range(10))])
def test_only_runs_that_kill_their_process_are_blamed(tmp_path: Path, experiment: Experiment, deadly: set[int]) -> None:
    pool = Pool(lambda seed, attempt: "dies" if seed in deadly else "done")
    done, failed = done_by(pool, experiment, tmp_path)
    assert done == set(range(10)) - deadly
    assert failed == dict.fromkeys(deadly, DIED)
    # Once in company, which proves nothing, and at most three times alone.
    assert max(pool.attempts[seed] for seed in deadly) <= 4


def test_an_error_of_the_store_ends_the_batch(
    tmp_path: Path, experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Store, "keep", full)
    with pytest.raises(OSError, match="No space left"):
        done_by(Pool(lambda seed, attempt: "done"), experiment, tmp_path)


def test_tasks_are_long_enough_to_send_and_short_enough_to_share() -> None:
    assert Pace().task_length(waiting=1000, slots=2) == 1
    assert Pace(seconds=8.0, runs=10).task_length(waiting=1000, slots=2) == 1
    assert Pace(seconds=1.0, runs=10).task_length(waiting=1000, slots=2) == 10
    assert Pace(seconds=0.001, runs=10).task_length(waiting=1000, slots=2) == LARGEST_TASK
    assert Pace(seconds=0.001, runs=10).task_length(waiting=40, slots=4) == 5
    assert Pace(seconds=0.001, runs=10).task_length(waiting=3, slots=4) == 1
