"""What each measure of a scenario closes of its country's emissions gap.

The effect of a measure is what it does alone: the outcome of the country without any measure less that with this one
(`comparison.contributions`, alone). The gap is that of the country's headline pledge, in its own view, without the
measures: the gap of the run plus what all measures do together. In the view `excluded` land does not count, so there
the effect is that on farming alone, and the effect on land is told beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from landsim.comparison.contributions import sets_needed
from landsim.comparison.country_runs import CountryRuns
from landsim.landscape import Landscape
from landsim.progress import with_progress
from landsim.promises.table import sentence
from landsim.results import Run
from landsim.targets import EXCLUDED

COLUMNS = ["effect_land", "effect_farming", "gap_year", "gap_view", "gap_without_measures", "closes_percent"]
NO_EFFECT = 5e-4  # MtCO2e: what a sentence with three decimals would show as nothing


@dataclass(frozen=True)
class Gap:
    """A headline pledge: its year and own view, and the gap of the run to it, MtCO2e; nan where not in tonnes."""

    year: int
    view: str
    gap: float


def headline_gap(gap: pd.DataFrame, country: str, basis: str = "aligned") -> Gap:
    """The first headline pledge of a country in gap.csv."""
    own = gap[
        (gap["country"] == country)
        & gap["headline"].astype(bool)
        & (gap["view"] == gap["own_view"])
        & (gap["basis"] == basis)
        & (gap["kind"] != "benchmark")
    ].sort_values("year", kind="stable")
    first = own.iloc[0]
    return Gap(int(first["year"]), str(first["view"]), float(first["gap"]))


def promises_with_closing(run: Run, land: Landscape, countries: Iterable[str]) -> pd.DataFrame:
    """The table of promises of these countries with COLUMNS, MtCO2e a year in the gap's year, and full sentences.

    Steps each country once without measures, once with each alone. Effects are above zero where emissions fall. Raises
    ModelError for a run that does not close.
    """
    runs = CountryRuns(run.scenario, land)
    own = {c: [m.id for m in run.scenario.measures if m.country == c] for c in countries}
    # Of the sets that contributions need, none is left out here: only those alone, none and all.
    wanted = [
        (country, chosen)
        for country, names in own.items()
        for chosen in sets_needed(names)
        if len(chosen) <= 1 or len(chosen) == len(names)
    ]
    outcome = {
        (country, chosen): runs.outcome(country, chosen)
        for country, chosen in with_progress(wanted, f"measures of {run.scenario.name}")
    }
    rows = []
    placed = {one.measure.id: one for one in run.plan.placed}
    for row in run.promises.to_dict("records"):
        country, name = str(row["country"]), str(row["measure"])
        if country not in own:
            continue
        gap = headline_gap(run.gap, country)
        at = int(np.searchsorted(runs.years, gap.year))
        nothing = outcome[country, frozenset[str]()][:, at]
        land_effect, farming = nothing - outcome[country, frozenset({name})][:, at]
        together = nothing - outcome[country, frozenset(own[country])][:, at]
        counted = farming if gap.view == EXCLUDED else land_effect + farming
        without = gap.gap + (together[1] if gap.view == EXCLUDED else together.sum())
        percent = 100.0 * counted / without if without > 0.0 else float("nan")
        words = closing_words(gap, float(land_effect), float(farming), float(without), float(percent))
        cells = {str(key): value for key, value in row.items()}
        cells |= zip(COLUMNS, (land_effect, farming, gap.year, gap.view, without, percent), strict=True)
        rows.append({**cells, "sentence": sentence(cells, placed[name], words)})
    return pd.DataFrame(rows, columns=[*run.promises.columns[:-1], *COLUMNS, "sentence"])


def closing_words(gap: Gap, land: float, farming: float, without: float, percent: float) -> str:
    """What a measure closes, as a part of its sentence."""
    total = land + farming
    does = f"it saves {_tonnes(total)} in {gap.year}" if total >= 0.0 else f"it costs {_tonnes(-total)} in {gap.year}"
    if abs(total) < NO_EFFECT:
        does = f"it changes no emissions in {gap.year}"
    if np.isnan(without):
        return f"{does}, and there is no gap in tonnes to close"
    if not without > 0.0:
        return f"{does}, and the pledge is kept without it by {_tonnes(-without)}"
    if gap.view == EXCLUDED:
        if abs(farming) < NO_EFFECT:
            return f"{does} and closes none of the gap of {_tonnes(without)}, in which land does not count"
        return f"{does} and closes {percent:.2g} % of the gap of {_tonnes(without)}, in which only farming counts"
    return f"{does} and closes {percent:.2g} % of the gap of {_tonnes(without)}"


def _tonnes(amount: float) -> str:
    return f"{amount:,.0f} Mt" if amount >= 100.0 else f"{amount:.3g} Mt"
