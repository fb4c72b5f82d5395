"""What national statistics say of wood products 1990-2020: made how much, and how much of it from domestic logs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from landsim import history_assumptions as assumed
from landsim.assumptions import Assumption
from landsim.errors import InputError
from landsim.facts import national_series
from landsim.history import FIRST_YEAR, HISTORY, LAST_YEAR, yearly
from landsim.names import COUNTRIES

Floats = NDArray[np.float64]
TABLE = "wood_products_history"
SOURCE = f"landsim/data/tables/{TABLE}.csv"
# Series of which each product is made up; paper is limited by the wood pulp it can be made of.
MADE_OF = {
    "sawnwood": ("production_sawnwood",),
    "panels": ("production_wood_based_panels", "production_veneer_sheets"),
    "paper": ("production_paper_paperboard",),
}


@dataclass(frozen=True)
class WoodStatistics:
    """Arrays [countries, years 1990-2020]; rows of later years are never read.

    domestic   product -> made in the country of domestic logs, m3/yr of sawnwood and panels, t/yr of paper
    roundwood  industrial roundwood felled in the country, m3/yr under bark
    exported   part of it that leaves the country as logs, m3/yr under bark
    """

    domestic: dict[str, Floats]
    roundwood: Floats
    exported: Floats
    assumptions: tuple[Assumption, ...]


@cache
def wood_statistics() -> WoodStatistics:
    """The statistics of the fact tables.

    Products are production times the domestic share of their feedstock (IPCC 2019 V4 ch. 12, production approach):
    logs for sawnwood and panels, logs and pulp for paper. Paper counts no more tonnes than the wood pulp used in the
    country, because recovered fibre was felled once and has been counted when it first became paper.

    Raises InputError naming table, variable and country where a series is missing.
    """
    roundwood = _all("production_industrial_roundwood", "national_history")
    exported, imported = _all("export_industrial_roundwood"), _all("import_industrial_roundwood")
    logs = domestic_share(roundwood, exported, imported)
    pulp_made, pulp_out, pulp_in = (_all(f"{flow}_wood_pulp") for flow in ("production", "export", "import"))
    pulp = domestic_share(pulp_made, pulp_out, pulp_in)
    pulp_used = np.maximum(pulp_made - pulp_out, 0.0) + pulp_in
    made = {product: np.sum([_all(name) for name in names], axis=0) for product, names in MADE_OF.items()}
    domestic = {
        "sawnwood": made["sawnwood"] * logs,
        "panels": made["panels"] * logs,
        "paper": np.minimum(made["paper"], pulp_used) * pulp * logs,
    }
    return WoodStatistics(domestic, roundwood, np.minimum(exported, roundwood), _held_assumptions())


def domestic_share(production: Floats, exported: Floats, imported: Floats) -> Floats:
    """Share of the feedstock used in a country that it made itself: (P - EX) / (P + IM - EX), 0 where none is used."""
    own = np.maximum(production - exported, 0.0)
    used = own + imported
    return np.divide(own, used, out=np.zeros_like(used), where=used > 0.0)


def _all(variable: str, table: str = TABLE) -> Floats:
    """A series of all countries in base units; years before the first or without a row as in `history.yearly`."""
    return np.array([yearly(_series(variable, country, table), HISTORY) for country in COUNTRIES])


def _series(variable: str, country: str, table: str) -> dict[int, float]:
    series = {year: value for year, value in national_series(variable, country, table).items() if year <= LAST_YEAR}
    if not series:
        raise InputError(
            f"The fact table {table}.csv has no row of {variable!r} for {country} up to {LAST_YEAR}; "
            "at least one year is expected."
        )
    return series


def _held_assumptions() -> tuple[Assumption, ...]:
    rows: list[Assumption] = []
    for country in COUNTRIES:
        for names in MADE_OF.values():
            for name in names:
                unit = "t/yr" if name == "production_paper_paperboard" else "m3/yr"
                parts = [_series(name, country, TABLE)]
                rows += assumed.held_assumptions(f"wood_{name}", country, parts, FIRST_YEAR, LAST_YEAR, unit, SOURCE)
    return tuple(rows)
