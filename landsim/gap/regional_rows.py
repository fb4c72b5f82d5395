"""Rows of the region: sums over the countries that have a goal of one kind."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from landsim.economy.global_cuts import DEGREES
from landsim.gap.benchmark_goals import EQUAL_CUTS
from landsim.gap.rows import MIXED_GWP, numbers
from landsim.gap.terms import GapInputs, total
from landsim.goals import Goal, no_pledge
from landsim.gwp import PATH_GWP
from landsim.names import COUNTRIES, REGION
from landsim.targets import EXCLUDED


def region_rows(
    inputs: GapInputs, year: int, goals: dict[str, list[Goal]], view: str, basis: str
) -> list[dict[str, object]]:
    """Sums over countries: those with a pledge in tonnes, also with implied levels, and the benchmarks."""
    pledged = _first(goals, lambda goal: goal.kind == "pledge" and goal.headline)
    implied = _first(goals, lambda goal: goal.kind == "implied")
    benchmark = _first(goals, lambda goal: goal.kind == "benchmark" and goal.headline)
    # Name, end of the id, kind, goals, note.
    sums: list[tuple[str, str, str, dict[str, Goal], str]] = []
    if len(pledged) > 1:
        names = ", ".join(pledged)
        sums.append((f"headline pledges of {names}", "pledge", "pledge", pledged, f"sum over {names} only"))
    else:
        single = f"only {', '.join(pledged)} has one" if pledged else "no country has one"
        every = {country: no_pledge(year, PATH_GWP, EXCLUDED) for country in COUNTRIES}
        note = f"{single}; projected is the sum over {', '.join(COUNTRIES)}"
        sums.append((f"no {year} pledge", "no_pledge", "no_pledge", every, note))
    if implied and len(pledged) > 1:
        names = ", ".join(implied)
        note = f"the pledge of {names} is not in tonnes: its implied level is an assumption"
        both = {country: goal for country in COUNTRIES if (goal := {**pledged, **implied}.get(country))}
        sums.append((f"headline pledges and implied level of {names}", "implied", "implied", both, note))
    if len(benchmark) == len(COUNTRIES):
        note = "sum of the six countries' first benchmark rows, which follow different methods"
        sums.append(("benchmark: 1.5 C pathways of the six countries", "benchmark", "benchmark", benchmark, note))
    for degrees, variable in EQUAL_CUTS.items():
        cut = _first(goals, partial(_ends_with, variable))
        if len(cut) == len(COUNTRIES):
            name = f"benchmark: {DEGREES[degrees]} equal percentage cut"
            sums.append((name, variable, "benchmark", cut, "one rule for all six countries"))
    rows = []
    for name, end, kind, chosen, note in sums:
        terms = [inputs.terms(country, year, goal, view, basis) for country, goal in chosen.items()]
        rows.append(
            {
                "country": REGION,
                "year": year,
                "target": name,
                "view": view,
                "basis": basis,
                "gwp": PATH_GWP if kind == "no_pledge" else MIXED_GWP,
                **numbers(total(terms)),
                "note": f"{note}; ranges added as if all countries erred the same way",
                "gwp_factor": np.nan,
                "kind": kind,
                "target_id": f"{REGION}-{year}-{end}",
                "headline": kind in ("pledge", "no_pledge"),
                "own_view": view,
                "countries": " ".join(chosen),
            }
        )
    return rows


def _ends_with(variable: str, goal: Goal) -> bool:
    return goal.id.endswith(variable)


def _first(goals: dict[str, list[Goal]], wanted: Callable[[Goal], bool]) -> dict[str, Goal]:
    found = {country: next((goal for goal in one if wanted(goal)), None) for country, one in goals.items()}
    return {country: goal for country, goal in found.items() if goal is not None}
