"""Splits into strata against a search by brute force, and what a set of strata must keep."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from landsim.strata.clustering import best_split, split_into


def spread(values: np.ndarray, weight: np.ndarray) -> float:
    """Weighted sum of squares about the mean, all features."""
    mean = (values * weight).sum(axis=1) / weight.sum()
    return float((weight * (values - mean[:, None]) ** 2).sum())


def least_spread(values: np.ndarray, weight: np.ndarray) -> float:
    """What the best of all cuts along one feature leaves within, tried one by one."""
    least = np.inf
    for axis in values:
        for edge in np.unique(axis)[1:]:
            low, high = axis < edge, axis >= edge
            least = min(least, spread(values[:, low], weight[low]) + spread(values[:, high], weight[high]))
    return least


numbers = st.floats(-5.0, 5.0, allow_nan=False).map(lambda value: round(value, 2))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(numbers, numbers, st.floats(0.1, 3.0)), min_size=2, max_size=12))
def test_no_other_cut_leaves_less_within(units):
    table = np.array(units).T
    values, weight = table[:2], table[2]
    split = best_split(np.arange(len(units)), values, weight)
    if not np.ptp(values, axis=1).any():
        assert split is None
        return
    assert split is not None
    assert sorted([*split.left, *split.right]) == list(range(len(units)))
    left = spread(values[:, split.left], weight[split.left]) + spread(values[:, split.right], weight[split.right])
    assert np.isclose(left, least_spread(values, weight), rtol=1e-9, atol=1e-9)
    assert np.isclose(split.gain, spread(values, weight) - left, rtol=1e-9, atol=1e-9)


def test_classes_are_never_mixed_and_the_number_is_met():
    random = np.random.default_rng(3)
    classes = random.integers(0, 5, 300)
    member = split_into(40, random.normal(size=(3, 300)), random.uniform(1.0, 2.0, 300), classes)
    assert sorted(set(member)) == list(range(40))
    for stratum in range(40):
        assert len(set(classes[member == stratum])) == 1


def test_more_strata_refine_fewer():
    random = np.random.default_rng(4)
    values, weight, classes = random.normal(size=(2, 200)), np.ones(200), np.zeros(200, dtype=np.int64)
    few, many = (split_into(count, values, weight, classes) for count in (10, 30))
    for stratum in range(30):
        assert len(set(few[many == stratum])) == 1
    within = [sum(spread(values[:, m == s], weight[m == s]) for s in np.unique(m)) for m in (few, many)]
    assert within[1] < within[0]


def test_units_that_are_alike_stay_together():
    values = np.repeat([[0.0, 1.0, 5.0]], 4, axis=1)
    member = split_into(9, values, np.ones(12), np.zeros(12, dtype=np.int64))
    assert len(set(member)) == 3
