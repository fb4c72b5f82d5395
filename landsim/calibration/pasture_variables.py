"""Observed variables of Mongolia's pastures and herds: what a run of the past says of each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.core.state import CONDITION_CLASSES
from landsim.ground import Ground
from landsim.herd_model import PASTORAL, free_record
from landsim.names import COUNTRIES, SPECIES
from landsim.promises.pasture_goal import pasture_sink
from landsim.results import Run

Floats = NDArray[np.float64]
HEADS = "heads"
HEADS_OF = {f"heads_{species}": species for species in SPECIES}
# Shares of grassland by condition, and the class of each.
SHARES = {f"grassland_share_{name}": name for name in CONDITION_CLASSES}
# Demand over usable forage of the nation, as a mean over years.
MEAN_PRESSURE, PRESSURE_YEARS = "grazing_pressure_2000_2019", (2000, 2019)
# What field studies find in the soil of a hectare (0-30 cm): the change under heavy grazing (%), the gain of closed
# land (tC/ha/yr). Condition of the grass and pressure at the start, carbon (tC/ha) and years stand for their plots:
# assumptions.
HEAVY_GRAZING, EXCLOSURE = "soil_change_under_heavy_grazing", "soil_gain_of_exclosure"
PLOTS = {HEAVY_GRAZING: (0.95, 2.0, 43.0, 15), EXCLOSURE: (0.3, 0.0, 45.0, 10)}


def is_of_pastures(country: str, variable: str) -> bool:
    """Whether `of_pastures` has a variable."""
    herd = variable == HEADS or variable in HEADS_OF
    return country in PASTORAL if herd else variable in SHARES or variable in PLOTS or variable == MEAN_PRESSURE


def of_pastures(run: Run, ground: Ground, country: str, variable: str) -> Floats:
    """One observed variable by year, [years].

    Heads (million) are those of the herd model run free from 1990; all else is of the run, whose herds are as recorded.
    A mean over years, and what is of no year, stands in every year.
    """
    if variable == HEADS or variable in HEADS_OF:
        heads = free_record(run.drivers, ground.land, run.values)[0]
        chosen = heads.sum(axis=1) if variable == HEADS else heads[:, SPECIES.index(HEADS_OF[variable])]
        return np.asarray(chosen / 1e6)
    at = COUNTRIES.index(country)
    stocks = run.account.stocks
    if variable in SHARES:
        return np.asarray(stocks[f"grassland_{SHARES[variable]}"][1][at] / stocks["grassland_area"][1][at])
    years = run.drivers.years
    if variable in PLOTS:
        return np.full(len(years), plot(variable, run.values))
    first, last = PRESSURE_YEARS
    pressure = stocks["grazing_pressure"][1][at]
    return np.full(len(years), float(pressure[(years >= first) & (years <= last)].mean()))


def plot(variable: str, values: Floats) -> float:
    """What a field study would find in the soil of a hectare of Mongolia's steppe, in the unit of PLOTS."""
    condition, pressure, carbon, years = PLOTS[variable]
    gain = float(pasture_sink(condition, pressure, carbon, years, values))
    return 100.0 * gain * years / carbon if variable == HEAVY_GRAZING else gain
