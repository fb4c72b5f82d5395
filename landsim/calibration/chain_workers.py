"""Processes that run the walkers of a block's chain side by side; the chain is the same to the last bit."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landsim.batch import worker
from landsim.calibration.blocks import Block
from landsim.calibration.chain import Density
from landsim.calibration.problem import open_problem
from landsim.errors import ModelError

Floats = NDArray[np.float64]
# What a worker process holds: the density of its block.
_held: list[Density] = []


@contextmanager
def walkers_run_by(
    workers: int, folder: Path, name: str, block: Block, best: Mapping[str, float]
) -> Iterator[tuple[Callable[[Floats], float] | None, Any]]:
    """Log density and pool for `chain.run_chain`; (None, None) where this process alone is to run them.

    workers  processes            folder, name  of the calibration and its fit
    block    that is sampled      best          the fitted values of all parameters

    Raises ModelError where such a process died, or could not begin.
    """
    if workers == 1 or not block.observations:
        yield None, None
        return
    # Spawn, not fork: a process that has run compiled parallel code does not survive a fork.
    context = multiprocessing.get_context("spawn")
    arguments = (folder, name, block, dict(best))
    try:
        with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=arguments) as pool:
            yield _density, pool
    except BrokenProcessPool as error:
        raise ModelError(
            f"--workers: a process that ran walkers of {block.name} ended by itself ({error}), expected it to answer; "
            "what is done of the chain is kept, and --workers 1 needs no such process."
        ) from error


def _begin(folder: Path, name: str, block: Block, best: dict[str, float]) -> None:
    """In a worker: make the target of the block."""
    worker.start()
    _held.append(Density(open_problem(folder, name).part(block, best)))


def _density(z: Floats) -> float:
    """In a worker: the log density of its block."""
    return _held[0](z)
