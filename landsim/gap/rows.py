"""One row of gap.csv: a goal of one country in one view and basis."""

from __future__ import annotations

from landsim.gap.terms import ALIGNED, GapInputs, Terms
from landsim.goals import Goal
from landsim.gwp import PATH_GWP, gwp_factor
from landsim.targets import INVENTORY

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


def numbers(terms: Terms) -> dict[str, object]:
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


def country_row(inputs: GapInputs, country: str, year: int, goal: Goal, view: str, basis: str) -> dict[str, object]:
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
        **numbers(terms),
        "note": "; ".join(note for note in notes if note),
        "gwp_factor": factor.value,
        "kind": goal.kind,
        "target_id": goal.id,
        "headline": goal.headline,
        "own_view": goal.own_view,
        "countries": country,
    }
