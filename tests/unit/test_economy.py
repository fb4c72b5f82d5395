"""The exogenous path: one history per country, joined without a step, with an honest range."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.economy import REFERENCE_RULES, economy_path
from landsim.errors import InputError
from landsim.facts import load_table
from landsim.gwp import gwp_factor
from landsim.names import COUNTRIES

YEARS = np.arange(1990, 2061)


@pytest.fixture(scope="module")
def path():
    return economy_path(YEARS)


def test_history_is_the_table_of_one_source(path):
    table = load_table("economy_history")
    for country in COUNTRIES:
        rows = table[(table["country"] == country) & (table["dataset"] == REFERENCE_RULES[country].history)]
        assert rows["year"].max() == path.history_last_year[country]
        for year, value in zip(rows["year"], rows["value"], strict=True):
            assert path.at(country, year)[0] == pytest.approx(value, rel=1e-12)
    assert REFERENCE_RULES["MNG"].history == "PRIMAP_v2.5.1_HISTCR"
    assert {REFERENCE_RULES[c].history for c in COUNTRIES if c != "MNG"} == {"EGR2025_EDGAR"}


def test_numbers_of_the_sources(path):
    assert path.at("CHN", 2024)[0] == pytest.approx(15565.6333)
    assert path.at("MNG", 2022)[0] == pytest.approx(58.3059, abs=1e-4)
    # Climate Action Tracker 2030 and 2024, scaled to EDGAR 2024.
    assert path.at("RUS", 2030)[0] == pytest.approx(2106.005 * 2568.9722 / 2081.57, rel=1e-6)
    # DPRK: not scaled, linear from 2024 to the derived level of 2030.
    assert path.at("PRK", 2030) == pytest.approx((91.0, 72.0, 102.6))
    assert path.at("PRK", 2027)[0] == pytest.approx((path.at("PRK", 2024)[0] + 91.0) / 2)


def test_no_step_where_history_meets_the_reference(path):
    for row, country in enumerate(COUNTRIES):
        last = path.history_last_year[country] - 1990
        step = abs(path.value[row, last + 1] / path.value[row, last] - 1)
        assert step < 0.04, country


def test_linear_between_table_years(path):
    # MNG's table has every fifth year: the years between lie on a straight line.
    row = COUNTRIES.index("MNG")
    between = path.value[row, 2030 - 1990 : 2036 - 1990]
    assert np.diff(between, 2) == pytest.approx(0.0, abs=1e-9)


def test_last_slope_is_held_and_never_below_zero():
    path = economy_path(np.arange(1990, 2301))
    for array in (path.value, path.low, path.high):
        assert (array >= 0.0).all()
        slope = array[:, 60] - array[:, 59]
        expected = np.maximum(array[:, 60] + 5 * slope, 0.0)
        assert array[:, 65] == pytest.approx(expected)
    assert path.value[COUNTRIES.index("JPN"), -1] == 0.0


def test_range_encloses_the_value_and_widens(path):
    assert (path.low <= path.value + 1e-9).all()
    assert (path.value <= path.high + 1e-9).all()
    width = (path.high - path.low) / path.value
    assert (width[:, 60] > width[:, 40]).sum() >= 5
    assert path.at("MNG", 2030)[1:] == pytest.approx(
        [0.8 * path.at("MNG", 2030)[0], 1.2 * path.at("MNG", 2030)[0]]
    )
    # Russia in EDGAR lies far above PRIMAP: the low end must reach it.
    value, low, _ = path.at("RUS", 2022)
    assert low / value == pytest.approx(0.845, abs=0.005)


def test_every_country_has_provenance_and_assumptions_with_range(path):
    for country in COUNTRIES:
        mine = [row for row in path.provenance if row.country == country]
        assert mine and all(row.source and row.status for row in mine)
        assumed = {row.name: row for row in path.assumptions if row.country == country}
        for year in (2030, 2050):
            row = assumed[f"economy_reference_path_{year}"]
            assert row.low <= row.value <= row.high
            assert row.low < row.high
            assert row.status == "assumption" and row.source
            assert row.value == pytest.approx(path.at(country, year)[0])


def test_climate_action_tracker_is_credited(path):
    assert path.credits == ("Climate Action Tracker, copyright Climate Analytics and NewClimate Institute",)
    credited = {row.country for row in path.provenance if row.credit}
    assert credited == {"CHN", "JPN", "KOR", "RUS"}


def test_a_part_of_the_years_gives_the_same_numbers(path):
    part = economy_path(np.array([2005, 2030, 2050]))
    assert np.array_equal(part.value, path.value[:, [15, 40, 60]])


def test_gwp_factors():
    assert gwp_factor("RUS", "AR4").value == pytest.approx(0.989)
    assert gwp_factor("RUS", "SAR") == gwp_factor("RUS", "AR4")
    assert gwp_factor("CHN", "AR6").value == 1.0
    factor = gwp_factor("JPN", "AR4")
    assert factor.low < factor.value < factor.high and factor.status == "assumption"


def test_refusals(path):
    with pytest.raises(InputError, match=r'GWP set "AR7" is unknown; expected one of SAR, AR4, AR5, AR6'):
        gwp_factor("CHN", "AR7")
    with pytest.raises(InputError, match="The economy path begins in 1990"):
        economy_path(np.array([1980]))
    with pytest.raises(InputError, match="The economy path has no year 2070"):
        path.at("CHN", 2070)
