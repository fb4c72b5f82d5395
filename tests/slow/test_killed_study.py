"""A study of sensitivity tells the same indices to the bit, wherever its runs are done and however often it is killed.

Needs Linux, where processes are listed in /proc. `pytest -m slow tests/slow/test_killed_study.py`
"""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest
from batch_processes import (
    STUDY_TABLES,
    files_of,
    kill_and_wait,
    kill_coordinator,
    run_batch,
    stamps,
    start_batch,
    states_of,
    wait_for_runs,
    write_study,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc"),
]
KILLS = 10
SAMPLES = 256
RUNS = 5 * SAMPLES
STUDY = "sensitivity"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_study(tmp_path_factory.mktemp("study"), SAMPLES)


@pytest.fixture(scope="module")
def undisturbed(study: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process leaves that nobody disturbs."""
    out = tmp_path_factory.mktemp("undisturbed") / "study"
    run_batch(study, out, "--workers", "1", command=STUDY)
    return everything(out)


def everything(out: Path) -> dict[str, bytes]:
    figures = {path.name: path.read_bytes() for path in (out / "figures").iterdir()}
    return files_of(out, STUDY_TABLES) | figures


def assert_complete(out: Path, undisturbed: dict[str, bytes]) -> None:
    assert everything(out) == undisturbed
    assert list(states_of(out).values()) == ["done"] * RUNS


def test_the_coordinator_of_a_study_killed(study: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    """While runs come in, at any moment, and at last while tables are written and figures drawn."""
    out, chance = tmp_path / "study", random.Random(10)
    kept = kill_coordinator(study, out, KILLS, chance, STUDY)
    assert 0 < len(kept) < RUNS
    for _ in range(2):
        process = start_batch(study, out, "--workers", "2", command=STUDY)
        wait_for_runs(out, RUNS, process)
        time.sleep(chance.uniform(0.0, 4.0))
        kill_and_wait(process)
    run_batch(study, out, "--workers", "2", command=STUDY)
    assert kept.items() <= stamps(out).items()
    assert_complete(out, undisturbed)


@pytest.mark.parametrize("options", [("--workers", "2"), ("--dask", "local", "--workers", "2")])
def test_a_study_is_the_same_wherever_it_runs(
    options: tuple[str, ...], study: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    if "--dask" in options:
        pytest.importorskip("distributed")
    run_batch(study, tmp_path / "study", *options, command=STUDY)
    assert_complete(tmp_path / "study", undisturbed)


def test_a_study_on_a_cluster_whose_coordinator_and_worker_are_killed(
    study: Path,
    undisturbed: dict[str, bytes],
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
    tmp_path: Path,
) -> None:
    address, workers = cluster
    out = tmp_path / "study"
    process = start_batch(study, out, "--dask", address, command=STUDY)
    wait_for_runs(out, 20, process)
    process.kill()
    process.wait()
    process = start_batch(study, out, "--dask", address, command=STUDY)
    wait_for_runs(out, 60, process)
    workers[0].kill()
    output = process.communicate(timeout=600)[0]
    assert process.returncode == 0, output
    assert_complete(out, undisturbed)
