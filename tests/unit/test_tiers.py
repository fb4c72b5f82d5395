"""How national quantities are laid on units: exact totals, no unit above its limit, nothing goes backwards."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from landsim.policy.tiers import fill_by_weight, fill_tiers, share_of, yearly_limit

hectares = st.one_of(st.just(0.0), st.floats(1e-6, 1e6))


def units(size: int) -> st.SearchStrategy[np.ndarray]:
    return arrays(np.float64, size, elements=hectares)


@given(weight=units(9), available=units(9), part=st.floats(0.0, 2.0))
def test_fill_by_weight_is_exact_and_within_what_is_available(
    weight: np.ndarray, available: np.ndarray, part: float
) -> None:
    possible = available[weight > 0.0].sum()
    quantity = part * possible
    filled = fill_by_weight(weight, available, quantity)
    assert filled.sum() == pytest.approx(min(quantity, possible), rel=1e-9, abs=1e-6)
    assert (filled >= 0.0).all()
    assert (filled <= available * (1.0 + 1e-12)).all()
    assert (filled[weight == 0.0] == 0.0).all()


@given(weight=units(7), available=units(7), part=st.floats(0.01, 0.99))
def test_units_below_their_limit_share_in_proportion_to_weight(
    weight: np.ndarray, available: np.ndarray, part: float
) -> None:
    weight, available = weight + 1.0, available + 1.0
    filled = fill_by_weight(weight, available, part * available.sum())
    level = filled / weight
    open_units = filled < available * (1.0 - 1e-9)
    assert open_units.any()
    assert np.ptp(level[open_units]) <= 1e-9 * level.max()
    # A full unit is one that its weight would have given more.
    assert (level[~open_units] <= level[open_units].max() * (1.0 + 1e-9)).all()


@given(weight=units(6), available=units(6), parts=st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)))
def test_more_hectares_give_no_unit_less(
    weight: np.ndarray, available: np.ndarray, parts: tuple[float, float]
) -> None:
    low, high = sorted(part * available.sum() for part in parts)
    fewer, more = fill_by_weight(weight, available, low), fill_by_weight(weight, available, high)
    assert (more >= fewer - 1e-9 * max(high, 1.0)).all()


def test_fill_by_weight_of_nothing_and_of_too_much() -> None:
    weight, available = np.array([1.0, 1.0, 0.0]), np.array([2.0, 4.0, 8.0])
    assert fill_by_weight(weight, available, 0.0).tolist() == [0.0, 0.0, 0.0]
    assert fill_by_weight(weight, available, 100.0).tolist() == [2.0, 4.0, 0.0]
    assert fill_by_weight(weight, available, 5.0).tolist() == [2.0, 3.0, 0.0]
    assert fill_by_weight(weight, -available, 5.0).tolist() == [0.0, 0.0, 0.0]


def test_shares_add_up_to_one_or_are_all_zero() -> None:
    assert share_of(np.array([1.0, 3.0])).tolist() == [0.25, 0.75]
    assert share_of(np.zeros(2)).tolist() == [0.0, 0.0]


def test_the_unit_with_the_least_room_sets_the_pace_of_its_tier() -> None:
    share = np.array([0.5, 0.5, 0.0])
    assert yearly_limit(share, np.array([100.0, 10.0, 0.0])) == 20.0
    assert yearly_limit(share, np.array([100.0, 0.0, 50.0])) == 0.0
    assert yearly_limit(np.zeros(2), np.ones(2)) == 0.0


@given(
    capacities=st.lists(units(5), min_size=1, max_size=4),
    steps=arrays(np.float64, 12, elements=st.floats(0.0, 3e5, allow_subnormal=False)),
    room=st.one_of(st.none(), arrays(np.float64, (12, 5), elements=st.floats(0.0, 5e4))),
    last=st.integers(1, 12),
)
def test_tiers_fill_in_order_within_their_limits(
    capacities: list[np.ndarray], steps: np.ndarray, room: np.ndarray | None, last: int
) -> None:
    wanted = np.concatenate([[0.0], np.cumsum(steps)])
    before = None if room is None else room.copy()
    placed, short = fill_tiers(wanted, capacities, room, last)
    scale = max(wanted[-1], 1.0)
    np.testing.assert_allclose(np.sum(placed, axis=0) + short, wanted, rtol=1e-12, atol=1e-9 * scale)
    assert (short >= -1e-9 * scale).all()
    for capacity, cumulative in zip(capacities, placed, strict=True):
        assert (np.diff(cumulative) >= 0.0).all()
        assert cumulative[-1] <= capacity.sum() * (1.0 + 1e-12) + 1e-9
        assert (np.diff(cumulative)[last:] == 0.0).all()
    if room is None:
        # Without a limit on the pace a tier is touched only when those before it are full.
        for better, worse, capacity in zip(placed, placed[1:], capacities, strict=False):
            started = worse > 1e-6
            np.testing.assert_allclose(better[started], capacity.sum(), rtol=1e-9, atol=1e-6)
    else:
        used = sum(np.outer(np.diff(p), share_of(c)) for p, c in zip(placed, capacities, strict=True))
        assert (used <= before + 1e-6).all()
        np.testing.assert_allclose(before - used, room, atol=1e-6)


def test_what_is_late_is_made_up_until_the_last_year() -> None:
    wanted = np.array([0.0, 100.0, 100.0, 100.0, 100.0])
    room = np.full((4, 2), 20.0)
    placed, short = fill_tiers(wanted, [np.array([50.0, 50.0])], room, last=2)
    assert placed[0].tolist() == [0.0, 40.0, 80.0, 80.0, 80.0]
    assert short.tolist() == [0.0, 60.0, 20.0, 20.0, 20.0]


def test_a_tier_that_is_slowed_down_lets_the_next_one_start() -> None:
    """Else a larger pledge could plant less than a smaller one."""
    wanted = np.array([0.0, 60.0, 120.0])
    room = np.full((2, 2), 40.0)
    placed, short = fill_tiers(wanted, [np.array([100.0, 0.0]), np.array([0.0, 100.0])], room, last=2)
    assert placed[0].tolist() == [0.0, 40.0, 80.0]
    assert placed[1].tolist() == [0.0, 20.0, 40.0]
    assert short.tolist() == [0.0, 0.0, 0.0]


def test_no_tier_places_nothing() -> None:
    placed, short = fill_tiers(np.array([0.0, 5.0]), [], None, last=1)
    assert placed == [] and short.tolist() == [0.0, 5.0]
