"""The gap in four views, with and without measures, beside benchmarks; and what it depends on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsim.alignment import alignment
from landsim.economy import economy_path
from landsim.errors import InputError
from landsim.gap import gap_table
from landsim.gap.sensitivity import COLUMNS, gap_sensitivity, vintages
from landsim.gap.table import gap_inputs
from landsim.gwp import gwp_factor
from landsim.names import COUNTRIES, PLEDGE_VINTAGES
from landsim.results import Run
from landsim.targets import load_targets, targets_in_force
from landsim.views.kinds import VIEWS, level_view
from landsim.views.table import LandViews

YEARS = np.arange(1990, 2061)
ECONOMY = economy_path(YEARS)
SHAPE = (6, YEARS.size)
CONTRACT = ["country", "year", "target", "view", "basis", "gwp", "projected", "target_level", "gap", "unit"]
CONTRACT += ["low", "high"]


def views_of(own: np.ndarray, baseline: np.ndarray, held: np.ndarray, baseline_held: np.ndarray) -> LandViews:
    return LandViews(
        {"inventory": own, "direct": held, "additional": own - baseline},
        {"inventory": baseline, "direct": baseline_held, "additional": np.zeros_like(own)},
    )


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), largest=st.sampled_from([0.0, 1e-6, 10.0, 5000.0]))
def test_every_row_adds_up_whatever_the_land_does(seed: int, largest: float) -> None:
    generator = np.random.default_rng(seed)
    land = [generator.uniform(-largest, largest, SHAPE) for _ in range(4)]
    agriculture = {gas: generator.uniform(-1.0, 1.0, SHAPE) * largest / 1000.0 for gas in ("CH4", "N2O")}
    views = views_of(*land)
    gap = gap_table(land[0], agriculture, YEARS, economy=ECONOMY, land=views)
    assert list(gap.columns)[:12] == CONTRACT
    assert set(gap["view"]) == set(VIEWS)
    total = gap["exogenous"] + gap["agriculture_difference"] + gap["lulucf"]
    assert (gap["projected"] - total).abs().max() <= 1e-9
    assert (gap["gap"] - (gap["projected"] - gap["target_level"])).abs().max() <= 1e-9
    closed = gap["gap_without_measures"] - gap["gap"] - gap["closed_by_measures"]
    assert closed.abs().max() <= 1e-9
    offsets = alignment(land[0], YEARS).set_index("country")["offset"]
    national = gap[gap["country"] != "NEA"]
    at = national["year"].to_numpy() - 1990
    rows = np.array([COUNTRIES.index(country) for country in national["country"]])
    for view in VIEWS:
        mine = national["view"] == view
        counted = np.zeros(SHAPE) if view == "excluded" else views.of_scenario[view]
        expected = counted[rows[mine], at[mine]]
        assert (national.loc[mine, "lulucf"] - national.loc[mine, "alignment_offset"] - expected).abs().max() <= 1e-9
        shifted = mine & (national["basis"] == "aligned") & (view in ("inventory", "direct"))
        assert (national.loc[mine & ~shifted, "alignment_offset"] == 0.0).all()
        wanted = np.array([offsets[country] for country in national.loc[shifted, "country"]])
        assert shifted.any() == (view in ("inventory", "direct"))
        assert national.loc[shifted, "alignment_offset"].to_numpy() == pytest.approx(wanted, abs=1e-9)


def test_what_measures_close_is_the_same_in_inventory_and_additional(ndc_first: Run) -> None:
    gap = ndc_first.gap
    keys = ["country", "year", "target", "basis"]
    closed = gap[gap["kind"] != "benchmark"].pivot_table("closed_by_measures", keys, "view")
    assert (closed["inventory"] - closed["additional"]).abs().max() < 1e-9
    mongolia = gap[(gap["target_id"] == "MNG-NDC1_2016") & (gap["basis"] == "aligned") & (gap["view"] == "inventory")]
    row = mongolia.iloc[0]
    assert row["gap_without_measures"] > row["gap"] > 0.0
    assert row["share_closed"] == pytest.approx(1.0 - row["gap"] / row["gap_without_measures"])
    met = gap[(gap["gap_without_measures"] <= 0.0) | gap["gap"].isna()]
    assert len(met) > 10 and met["share_closed"].isna().all()
    japan = gap[gap["country"] == "JPN"]
    assert japan["closed_by_measures"].abs().max() < 1e-9


def test_without_difference_runs_there_are_two_views_and_nothing_is_said_of_measures() -> None:
    land = np.ones(SHAPE)
    gap = gap_table(land, {"CH4": 0.0 * land}, YEARS, economy=ECONOMY)
    assert set(gap["view"]) == {"excluded", "inventory"}
    assert gap[["closed_by_measures", "share_closed", "gap_without_measures"]].isna().all().all()
    with pytest.raises(InputError, match='The view "direct" is unknown; expected one of excluded, inventory'):
        gap_table(land, {"CH4": 0.0 * land}, YEARS, economy=ECONOMY, views=["direct"])


def test_the_level_of_a_view(ndc_first: Run) -> None:
    assert level_view("direct", "with_and_without") == "inventory"
    assert level_view("additional", "with_and_without") == "excluded"
    assert level_view("additional", "gross_net") == "inventory"
    levels = ndc_first.gap[ndc_first.gap["basis"] == "aligned"].set_index(["target_id", "view"])["target_level"]
    assert levels["RUS-INDC_2015", "additional"] == levels["RUS-INDC_2015", "excluded"]
    assert levels["RUS-INDC_2015", "direct"] == levels["RUS-INDC_2015", "inventory"]
    assert levels["JPN-NDC1_2016", "additional"] == levels["JPN-NDC1_2016", "inventory"]
    notes = ndc_first.gap.set_index(["target_id", "view", "basis"])["note"]
    assert "level without the land sector" in notes["RUS-INDC_2015", "additional", "model"]
    assert "climate and CO2 had stayed those of 1990" in notes["RUS-INDC_2015", "direct", "model"]


def test_benchmarks_of_both_temperatures_by_one_rule(ndc_first: Run) -> None:
    gap = ndc_first.gap
    rows = gap[(gap["kind"] == "benchmark") & (gap["view"] == "excluded") & (gap["basis"] == "model")]
    for country in COUNTRIES:
        mine = rows[rows["country"] == country].set_index(["target", "year"])["target_level"]
        base = ECONOMY.at(country, 2019)[0]
        assert mine["benchmark: 1.5 C equal percentage cut", 2030] == pytest.approx(0.60 * base)
        assert mine["benchmark: 2 C equal percentage cut", 2030] == pytest.approx(0.75 * base)
        assert mine["benchmark: 1.5 C equal percentage cut", 2050] == pytest.approx((1.0 - 0.846959) * base)
    for year in (2030, 2050):
        region = rows[(rows["country"] == "NEA") & (rows["year"] == year)].set_index("target")["target_level"]
        cut = rows[(rows["year"] == year) & (rows["target"] == "benchmark: 2 C equal percentage cut")]
        parts = cut[cut["country"] != "NEA"]["target_level"]
        assert len(parts) == 6
        assert region["benchmark: 2 C equal percentage cut"] == pytest.approx(parts.sum())
    assert rows["target_low"].le(rows["target_level"]).all() and rows["target_high"].ge(rows["target_level"]).all()


class TestSensitivity:
    @pytest.fixture
    def table(self):
        generator = np.random.default_rng(4)
        own, baseline, held, both = (generator.uniform(-500.0, 0.0, SHAPE) for _ in range(4))
        inputs = gap_inputs(
            ECONOMY, views_of(own, baseline, held, both), {"CH4": 0.0 * own}, alignment(own, YEARS), YEARS
        )
        first = load_targets("first")
        halved = tuple(
            replace(target, version="second", gwp="AR5", amount=target.amount / 2, amount_low=0.0)
            if target.id == "KOR-NDC1_2016"
            else replace(target, version="second")
            for target in first
            if target.country != "RUS"
        )
        only_rus_in_2050 = tuple(
            replace(target, version="third", year=2050) for target in first if target.id == "RUS-INDC_2015"
        )
        return gap_sensitivity(inputs, {"first": first, "second": halved, "third": only_rus_in_2050})

    def test_each_row_changes_one_choice(self, table):
        assert list(table.columns) == COLUMNS
        assert set(table["factor"]) == {"reference", "vintage", "view", "basis", "gwp"}
        for _, rows in table.groupby(["country", "year"]):
            own = rows[rows["factor"] == "reference"]
            assert len(own) == 1
            start = own.iloc[0]
            assert start["change"] == 0.0 and start["basis"] == "aligned"
            for row in rows[~rows["factor"].isin(["reference", "vintage"])].to_dict("records"):
                differs = [name for name in ("vintage", "view", "basis", "gwp") if row[name] != start[name]]
                assert differs == [row["factor"]]
                assert row["change"] == pytest.approx(row["gap"] - start["gap"])
            assert set(rows.loc[rows["factor"] == "view", "view"]) | {start["view"]} == set(VIEWS)
        assert (table["low"] <= table["gap"] + 1e-9).all() and (table["gap"] <= table["high"] + 1e-9).all()

    def test_another_vintage_is_judged_in_its_own_terms(self, table):
        korea = table[(table["country"] == "KOR") & (table["factor"] == "vintage")].iloc[0]
        assert korea["vintage"] == "second" and korea["gwp"] == "AR5"
        assert korea["target_level"] == pytest.approx(850.6 * (1.0 - 0.185))
        assert korea["projected"] == pytest.approx(ECONOMY.at("KOR", 2030)[0])
        assert table[(table["country"] == "RUS") & (table["year"] == 2030) & (table["factor"] == "vintage")].empty

    def test_a_year_that_only_a_later_vintage_pledges_starts_there(self, table):
        russia = table[(table["country"] == "RUS") & (table["year"] == 2050)]
        assert set(russia["vintage"]) == {"third"}
        assert table[(table["country"] == "MNG") & (table["year"] == 2050)].empty

    def test_another_gwp_set_turns_projection_and_level(self, table):
        row = table[(table["country"] == "KOR") & (table["factor"] == "gwp")].iloc[0]
        own = table[(table["country"] == "KOR") & (table["factor"] == "reference")].iloc[0]
        factor = gwp_factor("KOR", "AR4").value
        assert row["gwp"] == "AR5" and own["gwp"] == "SAR"
        assert row["target_level"] == pytest.approx(own["target_level"] / factor)
        assert row["projected"] == pytest.approx(own["projected"] / factor)


def test_vintages_are_the_pledges_in_force_with_the_first_in_front() -> None:
    found = vintages()
    assert list(found) == list(PLEDGE_VINTAGES) and PLEDGE_VINTAGES[0] == "first"
    assert all(targets == targets_in_force(name) for name, targets in found.items())


def test_no_two_rows_of_the_gap_have_the_same_key(ndc_first: Run) -> None:
    keys = ["country", "year", "target_id", "view", "basis"]
    assert not ndc_first.gap.duplicated(keys).any()
