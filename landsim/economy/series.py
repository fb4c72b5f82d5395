"""Series of the economy tables, one dataset at a time."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from landsim.errors import InputError
from landsim.facts import load_table

FloatArray = npt.NDArray[np.float64]

FIRST_YEAR = 1990
# Beyond this year the slope of the year before it is held.
LAST_PROJECTED_YEAR = 2050


def published(table: str, country: str, dataset: str, variable: str) -> pd.DataFrame:
    """Rows of one variable of one dataset for a country, by year.

    Raises InputError when there is none or a year stands twice.
    """
    frame = load_table(table)
    chosen = (frame["country"] == country) & (frame["dataset"] == dataset) & (frame["variable"] == variable)
    found = frame[chosen].sort_values("year").set_index("year")
    if found.empty:
        raise InputError(f"{table}.csv has no rows of {variable} in dataset {dataset} for {country}.")
    if found.index.has_duplicates:
        raise InputError(f"{table}.csv has a year twice in {variable} of dataset {dataset} for {country}.")
    return found


def history(country: str, dataset: str) -> pd.Series[float]:
    """Emissions without LULUCF by year, MtCO2e, as one database has them."""
    return published("economy_history", country, dataset, "ghg_excl_lulucf")["value"].astype(float)


@cache
def series_of(table: str, country: str, variable: str) -> pd.DataFrame:
    """Rows of one variable for a country whatever their dataset, by year; empty where there is none.

    The same frame at each call, so a caller must not change it.
    """
    frame = load_table(table)
    found = frame[(frame["country"] == country) & (frame["variable"] == variable)].sort_values("year")
    if found["year"].duplicated().any():
        raise InputError(f"{table}.csv has a year twice in {variable} for {country}; expected one row a year.")
    return found.set_index("year")
