"""`landsim sensitivity` and `landsim uncertainty` as a user meets them: plain sentences and exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from landsim import cli
from landsim.batch.session import Stopped
from landsim.plotting import sensitivity as figures
from landsim.sensitivity import session
from landsim.sensitivity.session import StudySummary

STUDY = (
    'kind = "sensitivity"\nscenario = "baseline"\nmethod = "sobol"\nsamples = 8\nvariables = ["lulucf_net"]\n'
    'parameters = ["climate.co2_response", "fire.warming_response"]\n'
)


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text(STUDY)


def landsim_command(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments), prog_name="landsim")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (STUDY.replace("= 8", "= 12"), "mine.toml, key 'samples': found 12, expected a power of two for Sobol's"),
        (STUDY.replace("co2_response", "co2_respons"), "mine.toml, key 'parameters': found 'climate.co2_respons', did"),
        (STUDY.replace('"sensitivity"', '"uncertainty"'), "that kind runs with `landsim uncertainty`"),
    ],
)
def test_a_wrong_file_is_one_sentence_and_exit_code_2(text: str, expected: str) -> None:
    Path("mine.toml").write_text(text)
    result = landsim_command("sensitivity", "mine.toml")
    assert result.exit_code == 2 and expected in result.output
    assert not Path("runs").exists()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (None, "Error: mine.toml, key 'posterior': found 'sets.csv', which is no file beside the experiment, expected"),
        (["1"] * 39 + ["6"], "key 'posterior': in line 41 of 'sets.csv' parameter 'forest.growth_scale.RUS' is 6, exp"),
        ([], "Error: mine.toml, key 'posterior': found no parameter set in 'sets.csv', expected a row for each"),
    ],
)
def test_a_wrong_posterior_is_one_sentence_and_exit_code_2(rows: list[str] | None, expected: str) -> None:
    Path("mine.toml").write_text(
        'kind = "uncertainty"\nscenario = "baseline"\nsamples = 40\nvariables = ["gap"]\nposterior = "sets.csv"\n'
    )
    if rows is not None:
        Path("sets.csv").write_text("\n".join(["forest.growth_scale.RUS", *rows]) + "\n")
    result = landsim_command("uncertainty", "mine.toml")
    assert result.exit_code == 2 and expected in result.output and result.output.count("\n") == 1
    assert not Path("runs").exists()


def test_workers_and_a_cluster_exclude_each_other() -> None:
    for name in ("sensitivity", "uncertainty"):
        result = landsim_command(name, "mine.toml", "--workers", "2", "--dask", "tcp://a:1")
        assert result.exit_code == 2 and "--workers counts processes of this machine" in result.output


def test_an_output_that_tells_nothing_is_named_with_exit_code_1(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def run_study(study: Any, folder: Path, workers: int, dask: str | None) -> StudySummary:
        asked.append((study.experiment.name, folder, workers, dask))
        return StudySummary(32, 6, ["lulucf_net of JPN in 2030 is 1 in all 48 samples, expected one that changes."])

    monkeypatch.setattr(session, "run_study", run_study)
    monkeypatch.setattr(figures, "draw_study", lambda *arguments: [])
    result = landsim_command("sensitivity", "mine.toml", "--workers", "3")
    assert asked == [("mine", Path("runs/mine"), 3, None)]
    assert result.exit_code == 1
    assert "Indices: runs/mine/indices.csv (6 outputs)" in result.output
    assert "no index is told of:\n  lulucf_net of JPN in 2030 is 1 in all 48 samples" in result.output


def test_an_interruption_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def run_study(*arguments: Any, **options: Any) -> StudySummary:
        raise Stopped("3 of 32 runs are done and kept in there")

    monkeypatch.setattr(session, "run_study", run_study)
    result = landsim_command("sensitivity", "mine.toml", "--out", "there")
    assert result.exit_code == 130
    assert "Go on with: landsim sensitivity mine.toml --out there" in result.output
