"""Markov chains over targets whose posterior is known, stopped and gone on with, and what they tell of themselves."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from landsim.calibration.blocks import Block
from landsim.calibration.chain import Start, drawn, mixing, run_chain, walkers_for
from landsim.calibration.chain_file import Chain, load_chain
from landsim.calibration.chain_workers import walkers_run_by
from landsim.calibration.objective import Prior, Target, covariance_of
from landsim.errors import InputError, ModelError

pytest.importorskip("emcee")
NAMES = ("first", "second", "third")


def prior(size: int, half: float = 4.0) -> Prior:
    """Declared values 1, 2, ..; limits `half` prior standard deviations of 0.5 away."""
    centre = np.arange(1.0, size + 1.0)
    return Prior(NAMES[:size], centre, centre - 0.5 * half, centre + 0.5 * half, np.full(size, 0.5))


def linear(size: int, design: np.ndarray, data: np.ndarray, half: float = 4.0) -> Target:
    return Target(lambda given: design @ np.array([given[n] for n in NAMES[:size]]) - data, prior(size, half))


def started(target: Target, seed: int = 1) -> Start:
    found = target.least(np.zeros(len(target.prior.names)))
    return Start(found.x, covariance_of(found.jac), seed)


def cheap(misfit: Callable[[dict[str, float]], np.ndarray] | None = None) -> Target:
    design, data = np.array([[2.0, 1.0], [0.5, -3.0]]), np.array([4.5, -5.0])
    whole = linear(2, design, data)
    return whole if misfit is None else Target(misfit, whole.prior)


def same(one: Chain, other: Chain) -> bool:
    return bool(
        np.array_equal(one.positions, other.positions)
        and np.array_equal(one.log_probability, other.log_probability)
        and one.generator[2:] == other.generator[2:]
        and np.array_equal(one.generator[1], other.generator[1])
    )


def test_a_linear_target_gives_mean_and_covariance_of_bayes(tmp_path: Path) -> None:
    """Many observations that each say little stay near zero, where soft L1 is a square: the answer in closed form."""
    few = np.random.default_rng(5).standard_normal((6, 3))
    design = np.repeat(few, 100, axis=0) / 10.0 * 2.0
    data = design @ np.array([1.2, 1.9, 3.3])
    target = linear(3, design, data, half=20.0)
    sloped = design * target.prior.spread
    covariance = np.linalg.inv(sloped.T @ sloped + np.eye(3))
    mean = covariance @ (sloped.T @ (data - design @ target.prior.centre))
    chain = run_chain(target, started(target), 1500, tmp_path / "c.npz")
    rest = chain.positions[400:].reshape(-1, 3)
    deviation = np.sqrt(covariance.diagonal())
    effective = mixing(chain).effective
    assert effective > 1000
    assert rest.mean(axis=0) == pytest.approx(mean, abs=5.0 * float(deviation.max()) / np.sqrt(effective))
    assert np.cov(rest.T) / np.outer(deviation, deviation) == pytest.approx(
        covariance / np.outer(deviation, deviation), abs=7.0 / np.sqrt(effective)
    )


def test_softened_residuals_and_limits_give_the_density_of_a_dense_grid(tmp_path: Path) -> None:
    """An odd value, a limit that cuts the posterior, and two parameters: against the density summed over a grid."""
    design = np.array([[2.0, 0.0], [2.0, 0.0], [1.0, 1.5], [0.0, 1.0]])
    target = linear(2, design, np.array([3.6, 12.0, 4.0, 2.2]), half=1.0)
    chain = run_chain(target, started(target), 3000, tmp_path / "c.npz")
    rest = chain.positions[750:].reshape(-1, 2)
    (low, _), (high, _) = target.limits()
    assert rest.min() >= low and rest.max() <= high
    axis = low + (np.arange(160) + 0.5) / 160 * (high - low)
    points = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1).reshape(-1, 2)
    weight = np.exp([-target.cost(z) for z in points])
    weight /= weight.sum()
    mean = weight @ points
    covariance = (points - mean).T @ ((points - mean) * weight[:, None])
    # The limit does cut: the density at the end is no small part of that at the best.
    assert np.exp(target.cost(started(target).best) - target.cost(np.array([high, 0.0]))) > 0.05
    error = 5.0 * np.sqrt(covariance.diagonal().max() / mixing(chain).effective)
    assert rest.mean(axis=0) == pytest.approx(mean, abs=error)
    assert np.cov(rest.T) == pytest.approx(covariance, abs=error)
    assert np.quantile(rest[:, 0], 0.1) == pytest.approx(_quantile(points[:, 0], weight, 0.1), abs=2.0 * error)


def _quantile(values: np.ndarray, weight: np.ndarray, share: float) -> float:
    order = np.argsort(values)
    return float(values[order][np.searchsorted(np.cumsum(weight[order]), share)])


def test_the_seed_makes_the_chain(tmp_path: Path) -> None:
    target = cheap()
    one, again, other = (
        run_chain(target, started(target, seed), 30, tmp_path / f"{name}.npz")
        for name, seed in (("one", 3), ("again", 3), ("other", 4))
    )
    assert same(one, again)
    assert not np.array_equal(one.positions, other.positions)


@pytest.mark.parametrize("calls", [1, 37, 41, 977, 2100])
def test_an_interrupted_chain_goes_on_to_the_same_bits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], calls: int
) -> None:
    """Ctrl-C in the first positions, in the first step, and in later ones, then the same command again."""
    whole = cheap()
    left = [calls]

    def stopping(given: dict[str, float]) -> np.ndarray:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        return whole.misfit(given)

    start = started(whole)
    straight = run_chain(whole, start, 60, tmp_path / "straight.npz")
    path = tmp_path / "stopped.npz"
    with pytest.raises(KeyboardInterrupt):
        run_chain(cheap(stopping), start, 60, path)
    told = "".join(capsys.readouterr())
    assert "Traceback" not in told and "Exception" not in told
    if calls > walkers_for(2) * 2:
        held = np.load(path)["positions"]
        assert 1 < len(held) < 61
    assert same(run_chain(cheap(stopping), start, 60, path), straight)
    assert not list(tmp_path.glob("*.part"))


def test_a_finished_chain_is_gone_on_with_and_not_made_again(tmp_path: Path) -> None:
    target = cheap()
    runs = [0]

    def counting(given: dict[str, float]) -> np.ndarray:
        runs[0] += 1
        return target.misfit(given)

    start, path = started(target), tmp_path / "c.npz"
    run_chain(target, start, 20, path)
    longer = run_chain(cheap(counting), start, 25, path)
    assert longer.steps == 25 and runs[0] <= 5 * walkers_for(2) + 1
    assert same(longer, run_chain(target, start, 25, tmp_path / "straight.npz"))
    runs[0] = 0
    assert same(run_chain(cheap(counting), start, 25, path), longer) and runs[0] == 1
    # Fewer steps than are there: the chain is left as it is.
    assert run_chain(target, start, 10, path).steps == 25


def test_the_chain_of_another_fit_or_model_starts_anew(tmp_path: Path) -> None:
    target, path = cheap(), tmp_path / "c.npz"
    start = started(target)
    run_chain(target, start, 20, path)
    said: list[str] = []
    moved = Start(start.best + 0.01, start.covariance, start.seed)
    assert run_chain(target, moved, 5, path, said.append).steps == 5
    assert said == ["c.npz is the chain of another fit or model; it starts anew."]
    another = cheap(lambda given: 1.1 * target.misfit(given))
    assert run_chain(another, moved, 4, path, said.append).steps == 4
    assert len(said) == 2
    assert run_chain(another, moved, 4, path, said.append).steps == 4
    assert len(said) == 2


@pytest.mark.parametrize("cut", [0, 30, 2000])
def test_a_file_that_holds_no_chain_is_told(tmp_path: Path, cut: int) -> None:
    target, path = cheap(), tmp_path / "c.npz"
    run_chain(target, started(target), 20, path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(InputError, match=r"c\.npz: this is not what a chain writes .* starts anew"):
        run_chain(target, started(target), 20, path)
    assert load_chain(tmp_path / "none.npz", "") is None


def test_acceptance_and_autocorrelation_are_those_of_the_chain() -> None:
    """Walkers that keep a place for five steps and then draw anew: autocorrelation time 5, one proposal in five."""
    draws = np.random.default_rng(2).standard_normal((800, 40, 2))
    positions = np.repeat(draws, 5, axis=0)
    chain = Chain(positions, np.zeros(positions.shape[:2]), ())
    found = mixing(chain)
    assert (found.walkers, found.steps, found.burned) == (40, 3999, 999)
    assert found.acceptance == pytest.approx(0.2, abs=0.001)
    assert found.slowest == pytest.approx(5.0, rel=0.1)
    assert found.effective == pytest.approx(40 * 3000 / 5.0, rel=0.1)
    assert found.long_enough
    short = mixing(Chain(positions[:101], np.zeros((101, 40)), ()))
    assert not short.long_enough


def test_sets_are_drawn_after_the_burn_in_and_once_each() -> None:
    positions = np.random.default_rng(2).standard_normal((401, 40, 2))
    positions[:101] = 99.0
    chain = Chain(positions, np.zeros(positions.shape[:2]), ())
    sets = drawn(chain, 200, 1)
    assert sets.shape == (200, 2) and sets.max() < 9.0
    assert len({tuple(one) for one in sets.tolist()}) == 200
    assert np.array_equal(sets, drawn(chain, 200, 1)) and not np.array_equal(sets, drawn(chain, 200, 2))
    with pytest.raises(InputError, match=r"--steps: a chain of 4 steps holds 120 sets after its burn-in, expected at"):
        drawn(Chain(positions[:5], np.zeros((5, 40)), ()), 200, 1)


def test_a_process_that_ends_by_itself_is_told_in_one_sentence(tmp_path: Path) -> None:
    """Here it cannot even begin: there is no such calibration."""
    block = Block("JPN", (0,), (0,), ("JPN",))
    with (
        pytest.raises(ModelError, match=r"--workers: a process that ran walkers of JPN ended by itself .* is kept"),
        walkers_run_by(2, tmp_path, "none", block, {}) as (density, pool),
    ):
        list(pool.map(density, [np.zeros(1)]))


def test_one_process_needs_no_pool(tmp_path: Path) -> None:
    for workers, observations in ((1, (0,)), (2, ())):
        with walkers_run_by(workers, tmp_path, "none", Block("JPN", (0,), observations, ()), {}) as found:
            assert found == (None, None)


def test_without_emcee_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "emcee", None)
    target = cheap()
    with pytest.raises(InputError, match=r"--chain: emcee is not installed, expected the extra calibration: python"):
        run_chain(target, started(target), 20, tmp_path / "c.npz")
