"""Parcels of units: net changes become transitions, and trees that come to native steppe are told apart."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.core.state import EXCLOSURE, LAND, SNAPSHOT, SNAPSHOTS, TRANSITION
from landsim.degraded_land import LAND_COVERS
from landsim.errors import InputError
from landsim.land_parcels import (
    COVER_OF_LAND,
    GRASS,
    TREES,
    land_covers,
    parcels,
    planting_that_spares_nothing,
    transitions,
)
from landsim.policy.tiers import Row


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
    old, new, unit, hectares, on_steppe = parcels(areas, np.array([1.0, 0.8, 0.5]), np.zeros(3))
    planted = (old == GRASS) & (new == TREES)
    assert np.bincount(unit[planted & on_steppe], hectares[planted & on_steppe], 3) == pytest.approx([30.0, 10.0, 0.0])
    beside = planted & ~on_steppe
    assert np.bincount(unit[beside], hectares[beside], 3) == pytest.approx([0.0, 20.0, 30.0])
    assert np.bincount(unit, hectares, 3) == pytest.approx([100.0] * 3)


def test_planting_that_names_grassland_meets_native_steppe_as_often_as_that_occurs() -> None:
    """30 of 100 ha of grass; a half, a half and none of it is native; all, half and all of the planting names grass."""
    areas = np.zeros((len(LAND_COVERS), len(LAND_COVERS), 3))
    areas[GRASS, TREES], areas[GRASS, GRASS] = 30.0, 70.0
    _, _, unit, hectares, on_steppe = parcels(areas, np.array([0.5, 0.5, 0.0]), np.array([1.0, 0.5, 1.0]))
    assert np.bincount(unit[on_steppe], hectares[on_steppe], 3) == pytest.approx([15.0, 7.5, 0.0])


def test_the_share_of_planting_that_spares_nothing() -> None:
    """Two units; a rule of another kind does not count, nor do hectares from bare land or outside the years."""
    grass, bare, planted = (LAND.index(name) for name in ("grassland", "other_land", "forest_planted"))

    def row(label: str, source: int, share: list[float], rule: int = TRANSITION) -> Row:
        return Row(rule, source, planted, False, 1.0, np.array([0.0, 50.0, 50.0, 150.0]), np.array(share), label)

    rows = [
        row("continuation", grass, [0.3, 0.7]),
        row("named", grass, [0.1, 0.0]),
        row("named", bare, [0.9, 0.1]),
        row("named", grass, [0.5, 0.5], EXCLOSURE),
    ]
    assert planting_that_spares_nothing(rows, {"named"}, 2, 3).tolist() == pytest.approx([0.25, 0.0])
    assert planting_that_spares_nothing(rows, {"named"}, 1, 2).tolist() == [0.0, 0.0]
    assert planting_that_spares_nothing(rows, set(), 2, 3).tolist() == [0.0, 0.0]
