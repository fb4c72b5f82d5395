"""What tests of batches and studies share: small experiments, their commands as processes, kills, what they leave."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from small_landscape import write_small_landscape

from landsim.batch import worker
from landsim.batch.store import PlannedRun
from landsim.batch.worker import Work

TABLES = ("results.parquet", "parameters.parquet")
STUDY_TABLES = (*TABLES, "samples.parquet", "indices.csv", "convergence.csv")


class InThisProcess:
    """An executor where a test can replace the model."""

    slots = 1

    def __init__(self, _: int, work: Work) -> None:
        self.work = work

    def submit(self, task: tuple[PlannedRun, ...]) -> None:
        self.task = task

    def finished(self) -> Any:
        return [(self.task, worker.run_all(self.work, self.task))]

    def close(self, at_once: bool = False) -> None:
        pass


def write_experiment(folder: Path, seeds: int, every: int = 40, extra: str = "") -> Path:
    """`baseline` and `frozen` in two climates with so many seeds, on a landscape of few units."""
    if not (folder / "small.nc").exists():
        write_small_landscape(folder / "small.nc", every)
    path = folder / "small.toml"
    path.write_text(
        'kind = "batch"\nscenarios = ["baseline", "frozen"]\nclimates = ["ssp1-2.6", "ssp5-8.5"]\n'
        f'seeds = {list(range(1, seeds + 1))}\nvariability = "seeded"\nlandscape = "small.nc"\n'
        f'variables = ["lulucf_net", "forest_area", "rangeland_condition"]\nyears = [2020, 2030, 2050]\n{extra}',
        encoding="utf-8",
    )
    return path


def write_study(folder: Path, samples: int) -> Path:
    """A study of sensitivity of five runs for each of so many samples, a power of two, on a landscape of few units."""
    if not (folder / "small.nc").exists():
        write_small_landscape(folder / "small.nc")
    path = folder / "study.toml"
    path.write_text(
        f'kind = "sensitivity"\nscenario = "baseline"\nmethod = "sobol"\nsamples = {samples}\nsecond_order = false\n'
        'landscape = "small.nc"\nvariables = ["lulucf_net"]\ncountries = ["RUS", "NEA"]\nyears = [2030, 2050]\n'
        'parameters = ["climate.co2_response", "fire.warming_response", "harvest.product_share"]\n',
        encoding="utf-8",
    )
    return path


def start_batch(experiment: Path, out: Path, *options: str, command: str = "batch") -> subprocess.Popen[str]:
    """The command in a session of its own, so that all its processes can be told by their group."""
    words = [sys.executable, "-m", "landsim", command, str(experiment), "--out", str(out), *options]
    return subprocess.Popen(words, start_new_session=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def run_batch(experiment: Path, out: Path, *options: str, command: str = "batch") -> str:
    """Run to the end; the output, which is an assertion's text where the exit code is not 0."""
    process = start_batch(experiment, out, *options, command=command)
    output = process.communicate(timeout=600)[0]
    assert process.returncode == 0, output
    return output


def wait_for_runs(out: Path, number: int, process: subprocess.Popen[str]) -> None:
    """Until a batch has so many run files, or has ended."""
    while process.poll() is None and len(list((out / "runs").glob("*.parquet"))) < number:
        time.sleep(0.01)


def living(group: int) -> list[int]:
    """Processes of a group that have not ended (Linux)."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, _, its_group = (entry / "stat").read_text().rsplit(")", 1)[1].split()[:3]
            except OSError:
                continue
            if int(its_group) == group and state != "Z":
                found.append(int(entry.name))
    return found


def spawned_workers(coordinator: int) -> Iterator[int]:
    """Worker processes of a batch (Linux)."""
    for one in living(coordinator):
        try:
            command = Path(f"/proc/{one}/cmdline").read_bytes()
        except OSError:
            continue
        if b"spawn_main" in command:
            yield one


def kill_group(group: int) -> None:
    for one in living(group):
        os.kill(one, signal.SIGKILL)


def stamps(out: Path) -> dict[str, int]:
    """When each run file was written."""
    return {path.name: path.stat().st_mtime_ns for path in (out / "runs").glob("*.parquet")}


MOST_IN_A_TURN = 40  # runs


def kill_coordinator(
    experiment: Path, out: Path, kills: int, chance: random.Random, command: str = "batch"
) -> dict[str, int]:
    """Start a batch so many times and kill its coordinator with SIGKILL, half of the times at any moment since the
    start, half while runs come in; what was kept. No run may be lost or done twice, no worker outlive it (Linux)."""
    kept: dict[str, int] = {}
    killed = 0
    for turn in range(kills):
        process = start_batch(experiment, out, "--workers", "2", command=command)
        if turn % 2:
            deadline = time.monotonic() + chance.uniform(0.2, 8.0)
            # On a fast machine sooner, so that runs are left for all turns.
            while time.monotonic() < deadline and len(stamps(out)) < len(kept) + MOST_IN_A_TURN:
                time.sleep(0.02)
        else:
            wait_for_runs(out, len(kept) + chance.randint(1, 5), process)
            time.sleep(chance.uniform(0.0, 0.1))
        if process.poll() is None:
            killed += 1
        kill_and_wait(process)
        now = stamps(out)
        assert kept.items() <= now.items(), "a run was lost or done twice"
        kept = now
    assert killed == kills, "the batch ended before it was killed so many times: give it more runs"
    return kept


def kill_and_wait(process: subprocess.Popen[str]) -> None:
    """Kill a coordinator and wait for its workers to end by themselves."""
    process.kill()
    process.wait()
    deadline = time.monotonic() + 30
    while living(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not living(process.pid), "workers outlive their coordinator"


def files_of(out: Path, tables: Sequence[str] = TABLES) -> dict[str, bytes]:
    """Everything that must be the same, bit for bit, however a batch came to its end."""
    paths = [*(out / name for name in tables), *(out / "runs").iterdir()]
    return {str(path.relative_to(out)): path.read_bytes() for path in paths}


def states_of(out: Path) -> dict[str, str]:
    """State by run of the index."""
    index = sqlite3.connect(out / "store.sqlite")
    try:
        return dict(index.execute("SELECT id, state FROM run"))
    finally:
        index.close()
