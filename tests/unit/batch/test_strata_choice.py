"""The strata of an experiment are chosen once, and a repeated run finds the same ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from landsim.batch.experiment import load_experiment, strata_choice
from landsim.batch.strata_choice import StrataChoice, land_of
from landsim.scenario import load_scenario

EXPERIMENT = (
    'kind = "batch"\nscenarios = ["baseline", "ndc-first"]\nclimates = ["ssp1-2.6", "ssp5-8.5"]\nseeds = [1, 2]\n'
    'variability = "seeded"\nvariables = ["lulucf_net"]\nstrata = '
)


def test_climates_and_seeds_do_not_make_other_strata(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(EXPERIMENT + "true\n")
    found = load_experiment(path)
    assert found.strata is not None and found.strata.count == 1500 and len(found.runs) == 8
    assert [one.name for one in found.strata.scenarios] == ["baseline", "ndc-first"]
    path.write_text(EXPERIMENT + "false\n")
    assert load_experiment(path).strata is None


def test_a_threshold_that_a_run_changes_counts() -> None:
    base = load_scenario("baseline")
    dry = replace(base, parameters={"afforestation.tree_rain": 450.0})
    choice = strata_choice(1000, "mine", [base, dry, replace(base, seed=7)])
    assert choice is not None and choice.scenarios[1].parameters == dry.parameters and len(choice.scenarios) == 2


def test_the_index_gives_the_same_strata_back() -> None:
    choice = strata_choice(True, "mine", [load_scenario("ndc-first")])
    assert choice is not None
    again = StrataChoice.from_json(choice.to_json())
    assert again == choice
    assert land_of(None, again).digest == land_of(None, choice).digest != land_of(None, None).digest
