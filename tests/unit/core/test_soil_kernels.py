"""Scalar kernels of soil climate, decomposition, RothC and stock factors, compiled, at hand-worked numbers."""

from __future__ import annotations

import itertools
import math

import numba
import pytest

from landsim.core import parameters, rothc, soil_climate, soil_stock_factors
from landsim.core import soil_decomposition as soil
from landsim.core.dimensions import SOIL_CLIMATES


def test_warmth_speeds_decay_up_to_the_optimum_and_stops_at_the_maximum():
    factor = soil_climate.temperature_factor
    assert factor(33.69, 45.0, 33.69) == 1.0
    assert factor(45.0, 45.0, 33.69) == factor(60.0, 45.0, 33.69) == 0.0
    assert factor(40.0, 45.0, 33.69) < 1.0
    colder = [factor(float(t), 45.0, 33.69) for t in range(-40, 34)]
    assert all(0.0 <= a < b <= 1.0 for a, b in itertools.pairwise(colder))


def test_water_speeds_decay_up_to_a_ratio_of_one_and_a_quarter():
    def factor(rain, evaporation, irrigated=False):
        return soil_climate.water_factor(rain, evaporation, irrigated, 1.331, 0.775)

    assert factor(0.0, 10.0) == 0.2129
    assert factor(10.0, 10.0) == pytest.approx(1.3026, rel=1e-12)
    assert factor(12.5, 10.0) == factor(900.0, 10.0) == factor(0.0, 0.0) == pytest.approx(1.49961875, rel=1e-12)
    assert factor(0.0, 10.0, True) == 0.775


def test_metabolic_share_stays_within_the_litter():
    assert soil.metabolic_share(0.073, 0.0083) == pytest.approx(0.69168675, rel=1e-7)
    assert soil.capped_metabolic_share(0.073, 0.0083) == soil.metabolic_share(0.073, 0.0083)
    assert soil.metabolic_share(0.3, 0.005) == pytest.approx(-0.23)
    assert soil.capped_metabolic_share(0.3, 0.005) == 0.0
    assert soil.metabolic_share(0.3, 0.05) == pytest.approx(0.742)
    assert soil.capped_metabolic_share(0.3, 0.05) == 0.7


def test_the_active_inflow_solves_the_exchange_between_the_pools():
    """In the steady state the active pool receives litter and its share of what the slow and passive pools lose."""
    f1, f2, f3, f5, f6, f7, f8 = 0.378, 0.455, 0.455, 0.0855, 0.0504, 0.42, 0.45
    lignin, nitrogen, sand = 0.1, 0.0072, 0.4  # a metabolic share of 0.6
    active, slow, passive = soil.shares(lignin, nitrogen, sand, f1, f2, f3, f5, f6, f7, f8)
    f4 = 1.0 - f5 - 0.17 - 0.68 * sand
    assert soil.slow_of_active(sand, f5) == pytest.approx(f4, rel=1e-12)
    assert active == pytest.approx(0.6 * f1 + 0.3 * f2 + f7 * slow + f8 * passive, rel=1e-12)
    assert slow == pytest.approx(lignin * f3 + active * f4, rel=1e-12)
    assert passive == pytest.approx(active * f5 + slow * f6, rel=1e-12)


def test_a_pool_approaches_its_steady_state_and_reaches_it_at_once_when_decay_is_fast():
    for decay in (0.0, 0.2, 1.0, 4.0):
        after = soil.advance(10.0, soil.taken(3.0, decay), soil.lost(10.0, decay))
        expected = 13.0 if decay == 0.0 else 10.0 + (soil.steady(3.0, decay) - 10.0) * min(1.0, decay)
        assert after == pytest.approx(expected, rel=1e-14)


def test_inflows_are_granted_as_far_as_there_is_carbon():
    assert soil.granted(2.0, 3.0) == soil.granted(0.0, 0.0) == 1.0
    assert soil.granted(4.0, 3.0) == 0.75
    assert soil.respired(2.0, 3.0) == 1.0
    assert soil.respired(4.0, 3.0) == 0.0


def test_the_kernels_compile_into_a_kernel_of_their_caller():
    @numba.njit(error_model="numpy")
    def year(warmth, water, carbon, pool):
        active, _, _ = soil.shares(0.073, 0.0083, 0.33, 0.378, 0.455, 0.455, 0.0855, 0.0504, 0.42, 0.45)
        decay, _, _ = soil.rates(warmth, water, 3.036, 0.33, 7.4, 0.209, 0.00689)
        return soil.advance(pool, soil.taken(active * carbon, decay), soil.lost(pool, decay))

    # Decay above 1 a year: the pool is the steady one, that of the worked soil of the Guidelines.
    assert year(0.4904241436936742, 0.7793321739983536, 2000.0, 5.0) == pytest.approx(245.346073, abs=1e-6)


def test_decay_by_pool():
    assert soil.rates(0.5, 0.8, 2.0, 1.0, 7.4, 0.209, 0.00689) == pytest.approx((5.92, 0.1672, 0.002756))
    assert soil.rates(0.5, 0.8, 2.0, 0.0, 7.4, 0.209, 0.00689)[0] == pytest.approx(1.48)


def test_rothc_temperature_and_moisture():
    assert rothc.temperature_factor(-5.1) == 0.0
    assert rothc.temperature_factor(9.3) == pytest.approx(1.0, abs=0.03)
    assert rothc.driest(13.0, 23.0) == pytest.approx(-(20.0 + 16.9 - 1.69))
    assert rothc.driest(13.0, 46.0) == 2.0 * rothc.driest(13.0, 23.0)
    assert rothc.deficit_after(-10.0, 50.0, 20.0, True, -40.0) == 0.0
    assert rothc.deficit_after(-10.0, 0.0, 100.0, True, -40.0) == -40.0
    assert rothc.deficit_after(-10.0, 0.0, 100.0, False, -40.0) == pytest.approx(-22.24)
    assert rothc.deficit_after(-30.0, 0.0, 100.0, False, -40.0) == -30.0
    assert rothc.moisture_factor(-17.0, -40.0, 0.2) == 1.0
    assert rothc.moisture_factor(-40.0, -40.0, 0.2) == pytest.approx(0.2)
    assert rothc.moisture_factor(-28.88, -40.0, 0.2) == pytest.approx(0.6)


def test_rothc_decay_and_what_stays():
    assert rothc.decayed(2.0, 10.0, 0.5, 1.0 / 12.0) == pytest.approx(2.0 * (1.0 - math.exp(-5.0 / 12.0)))
    assert rothc.kept_share(1000.0) == pytest.approx(1.0 / (1.67 * 1.85 + 1.0))
    assert rothc.kept_share(0.0) == pytest.approx(1.0 / (1.67 * 3.45 + 1.0))
    assert rothc.inert_carbon(40.0, 0.049, 1.139) == pytest.approx(0.049 * 40.0**1.139)
    assert rothc.andosol_divisor(0.92) == pytest.approx(3.5)


def test_stock_and_change():
    assert soil_stock_factors.stock(88.0, 0.69, 1.08, 1.0, 10.0) == pytest.approx(655.776)
    assert soil_stock_factors.yearly_change(100.0, 60.0, 20.0) == -2.0


def test_factors_of_climates():
    values = parameters.defaults()

    def by_climate(name):
        return dict(zip(SOIL_CLIMATES, parameters.take(values, f"soil_stock_factors.{name}"), strict=True))

    assert by_climate("long_term_crop")["warm_temperate_moist"] == 0.69
    assert by_climate("long_term_crop")["boreal_dry"] == 0.77
    assert by_climate("no_tillage")["warm_temperate_dry"] == 1.04
    assert by_climate("no_tillage")["cool_temperate_moist"] == 1.09
    assert by_climate("high_input_manure")["boreal_moist"] == 1.44
    assert set(by_climate("severely_degraded").values()) == {0.70}
