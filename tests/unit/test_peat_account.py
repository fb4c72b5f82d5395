"""Peat and coast: hectares that add up, gases by hand, rewetting and protection."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.agriculture_history import activity
from landsim.core import parameters
from landsim.core.dimensions import DRAINED_PEAT
from landsim.gas_flow import GasFlow, by_gas, by_variable
from landsim.names import COUNTRIES
from landsim.peat_account import (
    REWETTABLE,
    USES,
    WetlandChanges,
    coast_area,
    drained_kinds,
    peat_area,
    rewettable,
    wetland_flows,
)

YEARS = np.arange(1990, 2061)
VALUES = parameters.defaults()
ACTIVITY = activity(YEARS)
FLOWS = wetland_flows(ACTIVITY, VALUES, YEARS)
RUS, JPN, CHN, MNG = (COUNTRIES.index(code) for code in ("RUS", "JPN", "CHN", "MNG"))
IN_2010, IN_2020 = 20, 30
OUTSIDE = ("undrained_peat", "intact_coast")


def masses(flows: list[GasFlow], category: str, land: str) -> dict[str, np.ndarray]:
    return by_gas(one for one in flows if one.category == category and one.land == land)


def test_states_add_up_to_all_peat() -> None:
    area = peat_area(ACTIVITY, VALUES, YEARS)
    for country in (RUS, CHN, MNG):
        everything = area.rewetted + area.undrained + sum(area.drained.values())
        declared = parameters.take(VALUES, "peat.area")[country] * 1e6
        np.testing.assert_allclose(everything[country], declared, rtol=1e-12)
    assert (area.undrained >= 0.0).all()
    assert area.rewetted[RUS, IN_2010] == 0.0
    assert area.rewetted[RUS, IN_2020] == pytest.approx(73_000.0)


def test_drained_cropland_by_hand() -> None:
    """Japan 2010: 157,670 ha x the factors of cropland; N2O of fields belongs to farming."""
    hectares = ACTIVITY.series["drained_cropland"][JPN, IN_2010]
    assert hectares == pytest.approx(157_700.0, abs=100.0)
    carbon = masses(FLOWS, "4.B.1", "drained_peat_cropland")["CO2"][JPN, IN_2010]
    assert carbon == pytest.approx(hectares * (7.9 + 0.31) * 44.0 / 12.0 / 1e6, rel=1e-12)
    methane = masses(FLOWS, "4(II)", "drained_peat_cropland")["CH4"][JPN, IN_2010]
    assert methane == pytest.approx(hectares * 0.05 * 1165.0 / 1e9, rel=1e-12)
    nitrous = masses(FLOWS, "3.D", "drained_peat_cropland")["N2O"][JPN, IN_2010]
    assert nitrous == pytest.approx(hectares * 13.0 * 44.0 / 28.0 / 1e9, rel=1e-12)


@pytest.mark.parametrize("country", ["JPN", "CHN", "RUS", "PRK"])
def test_carbon_dioxide_beside_faostat(country: str) -> None:
    """Which counts carbon to the air on cropland and grassland, without dissolved carbon."""
    from landsim.facts import load_table

    table = load_table("agriculture_observations")
    rows = table[(table["country"] == country) & (table["variable"] == "emissions_drained_organic_soils_co2")]
    fao = rows.set_index("year")["value"][2010] / 1e3
    at = COUNTRIES.index(country)
    found = sum(
        masses(FLOWS, category, f"drained_peat_{use}")["CO2"][at, IN_2010]
        for category, use in (("4.B.1", "cropland"), ("4.C.1", "grassland"))
    )
    assert found == pytest.approx(fao, rel=0.15)


def test_fire_by_hand() -> None:
    area = peat_area(ACTIVITY, VALUES, YEARS).drained["forest"][RUS, 0]
    matter = area * 0.002 * 336.0
    gases = masses(FLOWS, "4(V)", "drained_peat_forest")
    assert gases["CO2"][RUS, 0] == pytest.approx(matter * (362.0 + 207.0) * 44.0 / 12.0 / 1e9, rel=1e-12)
    assert gases["CH4"][RUS, 0] == pytest.approx(matter * 9.0 * 16.0 / 12.0 / 1e9, rel=1e-12)
    assert (gases["CO2"][JPN] == 0.0).all()


def test_undrained_peat_is_outside_the_inventory() -> None:
    assert {one.variable for one in FLOWS if one.category == "outside"} == {"undrained_peat", "intact_coast"}
    rows = masses(FLOWS, "outside", "undrained_peat")
    hectares = peat_area(ACTIVITY, VALUES, YEARS).undrained[RUS, IN_2020]
    assert rows["CO2"][RUS, IN_2020] == pytest.approx(hectares * (-0.34 + 0.08) * 44.0 / 12.0 / 1e6, rel=1e-12)
    assert rows["CH4"][RUS, IN_2020] == pytest.approx(hectares * 41.0 * 16.0 / 12.0 / 1e9, rel=1e-12)


def test_rewetting_takes_the_same_share_of_every_use_but_forest() -> None:
    half = np.full((len(COUNTRIES), len(YEARS)), 0.5)
    before, after = peat_area(ACTIVITY, VALUES, YEARS), peat_area(ACTIVITY, VALUES, YEARS, half)
    for use in USES:
        share = 0.5 if use in REWETTABLE else 1.0
        np.testing.assert_allclose(after.drained[use], share * before.drained[use])
    gained = after.rewetted - before.rewetted
    np.testing.assert_allclose(gained, 0.5 * rewettable(ACTIVITY, VALUES, YEARS))
    wetter = wetland_flows(ACTIVITY, VALUES, YEARS, WetlandChanges(rewetted=half))
    for gwp in ("AR4", "AR5", "AR6"):
        counted = {
            name: sum(table for key, table in by_variable(flows, gwp).items() if key not in OUTSIDE)
            for name, flows in (("usual", FLOWS), ("wet", wetter))
        }
        # Between the ends of the factors a hectare gains up to about 37 tCO2e a year.
        gain = (counted["usual"] - counted["wet"])[RUS, IN_2020] * 1e6 / gained[RUS, IN_2020]
        assert 10.0 < gain < 40.0
    # Methane rises where water comes back on bare peat and fields.
    methane = [by_gas(one for one in flows if one.category == "4(II)")["CH4"] for flows in (FLOWS, wetter)]
    wet_only = masses(wetter, "4(II)", "rewetted_peat")["CH4"][RUS, IN_2020]
    assert wet_only > masses(FLOWS, "4(II)", "rewetted_peat")["CH4"][RUS, IN_2020] > 0.0
    assert methane[0].shape == methane[1].shape


def test_a_coast_that_loses_nothing_more_stops_to_emit_after_twenty_years() -> None:
    everything = np.where(YEARS > 2020, 1.0, 0.0) * np.ones((len(COUNTRIES), 1))
    usual, protected = coast_area(VALUES, YEARS), coast_area(VALUES, YEARS, everything)
    assert usual.intact[CHN, IN_2020] == pytest.approx(150_000.0)
    assert usual.intact[CHN, -1] == pytest.approx(150_000.0 - 40 * 750.0)
    assert protected.intact[CHN, -1] == pytest.approx(150_000.0)
    assert usual.losing[CHN, IN_2020] == pytest.approx(20 * 750.0)
    np.testing.assert_allclose(protected.losing[CHN, 30:51], 750.0 * np.arange(20, -1, -1), atol=1e-6)
    flows = wetland_flows(ACTIVITY, VALUES, YEARS, WetlandChanges(protected=everything))
    assert masses(flows, "4.D.1", "coastal_wetland")["CO2"][CHN, -1] == pytest.approx(0.0, abs=1e-12)
    bound = masses(FLOWS, "outside", "coastal_wetland")["CO2"][CHN, IN_2020]
    assert bound == pytest.approx(-150_000.0 * 0.91 * 44.0 / 12.0 / 1e6)
    first = masses(FLOWS, "4.D.1", "coastal_wetland")["CO2"][CHN, 0]
    assert first == pytest.approx(15_000.0 * 7.9 * 44.0 / 12.0 / 1e6)


def test_every_use_has_declared_factors_in_every_country() -> None:
    for use in USES:
        assert set(drained_kinds(use)) <= set(DRAINED_PEAT)
        assert len(drained_kinds(use)) == len(COUNTRIES)
