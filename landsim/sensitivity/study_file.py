"""A file of a study as written: what is sampled, how, and what is kept of each run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, ValidationError

from landsim.batch.experiment_file import RawAsked
from landsim.errors import InputError
from landsim.suggestions import did_you_mean
from landsim.toml_files import read_toml


class RawSampled(RawAsked):
    """What studies of sensitivity and of uncertainty have in common."""

    scenario: str = Field(description="a scenario name or file in quotes")
    samples: int = Field(description="a whole number, N")
    sample_seed: int = Field(1, ge=0, description="0 or a positive whole number")
    distribution: str = Field("declared", description="the word declared or uniform in quotes")
    parameters: list[str] = Field([], description="a list of parameters in quotes")
    groups: dict[str, list[str]] = Field({}, description="a table [groups] of lists of parameters")


class RawStudy(RawSampled):
    climate: str | None = Field(None, description="a climate in quotes")
    method: str = Field(description="a method in quotes")
    second_order: bool = Field(True, description="true or false")


class RawEnsemble(RawSampled):
    climates: list[str] | None = Field(None, min_length=1, description="a list of climates, at least one")
    posterior: str | None = Field(None, description="the name of a shipped posterior or a CSV file in quotes")
    design: str = Field("latin-hypercube", description='"latin-hypercube" or "sobol-sequence"')


Raw = TypeVar("Raw", bound=RawSampled)


def read_study(path: Path, label: str, kind: str, form: type[Raw]) -> Raw:
    """A study of a kind. InputError, naming the key, for another kind, unknown and missing keys, and wrong types."""
    table = read_toml(path, label, "an experiment")
    found = table.get("kind")
    if found != kind:
        command = {"batch": "landsim batch", "sensitivity": "landsim sensitivity", "uncertainty": "landsim uncertainty"}
        hint = f"; that kind runs with `{command[found]}`" if found in command else ""
        raise InputError(f"{label}, key 'kind': found {found!r}, expected '{kind}'{hint}.")
    try:
        return form.model_validate(table)
    except ValidationError as error:
        raise InputError(_sentence(label, table, error, form)) from error


def _sentence(label: str, table: Mapping[str, Any], error: ValidationError, form: type[RawSampled]) -> str:
    problem = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
    key = str(problem["loc"][0])
    if problem["type"] == "extra_forbidden":
        return f"{label}: unknown key '{key}', {did_you_mean(key, form.model_fields)}"
    expected = form.model_fields[key].description
    if problem["type"] == "missing":
        return f"{label}: the key '{key}' is missing, expected {expected}."
    return f"{label}, key '{key}': found {table[key]!r}, expected {expected}."
