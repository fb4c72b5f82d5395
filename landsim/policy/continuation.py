"""What goes on after 2020 where no measure takes its place: the gross land changes of 2010-2020, unit by unit."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from landsim.core.state import LAND, RECLASSIFICATION, TRANSITION
from landsim.policy.measure_kind import CAUSES
from landsim.policy.recorded import loss_kind
from landsim.policy.tiers import Row, fill_by_weight, share_of

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
NATURAL, PLANTED = LAND.index("forest_natural"), LAND.index("forest_planted")
# A unit keeps at least this share of the land that continued change draws on.
KEPT_SHARE = 0.1
# What takes the place of forest loss with a cause that finds no land where its class stands: the forest goes to the
# land of the donor table, towns grow on their own donor, fields make up for it. The national totals of all three stay.
INSTEAD = {
    loss_kind("settlement"): ("forest_loss", "settlement_gain", "cropland_gain"),
    loss_kind("cropland"): ("forest_loss", "cropland_gain"),
    loss_kind("mining"): ("forest_loss",),
}
# A remainder below this share of a change is rounding.
ROUNDING = 1e-12


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

    def scale_loss(self, kinds: tuple[str, ...], place: Flags, weights: dict[str, Floats], factor: Floats) -> Floats:
        """Multiply forest loss of some causes alike; returns the hectares taken away by year."""
        taken = np.zeros_like(factor)
        for kind in kinds:
            taken += self.scale(kind, place, weights[kind], factor)
        return taken

    def yearly(self, kind: str, place: Flags, weight: Floats) -> Floats:
        """Hectares a year of a change that fall within a place."""
        total = np.zeros_like(self.parts[kind][0].yearly) if self.parts.get(kind) else np.zeros(0)
        for part in self.parts.get(kind, []):
            whole = float(weight[part.units].sum())
            if whole > 0.0:
                total = total + part.yearly * float(weight[part.units & place].sum()) / whole
        return total

    def yearly_loss(self, kinds: tuple[str, ...], place: Flags, weights: dict[str, Floats], years: int) -> Floats:
        """Hectares a year of forest loss of some causes that fall within a place, [years]."""
        total = np.zeros(years)
        for kind in kinds:
            if self.parts.get(kind):
                total += self.yearly(kind, place, weights[kind])
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
        **{loss_kind(cause): np.minimum(named["forest_natural"], named[land]) for cause, land in CAUSES.items()},
        "cropland_gain": named["cropland"],
        "cropland_loss": named["cropland"],
        "settlement_gain": named["settlement"],
        "restock_planted": np.minimum(named["forest_natural"], forest) * (named["forest_planted"] > 0.0),
        "restock_natural": named["forest_planted"] * (named["forest_natural"] > 0.0),
    }


def _paths(donors: dict[str, tuple[str, ...]]) -> dict[str, tuple[tuple[str, ...], int, bool]]:
    """Kind -> land that gives area, in order of preference; land that receives it; whether trees must live there."""
    # Loss with a cause comes first: what it cannot place adds to other changes.
    return {
        **{loss_kind(cause): (("forest_natural",), LAND.index(land), False) for cause, land in CAUSES.items()},
        "forest_gain_planted": (donors["forest_gain"], PLANTED, True),
        "forest_gain_natural": (donors["forest_gain"], NATURAL, True),
        "forest_loss": (("forest_natural",), LAND.index(donors["forest_gain"][0]), False),
        "cropland_gain": (donors["cropland_gain"], LAND.index("cropland"), False),
        "cropland_loss": (("cropland",), LAND.index(donors["cropland_gain"][0]), False),
        "settlement_gain": (donors["settlement_gain"], LAND.index("settlement"), False),
        "restock_planted": (("forest_natural",), PLANTED, False),
        "restock_natural": (("forest_planted",), NATURAL, False),
    }


def _rule(kind: str) -> int:
    return RECLASSIFICATION if kind.startswith("restock") else TRANSITION


def unhindered_rows(continuation: Continuation, areas: Floats, donors: dict[str, tuple[str, ...]]) -> list[Row]:
    """Continued changes of a country's forest as they would be with land for all of them and without measures.

    Each gain takes the first land of its donors. For what must be known before measures reserve their land.
    """
    weights = continuation_weights(areas, donors)
    rows: list[Row] = []
    for kind, (sources, destination, _) in _paths(donors).items():
        if kind.startswith(("forest", "restock")):
            for part in continuation.parts.get(kind, []):
                share = share_of(np.where(part.units, weights[kind], 0.0))
                cumulative = np.concatenate([[0.0], np.cumsum(part.yearly)])
                source = LAND.index(sources[0])
                rows.append(Row(_rule(kind), source, destination, False, 1.0, cumulative, share, "continuation"))
    return rows


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
    for kind, (sources, destination, trees) in _paths(donors).items():
        rule = _rule(kind)
        for part in continuation.parts.get(kind, []):
            total = float(part.yearly.sum())
            if total <= 0.0:
                continue
            peak = float(part.yearly.max()) / total
            busy = np.flatnonzero(part.yearly)
            span = slice(int(busy[0]), int(busy[-1]) + 1)
            home = np.where(part.units, weights[kind], 0.0)
            if not trees:
                home = home * (areas[destination] > 0.0)
            # Only what finds no land where its class stands (cells of 0.1 degree fill up) goes to land without it.
            elsewhere = np.where(part.units & (home <= 0.0) & (rule == TRANSITION) & (kind not in INSTEAD), 1.0, 0.0)
            rest = total
            for name, weight in [(name, weight) for weight in (home, elsewhere) for name in sources]:
                if rest <= ROUNDING * total:
                    break
                land = LAND.index(name)
                base = eligible[land] if trees else areas[land]
                kept = KEPT_SHARE * areas[land]
                available = np.maximum(np.minimum(base, areas[land] - claimed[land]) - kept, 0.0)
                if rule == TRANSITION:
                    available = np.minimum(available, room[span].min(axis=0) / peak)
                placed = fill_by_weight(weight * (available if weight is elsewhere else 1.0), available, rest)
                fraction = float(placed.sum()) / total
                if fraction > 0.0:
                    share = share_of(placed)
                    claimed[land] += placed
                    rest -= float(placed.sum())
                    if rule == TRANSITION:
                        # Only where the change falls: a table of all units would be megabytes, made anew every time.
                        here = np.flatnonzero(share)
                        room[np.ix_(busy, here)] -= (part.yearly[busy] * fraction)[:, None] * share[here]
                    cumulative = np.concatenate([[0.0], np.cumsum(part.yearly * fraction)])
                    rows.append(Row(rule, land, destination, False, 1.0, cumulative, share, "continuation"))
            if kind in INSTEAD and rest > ROUNDING * total:
                for other in INSTEAD[kind]:
                    continuation.parts.setdefault(other, []).append(Part(part.units, part.yearly * (rest / total)))
                rest = 0.0
            continuation.shortfall[kind] = continuation.shortfall.get(kind, 0.0) + max(rest, 0.0)
    return rows
