"""Names on the command line: folders are read, scenarios run unless a current run is there, all else is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from compared_runs import write_compared_run

from landsim.comparison.find_runs import find_runs, is_folder_of_run, scenario_named
from landsim.errors import InputError
from landsim.landscape import load_landscape
from landsim.scenario import Scenario, load_scenario
from landsim.versions import code_versions, landscape_content


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


class Runner:
    """Stands for the model: writes a run folder that is current, and remembers what was asked."""

    def __init__(self) -> None:
        self.ran: list[tuple[str, Path]] = []
        self.said: list[str] = []

    def run(self, scenario: Scenario, folder: Path) -> None:
        self.ran.append((scenario.name, folder))
        write_compared_run(
            folder,
            scenario.name,
            scenario_hash=scenario.content_hash(),
            landscape={"content": landscape_content(load_landscape())},
            code=code_versions(),
        )

    def find(self, *names: str) -> list[Path]:
        self.ran, self.said = [], []
        return [run.folder for run in find_runs(names, self.run, self.said.append)]


@pytest.fixture
def runner() -> Runner:
    return Runner()


def test_a_scenario_is_run_once_and_taken_afterwards(runner: Runner) -> None:
    assert runner.find("baseline", "frozen") == [Path("runs/baseline"), Path("runs/frozen")]
    assert [name for name, _ in runner.ran] == ["baseline", "frozen"]
    assert runner.said[0].startswith("baseline: running it into runs/baseline, since there is no run of it yet")
    assert runner.find("baseline", "frozen") == [Path("runs/baseline"), Path("runs/frozen")]
    assert runner.ran == []
    assert runner.said[0] == "baseline: taken from runs/baseline, which is current."


@pytest.mark.parametrize(
    "change", [{"scenario_hash": "x"}, {"code": {"package": "old"}}, {"code": {"core": "old"}},
               {"code": {"tables": "old"}}, {"code": {"libraries": "old"}}, {"landscape": {"content": "other"}}],
)  # fmt: skip
def test_a_run_of_other_content_code_or_data_is_run_again(change: dict[str, object], runner: Runner) -> None:
    runner.find("baseline", "frozen")
    path = Path("runs/baseline/run.json")
    content = json.loads(path.read_text())
    for key, value in change.items():
        content[key] = {**content[key], **value} if isinstance(value, dict) else value
    path.write_text(json.dumps(content))
    runner.find("baseline", "frozen")
    assert [name for name, _ in runner.ran] == ["baseline"]
    assert "since runs/baseline is of another content, code or data" in runner.said[0]


def test_a_scenario_file_and_a_folder_are_told_apart(runner: Runner) -> None:
    Path("mine.toml").write_text('name = "mine"\ninclude = ["baseline"]\n')
    write_compared_run(Path("kept"), "other")
    assert runner.find("mine.toml", "kept") == [Path("runs/mine"), Path("kept")]
    assert [name for name, _ in runner.ran] == ["mine"]
    # An empty folder of the name of a shipped scenario hides nothing.
    Path("frozen").mkdir()
    assert not is_folder_of_run("frozen") and is_folder_of_run("kept") and not is_folder_of_run("mine.toml")


def test_nothing_runs_before_all_names_are_looked_at(runner: Runner) -> None:
    Path("half").mkdir()
    Path("half/inventory.csv").write_text("x")
    for wrong, expected in (
        ("half", "'half' is half written: it has inventory.csv and no run.json"),
        (
            "nonsense",
            "'nonsense' is neither the folder of a run, nor a scenario file, nor one of the shipped scenarios",
        ),
        ("baseline", "scenario 'baseline' is named twice, expected runs that differ."),
    ):
        with pytest.raises(InputError, match=expected):
            runner.find("baseline", wrong)
        assert runner.ran == []


def test_a_place_with_other_files_is_left_alone(runner: Runner) -> None:
    Path("runs/frozen").mkdir(parents=True)
    Path("runs/frozen/diary.txt").write_text("mine")
    with pytest.raises(InputError, match="'runs/frozen' holds other files than a run of landsim"):
        runner.find("frozen", "baseline")
    assert Path("runs/frozen/diary.txt").read_text() == "mine"


class TestScenarioNamed:
    def test_of_a_folder_it_is_the_one_that_was_run(self) -> None:
        scenario = load_scenario("zamyn-uud")
        folder = write_compared_run(Path("kept"), landscape={"content": landscape_content(load_landscape())})
        path = folder / "run.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), "scenario": scenario.to_dict()}))
        assert scenario_named("kept") == scenario == scenario_named("zamyn-uud")

    def test_another_landscape_is_refused(self) -> None:
        write_compared_run(Path("kept"))
        with pytest.raises(InputError, match="found a run on the landscape 'a small land', expected the embedded one"):
            scenario_named("kept")

    def test_a_folder_without_the_scenario_is_refused(self) -> None:
        path = write_compared_run(Path("kept")) / "run.json"
        content = json.loads(path.read_text())
        del content["scenario"]
        path.write_text(json.dumps(content))
        with pytest.raises(InputError, match="the key 'scenario' is missing, expected the file that a run writes"):
            scenario_named("kept")

    def test_a_scenario_of_another_version_is_refused(self) -> None:
        write_compared_run(Path("kept"), landscape={"content": landscape_content(load_landscape())})
        with pytest.raises(InputError, match="the scenario kept with a run cannot be read"):
            scenario_named("kept")
