"""The table of observations in a calibration folder: read and checked."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from landsim.errors import InputError
from landsim.names import COUNTRIES

COLUMNS = (
    "country", "year", "variable", "value", "uncertainty", "unit", "role", "reason", "dataset", "quality", "source",
    "uncertainty_source", "note",
)  # fmt: skip
TRAIN, VALIDATE, NOT_USED = "train", "validate", "not used"
ROLES = (TRAIN, VALIDATE, NOT_USED)
LAST_TRAINING_YEAR, LAST_VALIDATION_YEAR = 2010, 2015
FILE = "observations.csv"


def load_observations(folder: Path) -> pd.DataFrame:
    """The observations of a calibration folder, columns COLUMNS; uncertainty is one standard deviation in the unit.

    Raises InputError for a missing file or column, an unknown country or role, a value that is no number, an
    uncertainty that is not positive, a row that is not used without a reason, and a value given twice.
    """
    path = folder / FILE
    if not path.is_file():
        raise InputError(f"{path}: there is no such file, expected a table of observations with {', '.join(COLUMNS)}.")
    table = pd.read_csv(path, keep_default_na=False, na_values={c: [""] for c in ("value", "uncertainty")})
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        raise InputError(f"{path}: the column {missing[0]} is missing, expected {', '.join(COLUMNS)}.")
    _refuse(path, table, ~table["country"].isin(COUNTRIES), "country", f"one of {', '.join(COUNTRIES)}")
    _refuse(path, table, ~table["role"].isin(ROLES), "role", f"one of {', '.join(ROLES)}")
    for name in ("value", "uncertainty"):
        table[name] = pd.to_numeric(table[name], errors="coerce")
        _refuse(path, table, table[name].isna(), name, "a number")
    _refuse(path, table, ~(table["uncertainty"] > 0.0), "uncertainty", "a positive number")
    silent = (table["role"] == NOT_USED) & (table["reason"].str.strip() == "")
    _refuse(path, table, silent, "reason", "why the row is not used")
    _refuse(path, table, table.duplicated(["country", "variable", "year"]), "year", "each value once")
    return table


def _refuse(path: Path, table: pd.DataFrame, bad: pd.Series, column: str, expected: str) -> None:
    if bad.any():
        row = table[bad].iloc[0]
        raise InputError(
            f"{path}: {row['country']} {row['variable']} {row['year']}: {column} is '{row[column]}', "
            f"expected {expected}."
        )
