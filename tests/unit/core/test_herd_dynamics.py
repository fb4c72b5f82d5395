"""Growth, bad winters and feed of a herd, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.core import parameters
from landsim.core.herd_dynamics import feed_balance, next_heads, winter_loss
from landsim.core.herd_run import run_herd
from landsim.core.simulation import scalar_parameters


def test_feed_balance_is_at_most_one() -> None:
    assert feed_balance(5.0, 10.0) == 0.5
    assert feed_balance(20.0, 10.0) == feed_balance(0.0, 0.0) == 1.0


@pytest.mark.parametrize(("feed", "change"), [(1.0, 0.1), (0.6, 0.0), (0.8, 0.05), (0.2, -0.1)])
def test_growth_is_zero_at_the_balance_and_full_on_full_feed(feed: float, change: float) -> None:
    assert next_heads(100.0, 0.1, feed, 0.6, 0.0, 0.0, 0.0) == pytest.approx(100.0 * (1.0 + change), rel=1e-12)


def test_growth_is_continuous_in_feed() -> None:
    feed = np.linspace(0.0, 1.0, 2001)
    heads = np.array([next_heads(1.0, 0.12, f, 0.6, 0.01, 0.02, 0.0) for f in feed])
    assert np.abs(np.diff(heads)).max() == pytest.approx(0.12 / 0.4 / 2000, rel=1e-6)


def test_a_dzud_kills_grown_animals_and_the_young_of_the_year() -> None:
    assert next_heads(100.0, 0.1, 1.0, 0.6, 0.0, 0.2, 1.0) == pytest.approx(80.0)
    assert next_heads(100.0, 0.1, 1.0, 0.6, 0.0, 0.2, 0.5) == pytest.approx(85.0)
    assert next_heads(100.0, 0.1, 1.0, 0.6, -2.0, 0.0, 0.0) == 0.0


def test_winters_are_worse_on_overgrazed_pasture() -> None:
    assert winter_loss(0.18, 0.9, 0.5, 1.0) == 0.18
    assert winter_loss(0.18, 2.0, 0.5, 1.0) == pytest.approx(0.27)
    assert winter_loss(0.18, 2.0, 0.5, 1.35) == pytest.approx(0.27 * 1.35)
    assert winter_loss(0.9, 5.0, 1.0, 2.0) == 1.0


def test_a_free_herd_levels_off_where_its_feed_is_balanced() -> None:
    """Without bad winters a herd grows until usable forage is 0.6 of its demand, and stays there."""
    values = parameters.resolve({"rangeland.overgrazing_loss": 0.0, "herd_dynamics.balanced_feed": 0.6})
    years = np.zeros((400, 3))
    heads, stocking = run_herd(
        np.array([1.0, 2.0]), np.array([1.0, 6.0]), np.array([0.5, 0.5]), np.full((400, 2), 100.0), np.ones(2), years,
        np.array([0.1, 0.1]), np.ones(2), scalar_parameters(values), np.exp(-0.155), np.exp(-0.031),
    )  # fmt: skip
    assert stocking[-1] == pytest.approx(1.0 / 0.6, rel=1e-6)
    assert heads[-1, 1] / heads[-1, 0] == pytest.approx(2.0)
    assert (np.diff(heads.sum(axis=1)) >= -1e-9).all()
