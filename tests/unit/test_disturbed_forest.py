"""National burned and insect-killed area: parameters, response to warming, and years drawn from a seed."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from readings import stock

import landsim
from landsim.core import parameters
from landsim.disturbed_forest import disturbed_forest, warming_factor, yearly_factors
from landsim.history import NationalDrivers, national_drivers
from landsim.names import COUNTRIES
from landsim.results import Run
from landsim.scenario import load_scenario

# The statistics themselves: the fit leaves Russia's burned area some thousandths above them.
STATISTICS = {"fire.burned_area_scale.RUS": 1.0}
VALUES = parameters.resolve(STATISTICS)
WARMING = np.array([1.2, 1.3, 1.1, 1.4, 1.1, 1.6])
YEARS = np.arange(1990, 2061)
CHN, RUS = COUNTRIES.index("CHN"), COUNTRIES.index("RUS")
RECORD = slice(0, 31)


@pytest.fixture(scope="module")
def drivers() -> NationalDrivers:
    return national_drivers(1990, 2060, "ssp2-4.5")


def test_recorded_years_are_the_statistics(drivers: NationalDrivers) -> None:
    for variability in ("expected", "seeded"):
        areas = disturbed_forest(drivers, VALUES, WARMING, variability, 1)
        np.testing.assert_array_equal(areas.burned[:, RECORD], drivers.burned_forest[:, RECORD])
        share = parameters.take(VALUES, "insects.mortality_share")[:, None]
        np.testing.assert_allclose(areas.killed_by_insects[:, RECORD], (drivers.insect_damage * share)[:, RECORD])


def test_later_years_rise_with_local_warming_by_hand(drivers: NationalDrivers) -> None:
    areas = disturbed_forest(drivers, VALUES, WARMING, "expected", 1)
    year = 2050 - 1990
    assert areas.burned[RUS, year] == pytest.approx(drivers.burned_forest[RUS, year] * (1 + 0.14 * 1.6 * 0.95))
    killed = drivers.insect_damage[CHN, year] * 0.02 * (1 + 0.1 * 1.2 * 0.95)
    assert areas.killed_by_insects[CHN, year] == pytest.approx(killed)


def test_a_response_of_zero_and_a_constant_climate_leave_the_mean(drivers: NationalDrivers) -> None:
    still = parameters.resolve({**STATISTICS, "fire.warming_response": 0.0, "insects.warming_response": 0.0})
    areas = disturbed_forest(drivers, still, WARMING, "expected", 1)
    np.testing.assert_array_equal(areas.burned, drivers.burned_forest)
    constant = national_drivers(1990, 2060, "constant")
    areas = disturbed_forest(constant, VALUES, WARMING, "expected", 1)
    np.testing.assert_allclose(areas.burned, drivers.burned_forest, rtol=1e-12)


def test_a_stronger_climate_response_burns_more(drivers: NationalDrivers) -> None:
    hot = parameters.resolve({**STATISTICS, "climate.warming_scale": 1.4})
    more = disturbed_forest(drivers, hot, WARMING, "expected", 1)
    usual = disturbed_forest(drivers, VALUES, WARMING, "expected", 1)
    assert (more.burned[:, 31:] > usual.burned[:, 31:]).all()


def test_cooling_never_burns_less_than_nothing() -> None:
    assert warming_factor(np.array([-20.0, 0.0, 1.0]), 0.25).tolist() == [0.0, 1.0, 1.25]


def test_the_scale_of_a_country_multiplies_all_its_years(drivers: NationalDrivers) -> None:
    scaled = parameters.resolve({"fire.burned_area_scale.RUS": 3.0})
    ratio = (
        disturbed_forest(drivers, scaled, WARMING, "expected", 1).burned
        / disturbed_forest(drivers, VALUES, WARMING, "expected", 1).burned
    )
    np.testing.assert_allclose(ratio[RUS], 3.0)
    np.testing.assert_allclose(ratio[:RUS], 1.0)


def test_expected_years_hold_no_chance(drivers: NationalDrivers) -> None:
    first = disturbed_forest(drivers, VALUES, WARMING, "expected", 1)
    second = disturbed_forest(drivers, VALUES, WARMING, "expected", 2)
    np.testing.assert_array_equal(first.burned, second.burned)
    # From 2025 on only warming moves it.
    np.testing.assert_allclose(np.diff(first.burned[:, 36:], 2), 0.0, atol=1e-6 * first.burned.max())


def test_a_seed_gives_the_same_bits_and_another_seed_other_years(drivers: NationalDrivers) -> None:
    first, again, other = (disturbed_forest(drivers, VALUES, WARMING, "seeded", seed) for seed in (7, 7, 8))
    assert first.burned.tobytes() == again.burned.tobytes()
    assert (first.burned[:, 31:] != other.burned[:, 31:]).all()
    assert first.killed_by_insects.tobytes() == other.killed_by_insects.tobytes()


def test_countries_and_years_are_drawn_apart() -> None:
    factors = yearly_factors(3, 0.6, YEARS)
    assert (factors[:, RECORD] == 1.0).all()
    assert len(np.unique(factors[:, 31:])) == factors[:, 31:].size


def test_a_factor_does_not_depend_on_the_span_of_the_run() -> None:
    whole, part = yearly_factors(3, 0.6, YEARS), yearly_factors(3, 0.6, np.arange(2025, 2041))
    np.testing.assert_array_equal(part, whole[:, 35:51])


def test_the_mean_of_many_seeds_is_the_expected_value(drivers: NationalDrivers) -> None:
    """2000 seeds, mean over 40 years: the standard error is 0.66 / sqrt(80000) = 0.2 %."""
    sigma = parameters.value(VALUES, "fire.interannual_sigma")
    factors = np.array([yearly_factors(seed, sigma, YEARS)[:, 31:] for seed in range(2000)])
    np.testing.assert_allclose(factors.mean(axis=(0, 2)), 1.0, atol=0.02)
    # A single year has 1.5 % of standard error; four of them hold for all 240 numbers.
    np.testing.assert_allclose(factors.mean(axis=0), 1.0, atol=0.06)
    np.testing.assert_allclose(np.log(factors).std(axis=(0, 2)), sigma, rtol=0.02)


def test_no_spread_gives_the_expected_value(drivers: NationalDrivers) -> None:
    flat = parameters.resolve({"fire.interannual_sigma": 0.0})
    seeded = disturbed_forest(drivers, flat, WARMING, "seeded", 5)
    np.testing.assert_array_equal(seeded.burned, disturbed_forest(drivers, flat, WARMING, "expected", 5).burned)


def test_unequal_reports_keep_their_shape(drivers: NationalDrivers) -> None:
    doubled = dataclasses.replace(drivers, insect_damage=2.0 * drivers.insect_damage)
    once, twice = (disturbed_forest(d, VALUES, WARMING, "expected", 1) for d in (drivers, doubled))
    np.testing.assert_allclose(twice.killed_by_insects, 2.0 * once.killed_by_insects)
    np.testing.assert_array_equal(twice.burned, once.burned)


def test_a_seeded_run_leaves_the_record_and_is_decided_by_its_seed(baseline: Run) -> None:
    seeded = dataclasses.replace(load_scenario("baseline"), variability="seeded", seed=11)
    first, again = landsim.run(seeded), landsim.run(seeded, threads=2)
    other = landsim.run(dataclasses.replace(seeded, seed=12))
    assert first.simulated.total.tobytes() == again.simulated.total.tobytes()
    burned, expected = stock(first, "burned_area", "RUS"), stock(baseline, "burned_area", "RUS")
    np.testing.assert_array_equal(burned[RECORD], expected[RECORD])
    assert (burned[31:] != expected[31:]).all()
    assert (burned[31:] != stock(other, "burned_area", "RUS")[31:]).all()
    # The variability from year to year of the record, about 0.5 of the logarithm, is met by order of magnitude.
    assert 0.3 < np.log(burned[36:]).std() < 0.9


def test_the_seed_of_an_expected_run_changes_nothing(baseline: Run) -> None:
    other = landsim.run(dataclasses.replace(load_scenario("baseline"), seed=99))
    assert other.simulated.total.tobytes() == baseline.simulated.total.tobytes()
