"""Grass and herds as numbers: production, carrying capacity, sheep units, pressure and condition, apart from any run.

The equations of the grid (landsim/core/rangeland.py, landsim/core/herd.py) for a hectare or a herd at a time, with
their parameters as arguments. Every function takes numbers or arrays of shapes that fit each other, returns their
common shape (a float for numbers) and raises InputError for a number that is not finite or outside its range.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landsim.checked_numbers import checked, plain
from landsim.core import climate_response, parameters, rangeland
from landsim.names import SPECIES

Floats = NDArray[np.float64]
GRAMS_PER_TONNE_AND_HECTARE = 100.0  # g/m2 in 1 t/ha
KILOGRAMS_PER_TONNE = 1000.0
DAYS = 365.0


def miami_production(temperature: ArrayLike, precipitation: ArrayLike) -> Any:
    """Net primary production, g dry matter/m2/yr (Lieth 1975).

    temperature    mean annual, degrees Celsius
    precipitation  mm/yr, zero or more
    """
    warmth = checked(temperature, "temperature", "degrees Celsius", -np.inf)
    rain = checked(precipitation, "precipitation", "mm/yr, zero or more")
    found = np.vectorize(climate_response.miami_net_primary_production.py_func, otypes=[float])(warmth, rain)
    return plain(GRAMS_PER_TONNE_AND_HECTARE * found)


def grassland_production(precipitation: ArrayLike) -> tuple[Any, Any]:
    """Total and above-ground production of grassland, gC/m2/yr (NCEAS model, Del Grosso et al. 2008).

    precipitation  mm/yr, zero or more
    """
    rain = checked(precipitation, "precipitation", "mm/yr, zero or more")
    total = np.vectorize(rangeland.nceas_total_production.py_func, otypes=[float])(rain)
    above = np.vectorize(rangeland.nceas_production.py_func, otypes=[float])(rain)
    return plain(total), plain(above)


def carrying_capacity(production: ArrayLike, use: ArrayLike, daily_need: ArrayLike = 1.8) -> Any:
    """Sheep units that a hectare feeds all year: production x use / (daily need x 365).

    production  forage, kg/ha/yr, in the same matter as the need (air-dry hay, or dry matter)
    use         share of it that may be used, 0 to 1
    daily_need  kg a day for one sheep unit (NY/T 635-2015: 1.8 kg of hay)
    """
    grown = checked(production, "production", "kg/ha/yr, zero or more")
    share = checked(use, "use", "a share from 0 to 1", highest=1.0)
    need = checked(daily_need, "daily_need", "kg a day, above zero", lowest=1e-12)
    return plain(grown * share / (need * DAYS))


def sheep_units(
    camels: ArrayLike = 0.0,
    cattle: ArrayLike = 0.0,
    horses: ArrayLike = 0.0,
    sheep: ArrayLike = 0.0,
    goats: ArrayLike = 0.0,
    buffalo: ArrayLike = 0.0,
) -> Any:
    """Sheep units of a herd, in the unit of the heads: camel 5, cattle 6, horse 7, sheep 1, goat 0.9, buffalo 6.

    Heads, zero or more, in any one unit. The factors are those of `herd.sheep_units`.
    """
    heads = {"camels": camels, "cattle": cattle, "horses": horses, "sheep": sheep, "goats": goats, "buffalo": buffalo}
    factors = dict(zip(SPECIES, parameters.take(parameters.defaults(), "herd.sheep_units"), strict=True))
    total: Any = 0.0
    for name, number in heads.items():
        total = total + factors[name] * checked(number, name, "heads, zero or more")
    return plain(total)


def grazing_pressure(demand: ArrayLike, usable_forage: ArrayLike) -> Any:
    """Forage demanded over usable forage (1), in one unit; 0 where there is no usable forage."""
    asked = checked(demand, "demand", "forage, zero or more")
    usable = checked(usable_forage, "usable_forage", "forage, zero or more")
    return plain(np.vectorize(rangeland.grazing_pressure.py_func, otypes=[float])(asked, usable))


def recovered_condition(condition: ArrayLike, rate: ArrayLike, years: ArrayLike) -> Any:
    """Condition after some years without overgrazing: c(t) = 1 / (1 + (1 - c) / c exp(-r t)), the exact logistic.

    condition  at the start, above 0 and up to 1      rate  r, 1/yr, zero or more      years  zero or more
    """
    start = checked(condition, "condition", "a number above 0 and up to 1", lowest=1e-300, highest=1.0)
    growth = checked(rate, "rate", "1/yr, zero or more") * checked(years, "years", "zero or more")
    return plain(1.0 / (1.0 + (1.0 - start) / start * np.exp(-growth)))


def steady_condition(rate: ArrayLike, loss: ArrayLike, pressure: ArrayLike, split_step: bool = False) -> Any:
    """Condition at which recovery and overgrazing balance under a pressure that does not change.

    The continuous equation dc/dt = r c (1 - c) - a max(0, GP - 1) c gives c* = 1 - a (GP - 1) / r (Noy-Meir 1975 in
    form), and 0 where that is negative. The yearly step of the grid (recovery, then loss) has a steady state of
    its own, a little lower: (exp(-x) - exp(-r)) / (1 - exp(-r)) with x = a (GP - 1).

    rate        r, recovery, 1/yr, above zero
    loss        a, loss for each unit of pressure above 1, 1/yr, zero or more
    pressure    GP, zero or more
    split_step  whether the steady state of the yearly step is asked for
    """
    growth = checked(rate, "rate", "1/yr, above zero", lowest=1e-12)
    harm = checked(loss, "loss", "1/yr, zero or more")
    excess = harm * np.maximum(checked(pressure, "pressure", "zero or more") - 1.0, 0.0)
    if split_step:
        return plain(np.maximum((np.expm1(-excess) - np.expm1(-growth)) / -np.expm1(-growth), 0.0))
    return plain(np.maximum(1.0 - excess / growth, 0.0))


def collapse_pressure(rate: ArrayLike, loss: ArrayLike, degraded_production: float = 0.0) -> Any:
    """Highest pressure at full condition that a herd of constant size can keep up without collapse of the grass.

    Forage falls with condition (P = f0 + (1 - f0) c of full production), so the pressure of a constant herd rises as
    the grass degrades: above this pressure no steady condition is left but the lowest. For f0 = 0 it is
    (r + a)^2 / (4 r a) if r > a, else 1; f0 > 0 moves it up.

    rate, loss           r and a, 1/yr, above zero
    degraded_production  f0, forage of bare land relative to full condition, 0 up to below 1
    """
    growth = checked(rate, "rate", "1/yr, above zero", lowest=1e-12)
    harm = checked(loss, "loss", "1/yr, above zero", lowest=1e-12)
    floor = checked(degraded_production, "degraded_production", "a share from 0 to below 1", highest=1.0 - 1e-12)
    # Steady states have G = (1 + r (1 - c) / a) (f0 + (1 - f0) c), a parabola in c; its top is the fold.
    ratio = growth / harm
    slope = (1.0 - floor) * (1.0 + ratio) - ratio * floor
    best = np.clip(slope / (2.0 * ratio * (1.0 - floor)), 0.0, 1.0)
    return plain((1.0 + ratio * (1.0 - best)) * (floor + (1.0 - floor) * best))
