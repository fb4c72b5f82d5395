"""From units on a latitude-longitude grid to a picture: Albers projection, cell lookup, borders from the cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Albers equal-area conic on the sphere, laid so that Russia's east, beyond 180 degrees, stays in one piece.
STANDARD_PARALLELS = (35.0, 65.0)
CENTRAL_LONGITUDE = 100.0
_PHI_1, _PHI_2 = np.radians(STANDARD_PARALLELS)
_CONE = (np.sin(_PHI_1) + np.sin(_PHI_2)) / 2
_CONSTANT = np.cos(_PHI_1) ** 2 + 2 * _CONE * np.sin(_PHI_1)

Array = NDArray[np.float64]


def project(longitude: Array, latitude: Array) -> tuple[Array, Array]:
    """Degrees to map coordinates in Earth radii (Snyder 1987, eq. 14-1 to 14-4); y is zero at the cone's tip."""
    radius = np.sqrt(_CONSTANT - 2 * _CONE * np.sin(np.radians(latitude))) / _CONE
    angle = _CONE * np.radians(longitude - CENTRAL_LONGITUDE)
    return radius * np.sin(angle), -radius * np.cos(angle)


def unproject(x: Array, y: Array) -> tuple[Array, Array]:
    """Map coordinates back to degrees; latitude is NaN off the globe."""
    radius = np.hypot(x, y)
    angle = np.arctan2(x, -y)
    sine = (_CONSTANT - (_CONE * radius) ** 2) / (2 * _CONE)
    with np.errstate(invalid="ignore"):
        latitude = np.degrees(np.arcsin(sine))
    return CENTRAL_LONGITUDE + np.degrees(angle) / _CONE, latitude


@dataclass(frozen=True)
class Canvas:
    """For each pixel of the map the cell below it (-1 = none), and the pixels that are borders or coast."""

    cell: NDArray[np.int64]
    border: NDArray[np.bool_]
    coast: NDArray[np.bool_]
    unit_cell: NDArray[np.int64]
    cells: int

    def paint(self, values: Array, colours: NDArray[np.float64]) -> None:
        """Checked in maps.py."""


def grid_step(latitude: Array) -> float:
    """Cell size in degrees: the smallest distance between two rows of cell centres."""
    rows = np.unique(np.round(latitude, 6))
    return float(np.diff(rows).min()) if rows.size > 1 else 1.0
