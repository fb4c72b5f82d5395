"""Carbon input of cropland that rises from 1980 on: what it is in each year, and what soil of 1989 it leaves."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy.optimize import brentq

import landsim
from landsim.core import parameters, simulation, soil_decomposition
from landsim.core.mineral_soil import RISING_BEFORE, RISING_YEARS, input_growth
from landsim.core.state import FLUX
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.results import Run
from landsim.scenario import load_scenario

RISE = 0.03
NAME = "mineral_soil.cropland_input_rise"


def past(land: Landscape, rise: float, soil_model: str) -> Run:
    scenario = dataclasses.replace(load_scenario("baseline"), last_year=2020, soil_model=soil_model)
    given = {f"{NAME}.{country}": rise for country in ("JPN", "KOR")}
    return landsim.run(dataclasses.replace(scenario, parameters=given), landscape=land)


@pytest.fixture(scope="module")
def by_tier2(land: Landscape) -> tuple[Run, Run]:
    return past(land, 0.0, "tier2"), past(land, RISE, "tier2")


@pytest.fixture(scope="module")
def by_rothc(land: Landscape) -> tuple[Run, Run]:
    return past(land, 0.0, "rothc"), past(land, RISE, "rothc")


@pytest.fixture(params=["by_tier2", "by_rothc"])
def pair(request: pytest.FixtureRequest) -> tuple[Run, Run]:
    found: tuple[Run, Run] = request.getfixturevalue(request.param)
    return found


def flux(run: Run, name: str, country: str) -> np.ndarray:
    return np.asarray(run.simulated.total[COUNTRIES.index(country), :, FLUX._fields.index(name)])


def gain(run: Run, country: str) -> np.ndarray:
    return flux(run, "soil_input_cropland", country) - flux(run, "soil_respiration_cropland", country)


def test_input_rises_in_a_straight_line_from_1980_to_2010_and_stays() -> None:
    growth = input_growth(np.array([0.0, RISE, -0.01]), 71)
    assert growth.shape == (3, RISING_BEFORE + 71)
    assert (growth[0] == 1.0).all()
    level = np.cumprod(growth, axis=1)
    assert level[1, [0, 10, 20, 30, 31, 80]] == pytest.approx([1.0, 1.3, 1.6, 1.9, 1.9, 1.9], rel=1e-12)
    assert level[2, 30] == pytest.approx(0.7, rel=1e-12)
    assert RISING_BEFORE == 1990 - 1980 and RISING_YEARS == 2010 - 1980
    # A run of fewer years sees the same ones.
    np.testing.assert_array_equal(input_growth(np.array([RISE]), 5), growth[1:2, : RISING_BEFORE + 5])


def test_soil_of_1989_has_the_same_stock_and_is_gaining(pair: tuple[Run, Run]) -> None:
    still, rising = pair
    for country in ("JPN", "KOR"):
        differing = flux(rising, "soil_cropland", country)[0] - flux(still, "soil_cropland", country)[0]
        # What differs at the end of 1990 is what the year itself brought, and what left with land that changed.
        assert differing == pytest.approx((gain(rising, country) - gain(still, country))[0], rel=0.02)
        assert abs(gain(still, country)[0]) < 1e-3 * gain(rising, country)[0]
        assert (gain(rising, country) > gain(still, country)).all()


def test_input_of_a_hectare_follows_the_rise_and_other_countries_do_not_see_it(pair: tuple[Run, Run]) -> None:
    still, rising = pair
    ratio = flux(rising, "soil_input_cropland", "KOR") / flux(still, "soil_input_cropland", "KOR")
    # Units differ a little in how far their soil of 1989 lies behind, and so in the weight of their input.
    assert ratio[20] / ratio[0] == pytest.approx((1 + 30 * RISE) / (1 + 10 * RISE), rel=2e-3)
    assert ratio[21:] == pytest.approx(ratio[20], rel=1e-3)
    for country in ("CHN", "MNG", "PRK", "RUS"):
        at = COUNTRIES.index(country)
        np.testing.assert_array_equal(rising.simulated.total[at], still.simulated.total[at])


@pytest.mark.parametrize("country", ["JPN", "KOR"])
def test_the_start_is_that_of_ten_rising_years_from_a_steady_state(by_tier2: tuple[Run, Run], country: str) -> None:
    """Worked out apart for the mean hectare: a steady state, ten years by the equations, the stock set back."""
    still, rising = by_tier2
    area = flux(still, "area_cropland", country)[0]
    entering = flux(still, "soil_input_cropland", country)[0] / area
    stock = flux(still, "soil_cropland", country)[0] / area
    p = simulation.scalar_parameters(still.values)
    sand = parameters.value(still.values, f"mineral_soil.sand.{country}")
    lignin, nitrogen = p.soil_decomposition_lignin, p.soil_decomposition_nitrogen
    full = p.soil_decomposition_active_of_structural_full
    share = np.array(soil_decomposition.declared_shares(lignin, nitrogen, sand, full, p))
    rate = np.array(soil_decomposition.declared_rates(1.0, p.soil_decomposition_tillage_full, sand, p))
    climate = brentq(lambda factor: entering * (share / (factor * rate)).sum() - stock, 1e-3, 10.0)
    decay = climate * rate

    def after(pools: np.ndarray, level: float) -> np.ndarray:
        return np.asarray(pools + np.minimum(decay, 1.0) * (level * entering * share / decay - pools))

    pools = entering * share / decay
    for year in range(10):
        pools = after(pools, 1.0 + RISE * year)
    back = stock / pools.sum()
    expected = back * (1.0 + 10 * RISE)
    found = flux(rising, "soil_input_cropland", country)[0] / flux(still, "soil_input_cropland", country)[0]
    assert found == pytest.approx(expected, rel=3e-3)
    risen = back * (after(pools, 1.0 + 10 * RISE).sum() - pools.sum())
    assert (gain(rising, country) - gain(still, country))[0] / area == pytest.approx(risen, rel=0.02)
