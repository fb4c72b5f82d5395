"""A run's key changes with everything that determines it, and with nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from landsim.batch import keys
from landsim.batch.keys import Inputs, present_inputs, run_key
from landsim.batch.outputs import Outputs
from landsim.scenario import Scenario, load_scenario, scenario_from_dict
from landsim.scenario_file import shipped_scenarios

OUTPUTS = Outputs(("lulucf_net",), ("CHN",), (2030,))
INPUTS = Inputs("land", "tables", "core", "code", "libraries")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("ndc-first")


def test_whatever_determines_a_run_changes_its_key(scenario: Scenario) -> None:
    usual = run_key(scenario, OUTPUTS, INPUTS)
    changed = [
        run_key(replace(scenario, seed=2), OUTPUTS, INPUTS),
        run_key(replace(scenario, climate="ssp1-2.6"), OUTPUTS, INPUTS),
        run_key(replace(scenario, variability="seeded"), OUTPUTS, INPUTS),
        run_key(replace(scenario, parameters={"climate.warming_scale": 1.0 + 2e-16}), OUTPUTS, INPUTS),
        run_key(replace(scenario, measures=scenario.measures[1:]), OUTPUTS, INPUTS),
        run_key(scenario, replace(OUTPUTS, years=(2031,)), INPUTS),
        run_key(scenario, replace(OUTPUTS, countries=("PRK",)), INPUTS),
        *(run_key(scenario, OUTPUTS, replace(INPUTS, **{name: "x"})) for name in vars(INPUTS)),
    ]
    assert len({usual, *changed}) == 1 + len(changed)


def test_files_of_other_names_with_the_same_content_have_the_same_key(scenario: Scenario) -> None:
    assert run_key(replace(scenario, files=("other.toml",)), OUTPUTS, INPUTS) == run_key(scenario, OUTPUTS, INPUTS)


def test_differences_are_named() -> None:
    assert INPUTS.differences(INPUTS) == []
    assert INPUTS.differences(replace(INPUTS, core="x", tables="y")) == ["tables", "core"]


@pytest.mark.parametrize(
    ("changed", "name"),
    [("accounting.py", "code"), ("batch/outputs.py", "code"), ("policy/plan.py", "code"),
     ("data/tables/a.csv", "tables"), ("core/growth_curves.csv", "tables"), ("batch/store.py", None),
     ("plotting/style.py", None), ("cli.py", None)],
)  # fmt: skip
def test_only_code_and_tables_that_numbers_come_from_count(
    changed: str, name: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a made-up package: the file's content is changed and the hashes are taken again."""
    for file in ("accounting.py", "batch/outputs.py", "batch/keys.py", "batch/store.py", "policy/plan.py", "cli.py",
                 "data/tables/a.csv", "core/growth_curves.csv", "core/fire.py", "plotting/style.py"):  # fmt: skip
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("before")
    monkeypatch.setattr(keys, "__file__", str(tmp_path / "batch" / "keys.py"))

    def hashed() -> Inputs:
        keys._package_hashes.cache_clear()
        return present_inputs("land")

    try:
        before = hashed()
        (tmp_path / changed).write_text("after")
        assert before.differences(hashed()) == ([] if name is None else [name])
    finally:
        keys._package_hashes.cache_clear()


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_scenario_comes_back_from_its_dictionary(name: str) -> None:
    scenario = load_scenario(name)
    again = scenario_from_dict(scenario.to_dict())
    assert again == scenario
    assert again.content_hash() == scenario.content_hash()
