"""How far the answer depends on what is chosen: vintage of the pledge, view, basis and GWP set, one at a time.

Each country and year has one reference row: the headline pledge of the first vintage in its own view, on the aligned
basis, in its own GWP set. Every other row changes one of the four and says by how much the gap changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from landsim.gap.headline import standing_goal
from landsim.gap.rows import UNIT
from landsim.gap.terms import GapInputs, Terms
from landsim.goals import Goal
from landsim.gwp import GWP_SETS, gwp_factor
from landsim.names import COUNTRIES, PLEDGE_VINTAGES
from landsim.targets import Target, targets_in_force
from landsim.views.kinds import ALIGNED, BASES, VIEWS

FIRST_VINTAGE = "first"
REFERENCE, VINTAGE, VIEW, BASIS, GWP = "reference", "vintage", "view", "basis", "gwp"
# SAR is treated as AR4 and AR6 as AR5, so they would repeat these.
SHOWN_SETS = tuple(name for name in GWP_SETS if name in ("AR4", "AR5"))

COLUMNS = [
    "country",
    "year",
    "factor",
    "choice",
    "target",
    "vintage",
    "view",
    "basis",
    "gwp",
    "projected",
    "target_level",
    "gap",
    "change",
    "unit",
    "low",
    "high",
    "note",
]


def vintages() -> dict[str, tuple[Target, ...]]:
    """Targets in force in every vintage of the pledges, the first one first."""
    return {name: targets_in_force(name) for name in PLEDGE_VINTAGES}


@dataclass(frozen=True)
class _Choice:
    factor: str
    choice: str
    vintage: str
    goal: Goal
    view: str
    basis: str
    gwp: str


def gap_sensitivity(
    inputs: GapInputs, targets: Mapping[str, tuple[Target, ...]], target_years: tuple[int, ...] = (2030, 2050)
) -> pd.DataFrame:
    """Long table, one row per choice; columns as in gap_sensitivity.csv.

    inputs   terms of the gap with the land sector in all views
    targets  the pledges by vintage; the one named "first" is the reference where it has a level for the year, else
             the first vintage that has one

    A country and year without a level in any vintage has no row.
    """
    rows: list[dict[str, object]] = []
    for country in COUNTRIES:
        for year in target_years:
            goals = {name: standing_goal(country, year, pledges, inputs.economy) for name, pledges in targets.items()}
            known = {name: goal for name, goal in goals.items() if goal is not None}
            if not known:
                continue
            first = next(iter(known))
            own = _Choice(REFERENCE, "own terms", first, known[first], known[first].own_view, ALIGNED, known[first].gwp)
            start = _terms(inputs, country, year, own)
            gap = start.projected - start.level
            for choice in (own, *_variations(own, known)):
                rows.append(_row(country, year, choice, _terms(inputs, country, year, choice), gap))
    return pd.DataFrame(rows, columns=COLUMNS)


def _variations(own: _Choice, known: Mapping[str, Goal]) -> list[_Choice]:
    found = [
        _Choice(VINTAGE, name, name, goal, goal.own_view, own.basis, goal.gwp)
        for name, goal in known.items()
        if name != own.vintage
    ]
    found += [
        _Choice(VIEW, view, own.vintage, own.goal, view, own.basis, own.gwp) for view in VIEWS if view != own.view
    ]
    found += [
        _Choice(BASIS, basis, own.vintage, own.goal, own.view, basis, own.gwp) for basis in BASES if basis != own.basis
    ]
    own_set = "AR4" if own.gwp in ("SAR", "AR4") else "AR5"
    found += [
        _Choice(GWP, name, own.vintage, own.goal, own.view, own.basis, name) for name in SHOWN_SETS if name != own_set
    ]
    return found


def _terms(inputs: GapInputs, country: str, year: int, choice: _Choice) -> Terms:
    """Terms of a choice. In another GWP set the level is turned by the country's factor, as the economy is."""
    terms = inputs.terms(country, year, choice.goal, choice.view, choice.basis, choice.gwp)
    if choice.gwp == choice.goal.gwp:
        return terms
    ratio = gwp_factor(country, choice.gwp).value / gwp_factor(country, choice.goal.gwp).value
    return terms.with_level(terms.level * ratio, terms.level_low * ratio, terms.level_high * ratio)


def _row(country: str, year: int, choice: _Choice, terms: Terms, reference: float) -> dict[str, object]:
    gap = terms.projected - terms.level
    notes = {
        REFERENCE: "the pledge in its own view and GWP set, aligned basis",
        VINTAGE: "another vintage of the pledge, in its own view and GWP set",
        VIEW: "another view of the land sector",
        BASIS: "the land sector as the model has it, not shifted to the reported level",
        GWP: "projection and level in another GWP set, both by the country's factor (an assumption)",
    }
    return {
        "country": country,
        "year": year,
        "factor": choice.factor,
        "choice": choice.choice,
        "target": choice.goal.name,
        "vintage": choice.vintage,
        "view": choice.view,
        "basis": choice.basis,
        "gwp": choice.gwp,
        "projected": terms.projected,
        "target_level": terms.level,
        "gap": gap,
        "change": gap - reference if choice.factor != REFERENCE else np.float64(0.0),
        "unit": UNIT,
        "low": terms.projected_low - terms.level_high,
        "high": terms.projected_high - terms.level_low,
        "note": notes[choice.factor],
    }
