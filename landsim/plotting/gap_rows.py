"""Rows of gap.csv as the gap figures show them: one goal with its level and what each view makes of it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from landsim.errors import InputError
from landsim.plotting.inputs import RunFiles

GAP_YEARS = (2030, 2050)
VIEWS = ("excluded", "inventory")
ALIGNED = "aligned"
# Kinds of gap.csv with a level to be judged by; the others are benchmarks or say that there is none.
JUDGED = ("pledge", "implied")


@dataclass(frozen=True)
class ViewGap:
    """Projected emissions, target level and gap in one view, MtCO2e in the goal's own GWP set."""

    projected: float
    level: float
    level_low: float
    level_high: float
    gap: float
    low: float
    high: float


@dataclass(frozen=True)
class Goal:
    """A pledge, an implied level, a benchmark or the lack of a pledge; ``letter`` names it in the chart."""

    letter: str
    year: int
    name: str
    kind: str
    gwp: str
    headline: bool
    own_view: str
    views: dict[str, ViewGap] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def own(self) -> ViewGap:
        """The view in which the goal's own text is judged."""
        return self.views[self.own_view]


def goals_of(run: RunFiles, country: str) -> list[Goal]:
    """Goals of one country on the aligned basis, in the order of gap.csv.

    Judged goals are lettered A, B, C ... over both years, benchmarks a, b, c ...
    """
    path = run.directory / "gap.csv"
    shown = (run.gap["basis"] == ALIGNED) & run.gap["year"].isin(GAP_YEARS) & run.gap["view"].isin(VIEWS)
    table = run.gap[(run.gap["country"] == country) & shown]
    goals: list[Goal] = []
    for year in GAP_YEARS:
        here = table[table["year"] == year]
        if here.empty:
            raise InputError(
                f"{path}: no rows of {country} for {year} on the aligned basis; "
                f'expected its targets or a row "no {year} pledge".'
            )
        for name, rows in here.groupby("target", sort=False):
            absent = [view for view in VIEWS if view not in set(rows["view"])]
            if absent:
                raise InputError(f'{path}: no row of {country} {year} "{name}" in the view {absent[0]}; expected one.')
            goals.append(_goal(str(name), year, rows, goals))
    return goals


def _goal(name: str, year: int, rows: pd.DataFrame, earlier: list[Goal]) -> Goal:
    first = rows.iloc[0]
    kind = str(first["kind"])
    if kind in JUDGED:
        letter = chr(ord("A") + sum(goal.kind in JUDGED for goal in earlier))
    elif kind == "benchmark":
        letter = chr(ord("a") + sum(goal.kind == kind for goal in earlier))
    else:
        letter = ""
    return Goal(
        letter=letter,
        year=year,
        name=name,
        kind=kind,
        gwp=str(first["gwp"]),
        headline=str(first["headline"]) == "True",
        own_view=str(first["own_view"]),
        views={str(cells["view"]): _view_gap(cells) for cells in rows.to_dict("records")},
        notes=tuple(dict.fromkeys(part for note in rows["note"] for part in str(note).split("; ") if part)),
    )


def _view_gap(cells: dict[Hashable, Any]) -> ViewGap:
    return ViewGap(
        projected=float(cells["projected"]),
        level=float(cells["target_level"]),
        level_low=float(cells["target_low"]),
        level_high=float(cells["target_high"]),
        gap=float(cells["gap"]),
        low=float(cells["low"]),
        high=float(cells["high"]),
    )
