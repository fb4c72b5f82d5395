"""Shares of the variance of a gap by source: parameters, climate, economy, target arithmetic, basis and LULUCF view.

The gap of every sample in every climate is told again for every alternative of the other sources: economy path and
level at low, value and high, inventory basis as the model has it and aligned, every view of the land sector. All
alternatives of a source count alike (an assumption). Parameters are one source, whether they are drawn from their
declared ranges, are sets of a posterior, or both. Main effects are variances of conditional means over this full
table; what they leave is interaction. Sums are exact, since nothing is sampled again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.economy import EconomyPath
from landsim.goals import Goal
from landsim.gwp import gwp_factor
from landsim.targets import EXCLUDED, INVENTORY
from landsim.views.kinds import ADDITIONAL, DIRECT, SHIFTED, VIEWS, level_view

Floats = NDArray[np.float64]
SOURCES = ("parameters", "climate", "economy path", "target arithmetic", "inventory basis", "LULUCF view")
INTERACTIONS = "interactions"
COLUMNS = ("country", "year", "source", "share", "standard_deviation", "alternatives", "unit")


@dataclass(frozen=True)
class Land:
    """What of a country and year comes from runs, MtCO2e in the set of the paths, each [climates, samples].

    gap     in the pledge's own view, aligned        offset  to the reported inventory
    own, baseline, held  net land sector of the scenario, without its measures, and with climate and CO2 held
    """

    gap: Floats
    offset: Floats
    own: Floats
    baseline: Floats
    held: Floats

    def view(self, name: str) -> Floats:
        """Net land sector in a view."""
        return {
            EXCLUDED: np.zeros_like(self.own), INVENTORY: self.own, DIRECT: self.held,
            ADDITIONAL: self.own - self.baseline,
        }[name]  # fmt: skip


def gap_alternatives(land: Land, goal: Goal, economy: EconomyPath, country: str, year: int) -> Floats:
    """The gap under every alternative, [samples, climates, economy, level, basis, view]."""
    value, low, high = economy.at(country, year)
    factor = gwp_factor(country, goal.gwp).value
    paths = np.array([low, value, high]) * factor
    own_level = goal.levels[level_view(goal.own_view, goal.lulucf)][0]
    shift = land.offset if goal.own_view in SHIFTED else 0.0
    # All that is in a gap but land sector, economy and level: farming in the goal's own set.
    rest = land.gap + own_level - value * factor - land.view(goal.own_view) - shift
    out = np.empty((land.gap.shape[1], land.gap.shape[0], 3, 3, 2, len(VIEWS)))
    for v, view in enumerate(VIEWS):
        level, level_low, level_high = goal.levels[level_view(view, goal.lulucf)]
        levels = np.array([level_low, level, level_high])
        for b, aligned in enumerate((False, True)):
            sector = land.view(view) + (land.offset if aligned and view in SHIFTED else 0.0)
            base = (rest + sector).T
            out[:, :, :, :, b, v] = base[:, :, None, None] + paths[:, None] - levels
    return out


def shares(alternatives: Floats) -> dict[str, tuple[float, float]]:
    """Source -> (share of the variance, standard deviation that the source alone makes); interactions last.

    alternatives  an axis for each of SOURCES, in their order. Shares add up to 1.
    """
    total = float(alternatives.var())
    found: dict[str, tuple[float, float]] = {}
    for axis, source in enumerate(SOURCES):
        others = tuple(i for i in range(alternatives.ndim) if i != axis)
        variance = float(alternatives.mean(axis=others).var())
        found[source] = (variance / total if total else 0.0, variance**0.5)
    rest = max(total - sum(deviation**2 for _, deviation in found.values()), 0.0)
    found[INTERACTIONS] = (rest / total if total else 0.0, rest**0.5)
    return found


def share_rows(country: str, year: int, alternatives: Floats) -> pd.DataFrame:
    """The rows of variance_shares.csv for one gap, columns COLUMNS."""
    counts = dict(zip(SOURCES, alternatives.shape, strict=True))
    rows = [
        (country, year, source, share, deviation, counts.get(source, alternatives.size), "MtCO2e")
        for source, (share, deviation) in shares(alternatives).items()
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
