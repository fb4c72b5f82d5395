"""Methods of sensitivity analysis, all of them SALib's: how each samples, what it tells, and what it asks of N.

Samples are of the unit cube. SALib is imported where it is used: it brings a second of imports.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Problem = dict[str, Any]
# Frequencies of eFAST that are told apart (SALib's M).
HARMONICS = 4
LEVELS = 4  # of a Morris grid
SLICES = 10  # of PAWN
FEWEST_OF_HDMR = 300  # SALib refuses fewer
# A pair is fitted with 25 splines to half of the sample, so chance alone gives it 50 / N of what single parameters
# leave unexplained: with so many runs for each partner of a parameter, a quarter to all of its pairs together.
RUNS_FOR_A_PARTNER = 200


@dataclass(frozen=True)
class Index:
    """One index of one parameter (or pair, joined with " x "), with its 95 % interval; NaN where there is none."""

    parameter: str
    index: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Method:
    """A method.

    sample   (problem, N, seed, second order) -> [runs, factors] on the unit cube
    analyse  (problem, sample, output, seed, second order) -> its indices
    rows     (N, factors or groups, second order) -> number of runs
    problem_with  (N, factors, second order) -> what is wrong with N, empty for nothing
    main     the index that is drawn and whose convergence is told
    nested   whether the first rows of a sample can be read as a sample of a smaller N
    """

    title: str
    sample: Callable[[Problem, int, int, bool], Floats]
    analyse: Callable[[Problem, Floats, Floats, int, bool], list[Index]]
    rows: Callable[[int, int, bool], int]
    problem_with: Callable[[int, int, bool], str]
    main: str
    groups: bool
    nested: bool = True


def _told(names: Sequence[str], result: Any, index: str, key: str, conf: str | None) -> list[Index]:
    """Rows of one key of a SALib result; a confidence is half the width of the 95 % interval."""
    half = result[conf] if conf is not None else np.full(len(names), np.nan)
    return [
        Index(name, index, float(value), float(value - width), float(value + width))
        for name, value, width in zip(names, np.asarray(result[key]), np.asarray(half), strict=True)
    ]


def _names(problem: Problem) -> list[str]:
    return list(dict.fromkeys(problem["groups"] if "groups" in problem else problem["names"]))


def _sobol_sample(problem: Problem, n: int, seed: int, second_order: bool) -> Floats:
    from SALib.sample import sobol

    return np.asarray(sobol.sample(dict(problem), n, calc_second_order=second_order, seed=seed))


def _sobol(problem: Problem, sample: Floats, output: Floats, seed: int, second_order: bool) -> list[Index]:
    from SALib.analyze import sobol

    found = sobol.analyze(dict(problem), output, calc_second_order=second_order, seed=seed)
    names = _names(problem)
    rows = _told(names, found, "S1", "S1", "S1_conf") + _told(names, found, "ST", "ST", "ST_conf")
    if second_order:
        for i, one in enumerate(names):
            for j in range(i + 1, len(names)):
                value, half = float(found["S2"][i, j]), float(found["S2_conf"][i, j])
                rows.append(Index(f"{one} x {names[j]}", "S2", value, value - half, value + half))
    return rows


def _morris_sample(problem: Problem, n: int, seed: int, second_order: bool) -> Floats:
    from SALib.sample import morris

    return np.asarray(morris.sample(dict(problem), n, num_levels=LEVELS, seed=seed))


def _morris(problem: Problem, sample: Floats, output: Floats, seed: int, second_order: bool) -> list[Index]:
    from SALib.analyze import morris

    found = morris.analyze(dict(problem), sample, output, num_levels=LEVELS, seed=seed)
    names = [str(name) for name in found["names"]]
    rows = _told(names, found, "mu_star", "mu_star", "mu_star_conf")
    # Effects of a group have no sign.
    if "groups" not in problem:
        rows = _told(names, found, "mu", "mu", None) + rows + _told(names, found, "sigma", "sigma", None)
    return rows


def _efast_sample(problem: Problem, n: int, seed: int, second_order: bool) -> Floats:
    from SALib.sample import fast_sampler

    return np.asarray(fast_sampler.sample(dict(problem), n, M=HARMONICS, seed=seed))


def _efast(problem: Problem, sample: Floats, output: Floats, seed: int, second_order: bool) -> list[Index]:
    from SALib.analyze import fast

    # SALib bootstraps intervals and warns that they cannot be relied upon for this method: none are told.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        found = fast.analyze(dict(problem), output, M=HARMONICS, num_resamples=2, seed=seed)
    return _told(problem["names"], found, "S1", "S1", None) + _told(problem["names"], found, "ST", "ST", None)


def _latin_sample(problem: Problem, n: int, seed: int, second_order: bool) -> Floats:
    from SALib.sample import latin

    return np.asarray(latin.sample(dict(problem), n, seed=seed))


def _rbd_fast(problem: Problem, sample: Floats, output: Floats, seed: int, second_order: bool) -> list[Index]:
    from SALib.analyze import rbd_fast

    return _told(problem["names"], rbd_fast.analyze(dict(problem), sample, output, seed=seed), "S1", "S1", "S1_conf")


def _pawn(problem: Problem, sample: Floats, output: Floats, seed: int, second_order: bool) -> list[Index]:
    from SALib.analyze import pawn

    found = pawn.analyze(dict(problem), sample, output, S=SLICES, seed=seed)
    ends = zip(problem["names"], found["median"], found["minimum"], found["maximum"], strict=True)
    return [Index(name, "median", float(value), float(low), float(high)) for name, value, low, high in ends]


def _delta(problem: Problem, sample: Floats, output: Floats, seed: int, second_order: bool) -> list[Index]:
    from SALib.analyze import delta

    found = delta.analyze(dict(problem), sample, output, seed=seed)
    names = problem["names"]
    # From 1.6 on SALib tells two estimates; the balanced one is the `delta` of before.
    key = "delta_balanced" if "delta_balanced" in found else "delta"
    return _told(names, found, "delta", key, f"{key}_conf") + _told(names, found, "S1", "S1", "S1_conf")


def _hdmr(problem: Problem, sample: Floats, output: Floats, seed: int, second_order: bool) -> list[Index]:
    from SALib.analyze import hdmr

    # SALib means to replace this method by one that takes minutes for an output of twelve parameters: it says so at
    # every call.
    with warnings.catch_warnings(), _seeded(seed):
        warnings.simplefilter("ignore", DeprecationWarning)
        found = hdmr.analyze(dict(problem), sample, output, maxorder=2 if second_order else 1, seed=seed)
    names = problem["names"]
    rows = _told(names, _first(found, "S", len(names)), "S1", "S", "S_conf")
    if second_order:
        rows += _told(names, _first(found, "ST", len(names)), "ST", "ST", "ST_conf")
        pairs = [f"{one} x {other}" for i, one in enumerate(names) for other in names[i + 1 :]]
        rest = {key: found[key][len(names) :] for key in ("S", "S_conf")}
        rows += _told(pairs, rest, "S2", "S", "S_conf")
    return rows


def _first(found: Any, key: str, number: int) -> dict[str, Any]:
    """The first terms of a key and of its interval: those of single parameters."""
    return {one: found[one][:number] for one in (key, f"{key}_conf")}


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """SALib's HDMR takes a seed and draws its bootstrap without it, from numpy's shared generator."""
    before = np.random.get_state()  # noqa: NPY002
    np.random.seed(seed)  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(before)  # noqa: NPY002


def _power_of_two(n: int, factors: int, second_order: bool) -> str:
    if n >= 2 and n & (n - 1) == 0:
        return ""
    below = 1 << max(n.bit_length() - 1, 1)
    return f"a power of two for Sobol's sequence ({below} or {2 * below})"


def _at_least(least: int, why: str) -> Callable[[int, int, bool], str]:
    return lambda n, factors, second_order: "" if n >= least else f"at least {least} {why}"


def _enough_for_pairs(n: int, factors: int, second_order: bool) -> str:
    least = max(FEWEST_OF_HDMR, RUNS_FOR_A_PARTNER * (factors - 1) if second_order else 0)
    why = f"runs for the pairs of {factors} parameters" if least > FEWEST_OF_HDMR else "runs"
    return "" if n >= least else f"at least {least} {why}"


def _once(n: int, factors: int, second_order: bool) -> int:
    return n


METHODS: dict[str, Method] = {
    "sobol": Method(
        "Sobol indices", _sobol_sample, _sobol, lambda n, d, second: n * (2 * d + 2 if second else d + 2),
        _power_of_two, "ST", groups=True,
    ),
    "morris": Method(
        "Morris elementary effects", _morris_sample, _morris, lambda n, d, second: n * (d + 1),
        _at_least(2, "trajectories"), "mu_star", groups=True,
    ),
    "efast": Method(
        "eFAST indices", _efast_sample, _efast, lambda n, d, second: n * d,
        _at_least(4 * HARMONICS**2 + 1, "runs for each parameter"), "ST", groups=False, nested=False,
    ),
    "rbd-fast": Method(
        "RBD-FAST indices", _latin_sample, _rbd_fast, _once, _at_least(64, "runs"), "S1", groups=False,
    ),
    "pawn": Method(
        "PAWN indices", _latin_sample, _pawn, _once, _at_least(10 * SLICES, "runs"), "median",
        groups=False,
    ),
    "delta": Method(
        "delta indices", _latin_sample, _delta, _once, _at_least(64, "runs"), "delta", groups=False,
    ),
    "hdmr": Method(
        "HDMR indices", _latin_sample, _hdmr, _once, _enough_for_pairs, "S1", groups=False,
    ),
}  # fmt: skip
