"""National accounts of grass and herds: gases of steppe fire, carrying capacity, condition and pressure."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.core.herd import forage_need as compiled_forage_need
from landsim.core.rangeland import CARBON_IN_GRASS
from landsim.core.simulation import Simulated
from landsim.core.state import CONDITION_CLASSES, FLUX
from landsim.gwp import PATH_GWP, warming_potential

Floats = NDArray[np.float64]
# The Python beneath the kernel: numba would have to compile a version to be called from here in every process.
forage_need: Callable[[float, float], float] = compiled_forage_need.py_func


def grass_fire_gases(carbon: Floats, values: Floats, gwp: str = PATH_GWP) -> dict[str, Floats]:
    """CH4 and N2O of burned grass (tC/yr), MtCO2e. Its CO2 would have gone to the air in the year anyway."""
    matter = carbon / CARBON_IN_GRASS
    factors = {"CH4": "grass_fire.methane_factor", "N2O": "grass_fire.nitrous_oxide_factor"}
    return {
        gas: matter * parameters.value(values, name) / 1e9 * warming_potential(gas, gwp)
        for gas, name in factors.items()
    }


def yearly_need(values: Floats) -> float:
    """Forage that a sheep unit needs in a year, t dm."""
    return float(
        forage_need(parameters.value(values, "herd.daily_hay"), parameters.value(values, "herd.hay_dry_matter"))
    )


def grazing_stocks(simulated: Simulated, values: Floats) -> dict[str, tuple[str, Floats]]:
    """Rows of stocks.csv that tell of grass and herds, [countries, years], with their units."""

    def total(name: str) -> Floats:
        return simulated.total[:, :, FLUX._fields.index(name)]

    def ratio(part: Floats, whole: Floats) -> Floats:
        return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0.0)

    usable = total("usable_forage")
    areas = ("overgrazed_area", "long_overgrazed_area", "lightly_grazed_area", "grass_burned_area", "exclosed_area")
    return {
        "sheep_units": ("million", total("sheep_units") / 1e6),
        "carrying_capacity": ("million", usable / yearly_need(values) / 1e6),
        "rangeland_condition": ("1", ratio(total("condition_area"), total("area_grassland"))),
        "grazing_pressure": ("1", ratio(total("forage_demand"), usable)),
        "usable_forage": ("Mt", usable / 1e6),
        "forage_unmet": ("Mt", total("forage_unmet") / 1e6),
        **{f"grassland_{name}": ("Mha", total(f"grass_{name}") / 1e6) for name in CONDITION_CLASSES},
        **{name: ("Mha", total(name) / 1e6) for name in areas},
    }
