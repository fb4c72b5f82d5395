"""Leakage: clearing and harvest that are avoided in one place and take place in another, outside every inventory."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.accounting import CO2_PER_C
from landsim.core import parameters
from landsim.core.simulation import Simulated
from landsim.core.state import FLUX
from landsim.names import COUNTRIES
from landsim.policy.measure_kind import HARVEST_CAP_EFFECT
from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.placement import Placed

Floats = NDArray[np.float64]
# Effects whose outcome is carbon of wood that is not cut.
LESS_HARVEST = ("harvest", HARVEST_CAP_EFFECT)


def leakage(placed: list[Placed], simulated: Simulated, values: Floats) -> Floats:
    """Emissions elsewhere that the measures of a country cause, MtCO2/yr, [countries, years].

    The share harvest.leakage of the carbon of avoided clearing, a hectare holding the mean living biomass of the
    country's forest in that year, and of the wood that is not cut, counted whole as if it were oxidised.
    """
    density = mean_biomass(simulated)
    avoided = np.zeros_like(density)
    for one in placed:
        if not MEASURE_KINDS[one.measure.kind].leaks:
            continue
        country = COUNTRIES.index(one.measure.country)
        if one.loss_taken is not None:
            avoided[country] += one.loss_taken[: density.shape[1]] * density[country]
        for row, effect in zip(one.rows, one.effects, strict=True):
            if effect in LESS_HARVEST:
                avoided[country] += simulated.surviving[row]
    share = parameters.value(values, "harvest.leakage")
    return share * avoided * CO2_PER_C / 1e6


def mean_biomass(simulated: Simulated) -> Floats:
    """Living biomass of a hectare of forest, tC/ha, [countries, years]."""
    biomass = simulated.total[:, :, FLUX.biomass_natural] + simulated.total[:, :, FLUX.biomass_planted]
    area = simulated.total[:, :, FLUX.area_forest_natural] + simulated.total[:, :, FLUX.area_forest_planted]
    return np.divide(biomass, area, out=np.zeros_like(biomass), where=area > 0.0)
