"""Carbon of trees that measures plant in settlements, by country and year: crown cover times growth (IPCC Tier 2a).

Apart from the units of land, whose settlements hold no biomass. Trees that stood there already are taken to be in
balance. Category 4.E.1.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters, urban_trees
from landsim.gas_flow import GasFlow

Floats = NDArray[np.float64]
SETTLEMENTS = "lulucf_settlements"
CO2_PER_CARBON = 44.0 / 12.0
# The Python beneath the kernel, which takes arrays.
bound: Callable[[Floats, float], Floats] = urban_trees.bound.py_func


def young_crowns(crowns: Floats, values: Floats) -> Floats:
    """Crown cover in its years of active growth, ha; crowns are what was added up to each year, [countries, years]."""
    span = round(parameters.value(values, "urban_trees.growth_years"))
    before = np.zeros_like(crowns)
    before[:, span:] = crowns[:, :-span]
    return crowns - before


def urban_tree_carbon(crowns: Floats, values: Floats) -> Floats:
    """Carbon that crown cover binds in each year, tC, [countries, years]."""
    return bound(young_crowns(crowns, values), parameters.value(values, "urban_trees.growth"))


def urban_tree_flows(crowns: Floats, values: Floats) -> list[GasFlow]:
    """The removal by living biomass, Mt CO2 a year; below zero."""
    carbon = urban_tree_carbon(crowns, values)
    return [GasFlow("4.E.1", "urban_trees", "CO2", "living_biomass", SETTLEMENTS, 0.0 - carbon * CO2_PER_CARBON / 1e6)]


def urban_tree_stocks(crowns: Floats, values: Floats) -> dict[str, tuple[str, Floats]]:
    """Crown cover and its living biomass at the end of each year, [countries, years]."""
    biomass = np.cumsum(urban_tree_carbon(crowns, values), axis=1)
    return {"urban_tree_area": ("Mha", crowns / 1e6), "urban_tree_biomass": ("MtC", biomass / 1e6)}
