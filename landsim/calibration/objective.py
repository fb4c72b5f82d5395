"""Weighted least squares with priors: how far a set of parameters is from the training values and from its priors.

Residuals are (model - observed) / standard deviation, and (parameter - declared value) / prior standard deviation, a
quarter of the plausible range. Those of observations enter by soft L1, near to a square below one standard deviation
and linear far above, so that one odd value does not rule a fit; those of the priors as squares. Limits are the
plausible ranges. Nothing here holds data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from landsim.core import parameters

Floats = NDArray[np.float64]
# A plausible range is read as two standard deviations to either side.
RANGE_IN_SPREADS = 4.0
STEP = 0.05  # of a prior standard deviation, for slopes
AT_LIMIT = 1e-3  # of the plausible range
MOST_CALLS = 12


@dataclass(frozen=True)
class Prior:
    """Prior of the fitted elements: names, declared values, limits and standard deviations, [elements]."""

    names: tuple[str, ...]
    centre: Floats
    low: Floats
    high: Floats
    spread: Floats

    def part(self, chosen: Sequence[int]) -> Prior:
        """The prior of some elements, by their indices."""
        at = list(chosen)
        return Prior(tuple(self.names[i] for i in at), self.centre[at], self.low[at], self.high[at], self.spread[at])


@dataclass(frozen=True)
class Fitted:
    """The best of all starts.

    values       [elements]                 costs         of each start
    spread       [elements], posterior standard deviation in the linear approximation
    correlation  [elements, elements]       residuals     of the observations, in standard deviations
    at_limit     [elements], whether a value stands at an end of its plausible range
    """

    values: Floats
    costs: tuple[float, ...]
    spread: Floats
    correlation: Floats
    residuals: Floats
    at_limit: NDArray[np.bool_]


def prior_of(names: Sequence[str]) -> Prior:
    """The prior that the declarations of some elements give."""
    elements = {element.name: element for element in parameters.elements()}
    chosen = [elements[name] for name in names]
    low, high = (np.array([element.plausible[end] for element in chosen]) for end in (0, 1))
    return Prior(tuple(names), np.array([e.declared for e in chosen]), low, high, (high - low) / RANGE_IN_SPREADS)


def softened(residuals: Floats) -> Floats:
    """Residuals whose squares are the soft L1 loss 2 (sqrt(1 + r^2) - 1) of those given, with their signs."""
    root = np.sqrt(1.0 + residuals**2)
    # 2 (root - 1) = 2 r^2 / (root + 1), which keeps its digits near zero.
    return np.asarray(residuals * np.sqrt(2.0 / (root + 1.0)))


@dataclass(frozen=True)
class Target:
    """What a fit makes small and a chain samples: half the sum of squared residuals, those of observations softened.

    Parameters enter as z, how many prior standard deviations they are from their declared values, [elements].

    misfit  parameters by name -> residuals of the observations in standard deviations
    """

    misfit: Callable[[dict[str, float]], Floats]
    prior: Prior

    def limits(self) -> tuple[Floats, Floats]:
        """Lowest and highest z, the ends of the plausible ranges."""
        prior = self.prior
        return (prior.low - prior.centre) / prior.spread, (prior.high - prior.centre) / prior.spread

    def values(self, z: Floats) -> Floats:
        """Values of the parameters in their units."""
        return np.asarray(self.prior.centre + z * self.prior.spread)

    def given(self, z: Floats) -> dict[str, float]:
        """Parameters by name."""
        return dict(zip(self.prior.names, self.values(z).tolist(), strict=True))

    def place(self, given: Mapping[str, float]) -> Floats:
        """z of parameters given by name."""
        return np.asarray((np.array([given[n] for n in self.prior.names]) - self.prior.centre) / self.prior.spread)

    def residuals(self, z: Floats) -> Floats:
        """Softened residuals of the observations, then those of the priors."""
        return np.concatenate([softened(self.misfit(self.given(z))), z])

    def cost(self, z: Floats) -> float:
        """Half the sum of the squares: the negative logarithm of the posterior density but for a constant."""
        found = self.residuals(z)
        return 0.5 * float(found @ found)

    def slopes(self, z: Floats) -> Floats:
        """Change of each residual with each z, [residuals, elements]."""
        limits = self.limits()
        base = self.residuals(z)
        table = np.empty((len(base), len(z)))
        for i in range(len(z)):
            # Away from the nearer limit, so that no run leaves the plausible range.
            step = STEP if z[i] < 0.5 * (limits[0][i] + limits[1][i]) else -STEP
            moved = z.copy()
            moved[i] += step
            table[:, i] = (self.residuals(moved) - base) / step
        return table

    def least(self, z: Floats) -> Any:
        """The least cost found from a starting point, as scipy's least_squares tells it."""
        return least_squares(self.residuals, z, jac=self.slopes, bounds=self.limits(), max_nfev=MOST_CALLS)

    def inside(self, z: Floats, margin: float) -> Floats:
        """z moved to within its limits, by a margin in prior standard deviations."""
        low, high = self.limits()
        return np.asarray(np.clip(z, low + margin, high - margin))

    def at_limit(self, z: Floats) -> NDArray[np.bool_]:
        """Whether each parameter stands at an end of its plausible range."""
        low, high = self.limits()
        near = AT_LIMIT * (high - low)
        return np.asarray((z - low < near) | (high - z < near))


def fit(target: Target, starts: int, seed: int, told: Callable[[str], None] = lambda text: None) -> Fitted:
    """The parameters of least cost among several starts; `told` receives a line for each start that is done."""
    generator = np.random.default_rng(seed)
    found: list[Any] = []
    size = len(target.prior.names)
    for start in range(starts):
        z = np.zeros(size) if start == 0 else 0.7 * generator.standard_normal(size)
        found.append(target.least(target.inside(z, 0.05)))
        told(f"start {start + 1} of {starts}: cost {found[-1].cost:.3f}")
    best = min(found, key=lambda one: one.cost)
    covariance = covariance_of(best.jac)
    deviation = np.sqrt(np.diag(covariance))
    return Fitted(
        target.values(best.x),
        tuple(float(one.cost) for one in found),
        deviation * target.prior.spread,
        covariance / np.outer(deviation, deviation),
        target.misfit(target.given(best.x)),
        target.at_limit(best.x),
    )


def covariance_of(slopes: Floats) -> Floats:
    """Posterior covariance of z in the linear approximation, from the slopes of all residuals, [elements, elements]."""
    return np.asarray(np.linalg.inv(slopes.T @ slopes))
