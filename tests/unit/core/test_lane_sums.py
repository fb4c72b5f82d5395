"""Sums of lanes keep one order of additions; borrowed arrays are the same arrays."""

from __future__ import annotations

from collections import namedtuple

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from landsim.core.compilation import borrowed
from landsim.core.lane_sums import sum_lanes, sum_weighted_lanes
from landsim.core.state import LANES

Pair = namedtuple("Pair", "first second")


@numba.njit
def total(values, position):
    return sum_lanes(values, np.uint64(position))


@numba.njit
def weighted(values, position, weights):
    return sum_weighted_lanes(values, np.uint64(position), np.uint64(weights))


@numba.njit
def through_borrowed(pair, values):
    inner, own = borrowed(pair), borrowed(values)
    own[0] += inner.first[1] * inner.second[0, 1]
    return own.sum()


def by_halves(row: np.ndarray) -> float:
    while len(row) > 1:
        row = row[: len(row) // 2] + row[len(row) // 2 :]
    return row[0]


@pytest.mark.parametrize("kind", [np.float64, np.float32])
@given(hnp.arrays(np.float64, 3 * LANES, elements=st.floats(-1e6, 1e6, width=32)), st.integers(0, 2 * LANES))
def test_lanes_are_added_by_halves_to_the_last_bit(kind, values, position):
    values = values.astype(kind)
    row = values[position : position + LANES]
    assert sum_lanes(values, position) == by_halves(row)
    assert total(values, position) == by_halves(row)
    assert weighted(values, position, 0) == by_halves(row * values[:LANES])


def test_a_borrowed_array_is_the_same_array():
    pair, values = Pair(np.array([1.0, 2.0]), np.array([[3.0, 4.0]])), np.ones(3)
    assert through_borrowed(pair, values) == 11.0
    assert values.tolist() == [9.0, 1.0, 1.0]
    assert borrowed(pair) is pair
