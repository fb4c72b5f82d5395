"""What farming did in 1990-2020 by the statistics, and what `baseline` lets it do afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from landsim import history_assumptions as assumed
from landsim.assumptions import Assumption
from landsim.facts import national_series
from landsim.history import FIRST_YEAR, HISTORY, LAST_YEAR, YEAR_ENDS, yearly
from landsim.names import COUNTRIES

Floats = NDArray[np.float64]
Years = NDArray[np.int64]
TABLE = "agriculture_history"
SOURCE = f"landsim/data/tables/{TABLE}.csv"
# Animals that are not on the grass of any unit; herds of grazing species are part of the land model.
SHED_ANIMALS = ("pigs", "asses", "mules")
# Series of the table by field of Activity, with the unit in which they are told.
SERIES = {
    "fertiliser": ("n_fertiliser_use", "t N/yr"),
    "manure": ("manure_n_applied", "t N/yr"),
    "residue": ("crop_residue_n", "t N/yr"),
    "rice": ("area_harvested_rice", "ha/yr"),
    "wheat": ("area_harvested_wheat", "ha/yr"),
    "maize": ("area_harvested_maize", "ha/yr"),
    "grass": ("burned_grass", "t dm/yr"),
    "drained_cropland": ("drained_organic_soils_cropland", "ha"),
    "drained_grassland": ("drained_organic_soils_grassland", "ha"),
}
# From 2021 crops continue with the mean of these years; stocks (animals, drained land) stay what they were in 2020.
MEAN_YEARS = slice(2016 - FIRST_YEAR, LAST_YEAR + 1 - FIRST_YEAR)
HELD = ("drained_cropland", "drained_grassland")


@dataclass(frozen=True)
class Activity:
    """Arrays [countries, years].

    series       key of SERIES -> t N, ha or t of dry matter a year
    heads        species of SHED_ANIMALS -> head at 31 December
    assumptions  what was held, averaged or is not reported
    """

    series: dict[str, Floats]
    heads: dict[str, Floats]
    assumptions: tuple[Assumption, ...]


def activity(years: Years) -> Activity:
    """Activity in ``years`` (1990 or later): as in the statistics to 2020, then by the rules of `baseline`.

    Raises InputError for a table with a wrong unit or a year that stands twice.
    """
    at = np.minimum(years, LAST_YEAR) - FIRST_YEAR
    table, heads, assumptions = _history()
    series: dict[str, Floats] = {}
    for name, values in table.items():
        later = values[:, -1:] if name in HELD else values[:, MEAN_YEARS].mean(axis=1)[:, None]
        series[name] = np.where(years > LAST_YEAR, later, values[:, at])
    return Activity(series, {name: values[:, at] for name, values in heads.items()}, assumptions)


@cache
def _history() -> tuple[dict[str, Floats], dict[str, Floats], tuple[Assumption, ...]]:
    """Series and heads of 1990-2020; a country without a row does not have the crop or the animal."""
    rows: list[Assumption] = []
    series: dict[str, Floats] = {}
    for name, (variable, unit) in SERIES.items():
        values = np.zeros((len(COUNTRIES), len(HISTORY)))
        for index, country in enumerate(COUNTRIES):
            known = _known(variable, country)
            if known:
                values[index] = yearly(known, HISTORY)
                rows += assumed.held_assumptions(
                    f"farm_{variable}", country, [known], FIRST_YEAR, LAST_YEAR, unit, SOURCE
                )
                if name not in HELD:
                    rows += _mean_assumption(variable, country, values[index, MEAN_YEARS], unit)
        series[name] = values
    heads: dict[str, Floats] = {}
    for species in SHED_ANIMALS:
        heads[species] = np.zeros((len(COUNTRIES), len(HISTORY)))
        for index, country in enumerate(COUNTRIES):
            known = _known(f"heads_{species}", country)
            if known:
                heads[species][index] = yearly(known, YEAR_ENDS[1:])
                rows += assumed.held_assumptions(
                    f"farm_heads_{species}", country, [known], FIRST_YEAR, LAST_YEAR, "head", SOURCE
                )
    return series, heads, tuple(rows)


def _known(variable: str, country: str) -> dict[int, float]:
    return {year: value for year, value in national_series(variable, country, TABLE).items() if year <= LAST_YEAR}


def _mean_assumption(variable: str, country: str, recent: Floats, unit: str) -> list[Assumption]:
    if not recent.any():
        return []
    return [
        Assumption(
            name=f"farm_{variable}_after_{LAST_YEAR}",
            country=country,
            value=float(np.clip(recent.mean(), recent.min(), recent.max())),
            low=float(recent.min()),
            high=float(recent.max()),
            unit=unit,
            text=f"{variable} from {LAST_YEAR + 1} on: mean of 2016-{LAST_YEAR}; range: the single years",
            source=SOURCE,
        )
    ]
