"""How tables are written as CSV: as pandas writes them, in a fraction of the time."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

# Enough digits to tell any two values apart that matter, few enough to read.
NUMBER_FORMAT = "%.15g"


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table without its index, numbers with 15 digits, nothing where there is no value.

    The bytes are those of `DataFrame.to_csv(index=False, float_format=NUMBER_FORMAT)`, which looks at every number
    three times in Python; a run writes 200,000 of them.
    """
    cells = [_cells(table.iloc[:, place]) for place in range(table.shape[1])]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows(zip(*cells, strict=True))


def _cells(column: pd.Series) -> list[object]:
    """What stands in a column; csv writes None as nothing, and a number among texts as Python tells it."""
    if column.dtype.kind == "f":
        return [NUMBER_FORMAT % value if value == value else "" for value in column.tolist()]
    return column.astype(object).where(column.notna(), None).tolist()
