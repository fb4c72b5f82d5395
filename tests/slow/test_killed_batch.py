"""A batch killed at any moment ends with the files of one left in peace, bit for bit: no run lost, none done twice.

Needs Linux, where processes are listed in /proc. `pytest -m slow tests/slow/test_killed_batch.py`
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_processes import (
    files_of,
    living,
    run_batch,
    spawned_workers,
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
SEEDS = 40  # 160 runs: enough to be left when the coordinator has been killed so many times


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_experiment(tmp_path_factory.mktemp("experiment"), SEEDS)


@pytest.fixture(scope="module")
def undisturbed(experiment: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed") / "batch"
    run_batch(experiment, out, "--workers", "1")
    return files_of(out)


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers on loopback: the address, and the processes of the workers."""
    pytest.importorskip("distributed")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    port = 20000 + os.getpid() % 20000
    address = f"tcp://127.0.0.1:{port}"
    dask = [sys.executable, "-m", "dask"]
    scheduler = subprocess.Popen(
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"], **quiet
    )
    worker = [*dask, "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    workers = [subprocess.Popen(worker, **quiet) for _ in range(2)]
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


def stamps(out: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (out / "runs").glob("*.parquet")}


def assert_complete(out: Path, undisturbed: dict[str, bytes]) -> None:
    assert files_of(out) == undisturbed
    assert set(states_of(out).values()) == {"done"}
    assert len(states_of(out)) == 4 * SEEDS


def test_the_coordinator_killed_twenty_times(experiment: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    """Half of the kills at any moment since the start, half while runs come in."""
    out, chance = tmp_path / "batch", random.Random(20)
    kept: dict[str, int] = {}
    killed = 0
    for turn in range(KILLS):
        process = start_batch(experiment, out, "--workers", "2")
        if turn % 2:
            time.sleep(chance.uniform(0.2, 8.0))
        else:
            wait_for_runs(out, len(kept) + chance.randint(1, 5), process)
            time.sleep(chance.uniform(0.0, 0.1))
        if process.poll() is None:
            killed += 1
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        deadline = time.monotonic() + 30
        while living(process.pid) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not living(process.pid), "workers outlive their coordinator"
        now = stamps(out) if (out / "runs").is_dir() else {}
        assert kept.items() <= now.items(), "a run was lost or done twice"
        kept = now
    assert killed == KILLS, "the batch ended before it was killed so many times: give it more seeds"
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
