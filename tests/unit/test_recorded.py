"""Recorded change undone: stepping forward again lands on 2020, nothing is negative, no unit changes overnight."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from landsim.core.state import LAND, RECLASSIFICATION, TRANSITION
from landsim.policy.measure_kind import CAUSES
from landsim.policy.recorded import (
    LARGEST_GAINED_SHARE,
    NationalChange,
    Undo,
    gross_changes,
    loss_by_cause,
    undo_country,
)

NATURAL, PLANTED, CROPLAND, GRASSLAND, SETTLEMENT = (
    LAND.index(name) for name in ("forest_natural", "forest_planted", "cropland", "grassland", "settlement")
)
DONORS = {
    "forest_gain": ("grassland", "cropland", "other_land"),
    "cropland_gain": ("grassland", "other_land"),
    "settlement_gain": ("cropland", "grassland", "other_land"),
}
UNITS, HISTORY, YEARS = 6, 8, 12
NO_CAUSE = dict.fromkeys(CAUSES, 0.0)
shares_of_loss = st.fixed_dictionaries({cause: st.floats(0.0, 0.6) for cause in CAUSES})
areas_of_2020 = arrays(np.float64, (len(LAND), UNITS), elements=st.one_of(st.just(0.0), st.floats(1.0, 1e5))).map(
    lambda areas: areas + np.eye(len(LAND))[:, GRASSLAND][:, None]
)  # every unit has some land


def series(largest: float) -> st.SearchStrategy[np.ndarray]:
    return arrays(np.float64, HISTORY, elements=st.one_of(st.just(0.0), st.floats(0.1, largest)))


def forward(undo: Undo, years: int) -> np.ndarray:
    """Areas after stepping the rows forward from the start."""
    areas = undo.start.copy()
    for year in range(years):
        for row in undo.rows:
            moved = row.share * (row.cumulative[year + 1] - row.cumulative[year])
            areas[row.source] -= moved
            areas[row.destination] += moved
    return areas


@given(
    areas=areas_of_2020,
    gain=series(8e3),
    loss=series(8e3),
    planted=arrays(np.float64, HISTORY, elements=st.floats(0.0, 1.0)),
    restocking=arrays(np.float64, HISTORY, elements=st.floats(-4e3, 4e3)),
    cropland=arrays(np.float64, HISTORY, elements=st.floats(-8e3, 8e3)),
    settlement=series(1e3),
    shares=shares_of_loss,
    limit=st.sampled_from([0.01, 0.05, 0.5]),
)
def test_undoing_and_stepping_forward_lands_on_the_areas_of_2020(
    areas: np.ndarray,
    gain: np.ndarray,
    loss: np.ndarray,
    planted: np.ndarray,
    restocking: np.ndarray,
    cropland: np.ndarray,
    settlement: np.ndarray,
    shares: dict[str, float],
    limit: float,
) -> None:
    unit_area = areas.sum(axis=0)
    recorded = NationalChange(gain, loss, planted, restocking, cropland, settlement)
    undo = undo_country(areas, unit_area, recorded, shares, DONORS, YEARS, limit)
    changes = gross_changes(recorded, undo.cleared, DONORS)
    slack = 1e-9 * unit_area
    assert (undo.start >= -slack).all()
    assert (np.abs(undo.start.sum(axis=0) - unit_area) <= slack).all()
    assert (np.abs(forward(undo, YEARS) - areas) <= slack).all()
    # Nothing moves after the recorded years.
    for row in undo.rows:
        assert (np.diff(row.cumulative)[HISTORY:] == 0.0).all()
        assert row.share.sum() == pytest.approx(1.0) and (row.share >= 0.0).all()
    # What found no land is counted, to the hectare.
    wanted = sum(float(yearly.sum()) for _, _, yearly, _ in changes)
    done = sum(float(row.cumulative[-1]) for row in undo.rows)
    assert done + undo.unplaced == pytest.approx(wanted, rel=1e-9, abs=1e-6)
    # The yearly limit, added up here from the rows alone.
    change = sum(
        (np.outer(np.diff(row.cumulative), row.share) for row in undo.rows if row.rule == TRANSITION),
        np.zeros((YEARS, UNITS)),
    )
    assert (change <= limit * unit_area * (1.0 + 1e-9)).all()
    assert undo.largest_yearly_change() == pytest.approx((change / unit_area).max(), rel=1e-9, abs=1e-15)


def test_a_gain_is_undone_where_its_land_is_and_partsback_to_the_donor() -> None:
    areas = np.zeros((len(LAND), 2))
    areas[PLANTED], areas[GRASSLAND] = [300.0, 100.0], [1000.0, 1000.0]
    undo = Undo(areas, areas.sum(axis=0), years=3, largest_change=0.5)
    left = undo.add(GRASSLAND, PLANTED, np.array([60.0, 20.0]), areas[PLANTED])
    assert left.tolist() == [0.0, 0.0]
    np.testing.assert_allclose(undo.start[PLANTED], [240.0, 80.0])
    np.testing.assert_allclose(undo.start[GRASSLAND], [1060.0, 1020.0])
    np.testing.assert_allclose(undo.rows[0].cumulative, [0.0, 60.0, 80.0, 80.0])


def test_what_no_land_of_2020_can_have_come_from_is_returned_by_year() -> None:
    areas = np.zeros((len(LAND), 1))
    areas[PLANTED], areas[GRASSLAND] = 100.0, 900.0
    undo = Undo(areas, areas.sum(axis=0), years=2, largest_change=1.0)
    left = undo.add(GRASSLAND, PLANTED, np.array([150.0, 50.0]), areas[PLANTED])
    missing = 200.0 - LARGEST_GAINED_SHARE * 100.0
    np.testing.assert_allclose(left, missing * np.array([0.75, 0.25]))


def only(**parts: np.ndarray) -> NationalChange:
    """A change of which only the named parts are not zero."""
    none = 0.0 * next(iter(parts.values()))
    names = ("gain", "loss", "planted_share", "restocking", "cropland_change", "settlement")
    return NationalChange(**{name: parts.get(name, none) for name in names})


def named(changes: list[tuple[int, int, np.ndarray, str]]) -> list[tuple[str, str, str, list[float]]]:
    return [(kind, LAND[source], LAND[to], ha.tolist()) for source, to, ha, kind in changes]


def test_settlements_push_fields_onto_grassland() -> None:
    """Cropland is recorded net: what towns take from it must be made up from grassland."""
    year = np.ones(1)
    changes = gross_changes(only(cropland_change=5 * year, settlement=3 * year), {}, DONORS)
    assert named(changes) == [
        ("settlement_gain", "cropland", "settlement", [3.0]),
        ("cropland_gain", "grassland", "cropland", [8.0]),
    ]


def test_forest_cleared_for_towns_and_fields_is_part_of_their_recorded_gain() -> None:
    """100 ha lost, 10 gained by towns, cropland +30: towns take 6 of forest and 4 of fields, fields 20 and 14."""
    year = np.ones(1)
    change = only(loss=100 * year, settlement=10 * year, cropland_change=30 * year)
    shares = {"cropland": 0.2, "settlement": 0.06, "mining": 0.05}
    cleared = loss_by_cause(change, shares, DONORS)
    assert named(gross_changes(change, cleared, DONORS)) == [
        ("forest_loss_mining", "forest_natural", "other_land", [5.0]),
        ("forest_loss_settlement", "forest_natural", "settlement", [6.0]),
        ("forest_loss_cropland", "forest_natural", "cropland", [20.0]),
        ("settlement_gain", "cropland", "settlement", [4.0]),
        ("forest_loss", "forest_natural", "grassland", [69.0]),
        ("cropland_gain", "grassland", "cropland", [14.0]),
    ]


@given(
    loss=series(8e3),
    gain=series(8e3),
    cropland=arrays(np.float64, HISTORY, elements=st.floats(-8e3, 8e3)),
    settlement=series(1e3),
    shares=shares_of_loss,
)
def test_no_cause_takes_more_than_its_total_in_any_year(
    loss: np.ndarray, gain: np.ndarray, cropland: np.ndarray, settlement: np.ndarray, shares: dict[str, float]
) -> None:
    change = NationalChange(gain, loss, 0.5 + 0.0 * loss, 0.0 * loss, cropland, settlement)
    cleared = loss_by_cause(change, shares, DONORS)
    changes = gross_changes(change, cleared, DONORS)
    slack = 1e-9 * (1.0 + loss + settlement + np.abs(cropland))
    assert (cleared["settlement"] <= settlement + slack).all()
    whole = max(1.0, sum(shares.values()))
    for cause, hectares in cleared.items():
        assert (hectares >= 0.0).all() and (hectares <= shares[cause] / whole * loss + slack).all()
    # Every recorded total is met in every year, whatever the causes.
    net = np.zeros((len(LAND), HISTORY))
    lost, gained_by_towns = np.zeros(HISTORY), np.zeros(HISTORY)
    for source, to, hectares, _ in changes:
        assert (hectares >= 0.0).all()
        net[source] -= hectares
        net[to] += hectares
        lost += hectares * (source == NATURAL)
        gained_by_towns += hectares * (to == SETTLEMENT)
    for found, recorded in ((lost, loss), (gained_by_towns, settlement), (net[CROPLAND], cropland)):
        assert (np.abs(found - recorded) <= slack).all()
    # Fields that shrink have taken no forest.
    assert (
        np.minimum(cleared["cropland"], sum((h for _, _, h, k in changes if k == "cropland_loss"), 0.0)) <= slack
    ).all()


def test_what_a_cause_finds_no_land_for_counts_as_loss_without_cause() -> None:
    """Towns stand where there is no forest: they grow on fields, and the forest goes to grassland."""
    areas = np.zeros((len(LAND), 2))
    areas[NATURAL, 0], areas[SETTLEMENT, 1] = 1000.0, 1000.0
    areas[GRASSLAND], areas[CROPLAND] = 500.0, 500.0
    change = only(loss=np.array([40.0]), settlement=np.array([30.0]))
    shares = {**NO_CAUSE, "settlement": 0.5}
    undo = undo_country(areas, areas.sum(axis=0), change, shares, DONORS, 1, largest_change=1.0)
    moved = {(LAND[r.source], LAND[r.destination]): float(r.cumulative[-1]) for r in undo.rows}
    assert moved == pytest.approx(
        {("cropland", "settlement"): 30.0, ("forest_natural", "grassland"): 40.0, ("grassland", "cropland"): 30.0}
    )
    assert undo.unplaced == pytest.approx(0.0) and undo.cleared["settlement"].tolist() == [0.0]


def test_restocking_goes_either_way_and_is_no_change_of_land_use() -> None:
    two = np.array([1.0, 1.0])
    change = only(restocking=np.array([4.0, -3.0]), loss=0 * two)
    changes = gross_changes(change, {}, DONORS)
    assert [(LAND[a], LAND[b], ha.tolist()) for a, b, ha, _ in changes] == [
        ("forest_natural", "forest_planted", [4.0, 0.0]),
        ("forest_planted", "forest_natural", [0.0, 3.0]),
    ]
    areas = np.zeros((len(LAND), 1))
    areas[NATURAL], areas[PLANTED] = 100.0, 100.0
    undo = undo_country(areas, areas.sum(axis=0), change, NO_CAUSE, DONORS, 2, largest_change=0.001)
    assert [row.rule for row in undo.rows] == [RECLASSIFICATION, RECLASSIFICATION]
    assert undo.largest_yearly_change() == 0.0 and undo.unplaced == 0.0


def test_loss_without_room_on_the_first_receiver_goes_to_the_next() -> None:
    areas = np.zeros((len(LAND), 1))
    areas[NATURAL], areas[GRASSLAND], areas[CROPLAND] = 1000.0, 10.0, 500.0
    loss = np.array([30.0])
    undo = undo_country(areas, areas.sum(axis=0), only(loss=loss), NO_CAUSE, DONORS, 1, largest_change=1.0)
    moved = {LAND[row.destination]: float(row.cumulative[-1]) for row in undo.rows}
    assert moved == pytest.approx({"grassland": 9.5, "cropland": 20.5})
    assert undo.unplaced == pytest.approx(0.0)
