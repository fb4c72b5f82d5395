"""The gap of each country to the one level that stands for it, as plain arrays: for studies of many runs.

The same terms as in gap.csv (`terms`), without tables: what does not depend on the run is made once for each process.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from landsim.alignment import national_offset
from landsim.economy import EconomyPath, economy_path
from landsim.gap.table import country_goals
from landsim.gap.terms import GapInputs
from landsim.goals import Goal
from landsim.names import COUNTRIES
from landsim.targets import INVENTORY, Target, gap_years, targets_in_force
from landsim.views.kinds import ALIGNED
from landsim.views.table import LandViews

if TYPE_CHECKING:
    from landsim.accounting import Account

Floats = NDArray[np.float64]


def standing_goal(country: str, year: int, pledges: tuple[Target, ...], economy: EconomyPath) -> Goal | None:
    """The level that stands for a country: its headline pledge, else what an intensity pledge implies."""
    goals = [goal for goal in country_goals(country, year, pledges, economy) if goal.has_level]
    return next((goal for goal in goals if goal.headline), next(iter(goals), None))


@cache
def economy_of(first_year: int, last_year: int) -> EconomyPath:
    """The economy path of a span of years."""
    return economy_path(np.arange(first_year, last_year + 1))


@cache
def standing_goals(vintage: str, first_year: int, last_year: int) -> Mapping[tuple[str, int], Goal]:
    """(country, year) -> the level that stands there, for every year of a run that a gap is told for."""
    pledges, economy = targets_in_force(vintage), economy_of(first_year, last_year)
    found = {
        (country, year): standing_goal(country, year, pledges, economy)
        for country in COUNTRIES
        for year in gap_years(pledges, first_year, last_year)
    }
    return {place: goal for place, goal in found.items() if goal is not None}


def national_gap(account: Account, years: NDArray[np.int64], vintage: str) -> Floats:
    """Gap to the standing level in its own view and GWP set, aligned, MtCO2e, [countries, years].

    NaN where no level stands: most years, and countries without a pledge for a year.
    """
    first, last = int(years[0]), int(years[-1])
    inputs = gap_inputs_of(account, years)
    gap = np.full((len(COUNTRIES), len(years)), np.nan)
    for (country, year), goal in standing_goals(vintage, first, last).items():
        terms = inputs.terms(country, year, goal, goal.own_view, ALIGNED)
        gap[COUNTRIES.index(country), year - first] = terms.projected - terms.level
    return gap


def gap_inputs_of(account: Account, years: NDArray[np.int64]) -> GapInputs:
    """What terms of a gap are made from, with the land sector in the view `inventory` only."""
    land = LandViews({INVENTORY: account.lulucf_net_path})
    offsets = {
        country: dict(zip(("offset", "low", "high"), offset, strict=True))
        for country, offset in zip(COUNTRIES, _offsets(account, years), strict=True)
    }
    return GapInputs(economy_of(int(years[0]), int(years[-1])), land, account.agriculture_difference, offsets, years)


def net_emissions(account: Account, years: NDArray[np.int64]) -> Floats:
    """Projected emissions with the land sector, aligned, MtCO2e in the set of the paths, [countries, years]."""
    economy = economy_of(int(years[0]), int(years[-1]))
    farming = account.agriculture_difference_in(economy.gwp)
    offsets = np.array([offset for offset, _, _ in _offsets(account, years)])
    net: Floats = economy.value + farming + account.lulucf_net_path + offsets[:, None]
    return net


def offsets(account: Account, years: NDArray[np.int64]) -> Floats:
    """Alignment offset of each country in the set of the paths, MtCO2e, the same in every year, [countries, years]."""
    constant = np.array([offset for offset, _, _ in _offsets(account, years)])
    return constant[:, None] * np.ones(len(years))


def _offsets(account: Account, years: NDArray[np.int64]) -> list[tuple[float, float, float]]:
    return [national_offset(c, account.lulucf_net_path[at], years) for at, c in enumerate(COUNTRIES)]
