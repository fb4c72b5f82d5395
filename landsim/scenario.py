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
from pathlib import Path
from typing import Any

from landsim.errors import InputError
from landsim.gwp import PATH_GWP, RUN_SETS
from landsim.names import PLEDGE_VINTAGES
from landsim.scenario_file import RawHistory, ScenarioFile, flat_parameters, read_with_includes
from landsim.scenario_measures import Measure, cumulative_share, donor_lands, read_measures

__all__ = ["HistoryRules", "Measure", "Scenario", "cumulative_share", "load_scenario"]

CLIMATES = ("ssp1-2.6", "ssp2-4.5", "ssp3-7.0", "ssp5-8.5", "constant")
CONTINUATIONS = ("baseline", "frozen")
VARIABILITIES = ("expected", "seeded")
HERDS = ("held", "free")
SOIL_MODELS = ("tier2", "rothc")
HISTORY_GAINS = ("forest_gain", "cropland_gain", "settlement_gain")

FIRST_YEAR, LAST_YEAR = 1990, 2060  # the reach of the driver tables (climate, reference economy)
LAST_TARGET_YEAR = 2050  # a run must reach the years for which gaps are told
LAST_RECORDED_YEAR = 2020  # statistics of land, herds and harvest end here, and the landscape is of this year


@dataclass(frozen=True)
class HistoryRules:
    """How recorded national change is laid on the land.

    ``donors`` lists, for forest_gain, cropland_gain and settlement_gain, the land that gives area, the first
    choice first. ``maximum_yearly_change`` is the largest share of a unit's area that may change in one year.
    """

    first_year: int
    last_year: int
    donors: dict[str, tuple[str, ...]]
    maximum_yearly_change: float = 0.05


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
    variability: str
    gwp: str
    herds: str
    soil_model: str
    targets: str
    history: HistoryRules
    measures: tuple[Measure, ...]
    parameters: dict[str, float]
    files: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The resolved scenario in plain JSON types."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), allow_nan=False))
        return plain

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Scenario:
        """The scenario whose `to_dict` this is, as run.json keeps it.

        Raises InputError where keys are missing or unknown, as after a change of the package.
        """

        def listed(value: Any) -> Any:
            return tuple(value) if isinstance(value, list) else value

        try:
            history = plain["history"]
            donors = {gain: tuple(lands) for gain, lands in history["donors"].items()}
            measures = tuple(
                Measure(**{key: listed(value) for key, value in one.items()}) for one in plain["measures"]
            )
            top = {**plain, "files": tuple(plain["files"]), "measures": measures}
            return cls(**{**top, "history": HistoryRules(**{**history, "donors": donors})})
        except (KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"the scenario kept with a run cannot be read ({error}), expected one that this version wrote."
            ) from error

    def content_hash(self) -> str:
        """SHA-256 of what is simulated: the same for the same content in differently named files."""
        content = self.to_dict()
        del content["files"]
        for measure in content["measures"]:
            del measure["file"]
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


def load_scenario(path_or_name: str | Path) -> Scenario:
    """Read and check a scenario file (a path) or a shipped scenario (its name), with all that it includes."""
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
        variability=_choice(files, "variability", VARIABILITIES, "expected"),
        gwp=_choice(files, "gwp", RUN_SETS, PATH_GWP),
        herds=_choice(files, "herds", HERDS, "held"),
        soil_model=_choice(files, "soil_model", SOIL_MODELS, "tier2"),
        targets=_choice(files, "targets", PLEDGE_VINTAGES, PLEDGE_VINTAGES[0]),
        history=history,
        measures=read_measures(files, history.last_year + 1, last_year),
        parameters=_parameters(files),
        files=tuple(file.name for file in files),
    )


def _run_name(top: ScenarioFile) -> str:
    """The scenario's name; it names the default output folder, so it must not lead out of it."""
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
    if first_year != FIRST_YEAR or not LAST_TARGET_YEAR <= last_year <= LAST_YEAR:
        raise InputError(
            f"{place}: found {first_year} to {last_year}, expected {FIRST_YEAR}, where recorded history starts, "
            f"to a year from {LAST_TARGET_YEAR} to {LAST_YEAR}."
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
        if given:
            # Imported only where something is overridden: the declarations bring numba with them.
            from landsim.core import parameters

            try:
                parameters.resolve(given)
            except (KeyError, ValueError) as error:
                sentence = str(error.args[0])
                stop = "" if sentence.endswith(("?", ".")) else "."
                raise InputError(f"{file.label}, [parameters]: {sentence}{stop}") from error
        overrides.update(given)
    return overrides
