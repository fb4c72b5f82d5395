"""The table economy.csv: history, three paths and the benchmarks, by country and for the region."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from landsim.assumptions import Assumption
from landsim.economy.benchmark_paths import benchmark_paths
from landsim.economy.economy_path import EconomyPath
from landsim.economy.global_cuts import cut_assumptions
from landsim.economy.pledged_paths import PledgedPath, ndc_path, net_zero_path, pledged_assumptions
from landsim.economy.series import LAST_PROJECTED_YEAR, FloatArray
from landsim.names import COUNTRIES, REGION
from landsim.targets import Target

COLUMNS = ["country", "year", "path", "value", "low", "high", "unit", "gwp", "source", "status"]
UNIT = "MtCO2e"
HISTORY, REFERENCE, NDC, NET_ZERO = "history", "reference", "ndc", "net_zero"


def pledged_paths(economy: EconomyPath, targets: Sequence[Target]) -> dict[str, dict[str, PledgedPath]]:
    """The NDC and the net-zero path of every country."""
    ndc = {country: ndc_path(economy, country, targets) for country in COUNTRIES}
    return {NDC: ndc, NET_ZERO: {country: net_zero_path(economy, country, ndc[country]) for country in COUNTRIES}}


def path_assumptions(economy: EconomyPath, targets: Sequence[Target]) -> tuple[Assumption, ...]:
    """What the paths beside the reference take for granted."""
    return (*pledged_assumptions(economy, pledged_paths(economy, targets)), *cut_assumptions())


def economy_table(economy: EconomyPath, targets: Sequence[Target]) -> pd.DataFrame:
    """One row per country, year and path; MtCO2e a year without the land sector in the set of the economy paths.

    `reference`, `ndc` and `net_zero` hold the history too and so join without a step; benchmarks begin after it.
    """
    pledged = pledged_paths(economy, targets)
    frames = []
    for country in COUNTRIES:
        row, last = COUNTRIES.index(country), economy.history_last_year[country]
        past = economy.years <= last
        stretches = [one for one in economy.provenance if one.country == country]
        history = stretches[0]
        reference = (economy.value[row], economy.low[row], economy.high[row])
        status, source = _by_year(economy, country)
        frames.append(_frame(economy, country, HISTORY, reference, source, status)[past])
        frames.append(_frame(economy, country, REFERENCE, reference, source, status))
        for name, by_country in pledged.items():
            path = by_country[country]
            frames.append(
                _frame(
                    economy,
                    country,
                    name,
                    (path.value, path.low, path.high),
                    np.where(past, history.source, path.source),
                    np.where(past, history.status, path.status),
                )
            )
        for one in benchmark_paths(economy, country):
            text = f"{one.name}; {one.source}" + (f"; {one.credit}" if one.credit else "")
            bounds = (one.value, one.low, one.high)
            frames.append(_frame(economy, country, one.path, bounds, text, one.status)[~past])
    table = pd.concat(frames, ignore_index=True)
    return pd.concat([table, _region(table)], ignore_index=True)[COLUMNS]


def _by_year(economy: EconomyPath, country: str) -> tuple[np.ndarray, np.ndarray]:
    """Status and source of the reference in each year; between two stretches the later one counts."""
    stretches = [one for one in economy.provenance if one.country == country]
    years, last = economy.years, economy.history_last_year[country]
    status = np.full(years.size, stretches[-1].status, dtype=object)
    source = np.full(years.size, stretches[-1].source, dtype=object)
    for one in reversed(stretches[:-1]):
        until = years <= (last if one is stretches[0] else one.last_year)
        status[until], source[until] = one.status, one.source
    held = years > LAST_PROJECTED_YEAR
    status[held] = "assumption"
    source[held] = "the last slope of the reference held"
    return status, source


def _frame(
    economy: EconomyPath,
    country: str,
    path: str,
    bounds: tuple[FloatArray, FloatArray, FloatArray],
    source: object,
    status: object,
) -> pd.DataFrame:
    value, low, high = bounds
    return pd.DataFrame(
        {
            "country": country,
            "year": economy.years,
            "path": path,
            "value": value,
            "low": low,
            "high": high,
            "unit": UNIT,
            "gwp": economy.gwp,
            "source": source,
            "status": status,
        }
    )


def _region(table: pd.DataFrame) -> pd.DataFrame:
    """Sums where all countries have the path in the year; ranges added as if all erred the same way."""
    groups = table.groupby(["path", "year"], sort=False)
    sums = groups[["value", "low", "high"]].sum().assign(count=groups["country"].count()).reset_index()
    whole = sums[sums["count"] == len(COUNTRIES)].drop(columns="count")
    return whole.assign(
        country=REGION,
        unit=UNIT,
        gwp=str(table["gwp"].iloc[0]),
        source="sum of the six countries",
        status=np.where(whole["path"] == HISTORY, "database", "assumption"),
    )
