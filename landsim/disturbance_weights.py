"""Where in a country forest burns and is killed by insects: the weights by which national areas are spread over units.

The landscape's ``fire_weight`` is local fire climate: plant production times the square of dryness, by the year. It
knows no trees and no seasons: in the embedded grid it alone would give a third of Mongolia's burned forest to saxaul,
which stands too thin to carry a fire, and it sees no dry spring. Both corrections need only columns that every
landscape has and parameters that a study can vary, so they are made here in each run, and the landscape file stays
what it is. All arrays are by unit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.core.state import INPUT
from landsim.landscape import Landscape
from landsim.names import COUNTRIES

Floats = NDArray[np.float64]
# Dryness stays between these, as in the landscape's own fire_weight: beyond, no more forest stands to burn.
DRYNESS_RANGE = (0.2, 4.0)


def fuelled_area(areas: Floats, inputs: Floats, values: Floats) -> Floats:
    """Natural and planted forest of 2020, ha, less where old forest would hold too little to burn or to feed insects.

    Fuel is the biomass of old forest by type, stocking and site over ``fire.fuel_saturation``, at most 1.
    """
    enough = parameters.value(values, "fire.fuel_saturation")
    old_growth = parameters.take(values, "forest.asymptote")
    total = np.zeros(areas.shape[1])
    for stratum in (0, 1):
        kind = inputs[INPUT.natural_type + stratum].astype(np.int64)
        biomass = old_growth[kind] * inputs[INPUT.natural_scale + stratum]
        total += areas[stratum] * np.minimum(biomass / enough, 1.0)
    return total


def fire_weight(fuel: Floats, land: Landscape, values: Floats) -> Floats:
    """Fuelled forest x the landscape's fire climate x the yearly range of temperature to a power.

    A wide range goes with the dry weeks after snowmelt in which most fires from Lake Baikal to the Sea of Japan burn,
    and which yearly rain does not show. It is twice the difference of the warmest month and the yearly mean.
    """
    exponent = parameters.value(values, "fire.continentality_exponent")
    span = 2.0 * np.maximum(land["warmest_month_temperature"] - land["mean_annual_temperature"], 0.0)
    return fuel * land["fire_weight"] * span**exponent


def insect_weight(fuel: Floats, land: Landscape, values: Floats) -> Floats:
    """Forest with enough host trees x warmth of summer above a threshold x dryness to a power."""
    threshold = parameters.value(values, "insects.summer_threshold")
    exponent = parameters.value(values, "insects.dryness_exponent")
    warmth = np.maximum(land["warmest_month_temperature"] - threshold, 0.0)
    dryness = np.clip(1.0 / np.maximum(land.aridity(), 0.05), *DRYNESS_RANGE)
    return fuel * warmth * dryness**exponent


def forest_warming(areas: Floats, land: Landscape) -> Floats:
    """Mean warming of each country's forest per kelvin of global warming, K/K; 1 where no forest stands."""
    forest = areas[0] + areas[1]
    total = np.bincount(land.country, forest, minlength=len(COUNTRIES))
    warmed = np.bincount(land.country, forest * land["warming_per_kelvin"], minlength=len(COUNTRIES))
    return np.divide(warmed, total, out=np.ones_like(total), where=total > 0.0)
