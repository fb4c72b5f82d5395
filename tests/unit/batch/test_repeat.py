"""A run of a batch again, by its id: the same bits, or a sentence that says why not."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from batch_processes import write_experiment

import landsim
from landsim.batch import repeat
from landsim.batch.experiment import Experiment, load_experiment
from landsim.batch.keys import present_inputs
from landsim.batch.outputs import reduced
from landsim.batch.store import Store
from landsim.errors import InputError, ModelError
from landsim.landscape import load_landscape
from landsim.results import Run


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    return load_experiment(write_experiment(tmp_path_factory.mktemp("experiment"), seeds=1))


@pytest.fixture(scope="module")
def simulated(experiment: Experiment) -> Run:
    return landsim.run(experiment.runs[0].scenario, landscape=experiment.landscape)


@pytest.fixture
def batch(experiment: Experiment, simulated: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A batch of which the first run is done, in runs/ of the current folder."""
    monkeypatch.chdir(tmp_path)
    folder = Path("runs/mine")
    assert experiment.landscape is not None
    with Store(folder) as store:
        first, *_ = store.plan(experiment, present_inputs(load_landscape(experiment.landscape)))
        store.keep(first, experiment.outputs, reduced(simulated, experiment.outputs), 0.1)
    return folder


def ids(batch: Path) -> tuple[str, str]:
    """Id of the run that is done, and of one that is not."""
    (done,) = (path.stem for path in (batch / "runs").iterdir())
    waiting = next(one.id for one in repeat.find_run(batch, "") if one.id != done)
    return done, waiting


def test_the_same_bits(batch: Path, simulated: Run) -> None:
    stored = repeat.find_stored(ids(batch)[0], batch)
    repeat.check_inputs(stored)
    again = landsim.run(stored.scenario, landscape=stored.landscape)
    assert repeat.compare(stored, again) == (
        f"Run {stored.id}: all 60 values that the batch kept are the same, to the last bit."
    )


def test_a_bit_that_differs_is_refused(batch: Path, simulated: Run) -> None:
    stored = repeat.find_stored(ids(batch)[0], batch)
    net = simulated.account.inventory["lulucf_net"] * (1.0 + 2.3e-16)
    account = replace(simulated.account, inventory={**simulated.account.inventory, "lulucf_net": net})
    with pytest.raises(ModelError, match=r"\d+ of 60 values differ from those of the batch, expected the same bits"):
        repeat.compare(stored, replace(simulated, account=account))


def test_a_run_that_is_not_done_has_nothing_to_compare_with(batch: Path, simulated: Run) -> None:
    stored = repeat.find_stored(ids(batch)[1], batch)
    assert "is not done in its batch" in repeat.compare(stored, simulated)


def test_changed_inputs_are_named(batch: Path) -> None:
    stored = repeat.find_stored(ids(batch)[0], batch)
    with pytest.raises(InputError, match=r"cannot be repeated, because what it rests on has changed since \(core\)"):
        repeat.check_inputs(replace(stored, inputs=replace(stored.inputs, core="x")))


def test_a_scenario_of_another_version_is_refused(batch: Path) -> None:
    index = sqlite3.connect(batch / "store.sqlite")
    index.execute("UPDATE scenario SET content = json_remove(content, '$.history')")
    index.commit()
    index.close()
    with pytest.raises(InputError, match=r"the scenario kept with a run cannot be read \('history'\)"):
        repeat.find_stored(next((batch / "runs").iterdir()).stem, batch)


def test_which_run_is_meant(batch: Path, experiment: Experiment) -> None:
    done = ids(batch)[0]
    assert repeat.find_stored(done[:8], None).id == done
    for wanted, folder, expected in (
        ("zz", batch, "there is no run 'zz' in runs/mine, expected the beginning of a run's id"),
        ("zz", None, "there is no run 'zz' in a batch under runs/"),
        ("", batch, "several runs begin with ''"),
        (done, Path("runs"), "'runs' is no folder of a batch, expected one with a store.sqlite"),
    ):
        with pytest.raises(InputError) as caught:
            repeat.find_stored(wanted, folder)
        assert expected in str(caught.value)
    # The same run in a second batch is no other run.
    with Store(Path("runs/second")) as store:
        assert experiment.landscape is not None
        store.plan(experiment, present_inputs(load_landscape(experiment.landscape)))
    assert repeat.find_stored(done, None).id == done
