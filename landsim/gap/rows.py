"""One row of gap.csv: a goal of one country in one view and basis."""

from __future__ import annotations

import numpy as np

from landsim.gap.terms import GapInputs, Terms
from landsim.goals import Goal
from landsim.gwp import PATH_GWP, gwp_factor
from landsim.targets import EXCLUDED, INVENTORY
from landsim.views.kinds import ADDITIONAL, ALIGNED, DIRECT, SHIFTED, level_view

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
    "projected_without_measures",
    "gap_without_measures",
    "closed_by_measures",
    "share_closed",
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
        **_closed(terms),
    }


def _closed(terms: Terms) -> dict[str, object]:
    """What the measures of the scenario do to the gap; a share only of a gap that is there without them."""
    without = terms.projected_without - terms.level
    return {
        "projected_without_measures": terms.projected_without,
        "gap_without_measures": without,
        "closed_by_measures": terms.projected_without - terms.projected,
        "share_closed": (terms.projected_without - terms.projected) / without if without > 0.0 else np.nan,
    }


def country_row(inputs: GapInputs, country: str, year: int, goal: Goal, view: str, basis: str) -> dict[str, object]:
    terms = inputs.terms(country, year, goal, view, basis)
    factor = gwp_factor(country, goal.gwp)
    notes = [goal.note]
    if goal.has_level:
        notes.append(_view_note(goal, view))
    if view in SHIFTED and basis == ALIGNED:
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


def _view_note(goal: Goal, view: str) -> str:
    """What a reader must know when the goal is read in this view."""
    if view in (EXCLUDED, INVENTORY):
        return goal.view_note(view)
    counted = {
        DIRECT: "what-if: land counted as if climate and CO2 had stayed those of 1990",
        ADDITIONAL: "what-if: of the land sector only what the measures add to baseline counts",
    }[view]
    level = level_view(view, goal.lulucf)
    return f"{counted}; level {'with' if level == INVENTORY else 'without'} the land sector"
