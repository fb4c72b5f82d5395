"""A landscape file is taken as it is or refused with one sentence that says what is wrong, and exit code 2."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import netCDF4
import numpy as np
import pytest
from click.testing import CliRunner

from landsim.cli import main
from landsim.errors import InputError
from landsim.landscape import AREAS, COLUMNS, Landscape, embedded_path, load_landscape

Change = Callable[[netCDF4.Dataset], None]


def put(column: str, value: float, unit: int = 7) -> Change:
    def change(content: netCDF4.Dataset) -> None:
        content[column][unit] = value

    return change


def without(column: str) -> Change:
    return lambda content: content.renameVariable(column, "something_else")


def in_unit(column: str, text: str) -> Change:
    return lambda content: content[column].setncattr("units", text)


def twice_as_much_grass(content: netCDF4.Dataset) -> None:
    total = sum(int(content[f"area_{name}"][7]) for name in AREAS)
    content["area_grassland"][7] = int(content["area_grassland"][7]) + total


def no_area(content: netCDF4.Dataset) -> None:
    for name in AREAS:
        content[f"area_{name}"][7] = 0


def missing_value(content: netCDF4.Dataset) -> None:
    content["annual_precipitation"][7] = np.ma.masked


def unsorted(content: netCDF4.Dataset) -> None:
    content["country"][:] = content["country"][:][::-1]


def shorter_column(content: netCDF4.Dataset) -> None:
    content.renameVariable("fire_weight", "something_else")
    content.createDimension("few", 3)
    short = content.createVariable("fire_weight", "f4", ("few",))
    short[:] = 1.0
    short.units = "1"


def without_attribute(name: str) -> Change:
    return lambda content: content.delncattr(name)


def months_as(name: str, dimensions: tuple[str, ...], months: int = 12) -> Change:
    """The months of one column written again over other dimensions."""

    def change(content: netCDF4.Dataset) -> None:
        content.renameVariable(name, "something_else")
        content.createDimension("few", months)
        again = content.createVariable(name, "f4", dimensions)
        again[:] = 1.0
        again.units = "mm/month"

    return change


RAIN = "monthly_precipitation"
REFUSALS: dict[str, tuple[Change, str]] = {
    "NaN": (
        put("site_index", float("nan")),
        "bad.nc: column 'site_index' is not a number in unit 7, expected a finite value.",
    ),
    "infinite": (
        put("soil_organic_carbon", float("inf")),
        "bad.nc: column 'soil_organic_carbon' is not a number in unit 7, expected a finite value.",
    ),
    "no value": (
        missing_value,
        "bad.nc: column 'annual_precipitation' is not a number in unit 7, expected a finite value.",
    ),
    "missing column": (
        without("managed_fraction"),
        "bad.nc: column 'managed_fraction' is missing, expected the columns listed by `landsim data info`.",
    ),
    "missing index column": (
        without("planted_forest_type"),
        "bad.nc: column 'planted_forest_type' is missing, expected the columns listed by `landsim data info`.",
    ),
    "wrong unit": (
        in_unit("annual_precipitation", "m yr-1"),
        "bad.nc: column 'annual_precipitation' is in 'm yr-1', expected 'mm yr-1'.",
    ),
    "negative area": (
        put("area_cropland", -5),
        "bad.nc: column 'area_cropland' is -5 in unit 7, expected 0 to 1e+09 ha.",
    ),
    "share above one": (
        put("managed_fraction", 1.5),
        "bad.nc: column 'managed_fraction' is 1.5 in unit 7, expected 0 to 1.",
    ),
    "no area": (no_area, "bad.nc: the areas of unit 7 add up to 0 ha, expected a positive area."),
    "unknown country": (put("country", 6), "bad.nc: column 'country' is 6 in unit 7, expected 0 to 5."),
    "unknown province": (
        put("province", -1),
        "bad.nc: column 'province' is -1 in unit 7, expected 0 to ",
    ),
    "unknown forest type": (
        put("natural_forest_type", 99),
        "bad.nc: column 'natural_forest_type' is 99 in unit 7, expected 0 to ",
    ),
    "column of another length": (
        shorter_column,
        "bad.nc: column 'fire_weight' has 3 values, expected one for each of the 18251 units.",
    ),
    "unsorted": (
        unsorted,
        "bad.nc: units are not sorted by country, expected the order CHN, PRK, JPN, MNG, KOR, RUS.",
    ),
    "no list of forest types": (
        without_attribute("forest_types"),
        "bad.nc: the attribute 'forest_types' is missing",
    ),
    "forest type that no curve has": (
        lambda content: content.setncattr("forest_types", str(content.forest_types).replace("saxaul", "baobab")),
        "bad.nc: the forest type 'baobab' is unknown, expected one of ",
    ),
    "one monthly column missing": (
        without("monthly_potential_evapotranspiration"),
        "bad.nc: column 'monthly_potential_evapotranspiration' is missing, expected all or none of "
        "monthly_temperature, monthly_precipitation, monthly_potential_evapotranspiration.",
    ),
    "ten months": (
        months_as(RAIN, ("few", "unit"), 10),
        "bad.nc: column 'monthly_precipitation' has the shape (10, 18251), expected (12, 18251).",
    ),
    "months in columns": (
        months_as(RAIN, ("unit", "few")),
        "bad.nc: column 'monthly_precipitation' has the shape (18251, 12), expected (12, 18251).",
    ),
    "a year instead of months": (
        months_as(RAIN, ("unit",)),
        "bad.nc: column 'monthly_precipitation' has the shape (18251,), expected (12, 18251).",
    ),
    "months in another unit": (
        in_unit(RAIN, "mm/day"),
        "bad.nc: column 'monthly_precipitation' is in 'mm/day', expected 'mm/month'.",
    ),
    "no resolution": (
        without_attribute("resolution_degrees"),
        "bad.nc: the attribute 'resolution_degrees' is missing",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_bad_content_is_refused(case: str, damaged: Callable[..., Path]) -> None:
    change, sentence = REFUSALS[case]
    with pytest.raises(InputError) as refusal:
        load_landscape(damaged(change))
    assert str(refusal.value).startswith(sentence)
    assert "\n" not in str(refusal.value)


def test_shares_above_one_are_refused(damaged: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match=r"^bad.nc: the land shares of unit 7 add up to 2\.\d+ of its cell, ") as text:
        load_landscape(damaged(twice_as_much_grass))
    assert str(text.value).endswith("expected at most 1.")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        load_landscape(tmp_path / "nowhere.nc")
    assert str(refusal.value) == (
        f"{tmp_path / 'nowhere.nc'}: the landscape file does not exist, expected a NetCDF file of land units."
    )


@pytest.mark.parametrize("part", [0.0, 0.001, 0.5, 0.99])
def test_a_truncated_file(part: float, tmp_path: Path) -> None:
    whole = embedded_path().read_bytes()
    path = tmp_path / "cut.nc"
    path.write_bytes(whole[: int(part * len(whole))])
    with pytest.raises(InputError) as refusal:
        load_landscape(path)
    assert str(refusal.value).startswith(f"{path}: the landscape file cannot be read (")
    assert str(refusal.value).endswith("so it may be truncated or of another format.")


def test_a_file_of_another_format(tmp_path: Path) -> None:
    path = tmp_path / "text.nc"
    path.write_text("country,area\nCHN,1\n")
    with pytest.raises(InputError, match=r"cannot be read .* expected a complete NetCDF file"):
        load_landscape(path)


@pytest.mark.parametrize("case", ["NaN", "missing column", "wrong unit", "no area"])
def test_the_command_line_says_it_plainly_and_ends_with_2(
    case: str, damaged: Callable[..., Path], tmp_path: Path
) -> None:
    change, sentence = REFUSALS[case]
    out = tmp_path / "out"
    result = CliRunner().invoke(
        main, ["run", "frozen", "--no-figures", "--landscape", str(damaged(change)), "--out", str(out)]
    )
    assert result.exit_code == 2
    assert f"Error: {sentence}" in result.stderr
    assert "Traceback" not in result.stderr
    assert not out.exists()


def test_shares_above_one_and_truncation_end_with_2(damaged: Callable[..., Path], tmp_path: Path) -> None:
    cut = tmp_path / "cut.nc"
    cut.write_bytes(embedded_path().read_bytes()[:100_000])
    for path in (damaged(twice_as_much_grass), cut, tmp_path / "nowhere.nc"):
        result = CliRunner().invoke(main, ["run", "frozen", "--landscape", str(path), "--out", str(tmp_path / "o")])
        assert result.exit_code == 2, result.output
        assert result.stderr.count("Error: ") == 1 and path.name in result.stderr
        assert not (tmp_path / "o").exists()


def test_the_embedded_grid_is_read_whole(land: Landscape) -> None:
    assert set(land.columns) == set(COLUMNS)
    assert land.resolution == 0.5 and land.label == "embedded 0.5 degree grid"
    assert all(len(values) == land.size and values.dtype == np.float64 for values in land.columns.values())
    assert land.area().min() > 0.0
    np.testing.assert_allclose(
        land.area(), np.sum([land[f"area_{name}"] for name in AREAS], axis=0), rtol=1e-12
    )


def test_aridity_is_rain_over_evapotranspiration(land: Landscape) -> None:
    unit = 100
    expected = land["annual_precipitation"][unit] / land["potential_evapotranspiration"][unit]
    assert land.aridity()[unit] == pytest.approx(expected)
    assert np.isfinite(land.aridity()).all()


def test_a_copy_of_the_file_is_the_same_land(damaged: Callable[..., Path], land: Landscape) -> None:
    copy = load_landscape(damaged(lambda content: None, name="mine.nc"))
    assert copy.label == "mine.nc"
    for name, values in land.columns.items():
        np.testing.assert_array_equal(copy[name], values)
