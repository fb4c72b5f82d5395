"""Stocks of wood products against the closed forms of first-order decay."""

from __future__ import annotations

import math

import numpy as np
import pytest

from landsim.core.wood_products import steady_start, stocks


@pytest.mark.parametrize("half_life", [2.0, 25.0, 35.0])
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
