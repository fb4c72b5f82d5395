"""The committed scores, what they were made from, and whether they still hold."""

from __future__ import annotations

import hashlib
import os
import tomllib
from pathlib import Path

import pandas as pd

from landsim.calibration import fit_file, fitted_file
from landsim.calibration.observations import FILE as OBSERVATIONS
from landsim.calibration.observations import load_observations
from landsim.calibration.scores import COLUMNS, KEYS
from landsim.errors import InputError, ModelError
from landsim.landscape import Landscape
from landsim.versions import code_versions

TABLE, MADE_FROM = "scores.csv", "scores.toml"
# Of the mean size of the observed values: more than rounding and another processor's last bits.
TOLERANCE = 1e-4
SHOWN = 3
MEANING = {
    "core": "the equations of landsim/core",
    "tables": "the fact tables",
    "landscape": "the landscape",
    "observations": "the observations",
    "fits": "the fits or their fitted values",
}


def made_from(folder: Path, land: Landscape) -> dict[str, str]:
    """Hashes of all that scores come from: equations, tables, landscape, observations, fitted values.

    Code outside core has no hash here: it is held to account by the scores themselves, any of which tells when it
    moves. Otherwise every edit of a figure or a message would ask for new scores.
    """
    versions = code_versions()
    fits = {path: path.read_bytes() for path in (folder / fit_file.FOLDER).glob("*.toml")}
    # Sets of the posterior may be drawn anew without a change of the values, and of their scores.
    fits |= {p: fitted_file.without_posterior(p).encode() for p in (folder / fitted_file.FOLDER).glob("*.toml")}
    observations = folder / OBSERVATIONS
    return {
        "core": versions["core"],
        "tables": versions["tables"],
        "landscape": land.digest[:16],
        "observations": _digest({observations: observations.read_bytes()}),
        "fits": _digest(fits),
    }


def _digest(contents: dict[Path, bytes]) -> str:
    digest = hashlib.sha256()
    for path in sorted(contents):
        digest.update(path.name.encode() + contents[path])
    return digest.hexdigest()[:16]


def write_scores(folder: Path, table: pd.DataFrame, versions: dict[str, str]) -> None:
    """Write scores.csv and scores.toml, each under a temporary name first."""
    lines = "".join(f'{name} = "{text}"\n' for name, text in versions.items())
    for name, text in (
        (TABLE, table.to_csv(index=False)),
        (MADE_FROM, "# What scores.csv was made from; written by `landsim calibrate`.\n" + lines),
    ):
        part = folder / f"{name}.part"
        part.write_text(text, encoding="utf-8")
        os.replace(part, folder / name)


def load_scores(folder: Path) -> tuple[pd.DataFrame, dict[str, str]]:
    """The committed scores, and what they were made from.

    Raises InputError where one of the two files is missing or is not what landsim writes.
    """
    try:
        table = pd.read_csv(folder / TABLE)
        versions = tomllib.loads((folder / MADE_FROM).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(
            f"{folder}: there is no {Path(str(error.filename)).name}, expected scores to check; "
            "`landsim calibrate --scores` makes them."
        ) from error
    except (tomllib.TOMLDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(
            f"{folder}: the scores cannot be read ({error}); `landsim calibrate --scores` makes them."
        ) from error
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        raise InputError(f"{folder / TABLE}: the column {missing[0]} is missing, expected {', '.join(COLUMNS)}.")
    return table, {str(name): str(text) for name, text in versions.items()}


def check_scores(folder: Path, present: pd.DataFrame, versions: dict[str, str]) -> None:
    """Raises ModelError, in one sentence, when a score got worse than the committed one, or when the committed scores
    are stale: made from other equations or data, or not what the model gives now.

    A score is worse when its mean absolute error grew.
    """
    table, recorded = load_scores(folder)
    both = table.merge(present, on=KEYS, how="outer", suffixes=("", "_now"), indicator=True, sort=False)
    paired = both[both["_merge"] == "both"]
    size = TOLERANCE * paired["mae"] / paired["mae_percent"] * 100.0
    rise = paired["mae_now"] - paired["mae"]
    worse = paired[rise > size]
    if len(worse):
        order = (worse["mae_now"] / worse["mae"].clip(lower=1e-300)).sort_values(ascending=False).index
        told = [_told(worse.loc[i]) for i in order[:SHOWN]]
        more = f" and {len(worse) - SHOWN} more" if len(worse) > SHOWN else ""
        raise ModelError(
            f"{len(worse)} of {len(table)} scores got worse than in {folder / TABLE}: {'; '.join(told)}{more}; "
            "expected none, undo the change or say in the change log why, and record with `landsim calibrate --scores`."
        )
    changed = [MEANING.get(name, name) for name in versions if recorded.get(name) != versions[name]]
    if changed:
        raise ModelError(
            f"{folder / TABLE} is stale: it was made from other versions of {', '.join(changed)}; no score got worse, "
            "record it again with `landsim calibrate --scores`."
        )
    moved = paired[(rise.abs() > size) | ((paired["bias_now"] - paired["bias"]).abs() > size)]
    if len(moved) or len(paired) < len(both):
        what = _told(moved.iloc[0]) if len(moved) else "rows are missing or new"
        raise ModelError(
            f"{folder / TABLE} is stale: the model does not give its scores ({what}); no score got worse, "
            "record it again with `landsim calibrate --scores`."
        )


def _told(row: pd.Series) -> str:
    return (
        f"{row['country']} {row['variable']} ({row['role']}, {row['parameters']} parameters) "
        f"mean absolute error {row['mae']:.4g} to {row['mae_now']:.4g} {row['unit']}"
    )


def observed_rows(folder: Path) -> pd.DataFrame:
    """Observations that are trained on or validated with."""
    table = load_observations(folder)
    return table[table["role"] != "not used"].reset_index(drop=True)
