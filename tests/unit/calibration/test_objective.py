"""The optimiser on problems whose answer is known: linear ones in closed form, an outlier, and an end of the range."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.calibration.objective import Prior, Target, fit, prior_of, softened
from landsim.core import parameters

NAMES = ("first", "second")


def prior(centre: tuple[float, float] = (1.0, 2.0), half: float = 4.0) -> Prior:
    at = np.array(centre)
    return Prior(NAMES, at, at - half, at + half, np.full(2, half / 2.0))


def test_a_linear_problem_gives_the_posterior_of_bayes() -> None:
    """Residuals near zero, where soft L1 is a square: mean and spread in closed form."""
    design = np.array([[1.0, 0.5], [0.2, 1.0], [0.7, -0.4], [1.0, 1.0]])
    known = prior()
    data = design @ (known.centre + np.array([0.02, -0.03]))
    found = fit(Target(lambda p: design @ np.array([p[n] for n in NAMES]) - data, known), 2, 1)
    precision = design.T @ design + np.diag(1.0 / known.spread**2)
    mean = np.linalg.solve(precision, design.T @ data + known.centre / known.spread**2)
    covariance = np.linalg.inv(precision)
    assert found.values == pytest.approx(mean, abs=1e-5)
    assert found.spread == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-3)
    assert found.correlation[0, 1] == pytest.approx(covariance[0, 1] / np.sqrt(covariance.diagonal().prod()), abs=1e-3)
    assert len(found.costs) == 2 and not found.at_limit.any()


def test_squares_of_softened_residuals_are_the_soft_l1_loss() -> None:
    r = np.array([-30.0, -1.0, 0.0, 1e-9, 0.3, 5.0])
    assert softened(r) ** 2 == pytest.approx(2.0 * (np.sqrt(1.0 + r**2) - 1.0), rel=1e-6, abs=1e-17)
    assert np.array_equal(np.sign(softened(r)), np.sign(r))


def test_one_odd_value_moves_the_fit_far_less_than_the_mean() -> None:
    values = np.array([1.0, 1.1, 0.9, 1.0, 1.05, 0.95, 41.0])
    found = fit(Target(lambda p: np.array([p["first"]] * 7) - values, prior()), 1, 1)
    assert abs(found.values[0] - 1.0) < 0.5 < values.mean() - 1.0
    assert found.values[1] == pytest.approx(2.0)  # nothing speaks of it: it stays at its declaration
    assert found.spread[1] == pytest.approx(prior().spread[1], rel=1e-6)


def test_a_value_at_the_end_of_its_range_is_told() -> None:
    misfit = lambda p: np.array([(p["first"] - 50.0) / 0.1, (p["second"] - 2.5) / 0.1])  # noqa: E731
    found = fit(Target(misfit, prior(half=1.0)), 1, 1)
    assert found.at_limit.tolist() == [True, False]
    assert found.values[0] == pytest.approx(2.0, abs=1e-3)


def test_priors_are_the_declarations() -> None:
    known = prior_of(["forest.growth_scale.JPN", "climate.co2_response"])
    declared = {element.name: element for element in parameters.elements()}
    for i, name in enumerate(known.names):
        low, high = declared[name].plausible
        assert (known.centre[i], known.low[i], known.high[i]) == (declared[name].declared, low, high)
        assert known.spread[i] == pytest.approx((high - low) / 4.0)
