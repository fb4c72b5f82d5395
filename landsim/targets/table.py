"""A table of pledges turned into targets row by row, and a file of them read."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from landsim.errors import InputError
from landsim.suggestions import did_you_mean
from landsim.targets.checks import YES_NO, number_or, wrong_number, wrong_text
from landsim.targets.target import Target

# The columns of a table of targets, in the order of the shipped one.
COLUMNS = (
    "id", "version", "country", "pledge", "name", "year", "kind", "indicator", "unit", "base_year", "base",
    "base_low", "base_high", "base_with_lulucf", "amount", "amount_low", "amount_high", "earlier_amount", "removals",
    "headline", "conditional", "lulucf", "gases", "gwp", "source", "status", "note",
)  # fmt: skip
# Columns that `landsim list targets --csv` adds: computed, so they are not read back.
SHOWN_COLUMNS = ("view", "level", "level_low", "level_high")
_NUMBERS = ("year", *COLUMNS[COLUMNS.index("base_year") : COLUMNS.index("headline")])
_TEXTS = tuple(column for column in COLUMNS if column not in _NUMBERS)


def targets_from_table(table: pd.DataFrame, file: str = "targets.csv") -> tuple[Target, ...]:
    """Targets of a table; every bad row is refused with one sentence, all of them in one InputError."""
    records = [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
    return _targets(file, [str(column) for column in table.columns], list(enumerate(records, start=2)))


def read_targets(path: Path) -> tuple[Target, ...]:
    """Targets of a file of comma-separated values (UTF-8) with the columns of the shipped table.

    Raises InputError: for a file that is no such table, else with one sentence for each bad row, all in one error.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = [name.strip() for name in next(reader, [])]
            rows = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}), expected a table of targets.") from error
    except (ValueError, csv.Error) as error:
        raise InputError(
            f"{path}: not a readable table ({error}), expected comma-separated values in UTF-8."
        ) from error
    if len(set(header)) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise InputError(f"{path}: the column '{twice}' is there twice, expected it once.")
    if header and not rows:
        raise InputError(f"{path}: holds no target, expected at least one row.")
    return _targets(str(path), header, [(line, _cells(header, cells)) for line, cells in rows])


def _cells(header: list[str], cells: list[str]) -> Mapping[str, object] | str:
    """A row by column, or what is wrong with its length."""
    if len(cells) != len(header):
        return f"the row has {len(cells)} cells; expected {len(header)}, as in the first line"
    return dict(zip(header, cells, strict=True))


def _targets(
    file: str, columns: Sequence[str], rows: Sequence[tuple[int, Mapping[str, object] | str]]
) -> tuple[Target, ...]:
    missing = [column for column in COLUMNS if column not in columns]
    if missing:
        raise InputError(f"{file} has no column {', '.join(missing)}; expected those of the shipped targets.csv.")
    unknown = [column for column in columns if column not in (*COLUMNS, *SHOWN_COLUMNS)]
    if unknown:
        raise InputError(f"{file} has an unknown column '{unknown[0]}', {did_you_mean(unknown[0], COLUMNS)}")
    targets: list[Target] = []
    problems: list[str] = []
    seen: dict[tuple[object, ...], str] = {}
    for line, row in rows:
        name = "" if isinstance(row, str) else _text(row, "id")
        problem, target = (row, None) if isinstance(row, str) else _read_row(row)
        if target is not None:
            problem = _duplicate(seen, target)
        if problem:
            problems.append(f"{file} line {line} ({name or 'no id'}): {problem}.")
        elif target is not None:
            targets.append(target)
    if problems:
        raise InputError("\n".join(problems))
    return tuple(targets)


def _duplicate(seen: dict[tuple[object, ...], str], target: Target) -> str:
    """What is wrong if an earlier row has the same id or is about the same thing; remembers the row."""
    key = (
        target.version,
        target.country,
        target.year,
        target.pledge,
        target.indicator,
        target.conditional,
        target.lulucf,
    )
    if target.id in seen.values():
        return f'the id "{target.id}" is used twice; expected a different id for each row'
    earlier = seen.get(key)
    if earlier is not None:
        return f"{earlier} is the same target; expected one row per pledge, year, indicator, condition and land sector"
    seen[key] = target.id
    return ""


def _text(row: Mapping[str, object], key: str) -> str:
    value = row[key]
    return "" if value is None or (isinstance(value, float) and math.isnan(value)) else str(value).strip()


def _read_row(row: Mapping[str, object]) -> tuple[str, Target | None]:
    """The first thing that is wrong with a row (empty: nothing) and the target if nothing is."""
    text = {key: _text(row, key) for key in _TEXTS}
    number: dict[str, float] = {}
    for key in _NUMBERS:
        cell = _text(row, key)
        try:
            number[key] = float(cell) if cell else math.nan
        except ValueError:
            return f'{key} is "{cell}"; expected a number', None
        if math.isinf(number[key]):
            return f"{key} is infinite; expected a finite number", None
    problem = wrong_text(text) or wrong_number(text, number)
    if problem:
        return problem, None
    base_year = None if math.isnan(number["base_year"]) else int(number["base_year"])
    return "", Target(
        id=text["id"],
        version=text["version"],
        country=text["country"],
        pledge=text["pledge"],
        name=text["name"],
        year=int(number["year"]),
        kind=text["kind"],
        indicator=text["indicator"],
        unit=text["unit"],
        base_year=base_year,
        base=number["base"],
        base_low=number_or(number["base_low"], number["base"]),
        base_high=number_or(number["base_high"], number["base"]),
        base_with_lulucf=number["base_with_lulucf"],
        amount=number["amount"],
        amount_low=number_or(number["amount_low"], number["amount"]),
        amount_high=number_or(number["amount_high"], number["amount"]),
        earlier_amount=number_or(number["earlier_amount"], 0.0),
        removals=number["removals"],
        headline=YES_NO[text["headline"]],
        conditional=YES_NO[text["conditional"]],
        lulucf=text["lulucf"],
        gases=text["gases"],
        gwp=text["gwp"],
        source=text["source"],
        status=text["status"],
        note=text["note"],
    )
