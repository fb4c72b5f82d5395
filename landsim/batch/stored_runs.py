"""Runs of a store found again by their id; reads only, also while another process works on the store."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from landsim.batch.keys import Inputs
from landsim.batch.outputs import Outputs
from landsim.batch.store import INDEX, RUNS, connect, plain_sentences
from landsim.batch.strata_choice import StrataChoice
from landsim.scenario import Scenario


@dataclass(frozen=True)
class StoredRun:
    """A run found again by its id, with what it rests on and, where it is done, its file."""

    id: str
    key: str
    scenario: Scenario
    outputs: Outputs
    inputs: Inputs
    landscape: Path | None
    state: str
    path: Path
    strata: StrataChoice | None = None


def is_store(folder: Path) -> bool:
    return (folder / INDEX).is_file()


def find_run(folder: Path, run_id: str) -> list[StoredRun]:
    """Runs of a store whose id begins so."""
    index = connect(folder / INDEX)
    try:
        with plain_sentences(folder):
            rows = index.execute(
                "SELECT run.id, key, scenario.content, parameters, outputs.content, inputs, landscape, state FROM run "
                "JOIN scenario ON scenario.hash = scenario_hash JOIN outputs ON outputs.hash = outputs_hash "
                "WHERE substr(run.id, 1, ?) = ? ORDER BY run.id",
                (len(run_id), run_id),
            ).fetchall()
            about = index.execute("SELECT value FROM about WHERE name = 'strata' AND value != ''").fetchone()
    finally:
        index.close()
    strata = None if about is None else StrataChoice.from_json(about[0])
    found = []
    for one, key, scenario, parameters, outputs, inputs, landscape, state in rows:
        content = {**json.loads(scenario), "parameters": json.loads(parameters)}
        kept = Outputs.from_plain(json.loads(outputs))
        found.append(
            StoredRun(
                one, key, Scenario.from_dict(content), kept, Inputs(**json.loads(inputs)),
                None if landscape is None else Path(landscape), state, folder / RUNS / f"{one}.parquet", strata,
            )
        )  # fmt: skip
    return found
