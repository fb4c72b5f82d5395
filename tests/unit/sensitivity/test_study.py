"""A study is checked before anything runs; outputs that tell nothing are refused; failed samples are never filled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from batch_processes import STUDY_TABLES, InThisProcess, stamps
from small_landscape import write_small_landscape

import landsim
from landsim.batch import worker
from landsim.batch.outputs import reduced
from landsim.batch.session import FAILED
from landsim.errors import InputError, ModelError
from landsim.sensitivity import session
from landsim.sensitivity.factors import problem_of
from landsim.sensitivity.indices import Design, Output, index_table
from landsim.sensitivity.study import different, load_study
from landsim.uncertainty.ensemble import load_ensemble

START = (
    'kind = "sensitivity"\nscenario = "baseline"\nmethod = "sobol"\nsamples = 8\nvariables = ["lulucf_net"]\n'
    'parameters = ["climate.co2_response", "fire.warming_response"]\n'
)
ENSEMBLE = START.replace("sensitivity", "uncertainty").replace('method = "sobol"\n', "").replace("= 8", "= 64")


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (START.replace("= 8", "= 1000"), ", key 'samples': found 1000, expected a power of two for Sobol's sequence"),
        (START.replace("fire.warming", "fire.warning"), ", key 'parameters': found 'fire.warning_response', did you "),
        (START.replace("sobol", "sobel"), ", key 'method': found 'sobel', did you mean 'sobol'?"),
        (START + 'distribution = "even"', ", key 'distribution': found 'even', known are declared, uniform."),
        (START.replace('"sobol"\nsamples = 8', '"efast"\nsamples = 10'), ", key 'samples': found 10, expected at leas"),
        (START.replace('"sobol"', '"efast"').replace("climate.co2_response", "fire.crown_share"), ", key 'method': ef"),
        (START.replace('"climate.co2_response", ', ""), ", key 'parameters': found one parameter or group, expected "),
        (START.replace('kind = "sensitivity"', 'kind = "batch"'), ", key 'kind': found 'batch', expected 'sensi"),
        (START + "sample = 3", ": unknown key 'sample', did you mean 'samples'?"),
        (START.replace("samples = 8\n", ""), ": the key 'samples' is missing, expected a whole number, N."),
        (START + "strata = 0", ", key 'strata': found 0, expected true or a number of strata above 0."),
        (START.replace('"lulucf_net"', '"gap"') + "years = [2035]", ", key 'variables': there is no level for the gap"),
    ],
)
def test_a_wrong_study_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        load_study(written(tmp_path, text))
    assert str(caught.value).removeprefix(f"{tmp_path}/mine.toml").startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ENSEMBLE.replace("= 64", "= 39"), ", key 'samples': found 39, expected at least 40 for a 95 % interval."),
        (ENSEMBLE.replace("= 64", "= 50") + 'design = "sobol-sequence"', ", key 'samples': found 50, expected a power"),
        (ENSEMBLE + 'design = "halton"', ", key 'design': found 'halton', known are latin-hypercube, sobol-sequence."),
        (ENSEMBLE + 'climates = ["rcp"]', ", key 'climates': found 'rcp', known are "),
    ],
)
def test_a_wrong_ensemble_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        load_ensemble(written(tmp_path, text))
    assert str(caught.value).removeprefix(f"{tmp_path}/mine.toml").startswith(expected)


def test_a_study_asks_for_a_run_of_each_sample(tmp_path: Path) -> None:
    study = load_study(written(tmp_path, START))
    assert len(study.values) == 8 * (2 * 2 + 2)
    # Of two parameters, one from the first matrix is the other from the second: 2 of 6 samples are there already.
    assert len(study.experiment.runs) == 8 * 4
    for at in (0, 17):
        run = study.experiment.runs[study.run_of[at]]
        assert list(run.scenario.parameters.values()) == list(study.values[at])


def test_samples_that_are_the_same_share_a_run() -> None:
    first, run_of = different(np.array([[2.0, 1.0], [1.0, 1.0], [2.0, 1.0], [0.0, 5.0]]))
    assert list(first) == [0, 1, 3] and list(run_of) == [0, 1, 0, 2]


def test_outputs_that_tell_nothing_are_refused_and_the_others_told(tmp_path: Path) -> None:
    study = load_study(written(tmp_path, START))
    design: Design = study.design
    assert design.problem == problem_of(study.factors)
    moving = study.unit.sum(axis=1)
    broken = moving.copy()
    broken[5] = np.nan
    outputs = [Output("gap", country, 2030) for country in ("CHN", "KOR", "RUS")]
    values = np.column_stack([moving, np.full(len(moving), 105.95) * (1.0 + 1e-15), broken])
    table, refused = index_table(design, study.unit, outputs, values)
    assert set(table["country"]) == {"CHN"}
    assert refused == [
        "gap of KOR in 2030 is 105.95 in all 48 samples, expected one that the parameters change.",
        "gap of RUS in 2030 is nan in sample 6, expected finite numbers.",
    ]
    with pytest.raises(ModelError, match="no index can be told: gap of RUS in 2030 is nan in sample 6"):
        index_table(design, study.unit, outputs[2:], values[:, 2:])


@pytest.fixture
def small_study(tmp_path: Path) -> Path:
    write_small_landscape(tmp_path / "small.nc")
    text = START.replace('"sobol"\nsamples = 8', '"morris"\nsamples = 2').replace('"lulucf_net"', '"lulucf_net", "gap"')
    return written(tmp_path, text + 'landscape = "small.nc"\ncountries = ["PRK", "RUS"]\nyears = [2030, 2050]\n')


def test_a_study_from_its_file_to_its_indices(small_study: Path, tmp_path: Path) -> None:
    study = load_study(small_study)
    summary = session.run_study(study, tmp_path / "out", workers=1)
    assert summary.runs == len(study.experiment.runs) and not summary.refused
    kept = session.read_values(tmp_path / "out", summary.runs)
    again = landsim.run(study.experiment.runs[1].scenario, landscape=study.experiment.landscape)
    values = reduced(again, study.experiment.outputs)
    assert list(kept[1]) == list(values[study.experiment.outputs.told()])
    table = pd.read_csv(tmp_path / "out" / session.INDICES)
    # A gap of 2050 is told of nobody here, so three outputs a country.
    assert len(table.groupby(["output", "country", "year"])) == 6
    assert set(table["index"]) == {"mu", "mu_star", "sigma"}
    assert set(table["parameter"]) == {"climate.co2_response", "fire.warming_response"}


def test_a_failed_sample_is_listed_and_run_again_and_nothing_is_told_without_it(
    small_study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sample of a study that has grown fails: its earlier indices, of fewer samples, go too."""
    monkeypatch.setattr("landsim.batch.session.LocalProcesses", InThisProcess)
    out, undisturbed = tmp_path / "out", tmp_path / "undisturbed"
    text = small_study.read_text().replace('"morris"', '"sobol"\nsecond_order = false')
    small_study.write_text(text)
    session.run_study(load_study(small_study), out, workers=1)
    assert (out / session.INDICES).exists()
    small_study.write_text(text.replace("samples = 2", "samples = 4"))
    study = load_study(small_study)
    session.run_study(study, undisturbed, workers=1)
    bad, done = study.experiment.runs[-1].scenario, worker.simulate_run

    def some(scenario: Any, **options: Any) -> Any:
        if scenario == bad:
            raise ModelError("the budget does not close")
        return done(scenario, **options)

    with monkeypatch.context() as patch:
        patch.setattr(worker, "simulate_run", some)
        with pytest.raises(ModelError, match=r"1 of \d+ runs failed, so that nothing is told") as caught:
            session.run_study(study, out, workers=1)
    (listed,) = pd.read_csv(out / FAILED).to_dict("records")
    assert f"\n  run {listed['run']}: the budget does not close" in str(caught.value)
    assert listed["parameter_set"] == study.experiment.runs[-1].parameter_set
    assert not (out / session.INDICES).exists() and not (out / session.CONVERGENCE).exists()
    before = stamps(out)
    assert session.run_study(study, out, workers=1).runs == len(study.experiment.runs)
    after = stamps(out)
    assert before.items() < after.items() and set(after) - set(before) == {f"{listed['run']}.parquet"}
    assert not (out / FAILED).exists()
    for name in STUDY_TABLES:
        assert (out / name).read_bytes() == (undisturbed / name).read_bytes()
