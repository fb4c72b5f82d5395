"""What a run is asked to do: a scenario of measures, resolved from its files and checked.

``load_scenario`` is the way in. A scenario holds national quantities and dates; which hectares they fall on
is decided in ``landsim.policy``.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import asdict, dataclass
from importlib import util
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landsim.errors import InputError
from landsim.scenario_file import RawHistory, ScenarioFile, flat_parameters, read_with_includes
from landsim.suggestions import did_you_mean

CLIMATES = ("ssp1-2.6", "ssp2-4.5", "ssp3-7.0", "ssp5-8.5", "constant")
CONTINUATIONS = ("baseline", "frozen")
RAMPS = ("linear", "logistic", "step")
VEGETATIONS = ("auto", "tree", "shrub", "saxaul")
# Wetlands and settlements are not given away: wetlands are constant in history and settlements only grow.
DONOR_LANDS = ("cropland", "grassland", "other_land")
HISTORY_GAINS = ("forest_gain", "cropland_gain", "settlement_gain")

FIRST_YEAR, LAST_YEAR = 1990, 2060  # the driver tables (climate, reference economy) reach from one to the other
LAST_RECORDED_YEAR = 2020  # statistics of land, herds and harvest end here, and the landscape is of this year

LOGISTIC_STEEPNESS = 8.0  # per length of the ramp: 12 % of the way takes place in the first quarter of the time


@dataclass(frozen=True)
class HistoryRules:
    """How recorded national change is laid on the land.

    ``donors`` lists, for forest_gain, cropland_gain and settlement_gain, the land that gives area, first choice
    first. ``maximum_yearly_change`` is the largest share of a unit's area that may change in one year.
    """

    first_year: int
    last_year: int
    donors: dict[str, tuple[str, ...]]
    maximum_yearly_change: float = 0.05


@dataclass(frozen=True)
class Measure:
    """One national or provincial quantity with its dates.

    ``amount`` is in ``unit`` and in force in full from ``last_year``; ``provinces`` are canonical names, empty
    for the whole country; ``donors`` is None for the kind's own order; ``after`` lists ids of measures that
    take their land first; ``additional`` adds to the continuation instead of replacing it.
    """

    id: str
    kind: str
    country: str
    provinces: tuple[str, ...]
    amount: float
    unit: str
    first_year: int
    last_year: int
    ramp: str
    vegetation: str
    donors: tuple[str, ...] | None
    additional: bool
    after: tuple[str, ...]
    source: str
    file: str


@dataclass(frozen=True)
class Scenario:
    """A resolved scenario. ``files`` are the names of the files it came from, in the order they apply."""

    name: str
    title: str
    description: str
    first_year: int
    last_year: int
    climate: str
    seed: int
    continuation: str
    history: HistoryRules
    measures: tuple[Measure, ...]
    parameters: dict[str, float]
    files: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The resolved scenario in plain JSON types."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), allow_nan=False))
        return plain

    def content_hash(self) -> str:
        """SHA-256 of what is simulated: the same for a copy of the same content in differently named files."""
        content = self.to_dict()
        del content["files"]
        for measure in content["measures"]:
            del measure["file"]
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


def load_scenario(path_or_name: str | Path) -> Scenario:
    """Read a scenario file (a path) or a shipped scenario (its name), with its includes, and check all of it."""
    # Imported here because reading measures needs the Measure of this module.
    from landsim.scenario_measures import read_measures

    files = read_with_includes(path_or_name)
    top = files[-1]
    name = _run_name(top)
    first_year, last_year = _years(files)
    history = _history_rules(files, first_year, last_year)
    seed, seed_place = _setting(files, "seed")
    if seed < 0:
        raise InputError(f"{seed_place}: found {seed}, expected 0 or a positive whole number.")
    return Scenario(
        name=name,
        title=top.content.title or name,
        description=(top.content.description or "").strip(),
        first_year=first_year,
        last_year=last_year,
        climate=_choice(files, "climate", CLIMATES),
        seed=seed,
        continuation=_choice(files, "continuation", CONTINUATIONS, "baseline"),
        history=history,
        measures=read_measures(files, history.last_year + 1, last_year),
        parameters=_parameters(files),
        files=tuple(file.name for file in files),
    )


def cumulative_share(
    ramp: str, first_year: int, last_year: int, years: NDArray[np.integer[Any]]
) -> NDArray[np.float64]:
    """Share (0-1) of a measure's amount that is in force at the end of each year; monotone.

    linear: equal steps in each year from first_year to last_year. step: all in first_year.
    logistic: s(t) = (L(t) - L(0)) / (L(1) - L(0)), L(t) = 1 / (1 + exp(-8 (t - 1/2))), where t is the share
    of the ramp's years that have passed; normalised, so that it is exactly 0 before and exactly 1 after.
    """
    if ramp == "step":
        return np.where(years >= first_year, 1.0, 0.0)
    passed = np.clip((years - first_year + 1) / (last_year - first_year + 1), 0.0, 1.0)
    if ramp == "linear":
        return passed
    if ramp == "logistic":
        height = np.tanh(LOGISTIC_STEEPNESS / 4)
        rise = 0.5 * (1.0 + np.tanh(LOGISTIC_STEEPNESS / 2 * (passed - 0.5)) / height)
        return np.where(passed <= 0.0, 0.0, np.where(passed >= 1.0, 1.0, rise))
    raise ValueError(f"unknown ramp '{ramp}', {did_you_mean(ramp, RAMPS)}")


def _run_name(top: ScenarioFile) -> str:
    """The scenario's name; it names the default output folder, so it must not be able to leave that folder."""
    name = top.content.name or top.path.stem
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name):
        raise InputError(
            f"{top.label}, key 'name': found '{name}', expected letters, digits, '-', '_' and '.', "
            "beginning with a letter or digit."
        )
    return name


def _setting(files: list[ScenarioFile], key: str) -> tuple[Any, str]:
    """The value of a top-level key from the last file that sets it, and the place to name in a message."""
    for file in reversed(files):
        value = getattr(file.content, key)
        if value is not None:
            return value, f"{file.label}, key '{key}'"
    raise InputError(
        f"{files[-1].label}: the key '{key}' is missing here and in the included files; "
        'add include = ["history"] or set it.'
    )


def _choice(files: list[ScenarioFile], key: str, known: tuple[str, ...], default: str | None = None) -> str:
    if default is not None and all(getattr(file.content, key) is None for file in files):
        return default
    value, place = _setting(files, key)
    if value not in known:
        raise InputError(f"{place}: found '{value}', expected one of {', '.join(known)}.")
    return str(value)


def _years(files: list[ScenarioFile]) -> tuple[int, int]:
    (first_year, last_year), place = _setting(files, "years")
    if not FIRST_YEAR <= first_year <= last_year <= LAST_YEAR:
        raise InputError(
            f"{place}: found {first_year} to {last_year}, "
            f"expected a first and a later last year within {FIRST_YEAR} to {LAST_YEAR}."
        )
    return first_year, last_year


def _history_rules(files: list[ScenarioFile], first_year: int, last_year: int) -> HistoryRules:
    _setting(files, "history")
    tables = [(file, file.content.history) for file in files if file.content.history is not None]
    years, place = _history_setting(tables, "years")
    if years[0] != first_year or not years[0] <= years[1] <= min(LAST_RECORDED_YEAR, last_year):
        raise InputError(
            f"{place}: found {years[0]} to {years[1]}, expected to start with the scenario in {first_year} "
            f"and to end by {min(LAST_RECORDED_YEAR, last_year)}."
        )
    limit, place = _history_setting(tables, "maximum_yearly_change")
    if not 0.0 < limit <= 1.0:
        raise InputError(f"{place}: found {limit}, expected a number above 0 and up to 1.")
    donors: dict[str, tuple[str, ...]] = {}
    for gain in HISTORY_GAINS:
        for file, table in tables:
            given = getattr(table.donors, gain) if table.donors is not None else None
            if given is not None:
                donors[gain] = donor_lands(given, f"{file.label}, [history.donors], key '{gain}'")
        if gain not in donors:
            raise InputError(f"{files[-1].label}, [history.donors]: the key '{gain}' is missing.")
    return HistoryRules(years[0], years[1], donors, limit)


def _history_setting(tables: list[tuple[ScenarioFile, RawHistory]], key: str) -> tuple[Any, str]:
    for file, table in reversed(tables):
        value = getattr(table, key)
        if value is not None:
            return value, f"{file.label}, [history], key '{key}'"
    raise InputError(f"{tables[-1][0].label}, [history]: the key '{key}' is missing.")


def donor_lands(lands: list[str], place: str) -> tuple[str, ...]:
    """Donor land categories, checked: known, at least one, each once."""
    for land in lands:
        if land not in DONOR_LANDS:
            raise InputError(f"{place}: found '{land}', expected land among {', '.join(DONOR_LANDS)}.")
    if not lands or len(set(lands)) < len(lands):
        raise InputError(f"{place}: found {lands}, expected at least one land category, each once.")
    return tuple(lands)


def _parameters(files: list[ScenarioFile]) -> dict[str, float]:
    """Parameter overrides of all files, the later file winning; checked against the declared parameters."""
    overrides: dict[str, float] = {}
    for file in files:
        given = flat_parameters(file.label, file.content.parameters)
        for name, value in given.items():
            if not math.isfinite(value):
                raise InputError(
                    f"{file.label}, [parameters], key '{name}': found {value}, expected a finite number."
                )
        # Declarations are read only where something is overridden: they bring numba with them.
        if given and util.find_spec("landsim.core.parameters") is not None:
            from landsim.core import parameters

            try:
                parameters.resolve(given)
            except (KeyError, ValueError) as error:
                raise InputError(f"{file.label}, [parameters]: {error.args[0]}") from error
        overrides.update(given)
    return overrides
