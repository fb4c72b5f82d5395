"""A Markov chain over the target of a fit, with emcee's ensemble of walkers (Foreman-Mackey et al. 2013).

The log density is minus the cost of objective.py inside the plausible ranges, and nothing outside. Walkers start around
the best fit with the covariance of the linear posterior and move by differential evolution (ter Braak 2006; Nelson et
al. 2013), one proposal in five by its snooker (ter Braak and Vrugt 2008). The same seed gives the same chain, however
often it is stopped and gone on with, and however many processes run its walkers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landsim.calibration.chain_file import Chain, chain_key, load_chain, save_chain
from landsim.calibration.objective import Target
from landsim.errors import InputError
from landsim.progress import Progress

Floats = NDArray[np.float64]
LEAST_WALKERS = 40
# Shares of the two kinds of proposals, as emcee's manual gives them.
EVOLUTION, SNOOKER = 0.8, 0.2
# Walkers start this far inside their limits at least, in prior standard deviations.
MARGIN = 1e-6
# A chain is written after so many steps, or a twentieth of its length when that is more.
STEPS_BETWEEN_WRITES, SHARE_BETWEEN_WRITES = 20, 0.05
# Share of the steps that is left out while walkers forget where they started.
BURN_IN = 0.25
# A chain shorter than this many autocorrelation times tells neither them nor its spread well (emcee's manual).
ENOUGH_TIMES = 50
# Log densities of two runs of one model are alike to this.
SAME = 1e-6


class Density:
    """Log posterior density of a target at z, but for a constant; minus infinity outside the plausible ranges."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.low, self.high = target.limits()

    def __call__(self, z: Floats) -> float:
        if np.any(z < self.low) or np.any(z > self.high):
            return -np.inf
        return -self.target.cost(z)


@dataclass(frozen=True)
class Start:
    """Where a chain starts: best z [elements], covariance of z [elements, elements], and a seed."""

    best: Floats
    covariance: Floats
    seed: int


@dataclass(frozen=True)
class Mixing:
    """How well a chain has mixed.

    burned      steps left out at the start         acceptance  share of proposals that were taken, of the rest
    slowest     longest autocorrelation time of a parameter, in steps
    effective   number of independent sets that the rest is worth, for that parameter
    """

    walkers: int
    steps: int
    burned: int
    acceptance: float
    slowest: float
    effective: float

    @property
    def long_enough(self) -> bool:
        return self.steps - self.burned >= ENOUGH_TIMES * self.slowest


def emcee_package() -> Any:
    """The package emcee.

    Raises InputError where it is not installed.
    """
    try:
        import emcee
    except ImportError as error:
        raise InputError(
            "--chain: emcee is not installed, expected the extra calibration: "
            "python -m pip install 'landsim[calibration]'."
        ) from error
    return emcee


def walkers_for(elements: int) -> int:
    """How many walkers: more than twice the parameters, which the moves need, and an even number."""
    return max(LEAST_WALKERS, 2 * elements + 2)


def run_chain(
    target: Target,
    start: Start,
    steps: int,
    path: Path,
    told: Callable[[str], None] = lambda text: None,
    density: Callable[[Floats], float] | None = None,
    pool: Any = None,
) -> Chain:
    """The chain of a target, at least so many steps long: the one kept at a path, gone on with, or a new one.

    path     where it is kept; written every so many steps, and when it is interrupted
    told     receives a line where a kept chain is of something else and starts anew
    density  log density at z, where processes other than this one run it; pool, with their `map`

    Raises InputError where emcee is not installed, and for a file at `path` that holds no chain.
    """
    emcee = emcee_package()
    asked = Density(target) if density is None else density
    walkers = walkers_for(len(start.best))
    key = chain_key(target.prior, start.best, walkers, start.seed)
    kept = load_chain(path, key)
    if path.is_file() and not (kept and _of_this_model(kept, target)):
        told(f"{path.name} is the chain of another fit or model; it starts anew.")
        kept = None
    moves = [(emcee.moves.DEMove(), EVOLUTION), (emcee.moves.DESnookerMove(), SNOOKER)]
    sampler = emcee.EnsembleSampler(walkers, len(start.best), asked, moves=moves, pool=pool)
    # In place of emcee's wrapper, which prints a traceback when a run is interrupted or refused.
    sampler.log_prob_fn = asked
    if kept is None:
        positions = _first_positions(target, start, walkers)
        generator = tuple(np.random.RandomState(np.random.MT19937(start.seed)).get_state(legacy=True))
        kept = Chain(positions[None], np.asarray(sampler.compute_log_prob(positions)[0])[None], generator)
    return _advance(emcee, sampler, kept, steps, path, key)


def _first_positions(target: Target, start: Start, walkers: int) -> Floats:
    """Walkers spread as the linear posterior; those beyond a limit are mirrored at it."""
    generator = np.random.default_rng(start.seed)
    z = generator.multivariate_normal(start.best, start.covariance, size=walkers, method="eigh")
    low, high = target.limits()
    z = np.where(z < low, 2.0 * low - z, z)
    z = np.where(z > high, 2.0 * high - z, z)
    return target.inside(z, MARGIN)


def _of_this_model(kept: Chain, target: Target) -> bool:
    """Whether the model still says of a walker what it said when the chain was kept."""
    return bool(abs(target.cost(kept.positions[-1, 0]) + kept.log_probability[-1, 0]) < SAME)


def _advance(emcee: Any, sampler: Any, kept: Chain, steps: int, path: Path, key: str) -> Chain:
    """The chain gone on with to so many steps, written on the way and at whatever end it comes to."""
    walkers = kept.positions.shape[1]
    made: list[tuple[Floats, Floats, Any]] = []

    def so_far() -> Chain:
        if not made:
            return kept
        positions, log_probability, generators = zip(*made, strict=True)
        return Chain(
            np.concatenate([kept.positions, positions]),
            np.concatenate([kept.log_probability, log_probability]),
            generators[-1],
        )

    state = emcee.State(kept.positions[-1], log_prob=kept.log_probability[-1], random_state=kept.generator)
    missing = max(steps - kept.steps, 0)
    progress = Progress(walkers * (kept.steps + missing), walkers * kept.steps, path.stem)
    written = kept.steps
    try:
        # Walkers of a chain that goes on have been seen to span the space.
        on = kept.steps > 0
        for one in sampler.sample(state, iterations=missing, store=False, skip_initial_state_check=on):
            made.append((one.coords.copy(), one.log_prob.copy(), one.random_state))
            done = kept.steps + len(made)
            for _ in range(walkers):
                progress.add(failed=False)
            if done - written >= max(STEPS_BETWEEN_WRITES, SHARE_BETWEEN_WRITES * done):
                save_chain(path, key, so_far())
                written = done
    finally:
        # Also after Ctrl-C, which may come in the middle of a step: that step is made again, to the same bits.
        progress.close()
        if made or not path.is_file():
            save_chain(path, key, so_far())
    return so_far()


def mixing(chain: Chain) -> Mixing:
    """Acceptance, autocorrelation time and effective number of a chain without its burn-in."""
    burned = int(BURN_IN * chain.steps)
    rest = chain.positions[1 + burned :]
    before = chain.positions[burned:-1]
    # A walker that never moved has no autocorrelation (0 / 0): the whole chain counts as one set.
    with np.errstate(invalid="ignore"):
        times = emcee_package().autocorr.integrated_time(rest, tol=0)
    slowest = float(np.max(np.nan_to_num(times, nan=rest.shape[0] * rest.shape[1])))
    return Mixing(
        rest.shape[1],
        chain.steps,
        burned,
        float(np.mean(np.any(rest != before, axis=2))),
        slowest,
        rest.shape[0] * rest.shape[1] / slowest,
    )


def drawn(chain: Chain, members: int, seed: int) -> Floats:
    """Sets drawn from a chain after its burn-in, without putting back, [members, elements], in z, in random order.

    Steps are thinned by the autocorrelation time as far as enough sets remain.

    Raises InputError for a chain of fewer sets.
    """
    found = mixing(chain)
    rest = chain.positions[1 + found.burned :]
    if rest.shape[0] * rest.shape[1] < members:
        raise InputError(
            f"--steps: a chain of {chain.steps} steps holds {rest.shape[0] * rest.shape[1]} sets after its burn-in, "
            f"expected at least {members} to draw from."
        )
    thin = max(1, min(int(found.slowest), rest.shape[0] * rest.shape[1] // members))
    thinned = rest[::-thin].reshape(-1, rest.shape[2])
    chosen = np.random.default_rng(seed).choice(len(thinned), size=members, replace=False)
    return np.asarray(thinned[chosen])
