"""Where in a country forest burns and is killed by insects."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from landsim.core import parameters
from landsim.core.dimensions import FOREST_TYPES
from landsim.core.state import INPUT, UNIT_INPUTS
from landsim.disturbance_weights import fire_weight, forest_warming, fuelled_area, insect_weight
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.results import Run
from landsim.unit_inputs import national_share, unit_inputs

VALUES = parameters.defaults()


def alike(land: Landscape, **columns: list[float]) -> Landscape:
    """Units that differ in the given columns only."""
    size = len(next(iter(columns.values())))
    usual = {
        "fire_weight": 1.0, "warmest_month_temperature": 18.0, "mean_annual_temperature": 3.0,
        "annual_precipitation": 500.0, "potential_evapotranspiration": 500.0, "warming_per_kelvin": 1.5,
    }  # fmt: skip
    table = {name: np.full(size, value) for name, value in usual.items()}
    table |= {name: np.array(values) for name, values in columns.items()}
    return dataclasses.replace(land, columns=table, country=np.zeros(size, dtype=np.int64))


def test_thin_forest_counts_in_part_and_full_forest_whole() -> None:
    inputs = np.zeros((len(UNIT_INPUTS), 3))
    larch, saxaul = FOREST_TYPES.index("larch_daxinganling_natural"), FOREST_TYPES.index("saxaul")
    inputs[INPUT.natural_type] = [larch, saxaul, larch]
    inputs[INPUT.planted_type] = [larch, larch, saxaul]
    inputs[[INPUT.natural_scale, INPUT.planted_scale]] = 1.0
    areas = np.array([[100.0, 100.0, 100.0], [0.0, 50.0, 30.0]])
    np.testing.assert_allclose(
        fuelled_area(areas, inputs, VALUES), [100.0, 100.0 * 4 / 30 + 50.0, 100.0 + 30.0 * 4 / 30]
    )


def test_fire_weight_follows_fuel_fire_climate_and_the_yearly_range(land: Landscape) -> None:
    units = alike(land, fire_weight=[1.0, 2.0, 1.0, 1.0], mean_annual_temperature=[8.0, 8.0, -2.0, 20.0])
    weight = fire_weight(np.array([10.0, 10.0, 10.0, 10.0]), units, VALUES)
    # Ranges of 20, 20, 40 and (colder in summer than on average) 0 K.
    np.testing.assert_allclose(weight / weight[0], [1.0, 2.0, 2.0, 0.0])
    steep = parameters.resolve({"fire.continentality_exponent": 2.0})
    weight = fire_weight(np.array([10.0, 10.0, 5.0, 0.0]), units, steep)
    np.testing.assert_allclose(weight / weight[0], [1.0, 2.0, 2.0, 0.0])


def test_insects_need_a_summer_and_like_drought(land: Landscape) -> None:
    units = alike(
        land, warmest_month_temperature=[18.0, 13.0, 7.0, 18.0], annual_precipitation=[500.0, 500.0, 500.0, 125.0]
    )
    weight = insect_weight(np.full(4, 10.0), units, VALUES)
    np.testing.assert_allclose(weight / weight[0], [1.0, 0.5, 0.0, 2.0])


def test_warming_of_forest_is_weighted_by_forest(land: Landscape) -> None:
    units = alike(land, warming_per_kelvin=[1.0, 2.0])
    warming = forest_warming(np.array([[30.0, 5.0], [0.0, 5.0]]), units)
    assert warming[0] == pytest.approx(1.25)
    assert (warming[1:] == 1.0).all()


def share_of(run: Run, row: int, country: str, chosen: np.ndarray) -> float:
    inputs = unit_inputs(run.landscape, run.plan.start_areas, run.plan.areas_2020, VALUES)
    return float(inputs[row, (run.landscape.country == COUNTRIES.index(country)) & chosen].sum())


def test_most_of_russia_burns_beyond_the_urals_and_in_larch(baseline: Run) -> None:
    """Ponomarev 2020: more than half of Siberia's fire emissions are from larch forest."""
    land = baseline.landscape
    types = np.array(land.forest_types)[land.natural_forest_type]
    assert 0.85 < share_of(baseline, INPUT.burned_area_share, "RUS", land["longitude"] > 60.0) < 0.95
    assert share_of(baseline, INPUT.burned_area_share, "RUS", np.char.startswith(types, "larch")) > 0.5


def test_saxaul_hardly_burns(baseline: Run) -> None:
    land = baseline.landscape
    saxaul = np.array(land.forest_types)[land.natural_forest_type] == "saxaul"
    forest = baseline.plan.areas_2020[:2].sum(axis=0)
    by_landscape = national_share(forest * land["fire_weight"], land.country)
    mongolia = land.country == COUNTRIES.index("MNG")
    assert by_landscape[mongolia & saxaul].sum() > 0.3
    # Mongolia's growth scale of 1.7 gives saxaul more fuel than its curve alone.
    assert share_of(baseline, INPUT.burned_area_share, "MNG", saxaul) < 0.12


def test_five_provinces_hold_more_of_china_s_fire_than_of_its_forest(baseline: Run) -> None:
    """They held 75 % in 1950-1998 (IFFN 26); the weights know neither the dry season of Yunnan nor field fires."""
    land = baseline.landscape
    five = [land.provinces.index(p) for p in ("Heilongjiang", "Inner Mongolia", "Yunnan", "Guangxi", "Guizhou")]
    chosen = np.isin(land.province, five)
    forest = national_share(baseline.plan.areas_2020[:2].sum(axis=0), land.country)
    of_forest = forest[(land.country == 0) & chosen].sum()
    of_fire = share_of(baseline, INPUT.burned_area_share, "CHN", chosen)
    assert of_forest < 0.42 and 0.5 < of_fire < 0.75
