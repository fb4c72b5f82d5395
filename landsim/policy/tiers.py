"""How a national quantity is laid on units: capacities, shares and tiers.

A tier is a set of units with capacities. National hectares fill the tiers in order; within a tier every unit gets its
share of each year's hectares, in proportion to its capacity, so no unit changes overnight and totals are exact.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One row of the plan: a national quantity by year, and each unit's share of it.

    cumulative  [years + 1], national quantity in force at the end of each year, first entry before the first year
    share       [units], adds up to 1 over the units that take part
    label       what the row is: a measure id, "history" or "continuation"
    """

    rule: int
    source: int
    destination: int
    by_aridity: bool
    level: float
    cumulative: Floats
    share: Floats
    label: str

    def over(self, units: NDArray[np.bool_]) -> Row:
        """A row over the units of one country, flagged here, as a row over all units."""
        share = np.zeros(len(units))
        share[units] = self.share
        return replace(self, share=share)


def fill_by_weight(weight: Floats, available: Floats, quantity: float) -> Floats:
    """Hectares for each unit, in proportion to weight but never above what is available.

    Solves sum(min(available, c x weight)) = quantity for c. Gives all that is available where that is not enough.
    Units without weight get nothing.
    """
    limit = np.where(weight > 0.0, np.maximum(available, 0.0), 0.0)
    if quantity <= 0.0:
        return np.zeros_like(limit)
    if limit.sum() <= quantity:
        return limit
    filled = np.zeros_like(limit)
    busy = np.flatnonzero(limit)
    limit, weight = limit[busy], weight[busy]
    ratio = limit / weight
    order = np.argsort(ratio, kind="stable")
    sorted_limit, sorted_weight = limit[order], weight[order]
    before = np.concatenate([[0.0], np.cumsum(sorted_limit)[:-1]])
    remaining_weight = np.cumsum(sorted_weight[::-1])[::-1]
    # The first position from which all later units are below their limit.
    needed = (quantity - before) / np.maximum(remaining_weight, 1e-300)
    full = needed > ratio[order]
    position = int(np.argmin(full)) if not full.all() else len(limit) - 1
    filled[busy] = np.minimum(limit, needed[position] * weight)
    return filled


def share_of(capacity: Floats) -> Floats:
    """Shares that add up to 1, in proportion to capacity (all zero where there is none)."""
    total = float(capacity.sum())
    return capacity / total if total > 0.0 else np.zeros_like(capacity)


def yearly_limit(share: Floats, room: Floats) -> float:
    """Most hectares a tier may place in a year so that no unit gets more than its room (ha) for change."""
    busy = share > 0.0
    return max(0.0, float(np.min(room[busy] / share[busy]))) if busy.any() else 0.0


def fill_tiers(wanted: Floats, capacities: list[Floats], room: Floats | None, last: int) -> tuple[list[Floats], Floats]:
    """Cumulative hectares of each tier, and what could not be placed.

    wanted      [years + 1], cumulative national hectares
    capacities  [units] for each tier, ha, first filled first
    room        [years, units], ha that may still change in a year; what is placed is taken off. None: no limit
    last        index of the last year in which hectares may be placed; what is late is made up until then
    """
    placed = [np.zeros_like(wanted) for _ in capacities]
    totals = [float(capacity.sum()) for capacity in capacities]
    busy = [np.flatnonzero(capacity > 0.0) for capacity in capacities]
    shares = [share_of(capacity)[units] for capacity, units in zip(capacities, busy, strict=True)]
    for year in range(1, len(wanted)):
        need = wanted[year] - sum(p[year - 1] for p in placed) if year <= last else 0.0
        for tier, cumulative in enumerate(placed):
            step = min(max(need, 0.0), max(totals[tier] - cumulative[year - 1], 0.0))
            if step > 0.0 and room is not None:
                left = room[year - 1, busy[tier]]
                step = min(step, yearly_limit(shares[tier], left))
                room[year - 1, busy[tier]] = left - shares[tier] * step
            cumulative[year] = cumulative[year - 1] + step
            need -= step
    total = np.sum(placed, axis=0) if placed else np.zeros_like(wanted)
    return placed, wanted - total
