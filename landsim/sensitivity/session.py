"""A study from its file to its tables: `landsim sensitivity`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from landsim.batch.result_files import PART, write_csv
from landsim.batch.session import FAILED, RESULTS, Summary, run_experiment
from landsim.errors import ModelError
from landsim.sensitivity.factors import Factor
from landsim.sensitivity.indices import convergence_table, index_table
from landsim.sensitivity.study import Study

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
SAMPLES, INDICES, CONVERGENCE = "samples.parquet", "indices.csv", "convergence.csv"
FAILURES_SHOWN = 5


@dataclass(frozen=True)
class StudySummary:
    """What a study has left: runs done, outputs with indices, and a sentence for each output without."""

    runs: int
    outputs: int
    refused: list[str]


def run_study(study: Study, folder: Path, workers: int, dask: str | None = None) -> StudySummary:
    """Do the runs of a study that are not done, and write samples.parquet, indices.csv and convergence.csv.

    Raises ModelError where a sample failed, naming it: nothing is put in its place, and no index is told without it.
    Given again, only failed samples run. Otherwise as `batch.session.run_experiment`.
    """
    summary = run_experiment(study.experiment, folder, workers, dask)
    write_samples(folder / SAMPLES, study.factors, study.unit, study.values, study.run_of)
    check_complete(summary, study.experiment.runs, folder, (INDICES, CONVERGENCE))
    outputs = study.outputs()
    values = read_values(folder, len(study.experiment.runs))[study.run_of]
    table, refused = index_table(study.design, study.unit, outputs, values)
    write_csv(folder / INDICES, table)
    write_csv(folder / CONVERGENCE, convergence_table(study.design, study.unit, outputs, values))
    return StudySummary(summary.done, len(outputs) - len(refused), refused)


def check_complete(summary: Summary, runs: tuple[object, ...], folder: Path, tables: tuple[str, ...]) -> None:
    """ModelError where a run of a study failed; tables and figures of a smaller sample would then tell of another."""
    if not summary.failed:
        return
    for earlier in (*(folder / name for name in tables), *(folder / "figures").glob("*")):
        earlier.unlink(missing_ok=True)
    shown = "".join(f"\n  run {one}: {error}" for one, _, error in summary.failed[:FAILURES_SHOWN])
    raise ModelError(
        f"{len(summary.failed)} of {len(runs)} runs failed, so that nothing is told: a sample is never filled. "
        f"{folder / FAILED} lists them. Give the same command again to run them once more, or `landsim run --id` with "
        f"one of them to see why.{shown}"
    )


def read_values(folder: Path, runs: int) -> Floats:
    """What was kept of each run in the order of the experiment, [runs, outputs]."""
    column = pq.read_table(folder / RESULTS, columns=["value"]).column("value")
    return np.asarray(column.to_numpy()).reshape(runs, -1)


def write_samples(
    path: Path, factors: tuple[Factor, ...], unit: Floats, values: Floats, run_of: Integers,
    given: Mapping[str, Floats | Integers] | None = None,
) -> None:  # fmt: skip
    """The sample matrix: number of the run, and for each parameter its value and its place on the unit cube.

    given  columns of what is not drawn from the unit cube, each [samples]
    """
    columns: dict[str, object] = {"sample": np.arange(1, len(unit) + 1), "run": run_of + 1, **(given or {})}
    columns |= {factor.name: values[:, at] for at, factor in enumerate(factors)}
    columns |= {f"unit {factor.name}": unit[:, at] for at, factor in enumerate(factors)}
    part = path.with_name(f".{path.name}{PART}")
    try:
        pq.write_table(pa.table(columns), part, compression="zstd")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
