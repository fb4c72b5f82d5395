"""Themes of forest and land policy, and what in landsim answers to each: kinds of measure, and variables of a run."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from landsim.errors import InputError
from landsim.facts import load_table
from landsim.policy.measures import MEASURE_KINDS
from landsim.suggestions import did_you_mean

if TYPE_CHECKING:
    from landsim.results import Run

TABLE = "policy_themes"
COLUMNS = ("theme_set", "key", "theme", "measure_kinds", "variables", "note", "source")
THEME_SETS = {
    "GFG": "thematic areas of Global Forest Goal 1",
    "SRCCL": "response options of the IPCC Special Report on Climate Change and Land",
    "LDN": "land degradation neutrality",
}
# What a cell says when nothing answers to a theme: an empty one is a cell that somebody forgot.
NONE = "none"
# Table of a run -> the column that names its variables.
VARIABLE_COLUMN = {
    "inventory": "variable",
    "stocks": "variable",
    "provinces": "variable",
    "indicators": "indicator",
    "ledger": "flux",
}


@dataclass(frozen=True)
class Theme:
    """One theme.

    theme_set      a key of THEME_SETS
    key            names it within its set
    theme          what it is about
    measure_kinds  kinds of measure that serve it; empty: none does
    variables      what a run tells of it, as table:variable; empty: nothing
    note           what is not in the model
    source         where the theme is published
    """

    theme_set: str
    key: str
    theme: str
    measure_kinds: tuple[str, ...]
    variables: tuple[str, ...]
    note: str
    source: str


def load_themes() -> tuple[Theme, ...]:
    """All themes in the order of the table policy_themes.csv; InputError for a row that names what does not exist."""
    return themes_from(load_table(TABLE, COLUMNS))


def themes_from(table: pd.DataFrame) -> tuple[Theme, ...]:
    """Themes of a table with the columns COLUMNS.

    InputError, naming the row: an unknown theme set, a theme given twice, an empty cell, a kind of measure that is not
    in MEASURE_KINDS, a variable without a known table before its colon, or nothing at all without a note that says why.
    """
    themes: dict[tuple[str, str], Theme] = {}
    for cells in table[list(COLUMNS)].itertuples(index=False):
        row = dict(zip(COLUMNS, map(str, cells), strict=True))
        place = f"{TABLE}.csv, theme {row['theme_set']} {row['key']}"
        kinds, variables = (_names(row[column], column, place) for column in ("measure_kinds", "variables"))
        theme = Theme(row["theme_set"], row["key"], row["theme"], kinds, variables, row["note"], row["source"])
        _check(theme, place)
        if (theme.theme_set, theme.key) in themes:
            raise InputError(f"{place}: the theme stands twice, expected one row for each.")
        themes[theme.theme_set, theme.key] = theme
    return tuple(themes.values())


def _names(cell: str, column: str, place: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in cell.split(";"))
    if names == (NONE,):
        return ()
    if not all(names) or NONE in names:
        raise InputError(
            f"{place}: {column} is {cell!r}, expected names parted by semicolons, or the word {NONE} alone."
        )
    return names


def _check(theme: Theme, place: str) -> None:
    if theme.theme_set not in THEME_SETS:
        raise InputError(f"{place}: unknown theme set, expected one of {', '.join(THEME_SETS)}.")
    for column in ("key", "theme", "source"):
        if not getattr(theme, column).strip():
            raise InputError(f"{place}: {column} is empty, expected a text.")
    for kind in theme.measure_kinds:
        if kind not in MEASURE_KINDS:
            suggestion = did_you_mean(kind, list(MEASURE_KINDS))
            raise InputError(f"{place}: there is no kind of measure '{kind}', {suggestion}")
    for variable in theme.variables:
        if variable.split(":")[0] not in VARIABLE_COLUMN or variable.count(":") != 1:
            raise InputError(
                f"{place}: found the variable '{variable}', expected table:variable "
                f"with one of the tables {', '.join(VARIABLE_COLUMN)}."
            )
    if not theme.measure_kinds and not theme.variables and not theme.note.strip():
        raise InputError(f"{place}: nothing answers to it, expected a note that says why.")


def written_variables(run: Run) -> frozenset[str]:
    """Everything that a run tells in its tables, as table:variable."""
    return frozenset(
        f"{table}:{name}" for table, column in VARIABLE_COLUMN.items() for name in getattr(run, table)[column].unique()
    )


def check_variables(themes: Collection[Theme], written: Collection[str]) -> None:
    """InputError for the first variable of a theme that is not among those written by a run."""
    for theme in themes:
        for variable in theme.variables:
            if variable not in written:
                suggestion = did_you_mean(variable, sorted(written))
                raise InputError(
                    f"{TABLE}.csv, theme {theme.theme_set} {theme.key}: no run writes '{variable}', {suggestion}"
                )
