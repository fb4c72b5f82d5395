"""What happens in a worker process: runs one after another on one ground, reduced to what is asked for."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landsim.batch.keys import Inputs, present_inputs, run_key
from landsim.batch.outputs import Outputs, reduced
from landsim.batch.store import PlannedRun
from landsim.core import parameters
from landsim.core.simulation import load_kernel
from landsim.errors import InputError, ModelError
from landsim.grazing_inputs import forage_weather
from landsim.ground import Ground, as_ground
from landsim.herd_model import free_running
from landsim.model import run as simulate_run

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Work:
    """What all runs of a batch have in common. ``landscape`` is a file, None the embedded grid."""

    landscape: Path | None
    inputs: Inputs
    outputs: Outputs


@dataclass(frozen=True)
class Outcome:
    """What became of a run: its values (as ``outputs.reduced``), or the sentence that says why there are none."""

    id: str
    values: Floats | None
    error: str
    cpu_seconds: float


_grounds: dict[Path | None, tuple[Ground, Inputs]] = {}
# A kernel fills a core, so a process does one run at a time, even where its executor has several threads.
_one_at_a_time = threading.Lock()


def compile_kernels(work: Work, runs: Sequence[PlannedRun]) -> None:
    """Put what the runs need into the cache before there are workers: two processes that compile at once can clash."""
    load_kernel()
    free = next((run.scenario for run in runs if run.scenario.herds == "free"), None)
    if free is not None:
        (ground, _), values = _ground(work), parameters.resolve(free.parameters)
        drivers = ground.drivers(free.first_year, free.last_year, free.climate)
        weather = forage_weather(values, drivers.years, free.variability, free.seed)
        free_running(drivers, ground.land, values, weather, None)


def start() -> None:
    """Make a spawned process a good worker: Ctrl-C is for the coordinator, and a worker ends when that one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def run_all(work: Work, runs: tuple[PlannedRun, ...]) -> list[Outcome]:
    """Do some runs. An error belongs to its run; the others go on."""
    with _one_at_a_time:
        return [_run_one(work, run) for run in runs]


def check(work: Work) -> None:
    """Raise InputError where this process would not give the bits that the coordinator expects."""
    _, found = _ground(work)
    changed = found.differences(work.inputs)
    if changed:
        name = changed[0]
        raise InputError(
            f"another {name} than that of the coordinator: found {getattr(found, name)}, "
            f"expected {getattr(work.inputs, name)}."
        )


def _run_one(work: Work, run: PlannedRun) -> Outcome:
    started = time.process_time()
    try:
        ground, inputs = _ground(work)
        if run_key(run.scenario, work.outputs, inputs) != run.key:
            check(work)
        values = reduced(simulate_run(run.scenario, landscape=ground), work.outputs)
    except (InputError, ModelError) as error:
        return Outcome(run.id, None, str(error), time.process_time() - started)
    except Exception as error:  # whatever it is, it must not end the batch
        return Outcome(run.id, None, f"{type(error).__name__}: {error}", time.process_time() - started)
    return Outcome(run.id, values, "", time.process_time() - started)


def _ground(work: Work) -> tuple[Ground, Inputs]:
    """The ground of all runs, and what they rest on here."""
    if work.landscape not in _grounds:
        _grounds.clear()
        ground = as_ground(work.landscape)
        _grounds[work.landscape] = ground, present_inputs(ground.land)
    return _grounds[work.landscape]
