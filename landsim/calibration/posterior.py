"""The posterior ensemble of a fit as files: its sets, the intervals they give the past, and how they were drawn.

The latter is the table [posterior] at the end of calibration/fitted/NAME.toml.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landsim.calibration.ensemble import intervals
from landsim.calibration.fitted_file import FOLDER, POSTERIOR_HEADING, toml_text, without_posterior, write_ensemble
from landsim.calibration.problem import Problem

Floats = NDArray[np.float64]
Value = bool | str | int | float | Sequence[str]
MEMBERS = 200


def write_posterior(
    folder: Path,
    problem: Problem,
    best: Mapping[str, float],
    sets: Floats,
    record: Mapping[str, Value],
    blocks: Sequence[Mapping[str, Value]] = (),
) -> None:
    """Run the sets and write NAME_posterior.csv, NAME_intervals.csv and the table [posterior] of NAME.toml.

    best    the fitted values
    sets    [members, elements], in the units of the parameters
    record  keys of [posterior]; blocks, those of each [[posterior.blocks]]
    """
    rows, name = problem.rows, problem.asked.name
    runs = [problem.model(dict(zip(problem.prior.names, one, strict=True)), rows) for one in sets.tolist()]
    table = intervals(rows, problem.model(best, rows), np.array(runs), problem.asked.seed, name)
    write_ensemble(folder, name, problem.prior, sets, table)
    write_record(folder, name, record, blocks)


def write_record(
    folder: Path, name: str, record: Mapping[str, Value], blocks: Sequence[Mapping[str, Value]] = ()
) -> None:
    """Replace the table [posterior] of a fitted file, under a temporary name first."""
    path = folder / FOLDER / f"{name}.toml"
    lines = [without_posterior(path), POSTERIOR_HEADING, "[posterior]", *_lines(record)]
    for block in blocks:
        lines += ["", "[[posterior.blocks]]", *_lines(block)]
    part = path.with_suffix(".part")
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    os.replace(part, path)


def _lines(record: Mapping[str, Value]) -> list[str]:
    return [f"{key} = {_toml(value)}" for key, value in record.items()]


def _toml(value: Value) -> str:
    if isinstance(value, str):
        return toml_text(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, int):
        return str(value)
    return f"[{', '.join(toml_text(one) for one in value)}]"
