"""From the fluxes of the land to what countries report: categories, gases, CO2 equivalents, wood products.

Stock-change approach on managed land (IPCC 2006 V4 ch. 1); negative is a removal. CO2 equivalents are in the GWP set
of the run (AR5 unless it asks otherwise).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from landsim.agriculture import FARM_PARAMETERS, FarmChanges, agriculture_flows
from landsim.agriculture_history import Activity, activity
from landsim.assumptions import Assumption
from landsim.core import parameters
from landsim.core.simulation import Simulated
from landsim.core.state import CARBON_FLUXES, FLUX, SOIL_LAND
from landsim.gas_flow import GasFlow, by_gas, by_variable, total
from landsim.grazing_account import grass_fire_gases, grazing_stocks
from landsim.gwp import PATH_GWP, warming_potential
from landsim.history import NationalDrivers
from landsim.kept_parts import KeptParts, Part, content
from landsim.names import SPECIES
from landsim.peat_account import (
    INTACT_COAST,
    UNDRAINED,
    WETLAND_PARAMETERS,
    WetlandChanges,
    coast_area,
    peat_area,
    wetland_flows,
)
from landsim.soil_nitrogen import soil_nitrogen_flows
from landsim.urban_account import urban_tree_flows, urban_tree_stocks
from landsim.wood_account import WoodAccount, harvested_wood

Floats = NDArray[np.float64]
CO2_PER_C = 44.0 / 12.0
CH4_PER_C = 16.0 / 12.0
CARBON_FRACTION_BURNED = 0.5  # tC per t dry matter burned
# Wood that leaves the land.
WOOD_FLUXES = ("felled_products", *(f"deforestation_products_{land}" for land in SOIL_LAND))
# What of an account does not follow the land model, or only its herds.
FARMING = Part("farming", FARM_PARAMETERS, 4)
WETLANDS = Part("wetlands", WETLAND_PARAMETERS, 4)
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

    gwp        the GWP set of all CO2 equivalents but lulucf_net_path
    inventory  variable -> MtCO2e/yr
    stocks     variable -> (unit, values)
    flows      what farming, peat, coast, trees of settlements and nitrogen of converted soil give off, Mt of gas/yr
    agriculture_difference  gas -> agriculture of the scenario less agriculture of `baseline`, Mt of gas/yr
    lulucf_net_path  lulucf_net in the set of the economy paths, MtCO2e/yr
    wood  felled carbon, wood products in use and what they give back, tC
    """

    gwp: str
    inventory: dict[str, Floats]
    stocks: dict[str, tuple[str, Floats]]
    flows: tuple[GasFlow, ...]
    agriculture_difference: dict[str, Floats]
    lulucf_net_path: Floats
    wood: WoodAccount
    assumptions: tuple[Assumption, ...]

    def agriculture_difference_in(self, gwp: str) -> Floats:
        """The agriculture difference in a set of warming potentials, MtCO2e/yr."""
        return total(self.agriculture_difference, gwp)


def account(
    simulated: Simulated,
    drivers: NationalDrivers,
    values: Floats,
    long_lived_shift: Floats | None = None,
    leakage: Floats | None = None,
    gwp: str = PATH_GWP,
    farm: FarmChanges | None = None,
    wetlands: WetlandChanges | None = None,
    urban_trees: Floats | None = None,
    kept: KeptParts | None = None,
) -> Account:
    """All national accounts of a run.

    long_lived_shift  as in `wood_account.harvested_wood`
    leakage           [countries, years], MtCO2 a year elsewhere that measures of a country cause; None for none
    gwp               the set of warming potentials to count in
    farm, wetlands    what measures change in farming, peat and coastal wetlands; None for nothing
    urban_trees       [countries, years], ha of crown cover that measures have added in settlements; None for none
    kept              parts of accounts of earlier runs; None for none

    Raises InputError for an unknown GWP set.
    """
    done = activity(drivers.years)
    kept = KeptParts() if kept is None else kept
    recorded = content(drivers)

    def farming_of(ratio: Floats, changes: FarmChanges | None) -> list[GasFlow]:
        return kept.get(
            FARMING, values, lambda seen: agriculture_flows(drivers, done, seen, ratio, changes), recorded,
            content(ratio), content(changes or FarmChanges()),
        )  # fmt: skip

    def wetlands_of(changes: WetlandChanges | None) -> tuple[list[GasFlow], dict[str, tuple[str, Floats]]]:
        return kept.get(
            WETLANDS, values,
            lambda seen: (
                wetland_flows(done, seen, drivers.years, changes), wetland_stocks(done, seen, drivers, changes),
            ),
            recorded, content(changes or WetlandChanges()),
        )  # fmt: skip

    wood = harvested_wood(simulated, drivers, values, long_lived_shift)
    nitrogen = soil_nitrogen_flows(simulated.managed, values, INVENTORY_OF_LAND)
    crowns = np.zeros(simulated.total.shape[:2]) if urban_trees is None else urban_trees
    wet, stocks_of_wetlands = wetlands_of(wetlands)
    apart = [*wet, *nitrogen, *urban_tree_flows(crowns, values)]
    inventory = managed_land(simulated, apart, values, gwp)
    inventory["lulucf_harvested_wood_products"] = wood.net() * CO2_PER_C / 1e6
    inventory["lulucf_net"] = np.sum(list(inventory.values()), axis=0)
    path = np.sum(list(managed_land(simulated, apart, values, PATH_GWP).values()), axis=0)
    unmanaged = simulated.total[:, :, : len(CARBON_FLUXES)] - simulated.managed
    inventory["lulucf_unmanaged_land"] = np.sum(list(land_categories(unmanaged, values, gwp).values()), axis=0)
    natural = by_variable(apart, gwp)
    for name in (UNDRAINED, INTACT_COAST):
        inventory[name] = natural[name]
    # Parts of each category (4.A.2 and 4.A.1, 4.B.2 and 4.B.1, ...), so not part of the sum either.
    set_free = by_variable(nitrogen, gwp)
    for name, carbon_dioxide in converted_land(simulated.managed).items():
        converted = carbon_dioxide + set_free.get(name, 0.0)
        inventory[f"{name}_converted"] = converted
        inventory[f"{name}_remaining"] = inventory[name] - converted
    # Avoided in other sectors, so never part of the land sector or the gap.
    inventory["wood_substitution"] = -wood.substitution * CO2_PER_C / 1e6
    # Beyond the borders or in units that nobody named: shown beside the sums, never in them.
    inventory["leakage"] = np.zeros_like(wood.substitution) if leakage is None else leakage
    herd = simulated.total[:, :, FLUX.sheep_units]
    full = simulated.total[:, :, FLUX.sheep_units_without_cap]
    ratio = np.divide(herd, full, out=np.ones_like(herd), where=full > 0.0)
    farming = farming_of(ratio, farm) + on_fields(apart)
    usual = by_gas(farming_of(np.ones_like(ratio), None) + on_fields(wetlands_of(None)[0]))
    inventory |= by_variable(farming, gwp)
    inventory["agriculture"] = total(by_gas(farming), gwp)
    inventory["agriculture_ch4"] = by_gas(farming)["CH4"] * warming_potential("CH4", gwp)
    return Account(
        gwp,
        inventory,
        {
            **national_stocks(simulated, drivers, values, ratio),
            **wood_stocks(wood),
            **stocks_of_wetlands,
            **urban_tree_stocks(crowns, values),
        },
        (*farming, *(flow for flow in apart if flow.category != "3.D")),
        {gas: mass - usual[gas] for gas, mass in by_gas(farming).items()},
        path + inventory["lulucf_harvested_wood_products"],
        wood,
        done.assumptions,
    )


def on_fields(flows: list[GasFlow]) -> list[GasFlow]:
    """N2O of drained fields and pasture: it belongs to farming and changes with their area."""
    return [flow for flow in flows if flow.category == "3.D"]


def wood_from_managed_land(simulated: Simulated) -> Simulated:
    """The same fluxes, with all wood that leaves the land counted on managed land, whatever the share of its unit.

    Land that is felled or cleared is managed by that (IPCC 2006 V4 ch. 3.2), and all of the wood enters the products
    of the inventory: with a part of it outside, wood in products would be a removal that nobody gave off.
    """
    managed = simulated.managed.copy()
    for name in WOOD_FLUXES:
        at = CARBON_FLUXES.index(name)
        managed[:, :, at] = simulated.total[:, :, at]
    return replace(simulated, managed=managed)


def managed_land(simulated: Simulated, apart: list[GasFlow], values: Floats, gwp: str) -> dict[str, Floats]:
    """Land categories of managed land without wood products, MtCO2e; `apart` are the flows beside the land model."""
    categories = land_categories(simulated.managed, values, gwp)
    for name, table in by_variable(apart, gwp).items():
        if name in categories:
            categories[name] = categories[name] + table
    return categories


def wetland_stocks(
    done: Activity, values: Floats, drivers: NationalDrivers, changes: WetlandChanges | None
) -> dict[str, tuple[str, Floats]]:
    """Peat and coast at the end of each year, [countries, years]; parts of other land areas, not beside them."""
    changes = WetlandChanges() if changes is None else changes
    area = peat_area(done, values, drivers.years, changes.rewetted)
    drained = np.sum(list(area.drained.values()), axis=0)
    coast = coast_area(values, drivers.years, changes.protected)
    return {
        "drained_peat_area": ("Mha", drained / 1e6),
        "rewetted_peat_area": ("Mha", area.rewetted / 1e6),
        "undrained_peat_area": ("Mha", area.undrained / 1e6),
        "coastal_wetland_area": ("Mha", coast.intact / 1e6),
    }


def fire_gases(carbon: Floats, values: Floats, gwp: str = PATH_GWP) -> dict[str, Floats]:
    """Gases of burned carbon (tC), MtCO2e: CO is counted as CO2, so all carbon that is not CH4 is CO2."""
    methane_share = parameters.value(values, "fire.methane_share")
    dry_matter = carbon / CARBON_FRACTION_BURNED
    factor = parameters.value(values, "fire.nitrous_oxide_factor")
    return {
        "CO2": carbon * (1.0 - methane_share) * CO2_PER_C / 1e6,
        "CH4": carbon * methane_share * CH4_PER_C * warming_potential("CH4", gwp) / 1e6,
        "N2O": dry_matter * factor / 1e3 * warming_potential("N2O", gwp) / 1e6,
    }


def land_categories(carbon: Floats, values: Floats, gwp: str = PATH_GWP) -> dict[str, Floats]:
    """MtCO2e by land category from carbon fluxes [countries, years, at least CARBON_FLUXES]."""

    def flux(name: str) -> Floats:
        return carbon[:, :, CARBON_FLUXES.index(name)]

    taken_up = flux("growth") + flux("litterfall")
    given_up = flux("forest_decay") + flux("felled_products") + flux("insect_carbon")
    fire = np.sum(list(fire_gases(flux("fire_carbon") + flux("slash_carbon"), values, gwp).values()), axis=0)
    result = {"lulucf_forest_land": (given_up - taken_up) * CO2_PER_C / 1e6 + fire}
    for land in SOIL_LAND:
        net = (
            flux(f"soil_respiration_{land}")
            - flux(f"soil_input_{land}")
            + flux(f"deforestation_air_{land}")
            + flux(f"deforestation_products_{land}")
        )
        result[INVENTORY_OF_LAND[land]] = net * CO2_PER_C / 1e6
    steppe_fire = grass_fire_gases(flux("grass_fire_carbon"), values, gwp)
    result["lulucf_grassland"] = result["lulucf_grassland"] + steppe_fire["CH4"] + steppe_fire["N2O"]
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
