"""Harvested wood products: first-order decay of carbon in use (IPCC 2006 V4 eq. 12.1, kept in 2019).

Production approach: products made of domestic harvest only. A stock in use loses the share 1 - exp(-k) a year,
k = ln 2 / half-life; what enters during a year has lost 1 - (1 - exp(-k))/k by its end. All carbon in tC.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from landsim.core.parameters import Parameter

Floats = NDArray[np.float64]
PRODUCTS = ("sawnwood", "panels", "paper")
# Products that stand in buildings and furniture for decades.
LONG_LIVED = ("sawnwood", "panels")
# The first years of a run are the measure of the inflow before it.
START_YEARS = 3
# Years before the first one since when products are counted (IPCC 2006 eq. 12.1 begins in 1900), and the last of them
# in which the inflow of the earlier decades moves to that of the first years.
EARLIER_YEARS = 90
CHANGE_YEARS = 10
_FACTORS = "IPCC 2013 KP Supplement T2.8.1 and IPCC 2019 T12.1, recalled; range: basic density of the species"

PARAMETERS = (
    Parameter("wood_products.half_life_sawnwood", "yr", 35.0, (0.1, 500.0), (25.0, 50.0), "IPCC 2019 T12.3",
              "half-life of sawnwood in use", status="read"),
    Parameter("wood_products.half_life_panels", "yr", 25.0, (0.1, 500.0), (18.0, 35.0), "IPCC 2019 T12.3",
              "half-life of wood-based panels in use", status="read"),
    Parameter("wood_products.half_life_paper", "yr", 2.0, (0.1, 500.0), (1.5, 4.0), "IPCC 2019 T12.3",
              "half-life of paper and paperboard in use", status="read"),
    Parameter("wood_products.carbon_sawnwood", "tC/m3", 0.229, (0.1, 0.5), (0.19, 0.28), _FACTORS,
              "carbon in a cubic metre of sawnwood"),
    Parameter("wood_products.carbon_panels", "tC/m3", 0.269, (0.1, 0.5), (0.22, 0.31), _FACTORS,
              "carbon in a cubic metre of wood-based panels and veneer"),
    Parameter("wood_products.carbon_paper", "tC/t", 0.386, (0.1, 0.5), (0.34, 0.43), _FACTORS,
              "carbon in a tonne of paper made of wood pulp"),
    Parameter("wood_products.greatest_yield", "1", 0.9, (0.0, 1.0), (0.7, 1.0),
              "own judgement: offcuts feed panels and pulp, but dust and pulping liquor are burned",
              "most carbon of domestic logs under bark that can be in products; statistics beyond it are scaled down"),
    Parameter(
        "wood_products.start_ratio", "1", 1.0, (0.0, 10.0), (0.5, 1.5), "own judgement, no series before 1990",
        "inflow of 1900 to 1980 against that of the first three years, which it reaches in 1990",
        dimension="country",
        per_key={
            "CHN": (0.6, 0.4, 0.9, "own judgement: industrial felling grew several times over from the 1950s to 1990"),
            "PRK": (1.0, 0.5, 1.5, "own judgement: FAO's series is an estimate that never changes"),
            "JPN": (1.3, 1.0, 1.7, "own judgement: felling peaked in the 1960s and had fallen by about 40 % in 1990"),
            "MNG": (1.2, 0.7, 1.8, "own judgement: sawmills of the 1980s cut about twice the mean of 1990-92"),
            "KOR": (1.0, 0.5, 1.5, "own judgement: small felling of young forests throughout"),
            "RUS": (1.45, 1.2, 1.8, "own judgement: the first statistics are those of 1992, when felling had fallen by "
                    "about a third from the level of the 1970s and 1980s"),
        },
    ),
    Parameter("wood_products.long_lived_limit", "1", 0.3, (0.0, 1.0), (0.1, 0.5),
              "own judgement: pulpwood and offcuts are partly too small or rotten for saw and press",
              "most of the carbon of paper and losses under bark that can go into sawnwood and panels instead"),
    Parameter("wood_products.displacement_factor", "tC/tC", 1.2, (0.0, 10.0), (0.5, 2.0),
              "mean of published factors in Leskinen et al. 2018, recalled; Howard et al. 2021 doubt what it presumes",
              "fossil carbon avoided by a tonne of carbon in sawnwood and panels"),
)  # fmt: skip


def decay_constant(half_life: float) -> float:
    """k = ln 2 / half-life, 1/yr; half_life in years.

    Raises ValueError unless the half-life is a finite number above zero.
    """
    if not 0.0 < half_life < math.inf:
        raise ValueError(f"the half-life of a wood product is {half_life!r}, expected a finite number above 0 years.")
    return math.log(2.0) / half_life


def year_factors(half_life: float) -> tuple[float, float]:
    """Part of a stock that is left after a year, and part of a year's inflow that is left at its end (1)."""
    k = decay_constant(half_life)
    return math.exp(-k), -math.expm1(-k) / k


def advance(stock: Floats | float, inflow: Floats | float, half_life: float) -> tuple[Floats | float, Floats | float]:
    """Stock at the end of a year and carbon oxidised during it, tC, from the stock at its start and the inflow.

    stock and inflow in tC and tC/yr, single numbers or arrays of one shape; half_life in years.
    """
    kept, entering = year_factors(half_life)
    left = kept * stock + entering * inflow
    return left, stock + inflow - left


def stocks(inflow: Floats, half_life: float, start: Floats | float) -> Floats:
    """Stock in use at the end of each year, tC.

    inflow     carbon entering use in each year, tC/yr, shape (..., years)
    half_life  years
    start      stock before the first year, tC, a number or an array of shape (...)
    """
    # `advance` year by year, with what does not depend on the year in front.
    kept, entering = year_factors(half_life)
    result = entering * np.asarray(inflow, dtype=np.float64)
    stock: Floats | float = start
    for year in range(inflow.shape[-1]):
        stock = kept * stock + result[..., year]
        result[..., year] = stock
    return result


def oxidised(inflow: Floats, half_life: float, start: Floats | float, ends: Floats | None = None) -> Floats:
    """Carbon oxidised in each year, tC/yr, shape of inflow: what entered and is not kept. Arguments of `stocks`.

    ends  what `stocks` makes of them, where it is at hand
    """
    ends = stocks(inflow, half_life, start) if ends is None else ends
    begins = np.concatenate([np.broadcast_to(start, ends.shape[:-1])[..., None], ends[..., :-1]], axis=-1)
    return begins + inflow - ends


def equilibrium(inflow: Floats | float, half_life: float) -> Floats | float:
    """Stock that a constant inflow (tC/yr) keeps steady, tC: inflow / k."""
    return inflow / decay_constant(half_life)


def steady_start(inflow: Floats, half_life: float, years: int = 5) -> Floats | float:
    """Stock that the mean inflow of the first years would keep steady, tC (IPCC 2019 eq. 12.4); inflow (..., years)."""
    return equilibrium(np.mean(inflow[..., :years], axis=-1), half_life)


def start_after_earlier_inflow(inflow: Floats, half_life: float, ratio: Floats | float) -> Floats:
    """Stock before the first year, tC, from an assumed inflow of the decades before it.

    Nothing was in use EARLIER_YEARS before the first year (IPCC 2006 V4 eq. 12.1 starts at zero in 1900). From then
    on the inflow was ``ratio`` times the mean of the first START_YEARS years, and in the last CHANGE_YEARS it moved
    to that mean in a straight line, so that sawnwood remembers the earlier decades and paper does not.
    inflow in tC/yr, shape (..., years); ratio a number or an array of shape (...).
    """
    mean = np.asarray(np.mean(inflow[..., :START_YEARS], axis=-1))
    way = np.clip((np.arange(EARLIER_YEARS) - (EARLIER_YEARS - CHANGE_YEARS - 1)) / (CHANGE_YEARS + 1), 0.0, 1.0)
    level = np.asarray(ratio)[..., None] * (1.0 - way) + way
    return stocks(mean[..., None] * level, half_life, np.zeros_like(mean))[..., -1]
