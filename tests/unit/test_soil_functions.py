"""Public functions of soil carbon: shapes, defaults, options, warnings, and refusals in one sentence."""

from __future__ import annotations

import doctest
import warnings

import numpy as np
import pandas as pd
import pytest

import landsim
from landsim import rothc_soil, soil_carbon, soil_stocks
from landsim.errors import InputError

WARM, RAIN, DRY = [5.0] * 12, [30.0] * 12, [60.0] * 12
FACTORS = {"temperature_factor": 0.2, "water_factor": 1.2}
CLIMATE = {"temperature": WARM, "precipitation": RAIN, "potential_evapotranspiration": DRY}
TOPSOIL = {"clay": 20.0, "plant_input": 0.1, "inert": 3.0}
CLAY = {"soil": "high_activity_clay", "climate": "cool_temperate_dry"}


@pytest.mark.parametrize("module", [soil_carbon, rothc_soil, soil_stocks])
def test_examples_of_the_docstrings(module) -> None:
    result = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
    assert result.attempted > 0 and result.failed == 0


def test_months_may_stand_last_or_first() -> None:
    rows = np.array([WARM, [t + 10.0 for t in WARM], [t - 30.0 for t in WARM]])
    by_year = landsim.soil_climate_factors(rows, RAIN, DRY)
    by_place = landsim.soil_climate_factors(rows.T, RAIN, DRY)
    assert by_year["temperature_factor"].shape == (3,)
    assert by_year["temperature_factor"] == pytest.approx(by_place["temperature_factor"], abs=0.0)
    alone = landsim.soil_climate_factors(rows[1], RAIN, DRY)
    assert isinstance(alone["temperature_factor"], float)
    assert by_year["temperature_factor"][1] == alone["temperature_factor"]
    assert by_year["temperature_factor"][2] < alone["temperature_factor"]
    half = landsim.soil_climate_factors(WARM, RAIN, DRY, irrigated=[1] * 6 + [0] * 6)["water_factor"]
    dry = landsim.soil_climate_factors(WARM, RAIN, DRY)["water_factor"]
    assert half == pytest.approx((dry + 1.1625) / 2.0)


def test_monthly_climate_stands_for_the_two_factors() -> None:
    factors = landsim.soil_climate_factors(**CLIMATE)
    by_factors = landsim.steady_soil_carbon(2.0, 0.3, **factors)
    assert landsim.steady_soil_carbon(2.0, 0.3, climate=CLIMATE) == by_factors
    years = landsim.simulate_soil_carbon(by_factors, [1.0, 3.0], 0.3, climate=CLIMATE)
    assert years.equals(landsim.simulate_soil_carbon(by_factors, [1.0, 3.0], 0.3, **factors))


def test_arrays_of_places() -> None:
    found = landsim.steady_soil_carbon(
        [1.0, 2.0], [[0.2], [0.6]], tillage=["full", "none"], temperature_factor=0.2, water_factor=1.0
    )
    assert found["total"].shape == (2, 2)
    one = landsim.steady_soil_carbon(2.0, 0.6, tillage="none", **{**FACTORS, "water_factor": 1.0})
    assert found["total"][1, 1] == one["total"]
    assert isinstance(one["total"], float)


def test_litter_that_is_not_given_is_mean_crop_residue() -> None:
    named = landsim.steady_soil_carbon(2.0, 0.3, 0.073, 0.0083, **FACTORS)
    assert landsim.steady_soil_carbon(2.0, 0.3, **FACTORS) == named
    other = landsim.steady_soil_carbon(2.0, 0.3, **FACTORS, parameters={"soil_decomposition.lignin": 0.14})
    assert other == landsim.steady_soil_carbon(2.0, 0.3, 0.14, 0.0083, **FACTORS) != named


def test_less_tillage_keeps_more() -> None:
    total = {
        kind: landsim.steady_soil_carbon(2.0, 0.3, **FACTORS, tillage=kind)["total"]
        for kind in ("full", "reduced", "none", "unknown")
    }
    assert total["unknown"] < total["full"] < total["reduced"] < total["none"]


def test_a_table_by_year() -> None:
    steady = landsim.steady_soil_carbon(2.0, 0.3, **FACTORS)
    found = landsim.simulate_soil_carbon(None, [2.0, 1.0, 1.0], 0.3, **FACTORS)
    assert found.index.to_list() == [0, 1, 2, 3] and found.index.name == "year"
    assert list(found.columns) == ["active", "slow", "passive", "total", "input", "respiration"]
    assert found.loc[0, "total"] == pytest.approx(steady["total"], rel=1e-14)
    assert found["input"].to_list() == [0.0, 2.0, 1.0, 1.0]
    assert found["total"].iloc[-1] < found["total"].iloc[0]
    frozen = landsim.simulate_soil_carbon(
        {"slow": 5.0}, 1.0, 0.3, temperature_factor=0.0, water_factor=1.0, years=2
    )  # nothing decays, so litter stays whole, as far as there is any
    assert frozen.loc[2, "total"] <= 7.0


def test_woody_litter_is_capped_and_reported() -> None:
    below = r"^lignin 0\.3, nitrogen 0\.005: the metabolic share of the input is -0\.23, and 0 is used \(expected from "
    with pytest.warns(UserWarning, match=below):
        found = landsim.steady_soil_carbon(2.0, 0.3, 0.3, 0.005, **FACTORS)
    assert min(found.values()) > 0.0
    above = r"^lignin 0\.3, nitrogen 0\.05: the metabolic share of the input is 0\.742, and 0\.7 is used"
    with pytest.warns(UserWarning, match=above):
        landsim.simulate_soil_carbon(None, 2.0, 0.3, [0.1, 0.3], [0.02, 0.05], **FACTORS)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        landsim.steady_soil_carbon(2.0, 0.3, 0.15, 0.01, **FACTORS)


REFUSED_FACTORS = [
    (
        {"temperature": [1.0] * 11},
        r"^temperature: found an array of shape \(11,\), expected 12 months, first or last\.$",
    ),
    ({"temperature": 5.0}, r"^temperature: found an array of shape \(\), expected 12 months"),
    ({"temperature": [np.nan] * 12}, r"^temperature: found nan, expected degrees Celsius\.$"),
    ({"precipitation": [-1.0] * 12}, r"^precipitation: found -1, expected mm a month, zero or more\.$"),
    ({"potential_evapotranspiration": ["a"] * 12}, r"^potential_evapotranspiration: found \['a', "),
    ({"irrigated": [-1] * 12}, r"^irrigated: found -1, expected 0 or 1 by month\.$"),
    (
        {"precipitation": np.ones((2, 12)), "potential_evapotranspiration": np.ones((3, 12))},
        r"^Shapes that do not fit each other: precipitation \(2, 12\), potential_evapotranspiration \(3, 12\)\.$",
    ),
    (
        {"parameters": {"rothc.humus_rate": 0.02}},
        r"^parameters: 'rothc\.humus_rate' has no effect here, expected soil_",
    ),
    (
        {"parameters": {"soil_climate.water_scal": 1.0}},
        r"^parameters: parameter 'soil_climate\.water_scal' is not decl",
    ),
    (
        {"parameters": {"soil_climate.water_scale": 9.0}},
        r"^parameters: parameter 'soil_climate\.water_scale' is 9, exp",
    ),
    ({"parameters": [1.0]}, r"^parameters: found list, expected a mapping of declared name to value\.$"),
]


@pytest.mark.parametrize(("change", "sentence"), REFUSED_FACTORS)
def test_climate_that_is_refused(change, sentence) -> None:
    with pytest.raises(InputError, match=sentence):
        landsim.soil_climate_factors(**{**CLIMATE, **change})


REFUSED_STEADY = [
    ({"carbon_input": -1.0}, r"^carbon_input: found -1, expected carbon a year, zero or more\.$"),
    ({"sand": 33.0}, r"^sand: found 33, expected a share from 0 to 1\.$"),
    ({"lignin": 7.3}, r"^lignin: found 7\.3, expected a share from 0 to 1\.$"),
    ({"nitrogen": 0.0}, r"^nitrogen: found 0, expected a share above 0\.$"),
    ({"tillage": "some"}, r"^tillage: found 'some', expected one of full, reduced, none, unknown\.$"),
    ({"temperature_factor": 0.0}, r"^temperature_factor: found 0, expected above zero: without decay there is no "),
    ({"water_factor": [1.0, 0.0]}, r"^water_factor: found 0, expected above zero: without decay there is no steady"),
    ({"water_factor": -1.0}, r"^water_factor: found -1, expected a factor, zero or more\.$"),
    ({"water_factor": None}, r"^temperature_factor, water_factor: found nothing, expected both, or monthly `climate`"),
    ({"climate": CLIMATE}, r"^climate: found beside temperature_factor or water_factor, expected one or the other\.$"),
    (
        {"sand": [0.1, 0.2], "lignin": [0.1] * 3},
        r"^Shapes that do not fit each other: carbon_input \(\), sand \(2,\), ",
    ),
]


@pytest.mark.parametrize(("change", "sentence"), REFUSED_STEADY)
def test_steady_states_that_are_refused(change, sentence) -> None:
    with pytest.raises(InputError, match=sentence):
        landsim.steady_soil_carbon(**{"carbon_input": 1.0, "sand": 0.3, **FACTORS, **change})


@pytest.mark.parametrize("climate", [{}, {"temperature": WARM}, {**CLIMATE, "wind": WARM}, 3.0])
def test_climate_must_be_named_in_full(climate) -> None:
    with pytest.raises(InputError, match=r"^climate: found .*, expected temperature, precipitation, potential_evapo"):
        landsim.steady_soil_carbon(1.0, 0.3, climate=climate)


REFUSED_YEARS = [
    ({"years": None}, r"^years: found nothing, expected a number of years where nothing is given by year\.$"),
    ({"years": 0}, r"^years: found 0, expected one or more, and as many as are given by year\.$"),
    ({"carbon_input": [1.0, 2.0]}, r"^years: found 3, expected one or more, and as many as are given by year\.$"),
    ({"carbon_input": [[1.0, 2.0]]}, r"^Found arrays that fit to the shape \(1, 2\), expected one axis, that of the"),
    (
        {"initial_pools": {"activ": 1.0}},
        r"^initial_pools, key 'activ': not a pool of this model; did you mean 'active'",
    ),
    ({"initial_pools": {"slow": -1.0}}, r"^initial_pools, key 'slow': found -1, expected carbon, zero or more\.$"),
    ({"initial_pools": {"slow": [1.0, 2.0]}}, r"^initial_pools, key 'slow': found 2 numbers, expected one\.$"),
    ({"initial_pools": 3.0}, r"^initial_pools: found float, expected a mapping of pool to carbon\.$"),
    ({"temperature_factor": 0.0}, r"^initial_pools: found None, expected pools: in year 1 nothing decays, so none are"),
]


@pytest.mark.parametrize(("change", "sentence"), REFUSED_YEARS)
def test_years_that_are_refused(change, sentence) -> None:
    with pytest.raises(InputError, match=sentence):
        landsim.simulate_soil_carbon(
            **{"initial_pools": None, "carbon_input": 1.0, "sand": 0.3, "years": 3, **FACTORS, **change}
        )


def test_rothc_options() -> None:
    plain = landsim.rothc(WARM, RAIN, DRY, **TOPSOIL)
    assert plain.index.names == ["year", "month"] and len(plain) == 13
    assert isinstance(landsim.rothc(WARM, RAIN, DRY, **TOPSOIL, step="year").index, pd.RangeIndex | pd.Index)
    start = plain.iloc[0]["total"]
    lack = [0.75 * evaporation for evaporation in DRY]
    assert landsim.rothc(WARM, RAIN, potential_evapotranspiration=lack, **TOPSOIL).equals(plain)
    for more, changes in {
        "paddy": {"flooded": [0] * 4 + [1] * 5 + [0] * 3},
        "forest": {"plant_ratio": "forest"},
        "volcanic": {"andosol": True},
        "manure": {"manure": 0.05},
    }.items():
        assert landsim.rothc(WARM, RAIN, DRY, **TOPSOIL, **changes).iloc[0]["total"] > start, more
    assert landsim.rothc(WARM, RAIN, DRY, **TOPSOIL, plant_cover=0.0).iloc[0]["total"] < start
    flooded = landsim.rothc(WARM, RAIN, DRY, **TOPSOIL, flooded=1.0)
    assert list(flooded["rate_modifier"][1:]) == pytest.approx(list(0.2 * plain["rate_modifier"][1:]))
    known = landsim.rothc(WARM, RAIN, DRY, **TOPSOIL, andosol=True, aluminium=0.92)
    assert known.iloc[-1]["humus"] == pytest.approx(
        landsim.rothc(WARM, RAIN, DRY, **TOPSOIL, andosol=True).iloc[-1]["humus"], rel=1e-12
    )
    estimated = landsim.rothc(WARM, RAIN, DRY, clay=20.0, plant_input=0.1, soil_carbon=40.0)
    assert estimated["inert"].iloc[0] == pytest.approx(0.049 * 40.0**1.139)
    number = landsim.rothc(WARM, RAIN, DRY, **TOPSOIL, plant_ratio=1.44)
    assert number.equals(plain)
    # A dry start slows the first months down.
    pools = {"humus": 20.0}
    dry, wet = (landsim.rothc(WARM, RAIN, DRY, **TOPSOIL, initial_pools=pools, initial_deficit=d) for d in (-35.0, 0.0))
    assert dry["rate_modifier"].iloc[1] < wet["rate_modifier"].iloc[1]


REFUSED_ROTHC = [
    ({"step": "day"}, r"^step: found 'day', expected month or year\.$"),
    ({"evaporation": None}, r"^evaporation, potential_evapotranspiration: found nothing, expected one of them\.$"),
    ({"potential_evapotranspiration": DRY}, r"^evaporation, potential_evapotranspiration: found both, expected one of"),
    ({"temperature": [1.0] * 13}, r"^temperature: found an array of shape \(13,\), expected 12 months, or whole years"),
    ({"rain": [-1.0] * 12}, r"^rain: found -1, expected mm a month, zero or more\.$"),
    (
        {"temperature": np.ones((2, 12)), "rain": np.ones((3, 12))},
        r"^temperature: found 2 years, expected one year or as many as others, 3\.$",
    ),
    ({"plant_cover": 0.5}, r"^plant_cover: found 0\.5, expected 0 or 1 by month\.$"),
    ({"plant_cover": 2.0}, r"^plant_cover: found 2, expected 0 \(bare\) or 1 \(covered\) by month\.$"),
    ({"flooded": 0.5}, r"^flooded: found 0\.5, expected 0 or 1 by month\.$"),
    ({"plant_input": -0.1}, r"^plant_input: found -0\.1, expected tC/ha a month, zero or more\.$"),
    ({"manure": -0.1}, r"^manure: found -0\.1, expected tC/ha a month, zero or more\.$"),
    ({"clay": 120.0}, r"^clay: found 120, expected % from 0 to 100\.$"),
    ({"depth": 0.0}, r"^depth: found 0, expected cm, above zero\.$"),
    ({"plant_ratio": "moss"}, r"^plant_ratio: found 'moss', expected a number or one of crop, grass, forest\.$"),
    ({"plant_ratio": -1.0}, r"^plant_ratio: found -1, expected a ratio, zero or more\.$"),
    (
        {"inert": None},
        r"^inert: found nothing, expected tC/ha, or the measured carbon of the topsoil as soil_carbon\.$",
    ),
    ({"inert": -1.0}, r"^inert: found -1, expected tC/ha, zero or more\.$"),
    ({"inert": None, "soil_carbon": -4.0}, r"^soil_carbon: found -4, expected tC/ha, zero or more\.$"),
    ({"aluminium": 1.0}, r"^aluminium: found a number, expected nothing unless andosol is true\.$"),
    ({"aluminium": -1.0, "andosol": True}, r"^aluminium: found -1, expected % soluble in pyrophosphate, 0 to 100\.$"),
    ({"initial_pools": {"bio": 1.0}}, r"^initial_pools, key 'bio': not a pool of this model; "),
    ({"initial_deficit": 5.0}, r"^initial_deficit: found 5, expected mm, zero or below\.$"),
    ({"temperature": [-10.0] * 12}, r"^initial_pools: found None, expected pools: in year 1 nothing decays"),
    ({"parameters": {"rothc.clay": 30.0}}, r"^parameters: 'rothc\.clay' has no effect here, expected rothc\.\* but r"),
    ({"parameters": {"forest.stem_turnover": 0.1}}, r"^parameters: 'forest\.stem_turnover' has no effect here, expect"),
]


@pytest.mark.parametrize(("change", "sentence"), REFUSED_ROTHC)
def test_rothc_refuses(change, sentence) -> None:
    with pytest.raises(InputError, match=sentence):
        landsim.rothc(**{"temperature": WARM, "rain": RAIN, "evaporation": DRY, **TOPSOIL, **change})


def test_stocks_by_name_number_and_array() -> None:
    crop = {"land_use": "long_term_crop", "management": "full_tillage", "input": "medium_input"}
    better = {"land_use": "long_term_crop", "management": "no_tillage", "input": "high_input"}
    named = landsim.soil_stock_change(None, crop, better, **CLAY)
    numbers = landsim.soil_stock_change(43.0, {"land_use": 0.77}, {"land_use": 0.77, "management": 1.03, "input": 1.04})
    assert named == pytest.approx(numbers)
    half = landsim.soil_stock_change(43.0, {"land_use": 0.77}, {"land_use": 0.9}, years=40.0)
    assert half["annual"] == pytest.approx(43.0 * 0.13 / 40.0)
    slow = landsim.soil_stock_change(43.0, {}, {"management": 0.7}, parameters={"soil_stock_factors.period": 50.0})
    assert slow["annual"] == pytest.approx(-43.0 * 0.3 / 50.0)
    arrays = landsim.soil_stock_change([43.0, 81.0], {"area": [1.0, 2.0]}, {"area": [1.0, 2.0], "management": 0.9})
    assert arrays["annual"] == pytest.approx([-0.215, -0.81])
    less = {"soil_stock_factors.severely_degraded.cool_temperate_dry": 0.5}
    changed = landsim.soil_stock_change(None, {}, {"management": "severely_degraded"}, **CLAY, parameters=less)
    assert changed["final"] == pytest.approx(21.5)


REFUSED_STOCKS = [
    ({"reference_stock": None}, r"^reference_stock: found nothing, expected tC/ha, or both soil and climate\.$"),
    ({"reference_stock": -1.0}, r"^reference_stock: found -1, expected tC/ha, zero or more\.$"),
    ({"reference_stock": None, "soil": "clay", "climate": "boreal_dry"}, r"^soil: found 'clay'; "),
    ({"reference_stock": None, "soil": "sandy", "climate": "mild"}, r"^climate: found 'mild'; "),
    (
        {"reference_stock": None, "soil": "spodic", "climate": "polar_dry"},
        r"^soil, climate: found spodic and polar_dry, for which IPCC 2019 T2\.3 has no reference stock\.$",
    ),
    ({"before": {"use": 1.0}}, r"^before, key 'use': unknown; "),
    ({"after": [3.0]}, r"^after: found float, expected a mapping, or a list of mappings\.$"),
    ({"after": {"area": 2.0}}, r"^after: found 2 ha, expected as many as before, 1 ha\.$"),
    ({"after": {"area": -2.0}}, r"^after, key 'area': found -2, expected ha, zero or more\.$"),
    ({"before": {"input": -1.0}}, r"^before, key 'input': found -1, expected a factor, zero or more, or a name\.$"),
    (
        {"parameters": {"soil_stock_factors.reference_scale.JPN": 1.2}},
        r"^parameters: 'soil_stock_factors\.reference_scale\.JPN' has no effect here, expected soil_stock",
    ),
    ({"before": {"land_use": "padi"}}, r"^before, key 'land_use': found 'padi'; did you mean 'paddy'\?$"),
    (
        {"before": {"land_use": "paddy"}},
        r"^climate: found nothing, expected one of warm_temperate_moist, .* for before,",
    ),
    ({"before": {"land_use": "paddy"}, "climate": "polar_dry"}, r"^climate: found 'polar_dry', expected one of warm_"),
    ({"years": 0.0}, r"^years: found 0, expected years, above zero\.$"),
]


@pytest.mark.parametrize(("change", "sentence"), REFUSED_STOCKS)
def test_stock_changes_that_are_refused(change, sentence) -> None:
    with pytest.raises(InputError, match=sentence):
        landsim.soil_stock_change(**{"reference_stock": 43.0, "before": {}, "after": {}, **change})
