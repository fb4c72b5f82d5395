"""Recorded history laid on all units, country by country; laid once for runs that share everything it follows from.

It follows from the areas of 2020, recorded national change, shares of causes and the rules of history: a study that
varies anything else lays the same rows in each of its runs.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.policy.measure_kind import CAUSES
from landsim.policy.recorded import NationalChange, undo_country
from landsim.policy.tiers import Row

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
# A history of the full grid is some ten megabytes.
KEPT_HISTORIES = 4


@dataclass(frozen=True)
class RecordedLand:
    """Recorded history of all units. Its arrays are shared between runs and cannot be written to.

    start     [LAND, units], ha before the first year
    rows      changes of land that lead from there to 2020
    unplaced  country -> ha of recorded change without land
    cleared   country -> cause -> (ha of forest loss that the shares ask for, ha that the totals can hold)
    largest_yearly_change  share of a unit's area
    """

    start: Floats
    rows: tuple[Row, ...]
    unplaced: dict[str, float]
    cleared: dict[str, dict[str, tuple[float, float]]]
    largest_yearly_change: float


_kept: OrderedDict[bytes, RecordedLand] = OrderedDict()


def recorded_land(
    areas: Floats,
    unit_area: Floats,
    country: Integers,
    changes: dict[str, NationalChange],
    shares: dict[str, dict[str, float]],
    donors: dict[str, tuple[str, ...]],
    years: int,
    largest_change: float,
) -> RecordedLand:
    """`recorded.undo_country` for every country, in the order of the indices of `country`.

    areas    [LAND, units], ha at the end of 2020     unit_area, country  [units]
    changes, shares  by country: recorded change, and share of forest loss by cause
    """
    digest = hashlib.sha256(repr((areas.shape, shares, donors, years, largest_change)).encode())
    for array in (areas, unit_area, country, *(part for one in changes.values() for part in vars(one).values())):
        digest.update(np.ascontiguousarray(array).data)
    key = digest.digest()
    if key in _kept:
        _kept.move_to_end(key)
    else:
        _kept[key] = _laid(areas, unit_area, country, changes, shares, donors, years, largest_change)
        if len(_kept) > KEPT_HISTORIES:
            _kept.popitem(last=False)
    return _kept[key]


def _laid(
    areas: Floats,
    unit_area: Floats,
    country: Integers,
    changes: dict[str, NationalChange],
    shares: dict[str, dict[str, float]],
    donors: dict[str, tuple[str, ...]],
    years: int,
    largest_change: float,
) -> RecordedLand:
    start = areas.copy()
    rows: list[Row] = []
    unplaced: dict[str, float] = {}
    cleared: dict[str, dict[str, tuple[float, float]]] = {}
    largest = 0.0
    for index, (code, change) in enumerate(changes.items()):
        units = country == index
        undo = undo_country(areas[:, units], unit_area[units], change, shares[code], donors, years, largest_change)
        start[:, units] = undo.start
        unplaced[code] = undo.unplaced
        cleared[code] = {
            cause: (shares[code][cause] * float(change.loss.sum()), float(undo.cleared[cause].sum()))
            for cause in CAUSES
        }
        largest = max(largest, undo.largest_yearly_change())
        rows.extend(row.over(units) for row in undo.rows)
    for array in (start, *(array for row in rows for array in (row.share, row.cumulative))):
        array.setflags(write=False)
    return RecordedLand(start, tuple(rows), unplaced, cleared, largest)
