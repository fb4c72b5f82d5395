"""Profiles of quadratics, known in closed form: identified parameters, and pairs that only their sum is known of."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.calibration.objective import Prior, Target
from landsim.calibration.profile import PLACES, TELLING_RISE, is_flat, profile

NAMES = ("first", "second", "third")


def linear(design: np.ndarray, data: np.ndarray) -> Target:
    """Residuals small enough for soft L1 to be a square: r / w given w^2 times weighs as r once."""
    size = design.shape[1]
    centre = np.arange(1.0, size + 1.0)
    known = Prior(NAMES[:size], centre, centre - 1.0, centre + 1.0, np.full(size, 0.5))
    many, weight = 400, 20.0

    def misfit(given: dict[str, float]) -> np.ndarray:
        one = design @ np.array([given[n] for n in known.names]) - data
        return np.tile(one / weight, many)

    return Target(misfit, known)


def test_a_quadratic_gives_the_profile_in_closed_form() -> None:
    design, truth = np.array([[0.8, 0.2], [0.3, 0.7], [0.5, -0.4]]), np.array([1.1, 2.2])
    target = linear(design, design @ truth)
    sloped = design * 0.5
    precision = sloped.T @ sloped + np.eye(2)
    z = np.linalg.solve(precision, sloped.T @ (design @ (truth - target.prior.centre)))
    best = target.given(z)
    places = profile(target, best, "first")
    assert [p.value for p in places] == pytest.approx(sorted([*(2.0 * s for s in PLACES), best["first"]]), abs=1e-9)
    covariance = np.linalg.inv(precision)

    def of_observations(z: np.ndarray) -> float:
        missed = design @ (target.prior.centre + 0.5 * z - truth)
        return 0.5 * float(missed @ missed)

    for place in places:
        at = (place.value - 1.0) / 0.5
        assert place.rise == pytest.approx(0.5 * (at - z[0]) ** 2 / covariance[0, 0], rel=0.01, abs=2e-4)
        other = z[1] + covariance[0, 1] / covariance[0, 0] * (at - z[0])
        of_these = of_observations(np.array([at, other])) - of_observations(z)
        assert place.of_observations == pytest.approx(of_these, rel=0.02, abs=1e-3)
        assert not place.at_limit
    at_best = next(p for p in places if p.value == best["first"])
    assert (at_best.rise, at_best.of_observations) == (0.0, 0.0)


def test_a_parameter_that_the_observations_tell_is_not_flat() -> None:
    target = linear(np.array([[6.0]]), np.array([6.0]))
    places = profile(target, {"first": 1.0}, "first")
    assert not is_flat(places)
    # Without others to refit: half of (6 x)^2 at the ends of the range, one away.
    assert places[-1].of_observations == pytest.approx(18.0, rel=0.05)
    assert places[-1].rise == pytest.approx(20.0, rel=0.05)


def test_of_a_sum_each_part_is_flat_and_of_nothing_too() -> None:
    """Only first + second is known: each gives way to the other, whose prior alone makes the cost rise."""
    target = linear(np.array([[20.0, 20.0, 0.0]]), np.array([60.0]))
    best = {"first": 1.0, "second": 2.0, "third": 3.0}
    places = profile(target, best, "first")
    assert is_flat(places)
    assert [p.rise for p in places] == pytest.approx([4.0, 1.0, 0.0, 1.0, 4.0], rel=0.02)
    # A sum that is known to be larger drives the other against its limit, and then the parameter is told.
    higher = linear(np.array([[20.0, 20.0, 0.0]]), np.array([96.0]))
    told = profile(higher, {"first": 1.9, "second": 2.9, "third": 3.0}, "first")
    assert told[0].at_limit and told[0].of_observations > TELLING_RISE and not is_flat(told)
    silent = profile(target, best, "third")
    assert is_flat(silent)
    assert [p.of_observations for p in silent] == pytest.approx([0.0] * 5, abs=1e-6)
    assert [p.rise for p in silent] == pytest.approx([2.0, 0.5, 0.0, 0.5, 2.0], abs=1e-6)
