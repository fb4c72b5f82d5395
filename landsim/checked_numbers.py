"""Numbers that a caller of the public functions hands over: made arrays, or refused in one sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

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
