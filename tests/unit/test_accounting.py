"""What countries report, recomputed by hand from the fluxes of the land."""

from __future__ import annotations

import numpy as np
import pytest
from readings import flux, stock

from landsim.accounting import (
    CO2_PER_C,
    INVENTORY_OF_LAND,
    account,
    fire_gases,
    land_categories,
)
from landsim.core import parameters
from landsim.core.state import CARBON_FLUXES, SOIL_LAND
from landsim.names import COUNTRIES, SPECIES
from landsim.results import Run

VALUES = parameters.defaults()
AREAS = ("forest", "shrub", "cropland", "grassland", "wetland", "settlement", "other")


def one_flux(name: str, carbon: float) -> np.ndarray:
    """[1 country, 1 year, CARBON_FLUXES] with a single flux, tC."""
    fluxes = np.zeros((1, 1, len(CARBON_FLUXES)))
    fluxes[0, 0, CARBON_FLUXES.index(name)] = carbon
    return fluxes


@pytest.mark.parametrize(
    ("name", "category", "sign"),
    [
        ("growth", "lulucf_forest_land", -1.0),
        ("litterfall", "lulucf_forest_land", -1.0),
        ("forest_decay", "lulucf_forest_land", 1.0),
        ("felled_products", "lulucf_forest_land", 1.0),
        ("soil_input_cropland", "lulucf_cropland", -1.0),
        ("soil_respiration_grassland", "lulucf_grassland", 1.0),
        ("deforestation_air_settlement", "lulucf_settlements", 1.0),
        ("deforestation_products_grassland", "lulucf_grassland", 1.0),
        ("soil_respiration_wetland", "lulucf_wetlands", 1.0),
        ("soil_input_other_land", "lulucf_other_land", -1.0),
    ],
)
def test_each_flux_has_one_category_and_a_sign(name: str, category: str, sign: float) -> None:
    """12 MtC are 44 MtCO2; what enters the land is a removal."""
    categories = land_categories(one_flux(name, 12e6), VALUES)
    assert categories[category][0, 0] == pytest.approx(sign * 44.0)
    assert sum(abs(table[0, 0]) for key, table in categories.items() if key != category) == 0.0


def test_every_carbon_flux_is_counted_once() -> None:
    # The converted part of forest land is a part of fluxes that are counted already; burned grass would have decayed
    # in the year, so only its CH4 and N2O count (grass_fire_gases).
    for name in (name for name in CARBON_FLUXES if not name.startswith(("converted_", "grass_fire"))):
        counted = [t[0, 0] for t in land_categories(one_flux(name, 1e6), VALUES).values() if t[0, 0] != 0.0]
        assert len(counted) == 1, name


def test_fire_gases_by_hand() -> None:
    gases = fire_gases(np.array([[1e6]]), VALUES)
    methane = parameters.value(VALUES, "fire.methane_share")
    assert gases["CO2"][0, 0] == pytest.approx((1.0 - methane) * 44.0 / 12.0)
    assert gases["CH4"][0, 0] == pytest.approx(methane * 16.0 / 12.0 * 28.0)
    per_ton = parameters.value(VALUES, "fire.nitrous_oxide_factor")  # kg N2O per t dry matter
    assert gases["N2O"][0, 0] == pytest.approx(2e6 * per_ton / 1e3 * 265.0 / 1e6)
    total = land_categories(one_flux("fire_carbon", 1e6), VALUES)["lulucf_forest_land"][0, 0]
    assert total == pytest.approx(sum(float(g[0, 0]) for g in gases.values()))
    assert total > 44.0 / 12.0


def test_the_inventory_total_is_the_sum_of_its_categories(ndc_first: Run) -> None:
    inventory = ndc_first.account.inventory
    parts = ("lulucf_forest_land", "lulucf_harvested_wood_products", *INVENTORY_OF_LAND.values())
    total = np.sum([inventory[name] for name in parts], axis=0)
    np.testing.assert_allclose(inventory["lulucf_net"], total, rtol=1e-12, atol=1e-9)
    outside = {"lulucf_net", "lulucf_unmanaged_land", "wood_substitution", "leakage", "undrained_peat", "intact_coast"}
    farming = {flow.variable for flow in ndc_first.account.flows if flow.category.startswith("3.")}
    total = np.sum([inventory[name] for name in farming], axis=0)
    np.testing.assert_allclose(inventory["agriculture"], total, rtol=1e-12)
    outside |= {"agriculture", "agriculture_ch4", *farming}
    split = set()
    for name in ("lulucf_forest_land", *INVENTORY_OF_LAND.values()):
        both = {f"{name}_remaining", f"{name}_converted"}
        np.testing.assert_allclose(sum(inventory[part] for part in both), inventory[name], rtol=1e-9, atol=1e-12)
        split |= both
    assert set(inventory) == {*parts, *outside, *split}


def test_unmanaged_land_is_what_is_left(ndc_first: Run) -> None:
    everything = land_categories(ndc_first.simulated.total, ndc_first.values)
    inventory = ndc_first.account.inventory
    managed = inventory["lulucf_net"] - inventory["lulucf_harvested_wood_products"]
    apart = (flow for flow in ndc_first.account.flows if flow.variable.startswith("lulucf_"))
    managed = managed - np.sum([flow.equivalent("AR5") for flow in apart], axis=0)
    np.testing.assert_allclose(
        managed + inventory["lulucf_unmanaged_land"], np.sum(list(everything.values()), axis=0), atol=1e-9
    )
    # Only Russia has land outside its inventory.
    unmanaged = inventory["lulucf_unmanaged_land"]
    assert np.abs(unmanaged[COUNTRIES.index("RUS")]).min() > 1.0
    share = np.abs(unmanaged[: COUNTRIES.index("RUS")]).max() / np.abs(unmanaged).max()
    assert share < 1e-6 or (ndc_first.landscape["managed_fraction"][ndc_first.landscape.country < 5] < 1.0).any()


@pytest.mark.parametrize("country", COUNTRIES)
def test_change_of_carbon_stocks_equals_the_fluxes(ndc_first: Run, country: str) -> None:
    """Nationally and for all land, managed or not: what the stocks lose is what the fluxes give."""
    carbon = sum(
        stock(ndc_first, name, country)
        for name in ("living_biomass", "dead_organic_matter", "clearing_residue", "soil_organic_carbon")
    )
    out = (
        sum(
            flux(ndc_first, name, country)
            for name in ("forest_decay", "fire_carbon", "insect_carbon", "slash_carbon", "felled_products")
        )
        - flux(ndc_first, "growth", country)
        - flux(ndc_first, "litterfall", country)
    )
    for land in SOIL_LAND:
        for name in ("soil_respiration", "deforestation_air", "deforestation_products"):
            out = out + flux(ndc_first, f"{name}_{land}", country)
        out = out - flux(ndc_first, f"soil_input_{land}", country)
    change = np.diff(carbon) * 1e6
    scale = carbon.max() * 1e6
    np.testing.assert_allclose(change, -out[1:], atol=1e-9 * scale)
    assert np.abs(change).max() > 1e-6 * scale


@pytest.mark.parametrize("country", COUNTRIES)
def test_forest_carbon_alone_closes_too(frozen: Run, country: str) -> None:
    """Without land-use change, forest (biomass, dead matter and its soil) changes by its own fluxes only."""
    forest = sum(
        flux(frozen, name, country)
        for name in ("biomass_natural", "biomass_planted", "biomass_shrub", "dead_wood_and_litter", "forest_soil")
    )
    taken_up = flux(frozen, "growth", country) + flux(frozen, "litterfall", country)
    names = ("forest_decay", "fire_carbon", "insect_carbon", "slash_carbon", "felled_products")
    given_up = sum(flux(frozen, name, country) for name in names)
    after_2020 = slice(31, None)
    np.testing.assert_allclose(np.diff(forest)[30:], (taken_up - given_up)[after_2020], atol=1e-9 * forest.max())


def test_land_area_is_constant_in_every_country(ndc_first: Run) -> None:
    for country in COUNTRIES:
        total = sum(stock(ndc_first, f"{name}_area", country) for name in AREAS)
        np.testing.assert_allclose(total, total[0], rtol=1e-12)


def test_wood_products_in_the_inventory_are_minus_the_change_in_use(ndc_first: Run) -> None:
    in_use = sum(stock for name, (_, stock) in ndc_first.account.stocks.items() if name.startswith("wood_products_"))
    inventory = ndc_first.account.inventory["lulucf_harvested_wood_products"]
    np.testing.assert_allclose(inventory[:, 1:], -np.diff(in_use, axis=1) * CO2_PER_C, rtol=1e-9, atol=1e-9)


def test_agriculture_counts_only_as_the_difference_from_baseline(baseline: Run, ndc_first: Run) -> None:
    for mass in baseline.account.agriculture_difference.values():
        assert (mass == 0.0).all()
    for gwp, methane, nitrous in (("AR4", 25.0, 298.0), ("AR5", 28.0, 265.0), ("AR6", 27.0, 273.0)):
        masses = ndc_first.account.agriculture_difference
        by_hand = methane * masses["CH4"] + nitrous * masses["N2O"]
        np.testing.assert_allclose(ndc_first.account.agriculture_difference_in(gwp), by_hand, rtol=1e-12)
    difference = ndc_first.account.inventory["agriculture"] - baseline.account.inventory["agriculture"]
    np.testing.assert_allclose(ndc_first.account.agriculture_difference_in("AR5"), difference, atol=1e-9)
    enteric = ndc_first.account.inventory["enteric_ch4"] - baseline.account.inventory["enteric_ch4"]
    assert enteric[COUNTRIES.index("MNG"), -1] < -1.0
    assert (difference[COUNTRIES.index("MNG"), 31:] < enteric[COUNTRIES.index("MNG"), 31:]).all()
    assert (np.abs(difference[:, :31]) < 1e-9).all()
    assert (difference[COUNTRIES.index("JPN")] == 0.0).all()


def test_herds_follow_the_heads_less_what_caps_take_off(ndc_first: Run, baseline: Run) -> None:
    mongolia = COUNTRIES.index("MNG")
    for index, species in enumerate(SPECIES):
        heads = baseline.drivers.heads[mongolia, :, index] / 1e6
        np.testing.assert_allclose(stock(baseline, f"herd_{species}", "MNG"), heads)
        capped = stock(ndc_first, f"herd_{species}", "MNG")
        np.testing.assert_allclose(capped[:31], heads[:31])
        assert (capped[31:] <= heads[31:]).all()
    assert flux(ndc_first, "sheep_units", "MNG")[-1] < 0.9 * flux(ndc_first, "sheep_units_without_cap", "MNG")[-1]


def test_growing_stock_is_tree_biomass_in_cubic_metres(baseline: Run) -> None:
    trees = flux(baseline, "biomass_natural", "KOR") + flux(baseline, "biomass_planted", "KOR")
    per_stock = parameters.take(baseline.values, "forest.carbon_per_growing_stock")[COUNTRIES.index("KOR")]
    np.testing.assert_allclose(stock(baseline, "growing_stock", "KOR"), trees / per_stock / 1e6)


def test_the_account_is_a_function_of_the_fluxes(frozen: Run) -> None:
    again = account(frozen.simulated, frozen.drivers, frozen.values)
    for name, table in frozen.account.inventory.items():
        np.testing.assert_array_equal(again.inventory[name], table)
    for name, (unit, table) in again.stocks.items():
        assert np.isfinite(table).all(), name
        assert unit in ("Mha", "Mm3", "MtC", "million", "million head", "Mt", "1"), name
