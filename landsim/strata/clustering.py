"""Units of one class split into strata: always the split that takes away most of the spread, until all are made.

A tree of splits (divisive clustering): each cuts one stratum in two along one feature, where the sum of squares
within falls most. Sums run in a fixed order, so the same landscape gives the same strata at every run.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class _Split:
    gain: float
    left: Integers
    right: Integers


def split_into(count: int, features: Floats, weight: Floats, classes: Integers) -> Integers:
    """Stratum of each unit, counted from 0 in the order of classes and then of splits, [units].

    count     strata wanted, at least as many as there are classes; fewer come back only where no spread is left
    features  [features, units], scaled so that a distance of 1 matters alike in all of them
    weight    [units], how much a unit counts; classes [units], never mixed
    """
    leaves: list[Integers] = [np.flatnonzero(classes == index) for index in range(int(classes.max()) + 1)]
    found = [best_split(leaf, features, weight) for leaf in leaves]
    # Between equal gains the older stratum goes first.
    queue = [(-split.gain, position) for position, split in enumerate(found) if split is not None]
    heapq.heapify(queue)
    while len(leaves) < count and queue:
        _, position = heapq.heappop(queue)
        split = found[position]
        assert split is not None
        leaves[position] = split.left
        leaves.append(split.right)
        found.append(None)
        for place, units in ((position, split.left), (len(leaves) - 1, split.right)):
            found[place] = best_split(units, features, weight)
            if found[place] is not None:
                heapq.heappush(queue, (-found[place].gain, place))  # type: ignore[union-attr]
    member = np.zeros(features.shape[1], dtype=np.int64)
    for index, units in enumerate(leaves):
        member[units] = index
    return member


def best_split(units: Integers, features: Floats, weight: Floats) -> _Split | None:
    """The cut of some units along one feature after which the weighted sum of squares is least; None: all alike."""
    if len(units) < 2:
        return None
    values, w = features[:, units], weight[units]
    centred = values - np.einsum("ij,j->i", values, w)[:, None] / w.sum()
    best: tuple[float, int, int] | None = None
    orders = np.argsort(centred, axis=1, kind="stable")
    for axis, order in enumerate(orders):
        sorted_values = centred[axis, order]
        cuts = np.flatnonzero(np.diff(sorted_values) > 0.0)
        if not len(cuts):
            continue
        below = np.cumsum(w[order])
        moment = np.cumsum(centred[:, order] * w[order], axis=1)[:, cuts]
        left = below[cuts]
        right = below[-1] - left
        # The mean of all is 0, so both sides have the same moment but for the sign.
        gain = np.einsum("ij,ij->j", moment, moment) * (1.0 / left + 1.0 / right)
        cut = int(np.argmax(gain))
        if best is None or gain[cut] > best[0]:
            best = (float(gain[cut]), axis, int(cuts[cut]) + 1)
    if best is None or not best[0] > 0.0:
        return None
    order = orders[best[1]]
    return _Split(best[0], np.sort(units[order[: best[2]]]), np.sort(units[order[best[2] :]]))
