"""Grassland under heavy grazing, by unit, nation and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.core.grazing_intensity import is_heavy
from landsim.core.state import FLUX
from landsim.indicators.covered_land import closed_grassland
from landsim.indicators.states import by_country, ratio

if TYPE_CHECKING:
    from landsim.results import Run

Floats = NDArray[np.float64]


def grazed_above(run: Run, limit: float) -> Floats:
    """Open grassland of each unit whose grazing pressure is above a limit, ha, [kept years, units]."""
    states = run.states
    opened = states.area("grassland") - closed_grassland(run)
    return np.where(is_heavy(states.row("grazing_pressure"), limit), opened, 0.0)


def heavily_grazed(run: Run) -> Floats:
    """The same for the limit of heavy grazing (`grazing_intensity.heavy_pressure`)."""
    return grazed_above(run, parameters.value(run.values, "grazing_intensity.heavy_pressure"))


def heavily_grazed_area(run: Run, of_units: Floats) -> Floats:
    """Hectares of each country in every year, [countries, years].

    The land model tells what is overgrazed (pressure above 1) in every year; the part of it that is heavily grazed
    follows from the kept years, on straight lines between them.
    """
    country = run.landscape.country
    heavy, over = by_country(of_units, country), by_country(grazed_above(run, 1.0), country)
    part = np.einsum("ys,sc->cy", run.states.between(run.drivers.years), ratio(heavy, over))
    found: Floats = part * run.simulated.total[:, :, FLUX.overgrazed_area]
    return found
