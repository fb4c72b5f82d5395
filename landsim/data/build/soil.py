"""Soil organic carbon and native steppe per unit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.data.build.land_cover import ramp
from landsim.facts import load_table

Floats = NDArray[np.float64]
WETLAND_SURPLUS = 60.0  # tC/ha at full cover (IPCC 2019 references: wetland 128, mineral soil 43 to 81)
CROP_LOSS, BARREN_LOSS = 0.2, 0.7
SMALLEST = 3.0  # tC/ha
ARID_FULL = 0.5  # precipitation / evapotranspiration above which the reference holds in full


def soil_organic_carbon(
    zone: NDArray[np.str_],
    aridity: Floats,
    crop: Floats,
    barren: Floats,
    wetland: Floats,
    area: Floats,
    mean: float,
) -> Floats:
    """tC/ha in 0-30 cm of the units of one country: IPCC reference x dryness x cover, scaled to ``mean``."""
    table = load_table("grid_soil_reference", ("climate_zone", "soil_organic_carbon"))
    reference = dict(zip(table["climate_zone"], table["soil_organic_carbon"].astype(float), strict=True))
    stock = np.array([reference[str(z)] for z in zone]) * np.clip(aridity / ARID_FULL, 0.25, 1.0)
    stock = stock * (1 - CROP_LOSS * crop - BARREN_LOSS * barren) + WETLAND_SURPLUS * wetland
    stock = np.maximum(stock, SMALLEST)
    return np.asarray(stock * (mean / np.average(stock, weights=area)))


def native_steppe_fraction(precipitation: Floats, aridity: Floats, warmest: Floats) -> Floats:
    """Share of grassland that no forest would take: dry (aridity, rain) or cold (beyond the treeline)."""
    dry = np.maximum(ramp(-aridity, (-0.65, -0.35)), ramp(-precipitation, (-500.0, -350.0)))
    return np.maximum(dry, ramp(-warmest, (-12.0, -9.0)))
