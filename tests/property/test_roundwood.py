"""Roundwood by hand and on made-up land: what is cut, what is not, and that the ledger of it closes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from landscapes import GRASSLAND, NATURAL, Change, World, make_world
from worlds import EXAMPLES, worlds

from landsim.clearing_wood import cleared_carbon
from landsim.core import parameters
from landsim.core.dimensions import FOREST_TYPES
from landsim.core.simulation import Simulated, growth_tables
from landsim.core.state import DRIVER, FLUX, INPUT, LANES, LUMP_AGES, TRANSITION
from landsim.names import COUNTRIES
from landsim.planned_harvest import PlannedHarvest
from landsim.policy.forest_measures import tonnes_per_million
from landsim.policy.roundwood_ledger import explained_parts, roundwood_rows

LARCH = FOREST_TYPES.index("larch_permafrost_E_Siberia")
ROTATION = 90
HECTARES = 1000.0


def one_forest(age: int, wanted: float, years: int) -> World:
    """1000 ha of larch in one unit of China, all of it in the starting cohort of `age`; wanted in tC/yr of products."""
    world = make_world(years=years, burning=0.0, harvest=0.0)
    world.inputs[: INPUT.inland_water + 1] = 0.0
    world.inputs[INPUT.area_forest_natural, 0] = HECTARES
    world.inputs[INPUT.natural_type] = LARCH
    world.inputs[INPUT.natural_scale] = 1.0
    world.lump_weight[:] = 0.0
    world.lump_weight[:, NATURAL, LUMP_AGES.index(age)] = 1.0
    world.harvest_share[:] = 0.0
    world.harvest_share[:, 0] = 1.0
    world.drivers[0, :, DRIVER.product_carbon] = wanted
    return world


def products_of(world: World, age: int) -> float:
    """Products of all 1000 ha at an age, tC."""
    tables = growth_tables(world.values, world.lump_weight)
    stem = tables.share[tables.form[LARCH], 0]
    return float(HECTARES * tables.biomass[LARCH, age] * stem * parameters.value(world.values, "harvest.product_share"))


def ledger(world: World, result: Simulated, cleared: np.ndarray, roundwood: np.ndarray) -> list[dict[str, object]]:
    country = np.repeat(world.block_country, LANES)
    harvest = PlannedHarvest(roundwood, cleared, world.harvest_share)
    return roundwood_rows(harvest, [], result, world.values, np.arange(1990, 1990 + world.years), country)


def test_a_stand_comes_to_rotation_age_tenth_by_tenth():
    """Ages 80 to 90 at the start: more is wanted than is ripe, so each year its newly ripe tenth is felled."""
    assert parameters.take(parameters.defaults(), "forest.minimum_rotation")[LARCH] == ROTATION
    world = one_forest(age=85, wanted=1e6, years=13)
    felled = world.run().total[0, :, FLUX.felled_products]
    expected = [0.0] + [0.1 * products_of(world, 85 + year) for year in range(1, 11)] + [0.0, 0.0]
    np.testing.assert_allclose(felled, expected, rtol=1e-9, atol=1e-6)


def test_a_shortfall_by_hand():
    """2000 tC wanted a year, a tenth of the stand ripe in the second year: the ledger tells both to the last digit."""
    world = one_forest(age=85, wanted=2000.0, years=3)
    none = np.zeros((len(COUNTRIES), 3))
    wood = none.copy()
    wood[0] = 2000.0
    rows = ledger(world, world.run(), none, wood)
    per_volume = tonnes_per_million("CHN", world.values)
    cut = [0.0, 0.1 * products_of(world, 86), 0.1 * products_of(world, 87)]
    assert 0.0 < cut[1] < 2000.0 and len(rows) == 3
    for row, felled in zip(rows, cut, strict=True):
        assert row["promised"] == pytest.approx(2000.0 / per_volume)
        assert row["delivered"] == pytest.approx(felled / per_volume, rel=1e-9, abs=1e-15)
        assert row["explained"] == pytest.approx((2000.0 - felled) / per_volume, rel=1e-9)
        missing = f"{(2000.0 - felled) / per_volume:.4g}"
        assert row["reason"] == (
            f"stands too young: {missing} Mm3 were to be cut where no stand had come to rotation age"
        )


def test_abundant_stock_has_nothing_to_explain():
    world = one_forest(age=145, wanted=50.0, years=20)
    none = np.zeros((len(COUNTRIES), 20))
    wood = none.copy()
    wood[0] = 50.0
    for row in ledger(world, world.run(), none, wood):
        assert row["delivered"] == pytest.approx(row["promised"], rel=1e-9)
        assert row["explained"] == pytest.approx(0.0, abs=1e-12)
        assert row["reason"] == ""


def test_clearing_above_roundwood_is_told():
    """Half the forest is cleared in a year without any wood wanted from forest: the excess is a reason of its own."""
    world = one_forest(age=145, wanted=0.0, years=1)
    world.inputs[INPUT.area_grassland, 0] = 1.0
    change = make_world(years=1, changes=(Change(TRANSITION, NATURAL, GRASSLAND, 1.0),)).rows
    share = np.zeros((1, LANES))
    share[0, 0] = 1.0
    world = World(**{**vars(world), "rows": change._replace(share=share, cumulative=np.array([[0.0, HECTARES / 2]]))})
    result = world.run()
    given_wood = float(cleared_carbon(result)[0, 0])
    assert given_wood == pytest.approx(0.5 * products_of(world, 145), rel=1e-9)
    planned, wood = np.zeros((len(COUNTRIES), 1)), np.zeros((len(COUNTRIES), 1))
    planned[0], wood[0] = 1.02 * given_wood, 0.4 * given_wood
    (row,) = ledger(world, result, planned, wood)
    unit = given_wood / tonnes_per_million("CHN", world.values)
    assert row["explained"] == pytest.approx(-0.6 * unit) and row["delivered"] == pytest.approx(unit)
    assert row["reason"] == (
        f"clearing above roundwood: it was planned to give {0.62 * unit:.4g} Mm3 more than all roundwood, so nothing "
        f"was to be cut in forest; clearing not as planned: it gave {0.02 * unit:.4g} Mm3 less than planned"
    )


@EXAMPLES
@given(worlds(), st.floats(0.0, 3.0), st.floats(0.0, 1.0))
def test_what_is_explained_closes_every_row(world: World, cleared_ratio: float, spread: float):
    """Whatever the land gives, and however wrong the plan was about clearing: promised = delivered + explained."""
    result = world.run()
    cut = world.drivers[:, :, DRIVER.product_carbon]
    planned = cleared_ratio * cut.mean(axis=1, keepdims=True) + np.zeros_like(cut)
    country = np.repeat(world.block_country, LANES)
    here = np.isin(np.arange(len(COUNTRIES)), world.block_country)[:, None]
    # Years in which nothing is to be cut have clearing above all roundwood.
    roundwood = np.where(cut > 0.0, cut + planned, spread * planned)
    harvest = PlannedHarvest(roundwood, planned, world.harvest_share)
    assert harvest.to_be_cut == pytest.approx(cut, rel=1e-9, abs=1e-6)
    parts = explained_parts(harvest, [], result, country)
    delivered = result.total[:, :, FLUX.felled_products] + cleared_carbon(result)
    explained = np.sum(list(parts.values()), axis=0)
    limit = 1e-9 * max(1.0, float(roundwood.max()), float(delivered.max()))
    np.testing.assert_allclose((delivered + explained)[here[:, 0]], roundwood[here[:, 0]], rtol=1e-9, atol=limit)


@given(worlds())
@EXAMPLES
def test_wood_is_the_same_without_dead_matter_soil_and_grass(world: World) -> None:
    """What the rehearsal of clearing leaves out changes no bit of areas and trees, nor of cleared wood."""
    whole, wood = world.run(), world.run(only_wood=True)
    names = [name for name in FLUX._fields if name.startswith(("area_", "biomass_", "deforestation_products_"))]
    for name in (*names, "felled_area", "products_unmet"):
        at = FLUX._fields.index(name)
        assert np.array_equal(whole.total[:, :, at], wood.total[:, :, at]), name
    # Where slash is burned, wood is what is left of a sum over all sinks, and the other sinks move its last bit.
    felled = FLUX.felled_products
    assert whole.total[:, :, felled] == pytest.approx(wood.total[:, :, felled], rel=1e-14)
    assert np.array_equal(cleared_carbon(whole), cleared_carbon(wood))
    assert wood.production.size == 0
