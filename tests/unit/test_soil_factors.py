"""Polynomials of the Tier-2 climate factors against the kernels, month by month, for every unit of the landscape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numba
import numpy as np
import pytest

from landsim import monthly_climate
from landsim.core import parameters, soil_climate
from landsim.landscape import Landscape, load_landscape
from landsim.monthly_climate import MonthlyClimate, months_from_annual
from landsim.soil_factors import SoilFactors, polynomials, soil_factors
from landsim.warming_cubics import COLDEST_FOR_RATIO, DEGREE, TURC, WARMING_SPAN, evaluate

WARMINGS = np.linspace(*WARMING_SPAN, 13)
VALUES = parameters.defaults()
HIGHEST, OPTIMUM, SLOPE, IRRIGATED, SCALE = (
    parameters.value(VALUES, f"soil_climate.{name}")
    for name in (
        "maximum_temperature", "optimum_temperature", "water_slope", "irrigated_water_factor", "water_scale",
    )
)  # fmt: skip
of_temperature, of_water = soil_climate.temperature_factor, soil_climate.water_factor


@numba.njit
def month_by_month(
    temperature, rain, demand, warming, rain_change, highest, optimum, slope, irrigated, scale, coldest, turc
):
    """The two factors of each unit from the kernels; warming in K at the unit, rain_change as a factor."""
    months, units = temperature.shape
    warmth, water = np.zeros(units), np.zeros(units)
    for unit in range(units):
        for month in range(months):
            normal = temperature[month, unit]
            now = normal + warming[unit]
            before, after = max(normal, coldest), max(now, coldest)
            evaporation = demand[month, unit] * (after / (after + turc)) / (before / (before + turc))
            warmth[unit] += of_temperature(now, highest, optimum) / months
            fallen = rain[month, unit] * rain_change[unit]
            water[unit] += scale * of_water(fallen, evaporation, False, slope, irrigated) / months
    return warmth, water


def exact(
    months: MonthlyClimate, warming_per_kelvin: np.ndarray, change_per_kelvin: np.ndarray, warming: float
) -> tuple[np.ndarray, np.ndarray]:
    return month_by_month(
        months.temperature, months.precipitation, months.potential_evapotranspiration,
        warming * warming_per_kelvin, np.maximum(1.0 + warming * change_per_kelvin, 0.0),
        HIGHEST, OPTIMUM, SLOPE, IRRIGATED, SCALE, COLDEST_FOR_RATIO, TURC,
    )  # fmt: skip


@pytest.fixture(scope="module")
def months(land: Landscape) -> MonthlyClimate:
    return land.monthly_climate()


@pytest.fixture(scope="module")
def factors(land: Landscape) -> SoilFactors:
    return soil_factors(land, VALUES)


@pytest.fixture(scope="module")
def errors(land: Landscape, months: MonthlyClimate, factors: SoilFactors) -> dict[str, np.ndarray]:
    """Relative error of each polynomial, [warmings, units]."""
    found: dict[str, list[np.ndarray]] = {"temperature": [], "water": []}
    for warming in WARMINGS:
        warmth, water = exact(months, land["warming_per_kelvin"], land["precipitation_change_per_kelvin"], warming)
        found["temperature"].append(np.abs(evaluate(factors.temperature, warming) / warmth - 1.0))
        found["water"].append(np.abs(evaluate(factors.water, warming) / water - 1.0))
    return {name: np.array(rows) for name, rows in found.items()}


def one(temperature: float, rain: float, demand: float) -> MonthlyClimate:
    return MonthlyClimate(*(np.full((12, 1), value) for value in (temperature, rain, demand)))


def test_each_unit_has_two_cubics(land: Landscape, factors: SoilFactors) -> None:
    for polynomial in (factors.temperature, factors.water):
        assert polynomial.shape == (DEGREE + 1, land.size) == (4, land.size)
        assert np.isfinite(polynomial).all()


def test_the_normal_climate_is_exact(
    land: Landscape, months: MonthlyClimate, factors: SoilFactors, errors: dict[str, np.ndarray]
) -> None:
    zero = int(np.argmin(np.abs(WARMINGS)))
    assert WARMINGS[zero] == 0.0
    for name, found in errors.items():
        assert found[zero].max() < 1e-12, name


# Largest and mean relative error over all units and 13 warmings.
@pytest.mark.parametrize(("name", "largest", "mean"), [("temperature", 1e-4, 1e-5), ("water", 0.017, 7e-4)])
def test_the_polynomials_follow_the_twelve_months(
    errors: dict[str, np.ndarray], name: str, largest: float, mean: float
) -> None:
    found = errors[name]
    print(f"{name}: relative error at most {found.max():.2e}, on average {found.mean():.2e}")
    assert found.max() < largest
    assert found.mean() < mean


def test_the_water_factor_is_within_half_a_percent_nearly_everywhere(errors: dict[str, np.ndarray]) -> None:
    # The rest are units where several months cross the largest ratio of rain to demand: a kink no cubic follows.
    assert np.mean(errors["water"] > 0.005) < 0.02


def test_months_off_the_points_of_the_table_are_within_1e_5(months: MonthlyClimate, land: Landscape) -> None:
    between = MonthlyClimate(months.temperature + 0.00437, months.precipitation, months.potential_evapotranspiration)
    nothing = np.zeros(land.size)
    found = polynomials(between, nothing, nothing, VALUES)
    warmth, _ = exact(between, nothing, nothing, 0.0)
    assert np.abs(found.temperature[0] - warmth).max() < 2e-7
    assert np.abs(found.temperature[1:]).max() < 1e-12


@pytest.mark.parametrize("temperature", [-90.0, -50.0, -49.99, 0.0, 20.0, 44.0, 45.0, 70.0])
def test_the_table_ends_where_the_kernel_does(temperature: float) -> None:
    found = polynomials(one(temperature, 30.0, 60.0), np.zeros(1), np.zeros(1), VALUES)
    expected = of_temperature(temperature, HIGHEST, OPTIMUM)
    assert found.temperature[0, 0] == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize(
    ("rain", "demand"), [(0.0, 50.0), (0.0, 0.0), (30.0, 0.0), (30.0, 60.0), (74.9, 60.0), (75.1, 60.0), (400.0, 1e-3)]
)
def test_the_water_factor_is_that_of_the_kernel(rain: float, demand: float) -> None:
    found = polynomials(one(12.0, rain, demand), np.zeros(1), np.zeros(1), VALUES)
    expected = SCALE * of_water(rain, demand, False, SLOPE, IRRIGATED)
    assert found.water[0, 0] == pytest.approx(expected, rel=1e-14)


def test_parameters_reach_the_polynomials(months: MonthlyClimate, land: Landscape) -> None:
    changed = parameters.resolve({"soil_climate.optimum_temperature": 31.0, "soil_climate.water_slope": 1.0})
    found = polynomials(one(25.0, 30.0, 60.0), np.ones(1), np.zeros(1), changed)
    assert found.temperature[0, 0] == pytest.approx(of_temperature(25.0, HIGHEST, 31.0), abs=1e-9)
    assert found.water[0, 0] == pytest.approx(SCALE * of_water(30.0, 60.0, False, 1.0, IRRIGATED), rel=1e-14)


def test_the_scale_of_rain_change_is_that_of_the_run(land: Landscape, factors: SoilFactors) -> None:
    still = soil_factors(land, parameters.resolve({"climate.precipitation_response_scale": 0.0}))
    np.testing.assert_array_equal(still.temperature, factors.temperature)
    np.testing.assert_array_equal(still.water[0], factors.water[0])
    wetter = land["precipitation_change_per_kelvin"] > 0.01
    assert np.mean(evaluate(still.water, 2.0)[wetter] <= evaluate(factors.water, 2.0)[wetter] + 1e-3) > 0.999


def test_warming_dries_and_quickens(land: Landscape, factors: SoilFactors) -> None:
    for warming in (1.0, 2.5):
        assert np.all(evaluate(factors.temperature, warming)[land["warmest_month_temperature"] < 28.0]
                      > factors.temperature[0][land["warmest_month_temperature"] < 28.0])  # fmt: skip
    dry = polynomials(one(15.0, 30.0, 90.0), np.ones(1), np.zeros(1), VALUES)
    assert evaluate(dry.water, 2.0)[0] < dry.water[0, 0]
    # Turc: T / (T + 15) from 15 to 17 degC.
    demand = 90.0 * (17.0 / 32.0) / (15.0 / 30.0)
    expected = SCALE * of_water(30.0, demand, False, SLOPE, IRRIGATED)
    assert evaluate(dry.water, 2.0)[0] == pytest.approx(expected, rel=1e-4)


def test_rain_that_would_fall_below_nothing_is_none() -> None:
    found = polynomials(one(15.0, 30.0, 90.0), np.ones(1), np.full(1, -1.0), VALUES)
    assert np.isfinite(found.water).all()
    assert evaluate(found.water, 2.35)[0] < evaluate(found.water, 0.6)[0] < found.water[0, 0]


def test_frozen_months_keep_their_demand() -> None:
    """Penman has some even there; the ratio of Turc would grow without bound."""
    found = polynomials(one(-10.0, 5.0, 8.0), np.full(1, 2.0), np.zeros(1), VALUES)
    np.testing.assert_allclose(found.water[1:], 0.0, atol=1e-12)
    assert found.water[0, 0] == pytest.approx(SCALE * of_water(5.0, 8.0, False, SLOPE, IRRIGATED), rel=1e-14)


def test_evaluate_takes_a_number_or_one_for_each_unit() -> None:
    polynomial = np.array([[1.0, 2.0], [3.0, 4.0], [0.5, 0.0], [0.0, 1.0]])
    np.testing.assert_allclose(evaluate(polynomial, 2.0), [1 + 6 + 2, 2 + 8 + 8])
    np.testing.assert_allclose(evaluate(polynomial, [0.0, 1.0]), [1.0, 7.0])


def test_units_do_not_depend_on_their_neighbours(land: Landscape, months: MonthlyClimate, factors: SoilFactors) -> None:
    some = slice(2000, 2100)
    alone = polynomials(
        MonthlyClimate(*(values[:, some] for values in vars(months).values())),
        land["warming_per_kelvin"][some],
        land["precipitation_change_per_kelvin"][some],
        VALUES,
    )
    np.testing.assert_array_equal(alone.temperature, factors.temperature[:, some])
    np.testing.assert_array_equal(alone.water, factors.water[:, some])


def test_months_made_by_rule_give_nearly_the_same_factors(
    land: Landscape, factors: SoilFactors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """docs/data.md and the assumption quote these figures."""
    nothing = np.zeros(land.size)

    def misses(share: float) -> tuple[float, float]:
        monkeypatch.setattr(monthly_climate, "SHARE_WITH_WARMTH", share)
        made = polynomials(months_from_annual(land.columns), nothing, nothing, VALUES)
        warmth = np.abs(made.temperature[0] / factors.temperature[0] - 1.0).mean()
        return float(warmth), float(np.abs(made.water[0] / factors.water[0] - 1.0).mean())

    chosen = monthly_climate.SHARE_WITH_WARMTH
    warmth, water = misses(chosen)
    print(f"mean relative miss: temperature factor {warmth:.3f}, water factor {water:.3f}")
    assert warmth == pytest.approx(0.04, abs=0.005) and water == pytest.approx(0.04, abs=0.005)
    assert all(misses(share)[1] > water for share in (0.0, 0.5, 0.75, 1.0) if share != chosen)


def test_a_landscape_without_months_gives_polynomials(damaged: Callable[..., Path]) -> None:
    bare = replace(load_landscape(damaged(lambda content: None)), months_file=None)
    found = soil_factors(bare, VALUES)
    assert found.water.shape == (4, bare.size) and np.isfinite(found.water).all()
