"""Land degradation of a run: the account adds up, and what it says of single drivers and of measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import landsim
from landsim import run_inputs
from landsim.core import parameters
from landsim.core.state import FLUX, SNAPSHOT
from landsim.degradation_account import PARTS, degradation
from landsim.degradation_tables import degradation_provinces, degradation_rows, degradation_stocks
from landsim.degraded_land import LAND_COVERS
from landsim.errors import InputError
from landsim.grazing_inputs import ZONES
from landsim.land_parcels import FARMLAND, GRASS, TREES, land_covers
from landsim.names import COUNTRIES
from landsim.results import Run
from landsim.scenario import Scenario, load_scenario
from landsim.unit_inputs import co2_factor

WORDS = ["improvement", "stable", "degradation"]
Runs = Callable[..., Run]
Scenarios = Callable[..., Scenario]


def account(run: Run, part: str = "all") -> pd.DataFrame:
    """Rows of one part by country and year, Mha."""
    table = landsim.land_degradation_account(run)
    table = table[table["part"] == part].set_index(["country", "year"])
    return table[[*WORDS, "balance"]] / 1e6


def land_of(run: Run) -> np.ndarray:
    """Land without inland water by country, Mha."""
    land = run.landscape
    return np.bincount(land.country, land.area() - land["area_inland_water"], len(COUNTRIES)) / 1e6


def run_of(folder: Path, text: str, include: str = "frozen") -> Run:
    path = folder / "one.toml"
    path.write_text(f'name = "one"\ninclude = ["{include}"]\n{text}', encoding="utf-8")
    return landsim.run(load_scenario(path))


def test_an_account_of_a_run(ndc_first: Run) -> None:
    table = landsim.land_degradation_account(ndc_first)
    assert sorted(set(table["year"])) == [2015, 2020, 2030, 2050] and list(table["part"].unique()) == list(PARTS)
    whole = land_of(ndc_first)
    for index, country in enumerate(COUNTRIES):
        for year in (2015, 2020, 2030, 2050):
            rows = table[(table["country"] == country) & (table["year"] == year)].set_index("part")
            assert rows[WORDS].sum(axis=1).to_numpy() / 1e6 == pytest.approx(whole[index], rel=1e-9)
            # One out, all out: no less degraded than any part.
            assert rows.loc["all", "degradation"] >= rows["degradation"].max() * (1.0 - 1e-12)
            assert rows.loc["all", "neutral"] == (rows.loc["all", "balance"] >= 0.0)


def test_provinces_and_land_covers_add_up_to_countries(ndc_first: Run) -> None:
    by_country = landsim.land_degradation_account(ndc_first).set_index(["country", "year", "part"])[WORDS]
    by_province = landsim.land_degradation_account(ndc_first, by="province")
    pd.testing.assert_frame_equal(
        by_province.groupby(["country", "year", "part"])[WORDS].sum().loc[by_country.index], by_country
    )
    by_cover = landsim.land_degradation_account(ndc_first, by="land_cover")
    assert set(by_cover["land_cover"]) == set(LAND_COVERS) - {"water_body"}
    added = by_cover.groupby(["country", "year"])[WORDS].sum()
    pd.testing.assert_frame_equal(added, by_country.xs("all", level="part").loc[added.index])


def test_a_unit_that_holds_one_change_is_told_by_hand(ndc_first: Run) -> None:
    """Independent of parcels: where cropland alone grows, at the cost of grass alone, in Russia and in China."""
    before, after = (land_covers(ndc_first.snapshot(year)) for year in (2015, 2050))
    change = after - before
    others = np.delete(change, (GRASS, FARMLAND), axis=0)
    ploughed = (np.abs(others) < 1e-6).all(axis=0) & (change[FARMLAND] > 100.0)
    country = ndc_first.landscape.country
    cover = ndc_first.degradation.by_unit[-1, PARTS.index("land_cover")]
    for code, outcome in (("CHN", 0), ("RUS", 2)):
        here = ploughed & (country == COUNTRIES.index(code))
        assert here.sum() > 0, code
        np.testing.assert_allclose(cover[outcome, here], change[FARMLAND, here], rtol=1e-9)


def test_refusals_and_a_run_that_holds_no_baseline(ndc_first: Run) -> None:
    with pytest.raises(InputError, match=r"^by: found 'unit', expected country, province or land_cover\.$"):
        landsim.land_degradation_account(ndc_first, by="unit")
    late = replace(ndc_first, drivers=replace(ndc_first.drivers, years=ndc_first.drivers.years + 20))
    assert degradation(late).years == () and landsim.land_degradation_account(late).empty
    assert degradation_stocks(late, "NEA") == degradation_provinces(late) == degradation_rows(late) == []


def test_tables_and_maps_hold_the_account(ndc_first: Run) -> None:
    stocks = ndc_first.stocks.set_index(["country", "year", "variable"])["value"]
    by_country, by_cover = account(ndc_first), account(ndc_first, "land_cover")
    for year in (2020, 2030, 2050):
        for country in COUNTRIES:
            row = by_country.loc[(country, year)]
            assert stocks[country, year, "degraded_area"] == pytest.approx(row["degradation"])
            assert stocks[country, year, "improved_area"] == pytest.approx(row["improvement"])
            assert stocks[country, year, "stable_area"] == pytest.approx(row["stable"])
            assert stocks[country, year, "net_degraded_area"] == pytest.approx(-row["balance"])
            lost = by_cover.loc[(country, year), "degradation"]
            assert stocks[country, year, "degraded_area_land_cover"] == pytest.approx(lost)
        region = sum(stocks[country, year, "net_degraded_area"] for country in COUNTRIES)
        assert stocks["NEA", year, "net_degraded_area"] == pytest.approx(region)
    assert stocks["MNG", 2015, "baseline_degraded_area"] == pytest.approx(by_country.loc[("MNG", 2015), "degradation"])
    provinces = ndc_first.provinces
    lost = provinces[(provinces["variable"] == "degraded_area") & (provinces["year"] == 2050)]
    assert lost.groupby("country")["value"].sum()["CHN"] == pytest.approx(by_country.loc[("CHN", 2050), "degradation"])
    indicators = ndc_first.indicators
    rows = indicators[indicators["indicator"] == "land_degradation_neutrality"].set_index(["country", "year"])
    assert set(rows.index.get_level_values("year")) == {2030, 2050} and len(rows) == 12
    for place, row in rows.iterrows():
        assert row["value"] == pytest.approx(by_country.loc[place, "balance"])
        assert row["met"] == ("yes" if row["value"] >= 0.0 else "no")
        assert row["note"].startswith("neutral by" if row["value"] >= 0.0 else "not neutral by")
    told = ndc_first.description()["land_degradation"]
    assert told["baseline"] == [2000, 2015] and told["report_years"] == [2020, 2030, 2050]


def test_co2_alone_improves_no_land(tmp_path: Path) -> None:
    """Climate and land use held: with CO2 rising as in the scenario, and without any effect of it."""
    held = '[parameters]\n"climate.warming_scale" = 0.0\n'
    rising = run_of(tmp_path, held)
    without = run_of(tmp_path, f'{held}"climate.co2_response" = 0.0\n')
    assert rising.simulated.total[:, -1, FLUX.growth].sum() > 1.05 * without.simulated.total[:, -1, FLUX.growth].sum()
    whole = land_of(rising).sum()
    moved = account(rising) - account(without)
    # What stays: fewer hectares felled for the same tonnes, and grass that the same herd presses less.
    assert moved["balance"].abs().groupby("year").sum().max() < 0.012 * whole
    # The same series with CO2 left in: several times as much land would improve.
    drivers = rising.drivers
    factor = np.array([co2_factor(co2, drivers.co2[0], 0.3) for co2 in drivers.co2])
    assert factor[-1] > 1.08
    left_in = rising.simulated.production * factor[None, :, None].astype(np.float32)
    told = replace(rising, simulated=replace(rising.simulated, production=left_in))
    naive = account(told) - account(without)
    assert naive["balance"].groupby("year").sum().max() > 10.0 * moved["balance"].groupby("year").sum().max()


def test_a_drought_of_ten_years_is_not_lasting_degradation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Grass at half its growth in all zones from 2021 to 2030, in Mongolia's herds capped at what grass carries."""
    usual = run_inputs.forage_weather

    def dry(values: Any, years: Any, *rest: Any) -> Any:
        weather = usual(values, years, *rest).copy()
        assert weather.shape[2] == len(ZONES)
        weather[:, (years >= 2021) & (years <= 2030)] *= 0.5
        return weather

    before = landsim.run("ndc-first")
    monkeypatch.setattr(run_inputs, "forage_weather", dry)
    after = landsim.run("ndc-first")
    lost = (account(after, "productivity") - account(before, "productivity"))["degradation"].groupby("year").sum()
    grass = before.snapshot(2020)[SNAPSHOT.area_grassland].sum() / 1e6
    assert lost[2020] == 0.0
    assert lost[2030] > 0.6 * grass
    assert abs(lost[2050]) < 0.1 * grass


def change(run: Run, other: Run, country: str, year: int, part: str = "all") -> pd.Series:
    return account(run, part).loc[(country, year)] - account(other, part).loc[(country, year)]


@pytest.mark.parametrize(
    ("keys", "improved"),
    [({"kind": "afforestation", "donors": ["cropland"]}, 0.95), ({"kind": "farmland_to_grassland"}, 0.25)],
)
def test_farm_to_forest_and_to_grass_is_improvement_in_china(
    keys: dict[str, Any], improved: float, scenario_of: Scenarios, frozen: Run
) -> None:
    """In units where grass was ploughed after 2015, the first hectares given back undo that loss instead."""
    measure = {"id": "m", "country": "CHN", "amount": 5.0, "unit": "Mha", **keys}
    run = landsim.run(scenario_of(measure, include="frozen"))
    done = run.policy[(run.policy["measure"] == "m") & (run.policy["year"] == 2030)]["delivered"].iloc[0]
    for year in (2030, 2050):
        cover = change(run, frozen, "CHN", year, "land_cover")
        assert cover["improvement"] > improved * done and cover["degradation"] <= 0.0
        assert cover["balance"] > 0.6 * done and change(run, frozen, "CHN", year)["balance"] > 0.6 * done


def test_a_country_may_call_grass_on_farmland_a_loss(run_with: Runs, frozen: Run) -> None:
    measure = {"kind": "farmland_to_grassland", "id": "m", "country": "CHN", "amount": 5.0, "unit": "Mha"}
    run = run_with(measure, include="frozen")
    values = run.values.copy()
    values[parameters.index()["land_degradation.farmland_to_grassland.CHN"]] = -1.0
    other = replace(run, values=values)
    gained = account(run, "land_cover").loc[("CHN", 2030), "balance"]
    assert gained - account(other, "land_cover").loc[("CHN", 2030), "balance"] > 1.5


def test_clearing_forest_is_degradation_and_sparing_it_is_not(baseline: Run, run_with: Runs) -> None:
    measure = {"kind": "forest_protection", "id": "m", "country": "CHN", "amount": 1.0, "unit": "fraction"}
    found = change(run_with(measure), baseline, "CHN", 2030, "land_cover")
    assert found["degradation"] < -0.3 and found["balance"] > 1.0
    assert change(run_with(measure), baseline, "CHN", 2030)["balance"] > 1.0


def test_trees_on_native_steppe_are_no_improvement(scenario_of: Scenarios, frozen: Run) -> None:
    """Inner Mongolia, grassland named as donor: planting does not spare steppe, and the herds have less grass."""
    measure = {
        "kind": "afforestation", "id": "m", "country": "CHN", "province": "Inner Mongolia", "amount": 5.0,
        "unit": "Mha", "vegetation": "tree", "donors": ["grassland"],
    }  # fmt: skip
    run = landsim.run(scenario_of(measure, include="frozen"))
    before, after = (land_covers(one.snapshot(2030)) for one in (frozen, run))
    planted = (after - before)[TREES].sum() / 1e6
    found = change(run, frozen, "CHN", 2030, "land_cover")
    assert found["degradation"] > 0.03 * planted
    gained = [change(run, frozen, "CHN", year)["balance"] / planted for year in (2030, 2050)]
    assert gained[0] < 0.75 and gained[1] < 0.5
    values = run.values.copy()
    values[parameters.index()["land_degradation.trees_on_steppe"]] = 1.0
    as_published, own = (account(one, "land_cover").loc[("CHN", 2030)] for one in (replace(run, values=values), run))
    # Trees of the years before stand on steppe too.
    assert own["degradation"] - as_published["degradation"] > found["degradation"]
    assert own["degradation"] - as_published["degradation"] == pytest.approx(
        as_published["improvement"] - own["improvement"]
    )


@pytest.mark.parametrize(
    ("keys", "least"),
    [
        ({"kind": "grazing_cap", "amount": 1.0, "unit": "fraction"}, (2.0, 20.0)),
        ({"kind": "herd_reduction", "amount": 0.3, "unit": "fraction"}, (3.0, 10.0)),
        # The most used pasture is closed, four fifths of it below the critical condition, where recovery is slow.
        ({"kind": "grazing_exclosure", "amount": 20.0, "unit": "Mha"}, (0.01, 2.0)),
    ],
)
def test_less_grazing_is_less_degradation_in_mongolia(
    keys: dict[str, Any], least: tuple[float, float], run_with: Runs, baseline: Run
) -> None:
    run = run_with({"id": "m", "country": "MNG", **keys})
    for year, mha in zip((2030, 2050), least, strict=True):
        found = change(run, baseline, "MNG", year)
        assert found["balance"] > mha and found["degradation"] < -mha
