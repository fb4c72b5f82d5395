"""Recorded history on the land: gross changes of 1990-2020 undone from the areas of 2020.

The embedded landscape holds 2020. Every gain is taken back from land that the category holds in 2020 and that no other
gain has claimed, so that stepping forward again lands on the areas of 2020 and no area is ever negative.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.core.state import LAND, RECLASSIFICATION, TRANSITION
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


def gross_changes(
    gain: Floats,
    loss: Floats,
    planted_share: Floats,
    restocking: Floats,
    cropland_change: Floats,
    settlement: Floats,
    donors: dict[str, tuple[str, ...]],
) -> list[tuple[int, int, Floats, str]]:
    """National gross changes of one country as (source, destination, hectares by year, kind), ready to be placed.

    Forest gains and losses, settlements and cropland are recorded; which land gave and took them is the donor table's
    word. Cropland's exchange with grassland is what is left of its recorded change after the others.
    """
    cropland = LAND.index("cropland")
    first_forest = LAND.index(donors["forest_gain"][0])
    first_settlement = LAND.index(donors["settlement_gain"][0])
    first_cropland = LAND.index(donors["cropland_gain"][0])
    changes = [
        (first_settlement, LAND.index("settlement"), settlement, "settlement_gain"),
        (first_forest, PLANTED, gain * planted_share, "forest_gain"),
        (first_forest, NATURAL, gain * (1.0 - planted_share), "forest_gain"),
        (NATURAL, first_forest, loss, "forest_loss"),
        (NATURAL, PLANTED, np.maximum(restocking, 0.0), "restocking"),
        (PLANTED, NATURAL, np.maximum(-restocking, 0.0), "restocking"),
    ]
    other = sum(
        (hectares * ((to == cropland) * 1.0 - (frm == cropland) * 1.0) for frm, to, hectares, _ in changes),
        np.zeros_like(gain),
    )
    exchange = cropland_change - other
    changes.append((first_cropland, cropland, np.maximum(exchange, 0.0), "cropland_gain"))
    changes.append((cropland, first_cropland, np.maximum(-exchange, 0.0), "cropland_loss"))
    return [change for change in changes if float(change[2].sum()) > 0.0]


def undo_country(
    areas: Floats,
    unit_area: Floats,
    changes: list[tuple[int, int, Floats, str]],
    donors: dict[str, tuple[str, ...]],
    years: int,
    largest_change: float,
) -> Undo:
    """Place the recorded changes of one country.

    Land that lost its forest lies where there still is forest. A loss whose first receiver has no land left that no
    other change claims goes to the next receiver of the donor table.
    """
    undo = Undo(areas, unit_area, years, largest_change)
    for source, destination, yearly, kind in changes:
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
        else:
            weight = areas[destination]
            if kind == "cropland_loss":
                weight = areas[destination] * (areas[source] > 0.0)
            undo.unplaced += float(undo.add(source, destination, yearly, weight).sum())
    return undo
