"""The land sector of one run by country and year, as far as views need it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from landsim.accounting import Account
from landsim.ledger_pieces import Fluxes, Piece, gas_fluxes

Floats = NDArray[np.float64]

# Parts of lulucf_net, in the order of the inventory.
CATEGORIES = (
    "lulucf_forest_land",
    "lulucf_cropland",
    "lulucf_grassland",
    "lulucf_wetlands",
    "lulucf_settlements",
    "lulucf_other_land",
    "lulucf_harvested_wood_products",
)
EMISSIONS, REMOVALS = "gross_emissions", "gross_removals"
UNMANAGED, UNMANAGED_EMISSIONS, UNMANAGED_REMOVALS = (
    "unmanaged_land",
    "unmanaged_gross_emissions",
    "unmanaged_gross_removals",
)
NET, NET_PATH = "lulucf_net", "lulucf_net_path"
FIELDS = (
    NET,
    NET_PATH,
    *CATEGORIES,
    EMISSIONS,
    REMOVALS,
    UNMANAGED,
    UNMANAGED_EMISSIONS,
    UNMANAGED_REMOVALS,
)


@dataclass(frozen=True)
class LandSector:
    """Arrays [countries, years] under the names of FIELDS, MtCO2e a year; removals are negative.

    All are in the GWP set of the run but lulucf_net_path, which is in that of the economy paths. Gross emissions and
    gross removals of managed land add up to lulucf_net, those of unmanaged land to unmanaged_land. `fluxes` are all
    fluxes of gases of the run, farming and what is outside the inventory too.
    """

    values: dict[str, Floats]
    fluxes: Fluxes

    def __getitem__(self, name: str) -> Floats:
        return self.values[name]

    def minus(self, other: LandSector) -> LandSector:
        """This land sector less another."""
        values = {name: self.values[name] - other.values[name] for name in FIELDS}
        return LandSector(values, replace(self.fluxes, values=self.fluxes.values - other.fluxes.values))


def land_sector(account: Account, pieces: Iterable[Piece]) -> LandSector:
    """The land sector of a run from its account and the pieces of its ledger."""
    fluxes = gas_fluxes(pieces)
    managed = fluxes.chosen(lambda row: row[0].startswith("4"))
    unmanaged = fluxes.chosen(lambda row: row[0] == "outside" and row[1].endswith("_unmanaged"))
    values = {name: account.inventory[name] for name in (NET, *CATEGORIES)}
    values[NET_PATH] = account.lulucf_net_path
    values[UNMANAGED] = account.inventory["lulucf_unmanaged_land"]
    values[EMISSIONS], values[REMOVALS] = fluxes.gross(managed)
    values[UNMANAGED_EMISSIONS], values[UNMANAGED_REMOVALS] = fluxes.gross(unmanaged)
    return LandSector({name: np.ascontiguousarray(values[name]) for name in FIELDS}, fluxes)
