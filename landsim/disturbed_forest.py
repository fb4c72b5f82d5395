"""National burned and insect-killed forest of a run: statistics, the response to warming, and single years drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.climate import LAST_YEAR as LAST_CLIMATE_YEAR
from landsim.core import parameters
from landsim.history import LAST_YEAR, NationalDrivers
from landsim.names import COUNTRIES

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class DisturbedForest:
    """ha/yr, [country, year]; what the units are asked for, not what they can give."""

    burned: Floats
    killed_by_insects: Floats


def disturbed_forest(
    drivers: NationalDrivers, values: Floats, forest_warming: Floats, variability: str, seed: int
) -> DisturbedForest:
    """Burned and killed area of every country and year.

    forest_warming  warming of each country's forest per kelvin of global warming
    variability     "expected": every year after the record is the mean one; "seeded": its burned area is drawn
    """
    local = forest_warming[:, None] * drivers.warming_since_record * parameters.value(values, "climate.warming_scale")
    scale = parameters.take(values, "fire.burned_area_scale")[:, None]
    burned = drivers.burned_forest * scale * warming_factor(local, parameters.value(values, "fire.warming_response"))
    if variability == "seeded":
        burned *= yearly_factors(seed, parameters.value(values, "fire.interannual_sigma"), drivers.years)
    mortality = parameters.take(values, "insects.mortality_share")[:, None]
    response = parameters.value(values, "insects.warming_response")
    return DisturbedForest(burned, drivers.insect_damage * mortality * warming_factor(local, response))


def warming_factor(local_warming: Floats, response: float) -> Floats:
    """1 + response x local warming since 2010-2020 (K), never below 0."""
    return np.maximum(1.0 + response * local_warming, 0.0)


def yearly_factors(seed: int, sigma: float, years: NDArray[np.int64]) -> Floats:
    """Lognormal factors of expectation 1 by country and year, [country, year]; 1 in the recorded years.

    Each country has a generator of its own (PCG64 of the seed and the letters of its code), and a year is always the
    same draw of it, so that a factor depends on nothing but seed, country, year and sigma.
    """
    future = np.arange(LAST_YEAR + 1, LAST_CLIMATE_YEAR + 1)
    factors = np.ones((len(COUNTRIES), len(years)))
    drawn = years > LAST_YEAR
    for row, code in enumerate(COUNTRIES):
        entropy = np.random.SeedSequence([seed, int.from_bytes(code.encode("ascii"), "big")])
        normal = np.random.Generator(np.random.PCG64(entropy)).standard_normal(len(future))
        factors[row, drawn] = np.exp(sigma * normal - 0.5 * sigma**2)[years[drawn] - future[0]]
    return factors
