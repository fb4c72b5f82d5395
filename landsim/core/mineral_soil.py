"""Mineral soil carbon outside forest: one pool for each land category, in a first form that closes.

dS/dt = k S_ref F - k S, with S_ref the reference stock of the category and F the management factor of grazing
(IPCC 2019 V4 T6.2: 0.70 for severely degraded grassland, 1 for nominal). Input and respiration are booked apart.
"""

from __future__ import annotations

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

PARAMETERS = (
    Parameter(
        "mineral_soil.turnover", "1/yr", 0.05, (0.0, 1.0), (0.02, 0.1),
        "IPCC 2019 stock-change default period D = 20 yr read as an exponential time",
        "share of the stock that is respired in a year",
    ),
    Parameter(
        "mineral_soil.degraded_factor", "1", 0.70, (0.1, 1.0), (0.42, 0.98), "IPCC 2019 V4 T6.2, severely degraded",
        "input to soil under fully degraded grassland relative to grassland in full condition", status="read",
    ),
    Parameter(
        "mineral_soil.cropland_factor", "1", 0.75, (0.1, 1.5), (0.65, 0.85), "IPCC 2019 V4 T5.5, long-term crops",
        "reference stock of cropland relative to grassland", status="read",
    ),
    Parameter(
        "mineral_soil.other_land_factor", "1", 0.5, (0.0, 1.5), (0.1, 1.0), "sparse cover; no table value",
        "reference stock of other land relative to grassland",
    ),
    Parameter(
        "mineral_soil.settlement_factor", "1", 0.8, (0.0, 1.5), (0.5, 1.0), "IPCC 2006 V4 ch. 8, 20 % lost when paved",
        "reference stock of settlements relative to grassland",
    ),
    Parameter(
        "mineral_soil.wetland_factor", "1", 1.5, (0.0, 5.0), (1.0, 2.5), "wetland reference stocks of IPCC 2019 T2.3",
        "reference stock of wetland relative to grassland",
    ),
)  # fmt: skip


@scalar
def condition_factor(condition, degraded_factor):
    """Input to grassland soil relative to full condition (1); condition 0 (bare) to 1."""
    return degraded_factor + (1.0 - degraded_factor) * condition


@scalar
def exchange(stock, area, reference, factor, turnover):
    """Carbon that enters and that leaves a soil pool in a year, tC. reference in tC/ha, area in ha."""
    return turnover * reference * factor * area, turnover * stock
