"""Experiments are checked before anything runs, and a wrong one is answered with one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from landsim.batch.experiment import AS_DECLARED, load_experiment
from landsim.batch.experiment_file import shipped_experiments
from landsim.errors import InputError
from landsim.names import COUNTRIES, REGION
from landsim.sensitivity.study import load_study
from landsim.uncertainty.ensemble import load_ensemble

START = 'kind = "batch"\nscenarios = ["baseline", "frozen"]\nvariables = ["lulucf_net"]\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(InputError) as caught:
        load_experiment(written(folder, text))
    return str(caught.value).removeprefix(f"{folder}/mine.toml")


def test_the_smallest_experiment_takes_all_else_from_its_scenarios(tmp_path: Path) -> None:
    found = load_experiment(written(tmp_path, START))
    assert found.name == "mine" and found.landscape is None and found.figure is None
    assert [run.scenario.name for run in found.runs] == ["baseline", "frozen"]
    assert {run.parameter_set for run in found.runs} == {AS_DECLARED}
    assert found.outputs.countries == (*COUNTRIES, REGION)
    assert found.outputs.years == tuple(range(1990, 2061))


def test_runs_are_all_combinations_in_order(tmp_path: Path) -> None:
    text = START + (
        'climates = ["ssp1-2.6", "ssp5-8.5"]\nseeds = [3, 1]\nvariability = "seeded"\nlandscape = "mine.nc"\n'
        '[[parameter_set]]\nname = "a"\n[[parameter_set]]\nname = "b"\n'
        '[parameter_set.parameters]\n"climate.warming_scale" = 1.2\n'
    )
    found = load_experiment(written(tmp_path, text))
    told = [
        (r.scenario.name, r.scenario.climate, r.scenario.seed, r.parameter_set, r.scenario.parameters)
        for r in found.runs
    ]
    assert len(told) == 16
    assert told[:4] == [
        ("baseline", "ssp1-2.6", 3, "a", {}),
        ("baseline", "ssp1-2.6", 3, "b", {"climate.warming_scale": 1.2}),
        ("baseline", "ssp1-2.6", 1, "a", {}),
        ("baseline", "ssp1-2.6", 1, "b", {"climate.warming_scale": 1.2}),
    ]
    assert told[-1][:4] == ("frozen", "ssp5-8.5", 1, "b")
    assert {run.scenario.variability for run in found.runs} == {"seeded"}
    assert found.landscape == tmp_path / "mine.nc"


def test_a_scenario_file_is_found_beside_the_experiment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.toml").write_text('include = ["frozen"]\n[parameters]\n"climate.warming_scale" = 0.8\n')
    path = written(tmp_path, START.replace('"frozen"', '"own.toml"'))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert load_experiment(path).runs[1].scenario.parameters == {"climate.warming_scale": 0.8}


def test_parameters_of_a_set_win_over_those_of_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('include = ["frozen"]\n[parameters]\n"climate.warming_scale" = 0.8\n')
    text = START.replace('"frozen"', '"own.toml"') + (
        '[[parameter_set]]\nname = "warm"\n[parameter_set.parameters]\nclimate.warming_scale = 1.3\n'
    )
    assert load_experiment(written(tmp_path, text)).runs[1].scenario.parameters == {"climate.warming_scale": 1.3}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kind = batch", " is not valid TOML: "),
        (START + "seedz = [1]", ": unknown key 'seedz', did you mean 'seeds'?"),
        (START.replace('kind = "batch"\n', ""), ": the key 'kind' is missing, expected the kind of experiment"),
        (START.replace('"batch"', '"bunch"'), ", key 'kind': found 'bunch', expected one of batch."),
        (START.replace('"batch"', '"sensitivity"'), ", key 'kind': found 'sensitivity', which `landsim sens"),
        (START + "strata = 0", ", key 'strata': found 0, expected true or a number of strata above 0."),
        (START.replace("lulucf_net", "gap") + "years = [2040]", ", key 'variables': there is no level for the gap in"),
        (
            START.replace("lulucf_net", "degraded_area") + "years = [2015, 2040]",
            ", key 'years': found none that degraded_area is told for, expected one of 2020, 2030, 2050 among them.",
        ),
        (START + 'name = "../x"', ", key 'name': found '../x', expected letters, digits"),
        (START + "seeds = [1.5]", ", key 'seeds': found [1.5], expected a list of whole numbers"),
        (START + "seeds = [-1]", ", key 'seeds': found -1, expected 0 or positive whole numbers."),
        (START + "seeds = [1, 2]", ", key 'seeds': found 2 seeds, but in 'baseline' every year is the mean one"),
        (START + 'climates = ["ssp2-4.6"]', ", key 'climates': found 'ssp2-4.6', did you mean 'ssp2-4.5'?"),
        (START + 'variability = "some"', ", key 'variability': found 'some', known are expected, seeded."),
        (START + "years = [1989]", ", key 'years': found 1989, expected years that all scenarios have, 1990 to"),
        (START + "years = [2030, 2030]", ", key 'years': 2030 stands twice, expected each once."),
        (START + "years = []", ", key 'years': found [], expected a list of years, at least one."),
        (START + 'countries = ["CHI"]', ", key 'countries': found 'CHI', did you mean 'CHN'?"),
        (
            START.replace('"lulucf_net"', '"lulucf_nett"'),
            ", key 'variables': found 'lulucf_nett', did you mean 'lulucf_net'?",
        ),
        (START.replace('"frozen"', '"frosen"'), ", key 'scenarios': there is no scenario file 'frosen' beside"),
        (START.replace('"frozen"', '"baseline"'), ": runs 1 and 2 are the same (baseline, ssp2-4.5, seed 1"),
        (
            START + '[[parameter_set]]\nname = "a"\n[parameter_set.parameters]\n"climate.warmin_scale" = 1.0',
            ", parameter_set 1 ('a'): parameter 'climate.warmin_scale' is not declared; did you mean "
            "climate.warming_scale",
        ),
        (
            START + '[[parameter_set]]\nname = "a"\n[parameter_set.parameters]\n"climate.warming_scale" = 9.0',
            ", parameter_set 1 ('a'): parameter 'climate.warming_scale' is 9, expected 0 to 3 1.",
        ),
        (START + '[[parameter_set]]\nname = "a"\nvalues = 1', ", parameter_set 1 ('a'): unknown key 'values', "),
        (
            START + '[[parameter_set]]\nname = "a"\n[[parameter_set]]\nname = "a"',
            ", parameter_set 2 ('a'): the name stands twice, expected a name for each set.",
        ),
        (
            START + '[figure]\nvariable = "forest_area"\ncountry = "CHN"',
            ", [figure], key 'variable': found 'forest_area', known are lulucf_net.",
        ),
        (START + '[figure]\nvariable = "lulucf_net"', ", [figure]: the key 'country' is missing, expected one of"),
        (
            START.replace("lulucf_net", "grazing_pressure") + 'countries = ["NEA"]',
            ", key 'countries': grazing_pressure is a mean and has no value for NEA.",
        ),
        (
            START.replace("lulucf_net", "burned_area") + '[figure]\nvariable = "lulucf_net"\ncountry = "NEA"',
            ", [figure], key 'variable': found 'lulucf_net', known are burned_area.",
        ),
        (
            START.replace("lulucf_net", "grazing_pressure") + '[figure]\ncountry = "NEA"\nvariable="grazing_pressure"',
            ", [figure]: grazing_pressure is a mean and has no value for NEA.",
        ),
    ],
)  # fmt: skip
def test_a_wrong_experiment_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    assert refusal(tmp_path, text).startswith(expected)


def test_what_is_no_experiment_file(tmp_path: Path) -> None:
    for wanted, expected in (
        ("nothing", "there is no experiment file 'nothing', and the shipped experiments are gap-2030-sobol"),
        (str(tmp_path), f"'{tmp_path}' is a folder, expected an experiment file"),
    ):
        with pytest.raises(InputError) as caught:
            load_experiment(wanted)
        assert str(caught.value).startswith(expected)
    (tmp_path / "mine.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="not a text file in UTF-8, expected an experiment in TOML"):
        load_experiment(tmp_path / "mine.toml")


@pytest.mark.parametrize("name", shipped_experiments())
def test_shipped_experiments_are_valid_and_named_after_their_file(name: str) -> None:
    try:
        found = load_experiment(name)
    except InputError as error:
        assert "runs, expected batch" in str(error)
        found = load_study(name).experiment if "sensitivity" in str(error) else load_ensemble(name).experiment
    assert found.name == name and found.strata is not None


def test_the_smoke_batch_has_24_runs_and_a_figure() -> None:
    found = load_experiment("smoke-batch")
    assert len(found.runs) == 24
    assert found.figure == ("lulucf_net", REGION)
