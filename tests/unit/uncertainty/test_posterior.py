"""An ensemble of a posterior takes its sets whole, each once; what is wrong with one is told before anything runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from batch_processes import InThisProcess, files_of, stamps
from small_landscape import write_small_landscape

from landsim.calibration import posterior_file
from landsim.calibration.fitted_file import write_ensemble
from landsim.calibration.objective import prior_of
from landsim.calibration.posterior_file import find_posterior, shipped_posteriors
from landsim.core import parameters
from landsim.errors import InputError
from landsim.sensitivity.session import SAMPLES
from landsim.uncertainty import session
from landsim.uncertainty.ensemble import OWN, Ensemble, load_ensemble
from landsim.views.counterparts import BASELINE, HELD

SCALE, SHAPE = "forest.growth_scale.RUS", "forest.shape.oak_ROK"
ROWS = 50
START = (
    'kind = "uncertainty"\nscenario = "baseline"\nsamples = 40\nvariables = ["lulucf_net"]\nposterior = "sets.csv"\n'
)
FURTHER = 'parameters = ["climate.co2_response", "fire.warming_response"]\n'


def table(rows: int = ROWS) -> list[str]:
    """Lines of a posterior: two parameters, the second falls as the first rises."""
    return [f"{SCALE},{SHAPE}", *(f"{0.8 + 0.01 * at:.2f},{2.4 - 0.01 * at:.2f}" for at in range(rows))]


def written(folder: Path, text: str = START, lines: list[str] | None = None) -> Path:
    (folder / "sets.csv").write_text("\n".join(table() if lines is None else lines) + "\n", encoding="utf-8")
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str = START, lines: list[str] | None = None) -> str:
    with pytest.raises(InputError) as caught:
        load_ensemble(written(folder, text, lines))
    told = str(caught.value)
    assert "\n" not in told and told.endswith((".", "?"))
    return told.removeprefix(f"{folder}/mine.toml")


def pairs(ensemble: Ensemble, kind: str = OWN) -> list[tuple[float, float]]:
    """The two parameters of the posterior in the run of each sample."""
    runs = [ensemble.experiment.runs[at].scenario.parameters for at in ensemble.run_of[kind][0]]
    return [(run[SCALE], run[SHAPE]) for run in runs]


def test_each_run_has_exactly_a_row_of_the_posterior_and_no_row_stands_twice(tmp_path: Path) -> None:
    rows = [(float(one), float(other)) for one, other in (line.split(",") for line in table()[1:])]
    ensemble = load_ensemble(written(tmp_path))
    found = pairs(ensemble)
    told = ensemble.drawn.columns()
    assert found == list(zip(told[SCALE], told[SHAPE], strict=True)) == [rows[at - 1] for at in told["posterior_row"]]
    assert len(found) == len(set(found)) == 40 and set(found) < set(rows)
    every = pairs(load_ensemble(written(tmp_path, START.replace("= 40", f"= {ROWS}"))))
    assert sorted(every) == rows and every != rows
    # More samples begin with those of fewer, so that their runs are there already.
    assert every[:40] == found
    assert pairs(load_ensemble(written(tmp_path, START + "sample_seed = 2\n"))) != found


def test_runs_of_the_views_and_of_every_climate_have_the_row_of_their_sample(tmp_path: Path) -> None:
    text = START.replace('"baseline"', '"ndc-first"').replace('"lulucf_net"', '"gap"')
    ensemble = load_ensemble(written(tmp_path, text + 'climates = ["ssp1-2.6", "ssp5-8.5"]\n'))
    assert pairs(ensemble, OWN) == pairs(ensemble, BASELINE) == pairs(ensemble, HELD)
    for climate in (0, 1):
        parameters_of = [ensemble.experiment.runs[at].scenario.parameters for at in ensemble.run_of[OWN][climate]]
        assert [(one[SCALE], one[SHAPE]) for one in parameters_of] == pairs(ensemble)


def test_further_parameters_are_sampled_beside_the_posterior(tmp_path: Path) -> None:
    alone = load_ensemble(written(tmp_path))
    assert alone.factors == () and alone.values.shape == (40, 0)
    both = load_ensemble(written(tmp_path, START + FURTHER))
    assert pairs(both) == pairs(alone)
    for at, run in enumerate(both.experiment.runs):
        assert [run.scenario.parameters[factor.name] for factor in both.factors] == list(both.values[at])
        assert set(run.scenario.parameters) == {SCALE, SHAPE, *(factor.name for factor in both.factors)}
    for column in both.unit.T:
        assert sorted((column * 40).astype(int)) == list(range(40))
        assert abs(np.corrcoef(column, both.drawn.rows)[0, 1]) < 0.4
    with pytest.raises(InputError, match="found 40, expected a power of two"):
        load_ensemble(written(tmp_path, START + FURTHER + 'design = "sobol-sequence"\n'))
    # Without further parameters nothing is drawn from the sequence, and any number of sets is right.
    assert len(load_ensemble(written(tmp_path, START + 'design = "sobol-sequence"\n')).experiment.runs) == 40


def test_the_scenarios_own_value_gives_way_to_the_posterior(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'name = "own"\ninclude = ["baseline"]\n[parameters]\n"forest.growth_scale" = 0.9\n', encoding="utf-8"
    )
    ensemble = load_ensemble(written(tmp_path, START.replace('"baseline"', '"own.toml"')))
    values = parameters.resolve(ensemble.experiment.runs[0].scenario.parameters)
    assert parameters.value(values, SCALE) == pairs(ensemble)[0][0] != 0.9
    assert parameters.value(values, "forest.growth_scale.JPN") == 0.9


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], ": found nothing in 'sets.csv', expected names of parameters and a row for each set."),
        (table(0), ": found no parameter set in 'sets.csv', expected a row for each below the names."),
        (table(39), ": found 39 parameter sets in 'sets.csv', expected at least 40 for a 95 % interval."),
        ([f"{SCALE},forest.shape.oak_RUK", "1,2"], ": found the column 'forest.shape.oak_RUK' in 'sets.csv', expected "
         "an element of a declared parameter; did you mean 'forest.shape.oak_ROK'?"),
        (["forest.growth_scale", "1"], ": found the column 'forest.growth_scale' in 'sets.csv', expected an element"),
        (["qqq", "1"], ": found the column 'qqq' in 'sets.csv', expected an element of a declared parameter; "
         "`landsim list parameters` names them."),
        ([f"{SCALE},{SCALE}", "1,1"], f": the column '{SCALE}' stands twice in 'sets.csv', expected each once."),
        ([*table(), "7,2"], f": in line 52 of 'sets.csv' parameter '{SCALE}' is 7, expected 0.05 to 5 1."),
        ([*table(), "nan,2"], f": in line 52 of 'sets.csv' parameter '{SCALE}' is nan, expected a finite number."),
        ([*table(), "1,two"], f": found 'two' for '{SHAPE}' in line 52 of 'sets.csv', expected a number."),
        ([*table(), "1"], ": found 1 values in line 52 of 'sets.csv', expected 2, one for each column."),
    ],
)  # fmt: skip
def test_a_wrong_posterior_is_refused(tmp_path: Path, lines: list[str], expected: str) -> None:
    assert refusal(tmp_path, lines=lines).startswith(f", key 'posterior'{expected}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (START.replace("= 40", "= 51"), ", key 'samples': found 51, expected at most 50, the parameter sets of the "
         "posterior 'sets.csv', each of which is taken once."),
        (START.replace("= 40", "= 39"), ", key 'samples': found 39, expected at least 40 for a 95 % interval."),
        (START.replace("sets.csv", "forests"), ", key 'posterior': found 'forests', which is no file beside the "
         "experiment, expected a CSV file of parameter sets or one of the shipped posteriors (forest, rangeland, "
         "soil)."),
        (START + f'parameters = ["{SCALE}"]\n', f", key 'parameters': found '{SCALE}', but '{SCALE}' has its values "
         "from the posterior 'sets.csv', expected each parameter in one place."),
        (START + 'parameters = ["forest.*"]\n', f", key 'parameters': found 'forest.*', but '{SHAPE}' has its values "),
        (START + f'[groups]\ngrowth = ["{SHAPE}"]\n', f", [groups], key 'growth': found '{SHAPE}', but '{SHAPE}' has "),
        (START.replace('posterior = "sets.csv"\n', ""), ": found no parameters, expected the key 'parameters' or "
         "'posterior', or a table [groups]."),
        (START.replace('"sets.csv"', "3"), ", key 'posterior': found 3, expected the name of a shipped posterior or "),
    ],
)  # fmt: skip
def test_an_ensemble_that_does_not_fit_its_posterior_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    assert refusal(tmp_path, text).startswith(expected)


def test_a_posterior_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "sets.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"key 'posterior': 'sets.csv' cannot be read as CSV in UTF-8, expected names"):
        load_ensemble(path)


def test_what_a_fit_writes_is_read_to_the_last_digit(tmp_path: Path) -> None:
    sets = np.array([[1.0123, 2.25], [0.9, 2.5]])
    write_ensemble(tmp_path, "mine", prior_of([SCALE, SHAPE]), sets, pd.DataFrame())
    found = find_posterior("fitted/mine_posterior.csv", tmp_path, "here")
    assert found.names == (SCALE, SHAPE) and np.array_equal(found.sets, sets) and not found.shipped


def test_shipped_posteriors_are_valid_and_found_in_a_wheel_as_in_a_clone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shipped_posteriors()
    for name, path in shipped_posteriors().items():
        posterior = find_posterior(name, tmp_path, "here")
        assert posterior.shipped and len(posterior.sets) >= 64
        (tmp_path / "landsim" / "calibration" / "fitted").mkdir(parents=True, exist_ok=True)
        shutil.copy(path, tmp_path / "landsim" / "calibration" / "fitted")
    in_clone = list(shipped_posteriors())
    monkeypatch.setattr(posterior_file, "PACKAGE", tmp_path / "landsim")
    assert list(shipped_posteriors()) == in_clone
    assert all(path.is_relative_to(tmp_path) for path in shipped_posteriors().values())


def test_captions_say_where_the_sets_come_from(tmp_path: Path) -> None:
    shipped = load_ensemble(written(tmp_path, START.replace("sets.csv", "forest"))).origin()
    fitted = len(pd.read_csv(shipped_posteriors()["forest"]).columns)
    told = f"Samples are sets of the calibration ('forest', fitted to the records to 2010): {fitted} parameters, each"
    assert shipped.startswith(told) and fitted > 40
    assert shipped.endswith("parameters not fitted stay at their defaults or what the scenario sets")
    mine = load_ensemble(written(tmp_path, START + FURTHER)).origin()
    assert mine.startswith("Samples are rows of sets.csv: 2 parameters, each set as a whole; 2 further parameters")
    prior = START.replace('posterior = "sets.csv"\n', FURTHER)
    assert load_ensemble(written(tmp_path, prior)).origin().startswith("Parameters are drawn independently from their ")


def test_an_ensemble_goes_on_where_it_was_and_notices_a_changed_posterior(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("landsim.batch.session.LocalProcesses", InThisProcess)
    write_small_landscape(tmp_path / "small.nc", 400)
    text = START + 'landscape = "small.nc"\ncountries = ["RUS"]\nyears = [2030]\n'
    out, undisturbed = tmp_path / "out", tmp_path / "undisturbed"
    session.run_ensemble(load_ensemble(written(tmp_path, text)), out, workers=1)
    samples = pd.read_parquet(out / SAMPLES)
    sets = pd.read_csv(tmp_path / "sets.csv")
    assert list(samples.columns) == ["sample", "run", "posterior_row", SCALE, SHAPE]
    assert np.array_equal(samples[[SCALE, SHAPE]], sets.loc[samples["posterior_row"] - 1])
    tables = (SAMPLES, session.INTERVALS)
    whole, before = files_of(out, tables), stamps(out)
    (lost,) = list((out / "runs").glob("*.parquet"))[:1]
    lost.unlink()
    session.run_ensemble(load_ensemble(tmp_path / "mine.toml"), out, workers=1)
    assert files_of(out, tables) == whole
    after = stamps(out)
    assert {name for name in after if after[name] != before[name]} == {lost.name}

    row = int(samples["posterior_row"][0])
    lines = table()
    lines[row] = "1.9,2.1"
    capsys.readouterr()
    session.run_ensemble(load_ensemble(written(tmp_path, text, lines)), out, workers=1)
    told = capsys.readouterr()
    assert "(scenarios, parameters or outputs changed): 1 of 40 runs are new. 1 earlier runs" in told.out + told.err
    session.run_ensemble(load_ensemble(tmp_path / "mine.toml"), undisturbed, workers=1)
    for name in (*tables, "results.parquet", "parameters.parquet"):
        assert (out / name).read_bytes() == (undisturbed / name).read_bytes()


def test_sets_that_are_the_same_share_a_run(tmp_path: Path) -> None:
    lines = table()
    lines[1:] = [lines[1]] * ROWS
    ensemble = load_ensemble(written(tmp_path, lines=lines))
    assert len(ensemble.experiment.runs) == 1 and set(ensemble.run_of[OWN][0]) == {0}
