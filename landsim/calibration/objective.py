"""Weighted least squares with priors: how far a set of parameters is from the training values and from its priors.

Residuals are (model - observed) / standard deviation, and (parameter - declared value) / prior standard deviation, a
quarter of the plausible range. Those of observations enter by soft L1, near to a square below one standard deviation
and linear far above, so that one odd value does not rule a fit; those of the priors as squares. Limits are the
plausible ranges. Nothing here holds data.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


def fit(
    misfit: Callable[[dict[str, float]], Floats],
    prior: Prior,
    starts: int,
    seed: int,
    told: Callable[[str], None] = lambda text: None,
) -> Fitted:
    """The parameters of least cost among several starts.

    misfit  parameters by name -> residuals of the observations in standard deviations
    told    receives a line for each start that is done
    """
    generator = np.random.default_rng(seed)
    limits = ((prior.low - prior.centre) / prior.spread, (prior.high - prior.centre) / prior.spread)

    def given(z: Floats) -> dict[str, float]:
        return dict(zip(prior.names, (prior.centre + z * prior.spread).tolist(), strict=True))

    def residuals(z: Floats) -> Floats:
        return np.concatenate([softened(misfit(given(z))), z])

    def slopes(z: Floats) -> Floats:
        base = residuals(z)
        table = np.empty((len(base), len(z)))
        for i in range(len(z)):
            # Away from the nearer limit, so that no run leaves the plausible range.
            step = STEP if z[i] < 0.5 * (limits[0][i] + limits[1][i]) else -STEP
            moved = z.copy()
            moved[i] += step
            table[:, i] = (residuals(moved) - base) / step
        return table

    found: list[Any] = []
    for start in range(starts):
        z = np.zeros(len(prior.names)) if start == 0 else 0.7 * generator.standard_normal(len(prior.names))
        z = np.clip(z, limits[0] + 0.05, limits[1] - 0.05)
        found.append(least_squares(residuals, z, jac=slopes, bounds=limits, max_nfev=MOST_CALLS))
        told(f"start {start + 1} of {starts}: cost {found[-1].cost:.3f}")
    best = min(found, key=lambda one: one.cost)
    covariance = np.linalg.inv(best.jac.T @ best.jac)
    deviation = np.sqrt(np.diag(covariance))
    values = prior.centre + best.x * prior.spread
    near = AT_LIMIT * (prior.high - prior.low)
    return Fitted(
        values,
        tuple(float(one.cost) for one in found),
        deviation * prior.spread,
        covariance / np.outer(deviation, deviation),
        misfit(given(best.x)),
        (values - prior.low < near) | (prior.high - values < near),
    )
