"""Fact tables shipped with the package: one place that finds, reads and checks them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pandas as pd

from landsim.errors import InputError

# Units met in the tables, as multiples of the base units of the model (ha, m3, head and their yearly rates).
BASE_UNITS: dict[str, float] = {
    "1000 ha": 1e3,
    "1000 ha/yr": 1e3,
    "Mha/yr": 1e6,
    "1000 m3": 1e3,
    "million head": 1e6,
}


@dataclass(frozen=True)
class TableInfo:
    """What one table holds: its columns, the span of its ``year`` column (None without one) and its sources."""

    name: str
    rows: int
    columns: tuple[str, ...]
    first_year: int | None
    last_year: int | None
    sources: tuple[str, ...]


@cache
def _read(name: str) -> pd.DataFrame:
    resource = files("landsim.data") / "tables" / f"{name}.csv"
    if not resource.is_file():
        known = ", ".join(_table_names()) or "none"
        raise InputError(f"There is no fact table {name!r} in landsim/data/tables; the tables there are: {known}.")
    with resource.open(encoding="utf-8") as file:
        # An empty text cell is an empty text: only numbers can be missing.
        return pd.read_csv(file, keep_default_na=False, na_values={c: [""] for c in ("value", "low", "high")})


def _table_names() -> tuple[str, ...]:
    folder = files("landsim.data") / "tables"
    return tuple(sorted(f.name.removesuffix(".csv") for f in folder.iterdir() if f.name.endswith(".csv")))


def load_table(name: str, columns: Sequence[str] = ()) -> pd.DataFrame:
    """The table ``landsim/data/tables/<name>.csv``; ``columns`` must be there. The caller owns the copy it gets.

    An empty cell of value, low or high is NaN; an empty cell of another text column is "".
    """
    table = _read(name)
    for column in columns:
        if column not in table.columns:
            found = ", ".join(table.columns)
            raise InputError(f"The fact table {name}.csv has no column {column!r}; its columns are: {found}.")
    return table.copy()


def list_tables() -> tuple[TableInfo, ...]:
    """All shipped tables in alphabetical order, each with its distinct sources, for the documentation."""
    return tuple(_describe(name) for name in _table_names())


def _describe(name: str) -> TableInfo:
    table = _read(name)
    years = pd.to_numeric(table["year"], errors="coerce").dropna() if "year" in table.columns else pd.Series(dtype=float)
    sources = dict.fromkeys(table["source"].astype(str)) if "source" in table.columns else {}
    return TableInfo(
        name=name,
        rows=len(table),
        columns=tuple(table.columns),
        first_year=int(years.min()) if len(years) else None,
        last_year=int(years.max()) if len(years) else None,
        sources=tuple(sources),
    )


def national_series(variable: str, country: str, name: str = "national_history") -> dict[int, float]:
    """Year -> value of one variable of one country, converted to ha, m3 or head (per year); empty if it has no row.

    Two rows of one year are refused, because one of them would be used without anybody knowing which.
    """
    table = load_table(name, ("country", "year", "variable", "value", "unit"))
    rows = table[(table["variable"] == variable) & (table["country"] == country)].sort_values("year")
    twice = rows.loc[rows["year"].duplicated(), "year"]
    if len(twice):
        raise InputError(
            f"The fact table {name}.csv has more than one row of {variable!r} for {country} in {int(twice.iloc[0])}; "
            "one row per country, year and variable is expected."
        )
    series: dict[int, float] = {}
    for year, value, unit in zip(rows["year"], rows["value"], rows["unit"], strict=True):
        if unit not in BASE_UNITS:
            raise InputError(
                f"The fact table {name}.csv gives {variable!r} for {country} in {year} in {unit!r}; "
                f"expected one of: {', '.join(BASE_UNITS)}."
            )
        # A blank value means that the year is not known, the same as no row.
        if pd.notna(value):
            series[int(year)] = float(value) * BASE_UNITS[unit]
    return series
