"""A batch killed at any moment ends with the files of one left in peace, bit for bit: no run lost, none done twice.

Needs Linux, where processes are listed in /proc. `pytest -m slow tests/slow/test_killed_batch.py`
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
from pathlib import Path

import pytest
from batch_processes import (
    files_of,
    kill_coordinator,
    run_batch,
    spawned_workers,
    stamps,
    start_batch,
    states_of,
    wait_for_runs,
    write_experiment,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc"),
]
KILLS = 20
# 1,200 runs: enough to be left when the coordinator has been killed so many times, on a fast machine too.
SEEDS = 300


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_experiment(tmp_path_factory.mktemp("experiment"), SEEDS)


@pytest.fixture(scope="module")
def undisturbed(experiment: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed") / "batch"
    run_batch(experiment, out, "--workers", "1")
    return files_of(out)


def assert_complete(out: Path, undisturbed: dict[str, bytes]) -> None:
    assert files_of(out) == undisturbed
    assert set(states_of(out).values()) == {"done"}
    assert len(states_of(out)) == 4 * SEEDS


def test_the_coordinator_killed_twenty_times(experiment: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "batch"
    kept = kill_coordinator(experiment, out, KILLS, random.Random(20))
    assert 0 < len(kept) < 4 * SEEDS
    run_batch(experiment, out, "--workers", "2")
    assert kept.items() <= stamps(out).items()
    assert_complete(out, undisturbed)


def test_local_workers_killed(experiment: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "batch"
    process = start_batch(experiment, out, "--workers", "2")
    for runs in (5, 40, 80):
        wait_for_runs(out, runs, process)
        os.kill(next(spawned_workers(process.pid)), signal.SIGKILL)
    output = process.communicate(timeout=600)[0]
    assert process.returncode == 0, output
    assert_complete(out, undisturbed)


def test_a_dask_worker_killed(
    experiment: Path,
    undisturbed: dict[str, bytes],
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
    tmp_path: Path,
) -> None:
    address, workers = cluster
    out = tmp_path / "batch"
    process = start_batch(experiment, out, "--dask", address)
    wait_for_runs(out, 20, process)
    workers[0].kill()
    output = process.communicate(timeout=600)[0]
    assert process.returncode == 0, output
    assert_complete(out, undisturbed)


def test_the_coordinator_of_a_dask_cluster_killed(
    experiment: Path,
    undisturbed: dict[str, bytes],
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
    tmp_path: Path,
) -> None:
    address, _ = cluster
    out = tmp_path / "batch"
    for runs in (10, 60):
        process = start_batch(experiment, out, "--dask", address)
        wait_for_runs(out, runs, process)
        process.kill()
        process.wait()
    run_batch(experiment, out, "--dask", address)
    assert_complete(out, undisturbed)
