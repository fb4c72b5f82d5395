"""N2O of nitrogen set free where converted land loses soil carbon: direct 4(III), after leaching 4(IV).

Cropland that stays cropland (3.D) is not counted: it follows the land model, and farming enters the gap as the
difference from a run that is not at hand.
"""

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

    A country and land whose converted soil gains carbon in a year sets no nitrogen free.
    """
    ratio, first, last = (
        parameters.value(values, f"agricultural_soils.{name}") for name in ("carbon_to_nitrogen", "direct", "runoff")
    )
    leached = parameters.take(values, "agricultural_soils.leached")[:, None]
    flows = []
    for land in SOIL_LAND:
        gone, come = (
            carbon[:, :, CARBON_FLUXES.index(f"converted_soil_{flux}_{land}")] for flux in ("respiration", "input")
        )
        nitrogen = np.maximum(gone - come, 0.0) / ratio
        direct = agricultural_soils.direct(nitrogen, first) / 1e6
        indirect = agricultural_soils.after_leaching(nitrogen, leached, last) / 1e6
        name = f"{land}_converted_managed"
        flows.append(GasFlow("4(III)", name, "N2O", "mineralised_nitrogen", variable_of[land], direct))
        flows.append(GasFlow("4(IV)", name, "N2O", "mineralised_nitrogen_leached", variable_of[land], indirect))
    return flows
