"""Cleared forest: wood leaves, what lies above ground decays as residue, what lies below is soil of the new land."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from landscapes import CROPLAND, GRASSLAND, NATURAL, PLANTED, SETTLEMENT, SHRUB, Change, World, make_world
from one_hectare import OneUnit, national, row
from test_exactness import CALM
from worlds import EXAMPLES, worlds

from landsim import simulate_stand
from landsim.core.budget import AREA_TOLERANCE, CARBON_TOLERANCE
from landsim.core.state import BUDGETS, FIRST_YEAR, FLUX, INPUT, TRANSITION

RESIDUE = ("above_ground_very_fast", "above_ground_fast", "medium", "stem_snag", "branch_snag")
YEARS = 40
AGE = 75
# Without litter there is no dead matter at the start: all residue is of the trees.
NO_LITTER = {
    "forest.stem_turnover": 0.0, "forest.branch_turnover": 0.0, "forest.coarse_root_turnover": 0.0,
    "forest.fine_root_turnover": 0.0, "forest.foliage_turnover.larch": 0.0,
}  # fmt: skip
SHARES = {"stem": 0.6, "foliage": 0.02, "other": 0.17, "coarse": 0.18, "fine": 0.03}


def trees() -> float:
    """Living biomass of the larch of `one_hectare` at the start, tC/ha, in plain Python."""
    return 100.0 * (1.0 - np.exp(-0.02 * AGE)) ** 1.5


def test_residue_decays_as_the_same_pools_of_a_stand() -> None:
    """A hectare of larch is cleared in the first year; simulate_stand (tested against libcbm) decays what it leaves."""
    unit = OneUnit(forest=1.0, age=AGE, years=YEARS)
    result = unit.run([row(TRANSITION, 1.0, YEARS, destination=CROPLAND, source=NATURAL)], NO_LITTER)
    left = {
        "above_ground_very_fast": trees() * (SHARES["foliage"] + 0.5 * SHARES["fine"]),
        "above_ground_fast": trees() * (SHARES["other"] + 0.5 * SHARES["coarse"]),
        "medium": trees() * SHARES["stem"] * 0.15,
    }
    alone = simulate_stand(left, _nothing_grows(), 5.0)
    expected = alone[list(RESIDUE)].sum(axis=1).to_numpy()
    assert national(result, "clearing_residue") == pytest.approx(expected[1:], rel=1e-12)
    wood = national(result, "deforestation_products_cropland")
    assert wood == pytest.approx([trees() * 0.6 * 0.85] + [0.0] * (YEARS - 1), rel=1e-12)
    # What decays goes to air or into the soil: 0.83 of wood goes to air, 0.815 of the very fast pool.
    air, lost = national(result, "deforestation_air_cropland"), -np.diff(expected)
    fine = -np.diff(alone["above_ground_very_fast"].to_numpy())
    assert air == pytest.approx(0.815 * fine + 0.83 * (lost - fine), rel=1e-9)


def test_what_lies_below_ground_is_soil_at_once() -> None:
    unit = OneUnit(forest=1.0, age=AGE, years=1)
    rows = [row(TRANSITION, 1.0, 1, destination=CROPLAND, source=NATURAL)]
    world = unit.world(rows, {**NO_LITTER, "mineral_soil.lowest_input": 0.0})
    world.inputs[INPUT.soil_decay_0] = 0.0
    result = world.run()
    roots = 0.5 * (SHARES["coarse"] + SHARES["fine"]) * trees()
    from_residue = sum(national(result, name)[0] for name in ("clearing_residue", "deforestation_air_cropland"))
    above = trees() * (1.0 - 0.6 * 0.85) - roots
    assert national(result, "soil_cropland")[0] == pytest.approx(roots + above - from_residue, rel=1e-12)


def test_two_lands_share_the_residue_in_proportion() -> None:
    """A quarter to settlements, three quarters to cropland: so is every later emission."""
    rows = [
        row(TRANSITION, 0.75, YEARS, destination=CROPLAND, source=NATURAL),
        row(TRANSITION, 0.25, YEARS, destination=SETTLEMENT, source=NATURAL),
    ]
    result = OneUnit(forest=1.0, age=AGE, years=YEARS).run(rows)
    cropland, settlement = (national(result, f"deforestation_air_{land}") for land in ("cropland", "settlement"))
    assert cropland.min() > 0.0
    assert cropland == pytest.approx(3.0 * settlement, rel=1e-9)


@EXAMPLES
@given(worlds())
def test_nothing_is_lost_and_residue_only_comes_from_cleared_forest(world) -> None:
    result = world.run()
    for which, name in enumerate(BUDGETS):
        assert result.worst[which].max() <= (AREA_TOLERANCE if name == "area" else CARBON_TOLERANCE)
    residue = result.total[:, :, FLUX.clearing_residue].sum(axis=0)
    lost = result.total[:, :, FLUX.lost_forest].sum(axis=0)
    assert (residue >= 0.0).all()
    if not lost.any():
        assert not residue.any()


class TestDieback:
    """Planted forest in dry land loses a share of its cohorts beyond an age, of what is planted from 2021 on."""

    BIRTH = 2021 - FIRST_YEAR
    WORLD_YEARS = 71

    def world(self, birth: int, stratum: int = PLANTED, **overrides: float) -> World:
        change = Change(TRANSITION, GRASSLAND, stratum, 0.1, first=birth, last=birth)
        given = {f"afforestation.{name}": value for name, value in overrides.items()}
        world = make_world(years=self.WORLD_YEARS, empty=0.0, **CALM, changes=(change,), overrides=given)
        world.inputs[[INPUT.area_forest_natural, INPUT.area_forest_planted]] = 0.0
        world.inputs[INPUT.aridity] = 0.3
        return world

    @pytest.mark.parametrize(("stratum", "name"), [(PLANTED, "area_forest_planted"), (SHRUB, "area_shrub")])
    def test_from_the_given_age_on_the_given_share_is_lost_every_year(self, stratum: int, name: str) -> None:
        result = self.world(self.BIRTH, stratum, dieback_rate=0.02).run()
        area = result.total[:, :, FLUX._fields.index(name)].sum(axis=0)
        planted = area[self.BIRTH]
        # At the end of year t trees of `birth` are t - birth + 1 years old; they die in a year that begins above 25.
        age_before = np.arange(self.WORLD_YEARS) - self.BIRTH
        years_of_dying = np.maximum(0, age_before - 25)
        expected = np.where(age_before >= 0, planted * 0.98**years_of_dying, 0.0)
        assert area == pytest.approx(expected, rel=1e-12, abs=1e-9)
        lost = result.total[:, :, FLUX.lost_plantation].sum(axis=0)
        assert lost == pytest.approx(np.maximum(-np.diff(area, prepend=0.0), 0.0), rel=1e-9, abs=1e-9)
        grass = result.total[:, :, FLUX.area_grassland].sum(axis=0)
        assert np.diff(grass)[self.BIRTH :] == pytest.approx(lost[self.BIRTH + 1 :], rel=1e-9, abs=1e-3)
        assert result.worst.max() <= 1e-9
        # Dead trees stay on the land and decay there.
        assert result.total[:, -1, FLUX.clearing_residue].sum() > 0.0

    @pytest.mark.parametrize(
        ("birth", "change"), [(20, {}), (31, {"dieback_rate": 0.0}), (31, {"dieback_aridity": 0.2})]
    )
    def test_not_of_recorded_plantations_nor_in_moister_land(self, birth: int, change: dict[str, float]) -> None:
        result = self.world(birth, **{"dieback_rate": 0.02, **change}).run()
        assert not result.total[:, :, FLUX.lost_plantation].any()


def _nothing_grows() -> pd.DataFrame:
    columns = ["merchantable", "foliage", "other_wood", "coarse_roots", "fine_roots"]
    return pd.DataFrame(0.0, index=range(1, YEARS + 1), columns=columns)
