"""One-pool soil against its closed form."""

from __future__ import annotations

import math

import pytest

from landsim.core import parameters
from landsim.core.mineral_soil import condition_factor, exchange


def test_condition_factor_runs_from_degraded_to_full():
    assert condition_factor(0.0, 0.7) == pytest.approx(0.7)
    assert condition_factor(0.5, 0.7) == pytest.approx(0.85)
    assert condition_factor(1.0, 0.7) == 1.0


def test_exchange_in_and_out():
    entering, leaving = exchange(4000.0, 100.0, 50.0, 0.9, 0.05)
    assert entering == pytest.approx(0.05 * 50.0 * 0.9 * 100.0)
    assert leaving == pytest.approx(200.0)


def test_stock_follows_the_closed_form_and_ends_at_the_reference():
    stock, reference, factor, turnover, area = 1000.0, 60.0, 0.85, 0.05, 100.0
    for year in range(1, 401):
        entering, leaving = exchange(stock, area, reference, factor, turnover)
        stock += entering - leaving
        end = reference * factor * area
        assert stock == pytest.approx(end + (1000.0 - end) * (1.0 - turnover) ** year, rel=1e-12)
    assert stock == pytest.approx(5100.0, rel=1e-8)


def test_two_thirds_of_a_change_are_made_in_the_default_twenty_years():
    """IPCC's 20-year period read as an exponential time: 1 - 1/e of the change is made by then."""
    turnover = parameters.value(parameters.defaults(), "mineral_soil.turnover")
    stock = 0.0
    for _ in range(20):
        entering, leaving = exchange(stock, 1.0, 1.0, 1.0, turnover)
        stock += entering - leaving
    assert stock == pytest.approx(1.0 - math.exp(-1.0), abs=0.02)
