"""Forage, weather and where herds graze, against the kernels and by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import landsim
from landsim.core import parameters
from landsim.core.rangeland import forage_production
from landsim.grazing_inputs import (
    ZONES,
    forage_of,
    forage_scale,
    forage_weather,
    recorded_sheep_units,
    sheep_units,
    usable_forage,
    zone_of_unit,
)
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.results import Run

VALUES = parameters.defaults()
YEARS = np.arange(1990, 2061)


def test_forage_over_arrays_is_that_of_the_kernel() -> None:
    warmth, rain = np.meshgrid(np.linspace(-15.0, 25.0, 9), np.linspace(0.0, 2500.0, 11))
    expected = [forage_production(t, p) for t, p in zip(warmth.ravel(), rain.ravel(), strict=True)]
    np.testing.assert_allclose(forage_of(warmth, rain).ravel(), expected, rtol=1e-12, atol=1e-15)


def test_provinces_keep_their_animals_and_their_grazing(land: Landscape) -> None:
    total, share = recorded_sheep_units(land, VALUES)
    moved, grazed = sheep_units(land, VALUES)
    for before, after in ((total, moved), (total * share, moved * grazed)):
        kept = (np.bincount(land.province, values) for values in (before, after))
        np.testing.assert_allclose(*kept, rtol=1e-9, atol=1e-6)
    assert (grazed >= 0.0).all() and (grazed <= 1.0 + 1e-12).all()


def test_herds_stay_on_the_map_without_mobility_and_follow_forage_with_it(land: Landscape) -> None:
    still = parameters.resolve({"herd.mobility": 0.0})
    (units, grazed), (recorded, share) = sheep_units(land, still), recorded_sheep_units(land, still)
    np.testing.assert_allclose(units, recorded, rtol=1e-12)
    np.testing.assert_allclose(grazed[recorded > 0.0], share[recorded > 0.0], rtol=1e-12)
    free = parameters.resolve({"herd.mobility": 1.0})
    units, grazed = sheep_units(land, free)
    tuv = land.province == land.provinces.index("Tuv")
    ratio = (units * grazed)[tuv] / usable_forage(land, free)[tuv]
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-9)


def test_greenness_moves_forage_within_bounds_and_not_at_all_without_weight(land: Landscape) -> None:
    scale = forage_scale(land, VALUES)
    assert scale.min() >= 0.5 and scale.max() <= 1.5 and scale.std() > 0.05
    assert (forage_scale(land, parameters.resolve({"rangeland.greenness_weight": 0.0})) == 1.0).all()
    green = dataclasses.replace(land, columns={**land.columns, "ndvi_maximum": land["ndvi_maximum"] + 0.05})
    assert (forage_scale(green, VALUES) >= scale).all()


def test_zones_go_by_aridity(land: Landscape) -> None:
    aridity, zone = land.aridity(), zone_of_unit(land)
    assert (aridity[zone == 0] < 0.2).all() and (aridity[zone == 2] >= 0.65).all()
    assert ((aridity[zone == 1] >= 0.2) & (aridity[zone == 1] < 0.65)).all()


class TestWeather:
    def test_expected_years_are_mean_years(self) -> None:
        assert (forage_weather(VALUES, YEARS, "expected", 7) == 1.0).all()

    def test_seeded_years_have_mean_one_and_the_declared_spread(self) -> None:
        draws = np.concatenate([forage_weather(VALUES, YEARS, "seeded", seed)[:, 31:] for seed in range(150)], axis=1)
        for column, zone in enumerate(ZONES):
            sigma = parameters.value(VALUES, f"rangeland.weather_spread_{zone}")
            assert np.log(draws[..., column]).std() == pytest.approx(sigma, rel=0.02)
            assert draws[..., column].mean() == pytest.approx(1.0, abs=0.01)
        # Zones and countries have weather of their own.
        assert abs(np.corrcoef(draws[3, :, 0], draws[3, :, 1])[0, 1]) < 0.05
        assert abs(np.corrcoef(draws[0, :, 1], draws[3, :, 1])[0, 1]) < 0.05

    def test_the_record_is_not_drawn_and_a_seed_is_repeated(self) -> None:
        first, again = (forage_weather(VALUES, YEARS, "seeded", 3) for _ in range(2))
        assert (first == again).all() and (first[:, :31] == 1.0).all()
        assert (forage_weather(VALUES, YEARS, "seeded", 4) != first)[:, 31:].all()
        np.testing.assert_array_equal(forage_weather(VALUES, YEARS[20:50], "seeded", 3), first[:, 20:50])

    def test_a_seeded_run_has_its_weather_in_usable_forage(self, baseline: Run) -> None:
        run = landsim.run(dataclasses.replace(baseline.scenario, variability="seeded", seed=5))
        row = COUNTRIES.index("MNG")
        ratio = run.account.stocks["usable_forage"][1][row] / baseline.account.stocks["usable_forage"][1][row]
        np.testing.assert_allclose(ratio[:31], 1.0, rtol=1e-12)
        factors = forage_weather(run.values, run.drivers.years, "seeded", 5)[row]
        assert factors[31].min() - 1e-9 <= ratio[31] <= factors[31].max() + 1e-9
        assert ratio[31:].std() > 0.05
