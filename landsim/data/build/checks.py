"""Checks of a landscape file against the truth: country areas, national statistics, herds, weather stations.

They need only the file and the tables of the package, not the source data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.facts import load_table
from landsim.names import COUNTRIES, SPECIES

Floats = NDArray[np.float64]
Columns = Mapping[str, NDArray[Any]]

AREA_COLUMNS = (
    "area_forest_natural",
    "area_forest_planted",
    "area_cropland",
    "area_grassland",
    "area_wetland",
    "area_settlement",
    "area_other_land",
    "area_inland_water",
)
LAPSE_RATE = 6.0e-3  # K/m, from the mean elevation of a unit to that of a station
COUNTRY_AREA_TOLERANCE = 0.005
MEAN_TOLERANCE = 0.005  # of national means that the build sets
PROVINCE_HEADS_TOLERANCE = 0.01
STATION_TEMPERATURE_RMSE = 1.0  # K
STATION_PRECIPITATION_ERROR = 0.10  # mean absolute relative error


@dataclass(frozen=True)
class Check:
    """One comparison: what the file says, what is expected, and how far apart the two may be (relative)."""

    name: str
    value: float
    expected: float
    tolerance: float
    unit: str

    @property
    def deviation(self) -> float:
        """Relative deviation; the plain difference where 0 is expected."""
        return (self.value - self.expected) / (abs(self.expected) if self.expected else 1.0)

    @property
    def passed(self) -> bool:
        return bool(abs(self.deviation) <= self.tolerance)


def run_checks(columns: Columns) -> tuple[Check, ...]:
    """All checks of one landscape, whose columns are given by name."""
    national = load_table("grid_national_values", ("country", "variable", "value"))
    checks: list[Check] = []
    for number, code in enumerate(COUNTRIES):
        here = columns["country"] == number
        truth = dict(
            zip(
                *(national.loc[national["country"] == code, c] for c in ("variable", "value")),
                strict=True,
            )
        )
        checks += _national_checks(
            code, {k: v[here] for k, v in columns.items() if len(v) == len(here)}, truth
        )
    return (*checks, *_province_herd_checks(columns), *_station_checks(station_comparison(columns)))


def _national_checks(code: str, unit: Columns, truth: Mapping[str, float]) -> list[Check]:
    area = sum(unit[name].astype(np.int64).sum() for name in AREA_COLUMNS)
    forest = unit["area_forest_natural"].astype(np.int64) + unit["area_forest_planted"]
    exact = {
        "forest_area": forest.sum(),
        "planted_forest_area": unit["area_forest_planted"].sum(dtype=np.int64),
        "cropland_area": unit["area_cropland"].sum(dtype=np.int64),
    }
    checks = [Check(f"{code} country area", float(area), truth["country_area"], COUNTRY_AREA_TOLERANCE, "ha")]
    checks += [
        Check(f"{code} {n.replace('_', ' ')}", float(v), truth[n], 0.0, "ha") for n, v in exact.items()
    ]
    for species in SPECIES:
        heads = float(unit[f"heads_{species}"].sum(dtype=np.int64))
        checks.append(Check(f"{code} {species}", heads, truth[f"heads_{species}"], 0.0, "head"))
    land = _all_land(unit) - unit["area_inland_water"]
    means = (
        ("soil organic carbon", "soil_organic_carbon", land, truth["soil_organic_carbon"], "tC/ha"),
        ("managed share of forest", "managed_fraction", forest, truth["managed_forest_share"], "1"),
        ("mean site index of forest", "site_index", forest, 1.0, "1"),
        ("mean fire weight of forest", "fire_weight", forest, 1.0, "1"),
    )
    for name, column, weight, expected, text in means:
        mean = float(np.average(unit[column].astype(np.float64), weights=weight.astype(np.float64)))
        checks.append(Check(f"{code} {name}", mean, expected, MEAN_TOLERANCE, text))
    return checks


def _all_land(unit: Columns) -> NDArray[np.int64]:
    return np.asarray(np.sum([unit[name].astype(np.int64) for name in AREA_COLUMNS], axis=0))


def province_herds(columns: Columns) -> pd.DataFrame:
    """Heads by province with statistics: country, province, species, heads in the file, heads expected.

    Expected is the province's share of the statistics times the national herd that the file keeps exactly.
    """
    table = load_table("grid_livestock_by_province", ("country", "province", "species", "heads"))
    provinces = load_table("provinces", ("country", "province", "statistics_of"))
    own = provinces["province"].where(provinces["statistics_of"] == "", provinces["statistics_of"])
    group = own.to_numpy(dtype=str)[columns["province"].astype(np.int64)]
    rows = []
    for (code, species), part in table.groupby(["country", "species"]):
        members = columns["country"] == COUNTRIES.index(str(code))
        names = [f"heads_{s}" for s in SPECIES] if species == "all" else [f"heads_{species}"]
        heads = np.sum([columns[n].astype(np.float64) for n in names], axis=0)
        present = part[part["province"].isin(np.unique(group[members]))]
        scale = heads[members].sum() / present["heads"].sum()
        for province, expected in zip(present["province"], present["heads"], strict=True):
            found = heads[members & (group == province)].sum()
            rows.append((code, province, species, found, expected * scale))
    return pd.DataFrame(rows, columns=["country", "province", "species", "heads", "expected"])


def _province_herd_checks(columns: Columns) -> list[Check]:
    """The share of the national herd that stands in another province than the statistics say."""
    herds = province_herds(columns)
    checks = []
    for (code, species), part in herds.groupby(["country", "species"]):
        misplaced = 0.5 * (part["heads"] - part["expected"]).abs().sum() / part["expected"].sum()
        label = "all livestock" if species == "all" else species
        checks.append(
            Check(f"{code} {label} in another province", float(misplaced), 0.0, PROVINCE_HEADS_TOLERANCE, "1")
        )
    return checks


def station_comparison(columns: Columns) -> pd.DataFrame:
    """The stations of grid_stations.csv with the temperature and precipitation of the nearest unit.

    Temperature is moved to the altitude of the station at LAPSE_RATE; precipitation is that of the unit.
    """
    stations = load_table("grid_stations", ("station", "latitude", "longitude", "elevation"))
    latitude, longitude = (columns[n].astype(np.float64) for n in ("latitude", "longitude"))
    nearest = [
        int(np.argmin((latitude - y) ** 2 + ((longitude - x) * np.cos(np.deg2rad(y))) ** 2))
        for y, x in zip(stations["latitude"], stations["longitude"], strict=True)
    ]
    elevation = columns["elevation"].astype(np.float64)[nearest]
    temperature = columns["mean_annual_temperature"].astype(np.float64)[nearest]
    result = stations[["station", "mean_annual_temperature", "annual_precipitation"]].copy()
    result["unit_temperature"] = temperature - LAPSE_RATE * (
        stations["elevation"].to_numpy(dtype=np.float64) - elevation
    )
    result["unit_precipitation"] = columns["annual_precipitation"].astype(np.float64)[nearest]
    return result


def _station_checks(stations: pd.DataFrame) -> list[Check]:
    temperature = stations["unit_temperature"] - stations["mean_annual_temperature"]
    rain = stations["unit_precipitation"] / stations["annual_precipitation"] - 1.0
    rmse = float(np.sqrt((temperature**2).mean()))
    return [
        Check("stations: root mean square error of temperature", rmse, 0.0, STATION_TEMPERATURE_RMSE, "K"),
        Check(
            "stations: mean absolute error of precipitation",
            float(rain.abs().mean()),
            0.0,
            STATION_PRECIPITATION_ERROR,
            "1",
        ),
    ]
