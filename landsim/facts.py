"""Fact tables shipped with the package: one place that finds, reads and checks them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pandas as pd

from landsim.errors import InputError

# Units met in the tables, as multiples of the base units of the model (ha, m3, t, head and their yearly rates).
BASE_UNITS: dict[str, float] = {
    "1000 ha": 1e3,
    "1000 ha/yr": 1e3,
    "Mha/yr": 1e6,
    "1000 m3": 1e3,
    "1000 t": 1e3,
    "t N": 1.0,
    "t dm": 1.0,
    "million head": 1e6,
}


@dataclass(frozen=True)
class TableInfo:
    """What one table holds: its columns, the span of its years (None without any) and its sources."""

    name: str
    rows: int
    columns: tuple[str, ...]
    first_year: int | None
    last_year: int | None
    sources: tuple[str, ...]


@cache
def _read(name: str) -> pd.DataFrame:
    resource = files("landsim") / "data" / "tables" / f"{name}.csv"
    if not resource.is_file():
        known = ", ".join(_table_names()) or "none"
        raise InputError(f"There is no fact table {name!r} in landsim/data/tables; the tables are: {known}.")
    with resource.open(encoding="utf-8") as file:
        # An empty text cell is an empty text: only numbers can be missing.
        return pd.read_csv(file, keep_default_na=False, na_values={c: [""] for c in ("value", "low", "high")})


def _table_names() -> tuple[str, ...]:
    folder = files("landsim") / "data" / "tables"
    return tuple(sorted(f.name.removesuffix(".csv") for f in folder.iterdir() if f.name.endswith(".csv")))


def load_table(name: str, columns: Sequence[str] = ()) -> pd.DataFrame:
    """The table ``landsim/data/tables/<name>.csv``, a copy that the caller owns; ``columns`` must be there.

    An empty cell of value, low or high is NaN; an empty cell of another text column is "".
    """
    _require(name, columns)
    return _read(name).copy()


def _require(name: str, columns: Sequence[str]) -> None:
    table = _read(name)
    for column in columns:
        if column not in table.columns:
            found = ", ".join(table.columns)
            raise InputError(f"The fact table {name}.csv has no column {column!r}; its columns are: {found}.")


def list_tables() -> tuple[TableInfo, ...]:
    """All shipped tables in alphabetical order, each with its distinct sources, for the documentation."""
    return tuple(_describe(name) for name in _table_names())


def _describe(name: str) -> TableInfo:
    table = _read(name)
    years = pd.to_numeric(table.get("year", pd.Series(dtype=float)), errors="coerce").dropna()
    sources = dict.fromkeys(table.get("source", pd.Series(dtype=str)).astype(str))
    return TableInfo(
        name=name,
        rows=len(table),
        columns=tuple(table.columns),
        first_year=int(years.min()) if len(years) else None,
        last_year=int(years.max()) if len(years) else None,
        sources=tuple(sources),
    )


def national_series(variable: str, country: str, name: str = "national_history") -> dict[int, float]:
    """Year -> value of one variable of one country in ha, m3, t or head (per year); empty if there is no row.

    Two rows of one year are refused, because one of them would be used without anybody knowing which.
    """
    series: dict[int, float] = {}
    for year, value, unit in _rows_of_series(name).get((country, variable), ()):
        if year in series:
            raise InputError(
                f"The fact table {name}.csv has more than one row of {variable!r} for {country} in {year}; "
                "one row per country, year and variable is expected."
            )
        if unit not in BASE_UNITS:
            raise InputError(
                f"The fact table {name}.csv gives {variable!r} for {country} in {year} in {unit!r}; "
                f"expected one of: {', '.join(BASE_UNITS)}."
            )
        # The product is rounded because 8.3 Mha is 8,300,000 ha and nothing beyond.
        series[year] = round(value * BASE_UNITS[unit], 6)
    return dict(sorted(series.items()))


@cache
def _rows_of_series(name: str) -> dict[tuple[str, str], list[tuple[int, float, str]]]:
    """(country, variable) -> rows of (year, value, unit); a row without a value is the same as no row."""
    columns = ("country", "variable", "year", "value", "unit")
    _require(name, columns)
    table = _read(name)
    rows: dict[tuple[str, str], list[tuple[int, float, str]]] = {}
    known = table[table["value"].notna()]
    for country, variable, year, value, unit in zip(*(known[column] for column in columns), strict=True):
        rows.setdefault((country, variable), []).append((int(year), float(value), unit))
    return rows
