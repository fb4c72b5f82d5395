"""Yearly factors of soil that follow from twelve months of climate, as cubics of global warming for each land unit.

On the grid a year differs from the next only through global warming, so that a cubic of it for each unit stands for
the twelve months:

    month's temperature = normal + warming_per_kelvin x warming
    month's precipitation = normal x (1 + precipitation_change_per_kelvin x warming), not below 0
    month's potential evapotranspiration = normal x ratio of T / (T + 15), with T not below COLDEST_FOR_RATIO

The last line is the dependence on temperature of Turc (1961). A month without evapotranspiration stays without; a
month that is colder than COLDEST_FOR_RATIO now and then keeps its own.

The cubic is exact at warming 0 and the least-squares one through NODES elsewhere; it is meant for WARMING_SPAN.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
WARMING_SPAN = (-0.5, 2.5)  # K of global warming against the normals of the landscape
NODES = (-0.45, 0.6, 1.5, 2.35)  # K, where the twelve months are evaluated beside 0
DEGREE = 3
COLDEST_FOR_RATIO = 1.0  # degC; the ratio of Turc grows without bound where the normal comes near 0 degC
TURC = 15.0  # K
# Step of the tables of monthly factors. Months that are packed in hundredths of a degree lie on their points.
STEP = 0.01  # K
COLDEST = -50.0  # degC, where tables begin
UNITS_AT_A_TIME = 2048  # so that twelve months of them stay in the processor's cache


def evaluate(polynomial: Floats, warming: ArrayLike) -> Floats:
    """Value of polynomials [4, units] at a warming (K): a number, or one for each unit."""
    kelvin = np.asarray(warming, dtype=np.float64)
    value: Floats = polynomial[-1]
    for row in polynomial[-2::-1]:
        value = value * kelvin + row
    return value


def cubics(
    factors_of: Callable[[slice], Callable[[float], Sequence[Floats]]], units: int, how_many: int
) -> list[Floats]:
    """Polynomials [4, units] of yearly factors: row i is multiplied by warming ** i.

    factors_of  some of the units -> (global warming in K -> each factor of these units)
    """
    found = [np.empty((DEGREE + 1, units)) for _ in range(how_many)]
    for first in range(0, units, UNITS_AT_A_TIME):
        some = slice(first, first + UNITS_AT_A_TIME)
        factors_at = factors_of(some)
        at_nodes = [factors_at(warming) for warming in (0.0, *NODES)]
        for which, polynomial in enumerate(found):
            polynomial[:, some] = cubic([factors[which] for factors in at_nodes])
    return found


def cubic(at_nodes: Sequence[Floats]) -> Floats:
    """Coefficients [4, units] from values at warming 0, where the cubic is exact, and at NODES."""
    fit = np.linalg.pinv([[node**power for power in range(1, DEGREE + 1)] for node in NODES])
    departures = [value - at_nodes[0] for value in at_nodes[1:]]
    # No matrix product: its last bits would depend on how many units are at hand.
    rows = [sum(weight * departure for weight, departure in zip(weights, departures, strict=True)) for weights in fit]
    return np.array([at_nodes[0], *rows])


def rain_factor(change_per_kelvin: Floats, warming: float) -> Floats:
    """Precipitation relative to the normal of each unit (1)."""
    return np.maximum(1.0 + change_per_kelvin * warming, 0.0)


def demand_divisor(temperature: Floats) -> Floats:
    """What potential evapotranspiration is inversely proportional to as the temperature (degC) of a month changes."""
    divisor = TURC / np.maximum(temperature, COLDEST_FOR_RATIO)
    divisor += 1.0
    return divisor


@dataclass(frozen=True)
class MonthlyFactor:
    """A factor of decay by temperature, tabled from COLDEST up in steps of STEP; beyond its ends it is as there."""

    value: Floats
    rise: Floats  # to the next point

    @classmethod
    def tabled(cls, factor: Callable[[float], float], warmest: float) -> MonthlyFactor:
        """Table of a factor up to a temperature, degC."""
        points = int(np.ceil((warmest - COLDEST) / STEP)) + 1
        value = np.array([factor(COLDEST + STEP * point) for point in range(points)])
        return cls(value, np.diff(value, append=value[-1]))

    def at(self, temperature: Floats) -> Floats:
        """The factor of each month of each unit, on straight lines between the points."""
        position = (temperature - COLDEST) * (1.0 / STEP)
        np.maximum(position, 0.0, out=position)
        below = position.astype(np.intp)
        position -= below
        position *= self.rise.take(below, mode="clip")
        position += self.value.take(below, mode="clip")
        return position
