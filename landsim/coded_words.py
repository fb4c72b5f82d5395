"""Words that a caller of the public functions hands over: made places in a list, or refused in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landsim.errors import InputError
from landsim.facts import load_table
from landsim.suggestions import did_you_mean

Codes = NDArray[np.intp]
Words = NDArray[np.str_]
OUTCOMES = ("degradation", "stable", "improvement")


def coded(found: ArrayLike, where: str, known: Sequence[str], *, by_index: bool = False) -> Codes:
    """Places of words in ``known``; ``by_index`` lets whole numbers from 0 stand for them.

    Raises InputError naming ``where``, what was found and what is known.
    """
    values = np.asarray(found)
    if by_index and values.dtype.kind in "iu":
        bad = (values < 0) | (values >= len(known))
        if bad.any():
            raise InputError(f"{where}: found {values[bad].flat[0]}, expected a name, or 0 to {len(known) - 1}.")
        return values.astype(np.intp)
    if values.dtype.kind not in "UO" and values.size:
        kind = f"one of {', '.join(known)}"
        raise InputError(f"{where}: found {values.flat[0]}, expected {kind}{', or its place' if by_index else ''}.")
    words, place = np.unique(values.astype(str), return_inverse=True)
    for word in words:
        if word not in known:
            raise InputError(f"{where}: found {str(word)!r}; {did_you_mean(str(word), known)}")
    places = np.array([known.index(str(word)) for word in words], dtype=np.intp)
    codes: Codes = places[place].reshape(values.shape) if words.size else np.zeros(values.shape, dtype=np.intp)
    return codes


def worded(codes: Any, known: Sequence[str]) -> Any:
    """Words at the places ``codes``: an array of them, or one as a str."""
    words = np.asarray(known)[codes]
    return str(words) if np.ndim(words) == 0 else words


@cache
def outcome_table(name: str, keys: tuple[str, ...], known: tuple[tuple[str, ...], ...], column: str) -> Words:
    """A fact table of words as an array, with an axis for each of ``keys`` in the order of its ``known`` words."""
    table = load_table(name, (*keys, column))
    place = [coded(table[key].to_numpy(), f"{name}.csv", words) for key, words in zip(keys, known, strict=True)]
    cells = np.full([len(words) for words in known], "", dtype="U20")
    cells[tuple(place)] = table[column].to_numpy().astype(str)
    cells.setflags(write=False)
    return cells
