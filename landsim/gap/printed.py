"""The short table that a run prints."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from landsim.gap.rows import MIXED_GWP
from landsim.names import COUNTRIES, REGION
from landsim.targets import EXCLUDED, INVENTORY
from landsim.views.kinds import ALIGNED


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
    for view in (EXCLUDED, INVENTORY):
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


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
