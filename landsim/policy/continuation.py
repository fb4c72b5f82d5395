"""What goes on after 2020 where no measure takes its place: the gross land changes of 2010-2020, unit by unit."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from landsim.core.state import LAND, RECLASSIFICATION, TRANSITION
from landsim.policy.tiers import Row, fill_by_weight, fill_tiers, share_of

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
NATURAL, PLANTED = LAND.index("forest_natural"), LAND.index("forest_planted")
# A unit keeps at least this share of the land that continued change draws on.
KEPT_SHARE = 0.1


@dataclass
class Part:
    """Units of a country that share one course of a continued change; hectares by simulated year."""

    units: Flags
    yearly: Floats


@dataclass
class Continuation:
    """Continued changes of one country: kind -> parts. Measures split parts and silence them before rows are made."""

    units: Flags
    parts: dict[str, list[Part]] = field(default_factory=dict)
    shortfall: dict[str, float] = field(default_factory=dict)

    def scale(self, kind: str, place: Flags, weight: Floats, factor: Floats) -> Floats:
        """Multiply a change by a factor per year within a place; returns the hectares taken away by year.

        weight splits the national change between the units inside and outside the place.
        """
        taken = np.zeros_like(factor)
        split: list[Part] = []
        for part in self.parts.get(kind, []):
            inside, outside = part.units & place, part.units & ~place
            total = float(weight[part.units].sum())
            share = float(weight[inside].sum()) / total if total > 0.0 else 0.0
            if share > 0.0:
                split.append(Part(inside, part.yearly * share * factor))
                taken += part.yearly * share * (1.0 - factor)
            if share < 1.0:
                split.append(Part(outside, part.yearly * (1.0 - share)))
        self.parts[kind] = split
        return taken

    def yearly(self, kind: str, place: Flags, weight: Floats) -> Floats:
        """Hectares a year of a change that fall within a place."""
        total = np.zeros_like(self.parts[kind][0].yearly) if self.parts.get(kind) else np.zeros(0)
        for part in self.parts.get(kind, []):
            whole = float(weight[part.units].sum())
            if whole > 0.0:
                total = total + part.yearly * float(weight[part.units & place].sum()) / whole
        return total


def continuation_weights(areas: Floats, donors: dict[str, tuple[str, ...]]) -> dict[str, Floats]:
    """Where each change goes on: where its land cover stands in 2020, so no class appears where there was none."""
    named = dict(zip(LAND, areas, strict=True))
    forest = named["forest_natural"] + named["forest_planted"]
    return {
        "forest_gain_natural": named["forest_natural"],
        "forest_gain_planted": named["forest_planted"],
        # As recorded loss is laid out: where forest stands beside the land that takes it.
        "forest_loss": np.minimum(named["forest_natural"], named[donors["forest_gain"][0]]),
        "cropland_gain": named["cropland"],
        "cropland_loss": named["cropland"],
        "settlement_gain": named["settlement"],
        "restock_planted": np.minimum(named["forest_natural"], forest) * (named["forest_planted"] > 0.0),
        "restock_natural": named["forest_planted"] * (named["forest_natural"] > 0.0),
    }


def continuation_rows(
    continuation: Continuation,
    areas: Floats,
    eligible: Floats,
    claimed: Floats,
    room: Floats,
    donors: dict[str, tuple[str, ...]],
) -> list[Row]:
    """Rows of one country's continued changes, from the donor land that measures have not claimed.

    areas     [LAND, units] at the end of 2020        eligible  [LAND, units] where trees may take over that land
    claimed   [LAND, units], hectares reserved so far; grows
    room      [years, units], hectares that may still change in a year; shrinks
    """
    weights = continuation_weights(areas, donors)
    rows: list[Row] = []
    paths = {
        "forest_gain_planted": (donors["forest_gain"], PLANTED, True),
        "forest_gain_natural": (donors["forest_gain"], NATURAL, True),
        "forest_loss": (("forest_natural",), LAND.index(donors["forest_gain"][0]), False),
        "cropland_gain": (donors["cropland_gain"], LAND.index("cropland"), False),
        "cropland_loss": (("cropland",), LAND.index(donors["cropland_gain"][0]), False),
        "settlement_gain": (donors["settlement_gain"], LAND.index("settlement"), False),
        "restock_planted": (("forest_natural",), PLANTED, False),
        "restock_natural": (("forest_planted",), NATURAL, False),
    }
    for kind, (sources, destination, trees) in paths.items():
        rule = RECLASSIFICATION if kind.startswith("restock") else TRANSITION
        for part in continuation.parts.get(kind, []):
            wanted = np.concatenate([[0.0], np.cumsum(part.yearly)])
            total = float(wanted[-1])
            if total <= 0.0:
                continue
            weight = np.where(part.units, weights[kind], 0.0)
            if not trees:
                weight = weight * (areas[destination] > 0.0)
            capacities: list[Floats] = []
            rest = total
            # Hectares over all years that the yearly limit leaves a unit, when the change keeps its course.
            limit = room[part.yearly > 0.0].min(axis=0) * (total / float(part.yearly.max()))
            for name in sources:
                land = LAND.index(name)
                base = eligible[land] if trees else areas[land]
                available = np.maximum(np.minimum(base, areas[land] - claimed[land]) - KEPT_SHARE * areas[land], 0.0)
                capacity = fill_by_weight(weight, np.minimum(available, limit), rest)
                claimed[land] += capacity
                limit = limit - capacity
                rest -= float(capacity.sum())
                capacities.append(capacity)
            may_change = room if rule == TRANSITION else None
            placed, short = fill_tiers(wanted, capacities, may_change, len(wanted) - 1)
            continuation.shortfall[kind] = continuation.shortfall.get(kind, 0.0) + float(short[-1])
            for name, capacity, cumulative in zip(sources, capacities, placed, strict=True):
                if cumulative[-1] > 0.0:
                    rows.append(
                        Row(
                            rule,
                            LAND.index(name),
                            destination,
                            False,
                            1.0,
                            cumulative,
                            share_of(capacity),
                            "continuation",
                        )
                    )
    return rows
