"""One yearly flow of one gas between a country and the air, with the category that it is reported under."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.gwp import warming_potential

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class GasFlow:
    """mass is in Mt of the gas a year, [countries, years]; below zero it is a removal.

    category  of the common reporting tables, or "outside" for what no inventory counts
    variable  the row of inventory.csv that it is part of
    """

    category: str
    land: str
    gas: str
    flux: str
    variable: str
    mass: Floats

    def equivalent(self, gwp: str) -> Floats:
        """MtCO2e a year in a set of warming potentials."""
        return self.mass * warming_potential(self.gas, gwp)


def by_variable(flows: Iterable[GasFlow], gwp: str) -> dict[str, Floats]:
    """Variable -> MtCO2e a year, in the order of the flows."""
    totals: dict[str, Floats] = {}
    for flow in flows:
        totals[flow.variable] = totals.get(flow.variable, 0.0) + flow.equivalent(gwp)
    return totals


def by_gas(flows: Iterable[GasFlow]) -> dict[str, Floats]:
    """Gas -> Mt of the gas a year."""
    totals: dict[str, Floats] = {}
    for flow in flows:
        totals[flow.gas] = totals.get(flow.gas, 0.0) + flow.mass
    return totals


def total(masses: dict[str, Floats], gwp: str) -> Floats:
    """MtCO2e a year of masses by gas."""
    return np.asarray(np.sum([mass * warming_potential(gas, gwp) for gas, mass in masses.items()], axis=0))
