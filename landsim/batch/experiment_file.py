"""An experiment file as written: found by name or path, parsed, and checked for keys and types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from landsim.errors import InputError
from landsim.scenario_file import RawTable
from landsim.toml_files import key_sentence, most_telling, read_toml

# Each description is the second half of an error sentence: "found ..., expected <description>".


class RawParameterSet(RawTable):
    name: str = Field(description="a name in quotes")
    parameters: dict[str, Any] = Field({}, description="a table [parameter_set.parameters]")


class RawFigure(RawTable):
    variable: str = Field(description="one of the variables of the experiment in quotes")
    country: str = Field(description="one of the countries of the experiment in quotes")


class RawAsked(RawTable):
    """What every kind of experiment says: what it is called, on what land, and what is kept of its runs."""

    kind: str = Field(description='the kind of experiment in quotes: "batch", "sensitivity" or "uncertainty"')
    name: str | None = Field(None, description="a name in quotes")
    title: str | None = Field(None, description="a line of text in quotes")
    landscape: str | None = Field(None, description="a landscape file in quotes")
    strata: bool | int | None = Field(None, description="true, or a number of strata")
    variables: list[str] = Field(min_length=1, description="a list of variables of a run, at least one")
    countries: list[str] | None = Field(None, min_length=1, description="a list of country codes, at least one")
    years: list[int] | None = Field(None, min_length=1, description="a list of years, at least one")


class RawExperiment(RawAsked):
    scenarios: list[str] = Field(min_length=1, description="a list of scenario names or files, at least one")
    climates: list[str] | None = Field(None, min_length=1, description="a list of climates, at least one")
    seeds: list[int] | None = Field(None, min_length=1, description="a list of whole numbers, at least one")
    variability: str | None = Field(None, description="the word expected or seeded in quotes")
    parameter_set: list[RawParameterSet] = Field([], description="tables written [[parameter_set]], with two brackets")
    figure: RawFigure | None = Field(None, description="a table [figure]")


TABLES: dict[str, type[RawTable]] = {"": RawExperiment, "parameter_set": RawParameterSet, "figure": RawFigure}


def shipped_experiments() -> dict[str, Path]:
    """Experiments that come with landsim, by name: inside the package in a wheel, beside it in a clone."""
    package = Path(__file__).resolve().parents[1]
    folder = package / "experiments"
    if not folder.is_dir():
        folder = package.parent / "experiments"
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def find_experiment(path_or_name: str | Path) -> tuple[Path, str]:
    """Path of an experiment and its label in messages. InputError where there is none."""
    wanted, shipped = str(path_or_name), shipped_experiments()
    if wanted in shipped:
        return shipped[wanted], f"{wanted}.toml"
    path = Path(wanted)
    if path.is_file():
        return path, wanted
    if path.is_dir():
        raise InputError(f"'{wanted}' is a folder, expected an experiment file or a shipped name.")
    raise InputError(
        f"there is no experiment file '{wanted}', and the shipped experiments are {', '.join(shipped) or 'none'}."
    )


def read_experiment(path: Path, label: str, other_kinds: Sequence[str] = ()) -> RawExperiment:
    """The experiment of a file. InputError, naming the place, for unknown keys, missing keys and wrong types.

    other_kinds  kinds of experiment that have a command of their own
    """
    table = read_toml(path, label, "an experiment")
    kind = table.get("kind")
    if kind in other_kinds:
        raise InputError(f"{label}, key 'kind': found '{kind}', which `landsim {kind}` runs, expected batch.")
    try:
        return RawExperiment.model_validate(table)
    except ValidationError as error:
        raise InputError(_sentence(label, table, error)) from error


def _sentence(label: str, table: Mapping[str, Any], error: ValidationError) -> str:
    """The most telling problem as one sentence."""
    problem = most_telling(error)
    location = problem["loc"]
    place, name, depth = label, "", 1
    if location[0] == "parameter_set" and len(location) > 2:
        place, name, depth = f"{label}, {set_place(table['parameter_set'], int(location[1]))}", "parameter_set", 3
    elif location[0] == "figure" and len(location) > 1:
        place, name, depth = f"{label}, [figure]", "figure", 2
    return key_sentence(place, problem, location[:depth], table, TABLES[name].model_fields)


def set_place(sets: list[Any], index: int) -> str:
    """How a message names a parameter set: by its position in the file, and its name where it has one."""
    one = sets[index]
    name = one.get("name") if isinstance(one, Mapping) else one.name
    return f"parameter_set {index + 1}" + (f" ('{name}')" if isinstance(name, str) else "")
