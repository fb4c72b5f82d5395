"""Monthly temperature and precipitation of each unit from ITU-R maps, radiation from GLDAS."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from landsim.data.build import sources, window

if TYPE_CHECKING:  # they need libraries that only a build needs
    from landsim.data.build.boundaries import Units
    from landsim.data.build.rasters import Relief

Floats = NDArray[np.float64]
MONTHS = range(1, 13)
KELVIN = 273.15
LAPSE_RATE = 6.0e-3  # K/m
ITU_TERRAIN = 0.75  # degrees: the terrain that the temperature map stands for
GLDAS_SPACING = 0.25  # degrees

# Rain fraction of precipitation: 1 / (1 + exp(-(T - RAIN_HALF) / RAIN_WIDTH)), T the monthly mean in degC.
# Both were chosen by the annual totals of the 19 stations (mean error 7 %, of rain alone 15 %).
RAIN_HALF, RAIN_WIDTH = -3.0, 4.0  # degC, K
# Months with a smaller rain fraction say too little about snow: there the precipitation of the warmer months
# is continued downwards, ln(P) falling with T at the rate that the unit's warmer months show, within limits.
RAIN_FRACTION_USABLE = 0.25
DECLINE_LOW, DECLINE_HIGH = 0.0, 0.07  # per K; 0.07 is the fall of water vapour in saturated air


@dataclass(frozen=True)
class Climate:
    """Monthly means per unit (columns January to December)."""

    temperature: Floats  # degC
    precipitation: Floats  # mm/month
    radiation: Floats  # annual mean global radiation, kWh m-2 d-1


def _itu(name: str, workdir: Path) -> Floats:
    with np.load(io.BytesIO(sources.member("itu", name, workdir))) as archive:
        return np.asarray(archive[archive.files[0]], dtype=np.float64)


@dataclass(frozen=True)
class _Grid:
    """Corner and spacing of a regular global grid, degrees."""

    first: tuple[float, float]
    spacing: tuple[float, float]

    def at(self, field: Floats, latitude: Floats, longitude: Floats) -> Floats:
        return window.sample(field, self.first, self.spacing, latitude, longitude)


def _itu_grid(latitude_name: str, longitude_name: str, workdir: Path) -> tuple[_Grid, Floats, Floats]:
    latitude, longitude = _itu(latitude_name, workdir), _itu(longitude_name, workdir)
    grid = _Grid(
        (float(latitude[0, 0]), float(longitude[0, 0])),
        (float(latitude[1, 0] - latitude[0, 0]), float(longitude[0, 1] - longitude[0, 0])),
    )
    return grid, latitude, longitude


def _itu_temperature(units: Units, elevation: Floats, relief: Relief, workdir: Path) -> Floats:
    """Monthly temperature (degC) moved from the terrain of the map to the elevation of the unit."""
    grid, latitude, longitude = _itu_grid("1510/v1_lat.npz", "1510/v1_lon.npz", workdir)
    where = units.centroid_latitude, units.centroid_longitude
    terrain = grid.at(relief.smoothed(ITU_TERRAIN).at(latitude, longitude), *where)
    months = [grid.at(_itu(f"1510/v1_t_month{m:02d}.npz", workdir), *where) for m in MONTHS]
    return np.stack(months, axis=1) - KELVIN - LAPSE_RATE * (elevation - terrain)[:, None]


def _gldas_radiation(units: Units, workdir: Path) -> Floats:
    """Annual mean global radiation, kWh m-2 d-1; a sea node takes the nearest land node."""
    content = sources.member("gldas", "world_PV_climate_stressors_and_zones.pkl", workdir)
    table = pd.read_pickle(io.BytesIO(content))
    # The columns are half-precision numbers, in which 179.875 is not exact: cast before dividing.
    row = np.floor((table["lat"].to_numpy(dtype=np.float64) + 90) / GLDAS_SPACING).astype(np.int64)
    column = np.floor((table["lon"].to_numpy(dtype=np.float64) + 180) / GLDAS_SPACING).astype(np.int64)
    radiation = np.full((round(180 / GLDAS_SPACING), round(360 / GLDAS_SPACING)), np.nan)
    radiation[row, column] = table["GHI_mean"].to_numpy(dtype=np.float64)
    nearest = distance_transform_edt(np.isnan(radiation), return_distances=False, return_indices=True)
    corner = (GLDAS_SPACING / 2 - 90, GLDAS_SPACING / 2 - 180)
    grid = _Grid(corner, (GLDAS_SPACING, GLDAS_SPACING))
    return grid.at(radiation[nearest[0], nearest[1]], units.centroid_latitude, units.centroid_longitude)


def _itu_rain(units: Units, workdir: Path) -> Floats:
    """Monthly rain (mm): the liquid part of precipitation only."""
    grid, _, _ = _itu_grid("837/v7_lat_mt.npz", "837/v7_lon_mt.npz", workdir)
    where = units.centroid_latitude, units.centroid_longitude
    months = [grid.at(_itu(f"837/v7_mt_month{m:02d}.npz", workdir), *where) for m in MONTHS]
    return np.clip(np.stack(months, axis=1), 0.0, None)


def rain_fraction(temperature: Floats) -> Floats:
    """Fraction of precipitation that falls as rain at a monthly mean temperature (degC)."""
    return np.asarray(1.0 / (1.0 + np.exp(-(temperature - RAIN_HALF) / RAIN_WIDTH)))


def total_precipitation(rain: Floats, temperature: Floats) -> Floats:
    """Monthly precipitation (mm) from monthly rain (mm) and temperature (degC), rows being units.

    Months warm enough: rain / rain fraction. Colder months: exp of the line through ln(P) against T of the
    unit's warmer months, its slope held between DECLINE_LOW and DECLINE_HIGH and the line kept at their mean.
    """
    fraction = rain_fraction(temperature)
    usable = fraction > RAIN_FRACTION_USABLE
    # A unit whose months are all too cold (ice caps) is judged by its warmest month.
    usable |= ~usable.any(axis=1, keepdims=True) & (temperature == temperature.max(axis=1, keepdims=True))
    warm = rain / np.maximum(fraction, RAIN_FRACTION_USABLE)
    logarithm = np.log(np.maximum(warm, 1.0))
    count = usable.sum(axis=1, keepdims=True)
    mean_t = np.where(usable, temperature, 0.0).sum(axis=1, keepdims=True) / count
    mean_log = np.where(usable, logarithm, 0.0).sum(axis=1, keepdims=True) / count
    departure = np.where(usable, temperature - mean_t, 0.0)
    variance = np.maximum((departure**2).sum(axis=1, keepdims=True), 1e-9)
    slope = np.clip((departure * logarithm).sum(axis=1, keepdims=True) / variance, DECLINE_LOW, DECLINE_HIGH)
    cold = np.exp(mean_log + slope * (temperature - mean_t))
    return np.where(usable, warm, np.maximum(cold, rain))


def read_climate(units: Units, elevation: Floats, relief: Relief, workdir: Path) -> Climate:
    """Temperature from ITU-R alone: GLDAS comes without its terrain and is 2 to 5 K too warm on ranges.

    At the 19 stations of grid_stations.csv the root mean square error is 0.8 K, with GLDAS averaged in 1.3 K.
    """
    temperature = _itu_temperature(units, elevation, relief, workdir)
    precipitation = total_precipitation(_itu_rain(units, workdir), temperature)
    return Climate(temperature, precipitation, _gldas_radiation(units, workdir))
