"""What a projection is compared with: pledges in tonnes, benchmark pathways, or that there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass

from landsim.gwp import PATH_GWP
from landsim.targets import EXCLUDED, INVENTORY, NO_GWP, Target

Level = tuple[float, float, float]
_NO_LEVEL: Level = (math.nan, math.nan, math.nan)
_VIEWS = (EXCLUDED, INVENTORY)


@dataclass(frozen=True)
class Goal:
    """One thing to compare with: level, low and high in MtCO2e by LULUCF view, in the goal's own GWP set."""

    name: str
    id: str
    # pledge, not_in_tonnes, no_pledge, implied, benchmark
    kind: str
    gwp: str
    levels: dict[str, Level]
    own_view: str
    headline: bool
    note: str
    lulucf: str = ""
    removals: float = math.nan

    @property
    def has_level(self) -> bool:
        return not math.isnan(self.levels[EXCLUDED][0])

    def view_note(self, view: str) -> str:
        """What a reader must know when this goal is read in this view."""
        if self.lulucf == "gross_net" and view == EXCLUDED:
            return (
                "gross base year, net target year: the level without land is the net one plus "
                f"{self.removals:g} Mt of removals"
            )
        if view == EXCLUDED and self.removals > 0.0:
            return (
                f"what-if: the net level plus {self.removals:g} Mt of removals, for the pledge is judged in the "
                f"view {self.own_view}"
            )
        if self.lulucf == "with_and_without":
            return f"base {'with' if view == INVENTORY else 'without'} the land sector"
        if self.kind == "benchmark" and view == INVENTORY:
            return "what-if: the benchmark is without the land sector"
        if self.lulucf == "undecided" and view == INVENTORY:
            return "what-if: whether the land sector counts was left to be decided"
        if view != self.own_view:
            return f"what-if: the pledge is judged in the view {self.own_view}"
        return ""


def goals_of(country: str, year: int, targets: tuple[Target, ...]) -> list[Goal]:
    """The pledges of a country for a year; where none is in tonnes, one goal without a level that says so."""
    own = [target for target in targets if target.country == country and target.year == year]
    goals = [_pledge(target) for target in own if target.in_tonnes]
    if goals:
        return goals
    named = [target for target in own if target.headline]
    if named:
        return [
            Goal(
                name="not in tonnes: " + "; ".join(target.name for target in named),
                id=f"{country}-{year}-not-in-tonnes",
                kind="not_in_tonnes",
                gwp=PATH_GWP,
                levels=dict.fromkeys(_VIEWS, _NO_LEVEL),
                own_view=named[0].own_view,
                headline=True,
                note="shown as its own indicator",
            )
        ]
    # Same view and GWP set as the country's other pledge, so that its years can be compared.
    usual = next((target for target in targets if target.country == country and target.headline), None)
    gwp = PATH_GWP if usual is None or usual.gwp == NO_GWP else usual.gwp
    return [no_pledge(year, gwp, EXCLUDED if usual is None else usual.own_view)]


def no_pledge(year: int, gwp: str, own_view: str) -> Goal:
    """The goal of a country that has no pledge for the year."""
    return Goal(
        name=f"no {year} pledge",
        id=f"no-{year}-pledge",
        kind="no_pledge",
        gwp=gwp,
        levels=dict.fromkeys(_VIEWS, _NO_LEVEL),
        own_view=own_view,
        headline=True,
        note="the targets table has no pledge of the country for this year",
    )


def _pledge(target: Target) -> Goal:
    return Goal(
        name=target.name,
        id=target.id,
        kind="pledge",
        gwp=target.gwp,
        levels={view: (target.target_level(view), *target.target_range(view)) for view in _VIEWS},
        own_view=target.own_view,
        headline=target.headline,
        note="; ".join(part for part in (_condition(target), target.note) if part),
        lulucf=target.lulucf,
        removals=target.removals,
    )


def _condition(target: Target) -> str:
    condition = "conditional on support" if target.conditional else ""
    return condition if target.status == "official" else ", ".join(filter(None, (condition, target.status)))
