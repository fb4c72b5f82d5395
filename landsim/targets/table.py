"""National pledges as a reviewed table: the shipped one read, and any table turned into targets row by row."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from landsim.errors import InputError
from landsim.facts import load_table
from landsim.targets.checks import YES_NO, number_or, wrong_number, wrong_text
from landsim.targets.target import Target

_NUMBERS = (
    "base_year",
    "base",
    "base_low",
    "base_high",
    "base_with_lulucf",
    "amount",
    "amount_low",
    "amount_high",
    "earlier_amount",
    "removals",
)
_TEXTS = (
    "id",
    "version",
    "country",
    "pledge",
    "name",
    "kind",
    "indicator",
    "unit",
    "headline",
    "conditional",
    "lulucf",
    "gases",
    "gwp",
    "source",
    "status",
    "note",
)


def load_targets(version: str = "first") -> tuple[Target, ...]:
    """The shipped targets of one version of the pledges ("first": the first NDCs), checked row by row."""
    targets = targets_from_table(load_table("targets"))
    chosen = tuple(target for target in targets if target.version == version)
    if not chosen:
        known = ", ".join(sorted({target.version for target in targets}))
        raise InputError(f'targets.csv has no version "{version}"; expected one of {known}.')
    return chosen


def targets_from_table(table: pd.DataFrame, file: str = "targets.csv") -> tuple[Target, ...]:
    """Targets of a table; every bad row is refused with one sentence, all of them in one InputError."""
    missing = [column for column in (*_TEXTS, "year", *_NUMBERS) if column not in table.columns]
    if missing:
        raise InputError(f"{file} has no column {', '.join(missing)}; expected those of the shipped targets.csv.")
    targets: list[Target] = []
    problems: list[str] = []
    seen: dict[tuple[object, ...], str] = {}
    for number, row in enumerate(table.to_dict("records"), start=2):
        cells = {str(key): value for key, value in row.items()}
        label = f"{file} line {number} ({_text(cells, 'id') or 'no id'})"
        problem, target = _read_row(cells)
        if target is not None:
            key = (
                target.version,
                target.country,
                target.year,
                target.pledge,
                target.indicator,
                target.conditional,
            )
            problem = _duplicate(seen, target, key)
        if problem:
            problems.append(f"{label}: {problem}.")
        elif target is not None:
            targets.append(target)
    if problems:
        raise InputError("\n".join(problems))
    return tuple(targets)


def _duplicate(seen: dict[tuple[object, ...], str], target: Target, key: tuple[object, ...]) -> str:
    if target.id in seen.values():
        return f'the id "{target.id}" is used twice; expected a different id for each row'
    earlier = seen.get(key)
    if earlier is not None:
        return f"{earlier} is the same target; expected one row per pledge, year, indicator and condition"
    seen[key] = target.id
    return ""


def _text(row: Mapping[str, object], key: str) -> str:
    value = row[key]
    return "" if value is None or (isinstance(value, float) and math.isnan(value)) else str(value).strip()


def _read_row(row: Mapping[str, object]) -> tuple[str, Target | None]:
    """The first thing that is wrong with a row (empty: nothing) and the target if nothing is."""
    text = {key: _text(row, key) for key in _TEXTS}
    number: dict[str, float] = {}
    for key in ("year", *_NUMBERS):
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
