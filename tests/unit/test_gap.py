"""The gap adds up, is judged in the target's own terms, and says what it cannot judge."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.alignment import alignment, lulucf_prior, official_lulucf
from landsim.economy import economy_path
from landsim.errors import InputError, ModelError
from landsim.gap import COLUMNS, gap_table, short_table
from landsim.gap.assumptions import gap_assumptions
from landsim.gwp import gwp_factor
from landsim.names import COUNTRIES
from landsim.targets import load_targets

YEARS = np.arange(1990, 2061)
ECONOMY = economy_path(YEARS)


@pytest.fixture(scope="module")
def land():
    generator = np.random.default_rng(2)
    means = np.array([-600.0, -3.0, -50.0, -5.0, -40.0, -400.0])
    return means[:, None] * generator.uniform(0.8, 1.2, (6, YEARS.size))


@pytest.fixture(scope="module")
def agriculture():
    generator = np.random.default_rng(3)
    return {gas: generator.uniform(-most, 0.0, (6, YEARS.size)) for gas, most in (("CH4", 0.7), ("N2O", 0.05))}


@pytest.fixture(scope="module")
def gap(land, agriculture):
    return gap_table(land, agriculture, YEARS, economy=ECONOMY)


def _one(gap, **wanted):
    rows = gap
    for key, value in wanted.items():
        rows = rows[rows[key] == value]
    assert len(rows) == 1
    return rows.iloc[0]


def test_every_row_adds_up(gap):
    total = gap["exogenous"] + gap["agriculture_difference"] + gap["lulucf"]
    assert (gap["projected"] - total).abs().max() <= 1e-9
    level = gap["target_level"].notna()
    assert level.sum() > 100
    difference = gap["gap"] - (gap["projected"] - gap["target_level"])
    assert difference[level].abs().max() <= 1e-9
    assert (gap.loc[level, "low"] <= gap.loc[level, "gap"] + 1e-9).all()
    assert (gap.loc[level, "gap"] <= gap.loc[level, "high"] + 1e-9).all()
    assert gap.loc[~level, ["gap", "low", "high"]].isna().all().all()
    assert list(gap.columns) == COLUMNS
    assert (gap["note"].str.len() > 0).all()


def test_the_terms_come_from_the_inputs(gap, land, agriculture):
    row = _one(gap, target_id="RUS-INDC_2015", view="inventory", basis="model")
    at = 2030 - 1990
    factor = gwp_factor("RUS", "AR4").value
    assert row["exogenous"] == pytest.approx(ECONOMY.at("RUS", 2030)[0] * factor, rel=1e-12)
    assert row["agriculture_difference"] == pytest.approx(
        25.0 * agriculture["CH4"][5, at] + 298.0 * agriculture["N2O"][5, at]
    )
    assert row["lulucf"] == land[5, at]
    assert row["gwp"] == "AR4" and row["gwp_factor"] == factor
    assert row["target_level"] == pytest.approx(0.725 * 3086.6)
    without = _one(gap, target_id="RUS-INDC_2015", view="excluded", basis="aligned")
    assert without["lulucf"] == 0.0
    assert without["target_level"] == pytest.approx(0.725 * 3158.8)


def test_range_of_a_gap_is_the_sum_of_its_ranges(gap, land):
    row = _one(gap, target_id="RUS-INDC_2015", view="inventory", basis="aligned")
    offset = alignment(land, YEARS).set_index("country").loc["RUS"]
    _, low, high = ECONOMY.at("RUS", 2030)
    factor = gwp_factor("RUS", "AR4")
    other = row["agriculture_difference"] + land[5, 40]
    assert row["low"] == pytest.approx(low * factor.low + other + offset["low"] - 0.75 * 3086.6)
    assert row["high"] == pytest.approx(high * factor.high + other + offset["high"] - 0.70 * 3086.6)


def test_japan_is_a_gross_net_target(gap):
    net = _one(gap, target_id="JPN-NDC1_2016", view="inventory", basis="aligned")
    gross = _one(gap, target_id="JPN-NDC1_2016", view="excluded", basis="aligned")
    assert gross["target_level"] - net["target_level"] == pytest.approx(37.0)
    assert "gross base year, net target year" in gross["note"]
    assert net["own_view"] == "inventory"


def test_no_2050_pledge_stands_beside_a_benchmark(gap):
    in_2050 = gap[(gap["year"] == 2050) & (gap["basis"] == "aligned") & (gap["view"] == "excluded")]
    for country in COUNTRIES:
        mine = in_2050[in_2050["country"] == country]
        names = set(mine["target"])
        assert ("no 2050 pledge" in names) == (country != "JPN")
        benchmarks = mine[mine["kind"] == "benchmark"]
        assert len(benchmarks) >= 1 and benchmarks["target_level"].notna().all()
    tracker = gap[gap["target"].str.contains("Climate Action Tracker")]
    assert tracker["note"].str.contains("copyright Climate Analytics and NewClimate Institute").all()


def test_china_has_no_level_in_tonnes_but_a_labelled_one(gap):
    pledge = _one(gap, country="CHN", kind="not_in_tonnes", view="excluded", basis="model")
    assert np.isnan(pledge["gap"]) and "peak" in pledge["target"]
    implied = _one(gap, country="CHN", kind="implied", view="excluded", basis="model")
    assert "no pledge in tonnes" in implied["target"] and "assumption" in implied["note"]
    assert not implied["headline"]


def test_mongolia_and_dprk_keep_the_model_with_the_prior_range(gap, land):
    for target in ("MNG-NDC1_2016", "PRK-NDC1_2019-unconditional"):
        aligned = _one(gap, target_id=target, view="inventory", basis="aligned")
        model = _one(gap, target_id=target, view="inventory", basis="model")
        assert aligned["projected"] == model["projected"]
        assert aligned["high"] - aligned["low"] > model["high"] - model["low"]
        assert "aligned = model with the prior range" in aligned["note"]


def test_region_sums_name_their_countries(gap):
    row = _one(gap, country="NEA", year=2030, kind="pledge", view="excluded", basis="aligned")
    assert row["countries"] == "PRK JPN MNG KOR RUS"
    parts = gap[
        (gap["year"] == 2030)
        & (gap["kind"] == "pledge")
        & gap["headline"]
        & (gap["view"] == "excluded")
        & (gap["basis"] == "aligned")
        & (gap["country"] != "NEA")
    ]
    assert row["gap"] == pytest.approx(parts["gap"].sum())
    assert "sum over PRK, JPN, MNG, KOR, RUS only" in row["note"]
    later = _one(gap, country="NEA", year=2050, kind="no_pledge", view="inventory", basis="model")
    assert "only JPN has one" in later["note"] and np.isnan(later["gap"])
    six = _one(gap, country="NEA", year=2030, kind="implied", view="excluded", basis="model")
    assert six["countries"] == " ".join(COUNTRIES)


def test_alignment_meets_the_official_mean_exactly(land):
    offsets = alignment(land, YEARS).set_index("country")
    for country, used in (
        ("JPN", range(2011, 2016)),
        ("RUS", range(2011, 2016)),
        ("CHN", (2005, 2010, 2014)),
    ):
        official = official_lulucf(country)
        mean = np.mean([official[year] for year in used])
        model = np.mean([land[COUNTRIES.index(country), year - 1990] for year in used])
        assert model + offsets.loc[country, "offset"] == pytest.approx(mean, abs=1e-9)
        assert offsets.loc[country, "years_used"] == " ".join(map(str, used))
        assert offsets.loc[country, "low"] <= offsets.loc[country, "offset"] <= offsets.loc[country, "high"]
    for country in ("MNG", "PRK"):
        assert offsets.loc[country, "offset"] == 0.0 and offsets.loc[country, "status"] == "assumption"
        low, high = lulucf_prior(country)
        mean = land[COUNTRIES.index(country), 21:26].mean()
        assert mean + offsets.loc[country, "low"] == pytest.approx(low)
        assert mean + offsets.loc[country, "high"] == pytest.approx(high)


def test_no_inventory_after_2015_is_used():
    assert max(max(official_lulucf(country)) for country in ("CHN", "JPN", "KOR", "RUS")) == 2015


def test_a_model_outside_its_prior_keeps_itself_in_the_range():
    offsets = alignment(np.full((6, YEARS.size), 50.0), YEARS).set_index("country")
    assert offsets.loc["MNG", "high"] == 0.0
    assert "outside the published" in offsets.loc["MNG", "note"]


def test_views_bases_and_years_can_be_chosen(land, agriculture):
    part = gap_table(
        land,
        agriculture,
        YEARS,
        economy=ECONOMY,
        views=("inventory",),
        bases=("model",),
        target_years=(2050,),
    )
    assert (
        set(part["view"]) == {"inventory"} and set(part["basis"]) == {"model"} and set(part["year"]) == {2050}
    )


def test_refusals(land, agriculture):
    with pytest.raises(InputError, match='The view "gross" is unknown; expected one of excluded, inventory'):
        gap_table(land, agriculture, YEARS, views=("gross",))
    with pytest.raises(InputError, match='The basis "official" is unknown; expected one of model, aligned'):
        gap_table(land, agriculture, YEARS, bases=("official",))
    with pytest.raises(InputError, match="The run ends in 2060 and has no year 2070"):
        gap_table(land, agriculture, YEARS, target_years=(2070,))
    with pytest.raises(InputError, match="which the alignment of CHN needs; start the run in or before 2005"):
        alignment(land[:, 20:], YEARS[20:])
    broken = land.copy()
    broken[2, 5] = np.nan
    with pytest.raises(ModelError, match="land-sector balance is not a finite number for JPN in 1995"):
        gap_table(broken, agriculture, YEARS)
    with pytest.raises(ModelError, match=r"The agriculture difference in CH4 has the shape \(6, 2\)"):
        gap_table(land, {"CH4": agriculture["CH4"][:, :2]}, YEARS)


def test_short_table_says_what_it_shows(gap):
    text = short_table(gap)
    lines = text.splitlines()
    assert "2030 projected" in lines[0] and "2050 projected" in lines[0] and "view" in lines[0]
    for country in COUNTRIES:
        line = next(line for line in lines if line.startswith(country))
        assert "aligned" in line
        assert ("no 2050 pledge" in line) == (country != "JPN")
    assert "not in tonnes" in next(line for line in lines if line.startswith("CHN"))
    korea = _one(gap, target_id="KOR-NDC1_2016", view="excluded", basis="aligned")
    assert f"{korea['gap']:+,.1f}" in next(line for line in lines if line.startswith("KOR"))
    assert "NEA (5): PRK, JPN, MNG, KOR, RUS." in lines
    assert "an assumption" in lines[-1] and "nan" not in text


def test_assumptions_carry_a_range(land):
    rows = gap_assumptions(ECONOMY, alignment(land, YEARS), load_targets())
    names = {(row.name, row.country) for row in rows}
    assert ("lulucf_alignment_offset", "MNG") in names
    assert ("gdp_growth", "CHN") in names
    assert ("target_level_PRK-NDC1_2019-unconditional", "PRK") in names
    assert ("economy_gwp_factor_AR4", "KOR") in names
    assert all(row.low <= row.value <= row.high and row.source and row.text for row in rows)
