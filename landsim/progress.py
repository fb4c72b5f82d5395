"""How far long work is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Collection, Iterator
from typing import Any, TypeVar

from tqdm import tqdm

Item = TypeVar("Item")
SECONDS_BETWEEN_LINES = 10.0
# Work of hours leaves a log that can be read: lines come further apart the longer it lasts.
SHARE_BETWEEN_LINES = 0.05


class Progress:
    """Runs done and failed, rate and time left, on stderr. ``what`` says of which work, where that is not plain."""

    def __init__(self, total: int, already_done: int = 0, what: str = "") -> None:
        self._what = what
        self.total, self.done, self.failed = total, already_done, 0
        self._started = self._told = time.monotonic()
        # The pace is told from the first run that ends: before it, workers start.
        self._first_end: float | None = None
        self._first_ended = 0
        self._bar: Any = None
        if sys.stderr.isatty():
            self._bar = tqdm(
                total=total, initial=already_done, desc=what or None, unit="run", smoothing=0.1, dynamic_ncols=True
            )
            self._bar.set_postfix(failed=0)

    def add(self, failed: bool) -> None:
        """One more run has ended."""
        self.failed += failed
        self.done += not failed
        if self._first_end is None:
            self._first_end, self._first_ended = time.monotonic(), self.done + self.failed
        if self._bar is not None:
            self._bar.set_postfix(failed=self.failed, refresh=False)
            self._bar.update(1)
            return
        now = time.monotonic()
        pause = max(SECONDS_BETWEEN_LINES, SHARE_BETWEEN_LINES * (now - self._started))
        if now - self._told >= pause or self.done + self.failed == self.total:
            self._told = now
            self.say(self.line())

    def line(self) -> str:
        """The state in one plain line."""
        ended = self.done + self.failed
        of = f"{self._what}: " if self._what else ""
        line = f"{of}{self.done} of {self.total} runs done, {self.failed} failed"
        if self._first_end is None or ended == self._first_ended:
            return line
        rate = (ended - self._first_ended) / max(time.monotonic() - self._first_end, 1e-9)
        left = f", about {duration((self.total - ended) / rate)} left" if ended < self.total else ""
        return f"{line}, {rate:.2g} runs a second{left}"

    def say(self, line: str) -> None:
        """A line that does not tear the bar."""
        if self._bar is not None:
            self._bar.write(line, file=sys.stderr)
        else:
            print(line, file=sys.stderr, flush=True)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def with_progress(runs: Collection[Item], what: str) -> Iterator[Item]:
    """The runs to do, one by one, with their progress told; an error ends it."""
    progress = Progress(len(runs), what=what)
    progress.say(f"{what}: {len(runs)} runs")
    try:
        for run in runs:
            yield run
            progress.add(failed=False)
    finally:
        progress.close()


def duration(seconds: float) -> str:
    """Seconds, minutes or hours, whichever reads best."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
