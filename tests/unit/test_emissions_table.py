"""Table 1 of the note: emissions with and without forest and land use."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.alignment import official_lulucf
from landsim.economy import economy_path
from landsim.emissions_table import COLUMNS, emissions_table
from landsim.names import COUNTRIES

YEARS = np.arange(1990, 2061)
ECONOMY = economy_path(YEARS)
LAND = -np.arange(1.0, 7.0)[:, None] * np.linspace(10.0, 40.0, YEARS.size)
AGRICULTURE = np.full((6, YEARS.size), -1.5)


@pytest.fixture(scope="module")
def table():
    return emissions_table(ECONOMY, LAND, AGRICULTURE, YEARS)


def _series(table, country, name):
    rows = table[(table["country"] == country) & (table["series"] == name)].sort_values("year")
    return rows.set_index("year")


def test_with_is_without_plus_the_land_sector(table):
    for at, country in enumerate(COUNTRIES):
        without = _series(table, country, "excluding_lulucf")["value"]
        assert without.to_numpy() == pytest.approx(ECONOMY.value[at] - 1.5)
        included = _series(table, country, "including_lulucf_model")["value"]
        assert (included - without).to_numpy() == pytest.approx(LAND[at])
        offset = _series(table, country, "alignment_offset")["value"]
        aligned = _series(table, country, "including_lulucf_aligned")["value"]
        assert (aligned - included - offset).abs().max() <= 1e-9
        assert offset.nunique() == 1


def test_region_is_the_sum_of_the_countries(table):
    for name in ("excluding_lulucf", "lulucf_aligned", "including_lulucf_model"):
        parts = sum(_series(table, country, name)["value"] for country in COUNTRIES)
        assert (parts - _series(table, "NEA", name)["value"]).abs().max() <= 1e-9


def test_form_and_ranges(table):
    assert list(table.columns) == COLUMNS
    assert not table.duplicated(["country", "year", "series"]).any()
    assert table.notna().all().all()
    assert (table["low"] <= table["value"] + 1e-9).all() and (table["value"] <= table["high"] + 1e-9).all()
    assert (table["unit"] == "MtCO2e").all() and (table["source"].str.len() > 0).all()
    years = table[table["series"] != "official_lulucf"].groupby(["country", "series"])["year"].count()
    assert (years == YEARS.size).all()


def test_official_rows_end_in_2015(table):
    official = _series(table, "JPN", "official_lulucf")["value"]
    assert official.index.max() == 2015
    assert official.to_dict() == pytest.approx(official_lulucf("JPN"))


def test_an_economy_path_that_is_too_short_is_refused():
    with pytest.raises(ValueError, match="does not hold all years of the run"):
        emissions_table(economy_path(YEARS[:-1]), LAND, AGRICULTURE, YEARS)
