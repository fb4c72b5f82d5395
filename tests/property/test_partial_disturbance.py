"""Fire that kills a part of the trees, for 300 years: the killed share of area goes to age 0, so a stock is sustained.

Old larch of eastern Siberia, 37 tC/ha at an age of 140 years; 0.4 % of the trees die by surface fire each year: on the
grid 0.3 of the trees on 1/75 of the area, in a stand 0.3 every 90 years (ln(1/0.7) / 90 = 0.4 %). Taking biomass away
while age goes on lets it fall to 12 tC/ha; a stand that is as old as what is left of it, and land whose killed share
starts at age 0, keep a steady stock.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from landscapes import NATURAL, World, make_world

import landsim
from landsim.core import parameters
from landsim.core.dimensions import COUNTRIES, FOREST_TYPES
from landsim.core.forest import TISSUES
from landsim.core.state import DRIVER, FLUX, INPUT, LAND, LUMP_AGES, MAXIMUM_YEARS

LARCH = FOREST_TYPES.index("larch_permafrost_E_Siberia")
ASYMPTOTE, RATE, SHAPE = (
    float(parameters.take(parameters.defaults(), f"forest.{name}")[LARCH]) for name in ("asymptote", "rate", "shape")
)
OLD, YEARS, KILLED, INTERVAL = 140, 300, 0.3, 90
BURNED = 1.0 / 75.0
START, FALLEN = 37.0, 12.0  # tC/ha
YOUNG_LUMP, OLD_LUMP = LUMP_AGES.index(65), LUMP_AGES.index(145)


def biomass(age: np.ndarray) -> np.ndarray:
    """Chapman-Richards, written again."""
    return ASYMPTOTE * (1.0 - np.exp(-RATE * age)) ** SHAPE


def living(result: pd.DataFrame) -> np.ndarray:
    return result[list(TISSUES)].sum(axis=1).to_numpy()


def age_classes(area: np.ndarray, killed: float, years: int) -> np.ndarray:
    """Living biomass of each year, tC: yearly age classes, of each of which a share starts again at age 0.

    area  ha of ages 0, 1, 2 ... at the start; the killed land grows in the same year, as all other land
    """
    stock = []
    for _ in range(years):
        area = np.concatenate([[0.0, killed * area.sum()], (1.0 - killed) * area[1:]])
        # Land at age 0 before the fire of the year is none: it grew to age 1 in the year it was set back.
        stock.append(float(area @ biomass(np.arange(len(area)))))
    return np.array(stock)


def age_kept(area: np.ndarray, killed: float, years: int) -> np.ndarray:
    """The same with biomass taken away and age going on: what the model must not do."""
    ages = np.arange(len(area), dtype=float)
    density = biomass(ages)
    stock = []
    for year in range(years):
        density = (1.0 - killed) * density + biomass(ages + year + 1) - biomass(ages + year)
        stock.append(float(area @ density))
    return np.array(stock)


class TestStand:
    """Hectares in landsim.simulate_stand whose fires come at different phases of the interval."""

    PHASES = range(1, INTERVAL + 1, 2)
    SHARES = np.array([0.55, 0.02, 0.18, 0.20, 0.05])

    def stands(self, growth: pd.DataFrame | landsim.GrowthCurve) -> np.ndarray:
        """Living biomass of the stand of each phase, tC/ha, [phases, years + 1]."""
        pools = dict(zip(TISSUES, START * self.SHARES, strict=True))
        fires = [dict.fromkeys(range(first, YEARS + 1, INTERVAL), "surface_fire") for first in self.PHASES]
        return np.array([living(landsim.simulate_stand(pools, growth, -8.0, events)) for events in fires])

    def test_biomass_taken_while_age_goes_on_never_comes_back(self) -> None:
        ages = np.arange(OLD, OLD + YEARS + 1, dtype=float)
        assert biomass(ages)[0] == pytest.approx(START, abs=0.1)
        table = pd.DataFrame(np.diff(biomass(ages))[:, None] * self.SHARES, columns=list(TISSUES))
        stock = self.stands(table)
        assert stock[:, 0] == pytest.approx(START)
        assert stock[:, -1].mean() == pytest.approx(FALLEN, abs=0.5)
        # By hand, first fire in the first year: each of four leaves 0.7 of what stood, and growth goes on by age.
        years = [0, 90, 180, 270, 300]
        left = START
        for first, last in pairwise(years):
            left = 0.7 * left + float(biomass(np.array(OLD + last)) - biomass(np.array(OLD + first)))
        assert stock[0, -1] == pytest.approx(left, rel=1e-9)

    def test_a_stand_as_old_as_what_is_left_recovers_between_fires(self) -> None:
        curve = landsim.GrowthCurve(ASYMPTOTE, RATE, SHAPE, YEARS, growth_form="larch")
        stock = self.stands(curve)
        assert stock[:, 0] == pytest.approx(START)
        # The last interval holds what the third held, in every stand and in their mean.
        np.testing.assert_allclose(stock[:, -1], stock[:, -1 - INTERVAL], rtol=0.02)
        assert stock[:, -INTERVAL:].mean() > 0.85 * START
        assert stock.min() > 0.65 * START


def larch_world(share_burned: float, years: int = MAXIMUM_YEARS) -> World:
    """One hectare of natural larch in one unit, two ages side by side; only surface fire, in a steady climate."""
    world = make_world(
        seed=1, countries=(COUNTRIES.index("RUS"),), years=years, harvest=0.0, herd=0.0,
        overrides={"fire.crown_share.RUS": 0.0, "fire.surface_kill_share": KILLED},
    )  # fmt: skip
    world.inputs[: len(LAND)] = 0.0
    world.inputs[NATURAL, 0] = 1.0
    world.inputs[INPUT.inland_water] = 0.0
    world.inputs[INPUT.natural_type] = LARCH
    world.inputs[INPUT.natural_scale] = 1.0
    world.inputs[INPUT.burned_area_share] = 0.0
    world.inputs[INPUT.burned_area_share, 0] = 1.0
    world.drivers[:, :, DRIVER.burned_area] = share_burned
    world.drivers[:, :, DRIVER.insect_area] = 0.0
    world.lump_weight[:, NATURAL] = 0.0
    world.lump_weight[:, NATURAL, [YOUNG_LUMP, OLD_LUMP]] = (0.25, 0.75)
    return world


def start_area(length: int = 700) -> np.ndarray:
    area = np.zeros(length)
    area[LUMP_AGES[YOUNG_LUMP]], area[LUMP_AGES[OLD_LUMP]] = 0.25, 0.75
    return area


class TestGrid:
    """The kernel holds 71 years; for 300 there are age classes in numpy, which it meets for as long as it runs."""

    def test_the_kernel_is_the_age_class_matrix_for_as_long_as_it_runs(self) -> None:
        for burned in (BURNED, 0.1, 0.4):
            result = larch_world(burned).run()
            stock = result.total[COUNTRIES.index("RUS"), :, FLUX.biomass_natural]
            np.testing.assert_allclose(stock, age_classes(start_area(), burned * KILLED, MAXIMUM_YEARS), rtol=1e-10)
            kept = age_kept(start_area(), burned * KILLED, MAXIMUM_YEARS)
            # Not the other way, which is a tenth lower by then under the least fire and by far under more.
            assert stock[-1] > 1.1 * kept[-1], burned

    def test_the_killed_share_of_area_starts_again_and_the_stock_is_sustained(self) -> None:
        killed = BURNED * KILLED
        area = np.zeros(700)
        area[OLD] = 1.0
        sustained, falling = age_classes(area, killed, YEARS), age_kept(area, killed, YEARS)
        assert falling[-1] == pytest.approx(FALLEN, abs=1.0)
        # The steady stock of land that dies at a constant rate: sum of killed (1 - killed)^age x biomass.
        ages = np.arange(1, 5000)
        steady = float((killed * (1.0 - killed) ** (ages - 1)) @ biomass(ages))
        assert sustained[-1] == pytest.approx(steady, rel=0.02)
        assert sustained.min() > 0.85 * START and sustained[-1] > 2.5 * falling[-1]
        # It no longer falls, while the other still loses as much as is killed.
        assert abs(np.diff(sustained[-50:])).max() < 1e-3 * START
        assert falling[-1] / falling[-2] == pytest.approx(1.0 - killed, abs=1e-4)
