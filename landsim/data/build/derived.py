"""Columns that follow from climate by a formula: evapotranspiration, productivity, frost, climate zones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.data.build.climate import Climate

Floats = NDArray[np.float64]
DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], dtype=np.float64)
CALORIES_PER_SQUARE_CENTIMETRE = 23.8846  # cal cm-2 in one MJ m-2
SOLAR_CONSTANT_PER_PI = 37.586  # MJ m-2 d-1
GROWING_BASE = 5.0  # degC
# Frost number of air temperature against the share of permafrost in the ground. Nelson and Outcalt (1987):
# sporadic from 0.5, discontinuous from 0.6, continuous from 0.667. The last two are 0.03 lower here: Yakutsk,
# in continuous permafrost, has an air frost number of 0.62. Shares of the zones: Brown et al. (1997).
PERMAFROST_FROST_NUMBER = (0.47, 0.50, 0.57, 0.637, 0.69)
PERMAFROST_SHARE = (0.0, 0.1, 0.5, 0.9, 1.0)


def extraterrestrial_radiation(latitude: Floats) -> Floats:
    """Monthly mean radiation at the top of the atmosphere, MJ m-2 d-1 (Duffie and Beckman)."""
    day = np.cumsum(DAYS) - DAYS / 2
    declination = 0.409 * np.sin(2 * np.pi * day / 365 - 1.39)
    distance = 1 + 0.033 * np.cos(2 * np.pi * day / 365)
    phi = np.deg2rad(latitude)[:, None]
    sunset = np.arccos(np.clip(-np.tan(phi) * np.tan(declination), -1, 1))
    geometry = sunset * np.sin(phi) * np.sin(declination) + np.cos(phi) * np.cos(declination) * np.sin(sunset)
    return np.asarray(SOLAR_CONSTANT_PER_PI * distance * geometry)


def monthly_potential_evapotranspiration(climate: Climate, latitude: Floats) -> Floats:
    """Turc (1961), mm/month: 0.013 T / (T + 15) (R + 50) per day of months above 0 degC, R in cal cm-2 d-1.

    The course of radiation over the year is that at the top of the atmosphere, its annual mean that of GLDAS.
    Months at or below 0 degC have none.
    """
    top = extraterrestrial_radiation(latitude)
    transmitted = climate.radiation * 3.6 / ((top * DAYS).sum(axis=1) / 365)
    radiation = top * transmitted[:, None] * CALORIES_PER_SQUARE_CENTIMETRE
    warm = np.maximum(climate.temperature, 0.0)
    return np.asarray(0.013 * warm / (warm + 15.0) * (radiation + 50.0) * DAYS)


def potential_evapotranspiration(climate: Climate, latitude: Floats) -> Floats:
    """Sum of the twelve months, mm/yr; at least 1 mm (ice caps), so that the ratio of precipitation to it is finite."""
    return np.asarray(np.maximum(monthly_potential_evapotranspiration(climate, latitude).sum(axis=1), 1.0))


def growing_degree_days(climate: Climate) -> Floats:
    """Degree days above 5 degC from monthly means, K d."""
    return np.asarray((np.maximum(climate.temperature - GROWING_BASE, 0.0) * DAYS).sum(axis=1))


def frost_number(climate: Climate) -> Floats:
    """Nelson and Outcalt (1987) for air: sqrt(F) / (sqrt(F) + sqrt(W)), degree days of frost and warmth."""
    frost = np.sqrt((np.maximum(-climate.temperature, 0.0) * DAYS).sum(axis=1))
    warmth = np.sqrt((np.maximum(climate.temperature, 0.0) * DAYS).sum(axis=1))
    return np.asarray(frost / np.maximum(frost + warmth, 1e-9))


def permafrost_fraction(frost: Floats) -> Floats:
    return np.interp(frost, PERMAFROST_FROST_NUMBER, PERMAFROST_SHARE)


def net_primary_production_miami(temperature: Floats, precipitation: Floats) -> Floats:
    """Lieth (1975), t dry matter ha-1 yr-1: the smaller of the warmth and the rain limit."""
    warmth = 30.0 / (1 + np.exp(1.315 - 0.119 * temperature))
    return np.minimum(warmth, 30.0 * (1 - np.exp(-0.000664 * precipitation)))


def soil_climate_zone(climate: Climate, evapotranspiration: Floats) -> NDArray[np.str_]:
    """IPCC 2019 climate zone (Volume 4, Annex 3A.5) as named in grid_soil_reference.csv."""
    annual = climate.temperature.mean(axis=1)
    precipitation = climate.precipitation.sum(axis=1)
    moist = precipitation > evapotranspiration
    temperate = np.where(annual > 10, "warm_temperate", "cool_temperate")
    temperate = np.char.add(temperate, np.where(moist, "_moist", "_dry"))
    tropical = np.where(precipitation > 2000, "tropical_wet", "tropical_moist")
    zone = np.where(annual > 18, tropical, np.where(annual > 0, temperate, "boreal"))
    return np.where(climate.temperature.max(axis=1) < 10, "polar", zone)
