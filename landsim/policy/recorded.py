"""Recorded history on the land: gross changes of 1990-2020 undone from the areas of 2020.

The embedded landscape holds 2020. Every gain is taken back from land that the category holds in 2020 and that no other
gain has claimed, so that stepping forward again lands on the areas of 2020 and no area is ever negative.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.core.state import LAND, RECLASSIFICATION, TRANSITION
from landsim.policy.measure_kind import CAUSES, NO_CAUSE
from landsim.policy.tiers import Row, fill_by_weight, share_of

Floats = NDArray[np.float64]
NATURAL, PLANTED = LAND.index("forest_natural"), LAND.index("forest_planted")
# Most of a category's area of 2020 that may have come from recorded gains.
LARGEST_GAINED_SHARE = 0.95


class Undo:
    """Areas of one country going back in time, and the rows that bring them forward again."""

    def __init__(self, areas: Floats, unit_area: Floats, years: int, largest_change: float) -> None:
        """areas [LAND, units] at the end of 2020, ha; years is the number of simulated years.

        largest_change is the share of a unit's area that may change category in one year.
        """
        self.start = areas.copy()
        self.unclaimed = areas * LARGEST_GAINED_SHARE
        self.unit_area = unit_area
        self.years = years
        self.rate_left = unit_area * largest_change
        self.rows: list[Row] = []
        self.unplaced = 0.0
        self.cleared: dict[str, Floats] = {}

    def add(self, source: int, destination: int, yearly: Floats, weight: Floats, rule: int = TRANSITION) -> Floats:
        """Undo yearly hectares (from the first simulated year) of one change; returns what found no land, by year."""
        total = float(yearly.sum())
        if total <= 0.0:
            return yearly
        peak = float(yearly.max()) / total
        available = self.unclaimed[destination]
        if rule == TRANSITION:
            available = np.minimum(available, self.rate_left / peak)
        placed = fill_by_weight(weight, available, total)
        fraction = float(placed.sum()) / total
        if fraction > 0.0:
            cumulative = np.zeros(self.years + 1)
            cumulative[1 : len(yearly) + 1] = np.cumsum(yearly * fraction)
            cumulative[len(yearly) + 1 :] = cumulative[len(yearly)]
            share = share_of(placed)
            moved = share * cumulative[-1]
            self.start[destination] -= moved
            self.start[source] += moved
            self.unclaimed[destination] -= placed
            if rule == TRANSITION:
                self.rate_left = np.maximum(self.rate_left - placed * peak, 0.0)
            self.rows.append(Row(rule, source, destination, False, 1.0, cumulative, share, "history"))
        return yearly * (1.0 - fraction)

    def largest_yearly_change(self) -> float:
        """Largest share of a unit's area that changes category in one year."""
        largest = np.zeros(len(self.unit_area))
        steps = [(row.share, np.diff(row.cumulative)) for row in self.rows if row.rule == TRANSITION]
        for year in range(self.years):
            change = np.zeros(len(self.unit_area))
            for share, step in steps:
                if step[year] > 0.0:
                    change += share * step[year]
            largest = np.maximum(largest, change)
        return float(np.max(largest / self.unit_area)) if len(largest) else 0.0


@dataclass(frozen=True)
class NationalChange:
    """Recorded change of one country, [years] each.

    gain, loss       ha of forest           planted_share  of the gain (1)
    restocking       ha from natural to planted forest (below zero: back)
    cropland_change  ha, net                settlement     ha gained
    """

    gain: Floats
    loss: Floats
    planted_share: Floats
    restocking: Floats
    cropland_change: Floats
    settlement: Floats


def loss_kind(cause: str) -> str:
    """Name of the change that is forest loss of one cause."""
    return "forest_loss" if cause == NO_CAUSE else f"forest_loss_{cause}"


LOSS_KINDS = tuple(loss_kind(cause) for cause in (*CAUSES, NO_CAUSE))


def loss_by_cause(
    change: NationalChange, shares: dict[str, float], donors: dict[str, tuple[str, ...]]
) -> dict[str, Floats]:
    """Hectares of forest loss by cause and year that the recorded totals can hold.

    shares  cause -> share of the loss; scaled down together where they exceed 1
    Towns cannot have taken more forest in a year than they gained, nor fields more than they gained before what they
    gave to towns and forest. What is above stays loss without cause.
    """
    whole = max(1.0, sum(shares[cause] for cause in CAUSES))
    wanted = {cause: change.loss * (shares[cause] / whole) for cause in CAUSES}
    cleared = {"mining": wanted["mining"], "settlement": np.minimum(wanted["settlement"], change.settlement)}
    exchange = _before_exchange(change, cleared, donors)[1]
    cleared["cropland"] = np.minimum(wanted["cropland"], np.maximum(exchange, 0.0))
    return cleared


def _before_exchange(
    change: NationalChange, cleared: dict[str, Floats], donors: dict[str, tuple[str, ...]]
) -> tuple[list[tuple[int, int, Floats, str]], Floats]:
    """Changes of one country other than cropland's exchange, and that exchange: what cropland gains from elsewhere."""
    cropland = LAND.index("cropland")
    first_forest = LAND.index(donors["forest_gain"][0])
    first_settlement = LAND.index(donors["settlement_gain"][0])
    none = np.zeros_like(change.loss)
    left = np.maximum(change.settlement - cleared.get("settlement", none), 0.0)
    rest = np.maximum(change.loss - sum(cleared.values(), none), 0.0)
    changes = [
        *((NATURAL, LAND.index(CAUSES[cause]), hectares, loss_kind(cause)) for cause, hectares in cleared.items()),
        (first_settlement, LAND.index("settlement"), left, "settlement_gain"),
        (first_forest, PLANTED, change.gain * change.planted_share, "forest_gain"),
        (first_forest, NATURAL, change.gain * (1.0 - change.planted_share), "forest_gain"),
        (NATURAL, first_forest, rest, "forest_loss"),
        (NATURAL, PLANTED, np.maximum(change.restocking, 0.0), "restocking"),
        (PLANTED, NATURAL, np.maximum(-change.restocking, 0.0), "restocking"),
    ]
    other = sum(
        (hectares * ((to == cropland) * 1.0 - (frm == cropland) * 1.0) for frm, to, hectares, _ in changes), none
    )
    return changes, change.cropland_change - other


def gross_changes(
    change: NationalChange, cleared: dict[str, Floats], donors: dict[str, tuple[str, ...]]
) -> list[tuple[int, int, Floats, str]]:
    """National gross changes of one country as (source, destination, hectares by year, kind), ready to be placed.

    cleared  cause -> forest loss by year that has that cause (loss_by_cause); the rest goes to the donor table's land
    Forest gains and losses, settlements and cropland are recorded; which land gave and took them is the donor table's
    word, but for loss with a cause: forest that became a town is part of the towns' gain. Cropland's exchange with
    grassland is what is left of its recorded change after the others.
    """
    cropland, first_cropland = LAND.index("cropland"), LAND.index(donors["cropland_gain"][0])
    changes, exchange = _before_exchange(change, cleared, donors)
    changes.append((first_cropland, cropland, np.maximum(exchange, 0.0), "cropland_gain"))
    changes.append((cropland, first_cropland, np.maximum(-exchange, 0.0), "cropland_loss"))
    return [one for one in changes if float(one[2].sum()) > 0.0]


def undo_country(
    areas: Floats,
    unit_area: Floats,
    change: NationalChange,
    shares: dict[str, float],
    donors: dict[str, tuple[str, ...]],
    years: int,
    largest_change: float,
) -> Undo:
    """Place the recorded changes of one country.

    Land that lost its forest lies where there still is forest. Loss with a cause comes first, since it must lie where
    both its land and forest are; what finds no place there counts as loss without cause, so every recorded total stays.
    A loss whose first receiver has no land left that no other change claims goes to the next of the donor table.
    """
    undo = Undo(areas, unit_area, years, largest_change)
    for cause, yearly in loss_by_cause(change, shares, donors).items():
        receiver = LAND.index(CAUSES[cause])
        rest = undo.add(NATURAL, receiver, yearly, np.minimum(areas[receiver], areas[NATURAL]))
        undo.cleared[cause] = yearly - rest
    for source, destination, yearly, kind in gross_changes(change, undo.cleared, donors):
        if kind == "restocking":
            # Forest exists on both sides of a reclassification, before and after.
            weight = np.minimum(areas[source] + areas[destination], areas[destination])
            undo.unplaced += float(undo.add(source, destination, yearly, weight, RECLASSIFICATION).sum())
        elif kind == "forest_loss":
            rest = yearly
            for name in donors["forest_gain"]:
                receiver = LAND.index(name)
                weight = np.minimum(areas[receiver], areas[NATURAL])
                rest = undo.add(NATURAL, receiver, rest, weight)
            undo.unplaced += float(rest.sum())
        elif kind not in LOSS_KINDS:
            weight = areas[destination]
            if kind == "cropland_loss":
                weight = areas[destination] * (areas[source] > 0.0)
            undo.unplaced += float(undo.add(source, destination, yearly, weight).sum())
    return undo
