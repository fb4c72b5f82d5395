"""What the units of one stratum must have in common: whatever the plan or the kernel tells apart by a threshold.

Two units of different classes never share a stratum. Then the mean climate of a stratum lies on the same side of every
threshold as that of each of its units, measures find the same eligible hectares in the same tiers, and a measure
that names a province finds that province's land and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.core.dimensions import GRAZING_ZONES
from landsim.grazing_inputs import recorded_sheep_units, usable_forage, zone_of_unit
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.policy.eligibility import ARIDITY_CLASSES, suitability
from landsim.unit_inputs import kind_of_unit

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
# Provinces whose herds press on their pasture alike, within this factor, may share strata: animals that move to where
# their province has forage (herd.mobility) then press on it as they do on the full grid.
PRESSURE_FACTOR = 2.0
# Pressures beyond these are of one class: next to no animals, and animals that live on other fodder.
PRESSURE_RANGE = (1.0 / 32.0, 32.0)


@dataclass(frozen=True)
class ProvinceGroups:
    """Provinces that may share strata: name of each group, country of each group, group of each province."""

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
    demand = np.bincount(land.province, total * share, minlength=size)
    forage = np.bincount(land.province, usable_forage(land, values), minlength=size)
    pressure = np.divide(demand, forage, out=np.full(size, PRESSURE_RANGE[1]), where=forage > 0.0)
    pressure_class = np.floor(np.log(np.clip(pressure, *PRESSURE_RANGE)) / np.log(PRESSURE_FACTOR)).astype(int)
    country_of = np.zeros(size, dtype=np.int64)
    country_of[land.province] = land.country
    names: list[str] = []
    of_province = np.zeros(size, dtype=np.int64)
    for index, province in enumerate(land.provinces):
        code = COUNTRIES[country_of[index]]
        own_diet = code == "CHN" and f"CHN_{province.replace(' ', '_')}" in GRAZING_ZONES
        rest = f"other provinces of {code}, herds {_in_words(int(pressure_class[index]))}"
        name = province if own_diet or (code, province) in alone else rest
        if name not in names:
            names.append(name)
        of_province[index] = names.index(name)
    return ProvinceGroups(tuple(names), of_province)


def _in_words(pressure_class: int) -> str:
    return f"asking for {PRESSURE_FACTOR**pressure_class:g} to {PRESSURE_FACTOR ** (pressure_class + 1):g} of the forage"


def class_of_unit(land: Landscape, groups: ProvinceGroups, values: Floats) -> Integers:
    """Class of each unit, counted from 0 in the order of country, group of provinces and the rest, [units].

    Of one class are units of one country, group of provinces, kind (`unit_inputs.kind_of_unit`), pair of forest types,
    vegetation that can live there, tier of aridity and zone of grazing. values  parameters, for the thresholds
    """
    found = suitability(land, values)
    keys = np.stack(
        [
            land.country,
            groups.of_province[land.province],
            kind_of_unit(land),
            land.natural_forest_type,
            land.planted_forest_type,
            *(getattr(found, name).astype(np.int64) for name in ("tree", "shrub", "saxaul", "grass")),
            np.digitize(land.aridity(), ARIDITY_CLASSES[::-1]),
            zone_of_unit(land),
        ]
    )
    member: Integers = np.unique(keys, axis=1, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return member
