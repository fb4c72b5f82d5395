"""Net primary production of units out of the kernel: it repeats the fluxes, and CO2 does not move it."""

from __future__ import annotations

import numpy as np
import pytest
from landscapes import CROPLAND, GRASSLAND, NATURAL, PLANTED, Change, World, make_world

from landsim.core import parameters
from landsim.core.state import DRIVER, EXCLOSURE, FLUX, INPUT, PRODUCTION, SNAPSHOT, TRANSITION

FOREST, GRASS = PRODUCTION.index("forest"), PRODUCTION.index("grassland")


def forest_area(world: World, maps: np.ndarray) -> np.ndarray:
    """Natural and planted forest of every unit by year, ha."""
    return maps[: world.years, SNAPSHOT.area_forest_natural] + maps[: world.years, SNAPSHOT.area_forest_planted]


@pytest.mark.parametrize(("burning", "harvest"), [(0.0, 0.0), (0.05, 0.03)])
def test_production_of_forest_repeats_the_fluxes(burning: float, harvest: float) -> None:
    """Where no land joins or leaves forest, hectares times production are the growth and litter of the block."""
    world = make_world(seed=4, countries=(0, 5), years=25, burning=burning, harvest=harvest)
    found = world.run()
    units = found.production[FOREST].astype(float) * forest_area(world, found.maps)
    for block, country in enumerate(world.block_country):
        told = units[:, block * 32 : block * 32 + 32].sum(axis=1)
        fluxes = found.total[country, :, FLUX.growth] + found.total[country, :, FLUX.litterfall]
        np.testing.assert_allclose(told, fluxes, rtol=1e-5)


def test_young_forest_on_other_land_does_not_lower_what_forest_produces() -> None:
    planted = Change(TRANSITION, CROPLAND, PLANTED, 0.05)
    alone = make_world(seed=7, years=30, burning=0.0, harvest=0.0, empty=0.0)
    beside = make_world(seed=7, years=30, burning=0.0, harvest=0.0, empty=0.0, changes=(planted,))
    before, after = alone.run(), beside.run()
    assert forest_area(beside, after.maps)[-1].sum() > 1.2 * forest_area(alone, before.maps)[-1].sum()
    np.testing.assert_allclose(after.production[FOREST], before.production[FOREST], rtol=1e-5)


def test_clearing_alike_leaves_the_mean_alone() -> None:
    cleared = Change(TRANSITION, NATURAL, CROPLAND, 0.01)
    alone = make_world(seed=7, years=30, burning=0.0, harvest=0.0, empty=0.0)
    less = make_world(seed=7, years=30, burning=0.0, harvest=0.0, empty=0.0, changes=(cleared,))
    only = (alone.inputs[PLANTED] == 0.0) | (alone.inputs[NATURAL] > 100.0 * alone.inputs[PLANTED])
    assert only.any()
    before, after = alone.run(), less.run()
    still = only & (forest_area(less, after.maps)[-1] > 0.0)
    assert still.any()
    np.testing.assert_allclose(after.production[FOREST][:, still], before.production[FOREST][:, still], rtol=5e-3)


def test_production_of_grass_by_hand() -> None:
    world = make_world(seed=3, years=12, warming=0.05, herd=0.8)
    values, found = world.values, world.run()
    degraded = parameters.value(values, "rangeland.degraded_production")
    roots, loss = (parameters.value(values, f"mineral_soil.{name}") for name in ("roots_of_leaves", "root_loss"))
    dry = world.inputs[INPUT.aridity]
    zone = np.where(dry < 0.2, DRIVER.forage_desert, np.where(dry < 0.65, DRIVER.forage_steppe, DRIVER.forage_meadow))
    reference = None
    for year in range(world.years):
        area = found.maps[year, SNAPSHOT.area_grassland]
        grown = degraded + (1.0 - degraded) * found.maps[year, SNAPSHOT.rangeland_condition]
        relative = (grown + roots * (1.0 - loss * (1.0 - grown))) * world.drivers[0, year, zone]
        full = np.divide(found.production[GRASS, year], relative, out=np.zeros_like(area), where=area > 0.0)
        assert (found.production[GRASS, year][area == 0.0] == 0.0).all()
        # What is left is forage of the climate in full condition, which moves slowly with warming and not with weather.
        if reference is not None:
            np.testing.assert_allclose(full, reference, rtol=0.05)
        reference = full


def test_rising_co2_alone_moves_no_production() -> None:
    """What is told under CO2 whose factor rises by a fifth is what a run without it tells; uncorrected it rises."""
    plain = make_world(seed=5, countries=(0, 3), years=60, burning=0.01, harvest=0.005, herd=0.02)
    risen = make_world(seed=5, countries=(0, 3), years=60, burning=0.01, harvest=0.005, herd=0.02)
    risen.drivers[:, :, DRIVER.co2_factor] = 1.0 + 0.2 * np.arange(60) / 59.0
    before, after = plain.run(), risen.run()
    assert after.total[:, -1, FLUX.growth].sum() > 1.1 * before.total[:, -1, FLUX.growth].sum()
    for layer in (FOREST, GRASS):
        old, new = before.production[layer], after.production[layer]
        grows = old[-1] > 0.0
        # Harvest in tonnes takes fewer hectares where more stands: that part of CO2's effect stays.
        np.testing.assert_allclose(new[:, grows], old[:, grows], rtol=0.02)


def test_grazing_shows_and_exclosure_ends_it() -> None:
    grazed = make_world(seed=6, years=40, herd=30.0, empty=0.0)
    all_of_it = Change(EXCLOSURE, GRASSLAND, GRASSLAND, 1.0, last=0)
    closed = make_world(seed=6, years=40, herd=30.0, empty=0.0, changes=(all_of_it,))
    as_is = grazed.run()
    before, after = as_is.production[GRASS][-1], closed.run().production[GRASS][-1]
    pressed = (as_is.maps[-1, SNAPSHOT.grazing_pressure] > 1.2) & (before > 0.0)
    assert pressed.sum() > 5
    assert (after[pressed] > 1.05 * before[pressed]).mean() > 0.7
    assert (after >= 0.999 * before).all()
