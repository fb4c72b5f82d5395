"""Words of messages: what the user probably meant, how many there are."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """A clause for the end of an error sentence: the nearest known name, or all of them if none is near."""
    names = list(known)
    by_lower_case = {name.lower(): name for name in names}
    near = difflib.get_close_matches(found.lower(), list(by_lower_case), n=1, cutoff=0.6)
    if near:
        return f"did you mean '{by_lower_case[near[0]]}'?"
    return "known are " + ", ".join(names) + "."


def counted(number: int, noun: str) -> str:
    """A number and its noun, in the plural unless it is one."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
