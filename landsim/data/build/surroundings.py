"""Averages over the surroundings of a unit, on the grid of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from landsim.data.build.window import Cells

if TYPE_CHECKING:  # it needs libraries that only a build needs
    from landsim.data.build.boundaries import Units

Floats = NDArray[np.float64]
REACH = 1.0  # degrees: standard deviation of the Gaussian weight


def surrounding_share(area: Floats, units: Units, cells: Cells) -> Floats:
    """Share of the land around each unit that ``area`` (ha per unit) covers."""
    size = cells.shape[0] * cells.shape[1]
    width = REACH / cells.resolution
    smoothed = [
        gaussian_filter(
            np.bincount(units.cell, weights=w, minlength=size).reshape(cells.shape), width, mode="constant"
        )
        for w in (area, units.area)
    ]
    share = smoothed[0] / np.maximum(smoothed[1], 1e-9)
    return np.asarray(share.ravel()[units.cell])
