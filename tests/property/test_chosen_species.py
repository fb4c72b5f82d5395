"""Species chosen for planting: trees planted from 2021 on stand on their curve, all others on that of their stratum."""

from __future__ import annotations

import numpy as np
import pytest
from landscapes import GRASSLAND, NATURAL, PLANTED, Change, World, make_world

from landsim.core import parameters
from landsim.core.budget import AREA_TOLERANCE, CARBON_TOLERANCE
from landsim.core.dimensions import FOREST_TYPES
from landsim.core.state import BUDGETS, FIRST_PLANTING, FLUX, INPUT, RECLASSIFICATION, SNAPSHOT, TRANSITION

CALM = {"burning": 0.0, "harvest": 0.0, "warming": 0.0}
YEARS = 71
LARCH, POPLAR = FOREST_TYPES.index("larch_plantation_NE_China"), FOREST_TYPES.index("poplar_plantation")
# Dieback of dry plantations would lower stands that are to stand on their curve.
NO_DIEBACK = {"afforestation.dieback_rate": 0.0}


def curve(world: World, kind: int, age: int) -> float:
    """Biomass of a forest type at an age, tC/ha, before any scale: Chapman-Richards in plain numpy."""
    a, k, p = (parameters.take(world.values, f"forest.{name}")[kind] for name in ("asymptote", "rate", "shape"))
    return float(a * (1.0 - np.exp(-k * age)) ** p)


def planted_in(first: int, last: int, **options) -> World:
    """Land that never had forest, planted in some years, in a world without disturbance."""
    change = Change(TRANSITION, GRASSLAND, PLANTED, 0.3 / (last - first + 1), first=first, last=last)
    world = make_world(years=YEARS, **CALM, overrides=NO_DIEBACK, changes=(change,), **options)
    world.inputs[[INPUT.area_forest_natural, INPUT.area_forest_planted]] = 0.0
    world.inputs[INPUT.planted_type] = LARCH
    return world


def choose(world: World, slot: int, kind: int, share: float, scale: float = 1.0) -> None:
    first = INPUT.species_type_1 + 3 * (slot - 1)
    world.inputs[first], world.inputs[first + 1], world.inputs[first + 2] = kind, scale, share


@pytest.mark.parametrize("birth", [0, FIRST_PLANTING - 1, FIRST_PLANTING, FIRST_PLANTING + 1, 50, 70])
def test_larch_before_2021_and_poplar_after_stand_each_on_its_curve(birth: int) -> None:
    world = planted_in(birth, birth)
    choose(world, 1, POPLAR, 1.0, scale=0.8)
    maps = world.run().maps
    area = maps[birth, SNAPSHOT.area_forest_planted]
    assert area.sum() > 0.0
    chosen = birth >= FIRST_PLANTING
    scale = 0.8 if chosen else world.inputs[INPUT.planted_scale]
    for year in range(birth, YEARS):
        expected = area * scale * curve(world, POPLAR if chosen else LARCH, year - birth + 1)
        assert maps[year, SNAPSHOT.living_biomass] == pytest.approx(expected, rel=1e-12, abs=1e-9)


def test_larch_and_poplar_side_by_side_in_one_unit_follow_each_its_own() -> None:
    """Planted every year from 2015 to 2030: six cohorts of larch, ten of poplar, one year apart."""
    world = planted_in(25, 40)
    choose(world, 1, POPLAR, 1.0)
    maps = world.run().maps
    yearly = np.diff(maps[:, SNAPSHOT.area_forest_planted], axis=0, prepend=0.0)
    own = world.inputs[INPUT.planted_scale]
    for year in (30, 31, 32, 45, 70):
        expected = sum(
            yearly[born]
            * (
                curve(world, POPLAR, year - born + 1)
                if born >= FIRST_PLANTING
                else own * curve(world, LARCH, year - born + 1)
            )
            for born in range(year + 1)
        )
        assert maps[year, SNAPSHOT.living_biomass] == pytest.approx(expected, rel=1e-12, abs=1e-9)


@pytest.mark.parametrize(("first", "second"), [(0.5, 0.0), (0.25, 0.5), (0.5, 0.5)])
def test_what_is_mixed_grows_as_the_mean_of_its_curves(first: float, second: float) -> None:
    pine = FOREST_TYPES.index("korean_pine_plantation")
    world = planted_in(35, 35)
    choose(world, 1, POPLAR, first, scale=0.7)
    choose(world, 2, pine, second, scale=1.2)
    maps = world.run().maps
    area = maps[35, SNAPSHOT.area_forest_planted]
    own = (1.0 - first - second) * world.inputs[INPUT.planted_scale]
    for year in (35, 36, 50, 70):
        age = year - 34
        density = first * 0.7 * curve(world, POPLAR, age) + second * 1.2 * curve(world, pine, age)
        expected = area * (density + own * curve(world, LARCH, age))
        assert maps[year, SNAPSHOT.living_biomass] == pytest.approx(expected, rel=1e-12, abs=1e-9)


def busy(**options) -> World:
    """Fire, felling, restocking and planting all at once, before and after 2021."""
    changes = (
        Change(TRANSITION, GRASSLAND, PLANTED, 0.004, by_aridity=True),
        Change(TRANSITION, GRASSLAND, NATURAL, 0.001),
        Change(RECLASSIFICATION, NATURAL, PLANTED, 0.003),
        Change(TRANSITION, PLANTED, GRASSLAND, 0.002),
    )
    return make_world(seed=7, countries=(0, 5), years=YEARS, warming=0.02, changes=changes, **options)


def test_the_own_type_as_the_species_changes_nothing() -> None:
    plain, named = busy(), busy()
    named.inputs[INPUT.species_type_1] = named.inputs[INPUT.planted_type]
    named.inputs[INPUT.species_scale_1] = named.inputs[INPUT.planted_scale]
    named.inputs[INPUT.species_share_1] = np.linspace(0.0, 1.0, named.units)
    one, two = plain.run(), named.run()
    scale = np.maximum(np.abs(one.total).max(axis=1, keepdims=True), 1.0)
    assert (np.abs(one.total - two.total) <= 1e-12 * scale).all()
    assert np.abs(one.maps - two.maps).max() <= 1e-12 * np.abs(one.maps).max()


def test_everything_closes_and_nothing_before_2021_moves() -> None:
    plain, chosen = busy(), busy()
    choose(chosen, 1, POPLAR, 0.6, scale=1.3)
    choose(chosen, 2, LARCH, 0.3, scale=0.4)
    one, two = plain.run(), chosen.run()
    limits = [AREA_TOLERANCE if name == "area" else CARBON_TOLERANCE for name in BUDGETS]
    assert (two.worst <= np.array(limits)[:, None]).all()
    np.testing.assert_array_equal(one.total[:, :FIRST_PLANTING], two.total[:, :FIRST_PLANTING])
    growth = FLUX.growth
    assert (np.abs(one.total[[0, 5], 40:, growth] - two.total[[0, 5], 40:, growth]) > 1.0).all()
    # Growth of land in conversion is part of all growth, with the same curves.
    assert (two.total[:, :, FLUX.converted_growth] <= two.total[:, :, growth] * (1.0 + 1e-12)).all()


def test_land_in_conversion_grows_on_the_chosen_curve() -> None:
    world = planted_in(31, 31)
    choose(world, 1, POPLAR, 1.0)
    result = world.run()
    growth, converted = (result.total[0, :, at] for at in (FLUX.growth, FLUX.converted_growth))
    np.testing.assert_allclose(converted[31:51], growth[31:51], rtol=1e-12)
    area = result.maps[31, SNAPSHOT.area_forest_planted].sum()
    for year in (31, 40, 50):
        gained = curve(world, POPLAR, year - 30) - curve(world, POPLAR, year - 31)
        assert converted[year] == pytest.approx(area * gained, rel=1e-10)
