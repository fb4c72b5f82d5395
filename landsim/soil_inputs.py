"""What a caller of the soil functions gives: months, years, pools and parameters, checked and turned into arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landsim.checked_numbers import checked, resolved
from landsim.errors import InputError
from landsim.suggestions import did_you_mean

Floats = NDArray[np.float64]
MONTHS = 12


def months_last(found: ArrayLike, where: str, expected: str, lowest: float = -np.inf) -> Floats:
    """Monthly numbers with the months on the last axis, where they stand already or on the first one."""
    values = checked(found, where, expected, lowest)
    if values.ndim and values.shape[-1] == MONTHS:
        return values
    if values.ndim and values.shape[0] == MONTHS:
        return np.moveaxis(values, 0, -1)
    raise InputError(f"{where}: found an array of shape {values.shape}, expected {MONTHS} months, first or last.")


def fitting(arrays: Mapping[str, Any]) -> list[Any]:
    """Arrays broadcast to their common shape, or an error that names their shapes."""
    try:
        return list(np.broadcast_arrays(*arrays.values()))
    except ValueError:
        shapes = ", ".join(f"{name} {np.shape(array)}" for name, array in arrays.items())
        raise InputError(f"Shapes that do not fit each other: {shapes}.") from None


def as_years(values: Floats, where: str) -> Floats:
    """[years, 12] from one number for all months, 12 months, [years, 12], or all months in a row."""
    if values.ndim == 0:
        return np.full((1, MONTHS), float(values))
    if values.size and values.ndim <= 2 and values.shape[-1] % MONTHS == 0 and values.shape[-1] >= MONTHS:
        if values.ndim == 1:
            return values.reshape(-1, MONTHS)
        if values.shape[1] == MONTHS:
            return values
    raise InputError(f"{where}: found an array of shape {values.shape}, expected 12 months, or whole years of them.")


def read_pools(found: Mapping[str, float], names: Sequence[str], unread: Sequence[str] = ()) -> list[float]:
    """Pools in the order of ``names``; one that is not given is empty, and ``unread`` keys may be there."""
    if not isinstance(found, Mapping):
        raise InputError(f"initial_pools: found {type(found).__name__}, expected a mapping of pool to carbon.")
    for name in found:
        if name not in names and name not in unread:
            raise InputError(f"initial_pools, key '{name}': not a pool of this model; {did_you_mean(str(name), names)}")
    pools = [checked(found.get(name, 0.0), f"initial_pools, key '{name}'", "carbon, zero or more") for name in names]
    return [single(pool, f"initial_pools, key '{name}'") for pool, name in zip(pools, names, strict=True)]


def single(values: Floats, where: str) -> float:
    """The only number of an array."""
    if values.size != 1:
        raise InputError(f"{where}: found {values.size} numbers, expected one.")
    return float(values.flat[0])


def read_parameters(
    given: Mapping[str, float] | None, processes: Sequence[str], unread: Sequence[str] = ()
) -> Floats:
    """The flat vector of parameters with overrides applied; one of another process, or ``unread``, is an error."""
    values = resolved(given)
    for name in given or {}:
        if name.split(".")[0] not in processes or ".".join(name.split(".")[:2]) in unread:
            groups = " or ".join(f"{process}.*" for process in processes)
            but = f" but {', '.join(unread)}" if unread else ""
            raise InputError(f"parameters: '{name}' has no effect here, expected {groups}{but}.")
    return values
