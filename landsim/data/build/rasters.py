"""Fine global rasters read out of their packages: land cover, NDVI, elevation, by unit."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import netCDF4
import numpy as np
from numpy.typing import NDArray
from rasterio.io import MemoryFile
from scipy.ndimage import uniform_filter

from landsim.data.build import sources, window
from landsim.data.build.boundaries import Units

Floats = NDArray[np.float64]
RELIEF_SPACING = 1 / 12  # degrees (5 minutes)
METRES_PER_DEGREE = 111_195.0
NDVI_MISSING = -0.5
CLASSES = 17  # IGBP classes 0 to 16


def _geotiff(key: str, name: str, workdir: Path) -> NDArray[np.generic]:
    with MemoryFile(sources.member(key, name, workdir)) as memory, memory.open() as file:
        return window.crop(np.asarray(file.read(1)))


def land_cover_areas(units: Units, workdir: Path) -> Floats:
    """Hectares of each IGBP class (columns 0 to 16) in each unit."""
    igbp = _geotiff("land-cover", ".tif", workdir).ravel()[units.pixel].astype(np.int64)
    key = units.pixel_unit * CLASSES + np.clip(igbp, 0, CLASSES - 1)
    areas = np.bincount(key, weights=units.pixel_area, minlength=CLASSES * len(units))
    return np.asarray(areas.reshape(-1, CLASSES), dtype=np.float64)


def ndvi_maximum(units: Units, workdir: Path) -> Floats:
    """Mean over the unit of the highest NDVI of the year (0 where the data have none, such as lakes)."""
    ndvi = np.nan_to_num(_geotiff("ndvi", "NDVI_maximum.tif", workdir).astype(np.float64), nan=-1.0)
    value = ndvi.ravel()[units.pixel]
    valid = value > NDVI_MISSING
    weight = units.total(np.where(valid, units.pixel_area, 0.0))
    return units.total(np.where(valid, value * units.pixel_area, 0.0)) / np.where(weight > 0, weight, 1.0)


@dataclass(frozen=True)
class Relief:
    """Elevation of the globe in metres, land below the sea and the sea itself set to 0."""

    metres: Floats
    first: tuple[float, float]

    def at(self, latitude: Floats, longitude: Floats) -> Floats:
        return window.sample(self.metres, self.first, (RELIEF_SPACING, RELIEF_SPACING), latitude, longitude)

    def smoothed(self, degrees: float) -> Relief:
        """The running mean over a box of that width, as coarser data see the terrain."""
        width = max(1, round(degrees / RELIEF_SPACING))
        return Relief(uniform_filter(self.metres, size=width, mode=("nearest", "wrap")), self.first)


def read_relief(workdir: Path) -> Relief:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "etopo5.cdf"
        path.write_bytes(sources.member("relief", "data/etopo5.cdf", workdir))
        with netCDF4.Dataset(path) as file:
            metres = np.asarray(file["ROSE"][:], dtype=np.float64)
            first = (float(file["ETOPO05_Y"][0]), float(file["ETOPO05_X"][0]))
    return Relief(np.maximum(metres, 0.0), first)


def elevation_and_slope(units: Units, relief: Relief) -> tuple[Floats, Floats]:
    """Mean elevation (m) and slope (percent; terrain known every 9 km: plains and ranges, not hillsides)."""
    latitude, longitude = window.pixel_centre(units.pixel)
    step = RELIEF_SPACING / 2
    north_south = relief.at(latitude + step, longitude) - relief.at(latitude - step, longitude)
    east_west = relief.at(latitude, longitude + step) - relief.at(latitude, longitude - step)
    run = RELIEF_SPACING * METRES_PER_DEGREE
    slope = 100.0 * np.hypot(north_south / run, east_west / (run * np.cos(np.deg2rad(latitude))))
    return units.mean(relief.at(latitude, longitude)), units.mean(slope)
