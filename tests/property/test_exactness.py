"""Ages are exact, nothing drifts that nothing drives, and no setting of the machine changes a bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from landscapes import GRASSLAND, NATURAL, PLANTED, SHRUB, Change, World, make_world
from worlds import EXAMPLES, worlds

from landsim.core import parameters
from landsim.core.budget import SINGLE_PRECISION_TOLERANCE
from landsim.core.simulation import Simulated
from landsim.core.state import (
    BUDGETS,
    EXCLOSURE,
    FLUX,
    HERD_CAP,
    INPUT,
    LUMP_AGES,
    RECLASSIFICATION,
    SNAPSHOT,
    TRANSITION,
)

ARRAYS = ("total", "managed", "maps", "placed", "surviving", "worst", "worst_year", "humification")
CALM = {"burning": 0.0, "harvest": 0.0, "warming": 0.0}
# Long enough without herds for the grass to start in full condition.
# Grass in full condition, and cropland whose carbon input has not been rising.
FULL_GRASS = {"rangeland.start_years": 400.0, "mineral_soil.cropland_input_rise": 0.0}


def curve(world: World, stratum: int, age) -> np.ndarray:
    """Biomass of each unit's type at an age, tC/ha, with the unit's scale: Chapman-Richards in plain numpy."""
    kind = world.inputs[INPUT.natural_type + stratum].astype(int)
    a, k, p = (parameters.take(world.values, f"forest.{name}")[kind] for name in ("asymptote", "rate", "shape"))
    return world.inputs[INPUT.natural_scale + stratum] * a * (1.0 - np.exp(-k * age)) ** p


@pytest.mark.parametrize("stratum", [NATURAL, PLANTED, SHRUB])
@pytest.mark.parametrize("birth", [0, 1, 7, 30])
def test_an_undisturbed_planted_cohort_stays_on_its_curve(stratum, birth):
    """Planted in year `birth` on land that never had forest: at the end of year t it is t - birth + 1 years old."""
    world = make_world(
        years=71, **CALM, changes=(Change(TRANSITION, GRASSLAND, stratum, 0.3, first=birth, last=birth),)
    )
    world.inputs[[INPUT.area_forest_natural, INPUT.area_forest_planted]] = 0.0
    maps = world.run().maps
    area = maps[birth, SNAPSHOT.area_forest_natural + stratum]
    assert area.sum() > 0.0
    for year in range(71):
        expected = area * curve(world, stratum, year - birth + 1) if year >= birth else 0.0 * area
        assert maps[year, SNAPSHOT.living_biomass] == pytest.approx(expected, rel=1e-12, abs=1e-9)


@pytest.mark.parametrize("stratum", [NATURAL, PLANTED])
@pytest.mark.parametrize("lump", [0, 7, len(LUMP_AGES) - 1])
def test_a_starting_cohort_ages_by_one_year_a_year(stratum, lump):
    world = make_world(years=71, **CALM)
    world.inputs[INPUT.area_forest_natural + (1 - stratum)] = 0.0
    world.lump_weight[:] = 0.0
    world.lump_weight[:, :, lump] = 1.0
    maps = world.run().maps
    area = world.inputs[INPUT.area_forest_natural + stratum]
    for year in (0, 1, 2, 3, 35, 70):
        expected = area * curve(world, stratum, LUMP_AGES[lump] + year + 1)
        assert maps[year, SNAPSHOT.living_biomass] == pytest.approx(expected, rel=1e-11)


def test_yearly_plantings_are_a_sum_of_their_own_ages():
    """Thirty cohorts side by side: no area spreads into a neighbouring age."""
    world = make_world(years=40, **CALM, changes=(Change(TRANSITION, GRASSLAND, PLANTED, 0.01, first=2, last=31),))
    world.inputs[[INPUT.area_forest_natural, INPUT.area_forest_planted]] = 0.0
    maps = world.run().maps
    yearly = np.diff(maps[:, SNAPSHOT.area_forest_planted], axis=0, prepend=0.0)
    expected = sum(yearly[born] * curve(world, PLANTED, 39 - born + 1) for born in range(40))
    assert maps[39, SNAPSHOT.living_biomass] == pytest.approx(expected, rel=1e-12)


def test_burned_land_starts_at_age_zero_and_regrows_to_one_in_the_year():
    """Stand-replacing fire on half of a single old cohort in year 3 (Korea: every tree on burned land dies)."""
    world = make_world(years=6, countries=(4,), **CALM)
    world.inputs[INPUT.area_forest_planted] = 0.0
    world.lump_weight[:] = 0.0
    world.lump_weight[:, :, 5] = 1.0
    area = world.inputs[INPUT.area_forest_natural]
    world.inputs[INPUT.burned_area_share] = area / area.sum()
    world.drivers[:, 3, 2] = 0.25 * area.sum()
    maps = world.run().maps
    for year, young in ((3, 1), (5, 3)):
        old = curve(world, NATURAL, LUMP_AGES[5] + year + 1)
        expected = area * (0.75 * old + 0.25 * curve(world, NATURAL, young))
        assert maps[year, SNAPSHOT.living_biomass] == pytest.approx(expected, rel=1e-12)


def test_harvest_takes_the_oldest_first_and_only_above_rotation_age():
    world = make_world(years=1, countries=(0,), burning=0.0, harvest=0.0)
    world.inputs[INPUT.area_forest_planted] = 0.0
    old, young = LUMP_AGES.index(165), LUMP_AGES.index(15)
    world.lump_weight[:] = 0.0
    world.lump_weight[:, :, [old, young]] = 0.5
    area = world.inputs[INPUT.area_forest_natural]
    world.harvest_share[:] = (area > 0.0) / (area > 0.0).sum()
    world.drivers[:, :, 3] = 1e12
    result = world.run()
    rotation = parameters.take(world.values, "forest.minimum_rotation")[world.inputs[INPUT.natural_type].astype(int)]
    assert rotation.max() <= 165
    # Ages 10 to 20: of a rotation of 15 the five youngest years are left and one of the five ripe ones comes due, so a
    # sixth is felled; a rotation of 20 has none that is ripe, a rotation of 8 fells them all.
    assert set(rotation[rotation < 20]) <= {8.0, 15.0}
    felled = np.select([rotation == 8.0, rotation == 15.0], [1.0, 1.0 / 6.0], 0.0)
    young_land = (1.0 - felled) * curve(world, NATURAL, 16) + felled * curve(world, NATURAL, 1)
    expected = 0.5 * area * (curve(world, NATURAL, 1) + young_land)
    assert result.maps[0, SNAPSHOT.living_biomass] == pytest.approx(expected, rel=1e-12)


def test_without_drivers_in_a_held_climate_nothing_moves():
    """No forest, no herd, no fire, no plan, grass in full condition: areas stay to the bit, soils to 1e-9."""
    world = make_world(years=71, countries=(3, 5), herd=0.0, **CALM, overrides=FULL_GRASS)
    world.inputs[[INPUT.area_forest_natural, INPUT.area_forest_planted]] = 0.0
    maps = world.run().maps
    for variable in range(SNAPSHOT.living_biomass):
        assert (maps[:, variable] == maps[0, variable]).all()
    assert maps[-1, SNAPSHOT.soil_carbon] == pytest.approx(maps[0, SNAPSHOT.soil_carbon], rel=1e-9)
    assert not maps[:, [SNAPSHOT.living_biomass, SNAPSHOT.dead_organic_matter, SNAPSHOT.grazing_pressure]].any()


def test_old_forest_without_drivers_keeps_its_dead_matter():
    """Stands so old that the curve is flat: litter is what it was, so dead matter and soil stay where they start."""
    world = make_world(years=71, herd=0.0, **CALM, overrides={"forest.rate": 0.3, **FULL_GRASS})
    world.lump_weight[:] = 0.0
    world.lump_weight[:, :, 0] = 1.0
    maps = world.run().maps
    forest = world.inputs[: SHRUB + 1].sum(axis=0) > 0.0
    for variable in (SNAPSHOT.living_biomass, SNAPSHOT.dead_organic_matter):
        assert maps[-1, variable, forest] == pytest.approx(maps[0, variable, forest], rel=1e-9)
    assert maps[-1, SNAPSHOT.soil_carbon] == pytest.approx(maps[0, SNAPSHOT.soil_carbon], rel=1e-9)


def assert_same_bits(one: Simulated, two: Simulated) -> None:
    for name in ARRAYS:
        a, b = getattr(one, name), getattr(two, name)
        assert a.tobytes() == b.tobytes(), f"{name}: largest difference {np.max(np.abs(a - b)):.1e}"


@settings(EXAMPLES, max_examples=20)
@given(worlds())
def test_threads_and_blocks_change_no_bit(world):
    reference = world.run(threads=1, blocks_per_task=16)
    for threads in (1, 2):
        for blocks_per_task in (1, 2, 3):
            assert_same_bits(reference, world.run(threads=threads, blocks_per_task=blocks_per_task))


def test_many_blocks_on_two_threads_change_no_bit():
    changes = (
        Change(TRANSITION, GRASSLAND, PLANTED, 0.01, by_aridity=True),
        Change(RECLASSIFICATION, NATURAL, PLANTED, 0.01),
        Change(EXCLOSURE, GRASSLAND, GRASSLAND, 0.02),
        Change(HERD_CAP, GRASSLAND, GRASSLAND, 0.02),
    )
    world = make_world(seed=9, countries=tuple(range(6)) * 7, years=71, warming=0.03, changes=changes)
    reference = world.run(blocks_per_task=16)
    for threads, blocks_per_task in ((2, 1), (2, 5), (3, 4)):
        assert_same_bits(reference, world.run(threads=threads, blocks_per_task=blocks_per_task))


def test_a_unit_does_not_depend_on_its_neighbours():
    """Two blocks of a country run together give each unit what it gets when its block runs alone."""
    world = make_world(seed=4, countries=(3, 3), years=12, warming=0.05)
    both = world.run()
    alone = World(
        np.ascontiguousarray(world.inputs[:, 32:]), world.block_country[1:], world.present[1:], world.drivers,
        world.rows._replace(pointer=world.rows.pointer[1:]),
        np.ascontiguousarray(world.harvest_share[:, 32:]), world.lump_weight, world.values,
    ).run()  # fmt: skip
    assert np.array_equal(both.maps[..., 32:], alone.maps)


@settings(EXAMPLES, max_examples=20)
@given(worlds())
def test_single_precision_closes_and_agrees(world):
    double, single = world.run(), world.run(single_precision=True)
    assert single.worst.shape == (len(BUDGETS), world.units)
    assert single.worst.max() <= SINGLE_PRECISION_TOLERANCE
    stocks = slice(FLUX.area_forest_natural, FLUX.soil_other_land + 1)
    a, b = double.total[..., stocks], single.total[..., stocks]
    scale = np.maximum(np.abs(a).max(axis=(1, 2), keepdims=True), 1.0)
    assert np.max(np.abs(a - b) / scale) <= SINGLE_PRECISION_TOLERANCE
