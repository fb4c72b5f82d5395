"""Which pledges there are, which of them are in force, and a table that is wrong refused row by row.

The arithmetic of each pledge is in tests/reference/test_pledges.py.
"""

from __future__ import annotations

import pandas as pd
import pytest

from landsim.errors import InputError
from landsim.facts import load_table
from landsim.names import COUNTRIES
from landsim.targets import VERSIONS, choose_pledges, gap_years, load_targets, targets_from_table, targets_in_force


@pytest.fixture(scope="module")
def targets():
    return {target.id: target for target in load_targets("first")}


def test_all_six_countries_have_a_headline_target(targets):
    assert {target.country for target in targets.values() if target.headline} == set(COUNTRIES)
    assert all(target.source and target.status for target in targets.values())


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
        ({"year": ""}, "year is empty; expected a whole year from 1990 to 2100"),
        ({"year": 2030.5}, "year is 2030.5; expected a whole year from 1990 to 2100"),
        ({"year": 203}, "year is 203; expected a whole year from 1990 to 2100"),
        ({"base_year": 1990.5}, "base_year is 1990.5; expected a whole year from 1990 to 2100"),
        ({"base": -850.6}, "base is -850.6; expected a number above 0"),
        ({"base_with_lulucf": 0}, "base_with_lulucf is 0; expected a number above 0"),
        ({"removals": -22}, "removals is -22; expected removals as a positive number"),
        ({"amount_low": 40, "amount_high": 30}, "amount_low is 40, above amount_high 30; expected at most that"),
        ({"amount_low": -1}, "amount_low is -1 %; expected 0 to 100"),
        ({"amount_high": 101}, "amount_high is 101 %; expected 0 to 100"),
        ({"earlier_amount": 70}, "amount is 107 %; expected 0 to 100"),
        ({"indicator": "greenhouse_gases"}, 'indicator is "greenhouse_gases"; expected one of greenhouse_gas'),
        ({"unit": "GtCO2e"}, 'unit is "GtCO2e" for the indicator greenhouse_gas; expected MtCO2e'),
        ({"unit": "MtCO2e (AR4)"}, 'unit is "MtCO2e (AR4)" for the indicator greenhouse_gas; expected MtCO2e'),
        (
            {"kind": "share_of_area"},
            'kind is "share_of_area" for the indicator greenhouse_gas; expected one of below_bau',
        ),
        (
            {"indicator": "forest_cover", "unit": "%", "kind": "fixed_level"},
            'kind is "fixed_level" for the indicator forest_cover; expected one of share_of_area',
        ),
        ({"kind": "net_zero"}, "amount is 37; expected 0, because the kind is net_zero"),
        (
            {"indicator": "peak_year", "unit": "year", "kind": "peak"},
            "amount is 37; expected the last year of a timely peak, from 1990 to 2100",
        ),
        (
            {"indicator": "emissions_per_gdp", "unit": "% below 2005", "kind": "intensity", "base_year": 2005},
            "kind is intensity for KOR, but economy_gdp.csv has GDP of CHN only; expected another kind",
        ),
        (
            {"indicator": "removals_total", "unit": "MtCO2", "kind": "fixed_level", "amount": -22},
            "amount is -22; expected a number of at least 0",
        ),
        ({"version": ""}, "version is empty; expected a text"),
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
    with pytest.raises(InputError, match="has an unknown column 'removal', did you mean 'removals'"):
        targets_from_table(_table().assign(removal=3.0))
    with pytest.raises(InputError, match='no version "fourth"; expected one of first, updated, 2035, long_term, all'):
        load_targets("fourth")
    with pytest.raises(InputError, match='no vintage "long_term" of pledges; expected one of first, updated, 2035'):
        targets_in_force("long_term")
    with pytest.raises(InputError, match=r"there is no vintage and no file 'mine\.csv', expected one of first"):
        choose_pledges("mine.csv")
    with pytest.raises(InputError, match='The LULUCF view "net" is unknown'):
        load_targets()[0].target_level("net")


def test_versions_divide_the_table():
    every = load_targets("all")
    assert {target.id for name in VERSIONS for target in load_targets(name)} == {target.id for target in every}
    assert sum(len(load_targets(version)) for version in VERSIONS) == len(every) > 60
    assert {target.version for target in every} == set(VERSIONS)
    assert {target.pledge for target in load_targets("NDC1_2021")} == {"NDC1_2021"}
    assert {target.country for target in load_targets("NDC1_2021")} == {"CHN", "JPN", "KOR"}


def test_every_country_has_a_headline_in_every_vintage():
    for vintage in ("first", "updated", "2035"):
        in_2030 = [target for target in targets_in_force(vintage) if target.year == 2030 and target.headline]
        assert {target.country for target in in_2030} == set(COUNTRIES), vintage
        tonnes = [target.country for target in in_2030 if target.in_tonnes]
        assert sorted(tonnes) == sorted(set(COUNTRIES) - {"CHN"}), vintage


def test_a_later_version_replaces_what_it_speaks_of_and_nothing_else():
    first, updated, latest = ({t.id for t in targets_in_force(name)} for name in ("first", "updated", "2035"))
    assert first == {target.id for target in load_targets("first")}
    # Replaced: the tonnes, peak, intensity and stock of 2030, Japan's goal for 2050, and all its removals at once.
    gone = {
        "CHN-NDC1_2016-peak", "CHN-NDC1_2016-intensity", "CHN-NDC1_2016-growing_stock",
        "CHN-NDC1_2016-non_fossil_share", "JPN-NDC1_2016", "JPN-LTS_2019", "JPN-NDC1_2016-removals",
        "JPN-NDC1_2016-removals_forest", "JPN-NDC1_2016-removals_other", "MNG-NDC1_2016", "KOR-NDC1_2016",
        "RUS-INDC_2015",
    }  # fmt: skip
    assert first - updated == gone
    # The DPRK has no later NDC; Mongolia's land pledges and China's forest cover were not withdrawn.
    assert {"PRK-NDC1_2019-unconditional", "MNG-NDC1_2016-forest_cover", "CHN-plan_2021-forest_cover"} <= updated
    assert updated - latest == {f"MNG-NDC1_2020{part}" for part in ("", "-conditional", "-with_forest")}
    assert "MNG-NDC3_2025-2030" in latest and "RUS-NDC1_2020" in latest


def test_gaps_are_told_for_the_years_of_the_pledges():
    assert gap_years(targets_in_force("first"), 1990, 2060) == (2030, 2050)
    assert gap_years(targets_in_force("updated"), 1990, 2060) == (2030, 2050, 2060)
    assert gap_years(targets_in_force("2035"), 1990, 2060) == (2030, 2035, 2040, 2050, 2060)
    assert gap_years(targets_in_force("2035"), 1990, 2050) == (2030, 2035, 2040, 2050)


def test_a_vintage_is_in_force_and_all_is_told():
    pledges = choose_pledges("updated")
    assert pledges.in_force == targets_in_force("updated") and pledges.told == load_targets("all")
    assert (pledges.label, pledges.sha256) == ("updated", "")
