"""IPCC land categories in whole hectares: MODIS classes, forest and cropland scaled to national statistics.

The rules per IGBP class are those of grid_land_cover_classes.csv.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.data.build.apportion import round_rows, round_to_total, scale_to_total
from landsim.errors import ModelError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

WATER = 0
CLOSED_SHRUB, OPEN_SHRUB, WOODY_SAVANNA, SAVANNA, GRASS, WETLAND = 6, 7, 8, 9, 10, 11
CROP, URBAN, MOSAIC, SNOW, BARREN = 12, 13, 14, 15, 16

MOSAIC_CROP_SHARE = 0.6
TUNDRA_LATITUDE = 55.0  # the tundra rules are for the Arctic: alpine meadow of the Tibetan plateau is grazed
TUNDRA_WARMEST_SHRUB, TUNDRA_WARMEST_GRASS = 12.0, 10.0  # degC of the warmest month
TREELINE_WARMEST = (9.0, 12.0)  # degC: no trees below, no limit above
GREENNESS_NDVI, GREENNESS_ARIDITY, GREENNESS_TREES = (0.55, 0.85), (0.3, 0.6), (0.0, 0.15)
SAXAUL_RAIN, SAXAUL_WARMEST, SAXAUL_SHARE = (60.0, 180.0), 19.0, 0.2  # mm/yr, degC, of the unit's open land
UNSEEN_CROPLAND = 0.1  # of the national area: MODIS sees less than this
CROPLAND_STRETCH = 1.25  # growth of the cropland classes beyond which cropland goes to land near them
STEPPE_CROP_SLOPE = 5.0  # percent at which the suitability for cropland falls to 1/e
STEPPE_CROP_RAIN, STEPPE_CROP_WARMEST, STEPPE_CROP_SHARE = (240.0, 340.0), (14.0, 17.0), 0.15


@dataclass(frozen=True)
class Site:
    """What decides where trees and crops can stand, per unit."""

    latitude: Floats
    warmest_month: Floats  # degC
    precipitation: Floats  # mm/yr
    aridity: Floats  # precipitation / potential evapotranspiration
    ndvi: Floats
    slope: Floats  # percent
    trees_around: Floats  # share of forest and savanna classes in the surroundings
    cropland_around: Floats  # share of the cropland class in the surroundings


def ramp(value: Floats, limits: tuple[float, float]) -> Floats:
    """0 below the first limit, 1 above the second, linear between."""
    return np.clip((value - limits[0]) / (limits[1] - limits[0]), 0.0, 1.0)


def forest_parts(igbp: Floats, site: Site, forest: float, saxaul: float) -> tuple[Floats, Floats]:
    """Hectares of forest per unit and IGBP class, and hectares of saxaul per unit and class, of one country.

    Forest classes first, then woody savanna, savanna and the greenest grass, each used up before the next.
    """
    desert = np.zeros_like(igbp)
    if saxaul > 0:
        fit = (site.precipitation > SAXAUL_RAIN[0]) & (site.precipitation < SAXAUL_RAIN[1])
        fit &= site.warmest_month > SAXAUL_WARMEST
        land = (igbp[:, BARREN] + igbp[:, GRASS]) * fit
        share = scale_to_total(lambda k: land * min(k, SAXAUL_SHARE), saxaul, "saxaul")[:, None]
        open_land = np.where(land > 0, land, 1.0)[:, None]
        desert[:, [GRASS, BARREN]] = igbp[:, [GRASS, BARREN]] * share / open_land
    warm = ramp(site.warmest_month, TREELINE_WARMEST)[:, None]
    green = ramp(site.ndvi, GREENNESS_NDVI) * ramp(site.aridity, GREENNESS_ARIDITY) * warm[:, 0]
    green = green * ramp(site.trees_around, GREENNESS_TREES)
    used = np.zeros_like(igbp)
    remaining = forest - saxaul
    for classes in (list(range(1, 6)), [WOODY_SAVANNA], [SAVANNA]):
        offer = igbp[:, classes] * (warm if classes[0] >= WOODY_SAVANNA else 1.0)
        used[:, classes] = offer * min(1.0, remaining / max(offer.sum(), 1e-9))
        remaining -= used[:, classes].sum()
    if remaining > 1e-6:
        classes = [CLOSED_SHRUB, GRASS, MOSAIC]
        offer = (igbp - desert)[:, classes] * np.array([1.0, 1.0, 1.0 - MOSAIC_CROP_SHARE])
        sums = offer.sum(axis=1)
        taken = scale_to_total(lambda k: sums * np.minimum(k * green, 1.0), remaining, "forest on grass")
        used[:, classes] = offer * (taken / np.where(sums > 0, sums, 1.0))[:, None]
    return used, desert


def cropland(igbp: Floats, free: Floats, site: Site, total: float) -> Floats:
    """Hectares of cropland per unit of one country: cropland classes scaled to the national area.

    ``free`` is land that forest has left. Where the classes cannot hold the area (Japan's small fields,
    unseen at 5 km) the rest goes to free land near cropland. A country in which MODIS sees no cropland
    (Mongolia) gets it on gentle, warm, not too dry grassland.
    """
    pattern = igbp[:, CROP] + MOSAIC_CROP_SHARE * igbp[:, MOSAIC]
    seen = np.minimum(pattern, free)
    if pattern.sum() < UNSEEN_CROPLAND * total:
        suited = ramp(site.precipitation, STEPPE_CROP_RAIN) * ramp(site.warmest_month, STEPPE_CROP_WARMEST)
        suited = suited * np.exp(-site.slope / STEPPE_CROP_SLOPE)
        grass = np.minimum(igbp[:, GRASS], free)
        return scale_to_total(
            lambda k: np.maximum(np.minimum(k * suited, STEPPE_CROP_SHARE) * grass, seen), total, "cropland"
        )
    stretched = np.minimum(CROPLAND_STRETCH * pattern, free)
    if stretched.sum() >= total:
        return scale_to_total(lambda k: np.minimum(k * pattern, free), total, "cropland")
    near = (free - stretched) * site.cropland_around
    return scale_to_total(lambda k: np.minimum(stretched + k * near, free), total, "cropland")


def land_categories(
    igbp: Floats, unit_area: Integers, site: Site, forest: int, saxaul: int, crop: int
) -> tuple[dict[str, Integers], Integers]:
    """Whole hectares per category of one country (they sum to ``unit_area``), and of saxaul within forest."""
    used, desert = forest_parts(igbp, site, float(forest), float(saxaul))
    forest_area = round_to_total((used + desert).sum(axis=1), forest, unit_area)
    left = igbp - used - desert
    vegetated = [1, 2, 3, 4, 5, CLOSED_SHRUB, OPEN_SHRUB, WOODY_SAVANNA, SAVANNA, GRASS, CROP, MOSAIC]
    free = np.maximum(left[:, vegetated].sum(axis=1), 0.0)
    crop_float = cropland(igbp, np.minimum(free, unit_area - forest_area), site, float(crop))
    crop_area = round_to_total(crop_float, crop, unit_area - forest_area)
    arctic = site.latitude > TUNDRA_LATITUDE
    shrub_tundra = arctic & (site.warmest_month < TUNDRA_WARMEST_SHRUB)
    grass_tundra = arctic & (site.warmest_month < TUNDRA_WARMEST_GRASS)
    tundra = (
        left[:, OPEN_SHRUB] * shrub_tundra + left[:, SAVANNA] * shrub_tundra + left[:, GRASS] * grass_tundra
    )
    other = left[:, SNOW] + left[:, BARREN] + tundra
    grass = np.maximum(free - tundra - crop_float, 0.0)
    rest = np.stack([grass, left[:, WETLAND], left[:, URBAN], other, left[:, WATER]], axis=1)
    rest = np.maximum(rest, 0.0)
    remaining = unit_area - forest_area - crop_area
    if np.any(remaining < 0):
        raise ModelError("The landscape build put more forest and cropland into a unit than it has land.")
    # Where only rounding is left, it is grassland.
    rest[(rest.sum(axis=1) <= 0) & (remaining > 0), 0] = 1.0
    whole = round_rows(rest, remaining)
    names = ("area_grassland", "area_wetland", "area_settlement", "area_other_land", "area_inland_water")
    areas = {"forest": forest_area, "area_cropland": crop_area}
    areas |= {name: whole[:, i] for i, name in enumerate(names)}
    return areas, np.minimum(np.round(desert.sum(axis=1)).astype(np.int64), forest_area)
