"""What fire years look like to a user: gases apart in the ledger, and a land sector that shows them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from readings import flux, stock

from landsim.core import parameters
from landsim.gwp import warming_potential
from landsim.results import Run

RECORD = slice(0, 31)
CO2_PER_C, CH4_PER_C = 44.0 / 12.0, 16.0 / 12.0
FOREST = ("forest_managed", "forest_unmanaged")
GRASSLAND = ("grassland_managed", "grassland_unmanaged")


@pytest.fixture(scope="module")
def fire_of_russia(baseline: Run) -> pd.DataFrame:
    """MtCO2e a year by gas, managed and unmanaged forest together."""
    rows = baseline.ledger[(baseline.ledger["country"] == "RUS") & (baseline.ledger["flux"] == "fire")]
    assert set(rows["land"]) == {*FOREST, *GRASSLAND}
    rows = rows[rows["land"].isin(FOREST)]
    return rows.pivot_table(index="year", columns="gas", values="value", aggfunc="sum")


def test_a_burned_hectare_of_russia_loses_what_was_measured(baseline: Run) -> None:
    """10 to 35 tC/ha is plausible; the mean of all burned hectares is near the measured mean of 23."""
    carbon, area = flux(baseline, "fire_carbon", "RUS"), flux(baseline, "burned_area", "RUS")
    loss = carbon / area
    assert loss.min() > 10.0 and loss.max() < 35.0
    assert 15.0 < carbon.sum() / area.sum() < 28.0


@pytest.mark.parametrize("country", ["CHN", "MNG", "RUS"])
def test_carbon_monoxide_is_counted_as_carbon_dioxide_and_the_other_gases_apart(baseline: Run, country: str) -> None:
    """All burned carbon is in the rows of CO2 and CH4, and there is no row of CO."""
    rows = baseline.ledger[(baseline.ledger["country"] == country) & (baseline.ledger["flux"] == "fire")]
    rows = rows[rows["land"].isin(FOREST)]
    assert set(rows["gas"]) == {"CO2", "CH4", "N2O"}
    gases = rows.groupby(["gas", "year"])["value"].sum()
    carbon = flux(baseline, "fire_carbon", country) / 1e6
    methane = parameters.value(baseline.values, "fire.methane_share")
    co2, ch4, n2o = (gases[gas].to_numpy() for gas in ("CO2", "CH4", "N2O"))
    np.testing.assert_allclose(co2, carbon * (1.0 - methane) * CO2_PER_C, rtol=1e-9)
    np.testing.assert_allclose(ch4, carbon * methane * CH4_PER_C * warming_potential("CH4"), rtol=1e-9)
    np.testing.assert_allclose(co2 / CO2_PER_C + ch4 / CH4_PER_C / warming_potential("CH4"), carbon, rtol=1e-9)
    # 0.26 g N2O for each kg of dry matter, half of which is carbon.
    np.testing.assert_allclose(n2o, carbon / 0.5 * 0.26e-3 * warming_potential("N2O"), rtol=1e-9)
    # Without CO, which is nine per cent of what burns, CO2 would be lower than that.
    assert (co2 > 0.98 * carbon * CO2_PER_C).all()


def test_fire_years_stand_out_in_the_ledger(baseline: Run, fire_of_russia: pd.DataFrame) -> None:
    total = fire_of_russia.sum(axis=1).to_numpy()[RECORD]
    burned = stock(baseline, "burned_area", "RUS")[RECORD]
    assert np.corrcoef(total, burned)[0, 1] > 0.98
    worst, mildest = int(burned.argmax()), int(burned[10:].argmin()) + 10
    assert burned[worst] > 3.0 * burned[mildest]
    assert total[worst] > 3.0 * total[mildest]
    for gas in ("CO2", "CH4", "N2O"):
        series = fire_of_russia[gas].to_numpy()[RECORD]
        assert series[worst] > 3.0 * series[mildest], gas


def test_fire_years_stand_out_in_the_inventory(baseline: Run) -> None:
    """The largest step of Russia's forest land from year to year is that of the gases of fire on managed forest."""
    rows = baseline.ledger[(baseline.ledger["country"] == "RUS") & (baseline.ledger["flux"] == "fire")]
    managed = rows[rows["land"] == "forest_managed"].groupby("year")["value"].sum().to_numpy()
    forest = baseline.inventory.set_index(["country", "variable"]).loc[("RUS", "lulucf_forest_land")]
    forest = forest.sort_values("year")["value"].to_numpy()
    # From 2000 on every year has a statistic of its own.
    jump = np.abs(np.diff(managed))[10:30]
    worst = int(jump.argmax()) + 10
    step = managed[worst + 1] - managed[worst]
    assert abs(step) > 50.0
    assert forest[worst + 1] - forest[worst] == pytest.approx(step, rel=0.25)
    assert np.corrcoef(np.diff(managed)[10:30], np.diff(forest)[10:30])[0, 1] > 0.9


@pytest.mark.parametrize("country", ["MNG", "RUS"])
def test_burned_grass_counts_its_methane_and_nitrous_oxide_only(baseline: Run, country: str) -> None:
    """2.3 g CH4 and 0.21 g N2O for each kg of dry matter, of which 45 % is carbon (IPCC 2006 V4 T2.5)."""
    rows = baseline.ledger[(baseline.ledger["country"] == country) & (baseline.ledger["flux"] == "fire")]
    gases = rows[rows["land"].isin(GRASSLAND)].groupby(["gas", "year"])["value"].sum()
    assert set(gases.index.get_level_values("gas")) == {"CH4", "N2O"}
    matter = flux(baseline, "grass_fire_carbon", country) / 0.45
    for gas, factor in (("CH4", 2.3), ("N2O", 0.21)):
        expected = matter * factor * 1e-3 * warming_potential(gas) / 1e6
        np.testing.assert_allclose(gases[gas].to_numpy(), expected, rtol=1e-9)
    # Two per cent of the steppe burn in a year; tables give 4.1 t dm burned on a hectare (IPCC 2006 V4 T2.4).
    area = flux(baseline, "grass_burned_area", country)
    np.testing.assert_allclose(area, 0.02 * flux(baseline, "area_grassland", country), rtol=1e-9)
    assert (matter / area > 0.1).all() and (matter / area < 4.1).all()
