"""Soil carbon by Tier 1 beside that of the model: climates, countries by hand, and rows that no sum holds."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import landsim
from landsim.core import parameters
from landsim.core.state import CONDITION_CLASSES, LAND, N_STRATA
from landsim.landscape import Landscape
from landsim.ledger_pieces import CROSS_CHECK, ledger_pieces
from landsim.names import COUNTRIES
from landsim.results import Run
from landsim.results_tables import ledger_table
from landsim.scenario import load_scenario
from landsim.soil_cross_check import (
    CHECKED,
    ZONES,
    densities,
    set_off,
    soil_of_model,
    soil_tier_1,
    soil_zones,
    spread_over,
    zone_shares,
)

VALUES = parameters.defaults()
MNG = COUNTRIES.index("MNG")
YEARS = 41
CROP, GRASS, TOWN, FOREST = (LAND.index(name) for name in ("cropland", "grassland", "settlement", "forest_natural"))
FULL, MODERATE, HEAVY, BARE = (
    CONDITION_CLASSES.index(name)
    for name in ("full", "moderately_degraded", "heavily_degraded", "fully_degraded")
)  # fmt: skip
T1_REST = 0.645  # tC/ha/yr: 43 x (1 - 0.70) / 20


def in_one_climate(zone: str) -> np.ndarray:
    shares = np.zeros((len(COUNTRIES), len(ZONES)))
    shares[:, ZONES.index(zone)] = 1.0
    return shares


def one_country(areas: dict[int, np.ndarray], grass: dict[int, np.ndarray]) -> np.ndarray:
    """Yearly change in Mongolia, tC/yr, [LAND, years - 1], cool temperate dry."""
    area = np.zeros((len(LAND), len(COUNTRIES), YEARS))
    for land, hectares in areas.items():
        area[land, MNG] = hectares
    by_condition = np.zeros((len(CONDITION_CLASSES), len(COUNTRIES), YEARS))
    for condition, hectares in grass.items():
        by_condition[condition, MNG] = hectares
    density = densities(in_one_climate("cool_temperate_dry"), by_condition, VALUES)
    return spread_over(set_off(area, density), 20)[:, MNG]


def stepped(before: float, after: float, year: int = 1) -> np.ndarray:
    """before until the year with that index, from then on after."""
    return np.where(np.arange(YEARS) < year, before, after)


def test_equilibria_by_hand() -> None:
    """43 tC/ha of high-activity clay in the cool and dry: crops 0.77, towns 0.80, other land 0.5, forest 1."""
    grass = np.zeros((len(CONDITION_CLASSES), len(COUNTRIES), 1))
    grass[[FULL, MODERATE, HEAVY, BARE], MNG, 0] = 40.0, 30.0, 20.0, 10.0
    found = densities(in_one_climate("cool_temperate_dry"), grass, VALUES)[:, MNG, 0]
    mean = 0.4 * 1.0 + 0.3 * 0.95 + 0.2 * 0.90 + 0.1 * 0.70
    expected = dict.fromkeys(LAND, 43.0) | {
        "cropland": 33.11, "grassland": 43.0 * mean, "settlement": 34.4, "other_land": 21.5,
    }  # fmt: skip
    assert dict(zip(LAND, found, strict=True)) == pytest.approx(expected, rel=1e-12)


def test_climates_are_weighed_by_carbon() -> None:
    """Half in the cool and moist (81, crops 0.70), half in the cool and dry (43, crops 0.77)."""
    shares = 0.5 * (in_one_climate("cool_temperate_moist") + in_one_climate("cool_temperate_dry"))
    found = densities(shares, np.zeros((len(CONDITION_CLASSES), len(COUNTRIES), 1)), VALUES)[:, MNG, 0]
    assert found[FOREST] == pytest.approx(62.0)
    assert found[CROP] == pytest.approx(0.5 * (81.0 * 0.70 + 43.0 * 0.77))
    polar = densities(in_one_climate("polar_dry"), np.zeros((len(CONDITION_CLASSES), len(COUNTRIES), 1)), VALUES)
    assert polar[FOREST, MNG, 0] == pytest.approx(59.0)
    scaled = parameters.resolve({"soil_stock_factors.reference_scale.MNG": 0.8})
    assert densities(shares, np.zeros((5, 6, 1)), scaled)[FOREST, MNG, 0] == pytest.approx(0.8 * 62.0)


def test_grassland_that_recovers_gains_as_the_factors_say() -> None:
    found = one_country({GRASS: np.full(YEARS, 1000.0)}, {BARE: stepped(1000.0, 0.0), FULL: stepped(0.0, 1000.0)})
    np.testing.assert_allclose(found[GRASS, :20], 1000.0 * T1_REST, rtol=1e-12)
    np.testing.assert_allclose(found[GRASS, 20:], 0.0, atol=1e-9)
    assert np.abs(np.delete(found, GRASS, axis=0)).max() == 0.0


def test_a_country_by_hand() -> None:
    """100 ha of crops and 300 ha of forest become 250 ha of grass and 150 ha of town; the new grass is nominal."""
    areas = {
        CROP: stepped(500.0, 400.0), FOREST: stepped(900.0, 600.0), GRASS: stepped(50.0, 300.0),
        TOWN: stepped(0.0, 150.0),
    }  # fmt: skip
    found = one_country(areas, {FULL: stepped(50.0, 300.0)})
    brought = (100.0 * 33.11 + 300.0 * 43.0) / 400.0
    assert brought == pytest.approx(40.5275)
    assert found[GRASS, 0] == pytest.approx(250.0 * (43.0 - brought) / 20.0, rel=1e-12) == pytest.approx(30.90625)
    assert found[TOWN, 0] == pytest.approx(150.0 * (34.4 - brought) / 20.0, rel=1e-12) == pytest.approx(-45.95625)
    assert found[CROP, 0] == found[FOREST, 0] == 0.0
    np.testing.assert_allclose(found[:, 19], found[:, 0], rtol=1e-12)
    np.testing.assert_allclose(found[:, 20:], 0.0, atol=1e-9)


def test_changes_of_several_years_run_side_by_side() -> None:
    """10 ha of crops become town in each of the years 1 to 30: after 20 years 200 ha are on their way."""
    gone = 10.0 * np.minimum(np.arange(YEARS), 30)
    found = one_country({CROP: 500.0 - gone, TOWN: gone}, {})[TOWN]
    each = 10.0 * (34.4 - 33.11) / 20.0
    np.testing.assert_allclose(found[:20], each * np.arange(1, 21), rtol=1e-9)
    np.testing.assert_allclose(found[19:30], each * 20, rtol=1e-9)
    np.testing.assert_allclose(found[30:], each * np.arange(19, 9, -1), rtol=1e-9)


def test_nothing_changes_where_areas_stay() -> None:
    areas = {land: np.full(YEARS, 100.0 + land) for land in range(len(LAND))}
    assert (one_country(areas, {FULL: np.full(YEARS, 60.0), BARE: np.full(YEARS, 44.0)}) == 0.0).all()


@given(st.integers(0, 2**32 - 1))
def test_all_categories_together_change_as_the_stocks_in_equilibrium(seed: int) -> None:
    random = np.random.default_rng(seed)
    area = random.dirichlet(np.full(len(LAND), 0.3), (2, 5)).transpose(2, 0, 1) * 1e6
    density = random.uniform(0.0, 150.0, area.shape)
    found = set_off(area, density).sum(axis=0)
    np.testing.assert_allclose(found, np.diff((area * density).sum(axis=0), axis=-1), rtol=1e-9, atol=1e-3)


def test_climates_of_units_follow_the_rule(land: Landscape) -> None:
    zone = soil_zones(land)
    mean, warmest = land["mean_annual_temperature"], land["warmest_month_temperature"]
    moist = land["annual_precipitation"] > land["potential_evapotranspiration"]
    for unit in range(0, land.size, 97):
        if mean[unit] > 10.0:
            belt = "warm_temperate"
        elif mean[unit] > 0.0:
            belt = "cool_temperate"
        else:
            belt = "boreal" if warmest[unit] > 10.0 else "polar"
        assert ZONES[zone[unit]] == f"{belt}_{'moist' if moist[unit] else 'dry'}"
    assert set(zone) == set(range(len(ZONES)))


def test_shares_of_climates_are_those_of_the_land_that_is_checked(land: Landscape) -> None:
    shares = zone_shares(land)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0, rtol=1e-12)
    area = np.sum([land[f"area_{name}"] for name in CHECKED], axis=0)
    there = land.country == MNG
    cool = there & (soil_zones(land) == ZONES.index("cool_temperate_dry"))
    assert shares[MNG, ZONES.index("cool_temperate_dry")] == pytest.approx(area[cool].sum() / area[there].sum())
    assert shares[COUNTRIES.index("KOR"), 0] > 0.9


class TestLedger:
    def test_rows_stand_beside_the_model(self, ndc_first: Run) -> None:
        rows = ndc_first.ledger[ndc_first.ledger["category"] == CROSS_CHECK]
        assert set(rows["flux"]) == {"soil_tier_1", "soil_model"}
        assert set(rows["land"]) == set(CHECKED) and set(rows["unit"]) == {"MtCO2"} and set(rows["gas"]) == {"CO2"}
        count = rows.groupby(["flux", "land", "country"])["year"].agg(["min", "max", "size"])
        assert count.loc["soil_tier_1"].drop_duplicates().to_numpy().tolist() == [[1991, 2060, 70]]
        assert count.loc["soil_model"].drop_duplicates().to_numpy().tolist() == [[1990, 2060, 71]]

    def test_emissions_are_positive(self, ndc_first: Run) -> None:
        rows = ndc_first.ledger[ndc_first.ledger["category"] == CROSS_CHECK]
        value = rows.set_index(["flux", "land", "country", "year"])["value"]
        gained = soil_tier_1(ndc_first.simulated, ndc_first.landscape, ndc_first.values)
        assert value["soil_tier_1", "grassland", "MNG", 2020] == pytest.approx(
            -gained["grassland"][MNG, 30] * 44.0 / 12.0 / 1e6
        )
        own = soil_of_model(ndc_first.simulated)["cropland"][MNG, 30]
        assert value["soil_model", "cropland", "MNG", 2020] == pytest.approx(-own * 44.0 / 12.0 / 1e6)
        assert value["soil_tier_1", "grassland", "MNG", 2020] > 0.0

    def test_the_model_rows_are_its_own_soil_fluxes(self, ndc_first: Run) -> None:
        ledger = ndc_first.ledger
        rows = ledger[ledger["flux"].isin(["soil_input", "soil_respiration"])]
        land = rows["land"].str.replace("_converted", "").str.replace("_unmanaged", "").str.replace("_managed", "")
        own = rows.groupby([land, "country", "year"])["value"].sum()
        beside = ledger[ledger["flux"] == "soil_model"].set_index(["land", "country", "year"])["value"]
        difference = (beside - own.reindex(beside.index)).abs()
        assert len(beside) == 4 * 6 * 71 and difference.max() < 1e-6

    def test_no_row_is_changed_by_them(self, ndc_first: Run) -> None:
        run = ndc_first
        without = ledger_table(ledger_pieces(run.simulated, run.account, run.values, {}), run.drivers.years)
        others = run.ledger[run.ledger["category"] != CROSS_CHECK].reset_index(drop=True)
        pd.testing.assert_frame_equal(without, others, check_exact=True)

    def test_no_total_holds_them(self, ndc_first: Run) -> None:
        """Three times the reference stock triples these rows and changes nothing else."""
        scenario = load_scenario("ndc-first")
        changed = type(scenario)(
            **{**vars(scenario), "parameters": {**scenario.parameters, "soil_stock_factors.reference_scale": 3.0}}
        )
        other = landsim.run(changed, landscape=ndc_first.landscape)
        for name in ("inventory", "stocks", "gap", "emissions", "indicators", "policy", "iamc", "provinces"):
            pd.testing.assert_frame_equal(getattr(other, name), getattr(ndc_first, name), check_exact=True)
        tripled = other.ledger["flux"] == "soil_tier_1"
        np.testing.assert_allclose(
            other.ledger.loc[tripled, "value"], 3.0 * ndc_first.ledger.loc[tripled, "value"], rtol=1e-9, atol=1e-12
        )
        assert (np.abs(other.ledger.loc[tripled, "value"]) > 1.0).any()
        pd.testing.assert_frame_equal(other.ledger[~tripled], ndc_first.ledger[~tripled], check_exact=True)

    def test_they_cost_little(self, ndc_first: Run) -> None:
        taken = []
        for _ in range(5):
            started = time.process_time()
            soil_tier_1(ndc_first.simulated, ndc_first.landscape, ndc_first.values)
            soil_of_model(ndc_first.simulated)
            taken.append(time.process_time() - started)
        print(f"CPU time {1e3 * min(taken):.2f} ms")
        assert min(taken) < 0.015


def test_forest_and_wetland_only_give_and_take(ndc_first: Run) -> None:
    assert set(CHECKED) == set(LAND[N_STRATA:]) - {"wetland"}
    assert set(soil_tier_1(ndc_first.simulated, ndc_first.landscape, VALUES)) == set(CHECKED)
