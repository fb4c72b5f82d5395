"""Soil carbon of IPCC 2019 Tier 2 and Tier 1 against the Guidelines' numbers and another implementation."""

from __future__ import annotations

import numpy as np
import pytest

import landsim

# IPCC 2019 V4 ch. 5: the worked soil of the Tier 2 workbook, with the litter of its T5.5B, kg C/ha.
WORKED = (2000.0, 0.33, 0.073, 0.0083, 0.4904241436936742, 0.7793321739983536)
YEARS = 12
LATER = np.arange(YEARS)
HARBIN = {
    "temperature": [-18.3, -13.6, -3.4, 7.1, 14.7, 20.4, 23.0, 21.1, 14.5, 5.6, -5.3, -14.8],
    "precipitation": [4, 6, 10, 18, 38, 85, 147, 115, 59, 23, 10, 6],
    "potential_evapotranspiration": [5, 10, 30, 75, 130, 140, 135, 110, 75, 40, 12, 5],
}
SEOUL = {
    "temperature": [-2.4, 0.4, 5.7, 12.5, 17.8, 22.2, 24.9, 25.7, 21.2, 14.8, 7.2, 0.4],
    "precipitation": [21, 25, 47, 65, 106, 133, 395, 364, 170, 52, 53, 21],
    "potential_evapotranspiration": [0, 20, 45, 80, 115, 125, 120, 120, 90, 60, 30, 18],
}
# Round normals of Ulaanbaatar, with a potential evapotranspiration of 576 and of 797 mm a year.
STEPPE = {
    "temperature": [-21.6, -16.6, -7.4, 2, 10.1, 15.7, 18.2, 16, 9.6, 0.5, -11.9, -19],
    "precipitation": [2, 3, 4, 9, 16, 46, 66, 58, 26, 8, 5, 3],
}
EVAPORATION = (
    [0, 2, 15, 55, 100, 115, 110, 90, 60, 25, 4, 0],
    [2, 6, 30, 85, 140, 150, 140, 115, 75, 40, 12, 3],
)
# The same conditions in the Tier 2 functions of hestia-earth-models 0.74.17 (PyPI), every parameter at its default: a
# cold field that warms by 0.1 K a year, and a warm one, irrigated in summer, that cools by 0.05 K a year. Year: active,
# slow, passive, kg C/ha; its first year is steady.
COLD = {
    1: (338.3641581200526, 3395.7308909439603, 59154.610296256345),
    2: (336.0183985273887, 3388.826120270003, 59153.30419827018),
    5: (406.7474157535301, 3508.107731333931, 59112.43817169496),
    9: (1399.35014949873, 4801.557717755046, 59074.09517968915),
    12: (1371.796034782735, 7302.45083898931, 59280.3910685949),
}
WARM = {
    1: (66.39987015197214, 794.6291143785171, 16785.3467839938),
    2: (71.79036823734951, 822.6549694805938, 16792.71420234609),
    5: (290.22608588973947, 1574.0517818017534, 16877.138151367533),
    9: (116.88696135410927, 1463.7967280743342, 17099.564351543795),
    12: (135.31883938887484, 1383.938318934847, 17337.459252650293),
}


def test_climate_factors_of_the_equations() -> None:
    freezing = landsim.soil_climate_factors([0.0] * 12, [60.0] * 12, [48.0] * 12)
    assert freezing["temperature_factor"] == pytest.approx(0.0803555240, abs=5e-11)
    assert freezing["water_factor"] == pytest.approx(2.249428125, abs=1e-12)
    watered = landsim.soil_climate_factors([33.69] * 12, [0.0] * 12, [48.0] * 12, irrigated=[True] * 12)
    assert watered["water_factor"] == pytest.approx(1.1625, abs=1e-12)
    assert watered["temperature_factor"] == pytest.approx(1.0, abs=1e-12)
    nothing_evaporates = landsim.soil_climate_factors([46.0] * 12, [0.0] * 12, [0.0] * 12)
    assert nothing_evaporates == {"temperature_factor": 0.0, "water_factor": pytest.approx(2.249428125, abs=1e-12)}


@pytest.mark.parametrize(
    ("tillage", "active", "slow", "passive", "total"),
    [
        ("full", 245.346073, 2521.650511, 45733.533711, 48500.530295),
        ("none", 765.4524, 7844.289873, 46962.078985, 55571.821258),
    ],
)
def test_steady_state_of_the_worked_soil(
    tillage: str, active: float, slow: float, passive: float, total: float
) -> None:
    found = landsim.steady_soil_carbon(*WORKED, tillage=tillage)
    assert list(found) == ["active", "slow", "passive", "total"]
    assert list(found.values()) == pytest.approx([active, slow, passive, total], abs=1e-6)
    stays = landsim.simulate_soil_carbon(found, *WORKED, tillage=tillage, years=50)
    assert stays.loc[50, "total"] == pytest.approx(total, abs=1e-6)
    assert stays["respiration"].to_numpy()[1:] == pytest.approx(2000.0, rel=1e-10)


def cold_field() -> dict[str, object]:
    climate = {**HARBIN, "temperature": np.array(HARBIN["temperature"]) + 0.1 * LATER[:, None]}
    return {
        "carbon_input": [3000.0] * 4 + [2500.0] * 4 + [4200.0] * 4,
        "sand": 0.28,
        "tillage": ["full"] * 4 + ["reduced"] * 4 + ["none"] * 4,
        "climate": climate,
    }


def warm_field() -> dict[str, object]:
    climate = {**SEOUL, "temperature": np.array(SEOUL["temperature"]) - 0.05 * LATER[:, None]}
    return {
        "carbon_input": 2000.0 + 150.0 * LATER,
        "sand": 0.61,
        "lignin": 0.14 - 0.005 * LATER,
        "nitrogen": 0.0113,
        "tillage": ["unknown"] * 3 + ["none"] * 4 + ["full"] * 5,
        "climate": {**climate, "irrigated": [0] * 5 + [1] * 3 + [0] * 4},
    }


@pytest.mark.parametrize(("field", "published"), [(cold_field, COLD), (warm_field, WARM)])
def test_years_of_change_as_another_implementation_has_them(field, published) -> None:
    found = landsim.simulate_soil_carbon(None, **field())
    for year, pools in published.items():
        assert list(found.loc[year, ["active", "slow", "passive"]]) == pytest.approx(pools, rel=1e-12), year
    kept = found["input"].sum() - found["respiration"].sum()
    assert found.loc[YEARS, "total"] - found.loc[0, "total"] == pytest.approx(kept, abs=1e-7)


@pytest.mark.parametrize("evaporation", EVAPORATION)
def test_steppe_holds_what_is_found_there(evaporation: list[float]) -> None:
    """The reference stock of the zone is 43 tC/ha; 1.2 tC/ha of roots and litter a year, no tillage."""
    climate = {**STEPPE, "potential_evapotranspiration": evaporation}
    found = landsim.steady_soil_carbon(1.2, 0.45, 0.14, 0.0113, tillage="none", climate=climate)["total"]
    assert 35.0 < found < 60.0
    months = landsim.rothc(
        **{"temperature": STEPPE["temperature"], "rain": STEPPE["precipitation"]},
        potential_evapotranspiration=evaporation, clay=15.0, plant_input=0.1, plant_ratio="grass", inert=4.0,
    )  # fmt: skip
    # RothC keeps two to three times as much of the same input in cold dry soil.
    assert 2.0 < months["total"].iloc[0] / found < 4.0


def test_crop_land_of_the_guidelines_example() -> None:
    """IPCC 2006 V4 5.2.3.4: 1 Mha of annual crops on a Mollisol, warm temperate and moist, 88 tC/ha."""
    full, low = {"land_use": 0.69}, {"land_use": 0.69, "input": 0.92}
    found = landsim.soil_stock_change(
        88.0,
        before=[{"area": 400_000, **low}, {"area": 600_000, **full}],
        after=[
            {"area": 200_000, **low},
            {"area": 700_000, **full, "management": 1.08},
            {"area": 100_000, **full, "management": 1.15},
        ],
    )
    assert found["initial"] == pytest.approx(58_776_960.0, abs=1e-6)
    assert found["final"] == pytest.approx(64_059_600.0, abs=1e-6)
    assert found["annual"] == pytest.approx(264_132.0, abs=1e-6)


@pytest.mark.parametrize(
    ("management", "stock"),
    [("nominal", 43.0), ("intensive_grazing", 38.7), ("severely_degraded", 30.1), ("improved_grassland", 49.02)],
)
def test_steppe_by_the_factors_of_2019(management: str, stock: float) -> None:
    """IPCC 2019 V4 T2.3, T6.2: cool temperate and dry, high-activity clay."""
    place = {"soil": "high_activity_clay", "climate": "cool_temperate_dry"}
    found = landsim.soil_stock_change(None, {"land_use": "grassland", "management": management}, {}, **place)
    assert found["initial"] == pytest.approx(stock, abs=1e-9)
    assert found["final"] == pytest.approx(43.0, abs=1e-12)
    assert found["annual"] == pytest.approx((43.0 - stock) / 20.0, abs=1e-12)


def test_restoring_degraded_steppe() -> None:
    """IPCC 2019 V4 T2.3, T6.2: 0.645 tC/ha a year over 20 years."""
    found = landsim.soil_stock_change(43.0, {"management": 0.70}, {})
    assert found["annual"] == pytest.approx(0.645, abs=1e-12)


@pytest.mark.parametrize(
    ("soil", "climate", "stock"),
    [
        ("sandy", "cool_temperate_dry", 13.0), ("low_activity_clay", "cool_temperate_dry", 33.0),
        ("high_activity_clay", "cool_temperate_moist", 81.0), ("spodic", "cool_temperate_moist", 128.0),
        ("volcanic", "cool_temperate_moist", 136.0), ("wetland", "cool_temperate_moist", 128.0),
        ("high_activity_clay", "warm_temperate_dry", 24.0), ("low_activity_clay", "warm_temperate_moist", 55.0),
        ("high_activity_clay", "boreal_dry", 63.0), ("wetland", "boreal_moist", 116.0),
        ("high_activity_clay", "polar_moist", 59.0),
    ],
)  # fmt: skip
def test_reference_stocks(soil: str, climate: str, stock: float) -> None:
    """IPCC 2019 V4 T2.3, tC/ha to 30 cm."""
    assert landsim.soil_reference_stock(soil, climate) == stock
