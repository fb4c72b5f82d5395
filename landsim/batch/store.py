"""The store of a batch: a folder with an SQLite index, written by the coordinating process only, and run files.

    store.sqlite   what each run is, and how far it is
    runs/ID.parquet  what is kept of it
    store.lock     held by the process that works on the store

A run's file is written under a temporary name, renamed, and only then noted in the index; so a run is done when the
index says so or when its file is there. Killed in between, the next process takes the file over.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.batch.experiment import AskedRun, Experiment
from landsim.batch.keys import ID_LENGTH, Inputs, run_key
from landsim.batch.outputs import Outputs
from landsim.batch.result_files import PART, FinishedRun, file_hash, read_run_file, write_run_file
from landsim.batch.store_lock import StoreLock
from landsim.errors import InputError
from landsim.scenario import Scenario

Floats = NDArray[np.float64]
INDEX, RUNS, LOCK = "store.sqlite", "runs", "store.lock"
FORMAT = 1
WAITING, DONE, FAILED = "waiting", "done", "failed"
BUSY_SECONDS = 10.0
TABLES = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS scenario (hash TEXT PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS outputs (hash TEXT PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS run (
    id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE,
    number INTEGER,               -- place in the experiment as it is now; NULL: no longer part of it
    scenario TEXT NOT NULL, climate TEXT NOT NULL, seed INTEGER NOT NULL, parameter_set TEXT NOT NULL,
    parameters TEXT NOT NULL,     -- all that the run changes, JSON
    scenario_hash TEXT NOT NULL REFERENCES scenario(hash),  -- the scenario without them
    outputs_hash TEXT NOT NULL REFERENCES outputs(hash),
    inputs TEXT NOT NULL,         -- JSON of keys.Inputs
    landscape TEXT,               -- path of the landscape file; NULL: the embedded grid
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
    failures INTEGER NOT NULL, error TEXT, file_sha256 TEXT, cpu_seconds REAL
);
CREATE INDEX IF NOT EXISTS run_by_state ON run (state);
"""


@dataclass(frozen=True)
class PlannedRun:
    """A run of the store: its identity (``id`` begins ``key``), and the scenario to simulate."""

    id: str
    key: str
    scenario: Scenario
    parameter_set: str


class Store:
    """The store of one experiment, open for work. Use as a context; raises InputError where it cannot be opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notices: list[str] = []
        (folder / RUNS).mkdir(parents=True, exist_ok=True)
        self._lock = StoreLock(folder / LOCK)
        try:
            self._index = connect(folder / INDEX)
            with plain_sentences(folder):
                self._index.execute("PRAGMA journal_mode=WAL")
                self._index.executescript(TABLES)
                found = self._about("format", str(FORMAT))
            if found != str(FORMAT):
                raise InputError(
                    f"{folder / INDEX}: the store has format {found}, expected {FORMAT}; "
                    "use another --out, or the landsim that made it."
                )
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self._index.close()
        self._lock.release()

    # What is to be done

    def plan(self, experiment: Experiment, inputs: Inputs) -> list[PlannedRun]:
        """Enter the runs of an experiment and return those not yet done, in their order.

        Runs that are done stay done. What has changed since, and files that were damaged, are told in ``notices``.
        """
        for part in (self.folder / RUNS).glob(f".*{PART}"):
            part.unlink()
        planned = [_planned(one, experiment.outputs, inputs) for one in experiment.runs]
        with plain_sentences(self.folder), self._index:
            before = dict(self._index.execute("SELECT id, state FROM run WHERE number IS NOT NULL"))
            self._index.execute("UPDATE run SET number = NULL")
            strata = "" if experiment.strata is None else experiment.strata.to_json()
            self._index.execute("INSERT OR REPLACE INTO about VALUES ('strata', ?)", (strata,))
            for number, run in enumerate(planned):
                self._enter(number, run, experiment, inputs)
            self._notice_changes(before, planned, inputs)
        self._check_files(planned, experiment.outputs)
        waiting = {row[0] for row in self._index.execute("SELECT id FROM run WHERE state != ? ", (DONE,))}
        return [run for run in planned if run.id in waiting]

    def _enter(self, number: int, run: PlannedRun, experiment: Experiment, inputs: Inputs) -> None:
        scenario = run.scenario
        content = scenario.to_dict()
        content["parameters"] = {}
        base = json.dumps(content, sort_keys=True)
        outputs = json.dumps(asdict(experiment.outputs), sort_keys=True)
        hashes = [_short_hash(text) for text in (base, outputs)]
        self._index.execute("INSERT OR IGNORE INTO scenario VALUES (?, ?)", (hashes[0], base))
        self._index.execute("INSERT OR IGNORE INTO outputs VALUES (?, ?)", (hashes[1], outputs))
        self._index.execute(
            "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, NULL, NULL, NULL) "
            "ON CONFLICT (id) DO UPDATE SET number = excluded.number, parameter_set = excluded.parameter_set, "
            "landscape = excluded.landscape",
            (
                run.id, run.key, number, scenario.name, scenario.climate, scenario.seed, run.parameter_set,
                json.dumps(scenario.parameters, sort_keys=True), *hashes, json.dumps(asdict(inputs), sort_keys=True),
                None if experiment.landscape is None else str(experiment.landscape.absolute()), WAITING,
            ),
        )  # fmt: skip

    def _notice_changes(self, before: dict[str, str], planned: Sequence[PlannedRun], inputs: Inputs) -> None:
        """Say what differs from the last time this store was worked on."""
        last = self._about("inputs")
        now = json.dumps(asdict(inputs), sort_keys=True)
        self._index.execute("INSERT OR REPLACE INTO about VALUES ('inputs', ?)", (now,))
        gone = before.keys() - {run.id for run in planned}
        if not before or not gone:
            return
        changed = [] if last is None else Inputs(**json.loads(last)).differences(inputs)
        why = f"{', '.join(changed)} changed" if changed else "scenarios, parameters or outputs changed"
        new = sum(run.id not in before for run in planned)
        self.notices.append(
            f"The inputs are not those of the last time ({why}): {new} of {len(planned)} runs are new. "
            f"{len(gone)} earlier runs are no longer part of the experiment; "
            "their files stay in runs/ and are left out of the results."
        )

    def _check_files(self, planned: Sequence[PlannedRun], outputs: Outputs) -> None:
        """Take over files of a process that was killed; set damaged ones aside, so that their runs are done again."""
        known = {row[0]: (row[1], row[2]) for row in self._index.execute("SELECT id, state, file_sha256 FROM run")}
        with plain_sentences(self.folder), self._index:
            for run in planned:
                state, digest = known[run.id]
                path = self.path_of(run.id)
                if state != DONE and path.is_file():
                    try:
                        read_run_file(path, run.key, outputs)
                    except InputError as error:
                        self._set_aside(path, str(error))
                        continue
                    self._note_done(run.id, file_hash(path), None)
                elif state == DONE and not path.is_file():
                    self.notices.append(f"{path} is gone; its run is done again.")
                    self._index.execute("UPDATE run SET state = ? WHERE id = ?", (WAITING, run.id))
                elif state == DONE and file_hash(path) != digest:
                    self._set_aside(path, f"{path} is damaged: its content is not that which was written.")
                    self._index.execute("UPDATE run SET state = ? WHERE id = ?", (WAITING, run.id))

    def _set_aside(self, path: Path, why: str) -> None:
        aside = path.with_suffix(".damaged")
        path.replace(aside)
        self.notices.append(f"{why.rstrip('.')}. It was renamed to {aside.name}; its run is done again.")

    # What was done

    def keep(self, run: PlannedRun, outputs: Outputs, values: Floats, cpu_seconds: float) -> None:
        """Write the file of a run and note that it is done."""
        digest = write_run_file(self.path_of(run.id), run.key, outputs, values)
        with plain_sentences(self.folder), self._index:
            self._note_done(run.id, digest, cpu_seconds)

    def _note_done(self, run_id: str, digest: str, cpu_seconds: float | None) -> None:
        done = self._index.execute(
            "UPDATE run SET state = 'done', error = NULL, file_sha256 = ?, cpu_seconds = ? "
            "WHERE id = ? AND state != 'done'",
            (digest, cpu_seconds, run_id),
        ).rowcount
        if done != 1:
            raise RuntimeError(f"run {run_id} was done twice")

    def fail(self, run: PlannedRun, failures: int, error: str) -> None:
        """Note that a run has failed for good."""
        with plain_sentences(self.folder), self._index:
            self._index.execute(
                "UPDATE run SET state = 'failed', failures = failures + ?, error = ? WHERE id = ?",
                (failures, error, run.id),
            )

    # What is there

    def finished(self) -> list[FinishedRun]:
        """Runs of the experiment that are done, in its order."""
        rows = self._index.execute(
            "SELECT id, scenario, climate, seed, parameter_set, parameters FROM run "
            "WHERE number IS NOT NULL AND state = 'done' ORDER BY number"
        )
        return [
            FinishedRun(one, scenario, climate, seed, name, json.loads(changed), self.path_of(one))
            for one, scenario, climate, seed, name, changed in rows
        ]

    def failures(self) -> list[tuple[str, str, str]]:
        """(id, scenario, error) of the runs of the experiment that failed, in its order."""
        return list(
            self._index.execute(
                "SELECT id, scenario, error FROM run WHERE number IS NOT NULL AND state = 'failed' ORDER BY number"
            )
        )

    def failure_table(self) -> pd.DataFrame:
        """The same with what each run was and how often it failed, in all that was ever tried."""
        columns = ("run", "scenario", "climate", "seed", "parameter_set", "failures", "error")
        rows = self._index.execute(
            "SELECT id, scenario, climate, seed, parameter_set, failures, error FROM run "
            "WHERE number IS NOT NULL AND state = 'failed' ORDER BY number"
        )
        return pd.DataFrame(rows.fetchall(), columns=list(columns))

    def path_of(self, run_id: str) -> Path:
        return self.folder / RUNS / f"{run_id}.parquet"

    def _about(self, name: str, default: str | None = None) -> str | None:
        """A line of the table `about`; written first where a default is given and nothing stands there."""
        if default is not None:
            with self._index:
                self._index.execute("INSERT OR IGNORE INTO about VALUES (?, ?)", (name, default))
        row = self._index.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])


def _planned(one: AskedRun, outputs: Outputs, inputs: Inputs) -> PlannedRun:
    key = run_key(one.scenario, outputs, inputs)
    return PlannedRun(key[:ID_LENGTH], key, one.scenario, one.parameter_set)


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:ID_LENGTH]


def connect(path: Path) -> sqlite3.Connection:
    try:
        index = sqlite3.connect(path, timeout=BUSY_SECONDS)
        # Survives the end of the process at any point; after a loss of power run files are taken over again.
        index.execute("PRAGMA synchronous=NORMAL")
        return index
    except sqlite3.Error as error:
        raise _told(path.parent, error) from error


@contextmanager
def plain_sentences(folder: Path) -> Iterator[None]:
    """Errors of SQLite as plain sentences."""
    try:
        yield
    except sqlite3.Error as error:
        raise _told(folder, error) from error


def _told(folder: Path, error: sqlite3.Error) -> Exception:
    text = str(error)
    if "locked" in text or "busy" in text:
        return InputError(
            f"{folder / INDEX} is locked by another process, expected nobody else to write to it; "
            "close that program, nothing is lost."
        )
    if "full" in text or "disk I/O" in text:
        return OSError(28, "No space left on device", str(folder / INDEX))
    return InputError(
        f"{folder / INDEX} cannot be used as an index of runs ({text}); remove it, and the run files are taken over."
    )
