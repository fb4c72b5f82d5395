"""What each measure of a scenario adds: alone, as the last one, and what that differs by.

With V(S) the outcome of a country with the measures S, none of them being the scenario's continuation:
alone = V({m}) - V({}), left_out = V(all) - V(all without m), interaction = left_out - alone. A measure that shares
nothing with the others has no interaction. The row of all measures together has alone = left_out = V(all) - V({}), and
as interaction what of it the sum of all `alone` misses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.comparison.country_runs import FARMING, LAND_SECTOR, CountryRuns
from landsim.errors import InputError
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.progress import with_progress
from landsim.scenario import Scenario

Floats = NDArray[np.float64]
Outcome = Callable[[frozenset[str]], Floats]
CONTRIBUTION_YEARS = (2030, 2050)
ALL_MEASURES = "all measures"
BOTH = "land_sector_and_farming"
UNIT = "MtCO2e/yr"
COLUMNS = ["scenario", "measure", "country", "year", "variable", "alone", "left_out", "interaction", "unit"]


def sets_needed(measures: Sequence[str]) -> list[frozenset[str]]:
    """The sets of measures whose outcomes contributions need, each once: none, each alone, all but each, all."""
    everything = frozenset(measures)
    alone = [frozenset({name}) for name in measures]
    left_out = [everything - {name} for name in measures]
    return list(dict.fromkeys([frozenset(), *alone, *left_out, everything]))


def contributions(measures: Sequence[str], outcome: Outcome) -> dict[str, tuple[Floats, Floats, Floats]]:
    """measure -> (alone, left_out, interaction), each of the shape of an outcome; the last entry is all measures.

    measures  names, each once        outcome  what comes out with a set of them
    """
    value = {chosen: outcome(chosen) for chosen in sets_needed(measures)}
    everything, nothing = frozenset(measures), frozenset[str]()
    found: dict[str, tuple[Floats, Floats, Floats]] = {}
    for name in measures:
        alone = value[frozenset({name})] - value[nothing]
        left_out = value[everything] - value[everything - {name}]
        found[name] = (alone, left_out, left_out - alone)
    together = value[everything] - value[nothing]
    # Differences of one measure are those of all: no rounding may look like an interaction.
    parts = np.sum([alone for alone, _, _ in found.values()], axis=0) if found else np.zeros_like(together)
    found[ALL_MEASURES] = (together, together, together - parts)
    return found


def contributions_table(scenario: Scenario, land: Landscape, country: str | None = None) -> pd.DataFrame:
    """Contributions of the measures of a scenario, country by country, columns as in contributions.csv.

    land     the landscape                  country  one country, or None for all that have a measure

    Raises InputError for a country without measures and for a scenario without any, ModelError for a run that does not
    close.
    """
    by_country = {
        code: [measure.id for measure in scenario.measures if measure.country == code]
        for code in COUNTRIES
        if country in (None, code)
    }
    by_country = {code: names for code, names in by_country.items() if names}
    if not by_country:
        where = "" if country is None else f" in {country}"
        have = sorted({measure.country for measure in scenario.measures}, key=COUNTRIES.index)
        raise InputError(
            f"--contributions: scenario '{scenario.name}' has no measure{where}, expected one at least"
            + (f"; it has measures in {', '.join(have)}." if have else ".")
        )
    runs = CountryRuns(scenario, land)
    wanted = [(code, chosen) for code, names in by_country.items() for chosen in sets_needed(names)]
    outcomes = {
        (code, chosen): runs.outcome(code, chosen)
        for code, chosen in with_progress(wanted, f"contributions of {scenario.name}")
    }
    at = [int(np.searchsorted(runs.years, year)) for year in CONTRIBUTION_YEARS]
    rows: list[dict[str, object]] = []
    for code, names in by_country.items():
        found = contributions(names, lambda chosen, code=code: outcomes[code, chosen])  # type: ignore[misc]
        for name, parts in found.items():
            for index, year in zip(at, CONTRIBUTION_YEARS, strict=True):
                land_sector, farming = (np.array([part[row, index] for part in parts]) for row in (0, 1))
                values = {LAND_SECTOR: land_sector, FARMING: farming, BOTH: land_sector + farming}
                for variable, (alone, left_out, interaction) in values.items():
                    rows.append(
                        dict(
                            zip(
                                COLUMNS,
                                (scenario.name, name, code, year, variable, alone, left_out, interaction, UNIT),
                                strict=True,
                            )
                        )
                    )
    return pd.DataFrame(rows, columns=COLUMNS)
