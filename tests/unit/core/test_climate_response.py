"""Miami production, growth factor, CO2 and Q10 against the published formulas in plain Python."""

from __future__ import annotations

import math

import pytest

from landsim.core.climate_response import (
    co2_factor,
    growth_factor,
    miami_net_primary_production,
    q10_factor,
    shown_factor,
)


def miami(temperature: float, rain: float) -> float:
    """Lieth 1975, g dm/m2/yr."""
    warm = 3000.0 / (1.0 + math.e ** (1.315 - 0.119 * temperature))
    return min(warm, 3000.0 * (1.0 - math.e ** (-0.000664 * rain)))


@pytest.mark.parametrize("temperature", [-16.0, -5.0, 0.0, 12.0, 24.0])
@pytest.mark.parametrize("rain", [0.0, 80.0, 350.0, 1200.0, 4000.0])
def test_miami_production_in_tonnes(temperature, rain):
    assert miami_net_primary_production(temperature, rain) == pytest.approx(miami(temperature, rain) / 100.0, abs=1e-13)


BOUNDS = (0.7, 1.3)
BOTH, NEITHER, TEMPERATURE, RAIN = (1.0, 1.0), (0.0, 0.0), (1.0, 0.0), (0.0, 1.0)
# Normals where warmth limits growth, and where rain does.
COLD, DRY = (-5.0, 900.0), (12.0, 300.0)


def test_growth_factor_is_the_ratio_to_normal():
    expected = miami(2.0, 420.0) / miami(1.0, 400.0)
    assert growth_factor(2.0, 420.0, 1.0, 400.0, *BOTH, *BOUNDS) == pytest.approx(expected, rel=1e-13)
    assert growth_factor(1.0, 400.0, 1.0, 400.0, *BOTH, *BOUNDS) == 1.0


def test_all_half_or_nothing_of_a_factor_shows():
    assert shown_factor(1.2347, 1.0) == 1.2347
    assert shown_factor(1.2, 0.5) == pytest.approx(1.1, rel=1e-15)
    assert shown_factor(0.7, 0.0) == 1.0
    assert shown_factor(0.9, 2.0) == pytest.approx(0.8, rel=1e-15)


def test_growth_factor_stays_within_its_bounds():
    assert growth_factor(20.0, 2000.0, -10.0, 100.0, *BOTH, *BOUNDS) == 1.3
    assert growth_factor(-10.0, 100.0, 20.0, 2000.0, *BOTH, *BOUNDS) == 0.7


def test_growth_factor_is_one_where_nothing_grows():
    assert growth_factor(5.0, 0.0, 5.0, 0.0, *BOTH, *BOUNDS) == 1.0


@pytest.mark.parametrize("normal", [COLD, DRY])
@pytest.mark.parametrize("warmer", [-2.0, 0.0, 3.0])
@pytest.mark.parametrize("wetter", [-100.0, 0.0, 80.0])
def test_each_switch_leaves_growth_to_the_other_driver(normal, warmer, wetter):
    now = (normal[0] + warmer, normal[1] + wetter)
    of_temperature = growth_factor(*now, *normal, *TEMPERATURE, *BOUNDS)
    assert of_temperature == growth_factor(now[0], normal[1], *normal, *BOTH, *BOUNDS)
    of_rain = growth_factor(*now, *normal, *RAIN, *BOUNDS)
    assert of_rain == growth_factor(normal[0], now[1], *normal, *BOTH, *BOUNDS)
    assert growth_factor(*now, *normal, *NEITHER, *BOUNDS) == 1.0


def test_the_switches_have_something_to_switch():
    assert growth_factor(-3.0, 900.0, *COLD, *TEMPERATURE, *BOUNDS) > 1.05
    assert growth_factor(12.0, 350.0, *DRY, *RAIN, *BOUNDS) > 1.05


def test_a_response_multiplies_the_change_of_its_driver():
    assert growth_factor(-4.0, 900.0, *COLD, 2.0, 1.0, *BOUNDS) == growth_factor(-3.0, 900.0, *COLD, *BOTH, *BOUNDS)
    assert growth_factor(12.0, 330.0, *DRY, 1.0, 0.5, *BOUNDS) == growth_factor(12.0, 315.0, *DRY, *BOTH, *BOUNDS)
    # Twice a drought of three quarters is none at all, not negative rain.
    assert growth_factor(12.0, 75.0, *DRY, 1.0, 2.0, 0.0, 1.3) == 0.0


def test_co2_factor():
    assert co2_factor(354.0, 354.0, 0.3) == 1.0
    assert co2_factor(708.0, 354.0, 0.3) == pytest.approx(1.0 + 0.3 * math.log(2.0), rel=1e-14)
    assert co2_factor(708.0, 354.0, 0.0) == 1.0


@pytest.mark.parametrize("q10", [1.0, 2.0, 2.65])
def test_q10(q10):
    assert q10_factor(10.0, q10) == 1.0
    assert q10_factor(20.0, q10) == pytest.approx(q10)
    assert q10_factor(0.0, q10) == pytest.approx(1.0 / q10)
    assert q10_factor(5.0, q10) ** 2 == pytest.approx(1.0 / q10)
