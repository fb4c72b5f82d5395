"""Carbon against degraded land: what each run removes, what it leaves degraded, and which runs no other beats."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.comparison.run_folder import RunFolder
from landsim.errors import InputError

Floats = NDArray[np.float64]
FRONTIER_YEARS = (2030, 2050)
DEGRADED = "net_degraded_area"
REFERENCE = "baseline"
COLUMNS = [
    "scenario", "country", "year", "reference", "annual", "cumulative", "agriculture_annual", "agriculture_cumulative",
    "unit", "net_degraded_area", "area_unit", "pareto_efficient",
]  # fmt: skip


def reference_of(runs: Sequence[RunFolder]) -> RunFolder:
    """The run that the others are told against: that of `baseline` if it is among them, else the first."""
    return next((run for run in runs if run.scenario == REFERENCE), runs[0])


def non_dominated(points: Floats) -> NDArray[np.bool_]:
    """Which points no other point beats: nowhere above it and somewhere below, [points] from [points, objectives].

    Less is better in every objective. Equal points do not beat each other. Points with a NaN are not compared and never
    efficient.
    """
    whole = ~np.isnan(points).any(axis=1)
    no_worse = (points[:, None, :] <= points[None, :, :]).all(axis=2)
    better = (points[:, None, :] < points[None, :, :]).any(axis=2)
    beaten = (no_worse & better).any(axis=0)
    return np.asarray(whole & ~beaten)


def missing_degraded_area(runs: Sequence[RunFolder]) -> str | None:
    """A sentence naming the first run that has no degraded area in a year of the frontier; None where all have."""
    for run in runs:
        rows = run.stocks[run.stocks["variable"] == DEGRADED]
        have = set(rows.loc[rows["value"].notna(), "year"])
        lacking = [year for year in FRONTIER_YEARS if year not in have]
        if lacking:
            when = "" if len(lacking) == len(FRONTIER_YEARS) else f" of {lacking[0]}"
            return (
                f"no frontier: {run.folder / 'stocks.csv'} has no {DEGRADED}{when}, expected it by country for "
                f"{' and '.join(map(str, FRONTIER_YEARS))}; run the scenario again with this version."
            )
    return None


def frontier_table(runs: Sequence[RunFolder]) -> pd.DataFrame:
    """One row for each run, country (and NEA) and year; columns as in frontier.csv.

    annual, cumulative  net land sector less that of the reference, MtCO2e in the year and from the first year of policy
                        to it; agriculture_annual and _cumulative are the same of farming and have no part in the front
    pareto_efficient    "yes" for runs that no other beats in both cumulative MtCO2e and net degraded area of the year

    Raises InputError where a run has no net_degraded_area.
    """
    problem = missing_degraded_area(runs)
    if problem is not None:
        raise InputError(problem)
    reference = reference_of(runs)
    land, farming = (
        {run.label: _by_country(run.inventory, variable) for run in runs} for variable in ("lulucf_net", "agriculture")
    )
    area = {run.label: _by_country(run.stocks, DEGRADED) for run in runs}
    unit = str(reference.stocks.loc[reference.stocks["variable"] == DEGRADED, "unit"].iloc[0])
    first = reference.first_policy_year
    rows: list[dict[str, object]] = []
    for country in area[reference.label].columns:
        for year in FRONTIER_YEARS:
            here: list[dict[str, object]] = []
            for run in runs:
                changes = [
                    table[run.label][country].loc[first:year] - table[reference.label][country].loc[first:year]
                    for table in (land, farming)
                ]
                here.append(
                    {
                        "scenario": run.label, "country": country, "year": year, "reference": reference.label,
                        "annual": changes[0].loc[year], "cumulative": changes[0].sum(),
                        "agriculture_annual": changes[1].loc[year], "agriculture_cumulative": changes[1].sum(),
                        "unit": "MtCO2e", "net_degraded_area": area[run.label][country].loc[year], "area_unit": unit,
                    }
                )  # fmt: skip
            points = np.array([[row["cumulative"], row["net_degraded_area"]] for row in here], dtype=np.float64)
            for row, efficient in zip(here, non_dominated(points), strict=True):
                rows.append({**row, "pareto_efficient": "yes" if efficient else "no"})
    return pd.DataFrame(rows, columns=COLUMNS)


def _by_country(table: pd.DataFrame, variable: str) -> pd.DataFrame:
    """Values by year (rows) and country (columns, in the order of the table)."""
    rows = table[table["variable"] == variable]
    wide = rows.pivot(index="year", columns="country", values="value").sort_index()
    return wide[list(dict.fromkeys(rows["country"]))]
