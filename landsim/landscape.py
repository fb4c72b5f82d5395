"""The land: arrays of units with coordinates, read from the embedded grid or from a user's file in the same format.

A unit is one (grid cell, country) pair. This is the only place that checks and converts land data on input.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landsim.assumptions import Assumption
from landsim.column_checks import Expected, checked_column
from landsim.core.dimensions import FOREST_TYPES
from landsim.errors import InputError
from landsim.monthly_climate import (
    MonthlyClimate,
    months_assumptions,
    months_declared,
    months_from_annual,
    read_months,
)
from landsim.names import COUNTRIES, SPECIES

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

AREAS = (
    "forest_natural", "forest_planted", "cropland", "grassland", "wetland", "settlement", "other_land",
    "inland_water",
)  # fmt: skip
COLUMNS: dict[str, Expected] = {  # column: (unit in the file, lowest and highest legal value)
    **{f"area_{name}": ("ha", 0.0, 1e9) for name in AREAS},
    **{f"heads_{name}": ("1", 0.0, 1e9) for name in SPECIES},
    "latitude": ("degrees_north", -90.0, 90.0),
    "longitude": ("degrees_east", -180.0, 360.0),
    "mean_annual_temperature": ("degC", -40.0, 40.0),
    "warmest_month_temperature": ("degC", -40.0, 50.0),
    "annual_precipitation": ("mm yr-1", 0.0, 15000.0),
    "potential_evapotranspiration": ("mm yr-1", 0.0, 5000.0),
    "warming_per_kelvin": ("K K-1", -5.0, 10.0),
    "precipitation_change_per_kelvin": ("K-1", -1.0, 1.0),
    "soil_organic_carbon": ("t ha-1", 0.0, 2000.0),
    "site_index": ("1", 0.0, 10.0),
    "managed_fraction": ("1", 0.0, 1.0),
    "permafrost_fraction": ("1", 0.0, 1.0),
    "native_steppe_fraction": ("1", 0.0, 1.0),
    "fire_weight": ("1", 0.0, 1e6),
    "ndvi_maximum": ("1", -0.2, 1.0),
}
INDEX_COLUMNS = ("country", "province", "cell_index", "natural_forest_type", "planted_forest_type")
EARTH_RADIUS = 6371007.2  # m, authalic
# Radii and projections differ a little between data sets.
AREA_SLACK = 1.001


@dataclass(frozen=True)
class Landscape:
    """Land units at the end of 2020.

    columns    unit arrays, float64, in the units of COLUMNS
    country, province, cell_index, natural_forest_type, planted_forest_type  unit arrays of indices
    provinces  names by province index; forest_types  names by type index
    label      where it came from; digest  SHA-256 of the file
    months_file  the file, where it holds months; None where months are made from the annual columns
    months     the months themselves, of a landscape that is in no file (landsim.strata)
    """

    columns: dict[str, Floats]
    country: Integers
    province: Integers
    cell_index: Integers
    natural_forest_type: Integers
    planted_forest_type: Integers
    provinces: tuple[str, ...]
    forest_types: tuple[str, ...]
    resolution: float
    label: str
    digest: str
    months_file: Path | None = None
    months: MonthlyClimate | None = None

    def __getitem__(self, column: str) -> Floats:
        return self.columns[column]

    @property
    def size(self) -> int:
        return len(self.country)

    def area(self) -> Floats:
        """Area of each unit with inland water, ha."""
        total = np.zeros(self.size)
        for name in AREAS:
            total += self.columns[f"area_{name}"]
        return total

    def aridity(self) -> Floats:
        """Precipitation over potential evapotranspiration (1)."""
        return self["annual_precipitation"] / np.maximum(self["potential_evapotranspiration"], 1.0)

    def monthly_climate(self) -> MonthlyClimate:
        """Normal temperature, precipitation and potential evapotranspiration of each month, arrays [12, units].

        Read from the file at each call (of a part of its units too), or made from the annual columns
        (landsim.monthly_climate.months_from_annual) where the file holds no months.

        Raises InputError for months that are not finite, out of range, or do not fit the annual columns.
        """
        if self.months is not None:
            return self.months
        if self.months_file is None:
            return months_from_annual(self.columns)
        return read_months(self.months_file, self.label, self.columns, self.country, self.cell_index)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the land data leaves to a rule."""
        by_rule = self.months_file is None and self.months is None
        return months_assumptions(self.label) if by_rule else ()


def embedded_path() -> Path:
    """The grid that ships with the package."""
    return Path(__file__).parent / "data" / "landscape_0.5.nc"


def load_landscape(path: str | Path | None = None) -> Landscape:
    """Read a landscape: the embedded 0.5 degree grid, or a file in the same format.

    Raises InputError for a file that is missing, damaged or incomplete, for a value that is not finite or out of its
    range, and for units larger than their grid cell.
    """
    import netCDF4

    file = embedded_path() if path is None else Path(path)
    label = "embedded 0.5 degree grid" if path is None else file.name
    if not file.is_file():
        raise InputError(f"{file}: the landscape file does not exist, expected a NetCDF file of land units.")
    try:
        with netCDF4.Dataset(file) as source:
            return _read(source, file, label, hashlib.sha256(file.read_bytes()).hexdigest())
    except (OSError, RuntimeError) as error:
        raise InputError(
            f"{file}: the landscape file cannot be read ({error}); expected a complete NetCDF file, "
            "so it may be truncated or of another format."
        ) from error


def _read(source: object, file: Path, label: str, digest: str) -> Landscape:
    variables = source.variables  # type: ignore[attr-defined]
    needed = (*COLUMNS, *INDEX_COLUMNS, "province_name")
    missing = [name for name in needed if name not in variables]
    if missing:
        raise InputError(
            f"{label}: column '{missing[0]}' is missing, expected the columns listed by `landsim data info`."
        )
    for name in ("forest_types", "resolution_degrees"):
        if name not in source.ncattrs():  # type: ignore[attr-defined]
            raise InputError(f"{label}: the attribute '{name}' is missing, expected it as in the embedded landscape.")
    columns = {name: checked_column(variables[name], name, label, COLUMNS[name]) for name in COLUMNS}
    index = {name: np.asarray(variables[name][:]).astype(np.int64) for name in INDEX_COLUMNS}
    provinces = tuple(str(name) for name in variables["province_name"][:])
    forest_types = tuple(str(source.forest_types).split(","))  # type: ignore[attr-defined]
    unknown = [name for name in forest_types if name not in FOREST_TYPES]
    if unknown:
        raise InputError(
            f"{label}: the forest type '{unknown[0]}' is unknown, expected one of {', '.join(FOREST_TYPES)}."
        )
    resolution = float(source.resolution_degrees)  # type: ignore[attr-defined]
    for name, values in (*columns.items(), *index.items()):
        if len(values) != len(index["country"]):
            raise InputError(
                f"{label}: column '{name}' has {len(values)} values, expected one for each of the "
                f"{len(index['country'])} units."
            )
    for name, limit in (
        ("country", len(COUNTRIES)),
        ("province", len(provinces)),
        ("natural_forest_type", len(forest_types)),
        ("planted_forest_type", len(forest_types)),
    ):
        wrong = (index[name] < 0) | (index[name] >= limit)
        if wrong.any():
            unit = int(np.argmax(wrong))
            raise InputError(
                f"{label}: column '{name}' is {index[name][unit]} in unit {unit}, expected 0 to {limit - 1}."
            )
    if np.any(np.diff(index["country"]) < 0):
        raise InputError(f"{label}: units are not sorted by country, expected the order {', '.join(COUNTRIES)}.")
    landscape = Landscape(
        columns=columns,
        country=index["country"],
        province=index["province"],
        cell_index=index["cell_index"],
        natural_forest_type=index["natural_forest_type"],
        planted_forest_type=index["planted_forest_type"],
        provinces=provinces,
        forest_types=forest_types,
        resolution=resolution,
        label=label,
        digest=digest,
        months_file=file.absolute() if months_declared(variables, label, len(index["country"])) else None,
    )
    _check_areas(landscape)
    return landscape


def _check_areas(landscape: Landscape) -> None:
    """Land shares may not add up to more than the cell, nor to nothing."""
    total = landscape.area()
    if np.any(total <= 0.0):
        unit = int(np.argmax(total <= 0.0))
        raise InputError(f"{landscape.label}: the areas of unit {unit} add up to 0 ha, expected a positive area.")
    half = np.deg2rad(landscape.resolution / 2)
    centre = np.deg2rad(landscape["latitude"])
    cell = np.deg2rad(landscape.resolution) * EARTH_RADIUS**2 * (np.sin(centre + half) - np.sin(centre - half)) / 1e4
    too_large = total > cell * AREA_SLACK
    if too_large.any():
        unit = int(np.argmax(too_large))
        raise InputError(
            f"{landscape.label}: the land shares of unit {unit} add up to {total[unit] / cell[unit]:.3f} of its cell, "
            "expected at most 1."
        )
