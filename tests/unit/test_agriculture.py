"""Gases of farming: by hand, beside inventories and FAOSTAT, and how they follow herds."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.agriculture import HERDS, FarmChanges, agriculture_flows, herds
from landsim.agriculture_history import activity
from landsim.alignment import INVENTORY_DATASET
from landsim.core import parameters
from landsim.facts import load_table
from landsim.gas_flow import GasFlow, by_variable
from landsim.history import national_drivers
from landsim.names import COUNTRIES

VALUES = parameters.defaults()
DRIVERS = national_drivers(1990, 2060, "ssp2-4.5")
ACTIVITY = activity(DRIVERS.years)
WHOLE = np.ones(DRIVERS.heads.shape[:2])
FLOWS = agriculture_flows(DRIVERS, ACTIVITY, VALUES, WHOLE)
IN_2010 = 20
JPN, CHN, MNG = (COUNTRIES.index(code) for code in ("JPN", "CHN", "MNG"))


def flow(flows: list[GasFlow], flux: str, gas: str = "N2O", land: str | None = None) -> np.ndarray:
    found = [one for one in flows if one.flux == flux and one.gas == gas and land in (None, one.land)]
    assert len(found) == 1, (flux, gas)
    return found[0].mass


def with_changes(**shares: float) -> list[GasFlow]:
    changes = FarmChanges(**{name: np.full_like(WHOLE, share) for name, share in shares.items()})
    return agriculture_flows(DRIVERS, ACTIVITY, VALUES, WHOLE, changes)


def test_enteric_methane_by_hand() -> None:
    """Mongolia 2010: all cattle count as pastoral cattle."""
    cattle, _, sheep, goats, horses, camels = DRIVERS.heads[MNG, IN_2010]
    kilograms = 45.0 * cattle + 5.0 * sheep + 5.0 * goats + 18.0 * horses + 46.0 * camels
    kilograms += 1.0 * ACTIVITY.heads["pigs"][MNG, IN_2010] + 10.0 * ACTIVITY.heads["asses"][MNG, IN_2010]
    assert flow(FLOWS, "enteric", "CH4")[MNG, IN_2010] == pytest.approx(kilograms / 1e9, rel=1e-12)


# Share of the reported value by which the model may be off, and the GWP of methane in the report.
REPORTED = {"JPN": (0.15, 25.0), "RUS": (0.15, 25.0), "KOR": (0.15, 21.0), "CHN": (0.3, 21.0), "MNG": (0.3, 21.0)}


@pytest.mark.parametrize("country", REPORTED)
def test_enteric_methane_beside_the_inventory(country: str) -> None:
    within, potential = REPORTED[country]
    table = load_table("inventory_observations")
    rows = table[
        (table["country"] == country)
        & (table["variable"] == "enteric_ghg")
        & (table["dataset"] == INVENTORY_DATASET)
        & (table["year"] <= 2020)
    ]
    assert len(rows) >= 4
    model = flow(FLOWS, "enteric", "CH4")[COUNTRIES.index(country)]
    for row in rows.itertuples():
        assert model[row.year - 1990] == pytest.approx(row.value / potential, rel=within), row.year


FAO = {
    "emissions_rice_cultivation": ("rice", "CH4", 28.0),
    "emissions_manure_applied": ("manure_applied", "N2O", 265.0),
    "emissions_crop_residues": ("crop_residue", "N2O", 265.0),
}


@pytest.mark.parametrize("variable", FAO)
@pytest.mark.parametrize("country", ["JPN", "CHN"])
def test_rice_and_soils_beside_faostat(variable: str, country: str) -> None:
    flux, gas, potential = FAO[variable]
    table = load_table("agriculture_observations")
    rows = table[(table["country"] == country) & (table["variable"] == variable) & (table["year"] <= 2020)]
    assert len(rows) == 31
    model = flow(FLOWS, flux, gas)
    if gas == "N2O":
        model = model + flow(FLOWS, f"{flux}_indirect")
    for row in rows.itertuples():
        found = model[COUNTRIES.index(country), row.year - 1990] * potential * 1e3
        assert found == pytest.approx(row.value, rel=0.3), row.year


def test_soils_by_hand() -> None:
    nitrogen = ACTIVITY.series["fertiliser"][JPN, IN_2010]
    assert nitrogen == pytest.approx(409_397.4, abs=1.0)
    direct = nitrogen * 0.01 * 44.0 / 28.0 / 1e6
    assert flow(FLOWS, "synthetic_fertiliser")[JPN, IN_2010] == pytest.approx(direct, rel=1e-12)
    indirect = nitrogen * (0.11 * 0.01 + 0.24 * 0.011) * 44.0 / 28.0 / 1e6
    assert flow(FLOWS, "synthetic_fertiliser_indirect")[JPN, IN_2010] == pytest.approx(indirect, rel=1e-12)
    # Nothing is washed out where it is dry.
    dry = ACTIVITY.series["residue"][MNG, IN_2010]
    assert dry > 0.0 and flow(FLOWS, "crop_residue_indirect")[MNG, IN_2010] == 0.0


def test_rice_by_hand() -> None:
    hectare = 1.32 * 112.0 * 0.71 * (1.0 + 1.8) ** 0.59
    expected = ACTIVITY.series["rice"][JPN, IN_2010] * hectare / 1e9
    assert flow(FLOWS, "rice", "CH4")[JPN, IN_2010] == pytest.approx(expected, rel=1e-12)


def test_half_the_herd_gives_half_of_its_gases_and_leaves_pigs_and_fields() -> None:
    half = agriculture_flows(DRIVERS, ACTIVITY, VALUES, 0.5 * WHOLE)
    grazing = herds(DRIVERS, ACTIVITY, WHOLE)
    assert set(grazing) == set(HERDS)
    pasture = flow(FLOWS, "manure", "CH4", "pasture"), flow(half, "manure", "CH4", "pasture")
    # Asses and mules are kept apart from the herds of the land model.
    assert pasture[1][MNG] == pytest.approx(0.5 * pasture[0][MNG], rel=1e-3)
    np.testing.assert_array_equal(flow(half, "synthetic_fertiliser"), flow(FLOWS, "synthetic_fertiliser"))
    np.testing.assert_array_equal(flow(half, "rice", "CH4"), flow(FLOWS, "rice", "CH4"))
    applied = flow(half, "manure_applied") / flow(FLOWS, "manure_applied")
    assert (applied > 0.5).all() and (applied < 1.0).all()
    assert applied[MNG, 0] < applied[CHN, 0]  # China keeps many pigs


def test_activity_after_the_record_is_that_of_baseline() -> None:
    for name in ("fertiliser", "rice", "residue"):
        series = ACTIVITY.series[name]
        np.testing.assert_allclose(series[:, 31:], np.repeat(series[:, 26:31].mean(axis=1)[:, None], 40, axis=1))
    pigs = ACTIVITY.heads["pigs"]
    np.testing.assert_array_equal(pigs[:, 31:], np.repeat(pigs[:, 30:31], 40, axis=1))
    names = {(row.name, row.country) for row in ACTIVITY.assumptions}
    assert ("farm_n_fertiliser_use_after_2020", "CHN") in names
    assert ("farm_area_harvested_rice_held_back", "RUS") in names
    for row in ACTIVITY.assumptions:
        assert row.low <= row.value <= row.high and row.source, row.name


def test_improved_feed_cuts_enteric_methane_of_cattle_only() -> None:
    fed = flow(with_changes(feed=1.0), "enteric", "CH4")
    cattle = sum(
        DRIVERS.heads[:, :, 0] * share * np.array(factors)[:, None]
        for share, factors in (
            (DRIVERS.dairy_cattle_share, [78.0, 78.0, 96.0, 45.0, 96.0, 93.0]),
            (1.0 - DRIVERS.dairy_cattle_share, [54.0, 54.0, 56.0, 45.0, 56.0, 58.0]),
        )
    )
    methane = (cattle + 68.0 * DRIVERS.heads[:, :, 1]) / 1e9
    np.testing.assert_allclose(flow(FLOWS, "enteric", "CH4") - fed, 0.15 * methane, rtol=1e-9)


def test_what_measures_change_and_what_they_leave() -> None:
    usual = by_variable(FLOWS, "AR5")
    for shares, falls, rises in (
        ({"manure": 0.5}, {"manure_ch4", "manure_n2o"}, set()),
        ({"rice": 0.5}, {"rice_ch4"}, {"cropland_n2o_direct"}),
        ({"nitrogen": 0.2}, {"cropland_n2o_direct", "cropland_n2o_indirect"}, set()),
    ):
        changed = by_variable(with_changes(**shares), "AR5")
        for name, table in usual.items():
            step = (changed[name] - table)[CHN, 31:]
            if name in falls:
                assert (step < 0.0).all(), name
            elif name in rises:
                assert (step > 0.0).all(), name
            else:
                assert (step == 0.0).all(), name
    # More is avoided in methane than drained rice adds in N2O.
    drained = with_changes(rice=1.0)
    less = (flow(FLOWS, "rice", "CH4") - flow(drained, "rice", "CH4"))[JPN, 40] * 28.0
    assert less > 2.0 * flow(drained, "drained_rice")[JPN, 40] * 265.0 > 0.0


def test_unmeasured_kinds_of_water_never_rise() -> None:
    """Rice that is already as dry as the measure makes it is left as it is."""
    values = parameters.resolve({"rice.water_factor.CHN": 0.4})
    usual = agriculture_flows(DRIVERS, ACTIVITY, values, WHOLE)
    drained = agriculture_flows(DRIVERS, ACTIVITY, values, WHOLE, FarmChanges(rice=WHOLE))
    np.testing.assert_array_equal(flow(usual, "rice", "CH4")[CHN], flow(drained, "rice", "CH4")[CHN])
