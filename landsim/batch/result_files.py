"""The Parquet files of a batch: one for each run, and those that hold all runs together."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from landsim.batch.outputs import Outputs, known_variables
from landsim.core import parameters
from landsim.errors import InputError

Floats = NDArray[np.float64]
KEY = b"landsim.run"
PART = ".part"
RUNS_IN_A_GROUP = 64
_TEXT = pa.dictionary(pa.int32(), pa.string())
RUN_SCHEMA = pa.schema(
    [("country", _TEXT), ("year", pa.int32()), ("variable", _TEXT), ("value", pa.float64()), ("unit", _TEXT)]
)
RESULT_SCHEMA = pa.schema([("run", _TEXT), ("scenario", _TEXT), *RUN_SCHEMA])


@dataclass(frozen=True)
class FinishedRun:
    """A run in the tables that hold all runs. ``parameters`` holds those that differ from the declared ones."""

    id: str
    scenario: str
    climate: str
    seed: int
    parameter_set: str
    parameters: dict[str, float]
    path: Path


def write_run_file(path: Path, key: str, outputs: Outputs, values: Floats) -> str:
    """Write what is kept of a run (values as from ``outputs.reduced``) and return the SHA-256 of the file."""
    rows, years = outputs.rows(), len(outputs.years)
    units = known_variables()
    told = outputs.told().ravel()
    columns = [
        _repeated([country for _, country in rows], years),
        pa.array(np.tile(np.array(outputs.years, dtype=np.int32), len(rows))),
        _repeated([variable for variable, _ in rows], years),
        pa.array(values.ravel()),
        _repeated([units[variable] for variable, _ in rows], years),
    ]
    if not told.all():
        columns = [column.filter(pa.array(told)) for column in columns]
    schema = RUN_SCHEMA.with_metadata({KEY: key.encode()})
    part = path.with_name(f".{path.name}{PART}")
    try:
        pq.write_table(pa.Table.from_arrays(columns, schema=schema), part, compression="zstd")
        digest = file_hash(part)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return digest


def read_run_file(path: Path, key: str, outputs: Outputs) -> Floats:
    """Values of a run file, [rows of ``outputs``, years].

    Raises InputError for a file that is damaged or is that of another run.
    """
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{path}: the file cannot be read as Parquet ({_first_line(error)}).") from error
    rows = outputs.rows()
    told = outputs.told()
    if (table.schema.metadata or {}).get(KEY) != key.encode() or table.num_rows != np.count_nonzero(told):
        raise InputError(f"{path}: the file is not that of run {key[:16]}.")
    values = np.full((len(rows), len(outputs.years)), np.nan)
    values[told] = table.column("value").to_numpy()
    return values


def file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_results(path: Path, runs: Sequence[FinishedRun]) -> None:
    """All runs in one long table: run, scenario, country, year, variable, value, unit; in the order given."""
    part = path.with_name(f".{path.name}{PART}")
    try:
        with pq.ParquetWriter(part, RESULT_SCHEMA, compression="zstd") as writer:
            for first in range(0, len(runs), RUNS_IN_A_GROUP):
                writer.write_table(_together(runs[first : first + RUNS_IN_A_GROUP]))
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def write_parameters(path: Path, runs: Sequence[FinishedRun]) -> None:
    """One row for each run: what it was, and a column for every parameter that any run gives another value."""
    declared = {element.name: element.default for element in parameters.elements()}
    given = [_by_element(run.parameters) for run in runs]
    names = sorted({name for one in given for name, value in one.items() if value != declared[name]})
    columns: dict[str, object] = {
        "run": [run.id for run in runs],
        "scenario": [run.scenario for run in runs],
        "climate": [run.climate for run in runs],
        "seed": pa.array([run.seed for run in runs], pa.int64()),
        "parameter_set": [run.parameter_set for run in runs],
    }
    columns |= {name: [one.get(name, declared[name]) for one in given] for name in names}
    part = path.with_name(f".{path.name}{PART}")
    try:
        pq.write_table(pa.table(columns), part, compression="zstd")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def write_csv(path: Path, table: pd.DataFrame) -> None:
    """A table of figures as text."""
    part = path.with_name(f".{path.name}{PART}")
    try:
        table.to_csv(part, index=False, float_format="%.10g", lineterminator="\n")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _by_element(overrides: dict[str, float]) -> dict[str, float]:
    """Overrides of whole indexed parameters as those of their elements; one of an element itself wins."""
    indexed = {p.name: [e.name for e in p.elements()] for p in parameters.declared() if p.dimension}
    whole = {element: overrides[name] for name in indexed if name in overrides for element in indexed[name]}
    return {**whole, **{name: value for name, value in overrides.items() if name not in indexed}}


def _together(runs: Iterable[FinishedRun]) -> pa.Table:
    tables = []
    for run in runs:
        table = pq.read_table(run.path)
        named = [_repeated([text], table.num_rows) for text in (run.id, run.scenario)]
        tables.append(pa.Table.from_arrays([*named, *table.columns], schema=RESULT_SCHEMA))
    return pa.concat_tables(tables).unify_dictionaries().combine_chunks()


def _repeated(texts: Sequence[str], times: int) -> pa.DictionaryArray:
    """Each text so many times, as codes."""
    known = list(dict.fromkeys(texts))
    codes = np.repeat(np.array([known.index(text) for text in texts], dtype=np.int32), times)
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(known, pa.string()))


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")
