"""Wind erosion: the factors of the revised wind erosion equation (RWEQ; Fryrear et al. 1998), and a relative index.

RWEQ gives the soil that a field loses: transport at full length Qmax = 109.8 (WF EF SCF K C) kg/m, the length
s = 150.71 (WF EF SCF K C)^-0.3711 m on which it is reached, and the loss at a distance z downwind,
2 z / s^2 Qmax exp(-(z / s)^2) kg/m2. Over a year and a grid cell only the relative emission is asked for:

    wind x EF x SCF x exp(-response x cover in per cent) x (1 - snow or wet share)

Wind, texture and carbonate of a place are one number for all land, since the landscape holds no map of them: the index
tells how emission changes, and how cover, snow, wetness and organic matter differ between places; not tonnes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from landsim.core.dimensions import WIND_LAND
from landsim.core.parameters import Parameter

TRANSPORT = 109.8  # kg/m
LENGTH, LENGTH_POWER = 150.71, -0.3711  # m
# Most organic matter of the soils that the erodible fraction was fitted to, % (Fryrear et al. 1994).
MOST_ORGANIC_MATTER = 4.79
SPRING = (2, 3, 4)  # March, April and May, when most dust rises in the region
TOPSOIL_VOLUME = 3000.0  # m3/ha, 0-30 cm
_RWEQ = "RWEQ; recalled"
_RESPONSES = {
    "forest": (0.1535, 0.1, 0.2, _RWEQ), "grassland": (0.1151, 0.0438, 0.1535, _RWEQ),
    "shrub": (0.0921, 0.0438, 0.1535, _RWEQ), "bare": (0.0768, 0.0438, 0.1151, _RWEQ),
    "sand": (0.0658, 0.0438, 0.1151, _RWEQ), "cropland": (0.0438, 0.03, 0.0768, _RWEQ),
}  # fmt: skip
assert set(_RESPONSES) == set(WIND_LAND)
_OWN = "own assumption"

PARAMETERS = (
    Parameter(
        "wind_erosion.cover_response", "1/%", 0.1151, (0.0, 1.0), (0.0438, 0.1535), _RWEQ,
        "dust falls by exp(-response x cover in per cent)", dimension="wind_land", per_key=_RESPONSES,
    ),
    Parameter(
        "wind_erosion.bare_ndvi", "1", 0.05, (-0.2, 0.5), (0.03, 0.10), "usual value of bare soil; not read",
        "NDVI of ground without plants",
    ),
    Parameter(
        "wind_erosion.full_ndvi", "1", 0.86, (0.5, 1.0), (0.75, 0.95), "usual value of full cover; not read",
        "NDVI of ground that plants cover fully",
    ),
    Parameter(
        "wind_erosion.spring_cover", "1", 0.6, (0.0, 1.0), (0.3, 0.9), f"standing dead matter and litter; {_OWN}",
        "cover of the windy season over that of the greenest month, on grassland and other land",
    ),
    Parameter(
        "wind_erosion.bare_cover", "1", 0.1, (0.0, 1.0), (0.05, 0.2), "IGBP: barren land has 10 % or less; recalled",
        "most ground that plants cover on other land, but for tundra",
    ),
    Parameter(
        "wind_erosion.forest_cover", "1", 0.8, (0.0, 1.0), (0.5, 0.95), f"crowns and litter; {_OWN}",
        "ground that forest covers",
    ),
    Parameter(
        "wind_erosion.shrub_cover", "1", 0.3, (0.0, 1.0), (0.15, 0.5), f"planted saxaul and shrubs; {_OWN}",
        "ground that planted shrubs and barriers cover, beside what grows between them",
    ),
    Parameter(
        "wind_erosion.tilled_cover", "1", 0.1, (0.0, 1.0), (0.05, 0.25), f"residue after full tillage; {_OWN}",
        "ground that residue covers on cropland in the windy season",
    ),
    Parameter(
        "wind_erosion.reduced_tillage_cover", "1", 0.3, (0.0, 1.0), (0.2, 0.4),
        "conservation tillage leaves 30 % or more by definition; recalled", "the same under reduced tillage",
    ),
    Parameter(
        "wind_erosion.no_tillage_cover", "1", 0.6, (0.0, 1.0), (0.4, 0.8), _OWN, "the same without tillage",
    ),
    Parameter(
        "wind_erosion.cover_crop_cover", "1", 0.5, (0.0, 1.0), (0.3, 0.8), _OWN, "the same under cover crops",
    ),
    Parameter(
        "wind_erosion.sheltered_land", "ha/ha", 15.0, (0.0, 100.0), (8.0, 25.0),
        f"belts on 4 to 10 % of the land shelter it; {_OWN}", "cropland that a hectare of shelter belt shelters",
    ),
    Parameter(
        "wind_erosion.sheltered_emission", "1", 0.4, (0.0, 1.0), (0.2, 0.7),
        f"wind 30 to 50 % slower, transport with its third power; {_OWN}",
        "emission of sheltered cropland over that of open cropland",
    ),
    Parameter(
        "wind_erosion.clay", "1", 0.2, (0.01, 1.0), (0.1, 0.35), "no soil map is embedded; mean of world topsoils",
        "clay in the topsoil; what it and mineral_soil.sand leave is silt",
    ),
    Parameter(
        "wind_erosion.carbonate", "1", 0.05, (0.0, 1.0), (0.0, 0.15), f"no soil map is embedded; {_OWN}",
        "carbonate in the topsoil where P / PET is below 0.65; none elsewhere",
    ),
    Parameter(
        "wind_erosion.bulk_density", "t/m3", 1.35, (0.2, 2.6), (1.1, 1.6), _OWN, "density of the topsoil",
    ),
    Parameter(
        "wind_erosion.matter_of_carbon", "1", 1.724, (1.0, 3.0), (1.7, 2.0), "van Bemmelen factor; recalled",
        "organic matter over organic carbon",
    ),
    Parameter(
        "wind_erosion.spring_wind", "1", 0.6, (0.0, 1.0), (0.4, 0.8), f"no map of wind is embedded; {_OWN}",
        "share of the year's erosive wind that blows in March, April and May; the rest blows evenly",
    ),
    Parameter(
        "wind_erosion.wind", "1", 1.0, (0.0, 100.0), (0.5, 2.0), f"no map of wind is embedded; {_OWN}",
        "erosive wind over that of the other countries", dimension="country",
    ),
    Parameter(
        "wind_erosion.full_snow", "mm", 20.0, (0.1, 1000.0), (10.0, 40.0), f"snow is blown about; {_OWN}",
        "snow (as water) that covers all ground",
    ),
)  # fmt: skip


def ground_cover(ndvi: Any, bare: Any, full: Any) -> Any:
    """Covered share of the ground (1) between two values of NDVI; arrays or numbers."""
    return np.clip((ndvi - bare) / (full - bare), 0.0, 1.0)


def erodible_fraction(sand: Any, silt: Any, clay: Any, organic_matter: Any, carbonate: Any) -> Any:
    """Part of the topsoil that wind can carry (1), 0 to 1; all arguments in per cent of mass."""
    fraction = 29.09 + 0.31 * sand + 0.17 * silt + 0.33 * sand / clay - 2.59 * organic_matter - 0.95 * carbonate
    return np.clip(fraction / 100.0, 0.0, 1.0)


def crust_factor(clay: Any, organic_matter: Any) -> Any:
    """What the crust of the soil leaves of emission (1); arguments in per cent of mass."""
    return 1.0 / (1.0 + 0.0066 * clay**2 + 0.021 * organic_matter**2)


def cover_factor(cover: Any, response: Any) -> Any:
    """What plants, residue and litter leave of emission (1): cover as a share (1), response in 1/% of cover."""
    return np.exp(-100.0 * response * cover)


def full_transport(weather: Any, soil: Any) -> Any:
    """Transport at the end of a long field, kg/m: weather factor (kg/m) times the product of the other factors (1)."""
    return TRANSPORT * weather * soil


def field_length(weather: Any, soil: Any) -> Any:
    """Distance on which transport comes to 63 % of that, m; infinite where nothing moves."""
    return LENGTH * (weather * soil) ** LENGTH_POWER


def field_loss(transport: Any, length: Any, distance: Any) -> Any:
    """Loss of soil at a distance (m) from the windward edge, kg/m2; transport in kg/m, length in m."""
    return 2.0 * distance / length**2 * transport * np.exp(-((distance / length) ** 2))


def organic_matter(carbon: Any, density: Any, matter_of_carbon: Any) -> Any:
    """Organic matter of the topsoil in per cent, from its carbon, tC/ha to 30 cm; at most that of RWEQ's soils."""
    return np.minimum(100.0 * matter_of_carbon * carbon / (TOPSOIL_VOLUME * density), MOST_ORGANIC_MATTER)


def wind_of_months(spring_share: float) -> Any:
    """Share of the year's erosive wind in each of twelve months, January first."""
    other = (1.0 - spring_share) / (12 - len(SPRING))
    return np.array([spring_share / len(SPRING) if month in SPRING else other for month in range(12)])


def dry_share(temperature: Any, precipitation: Any, evapotranspiration: Any, full_snow: float) -> Any:
    """Share of the ground that is neither wet nor under snow (1) in each of twelve months (rows), January first.

    temperature                          degC
    precipitation, evapotranspiration    mm/month

    A month at or below 0 degC adds its precipitation to the snow that lies, which covers ground in proportion up to
    full_snow (mm); a warmer one melts it all. In a warm month ground is dry by the share of demand that rain leaves.
    """
    snow = np.zeros_like(precipitation[0])
    # The winter before has left its snow.
    for month in range(12):
        snow = np.where(temperature[month] <= 0.0, snow + precipitation[month], 0.0)
    dry = np.empty_like(precipitation)
    for month in range(12):
        frozen = temperature[month] <= 0.0
        snow = np.where(frozen, snow + precipitation[month], 0.0)
        demand = np.maximum(evapotranspiration[month], 1e-9)
        warm = np.clip(1.0 - precipitation[month] / demand, 0.0, 1.0)
        dry[month] = np.where(frozen, 1.0 - np.minimum(snow / full_snow, 1.0), warm)
    return dry
