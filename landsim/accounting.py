"""From the fluxes of the land to what countries report: categories, gases, CO2 equivalents, wood products.

Stock-change approach on managed land (IPCC 2006 V4 ch. 1); negative is a removal. Agriculture counts enteric methane
only, until the other gases are built. All CO2 equivalents are AR5 (GWP100: CH4 28, N2O 265).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.core.simulation import Simulated
from landsim.core.state import CARBON_FLUXES, FLUX, SOIL_LAND
from landsim.grazing_account import grass_fire_gases, grazing_stocks
from landsim.gwp import warming_potential
from landsim.history import NationalDrivers
from landsim.names import SPECIES
from landsim.wood_account import WoodAccount, harvested_wood

Floats = NDArray[np.float64]
CO2_PER_C = 44.0 / 12.0
CH4_PER_C = 16.0 / 12.0
CARBON_FRACTION_BURNED = 0.5  # tC per t dry matter burned
INVENTORY_OF_LAND = {
    "cropland": "lulucf_cropland",
    "grassland": "lulucf_grassland",
    "wetland": "lulucf_wetlands",
    "settlement": "lulucf_settlements",
    "other_land": "lulucf_other_land",
}


@dataclass(frozen=True)
class Account:
    """National accounts, arrays [countries, years].

    inventory  variable -> MtCO2e/yr (AR5)
    stocks     variable -> (unit, values)
    agriculture_difference  agriculture of the scenario less agriculture of `baseline`, MtCO2e/yr
    wood  felled carbon, wood products in use and what they give back, tC
    """

    inventory: dict[str, Floats]
    stocks: dict[str, tuple[str, Floats]]
    agriculture_difference: Floats
    wood: WoodAccount


def account(
    simulated: Simulated,
    drivers: NationalDrivers,
    values: Floats,
    long_lived_shift: Floats | None = None,
    leakage: Floats | None = None,
) -> Account:
    """All national accounts of a run.

    long_lived_shift  as in `wood_account.harvested_wood`
    leakage           [countries, years], MtCO2 a year elsewhere that measures of a country cause; None for none
    """
    managed = land_categories(simulated.managed, values)
    everything = land_categories(simulated.total, values)
    for table, carbon in ((managed, simulated.managed), (everything, simulated.total)):
        gases = grass_fire_gases(carbon[:, :, FLUX.grass_fire_carbon], values)
        table["lulucf_grassland"] = table["lulucf_grassland"] + gases["CH4"] + gases["N2O"]
    wood = harvested_wood(simulated, drivers, values, long_lived_shift)
    inventory = dict(managed)
    inventory["lulucf_harvested_wood_products"] = wood.net() * CO2_PER_C / 1e6
    inventory["lulucf_net"] = np.sum(list(inventory.values()), axis=0)
    inventory["lulucf_unmanaged_land"] = np.sum(list(everything.values()), axis=0) - np.sum(
        list(managed.values()), axis=0
    )
    # Parts of each category (4.A.2 and 4.A.1, 4.B.2 and 4.B.1, ...), so not part of the sum either.
    for name, converted in converted_land(simulated.managed).items():
        inventory[f"{name}_converted"] = converted
        inventory[f"{name}_remaining"] = inventory[name] - converted
    # Avoided in other sectors, so never part of the land sector or the gap.
    inventory["wood_substitution"] = -wood.substitution * CO2_PER_C / 1e6
    # Beyond the borders or in units that nobody named: shown beside the sums, never in them.
    inventory["leakage"] = np.zeros_like(wood.substitution) if leakage is None else leakage
    without_cap = enteric_methane(drivers, values, np.ones(drivers.heads.shape[:2]))
    herd = simulated.total[:, :, FLUX.sheep_units]
    full = simulated.total[:, :, FLUX.sheep_units_without_cap]
    ratio = np.divide(herd, full, out=np.ones_like(herd), where=full > 0.0)
    inventory["enteric_ch4"] = enteric_methane(drivers, values, ratio)
    return Account(
        inventory,
        {**national_stocks(simulated, drivers, values, ratio), **wood_stocks(wood)},
        inventory["enteric_ch4"] - without_cap,
        wood,
    )


def fire_gases(carbon: Floats, values: Floats) -> dict[str, Floats]:
    """Gases of burned carbon (tC), MtCO2e: CO is counted as CO2, so all carbon that is not CH4 is CO2."""
    methane_share = parameters.value(values, "fire.methane_share")
    dry_matter = carbon / CARBON_FRACTION_BURNED
    factor = parameters.value(values, "fire.nitrous_oxide_factor")
    return {
        "CO2": carbon * (1.0 - methane_share) * CO2_PER_C / 1e6,
        "CH4": carbon * methane_share * CH4_PER_C * warming_potential("CH4") / 1e6,
        "N2O": dry_matter * factor / 1e3 * warming_potential("N2O") / 1e6,
    }


def land_categories(carbon: Floats, values: Floats) -> dict[str, Floats]:
    """MtCO2e by land category from carbon fluxes [countries, years, at least CARBON_FLUXES]."""

    def flux(name: str) -> Floats:
        return carbon[:, :, CARBON_FLUXES.index(name)]

    taken_up = flux("growth") + flux("litterfall")
    given_up = flux("forest_decay") + flux("felled_products") + flux("insect_carbon")
    fire = np.sum(list(fire_gases(flux("fire_carbon") + flux("slash_carbon"), values).values()), axis=0)
    result = {"lulucf_forest_land": (given_up - taken_up) * CO2_PER_C / 1e6 + fire}
    for land in SOIL_LAND:
        net = (
            flux(f"soil_respiration_{land}")
            - flux(f"soil_input_{land}")
            + flux(f"deforestation_air_{land}")
            + flux(f"deforestation_products_{land}")
        )
        result[INVENTORY_OF_LAND[land]] = net * CO2_PER_C / 1e6
    return result


def converted_land(carbon: Floats) -> dict[str, Floats]:
    """The part of each land category that joined it in the last 20 years of the run (4.A.2, 4.B.2, ...), MtCO2e.

    Fire and harvest on land converted to forest count as forest land remaining forest land, since land that burns bare
    or is felled leaves the category. All that clearing gives off counts on land converted, decay of old residue too.
    """

    def flux(name: str) -> Floats:
        return carbon[:, :, CARBON_FLUXES.index(name)]

    forest = flux("converted_decay") - flux("converted_growth") - flux("converted_litterfall")
    result = {"lulucf_forest_land": forest * CO2_PER_C / 1e6}
    for land in SOIL_LAND:
        soil = flux(f"converted_soil_respiration_{land}") - flux(f"converted_soil_input_{land}")
        cleared = flux(f"deforestation_air_{land}") + flux(f"deforestation_products_{land}")
        result[INVENTORY_OF_LAND[land]] = (soil + cleared) * CO2_PER_C / 1e6
    return result


def enteric_methane(drivers: NationalDrivers, values: Floats, herd_ratio: Floats) -> Floats:
    """Enteric CH4, MtCO2e (AR5), [countries, years]; herd_ratio is the herd left by caps."""
    factor = parameters.take(values, "livestock_emissions.enteric")
    methane = (drivers.heads @ factor) * herd_ratio / 1e9  # kg to Mt
    result: Floats = methane * warming_potential("CH4")
    return result


def wood_stocks(wood: WoodAccount) -> dict[str, tuple[str, Floats]]:
    """Carbon in wood products in use at the end of each year, [countries, years]."""
    return {f"wood_products_{product}": ("MtC", stock / 1e6) for product, stock in wood.in_use.items()}


def national_stocks(
    simulated: Simulated, drivers: NationalDrivers, values: Floats, herd_ratio: Floats
) -> dict[str, tuple[str, Floats]]:
    """Stocks and states at the end of each year, [countries, years], with their units."""

    def total(name: str) -> Floats:
        return simulated.total[:, :, FLUX._fields.index(name)]

    forest = total("area_forest_natural") + total("area_forest_planted")
    biomass = total("biomass_natural") + total("biomass_planted") + total("biomass_shrub")
    trees = total("biomass_natural") + total("biomass_planted")
    per_stock = parameters.take(values, "forest.carbon_per_growing_stock")[:, None]
    soil = total("forest_soil") + np.sum([total(f"soil_{land}") for land in SOIL_LAND], axis=0)
    grass = total("area_grassland")
    stocks = {
        "forest_area": ("Mha", forest / 1e6),
        "planted_forest_area": ("Mha", total("area_forest_planted") / 1e6),
        "shrub_area": ("Mha", total("area_shrub") / 1e6),
        "cropland_area": ("Mha", total("area_cropland") / 1e6),
        "grassland_area": ("Mha", grass / 1e6),
        "wetland_area": ("Mha", total("area_wetland") / 1e6),
        "settlement_area": ("Mha", total("area_settlement") / 1e6),
        "other_area": ("Mha", total("area_other_land") / 1e6),
        "converted_forest_area": ("Mha", total("converted_forest_area") / 1e6),
        **{f"converted_{_stock_name(land)}_area": ("Mha", total(f"converted_area_{land}") / 1e6) for land in SOIL_LAND},
        "growing_stock": ("Mm3", trees / per_stock / 1e6),
        "living_biomass": ("MtC", biomass / 1e6),
        "forest_living_biomass": ("MtC", trees / 1e6),
        "dead_organic_matter": ("MtC", total("dead_wood_and_litter") / 1e6),
        "clearing_residue": ("MtC", total("clearing_residue") / 1e6),
        "forest_soil": ("MtC", total("forest_soil") / 1e6),
        "soil_organic_carbon": ("MtC", soil / 1e6),
        **grazing_stocks(simulated, values),
        "burned_area": ("Mha", total("burned_area") / 1e6),
        "insect_killed_area": ("Mha", total("insect_killed_area") / 1e6),
        "felled_area": ("Mha", total("felled_area") / 1e6),
    }
    for index, species in enumerate(SPECIES):
        stocks[f"herd_{species}"] = ("million head", drivers.heads[:, :, index] * herd_ratio / 1e6)
    return stocks


def _stock_name(land: str) -> str:
    """Name of a land category in stocks.csv."""
    return "other" if land == "other_land" else land
