"""Growth curves and cohort growth against scipy and plain arithmetic."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, optimize

from landsim.core.forest import chapman_richards, growth, logistic, production, production_limit

# asymptote tC/ha, rate 1/yr, shape
CURVES = [(200.0, 0.025, 2.0), (39.8, 0.0221, 1.571), (117.7, 0.0486, 3.264), (8.0, 0.15, 1.3)]


@pytest.mark.parametrize(("asymptote", "rate", "shape"), CURVES)
def test_biomass_solves_the_growth_equation_of_richards(asymptote, rate, shape):
    """dB/dt = p k B ((A/B)^(1/p) - 1): integrated by scipy from the biomass at age 5."""

    def slope(_, biomass):
        return shape * rate * biomass * ((asymptote / biomass) ** (1.0 / shape) - 1.0)

    ages = np.array([5.0, 20.0, 60.0, 150.0])
    start = chapman_richards(5.0, asymptote, rate, shape)
    solved = integrate.solve_ivp(slope, (5.0, 150.0), [start], t_eval=ages, rtol=1e-11, atol=1e-12)
    ours = [chapman_richards(age, asymptote, rate, shape) for age in ages]
    assert ours == pytest.approx(solved.y[0], rel=1e-8)


@pytest.mark.parametrize(("asymptote", "rate", "shape"), CURVES)
def test_inflection_and_largest_increment(asymptote, rate, shape):
    def falling_slope(age):
        step = 1e-4
        above = chapman_richards(age + step, asymptote, rate, shape)
        below = chapman_richards(age - step, asymptote, rate, shape)
        return -(above - below) / (2.0 * step)

    found = optimize.minimize_scalar(falling_slope, bounds=(0.01, 300.0), method="bounded", options={"xatol": 1e-6})
    assert found.x == pytest.approx(math.log(shape) / rate, rel=1e-3)
    assert -found.fun == pytest.approx(asymptote * rate * (1.0 - 1.0 / shape) ** (shape - 1.0), rel=1e-6)


@pytest.mark.parametrize(("asymptote", "rate", "shape"), CURVES)
def test_biomass_starts_at_zero_rises_and_stays_below_the_asymptote(asymptote, rate, shape):
    biomass = np.array([chapman_richards(float(age), asymptote, rate, shape) for age in range(0, 201)])
    assert biomass[0] == 0.0
    assert (np.diff(biomass) > 0.0).all()
    assert biomass[-1] < asymptote


@pytest.mark.parametrize(("asymptote", "rate", "constant"), [(200.0, 0.05, 4.0), (40.0, 0.15, 0.5), (90.0, 0.03, 20.0)])
def test_logistic_is_that_of_xu_shifted_to_zero_with_the_same_asymptote(asymptote, rate, constant):
    for age in (0.0, 1.0, 33.0, 150.0):
        textbook = asymptote / (1.0 + constant * math.exp(-rate * age))
        shifted = (textbook - asymptote / (1.0 + constant)) * (1.0 + constant) / constant
        assert logistic(age, asymptote, rate, constant) == pytest.approx(shifted, rel=1e-12, abs=1e-12)
    assert logistic(2000.0, asymptote, rate, constant) == pytest.approx(asymptote, rel=1e-12)


def test_production_is_growth_and_the_litter_of_the_mid_year_stock():
    assert production(100.0, 4.0, 0.05) == pytest.approx(4.0 + 0.05 * 102.0)
    assert production_limit(8.0, 0.5, 1.2) == pytest.approx(4.8)


def test_growth_of_a_cohort():
    assert growth(6.0, 2.0, 1.1) == pytest.approx(6.0 * 2.0 * 1.1)
    assert growth(0.0, 2.0, 1.1) == 0.0
