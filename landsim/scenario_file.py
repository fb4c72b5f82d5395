"""One scenario file as written: found by name or path, parsed, and checked for keys and types.

What the values mean, and whether they fit together, is checked in ``landsim.scenario``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from landsim.errors import InputError
from landsim.toml_files import key_sentence, most_telling, read_toml

# Each description is the second half of an error sentence: "found ..., expected <description>".


class RawTable(BaseModel):
    """A table of a scenario file: no unknown key, no silent conversion of types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class RawDonors(RawTable):
    forest_gain: list[str] | None = Field(None, description="a list of land categories")
    cropland_gain: list[str] | None = Field(None, description="a list of land categories")
    settlement_gain: list[str] | None = Field(None, description="a list of land categories")


class RawHistory(RawTable):
    years: list[int] | None = Field(
        None, min_length=2, max_length=2, description="two years, for example [1990, 2020]"
    )
    maximum_yearly_change: float | None = Field(None, description="a number above 0 and up to 1")
    donors: RawDonors | None = Field(None, description="a table [history.donors]")


class RawMeasure(RawTable):
    kind: str = Field(description="the name of a kind of measure in quotes")
    country: str = Field(description="an ISO 3166 alpha-3 code in quotes")
    amount: float = Field(description="a number")
    unit: str = Field(description="the unit of the amount in quotes")
    first_year: int = Field(description="a year as a whole number")
    last_year: int = Field(description="a year as a whole number")
    source: str = Field(description="where the number comes from, or the word assumption, in quotes")
    id: str | None = Field(None, description="a name in quotes")
    province: str | list[str] | None = Field(None, description="a province name in quotes, or a list of them")
    ramp: str = Field("linear", description="the name of a ramp in quotes")
    vegetation: str | None = Field(None, description="the kind of vegetation in quotes")
    species: str | None = Field(None, description="the name of a forest type in quotes")
    donors: list[str] | None = Field(None, description="a list of land categories")
    causes: list[str] | None = Field(None, description="a list of causes of forest loss")
    tillage: str | None = Field(None, description="the word none or reduced in quotes")
    tree_cover: float | None = Field(None, description="a number")
    harvest_avoided: float | None = Field(None, description="a number")
    level: float | None = Field(None, description="a number")
    extra_years: float | None = Field(None, description="a number")
    until: int | None = Field(None, description="a year as a whole number")
    budget: float | None = Field(None, description="million USD as a number")
    additional: bool = Field(False, description="true or false")
    after: list[str] = Field([], description="a list of measure ids")


class RawScenario(RawTable):
    name: str | None = Field(None, description="a name in quotes")
    title: str | None = Field(None, description="a line of text in quotes")
    description: str | None = Field(None, description="text in quotes")
    years: list[int] | None = Field(
        None, min_length=2, max_length=2, description="two years, for example [1990, 2060]"
    )
    climate: str | None = Field(None, description="the name of a climate in quotes")
    seed: int | None = Field(None, description="a whole number")
    continuation: str | None = Field(None, description="the name of a continuation in quotes")
    variability: str | None = Field(None, description="the name of a kind of variability in quotes")
    gwp: str | None = Field(None, description="the name of a set of warming potentials in quotes")
    herds: str | None = Field(None, description="the word held or free in quotes")
    soil_model: str | None = Field(None, description="the word tier2 or rothc in quotes")
    targets: str | None = Field(None, description="the name of a vintage of pledges in quotes")
    include: list[str] = Field([], description="a list of scenario names or files")
    history: RawHistory | None = Field(None, description="a table [history]")
    measure: list[RawMeasure] = Field([], description="tables written [[measure]], with two brackets")
    parameters: dict[str, Any] = Field({}, description="a table [parameters]")


TABLES: dict[str, type[RawTable]] = {
    "": RawScenario,
    "history": RawHistory,
    "history.donors": RawDonors,
    "measure": RawMeasure,
}


@dataclass(frozen=True)
class ScenarioFile:
    """One parsed file. ``label`` names it in messages, ``name`` in results (never a path of this machine)."""

    path: Path
    label: str
    name: str
    content: RawScenario


def shipped_scenarios() -> dict[str, Path]:
    """Scenarios that come with landsim, by name: inside the package in a wheel, beside it in a clone."""
    package = Path(__file__).resolve().parent
    folder = package / "scenarios"
    if not folder.is_dir():
        folder = package.parent / "scenarios"
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def read_with_includes(path_or_name: str | Path) -> list[ScenarioFile]:
    """The files of a scenario in the order in which they apply: included ones first, each once."""
    files: dict[Path, ScenarioFile] = {}
    _collect(str(path_or_name), None, [], files)
    return list(files.values())


def _collect(
    wanted: str, parent: ScenarioFile | None, chain: list[ScenarioFile], files: dict[Path, ScenarioFile]
) -> None:
    path, label, name = _locate(wanted, parent)
    if any(path == earlier.path for earlier in chain):
        loop = " -> ".join([*(earlier.label for earlier in chain), label])
        raise InputError(f"{chain[-1].label}, key 'include': the files include each other in a loop: {loop}.")
    if path in files:
        return
    file = ScenarioFile(path=path, label=label, name=name, content=_read(path, label))
    for included in file.content.include:
        _collect(included, file, [*chain, file], files)
    files[path] = file


def _locate(wanted: str, parent: ScenarioFile | None) -> tuple[Path, str, str]:
    """Absolute path, label for messages and name for results of a shipped name or a path."""
    shipped = shipped_scenarios()
    if wanted in shipped:
        return shipped[wanted].resolve(), f"{wanted}.toml", wanted
    path = Path(wanted) if parent is None else parent.path.parent / wanted
    if path.is_file():
        label = wanted if parent is None else str(Path(parent.label).parent / wanted)
        return path.resolve(), label, path.name
    place = "" if parent is None else f"{parent.label}, key 'include': "
    if path.is_dir():
        raise InputError(f"{place}'{wanted}' is a folder, expected a scenario file or a shipped name.")
    raise InputError(
        f"{place}there is no scenario file '{wanted}', and the shipped scenarios are {', '.join(shipped)}."
    )


def _read(path: Path, label: str) -> RawScenario:
    table = read_toml(path, label, "a scenario")
    try:
        return RawScenario.model_validate(table)
    except ValidationError as error:
        raise InputError(_sentence(label, table, error)) from error


def _sentence(label: str, table: Mapping[str, Any], error: ValidationError) -> str:
    """The most telling problem as one sentence."""
    problem = most_telling(error)
    # The location may go deeper than the key (an element of a list, a branch of a union): cut it at the key.
    location = problem["loc"]
    depth = 1
    place, table_name = label, ""
    if location[0] == "measure" and len(location) > 2:
        measures = table["measure"]
        place, table_name, depth = f"{label}, {measure_place(measures, int(location[1]))}", "measure", 3
    elif location[:2] == ("history", "donors") and len(location) > 2:
        place, table_name, depth = f"{label}, [history.donors]", "history.donors", 3
    elif location[0] == "history" and len(location) > 1:
        place, table_name, depth = f"{label}, [history]", "history", 2
    return key_sentence(place, problem, location[:depth], table, TABLES[table_name].model_fields)


def measure_place(measures: list[Any], index: int) -> str:
    """How a message names a measure: by its position in the file, and its id where it has one."""
    measure = measures[index]
    identity = measure.get("id") if isinstance(measure, Mapping) else measure.id
    return f"measure {index + 1}" + (f" ('{identity}')" if isinstance(identity, str) else "")


def flat_parameters(label: str, table: Mapping[str, Any], prefix: str = "") -> dict[str, float]:
    """Parameter overrides by dotted name, written with quotes (one key) or without (nested tables)."""
    flat: dict[str, float] = {}
    for key, value in table.items():
        name = prefix + key
        entries = flat_parameters(label, value, name + ".") if isinstance(value, Mapping) else {name: value}
        for entry, number in entries.items():
            if entry in flat:
                raise InputError(f"{label}, [parameters]: the parameter '{entry}' is given twice.")
            if isinstance(number, bool) or not isinstance(number, int | float):
                raise InputError(
                    f"{label}, [parameters], key '{entry}': found {number!r}, expected a number."
                )
            flat[entry] = float(number)
    return flat
