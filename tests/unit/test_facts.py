"""Fact tables: found, complete, each row with a source, and refused in plain sentences."""

import pandas as pd
import pytest

from landsim import facts
from landsim.errors import InputError
from landsim.names import COUNTRIES

OWN_TABLES = (
    "national_history",
    "forest_observations",
    "inventory_observations",
    "wood_products_history",
    "agriculture_history",
    "agriculture_observations",
)


@pytest.mark.parametrize("name", OWN_TABLES)
def test_every_row_has_a_source_and_one_row_per_country_year_and_variable(name: str) -> None:
    table = facts.load_table(
        name, ("country", "year", "variable", "value", "unit", "source", "quality", "dataset")
    )
    assert set(table["country"]) == set(COUNTRIES)
    assert (table["source"].str.len() > 5).all()
    assert table["value"].notna().all()
    assert not table.duplicated(["country", "year", "variable"]).any()


def test_recorded_ages_have_a_source_and_stand_once() -> None:
    table = facts.load_table("forest_age_observations", ("country", "year", "variable", "value", "unit", "source"))
    assert set(table["country"]) <= set(COUNTRIES)
    assert (table["source"].str.len() > 5).all() and table["value"].notna().all()
    shares = table[table["unit"].astype(str) == "1"]["value"]
    assert len(shares) == 4 and shares.between(0.0, 1.0).all()
    assert not table.duplicated(["country", "year", "variable"]).any()


def test_surveys_of_dead_matter_have_a_source_and_stand_once() -> None:
    table = facts.load_table("dead_matter_surveys", ("country", "year", "variable", "value", "unit", "source"))
    assert set(table["unit"]) == {"tC/ha"} and (table["source"].str.len() > 5).all()
    assert not table.duplicated(["country", "year", "variable"]).any()


def test_surveys_of_pastures_have_a_source_and_their_classes_add_up_to_one() -> None:
    table = facts.load_table("pasture_observations", ("country", "year", "variable", "value", "unit", "source"))
    plots = table["variable"].str.startswith("soil_")
    assert set(table.loc[~plots, "unit"].astype(str)) == {"1"} and set(table.loc[plots, "unit"]) == {"%", "tC/ha/yr"}
    assert (table["source"].str.len() > 5).all()
    assert not table.duplicated(["country", "year", "variable"]).any()
    classes = table[table["variable"].str.startswith("grassland_share_") & (table["year"] == 2016)]
    assert len(classes) == 5 and classes["value"].sum() == pytest.approx(1.0)


def test_surveys_of_soil_have_a_source_a_deviation_and_stand_once() -> None:
    columns = ("country", "year", "variable", "value", "uncertainty", "unit", "source", "quality")
    table = facts.load_table("soil_surveys", columns)
    assert set(table["unit"]) == {"tC/ha/yr"} and (table["source"].str.len() > 5).all()
    assert (table["uncertainty"] > 0.0).all() and not table.duplicated(["country", "year", "variable"]).any()
    assert ((table["quality"] == "estimate") == table["note"].str.contains("recalled, unverified")).all()


def test_blind_years_are_not_in_the_tables() -> None:
    inventory = facts.load_table("inventory_observations")
    land = inventory[inventory["variable"].str.startswith("lulucf")]
    assert land["year"].max() <= 2015
    assert facts.load_table("forest_observations")["year"].max() <= 2010
    history = facts.load_table("national_history")
    herds = history[history["variable"].str.startswith("heads_") & history["country"].isin(["CHN", "MNG"])]
    assert herds["year"].max() <= 2020


def test_inventory_numbers() -> None:
    table = facts.load_table("inventory_observations").set_index(["country", "variable", "year"])["value"]
    assert table["CHN", "lulucf_net", 2014] == pytest.approx(-1114.79)
    assert table["RUS", "lulucf_net", 2015] == pytest.approx(-588.950737, abs=1e-6)
    assert table["RUS", "ghg_incl_lulucf", 1990] == pytest.approx(3086.6, abs=0.05)


def test_a_missing_table_is_named_with_those_that_exist() -> None:
    with pytest.raises(InputError, match=r"no fact table 'rainfall' .* national_history"):
        facts.load_table("rainfall")


def test_a_missing_column_is_named_with_those_that_exist() -> None:
    with pytest.raises(InputError, match=r"national_history\.csv has no column 'amount'; .* value"):
        facts.load_table("national_history", ("country", "amount"))


def test_the_caller_owns_the_table() -> None:
    table = facts.load_table("national_history")
    table["value"] = 0.0
    assert (facts.load_table("national_history")["value"] > 0.0).any()


def test_national_series_is_in_base_units_and_in_order_of_years() -> None:
    area = facts.national_series("forest_area", "CHN")
    assert list(area) == sorted(area)
    assert area[2020] == pytest.approx(219_978_180.0)
    assert facts.national_series("heads_sheep", "MNG")[2020] == pytest.approx(30_049_428.0, abs=1.0)
    assert facts.national_series("forest_burned_area_satellite", "RUS")[2018] == 8_300_000.0
    assert facts.national_series("heads_camels", "JPN") == {}


def _use_table(monkeypatch: pytest.MonkeyPatch, rows: list[tuple[str, int, str, float | None, str]]) -> None:
    table = pd.DataFrame(rows, columns=["country", "year", "variable", "value", "unit"])
    monkeypatch.setattr(facts, "_read", lambda name: table)
    facts._rows_of_series.cache_clear()
    # The cache must not carry the invented table into other tests.
    monkeypatch.setattr(facts, "_rows_of_series", facts._rows_of_series.__wrapped__)


def test_two_rows_of_one_year_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _use_table(
        monkeypatch, [("CHN", 1990, "cropland", 1.0, "1000 ha"), ("CHN", 1990, "cropland", 2.0, "1000 ha")]
    )
    with pytest.raises(InputError, match=r"more than one row of 'cropland' for CHN in 1990"):
        facts.national_series("cropland", "CHN")


def test_an_unknown_unit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _use_table(monkeypatch, [("CHN", 1990, "cropland", 1.0, "acres")])
    with pytest.raises(InputError, match=r"'cropland' for CHN in 1990 in 'acres'; expected one of: 1000 ha"):
        facts.national_series("cropland", "CHN")


def test_a_blank_value_is_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    _use_table(
        monkeypatch, [("CHN", 1991, "cropland", 2.0, "1000 ha"), ("CHN", 1990, "cropland", None, "1000 ha")]
    )
    assert facts.national_series("cropland", "CHN") == {1991: 2000.0}


def test_list_tables_names_years_and_sources() -> None:
    listed = {table.name: table for table in facts.list_tables()}
    assert set(OWN_TABLES) <= set(listed)
    history = listed["national_history"]
    assert (history.first_year, history.rows) == (1989, len(facts.load_table("national_history")))
    assert any("FRA 2020" in source for source in history.sources)


def test_every_table_is_described_in_the_readme() -> None:
    readme = (facts.files("landsim") / "data" / "tables" / "README.md").read_text(encoding="utf-8")
    missing = [table.name for table in facts.list_tables() if f"{table.name}.csv" not in readme]
    assert missing == []
