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

from landsim.batch.keys import Inputs, present_inputs
from landsim.batch.outputs import Outputs, reduced
from landsim.batch.store import PlannedRun
from landsim.batch.strata_choice import StrataChoice, land_of
from landsim.core import parameters
from landsim.core.simulation import load_kernel
from landsim.errors import InputError, ModelError
from landsim.grazing_inputs import forage_weather
from landsim.ground import Ground
from landsim.herd_model import free_running
from landsim.model import run as simulate_run

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Work:
    """What all runs of a batch have in common. ``landscape`` is a file, None the embedded grid; None: no strata."""

    landscape: Path | None
    inputs: Inputs
    outputs: Outputs
    strata: StrataChoice | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a run: its values (as ``outputs.reduced``), or the sentence that says why there are none."""

    id: str
    values: Floats | None
    error: str
    cpu_seconds: float


@dataclass(frozen=True)
class _Place:
    """The ground that a process holds, for which work, and what its runs rest on."""

    landscape: Path | None
    strata: StrataChoice | None
    ground: Ground
    inputs: Inputs


_places: list[_Place] = []
# A kernel fills a core, so a process does one run at a time, even where its executor has several threads.
_one_at_a_time = threading.Lock()


def compile_kernels(work: Work, runs: Sequence[PlannedRun]) -> None:
    """Put what the runs need into the cache before there are workers: two processes that compile at once can clash."""
    load_kernel()
    free = next((run.scenario for run in runs if run.scenario.herds == "free"), None)
    if free is not None:
        ground, values = _place(work).ground, parameters.resolve(free.parameters)
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
    found = _place(work).inputs
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
        place = _place(work)
        # The key rests on the inputs, so the same inputs give the key that the coordinator has.
        if place.inputs != work.inputs:
            check(work)
        done = simulate_run(run.scenario, landscape=place.ground, last_year=work.outputs.last_year)
        values = reduced(done, work.outputs)
    except (InputError, ModelError) as error:
        return Outcome(run.id, None, str(error), time.process_time() - started)
    except Exception as error:  # whatever it is, it must not end the batch
        return Outcome(run.id, None, f"{type(error).__name__}: {error}", time.process_time() - started)
    return Outcome(run.id, values, "", time.process_time() - started)


def _place(work: Work) -> _Place:
    if not _places or (_places[0].landscape, _places[0].strata) != (work.landscape, work.strata):
        land = land_of(work.landscape, work.strata)
        # Read once: asking the libraries for their versions takes a tenth of a run on strata.
        _places[:] = [_Place(work.landscape, work.strata, Ground(land), present_inputs(land))]
    return _places[0]
