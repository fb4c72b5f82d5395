"""Strata as a landscape: what adds up is added, what does not is a mean by the land on which it acts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from landsim.landscape import AREAS, COLUMNS, Landscape
from landsim.monthly_climate import MonthlyClimate
from landsim.names import SPECIES
from landsim.strata.classes import ProvinceGroups
from landsim.strata.features import forest_area, land_area

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
SUMS = (*(f"area_{name}" for name in AREAS), *(f"heads_{name}" for name in SPECIES))


def _pasture(land: Landscape) -> Floats:
    return land["area_grassland"] + land["area_other_land"]


def _grassland(land: Landscape) -> Floats:
    return land["area_grassland"]


# The land by which the mean of a column is weighted. Where a stratum has none of it, all its land counts.
MEAN_OVER: dict[str, Callable[[Landscape], Floats]] = {
    "latitude": land_area,
    "longitude": land_area,
    "mean_annual_temperature": land_area,
    "warmest_month_temperature": land_area,
    "annual_precipitation": land_area,
    "potential_evapotranspiration": land_area,
    "warming_per_kelvin": land_area,
    "precipitation_change_per_kelvin": land_area,
    "soil_organic_carbon": land_area,  # so that the carbon of all soil stays the same
    "site_index": forest_area,
    "managed_fraction": forest_area,  # so that managed forest stays the same
    "permafrost_fraction": land_area,
    "native_steppe_fraction": _grassland,  # so that grassland open to planting stays the same
    "fire_weight": forest_area,
    "ndvi_maximum": _pasture,
}
assert set(SUMS) | set(MEAN_OVER) == set(COLUMNS)


def merged(land: Landscape, groups: ProvinceGroups, member: Integers) -> Landscape:
    """The landscape whose units are the strata.

    member  stratum of each unit, counted from 0, none empty; units of a stratum are of one country, group and pair of
            forest types (`classes.class_of_unit`)
    """
    country_of = np.zeros(int(member.max()) + 1, dtype=np.int64)
    country_of[member] = land.country
    # A landscape is sorted by country.
    order = np.argsort(country_of, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    member = place[member]
    size = len(order)

    def total(values: Floats) -> Floats:
        return np.asarray(np.bincount(member, values, minlength=size), dtype=np.float64)

    everywhere = land_area(land)
    # A unit of nothing but water still has a climate.
    everywhere = np.where(total(everywhere)[member] > 0.0, everywhere, land.area())

    def mean(values: Floats, weight: Floats) -> Floats:
        weight = np.where(total(weight)[member] > 0.0, weight, everywhere)
        result = total(values * weight) / total(weight)
        # Rounding may not carry the mean of equal values across a threshold.
        low, high = np.full(size, np.inf), np.full(size, -np.inf)
        np.minimum.at(low, member, values)
        np.maximum.at(high, member, values)
        return np.asarray(np.clip(result, low, high))

    columns = {name: total(land[name]) for name in SUMS}
    columns |= {name: mean(land[name], over(land)) for name, over in MEAN_OVER.items()}
    # Months that are made by rule from annual columns are made so of strata too.
    by_rule = land.months_file is None and land.months is None
    largest = _largest(member, everywhere, size)
    digest = hashlib.sha256(land.digest.encode() + member.astype("<i8").tobytes())
    return Landscape(
        columns={name: columns[name] for name in COLUMNS},
        country=land.country[largest],
        province=groups.of_province[land.province][largest],
        cell_index=land.cell_index[largest],
        natural_forest_type=land.natural_forest_type[largest],
        planted_forest_type=land.planted_forest_type[largest],
        provinces=groups.names,
        forest_types=land.forest_types,
        resolution=land.resolution,
        label=f"{size} strata of {land.label}",
        digest=digest.hexdigest(),
        months=None if by_rule else _mean_months(land.monthly_climate(), lambda month: mean(month, everywhere)),
    )


def _mean_months(months: MonthlyClimate, mean: Callable[[Floats], Floats]) -> MonthlyClimate:
    return MonthlyClimate(
        *(
            np.array([mean(month) for month in table])
            for table in (months.temperature, months.precipitation, months.potential_evapotranspiration)
        )
    )


def _largest(member: Integers, area: Floats, size: int) -> Integers:
    """The unit of each stratum with the most land: it lends its indices, of which only the cell is its own."""
    order = np.lexsort((-area, member))
    return np.asarray(order[np.searchsorted(member[order], np.arange(size))])
