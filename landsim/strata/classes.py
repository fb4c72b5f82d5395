"""What the units of one stratum must have in common: whatever the plan or the kernel tells apart by a threshold.

Two units of different classes never share a stratum. Then the mean climate of a stratum lies on the same side of every
threshold as that of each of its units, measures find the same eligible hectares in the same tiers, and a measure
that names a province finds that province's land and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.core.dimensions import GRAZING_ZONES
from landsim.grazing_account import yearly_need
from landsim.grazing_inputs import recorded_sheep_units, usable_forage, zone_of_unit
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.policy.eligibility import ARIDITY_CLASSES, conditions
from landsim.unit_inputs import kind_of_unit

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
# Provinces of a country whose herds ask for a like share of their pasture's forage may share strata: animals that move
# to where their province has forage (herd.mobility) then press on it as they do on the full grid. Each class is twice
# the one before up to 1; above, where overgrazing begins, classes are narrow.
PRESSURE_EDGES = (
    0.03, 0.06, 0.12, 0.25, 0.5, 1.0, 1.4, 1.54, 1.8, 2.05, 2.2, 2.4, 2.6, 3.0, 3.6, 4.2, 5.0,
)  # fmt: skip


@dataclass(frozen=True)
class ProvinceGroups:
    """Provinces that may share strata: names of the groups, and the group of each province of the landscape."""

    names: tuple[str, ...]
    of_province: Integers


def province_groups(land: Landscape, named: Iterable[tuple[str, str]]) -> ProvinceGroups:
    """Groups of provinces of a country with the same diet and a like pressure of herds on pasture.

    named  (country, province) that a scenario names: each is a group of its own, under its own name, and so is a
           province of China whose animals have a diet of their own (core.rangeland)
    """
    alone = set(named)
    values = parameters.defaults()
    total, share = recorded_sheep_units(land, values)
    size = len(land.provinces)
    demand = np.bincount(land.province, total * share, minlength=size) * yearly_need(values)
    forage = np.bincount(land.province, usable_forage(land, values), minlength=size)
    pressure = np.divide(demand, forage, out=np.zeros(size), where=forage > 0.0)
    pressure_class = np.digitize(pressure, PRESSURE_EDGES)
    country_of = np.full(size, -1)
    country_of[land.province] = land.country
    names: list[str] = []
    of_province = np.zeros(size, dtype=np.int64)
    for index in np.flatnonzero(country_of >= 0):
        code, province = COUNTRIES[country_of[index]], land.provinces[index]
        own_diet = code == "CHN" and f"CHN_{province.replace(' ', '_')}" in GRAZING_ZONES
        name = province if own_diet or (code, province) in alone else _rest(code, int(pressure_class[index]))
        if name not in names:
            names.append(name)
        of_province[index] = names.index(name)
    return ProvinceGroups(tuple(names), of_province)


def _rest(code: str, pressure_class: int) -> str:
    """Name of the provinces of a country that nobody names and whose herds press on pasture alike."""
    low, high = (0.0, *PRESSURE_EDGES)[pressure_class], (*PRESSURE_EDGES, np.inf)[pressure_class]
    pressure = f"under {high:g}" if low == 0.0 else f"above {low:g}" if high == np.inf else f"{low:g} to {high:g}"
    return f"other provinces of {code}, grazing pressure {pressure}"


def class_of_unit(land: Landscape, groups: ProvinceGroups, thresholds: Sequence[Floats]) -> Integers:
    """Class of each unit, counted from 0 in the order of country, group of provinces and the rest, [units].

    Of one class are units of one country, group of provinces, kind (`unit_inputs.kind_of_unit`), pair of forest types,
    vegetation that can live there (or the first condition that it lacks), tier of aridity and zone of grazing.

    thresholds  vectors of parameters, one for each set of limits to vegetation that is to be told apart
    """
    limits = [conditions(land, values) for values in thresholds]
    trees = np.any([np.all(one["tree"], axis=0) for one in limits], axis=0)
    # A forest type that no tree of a unit has or will have tells no units apart.
    natural = np.where(land["area_forest_natural"] > 0.0, land.natural_forest_type, -1)
    planted = np.where((land["area_forest_planted"] > 0.0) | trees, land.planted_forest_type, -1)
    keys = np.stack(
        [
            land.country,
            groups.of_province[land.province],
            kind_of_unit(land),
            natural,
            planted,
            *(first_unmet(found) for one in limits for found in one.values()),
            np.digitize(land.aridity(), ARIDITY_CLASSES[::-1]),
            zone_of_unit(land),
        ]
    )
    member: Integers = np.unique(keys, axis=1, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return member


def first_unmet(conditions_met: Sequence[NDArray[np.bool_]]) -> Integers:
    """Index of the first condition that a unit does not meet, their number where it meets all, [units].

    Units that lack one condition lack it in the mean too. Units that each lack another may in the mean lack none.
    """
    unmet = np.logical_not([*conditions_met, np.zeros_like(conditions_met[0])])
    return np.asarray(np.argmax(unmet, axis=0), dtype=np.int64)
