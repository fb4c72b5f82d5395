"""The error of a run on strata against the full grid: measured, told, and small."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from landsim.kept_files import FOLDER_VARIABLE
from landsim.names import COUNTRIES
from landsim.strata import error_table, national_numbers, run_on_strata, short_error_table
from landsim.strata.fidelity import AREAS, NUMBERS
from landsim.strata.kept import kept_table


@pytest.fixture(scope="module")
def on_strata():
    return run_on_strata("ndc-first")


def rows(run, variable, years):
    found = run.strata.error
    return found[(found["variable"] == variable) & found["year"].isin(years)]


def test_areas_of_the_start_and_of_2020_are_exact(on_strata):
    error = on_strata.strata.error
    start = error[error["variable"].str.startswith("area_")]
    in_2020 = error[error["variable"].isin(AREAS) & (error["year"] == 2020)]
    assert len(start) == 8 * len(COUNTRIES) and set(start["year"]) == {1989}
    assert len(in_2020) == 7 * len(COUNTRIES)
    # A hectare in a country.
    assert start["error"].abs().max() < 1e-6
    assert in_2020["error"].abs().max() < 1e-6


def test_net_emissions_are_near_those_of_the_full_grid(on_strata):
    found = rows(on_strata, "lulucf_net", (2030, 2050))
    assert len(found) == 2 * len(COUNTRIES)
    # Russia's sink is 560 MtCO2e in 2050 and off by 3.4.
    within = (found["error"].abs() < 4.0) & ((found["error"].abs() < 1.0) | (found["error_percent"].abs() < 2.0))
    assert within.all(), found[~within]


def test_errors_are_the_difference_of_the_two_inventories(on_strata, ndc_first):
    for variable, table in (("lulucf_forest_land", "inventory"), ("living_biomass", "stocks")):
        values = [
            getattr(run, table).set_index(["country", "variable", "year"])["value"] for run in (on_strata, ndc_first)
        ]
        for country in COUNTRIES:
            for year in (2020, 2030, 2050):
                row = rows(on_strata, variable, (year,)).set_index("country").loc[country]
                key = (country, variable, year)
                assert row["strata"] == values[0][key] and row["full_grid"] == values[1][key]
                assert row["error"] == values[0][key] - values[1][key]


def test_measures_find_the_same_land(on_strata, ndc_first):
    for ours, full in zip(on_strata.plan.placed, ndc_first.plan.placed, strict=True):
        assert ours.measure == full.measure
        if full.measure.kind != "forest_protection":  # its capacity is a loss that minima of areas decide
            assert ours.capacity == pytest.approx(full.capacity, rel=1e-8), full.measure.id


def test_what_is_written_tells_the_error(on_strata, tmp_path):
    on_strata.write(tmp_path / "run")
    told = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))["strata"]
    table = pd.read_csv(tmp_path / "run" / "strata_error.csv")
    assert told["count"] == 1500 and told["units"] == 18251 and told["scenario"] == "ndc-first"
    assert told["digest"] == on_strata.landscape.digest
    assert len(told["error_against_full_grid"]) == len(table) == len(on_strata.strata.error)
    assert table["error"].to_numpy() == pytest.approx(on_strata.strata.error["error"].to_numpy(), rel=1e-9, abs=1e-15)


def test_the_printed_table_names_every_country_and_the_largest_area(on_strata):
    text = short_error_table(on_strata.strata)
    assert "Strata: 1,500 for 18,251 units" in text and "scenario ndc-first" in text
    for country in COUNTRIES:
        assert f"\n{country} " in text
    error = rows(on_strata, "lulucf_net", (2030,)).set_index("country").loc["CHN", "error"]
    assert f"{error:+.2f}" in text
    assert "0 ha at the start, 0 ha in 2020" in text


def test_a_number_that_is_zero_on_the_full_grid_has_no_per_cent():
    numbers = pd.DataFrame([("CHN", 2030, "a", 0.0, "Mha"), ("CHN", 2030, "b", -2.0, "Mha")], columns=list(NUMBERS))
    other = numbers.assign(value=[1.0, -1.0])
    table = error_table(other, numbers)
    assert list(table["error"]) == [1.0, 1.0]
    assert np.isnan(table["error_percent"][0]) and table["error_percent"][1] == 50.0


def test_numbers_of_the_full_grid_are_kept_to_the_last_bit(ndc_first, tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    numbers = national_numbers(ndc_first)
    made = []

    def measure():
        made.append(1)
        return numbers

    for _ in range(2):
        pd.testing.assert_frame_equal(kept_table("key", measure), numbers, check_exact=True)
    assert len(made) == 1
    kept_table("another key", measure)
    assert len(made) == 2
    for file in (tmp_path / "strata").glob("*.table"):
        file.write_bytes(file.read_bytes()[:100])
    pd.testing.assert_frame_equal(kept_table("key", measure), numbers, check_exact=True)
    assert len(made) == 3
