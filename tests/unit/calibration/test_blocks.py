"""Blocks of parameters, and a landscape cut to the countries of a block: the same numbers as on the whole."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import landsim
from landsim.calibration.blocks import MOVES, UNSEEN, blocks_of
from landsim.calibration.country_ground import of_countries
from landsim.calibration.hindcast import hindcast
from landsim.ground import Ground
from landsim.names import COUNTRIES
from landsim.scenario import load_scenario
from landsim.strata import strata_of


def test_parameters_that_share_observations_are_a_block() -> None:
    slopes = np.zeros((5, 6))
    slopes[0, [0, 3]] = 1.0, -0.5  # 3 moves two countries and joins their own
    slopes[1, [1, 3]] = -2.0, 0.5
    slopes[2, 2] = slopes[3, 2] = 1.0
    slopes[4, 5] = 0.5 * MOVES  # too little to count
    found = blocks_of(slopes, ["JPN", "KOR", "RUS", "RUS", "CHN"])
    assert [(b.name, b.parameters, b.observations, b.countries) for b in found] == [
        ("JPN-KOR", (0, 1, 3), (0, 1), ("JPN", "KOR")),
        ("RUS", (2,), (2, 3), ("RUS",)),
        (UNSEEN, (4, 5), (), ()),
    ]


def test_two_blocks_of_one_country_have_names_of_their_own() -> None:
    assert [b.name for b in blocks_of(np.eye(3), ["JPN", "JPN", "KOR"])] == ["JPN", "JPN-2", "KOR"]


def test_the_land_of_some_countries_says_of_them_what_the_whole_says() -> None:
    whole = strata_of(landsim.load_landscape(), [load_scenario("baseline")])
    names = ("growing_stock", "living_biomass", "lulucf_forest_land", "lulucf_living_biomass")
    rows = [(c, v, y) for c in COUNTRIES for v in names for y in (1990, 2003, 2010)]
    rows += [("KOR", "forest_share_over_30_years", 2009)]
    wanted = pd.DataFrame(rows, columns=["country", "variable", "year"])
    given = {"forest.growth_scale.JPN": 0.8, "fire.burned_area_scale.RUS": 1.2, "forest.rate.oak_ROK": 0.05}
    everywhere = hindcast(Ground(whole), given, wanted)
    for countries in (["CHN"], ["MNG"], ["RUS"], ["JPN", "KOR", "PRK"]):
        land = of_countries(whole, countries)
        assert 0 < land.size < whole.size and set(land.country) == {COUNTRIES.index(c) for c in countries}
        here = hindcast(Ground(land), given, wanted[wanted["country"].isin(countries)])
        assert here.to_numpy() == pytest.approx(everywhere.loc[here.index].to_numpy(), rel=1e-9)


def test_months_from_a_file_are_those_of_the_units_that_are_left() -> None:
    grid = landsim.load_landscape()
    korea = of_countries(grid, ["KOR"])
    here = grid.country == COUNTRIES.index("KOR")
    assert np.array_equal(korea.monthly_climate().temperature, grid.monthly_climate().temperature[:, here])
