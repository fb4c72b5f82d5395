"""Which runs a scenario is compared with, and how often they have to be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from landsim.kept_files import FOLDER_VARIABLE
from landsim.landscape import Landscape
from landsim.ledger_pieces import Fluxes
from landsim.scenario import Scenario, load_scenario
from landsim.views.counterparts import counterparts, same_numbers
from landsim.views.land_sector import FIELDS, LandSector
from landsim.views.reference_runs import ITSELF, ReferenceRuns, reference_runs

SHAPE = (6, 71)
NONE = Fluxes((("4.A.1", "forest_managed", "CO2", "growth"),), np.zeros((1, *SHAPE)))
OWN = LandSector({name: np.full(SHAPE, 9.0) for name in FIELDS}, NONE)


@pytest.fixture
def made(land: Landscape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[ReferenceRuns, int]]:
    """Reference runs of a scenario with an invented simulation, and how many it had to make."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))

    def make(scenario: Scenario) -> tuple[ReferenceRuns, int]:
        calls: list[Scenario] = []

        def simulate(other: Scenario) -> LandSector:
            calls.append(other)
            value = len(other.measures) + (10.0 if other.climate == "constant" else 0.0)
            return LandSector({name: np.full(SHAPE, value) for name in FIELDS}, NONE)

        return reference_runs(scenario, OWN, land, "float64", simulate), len(calls)

    return make


def test_counterparts_change_measures_and_climate_and_nothing_else() -> None:
    scenario = replace(load_scenario("ndc-first"), continuation="frozen", seed=5)
    found = counterparts(scenario)
    assert found["baseline"] == replace(scenario, measures=(), continuation="baseline")
    assert found["held_climate"] == replace(scenario, climate="constant")
    assert found["baseline_held_climate"].climate == "constant" and found["baseline_held_climate"].measures == ()
    assert {other.seed for other in found.values()} == {5}


def test_a_scenario_with_measures_needs_three_runs_once(made: Callable[..., tuple[ReferenceRuns, int]]) -> None:
    first, calls = made(load_scenario("ndc-first"))
    assert calls == 3
    again, calls = made(load_scenario("ndc-first"))
    assert calls == 0
    for name in ("baseline", "held", "baseline_held"):
        assert np.array_equal(getattr(first, name)["lulucf_net"], getattr(again, name)["lulucf_net"])
    assert first.baseline["lulucf_net"][0, 0] == 0.0 and first.held["lulucf_net"][0, 0] > 10.0
    assert first.sources == again.sources and len(set(first.sources.values())) == 3


def test_baseline_is_its_own_counterpart(made: Callable[..., tuple[ReferenceRuns, int]]) -> None:
    runs, calls = made(load_scenario("baseline"))
    assert calls == 1
    assert runs.baseline is OWN and runs.held is runs.baseline_held
    assert runs.sources["baseline"] == ITSELF


def test_another_name_of_baseline_is_still_baseline(made: Callable[..., tuple[ReferenceRuns, int]]) -> None:
    runs, _ = made(replace(load_scenario("baseline"), name="mine", title="Mine"))
    assert runs.baseline is OWN


def test_a_scenario_without_climate_change_has_no_indirect_part(
    made: Callable[..., tuple[ReferenceRuns, int]],
) -> None:
    runs, calls = made(replace(load_scenario("ndc-first"), climate="constant"))
    assert runs.held is OWN and runs.baseline_held is runs.baseline
    assert calls == 1


def test_damage_is_repaired_by_running_again(made: Callable[..., tuple[ReferenceRuns, int]], tmp_path: Path) -> None:
    made(load_scenario("ndc-first"))
    victim = sorted((tmp_path / "difference-runs").iterdir())[0]
    victim.write_bytes(victim.read_bytes()[:1000])
    assert made(load_scenario("ndc-first"))[1] == 1
    assert made(load_scenario("ndc-first"))[1] == 0


def test_a_change_of_content_is_noticed(made: Callable[..., tuple[ReferenceRuns, int]]) -> None:
    scenario = load_scenario("ndc-first")
    made(scenario)
    # The baseline does not depend on measures: only the run with measures under a held climate is new.
    assert made(replace(scenario, measures=scenario.measures[:-1]))[1] == 1
    assert made(replace(scenario, parameters={"climate.warming_scale": 1.1}))[1] == 3


def test_without_a_folder_the_runs_are_made_every_time(
    made: Callable[..., tuple[ReferenceRuns, int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "file" / "folder"))
    assert [made(load_scenario("ndc-first"))[1] for _ in range(2)] == [3, 3]


def test_same_numbers_looks_beyond_words() -> None:
    scenario = load_scenario("ndc-first")
    assert same_numbers(scenario, replace(scenario, description="else"))
    assert not same_numbers(scenario, replace(scenario, seed=scenario.seed + 1))
