"""Response of growth and decay to temperature, rain and CO2.

Miami model: Lieth 1975. CO2: logarithmic response factor (Keeling 1973; Friedlingstein et al. 1995).
Decay: Q10 as in CBM-CFS3 (Kurz et al. 2009, Ecological Modelling 220, eq. 1).
"""

from __future__ import annotations

import math

import numpy as np

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

PARAMETERS = (
    Parameter(
        "climate.co2_response", "1", 0.3, (0.0, 1.0), (0.0, 0.6),
        "log form; free-air experiments on young stands imply up to .7, mature stands about 0 (Walker 2019)",
        "growth factor is 1 + response x ln(CO2 / CO2 of 1990)", status="derived",
    ),
    Parameter(
        "climate.growth_temperature_response", "1", 1.0, (0.0, 2.0), (0.0, 2.0),
        "1 is the Miami model; 0 switches the driver off, as a study of single drivers does",
        "multiplies the change of temperature that growth responds to",
    ),
    Parameter(
        "climate.growth_precipitation_response", "1", 1.0, (0.0, 2.0), (0.0, 2.0),
        "1 is the Miami model; 0 switches the driver off, as a study of single drivers does",
        "multiplies the change of rain that growth responds to",
    ),
    Parameter(
        "climate.forest_response", "1", 1.0, (0.0, 3.0), (0.0, 2.0),
        "1 is the response declared above; forests differ by water, nutrients and age, inventories by what they see",
        "share of the response of growth to climate and CO2 that the forest of a country shows", dimension="country",
        per_key={
            "JPN": (
                0.0, 0.0, 1.0,
                "stocks and inventory rest on yield tables of about 1970 (Egusa et al. 2020), which know no response",
            ),
        },
    ),
    Parameter(
        "climate.growth_factor_low", "1", 0.7, (0.0, 1.0), (0.5, 0.9),
        "bound on the Miami ratio", "lowest growth factor that climate may give",
    ),
    Parameter(
        "climate.growth_factor_high", "1", 1.3, (1.0, 3.0), (1.1, 1.6),
        "bound on the Miami ratio", "highest growth factor that climate may give",
    ),
    Parameter(
        "climate.warming_scale", "1", 1.0, (0.0, 3.0), (0.65, 1.4),
        "spread of AR6 assessed warming 2041-60 about its mean",
        "multiplies the scenario's global warming",
    ),
    Parameter(
        "climate.precipitation_response_scale", "1", 1.0, (-5.0, 5.0), (-0.5, 2.5),
        "spread of CMIP5 models about the mean pattern",
        "multiplies the local rain change per kelvin",
    ),
)  # fmt: skip


@scalar
def miami_net_primary_production(temperature, precipitation):
    """Net primary production, t dry matter/ha/yr (Lieth 1975).

    temperature    mean annual, degrees Celsius
    precipitation  mm/yr
    """
    return min(warmth_limited_production(temperature), rain_limited_production(precipitation))


@scalar
def warmth_limited_production(temperature):
    """Net primary production where warmth limits it, t dry matter/ha/yr (Lieth 1975); numbers or arrays, degC."""
    return 30.0 / (1.0 + np.exp(1.315 - 0.119 * temperature))


@scalar
def rain_limited_production(precipitation):
    """Net primary production where rain limits it, t dry matter/ha/yr (Lieth 1975); numbers or arrays, mm/yr."""
    return 30.0 * (1.0 - np.exp(-0.000664 * precipitation))


@scalar
def growth_factor(
    temperature, precipitation, temperature_normal, precipitation_normal,
    temperature_response, precipitation_response, low, high,
):  # fmt: skip
    """Ratio of Miami production to its normal value, bounded (1); 1 where nothing grows.

    The responses (1) multiply the distance of temperature and rain from their normals: 0 switches a driver off.
    """
    warmth = temperature_normal + temperature_response * (temperature - temperature_normal)
    rain = precipitation_normal + precipitation_response * (precipitation - precipitation_normal)
    now = miami_net_primary_production(warmth, max(0.0, rain))
    normal = miami_net_primary_production(temperature_normal, precipitation_normal)
    ratio = now / normal if normal > 0.0 else 1.0
    return min(max(ratio, low), high)


@scalar
def co2_factor(co2, co2_reference, response):
    """Growth factor of CO2 (1); co2 and its reference in ppm."""
    return 1.0 + response * math.log(co2 / co2_reference)


@scalar
def shown_factor(factor, share):
    """Growth factor (1) of which a share (1) shows: 1 for none, the factor itself for all of it."""
    return share * factor + (1.0 - share)


@scalar
def q10_factor(temperature, q10):
    """Decay relative to 10 degrees Celsius (1)."""
    return q10 ** ((temperature - 10.0) / 10.0)
