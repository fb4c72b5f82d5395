"""landsim compare as the user meets it: files, sentences, exit codes, and nothing half written."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from compared_runs import write_compared_run

from landsim import cli
from landsim.comparison import compare as comparing
from landsim.comparison import country_runs
from landsim.names import COUNTRIES
from landsim.plotting import side_by_side
from landsim.results import Run


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def two_runs() -> tuple[str, str]:
    write_compared_run(Path("a"), "baseline", degraded={2030: 5.0, 2050: 8.0})
    write_compared_run(Path("b"), "grass", removal=1.0, degraded={2030: 4.0, 2050: 2.0})
    return "a", "b"


def command(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["compare", *arguments], prog_name="landsim")


def refused(*arguments: str) -> str:
    result = command(*arguments)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.stderr
    return result.stderr.splitlines()[-1].removeprefix("Error: ")


class TestFolders:
    def test_two_runs_leave_tables_and_figures(self, two_runs: tuple[str, str]) -> None:
        result = command(*two_runs)
        assert result.exit_code == 0, result.output
        folder = Path("runs/compare-baseline-grass")
        assert f"Comparison: {folder}\n" == result.stdout
        assert {path.name for path in folder.iterdir()} == {"comparison.csv", "frontier.csv", "compare.json", "figures"}
        stems = {"land_sector_side_by_side", "gap_side_by_side", "frontier_2030", "frontier_2050"}
        assert {path.name for path in (folder / "figures").iterdir()} == {
            f"{stem}.{kind}" for stem in stems for kind in ("png", "svg")
        }
        told = json.loads((folder / "compare.json").read_text())
        assert [run["label"] for run in told["runs"]] == ["baseline", "grass"]
        assert told["difference_against"] == told["frontier_against"] == "baseline"

    def test_the_same_bits_again_and_an_earlier_comparison_is_replaced(self, two_runs: tuple[str, str]) -> None:
        first, second = (
            {path.name: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
            for _ in range(2)
            if command(*two_runs, "--out", "out").exit_code == 0
        )
        assert first == second and len(first) == 11
        assert command(*two_runs, "--out", "out", "--no-figures").exit_code == 0
        assert not Path("out/figures").exists()

    def test_runs_without_degraded_area_are_compared_without_a_frontier(self, two_runs: tuple[str, str]) -> None:
        write_compared_run(Path("old"), "old")
        result = command("a", "old", "--out", "out", "--no-figures")
        assert result.exit_code == 0
        assert "Note: no frontier: old/stocks.csv has no net_degraded_area, expected it by country" in result.stderr
        assert Path("out/comparison.csv").is_file() and not Path("out/frontier.csv").exists()


class TestRefusals:
    def test_each_is_one_sentence_and_writes_nothing(self, two_runs: tuple[str, str]) -> None:
        write_compared_run(Path("later"), "x", landscape={"label": "mine", "content": "ff"})
        Path("taken").mkdir()
        Path("taken/diary.txt").write_text("x")
        Path("empty").mkdir()
        before = sorted(Path().rglob("*"))
        for arguments, expected in (
            (("a",), "compare: found one run, expected two or more, or one with --contributions."),
            (("a", "a"), "'a' is named twice, expected runs that differ."),
            (("a", "empty"), "'empty' has no run.json, expected the folder of a finished run (landsim run SCENARIO)."),
            (("a", "later"), "'a' and 'later' differ in their landscape: found"),
            (("a", "b", "--out", "taken"), "--out: 'taken' holds other files than a comparison of landsim"),
            (("a", "b", "--out", "a/run.json"), "--out: 'a/run.json' is a file, expected a folder or a new name."),
            (("a", "b", "--out", "a/run.json/x"), "--out: 'a/run.json/x' cannot be written (Not a directory)"),
            (("a", "b", "--out", "a"), "--out: 'a' holds other files than a comparison of landsim"),
            (("a", "b", "--country", "MNG"), "--country: found it without --contributions, expected both"),
            (("nonsense", "a"), "'nonsense' is neither the folder of a run, nor a scenario file, nor one of"),
            (("baseline", "--contributions"), "--contributions: scenario 'baseline' has no measure, expected one"),
            (("ndc-first", "ndc-first", "--contributions"), "--contributions: scenario 'ndc-first' is named twice"),
            (("ndc-first", "--contributions", "--country", "JPN"), "--contributions: scenario 'ndc-first' has no"),
        ):  # fmt: skip
            assert refused(*arguments).startswith(expected), arguments
            assert sorted(Path().rglob("*")) == before, arguments

    def test_an_unknown_country_is_a_usage_error(self) -> None:
        result = command("ndc-first", "--contributions", "--country", "MNGX")
        assert result.exit_code == 2 and "'MNGX' is not one of 'CHN', 'PRK'" in result.stderr


class TestInterruption:
    def interrupt(self, *_: object, **__: object) -> None:
        raise KeyboardInterrupt

    def test_while_drawing_nothing_is_left(self, two_runs: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
        assert command(*two_runs, "--out", "out", "--no-figures").exit_code == 0
        before = {path: path.read_bytes() for path in Path("out").iterdir()}
        monkeypatch.setattr(side_by_side, "draw_gaps", self.interrupt)
        for out in ("out", "new"):
            result = command(*two_runs, "--out", out)
            assert result.exit_code == 130
            assert result.stderr.endswith("interrupted; no comparison was written, finished runs stay in runs/\n")
        assert {path: path.read_bytes() for path in Path("out").iterdir()} == before
        assert sorted(path.name for path in Path().iterdir()) == ["a", "b", "out"]

    def test_between_runs_of_contributions_nothing_is_left(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(country_runs.CountryRuns, "outcome", self.interrupt)
        assert command("ndc-first", "--contributions", "--country", "MNG").exit_code == 130
        assert list(Path().iterdir()) == []


def test_scenarios_without_a_run_are_run_and_said(
    two_runs: tuple[str, str], monkeypatch: pytest.MonkeyPatch, baseline: Run
) -> None:
    monkeypatch.setattr(comparing, "run_scenario", lambda scenario, folder: baseline.write(folder))
    assert command("baseline", "a", "--no-figures").exit_code == 2  # another landscape than the small one
    assert Path("runs/baseline/run.json").is_file()
    again = command("baseline", "b", "--no-figures")
    assert "baseline: taken from runs/baseline, which is current." in again.stderr


class TestContributions:
    def test_of_mongolia_in_ndc_first(self, ndc_first: Run, baseline: Run) -> None:
        result = command("ndc-first", "--contributions", "--country", "MNG")
        assert result.exit_code == 0, result.output
        assert "contributions of ndc-first: 2 of 2 runs done" in result.stderr
        folder = Path("runs/compare-ndc-first-contributions")
        assert {path.name for path in folder.iterdir()} == {"contributions.csv", "compare.json", "figures"}
        table = pd.read_csv(folder / "contributions.csv")
        assert set(table["country"]) == {"MNG"}
        row = COUNTRIES.index("MNG")
        net = (ndc_first.account.inventory["lulucf_net"] - baseline.account.inventory["lulucf_net"])[row, 60]
        here = table[(table["year"] == 2050) & (table["variable"] == "lulucf_net")]
        assert here["alone"].tolist() == pytest.approx([net, net], rel=1e-9)
        assert (folder / "figures/contributions_ndc-first.png").stat().st_size > 10_000

    def test_of_the_scenario_of_a_run_folder(self, ndc_first: Run) -> None:
        ndc_first.write("kept")
        result = command("kept", "--contributions", "--country", "PRK", "--out", "out", "--no-figures")
        assert result.exit_code == 0, result.output
        assert set(pd.read_csv("out/contributions.csv")["measure"]) == {"nasap", "all measures"}
