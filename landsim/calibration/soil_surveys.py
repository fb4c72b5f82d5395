"""What repeated surveys of topsoil measure, as a run has it: the yearly change of mineral soil of a hectare."""

from __future__ import annotations

import numpy as np

from landsim.core.state import FLUX
from landsim.results import Run

# Variable -> land, and whether it is that which joined its category within the last twenty years. Gains are positive.
# Grassland that joined lately was cropland for the most part in Russia, where surveys of abandoned fields exist.
SOIL_GAINS = {
    "cropland_soil_gain": ("cropland", False),
    "grassland_soil_gain": ("grassland", False),
    "abandoned_cropland_soil_gain": ("grassland", True),
}
# Repeated surveys of remaining land begin with the national soil surveys of about 1980.
FIRST_SURVEY = 1980


def soil_gain(run: Run, country: int, variable: str) -> np.ndarray:
    """Yearly gain of soil carbon of a hectare (0-30 cm) that a survey ending in each year finds, [years], tC/ha/yr.

    Land that was there before: the survey begins in 1980, ten years before the run, and is compared with the mean gain
    of the years that lie evenly about its middle, from 1990 to ten years before its end (1990 alone before 2001). A
    gain that changes in a straight line has the same mean over both.
    Land that joined lately: all gains since 1990 over all hectares and years of such land.
    """
    land, lately = SOIL_GAINS[variable]
    flux = run.simulated.total[country]
    gain, area = _joined(flux, land) if lately else _remaining(flux, land)
    years = run.drivers.years
    if lately:
        hectares = np.cumsum(area)
        return np.asarray(np.divide(np.cumsum(gain), hectares, out=np.zeros_like(hectares), where=hectares > 0.0))
    mean = np.cumsum(gain / area) / np.arange(1, len(years) + 1)
    before = int(years[0]) - FIRST_SURVEY
    return np.asarray(mean[np.maximum(np.arange(len(years)) - before, 0)])


def _joined(flux: np.ndarray, land: str) -> tuple[np.ndarray, np.ndarray]:
    """Gain (tC/yr) and area (ha) of land that joined a category within the last twenty years, [years]."""
    gain = _of(flux, f"converted_soil_input_{land}") - _of(flux, f"converted_soil_respiration_{land}")
    return gain, _of(flux, f"converted_area_{land}")


def _remaining(flux: np.ndarray, land: str) -> tuple[np.ndarray, np.ndarray]:
    """Gain (tC/yr) and area (ha) of the land that was there before, [years]."""
    joined, lately = _joined(flux, land)
    gain = _of(flux, f"soil_input_{land}") - _of(flux, f"soil_respiration_{land}")
    return gain - joined, _of(flux, f"area_{land}") - lately


def _of(flux: np.ndarray, name: str) -> np.ndarray:
    return np.asarray(flux[:, FLUX._fields.index(name)])
