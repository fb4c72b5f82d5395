"""The terms of one gap: what is added up to projected emissions, and the range of each part.

projected = exogenous economy without LULUCF + agriculture difference + LULUCF view, each in the GWP set of
the target. The land sector is CO2 but for a small part, so it is the same in every set. What the same would be without
the measures of the scenario (its baseline: no agriculture difference, the baseline's land sector) stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from landsim.economy import EconomyPath
from landsim.gas_flow import total as in_equivalents
from landsim.goals import Goal
from landsim.gwp import gwp_factor, treated_as
from landsim.names import COUNTRIES
from landsim.views.kinds import ALIGNED, SHIFTED, level_view
from landsim.views.table import LandViews


@dataclass(frozen=True)
class Terms:
    """The terms of one gap row, MtCO2e, and the range of projected and of the level."""

    exogenous: float
    agriculture: float
    lulucf: float
    offset: float
    projected_low: float
    projected_high: float
    level: float
    level_low: float
    level_high: float
    lulucf_without: float

    @property
    def projected(self) -> float:
        return self.exogenous + self.agriculture + self.lulucf

    @property
    def projected_without(self) -> float:
        """Projected emissions without the measures of the scenario; NaN where its baseline is not known."""
        return self.exogenous + self.lulucf_without

    def with_level(self, level: float, low: float, high: float) -> Terms:
        """The same with another level."""
        return replace(self, level=level, level_low=low, level_high=high)


@dataclass(frozen=True)
class GapInputs:
    """What every row needs: the economy, the model's land and agriculture, and the alignment offsets.

    land by view, MtCO2e of the economy path's set; agriculture by gas, Mt of gas; [countries, years].
    """

    economy: EconomyPath
    land: LandViews
    agriculture: Mapping[str, npt.NDArray[np.float64]]
    offsets: dict[str, dict[str, Any]]
    years: npt.NDArray[np.int64]

    def terms(self, country: str, year: int, goal: Goal, view: str, basis: str, gwp: str | None = None) -> Terms:
        """The terms of a goal in a view and basis; in the goal's own GWP set unless another is named."""
        gwp = goal.gwp if gwp is None else gwp
        row, column = COUNTRIES.index(country), int(np.flatnonzero(self.years == year)[0])
        value, low, high = self.economy.at(country, year)
        factor = gwp_factor(country, gwp)
        masses = {gas: mass[row, column] for gas, mass in self.agriculture.items()}
        agriculture = float(in_equivalents(masses, treated_as(gwp)))
        lulucf = offset = offset_low = offset_high = lulucf_without = 0.0
        if view in self.land.of_scenario:
            lulucf = float(self.land.of_scenario[view][row, column])
        if view in SHIFTED and basis == ALIGNED:
            chosen = self.offsets[country]
            offset = float(chosen["offset"])
            offset_low, offset_high = float(chosen["low"]), float(chosen["high"])
        if not self.land.without_measures:
            lulucf_without = np.nan
        elif view in self.land.without_measures:
            lulucf_without = float(self.land.without_measures[view][row, column]) + offset
        level, level_low, level_high = goal.levels[level_view(view, goal.lulucf)]
        return Terms(
            exogenous=value * factor.value,
            agriculture=agriculture,
            lulucf=lulucf + offset,
            offset=offset,
            projected_low=low * factor.low + agriculture + lulucf + offset_low,
            projected_high=high * factor.high + agriculture + lulucf + offset_high,
            level=level,
            level_low=level_low,
            level_high=level_high,
            lulucf_without=lulucf_without,
        )


def total(terms: Iterable[Terms]) -> Terms:
    """Sum over countries; ranges add up as if all countries erred the same way."""
    every = list(terms)
    return Terms(
        exogenous=sum(one.exogenous for one in every),
        agriculture=sum(one.agriculture for one in every),
        lulucf=sum(one.lulucf for one in every),
        offset=sum(one.offset for one in every),
        projected_low=sum(one.projected_low for one in every),
        projected_high=sum(one.projected_high for one in every),
        level=sum(one.level for one in every),
        level_low=sum(one.level_low for one in every),
        level_high=sum(one.level_high for one in every),
        lulucf_without=sum(one.lulucf_without for one in every),
    )
