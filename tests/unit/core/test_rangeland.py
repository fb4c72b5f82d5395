"""Forage, pressure and condition against published formulas and the exact logistic."""

from __future__ import annotations

import math

import numpy as np
import pytest

from landsim.core.rangeland import (
    exponential_loss,
    forage_production,
    grazed_condition,
    grazing_pressure,
    production_under_condition,
    proper_use,
    recovered_condition,
)


@pytest.mark.parametrize("rain", [0.0, 120.0, 350.0, 900.0, 2500.0])
@pytest.mark.parametrize("temperature", [-12.0, 0.0, 15.0])
def test_forage_is_nceas_grassland_production_capped_by_miami(temperature, rain):
    grass = 4000.0 * (1.0 - math.exp(-4.77e-5 * rain)) * 0.01 / 0.45
    miami = min(30.0 / (1.0 + math.exp(1.315 - 0.119 * temperature)), 30.0 * (1.0 - math.exp(-0.000664 * rain)))
    assert forage_production(temperature, rain) == pytest.approx(min(grass, miami), rel=1e-13, abs=1e-15)


def test_forage_of_a_typical_steppe_is_plausible():
    """Rain use efficiency of typical steppe is about .4 g dm/m2/mm, that is 1.4 t dm/ha at 350 mm (Bai et al. 2008)."""
    assert 0.7 < forage_production(0.0, 350.0) < 2.1


def test_degraded_grass_still_grows():
    assert production_under_condition(2.0, 0.0, 0.4) == pytest.approx(0.8)
    assert production_under_condition(2.0, 0.5, 0.4) == pytest.approx(1.4)
    assert production_under_condition(2.0, 1.0, 0.4) == 2.0


@pytest.mark.parametrize(("aridity", "expected"), [(0.1, 0.35), (0.2, 0.45), (0.64, 0.45), (0.65, 0.50), (1.5, 0.50)])
def test_proper_use_by_aridity(aridity, expected):
    assert proper_use(aridity, 0.35, 0.45, 0.50) == expected


def test_pressure():
    assert grazing_pressure(30.0, 20.0) == 1.5
    assert grazing_pressure(30.0, 0.0) == 0.0


@pytest.mark.parametrize("condition", [0.3, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("rate", [0.05, 0.155, 0.9])
def test_recovery_is_the_exact_logistic(condition, rate):
    c = condition
    for year in range(1, 41):
        c = recovered_condition(c, math.exp(-rate), math.exp(-0.2 * rate), 0.25)
        exact = 1.0 / (1.0 + (1.0 - condition) / condition * math.exp(-rate * year))
        assert c == pytest.approx(exact, rel=1e-12)


def test_recovery_is_slow_below_the_critical_condition():
    slow = recovered_condition(0.1, math.exp(-0.155), math.exp(-0.2 * 0.155), 0.25)
    assert slow == pytest.approx(1.0 / (1.0 + 9.0 * math.exp(-0.031)), rel=1e-13)


def test_about_36_years_from_a_tenth_to_the_critical_condition():
    c, years = 0.1, 0
    while c < 0.25:
        c = recovered_condition(c, math.exp(-0.155), math.exp(-0.2 * 0.155), 0.25)
        years += 1
    assert years == pytest.approx(math.log(3.0) / 0.031, abs=1.0)


def test_the_ends_are_fixed_points_of_recovery():
    assert recovered_condition(0.0, 0.8, 0.9, 0.25) == 0.0
    assert recovered_condition(1.0, 0.8, 0.9, 0.25) == 1.0


# Measured largest relative errors: 1e-12 to x = 0.7, 1e-6 to 5, 7e-5 to 10. Beyond that the loss is too small
# to matter (below 5e-5), only its sign and its fall do.
@pytest.mark.parametrize(("upper", "bound"), [(0.7, 1e-12), (1.0, 2e-11), (5.0, 1e-6), (10.0, 1e-4)])
def test_series_loss_follows_the_exponential(upper, bound):
    x = np.linspace(0.0, upper, 4001)
    ours = np.array([exponential_loss(value) for value in x])
    assert np.max(np.abs(ours / np.exp(-x) - 1.0)) <= bound


def test_series_loss_starts_at_one_and_falls():
    x = np.linspace(0.0, 40.0, 2001)
    ours = np.array([exponential_loss(value) for value in x])
    assert ours[0] == 1.0
    assert (np.diff(ours) < 0.0).all()


def test_no_pressure_makes_the_condition_exactly_zero():
    assert exponential_loss(1e22) == exponential_loss(40.0) > 0.0


def test_grazing_below_capacity_does_no_harm():
    assert grazed_condition(0.6, 0.99, 0.08) == 0.6
    assert grazed_condition(0.6, 1.0, 0.08) == 0.6


def test_overgrazing_is_an_exponential_loss():
    assert grazed_condition(0.6, 2.5, 0.08) == pytest.approx(0.6 * math.exp(-0.12), rel=1e-12)


def test_fixed_pressure_ends_at_the_fixed_point_of_the_split_step():
    """Continuous equilibrium at pressure 1.5 is 1 - a (P - 1) / r = .742; the split step's own is .727."""
    c = 0.999
    for _ in range(2000):
        c = grazed_condition(recovered_condition(c, math.exp(-0.155), math.exp(-0.031), 0.25), 1.5, 0.08)
    loss, growth = math.exp(-0.04), math.exp(-0.155)
    assert c == pytest.approx((loss - growth) / (1.0 - growth), rel=1e-10)
    assert c == pytest.approx(0.727, abs=5e-4)
