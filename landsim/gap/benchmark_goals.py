"""Benchmark pathways as goals: levels of 1.5 and 2 degrees that stand beside the pledges, in rows of their own."""

from __future__ import annotations

import math

from landsim.economy import EconomyPath
from landsim.economy.benchmark_paths import PUBLISHED, equal_cut_level
from landsim.economy.global_cuts import BASE_YEAR, DEGREES, RULE, global_cut
from landsim.economy.series import series_of
from landsim.goals import Goal
from landsim.gwp import PATH_GWP
from landsim.targets import EXCLUDED, INVENTORY

# Ends of the ids of benchmark goals; the region adds up what all countries have, or the first that each has.
DOMESTIC = "cat_mdp_1p5c_compatible"
EQUAL_CUTS = {degrees: f"equal_cut_{degrees}" for degrees in DEGREES}


def benchmarks(country: str, year: int, economy: EconomyPath) -> list[Goal]:
    """Benchmark levels of a country in a year: published ones with the credit their owners ask for, and equal cuts."""
    goals = []
    for variable, (_, name) in PUBLISHED.items():
        rows = series_of("benchmark_pathways", country, variable)
        if year not in rows.index:
            continue
        row = rows.loc[[year]].to_dict("records")[0]
        value = float(row["value"])
        low, high = (value if math.isnan(row[bound]) else float(row[bound]) for bound in ("low", "high"))
        notes = (f"{row['dataset']}, {row['status']}", str(row["note"]), str(row["credit"]))
        note = "; ".join(text for text in notes if text)
        goals.append(_goal(country, variable, name, str(row["gwp"]), (value, low, high), note))
    for degrees, shown in DEGREES.items():
        level = equal_cut_level(economy, country, degrees, year)
        note = f"{RULE} (base {BASE_YEAR}, an assumption); {global_cut(degrees).source}"
        goals.append(_goal(country, EQUAL_CUTS[degrees], f"{shown} equal percentage cut", PATH_GWP, level, note))
    return goals


def _goal(country: str, variable: str, name: str, gwp: str, level: tuple[float, float, float], note: str) -> Goal:
    return Goal(
        name=f"benchmark: {name}",
        id=f"{country}-{variable}",
        kind="benchmark",
        gwp=gwp,
        levels={EXCLUDED: level, INVENTORY: level},
        own_view=EXCLUDED,
        headline=variable in (DOMESTIC, EQUAL_CUTS["1p5c"]),
        note=note,
    )
