"""What of a run is kept in a batch, by country and year: variables of inventory.csv and stocks.csv, and the gap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landsim.accounting import account
from landsim.core import parameters
from landsim.core.simulation import Simulated
from landsim.core.state import N_FLUXES, N_SPLIT
from landsim.degradation_tables import UNIT as UNIT_OF_DEGRADATION
from landsim.degradation_tables import degradation_years, national_degradation
from landsim.drought_exposure import EXPECTED, EXPOSED
from landsim.errors import ModelError
from landsim.gap.headline import national_gap, net_emissions, offsets, standing_goals
from landsim.history import national_drivers
from landsim.indicators.land_indicators import UNITS
from landsim.names import COUNTRIES, REGION
from landsim.results import Run
from landsim.results_tables import INTENSIVE
from landsim.scenario import FIRST_YEAR, LAST_YEAR, Scenario

Floats = NDArray[np.float64]
INVENTORY_UNIT = "MtCO2e"
# The gap to the level that stands for a country, in its own view and GWP set, aligned; and projected emissions.
GAP, NET_EMISSIONS = "gap", "net_emissions"
# What the same gap in another view and basis is made from, both in the GWP set of the economy paths.
LAND_OF_THE_GAP, OFFSET = "lulucf_net_path", "alignment_offset"
OF_THE_GAP = (GAP, NET_EMISSIONS, LAND_OF_THE_GAP, OFFSET)
# Rows that the region does not have: of means, and of levels that stand in other GWP sets.
NOT_OF_THE_REGION = (*INTENSIVE, GAP)


@dataclass(frozen=True)
class Outputs:
    """The part of a run's results that is kept.

    countries  may hold the region                     years  those of the run that are kept
    levels     (country, year) with a level for the gap in every scenario; elsewhere there is no gap to keep
    """

    variables: tuple[str, ...]
    countries: tuple[str, ...]
    years: tuple[int, ...]
    levels: tuple[tuple[str, int], ...] = ()

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Outputs:
        """The outputs whose fields these are, read from JSON."""
        levels = tuple((str(country), int(year)) for country, year in plain.get("levels", ()))
        return cls(tuple(plain["variables"]), tuple(plain["countries"]), tuple(plain["years"]), levels)

    @property
    def last_year(self) -> int | None:
        """The last year that a run must be stepped to; None: all, since exposure to drought is told from all years."""
        return None if any(variable in EXPOSED for variable in self.variables) else max(self.years)

    def rows(self) -> list[tuple[str, str]]:
        """(variable, country) in the order of the file; only those that have a value in some year."""
        return [
            (v, c)
            for v in self.variables
            for c in self.countries
            if not (c == REGION and v in NOT_OF_THE_REGION) and any(self._told_line(v, c))
        ]

    def told(self) -> NDArray[np.bool_]:
        """Which values there are, [rows, years]: all, but for gaps without a level and years without a report."""
        return np.array([self._told_line(v, c) for v, c in self.rows()], dtype=bool)

    def _told_line(self, variable: str, country: str) -> tuple[bool, ...]:
        reported = degradation_years().get(variable)
        if variable == GAP:
            reported = tuple(year for of, year in self.levels if of == country)
        return (True,) * len(self.years) if reported is None else tuple(year in reported for year in self.years)


def levels_of(scenarios: Iterable[Scenario]) -> tuple[tuple[str, int], ...]:
    """(country, year) with a level for the gap in every one of the scenarios, in the order of countries and years."""
    every = [set(standing_goals(one.targets, one.first_year, one.last_year)) for one in scenarios]
    return tuple(sorted(set.intersection(*every), key=lambda place: (COUNTRIES.index(place[0]), place[1])))


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
    found |= {name: accounts.stocks[whole][0] for name, (whole, _) in (EXPOSED | EXPECTED).items()}
    found |= UNITS | dict.fromkeys(degradation_years(), UNIT_OF_DEGRADATION)
    return found | dict.fromkeys(OF_THE_GAP, INVENTORY_UNIT)


def reduced(run: Run, outputs: Outputs) -> Floats:
    """The values asked for, [rows of ``outputs``, years]; NaN only where ``outputs.told`` says that there is none.

    Raises ModelError for a value that is not finite: a study that takes it in would go wrong without saying so.
    """
    years = np.searchsorted(run.drivers.years, outputs.years)
    told = outputs.told()
    values = np.empty((len(outputs.rows()), len(years)))
    tables = {variable: _table(run, variable) for variable in outputs.variables}
    for at, (variable, country) in enumerate(outputs.rows()):
        table = tables[variable]
        values[at] = np.where(told[at], _line(table, country)[years], np.nan)
        wrong = told[at] & ~np.isfinite(values[at])
        if wrong.any():
            first = int(np.argmax(wrong))
            raise ModelError(
                f"{variable} of {country} is {values[at][first]} in {outputs.years[first]}, expected a finite number."
            )
    return values


def _line(table: Floats, country: str) -> Floats:
    """Of a country; of the region its own row, or else the sum of countries, [years]."""
    own = country != REGION or len(table) > len(COUNTRIES)
    line: Floats = table[(*COUNTRIES, REGION).index(country)] if own else table.sum(axis=0)
    return line


def _table(run: Run, variable: str) -> Floats:
    """[countries, years], or [countries + 1, years] of a mean that has a row for the region."""
    if variable in run.account.inventory:
        return run.account.inventory[variable]
    if variable in run.account.stocks:
        return run.account.stocks[variable][1]
    if variable == GAP:
        return national_gap(run.account, run.drivers.years, run.scenario.targets)
    if variable == NET_EMISSIONS:
        return net_emissions(run.account, run.drivers.years)
    if variable == LAND_OF_THE_GAP:
        return run.account.lulucf_net_path
    if variable == OFFSET:
        return offsets(run.account, run.drivers.years)
    if variable in degradation_years():
        return _degradation(run, variable)
    # Indicators of land take a fifth of a run more, degradation a third: they are made where one is asked for.
    return run.drought[variable][1] if variable in run.drought else run.land_indicators.stocks[variable][1]


def _degradation(run: Run, variable: str) -> Floats:
    """[countries, years]; NaN in years that it is not told for."""
    table = np.full((len(COUNTRIES), len(run.drivers.years)), np.nan)
    for year, variables in national_degradation(run).items():
        if variable in variables:
            table[:, year - int(run.drivers.years[0])] = variables[variable]
    return table
