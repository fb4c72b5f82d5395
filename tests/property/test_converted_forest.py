"""Land converted to forest stays in its category for twenty years, with its own growth, litter and decay (4.A.2)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from landscapes import CROPLAND, GRASSLAND, NATURAL, PLANTED, Change, make_world
from test_exactness import CALM, curve
from worlds import EXAMPLES, worlds

from landsim.core.state import CONVERSION_YEARS, FLUX, INPUT, RECLASSIFICATION, SNAPSHOT, TRANSITION

PLANTING = Change(TRANSITION, GRASSLAND, PLANTED, 0.01, first=3, last=12)


def national(total: np.ndarray, name: str) -> np.ndarray:
    return total[:, :, FLUX._fields.index(name)].sum(axis=0)


def test_land_leaves_after_twenty_years_with_its_growth():
    """Ten years of planting, nothing burns or is felled: area is the gain of the last 20 years, growth its curve's."""
    world = make_world(years=45, **CALM, changes=(PLANTING,))
    world.inputs[[INPUT.area_forest_natural, INPUT.area_forest_planted]] = 0.0
    result = world.run()
    gain = national(result.total, "new_forest")
    assert gain[3:13].min() > 0.0
    inside = np.array([gain[max(0, y - CONVERSION_YEARS + 1) : y + 1].sum() for y in range(45)])
    assert national(result.total, "converted_forest_area") == pytest.approx(inside, rel=1e-12, abs=1e-9)
    yearly = np.diff(result.maps[:, SNAPSHOT.area_forest_planted], axis=0, prepend=0.0)
    for year in (3, 10, 22, 23, 30, 32, 40):
        born = range(max(3, year - CONVERSION_YEARS + 1), min(12, year) + 1)
        grown = sum(
            yearly[b] * (curve(world, PLANTED, year - b + 1) - curve(world, PLANTED, year - b)) for b in born
        )
        assert national(result.total, "converted_growth")[year] == pytest.approx(np.sum(grown), rel=1e-9, abs=1e-9)
    # While all forest is in conversion, all of its fluxes are.
    for part, whole in (("converted_litterfall", "litterfall"), ("converted_decay", "forest_decay")):
        assert national(result.total, part)[:23] == pytest.approx(national(result.total, whole)[:23], rel=1e-9)
        assert national(result.total, part)[30] < national(result.total, whole)[30]
    for part in ("converted_growth", "converted_litterfall", "converted_decay", "converted_forest_area"):
        assert (national(result.total, part)[32:] == 0.0).all(), part


def test_restocking_keeps_the_land_in_conversion():
    """Reclassification between natural and planted forest converts nothing and ends no conversion."""
    restocking = Change(RECLASSIFICATION, PLANTED, NATURAL, 0.2, first=5, last=9)
    plain = make_world(years=30, **CALM, changes=(PLANTING,))
    mixed = make_world(years=30, **CALM, changes=(PLANTING, restocking))
    # The second change draws its own shares, so take the first's from the plain world.
    mixed.rows.share[::2] = plain.rows.share
    areas = [national(world.run().total, "converted_forest_area") for world in (plain, mixed)]
    assert areas[1] == pytest.approx(areas[0], rel=1e-9)


def test_land_that_burns_bare_is_felled_or_cleared_leaves_the_category():
    calm = make_world(years=20, **CALM, changes=(PLANTING,))
    burnt = make_world(years=20, burning=0.05, harvest=0.0, changes=(PLANTING,))
    cleared = make_world(years=20, **CALM, changes=(PLANTING, Change(TRANSITION, PLANTED, CROPLAND, 0.05, first=15)))
    kept = national(calm.run().total, "converted_forest_area")[-1]
    assert 0.3 * kept < national(burnt.run().total, "converted_forest_area")[-1] < 0.9 * kept
    assert national(cleared.run().total, "converted_forest_area")[-1] < kept


@EXAMPLES
@given(worlds())
def test_the_converted_part_never_exceeds_the_whole(world):
    total = world.run().total
    forest = sum(national(total, f"area_{name}") for name in ("forest_natural", "forest_planted", "shrub"))
    for part, whole in (
        ("converted_growth", national(total, "growth")),
        ("converted_litterfall", national(total, "litterfall")),
        ("converted_forest_area", forest),
    ):
        found = national(total, part)
        assert (found >= 0.0).all()
        assert (found <= whole * (1.0 + 1e-9) + 1e-6).all(), part
    assert (national(total, "converted_decay") >= 0.0).all()
