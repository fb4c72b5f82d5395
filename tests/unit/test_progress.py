"""What the user reads while long work is under way, and before a batch."""

from __future__ import annotations

import io
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from landsim import progress as progressing
from landsim.batch import estimate as estimating
from landsim.batch.estimate import check_disk, estimate
from landsim.batch.experiment import load_experiment
from landsim.errors import InputError
from landsim.progress import Progress, duration, with_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, as its last element."""
    now = [100.0]
    monkeypatch.setattr(progressing.time, "monotonic", lambda: now[-1])
    return now


def test_plain_lines_where_there_is_no_terminal(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(total=20, already_done=4)
    for second in (105.0, 110.0, 115.0, 120.0):
        clock.append(second)
        progress.add(failed=second == 115.0)
    progress.close()
    # One line in ten seconds; the pace counts from the first run that ended, at 105.
    assert capsys.readouterr().err.splitlines() == [
        "6 of 20 runs done, 0 failed, 0.2 runs a second, about 70 s left",
        "7 of 20 runs done, 1 failed, 0.2 runs a second, about 60 s left",
    ]


def test_the_last_run_is_always_told(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    Progress(total=3, already_done=2).add(failed=False)
    assert capsys.readouterr().err == "3 of 3 runs done, 0 failed\n"


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    progress = Progress(total=4, already_done=1)
    progress.add(failed=False)
    progress.say("a notice")
    progress.add(failed=True)
    progress.close()
    text = terminal.getvalue()
    assert "a notice\n" in text
    assert "3/4" in text.split("\r")[-1] and "failed=1" in text.split("\r")[-1]


def test_runs_one_by_one_are_told_with_their_name(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    done = []
    for run in with_progress(["a", "b", "c"], "work"):
        done.append(run)
        clock.append(clock[-1] + 20.0)
    assert done == ["a", "b", "c"]
    assert capsys.readouterr().err.splitlines() == [
        "work: 3 runs",
        "work: 1 of 3 runs done, 0 failed",
        "work: 2 of 3 runs done, 0 failed, 0.05 runs a second, about 20 s left",
        "work: 3 of 3 runs done, 0 failed, 0.05 runs a second",
    ]


def test_runs_one_by_one_have_a_bar_that_an_error_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    told = with_progress(["a", "b"], "work")
    assert [next(told), next(told)] == ["a", "b"]
    told.close()
    assert "work:  50%" in terminal.getvalue().split("\r")[-1] and terminal.getvalue().endswith("\n")


@pytest.mark.parametrize(("seconds", "text"), [(3.4, "3 s"), (89, "89 s"), (100, "2 min"), (5500, "1.5 h")])
def test_durations_read_well(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_an_estimate_grows_with_runs_and_units_and_shrinks_with_workers() -> None:
    experiment = load_experiment("smoke-batch")
    usual = estimate(experiment, 24, 18251, 2)
    assert 5.0 < usual.seconds < 60.0 and 0.5e6 < usual.bytes < 5e6
    assert estimate(experiment, 48, 18251, 2).seconds > usual.seconds
    assert estimate(experiment, 24, 430000, 2).seconds > 10 * usual.seconds
    assert estimate(experiment, 24, 18251, 4).seconds < usual.seconds
    assert estimate(experiment, 48, 18251, 2).bytes == 2 * usual.bytes
    assert "about " in usual.sentence() and "MB of disk" in usual.sentence()


def test_a_disk_too_small_is_refused_before_the_first_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needed = estimate(load_experiment("smoke-batch"), 24, 18251, 2)
    check_disk(tmp_path, needed)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(estimating.shutil, "disk_usage", lambda _: usage(2e6, 1.5e6, 5e5))
    with pytest.raises(InputError, match=r"has 0.5 MB left, expected about 1\.\d MB for the results; free some"):
        check_disk(tmp_path, needed)
