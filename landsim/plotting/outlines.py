"""From units on a latitude-longitude grid to a picture: Albers projection, cell lookup, borders."""

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
Colours = NDArray[np.uint8]
# Leaves each byte of a pixel room for a sum.
_EVERY_OTHER_BYTE = np.uint32(0x00FF00FF)


def project(longitude: Array, latitude: Array) -> tuple[Array, Array]:
    """Degrees to map coordinates in Earth radii (Snyder 1987, eq. 14-1 to 14-4), y from the cone's tip."""
    radius = np.sqrt(_CONSTANT - 2 * _CONE * np.sin(np.radians(latitude))) / _CONE
    angle = _CONE * np.radians(longitude - CENTRAL_LONGITUDE)
    return radius * np.sin(angle), -radius * np.cos(angle)


def unproject(x: Array, y: Array) -> tuple[Array, Array]:
    """Map coordinates back to degrees; latitude is NaN off the globe."""
    radius = np.hypot(x, y)
    sine = (_CONSTANT - (_CONE * radius) ** 2) / (2 * _CONE)
    with np.errstate(invalid="ignore"):
        latitude = np.degrees(np.arcsin(sine))
    return CENTRAL_LONGITUDE + np.degrees(np.arctan2(x, -y)) / _CONE, latitude


@dataclass(frozen=True)
class Canvas:
    """A blank map: for each pixel the cell below it (-1 = none), and which pixels are coast or border.

    ``ink`` is what each pixel is painted with: its cell, or after all cells coast, border and sea.
    """

    cell: NDArray[np.int64]
    border: NDArray[np.bool_]
    coast: NDArray[np.bool_]
    ink: NDArray[np.int32]
    cell_of_unit: NDArray[np.int64]
    cells: int

    def cell_means(self, values: Array) -> Array:
        """Unit values by cell: mean of a cell's units that have a value, NaN where none has.

        Units share a cell only along borders, so the plain mean is enough for the eye.
        """
        known = np.isfinite(values)
        cell = self.cell_of_unit[known]
        count = np.bincount(cell, minlength=self.cells)
        total = np.bincount(cell, weights=values[known], minlength=self.cells)
        means = np.full(self.cells, np.nan)
        np.divide(total, count, out=means, where=count > 0)
        return means

    def picture(self, cell_colours: Colours, sea: Colours, coast: Colours, border: Colours) -> Colours:
        """Red, green, blue bytes [row, column, 3] at half the resolution, which smooths the outlines."""
        colours = np.zeros((self.cells + 3, 4), dtype=np.uint8)
        colours[:, :3] = np.vstack([cell_colours, coast, border, sea])
        # A pixel as one number: four times as fast as three bytes, and the mean of four pixels needs no more than this.
        image = colours.view(np.uint32)[:, 0][self.ink]
        four = (image[::2, ::2], image[1::2, ::2], image[::2, 1::2], image[1::2, 1::2])
        even, odd = (sum((pixels >> shift) & _EVERY_OTHER_BYTE for pixels in four) for shift in (0, 8))
        means = ((even >> 2) & _EVERY_OTHER_BYTE) | (((odd >> 2) & _EVERY_OTHER_BYTE) << 8)
        return np.ascontiguousarray(means.view(np.uint8).reshape(*means.shape, 4)[..., :3])


def blank_canvas(latitude: Array, longitude: Array, country: NDArray[np.int64], columns: int) -> Canvas:
    """Lay a map ``columns`` pixels wide over the units (cell centres in degrees, longitude 0 to 360).

    ``columns`` is even, as is the number of rows that comes out, so that the picture can be halved.
    A cell with units of several countries is drawn in the country with the lowest index.
    """
    step = grid_step(latitude)
    row = np.round((latitude.max() - latitude) / step).astype(np.int64)
    column = np.round((longitude - longitude.min()) / step).astype(np.int64)
    rows, width = int(row.max()) + 1, int(column.max()) + 1
    cell_of_unit = row * width + column
    nowhere = np.iinfo(np.int64).max
    country_of_cell = np.full(rows * width, nowhere)
    np.minimum.at(country_of_cell, cell_of_unit, country)
    country_of_cell[country_of_cell == nowhere] = -1

    corners = [
        project(longitude + east * step / 2, latitude + north * step / 2) for east in (-1, 1) for north in (-1, 1)
    ]
    xs, ys = np.concatenate([x for x, _ in corners]), np.concatenate([y for _, y in corners])
    pad = 0.01 * (xs.max() - xs.min())
    x = np.linspace(xs.min() - pad, xs.max() + pad, columns)
    height = 2 * max(1, round(columns / 2 * (ys.max() - ys.min() + 2 * pad) / (x[-1] - x[0])))
    y = np.linspace(ys.max() + pad, ys.min() - pad, height)

    pixel_longitude, pixel_latitude = unproject(*np.meshgrid(x, y))
    pixel_row = np.floor((latitude.max() + step / 2 - pixel_latitude) / step)
    pixel_column = np.floor((pixel_longitude - longitude.min() + step / 2) / step)
    inside = (pixel_row >= 0) & (pixel_row < rows) & (pixel_column >= 0) & (pixel_column < width)
    cell = np.full(inside.shape, -1)
    cell[inside] = (pixel_row[inside] * width + pixel_column[inside]).astype(np.int64)
    pixel_country = np.where(cell >= 0, country_of_cell[cell], -1)
    cell[pixel_country < 0] = -1
    border, coast = _edges(pixel_country)
    cells = rows * width
    ink = np.where(cell < 0, cells + 2, cell)
    ink[coast], ink[border] = cells, cells + 1
    return Canvas(cell, border, coast, ink.astype(np.int32), cell_of_unit, cells)


def grid_step(latitude: Array) -> float:
    """Cell size in degrees: the smallest distance between two rows of cell centres."""
    rows = np.unique(np.round(latitude, 4))
    return float(np.diff(rows).min()) if rows.size > 1 else 1.0


def _edges(country: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Pixels on both sides of a border between countries, and of the coast."""
    border, coast = np.zeros(country.shape, bool), np.zeros(country.shape, bool)
    for here, there in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1, :], np.s_[1:, :])):
        differ = country[here] != country[there]
        land = (country[here] >= 0) & (country[there] >= 0)
        for side in (here, there):
            border[side] |= differ & land
            coast[side] |= differ & ~land
    return border, coast
