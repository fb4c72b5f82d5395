"""What a fit is, read from calibration/fits/NAME.toml: which parameters move, which observations they are to meet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from landsim.core import parameters
from landsim.errors import InputError
from landsim.suggestions import did_you_mean
from landsim.toml_files import read_toml

FOLDER = "fits"
KEYS = {"title", "parameters", "observations", "units", "starts", "seed", "note"}
STRATA, GRID = "strata", "grid"


@dataclass(frozen=True)
class Fit:
    """One fit.

    parameters    elements of declared parameters (`name.KEY`) that move; their priors and limits are their declarations
    observations  (country, variable) whose training values count
    units         what it runs on: STRATA of all countries, or the full GRID of the countries observed
    starts        starting points: the declared values and starts - 1 drawn from the priors with the seed
    """

    name: str
    title: str
    parameters: tuple[str, ...]
    observations: tuple[tuple[str, str], ...]
    units: str
    starts: int
    seed: int


def fit_names(folder: Path) -> list[str]:
    """Fits of a calibration folder, in the order of the alphabet."""
    return sorted(path.stem for path in (folder / FOLDER).glob("*.toml"))


def load_fit(folder: Path, name: str) -> Fit:
    """The fit `name` of a calibration folder.

    Raises InputError where there is none, for a file that is no TOML, and for a key or value that is not expected.
    """
    path = folder / FOLDER / f"{name}.toml"
    if not path.is_file():
        known = fit_names(folder)
        raise InputError(f"there is no fit '{name}' in {folder / FOLDER}, {did_you_mean(name, known)}.")
    raw = read_toml(path, str(path), "a fit")
    for key in sorted(set(raw) - KEYS):
        raise InputError(f"{path}: the key '{key}' is unknown, {did_you_mean(key, sorted(KEYS))}.")
    names = raw.get("parameters")
    if not isinstance(names, list) or not names or not all(isinstance(one, str) for one in names):
        raise InputError(f"{path}: parameters is {names!r}, expected a list of names of parameters.")
    elements = {element.name for element in parameters.elements()}
    for one in names:
        if one not in elements:
            raise InputError(f"{path}: the parameter '{one}' is not declared, {did_you_mean(one, sorted(elements))}.")
    pairs = raw.get("observations")
    good = isinstance(pairs, list) and pairs and all(isinstance(p, list) and len(p) == 2 for p in pairs)
    if not good:
        raise InputError(f'{path}: observations is {pairs!r}, expected a list of ["country", "variable"].')
    units = raw.get("units", STRATA)
    if units not in (STRATA, GRID):
        raise InputError(f"{path}: units is {units!r}, expected {STRATA} or {GRID}.")
    counts = {key: raw.get(key, default) for key, default in (("starts", 3), ("seed", 1))}
    for key, value in counts.items():
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise InputError(f"{path}: {key} is {value!r}, expected a whole number from 1.")
    assert isinstance(pairs, list)
    return Fit(
        name,
        str(raw.get("title", name)),
        tuple(names),
        tuple((str(country), str(variable)) for country, variable in pairs),
        units,
        counts["starts"],
        counts["seed"],
    )
