"""Promises: rows and sentences of a run, the record of 1990-2020, and what a measure closes of its country's gap."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

import landsim
from landsim.comparison.contributions import contributions_table
from landsim.landscape import Landscape
from landsim.listings import promises_summary
from landsim.promises.closing import Gap, closing_words, headline_gap, promises_with_closing
from landsim.promises.record_rates import highest_rate, promised_rate
from landsim.promises.table import COLUMNS
from landsim.results import Run
from landsim.scenario import load_scenario

MEASURES = {measure.id: measure for measure in load_scenario("programmes").measures}


@pytest.fixture(scope="module")
def dprk() -> Run:
    return landsim.run("dprk")


@pytest.fixture(scope="module")
def closing(dprk: Run, land: Landscape) -> pd.DataFrame:
    return promises_with_closing(dprk, land, ["PRK"]).set_index("measure")


def test_one_row_for_each_measure(dprk: Run) -> None:
    table = dprk.promises
    assert list(table.columns) == COLUMNS
    assert list(table["measure"]) == [one.measure.id for one in dprk.plan.placed]
    row = table.set_index("measure").loc["prk-nasap"]
    assert (row["promised"], row["planted"], row["year"]) == (0.397, pytest.approx(0.397), 2024)
    limits = [name for name in COLUMNS if name.startswith("excluded_")]
    assert row["eligible"] + row[limits].sum() == pytest.approx(row["land_there"])
    assert row["highest_rate"] == pytest.approx(0.00197) and row["promised_rate"] == pytest.approx(0.397 / 4)


def test_the_sentence_of_a_promise(dprk: Run) -> None:
    sentence = dprk.promises.set_index("measure").loc["prk-nasap", "sentence"]
    assert sentence == (
        "prk-nasap (PRK): promised 0.397 Mha of afforestation and reforestation by 2024 (50.4 times the fastest of "
        "1990-2020), the land allows 3.32 Mha, 0.397 Mha placed and 0.349 Mha survive; short of the promise because "
        "not all planted hectares survive."
    )


@pytest.mark.parametrize(
    ("name", "rate", "of"),
    [
        ("chn-afforestation", 1.5728, "planted in 2000-2010 (FAO FRA 2020)"),
        ("chn-rocky-desertification", 2.67374, "gained in 2000-2010 (FAO FRA 2020)"),
        ("prk-nasap", 0.00197, "gained in 1990-2000 (FAO FRA 2020)"),
        ("rus-reforestation", 0.58671, "gained in 2000-2010 (FAO FRA 2020)"),
        ("mng-saxaul", 0.0003, "planted in 2010-2015 (FAO FRA 2020)"),
    ],
)
def test_the_fastest_of_the_record(name: str, rate: float, of: str) -> None:
    found, words = highest_rate(MEASURES[name])
    assert found == pytest.approx(rate) and words == of


def test_where_there_is_no_record_a_word_stands() -> None:
    found, words = highest_rate(MEASURES["kor-less-clearing"])
    assert math.isnan(found) and words == "no series of 1990-2020"
    found, words = highest_rate(replace(MEASURES["prk-nasap"], country="KOR"))
    assert math.isnan(found) and words == "no series of 1990-2020 with a gain of forest"
    found, words = highest_rate(replace(MEASURES["prk-nasap"], country="JPN"))
    assert 0.0 < found < 0.1 and words.startswith("net growth of forest in ")


def test_the_pace_of_a_promise() -> None:
    assert promised_rate(MEASURES["prk-nasap"]) == pytest.approx(0.397 / 4)
    assert math.isnan(promised_rate(MEASURES["prk-less-clearing"]))
    assert promised_rate(replace(MEASURES["prk-nasap"], unit="Mha/yr", amount=0.1)) == 0.1


def test_effects_are_those_of_contributions(closing: pd.DataFrame, land: Landscape) -> None:
    table = contributions_table(load_scenario("dprk"), land, "PRK")
    table = table[table["year"] == 2030].set_index(["variable", "measure"])["alone"]
    for name, row in closing.iterrows():
        assert row["effect_land"] == pytest.approx(-table["lulucf_net", name], abs=1e-12)
        assert row["effect_farming"] == pytest.approx(-table["agriculture_difference", name], abs=1e-12)


def test_the_gap_is_that_without_measures(closing: pd.DataFrame, dprk: Run, baseline: Run) -> None:
    """The scenario without its measures is baseline."""
    without = headline_gap(baseline.gap, "PRK")
    row = closing.loc["prk-nasap"]
    assert (row["gap_year"], row["gap_view"]) == (2030, "inventory")
    # Pledge in SAR, effects in AR5: methane of farming differs a little.
    assert row["gap_without_measures"] == pytest.approx(without.gap, rel=1e-3)
    assert "the pledge is kept without it by" in row["sentence"]


def test_closing_in_words() -> None:
    own, excluded = Gap(2030, "inventory", 10.0), Gap(2030, "excluded", 10.0)
    assert closing_words(own, 3.0, 1.0, 16.0, 25.0) == "it saves 4 Mt in 2030 and closes 25 % of the gap of 16 Mt"
    assert closing_words(excluded, 3.0, 0.0, 16.0, 0.0) == (
        "it saves 3 Mt in 2030 and closes none of the gap of 16 Mt, in which land does not count"
    )
    assert closing_words(excluded, 3.0, 1.0, 16.0, 6.25) == (
        "it saves 4 Mt in 2030 and closes 6.2 % of the gap of 16 Mt, in which only farming counts"
    )
    assert closing_words(own, -3.0, 1.0, math.nan, math.nan) == (
        "it costs 2 Mt in 2030, and there is no gap in tonnes to close"
    )
    assert closing_words(own, 0.0, 0.0, -5.0, math.nan) == (
        "it changes no emissions in 2030, and the pledge is kept without it by 5 Mt"
    )


class TestSummary:
    def table(self, **delivered: float) -> pd.DataFrame:
        rows = [
            {"measure": name, "promised": 10.0, "delivered": amount, "reason_code": "too_dry mortality"}
            for name, amount in delivered.items()
        ]
        return pd.DataFrame(rows, columns=["measure", "promised", "delivered", "reason_code"])

    def test_the_worst_come_first_and_what_is_kept_is_counted(self) -> None:
        assert promises_summary(self.table(a=9.95, b=8.0, c=2.0)) == (
            "Measures: 3, 1 kept to within 1 % in their last year\n"
            "  c: 80 % short (too dry mortality)\n"
            "  b: 20 % short (too dry mortality)"
        )

    def test_a_long_list_ends(self) -> None:
        text = promises_summary(self.table(**{f"m{i}": float(i) / 2 for i in range(11)}))
        assert text.count("\n") == 9 and text.endswith("  and 3 more in promises.csv")

    def test_a_run_without_measures_has_none(self) -> None:
        assert promises_summary(self.table()) == ""
