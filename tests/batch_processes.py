"""What tests of batches share: small experiments, the command in a process of its own, and what a batch leaves."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from small_landscape import write_small_landscape

TABLES = ("results.parquet", "parameters.parquet")


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


def start_batch(experiment: Path, out: Path, *options: str) -> subprocess.Popen[str]:
    """The command in a session of its own, so that all its processes can be told by their group."""
    command = [sys.executable, "-m", "landsim", "batch", str(experiment), "--out", str(out), *options]
    return subprocess.Popen(
        command, start_new_session=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def run_batch(experiment: Path, out: Path, *options: str) -> str:
    """Run to the end; the output, which is an assertion's text where the exit code is not 0."""
    process = start_batch(experiment, out, *options)
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


def files_of(out: Path) -> dict[str, bytes]:
    """Everything that must be the same, bit for bit, however a batch came to its end."""
    paths = [*(out / name for name in TABLES), *(out / "runs").iterdir()]
    return {str(path.relative_to(out)): path.read_bytes() for path in paths}


def states_of(out: Path) -> dict[str, str]:
    """State by run of the index."""
    index = sqlite3.connect(out / "store.sqlite")
    try:
        return dict(index.execute("SELECT id, state FROM run"))
    finally:
        index.close()
