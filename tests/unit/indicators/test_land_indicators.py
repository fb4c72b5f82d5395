"""National rows of the indicators: what they are made of, their units, and the region's own row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from readings import flux, stock

from landsim.core import parameters
from landsim.core.state import SNAPSHOT
from landsim.drought_exposure import drought_chance
from landsim.grazing_inputs import ZONES, forage_weather
from landsim.indicators.dust import dry_wind
from landsim.indicators.heavy_grazing import heavily_grazed, heavily_grazed_area
from landsim.indicators.land_indicators import land_indicators
from landsim.names import COUNTRIES
from landsim.results import Run

UNITS = {
    "dust_emission_index": "1", "dust_emission_share": "1", "mean_species_abundance": "1", "heavily_grazed_area": "Mha",
    "heavily_grazed_share": "1", "protected_area": "Mha", "protected_area_share": "1",
    "drought_exposed_grassland": "Mha", "drought_exposed_sheep_units": "million", "drought_expected_grassland": "Mha",
    "drought_expected_sheep_units": "million",
}  # fmt: skip


def wide(run: Run, variable: str) -> pd.DataFrame:
    """Years down, countries and region across."""
    rows = run.stocks[run.stocks["variable"] == variable]
    return rows.pivot(index="year", columns="country", values="value")


@pytest.mark.parametrize("variable", UNITS)
def test_every_year_of_every_country_and_the_region_has_a_row(baseline: Run, variable: str) -> None:
    rows = baseline.stocks[baseline.stocks["variable"] == variable]
    assert set(rows["unit"]) == {UNITS[variable]} and len(rows) == 7 * 71
    assert np.isfinite(rows["value"]).all() and (rows["value"] >= 0.0).all()
    if UNITS[variable] == "1" and variable != "dust_emission_index":
        assert rows["value"].max() <= 1.0 + 1e-12


class TestDust:
    def test_the_base_period_is_one(self, baseline: Run) -> None:
        index = wide(baseline, "dust_emission_index")
        assert index.loc[2000:2010].mean().to_numpy() == pytest.approx(1.0, rel=1e-12)

    def test_the_region_is_weighted_with_emission(self, baseline: Run) -> None:
        index, share = (wide(baseline, f"dust_emission_{name}") for name in ("index", "share"))
        countries = list(COUNTRIES)
        assert share[countries].sum(axis=1).to_numpy() == pytest.approx(1.0, rel=1e-12)
        # Emission of a country = share x region's; over its index it is the mean of its base period.
        usual = (share[countries].mul(index["NEA"], axis=0) / index[countries]).to_numpy()
        assert usual == pytest.approx(np.broadcast_to(usual[0], usual.shape), rel=1e-9)
        assert usual[0].sum() == pytest.approx(1.0, rel=1e-9)

    def test_deserts_are_sources_and_forest_is_none(self, baseline: Run) -> None:
        strength = baseline.land_indicators.dust_strength[1]
        land = baseline.landscape
        area = land.area()
        bare = (land["area_other_land"] > 0.95 * area) & (land["annual_precipitation"] < 150.0)
        wooded = land["area_forest_natural"] > 0.95 * area
        assert bare.sum() > 100 and np.median(strength[bare]) > 5.0
        assert wooded.sum() > 100 and strength[wooded].max() < 0.1

    def test_map_and_change_tell_the_same_as_provinces(self, baseline: Run) -> None:
        signs = baseline.land_indicators
        land = baseline.landscape
        here = (land.province == land.provinces.index("Xinjiang")) & (land.country == COUNTRIES.index("CHN"))
        rows = baseline.provinces
        of_province = rows[
            (rows["variable"] == "dust_emission_index") & (rows["province"] == "Xinjiang") & (rows["country"] == "CHN")
        ]
        known = signs.dust_usual > 0.0
        assert np.isnan(signs.dust_change[:, ~known]).all() and known[here].mean() > 0.9
        for at, year in enumerate(baseline.map_years):
            assert signs.dust_change[at][known] * signs.dust_usual[known] == pytest.approx(signs.dust[at][known])
            expected = float(of_province.loc[of_province["year"] == year, "value"].iloc[0])
            found = signs.dust[at][here].sum() / signs.dust_usual[here].sum()
            assert found == pytest.approx(expected, rel=1e-9)

    def test_more_snow_needed_to_cover_ground_makes_winter_dustier(self, baseline: Run) -> None:
        more = parameters.resolve({"wind_erosion.full_snow": 40.0})
        usual, deeper = (dry_wind(baseline.landscape, v, np.zeros(1))[0] for v in (baseline.values, more))
        assert (usual >= 0.0).all() and (usual <= 1.0).all()
        assert (deeper >= usual).all() and (deeper > usual).any()


class TestHeavyGrazing:
    def test_kept_years_are_units_above_the_limit(self, baseline: Run) -> None:
        table = wide(baseline, "heavily_grazed_area")
        for slot, year in enumerate(baseline.map_years):
            maps = baseline.simulated.maps[slot][:, baseline.blocks.lane]
            heavy = np.where(maps[SNAPSHOT.grazing_pressure] > 1.5, maps[SNAPSHOT.area_grassland], 0.0)
            for c, code in enumerate(COUNTRIES):
                expected = heavy[baseline.landscape.country == c].sum() / 1e6
                assert table.loc[year, code] == pytest.approx(expected, rel=1e-9, abs=1e-9)

    def test_it_lies_within_the_overgrazed_area_and_the_lowest_limit_gives_all_of_it(self, baseline: Run) -> None:
        for code in COUNTRIES:
            over = stock(baseline, "overgrazed_area", code)
            assert (wide(baseline, "heavily_grazed_area")[code].to_numpy() <= over + 1e-12).all()
        lowest = replace(baseline, values=parameters.resolve({"grazing_intensity.heavy_pressure": 1.0}))
        found = heavily_grazed_area(lowest, heavily_grazed(lowest))[COUNTRIES.index("MNG")] / 1e6
        assert found == pytest.approx(stock(baseline, "overgrazed_area", "MNG"), rel=1e-9)

    def test_the_share_is_of_grassland(self, baseline: Run) -> None:
        area, share = (wide(baseline, f"heavily_grazed_{name}") for name in ("area", "share"))
        grass = flux(baseline, "area_grassland", "MNG") / 1e6
        assert (share["MNG"] * grass).to_numpy() == pytest.approx(area["MNG"].to_numpy(), rel=1e-9)


class TestProtection:
    def test_recorded_years_are_as_recorded_and_others_on_lines(self, baseline: Run) -> None:
        share = wide(baseline, "protected_area_share")
        assert share["MNG"][[1990, 2000, 2010, 2019, 2021]].tolist() == pytest.approx([0.036, 0.132, 0.142, 0.2, 0.21])
        assert share["MNG"][1995] == pytest.approx(0.084, rel=1e-12)
        assert share["CHN"].to_numpy() == pytest.approx(0.156, rel=1e-12)

    def test_every_recorded_share_is_an_assumption_with_a_range(self, baseline: Run) -> None:
        rows = [one for one in baseline.assumptions if one.name.startswith("protected_area_share")]
        assert len(rows) == 10 and {one.country for one in rows} == set(COUNTRIES)
        assert all(one.low <= one.value <= one.high and one.source.endswith("recalled") for one in rows)


class TestExpectedDrought:
    def test_chance_is_how_often_drawn_weather_is_dry(self, baseline: Run) -> None:
        chance = drought_chance(baseline.values, 0.7)
        years = np.arange(2021, 2061)
        drawn = np.concatenate([forage_weather(baseline.values, years, "seeded", seed) for seed in range(60)])
        dry = (drawn < 0.7).reshape(-1, len(ZONES)).mean(axis=0)
        assert dry == pytest.approx(chance, abs=0.01) and chance[0] > chance[1] > chance[2] > 0.0

    def test_weather_without_spread_is_never_dry(self) -> None:
        values = parameters.resolve({f"rangeland.weather_spread_{zone}": 0.0 for zone in ZONES})
        assert (drought_chance(values, 0.7) == 0.0).all()


def test_the_same_run_gives_the_same_bits(baseline: Run) -> None:
    again = land_indicators(baseline)
    for name, (_, values) in baseline.land_indicators.stocks.items():
        np.testing.assert_array_equal(again.stocks[name][1], values)
