"""Carbon of a hectare of mineral soil by the IPCC 2019 Tier 2 steady-state method, apart from any run."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from landsim import soil_inputs as inputs
from landsim.checked_numbers import plain
from landsim.core import soil_decomposition
from landsim.errors import InputError
from landsim.soil_budget import checked_closure
from landsim.soil_conditions import POOLS, by_year, climate_factors, read_conditions, read_factors

soil: Any = soil_decomposition  # compiled kernels carry no types
PROCESSES = ("soil_climate", "soil_decomposition")


def soil_climate_factors(
    temperature: ArrayLike,
    precipitation: ArrayLike,
    potential_evapotranspiration: ArrayLike,
    irrigated: ArrayLike | None = None,
    parameters: Mapping[str, float] | None = None,
) -> dict[str, Any]:
    """Effect of a year's climate on decay in mineral soil (IPCC 2019 V4 eq. 5.0E, 5.0F).

    temperature                   monthly means, degrees Celsius
    precipitation                 monthly, mm
    potential_evapotranspiration  monthly, mm
    irrigated                     by month, whether the soil is irrigated (True, 1); None: never
    parameters                    declared name (soil_climate.*) -> value

    Each is an array of 12 months, or has 12 months on its last axis ([years, 12]) or else on its first ([12, places]).
    The result has temperature_factor and water_factor (1): a float, or an array over the other axes.

    >>> soil_climate_factors([0.0] * 12, [50.0] * 12, [40.0] * 12)
    {'temperature_factor': 0.0803555240..., 'water_factor': 2.249428125}

    Raises InputError for a number that is not finite, rain or evapotranspiration below zero, or shapes that do not fit.
    """
    values = inputs.read_parameters(parameters, ("soil_climate",))
    warmth, water = climate_factors(temperature, precipitation, potential_evapotranspiration, irrigated, values)
    return {"temperature_factor": plain(warmth), "water_factor": plain(water)}


def steady_soil_carbon(
    carbon_input: ArrayLike,
    sand: ArrayLike,
    lignin: ArrayLike | None = None,
    nitrogen: ArrayLike | None = None,
    temperature_factor: ArrayLike | None = None,
    water_factor: ArrayLike | None = None,
    tillage: str | Sequence[str] = "full",
    parameters: Mapping[str, float] | None = None,
    *,
    climate: Mapping[str, ArrayLike] | None = None,
) -> dict[str, Any]:
    """Carbon of mineral soil, 0-30 cm, once input and climate have lasted (IPCC 2019 V4 eq. 5.0A-5.0G).

    carbon_input        yearly, in any unit of carbon for an area, such as tC/ha: pools come in the same unit
    sand                share of the soil, 0 to 1
    lignin, nitrogen    shares of the dry matter of the input; None: mean crop residue (0.073, 0.0083)
    temperature_factor  effect of climate on decay (1), both from soil_climate_factors
    water_factor
    tillage             full, reduced, none or unknown
    parameters          declared name (soil_decomposition.*, soil_climate.*) -> value
    climate             instead of the two factors: monthly temperature, precipitation, potential_evapotranspiration
                        and irrigated, as soil_climate_factors takes them

    Numbers, or arrays of shapes that fit each other. The result has active, slow, passive and total.

    >>> found = steady_soil_carbon(2.0, 0.33, 0.073, 0.0083, 0.4904241436936742, 0.7793321739983536, "none")
    >>> {name: round(value, 3) for name, value in found.items()}
    {'active': 0.765, 'slow': 7.844, 'passive': 46.962, 'total': 55.572}

    Warns where lignin and nitrogen give a metabolic share of the input below zero or above what is not lignin; the
    bound is used then.

    Raises InputError for a number out of its range, an unknown tillage, or a climate without any decay.
    """
    values = inputs.read_parameters(parameters, PROCESSES)
    warmth, water = read_factors(temperature_factor, water_factor, climate, values)
    for factor, name in ((warmth, "temperature_factor"), (water, "water_factor")):
        if (factor <= 0.0).any():
            raise InputError(f"{name}: found 0, expected above zero: without decay there is no steady state.")
    _, flows, decay = read_conditions(carbon_input, sand, lignin, nitrogen, warmth, water, tillage, values)
    found = np.vectorize(soil.steady.py_func, otypes=[float])(flows, decay)
    return {**{name: plain(found[i]) for i, name in enumerate(POOLS)}, "total": plain(found.sum(axis=0))}


def simulate_soil_carbon(
    initial_pools: Mapping[str, float] | None,
    carbon_input: ArrayLike,
    sand: ArrayLike,
    lignin: ArrayLike | None = None,
    nitrogen: ArrayLike | None = None,
    temperature_factor: ArrayLike | None = None,
    water_factor: ArrayLike | None = None,
    tillage: str | Sequence[str] = "full",
    parameters: Mapping[str, float] | None = None,
    *,
    climate: Mapping[str, ArrayLike] | None = None,
    years: int | None = None,
) -> pd.DataFrame:
    """Carbon of a hectare of mineral soil through the years (IPCC 2019 V4 eq. 5.0A-5.0G).

    initial_pools  active, slow and passive in year 0, in the unit of the input; one that is not named is empty. None:
                   the steady state under the conditions of year 1
    others         as steady_soil_carbon takes them, each one number for all years or one for each year 1 to n; monthly
                   climate is [12] or [years, 12]
    years          n, needed only where nothing is given by year

    Returns a table by year, 0 to n: active, slow, passive and total at the end of the year, and the input and
    respiration of the year (0 in year 0), all in the unit of the input. total rises by input - respiration.

    >>> steady = steady_soil_carbon(1.2, 0.5, None, None, 0.15, 1.0, "none")
    >>> ploughed = simulate_soil_carbon(steady, 1.2, 0.5, None, None, 0.15, 1.0, "full", years=20)
    >>> bool(ploughed.total[20] < steady["total"])
    True

    Warns as steady_soil_carbon does, and where the carbon of a year cannot pay for what the method lets pools far below
    their steady state take up: they take up less then, and nothing is respired.

    Raises InputError for a number out of its range, an unknown pool or tillage, or a number of years that does not fit,
    and ModelError if the carbon of a year does not close.
    """
    values = inputs.read_parameters(parameters, PROCESSES)
    warmth, water = read_factors(temperature_factor, water_factor, climate, values)
    carbon, flows, decay = read_conditions(carbon_input, sand, lignin, nitrogen, warmth, water, tillage, values)
    carbon, flows, decay = by_year(carbon, flows, decay, years)
    if initial_pools is not None:
        pools = inputs.read_pools(initial_pools, POOLS, unread=("total",))
    elif (decay[:, 0] > 0.0).all():
        pools = [soil.steady.py_func(flow, rate) for flow, rate in zip(flows[:, 0], decay[:, 0], strict=True)]
    else:
        raise InputError("initial_pools: found None, expected pools: in year 1 nothing decays, so none are steady.")

    rows = [[*pools, sum(pools), 0.0, 0.0]]
    short: list[tuple[int, float]] = []
    for year in range(len(carbon)):
        wanted = [soil.taken.py_func(flow, rate) for flow, rate in zip(flows[:, year], decay[:, year], strict=True)]
        losses = [soil.lost.py_func(pool, rate) for pool, rate in zip(pools, decay[:, year], strict=True)]
        available = carbon[year] + sum(losses)
        granted = soil.granted.py_func(sum(wanted), available)
        if granted < 1.0:
            short.append((year + 1, granted))
        pools = [soil.advance.py_func(p, granted * w, out) for p, w, out in zip(pools, wanted, losses, strict=True)]
        rows.append([*pools, sum(pools), carbon[year], soil.respired.py_func(sum(wanted), available)])
    if short:
        first, share = short[0]
        warnings.warn(
            f"initial_pools: in {len(short)} of {len(carbon)} years, first in year {first}, the pools are so far below "
            f"their steady state that carbon pays for only {100 * share:.0f} % of their inflow; nothing is respired "
            "then.",
            stacklevel=2,
        )
    names = [*POOLS, "total", "input", "respiration"]
    return checked_closure(pd.DataFrame(rows, index=pd.RangeIndex(len(rows), name="year"), columns=names))
