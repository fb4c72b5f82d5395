"""Each target's arithmetic with the numbers of its source, and a table that is wrong refused row by row."""

from __future__ import annotations

import pandas as pd
import pytest

from landsim.errors import InputError
from landsim.facts import load_table
from landsim.names import COUNTRIES
from landsim.targets import load_targets, targets_from_table


@pytest.fixture(scope="module")
def targets():
    return {target.id: target for target in load_targets("first")}


def test_all_six_countries_have_a_headline_target(targets):
    assert {target.country for target in targets.values() if target.headline} == set(COUNTRIES)
    assert all(target.source and target.status for target in targets.values())


def test_dprk(targets):
    assert targets["PRK-NDC1_2019-unconditional"].target_level() == pytest.approx(218.3 - 35.8)
    assert targets["PRK-NDC1_2019-conditional"].target_level() == pytest.approx(218.3 - 35.8 - 78.8)
    assert targets["PRK-NDC1_2019-conditional"].conditional
    # 187.73 and 8 %: 172.73 in the source; with a further 32.25 %: 112.18.
    assert targets["PRK-NDC1_2016-unconditional"].target_level() == pytest.approx(172.73, abs=0.03)
    assert targets["PRK-NDC1_2016-conditional"].target_level() == pytest.approx(112.18, abs=0.03)
    assert targets["PRK-NDC1_2019-unconditional"].target_range() == pytest.approx((182.5, 183.1))


def test_japan_gross_base_and_net_target(targets):
    target = targets["JPN-NDC1_2016"]
    assert round(target.target_level("inventory")) == 1042
    assert target.removals == pytest.approx(27.8 + 9.1, abs=0.11)
    # Without land, emissions may be higher by the removals: Climate Action Tracker has 1079.
    assert round(target.target_level("excluded")) == 1079
    assert target.own_view == "inventory"
    assert targets["JPN-NDC1_2016-removals"].target_level() == 37.0
    assert targets["JPN-LTS_2019"].target_level("inventory") == pytest.approx(0.2 * 1408)
    assert targets["JPN-LTS_2019"].status == "assumption"


def test_mongolia_and_korea(targets):
    assert targets["MNG-NDC1_2016"].target_level() == pytest.approx(51.2 * 0.86)
    assert targets["MNG-NDC1_2016"].conditional and targets["MNG-NDC1_2016"].own_view == "excluded"
    assert round(targets["KOR-NDC1_2016"].target_level()) == 536
    assert targets["KOR-NDC1_2016"].lulucf == "undecided"


def test_russia_on_either_base(targets):
    target = targets["RUS-INDC_2015"]
    assert target.target_range("excluded") == pytest.approx((0.70 * 3158.8, 0.75 * 3158.8))
    assert target.target_range("inventory") == pytest.approx((0.70 * 3086.6, 0.75 * 3086.6))
    low, high = target.target_range("inventory")
    assert low < target.target_level("inventory") < high


def test_china_is_not_in_tonnes(targets):
    china = [target for target in targets.values() if target.country == "CHN"]
    assert not any(target.in_tonnes for target in china)
    assert targets["CHN-NDC1_2016-peak"].target_level() == 2030
    assert targets["CHN-NDC1_2016-intensity"].target_range() == (60.0, 65.0)
    assert targets["CHN-NDC1_2016-growing_stock"].target_level() == 4.5
    assert targets["CHN-plan_2021-forest_cover"].target_level() == 25


def test_only_japan_has_a_2050_target(targets):
    assert [target.country for target in targets.values() if target.year == 2050] == ["JPN"]


def _table(**changes: object) -> pd.DataFrame:
    table = load_table("targets")
    row = table[table["id"] == "KOR-NDC1_2016"].astype(object).reset_index(drop=True)
    for key, value in changes.items():
        row.loc[0, key] = value
    return row


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"year": 2000, "base_year": 2013},
            "the target year 2000 lies before the base year 2013; expected a later year",
        ),
        ({"gwp": "AR9"}, 'gwp is "AR9"; expected one of SAR, AR4, AR5, AR6, none'),
        ({"gwp": "none"}, 'gwp is "none" for a target in tonnes; expected one of SAR, AR4, AR5, AR6'),
        ({"base": ""}, "base is empty; expected the base level, because the kind is below_bau"),
        (
            {"kind": "below_base_year"},
            "base_year is empty; expected a year, because the kind is below_base_year",
        ),
        ({"kind": "below"}, 'kind is "below"; expected one of below_bau'),
        ({"country": "KRO"}, 'country is "KRO"; expected one of CHN, PRK, JPN, MNG, KOR, RUS'),
        ({"amount": "many"}, 'amount is "many"; expected a number'),
        ({"amount": ""}, "amount is empty; expected the pledged amount"),
        ({"amount": 137}, "amount is 137 %; expected 0 to 100"),
        ({"amount": float("inf")}, "amount is infinite; expected a finite number"),
        ({"kind": "absolute_reduction", "amount": -5}, "amount is -5; expected a reduction of at least 0"),
        ({"base_low": 900}, "base_low is 900, above base 850.6; expected at most that"),
        ({"amount_high": 30}, "amount_high is 30, below amount 37; expected at least that"),
        ({"lulucf": "gross_net"}, "removals is empty; expected the removals inside the net level"),
        ({"lulucf": "perhaps"}, 'lulucf is "perhaps"; expected one of excluded'),
        ({"conditional": "maybe"}, 'conditional is "maybe"; expected one of yes, no'),
        ({"status": "rumour"}, 'status is "rumour"; expected one of official'),
        ({"source": ""}, "source is empty; expected a text"),
        ({"year": ""}, "year is empty or not a whole number; expected the target year"),
    ],
)
def test_a_wrong_row_is_refused_with_one_sentence(changes, message):
    with pytest.raises(InputError) as refusal:
        targets_from_table(_table(**changes))
    text = str(refusal.value)
    assert message in text
    assert text.startswith("targets.csv line 2 (") and text.endswith(".")
    assert "\n" not in text


def test_every_bad_row_has_its_sentence():
    bad = pd.concat([_table(gwp="AR9"), _table(id="second", base=""), _table(id="third", pledge="third")])
    with pytest.raises(InputError) as refusal:
        targets_from_table(bad, file="mine.csv")
    lines = str(refusal.value).splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "mine.csv line 2 (KOR-NDC1_2016)",
        "mine.csv line 3 (second)",
    ]


def test_duplicates_are_refused():
    with pytest.raises(InputError, match='the id "KOR-NDC1_2016" is used twice'):
        targets_from_table(pd.concat([_table(), _table(year=2040)]))
    with pytest.raises(InputError, match="KOR-NDC1_2016 is the same target; expected one row per pledge"):
        targets_from_table(pd.concat([_table(), _table(id="another")]))


def test_missing_column_and_unknown_names():
    with pytest.raises(InputError, match=r"targets\.csv has no column gwp"):
        targets_from_table(_table().drop(columns="gwp"))
    with pytest.raises(InputError, match='no version "fourth"; expected one of first'):
        load_targets("fourth")
    with pytest.raises(InputError, match='The LULUCF view "net" is unknown'):
        load_targets()[0].target_level("net")
