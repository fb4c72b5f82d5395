"""The committed observations are those that the script makes, hold no year that is kept back, and are checked."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

from landsim.calibration import load_observations
from landsim.calibration.pasture_variables import MEAN_PRESSURE, PLOTS, SHARES
from landsim.errors import InputError

FOLDER = Path(__file__).resolve().parents[3] / "calibration"


@pytest.fixture(scope="module")
def committed() -> pd.DataFrame:
    return load_observations(FOLDER)


def test_the_committed_table_is_what_the_script_makes(tmp_path: Path, committed: pd.DataFrame) -> None:
    spec = importlib.util.spec_from_file_location("observations_script", FOLDER / "observations.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.observations().to_csv(tmp_path / "observations.csv", index=False)
    assert (tmp_path / "observations.csv").read_bytes() == (FOLDER / "observations.csv").read_bytes()


def test_nothing_after_2010_is_trained_on_but_the_only_survey_of_pastures(committed: pd.DataFrame) -> None:
    late = committed[(committed["role"] == "train") & (committed["year"] > 2010)]
    assert set(late["variable"]) == {*SHARES, MEAN_PRESSURE, *PLOTS}
    assert (late["reason"].str.len() > 20).all()
    herds = committed[committed["variable"].str.startswith("heads")]
    assert set(herds.loc[herds["role"] == "validate", "year"]) == {2011, 2012, 2013, 2014, 2015}
    assert set(committed.loc[committed["role"] == "validate", "year"]) == {2011, 2012, 2013, 2014, 2015}


def test_no_year_that_is_kept_back_is_in_the_table(committed: pd.DataFrame) -> None:
    land = committed[committed["variable"].str.startswith("lulucf")]
    stocks = committed[committed["variable"].isin(["growing_stock", "living_biomass"])]
    assert land["year"].max() == 2015
    assert set(stocks["year"]) == {1990, 2000, 2010}
    assert committed.loc[committed["variable"].str.startswith("heads"), "year"].max() == 2020


def test_how_well_herds_are_known_does_not_rest_on_held_out_years(committed: pd.DataFrame) -> None:
    herds = committed[committed["variable"] == "heads"]
    trained = herds.loc[herds["role"] == "train", "value"]
    assert herds["uncertainty"].to_numpy() == pytest.approx(0.05 * trained.mean(), rel=1e-6)


def test_chinas_odd_year_is_named_and_not_used(committed: pd.DataFrame) -> None:
    row = (
        committed[(committed["country"] == "CHN") & (committed["variable"] == "lulucf_net")].set_index("year").loc[2012]
    )
    assert row["role"] == "not used"
    assert "outlier" in row["reason"]


def test_koreas_values_of_the_old_inventory_system_are_half_as_much_less_sure(committed: pd.DataFrame) -> None:
    rows = committed[committed["country"] == "KOR"]
    for name in ("lulucf_living_biomass", "growing_stock", "living_biomass"):
        series = rows[rows["variable"] == name].set_index("year")["uncertainty"]
        assert (series.loc[:2005] / series.loc[2010]).to_numpy() == pytest.approx(1.5)
        assert (series.loc[2006:] / series.loc[2010]).to_numpy() == pytest.approx(1.0)


def test_russias_sink_is_fitted_at_its_accounts_and_scored_in_every_year(committed: pd.DataFrame) -> None:
    rows = committed[committed["country"] == "RUS"]
    fitted = rows[(rows["variable"] == "lulucf_forest_land_level_fire") & (rows["role"] == "train")]
    assert fitted["year"].tolist() == [1993, 1998, 2003, 2007, 2008, 2009, 2010]
    scored = rows[(rows["variable"] == "lulucf_forest_land") & (rows["role"] == "train")]
    assert scored["year"].tolist() == list(range(1990, 2011))


def test_between_russias_accounts_the_record_is_a_line(committed: pd.DataFrame) -> None:
    """What the role of those years rests on: from 1993 to 1998 no year is off the line by more than 3 %."""
    rows = committed[(committed["country"] == "RUS") & (committed["variable"] == "lulucf_forest_land")]
    series = rows.set_index("year")["value"].loc[1993:1998]
    line = series[1993] + (series[1998] - series[1993]) * (series.index.to_numpy() - 1993) / 5.0
    assert series.to_numpy() == pytest.approx(line, rel=0.03)


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("country", "FRA", "CHN growing_stock 1990: country is 'FRA', expected one of CHN"),
        ("role", "test", "role is 'test', expected one of train, validate, not used"),
        ("value", "many", "value is 'nan', expected a number"),
        ("uncertainty", "0", "uncertainty is '0.0', expected a positive number"),
        ("role", "not used", "reason is '', expected why the row is not used"),
        ("year", "2000", "year is '2000', expected each value once"),
    ],
)
def test_a_wrong_row_is_refused_in_one_sentence(tmp_path: Path, column: str, value: str, sentence: str) -> None:
    table = pd.read_csv(FOLDER / "observations.csv", dtype=str, keep_default_na=False)
    table.loc[table.index[table["variable"] == "growing_stock"][0], column] = value
    table.to_csv(tmp_path / "observations.csv", index=False)
    with pytest.raises(InputError) as refused:
        load_observations(tmp_path)
    if column != "country":
        assert sentence in str(refused.value)
    else:
        assert "country is 'FRA', expected one of CHN" in str(refused.value)


def test_a_missing_file_and_a_missing_column_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file, expected a table of observations"):
        load_observations(tmp_path)
    pd.read_csv(FOLDER / "observations.csv").drop(columns="role").to_csv(tmp_path / "observations.csv", index=False)
    with pytest.raises(InputError, match="the column role is missing"):
        load_observations(tmp_path)
