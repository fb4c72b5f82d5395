"""A study of sensitivity, checked before anything runs: its sample, and the runs that it asks of the batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landsim.batch.experiment import (
    AskedRun,
    Experiment,
    check_known,
    folder_name,
    outputs_of,
    scenario_of,
    strata_choice,
)
from landsim.batch.experiment_file import find_experiment
from landsim.errors import InputError
from landsim.scenario import CLIMATES, Scenario
from landsim.sensitivity.factors import (
    DECLARED,
    UNIFORM,
    Factor,
    choose_factors,
    names_of,
    problem_of,
    scaled,
)
from landsim.sensitivity.indices import Design, Output
from landsim.sensitivity.methods import METHODS
from landsim.sensitivity.study_file import RawSampled, RawStudy, read_study

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Study:
    """A checked study.

    unit       the sample on the unit cube, values as parameters, both [samples, factors]
    run_of     run of each sample: samples that are the same share one, [samples]
    """

    experiment: Experiment
    factors: tuple[Factor, ...]
    design: Design
    distribution: str
    unit: Floats
    values: Floats
    run_of: Integers

    def outputs(self) -> list[Output]:
        """Outputs in the order of the values of a run, those that there are."""
        return outputs_told(self.experiment)


def load_study(path_or_name: str | Path) -> Study:
    """Read and check a study of sensitivity (a path, or the name of a shipped one).

    Raises InputError, naming file and key, for whatever could stop it later.
    """
    path, label = find_experiment(path_or_name)
    raw = read_study(path, label, "sensitivity", RawStudy)
    check_known(f"{label}, key 'method'", [raw.method], list(METHODS))
    check_known(f"{label}, key 'climate'", [raw.climate] if raw.climate else [], CLIMATES)
    method = METHODS[raw.method]
    factors = sampled_factors(raw, label)
    if not factors:
        raise InputError(f"{label}: found no parameters, expected the key 'parameters' or a table [groups].")
    problem = problem_of(factors)
    if "groups" in problem and not method.groups:
        group = next(factor.group for factor in factors if factor.group != factor.name)
        raise InputError(
            f"{label}, key 'method': {raw.method} knows no groups, found the group '{group}'; expected sobol or "
            "morris, or parameters one by one."
        )
    if len(names_of(factors)) < 2:
        raise InputError(f"{label}, key 'parameters': found one parameter or group, expected at least two.")
    wrong = method.problem_with(raw.samples, len(factors), raw.second_order)
    if wrong:
        raise InputError(f"{label}, key 'samples': found {raw.samples}, expected {wrong}.")
    design = Design(raw.method, problem, raw.samples, raw.sample_seed, raw.second_order)
    unit = design.draw()
    values = scaled(unit, factors, raw.distribution)
    scenario = scenario_of(raw.scenario, path, label)
    scenario = scenario if raw.climate is None else replace(scenario, climate=raw.climate)
    first, run_of = different(values)
    runs = tuple(AskedRun(with_values(scenario, factors, values[at]), f"sample {at + 1}") for at in first)
    experiment = experiment_of(raw, path, label, scenario, runs)
    return Study(experiment, factors, design, raw.distribution, unit, values, run_of)


def sampled_factors(raw: RawSampled, label: str, given: Mapping[str, str] | None = None) -> tuple[Factor, ...]:
    """The factors of a study, none where it names none. InputError as `factors.choose_factors`."""
    check_known(f"{label}, key 'distribution'", [raw.distribution], (DECLARED, UNIFORM))
    return choose_factors(label, raw.parameters, raw.groups, given)


def different(values: Floats) -> tuple[Integers, Integers]:
    """Rows that differ, by the place where each first stands, and for each row which of them it is."""
    _, first, inverse = np.unique(values, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return first[order].astype(np.int64), rank[inverse.reshape(-1)].astype(np.int64)


def with_values(scenario: Scenario, factors: Sequence[Factor], values: Floats) -> Scenario:
    """A scenario with the parameters of one sample, which win over its own."""
    sampled = {factor.name: float(value) for factor, value in zip(factors, values, strict=True)}
    return replace(scenario, parameters={**scenario.parameters, **sampled})


def experiment_of(
    raw: RawSampled, path: Path, label: str, scenario: Scenario, runs: tuple[AskedRun, ...]
) -> Experiment:
    """The batch that does the runs of a study."""
    name = folder_name(raw.name, path, label)
    landscape = None if raw.landscape is None else path.parent / raw.landscape
    return Experiment(
        name, raw.title or name, label, landscape, outputs_of(raw, label, [scenario]), runs, None, (scenario,),
        strata_choice(raw.strata, label, [scenario]),
    )  # fmt: skip


def outputs_told(experiment: Experiment) -> list[Output]:
    """Outputs of a run that have a value, in the order of its file."""
    outputs = experiment.outputs
    told = outputs.told()
    return [
        Output(variable, country, year)
        for row, (variable, country) in enumerate(outputs.rows())
        for column, year in enumerate(outputs.years)
        if told[row, column]
    ]
