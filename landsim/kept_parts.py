"""Parts of a run that later runs use again, each kept by exactly what it is made from.

Runs of a study share their ground and their scenario and differ in a few parameters. A part says which parameters it
reads; it is made anew where one of these, or anything else that it is made from, is another. It sees no other
parameters: they are not a number while it is made, so that one that is read without being declared does not go unseen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters

Floats = NDArray[np.float64]
Made = TypeVar("Made")


@dataclass(frozen=True)
class Part:
    """A part of a run.

    reads  parameters that it depends on: names of parameters or of their elements; a name that ends in a dot stands
           for all that begin so
    most   how many are kept; what was not asked for longest goes first
    """

    name: str
    reads: tuple[str, ...]
    most: int = 2


class KeptParts:
    """What was made of each part. It is shared by runs and must not be changed: its arrays are read-only."""

    def __init__(self) -> None:
        self._kept: dict[str, list[tuple[tuple[Any, ...], Any]]] = {}

    def get(self, part: Part, values: Floats, make: Callable[[Floats], Made], *made_from: Any) -> Made:
        """The part for these values of the parameters, kept or made now.

        make       takes the flat vector of parameters in which all but those that the part reads are not a number
        made_from  whatever else the part depends on, with == (arrays as bytes, see `content`)
        """
        read = read_by(part)
        key = (values[read].tobytes(), *made_from)
        kept = self._kept.setdefault(part.name, [])
        for at, (known, made) in enumerate(kept):
            if known == key:
                kept.append(kept.pop(at))
                found: Made = made
                return found
        seen = np.full_like(values, np.nan)
        seen[read] = values[read]
        found = make(seen)
        hold_still(found)
        if len(kept) == part.most:
            del kept[0]
        kept.append((key, found))
        return found

    def count(self, part: Part) -> int:
        """How many are kept of a part."""
        return len(self._kept.get(part.name, []))


@cache
def read_by(part: Part) -> NDArray[np.int64]:
    """Places in the flat vector of the parameters that a part reads.

    Raises KeyError for a name that stands for no declared parameter.
    """
    places: set[int] = set()
    for name in part.reads:
        found = [
            at
            for at, element in enumerate(parameters.elements())
            if name in (element.name, element.parameter.name) or (name.endswith(".") and element.name.startswith(name))
        ]
        if not found:
            raise KeyError(f"part '{part.name}' reads '{name}', which is not declared")
        places.update(found)
    return np.array(sorted(places), dtype=np.int64)


def content(thing: Any) -> bytes | tuple[tuple[str, bytes], ...]:
    """The numbers of an array, or of all arrays that are fields of a dataclass, by name, to be compared with ==."""
    if isinstance(thing, np.ndarray):
        return thing.tobytes()
    return tuple((name, value.tobytes()) for name, value in vars(thing).items() if isinstance(value, np.ndarray))


def hold_still(thing: Any) -> None:
    """Make all arrays in dataclasses, tuples, lists and dictionaries read-only.

    Named tuples are left as they are: they hold arguments of the kernel, which is compiled for arrays that may be
    written, and would be compiled once more for others.
    """
    if isinstance(thing, np.ndarray):
        thing.setflags(write=False)
    elif is_dataclass(thing):
        for one in fields(thing):
            hold_still(getattr(thing, one.name))
    elif isinstance(thing, dict):
        for value in thing.values():
            hold_still(value)
    elif isinstance(thing, (tuple, list)) and not hasattr(thing, "_fields"):
        for value in thing:
            hold_still(value)
