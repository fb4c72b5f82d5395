"""The region as a raster: fine pixels, cells of the wanted resolution, and sampling of global grids."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from landsim.errors import InputError

Floats = NDArray[np.float64]

FINE = 0.05  # degrees: the resolution of the land cover and NDVI data
NORTH, SOUTH = 82.5, 17.5  # degrees north; south of it lie only islets
WEST, EAST = 19.0, 191.0  # degrees east without a jump at 180, so that Chukotka stays in one piece
EARTH_RADIUS_KM = 6371.0072  # authalic radius
ROWS, COLUMNS = round((NORTH - SOUTH) / FINE), round((EAST - WEST) / FINE)
RESOLUTIONS = (0.5, 0.1)


@dataclass(frozen=True)
class Cells:
    """Cells of ``resolution`` degrees; cell_index = row * columns + column from the north-west corner."""

    resolution: float

    def __post_init__(self) -> None:
        if not any(abs(self.resolution - r) < 1e-9 for r in RESOLUTIONS):
            raise InputError(
                "The landscape can be built at a resolution of 0.5 or 0.1 degrees, "
                f"but {self.resolution:g} was asked for."
            )

    @property
    def pixels(self) -> int:
        """Fine pixels along one side of a cell."""
        return round(self.resolution / FINE)

    @property
    def shape(self) -> tuple[int, int]:
        return ROWS // self.pixels, COLUMNS // self.pixels

    def of_pixel(self, pixel: NDArray[np.int64]) -> NDArray[np.int64]:
        """cell_index of fine pixels given by their flat index."""
        row, column = pixel // COLUMNS // self.pixels, pixel % COLUMNS // self.pixels
        return row * self.shape[1] + column

    def centre(self, cell: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Latitude and longitude (19 to 191 degrees east) of cell centres."""
        row, column = cell // self.shape[1], cell % self.shape[1]
        return _centre(row, column, self.resolution)


def _centre(row: NDArray[np.int64], column: NDArray[np.int64], size: float) -> tuple[Floats, Floats]:
    return np.asarray(NORTH - size * (row + 0.5)), np.asarray(WEST + size * (column + 0.5))


def pixel_centre(pixel: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Latitude and longitude (19 to 191 degrees east) of fine pixels."""
    return _centre(pixel // COLUMNS, pixel % COLUMNS, FINE)


def pixel_area(pixel: NDArray[np.int64]) -> Floats:
    """Area of fine pixels in hectares on the sphere."""
    latitude, _ = pixel_centre(pixel)
    band = np.sin(np.deg2rad(latitude + FINE / 2)) - np.sin(np.deg2rad(latitude - FINE / 2))
    return np.asarray(100.0 * np.deg2rad(FINE) * EARTH_RADIUS_KM**2 * band)


def crop(world: NDArray[np.generic]) -> NDArray[np.generic]:
    """The window out of a global 0.05 degree raster (north up, from 180 degrees west)."""
    expected = (round(180 / FINE), round(360 / FINE))
    if world.shape != expected:
        raise InputError(f"A global raster of {expected} pixels was expected, but {world.shape} was found.")
    first_row, first_column = round((90 - NORTH) / FINE), round((WEST + 180) / FINE)
    columns = (np.arange(COLUMNS) + first_column) % world.shape[1]
    return np.take(world[first_row : first_row + ROWS], columns, axis=1)


def sample(
    field: NDArray[np.floating],
    first: tuple[float, float],
    spacing: tuple[float, float],
    latitude: Floats,
    longitude: Floats,
) -> Floats:
    """Bilinear value of a global grid at points. ``first``: latitude and longitude of field[0, 0]; degrees.

    Two columns are repeated at the end so that the grid closes around the globe.
    """
    closed = np.concatenate([field, field[:, :2]], axis=1)
    rows = (latitude - first[0]) / spacing[0]
    columns = np.mod(longitude - first[1], 360.0) / spacing[1]
    return np.asarray(map_coordinates(closed, [rows, columns], order=1, mode="nearest"), dtype=np.float64)
