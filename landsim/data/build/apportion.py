"""Whole hectares and whole heads: rounding by largest remainders, so that totals hold exactly."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from landsim.errors import ModelError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
BISECTION_STEPS = 200


def round_to_total(values: Floats, total: int, capacity: Integers | None = None) -> Integers:
    """Integers near ``values`` that sum to ``total``, none above ``capacity`` and none where the value is 0.

    The largest remainders are rounded up first; equal remainders in the order of the array.
    """
    limit = (
        np.full(len(values), np.iinfo(np.int64).max // 4) if capacity is None else capacity.astype(np.int64)
    )
    limit = np.where(values > 0, limit, 0)
    whole = np.minimum(np.floor(values).astype(np.int64), limit)
    order = np.argsort(-(values - whole), kind="stable")
    missing = total - int(whole.sum())
    while missing != 0:
        step = 1 if missing > 0 else -1
        movable = order[(whole[order] < limit[order]) if step > 0 else (whole[order] > 0)]
        if len(movable) == 0:
            raise ModelError(
                f"The landscape build cannot place {missing} of {total}: every unit is full or empty."
            )
        # Surplus is taken back from the smallest remainders.
        chosen = movable[: abs(missing)] if step > 0 else movable[::-1][: abs(missing)]
        whole[chosen] += step
        missing = total - int(whole.sum())
    return whole


def round_rows(values: Floats, totals: Integers) -> Integers:
    """Each row of ``values`` scaled to its total and rounded to integers that sum to it exactly."""
    sums = values.sum(axis=1)
    if bool(np.any((sums <= 0) & (totals > 0))):
        raise ModelError(
            "The landscape build found a unit with land left over but no land category to hold it."
        )
    scaled = values * (totals / np.where(sums > 0, sums, 1.0))[:, None]
    whole = np.floor(scaled).astype(np.int64)
    missing = totals - whole.sum(axis=1)
    rank = np.argsort(np.argsort(-(scaled - whole), axis=1, kind="stable"), axis=1, kind="stable")
    whole += rank < missing[:, None]
    return whole


def apportion(total: int, weights: Floats) -> Integers:
    """``total`` shared in proportion to ``weights`` as integers (zero weight, zero share)."""
    if total == 0:
        return np.zeros(len(weights), dtype=np.int64)
    if weights.sum() <= 0:
        raise ModelError(f"The landscape build has no unit that could hold a total of {total}.")
    return round_to_total(weights * (total / weights.sum()), total)


def scale_to_total(amount_at: Callable[[float], Floats], total: float, what: str) -> Floats:
    """``amount_at(k)`` for the scale k at which it sums to ``total``; it must not decrease with k."""
    high = 1.0
    while amount_at(high).sum() < total:
        high *= 2.0
        if high > 1e12:
            raise ModelError(
                f"The landscape build can place only {amount_at(high).sum():.0f} of {total:.0f} for {what}."
            )
    low = 0.0
    for _ in range(BISECTION_STEPS):
        middle = 0.5 * (low + high)
        if amount_at(middle).sum() < total:
            low = middle
        else:
            high = middle
    return amount_at(high)
