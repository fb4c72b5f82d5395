"""The reference path of one country: history, then published or derived projections scaled to meet it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from landsim.assumptions import Assumption
from landsim.economy import series
from landsim.economy.series import FIRST_YEAR, LAST_PROJECTED_YEAR, FloatArray
from landsim.gwp import PATH_GWP, gwp_factor
from landsim.names import COUNTRY_NAMES

SECOND_SOURCE = "PRIMAP_v2.5.1_HISTCR"


@dataclass(frozen=True)
class ReferenceRule:
    """Where a country's history and reference path come from and how its range is made.

    ``segments`` are (dataset, variable, first year, last year) of economy_projections. ``scaled``: the
    reference is multiplied so that it meets the history in its last year. ``percent_range``: +-% reached in
    2030 where the projection has no low and high of its own. ``second_source_range``: the distance between
    two databases of the history widens the range.
    """

    history: str
    segments: tuple[tuple[str, str, int, int], ...]
    scaled: bool = True
    percent_range: float = 0.0
    second_source_range: bool = True


def _climate_action_tracker(last_year: int) -> ReferenceRule:
    return ReferenceRule(
        history="EGR2025_EDGAR",
        segments=(
            ("CAT_202509", "current_policies", FIRST_YEAR, last_year),
            ("derived", "current_policies_ext", last_year + 1, LAST_PROJECTED_YEAR),
        ),
    )


REFERENCE_RULES: dict[str, ReferenceRule] = {
    "CHN": _climate_action_tracker(2035),
    # The low and high of the DPRK's projection are the two databases already.
    "PRK": ReferenceRule(
        history="EGR2025_EDGAR",
        segments=(("derived", "current_policies_ext", 2030, LAST_PROJECTED_YEAR),),
        scaled=False,
    ),
    "JPN": _climate_action_tracker(2035),
    # EDGAR adds 43 Mt of coal-mine methane that neither PRIMAP nor the pledge's baseline counts, so it is no
    # second source.
    "MNG": ReferenceRule(
        history="PRIMAP_v2.5.1_HISTCR",
        segments=(("PMSSPBIE_SSP2", "ssp2_baseline", FIRST_YEAR, LAST_PROJECTED_YEAR),),
        percent_range=20.0,
        second_source_range=False,
    ),
    "KOR": _climate_action_tracker(2030),
    "RUS": _climate_action_tracker(2035),
}


@dataclass(frozen=True)
class Provenance:
    """Where one stretch of a country's path was read. ``credit`` must be shown beside it when not empty."""

    country: str
    first_year: int
    last_year: int
    what: str
    dataset: str
    source: str
    status: str
    credit: str


@dataclass(frozen=True)
class CountryPath:
    """The path of one country on a grid of years from FIRST_YEAR on, MtCO2e."""

    value: FloatArray
    low: FloatArray
    high: FloatArray
    last_year: int
    provenance: tuple[Provenance, ...]
    assumptions: tuple[Assumption, ...]


def last_observed_year(country: str) -> int:
    """The year in which a country's history ends and its reference path begins."""
    return int(series.history(country, REFERENCE_RULES[country].history).index[-1])


def country_path(country: str, grid: npt.NDArray[np.int64]) -> CountryPath:
    """History joined to the reference path, with the range of both."""
    rule = REFERENCE_RULES[country]
    history = series.history(country, rule.history)
    last_year = int(history.index[-1])
    past = grid[grid <= last_year]
    value, low, high = np.empty(grid.size), np.empty(grid.size), np.empty(grid.size)
    value[: past.size] = np.interp(past, history.index.to_numpy(), history.to_numpy(dtype=float))
    ratio_low, ratio_high = _source_ratio(country, rule, history)
    low[: past.size] = value[: past.size] * np.interp(past, ratio_low.index.to_numpy(), ratio_low.to_numpy())
    high[: past.size] = value[: past.size] * np.interp(past, ratio_high.index.to_numpy(), ratio_high.to_numpy())

    reference = _reference_rows(country, rule)
    knots = reference.index.to_numpy(dtype=float)
    scale = 1.0
    if rule.scaled:
        scale = float(history.iloc[-1]) / float(np.interp(last_year, knots, reference["value"].to_numpy(dtype=float)))
    later = reference[reference.index > last_year]
    spread_low = float(ratio_low.iloc[-1]) if rule.scaled else 1.0
    spread_high = float(ratio_high.iloc[-1]) if rule.scaled else 1.0
    future = grid[past.size :]
    last = past.size - 1
    for path, column, spread in (
        (value, "value", 1.0),
        (low, "low", spread_low),
        (high, "high", spread_high),
    ):
        knot_years = np.concatenate(([last_year], later.index.to_numpy(dtype=float)))
        knot_values = np.concatenate(([path[last]], later[column].to_numpy(dtype=float) * scale * spread))
        path[past.size :] = np.interp(future, knot_years, knot_values)
    if rule.percent_range:
        share = rule.percent_range / 100.0 * np.clip((future - last_year) / (2030.0 - last_year), 0.0, 1.0)
        low[past.size :] = value[past.size :] * (1.0 - share)
        high[past.size :] = value[past.size :] * (1.0 + share)
    for path in (value, low, high):
        hold_last_slope(path)
    provenance = provenance_of(country, rule)
    sources = " | ".join(dict.fromkeys(row.source for row in provenance))
    assumptions = reference_assumptions(country, rule, sources, value, low, high, scale, last_year)
    return CountryPath(value, low, high, last_year, provenance, assumptions)


def hold_last_slope(path: FloatArray) -> None:
    """Continue ``path`` beyond the last projected year with the slope before it, not below zero."""
    end = LAST_PROJECTED_YEAR - FIRST_YEAR
    slope = path[end] - path[end - 1]
    steps = np.arange(1, path.size - end)
    path[end + 1 :] = np.maximum(path[end] + slope * steps, min(path[end], 0.0))


def _source_ratio(
    country: str, rule: ReferenceRule, history: pd.Series[float]
) -> tuple[pd.Series[float], pd.Series[float]]:
    """Lower and upper ratio of the two databases to the chosen one, by year; the last common year is held."""
    if not rule.second_source_range:
        ones = history * 0.0 + 1.0
        return ones, ones
    ratio = (series.history(country, SECOND_SOURCE) / history).dropna()
    return ratio.clip(upper=1.0), ratio.clip(lower=1.0)


def _reference_rows(country: str, rule: ReferenceRule) -> pd.DataFrame:
    parts = []
    for dataset, variable, first_year, last_year in rule.segments:
        rows = series.published("economy_projections", country, dataset, variable)
        parts.append(rows[(rows.index >= first_year) & (rows.index <= last_year)])
    frame = pd.concat(parts)[["value", "low", "high"]].astype(float)
    for column in ("low", "high"):
        frame[column] = frame[column].fillna(frame["value"])
    return frame


def provenance_of(country: str, rule: ReferenceRule) -> tuple[Provenance, ...]:
    stretches = [("history", "economy_history", rule.history, "ghg_excl_lulucf", FIRST_YEAR, LAST_PROJECTED_YEAR)]
    for dataset, variable, first_year, last_year in rule.segments:
        stretches.append(("reference path", "economy_projections", dataset, variable, first_year, last_year))
    rows = []
    for what, table, dataset, variable, first_year, last_year in stretches:
        found = series.published(table, country, dataset, variable)
        found = found[(found.index >= first_year) & (found.index <= last_year)]
        first = found.iloc[0]
        credit = first["credit"]
        rows.append(
            Provenance(
                country=country,
                first_year=int(found.index[0]),
                last_year=int(found.index[-1]),
                what=f"{what} ({variable})",
                dataset=dataset,
                source=str(first["source"]),
                status=str(first["status"]),
                credit=credit if isinstance(credit, str) else "",
            )
        )
    return tuple(rows)


def reference_assumptions(
    country: str,
    rule: ReferenceRule,
    sources: str,
    value: FloatArray,
    low: FloatArray,
    high: FloatArray,
    scale: float,
    last_year: int,
) -> tuple[Assumption, ...]:
    name = COUNTRY_NAMES[country]
    datasets = " then ".join(f"{dataset} {variable}" for dataset, variable, _, _ in rule.segments)
    if rule.percent_range:
        spread = f"+-{rule.percent_range:g} % assumed, reached in 2030 and held"
    elif rule.scaled:
        spread = f"range of the projection, widened by the distance of {SECOND_SOURCE} from {rule.history}"
    else:
        spread = "range of the projection (two databases and their trend)"
    join = (
        f"scaled by {scale:.3f} to {rule.history} {last_year}"
        if rule.scaled
        else f"linear from {rule.history} {last_year}"
    )
    rows = []
    for year in (2030, 2050):
        at = year - FIRST_YEAR
        rows.append(
            Assumption(
                name=f"economy_reference_path_{year}",
                country=country,
                value=float(value[at]),
                low=float(low[at]),
                high=float(high[at]),
                unit=f"MtCO2e ({PATH_GWP})",
                text=f"Emissions of {name} without LULUCF in {year}: {datasets}, {join}; {spread}; "
                f"beyond {LAST_PROJECTED_YEAR} the last slope, not below zero.",
                source=sources,
            )
        )
    factor = gwp_factor(country, "AR4")
    rows.append(
        Assumption(
            name="economy_gwp_factor_AR4",
            country=country,
            value=factor.value,
            low=factor.low,
            high=factor.high,
            unit="1",
            text=f"Emissions of {name} without LULUCF in AR4 over AR5; AR6 is treated as AR5 and SAR as AR4.",
            source=factor.source,
            status=factor.status,
        )
    )
    return tuple(rows)
