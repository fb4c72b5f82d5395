"""Pledges that are no level in tonnes, each in its own unit, and what of those in tonnes a level does not tell:
whether net zero is reached, and the cut below the peak of the run itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from landsim.assumptions import Assumption
from landsim.economy import EconomyPath
from landsim.errors import InputError
from landsim.facts import load_table
from landsim.gwp import PATH_GWP
from landsim.names import COUNTRIES, SPECIES
from landsim.targets import Target, load_targets

Series = Mapping[str, npt.NDArray[np.float64]]
COLUMNS = ["country", "year", "indicator", "value", "target", "unit", "met", "note", "target_id", "version", "in_force"]
# Projected emissions with the land sector, MtCO2e by country and year: what net zero and a peak are read from.
NET_EMISSIONS = "net_emissions"


@dataclass(frozen=True)
class _Reading:
    """One value of an indicator and what must be said about it. NaN: the run does not hold it."""

    year: int
    value: float
    note: str = ""


# Indicators read from the land model: the variables that are summed, and their factor to the unit.
_LAND_VARIABLES: dict[str, tuple[tuple[str, ...], float]] = {
    "growing_stock": (("growing_stock",), 1e-3),
    "forest_area": (("forest_area",), 1.0),
    "forest_cover": (("forest_area",), 1.0),
    "protected_area": (("protected_area_share",), 100.0),
    "herd": (tuple(f"herd_{species}" for species in SPECIES), 1.0),
    "grazing_pressure": (("grazing_pressure",), 1.0),
    "burned_area": (("burned_area",), 1.0),
    "removals_total": (("lulucf_net",), -1.0),
    "removals_forest": (("lulucf_forest_land",), -1.0),
    "removals_cropland_grassland_settlements": (
        ("lulucf_cropland", "lulucf_grassland", "lulucf_settlements"),
        -1.0,
    ),
    "removals_cropland_grassland": (("lulucf_cropland", "lulucf_grassland"), -1.0),
    "removals_grassland": (("lulucf_grassland",), -1.0),
    "removals_settlements": (("lulucf_settlements",), -1.0),
}
# Pledged levels of an inventory that the model is not built on: told beside each other and not judged.
_NOT_COMPARABLE = (("fixed_level", "growing_stock"),)
# Kinds whose value must not lie above the pledged one; of all others it must not lie below.
_AT_MOST = ("peak", "at_most", "net_zero")
# Base of a reduction whose pledge names no base period.
_MEAN_YEARS = 11


def indicators_table(
    economy: EconomyPath,
    land: Series,
    years: npt.NDArray[np.int64],
    targets: tuple[Target, ...] | None = None,
    in_force: Collection[str] | None = None,
) -> pd.DataFrame:
    """Every target that is not in tonnes: value of the run, target, unit and whether it is met.

    ``land`` holds arrays of (country, year) under the variable names of stocks.csv and inventory.csv in their
    units, and NET_EMISSIONS; a variable that is not there leaves its indicator without a value. ``in_force``:
    ids of the targets that the run is judged by (default all). Targets default to the first NDCs.
    """
    years = np.asarray(years, dtype=np.int64)
    rows = []
    for target in load_targets() if targets is None else targets:
        for reading in _readings(target, economy, land, years):
            row = _row(target, reading)
            row["in_force"] = "yes" if in_force is None or target.id in in_force else "no"
            rows.append(row)
    return pd.DataFrame(rows, columns=COLUMNS)


def _readings(
    target: Target, economy: EconomyPath, land: Series, years: npt.NDArray[np.int64]
) -> list[_Reading]:
    if target.kind in _NET_READINGS:
        return [_net(target, land, years)]
    if target.in_tonnes:
        return []
    if target.kind == "peak":
        return [_peak(target, economy)]
    if target.kind == "intensity":
        return _intensity(target, economy)
    names, factor = _LAND_VARIABLES.get(target.indicator, ((), 1.0))
    if not names or any(name not in land for name in names):
        return [_Reading(target.year, np.nan, "not in this run")]
    if target.year not in years:
        return [_Reading(target.year, np.nan, "the run ends before the target year")]
    row = COUNTRIES.index(target.country)
    series = factor * np.sum([land[name][row] for name in names], axis=0)
    return [_LAND_READINGS[target.kind](target, series, years)]


def _at(series: npt.NDArray[np.float64], years: npt.NDArray[np.int64], year: int) -> float:
    return float(series[int(np.flatnonzero(years == year)[0])])


def _fixed_level(target: Target, series: npt.NDArray[np.float64], years: npt.NDArray[np.int64]) -> _Reading:
    return _Reading(target.year, _at(series, years, target.year))


def _share_of_area(target: Target, series: npt.NDArray[np.float64], years: npt.NDArray[np.int64]) -> _Reading:
    return _Reading(target.year, _at(series, years, target.year) / target.base * 100.0)


def _increase(target: Target, series: npt.NDArray[np.float64], years: npt.NDArray[np.int64]) -> _Reading:
    base_year = target.base_year
    if base_year is None or base_year not in years:
        return _Reading(target.year, np.nan, f"the run does not hold the base year {base_year}")
    return _Reading(target.year, _at(series, years, target.year) - _at(series, years, base_year))


def _below_mean(target: Target, series: npt.NDArray[np.float64], years: npt.NDArray[np.int64]) -> _Reading:
    first = target.base_year or 0
    base = series[(years >= first) & (years < first + _MEAN_YEARS)]
    if base.size < _MEAN_YEARS or base.mean() <= 0.0:
        return _Reading(target.year, np.nan, "the run does not hold the base years")
    return _Reading(target.year, (1.0 - _at(series, years, target.year) / float(base.mean())) * 100.0)


_LAND_READINGS: dict[str, Callable[[Target, npt.NDArray[np.float64], npt.NDArray[np.int64]], _Reading]] = {
    "fixed_level": _fixed_level,
    "at_most": _fixed_level,
    "share_of_area": _share_of_area,
    "increase_on_base_year": _increase,
    "below_mean_of_years": _below_mean,
}


def _net(target: Target, land: Series, years: npt.NDArray[np.int64]) -> _Reading:
    if NET_EMISSIONS not in land:
        return _Reading(target.year, np.nan, "not in this run")
    if target.year not in years:
        return _Reading(target.year, np.nan, "the run ends before the target year")
    return _NET_READINGS[target.kind](target, land[NET_EMISSIONS][COUNTRIES.index(target.country)], years)


def _net_zero(target: Target, net: npt.NDArray[np.float64], years: npt.NDArray[np.int64]) -> _Reading:
    zero = years[net <= 0.0]
    when = f"first at or below zero in {zero[0]}" if zero.size else f"not at zero by {years[-1]}"
    note = f"projected net emissions of all greenhouse gases (aligned, {PATH_GWP}), {when}"
    return _Reading(target.year, _at(net, years, target.year), note)


def _below_own_peak(target: Target, net: npt.NDArray[np.float64], years: npt.NDArray[np.int64]) -> _Reading:
    until = net[years <= target.year]
    peak = float(until.max())
    if peak <= 0.0:
        return _Reading(target.year, np.nan, "net emissions of the run are not above zero")
    note = f"below the run's own peak of {peak:,.0f} Mt net (aligned, {PATH_GWP}) in {years[int(np.argmax(until))]}"
    return _Reading(target.year, (1.0 - float(until[-1]) / peak) * 100.0, note)


_NET_READINGS: dict[str, Callable[[Target, npt.NDArray[np.float64], npt.NDArray[np.int64]], _Reading]] = {
    "net_zero": _net_zero,
    "below_peak": _below_own_peak,
}
# How the reading of a pledge in tonnes is called and told.
_NET_NAMES = {"net_zero": (NET_EMISSIONS, "MtCO2e"), "below_peak": ("net_emissions_below_peak", "% below peak")}


def _peak(target: Target, economy: EconomyPath) -> _Reading:
    row = COUNTRIES.index(target.country)
    year = int(economy.years[int(np.argmax(economy.value[row]))])
    late = int(economy.years[int(np.argmax(economy.high[row]))])
    return _Reading(target.year, float(year), f"peak of the exogenous path; {late} on its high end")


def _gdp(country: str) -> dict[int, float]:
    """GDP by year, million USD of 2015."""
    table = load_table("economy_gdp", ("country", "year", "variable", "value"))
    rows = table[(table["country"] == country) & (table["variable"] == "gdp_constant_2015usd")]
    return {int(year): float(value) for year, value in zip(rows["year"], rows["value"], strict=True)}


def gdp_growth(country: str) -> Assumption:
    """Assumed real growth from the last year of the GDP series to the target year, % per year."""
    table = load_table("economy_gdp", ("country", "variable", "value", "low", "high", "unit", "source"))
    rows = table[(table["country"] == country) & (table["variable"] == "gdp_growth_from_last_year")]
    if len(rows) != 1:
        raise InputError(
            f"economy_gdp.csv has {len(rows)} rows of gdp_growth_from_last_year for {country}; expected one."
        )
    row = rows.iloc[0]
    last = max(_gdp(country))
    return Assumption(
        name="gdp_growth",
        country=country,
        value=float(row["value"]),
        low=float(row["low"]),
        high=float(row["high"]),
        unit=str(row["unit"]),
        text=f"Real growth of GDP from {last} on, needed to turn the intensity pledge into a level.",
        source=str(row["source"]),
    )


def _gdp_ratio(target: Target, growth: float) -> tuple[float, float]:
    """GDP over that of the base year: in the last year of the series, and in the target year."""
    gdp = _gdp(target.country)
    if target.base_year not in gdp:
        raise InputError(
            f"economy_gdp.csv has no GDP of {target.country} in the base year {target.base_year}."
        )
    last = max(gdp)
    ratio = gdp[last] / gdp[target.base_year]
    return ratio, ratio * (1.0 + growth / 100.0) ** (target.year - last)


def _intensity(target: Target, economy: EconomyPath) -> list[_Reading]:
    growth = gdp_growth(target.country)
    past, future = _gdp_ratio(target, growth.value)
    last = max(_gdp(target.country))
    base_year = target.base_year or 0
    base = economy.at(target.country, base_year)[0]
    readings = []
    for year, ratio, note in (
        (last, past, "last year with GDP"),
        (target.year, future, f"GDP growth of {growth.value:g} ({growth.low:g}-{growth.high:g}) % assumed"),
    ):
        if year in economy.years:
            emissions = economy.at(target.country, year)[0]
            readings.append(_Reading(year, (1.0 - emissions / base / ratio) * 100.0, note))
    return readings


def implied_level(target: Target, economy: EconomyPath) -> tuple[float, float, float]:
    """Value, low and high in MtCO2e of what an intensity pledge would allow: no pledge, an assumption.

    Base-year emissions of all greenhouse gases x (1 - pledged cut) x assumed GDP of the target year.
    """
    growth = gdp_growth(target.country)
    base = economy.at(target.country, target.base_year or 0)[0]
    levels = [
        base * (1.0 - cut / 100.0) * _gdp_ratio(target, rate)[1]
        for cut, rate in (
            (target.amount, growth.value),
            (target.amount_high, growth.low),
            (target.amount_low, growth.high),
        )
    ]
    return levels[0], levels[1], levels[2]


def _row(target: Target, reading: _Reading) -> dict[str, object]:
    goal = target.amount if target.kind in _AT_MOST else target.amount_low
    indicator, unit = _NET_NAMES.get(target.kind, (target.indicator, target.unit))
    met = "not known"
    if not np.isnan(reading.value):
        reached = reading.value <= goal if target.kind in _AT_MOST else reading.value >= goal
        met = "yes" if reached else "no"
        if (target.kind, target.indicator) in _NOT_COMPARABLE:
            met = "not comparable"
        elif reading.year < target.year:
            met = "not yet due"
    status = "" if target.status == "official" else target.status
    parts = [target.name, reading.note, target.note, status]
    return {
        "country": target.country,
        "year": reading.year,
        "indicator": indicator,
        "value": reading.value,
        "target": goal,
        "unit": unit,
        "met": met,
        "note": "; ".join(part for part in parts if part),
        "target_id": target.id,
        "version": target.version,
    }
