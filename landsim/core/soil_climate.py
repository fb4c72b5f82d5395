"""How the climate of a month speeds up decay in mineral soil, IPCC 2019 V4 ch. 5 (eq. 5.0E, 5.0F).

The factor of a year is the mean over its twelve months; that of water is also multiplied by
``soil_climate.water_scale``. Numbers that are not declared belong to the form of the equations.
"""

from __future__ import annotations

import math

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

_TABLE = "IPCC 2019 V4 ch. 5 T5.5A"
LARGEST_RATIO = 1.25  # of precipitation to potential evapotranspiration (eq. 5.0F)

PARAMETERS = (
    Parameter(
        "soil_climate.maximum_temperature", "degrees Celsius", 45.0, (36.0, 60.0), (45.0, 45.0), _TABLE,
        "monthly temperature above which nothing decays", status="read", distribution="fixed",
    ),
    Parameter(
        "soil_climate.optimum_temperature", "degrees Celsius", 33.69, (20.0, 35.9), (30.7, 35.34),
        f"{_TABLE} (sd 0.66)", "monthly temperature at which decay is fastest", status="read",
    ),
    Parameter(
        "soil_climate.water_slope", "1", 1.331, (0.4, 3.0), (0.8, 2.0), f"{_TABLE} (sd 0.386)",
        "rise of the water factor with precipitation over potential evapotranspiration", status="read",
    ),
    Parameter(
        "soil_climate.irrigated_water_factor", "1", 0.775, (0.0, 2.0), (0.775, 0.775), f"{_TABLE}, eq. 5.0F",
        "water factor of an irrigated month", status="read", distribution="fixed",
    ),
    Parameter(
        "soil_climate.water_scale", "1", 1.5, (0.0, 5.0), (1.5, 1.5), "IPCC 2019 V4 ch. 5 eq. 5.0F",
        "multiplies the mean water factor of the twelve months", status="read", distribution="fixed",
    ),
)  # fmt: skip


@scalar
def temperature_factor(temperature, maximum_temperature, optimum_temperature):
    """Decay of a month relative to the optimum (1, eq. 5.0E); temperatures in degrees Celsius."""
    if temperature >= maximum_temperature:
        return 0.0
    distance = (maximum_temperature - temperature) / (maximum_temperature - optimum_temperature)
    return distance**0.2 * math.exp(0.2 / 2.63 * (1.0 - distance**2.63))


@scalar
def water_factor(precipitation, potential_evapotranspiration, irrigated, water_slope, irrigated_water_factor):
    """Effect of water on the decay of a month before the yearly scale (1, eq. 5.0F).

    precipitation, potential_evapotranspiration  mm in the month
    irrigated                                    whether the soil is irrigated in that month
    """
    if irrigated:
        return irrigated_water_factor
    ratio = LARGEST_RATIO
    if precipitation < LARGEST_RATIO * potential_evapotranspiration:
        ratio = precipitation / potential_evapotranspiration
    return 0.2129 + water_slope * ratio - 0.2413 * ratio * ratio
