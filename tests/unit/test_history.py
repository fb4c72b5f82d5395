"""National drivers against the numbers of the fact tables, and the continuation after 2020."""

import numpy as np
import pytest

from landsim import history
from landsim.climate import climate_assumptions
from landsim.errors import InputError
from landsim.facts import national_series
from landsim.history import NationalDrivers, national_drivers
from landsim.names import COUNTRIES, SPECIES

CHN, PRK, JPN, MNG, KOR, RUS = range(6)
ARRAYS = [
    "forest_gain", "forest_loss", "planted_share_of_gain", "planted_restocking", "cropland_change",
    "settlement_gain", "burned_forest", "insect_damage", "roundwood", "industrial_roundwood", "dairy_cattle_share",
]  # fmt: skip


@pytest.fixture(scope="module")
def drivers() -> NationalDrivers:
    return national_drivers(1990, 2060, "ssp2-4.5")


def at(year: int) -> int:
    return year - 1990


def test_shapes_and_finite_values(drivers: NationalDrivers) -> None:
    assert list(drivers.years) == list(range(1990, 2061))
    for name in ARRAYS:
        array = getattr(drivers, name)
        assert array.shape == (6, 71), name
        assert np.isfinite(array).all(), name
        if name not in ("planted_restocking", "cropland_change"):
            assert (array >= 0.0).all(), name
    assert drivers.heads.shape == (6, 71, 6)
    assert drivers.heads_start.shape == (6, 6)
    assert drivers.gmst_change.shape == drivers.co2.shape == (71,)


@pytest.mark.parametrize("country", range(6))
def test_forest_changes_reproduce_every_reported_area(drivers: NationalDrivers, country: int) -> None:
    area = national_series("forest_area", COUNTRIES[country])
    net = drivers.forest_gain[country] - drivers.forest_loss[country]
    for year, reported in area.items():
        assert area[1990] + net[at(1991) : at(year) + 1].sum() == pytest.approx(reported, rel=1e-12)


def test_forest_area_of_china_in_2020(drivers: NationalDrivers) -> None:
    net = drivers.forest_gain[CHN] - drivers.forest_loss[CHN]
    assert 157_140.59e3 + net[at(1991) : at(2021)].sum() == pytest.approx(219_978.18e3, rel=1e-6)


@pytest.mark.parametrize("country", range(6))
def test_planting_and_restocking_reproduce_planted_forest(drivers: NationalDrivers, country: int) -> None:
    planted = national_series("planted_forest", COUNTRIES[country])
    change = drivers.forest_gain * drivers.planted_share_of_gain + drivers.planted_restocking
    for year, reported in planted.items():
        assert planted[1990] + change[country, at(1991) : at(year) + 1].sum() == pytest.approx(
            reported, rel=1e-9
        )


def test_forest_rates_stay_close_to_the_reported_ones(drivers: NationalDrivers) -> None:
    assert drivers.forest_gain[CHN, at(1995)] == pytest.approx(2_313_540.0, rel=1e-5)
    assert drivers.forest_loss[CHN, at(2018)] == pytest.approx(133_200.0, rel=1e-4)
    assert drivers.forest_loss[MNG, at(2001)] == pytest.approx(8_250.0, rel=1e-3)
    assert drivers.planted_share_of_gain[CHN, at(2012)] == pytest.approx(1220.9 / 2266.74)
    # The year 1990 has no interval of its own and takes that of 1990-2000.
    assert drivers.forest_gain[CHN, at(1990)] == drivers.forest_gain[CHN, at(1991)]
    assert drivers.forest_gain[CHN, at(2000)] != drivers.forest_gain[CHN, at(2001)]


def test_countries_without_gross_rates_take_the_net_change(drivers: NationalDrivers) -> None:
    assert drivers.forest_loss[JPN, at(1995)] == pytest.approx(7_400.0)
    assert drivers.forest_gain[JPN, at(1995)] == 0.0
    assert drivers.forest_gain[JPN, at(2005)] == pytest.approx(9_000.0)
    assert drivers.forest_gain[RUS, at(1995)] == pytest.approx(31_860.0)
    assert drivers.planted_share_of_gain[JPN].max() == 0.0


def test_land_changes_continue_with_the_mean_between_2010_and_2020(drivers: NationalDrivers) -> None:
    decade = slice(at(2011), at(2021))
    for name in ("forest_gain", "forest_loss", "planted_restocking", "cropland_change", "settlement_gain"):
        array = getattr(drivers, name)
        assert array[:, at(2021) :] == pytest.approx(
            np.repeat(array[:, decade].mean(axis=1)[:, None], 40, axis=1)
        )
    assert drivers.forest_loss[CHN, at(2021)] == pytest.approx((329_970 + 133_200) / 2, rel=1e-4)
    planted = drivers.forest_gain * drivers.planted_share_of_gain
    assert planted[CHN, at(2030)] == pytest.approx(planted[CHN, decade].mean())


def test_harvest_fire_and_insects_move_to_their_mean_without_a_jump(drivers: NationalDrivers) -> None:
    for name in ("burned_forest", "insect_damage", "roundwood", "industrial_roundwood"):
        array = getattr(drivers, name)
        mean = array[:, at(2010) : at(2021)].mean(axis=1)
        assert array[:, at(2025)] == pytest.approx(mean)
        assert array[:, at(2060)] == pytest.approx(mean)
        assert array[:, at(2021)] == pytest.approx(array[:, at(2020)] + (mean - array[:, at(2020)]) / 5)


def test_roundwood_is_logs_and_wood_fuel(drivers: NationalDrivers) -> None:
    assert drivers.roundwood[CHN, at(2020)] == pytest.approx(166_397e3 + 156_902.690e3)
    assert drivers.industrial_roundwood[JPN, at(1990)] == pytest.approx(29_300e3)
    # Russia's series begins in 1992 and is held back.
    assert drivers.roundwood[RUS, : at(1993)] == pytest.approx([227_900e3] * 3)
    assert (drivers.roundwood > 0.0).all()


def test_burned_forest_before_and_after_the_reports(drivers: NationalDrivers) -> None:
    reports = national_series("forest_burned_area", "PRK")
    assert max(reports) == 2016
    assert drivers.burned_forest[PRK, at(2011)] == pytest.approx(319_240.0)
    assert drivers.burned_forest[PRK, : at(2000)] == pytest.approx(
        np.mean([reports[y] for y in range(2000, 2010)])
    )
    late = np.mean([reports[y] for y in range(2010, 2017)])
    assert drivers.burned_forest[PRK, at(2017) :] == pytest.approx(late)


def test_insect_damage_of_record_and_around_it(drivers: NationalDrivers) -> None:
    assert drivers.insect_damage[CHN, at(2017)] == 9_060_000.0
    assert drivers.insect_damage[RUS, at(2004)] == 204_800.0
    china = national_series("forest_insect_damage", "CHN")
    assert min(china) == 2002
    assert drivers.insect_damage[CHN, at(1995)] == pytest.approx(np.mean([china[y] for y in range(2002, 2012)]))
    assert drivers.insect_damage[CHN, at(2019)] == pytest.approx(np.mean([china[y] for y in range(2010, 2018)]))


def test_two_reports_of_insects_are_joined_by_a_straight_line(drivers: NationalDrivers) -> None:
    assert national_series("forest_insect_damage", "PRK") == {2002: 32_000.0, 2010: 375_000.0}
    damage = drivers.insect_damage[PRK]
    assert damage[: at(2002)] == pytest.approx((32_000 + 375_000) / 2)
    assert damage[at(2006)] == pytest.approx(32_000 + (375_000 - 32_000) / 2)
    assert damage[at(2011) : at(2021)] == pytest.approx(375_000)
    rows = {row.name: row for row in drivers.assumptions if row.country == "PRK" and "insect" in row.name}
    assert set(rows) == {"insect_damage_before_reports", "insect_damage_2002_to_2010", "insect_damage_after_reports"}
    # One report is no range of its own.
    after = rows["insect_damage_after_reports"]
    assert (after.low, after.value, after.high) == (32_000.0, 375_000.0, 375_000.0)
    assert "all reports" in after.text


@pytest.mark.parametrize("climate", ["ssp2-4.5", "constant"])
def test_warming_since_the_record_is_that_beyond_its_mean(climate: str) -> None:
    drivers = national_drivers(1990, 2060, climate)
    assert (drivers.warming_since_record[: at(2021)] == 0.0).all()
    if climate == "constant":
        assert drivers.warming_since_record == pytest.approx(0.0, abs=1e-12)
    else:
        # 2010-2020 lies at +0.2 K, 2050 at +1.15 K.
        assert drivers.warming_since_record[at(2050)] == pytest.approx(0.95)


def test_cropland_is_smoothed_and_ends_with_2019(drivers: NationalDrivers) -> None:
    area = national_series("cropland", "KOR")
    middle = np.mean([area[y] for y in range(2003, 2008)]) - np.mean([area[y] for y in range(2002, 2007)])
    assert drivers.cropland_change[KOR, at(2005)] == pytest.approx(middle)
    last = (area[2019] - area[2017]) / 5
    assert drivers.cropland_change[KOR, at(2020)] == pytest.approx(last)
    # The North Korean jump of 1994-96 (2.5, 2.6, 2.5 Mha) is spread, not repeated.
    assert abs(drivers.cropland_change[PRK, at(1994) : at(1998)]).max() <= 20_001.0


def test_settlements_never_shrink_and_start_in_1993(drivers: NationalDrivers) -> None:
    assert (drivers.settlement_gain[:, : at(1993)] == 0.0).all()
    total = drivers.settlement_gain[CHN, : at(2021)].sum()
    assert total == pytest.approx(1 - 2571.09 / 10895.95)
    assert history.settlement_gains({1992: 5.0, 2000: 8.0, 2010: 7.0, 2020: 10.0}).min() == 0.0


def test_herd_of_mongolia(drivers: NationalDrivers) -> None:
    herd = drivers.heads[MNG].sum(axis=1)
    assert herd[at(2020)] == pytest.approx(67_068_486, abs=3)
    assert herd[at(2002)] == pytest.approx(23_897_600, abs=3)
    assert herd[at(2010)] < 0.75 * herd[at(2009)]  # the winter of 2009-10
    assert drivers.heads_start[MNG].sum() == pytest.approx(24_674_900, abs=3)
    assert not np.array_equal(drivers.heads_start[MNG], drivers.heads[MNG, 0])


def test_herds_are_whole_held_back_and_held_forward(drivers: NationalDrivers) -> None:
    assert np.array_equal(drivers.heads, np.rint(drivers.heads))
    cattle = SPECIES.index("cattle")
    assert drivers.heads[CHN, at(2020), cattle] == 61_939_371
    assert (drivers.heads[RUS, : at(1993), cattle] == drivers.heads_start[RUS, cattle]).all()
    assert (drivers.heads[:, at(2020) :] == drivers.heads[:, at(2020) : at(2021)]).all()
    assert (drivers.heads[MNG, :, SPECIES.index("buffalo")] == 0.0).all()


def test_dairy_share(drivers: NationalDrivers) -> None:
    assert drivers.dairy_cattle_share[CHN, at(2020)] == pytest.approx(12.11363 / 61.9393705, rel=1e-6)
    assert drivers.dairy_cattle_share.max() < 0.6


def test_a_later_start_cuts_the_same_series(drivers: NationalDrivers) -> None:
    later = national_drivers(2005, 2030, "ssp2-4.5")
    for name in ARRAYS:
        assert np.array_equal(getattr(later, name), getattr(drivers, name)[:, at(2005) : at(2031)]), name
    assert np.array_equal(later.heads_start, drivers.heads[:, at(2004)])
    assert np.array_equal(national_drivers(2030, 2040, "constant").heads_start, drivers.heads[:, at(2020)])


def test_later_observations_do_not_drive_the_run(drivers: NationalDrivers) -> None:
    assert max(national_series("production_industrial_roundwood", "RUS")) > 2020
    assert drivers.industrial_roundwood[RUS, at(2022)] > 190e6  # the table has 182 for 2022
    assert drivers.heads[RUS, at(2022), 0] == drivers.heads[RUS, at(2020), 0]


def test_assumptions_have_ranges_and_sources(drivers: NationalDrivers) -> None:
    for row in drivers.assumptions:
        assert row.low <= row.value <= row.high, row
        assert row.low < row.high, row
        assert row.source and row.text and row.unit, row
        assert row.country in ("", *COUNTRIES)
    names = [(row.name, row.country) for row in drivers.assumptions]
    assert len(set(names)) == len(names)
    for expected in (
        ("forest_hidden_turnover", "JPN"), ("forest_hidden_turnover", "RUS"), ("roundwood_held_back", "RUS"),
        ("cropland_held_forward", "CHN"), ("heads_held_back", "RUS"), ("burned_forest_after_reports", "RUS"),
        ("artificial_surfaces_held_back", "KOR"), ("heads_recalled_2004", "MNG"),
        ("wood_fuel_modelled", "CHN"), ("wood_fuel_held_back", "KOR"),
    ):  # fmt: skip
        assert expected in names
    assert ("heads_held_back", "MNG") not in names
    assert set(climate_assumptions("ssp2-4.5")) <= set(drivers.assumptions)


def test_wood_fuel_of_korea_is_what_was_reported_not_what_was_modelled_before(drivers: NationalDrivers) -> None:
    fuel = drivers.roundwood[KOR] - drivers.industrial_roundwood[KOR]
    assert national_series("production_wood_fuel", "KOR")[2009] > 4.0 * 518_000.0
    assert fuel[: at(2010) + 1] == pytest.approx(518_000.0)
    assert fuel[at(2014)] == pytest.approx(967_000.0)
    row = next(r for r in drivers.assumptions if r.name == "wood_fuel_held_back")
    assert (row.country, row.value) == ("KOR", 518_000.0) and 2.4e6 < row.high < 2.8e6
    assert ("roundwood_held_back", "KOR") not in [(r.name, r.country) for r in drivers.assumptions]


def test_held_herd_of_russia_has_the_range_of_three_years(drivers: NationalDrivers) -> None:
    row = next(r for r in drivers.assumptions if (r.name, r.country) == ("heads_held_back", "RUS"))
    assert row.value == pytest.approx(drivers.heads_start[RUS].sum(), abs=10)
    assert row.high > row.value + 3 * (54.677e6 - 52.226e6)
    fire = next(
        r for r in drivers.assumptions if (r.name, r.country) == ("burned_forest_after_reports", "RUS")
    )
    assert fire.high == 8_300_000.0


@pytest.mark.parametrize("years", [(1989, 2000), (2000, 1999), (1990, 2061)])
def test_impossible_years_are_refused(years: tuple[int, int]) -> None:
    with pytest.raises(InputError, match=rf"years is \[{years[0]}, {years[1]}\]; expected"):
        national_drivers(*years, "ssp2-4.5")


def test_a_country_without_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "national_series", lambda variable, country: {2022: 1.0})
    with pytest.raises(InputError, match="no row of 'forest_area' for CHN up to 2020"):
        national_drivers(1990, 2060, "ssp2-4.5")
    with pytest.raises(InputError, match="no row of heads_<species> for MNG up to 2020"):
        history.herd_history("MNG")
