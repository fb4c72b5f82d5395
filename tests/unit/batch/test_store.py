"""The store: runs once done stay done, what changed is noticed, damage is repaired, and nobody else may write."""

from __future__ import annotations

import errno
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from landsim.batch import result_files, store
from landsim.batch.experiment import Experiment, load_experiment
from landsim.batch.keys import Inputs
from landsim.batch.result_files import read_run_file
from landsim.batch.store import Store
from landsim.batch.stored_runs import find_run, is_store
from landsim.errors import InputError

INPUTS = Inputs("land", "tables", "core", "code", "libraries")


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    path = tmp_path_factory.mktemp("experiment") / "four.toml"
    path.write_text(
        'kind = "batch"\nscenarios = ["baseline", "frozen"]\nclimates = ["ssp1-2.6", "ssp5-8.5"]\n'
        'variables = ["lulucf_net", "grazing_pressure"]\ncountries = ["MNG", "NEA"]\nyears = [2030, 2050]\n'
        '[[parameter_set]]\nname = "warm"\n[parameter_set.parameters]\n"climate.warming_scale" = 1.2\n'
    )
    return load_experiment(path)


def values_of(number: int) -> np.ndarray:
    """lulucf_net of MNG and NEA, grazing_pressure of MNG; two years."""
    return number + np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]])


def do(folder: Path, experiment: Experiment, how_many: int, inputs: Inputs = INPUTS) -> list[str]:
    """Do some of the undone runs; the notices of the store."""
    with Store(folder) as opened:
        for number, run in enumerate(opened.plan(experiment, inputs)[:how_many]):
            opened.keep(run, experiment.outputs, values_of(number), 0.5)
        return opened.notices


def waiting(folder: Path, experiment: Experiment, inputs: Inputs = INPUTS) -> list[str]:
    with Store(folder) as opened:
        return [run.id for run in opened.plan(experiment, inputs)]


def test_a_store_opened_again_goes_on_where_it_was(tmp_path: Path, experiment: Experiment) -> None:
    everything = waiting(tmp_path, experiment)
    assert len(everything) == 4
    assert do(tmp_path, experiment, 1) == []
    assert waiting(tmp_path, experiment) == everything[1:]
    assert do(tmp_path, experiment, 9) == []
    assert waiting(tmp_path, experiment) == []
    with Store(tmp_path) as opened:
        finished = opened.finished()
    assert [run.id for run in finished] == everything
    assert [run.scenario for run in finished] == ["baseline", "baseline", "frozen", "frozen"]
    assert finished[0].parameters == {"climate.warming_scale": 1.2}


def test_what_is_kept_comes_back_in_every_bit(tmp_path: Path, experiment: Experiment) -> None:
    values = np.nextafter(values_of(0), 9.0)
    with Store(tmp_path) as opened:
        run = opened.plan(experiment, INPUTS)[0]
        opened.keep(run, experiment.outputs, values, 0.5)
        assert np.array_equal(read_run_file(opened.path_of(run.id), run.key, experiment.outputs), values)
        table = pq.read_table(opened.path_of(run.id)).to_pandas()
    assert list(table.columns) == ["country", "year", "variable", "value", "unit"]
    assert list(table["country"]) == ["MNG", "MNG", "NEA", "NEA", "MNG", "MNG"]
    assert list(table["year"]) == [2030, 2050] * 3
    assert list(table["variable"]) == ["lulucf_net"] * 4 + ["grazing_pressure"] * 2
    assert list(table["unit"]) == ["MtCO2e"] * 4 + ["1"] * 2


def test_a_run_cannot_be_done_twice(tmp_path: Path, experiment: Experiment) -> None:
    with Store(tmp_path) as opened:
        run = opened.plan(experiment, INPUTS)[0]
        opened.keep(run, experiment.outputs, values_of(0), 0.5)
        with pytest.raises(RuntimeError, match="done twice"):
            opened.keep(run, experiment.outputs, values_of(0), 0.5)


def test_a_file_whose_process_was_killed_before_the_index_knew_is_taken_over(
    tmp_path: Path, experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(tmp_path) as opened, monkeypatch.context() as patch:
        patch.setattr(opened, "_note_done", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        run = opened.plan(experiment, INPUTS)[0]
        with pytest.raises(KeyboardInterrupt):
            opened.keep(run, experiment.outputs, values_of(0), 0.5)
        (tmp_path / "runs" / ".half.parquet.part").write_bytes(b"half")
    assert run.id not in waiting(tmp_path, experiment)
    assert [path.name for path in (tmp_path / "runs").iterdir()] == [f"{run.id}.parquet"]


def test_an_index_that_was_removed_is_made_again_from_the_files(tmp_path: Path, experiment: Experiment) -> None:
    do(tmp_path, experiment, 3)
    (tmp_path / store.INDEX).unlink()
    assert len(waiting(tmp_path, experiment)) == 1


@pytest.mark.parametrize("damage", ["cut", "turned", "removed"])
def test_a_damaged_file_is_noticed_and_its_run_done_again(tmp_path: Path, experiment: Experiment, damage: str) -> None:
    do(tmp_path, experiment, 4)
    with Store(tmp_path) as opened:
        path = opened.finished()[2].path
    content = path.read_bytes()
    if damage == "removed":
        path.unlink()
    else:
        path.write_bytes(content[:-40] if damage == "cut" else content[:60] + b"?" + content[61:])
    (notice,) = do(tmp_path, experiment, 0)
    assert str(path) in notice and "its run is done again" in notice
    assert path.with_suffix(".damaged").exists() == (damage != "removed")
    assert waiting(tmp_path, experiment) == [path.stem]


def test_a_file_that_was_never_complete_is_set_aside(tmp_path: Path, experiment: Experiment) -> None:
    first = waiting(tmp_path, experiment)[0]
    (tmp_path / "runs" / f"{first}.parquet").write_bytes(b"PAR1 and no more")
    (notice,) = do(tmp_path, experiment, 0)
    assert "cannot be read as Parquet" in notice and f"renamed to {first}.damaged" in notice
    assert first in waiting(tmp_path, experiment)


def test_a_file_of_another_run_is_not_taken_for_this_one(tmp_path: Path, experiment: Experiment) -> None:
    do(tmp_path, experiment, 1)
    (done,) = (tmp_path / "runs").iterdir()
    other = waiting(tmp_path, experiment)[0]
    (tmp_path / "runs" / f"{other}.parquet").write_bytes(done.read_bytes())
    (notice,) = do(tmp_path, experiment, 0)
    assert f"the file is not that of run {other}" in notice


def test_changed_inputs_are_noticed_and_earlier_runs_are_kept(tmp_path: Path, experiment: Experiment) -> None:
    do(tmp_path, experiment, 4)
    (notice,) = do(tmp_path, experiment, 0, replace(INPUTS, core="other", tables="newer"))
    assert "(tables, core changed): 4 of 4 runs are new. 4 earlier runs are no longer part" in notice
    assert len(list((tmp_path / "runs").iterdir())) == 4
    # Back to what it was: nothing has to be done again.
    do(tmp_path, experiment, 0)
    assert waiting(tmp_path, experiment) == []


def test_more_runs_are_no_reason_to_complain(tmp_path: Path, experiment: Experiment) -> None:
    less = replace(experiment, runs=experiment.runs[:2])
    do(tmp_path, less, 2)
    assert do(tmp_path, experiment, 0) == []
    assert len(waiting(tmp_path, experiment)) == 2
    (notice,) = do(tmp_path, less, 0)
    assert "(scenarios, parameters or outputs changed): 0 of 2 runs are new. 2 earlier runs" in notice


def test_a_failed_run_is_noted_and_tried_again_the_next_time(tmp_path: Path, experiment: Experiment) -> None:
    with Store(tmp_path) as opened:
        run = opened.plan(experiment, INPUTS)[1]
        opened.fail(run, 3, "no reason")
        assert opened.failures() == [(run.id, "baseline", "no reason")]
    assert run.id in waiting(tmp_path, experiment)
    do(tmp_path, experiment, 4)
    with Store(tmp_path) as opened:
        opened.plan(experiment, INPUTS)
        assert opened.failures() == []


def test_two_processes_cannot_work_on_one_store(tmp_path: Path) -> None:
    with Store(tmp_path), pytest.raises(InputError, match=r"is being worked on by process \d+, expected a folder"):
        Store(tmp_path)
    with Store(tmp_path):
        pass


def test_an_index_locked_by_another_program(
    tmp_path: Path, experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(tmp_path, experiment, 1)
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    with Store(tmp_path) as opened:
        run = opened.plan(experiment, INPUTS)[0]
        other = sqlite3.connect(tmp_path / store.INDEX, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(InputError, match="is locked by another process, expected nobody else to write to it"):
            opened.keep(run, experiment.outputs, values_of(1), 0.5)
        other.close()
    # The file was complete before the index could be told.
    assert run.id not in waiting(tmp_path, experiment)


def test_an_index_that_is_none(tmp_path: Path) -> None:
    (tmp_path / store.INDEX).write_text("no database, whatever it may be called" * 30)
    with pytest.raises(InputError, match=r"cannot be used as an index of runs \(file is not a database\); remove it"):
        Store(tmp_path)


def test_an_index_of_another_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(tmp_path):
        pass
    monkeypatch.setattr(store, "FORMAT", 2)
    with pytest.raises(InputError, match="has format 1, expected 2; use another --out"):
        Store(tmp_path)


def test_a_full_disk_leaves_no_half_file(
    tmp_path: Path, experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(table: object, path: Path, **_: object) -> None:
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    with Store(tmp_path) as opened:
        run = opened.plan(experiment, INPUTS)[0]
        with monkeypatch.context() as patch, pytest.raises(OSError, match="No space left"):
            patch.setattr(result_files.pq, "write_table", full)
            opened.keep(run, experiment.outputs, values_of(0), 0.5)
        assert list((tmp_path / "runs").iterdir()) == []
    assert run.id in waiting(tmp_path, experiment)


def test_a_run_is_found_by_the_beginning_of_its_id(tmp_path: Path, experiment: Experiment) -> None:
    assert not is_store(tmp_path)
    do(tmp_path, experiment, 1)
    assert is_store(tmp_path)
    with Store(tmp_path) as opened:
        wanted = opened.finished()[0].id
    (found,) = find_run(tmp_path, wanted[:6])
    assert (found.id, found.state, found.inputs, found.outputs) == (wanted, "done", INPUTS, experiment.outputs)
    assert found.scenario == experiment.runs[0].scenario
    assert found.path == tmp_path / "runs" / f"{wanted}.parquet"
    assert find_run(tmp_path, "%") == []
