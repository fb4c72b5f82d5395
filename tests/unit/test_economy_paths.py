"""Paths beside the reference, and benchmarks: joined to one history, never above what they are bent from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from landsim.economy import economy_path, global_cuts, series
from landsim.economy.global_cuts import cut_assumptions, global_cut
from landsim.economy.table import COLUMNS, economy_table, path_assumptions
from landsim.errors import InputError
from landsim.facts import load_table
from landsim.gwp import gwp_factor
from landsim.names import COUNTRIES
from landsim.targets import STATUSES, load_targets

YEARS = np.arange(1990, 2061)
ECONOMY = economy_path(YEARS)
TARGETS = load_targets()


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return economy_table(ECONOMY, TARGETS)


def path(table: pd.DataFrame, country: str, name: str, column: str = "value") -> pd.Series:
    rows = table[(table["country"] == country) & (table["path"] == name)]
    return rows.set_index("year")[column]


def test_form_of_the_table(table: pd.DataFrame) -> None:
    assert list(table.columns) == COLUMNS
    assert not table.duplicated(["country", "year", "path"]).any()
    assert table[["value", "low", "high"]].notna().all().all()
    assert (table["low"] <= table["value"] + 1e-9).all() and (table["value"] <= table["high"] + 1e-9).all()
    assert set(table["status"]) <= set(STATUSES) and (table["source"].str.len() > 0).all()
    assert set(table["gwp"]) == {"AR5"}
    tracker = table[table["source"].str.contains("modelled domestic pathway")]
    assert len(tracker) and tracker["source"].str.contains("copyright Climate Analytics").all()


@pytest.mark.parametrize("country", COUNTRIES)
def test_three_paths_share_one_history_and_leave_it_without_a_step(table: pd.DataFrame, country: str) -> None:
    history = path(table, country, "history")
    last = ECONOMY.history_last_year[country]
    assert history.index[0] == 1990 and history.index[-1] == last
    assert set(path(table, country, "history", "status")) == {"database"}
    for name in ("reference", "ndc", "net_zero"):
        whole = path(table, country, name)
        assert list(whole.index) == list(YEARS)
        assert (whole.loc[:last] == history).all()
        assert abs(whole[last + 1] / whole[last] - 1.0) < 0.05


@pytest.mark.parametrize("country", COUNTRIES)
def test_pledges_only_bend_down(table: pd.DataFrame, country: str) -> None:
    reference, ndc, net_zero = (path(table, country, name) for name in ("reference", "ndc", "net_zero"))
    assert (ndc <= reference + 1e-9).all()
    assert (net_zero <= ndc + 1e-9).all()


def test_levels_of_pledges_and_goals(table: pd.DataFrame) -> None:
    ndc = {country: path(table, country, "ndc")[2030] for country in COUNTRIES}
    assert ndc["KOR"] == pytest.approx(850.6 * 0.63 / gwp_factor("KOR", "SAR").value)
    assert ndc["RUS"] == pytest.approx(0.725 * 3158.8 / gwp_factor("RUS", "AR4").value)
    # First pledges that lie above the reference do not lift it.
    for country in ("CHN", "PRK", "JPN"):
        assert ndc[country] == pytest.approx(ECONOMY.at(country, 2030)[0])
    # What is reached in 2030 is held against the reference.
    ratio = path(table, "KOR", "ndc") / path(table, "KOR", "reference")
    assert ratio[2060] == pytest.approx(ratio[2030]) and ratio[2027] > ratio[2030]
    goal = {country: path(table, country, "net_zero") for country in COUNTRIES}
    assert goal["JPN"][2050] == pytest.approx(44.5 / gwp_factor("JPN", "AR4").value)
    assert goal["CHN"][2060] == pytest.approx(2270.0) and goal["KOR"][2060] == pytest.approx(98.9)
    assert goal["RUS"][2055] == pytest.approx((1820.0 + 1200.0) / 2)
    for country in ("PRK", "MNG"):
        assert (goal[country] == path(table, country, "ndc")).all()
        later = path(table, country, "net_zero", "status").loc[2030:]
        assert set(later) == {"assumption"}
        assert "no long-term goal" in path(table, country, "net_zero", "source")[2040]


def test_a_country_without_a_pledge_stays_on_the_reference() -> None:
    others = tuple(target for target in TARGETS if target.country != "KOR")
    table = economy_table(ECONOMY, others)
    assert path(table, "KOR", "ndc")[2050] == ECONOMY.at("KOR", 2050)[0]
    assert path(table, "KOR", "ndc", "status")[2050] == "assumption"


def test_a_stricter_pledge_lowers_its_path_alone(table: pd.DataFrame) -> None:
    stricter = tuple(
        replace(target, amount=50.0, amount_high=50.0) if target.id == "KOR-NDC1_2016" else target for target in TARGETS
    )
    other = economy_table(ECONOMY, stricter)
    assert path(other, "KOR", "ndc")[2030] < path(table, "KOR", "ndc")[2030]
    assert (path(other, "JPN", "ndc") == path(table, "JPN", "ndc")).all()
    assert (path(other, "KOR", "reference") == path(table, "KOR", "reference")).all()


@pytest.mark.parametrize(
    ("degrees", "cut", "low", "high"), [("1p5c", 40.0, 32.9202, 60.6078), ("2c", 25.0, 0.8637, 44.0585)]
)
def test_equal_cut_is_the_published_share_of_2019(
    table: pd.DataFrame, degrees: str, cut: float, low: float, high: float
) -> None:
    for country in COUNTRIES:
        base = ECONOMY.at(country, 2019)[0]
        name = f"benchmark_{degrees}_equal_cut"
        assert path(table, country, name)[2030] == pytest.approx(base * (1 - cut / 100))
        assert path(table, country, name, "low")[2030] == pytest.approx(base * (1 - high / 100))
        assert path(table, country, name, "high")[2030] == pytest.approx(base * (1 - low / 100))
        assert path(table, country, name).index[0] == ECONOMY.history_last_year[country] + 1
        assert path(table, country, name)[2060] == path(table, country, name)[2050]
    assert (path(table, "NEA", "benchmark_2c_equal_cut") > path(table, "NEA", "benchmark_1p5c_equal_cut")).all()


def test_region_is_the_sum_where_all_six_have_the_path(table: pd.DataFrame) -> None:
    for name in ("reference", "ndc", "net_zero", "benchmark_1p5c_equal_cut"):
        whole = path(table, "NEA", name)
        parts = sum(path(table, country, name).reindex(whole.index) for country in COUNTRIES)
        assert whole.to_numpy() == pytest.approx(parts.to_numpy())
    assert path(table, "NEA", "history").index[-1] == min(ECONOMY.history_last_year.values())
    assert path(table, "NEA", "benchmark_1p5c_domestic").empty


def test_every_path_is_an_assumption_with_a_range(table: pd.DataFrame) -> None:
    rows = {(row.name, row.country): row for row in path_assumptions(ECONOMY, TARGETS)}
    for country in COUNTRIES:
        for name in ("ndc", "net_zero"):
            for year in (2030, 2050):
                row = rows[f"economy_{name}_path_{year}", country]
                assert row.value == path(table, country, name)[year]
                assert row.low == path(table, country, name, "low")[year]
    assert {row.value for row in cut_assumptions()} == {40.0, 84.6959, 25.0, 65.0273}
    assert all(row.low < row.value < row.high for row in cut_assumptions())


def test_a_cut_without_a_range_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    table = load_table("benchmark_pathways")
    monkeypatch.setattr(global_cuts, "load_table", lambda _: table[table["dataset"] != "AR6_Gidden"])
    with pytest.raises(InputError, match=r"has no range of global_cut_2c in AR6_Gidden; expected low and high"):
        global_cut.__wrapped__("2c")


def test_a_year_that_stands_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    table = load_table("economy_projections")
    monkeypatch.setattr(series, "load_table", lambda _: pd.concat([table, table]))
    with pytest.raises(InputError, match="has a year twice in long_term_goal for JPN; expected one row a year"):
        series.series_of.__wrapped__("economy_projections", "JPN", "long_term_goal")
