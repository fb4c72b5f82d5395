"""What a fit found, as TOML in calibration/fitted: values, limits, residuals, and what they came from."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.calibration.fit_file import Fit
from landsim.calibration.objective import Fitted, Prior
from landsim.core import parameters
from landsim.errors import InputError, ModelError

Floats = NDArray[np.float64]
FOLDER = "fitted"
# Ends of the names of the tables beside the fitted values.
POSTERIOR, INTERVALS = "posterior", "intervals"
# Correlations as large as this say that the observations cannot tell two parameters apart.
STRONG = 0.7
# A posterior this near to the prior says that the observations hardly speak of the parameter.
HARDLY_KNOWN = 0.8
# What stands below this line of a fitted file says how the sets of its posterior were drawn (posterior.py).
POSTERIOR_HEADING = "# How the sets of the posterior were drawn."


def write_fitted(
    folder: Path, fit: Fit, prior: Prior, found: Fitted, series: list[dict[str, Any]], provenance: dict[str, str]
) -> Path:
    """Write calibration/fitted/NAME.toml under a temporary name, then rename; the path.

    series      country, variable, values, bias and mae of each observed series, in its unit
    provenance  name -> text
    """
    lines = [f"# Written by `landsim calibrate {fit.name}`; not by hand.", f"title = {toml_text(fit.title)}", ""]
    lines += ["[provenance]", *(f"{name} = {toml_text(text)}" for name, text in provenance.items())]
    lines.append(f"costs_of_starts = [{', '.join(f'{cost:.4f}' for cost in found.costs)}]")
    lines += ["", "# value: fitted; spread: one standard deviation, linear approximation at the best fit"]
    for i, name in enumerate(prior.names):
        lines += [
            f"[parameters.{toml_text(name)}]",
            f"value = {found.values[i]:.6g}",
            f"declared = {prior.centre[i]:.6g}",
            f"plausible = [{prior.low[i]:.6g}, {prior.high[i]:.6g}]",
            f"prior_spread = {prior.spread[i]:.4g}",
            f"spread = {found.spread[i]:.4g}",
            f"at_limit = {str(bool(found.at_limit[i])).lower()}",
            f"hardly_known = {str(bool(found.spread[i] > HARDLY_KNOWN * prior.spread[i])).lower()}",
            "",
        ]
    for row in series:
        lines += [
            "[[residuals]]",
            f"country = {toml_text(row['country'])}",
            f"variable = {toml_text(row['variable'])}",
            f"values = {row['values']}",
            *(f"{key} = {row[key]:.5g}" for key in ("bias", "mae", "mae_percent")),
            "",
        ]
    size = len(prior.names)
    pairs = [(i, j) for i in range(size) for j in range(i) if abs(found.correlation[i, j]) >= STRONG]
    for i, j in sorted(pairs, key=lambda pair: -abs(found.correlation[pair])):
        lines += [
            "[[correlations]]",
            f"between = [{toml_text(prior.names[j])}, {toml_text(prior.names[i])}]",
            f"value = {found.correlation[i, j]:.2f}",
            "",
        ]
    path = folder / FOLDER / f"{fit.name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    os.replace(part, path)
    return path


def write_ensemble(folder: Path, name: str, prior: Prior, sets: Floats, table: pd.DataFrame) -> None:
    """Write NAME_posterior.csv (a row for each parameter set) and NAME_intervals.csv beside the fitted values."""
    ensemble = pd.DataFrame(sets, columns=list(prior.names)).map(lambda value: float(f"{value:.5g}"))
    for ending, content in ((POSTERIOR, ensemble), (INTERVALS, table)):
        path = folder / FOLDER / f"{name}_{ending}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        content.to_csv(part, index=False)
        os.replace(part, path)


def load_fitted(folder: Path) -> dict[str, float]:
    """Fitted values of all fits of a calibration folder by parameter; empty where nothing was fitted.

    Raises InputError for a file that is not what a fit writes, and for a parameter that two fits set.
    """
    return {name: value for name, (value, _) in _fitted(folder).items()}


def without_posterior(path: Path) -> str:
    """The text of a fitted file but for what it says of its posterior: all that scores come from."""
    return path.read_text(encoding="utf-8").split(POSTERIOR_HEADING)[0].rstrip() + "\n"


def fitted_rows(path: Path) -> dict[str, dict[str, Any]]:
    """What a fitted file holds of each parameter: value, spread, at_limit and the other keys of `write_fitted`.

    Raises InputError for a file that is not what a fit writes.
    """
    try:
        rows = dict(tomllib.loads(path.read_text(encoding="utf-8"))["parameters"].items())
        for row in rows.values():
            float(row["value"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"{path}: this is not what a fit writes ({error}), expected a table parameters.NAME with a value; "
            f"refit with `landsim calibrate {path.stem}`."
        ) from error
    return rows


def _fitted(folder: Path) -> dict[str, tuple[float, str]]:
    """Parameter -> its fitted value and the name of the fit."""
    found: dict[str, tuple[float, str]] = {}
    for path in sorted((folder / FOLDER).glob("*.toml")):
        values = {name: float(row["value"]) for name, row in fitted_rows(path).items()}
        twice = sorted(set(values) & set(found))
        if twice:
            raise InputError(f"{path}: the parameter '{twice[0]}' is set by another fit too, expected one fit for it.")
        found |= {name: (value, path.stem) for name, value in values.items()}
    return found


def write_calibrated(folder: Path) -> None:
    """Make the fitted values of the clone's calibration folder the defaults of the model.

    Fits in any other folder change no default.
    """
    if not _is_own(folder):
        return
    path = parameters.CALIBRATED_FILE
    part = path.with_suffix(".part")
    part.write_text(_calibrated_lines(folder), encoding="utf-8")
    os.replace(part, path)


def check_defaults(folder: Path) -> None:
    """Raise ModelError where the defaults of the model are not the fitted values of the clone's calibration folder."""
    if _is_own(folder) and parameters.CALIBRATED_FILE.read_text(encoding="utf-8") != _calibrated_lines(folder):
        raise ModelError(
            f"{parameters.CALIBRATED_FILE}: these are not the values of {folder / FOLDER}, expected the fitted values "
            "as defaults; write them with `landsim calibrate`."
        )


def _is_own(folder: Path) -> bool:
    return folder.resolve() == parameters.CALIBRATED_FILE.resolve().parents[2] / "calibration"


def _calibrated_lines(folder: Path) -> str:
    rows = [f"{name},{value:.6g},{fit}" for name, (value, fit) in sorted(_fitted(folder).items())]
    return "\n".join(["name,value,fit", *rows]) + "\n"


def toml_text(text: str) -> str:
    """A basic string of TOML."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
