"""The embedded landscape against its contract and the truth."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import netCDF4
import numpy as np
import pytest

from landsim.data.build import build, checks, window
from landsim.data.build.forest_types import type_names
from landsim.data.info import EMBEDDED, describe
from landsim.errors import InputError
from landsim.facts import load_table
from landsim.monthly_climate import MONTHLY_COLUMNS
from landsim.names import COUNTRIES, SPECIES
from landsim.provinces import load_provinces, spelling_key

MEGABYTE = 1e6
FRACTIONS = ("managed_fraction", "permafrost_fraction", "native_steppe_fraction")


@pytest.fixture(scope="module")
def columns() -> dict[str, np.ndarray]:
    with netCDF4.Dataset(EMBEDDED) as file:
        return {n: np.asarray(v[:]) for n, v in file.variables.items() if v.dimensions == ("unit",)}


# ---- the embedded file ------------------------------------------------------------------------------------


def test_the_file_is_small_and_says_what_it_is() -> None:
    assert EMBEDDED.stat().st_size < 3 * MEGABYTE
    with netCDF4.Dataset(EMBEDDED) as file:
        assert file.Conventions == "CF-1.11"
        assert file.resolution_degrees == 0.5
        assert "Natural Earth" in file.borders
        assert "unclear" in file.license
        for name in ("title", "built_with", "sources"):
            assert file.getncattr(name)
        for variable in file.variables.values():
            assert variable.status in ("observed", "scaled", "derived")
            assert variable.units and variable.long_name and variable.source


def test_every_declared_column_is_there_in_its_type(columns: dict[str, np.ndarray]) -> None:
    declared = load_table("grid_columns", ("name", "kind"))
    assert set(columns) == set(declared["name"])
    for name, kind in zip(declared["name"], declared["kind"], strict=True):
        assert columns[name].dtype == np.dtype(kind), name


def test_months_are_packed_as_declared() -> None:
    declared = load_table("grid_monthly_columns", ("name", "kind", "unit", "scale"))
    assert set(declared["name"]) == set(MONTHLY_COLUMNS)
    with netCDF4.Dataset(EMBEDDED) as file:
        assert list(file["month"][:]) == list(range(1, 13))
        for name, kind, unit, scale in declared[["name", "kind", "unit", "scale"]].itertuples(index=False):
            variable = file[name]
            assert variable.dimensions == ("month", "unit")
            assert (variable.dtype, variable.units, variable.scale_factor) == (np.dtype(kind), unit, scale)
            assert unit == MONTHLY_COLUMNS[name][0]


def test_forest_types_are_the_growth_curves_in_file_order() -> None:
    with (files("landsim.core") / "growth_curves.csv").open(encoding="utf-8") as lines:
        curves = tuple(row["type"] for row in csv.DictReader(lines))
    with netCDF4.Dataset(EMBEDDED) as file:
        assert tuple(file.forest_types.split(",")) == curves == type_names()


def test_provinces_are_those_of_the_table() -> None:
    table = load_provinces()
    with netCDF4.Dataset(EMBEDDED) as file:
        assert list(file["province_name"][:]) == [p.name for p in table]
        assert [COUNTRIES[i] for i in file["province_country"][:]] == [p.country for p in table]
        owner = np.asarray(file["province_country"][:])[np.asarray(file["province"][:])]
        assert np.array_equal(owner, np.asarray(file["country"][:]))


def test_units_are_sorted_and_unique(columns: dict[str, np.ndarray]) -> None:
    east = np.mod(columns["longitude"], 360)  # the file counts eastward across 180 degrees
    order = np.lexsort((east, -columns["latitude"], columns["province"], columns["country"]))
    assert np.array_equal(order, np.arange(len(order)))
    pairs = columns["cell_index"].astype(np.int64) * len(COUNTRIES) + columns["country"]
    assert len(np.unique(pairs)) == len(pairs)


def test_areas_are_whole_hectares_that_cover_each_unit(columns: dict[str, np.ndarray]) -> None:
    areas = np.stack([columns[n] for n in checks.AREA_COLUMNS])
    assert areas.dtype == np.int32
    assert areas.min() >= 0
    assert areas.sum(axis=0, dtype=np.int64).min() > 0
    row = columns["cell_index"] // 344
    band = np.deg2rad(window.NORTH - 0.5 * row)
    cell = 100 * np.deg2rad(0.5) * window.EARTH_RADIUS_KM**2 * (np.sin(band) - np.sin(band - np.deg2rad(0.5)))
    assert np.all(areas.sum(axis=0, dtype=np.int64) <= cell + 1)


def test_values_are_finite_and_in_range(columns: dict[str, np.ndarray]) -> None:
    for name, values in columns.items():
        assert np.isfinite(values).all(), name
    for name in FRACTIONS:
        assert columns[name].min() >= 0 and columns[name].max() <= 1, name
    assert columns["site_index"].min() >= 0.4 and columns["site_index"].max() <= 1.8
    assert columns["potential_evapotranspiration"].min() >= 1
    assert columns["annual_precipitation"].min() > 0
    for name in ("natural_forest_type", "planted_forest_type"):
        assert columns[name].min() >= 0 and columns[name].max() < len(type_names())
    planted, natural = columns["area_forest_planted"], columns["area_forest_natural"]
    assert np.all(planted <= 0.95 * (planted.astype(np.int64) + natural))


def test_animals_stand_on_grassland_or_cropland(columns: dict[str, np.ndarray]) -> None:
    bare = (columns["area_grassland"] == 0) & (columns["area_cropland"] == 0)
    for species in SPECIES:
        assert columns[f"heads_{species}"][bare].sum() == 0
        assert columns[f"heads_{species}"].min() >= 0


def test_every_check_against_the_truth_passes(columns: dict[str, np.ndarray]) -> None:
    results = checks.run_checks(columns)
    assert len(results) > 80
    assert [c.name for c in results if not c.passed] == []


def test_a_wrong_file_fails_its_checks(columns: dict[str, np.ndarray]) -> None:
    broken = {n: v.copy() for n, v in columns.items()}
    broken["area_cropland"][columns["country"] == COUNTRIES.index("MNG")] += 1
    broken["heads_sheep"][0] += 1
    failed = {c.name for c in checks.run_checks(broken) if not c.passed}
    assert failed == {"MNG cropland area", "CHN sheep"}


def test_known_places_look_as_they_do(columns: dict[str, np.ndarray]) -> None:
    def at(latitude: float, longitude: float) -> int:
        distance = np.hypot(columns["latitude"] - latitude, columns["longitude"] - longitude)
        return int(distance.argmin())

    total = sum(columns[n].astype(np.int64) for n in checks.AREA_COLUMNS)
    taklamakan, taiga, plain, baikal, lena = at(39, 83), at(60, 97), at(35, 115), at(53.2, 107.8), at(66, 124)
    assert columns["area_other_land"][taklamakan] > 0.95 * total[taklamakan]
    assert columns["area_forest_natural"][taiga] > 0.9 * total[taiga]
    assert columns["area_cropland"][plain] > 0.6 * total[plain]
    assert columns["area_inland_water"][baikal] > 0.5 * total[baikal]
    assert type_names()[columns["natural_forest_type"][lena]] == "larch_permafrost_E_Siberia"
    assert columns["permafrost_fraction"][lena] > 0.85
    assert columns["longitude"][columns["country"] == COUNTRIES.index("RUS")].min() < -169  # Chukotka is whole


def test_describe_prints_columns_stations_and_checks() -> None:
    text = describe()
    assert "18251 land units at 0.5 degrees" in text
    assert "of which 0 failed" in text
    for part in ("area_forest_planted", *MONTHLY_COLUMNS, "Ulaanbaatar", "RUS country area", "status", "MODIS"):
        assert part in text


def test_describe_names_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There is no landscape file .*none\.nc; build one with"):
        describe(tmp_path / "none.nc")
    text = tmp_path / "text.nc"
    text.write_text("no netcdf")
    with pytest.raises(InputError, match=r"text\.nc is no landscape file as landsim writes it"):
        describe(text)
    with netCDF4.Dataset(tmp_path / "empty.nc", "w") as file:
        file.createDimension("unit", 1)
    with pytest.raises(InputError, match=r"empty\.nc has no variable 'country', which every landscape needs\."):
        describe(tmp_path / "empty.nc")


def test_no_two_provinces_of_a_country_share_a_spelling() -> None:
    owner: dict[tuple[str, str], str] = {}
    for province in load_provinces():
        for spelling in (province.name, *province.aliases):
            key = (province.country, spelling_key(spelling))
            assert owner.setdefault(key, province.name) == province.name


def test_every_row_of_the_grid_tables_has_a_source() -> None:
    names = ("national_values", "stations", "soil_reference", "forest_types", "livestock_by_province")
    columns = ("climate_change_pattern", "columns", "monthly_columns")
    for name in ("provinces", *(f"grid_{n}" for n in (*names, *columns))):
        assert (load_table(name, ("source",))["source"].astype(str).str.len() > 3).all(), name


@pytest.mark.slow
def test_a_rebuild_gives_the_embedded_columns(tmp_path: Path, columns: dict[str, np.ndarray]) -> None:
    """Needs the extra `data` and fetches about 300 MB of packages."""
    pytest.importorskip("geopandas")
    pytest.importorskip("rasterio")
    built = build(0.5, tmp_path / "landscape.nc", tmp_path / "sources")
    with netCDF4.Dataset(built) as file:
        for name, expected in columns.items():
            assert np.array_equal(np.asarray(file[name][:]), expected), name
        with netCDF4.Dataset(EMBEDDED) as embedded:
            assert set(file.variables) == set(embedded.variables)
            for name in MONTHLY_COLUMNS:
                assert np.array_equal(np.asarray(file[name][:]), np.asarray(embedded[name][:])), name
