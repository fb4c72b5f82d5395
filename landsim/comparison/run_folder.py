"""The folder of a finished run, read and checked for a comparison with others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from landsim.errors import InputError

TABLES = ("inventory.csv", "stocks.csv", "gap.csv")
YEARLY = ("inventory.csv", "stocks.csv")
NEEDED = {
    "inventory.csv": ("country", "year", "variable", "value", "unit"),
    "stocks.csv": ("country", "year", "variable", "value", "unit"),
    "gap.csv": (
        "country", "year", "target", "target_id", "kind", "headline", "view", "own_view", "basis", "gwp",
        "projected", "target_level", "gap", "low", "high", "unit",
    ),
}  # fmt: skip
EXPECTED = "expected the folder of a finished run (landsim run SCENARIO)"


@dataclass(frozen=True)
class RunFolder:
    """A finished run on disk: its folder, run.json, and the tables that comparisons read.

    label  what the run is called beside the others: the name of its scenario, or of its folder where two share one
    """

    folder: Path
    settings: dict[str, Any]
    inventory: pd.DataFrame
    stocks: pd.DataFrame
    gap: pd.DataFrame
    label: str

    @property
    def scenario(self) -> str:
        return str(self.settings["scenario"]["name"])

    @property
    def gwp(self) -> str:
        return str(self.settings["scenario"]["gwp"])

    @property
    def years(self) -> tuple[int, int]:
        first, last = self.settings["years"]
        return int(first), int(last)

    @property
    def first_policy_year(self) -> int:
        return int(self.settings["scenario"]["history"]["last_year"]) + 1


def read_run_folder(folder: Path) -> RunFolder:
    """Read a run folder. Raises InputError for one that is no run, or not all of one."""
    settings = read_settings(folder)
    tables = {name: _table(folder, name) for name in TABLES}
    try:
        first, last = (int(year) for year in settings["years"])
        run = RunFolder(
            folder,
            settings,
            tables["inventory.csv"],
            tables["stocks.csv"],
            tables["gap.csv"],
            str(settings["scenario"]["name"]),
        )
        _ = (run.gwp, run.first_policy_year, settings["scenario_hash"], settings["landscape"]["content"])
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{folder / 'run.json'}: {error} is missing or wrong, {EXPECTED}.") from error
    for name in YEARLY:
        _check_complete(folder / name, tables[name], last - first + 1 if name == "inventory.csv" else None)
    return run


def _check_complete(path: Path, table: pd.DataFrame, years: int | None) -> None:
    """Every country has as many years of a variable as the others, and `years` where that is given."""
    counts = table.groupby(["variable", "country"], sort=False).size()
    if counts.empty:
        raise InputError(f"{path} is half written: found no rows, {EXPECTED}.")
    expected = counts.groupby(level="variable").transform("max") if years is None else pd.Series(years, counts.index)
    short = counts[counts != expected]
    if not short.empty:
        variable, country = short.index[0]
        raise InputError(
            f"{path} is half written: found {short.iloc[0]} years of {variable} of {country}, expected "
            f"{expected.loc[short.index[0]]}."
        )


def read_settings(folder: Path) -> dict[str, Any]:
    """What run.json of a folder says. Raises InputError for a folder without one, or with part of one."""
    if not folder.is_dir():
        found = "a file" if folder.exists() else "nothing"
        raise InputError(f"'{folder}': found {found}, {EXPECTED}.")
    path = folder / "run.json"
    if not path.is_file():
        parts = [name for name in TABLES if (folder / name).is_file()]
        what = f"is half written: it has {', '.join(parts)} and no run.json" if parts else "has no run.json"
        raise InputError(f"'{folder}' {what}, {EXPECTED}.")
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{path} is half written or no JSON ({error}), {EXPECTED}.") from error
    if not isinstance(settings, dict):
        raise InputError(f"{path}: found no table of settings, {EXPECTED}.")
    return settings


def _table(folder: Path, name: str) -> pd.DataFrame:
    path = folder / name
    if not path.is_file():
        raise InputError(f"'{folder}' is half written: {name} is missing, {EXPECTED}.")
    with path.open("rb") as file:
        file.seek(0, 2)
        if file.tell() == 0 or (file.seek(-1, 2) is not None and file.read(1) != b"\n"):
            raise InputError(f"{path} is half written: it ends within a line, {EXPECTED}.")
    try:
        table = pd.read_csv(
            path, keep_default_na=False, na_values={"value": [""], **{column: [""] for column in _numbers(name)}}
        )
    except ValueError as error:
        raise InputError(f"{path} is half written or no table ({error}), {EXPECTED}.") from error
    missing = [column for column in NEEDED[name] if column not in table.columns]
    if missing:
        raise InputError(f"{path}: the column '{missing[0]}' is missing, {EXPECTED}.")
    for column in ("year", *_numbers(name)):
        wrong = table[column][pd.to_numeric(table[column], errors="coerce").isna() & table[column].notna()]
        if not wrong.empty:
            raise InputError(f"{path}, column '{column}': found {wrong.iloc[0]!r}, expected a number.")
    return table


def _numbers(name: str) -> tuple[str, ...]:
    return ("value",) if name in YEARLY else ("projected", "target_level", "gap", "low", "high")


def comparable(runs: Sequence[RunFolder]) -> list[RunFolder]:
    """The runs, each with a label of its own. Raises InputError for runs that cannot stand side by side."""
    first = runs[0]
    for place, run in enumerate(runs):
        for earlier in runs[:place]:
            if run.folder.resolve() == earlier.folder.resolve():
                raise InputError(f"'{run.folder}' is named twice, expected runs that differ.")
            if _identity(run) == _identity(earlier):
                raise InputError(
                    f"'{run.folder}' and '{earlier.folder}' hold the same run of scenario '{run.scenario}', expected "
                    "runs that differ."
                )
        for what, of in (
            ("years", lambda one: "{} to {}".format(*one.years)),
            ("landscape", lambda one: f"{one.settings['landscape'].get('label', 'a landscape')} "
             f"(content {str(one.settings['landscape']['content'])[:12]})"),
            ("GWP set", lambda one: one.gwp),
        ):  # fmt: skip
            if of(run) != of(first):
                raise InputError(
                    f"'{first.folder}' and '{run.folder}' differ in their {what}: found {of(first)} and {of(run)}, "
                    "expected the same."
                )
    return labelled(runs)


def _identity(run: RunFolder) -> tuple[str, str, str]:
    """What a run's results follow from. Old folders tell of the core only."""
    code = json.dumps(run.settings.get("code"), sort_keys=True)
    return str(run.settings["scenario_hash"]), str(run.settings["landscape"]["content"]), code


def labelled(runs: Sequence[RunFolder]) -> list[RunFolder]:
    """Runs of the same scenario name are called by their folders."""
    names = [run.scenario for run in runs]
    labels = [run.scenario if names.count(run.scenario) == 1 else run.folder.resolve().name for run in runs]
    labels = [label if labels.count(label) == 1 else f"{label}-{place}" for place, label in enumerate(labels, start=1)]
    return [
        RunFolder(run.folder, run.settings, run.inventory, run.stocks, run.gap, label)
        for run, label in zip(runs, labels, strict=True)
    ]


def other_code(runs: Sequence[RunFolder]) -> str | None:
    """A sentence where runs come from different versions of landsim, which may be why they differ."""
    first = runs[0]
    for run in runs[1:]:
        if run.settings.get("code") != first.settings.get("code"):
            return (
                f"'{first.folder}' and '{run.folder}' were made by different versions of landsim: part of the "
                "difference may be due to that."
            )
    return None
