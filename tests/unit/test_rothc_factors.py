"""The polynomial of RothC's yearly factor against the kernels, month by month, for every unit of the landscape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numba
import numpy as np
import pytest

import landsim
from landsim.core import parameters, rothc
from landsim.landscape import Landscape, load_landscape
from landsim.monthly_climate import MonthlyClimate
from landsim.rothc_factors import DEPTH, polynomial, rothc_factors
from landsim.warming_cubics import COLDEST_FOR_RATIO, DEGREE, TURC, WARMING_SPAN, evaluate

Floats = np.ndarray
WARMINGS = np.linspace(*WARMING_SPAN, 13)
VALUES = parameters.defaults()
CLAY, LOWEST, COVERED = (
    parameters.value(VALUES, f"rothc.{name}") for name in ("clay", "lowest_moisture_factor", "covered_factor")
)
of_temperature, of_moisture = rothc.temperature_factor, rothc.moisture_factor
deficit_after, driest_of = rothc.deficit_after, rothc.driest


@numba.njit
def month_by_month(temperature, rain, demand, warming, rain_change, clay, depth, lowest, coldest, turc):
    """Mean of a x b from the kernels, in a year repeated until the deficit of December stays as it was."""
    months, units = temperature.shape
    found = np.zeros(units)
    driest = driest_of(clay, depth)
    for unit in range(units):
        deficit, before = 0.0, 1.0
        while deficit != before:
            before, found[unit] = deficit, 0.0
            for month in range(months):
                normal = temperature[month, unit]
                now = normal + warming[unit]
                cold, warm = max(normal, coldest), max(now, coldest)
                evaporation = demand[month, unit] * (warm / (warm + turc)) / (cold / (cold + turc))
                deficit = deficit_after(deficit, rain[month, unit] * rain_change[unit], evaporation, True, driest)
                found[unit] += of_temperature(now) * of_moisture(deficit, driest, lowest) / months
    return found


@pytest.fixture(scope="module")
def months(land: Landscape) -> MonthlyClimate:
    return land.monthly_climate()


@pytest.fixture(scope="module")
def factors(land: Landscape) -> Floats:
    return rothc_factors(land, VALUES)


@pytest.fixture(scope="module")
def exact(land: Landscape, months: MonthlyClimate) -> Floats:
    """[warmings, units]"""
    return np.array(
        [
            month_by_month(
                months.temperature, months.precipitation, months.potential_evapotranspiration,
                warming * land["warming_per_kelvin"],
                np.maximum(1.0 + warming * land["precipitation_change_per_kelvin"], 0.0),
                CLAY, DEPTH, LOWEST, COLDEST_FOR_RATIO, TURC,
            )
            for warming in WARMINGS
        ]
    )  # fmt: skip


def one(temperature: float, rain: object, demand: object) -> MonthlyClimate:
    return MonthlyClimate(*(np.broadcast_to(value, (1, 12)).T.astype(float) for value in (temperature, rain, demand)))


def still(months: MonthlyClimate, values: Floats = VALUES) -> float:
    """a x b of one unit whose climate stays."""
    return float(polynomial(months, np.zeros(1), np.zeros(1), values)[0, 0])


def test_each_unit_has_a_cubic_above_zero(land: Landscape, factors: Floats) -> None:
    assert factors.shape == (DEGREE + 1, land.size) == (4, land.size)
    assert min(evaluate(factors, warming).min() for warming in WARMINGS) > 0.01


def test_the_normal_climate_is_exact(factors: Floats, exact: Floats) -> None:
    zero = int(np.argmin(np.abs(WARMINGS)))
    assert WARMINGS[zero] == 0.0
    assert np.abs(factors[0] / exact[zero] - 1.0).max() < 1e-12


def test_the_polynomial_follows_the_twelve_months(factors: Floats, exact: Floats) -> None:
    """Months in which the deficit reaches an end have kinks that no cubic follows: most of what is wrong."""
    found = np.array([evaluate(factors, warming) for warming in WARMINGS])
    relative = np.abs(found / exact - 1.0)
    print(
        f"relative error: mean {relative.mean():.2e}, 99 % below {np.quantile(relative, 0.99):.2e}, "
        f"largest {relative.max():.2f}; largest difference {np.abs(found - exact).max():.3f}"
    )
    assert relative.mean() < 0.008
    assert np.quantile(relative, 0.99) < 0.08
    assert np.mean(relative > 0.02) < 0.08
    assert np.abs(found - exact).mean() < 0.0015 and np.abs(found - exact).max() < 0.18


def test_units_are_what_the_public_function_says(land: Landscape, months: MonthlyClimate, factors: Floats) -> None:
    for unit in range(0, land.size, 1500):
        table = landsim.rothc(
            months.temperature[:, unit], months.precipitation[:, unit],
            potential_evapotranspiration=months.potential_evapotranspiration[:, unit],
            clay=CLAY, depth=DEPTH, plant_input=0.1, inert=1.0, step="year",
        )  # fmt: skip
        assert COVERED * factors[0, unit] == pytest.approx(table.loc[1, "rate_modifier"], rel=1e-12)


@pytest.mark.parametrize("temperature", [-60.0, -5.01, -5.0, -4.99, 0.0, 9.25, 20.005, 40.0, 74.0])
def test_temperature_acts_as_in_the_kernel(temperature: float) -> None:
    expected = of_temperature(temperature)
    assert still(one(temperature, 50.0, 0.0)) == pytest.approx(expected, abs=1e-6)


def test_a_year_that_loses_water_is_dry_to_the_end_and_one_that_gains_is_wet() -> None:
    # However slowly: two years from a moist start would not get there.
    warm = of_temperature(12.0)
    assert still(one(12.0, 30.0, 30.1)) == pytest.approx(LOWEST * warm, rel=1e-12)
    assert still(one(12.0, 30.0, 30.0)) == pytest.approx(warm, rel=1e-12)
    assert still(one(12.0, 30.1, 30.0)) == pytest.approx(warm, rel=1e-12)


def test_january_follows_december() -> None:
    """A summer without rain takes 50 mm, the autumn gives 10 back, winter nothing; March fills up."""
    rain = [0.0, 0.0, 60.0, 0, 0, 0, 0, 0, 0, 10.0, 0.0, 0.0]
    demand = [0.0, 0.0, 0.0, 0, 0, 25.0, 25.0, 0, 0, 0.0, 0.0, 0.0]
    driest = driest_of(CLAY, DEPTH)
    deficits = [-40.0, -40.0, 0.0, 0, 0, -25.0, -50.0, -50.0, -50.0, -40.0, -40.0, -40.0]
    assert driest == pytest.approx(-54.7826, abs=1e-4)
    expected = of_temperature(12.0) * np.mean([of_moisture(deficit, driest, LOWEST) for deficit in deficits])
    assert still(one(12.0, rain, demand)) == pytest.approx(expected, rel=1e-12)


def test_warming_dries_by_the_rule_of_turc() -> None:
    """At 15 degC demand is below rain in the wet half, at 17 degC above in all months."""
    rain, demand = 31.0, 30.0
    found = polynomial(one(15.0, rain, demand), np.ones(1), np.zeros(1), VALUES)
    assert found[0, 0] == pytest.approx(of_temperature(15.0), rel=1e-12)
    drier = month_by_month(
        np.full((12, 1), 15.0), np.full((12, 1), rain), np.full((12, 1), demand), np.full(1, 1.5), np.ones(1), CLAY,
        DEPTH, LOWEST, COLDEST_FOR_RATIO, TURC,
    )  # fmt: skip
    assert drier[0] == pytest.approx(LOWEST * of_temperature(16.5), rel=1e-12)
    assert evaluate(found, 2.35)[0] < 0.5 * found[0, 0]


def test_parameters_reach_the_polynomial(land: Landscape, factors: Floats) -> None:
    clayey = parameters.resolve({"rothc.clay": 40.0})
    summer = one(12.0, [60.0] * 6 + [0.0] * 6, [30.0] * 12)
    assert still(summer, clayey) > still(summer)
    parched = parameters.resolve({"rothc.lowest_moisture_factor": 0.1})
    assert still(one(12.0, 1.0, 60.0), parched) == pytest.approx(0.1 * of_temperature(12.0), rel=1e-12)
    steady_rain = rothc_factors(land, parameters.resolve({"climate.precipitation_response_scale": 0.0}))
    np.testing.assert_array_equal(steady_rain[0], factors[0])
    assert np.mean(steady_rain[1] != factors[1]) > 0.5


def test_units_do_not_depend_on_their_neighbours(land: Landscape, months: MonthlyClimate, factors: Floats) -> None:
    some = slice(2000, 2100)
    alone = polynomial(
        MonthlyClimate(*(values[:, some] for values in vars(months).values())),
        land["warming_per_kelvin"][some],
        land["precipitation_change_per_kelvin"][some],
        VALUES,
    )
    np.testing.assert_array_equal(alone, factors[:, some])


def test_a_landscape_without_months_gives_a_polynomial(damaged: Callable[..., Path]) -> None:
    bare = replace(load_landscape(damaged(lambda content: None)), months_file=None)
    found = rothc_factors(bare, VALUES)
    assert found.shape == (4, bare.size) and np.isfinite(found).all()
