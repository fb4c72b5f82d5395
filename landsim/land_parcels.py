"""Parcels of a unit of land: hectares that keep their cover between two years, and hectares that change it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

import numpy as np

from landsim.checked_numbers import checked
from landsim.coded_words import Codes
from landsim.core.state import LAND, SNAPSHOT, TRANSITION
from landsim.degraded_land import LAND_COVERS
from landsim.policy.tiers import Row
from landsim.soil_inputs import Floats

# Land of the model as the UNCCD groups classes of land cover maps: shrubs go with grassland.
COVER_OF_LAND = {
    "forest_natural": "tree_covered",
    "forest_planted": "tree_covered",
    "shrub": "grassland",
    "cropland": "cropland",
    "grassland": "grassland",
    "wetland": "wetland",
    "settlement": "artificial",
    "other_land": "other_land",
}
TREES, GRASS, FARMLAND = (LAND_COVERS.index(name) for name in ("tree_covered", "grassland", "cropland"))
FORESTS = ("forest_natural", "forest_planted")
# ha; maps of a run in single precision may be this much below zero.
ROUNDING = 1.0


def land_covers(snapshot: Floats) -> Floats:
    """Hectares of the UNCCD's land covers [7, units] from a map [SNAPSHOTS, units]; inland water is not on it."""
    area = np.zeros((len(LAND_COVERS), snapshot.shape[1]))
    for row, name in enumerate(LAND, SNAPSHOT.area_forest_natural):
        area[LAND_COVERS.index(COVER_OF_LAND[name])] += snapshot[row]
    return area


def transitions(before: Floats, after: Floats) -> Floats:
    """Hectares [before, after, units] that explain areas [covers, units] of two years with the least change.

    What every cover lost in a unit is shared among those that gained, in proportion to their gains.

    Raises InputError for an area below zero by more than a hectare.
    """
    old = checked(before, "before", "ha, zero or more", lowest=-ROUNDING)
    new = checked(after, "after", "ha, zero or more", lowest=-ROUNDING)
    lost, gained = np.maximum(old - new, 0.0), np.maximum(new - old, 0.0)
    whole = gained.sum(axis=0)
    share = np.divide(gained, whole, out=np.zeros_like(gained), where=whole > 0.0)
    area: Floats = lost[:, None] * share
    kept = np.arange(len(old))
    area[kept, kept] = np.maximum(np.minimum(old, new), 0.0)
    return area


def planting_that_spares_nothing(rows: Sequence[Row], unsparing: Set[str], first: int, last: int) -> Floats:
    """Share of the trees that the plan lays on grass between two years (places in `Row.cumulative`) which comes from
    measures that name grassland as donor, `unsparing`: they are laid on all grass alike, [units].
    """
    whole = np.zeros_like(rows[0].share)
    part = np.zeros_like(whole)
    for row in rows:
        if row.rule == TRANSITION and LAND[row.source] == "grassland" and LAND[row.destination] in FORESTS:
            hectares = (row.cumulative[last] - row.cumulative[first]) * row.share
            whole += hectares
            if row.label in unsparing:
                part += hectares
    found: Floats = np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0.0)
    return found


def parcels(areas: Floats, native_steppe: Floats, unsparing: Floats) -> tuple[Codes, Codes, Codes, Floats, Any]:
    """Places of cover before and after, unit, hectares, and whether trees have come to native steppe, by parcel.

    areas          ha that explain two years, [before, after, units]
    native_steppe  share of a unit's grassland, [units]; trees are taken to stand beside it as long as there is room, as
                   planting spares it
    unsparing      share of new trees on grass whose planting does not, [units]: it meets native steppe as often as that
                   occurs
    """
    grass = areas[GRASS].sum(axis=0)
    on_steppe = np.maximum(
        areas[GRASS, TREES] - (1.0 - native_steppe) * grass, unsparing * native_steppe * areas[GRASS, TREES]
    )
    beside = areas.copy()
    beside[GRASS, TREES] -= on_steppe
    old, new, unit = np.nonzero(beside)
    steppe = np.nonzero(on_steppe)[0]
    count = len(steppe)
    return (
        np.concatenate([old, np.full(count, GRASS)]),
        np.concatenate([new, np.full(count, TREES)]),
        np.concatenate([unit, steppe]),
        np.concatenate([beside[old, new, unit], on_steppe[steppe]]),
        np.repeat([False, True], [len(old), count]),
    )
