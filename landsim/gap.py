"""The emissions gap: projected emissions of a country minus the level its pledge allows, view by view.

The terms and their ranges are in gap_terms; here they become the rows of gap.csv and the table that a run
prints. The range of a gap adds the ranges of economy, GWP factor, target and alignment at their worst.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from landsim.alignment import alignment, check_country_years
from landsim.economy import EconomyPath, economy_path
from landsim.errors import InputError
from landsim.gap_terms import ALIGNED, BASES, VIEWS, GapInputs, Terms, total
from landsim.goals import Goal, benchmarks, goals_of, no_pledge
from landsim.gwp import PATH_GWP, gwp_factor
from landsim.names import COUNTRIES
from landsim.pledge_indicators import implied_level
from landsim.targets import EXCLUDED, INVENTORY, Target, load_targets

REGION = "NEA"
UNIT = "MtCO2e"
MIXED_GWP = "own set of each country"

COLUMNS = [
    "country",
    "year",
    "target",
    "view",
    "basis",
    "gwp",
    "projected",
    "target_level",
    "gap",
    "unit",
    "low",
    "high",
    "note",
    # What the contract of gap.csv does not ask for but a reader needs to check the sum.
    "exogenous",
    "agriculture_difference",
    "lulucf",
    "alignment_offset",
    "gwp_factor",
    "target_low",
    "target_high",
    "kind",
    "target_id",
    "headline",
    "own_view",
    "countries",
]


def gap_table(
    lulucf_net: npt.NDArray[np.float64],
    agriculture_difference: Mapping[str, npt.NDArray[np.float64]],
    years: npt.NDArray[np.int64],
    *,
    economy: EconomyPath | None = None,
    targets: tuple[Target, ...] | None = None,
    offsets: pd.DataFrame | None = None,
    views: Sequence[str] = VIEWS,
    bases: Sequence[str] = BASES,
    target_years: Sequence[int] = (2030, 2050),
) -> pd.DataFrame:
    """One row per country (and the region NEA), target year, target, view and basis; columns as in gap.csv.

    ``lulucf_net`` is an array of (country, year) in MtCO2e under GWP set AR5; ``agriculture_difference`` (scenario
    minus baseline) has one for each gas, in Mt of the gas. Economy, targets and offsets default to the shipped ones.
    """
    years = np.asarray(years, dtype=np.int64)
    check_country_years(lulucf_net, years, "The modelled land-sector balance")
    for gas, mass in agriculture_difference.items():
        check_country_years(mass, years, f"The agriculture difference in {gas}")
    for name, given, known in (("view", views, VIEWS), ("basis", bases, BASES)):
        unknown = [one for one in given if one not in known]
        if unknown:
            raise InputError(f'The {name} "{unknown[0]}" is unknown; expected one of {", ".join(known)}.')
    absent = [year for year in target_years if year not in years]
    if absent:
        raise InputError(
            f"The run ends in {years[-1]} and has no year {absent[0]}, for which a gap is asked."
        )
    shifts = alignment(lulucf_net, years) if offsets is None else offsets
    inputs = GapInputs(
        economy=economy_path(years) if economy is None else economy,
        lulucf=lulucf_net,
        agriculture=agriculture_difference,
        offsets={str(row["country"]): row for row in _records(shifts)},
        years=years,
    )
    pledges = load_targets() if targets is None else targets
    rows: list[dict[str, object]] = []
    for year in target_years:
        goals = {
            country: _goals(country, year, pledges, inputs.economy) + benchmarks(country, year)
            for country in COUNTRIES
        }
        for view in views:
            for basis in bases:
                for country in COUNTRIES:
                    rows += [_row(inputs, country, year, goal, view, basis) for goal in goals[country]]
                rows += _region_rows(inputs, year, goals, view, basis)
    frame = pd.DataFrame(rows, columns=COLUMNS)
    order = {name: at for at, name in enumerate((*COUNTRIES, REGION))}
    # Stable sort: within a country and year the goals stay in the order of the table.
    return frame.sort_values(
        ["country", "year"], key=lambda s: s.map(order) if s.name == "country" else s, kind="stable"
    ).reset_index(drop=True)


def _goals(country: str, year: int, pledges: tuple[Target, ...], economy: EconomyPath) -> list[Goal]:
    goals = goals_of(country, year, pledges)
    for target in pledges:
        if (target.country, target.year, target.kind) == (country, year, "intensity"):
            level = implied_level(target, economy)
            goals.append(
                Goal(
                    name=f"implied by {target.name} (no pledge in tonnes)",
                    id=f"{target.id}-implied",
                    kind="implied",
                    gwp=PATH_GWP,
                    levels={EXCLUDED: level, INVENTORY: level},
                    own_view=target.own_view,
                    headline=False,
                    note="level from assumed GDP growth and all greenhouse gases for CO2: an assumption",
                )
            )
    return goals


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _numbers(terms: Terms) -> dict[str, object]:
    return {
        "projected": terms.projected,
        "target_level": terms.level,
        "gap": terms.projected - terms.level,
        "unit": UNIT,
        "low": terms.projected_low - terms.level_high,
        "high": terms.projected_high - terms.level_low,
        "exogenous": terms.exogenous,
        "agriculture_difference": terms.agriculture,
        "lulucf": terms.lulucf,
        "alignment_offset": terms.offset,
        "target_low": terms.level_low,
        "target_high": terms.level_high,
    }


def _row(inputs: GapInputs, country: str, year: int, goal: Goal, view: str, basis: str) -> dict[str, object]:
    terms = inputs.terms(country, year, goal, view, basis)
    factor = gwp_factor(country, goal.gwp)
    notes = [goal.note]
    if goal.has_level:
        notes.append(goal.view_note(view))
    if view == INVENTORY and basis == ALIGNED:
        chosen = inputs.offsets[country]
        notes.append(f"{chosen['note']} ({chosen['status']})")
    if factor.value != 1.0:
        notes.append(f"exogenous path times {factor.value:g} from {PATH_GWP} to {goal.gwp} ({factor.status})")
    return {
        "country": country,
        "year": year,
        "target": goal.name,
        "view": view,
        "basis": basis,
        "gwp": goal.gwp,
        **_numbers(terms),
        "note": "; ".join(note for note in notes if note),
        "gwp_factor": factor.value,
        "kind": goal.kind,
        "target_id": goal.id,
        "headline": goal.headline,
        "own_view": goal.own_view,
        "countries": country,
    }


def _region_rows(
    inputs: GapInputs, year: int, goals: dict[str, list[Goal]], view: str, basis: str
) -> list[dict[str, object]]:
    """Sums over countries: those with a pledge in tonnes, also with implied levels, and the benchmarks."""
    pledged = _first(goals, lambda goal: goal.kind == "pledge" and goal.headline)
    implied = _first(goals, lambda goal: goal.kind == "implied")
    benchmark = _first(goals, lambda goal: goal.kind == "benchmark" and goal.headline)
    sums: list[tuple[str, str, dict[str, Goal], str]] = []
    if len(pledged) > 1:
        names = ", ".join(pledged)
        sums.append((f"headline pledges of {names}", "pledge", pledged, f"sum over {names} only"))
    else:
        single = f"only {', '.join(pledged)} has one" if pledged else "no country has one"
        every = {country: no_pledge(year, PATH_GWP, EXCLUDED) for country in COUNTRIES}
        note = f"{single}; projected is the sum over {', '.join(COUNTRIES)}"
        sums.append((f"no {year} pledge", "no_pledge", every, note))
    if implied and len(pledged) > 1:
        names = ", ".join(implied)
        note = f"the pledge of {names} is not in tonnes: its implied level is an assumption"
        both = {country: goal for country in COUNTRIES if (goal := {**pledged, **implied}.get(country))}
        sums.append((f"headline pledges and implied level of {names}", "implied", both, note))
    if len(benchmark) == len(COUNTRIES):
        note = "sum of the six countries' benchmark rows, which follow different methods"
        sums.append(("benchmark: 1.5 C pathways of the six countries", "benchmark", benchmark, note))
    rows = []
    for name, kind, chosen, note in sums:
        terms = [inputs.terms(country, year, goal, view, basis) for country, goal in chosen.items()]
        rows.append(
            {
                "country": REGION,
                "year": year,
                "target": name,
                "view": view,
                "basis": basis,
                "gwp": PATH_GWP if kind == "no_pledge" else MIXED_GWP,
                **_numbers(total(terms)),
                "note": f"{note}; ranges added as if all countries erred the same way",
                "gwp_factor": np.nan,
                "kind": kind,
                "target_id": f"{REGION}-{year}-{kind}",
                "headline": kind in ("pledge", "no_pledge"),
                "own_view": view,
                "countries": " ".join(chosen),
            }
        )
    return rows


def _first(goals: dict[str, list[Goal]], wanted: Callable[[Goal], bool]) -> dict[str, Goal]:
    found = {country: next((goal for goal in one if wanted(goal)), None) for country, one in goals.items()}
    return {country: goal for country, goal in found.items() if goal is not None}


def short_table(gap: pd.DataFrame) -> str:
    """Each country in the view of its own pledge, on the aligned basis; NEA for each group of countries."""
    target_years = sorted(int(year) for year in gap["year"].unique())
    header = f"{'country':9}{'view':11}{'basis':9}{'GWP':6}"
    header += "".join(f"{f'{year} projected':>15}{'target':>10}{'gap':>10}" for year in target_years)
    lines = [header, "-" * len(header)]
    shown = gap[(gap["basis"] == ALIGNED) & (gap["kind"] != "benchmark")]
    national = shown[shown["headline"] & (shown["view"] == shown["own_view"])]
    for country in COUNTRIES:
        lines.append(_line(country, _records(national[national["country"] == country]), target_years))
    regional = shown[shown["country"] == REGION]
    for view in VIEWS:
        in_view = regional[regional["view"] == view]
        for countries in sorted(in_view["countries"].unique(), key=len):
            label = f"{REGION} ({len(countries.split())})"
            lines.append(_line(label, _records(in_view[in_view["countries"] == countries]), target_years))
    lines.append("MtCO2e per year; gap = projected - target, so a positive gap lies above the target.")
    for countries in sorted(regional["countries"].unique(), key=len):
        lines.append(f"{REGION} ({len(countries.split())}): {', '.join(countries.split())}.")
    implied = shown[(shown["kind"] == "implied") & (shown["country"] != REGION)]
    for row in _records(implied[implied["view"] == implied["own_view"]]):
        span = f"{row['low']:+,.0f} to {row['high']:+,.0f}"
        lines.append(
            f"* {row['country']} has no {row['year']} level in tonnes; {row['target_level']:,.0f} is "
            f"{row['target']}, gap {row['gap']:+,.0f} ({span}): an assumption."
        )
    return "\n".join(lines)


def _line(label: str, rows: list[dict[str, Any]], target_years: list[int]) -> str:
    if not rows:
        return f"{label:9}not in this table"
    by_year = {int(row["year"]): row for row in rows}
    first = rows[0]
    gwp = "own" if first["gwp"] == MIXED_GWP else str(first["gwp"])
    line = f"{label:9}{first['view']:11}{first['basis']:9}{gwp:6}"
    for year in target_years:
        row = by_year.get(year)
        if row is None:
            line += " " * 35
        elif np.isnan(row["target_level"]):
            text = "not in tonnes" if row["kind"] == "not_in_tonnes" else f"no {year} pledge"
            line += f"{row['projected']:>15,.1f}{text:>20}"
        else:
            mark = "*" if row["kind"] == "implied" else ""
            level = f"{row['target_level']:,.1f}{mark}"
            line += f"{row['projected']:>15,.1f}{level:>10}{row['gap']:>+10,.1f}"
    return line.rstrip()
