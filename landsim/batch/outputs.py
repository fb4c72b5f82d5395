"""What of a run is kept in a batch: variables of inventory.csv and stocks.csv, by country and year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from landsim.accounting import account
from landsim.core import parameters
from landsim.core.simulation import Simulated
from landsim.core.state import N_FLUXES, N_SPLIT
from landsim.drought_exposure import EXPOSED
from landsim.errors import ModelError
from landsim.history import national_drivers
from landsim.names import COUNTRIES, REGION
from landsim.results import Run
from landsim.results_tables import INTENSIVE
from landsim.scenario import FIRST_YEAR, LAST_YEAR

Floats = NDArray[np.float64]
INVENTORY_UNIT = "MtCO2e"


@dataclass(frozen=True)
class Outputs:
    """The part of a run's tables that is kept. ``countries`` may hold the region; ``years`` are those of the run."""

    variables: tuple[str, ...]
    countries: tuple[str, ...]
    years: tuple[int, ...]

    def rows(self) -> list[tuple[str, str]]:
        """(variable, country) in the order of the file; means have no row for the region."""
        return [(v, c) for v in self.variables for c in self.countries if not (c == REGION and v in INTENSIVE)]


@cache
def known_variables() -> dict[str, str]:
    """Variable -> unit of everything that a run can be asked for: the accounts of land on which nothing happens."""
    years = LAST_YEAR - FIRST_YEAR + 1
    nothing = np.zeros((len(COUNTRIES), years, N_FLUXES))
    none = np.zeros(0)
    still = Simulated(
        nothing, nothing[:, :, :N_SPLIT], none, none, none, none, np.zeros(0, dtype=np.int64), none,
        np.zeros(0, dtype=np.float32),
    )  # fmt: skip
    accounts = account(still, national_drivers(FIRST_YEAR, LAST_YEAR, "constant"), parameters.defaults())
    found = dict.fromkeys(accounts.inventory, INVENTORY_UNIT)
    found |= {name: unit for name, (unit, _) in accounts.stocks.items()}
    return found | {name: accounts.stocks[whole][0] for name, (whole, _) in EXPOSED.items()}


def reduced(run: Run, outputs: Outputs) -> Floats:
    """The values asked for, [rows of ``outputs``, years].

    Raises ModelError for a value that is not finite: a study that takes it in would go wrong without saying so.
    """
    years = np.searchsorted(run.drivers.years, outputs.years)
    values = np.empty((len(outputs.rows()), len(years)))
    for at, (variable, country) in enumerate(outputs.rows()):
        table = _table(run, variable)
        line = table.sum(axis=0) if country == REGION else table[COUNTRIES.index(country)]
        values[at] = line[years]
        if not np.isfinite(values[at]).all():
            year = outputs.years[int(np.argmin(np.isfinite(values[at])))]
            raise ModelError(f"{variable} of {country} is {values[at].min()} in {year}, expected a finite number.")
    return values


def _table(run: Run, variable: str) -> Floats:
    """[countries, years]"""
    if variable in run.account.inventory:
        return run.account.inventory[variable]
    if variable in run.account.stocks:
        return run.account.stocks[variable][1]
    return run.drought[variable][1]
