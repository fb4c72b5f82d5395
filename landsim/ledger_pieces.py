"""Every flux of a run as pieces of its ledger: category, land, gas, flux, and a number by country and year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.accounting import CO2_PER_C, Account, fire_gases
from landsim.core.simulation import Simulated
from landsim.core.state import AREA_FLUXES, CARBON_FLUXES, FLUX, SOIL_LAND
from landsim.grazing_account import grass_fire_gases

Floats = NDArray[np.float64]
# Flux of the ledger, carbon flux of all forest, the part of it on land converted to forest, sign in the ledger.
FOREST_CARBON = (
    ("net_increment", "growth", "converted_growth", -1.0),
    ("litter_replacement", "litterfall", "converted_litterfall", -1.0),
    ("decay", "forest_decay", "converted_decay", 1.0),
)
# Changes of forest pools: they repeat fluxes of 4.A from the side of the stocks and belong to no sum.
FOREST_POOLS = ("forest_living_biomass", "dead_organic_matter", "forest_soil")
# Category of rows that tell the same as others by another method. It begins with no number of an inventory on purpose.
CROSS_CHECK = "cross-check"
CATEGORY_OF_LAND = {
    "cropland": "4.B", "grassland": "4.C", "wetland": "4.D", "settlement": "4.E", "other_land": "4.F",
}  # fmt: skip


# Fluxes that turn over within a pool: gross uptake and release are many times what people or climate change, so only
# what is left of them counts, for each category and land.
TURNOVER = ("litter_replacement", "decay", "soil_input", "soil_respiration")
# Wood that leaves the land and enters products changes its pool and does not meet the air: both ends are one part.
TRANSFER = ("harvest", "deforestation_wood", "inflow")


@dataclass(frozen=True)
class Piece:
    """One flux of the ledger: emissions positive, removals negative; table [countries, years]."""

    category: str
    land: str
    gas: str
    flux: str
    unit: str
    table: Floats


def ledger_pieces(
    simulated: Simulated, account: Account, values: Floats, cross_checks: Mapping[str, Mapping[str, Floats]]
) -> list[Piece]:
    """Every flux with its category; emissions and removals are never netted.

    cross_checks  flux -> land -> net gain of carbon of that land (tC/yr, [countries, years]) for rows that belong to no
                  sum and are netted
    """
    pieces: list[Piece] = []

    def add(category: str, land: str, gas: str, flux: str, unit: str, table: Floats) -> None:
        pieces.append(Piece(category, land, gas, flux, unit, table))

    def carbon(table: Floats, name: str) -> Floats:
        return table[:, :, CARBON_FLUXES.index(name)] * CO2_PER_C / 1e6

    unmanaged = simulated.total[:, :, : len(CARBON_FLUXES)] - simulated.managed
    for management, table in (("managed", simulated.managed), ("unmanaged", unmanaged)):
        category = "4.A.1" if management == "managed" else "outside"
        forest = f"forest_{management}"
        for flux, all_forest, converted, sign in FOREST_CARBON:
            on_converted = carbon(table, converted) * sign
            add(category, forest, "CO2", flux, "MtCO2", carbon(table, all_forest) * sign - on_converted)
            converted_category = "4.A.2" if management == "managed" else "outside"
            add(converted_category, f"forest_converted_{management}", "CO2", flux, "MtCO2", on_converted)
        add(category, forest, "CO2", "harvest", "MtCO2", carbon(table, "felled_products"))
        add(category, forest, "CO2", "insects", "MtCO2", carbon(table, "insect_carbon"))
        for flux in ("fire", "slash"):
            burned = table[:, :, CARBON_FLUXES.index(f"{flux}_carbon")]
            for gas, amount in fire_gases(burned, values, account.gwp).items():
                add(category, forest, gas, flux, "MtCO2e", amount)
        for land in SOIL_LAND:
            remaining, converted_category = (f"{CATEGORY_OF_LAND[land]}.{part}" for part in (1, 2))
            if management == "unmanaged":
                remaining = converted_category = "outside"
            name, converted_name = f"{land}_{management}", f"{land}_converted_{management}"
            for flux, sign in (("soil_input", -1.0), ("soil_respiration", 1.0)):
                on_converted = carbon(table, f"converted_{flux}_{land}") * sign
                add(remaining, name, "CO2", flux, "MtCO2", carbon(table, f"{flux}_{land}") * sign - on_converted)
                add(converted_category, converted_name, "CO2", flux, "MtCO2", on_converted)
            for flux, carbon_flux in (("deforestation", "air"), ("deforestation_wood", "products")):
                gone = carbon(table, f"deforestation_{carbon_flux}_{land}")
                add(converted_category, converted_name, "CO2", flux, "MtCO2", gone)
            if land == "grassland":
                burned = table[:, :, CARBON_FLUXES.index("grass_fire_carbon")]
                for gas, amount in grass_fire_gases(burned, values, account.gwp).items():
                    add(remaining, name, gas, "fire", "MtCO2e", amount)
    for fate, entering in account.wood.inflow.items():
        add("4.G", fate, "CO2", "inflow", "MtCO2", -entering * CO2_PER_C / 1e6)
        add("4.G", fate, "CO2", "oxidation", "MtCO2", account.wood.oxidised[fate] * CO2_PER_C / 1e6)
    add("outside", "wood_products", "CO2", "substitution", "MtCO2", account.inventory["wood_substitution"])
    add("outside", "forest_elsewhere", "CO2", "leakage", "MtCO2", account.inventory["leakage"])
    for flow in account.flows:
        add(flow.category, flow.land, flow.gas, flow.flux, "MtCO2e", flow.equivalent(account.gwp))
    for pool in FOREST_POOLS:
        stock = account.stocks[pool][1]
        change = np.diff(stock, axis=1, prepend=np.nan)
        add("memo", "forest", "CO2", f"{pool}_change", "MtCO2", -change * CO2_PER_C)
    for flux, lands in cross_checks.items():
        for land, gained in lands.items():
            add(CROSS_CHECK, land, "CO2", flux, "MtCO2", -gained * CO2_PER_C / 1e6)
    units = {"products_unmet": "tC", "forage_unmet": "t dm"}
    for flux in AREA_FLUXES:
        table = simulated.total[:, :, FLUX._fields.index(flux)]
        add("area", "all", "", flux, units.get(flux, "ha"), table)
    return pieces


def netted_with(category: str, land: str, gas: str, flux: str) -> tuple[str, ...]:
    """What a flux is netted with before gross emissions and gross removals are told apart; itself for most."""
    if flux in TURNOVER:
        return category, land
    return ("wood that changes its pool",) if flux in TRANSFER else (category, land, gas, flux)


@dataclass(frozen=True)
class Fluxes:
    """Pieces that tell of gases: (category, land, gas, flux), and MtCO2e, [rows, countries, years]."""

    rows: tuple[tuple[str, str, str, str], ...]
    values: Floats

    def chosen(self, wanted: Callable[[tuple[str, str, str, str]], bool]) -> list[int]:
        """Places of the rows that are wanted."""
        return [i for i, row in enumerate(self.rows) if wanted(row)]

    def net(self, places: Sequence[int]) -> Floats:
        """Sum of some rows, [countries, years]."""
        return np.asarray(self.values[list(places)].sum(axis=0))

    def gross(self, places: Sequence[int]) -> tuple[Floats, Floats]:
        """Gross emissions and gross removals (negative) of some rows, [countries, years]; they add up to the net."""
        parts: dict[tuple[str, ...], Floats] = {}
        for i in places:
            key = netted_with(*self.rows[i])
            parts[key] = parts.get(key, 0.0) + self.values[i]
        nothing = np.zeros(self.values.shape[1:])
        emissions = np.sum([np.maximum(part, 0.0) for part in parts.values()], axis=0) if parts else nothing
        removals = np.sum([np.minimum(part, 0.0) for part in parts.values()], axis=0) if parts else nothing
        return emissions, removals


def gas_fluxes(pieces: Iterable[Piece]) -> Fluxes:
    """The pieces of a ledger that tell of gases, rows of areas left out."""
    of_gas = [piece for piece in pieces if piece.gas]
    return Fluxes(
        tuple((piece.category, piece.land, piece.gas, piece.flux) for piece in of_gas),
        np.array([piece.table for piece in of_gas]),
    )
