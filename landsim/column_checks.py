"""One column of a landscape file: read as float64 in its unit, or refused in one sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from landsim.errors import InputError

# Unit in the file, lowest and highest legal value.
Expected = tuple[str, float, float]


def check_unit(variable: Any, name: str, label: str, unit: str) -> None:
    """Raises InputError when the variable of a NetCDF file does not say that it is in ``unit``."""
    found = getattr(variable, "units", "")
    if found != unit:
        raise InputError(f"{label}: column '{name}' is in '{found}', expected '{unit}'.")


def checked_column(variable: Any, name: str, label: str, expected: Expected) -> NDArray[np.float64]:
    """The values of a NetCDF variable over (unit) or (month, unit), float64.

    Raises InputError for another unit than expected and for a value that is not finite or out of range.
    """
    unit, low, high = expected
    check_unit(variable, name, label, unit)
    values: NDArray[np.float64] = np.ma.filled(np.ma.asarray(variable[:]).astype(np.float64, copy=False), np.nan)
    # Not a number fails both comparisons.
    if values.size == 0 or (values.min() >= low and values.max() <= high):
        return values
    bad = ~np.isfinite(values)
    if bad.any():
        raise InputError(f"{label}: column '{name}' is not a number in {_first(bad)[1]}, expected a finite value.")
    where, place = _first((values < low) | (values > high))
    raise InputError(
        f"{label}: column '{name}' is {values[where]:g} in {place}, "
        f"expected {low:g} to {high:g}{'' if unit == '1' else ' ' + unit}."
    )


def _first(bad: NDArray[np.bool_]) -> tuple[tuple[int, ...], str]:
    """Index of the first bad value, and what a user calls that place."""
    where = tuple(int(i) for i in np.unravel_index(int(np.argmax(bad)), bad.shape))
    month = f", month {where[0] + 1}" if len(where) > 1 else ""
    return where, f"unit {where[-1]}{month}"
