"""N2O of nitrogen set free where soil loses carbon: converted land (4(III), after leaching 4(IV)), and fields (3.D)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.core import agricultural_soils, parameters
from landsim.core.state import CARBON_FLUXES, SOIL_LAND
from landsim.gas_flow import GasFlow

Floats = NDArray[np.float64]


def soil_nitrogen_flows(carbon: Floats, values: Floats, variable_of: dict[str, str]) -> list[GasFlow]:
    """Direct and indirect N2O of converted land (IPCC 2006 V4 eq. 11.8), Mt N2O a year, [countries, years].

    carbon       fluxes of managed land, tC/yr, [countries, years, at least CARBON_FLUXES]
    variable_of  land -> the row of inventory.csv that the land belongs to

    A country and land whose soil gains carbon in a year sets no nitrogen free. Nitrogen of fields that stay fields
    belongs to farming.
    """
    ratio, field_ratio, first, last = (
        parameters.value(values, f"agricultural_soils.{name}")
        for name in ("carbon_to_nitrogen", "field_carbon_to_nitrogen", "direct", "runoff")
    )
    leached = parameters.take(values, "agricultural_soils.leached")[:, None]

    def loss(prefix: str, land: str) -> Floats:
        gone, come = (carbon[:, :, CARBON_FLUXES.index(f"{prefix}_{flux}_{land}")] for flux in ("respiration", "input"))
        return np.asarray(gone - come)

    def flow(category: str, land: str, flux: str, variable: str, nitrogen: Floats, after: bool) -> GasFlow:
        mass = (
            agricultural_soils.after_leaching(nitrogen, leached, last)
            if after
            else agricultural_soils.direct(nitrogen, first)
        )
        return GasFlow(category, land, "N2O", flux, variable, mass / 1e6)

    flows = []
    for land in SOIL_LAND:
        nitrogen = np.maximum(loss("converted_soil", land), 0.0) / ratio
        name, variable = f"{land}_converted_managed", variable_of[land]
        flows.append(flow("4(III)", name, "mineralised_nitrogen", variable, nitrogen, after=False))
        flows.append(flow("4(IV)", name, "mineralised_nitrogen_leached", variable, nitrogen, after=True))
    stays = np.maximum(loss("soil", "cropland") - loss("converted_soil", "cropland"), 0.0) / field_ratio
    flows.append(flow("3.D", "cropland", "soil_nitrogen", "cropland_n2o_direct", stays, after=False))
    flows.append(flow("3.D", "cropland", "soil_nitrogen_indirect", "cropland_n2o_indirect", stays, after=True))
    return flows
