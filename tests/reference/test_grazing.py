"""Pastures and herds against what is published: stocking, condition, provinces of China, dzud winters in Mongolia."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from readings import flux, stock

import landsim
from landsim.core import parameters
from landsim.core.dimensions import GRAZING_ZONES
from landsim.core.state import CONDITION_CLASSES
from landsim.facts import load_table
from landsim.herd_model import free_record
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.results import Run

SHARES = {element.name: element.plausible for element in parameters.elements()}
AT = {year: year - 1990 for year in range(1990, 2061)}


def share_of_grassland(run: Run, variable: str, first: int, last: int) -> float:
    """Mean share of Mongolia's grassland in some years."""
    span = slice(AT[first], AT[last] + 1)
    return float((stock(run, variable, "MNG") / stock(run, "grassland_area", "MNG"))[span].mean())


def test_mean_stocking_density_of_mongolia(baseline: Run) -> None:
    """National demand over national usable forage (weighted by usable forage), mean of 2000-2019: 1.07 +- 0.15."""
    pressure = flux(baseline, "forage_demand", "MNG") / flux(baseline, "usable_forage", "MNG")
    np.testing.assert_allclose(pressure, stock(baseline, "grazing_pressure", "MNG"), rtol=1e-12)
    assert pressure[AT[2000] : AT[2019] + 1].mean() == pytest.approx(1.07, abs=0.15)


@pytest.mark.parametrize("name", CONDITION_CLASSES)
def test_classes_of_condition_of_mongolia_in_2016(baseline: Run, name: str) -> None:
    """The survey that the report of 2018 tells of: its sites were visited in 2016."""
    surveyed = load_table("pasture_observations").set_index(["variable", "year"])["value"]
    found = share_of_grassland(baseline, f"grassland_{name}", 2016, 2016)
    assert found == pytest.approx(surveyed[f"grassland_share_{name}", 2016], abs=0.15)


def test_the_classes_are_all_of_the_grassland(baseline: Run) -> None:
    for country in COUNTRIES:
        total = sum(stock(baseline, f"grassland_{name}", country) for name in CONDITION_CLASSES)
        np.testing.assert_allclose(total, stock(baseline, "grassland_area", country), rtol=1e-9)


def test_sheep_units_of_mongolia_in_2018(baseline: Run) -> None:
    assert stock(baseline, "sheep_units", "MNG")[AT[2018]] == pytest.approx(111.0, rel=0.03)


def pressure_of_provinces(run: Run) -> np.ndarray:
    rows = run.provinces
    rows = rows[(rows["country"] == "CHN") & (rows["variable"] == "grazing_pressure") & (rows["year"] <= 2020)]
    assert rows["province"].nunique() > 25
    return rows["value"].to_numpy()


def test_no_province_of_china_is_absurdly_overgrazed(baseline: Run) -> None:
    assert pressure_of_provinces(baseline).max() < 5.0


def test_the_range_of_the_diet_shares_is_carried_through(baseline: Run) -> None:
    """At the low end of all shares pressure is lower in every province, at the high end it is higher."""
    scenario = landsim.load_scenario("baseline")
    found = []
    for end in (0, 1):
        given = {
            f"rangeland.grazing_share_of_diet.{z}": SHARES[f"rangeland.grazing_share_of_diet.{z}"][end]
            for z in GRAZING_ZONES
        }
        found.append(pressure_of_provinces(landsim.run(dataclasses.replace(scenario, parameters=given))))
    usual = pressure_of_provinces(baseline)
    grazed = usual > 0.0
    assert (found[0][grazed] < usual[grazed]).all() and (usual[grazed] < found[1][grazed]).all()


def test_without_the_diet_shares_provinces_are_absurd() -> None:
    scenario = landsim.load_scenario("baseline")
    run = landsim.run(dataclasses.replace(scenario, parameters={"rangeland.grazing_share_of_diet": 1.0}))
    assert pressure_of_provinces(run).max() > 10.0


@pytest.fixture(scope="module")
def total(baseline: Run, land: Landscape) -> dict[str, np.ndarray]:
    """Mongolia's heads of all species from 1990 to 2020, million: recorded, and free with the recorded winters."""
    found, _ = free_record(baseline.drivers, land, baseline.values)
    recorded = baseline.drivers.heads[COUNTRIES.index("MNG"), :31]
    return {"model": found.sum(axis=1) / 1e6, "recorded": recorded.sum(axis=1) / 1e6}


class TestFreeHerd:
    """Mongolia's herd from 1990 on its own, with the recorded winters; fitted to heads up to 2010."""

    @pytest.mark.parametrize(("first", "last"), [(1999, 2002), (2002, 2009), (2009, 2010)])
    def test_falls_and_the_recovery_between_them(self, total: dict[str, np.ndarray], first: int, last: int) -> None:
        """The losses given for 2000 to 2002 add up to 11.2 million, more than the herd fell by: hence a fifth."""
        change = {name: series[AT[last]] - series[AT[first]] for name, series in total.items()}
        assert change["model"] == pytest.approx(change["recorded"], rel=0.20)

    def test_every_year_lies_near_the_record(self, total: dict[str, np.ndarray]) -> None:
        """Training years within a tenth; the held-out ones to 2015 within a seventh, those after within a fifth."""
        for first, last, share in ((1990, 2010, 0.10), (2011, 2015, 0.15), (2016, 2020, 0.20)):
            span = slice(AT[first], AT[last] + 1)
            np.testing.assert_allclose(total["model"][span], total["recorded"][span], rtol=share)
