"""Temperature and water factor of decay in mineral soil as polynomials of global warming, for each land unit.

IPCC 2019 Tier 2 (V4 ch. 5, eq. 5.0E and 5.0F) asks for twelve months of climate in every year; what stands for them
on the grid is described in warming_cubics.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters, soil_climate
from landsim.landscape import Landscape
from landsim.monthly_climate import MonthlyClimate
from landsim.warming_cubics import NODES, MonthlyFactor, cubic, cubics, demand_divisor, evaluate, rain_factor

Floats = NDArray[np.float64]

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
    return cubic([evaluate(factors.temperature, node) * evaluate(factors.water, node) for node in (0.0, *NODES)])


def polynomials(
    months: MonthlyClimate, warming_per_kelvin: Floats, precipitation_change_per_kelvin: Floats, values: Floats
) -> SoilFactors:
    """Polynomials from twelve months and the change of climate of each unit (K/K and 1/K, arrays [units])."""
    table, water_response = _temperature_table(values), _water_response(values)

    def factors_of(some: slice) -> Callable[[float], tuple[Floats, Floats]]:
        normal = months.temperature[:, some]
        supply = _supply(months.precipitation[:, some], months.potential_evapotranspiration[:, some], normal)

        def factors_at(warming: float) -> tuple[Floats, Floats]:
            temperature = normal + warming_per_kelvin[some] * warming
            rain = rain_factor(precipitation_change_per_kelvin[some], warming)
            return table.at(temperature).mean(axis=0), _mean_water_factor(supply, temperature, rain, water_response)

        return factors_at

    return SoilFactors(*cubics(factors_of, len(warming_per_kelvin), 2))


def _temperature_table(values: Floats) -> MonthlyFactor:
    """The kernel's temperature factor: below the table it is less than 1e-8, between its points within 2e-7."""
    highest, optimum = (
        parameters.value(values, f"soil_climate.{name}") for name in ("maximum_temperature", "optimum_temperature")
    )
    return MonthlyFactor.tabled(lambda temperature: _temperature_factor(temperature, highest, optimum), highest)


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
    """Precipitation over evapotranspiration without its dependence on temperature. No demand: inf."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(precipitation / evapotranspiration / demand_divisor(temperature))


def _mean_water_factor(
    supply: Floats, temperature: Floats, rain: Floats, response: tuple[float, float, float]
) -> Floats:
    """Mean over the months (rows); rain is the factor of precipitation [units]."""
    ratio = demand_divisor(temperature)
    with np.errstate(invalid="ignore"):
        ratio *= supply
        ratio *= rain
    # No demand and no rain (not a number) counts as no demand.
    np.fmin(ratio, soil_climate.LARGEST_RATIO, out=ratio)
    constant, slope, curvature = response
    months = len(ratio)
    squares = np.einsum("ij,ij->j", ratio, ratio)
    return np.asarray(constant + (slope * ratio.sum(axis=0) + curvature * squares) / months)
