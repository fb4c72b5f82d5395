"""One run of a batch again, by its id: `landsim run --id`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from landsim.batch.keys import present_inputs
from landsim.batch.outputs import reduced
from landsim.batch.result_files import read_run_file
from landsim.batch.store import DONE
from landsim.batch.stored_runs import StoredRun, find_run, is_store
from landsim.batch.strata_choice import land_of
from landsim.errors import InputError, ModelError
from landsim.landscape import load_landscape
from landsim.model import run
from landsim.results import Run
from landsim.strata import full_grid_numbers, record_of

DEFAULT_PLACE = Path("runs")


def find_stored(run_id: str, folder: Path | None) -> StoredRun:
    """The run whose id begins so, in a batch's folder or (None) in any batch under runs/.

    Raises InputError where there is none or more than one, and where the folder is none of a batch.
    """
    if folder is not None and not is_store(folder):
        raise InputError(f"--id: '{folder}' is no folder of a batch, expected one with a store.sqlite.")
    folders = [folder] if folder is not None else [path.parent for path in sorted(DEFAULT_PLACE.glob("*/store.sqlite"))]
    found = [(place, one) for place in folders for one in find_run(place, run_id)]
    where = str(folder) if folder is not None else "a batch under runs/"
    if not found:
        raise InputError(f"--id: there is no run '{run_id}' in {where}, expected the beginning of a run's id.")
    # The same run in two batches is the same run.
    if len({one.key for _, one in found}) > 1:
        some = ", ".join(one.id for _, one in found[:3])
        raise InputError(f"--id: several runs begin with '{run_id}' ({some}), expected more letters of the id.")
    return found[0][1]


def check_inputs(stored: StoredRun) -> None:
    """Raise InputError where what the run rests on is no longer the same, so that it could not give the same bits."""
    changed = present_inputs(land_of(stored.landscape, stored.strata)).differences(stored.inputs)
    if changed:
        raise InputError(
            f"--id: run {stored.id} cannot be repeated, because what it rests on has changed since "
            f"({', '.join(changed)}); expected the landsim and the landscape that the batch was made with."
        )


def run_again(stored: StoredRun, **options: Any) -> Run:
    """The run on the land of its batch, options as in `model.run`; on strata with its error against the full grid."""
    land = land_of(stored.landscape, stored.strata)
    result = run(stored.scenario, landscape=land, **options)
    if stored.strata is None:
        return result
    grid = load_landscape(stored.landscape)
    return replace(result, strata=record_of(result, full_grid_numbers(stored.scenario, grid), grid.size))


def compare(stored: StoredRun, run: Run) -> str:
    """A sentence on the comparison with what the batch kept. Raises ModelError where a bit differs."""
    if stored.state != DONE:
        return f"Run {stored.id} is not done in its batch, so there is nothing to compare with."
    kept = read_run_file(stored.path, stored.key, stored.outputs)
    again = reduced(run, stored.outputs)
    differ = int(np.sum(kept.view(np.int64) != again.view(np.int64)))
    if differ:
        raise ModelError(
            f"run {stored.id}: {differ} of {kept.size} values differ from those of the batch, expected the same bits."
        )
    return f"Run {stored.id}: all {kept.size} values that the batch kept are the same, to the last bit."
