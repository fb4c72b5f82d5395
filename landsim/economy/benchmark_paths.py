"""Benchmark pathways of 1.5 and 2 degrees for a country, as levels in tonnes: by the equal cut, and as published."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from landsim.economy.economy_path import EconomyPath
from landsim.economy.global_cuts import BASE_YEAR, DEGREES, RULE, global_cut
from landsim.economy.series import FloatArray, series_of
from landsim.gwp import gwp_factor

# Variable of benchmark_pathways -> (name of the path, what it is).
PUBLISHED = {
    "cat_mdp_1p5c_compatible": (
        "benchmark_1p5c_domestic",
        "1.5 C modelled domestic pathway (Climate Action Tracker)",
    ),
    "cat_fair_share_1p5c_compatible": ("benchmark_1p5c_fair_share", "1.5 C fair share (Climate Action Tracker)"),
}
EQUAL_CUT = {degrees: f"benchmark_{degrees}_equal_cut" for degrees in DEGREES}


@dataclass(frozen=True)
class BenchmarkPath:
    """A benchmark of one country, MtCO2e in the set of the economy paths; NaN to the last year of history."""

    path: str
    name: str
    value: FloatArray
    low: FloatArray
    high: FloatArray
    source: str
    status: str
    credit: str


def benchmark_paths(economy: EconomyPath, country: str) -> list[BenchmarkPath]:
    """Every benchmark of a country in the years of its economy path.

    From the last year of history linear to the first year with a level, linear between such years, then held.
    """
    found = [_equal_cut(economy, country, degrees) for degrees in DEGREES]
    for variable, (path, name) in PUBLISHED.items():
        rows = series_of("benchmark_pathways", country, variable)
        if rows.empty:
            continue
        factors = np.array([gwp_factor(country, str(gwp)).value for gwp in rows["gwp"]])
        bounds = [
            rows[column].fillna(rows["value"]).to_numpy(dtype=float) / factors for column in ("value", "low", "high")
        ]
        value, low, high = _joined(economy, country, rows.index.to_numpy(dtype=float), bounds)
        source = " | ".join(dict.fromkeys(rows["source"]))
        found.append(
            BenchmarkPath(path, name, value, low, high, source, rows["status"].iloc[0], rows["credit"].iloc[0])
        )
    return found


def equal_cut_level(economy: EconomyPath, country: str, degrees: str, year: int) -> tuple[float, float, float]:
    """Value, low and high that the equal cut leaves a country in a year, MtCO2e in the set of the economy paths."""
    base = economy.at(country, BASE_YEAR)[0]
    value, low, high = (float(left) * base for left in global_cut(degrees).factors(year))
    return value, low, high


def _equal_cut(economy: EconomyPath, country: str, degrees: str) -> BenchmarkPath:
    cut = global_cut(degrees)
    levels = np.array([equal_cut_level(economy, country, degrees, year) for year in cut.years]).T
    value, low, high = _joined(economy, country, np.array(cut.years, dtype=float), list(levels))
    return BenchmarkPath(
        EQUAL_CUT[degrees], f"{DEGREES[degrees]} {RULE}", value, low, high, cut.source, "assumption", ""
    )


def _joined(
    economy: EconomyPath, country: str, knots: npt.NDArray[np.float64], bounds: list[FloatArray]
) -> list[FloatArray]:
    """Knots joined to the last year of history."""
    last = economy.history_last_year[country]
    start = economy.at(country, last)[0]
    years = economy.years
    return [np.where(years > last, np.interp(years, [last, *knots], [start, *bound]), np.nan) for bound in bounds]
