"""Twelve months of each unit: those of the file agree with its annual columns, a file without them gets a rule's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import netCDF4
import numpy as np
import pytest

import landsim
from landsim import monthly_climate
from landsim.errors import InputError
from landsim.landscape import Landscape, load_landscape
from landsim.monthly_climate import MONTHLY_COLUMNS, MonthlyClimate, months_from_annual

ROUNDED = 0.5  # mm, of the annual columns
STEP = {"temperature": 0.01, "precipitation": 0.1, "potential_evapotranspiration": 0.1}
ASSUMED = {"monthly_precipitation_share_with_warmth", "monthly_temperature_coldest_below_mean"}


@pytest.fixture(scope="module")
def months(land: Landscape) -> MonthlyClimate:
    return land.monthly_climate()


def without_months(content: netCDF4.Dataset) -> None:
    for name in MONTHLY_COLUMNS:
        content.renameVariable(name, name.replace("monthly", "old"))


def put(name: str, value: float, month: int = 3, unit: int = 7) -> Callable[[netCDF4.Dataset], None]:
    def change(content: netCDF4.Dataset) -> None:
        content[name][month, unit] = value

    return change


def test_every_unit_has_twelve_months(land: Landscape, months: MonthlyClimate) -> None:
    for values in vars(months).values():
        assert values.shape == (12, land.size) and values.dtype == np.float64
        assert np.isfinite(values).all()


def test_temperature_agrees_with_the_annual_columns(land: Landscape, months: MonthlyClimate) -> None:
    step = STEP["temperature"]
    # The mean of rounded months and the rounded mean lie at most half a step each from the true one.
    np.testing.assert_allclose(months.temperature.mean(axis=0), land["mean_annual_temperature"], rtol=0, atol=step)
    np.testing.assert_allclose(months.temperature.max(axis=0), land["warmest_month_temperature"], rtol=0, atol=1e-5)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("precipitation", "annual_precipitation"),
        ("potential_evapotranspiration", "potential_evapotranspiration"),
    ],
)
def test_sums_agree_with_the_annual_columns(land: Landscape, months: MonthlyClimate, name: str, column: str) -> None:
    year = getattr(months, name).sum(axis=0)
    if name == "potential_evapotranspiration":
        year = np.maximum(year, 1.0)  # ice caps: the annual column is never below 1 mm, months are
    np.testing.assert_allclose(year, land[column], rtol=0, atol=ROUNDED + 12 * STEP[name] / 2)


def test_nothing_evaporates_from_frozen_months(months: MonthlyClimate) -> None:
    frozen = months.temperature < 0.0
    assert 0.3 < frozen.mean() < 0.7
    assert months.potential_evapotranspiration[frozen].max() == 0.0


def test_the_year_of_two_known_places(land: Landscape, months: MonthlyClimate) -> None:
    ulaanbaatar, seoul = (
        int(np.hypot(land["latitude"] - north, land["longitude"] - east).argmin())
        for north, east in ((47.9, 106.9), (37.5, 127.0))
    )
    for unit in (ulaanbaatar, seoul):
        assert months.temperature[:, unit].argmax() in (6, 7)
        assert months.precipitation[:, unit].argmax() in (6, 7)
    assert months.temperature[0, ulaanbaatar] < -18.0 < -8.0 < months.temperature[0, seoul] < 0.0


def test_months_can_be_floats_without_packing(damaged: Callable[..., Path], months: MonthlyClimate) -> None:
    def unpack(content: netCDF4.Dataset) -> None:
        for name in MONTHLY_COLUMNS:
            values, unit = content[name][:], content[name].units
            content.renameVariable(name, name.replace("monthly", "old"))
            plain = content.createVariable(name, "f8", ("month", "unit"))
            plain[:] = values
            plain.units = unit

    found = load_landscape(damaged(unpack, name="plain.nc")).monthly_climate()
    for name, values in vars(months).items():
        np.testing.assert_array_equal(getattr(found, name), values)


# ---- files without months ---------------------------------------------------------------------------------


def test_a_file_without_months_gets_them_by_rule(damaged: Callable[..., Path], land: Landscape) -> None:
    bare = load_landscape(damaged(without_months, name="bare.nc"))
    months = bare.monthly_climate()
    np.testing.assert_allclose(months.temperature.mean(axis=0), land["mean_annual_temperature"], atol=1e-9)
    np.testing.assert_allclose(months.temperature[6], land["warmest_month_temperature"], atol=1e-9)
    np.testing.assert_allclose(months.precipitation.sum(axis=0), land["annual_precipitation"], rtol=1e-12)
    np.testing.assert_allclose(
        months.potential_evapotranspiration.sum(axis=0), land["potential_evapotranspiration"], rtol=1e-12
    )
    frozen = months.temperature <= 0.0
    some = ~frozen.all(axis=0)
    assert months.potential_evapotranspiration[:, some][frozen[:, some]].max() == 0.0


def test_made_months_are_near_those_of_the_embedded_file(land: Landscape, months: MonthlyClimate) -> None:
    made = months_from_annual(land.columns)
    assert np.sqrt(np.mean((made.temperature - months.temperature) ** 2)) < 1.8  # K
    for name, limit in (("precipitation", 16.0), ("potential_evapotranspiration", 6.0)):
        difference = np.abs(getattr(made, name) - getattr(months, name)).mean()
        print(f"{name}: mean difference {difference:.2f} mm")
        assert difference < limit


def test_south_of_the_equator_january_is_warmest_and_an_ice_cap_spreads_evenly() -> None:
    annual = {
        "latitude": np.array([-40.0, 80.0]),
        "mean_annual_temperature": np.array([10.0, -20.0]),
        "warmest_month_temperature": np.array([18.0, -2.0]),
        "annual_precipitation": np.array([600.0, 120.0]),
        "potential_evapotranspiration": np.array([700.0, 12.0]),
    }
    months = months_from_annual(annual)
    assert months.temperature[:, 0].argmax() == 0 and months.temperature[0, 0] == pytest.approx(18.0)
    assert months.temperature[6, 0] == pytest.approx(2.0)
    np.testing.assert_allclose(months.potential_evapotranspiration[:, 1], 1.0)
    np.testing.assert_allclose(months.precipitation[:, 1], 10.0)


def test_the_rule_is_an_assumption_of_such_a_run_and_of_no_other(damaged: Callable[..., Path], land: Landscape) -> None:
    bare = load_landscape(damaged(without_months, name="bare.nc"))
    assert {row.name for row in bare.assumptions} == ASSUMED
    for row in bare.assumptions:
        assert row.low < row.value < row.high and row.text.startswith("bare.nc holds no months")
    assert land.assumptions == ()
    scenario = replace(landsim.load_scenario("frozen"), last_year=2050)
    listed = landsim.run(scenario, landscape=bare).description()["assumptions"]
    assert {row["name"] for row in listed} >= ASSUMED


def test_the_coldest_month_is_as_far_off_as_the_assumption_says(land: Landscape, months: MonthlyClimate) -> None:
    mean = months.temperature.mean(axis=0)
    ratio = (mean - months.temperature.min(axis=0)) / (months.temperature.max(axis=0) - mean)
    row = next(row for row in monthly_climate.months_assumptions("x") if row.name.startswith("monthly_temperature"))
    assert np.quantile(ratio, [0.05, 0.95]) == pytest.approx([row.low, row.high], abs=0.01)


# ---- refusals ---------------------------------------------------------------------------------------------

REFUSALS = {
    "too cold": (
        put("monthly_temperature", -90.0),
        "bad.nc: column 'monthly_temperature' is -90 in unit 7, month 4, expected -80 to 60 degC.",
    ),
    "negative rain": (
        put("monthly_precipitation", -3.0),
        "bad.nc: column 'monthly_precipitation' is -3 in unit 7, month 4, expected 0 to 5000 mm/month.",
    ),
    "no value": (
        put("monthly_potential_evapotranspiration", np.ma.masked),
        "bad.nc: column 'monthly_potential_evapotranspiration' is not a number in unit 7, month 4, expected a finite",
    ),
    "rain of another year": (
        put("monthly_precipitation", 1500.0),
        "bad.nc: column 'monthly_precipitation' of unit 7 gives ",
    ),
    "temperature of another place": (
        put("monthly_temperature", 55.0),
        "bad.nc: column 'monthly_temperature' of unit 7 gives ",
    ),
    "evapotranspiration of another year": (
        put("monthly_potential_evapotranspiration", 900.0),
        "bad.nc: column 'monthly_potential_evapotranspiration' of unit 7 gives ",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_bad_months_are_refused_when_they_are_read(case: str, damaged: Callable[..., Path]) -> None:
    change, sentence = REFUSALS[case]
    land = load_landscape(damaged(change))
    with pytest.raises(InputError) as refusal:
        land.monthly_climate()
    assert str(refusal.value).startswith(sentence)
    assert "\n" not in str(refusal.value)


def test_a_file_that_has_gone_since_it_was_loaded(damaged: Callable[..., Path]) -> None:
    path = damaged(lambda content: None, name="gone.nc")
    land = load_landscape(path)
    path.unlink()
    with pytest.raises(InputError, match=r"gone\.nc: the months of the landscape cannot be read \(.*was loaded\.$"):
        land.monthly_climate()


def test_a_part_of_the_units_takes_its_own_months(land: Landscape) -> None:
    some = np.array([7, 4000, 18000, 3])
    part = replace(
        land, columns={name: values[some] for name, values in land.columns.items()}, country=land.country[some],
        cell_index=land.cell_index[some],
    )  # fmt: skip
    whole = land.monthly_climate()
    assert (part.monthly_climate().temperature == whole.temperature[:, some]).all()
    assert (part.monthly_climate().precipitation == whole.precipitation[:, some]).all()
    strange = replace(part, cell_index=np.array([*land.cell_index[some[:3]], 10**7]))
    with pytest.raises(InputError, match=r"the months of unit 3 are not in the file, expected a part of its units\.$"):
        strange.monthly_climate()
    assert replace(part, months_file=None).monthly_climate().temperature.shape == (12, 4)
