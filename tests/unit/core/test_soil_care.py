"""Soil care of cropland: its parts by hand, and the loops over lanes on a block with known cropland."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.core import lanes_soil_care as soil_care
from landsim.core import parameters
from landsim.core.lanes_land import begin_year
from landsim.core.soil_management import covered_share, decaying_char, staying_char
from landsim.core.state import LANES, ROW, SCRATCH_ROWS, SOIL_MODIFIERS
from landsim.core.urban_trees import bound


def test_a_practice_covers_no_more_than_there_is() -> None:
    assert covered_share(5.0, 20.0) == 0.25
    assert covered_share(50.0, 20.0) == 1.0
    assert covered_share(5.0, 0.0) == 0.0


def test_char_splits_without_a_remainder() -> None:
    assert staying_char(0.5, 0.8) == pytest.approx(0.4)
    assert staying_char(0.5, 0.8) + decaying_char(0.5, 0.8) == pytest.approx(0.5, rel=1e-15)
    assert decaying_char(0.5, 1.0) == 0.0


def test_crowns_bind_by_their_area() -> None:
    assert bound(10.0, 2.9) == 29.0


def test_ranges_hold_their_default() -> None:
    names = ("soil_management.", "urban_trees.", "revegetation.")
    found = [element for element in parameters.elements() if element.name.startswith(names)]
    assert len(found) == 11
    for element in found:
        low, high = element.plausible
        assert element.parameter.valid[0] <= low <= element.default <= high <= element.parameter.valid[1], element.name


@pytest.fixture
def block() -> np.ndarray:
    """Lanes with 0, 10, 20, ... ha of cropland."""
    s = np.zeros(SCRATCH_ROWS * LANES)
    rows = s.reshape(SCRATCH_ROWS, LANES)
    rows[ROW.area + soil_care.CROPLAND] = 10.0 * np.arange(LANES)
    return s


def modifiers(block: np.ndarray) -> np.ndarray:
    return block.reshape(SCRATCH_ROWS, LANES)[ROW.soil_modifier : ROW.soil_modifier + len(SOIL_MODIFIERS)]


class TestLanes:
    SHARE = np.full((1, LANES), 1.0 / LANES)
    QUANTITY = 40.0 * LANES  # 40 ha asked for in each lane

    @pytest.mark.parametrize("which", range(len(SOIL_MODIFIERS)))
    def test_modify_adds_the_covered_share_times_the_level_to_its_row(self, block: np.ndarray, which: int) -> None:
        covered = soil_care.modify(block, which, self.SHARE, 0, self.QUANTITY, 1.5)
        # 0, 10, 20 and 30 ha are covered whole, 40 ha in each of the others.
        assert covered == pytest.approx(0.0 + 10.0 + 20.0 + 30.0 + 28 * 40.0)
        found = modifiers(block)
        assert found[which, :5].tolist() == pytest.approx([0.0, 1.5, 1.5, 1.5, 1.5])
        assert found[which, 8] == pytest.approx(0.75)
        assert (np.delete(found, which, axis=0) == 0.0).all()

    def test_rows_add_up_and_a_year_starts_without_any(self, block: np.ndarray) -> None:
        for level in (1.0, 0.25):
            soil_care.modify(block, soil_care.MORE_INPUT, self.SHARE, 0, self.QUANTITY, level)
        assert modifiers(block)[soil_care.MORE_INPUT, 8] == pytest.approx(0.5 * 1.25)
        begin_year(block, 3)
        assert (modifiers(block) == 0.0).all()

    def test_effect_is_the_part_of_the_row_in_what_a_whole_unit_gives(self, block: np.ndarray) -> None:
        base = block.reshape(SCRATCH_ROWS, LANES)[ROW.soil_base : ROW.soil_base + len(SOIL_MODIFIERS)]
        base[soil_care.NO_TILLAGE] = 2.0
        base[soil_care.CHAR] = 7.0
        found = soil_care.effect(block, soil_care.NO_TILLAGE, self.SHARE, 0, self.QUANTITY, 1.0)
        shares = np.minimum(1.0, 4.0 / np.maximum(np.arange(LANES), 1))
        assert found == pytest.approx(2.0 * (shares.sum() - 1.0))
        assert soil_care.effect(block, soil_care.REDUCED_TILLAGE, self.SHARE, 0, self.QUANTITY, 1.0) == 0.0
        half = soil_care.effect(block, soil_care.NO_TILLAGE, self.SHARE, 0, self.QUANTITY, 0.5)
        assert half == pytest.approx(0.5 * found)
