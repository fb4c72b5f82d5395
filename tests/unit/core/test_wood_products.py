"""Stocks of wood products against the closed forms of first-order decay."""

from __future__ import annotations

import math

import numpy as np
import pytest

from landsim.core.wood_products import (
    CHANGE_YEARS,
    EARLIER_YEARS,
    advance,
    decay_constant,
    equilibrium,
    oxidised,
    start_after_earlier_inflow,
    steady_start,
    stocks,
)


@pytest.mark.parametrize("half_life", [0.7, 2.0, 12.5, 25.0, 35.0, 90.0])
def test_constant_inflow_follows_the_closed_form(half_life):
    k = math.log(2.0) / half_life
    years = np.arange(1, 101)
    exact = 3.0 / k + (10.0 - 3.0 / k) * np.exp(-k * years)
    assert stocks(np.full(100, 3.0), half_life, 10.0) == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize("half_life", [2.0, 25.0, 35.0])
def test_half_is_left_after_a_half_life(half_life):
    left = stocks(np.zeros(int(half_life)), half_life, 100.0)
    assert left[-1] == pytest.approx(50.0, rel=1e-12)


def test_each_inflow_decays_on_its_own():
    """The recurrence equals the sum of decayed yearly inflows."""
    inflow = np.array([5.0, 0.0, 2.0, 8.0, 1.0])
    k = math.log(2.0) / 25.0
    gain = (1.0 - math.exp(-k)) / k
    expected = 7.0 * math.exp(-5.0 * k) + sum(x * gain * math.exp(-k * (4 - year)) for year, x in enumerate(inflow))
    assert stocks(inflow, 25.0, 7.0)[-1] == pytest.approx(expected, rel=1e-12)


def test_steady_start_keeps_a_constant_inflow_steady():
    inflow = np.full(40, 4.0)
    start = steady_start(inflow, 35.0)
    assert start == pytest.approx(4.0 * 35.0 / math.log(2.0))
    assert stocks(inflow, 35.0, start) == pytest.approx(np.full(40, start), rel=1e-12)


def test_steady_start_uses_the_first_five_years():
    assert steady_start(np.array([1.0, 2.0, 3.0, 4.0, 5.0, 100.0]), 2.0) == pytest.approx(3.0 * 2.0 / math.log(2.0))


def test_a_year_splits_what_was_there_and_what_came_into_kept_and_oxidised():
    kept, gone = advance(100.0, 10.0, 2.0)
    k = math.log(2.0) / 2.0
    assert kept == pytest.approx(100.0 * math.exp(-k) + 10.0 * (1.0 - math.exp(-k)) / k, rel=1e-14)
    assert kept + gone == pytest.approx(110.0, rel=1e-14)


def test_countries_side_by_side_are_countries_one_by_one():
    inflow = np.array([[5.0, 0.0, 2.0], [1.0, 1.0, 8.0]])
    start = np.array([7.0, 0.0])
    both = stocks(inflow, 25.0, start)
    for country in range(2):
        np.testing.assert_array_equal(both[country], stocks(inflow[country], 25.0, float(start[country])))
    np.testing.assert_allclose(oxidised(inflow, 25.0, start)[0, 0], 7.0 + 5.0 - both[0, 0], rtol=1e-14)
    np.testing.assert_allclose(oxidised(inflow, 25.0, start)[1, 2], both[1, 1] + 8.0 - both[1, 2], rtol=1e-14)


@pytest.mark.parametrize("half_life", [0.0, -35.0, math.inf, math.nan])
def test_an_impossible_half_life_is_refused(half_life):
    with pytest.raises(ValueError, match=r"half-life of a wood product is .*, expected a finite number above 0 years"):
        decay_constant(half_life)


@pytest.mark.parametrize("half_life", [2.0, 25.0, 35.0])
def test_ninety_even_years_before_the_first_one_are_nearly_the_steady_stock(half_life):
    """With ratio 1 the earlier inflow is even, so the stock has the closed form of a start from nothing."""
    start = start_after_earlier_inflow(np.array([2.0, 3.0, 4.0, 99.0]), half_life, 1.0)
    missing = math.exp(-decay_constant(half_life) * EARLIER_YEARS)
    assert start == pytest.approx(equilibrium(3.0, half_life) * (1.0 - missing), rel=1e-12)


def test_sawnwood_remembers_the_earlier_decades_and_paper_does_not():
    inflow = np.full(5, 1.0)

    def excess(half_life):
        even = start_after_earlier_inflow(inflow, half_life, 1.0)
        return start_after_earlier_inflow(inflow, half_life, 1.5) / even

    assert 1.35 < excess(35.0) < 1.45
    assert 1.0 < excess(2.0) < 1.2


def test_the_earlier_inflow_is_level_and_then_moves_in_a_line():
    """Own sum over the years before the first one, counted backwards."""
    half_life, ratio = 35.0, 1.5
    k = decay_constant(half_life)
    gain = (1.0 - math.exp(-k)) / k
    total = 0.0
    for ago in range(1, EARLIER_YEARS + 1):
        way = max(0.0, (CHANGE_YEARS + 1 - ago) / (CHANGE_YEARS + 1))
        total += (ratio + (1.0 - ratio) * way) * gain * math.exp(-k * (ago - 1))
    assert start_after_earlier_inflow(np.ones(3), half_life, ratio) == pytest.approx(total, rel=1e-12)


def test_each_country_has_its_own_earlier_inflow():
    inflow = np.array([[1.0, 1.0, 1.0], [0.0, 0.0, 0.0], [2.0, 2.0, 2.0]])
    start = start_after_earlier_inflow(inflow, 35.0, np.array([1.0, 1.0, 0.5]))
    assert start[1] == 0.0
    # Half of two until 1980 is what the first country had all along; from there it rises to two.
    assert start[0] < start[2] < 1.5 * start[0]
