"""Pledges that are no level in tonnes, each in its own unit."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.economy import economy_path
from landsim.names import SPECIES
from landsim.pledge_indicators import implied_level, indicators_table
from landsim.targets import load_targets

YEARS = np.arange(1990, 2061)
ECONOMY = economy_path(YEARS)


def _land(**series):
    """Arrays of (country, year): the same series for every country."""
    return {name: np.tile(np.asarray(values, dtype=float), (6, 1)) for name, values in series.items()}


def _one(table, country, indicator, year=2030):
    rows = table[(table["country"] == country) & (table["indicator"] == indicator) & (table["year"] == year)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_growing_stock_is_counted_from_the_end_of_2005():
    table = indicators_table(ECONOMY, _land(growing_stock=200.0 * (YEARS - 1990)), YEARS)
    row = _one(table, "CHN", "growing_stock")
    assert row["value"] == pytest.approx(0.2 * 25)
    assert row["target"] == 4.5 and row["unit"] == "billion m3" and row["met"] == "yes"


def test_forest_cover_uses_the_area_of_the_target():
    table = indicators_table(ECONOMY, _land(forest_area=np.full(71, 14.17)), YEARS)
    assert _one(table, "MNG", "forest_cover")["value"] == pytest.approx(100 * 14.17 / 156.4)
    assert _one(table, "MNG", "forest_cover")["met"] == "yes"
    assert _one(table, "CHN", "forest_cover")["met"] == "no"


def test_burned_area_against_the_mean_of_2010_to_2020():
    burned = np.where(YEARS > 2020, 0.6, 1.0)
    row = _one(indicators_table(ECONOMY, _land(burned_area=burned), YEARS), "MNG", "burned_area")
    assert row["value"] == pytest.approx(40.0) and row["met"] == "yes"


def test_removals_are_positive_numbers():
    land = _land(
        lulucf_net=np.full(71, -30.0),
        lulucf_forest_land=np.full(71, -28.0),
        lulucf_cropland=np.full(71, 1.0),
        lulucf_grassland=np.full(71, -2.0),
        lulucf_settlements=np.full(71, -0.5),
    )
    table = indicators_table(ECONOMY, land, YEARS)
    assert _one(table, "JPN", "removals_total")["met"] == "no"
    assert _one(table, "JPN", "removals_forest")["met"] == "yes"
    assert _one(table, "JPN", "removals_cropland_grassland_settlements")["value"] == pytest.approx(1.5)
    assert _one(table, "MNG", "removals_grassland")["value"] == pytest.approx(2.0)


def test_what_the_run_does_not_hold_says_so():
    table = indicators_table(ECONOMY, {}, YEARS)
    row = _one(table, "MNG", "protected_area")
    assert np.isnan(row["value"]) and row["met"] == "not known" and "not in this run" in row["note"]
    short = np.arange(1990, 2026)
    table = indicators_table(economy_path(short), {"forest_area": np.ones((6, short.size))}, short)
    assert "the run ends before the target year" in _one(table, "CHN", "forest_cover")["note"]
    late = np.arange(2010, 2041)
    table = indicators_table(ECONOMY, {"growing_stock": np.ones((6, late.size))}, late)
    assert "does not hold the base year 2005" in _one(table, "CHN", "growing_stock")["note"]
    table = indicators_table(ECONOMY, {"burned_area": np.ones((6, 20))}, np.arange(2015, 2035))
    assert "does not hold the base years" in _one(table, "MNG", "burned_area")["note"]


def _told(table, target_id):
    rows = table[table["target_id"] == target_id]
    assert len(rows) == 1
    return rows.iloc[0]


def test_net_zero_is_judged_by_projected_net_emissions():
    falling = np.interp(YEARS, [1990, 2020, 2045, 2060], [600.0, 600.0, 0.0, -90.0])
    table = indicators_table(ECONOMY, _land(net_emissions=falling), YEARS, load_targets("long_term"))
    japan = _told(table, "JPN-LTS_2021-net_zero")
    assert (japan["indicator"], japan["unit"], japan["target"]) == ("net_emissions", "MtCO2e", 0.0)
    assert japan["value"] == pytest.approx(-30.0) and japan["met"] == "yes"
    assert "first at or below zero in 2045" in japan["note"] and "aligned, AR5" in japan["note"]
    # China's neutrality is no level in tonnes, and is told in the same way.
    assert _told(table, "CHN-LTS_2021-neutrality")["value"] == pytest.approx(-90.0)
    table = indicators_table(ECONOMY, _land(net_emissions=np.full(71, 5.0)), YEARS, load_targets("long_term"))
    assert _told(table, "KOR-LTS_2020-net_zero")["met"] == "no"
    assert "not at zero by 2060" in _told(table, "RUS-LTS_2022-net_zero")["note"]
    short = np.arange(1990, 2051)
    table = indicators_table(ECONOMY, {"net_emissions": np.ones((6, 61))}, short, load_targets("long_term"))
    assert "the run ends before the target year" in _told(table, "RUS-LTS_2022-net_zero")["note"]
    assert _told(indicators_table(ECONOMY, {}, YEARS, load_targets("2035")), "CHN-NDC2035_2025")["met"] == "not known"


def test_the_cut_of_2035_is_below_the_peak_of_the_run():
    net = np.interp(YEARS, [1990, 2027, 2035, 2060], [3000.0, 14000.0, 12880.0, 20000.0])
    table = indicators_table(ECONOMY, _land(net_emissions=net), YEARS, load_targets("2035"))
    row = _told(table, "CHN-NDC2035_2025")
    assert row["value"] == pytest.approx(8.0) and row["target"] == 7.0 and row["met"] == "yes"
    assert "own peak of 14,000 Mt net (aligned, AR5) in 2027" in row["note"]
    assert row["indicator"] == "net_emissions_below_peak"
    none = indicators_table(ECONOMY, _land(net_emissions=np.full(71, -1.0)), YEARS, load_targets("2035"))
    assert "not above zero" in _told(none, "CHN-NDC2035_2025")["note"]


def test_levels_of_a_national_inventory_are_not_judged():
    land = _land(growing_stock=np.full(71, 30000.0))
    row = _told(indicators_table(ECONOMY, land, YEARS, load_targets("all")), "CHN-NDC2035_2025-growing_stock")
    assert (row["value"], row["target"], row["met"]) == (30.0, 24.0, "not comparable")


def test_ceilings_and_shares():
    land = _land(grazing_pressure=np.full(71, 1.2), protected_area_share=np.full(71, 0.27))
    table = indicators_table(ECONOMY, land, YEARS, load_targets("all"))
    assert _told(table, "MNG-NDC1_2016-grazing_pressure")["met"] == "no"
    protected = _told(table, "MNG-NDC1_2016-protected_area")
    assert protected["value"] == pytest.approx(27.0) and protected["target"] == 25.0 and protected["met"] == "yes"
    calm = indicators_table(ECONOMY, _land(grazing_pressure=np.full(71, 0.9)), YEARS)
    assert _told(calm, "MNG-NDC1_2016-grazing_pressure")["met"] == "yes"


def test_a_ceiling_on_the_herd_counts_all_animals():
    from dataclasses import replace

    cap = replace(
        next(t for t in load_targets() if t.kind == "at_most"),
        indicator="herd", unit="million head", amount=40.0, amount_low=40.0, amount_high=40.0,
    )  # fmt: skip
    herds = {f"herd_{name}": np.full(71, 7.0) for name in SPECIES}
    row = _told(indicators_table(ECONOMY, _land(**herds), YEARS, (cap,)), cap.id)
    assert row["value"] == pytest.approx(7.0 * len(SPECIES)) and row["met"] == "no"


def test_every_pledge_that_is_no_level_is_told_once_with_its_version():
    table = indicators_table(ECONOMY, {}, YEARS, load_targets("all"), {"CHN-NDC1_2021-peak"})
    wanted = {t.id for t in load_targets("all") if not t.in_tonnes or t.kind in ("net_zero", "below_peak")}
    assert set(table["target_id"]) == wanted
    assert set(table["version"]) == {"first", "updated", "2035", "long_term"}
    assert set(table.loc[table["in_force"] == "yes", "target_id"]) == {"CHN-NDC1_2021-peak"}
    assert "recalled" in _told(table, "CHN-NDC1_2021-wind_and_solar")["note"]
    assert _told(table, "CHN-NDC1_2021-peak")["target"] == 2029


def test_china_peak_and_intensity():
    table = indicators_table(ECONOMY, {}, YEARS)
    peak = _one(table, "CHN", "peak_year")
    assert peak["value"] == YEARS[np.argmax(ECONOMY.value[0])] and peak["met"] == "yes"
    # 2024: emissions of 15565.6 on 7978.1 Mt in 2005, GDP of 18.49 on 4.518 trillion USD.
    past = _one(table, "CHN", "emissions_per_gdp", 2024)
    assert past["value"] == pytest.approx(100 * (1 - 15565.6 / 7978.1 / (18.48811 / 4.518455)), abs=0.01)
    assert past["met"] == "not yet due"
    future = _one(table, "CHN", "emissions_per_gdp")
    assert "assumed" in future["note"] and future["target"] == 60.0


def test_implied_level_follows_from_intensity_and_growth():
    target = next(target for target in load_targets() if target.kind == "intensity")
    value, low, high = implied_level(target, ECONOMY)
    gdp = 18.48811 / 4.518455
    assert value == pytest.approx(7978.1 * 0.375 * gdp * 1.04**6, rel=1e-4)
    assert low == pytest.approx(7978.1 * 0.35 * gdp * 1.03**6, rel=1e-4)
    assert high == pytest.approx(7978.1 * 0.40 * gdp * 1.05**6, rel=1e-4)
