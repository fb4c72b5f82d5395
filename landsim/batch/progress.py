"""How far a batch is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from typing import Any

from tqdm import tqdm

SECONDS_BETWEEN_LINES = 10.0
# A batch of hours leaves a log that can be read: lines come further apart the longer it lasts.
SHARE_BETWEEN_LINES = 0.05


class Progress:
    """Runs done and failed, rate and time left, on stderr."""

    def __init__(self, total: int, already_done: int) -> None:
        self.total, self.done, self.failed = total, already_done, 0
        self._started = self._told = time.monotonic()
        # The pace is told from the first run that ends: before it, workers start.
        self._first_end: float | None = None
        self._first_ended = 0
        self._bar: Any = None
        if sys.stderr.isatty():
            self._bar = tqdm(total=total, initial=already_done, unit="run", smoothing=0.1, dynamic_ncols=True)
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
        line = f"{self.done} of {self.total} runs done, {self.failed} failed"
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


def duration(seconds: float) -> str:
    """Seconds, minutes or hours, whichever reads best."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
