"""A run's key changes with everything that determines it, and with nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from landsim.batch.keys import Inputs, present_inputs, run_key
from landsim.batch.outputs import Outputs
from landsim.landscape import Landscape
from landsim.scenario import Scenario, load_scenario
from landsim.versions import code_versions, landscape_content

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


def test_present_inputs_are_those_of_the_installation_and_the_land(land: Landscape) -> None:
    found, code = present_inputs(land), code_versions()
    assert vars(found) == {
        "landscape": landscape_content(land), "tables": code["tables"], "core": code["core"], "code": code["package"],
        "libraries": code["libraries"],
    }  # fmt: skip
