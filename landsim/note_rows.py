"""Rows of the NEASPEC note that the project answers to: scenarios, measures, pledges and variables behind each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landsim.errors import InputError
from landsim.facts import load_table
from landsim.scenario import load_scenario
from landsim.scenario_file import shipped_scenarios
from landsim.suggestions import did_you_mean
from landsim.targets import load_targets
from landsim.themes import NONE, VARIABLE_COLUMN

if TYPE_CHECKING:
    from landsim.results import Run

TABLE = "note_rows"
COLUMNS = ("key", "country", "row", "scenarios", "measures", "variables", "targets", "page", "note", "source")
# Of gap.csv a variable is a column of numbers.
NAMES_OF = {**VARIABLE_COLUMN, "emissions": "series"}
GAP = "gap"


@dataclass(frozen=True)
class NoteRow:
    """One row of the note.

    country    whose rows of the tables answer to it, "" for all
    row        what the note says, in short
    scenarios  shipped scenarios that hold it; the last of them holds all its measures
    measures   ids that must deliver      variables  table:variable that must be there and not all zero
    targets    ids of pledges             page       of the docs
    note       what is weak or missing
    """

    key: str
    country: str
    row: str
    scenarios: tuple[str, ...]
    measures: tuple[str, ...]
    variables: tuple[str, ...]
    targets: tuple[str, ...]
    page: str
    note: str
    source: str


def load_note_rows() -> tuple[NoteRow, ...]:
    """All rows in the order of the note; InputError for one that names a scenario, measure or pledge that is not."""
    return note_rows_from(load_table(TABLE, COLUMNS))


def note_rows_from(table: pd.DataFrame) -> tuple[NoteRow, ...]:
    """Rows of a table with COLUMNS, checked as in `load_note_rows`."""
    known_targets = [target.id for target in load_targets("all")]
    shipped = shipped_scenarios()
    rows = []
    for cells in table[list(COLUMNS)].itertuples(index=False):
        cell = dict(zip(COLUMNS, map(str, cells), strict=True))
        lists = {name: _names(cell.pop(name)) for name in ("scenarios", "measures", "variables", "targets")}
        row = NoteRow(**cell, **lists)  # type: ignore[arg-type]
        place = f"{TABLE}.csv, row {row.key}"
        for name in row.scenarios:
            if name not in shipped:
                raise InputError(f"{place}: there is no shipped scenario '{name}', {did_you_mean(name, shipped)}")
        if not row.scenarios:
            raise InputError(f"{place}: no scenario is named, expected one at least.")
        have = [measure.id for measure in load_scenario(row.scenarios[-1]).measures]
        for names, known, what in (
            (row.measures, have, f"measure in {row.scenarios[-1]}"),
            (row.targets, known_targets, "target"),
        ):
            for name in names:
                if name not in known:
                    raise InputError(f"{place}: there is no {what} '{name}', {did_you_mean(name, known)}")
        rows.append(row)
    return tuple(rows)


def unanswered(row: NoteRow, run: Run) -> list[str]:
    """What of a row a run of its last scenario does not tell: measures without delivery, variables absent or zero."""
    policy = run.policy
    problems = [
        f"measure '{name}' delivers nothing"
        for name in row.measures
        if not np.any(np.abs(policy.loc[policy["measure"] == name, "delivered"]) > 0.0)
    ]
    for variable in row.variables:
        table_name, name = variable.split(":")
        table = getattr(run, table_name)
        if row.country:
            table = table[table["country"] == row.country]
        values = table[name] if table_name == GAP else table.loc[table[NAMES_OF[table_name]] == name, "value"]
        numbers = values.to_numpy(dtype=float)
        if not np.any(np.abs(numbers[np.isfinite(numbers)]) > 0.0):
            problems.append(f"{variable} is not in the run, or zero everywhere")
    return problems


def _names(cell: str) -> tuple[str, ...]:
    return () if cell == NONE else tuple(name.strip() for name in cell.split(";"))
