"""Numbers and parameters that a caller of the public functions hands over: made arrays, or refused in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landsim.core import parameters
from landsim.errors import InputError


def checked(
    found: ArrayLike, where: str, expected: str, lowest: float = 0.0, highest: float = np.inf
) -> NDArray[np.float64]:
    """``found`` as an array of finite numbers between ``lowest`` and ``highest``.

    Raises InputError naming ``where``, what was found and what was expected.
    """
    try:
        values = np.asarray(found, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(f"{where}: found {found!r}, expected {expected}.") from None
    bad = ~(np.isfinite(values) & (values >= lowest) & (values <= highest))
    if bad.any():
        raise InputError(f"{where}: found {values[bad].flat[0]:g}, expected {expected}.")
    return values


def plain(values: Any) -> Any:
    """A single number as a float, an array as it is."""
    return float(values) if np.ndim(values) == 0 else values


def resolved(given: Mapping[str, float] | None) -> NDArray[np.float64]:
    """The flat vector of parameters with the overrides that a caller hands over as ``parameters``.

    Raises InputError for a name that is not declared or a value out of its range.
    """
    if given is None:
        given = {}
    if not isinstance(given, Mapping):
        raise InputError(f"parameters: found {type(given).__name__}, expected a mapping of declared name to value.")
    try:
        return parameters.resolve({str(name): value for name, value in given.items()})
    except (KeyError, ValueError) as error:
        sentence = str(error.args[0])
        raise InputError(f"parameters: {sentence}{'' if sentence.endswith(('?', '.')) else '.'}") from error
