"""What the figures read from a run folder, checked before anything is drawn."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.economy.reference_path import last_observed_year
from landsim.errors import InputError
from landsim.names import COUNTRIES, REGION
from landsim.plotting.assumption_families import Assumed

TABLE_COLUMNS = {
    "inventory.csv": ("country", "year", "variable", "value", "unit"),
    "stocks.csv": ("country", "year", "variable", "value", "unit"),
    "gap.csv": (
        "country",
        "year",
        "target",
        "view",
        "basis",
        "gwp",
        "projected",
        "target_level",
        "gap",
        "unit",
        "low",
        "high",
        "note",
        "kind",
        "headline",
        "own_view",
        "target_low",
        "target_high",
    ),
    "emissions.csv": ("country", "year", "series", "value", "low", "high", "unit", "source"),
    "indicators.csv": ("country", "year", "indicator", "value", "target", "unit", "met", "note", "in_force"),
    "economy.csv": ("country", "year", "path", "value", "low", "high", "unit", "gwp", "source", "status"),
    "gap_sensitivity.csv": (
        "country",
        "year",
        "factor",
        "choice",
        "target",
        "vintage",
        "view",
        "basis",
        "gwp",
        "gap",
        "low",
        "high",
    ),
}
NUMBER_COLUMNS = {
    "inventory.csv": ("year", "value"),
    "stocks.csv": ("year", "value"),
    "gap.csv": ("year", "projected", "target_level", "gap", "low", "high", "target_low", "target_high"),
    "emissions.csv": ("year", "value", "low", "high"),
    "indicators.csv": ("year", "value", "target"),
    "economy.csv": ("year", "value", "low", "high"),
    "gap_sensitivity.csv": ("year", "gap", "low", "high"),
}
# Where a scenario names no last year of history: policy begins in 2021 (the model's own rule).
LAST_HISTORY_YEAR = 2020


@dataclass(frozen=True)
class RunFiles:
    """The tables of one run folder and what its run.json says about scenario, assumptions and credits.

    ``observed_until``: the last observed year of emissions without LULUCF, by country and for the region.
    ``strata``: of a run on strata, how many there are and how far they are from the full grid; else empty.
    """

    directory: Path
    scenario: str
    title: str
    gwp: str
    last_history_year: int
    observed_until: dict[str, int]
    assumptions: tuple[Assumed, ...]
    credits: tuple[str, ...]
    inventory: pd.DataFrame
    gap: pd.DataFrame
    emissions: pd.DataFrame
    indicators: pd.DataFrame
    strata: str = ""

    def series(self, country: str, name: str) -> pd.DataFrame:
        """Rows of emissions.csv for one country and series, by year; columns value, low, high, source."""
        rows = self.emissions[(self.emissions["country"] == country) & (self.emissions["series"] == name)]
        return rows.sort_values("year").set_index("year")


@dataclass(frozen=True)
class MapData:
    """Units of maps.nc: coordinates in degrees (longitude 0 to 360), country index, values [year, unit]."""

    years: tuple[int, ...]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    country: NDArray[np.int64]
    values: dict[str, NDArray[np.float64]]


def read_run(directory: Path) -> RunFiles:
    """Read and check the tables and run.json of a run folder."""
    path = directory / "run.json"
    if not path.is_file():
        raise InputError(f"{path}: file not found; expected the folder of a finished run (landsim run SCENARIO).")
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{path}: not valid JSON ({error}); expected the file that a run writes.") from error
    scenario = _entry(path, settings, "scenario")
    history = scenario.get("history") or {}
    return RunFiles(
        directory=directory,
        scenario=str(_entry(path, scenario, "name")),
        title=str(_entry(path, scenario, "title")),
        gwp=str(_entry(path, scenario, "gwp")),
        last_history_year=int(history.get("last_year", LAST_HISTORY_YEAR)),
        observed_until=_observed_until(),
        assumptions=tuple(_assumed(path, row) for row in _entry(path, settings, "assumptions")),
        credits=tuple(str(credit) for credit in _entry(path, settings, "credits")),
        inventory=read_table(directory / "inventory.csv"),
        gap=read_table(directory / "gap.csv"),
        emissions=read_table(directory / "emissions.csv"),
        indicators=read_table(directory / "indicators.csv"),
        strata=_strata(settings),
    )


def _strata(settings: dict[str, Any]) -> str:
    """Number of strata and their largest error, in words."""
    strata = settings.get("strata")
    if strata is None:
        return ""
    errors = [abs(row["error"]) for row in strata["error_against_full_grid"] if row["variable"] == "lulucf_net"]
    return f"{strata['count']:,} strata, LULUCF within {max(errors):.1f} MtCO2e of the full grid"


def _observed_until() -> dict[str, int]:
    """Last observed year of the shipped economy path; the region's ends where the first country's ends."""
    last_years = {country: last_observed_year(country) for country in COUNTRIES}
    return {**last_years, REGION: min(last_years.values())}


def read_table(path: Path) -> pd.DataFrame:
    """Read one result table; text columns have "" and number columns NaN where a cell is empty."""
    if not path.is_file():
        raise InputError(f"{path}: file not found; expected the table that a run writes.")
    numeric = NUMBER_COLUMNS[path.name]
    try:
        table = pd.read_csv(path, keep_default_na=False, na_values={name: [""] for name in numeric})
    except ValueError as error:
        raise InputError(f"{path}: not a readable table ({error}); expected comma-separated columns.") from error
    missing = [name for name in TABLE_COLUMNS[path.name] if name not in table.columns]
    if missing:
        raise InputError(
            f"{path}: column {', '.join(missing)} is missing; "
            f"found {', '.join(map(str, table.columns))}, expected {', '.join(TABLE_COLUMNS[path.name])}."
        )
    for name in numeric:
        numbers = pd.to_numeric(table[name], errors="coerce")
        bad = table[name][numbers.isna() & table[name].notna()]
        if not bad.empty:
            raise InputError(f"{path}: column {name} holds {bad.iloc[0]!r}; expected a number or an empty cell.")
        table[name] = numbers
    return table


def read_maps(directory: Path, variables: tuple[str, ...]) -> MapData:
    """Read the named variables of maps.nc, missing values as NaN."""
    import netCDF4  # here, because only the maps need it

    path = directory / "maps.nc"
    if not path.is_file():
        raise InputError(f"{path}: file not found; expected the maps that a run writes.")
    try:
        with netCDF4.Dataset(path) as data:
            names = ("year", "latitude", "longitude", "country", *variables)
            missing = [name for name in names if name not in data.variables]
            if missing:
                raise InputError(
                    f"{path}: variable {', '.join(missing)} is missing; "
                    f"found {', '.join(data.variables)}, expected {', '.join(names)}."
                )
            read = {name: np.ma.filled(np.ma.asarray(data[name][:], dtype=np.float64), np.nan) for name in names}
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error}); expected a NetCDF file.") from error
    return MapData(
        years=tuple(int(year) for year in read["year"]),
        latitude=read["latitude"],
        longitude=read["longitude"] % 360,
        country=read["country"].astype(np.int64),
        values={name: read[name] for name in variables},
    )


def _entry(path: Path, settings: dict[str, Any], key: str) -> Any:
    """The value under ``key``, or a sentence that names what is missing."""
    if not isinstance(settings, dict) or key not in settings:
        raise InputError(f"{path}: key {key!r} is missing; expected the file that a run writes.")
    return settings[key]


def _assumed(path: Path, row: dict[str, Any]) -> Assumed:
    return Assumed(
        name=str(_entry(path, row, "name")),
        country=str(_entry(path, row, "country")),
        value=float(_entry(path, row, "value")),
        low=float(_entry(path, row, "low")),
        high=float(_entry(path, row, "high")),
        unit=str(_entry(path, row, "unit")),
    )
