"""How the landscape file is written; grid_columns.csv and grid_monthly_columns.csv declare what is in it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import netCDF4
import numpy as np
from numpy.typing import NDArray

from landsim.data.build.sources import PACKAGES
from landsim.facts import load_table
from landsim.names import COUNTRIES

MONTHS = 12
LARGEST_CHUNK = 1_000_000  # bytes; one chunk for a whole variable is the smallest and the fastest to read
BORDERS = (
    "Borders are those of Natural Earth 1:10m (de facto; Crimea and the Kuril Islands drawn in Russia; "
    "the island of Taiwan not included; land south of 17.5 N left out). They are a property of the data "
    "and no statement of the authors."
)


def write_landscape(
    path: Path, values: Mapping[str, NDArray[np.generic]], resolution: float, forest_types: tuple[str, ...]
) -> None:
    """Write all columns atomically: a half-written file never has the final name."""
    part = path.with_name(path.name + ".part")
    with netCDF4.Dataset(part, "w", format="NETCDF4") as file:
        file.createDimension("unit", len(values["country"]))
        _write_provinces(file)
        for column in load_table("grid_columns", ("name", "kind", "digits")).to_dict("records"):
            kind, data = str(column["kind"]), values[str(column["name"])]
            variable = file.createVariable(
                column["name"], kind, ("unit",), compression="zlib", complevel=9, shuffle=True
            )
            # Digits beyond what the sources know would only make the file larger.
            stored = np.round(data.astype(np.float64), int(column["digits"])) if kind == "f4" else data
            variable[:] = stored.astype(kind)
            variable.setncatts(
                _attributes(column["unit"], column["long_name"], column["status"], column["source"])
            )
        _write_months(file, values)
        file.setncatts(_global_attributes(resolution, forest_types))
    os.replace(part, path)


def _write_months(file: netCDF4.Dataset, values: Mapping[str, NDArray[np.generic]]) -> None:
    """Whole numbers of two bytes times a scale factor: finer steps say more than the sources know."""
    file.createDimension("month", MONTHS)
    month = file.createVariable("month", "i1", ("month",))
    month[:] = np.arange(1, MONTHS + 1, dtype=np.int8)
    month.setncatts(_attributes("1", "month of the year, January to December", "observed", "grid"))
    for column in load_table("grid_monthly_columns", ("name", "kind", "scale")).to_dict("records"):
        data, kind = values[str(column["name"])], np.dtype(str(column["kind"]))
        variable = file.createVariable(
            column["name"],
            kind,
            ("month", "unit"),
            compression="zlib",
            complevel=9,
            shuffle=True,
            chunksizes=data.shape if data.size * kind.itemsize <= LARGEST_CHUNK else None,
        )
        variable.set_auto_scale(False)
        variable[:] = np.round(data.astype(np.float64) / float(column["scale"])).astype(kind)
        variable.setncatts(
            {
                **_attributes(column["unit"], column["long_name"], column["status"], column["source"]),
                "scale_factor": float(column["scale"]),
            }
        )


def _attributes(unit: object, long_name: object, status: object, source: object) -> dict[str, str]:
    return {"units": str(unit), "long_name": str(long_name), "status": str(status), "source": str(source)}


def _write_provinces(file: netCDF4.Dataset) -> None:
    provinces = load_table("provinces", ("country", "province"))
    file.createDimension("province", len(provinces))
    names = file.createVariable("province_name", str, ("province",))
    names[:] = provinces["province"].to_numpy(dtype=object)
    names.setncatts(_attributes("1", "canonical province name", "observed", "provinces.csv"))
    country = file.createVariable("province_country", "i1", ("province",))
    country[:] = np.array([COUNTRIES.index(c) for c in provinces["country"]], dtype=np.int8)
    country.setncatts(_attributes("1", "country of the province", "observed", "provinces.csv"))


def _global_attributes(resolution: float, forest_types: tuple[str, ...]) -> dict[str, object]:
    libraries = ("numpy", "scipy", "rasterio", "geopandas", "netCDF4")
    return {
        "Conventions": "CF-1.11",
        "title": f"landsim landscape of North-East Asia at {resolution:g} degrees, around 2020",
        "resolution_degrees": resolution,
        "countries": ",".join(COUNTRIES),
        "forest_types": ",".join(forest_types),
        "order": "country, province, latitude (north first), longitude (eastward from 19 E across 180)",
        "sources": "; ".join(f"{p.content}: {p.name}" for p in PACKAGES.values()),
        "license": "; ".join(f"{p.name}: {p.licence}" for p in PACKAGES.values()),
        "borders": BORDERS,
        "built_with": ", ".join(f"{name} {version(name)}" for name in libraries),
    }
