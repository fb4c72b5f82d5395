"""`landsim batch` and `landsim run --id` as a user meets them: output, plain sentences, exit codes."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from batch_processes import files_of, start_batch, wait_for_runs, write_experiment
from click.testing import CliRunner, Result

from landsim import cli
from landsim.batch import session
from landsim.batch.session import Stopped, Summary

EXPERIMENT = 'kind = "batch"\nscenarios = ["baseline"]\nvariables = ["lulucf_net"]\n'
FIGURE = '[figure]\nvariable = "lulucf_net"\ncountry = "NEA"\n'


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text(EXPERIMENT)


def landsim_command(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments), prog_name="landsim")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Replaces the batch; the arguments it was called with. Its last element, if set by a test, is its answer."""
    calls: list[Any] = []
    answer: list[Any] = [Summary(1, [])]

    def run_experiment(*arguments: Any) -> Summary:
        calls.append(arguments)
        if isinstance(answer[0], BaseException):
            raise answer[0]
        return answer[0]  # type: ignore[no-any-return]

    monkeypatch.setattr(session, "run_experiment", run_experiment)
    calls.append(answer)
    return calls


def test_options_reach_the_batch(asked: list[Any]) -> None:
    result = landsim_command("batch", "mine.toml", "--out", "there", "--workers", "3")
    assert result.exit_code == 0, result.output
    experiment, folder, workers, dask = asked[1]
    assert (experiment.name, folder, workers, dask) == ("mine", Path("there"), 3, None)
    assert "Results: there/results.parquet (1 run)" in result.stdout
    landsim_command("batch", "mine.toml", "--dask", "tcp://a:1")
    assert asked[2][1:] == (Path("runs/mine"), os.cpu_count(), "tcp://a:1")


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("batch", "mine.toml", "--workers", "2", "--dask", "tcp://a:1"), 2, "expected it without --dask ADDRESS"),
        (("batch", "mine.toml", "--workers", "0"), 2, "0 is not in the range x>=1"),
        (("batch", "none"), 2, "there is no experiment file 'none', and the shipped experiments are gap-2030-sobol,"),
        (("batch", "mine.toml", "--out", "mine.toml"), 2, "'mine.toml' is a file, expected a folder or a new name."),
        (("batch", "mine.toml", "--out", "."), 2, "holds other files than a batch of landsim, expected a new or empty"),
        (("run",), 2, "Missing argument 'SCENARIO'."),
        (("run", "--id", "ab"), 2, "there is no run 'ab' in a batch under runs/"),
        (("run", "--id", "ab", "--precision", "float32"), 2, "expected it without --landscape, --precision, --strata"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    asked: list[Any], arguments: tuple[str, ...], code: int, expected: str
) -> None:
    result = landsim_command(*arguments)
    assert result.exit_code == code
    assert expected in " ".join(result.stderr.split())
    assert "Traceback" not in result.output and len(asked) == 1


def test_failed_runs_are_told_and_the_exit_code_is_1(asked: list[Any]) -> None:
    asked[0][0] = Summary(5, [(f"id{n}", "baseline", "does not close") for n in range(7)])
    result = landsim_command("batch", "mine.toml")
    assert result.exit_code == 1
    assert "Error: 7 runs failed; they are in no table:\n  id0 (baseline): does not close\n" in result.stderr
    assert "id4" in result.stderr and "id5" not in result.stderr


def test_an_interrupted_batch_says_how_to_go_on(asked: list[Any]) -> None:
    asked[0][0] = Stopped("3 of 9 runs are done and kept in there")
    result = landsim_command("batch", "mine.toml", "--out", "there")
    assert result.exit_code == 130
    assert result.stderr == (
        "interrupted; 3 of 9 runs are done and kept in there. Go on with: landsim batch mine.toml --out there\n"
    )


def test_a_batch_from_end_to_end(tmp_path: Path) -> None:
    """Ctrl-C in the middle, on to the end, once more for nothing, and one of its runs by its id."""
    experiment = write_experiment(tmp_path, seeds=3, extra=FIGURE)
    out = tmp_path / "runs" / "small"
    process = start_batch(experiment, out, "--workers", "1")
    wait_for_runs(out, 1, process)
    os.killpg(process.pid, signal.SIGINT)
    output = process.communicate(timeout=120)[0]
    if process.returncode != 0:  # on a fast machine it may be done before the signal arrives
        assert process.returncode == 130, output
        assert f"are done and kept in {out}. Go on with: landsim batch {experiment} --out {out}" in output
        assert "Traceback" not in output
    result = landsim_command("batch", str(experiment), "--out", str(out), "--workers", "1")
    assert result.exit_code == 0, result.output
    assert "small: 12 runs" in result.stderr and "of disk" in result.stderr
    assert "12 of 12 runs done, 0 failed" in result.stderr
    assert {path.name for path in (out / "figures").iterdir()} == {"lulucf_net.png", "lulucf_net.svg"}
    before = files_of(out)
    result = landsim_command("batch", str(experiment), "--out", str(out))
    assert f"small: all 12 runs are done in {out}." in result.stderr
    assert files_of(out) == before

    one = next((out / "runs").iterdir()).stem
    result = landsim_command("run", str(out), "--id", one[:9], "--no-figures", "--out", "again")
    assert result.exit_code == 0, result.output
    assert f"Run {one}: all 60 values that the batch kept are the same, to the last bit." in result.stdout
    assert Path("again/inventory.csv").is_file()
