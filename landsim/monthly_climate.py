"""Twelve months of climate of each land unit: from the landscape file, or made from the annual columns.

The file may hold the three variables of MONTHLY_COLUMNS over (month, unit), packed or not. They are checked for
shape and unit when the landscape is loaded, and read only when somebody asks for them. A file without them gets
months by the rule of :func:`months_from_annual`, which is listed among the assumptions of a run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landsim.assumptions import Assumption
from landsim.column_checks import Expected, check_unit, checked_column
from landsim.errors import InputError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
MONTHS = 12
MONTHLY_COLUMNS: dict[str, Expected] = {
    "monthly_temperature": ("degC", -80.0, 60.0),
    "monthly_precipitation": ("mm/month", 0.0, 5000.0),
    "monthly_potential_evapotranspiration": ("mm/month", 0.0, 1000.0),
}
# Months and annual columns of one file may come from different rules (a mean weighted with days, rounding).
MEAN_SLACK = 1.0  # K
SUM_SLACK = (0.05, 5.0)  # share of the annual sum, mm
# Share of the year's precipitation that falls with warmth, the rest falling evenly. Of 0, 1/4, 1/2, 3/4 and 1 this
# one meets the Tier-2 water factor of the embedded landscape's own months best: mean error 4 %, bias -0.1 %.
SHARE_WITH_WARMTH = 0.25
JULY, JANUARY = 6, 0


@dataclass(frozen=True)
class MonthlyClimate:
    """Normal climate of each month, arrays [12, units], January first.

    temperature                   degC
    precipitation                 mm/month
    potential_evapotranspiration  mm/month
    """

    temperature: Floats
    precipitation: Floats
    potential_evapotranspiration: Floats


def months_declared(variables: Mapping[str, Any], label: str, units: int) -> bool:
    """Whether a landscape file holds months; only their names, shapes and units are looked at.

    Raises InputError where some of the three are missing, have another shape than (12, units), or another unit.
    """
    missing = [name for name in MONTHLY_COLUMNS if name not in variables]
    if len(missing) == len(MONTHLY_COLUMNS):
        return False
    if missing:
        raise InputError(
            f"{label}: column '{missing[0]}' is missing, expected all or none of {', '.join(MONTHLY_COLUMNS)}."
        )
    for name, (unit, _, _) in MONTHLY_COLUMNS.items():
        shape = tuple(int(length) for length in variables[name].shape)
        if shape != (MONTHS, units):
            raise InputError(f"{label}: column '{name}' has the shape {shape}, expected ({MONTHS}, {units}).")
        check_unit(variables[name], name, label, unit)
    return True


def read_months(
    file: Path, label: str, annual: Mapping[str, Floats], country: Integers, cell_index: Integers
) -> MonthlyClimate:
    """The months of a landscape file whose annual columns are ``annual``: of all its units, or of those named.

    country, cell_index  of the units, [units]; together they name a unit

    Raises InputError for a unit that the file does not hold, for a file that cannot be read any more, for values that
    are not finite or out of range, and for months that do not fit the annual columns.
    """
    import netCDF4

    try:
        with netCDF4.Dataset(file) as source:
            units = len(source.variables["country"])
            months_declared(source.variables, label, units)
            months = MonthlyClimate(
                *(checked_column(source[name], name, label, MONTHLY_COLUMNS[name]) for name in MONTHLY_COLUMNS)
            )
            if len(country) != units:
                places = _places(np.asarray(source["country"][:]), np.asarray(source["cell_index"][:]))
                months = _part(months, places, _places(country, cell_index), label)
    except (OSError, RuntimeError, IndexError) as error:
        raise InputError(
            f"{file}: the months of the landscape cannot be read ({error}); expected the file as it was loaded."
        ) from error
    _check_year("monthly_temperature", "mean_annual_temperature", months.temperature.mean(axis=0), annual, label)
    _check_year("monthly_precipitation", "annual_precipitation", months.precipitation.sum(axis=0), annual, label)
    evaporation = months.potential_evapotranspiration.sum(axis=0)
    _check_year("monthly_potential_evapotranspiration", "potential_evapotranspiration", evaporation, annual, label)
    return months


def _places(country: Integers, cell_index: Integers) -> Integers:
    """One number for each unit."""
    return cell_index.astype(np.int64) * 100 + country.astype(np.int64)


def _part(months: MonthlyClimate, places: Integers, wanted: Integers, label: str) -> MonthlyClimate:
    """The months of the units wanted."""
    order = np.argsort(places)
    found = order[np.minimum(np.searchsorted(places, wanted, sorter=order), len(places) - 1)]
    missing = places[found] != wanted
    if missing.any():
        raise InputError(
            f"{label}: the months of unit {int(np.argmax(missing))} are not in the file, expected a part of its units."
        )
    return MonthlyClimate(
        months.temperature[:, found], months.precipitation[:, found], months.potential_evapotranspiration[:, found]
    )


def _check_year(name: str, column: str, year: Floats, annual: Mapping[str, Floats], label: str) -> None:
    expected = annual[column]
    share, least = (0.0, MEAN_SLACK) if column == "mean_annual_temperature" else SUM_SLACK
    wrong = np.abs(year - expected) > least + share * expected
    if wrong.any():
        unit = int(np.argmax(wrong))
        raise InputError(
            f"{label}: column '{name}' of unit {unit} gives {year[unit]:.4g} for the year, expected about the "
            f"{expected[unit]:.4g} of '{column}'."
        )


def months_from_annual(annual: Mapping[str, Floats]) -> MonthlyClimate:
    """Months by rule, for a landscape that holds only annual columns.

    Temperature is a cosine about the annual mean that reaches the warmest month in July (south of the equator in
    January), so that the coldest month lies as far below the mean as the warmest above it. Evapotranspiration follows
    the degrees above 0 degC (evenly where no month has any). A quarter of the precipitation follows them too,
    the rest falls evenly. Means and sums of the year are kept.
    """
    mean = annual["mean_annual_temperature"]
    swing = annual["warmest_month_temperature"] - mean
    from_peak = np.arange(MONTHS)[:, None] - np.where(annual["latitude"] < 0.0, JANUARY, JULY)
    temperature = mean + swing * np.cos(2.0 * np.pi * from_peak / MONTHS)
    warmth = np.maximum(temperature, 0.0)
    total = warmth.sum(axis=0)
    share = np.where(total > 0.0, warmth / np.where(total > 0.0, total, 1.0), 1.0 / MONTHS)
    rain_share = SHARE_WITH_WARMTH * share + (1.0 - SHARE_WITH_WARMTH) / MONTHS
    return MonthlyClimate(
        temperature,
        annual["annual_precipitation"] * rain_share,
        annual["potential_evapotranspiration"] * share,
    )


def months_assumptions(label: str) -> tuple[Assumption, ...]:
    """What a run takes for granted on a landscape without months."""
    return (
        Assumption(
            name="monthly_precipitation_share_with_warmth",
            country="",
            value=SHARE_WITH_WARMTH,
            low=0.0,
            high=1.0,
            unit="1",
            text=f"{label} holds no months: this share of precipitation and all evapotranspiration follow the degrees "
            "above 0 degC, the rest of precipitation falls evenly",
            source="own rule; of five shares the one nearest to the water factor of the embedded landscape's months",
        ),
        Assumption(
            name="monthly_temperature_coldest_below_mean",
            country="",
            value=1.0,
            low=0.84,
            high=1.2,
            unit="1",
            text=f"{label} holds no months: temperature is a cosine through mean and warmest month; distance of the "
            "coldest month from the mean relative to that of the warmest",
            source="own rule; range: 5 to 95 % of the units of the embedded landscape",
        ),
    )
