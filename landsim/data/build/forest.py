"""Forest columns that follow by a rule: planted area, site index, managed fraction, fire weight (weak)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.data.build.apportion import round_to_total, scale_to_total
from landsim.data.build.land_cover import TUNDRA_LATITUDE, TUNDRA_WARMEST_SHRUB, ramp

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

PLANTED_LIMIT = 0.95  # of the forest of a unit
PEOPLE_FULL, PEOPLE_FLOOR = 0.5, 0.1  # share of cropland and settlements at which more people plant no more
SITE_EXPONENT = 0.5  # site index ~ productivity to this power: growth curves differ less than climate does
SITE_RANGE = (0.4, 1.8)
REMOTE_CONTRAST = 2.0  # power: reserve forest lies in the remotest north and east, not everywhere a little
REMOTE_CROPLAND = 0.02  # share of cropland around at which remoteness has fallen to 1/e
FIRE_RANGE = (0.05, 6.0)  # times the national mean
ITERATIONS = 60


def planted_forest(
    forest: Integers, temperature: Floats, precipitation: Floats, people_around: Floats, total: int
) -> Integers:
    """Whole hectares of planted forest of one country, summing to ``total``.

    The share within forest rises with warmth, rain and people around (who plant), up to PLANTED_LIMIT;
    people are seen by the share of cropland and settlements.
    """
    warmth = 1.0 / (1.0 + np.exp(-(temperature - 5.0) / 4.0))
    people = PEOPLE_FLOOR + np.minimum(people_around, PEOPLE_FULL) / PEOPLE_FULL
    weight = (0.03 + warmth) * people * ramp(precipitation, (100.0, 800.0)) + 1e-6
    capacity = np.floor(PLANTED_LIMIT * forest).astype(np.int64)
    area = scale_to_total(lambda k: np.minimum(k * weight * forest, capacity), float(total), "planted forest")
    return round_to_total(area, total, capacity)


def site_index(production: Floats, group: Integers, forest: Integers) -> Floats:
    """Productivity relative to the forest mean of the group, clipped to SITE_RANGE, weighted mean 1.

    A group is a country and natural forest type: the growth curve of a type already holds its general level,
    so an index against the country alone would count it twice. The mean of a country's forest is 1 as well.
    """
    index = np.ones_like(production)
    root = np.maximum(production, 1e-6) ** SITE_EXPONENT
    for number in np.unique(group):
        here = group == number
        weight = forest[here].astype(np.float64)
        if weight.sum() <= 0:
            weight = np.ones_like(weight)
        index[here] = _clip_to_mean_one(root[here], weight, SITE_RANGE)
    return index


def _clip_to_mean_one(values: Floats, weight: Floats, limits: tuple[float, float]) -> Floats:
    """Values scaled so that after clipping to the limits their weighted mean is 1."""
    low, high = 0.0, 1e3 / max(float(np.average(values, weights=weight)), 1e-12)
    for _ in range(ITERATIONS):
        middle = 0.5 * (low + high)
        if np.average(np.clip(values * middle, *limits), weights=weight) < 1.0:
            low = middle
        else:
            high = middle
    return np.clip(values * high, *limits)


def tundra(latitude: Floats, warmest: Floats) -> NDArray[np.bool_]:
    """Where Arctic tundra begins: no tall shrubs beyond it."""
    return (latitude > TUNDRA_LATITUDE) & (warmest < TUNDRA_WARMEST_SHRUB)


def managed_fraction(
    latitude: Floats,
    warmest: Floats,
    permafrost: Floats,
    cropland_around: Floats,
    forest: Integers,
    share: float,
) -> Floats:
    """Managed fraction of the units of one country: falls with remoteness, its forest mean is ``share``.

    Remoteness: far from cropland, on permafrost, cold. Arctic tundra is unmanaged; a share of 1 manages all.
    """
    if share >= 1.0:
        return np.ones_like(warmest)
    remote = np.exp(-cropland_around / REMOTE_CROPLAND) * (
        0.2 + 0.5 * permafrost + 0.3 * ramp(-warmest, (-18.0, -12.0))
    )
    remote = remote**REMOTE_CONTRAST
    arctic = tundra(latitude, warmest)
    scale = _scale_of(remote, arctic, forest, (1.0 - share) * float(forest.sum()))
    return np.where(arctic, 0.0, 1.0 - np.minimum(scale * remote, 1.0))


def _scale_of(remote: Floats, arctic: NDArray[np.bool_], forest: Integers, target: float) -> float:
    low, high = 0.0, 1e6
    for _ in range(ITERATIONS):
        middle = 0.5 * (low + high)
        if float((np.where(arctic, 1.0, np.minimum(middle * remote, 1.0)) * forest).sum()) < target:
            low = middle
        else:
            high = middle
    return high


def fire_weight(production: Floats, aridity: Floats, forest: Integers) -> Floats:
    """Fuel times dryness of the units of one country, forest-area weighted mean 1.

    Fuel: production saturating at 5 t/ha/yr. Dryness: the square of evapotranspiration over precipitation.
    """
    weight = np.minimum(production, 5.0) * np.clip(1.0 / np.maximum(aridity, 0.05), 0.2, 4.0) ** 2
    return _clip_to_mean_one(weight, np.maximum(forest.astype(np.float64), 1e-9), FIRE_RANGE)
