"""Temperature and water factor of decay in mineral soil as polynomials of global warming, for each land unit.

IPCC 2019 Tier 2 (V4 ch. 5, eq. 5.0E and 5.0F) asks for twelve months of climate in every year. On the grid a year
differs from the next only through global warming, so that a cubic of it for each unit stands for the twelve months:

    month's temperature = normal + warming_per_kelvin x warming
    month's precipitation = normal x (1 + precipitation_change_per_kelvin x warming), not below 0
    month's potential evapotranspiration = normal x ratio of T / (T + 15), with T not below COLDEST_FOR_RATIO

The last line is the dependence on temperature of Turc (1961). A month without evapotranspiration stays without; a
month that is colder than COLDEST_FOR_RATIO now and then keeps its own.

The cubic is exact at warming 0 and the least-squares one through NODES elsewhere; it is meant for WARMING_SPAN.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landsim.core import parameters, soil_climate
from landsim.landscape import Landscape
from landsim.monthly_climate import MonthlyClimate

Floats = NDArray[np.float64]
WARMING_SPAN = (-0.5, 2.5)  # K of global warming against the normals of the landscape
NODES = (-0.45, 0.6, 1.5, 2.35)  # K, where the twelve months are evaluated beside 0
DEGREE = 3
COLDEST_FOR_RATIO = 1.0  # degC; the ratio of Turc grows without bound where the normal comes near 0 degC
TURC = 15.0  # K
# Step of the table of the temperature factor: straight lines between its points are within 2e-7. Months that are
# packed in hundredths of a degree lie on its points.
STEP = 0.01  # K
COLDEST = -50.0  # degC; below it the factor is less than 1e-8
UNITS_AT_A_TIME = 2048  # so that twelve months of them stay in the processor's cache

_temperature_factor: Callable[[float, float, float], float] = soil_climate.temperature_factor.py_func
_water_factor: Callable[[float, float, bool, float, float], float] = soil_climate.water_factor.py_func


@dataclass(frozen=True)
class SoilFactors:
    """Polynomials of global warming (K), arrays [4, units]: row i is multiplied by warming ** i.

    temperature  mean of the twelve temperature factors (1)
    water        mean of the twelve water factors times ``soil_climate.water_scale`` (1), without irrigation
    """

    temperature: Floats
    water: Floats


def evaluate(polynomial: Floats, warming: ArrayLike) -> Floats:
    """Value of polynomials [4, units] at a warming (K): a number, or one for each unit."""
    kelvin = np.asarray(warming, dtype=np.float64)
    value: Floats = polynomial[-1]
    for row in polynomial[-2::-1]:
        value = value * kelvin + row
    return value


def soil_factors(land: Landscape, values: Floats) -> SoilFactors:
    """Polynomials of the factors of every unit of a landscape.

    values  the flat vector of parameters: those of ``soil_climate`` and ``climate.precipitation_response_scale``

    Raises InputError for months in the landscape file that are not usable.
    """
    scale = parameters.value(values, "climate.precipitation_response_scale")
    return polynomials(
        land.monthly_climate(),
        land["warming_per_kelvin"],
        scale * land["precipitation_change_per_kelvin"],
        values,
    )


def decay_factors(land: Landscape, values: Floats) -> Floats:
    """Climate's factor of decay of every unit, temperature times water, as cubics of global warming: [4, units]."""
    factors = soil_factors(land, values)
    at_nodes = [evaluate(factors.temperature, node) * evaluate(factors.water, node) for node in (0.0, *NODES)]
    return _cubic(at_nodes)


def polynomials(
    months: MonthlyClimate, warming_per_kelvin: Floats, precipitation_change_per_kelvin: Floats, values: Floats
) -> SoilFactors:
    """Polynomials from twelve months and the change of climate of each unit (K/K and 1/K, arrays [units])."""
    units = len(warming_per_kelvin)
    found = SoilFactors(np.empty((DEGREE + 1, units)), np.empty((DEGREE + 1, units)))
    table, water_response = _temperature_table(values), _water_response(values)
    for first in range(0, units, UNITS_AT_A_TIME):
        some = slice(first, first + UNITS_AT_A_TIME)
        normal = months.temperature[:, some]
        supply = _supply(months.precipitation[:, some], months.potential_evapotranspiration[:, some], normal)
        warmth, water = [], []
        for warming in (0.0, *NODES):
            temperature = normal + warming_per_kelvin[some] * warming
            rain = np.maximum(1.0 + precipitation_change_per_kelvin[some] * warming, 0.0)
            warmth.append(_mean_temperature_factor(temperature, table))
            water.append(_mean_water_factor(supply, temperature, rain, water_response))
        found.temperature[:, some], found.water[:, some] = _cubic(warmth), _cubic(water)
    return found


def _cubic(at_nodes: list[Floats]) -> Floats:
    """Coefficients from values at warming 0, where the cubic is exact, and at NODES: [4, units]."""
    fit = np.linalg.pinv([[node**power for power in range(1, DEGREE + 1)] for node in NODES])
    departures = [value - at_nodes[0] for value in at_nodes[1:]]
    # No matrix product: its last bits would depend on how many units are at hand.
    rows = [sum(weight * departure for weight, departure in zip(weights, departures, strict=True)) for weights in fit]
    return np.array([at_nodes[0], *rows])


def _temperature_table(values: Floats) -> tuple[Floats, Floats]:
    """The kernel's temperature factor from COLDEST up in steps of STEP, and the rise to the next point."""
    highest, optimum = (
        parameters.value(values, f"soil_climate.{name}") for name in ("maximum_temperature", "optimum_temperature")
    )
    points = int(np.ceil((highest - COLDEST) / STEP)) + 1
    table = np.array([_temperature_factor(COLDEST + STEP * point, highest, optimum) for point in range(points)])
    return table, np.diff(table, append=table[-1])


def _mean_temperature_factor(temperature: Floats, table: tuple[Floats, Floats]) -> Floats:
    """Mean over the months (rows) of the tabled factor; above the table it is 0 as at its end."""
    position = (temperature - COLDEST) * (1.0 / STEP)
    np.maximum(position, 0.0, out=position)
    below = position.astype(np.intp)
    position -= below
    position *= table[1].take(below, mode="clip")
    position += table[0].take(below, mode="clip")
    return np.asarray(position.mean(axis=0))


def _water_response(values: Floats) -> tuple[float, float, float]:
    """Coefficients of the kernel's water factor, a quadratic of the ratio of rain to demand, with the yearly scale."""
    slope, irrigated, scale = (
        parameters.value(values, f"soil_climate.{name}")
        for name in ("water_slope", "irrigated_water_factor", "water_scale")
    )
    none, half, full = (scale * _water_factor(ratio, 1.0, False, slope, irrigated) for ratio in (0.0, 0.5, 1.0))
    curvature = 2.0 * (full - 2.0 * half + none)
    return none, full - none - curvature, curvature


def _supply(precipitation: Floats, evapotranspiration: Floats, temperature: Floats) -> Floats:
    """Precipitation over evapotranspiration times T / (T + 15): what is left when the last changes. No demand: inf."""
    kelvin = np.maximum(temperature, COLDEST_FOR_RATIO)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(precipitation / evapotranspiration * (kelvin / (kelvin + TURC)))


def _mean_water_factor(
    supply: Floats, temperature: Floats, rain: Floats, response: tuple[float, float, float]
) -> Floats:
    """Mean over the months (rows); rain is the factor of precipitation [units]."""
    ratio = TURC / np.maximum(temperature, COLDEST_FOR_RATIO)
    ratio += 1.0
    with np.errstate(invalid="ignore"):
        ratio *= supply
        ratio *= rain
    # No demand and no rain (not a number) counts as no demand.
    np.fmin(ratio, soil_climate.LARGEST_RATIO, out=ratio)
    constant, slope, curvature = response
    months = len(ratio)
    squares = np.einsum("ij,ij->j", ratio, ratio)
    return np.asarray(constant + (slope * ratio.sum(axis=0) + curvature * squares) / months)
