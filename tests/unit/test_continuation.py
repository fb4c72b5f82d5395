"""What goes on after 2020: in its places, at its pace, less what measures have taken from it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from landsim.core.state import LAND, RECLASSIFICATION
from landsim.policy.continuation import (
    INSTEAD,
    KEPT_SHARE,
    Continuation,
    Part,
    continuation_rows,
    continuation_weights,
)
from landsim.policy.recorded import LOSS_KINDS

DONORS = {
    "forest_gain": ("grassland", "cropland", "other_land"),
    "cropland_gain": ("grassland", "other_land"),
    "settlement_gain": ("cropland", "grassland", "other_land"),
}
NATURAL, PLANTED, CROPLAND, GRASSLAND = (
    LAND.index(name) for name in ("forest_natural", "forest_planted", "cropland", "grassland")
)
UNITS, YEARS = 5, 4
areas_of_2020 = arrays(np.float64, (len(LAND), UNITS), elements=st.one_of(st.just(0.0), st.floats(1.0, 1e5)))
flags = arrays(np.bool_, UNITS)


def everywhere(kind: str, yearly: np.ndarray) -> Continuation:
    units = np.ones(UNITS, dtype=bool)
    return Continuation(units, {kind: [Part(units, yearly)]})


@given(
    weight=arrays(np.float64, UNITS, elements=st.floats(1.0, 10.0)),
    place=flags,
    factor=arrays(np.float64, YEARS, elements=st.floats(0.0, 1.0)),
)
def test_what_is_taken_and_what_is_left_add_up(weight: np.ndarray, place: np.ndarray, factor: np.ndarray) -> None:
    yearly = np.array([0.0, 10.0, 20.0, 30.0])
    continuation = everywhere("forest_loss", yearly)
    before = continuation.yearly("forest_loss", place, weight)
    taken = continuation.scale("forest_loss", place, weight, factor)
    np.testing.assert_allclose(taken, before * (1.0 - factor), atol=1e-9)
    left = continuation.yearly("forest_loss", np.ones(UNITS, dtype=bool), weight)
    np.testing.assert_allclose(left + taken, yearly, atol=1e-9)
    # Outside the place everything goes on as it was.
    outside = continuation.yearly("forest_loss", ~place, weight)
    np.testing.assert_allclose(outside, yearly * weight[~place].sum() / weight.sum(), atol=1e-9)


def test_scaling_twice_multiplies() -> None:
    continuation = everywhere("forest_loss", np.array([8.0]))
    weight, half = np.ones(UNITS), np.arange(UNITS) < 2
    everyone = np.ones(UNITS, dtype=bool)
    assert continuation.scale("forest_loss", everyone, weight, np.array([0.5])) == 4.0
    assert continuation.scale("forest_loss", half, weight, np.array([0.0])) == pytest.approx(1.6)
    assert continuation.yearly("forest_loss", everyone, weight) == pytest.approx(2.4)
    assert continuation.yearly("forest_loss", half, weight) == 0.0


@pytest.mark.parametrize("kind", sorted(continuation_weights(np.zeros((len(LAND), 1)), DONORS)))
@given(
    areas=areas_of_2020,
    yearly=arrays(np.float64, YEARS, elements=st.one_of(st.just(0.0), st.floats(1.0, 3e4))),
    claimed_part=st.floats(0.0, 1.0),
    limit=st.sampled_from([0.01, 0.05, 1.0]),
)
def test_rows_stay_within_land_pace_and_quantity(
    kind: str, areas: np.ndarray, yearly: np.ndarray, claimed_part: float, limit: float
) -> None:
    unit_area = areas.sum(axis=0)
    room = np.tile(limit * unit_area, (YEARS, 1))
    claimed = areas * claimed_part
    continuation = everywhere(kind, yearly)
    rows = continuation_rows(continuation, areas, areas * 0.5, claimed, room, DONORS)
    instead = INSTEAD.get(kind, ())
    # Of loss with a cause: forest that goes, whatever takes it. What finds no place there makes other land move too.
    counted = [row for row in rows if not instead or row.source == NATURAL]
    placed = sum((row.cumulative[-1] for row in counted), 0.0)
    total = yearly.sum()
    missing = continuation.shortfall.get("forest_loss" if instead else kind, 0.0)
    assert placed + missing == pytest.approx(total, rel=1e-9, abs=1e-6)
    change, given_up = np.zeros((YEARS, UNITS)), np.zeros((len(LAND), UNITS))
    for row in rows:
        # Every row keeps the course of the change, so that no land takes over from another half-way.
        np.testing.assert_allclose(
            np.diff(row.cumulative), yearly * row.cumulative[-1] / total, rtol=1e-9, atol=1e-9 * total
        )
        given_up[row.source] += row.share * row.cumulative[-1]
        if row.rule != RECLASSIFICATION:
            change += np.outer(np.diff(row.cumulative), row.share)
    slack = 1e-6 + 1e-9 * areas
    assert (given_up <= np.maximum(areas * (1.0 - claimed_part) - KEPT_SHARE * areas, 0.0) + slack).all()
    assert (change <= limit * unit_area * (1.0 + 1e-9) + 1e-6).all()
    np.testing.assert_allclose(room, limit * unit_area - change, atol=1e-6)


def test_forest_grows_only_where_trees_can_live_and_donors_come_in_order() -> None:
    areas = np.zeros((len(LAND), UNITS))
    areas[PLANTED], areas[GRASSLAND], areas[CROPLAND] = 100.0, 200.0, 1000.0
    eligible = areas.copy()
    eligible[:, 3:] = 0.0
    continuation = everywhere("forest_gain_planted", np.full(YEARS, 300.0))
    room = np.full((YEARS, UNITS), 1e6)
    rows = continuation_rows(continuation, areas, eligible, np.zeros_like(areas), room, DONORS)
    from_grass, from_cropland = rows
    assert (from_grass.source, from_cropland.source) == (GRASSLAND, CROPLAND)
    assert from_grass.cumulative[-1] == pytest.approx(3 * 180.0)
    assert from_cropland.cumulative[-1] == pytest.approx(1200.0 - 3 * 180.0)
    for row in rows:
        assert row.share[3:].tolist() == [0.0, 0.0]
    assert continuation.shortfall == {"forest_gain_planted": 0.0}


def test_land_that_runs_out_is_counted() -> None:
    areas = np.zeros((len(LAND), UNITS))
    areas[NATURAL], areas[GRASSLAND] = 100.0, 10.0
    continuation = everywhere("forest_loss", np.full(YEARS, 200.0))
    room = np.full((YEARS, UNITS), 1e6)
    rows = continuation_rows(continuation, areas, areas, np.zeros_like(areas), room, DONORS)
    assert rows[0].cumulative[-1] == pytest.approx(UNITS * 90.0)
    assert continuation.shortfall["forest_loss"] == pytest.approx(800.0 - UNITS * 90.0)


def test_no_class_appears_where_there_was_none_while_its_own_places_have_land() -> None:
    areas = np.zeros((len(LAND), UNITS))
    areas[PLANTED, :2], areas[GRASSLAND] = 100.0, 1000.0
    room = np.full((YEARS, UNITS), 1e6)
    continuation = everywhere("forest_gain_planted", np.full(YEARS, 400.0))
    (row,) = continuation_rows(continuation, areas, areas, np.zeros_like(areas), room, DONORS)
    assert row.share.tolist() == [0.5, 0.5, 0.0, 0.0, 0.0]


def test_what_its_own_places_cannot_take_goes_to_other_eligible_land() -> None:
    """Else a finer grid, whose cells fill up, would grow less forest than a coarse one."""
    areas = np.zeros((len(LAND), UNITS))
    areas[PLANTED, :2], areas[GRASSLAND] = 100.0, 1000.0
    eligible = areas.copy()
    eligible[:, 4] = 0.0
    room = np.full((YEARS, UNITS), 1e6)
    continuation = everywhere("forest_gain_planted", np.full(YEARS, 600.0))
    home, elsewhere = continuation_rows(continuation, areas, eligible, np.zeros_like(areas), room, DONORS)
    np.testing.assert_allclose(home.share * home.cumulative[-1], [900.0, 900.0, 0.0, 0.0, 0.0])
    np.testing.assert_allclose(elsewhere.share * elsewhere.cumulative[-1], [0.0, 0.0, 300.0, 300.0, 0.0])
    assert continuation.shortfall["forest_gain_planted"] == pytest.approx(0.0)


def test_loss_to_towns_that_finds_none_beside_forest_leaves_every_total_as_it_was() -> None:
    """Forest and towns lie apart: forest goes to grassland, towns grow on fields, fields on grassland."""
    areas = np.zeros((len(LAND), UNITS))
    areas[NATURAL, :2], areas[LAND.index("settlement"), 2:] = 1000.0, 1000.0
    areas[CROPLAND], areas[GRASSLAND] = 500.0, 500.0
    room = np.full((YEARS, UNITS), 1e6)
    continuation = everywhere("forest_loss_settlement", np.full(YEARS, 20.0))
    rows = continuation_rows(continuation, areas, areas, np.zeros_like(areas), room, DONORS)
    moved = {(LAND[row.source], LAND[row.destination]): float(row.cumulative[-1]) for row in rows}
    assert moved == pytest.approx(
        {("forest_natural", "grassland"): 80.0, ("cropland", "settlement"): 80.0, ("grassland", "cropland"): 80.0}
    )
    assert not any(continuation.shortfall.values())


def test_a_measure_takes_loss_of_all_causes_alike_or_of_the_ones_named() -> None:
    units = np.ones(UNITS, dtype=bool)
    parts = {"forest_loss": 60.0, "forest_loss_cropland": 30.0, "forest_loss_settlement": 10.0}
    weights = {kind: np.arange(1.0, UNITS + 1.0) for kind in (*parts, "forest_loss_mining")}

    def continued() -> Continuation:
        return Continuation(units, {kind: [Part(units, np.array([ha]))] for kind, ha in parts.items()})

    everything, fields = continued(), continued()
    assert everything.scale_loss(LOSS_KINDS, units, weights, np.array([0.75])) == pytest.approx(25.0)
    assert [everything.yearly(kind, units, weights[kind])[0] for kind in parts] == pytest.approx([45.0, 22.5, 7.5])
    assert fields.scale_loss(("forest_loss_cropland",), units, weights, np.array([0.0])) == pytest.approx(30.0)
    assert fields.yearly_loss(LOSS_KINDS, units, weights, 1) == pytest.approx(70.0)
