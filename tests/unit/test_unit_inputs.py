"""From units to blocks of lanes and back, and the weights by which national herds, harvest and fire are shared out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsim.core import parameters
from landsim.core.state import (
    DRIVER,
    INPUT,
    LAND,
    LANES,
    LUMP_AGES,
    N_RULES,
    N_STRATA,
    RECLASSIFICATION,
    SURVIVE_BY_ARIDITY,
)
from landsim.disturbed_forest import DisturbedForest
from landsim.grazing_inputs import recorded_sheep_units
from landsim.landscape import Landscape
from landsim.names import COUNTRIES, SPECIES
from landsim.planned_harvest import harvest_shares, lump_weights, national_share, product_carbon
from landsim.policy.tiers import Row
from landsim.results import Run
from landsim.unit_inputs import (
    make_blocks,
    national_arrays,
    plan_rows,
    strata_present,
    unit_inputs,
)

VALUES = parameters.defaults()


@given(counts=st.lists(st.integers(0, 3 * LANES + 1), min_size=6, max_size=6))
def test_blocks_hold_every_unit_once_and_one_country_each(counts: list[int]) -> None:
    country = np.repeat(np.arange(6), counts)
    blocks = make_blocks(country)
    assert blocks.lanes == len(blocks.country) * LANES
    assert len(np.unique(blocks.lane)) == len(country)
    np.testing.assert_array_equal(blocks.unit[blocks.lane], np.arange(len(country)))
    assert (blocks.unit >= 0).sum() == len(country)
    np.testing.assert_array_equal(blocks.country[blocks.lane // LANES], country)
    # Units keep their order, so that groups of 32 are the same for any number of threads.
    assert (np.diff(blocks.lane) > 0).all()


@given(counts=st.lists(st.integers(0, 2 * LANES), min_size=6, max_size=6).filter(any))
def test_values_spread_over_lanes_come_back(counts: list[int]) -> None:
    country = np.repeat(np.arange(6), counts)
    blocks = make_blocks(country)
    values = np.random.default_rng(1).uniform(1.0, 2.0, (2, len(country)))
    spread = blocks.spread(values)
    np.testing.assert_array_equal(spread[:, blocks.lane], values)
    assert (spread[:, blocks.unit < 0] == 0.0).all()


def test_starting_ages_add_up_and_have_their_mean() -> None:
    weights = lump_weights(VALUES)
    np.testing.assert_allclose(weights.sum(axis=2), 1.0, rtol=1e-12)
    assert (weights >= 0.0).all()
    mean = weights @ np.array(LUMP_AGES, dtype=float)
    wanted = parameters.take(VALUES, "forest.natural_mean_age")
    # Cohorts are ten years wide and the oldest stands for all older ones, so a mean is met within a few per cent, and
    # within a fifth where much of the forest is older than the oldest cohort (Russia).
    np.testing.assert_allclose(mean[:, 0], wanted, rtol=0.2)
    np.testing.assert_allclose(mean[:5, 0], wanted[:5], rtol=0.1)


def test_herds_in_sheep_units_by_hand(land: Landscape) -> None:
    total, grazed = recorded_sheep_units(land, VALUES)
    for unit in (50, 9000, 17000):
        factors = {"cattle": 6.0, "buffalo": 6.0, "sheep": 1.0, "goats": 0.9, "horses": 7.0, "camels": 5.0}
        assert total[unit] == pytest.approx(sum(f * land[f"heads_{s}"][unit] for s, f in factors.items()))
    mongolia = land.country == COUNTRIES.index("MNG")
    heads = sum(land[f"heads_{s}"] for s in SPECIES)
    assert total[mongolia].sum() / heads[mongolia].sum() == pytest.approx(1.7, abs=0.2)
    assert (grazed[mongolia] == 0.95).all()
    inner = land.province == land.provinces.index("Inner Mongolia")
    assert (grazed[inner] == 0.75).all()
    elsewhere = land.province == land.provinces.index("Henan")
    assert (grazed[elsewhere] == 0.08).all()
    russia = (land.country == COUNTRIES.index("RUS")) & (total > 0.0)
    cattle = 6.0 * land["heads_cattle"][russia] / total[russia]
    np.testing.assert_allclose(grazed[russia], 0.3 * cattle + 0.6 * (1.0 - cattle))


def test_national_shares_add_up_to_one_where_there_is_weight() -> None:
    country = np.array([0, 0, 1, 1, 2])
    share = national_share(np.array([1.0, 3.0, 0.0, 0.0, 5.0]), country)
    assert share.tolist() == [0.25, 0.75, 0.0, 0.0, 1.0]


def test_inputs_come_from_the_landscape_and_the_plan(baseline: Run) -> None:
    land = baseline.landscape
    inputs = unit_inputs(land, baseline.plan.start_areas, baseline.plan.areas_2020, VALUES)
    assert np.isfinite(inputs).all()
    np.testing.assert_array_equal(inputs[: len(LAND)], baseline.plan.start_areas)
    size = inputs[: len(LAND)].sum(axis=0) + inputs[INPUT.inland_water]
    np.testing.assert_allclose(size, land.area(), rtol=1e-12)
    for country in range(len(COUNTRIES)):
        for share in (INPUT.burned_area_share, INPUT.insect_area_share):
            assert inputs[share, land.country == country].sum() == pytest.approx(1.0)
    forest = baseline.plan.areas_2020[:2].sum(axis=0)
    for share in (INPUT.burned_area_share, INPUT.insect_area_share):
        assert (inputs[share][forest == 0.0] == 0.0).all()


def test_harvest_is_shared_out_in_whole_over_each_nation(baseline: Run) -> None:
    inputs = baseline.plan.inputs
    shares = harvest_shares(inputs, baseline.landscape.country, VALUES, 71)
    assert shares.shape == (8, baseline.landscape.size)
    assert (shares >= 0.0).all()
    for country in range(len(COUNTRIES)):
        here = baseline.landscape.country == country
        np.testing.assert_allclose(shares[:, here].sum(axis=1), 1.0, rtol=1e-12)
    assert (shares[:, inputs[:2].sum(axis=0) == 0.0] == 0.0).all()


def test_drivers_of_the_kernel_follow_the_statistics(baseline: Run) -> None:
    areas = baseline.drivers.burned_forest
    weather = np.ones((len(COUNTRIES), len(baseline.drivers.years), 3))
    weather[1] = (0.5, 0.6, 0.7)
    arrays = national_arrays(baseline.drivers, VALUES, DisturbedForest(areas, 0.5 * areas), weather)
    assert arrays[1, 40, [DRIVER.forage_desert, DRIVER.forage_steppe, DRIVER.forage_meadow]].tolist() == [0.5, 0.6, 0.7]
    assert np.isfinite(arrays).all()
    np.testing.assert_allclose(arrays[:, 30, DRIVER.herd_ratio], 1.0)
    herd = baseline.drivers.heads[3] @ parameters.take(VALUES, "herd.sheep_units")
    np.testing.assert_allclose(arrays[3, :, DRIVER.herd_ratio], herd / herd[30])
    np.testing.assert_array_equal(arrays[:, :, DRIVER.burned_area], areas)
    np.testing.assert_array_equal(arrays[:, :, DRIVER.insect_area], 0.5 * areas)
    assert (np.diff(arrays[0, :, DRIVER.co2_factor]) >= 0.0).all()
    assert arrays[0, 0, DRIVER.co2_factor] == pytest.approx(1.0)


@pytest.mark.parametrize("name", COUNTRIES)
def test_carbon_in_roundwood_by_hand(baseline: Run, name: str) -> None:
    country, year = COUNTRIES.index(name), 20
    industrial = baseline.drivers.industrial_roundwood[country, year]
    fuel = baseline.drivers.roundwood[country, year] - industrial
    cut = industrial + fuel * parameters.take(VALUES, "harvest.fuelwood_from_forest")[country]
    per_cubic_metre = parameters.take(VALUES, "harvest.carbon_per_roundwood")[country]
    bark = parameters.value(VALUES, "harvest.bark_factor")
    assert product_carbon(baseline.drivers, VALUES)[country, year] == pytest.approx(cut * per_cubic_metre * bark)


def made_up_rows(country: np.ndarray) -> list[Row]:
    generator = np.random.default_rng(3)
    cumulative = np.array([0.0, 1.0, 3.0])
    rows = []
    for index, (rule, source, destination) in enumerate(
        [(0, LAND.index("grassland"), LAND.index("forest_planted")), (RECLASSIFICATION, 0, 1), (0, 4, 2)]
    ):
        share = np.where(country == index, generator.uniform(size=len(country)), 0.0)
        rows.append(Row(rule, source, destination, index == 0, 1.0, cumulative, share / share.sum(), "made up"))
    return rows


def test_rows_reach_their_lanes_and_no_others() -> None:
    country = np.repeat(np.arange(6), [70, 40, 33, 5, 0, 64])
    blocks, rows = make_blocks(country), made_up_rows(country)
    packed = plan_rows(rows, blocks, years=2)
    rebuilt = np.zeros((len(rows), len(blocks.country), LANES))
    for block in range(len(blocks.country)):
        for slot in range(packed.pointer[block, 0], packed.pointer[block, -1]):
            rebuilt[packed.row[slot], block] += packed.share[slot]
    for index, row in enumerate(rows):
        np.testing.assert_array_equal(rebuilt[index].ravel()[blocks.lane], row.share)
    assert len(packed.row) == 3 + 2 + 2  # blocks with a share
    assert packed.survival.tolist() == [SURVIVE_BY_ARIDITY, 0, 0]
    np.testing.assert_array_equal(packed.cumulative, [[0.0, 1.0, 3.0]] * 3)


def test_strata_are_present_where_forest_stands_or_is_planned() -> None:
    country = np.repeat(np.arange(6), [70, 40, 33, 5, 0, 64])
    blocks = make_blocks(country)
    packed = plan_rows(made_up_rows(country), blocks, years=2)
    inputs = np.zeros((len(INPUT), len(country)))
    inputs[0, country == 1] = 10.0  # natural forest, restocked to planted
    inputs[0, country == 5] = 10.0
    present = strata_present(blocks.spread(inputs), packed, blocks)
    expected = {0: [False, True, False], 1: [True, True, False], 2: [False, False, True], 5: [True, False, False]}
    for index, strata in expected.items():
        assert (present[blocks.country == index] == strata).all(), index
    assert present.shape == (len(blocks.country), N_STRATA)


def test_a_plan_without_rows_is_legal() -> None:
    country = np.repeat(np.arange(6), [3, 1, 1, 1, 1, 1])
    blocks = make_blocks(country)
    packed = plan_rows([], blocks, years=2)
    assert packed.pointer.shape == (6, N_RULES + 1) and not packed.pointer.any() and packed.share.shape == (0, LANES)
    inputs = np.zeros((len(INPUT), blocks.lanes))
    assert not strata_present(inputs, packed, blocks).any()
