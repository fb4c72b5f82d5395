"""Temperature and moisture factor of decay in RothC as one polynomial of global warming, for each land unit.

RothC-26.3 steps through months; on the grid its yearly form is enough (rothc_soil.py), which takes the mean over the
year of a x b. Plants cover the soil all year here, so that c is one number and stays outside. The moisture deficit of
a year without end is that of a year whose January follows its own December. How a cubic of warming stands for the
twelve months is described in warming_cubics.py.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters, rothc
from landsim.landscape import Landscape
from landsim.monthly_climate import MonthlyClimate
from landsim.warming_cubics import MonthlyFactor, cubics, demand_divisor, rain_factor

Floats = NDArray[np.float64]
DEPTH = 30.0  # cm, that of the soil carbon of the landscape
WARMEST = 75.0  # degC, above the warmest month that a landscape file and its warming may reach

_temperature_factor: Callable[[float], float] = rothc.temperature_factor.py_func
_driest: Callable[[float, float], float] = rothc.driest.py_func


def rothc_factors(land: Landscape, values: Floats) -> Floats:
    """Mean of a x b over the twelve months (1) of every unit, polynomials of global warming (K), array [4, units].

    Row i is multiplied by warming ** i (``warming_cubics.evaluate``). Times ``rothc.covered_factor`` it is the rate
    modifier a x b x c of soil under plants.

    values  the flat vector of parameters: ``rothc.clay``, ``rothc.lowest_moisture_factor`` and
            ``climate.precipitation_response_scale``

    Raises InputError for months in the landscape file that are not usable.
    """
    scale = parameters.value(values, "climate.precipitation_response_scale")
    return polynomial(
        land.monthly_climate(),
        land["warming_per_kelvin"],
        scale * land["precipitation_change_per_kelvin"],
        values,
    )


def polynomial(
    months: MonthlyClimate, warming_per_kelvin: Floats, precipitation_change_per_kelvin: Floats, values: Floats
) -> Floats:
    """The same from twelve months and the change of climate of each unit (K/K and 1/K, arrays [units])."""
    table = MonthlyFactor.tabled(_temperature_factor, WARMEST)
    driest = _driest(parameters.value(values, "rothc.clay"), DEPTH)
    lowest = parameters.value(values, "rothc.lowest_moisture_factor")

    def factors_of(some: slice) -> Callable[[float], tuple[Floats]]:
        normal = months.temperature[:, some]
        demand = months.potential_evapotranspiration[:, some] * demand_divisor(normal)

        def factors_at(warming: float) -> tuple[Floats]:
            temperature = normal + warming_per_kelvin[some] * warming
            rain = months.precipitation[:, some] * rain_factor(precipitation_change_per_kelvin[some], warming)
            deficit = _deficits(rain - demand / demand_divisor(temperature), driest)
            return ((table.at(temperature) * _moisture_factor(deficit, driest, lowest)).mean(axis=0),)

        return factors_at

    return cubics(factors_of, len(warming_per_kelvin), 1)[0]


def _deficits(gain: Floats, driest: float) -> Floats:
    """Deficit at the end of each month (rows) of a year that repeats itself; gain and deficit in mm."""
    # A first year from the dry end where a year loses water, from the wet end where it gains: then the second one
    # begins where it ends, however little water a year gains or loses.
    deficit = np.where(gain.sum(axis=0) < 0.0, driest, 0.0)
    for month in gain:
        deficit = np.clip(deficit + month, driest, 0.0)
    found = np.empty_like(gain)
    for after, month in zip(found, gain, strict=True):
        deficit = np.clip(deficit + month, driest, 0.0, out=after)
    return found


def _moisture_factor(deficit: Floats, driest: float, lowest: float) -> Floats:
    """``rothc.moisture_factor`` of many months."""
    left = (driest - deficit) / (driest * (1.0 - rothc.MOIST_SHARE))
    np.minimum(left, 1.0, out=left)
    left *= 1.0 - lowest
    left += lowest
    return left
