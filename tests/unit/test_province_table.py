"""Grass and herds by province add up to the nation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from readings import stock

from landsim.names import COUNTRIES, SPECIES
from landsim.results import Run


def wide(run: Run, variable: str, year: int) -> pd.Series:
    rows = run.provinces
    return rows[(rows["variable"] == variable) & (rows["year"] == year)].set_index(["country", "province"])["value"]


@pytest.mark.parametrize("year", [1990, 2020, 2050])
@pytest.mark.parametrize(
    "variable", ["grassland_area", "sheep_units", "carrying_capacity", *(f"herd_{name}" for name in SPECIES)]
)
def test_provinces_add_up(baseline: Run, variable: str, year: int) -> None:
    sums = wide(baseline, variable, year).groupby(level="country").sum()
    for country in COUNTRIES:
        expected = stock(baseline, variable, country)[year - 1990]
        assert sums[country] == pytest.approx(expected, rel=1e-6, abs=1e-9), country


def test_pressure_of_provinces_gives_the_nation_s(baseline: Run) -> None:
    pressure, capacity = (wide(baseline, name, 2020) for name in ("grazing_pressure", "carrying_capacity"))
    for country in ("CHN", "MNG"):
        nation = (pressure[country] * capacity[country]).sum() / capacity[country].sum()
        assert nation == pytest.approx(stock(baseline, "grazing_pressure", country)[30], rel=1e-6)


def test_every_row_is_once_there(baseline: Run) -> None:
    table = baseline.provinces
    assert not table.duplicated(["country", "province", "year", "variable"]).any()
    assert np.isfinite(table["value"]).all() and set(table["country"]) == set(COUNTRIES)


def test_a_province_whose_herd_is_reduced_loses_all_species_alike(run_with: Callable[..., Run], frozen: Run) -> None:
    keys = {
        "id": "m",
        "kind": "herd_reduction",
        "country": "CHN",
        "province": "Tibet",
        "unit": "fraction",
        "amount": 0.3,
    }
    run = run_with({**keys, "ramp": "step"}, include="frozen")
    for variable in ("sheep_units", "herd_sheep", "herd_cattle"):
        left = wide(run, variable, 2030) / wide(frozen, variable, 2030)
        assert left["CHN", "Tibet"] == pytest.approx(0.7, abs=1e-3)
        assert left["CHN", "Qinghai"] == pytest.approx(1.0, rel=1e-12)


def test_dust_falls_where_grass_recovers(run_with: Callable[..., Run], frozen: Run) -> None:
    closing = {"id": "m", "kind": "grazing_exclosure", "country": "MNG", "unit": "Mha", "amount": 60.0, "ramp": "step"}
    run = run_with(closing, include="frozen")
    dust, usual = (wide(one, "dust_emission_index", 2050)["MNG"] for one in (run, frozen))
    better = wide(run, "rangeland_condition", 2050)["MNG"] > wide(frozen, "rangeland_condition", 2050)["MNG"] + 0.02
    assert better.sum() > 5
    assert (dust[better] < usual[better]).all()
