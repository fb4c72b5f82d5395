"""How far long work has come: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

Item = TypeVar("Item")


def with_progress(items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
    """The items one by one, told on stderr: a bar on a terminal, else a line at the start and at every quarter."""
    if sys.stderr.isatty():
        yield from tqdm(items, total=total, desc=what, unit="run", leave=False)
        return
    told = 0
    print(f"{what}: {total} runs", file=sys.stderr, flush=True)
    for done, item in enumerate(items, start=1):
        yield item
        if 4 * done // total > told:
            told = 4 * done // total
            print(f"{what}: {done} of {total} done", file=sys.stderr, flush=True)
