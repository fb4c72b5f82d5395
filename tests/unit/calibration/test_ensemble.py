"""Posterior sets and intervals: spread, ranges, coverage and the interval score against known answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from landsim.calibration.ensemble import coverage, draw, interval_score, intervals, persistence_interval
from landsim.calibration.objective import Fitted, Prior

CORRELATION = np.array([[1.0, -0.8], [-0.8, 1.0]])


def fitted(values: tuple[float, float] = (1.0, 2.0)) -> tuple[Prior, Fitted]:
    at = np.array([1.0, 2.0])
    prior = Prior(("first", "second"), at, at - 4.0, at + 4.0, np.array([2.0, 2.0]))
    spread = np.array([0.5, 1.0])
    return prior, Fitted(np.array(values), (1.0,), spread, CORRELATION, np.zeros(1), np.zeros(2, bool))


def test_sets_have_the_spread_and_correlation_of_the_posterior() -> None:
    sets = draw(*fitted(), 20_000, 1)
    assert sets.mean(axis=0) == pytest.approx([1.0, 2.0], abs=0.03)
    assert sets.std(axis=0) == pytest.approx([0.5, 1.0], rel=0.03)
    assert np.corrcoef(sets.T)[0, 1] == pytest.approx(-0.8, abs=0.02)


def test_sets_are_the_same_for_the_same_seed_and_stay_in_the_plausible_range() -> None:
    prior, found = fitted((4.9, 2.0))
    sets = draw(prior, found, 500, 3)
    assert np.array_equal(sets, draw(prior, found, 500, 3))
    assert (sets >= prior.low).all() and (sets <= prior.high).all() and (sets[:, 0] == prior.high[0]).any()


def table(
    best: np.ndarray | None = None, members: int = 40_000, uncertainty: tuple[float, float, float] = (4.0, 4.0, 4.0)
) -> pd.DataFrame:
    observed = pd.DataFrame(
        {
            "country": "JPN",
            "variable": "lulucf_net",
            "year": [2009, 2010, 2011],
            "value": [-80.0, -70.0, -40.0],
            "uncertainty": uncertainty,
            "role": ["train", "train", "validate"],
        }
    )
    runs = -75.0 + 3.0 * np.random.default_rng(1).standard_normal((members, 3))
    return intervals(observed, np.array([-79.0, -71.0, -75.0]) if best is None else best, runs, 2, "mine")


def test_intervals_hold_the_error_of_observation_too() -> None:
    found = table()
    assert (found["model_high"] - found["model_low"]).to_numpy() == pytest.approx(2 * 1.645 * 3.0, rel=0.03)
    assert (found["high"] - found["low"]).to_numpy() == pytest.approx(2 * 1.645 * 5.0, rel=0.03)


def test_a_series_that_the_best_fit_misses_has_wider_intervals_by_what_it_misses_in_training_years() -> None:
    """Off by 9 and 15 in the training years, 12.4 in root mean square; the miss of the held-out year does not count."""
    found = table(np.array([-89.0, -55.0, 900.0]))
    expected = 2 * 1.645 * np.sqrt(3.0**2 + (9.0**2 + 15.0**2) / 2)
    assert (found["high"] - found["low"]).to_numpy() == pytest.approx(expected, rel=0.03)


def test_misses_count_in_the_deviations_of_their_years() -> None:
    """Two years off by three and by one of their own deviations: all are sqrt(5) times too small."""
    found = table(np.array([-104.0, -74.0, -75.0]), uncertainty=(8.0, 4.0, 4.0))
    expected = 2 * 1.645 * np.sqrt(3.0**2 + 5.0 * np.array([8.0, 4.0, 4.0]) ** 2)
    assert (found["high"] - found["low"]).to_numpy() == pytest.approx(expected, rel=0.03)


def test_coverage_counts_values_inside_and_scores_those_outside() -> None:
    found = coverage(table()).set_index("role")
    assert found["covered"].to_dict() == {"train": 1.0, "validate": 0.0}
    row = table().iloc[2]
    expected = row["high"] - row["low"] + 20.0 * (-40.0 - row["high"])
    assert found.loc["validate", "interval_score"] == pytest.approx(expected, rel=1e-6)
    # One change of 10 in a year: a random walk of that step, one year on.
    assert found.loc["validate", "persistence_score"] == pytest.approx(2 * 16.449 + 20.0 * (30.0 - 16.449), rel=1e-3)


def test_the_interval_score_of_values_inside_is_the_width() -> None:
    assert interval_score(np.array([0.0, 1.0]), np.array([-1.0, 0.0]), np.array([1.0, 4.0])) == pytest.approx(3.0)


def test_the_rival_grows_wider_with_the_root_of_time() -> None:
    low, high = persistence_interval(np.array([2000.0, 2002.0]), np.array([0.0, 2.0]), np.array([2003.0, 2006.0]))
    assert (high - low)[1] == pytest.approx(2.0 * (high - low)[0])
    assert low + high == pytest.approx([4.0, 4.0])
