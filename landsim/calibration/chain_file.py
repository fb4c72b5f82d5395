"""Where a Markov chain stands, as a file: whole after every write, so that a chain goes on where it was stopped."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landsim.calibration.objective import Prior
from landsim.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Chain:
    """A Markov chain of an ensemble of walkers, with its start.

    positions        [1 + steps, walkers, elements], in prior standard deviations from the declared values
    log_probability  [1 + steps, walkers], but for a constant
    generator        state of the generator after the last step, as numpy's RandomState gives it
    """

    positions: Floats
    log_probability: Floats
    generator: tuple[Any, ...]

    @property
    def steps(self) -> int:
        return len(self.positions) - 1


def chain_key(prior: Prior, best: Floats, walkers: int, seed: int) -> str:
    """SHA-256 of what a chain is of: its parameters, their priors, the best fit it starts around, walkers and seed."""
    numbers = [array.tolist() for array in (prior.centre, prior.low, prior.high, prior.spread, best)]
    return hashlib.sha256(json.dumps([prior.names, numbers, walkers, seed]).encode()).hexdigest()


def save_chain(path: Path, key: str, chain: Chain) -> None:
    """Write a chain under a temporary name, then rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    name, words, *rest = chain.generator
    with part.open("wb") as out:
        np.savez(
            out,
            key=np.array(key),
            positions=chain.positions,
            log_probability=chain.log_probability,
            generator=np.array(name),
            words=np.asarray(words),
            rest=np.array(rest, dtype=np.float64),
        )
    os.replace(part, path)


def load_chain(path: Path, key: str) -> Chain | None:
    """The chain of a file; None where there is no file, and where it is the chain of something else.

    Raises InputError for a file that is not what `save_chain` writes.
    """
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as held:
            if str(held["key"]) != key:
                return None
            position, has_gauss, gauss = held["rest"].tolist()
            generator = (str(held["generator"]), held["words"], int(position), int(has_gauss), gauss)
            return Chain(held["positions"], held["log_probability"], generator)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise InputError(
            f"{path}: this is not what a chain writes ({error}), expected the chain as it was kept; "
            "remove the file and the chain starts anew."
        ) from error
