"""What `landsim calibrate NAME --chain` and `--profiles` do with a committed fit: sample its posterior, profile it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.calibration.blocks import Block
from landsim.calibration.chain import ENOUGH_TIMES, Mixing, Start, drawn, emcee_package, mixing, run_chain
from landsim.calibration.chain_workers import walkers_run_by
from landsim.calibration.fitted_file import FOLDER, fitted_rows
from landsim.calibration.objective import covariance_of
from landsim.calibration.posterior import MEMBERS, Value, write_posterior
from landsim.calibration.problem import Problem, open_problem
from landsim.calibration.profile import is_flat, profile
from landsim.errors import InputError

Floats = NDArray[np.float64]
# Chains that go on from where they were, in the folder of the fitted values; no part of the clone.
KEPT = ".chain"
PROFILES = ("parameter", "value", "cost_above_best", "observations_above_best", "at_limit", "flat")


@dataclass(frozen=True)
class Committed:
    """A fit with its committed values.

    best    fitted value by parameter        slopes  of all residuals there, [residuals, elements]
    blocks  of its parameters                silent  parameters of which the record hardly speaks
    """

    problem: Problem
    best: dict[str, float]
    slopes: Floats
    blocks: list[Block]
    silent: tuple[str, ...]


def sample(folder: Path, name: str, steps: int, workers: int, told: Callable[[str], None]) -> Path:
    """Sample the posterior of a committed fit block by block and write its sets, intervals and record; their file.

    steps    of each block's chain in all, those of a kept chain included
    workers  processes that run walkers

    Raises InputError where emcee is not installed, and for a fit that is not committed.
    """
    emcee_package()
    fit = _committed(folder, name, told)
    problem = fit.problem
    covariance = covariance_of(fit.slopes)
    z = np.tile(problem.target().place(fit.best), (MEMBERS, 1))
    records: list[dict[str, Value]] = []
    for number, block in enumerate(fit.blocks):
        at = list(block.parameters)
        seed = problem.asked.seed + number
        start = Start(z[0, at], covariance[np.ix_(at, at)], seed)
        path = folder / FOLDER / KEPT / f"{name}-{block.name}.npz"
        told(f"Chain of {block.name}: {len(at)} parameters, {len(block.observations)} values, {steps} steps.")
        with walkers_run_by(workers, folder, name, block, fit.best) as (density, pool):
            chain = run_chain(problem.part(block, fit.best), start, steps, path, told, density, pool)
        found = mixing(chain)
        told(_told(block, found))
        z[:, at] = drawn(chain, MEMBERS, seed)
        records.append(_record(problem, block, found))
    told(f"Running {MEMBERS} sets of the chain.")
    record: dict[str, Value] = {"method": "chain", "sets": MEMBERS}
    write_posterior(folder, problem, fit.best, np.array([problem.target().values(one) for one in z]), record, records)
    return folder / FOLDER / f"{name}_posterior.csv"


def profiles(folder: Path, name: str, told: Callable[[str], None]) -> Path:
    """Profile the parameters of which the record hardly speaks and write NAME_profiles.csv; its path.

    Raises InputError for a fit that is not committed.
    """
    fit = _committed(folder, name, told)
    names = fit.problem.prior.names
    rows: list[dict[str, object]] = []
    for block in fit.blocks:
        target = fit.problem.part(block, fit.best)
        for one in (names[i] for i in block.parameters if names[i] in fit.silent):
            places = profile(target, fit.best, one)
            flat = is_flat(places)
            told(f"{one}: {'flat, not identifiable' if flat else 'ruled out in a part of its range'}.")
            rows += [
                dict(zip(PROFILES, (one, p.value, p.rise, p.of_observations, p.at_limit, flat), strict=True))
                for p in places
            ]
    path = folder / FOLDER / f"{name}_profiles.csv"
    part = path.with_suffix(".part")
    pd.DataFrame(rows, columns=list(PROFILES)).to_csv(part, index=False, float_format="%.5g")
    os.replace(part, path)
    return path


def _committed(folder: Path, name: str, told: Callable[[str], None]) -> Committed:
    problem = open_problem(folder, name)
    path = folder / FOLDER / f"{name}.toml"
    if not path.is_file():
        raise InputError(
            f"{path}: there is no such file, expected a committed fit; `landsim calibrate {name}` makes it."
        )
    rows = fitted_rows(path)
    missing = sorted(set(problem.prior.names) ^ set(rows))
    if missing:
        raise InputError(
            f"{path}: the parameter '{missing[0]}' is in the fit or in its values, expected it in both; "
            f"refit with `landsim calibrate {name}`."
        )
    best = {one: float(rows[one]["value"]) for one in problem.prior.names}
    target = problem.target()
    z = target.place(best)
    # Values are rounded in the file, which may carry them over an end of their range.
    best = target.given(target.inside(z, 0.0))
    told(f"Cost of the committed values: {target.cost(target.place(best)):.3f}.")
    slopes = target.slopes(target.place(best))
    silent = tuple(one for one in problem.prior.names if rows[one].get("hardly_known") is True)
    return Committed(problem, best, slopes, problem.blocks(slopes), silent)


def _told(block: Block, found: Mixing) -> str:
    # The time found in a chain that is too short is itself too short.
    enough = f"at least {ENOUGH_TIMES * found.slowest:.0f} steps after burn-in"
    short = "" if found.long_enough else f"; too short, {ENOUGH_TIMES} autocorrelation times are {enough}"
    return (
        f"{block.name}: {found.walkers} walkers, {found.steps} steps, acceptance {found.acceptance:.2f}, longest "
        f"autocorrelation time {found.slowest:.1f} steps, {found.effective:.0f} independent sets{short}."
    )


def _record(problem: Problem, block: Block, found: Mixing) -> dict[str, Value]:
    return {
        "name": block.name,
        "parameters": [problem.prior.names[i] for i in block.parameters],
        "observations": len(block.observations),
        "walkers": found.walkers,
        "steps": found.steps,
        "burn_in": found.burned,
        "acceptance": found.acceptance,
        "longest_autocorrelation_time": found.slowest,
        "effective_number": found.effective,
        "long_enough": found.long_enough,
    }
