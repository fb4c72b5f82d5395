"""What `landsim calibrate` does: refit, record scores, or check the committed ones."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

import landsim
from landsim.calibration.ensemble import draw
from landsim.calibration.fit_file import GRID, Fit, fit_names, load_fit
from landsim.calibration.fitted_file import (
    check_defaults,
    load_fitted,
    write_calibrated,
    write_fitted,
)
from landsim.calibration.hindcast import hindcast
from landsim.calibration.objective import fit
from landsim.calibration.observations import load_observations
from landsim.calibration.posterior import MEMBERS, write_posterior
from landsim.calibration.problem import Problem, ground_of
from landsim.calibration.recorded_scores import check_scores, made_from, observed_rows, write_scores
from landsim.calibration.scores import scores
from landsim.core import parameters
from landsim.errors import InputError
from landsim.ground import Ground
from landsim.strata import DEFAULT_COUNT
from landsim.versions import tables_version

# Parameter sets that are scored: the values declared before any fit and the fitted ones, or the defaults without fits.
DECLARED, FITTED, SHIPPED = "declared", "fitted", "shipped"


def calibration_folder(asked: Path | None) -> Path:
    """The folder with observations, fits and scores: the one asked for, or that of the clone.

    Raises InputError where there is none, as in an installation without the source.
    """
    folder = Path(landsim.__file__).resolve().parents[1] / "calibration" if asked is None else asked
    if not folder.is_dir():
        raise InputError(
            f"--folder: there is no folder '{folder}', expected the folder calibration/ of a clone of landsim, "
            "which an installed package does not hold."
        )
    return folder


def present_scores(folder: Path, ground: Ground) -> pd.DataFrame:
    """Scores of the declared and the fitted values, or of the shipped defaults in a folder without fits; full grid."""
    observed = observed_rows(folder)
    before, fitted = parameters.before_calibration(), load_fitted(folder)
    sets = {DECLARED: before, FITTED: before | fitted} if fitted else {SHIPPED: {}}
    return pd.concat(
        [scores(observed, hindcast(ground, given, observed), name) for name, given in sets.items()], ignore_index=True
    )


def check(folder: Path) -> int:
    """Recompute the scores and compare them with the committed ones; how many were compared.

    Raises ModelError when the committed ones are stale or better, or when the shipped defaults are not the fitted ones.
    """
    check_defaults(folder)
    ground = Ground(landsim.load_landscape())
    table = present_scores(folder, ground)
    check_scores(folder, table, made_from(folder, ground.land))
    return len(table)


def record(folder: Path) -> pd.DataFrame:
    """Make scores.csv and scores.toml anew; the table."""
    ground = Ground(landsim.load_landscape())
    table = present_scores(folder, ground)
    write_scores(folder, table, made_from(folder, ground.land))
    return table


def refit(folder: Path, name: str | None, told: Callable[[str], None]) -> list[Path]:
    """Fit one or all fits on their units, write calibration/fitted, and record the scores on the full grid.

    Every fit starts from the declared values. Strata group provinces by the pressure on their pastures under the
    defaults, so a fit on strata is to be made again, for its last digits, after one that moves the pastures.
    """
    asked = [load_fit(folder, one) for one in (fit_names(folder) if name is None else [name])]
    if not asked:
        raise InputError(f"{folder}: there is no fit in fits/, expected NAME.toml files.")
    observed = load_observations(folder)
    versions = made_from(folder, landsim.load_landscape())
    written = []
    for one in asked:
        written.append(_fit_one(folder, Problem(one, ground_of(one), observed), versions, told))
        write_calibrated(folder)
    # The defaults are a table that scores come from, and it has just changed.
    tables_version.cache_clear()
    told("Scores of the full grid.")
    record(folder)
    return written


def _fit_one(folder: Path, problem: Problem, versions: dict[str, str], told: Callable[[str], None]) -> Path:
    """Fit, then write values, posterior sets and intervals; the path of the values."""
    asked, known = problem.asked, problem.known
    told(f"Fitting {asked.name}: {len(asked.parameters)} parameters, {len(known)} values.")
    found = fit(problem.target(), asked.starts, asked.seed, told)
    best = dict(zip(problem.prior.names, found.values.tolist(), strict=True))
    reached = hindcast(problem.ground, parameters.before_calibration() | best, known)
    series: list[Any] = scores(known, reached, FITTED).to_dict("records")
    provenance = {
        "date": datetime.date.today().isoformat(),
        "objective": "weighted least squares with priors, soft L1 loss of the training values",
        "units": _units(asked),
        **{key: versions[key] for key in ("core", "tables", "landscape", "observations")},
    }
    path = write_fitted(folder, asked, problem.prior, found, series, provenance)
    told(
        f"Running {MEMBERS} sets of the linear posterior, a normal distribution about the best fit; "
        f"`landsim calibrate {asked.name} --chain` samples it instead."
    )
    sets = draw(problem.prior, found, MEMBERS, asked.seed)
    write_posterior(folder, problem, best, sets, {"method": "linear", "sets": MEMBERS})
    return path


def _units(asked: Fit) -> str:
    if asked.units == GRID:
        return f"full grid of {', '.join(sorted({country for country, _ in asked.observations}))}"
    return f"{DEFAULT_COUNT} strata"
