"""Change of soil carbon outside forest by IPCC's Tier 1 factors, beside what the land model finds; in no sum.

IPCC 2006 and 2019 V4 eq. 2.25 on national areas at the end of each year (approach 1: net change of each category).
Land that a category gains comes from all categories that shrink in that year, in proportion, and counts under the
category that it joins; grassland that stays changes with its condition. What a year sets off takes twenty years
(``soil_stock_factors.period``) in equal parts. What happened before the end of the first year is not known and counts
as nothing, so that the numbers are whole only after twenty years.

One reference stock stands for a country: that of high-activity clay (T2.3) in the climates of its cropland, grassland,
settlements and other land of 2020, times ``soil_stock_factors.reference_scale``. Cropland is long-term annual crops
under full tillage with medium input. Forest and wetland, which only give and take land here, hold the reference stock.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters, soil_stock_factors
from landsim.core.dimensions import SOIL_CLIMATES
from landsim.core.simulation import Simulated
from landsim.core.state import CONDITION_CLASSES, FLUX, LAND
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.soil_stocks import soil_reference_stock

Floats = NDArray[np.float64]
factors: Any = soil_stock_factors  # compiled kernels carry no types
CHECKED = ("cropland", "grassland", "settlement", "other_land")
SOIL = "high_activity_clay"
# Climates of reference stocks: those of the factors, and polar ones, which have the factors of boreal ones.
ZONES = (*SOIL_CLIMATES, "polar_moist", "polar_dry")
WARM, COOL = 10.0, 0.0  # degC, mean of the year
TREELINE = 10.0  # degC, warmest month
# Management of grassland by the condition of the grass; None: nominal, of factor 1.
MANAGEMENT: dict[str, str | None] = {
    "full": None,
    "slightly_degraded": None,
    "moderately_degraded": "moderately_degraded",
    "heavily_degraded": "intensive_grazing",
    "fully_degraded": "severely_degraded",
}


def soil_zones(land: Landscape) -> NDArray[np.int64]:
    """Climate of every unit, index into ZONES, from its normals.

    IPCC 2019 V4 annex 3A.5 in short: above 10 degrees Celsius in the mean of the year warm temperate (the subtropics
    as well), above 0 cool temperate, else boreal where the warmest month is above 10, else polar; moist where
    precipitation is above potential evapotranspiration.
    """
    mean = land["mean_annual_temperature"]
    belt = np.select([mean > WARM, mean > COOL, land["warmest_month_temperature"] > TREELINE], [0, 1, 2], 3)
    dry = land["annual_precipitation"] <= land["potential_evapotranspiration"]
    return np.asarray(2 * belt + dry, dtype=np.int64)


def zone_shares(land: Landscape) -> Floats:
    """Share of each climate in a country's cropland, grassland, settlements and other land, [countries, ZONES]."""
    area = np.sum([land[f"area_{name}"] for name in CHECKED], axis=0)
    place = land.country * len(ZONES) + soil_zones(land)
    found = np.bincount(place, weights=area, minlength=len(COUNTRIES) * len(ZONES)).reshape(len(COUNTRIES), -1)
    total = found.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(found, total, out=np.zeros_like(found), where=total > 0.0)
    return shares


@cache
def _reference_stocks() -> tuple[float, ...]:
    """tC/ha by climate."""
    return tuple(soil_reference_stock(SOIL, zone) for zone in ZONES)


def densities(shares: Floats, grass: Floats, values: Floats) -> Floats:
    """Soil carbon in equilibrium, tC/ha, [LAND, countries, years].

    shares  of climates, [countries, ZONES]
    grass   ha of grassland by condition, [CONDITION_CLASSES, countries, years]
    """
    scale = parameters.take(values, "soil_stock_factors.reference_scale")
    reference = shares * np.array(_reference_stocks()) * scale[:, None]

    def mean(land_use: str | None, management: str | None) -> Floats:
        """Of a country whose land has these factors, [countries]."""
        stock = factors.stock.py_func(reference, _factor(land_use, values), _factor(management, values), 1.0, 1.0)
        return np.asarray(stock.sum(axis=1))

    land_use = {"cropland": "long_term_crop", "settlement": "settlement", "other_land": "other_land"}
    found = np.stack([mean(land_use.get(name), None) for name in LAND])[:, :, None] + np.zeros(grass.shape[2])
    by_condition = np.stack([mean(None, MANAGEMENT[name]) for name in CONDITION_CLASSES])[:, :, None]
    area = grass.sum(axis=0)
    held = (by_condition * grass).sum(axis=0)
    row = LAND.index("grassland")
    np.divide(held, area, out=found[row], where=area > 0.0)
    return found


def _factor(name: str | None, values: Floats) -> Floats:
    """A factor by climate, [ZONES]."""
    if name is None:
        return np.ones(len(ZONES))
    by_climate = parameters.take(values, f"soil_stock_factors.{name}")
    return np.append(by_climate, by_climate[-2:])


def set_off(area: Floats, density: Floats) -> Floats:
    """Change of soil carbon that each year sets off in the category that land joins or stays in, tC.

    area     ha at the end of each year, [categories, countries, years], the same total in all years
    density  tC/ha in equilibrium, of the same shape

    The result is [categories, countries, years - 1]. Over all categories it adds up to the change of area x density.
    """
    before, after = area[..., :-1], area[..., 1:]
    gain, loss = np.maximum(after - before, 0.0), np.maximum(before - after, 0.0)
    given = (loss * density[..., :-1]).sum(axis=0)
    lost = loss.sum(axis=0)
    brought = np.divide(given, lost, out=np.zeros_like(lost), where=lost > 0.0)
    staying = np.minimum(before, after) * np.diff(density, axis=-1)
    return np.asarray(staying + gain * (density[..., 1:] - brought))


def spread_over(change: Floats, years: int) -> Floats:
    """Yearly change (last axis) of what each year sets off, if it takes so many years in equal parts."""
    running = np.cumsum(change, axis=-1)
    running[..., years:] -= running[..., :-years].copy()
    return np.asarray(factors.yearly_change.py_func(0.0, running, years))


def soil_tier_1(simulated: Simulated, land: Landscape, values: Floats) -> dict[str, Floats]:
    """Yearly change of soil carbon by Tier 1, all land of CHECKED categories, tC/yr, [countries, years]; gains above 0.

    The first year has none before it to tell a change from: NaN.
    """

    def hectares(names: list[str]) -> Floats:
        columns = simulated.total[:, :, [FLUX._fields.index(name) for name in names]]
        return np.ascontiguousarray(np.moveaxis(columns, 2, 0))

    grass = hectares([f"grass_{name}" for name in CONDITION_CLASSES])
    density = densities(zone_shares(land), grass, values)
    area = hectares([f"area_{name}" for name in LAND])
    period = max(1, round(parameters.value(values, "soil_stock_factors.period")))
    change = spread_over(set_off(area, density), period)
    unknown = np.full((area.shape[1], 1), np.nan)
    return {name: np.hstack([unknown, change[LAND.index(name)]]) for name in CHECKED}


def soil_of_model(simulated: Simulated) -> dict[str, Floats]:
    """What the land model finds on the same land: carbon that enters the soil less what it respires, tC/yr."""

    def flux(name: str) -> Floats:
        return simulated.total[:, :, FLUX._fields.index(name)]

    return {name: flux(f"soil_input_{name}") - flux(f"soil_respiration_{name}") for name in CHECKED}
