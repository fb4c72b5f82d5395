"""Harvested wood products: first-order decay of stocks in use (IPCC 2006 V4 eq. 12.1, kept in 2019).

Production approach: domestic harvest only. Half-lives of IPCC 2019 T12.3. What is not sawn, pressed or made
into paper is fuel or loss and oxidised in the year.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.core.parameters import Parameter

PRODUCTS = ("sawnwood", "panels", "paper")
_SHARES = "default split of industrial roundwood carbon; expert prior"

PARAMETERS = (
    Parameter("wood_products.half_life_sawnwood", "yr", 35.0, (0.1, 500.0), (25.0, 50.0), "IPCC 2019 T12.3",
              "half-life of sawnwood in use", status="read"),
    Parameter("wood_products.half_life_panels", "yr", 25.0, (0.1, 500.0), (18.0, 35.0), "IPCC 2019 T12.3",
              "half-life of wood-based panels in use", status="read"),
    Parameter("wood_products.half_life_paper", "yr", 2.0, (0.1, 500.0), (1.5, 4.0), "IPCC 2019 T12.3",
              "half-life of paper and paperboard in use", status="read"),
    Parameter("wood_products.share_sawnwood", "1", 0.28, (0.0, 1.0), (0.2, 0.36), _SHARES,
              "share of industrial roundwood carbon in sawnwood"),
    Parameter("wood_products.share_panels", "1", 0.17, (0.0, 1.0), (0.1, 0.25), _SHARES,
              "share of industrial roundwood carbon in panels"),
    Parameter("wood_products.share_paper", "1", 0.20, (0.0, 1.0), (0.1, 0.3), _SHARES,
              "share of industrial roundwood carbon in paper"),
)  # fmt: skip


def stocks(inflow: NDArray[np.float64], half_life: float, start: float) -> NDArray[np.float64]:
    """Stock in use at the end of each year, tC.

    inflow     carbon entering use in each year, tC/yr, shape (years,)
    half_life  years
    start      stock before the first year, tC
    """
    k = np.log(2.0) / half_life
    keep, gain = np.exp(-k), (1.0 - np.exp(-k)) / k
    result = np.empty_like(inflow)
    stock = start
    for year, entering in enumerate(inflow):
        stock = keep * stock + gain * entering
        result[year] = stock
    return result


def steady_start(inflow: NDArray[np.float64], half_life: float, years: int = 5) -> float:
    """Stock that the mean inflow of the first years would keep steady, tC (IPCC 2019 eq. 12.4)."""
    return float(np.mean(inflow[:years]) / (np.log(2.0) / half_life))
