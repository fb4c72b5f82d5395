"""The build in order: units, land cover, climate, forest, soil, livestock, file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landsim.data.build import (
    boundaries,
    climate,
    derived,
    forest,
    forest_types,
    land_cover,
    livestock,
    rasters,
    soil,
    window,
    write,
)
from landsim.data.build.checks import AREA_COLUMNS
from landsim.data.build.surroundings import surrounding_share
from landsim.errors import InputError
from landsim.facts import load_table
from landsim.names import COUNTRIES

Values = dict[str, NDArray[np.generic]]
Floats = NDArray[np.float64]
NDVI_FULL = 0.85  # highest NDVI of closed forest


def assemble(resolution: float, output: Path, workdir: Path) -> Path:
    """Build the landscape and write it to ``output``."""
    cells = window.Cells(resolution)
    if not output.parent.is_dir():
        raise InputError(
            f"The landscape cannot be written to {output}: the folder {output.parent} does not exist."
        )
    countries = boundaries.country_raster(workdir)
    units = boundaries.land_units(cells, countries, boundaries.province_raster(countries, workdir))
    values = _places(units)
    weather = _climate_columns(values, units, workdir)
    igbp = rasters.land_cover_areas(units, workdir)
    values["ndvi_maximum"] = rasters.ndvi_maximum(units, workdir)
    _land_columns(values, units, cells, igbp)
    _forest_columns(values, units, cells)
    _soil_columns(values, units, igbp, weather)
    _climate_change_columns(values, units)
    _livestock_columns(values, units)
    write.write_landscape(output, values, resolution, forest_types.type_names())
    return output


def _column(values: Values, name: str) -> Floats:
    return values[name].astype(np.float64)


def _aridity(values: Values) -> Floats:
    """Precipitation over potential evapotranspiration."""
    return _column(values, "annual_precipitation") / _column(values, "potential_evapotranspiration")


def _national(variable: str) -> dict[str, float]:
    table = load_table("grid_national_values", ("country", "variable", "value"))
    rows = table[table["variable"] == variable]
    return dict(zip(rows["country"], rows["value"].astype(float), strict=True))


def _places(units: boundaries.Units) -> Values:
    return {
        "country": units.country,
        "province": units.province,
        "cell_index": units.cell,
        "latitude": units.latitude,
        "longitude": units.longitude,
    }


def _climate_columns(values: Values, units: boundaries.Units, workdir: Path) -> climate.Climate:
    relief = rasters.read_relief(workdir)
    elevation, values["slope"] = rasters.elevation_and_slope(units, relief)
    weather = climate.read_climate(units, elevation, relief, workdir)
    values["elevation"] = elevation
    temperature, precipitation = weather.temperature.mean(axis=1), weather.precipitation.sum(axis=1)
    values["mean_annual_temperature"] = temperature
    values["warmest_month_temperature"] = weather.temperature.max(axis=1)
    values["coldest_month_temperature"] = weather.temperature.min(axis=1)
    values["annual_precipitation"] = precipitation
    values["potential_evapotranspiration"] = derived.potential_evapotranspiration(
        weather, units.centroid_latitude
    )
    # In the file a month is a row.
    values["monthly_temperature"] = weather.temperature.T
    values["monthly_precipitation"] = weather.precipitation.T
    values["monthly_potential_evapotranspiration"] = derived.monthly_potential_evapotranspiration(
        weather, units.centroid_latitude
    ).T
    values["growing_degree_days"] = derived.growing_degree_days(weather)
    values["frost_number"] = derived.frost_number(weather)
    values["permafrost_fraction"] = derived.permafrost_fraction(_column(values, "frost_number"))
    values["net_primary_production_miami"] = derived.net_primary_production_miami(temperature, precipitation)
    return weather


def _land_columns(values: Values, units: boundaries.Units, cells: window.Cells, igbp: Floats) -> None:
    trees = igbp[:, [*range(1, 6), land_cover.WOODY_SAVANNA, land_cover.SAVANNA]].sum(axis=1)
    site = land_cover.Site(
        latitude=units.centroid_latitude,
        warmest_month=_column(values, "warmest_month_temperature"),
        precipitation=_column(values, "annual_precipitation"),
        aridity=_aridity(values),
        ndvi=_column(values, "ndvi_maximum"),
        slope=_column(values, "slope"),
        trees_around=surrounding_share(trees, units, cells),
        cropland_around=surrounding_share(igbp[:, land_cover.CROP], units, cells),
    )
    area = np.maximum(np.round(units.area), 1).astype(np.int64)
    forest_total, crop_total, saxaul_total = map(
        _national, ("forest_area", "cropland_area", "saxaul_forest_area")
    )
    names = [n for n in AREA_COLUMNS if not n.startswith("area_forest")]
    for name in ("forest", "saxaul", *names):
        values[name] = np.zeros(len(units), dtype=np.int64)
    for number, code in enumerate(COUNTRIES):
        here = units.country == number
        part = land_cover.Site(**{k: v[here] for k, v in vars(site).items()})
        areas, values["saxaul"][here] = land_cover.land_categories(
            igbp[here] * (area / units.area)[here, None],
            area[here],
            part,
            round(forest_total[code]),
            round(saxaul_total.get(code, 0.0)),
            round(crop_total[code]),
        )
        for name, column in areas.items():
            values[name][here] = column


def _forest_columns(values: Values, units: boundaries.Units, cells: window.Cells) -> None:
    around = surrounding_share(_column(values, "area_cropland"), units, cells)
    people = around + surrounding_share(_column(values, "area_settlement"), units, cells)
    temperature = _column(values, "mean_annual_temperature")
    precipitation = _column(values, "annual_precipitation")
    warmest, aridity = _column(values, "warmest_month_temperature"), _aridity(values)
    permafrost = _column(values, "permafrost_fraction")
    production = _column(values, "net_primary_production_miami")
    place = forest_types.Place(
        latitude=units.centroid_latitude,
        longitude=units.centroid_longitude,
        elevation=_column(values, "elevation"),
        temperature=temperature,
        warmest=warmest,
        coldest=_column(values, "coldest_month_temperature"),
        precipitation=precipitation,
        aridity=aridity,
        permafrost=permafrost,
        cropland_around=around,
    )
    natural_type, planted_type = forest_types.forest_types(units.country, place)
    values["natural_forest_type"], values["planted_forest_type"] = natural_type, planted_type
    total = values["forest"].astype(np.int64)
    planted_total, managed_share = _national("planted_forest_area"), _national("managed_forest_share")
    for name in ("area_forest_planted", "area_forest_natural"):
        values[name] = np.zeros(len(units), dtype=np.int64)
    for name in ("managed_fraction", "fire_weight"):
        values[name] = np.zeros(len(units))
    for number, code in enumerate(COUNTRIES):
        here = units.country == number
        values["area_forest_planted"][here] = forest.planted_forest(
            (total - values["saxaul"].astype(np.int64))[here],
            temperature[here],
            precipitation[here],
            people[here],
            round(planted_total[code]),
        )
        values["managed_fraction"][here] = forest.managed_fraction(
            units.centroid_latitude[here],
            warmest[here],
            permafrost[here],
            around[here],
            total[here],
            managed_share[code],
        )
        values["fire_weight"][here] = forest.fire_weight(production[here], aridity[here], total[here])
    values["area_forest_natural"] = total - values["area_forest_planted"].astype(np.int64)
    vigour = production * np.clip(_column(values, "ndvi_maximum") / NDVI_FULL, 0.3, 1.1)
    group = units.country * len(forest_types.type_names()) + natural_type
    values["site_index"] = forest.site_index(vigour, group, total)


def _soil_columns(values: Values, units: boundaries.Units, igbp: Floats, weather: climate.Climate) -> None:
    aridity, precipitation = _aridity(values), _column(values, "annual_precipitation")
    zone = derived.soil_climate_zone(weather, _column(values, "potential_evapotranspiration"))
    land = units.area - _column(values, "area_inland_water")
    share = {n: _column(values, n) / np.maximum(land, 1.0) for n in ("area_cropland", "area_wetland")}
    barren = igbp[:, land_cover.BARREN] / np.maximum(land, 1.0)
    mean = _national("soil_organic_carbon")
    stock = np.zeros(len(units))
    for number, code in enumerate(COUNTRIES):
        here = units.country == number
        stock[here] = soil.soil_organic_carbon(
            zone[here],
            aridity[here],
            share["area_cropland"][here],
            np.minimum(barren, 1.0)[here],
            share["area_wetland"][here],
            np.maximum(land[here], 0.0),
            mean[code],
        )
    values["soil_organic_carbon"] = stock
    warmest = _column(values, "warmest_month_temperature")
    values["native_steppe_fraction"] = soil.native_steppe_fraction(precipitation, aridity, warmest)


def _climate_change_columns(values: Values, units: boundaries.Units) -> None:
    table = load_table("grid_climate_change_pattern", ("country", "province"))
    provinces = load_table("provinces", ("country", "province"))
    table = provinces[["country", "province"]].merge(
        table, on=["country", "province"], how="left", validate="1:1"
    )
    for name in (
        "warming_per_kelvin",
        "warming_per_kelvin_sd",
        "precipitation_change_per_kelvin",
        "precipitation_change_per_kelvin_sd",
    ):
        values[name] = table[name].to_numpy(dtype=np.float64)[units.province]


def _livestock_columns(values: Values, units: boundaries.Units) -> None:
    pasture = livestock.Pasture(
        grassland=values["area_grassland"].astype(np.int64),
        cropland=values["area_cropland"].astype(np.int64),
        production=_column(values, "net_primary_production_miami"),
        temperature=_column(values, "mean_annual_temperature"),
        warmest=_column(values, "warmest_month_temperature"),
        precipitation=_column(values, "annual_precipitation"),
        aridity=_aridity(values),
        permafrost=_column(values, "permafrost_fraction"),
    )
    for species, heads in livestock.heads_per_unit(units.country, units.province, pasture).items():
        values[f"heads_{species}"] = heads
