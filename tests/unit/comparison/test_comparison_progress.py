"""Progress of long work: lines where stderr is no terminal, a bar where it is one."""

from __future__ import annotations

import io
import sys

import pytest

from landsim.comparison.progress import with_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("total", "lines"), [(1, ["1 of 1"]), (2, ["1 of 2", "2 of 2"]), (40, ["10 of 40", "20 of 40"])]
)
def test_plain_lines_elsewhere(total: int, lines: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert list(with_progress(range(total), total, "work")) == list(range(total))
    told = capsys.readouterr().err.splitlines()
    assert told[0] == f"work: {total} runs"
    assert told[1 : 1 + len(lines)] == [f"work: {line} done" for line in lines]
    assert told[-1] == f"work: {total} of {total} done" and len(told) <= 5


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert list(with_progress(iter("abc"), 3, "work")) == ["a", "b", "c"]
    assert "\r" in terminal.getvalue() and "work" in terminal.getvalue() and " done" not in terminal.getvalue()
