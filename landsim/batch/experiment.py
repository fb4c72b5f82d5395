"""An experiment, checked before anything runs: which runs it asks for, and what of each is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from landsim.batch.experiment_file import RawAsked, RawExperiment, find_experiment, read_experiment, set_place
from landsim.batch.outputs import GAP, NOT_OF_THE_REGION, Outputs, known_variables, levels_of
from landsim.batch.strata_choice import StrataChoice
from landsim.core import parameters
from landsim.degradation_tables import degradation_years
from landsim.errors import InputError
from landsim.names import COUNTRIES, REGION
from landsim.scenario import CLIMATES, VARIABILITIES, Scenario, load_scenario
from landsim.scenario_file import flat_parameters, shipped_scenarios
from landsim.strata import DEFAULT_COUNT
from landsim.suggestions import did_you_mean

KINDS = ("batch",)
OTHER_KINDS = ("sensitivity", "uncertainty")
AS_DECLARED = "as declared"


@dataclass(frozen=True)
class AskedRun:
    """One run of an experiment: a scenario with its climate, seed and parameters, and the name of its parameter set."""

    scenario: Scenario
    parameter_set: str


@dataclass(frozen=True)
class Experiment:
    """A checked experiment.

    label      names its file in messages                landscape  a file, or None for the embedded grid
    runs       in the order of their tables              figure     (variable, country) to draw, or None
    scenarios  as in their files                         strata     on which all runs are done, or None
    """

    name: str
    title: str
    label: str
    landscape: Path | None
    outputs: Outputs
    runs: tuple[AskedRun, ...]
    figure: tuple[str, str] | None
    scenarios: tuple[Scenario, ...] = ()
    strata: StrataChoice | None = None


def load_experiment(path_or_name: str | Path) -> Experiment:
    """Read and check an experiment file (a path) or a shipped experiment (its name) with all scenarios it names.

    Raises InputError, naming file and key, for whatever could stop a run later: unknown scenarios, climates,
    variables, countries, years and parameters, seeds that change nothing, and two runs that are the same.
    """
    path, label = find_experiment(path_or_name)
    raw = read_experiment(path, label, OTHER_KINDS)
    if raw.kind not in KINDS:
        raise InputError(f"{label}, key 'kind': found '{raw.kind}', expected one of {', '.join(KINDS)}.")
    name = folder_name(raw.name, path, label)
    scenarios = [scenario_of(wanted, path, label) for wanted in raw.scenarios]
    runs = tuple(_runs(raw, label, scenarios))
    outputs = outputs_of(raw, label, scenarios)
    figure = None
    if raw.figure is not None:
        check_known(f"{label}, [figure], key 'variable'", [raw.figure.variable], outputs.variables)
        check_known(f"{label}, [figure], key 'country'", [raw.figure.country], outputs.countries)
        figure = (raw.figure.variable, raw.figure.country)
        if figure not in [(v, c) for v, c in outputs.rows()]:
            raise InputError(f"{label}, [figure]: {why_not_of_region(figure[0])}.")
    landscape = None if raw.landscape is None else path.parent / raw.landscape
    strata = strata_choice(raw.strata, label, [run.scenario for run in runs])
    return Experiment(
        name, raw.title or name, label, landscape, outputs, runs, figure, tuple(scenarios), strata
    )


def strata_choice(asked: bool | int | None, label: str, scenarios: Sequence[Scenario]) -> StrataChoice | None:
    """The strata of an experiment: None where it does not ask for any."""
    if asked is None or asked is False:
        return None
    if asked is not True and asked < 1:
        raise InputError(f"{label}, key 'strata': found {asked}, expected true or a number of strata above 0.")
    # Strata depend on measures and thresholds, which climates and seeds do not touch.
    distinct: dict[str, Scenario] = {}
    for one in scenarios:
        plain = replace(one, seed=0, climate=CLIMATES[0], variability=VARIABILITIES[0])
        distinct.setdefault(plain.content_hash(), plain)
    return StrataChoice(DEFAULT_COUNT if asked is True else int(asked), tuple(distinct.values()))


def folder_name(given: str | None, path: Path, label: str) -> str:
    """The name of an experiment, which names its output folder and so must not lead out of it."""
    name = given or path.stem
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name):
        raise InputError(
            f"{label}, key 'name': found '{name}', expected letters, digits, '-', '_' and '.', "
            "beginning with a letter or digit."
        )
    return name


def scenario_of(wanted: str, experiment: Path, label: str) -> Scenario:
    """A shipped scenario, or a file whose path is told from the folder of the experiment."""
    if wanted in shipped_scenarios():
        return load_scenario(wanted)
    path = experiment.parent / wanted
    if not path.is_file():
        raise InputError(
            f"{label}, key 'scenarios': there is no scenario file '{wanted}' beside the experiment, "
            f"and the shipped scenarios are {', '.join(shipped_scenarios())}."
        )
    return load_scenario(path)


def _runs(raw: RawExperiment, label: str, scenarios: Sequence[Scenario]) -> list[AskedRun]:
    """Scenarios x climates x seeds x parameter sets, the last one varying fastest."""
    check_known(f"{label}, key 'climates'", raw.climates or (), CLIMATES)
    if raw.variability is not None:
        check_known(f"{label}, key 'variability'", [raw.variability], VARIABILITIES)
    negative = [seed for seed in raw.seeds or () if seed < 0]
    if negative:
        raise InputError(f"{label}, key 'seeds': found {negative[0]}, expected 0 or positive whole numbers.")
    sets = _parameter_sets(raw, label)
    runs: list[AskedRun] = []
    for scenario in scenarios:
        variability = raw.variability or scenario.variability
        if variability == "expected" and raw.seeds is not None and len(raw.seeds) > 1:
            raise InputError(
                f"{label}, key 'seeds': found {len(raw.seeds)} seeds, but in '{scenario.name}' every year is the mean "
                'one, so that a seed changes nothing; set variability = "seeded" or give one seed.'
            )
        for climate in raw.climates or [scenario.climate]:
            for seed in raw.seeds or [scenario.seed]:
                for name, overrides in sets:
                    one = replace(
                        scenario, climate=climate, seed=seed, variability=variability,
                        parameters={**scenario.parameters, **overrides},
                    )  # fmt: skip
                    runs.append(AskedRun(one, name))
    seen: dict[str, int] = {}
    for at, run in enumerate(runs):
        earlier = seen.setdefault(run.scenario.content_hash(), at)
        if earlier != at:
            raise InputError(
                f"{label}: runs {earlier + 1} and {at + 1} are the same ({run.scenario.name}, {run.scenario.climate}, "
                f"seed {run.scenario.seed}, parameter set '{run.parameter_set}'), expected each run once."
            )
    return runs


def _parameter_sets(raw: RawExperiment, label: str) -> list[tuple[str, dict[str, float]]]:
    sets: dict[str, dict[str, float]] = {}
    for index, one in enumerate(raw.parameter_set):
        place = f"{label}, {set_place(list(raw.parameter_set), index)}"
        if one.name in sets:
            raise InputError(f"{place}: the name stands twice, expected a name for each set.")
        overrides = flat_parameters(place, one.parameters)
        try:
            parameters.resolve(overrides)
        except (KeyError, ValueError) as error:
            sentence = str(error.args[0])
            raise InputError(f"{place}: {sentence}{'' if sentence.endswith(('?', '.')) else '.'}") from error
        sets[one.name] = overrides
    return list(sets.items()) or [(AS_DECLARED, {})]


def outputs_of(raw: RawAsked, label: str, scenarios: Sequence[Scenario]) -> Outputs:
    """What is kept of each run of an experiment. InputError for what its scenarios do not have."""
    check_known(f"{label}, key 'variables'", raw.variables, list(known_variables()))
    check_known(f"{label}, key 'countries'", raw.countries or (), (*COUNTRIES, REGION))
    first = max(scenario.first_year for scenario in scenarios)
    last = min(scenario.last_year for scenario in scenarios)
    outside = [year for year in raw.years or () if not first <= year <= last]
    if outside:
        raise InputError(
            f"{label}, key 'years': found {outside[0]}, expected years that all scenarios have, {first} to {last}."
        )
    for key in ("variables", "countries", "years", "climates", "seeds", "scenarios"):
        given = getattr(raw, key, None) or ()
        twice = [value for at, value in enumerate(given) if value in given[:at]]
        if twice:
            raise InputError(f"{label}, key '{key}': {twice[0]!r} stands twice, expected each once.")
    countries = tuple(raw.countries or (*COUNTRIES, REGION))
    local = [variable for variable in raw.variables if variable in NOT_OF_THE_REGION]
    if local and countries == (REGION,):
        raise InputError(f"{label}, key 'countries': {why_not_of_region(local[0])}.")
    years = tuple(sorted(raw.years)) if raw.years else tuple(range(first, last + 1))
    for variable in raw.variables:
        told = degradation_years().get(variable, years)
        if not set(told) & set(years):
            raise InputError(
                f"{label}, key 'years': found none that {variable} is told for, expected one of "
                f"{', '.join(map(str, told))} among them."
            )
    found = Outputs(tuple(raw.variables), countries, years, levels_of(scenarios) if GAP in raw.variables else ())
    if GAP in raw.variables and not any(c in countries and year in years for c, year in found.levels):
        known = ", ".join(f"{country} {year}" for country, year in found.levels)
        raise InputError(
            f"{label}, key 'variables': there is no level for the gap in the countries and years asked for, expected "
            f"one of {known}."
        )
    return found


def why_not_of_region(variable: str) -> str:
    """Why a variable has no value for the region."""
    return f"{variable} is {'told by country' if variable == GAP else 'a mean'} and has no value for {REGION}"


def check_known(place: str, found: Sequence[str], known: Sequence[str]) -> None:
    for name in found:
        if name not in known:
            raise InputError(f"{place}: found '{name}', {did_you_mean(name, known)}")
