"""Parcels of units: net changes become transitions, and trees that come to native steppe are told apart."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.core.state import LAND, SNAPSHOT, SNAPSHOTS
from landsim.degraded_land import LAND_COVERS
from landsim.errors import InputError
from landsim.land_parcels import COVER_OF_LAND, GRASS, TREES, land_covers, parcels, transitions


def test_all_land_of_the_model_has_a_cover() -> None:
    assert tuple(COVER_OF_LAND) == LAND and set(COVER_OF_LAND.values()) < set(LAND_COVERS)
    snapshot = np.zeros((len(SNAPSHOTS), 2))
    for position, name in enumerate(LAND):
        snapshot[getattr(SNAPSHOT, f"area_{name}")] = 10.0**position
    # Natural and planted forest; shrub and grassland; then one each; water is not on a map.
    assert land_covers(snapshot)[:, 1].tolist() == [11.0, 10100.0, 1e3, 1e5, 1e6, 1e7, 0.0]


def test_net_changes_become_transitions() -> None:
    before = np.array([[10.0, 5.0], [60.0, 5.0], [30.0, 0.0], [0.0, 0.0]])
    after = np.array([[16.0, 5.0], [52.0, 5.0], [28.0, 0.0], [4.0, 0.0]])
    area = transitions(before, after)
    assert area[:, :, 0].tolist() == pytest.approx(
        np.array([[10.0, 0.0, 0.0, 0.0], [4.8, 52.0, 0.0, 3.2], [1.2, 0.0, 28.0, 0.8], [0.0] * 4])
    )
    assert (area[:, :, 1] == np.diag(before[:, 1])).all()
    assert area.sum(axis=1) == pytest.approx(before) and area.sum(axis=0) == pytest.approx(after)
    with pytest.raises(InputError, match=r"^before: found -3, expected ha, zero or more\.$"):
        transitions(-3.0 * np.ones((2, 1)), np.ones((2, 1)))


def test_trees_stand_beside_native_steppe_as_long_as_there_is_room() -> None:
    """100 ha of grass, 30 of which trees take: on steppe alone, with room for 20 and for all of them beside it."""
    areas = np.zeros((len(LAND_COVERS), len(LAND_COVERS), 3))
    areas[GRASS, TREES], areas[GRASS, GRASS] = 30.0, 70.0
    old, new, unit, hectares, on_steppe = parcels(areas, np.array([1.0, 0.8, 0.5]))
    planted = (old == GRASS) & (new == TREES)
    assert np.bincount(unit[planted & on_steppe], hectares[planted & on_steppe], 3) == pytest.approx([30.0, 10.0, 0.0])
    beside = planted & ~on_steppe
    assert np.bincount(unit[beside], hectares[beside], 3) == pytest.approx([0.0, 20.0, 30.0])
    assert np.bincount(unit, hectares, 3) == pytest.approx([100.0] * 3)
