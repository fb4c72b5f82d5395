"""Profile likelihood: a parameter is held at places of its plausible range, the others of its block are refitted.

Where the observations' part of the cost hardly changes between the ends of the range they do not tell the parameter's
value: it is not identifiable, and its posterior follows from priors (Raue et al. 2009). The others are refitted with
their priors, so that a pair of which only the sum is known goes along without leaving what is plausible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.calibration.objective import AT_LIMIT, Target

Floats = NDArray[np.float64]
# Places of the plausible range, as shares of it.
PLACES = (0.0, 0.25, 0.5, 0.75, 1.0)
# Half the 95 % quantile of chi-squared with one degree of freedom: a rise of the cost that rules a value out.
TELLING_RISE = 1.92
# A refit starts this far inside the limits, in prior standard deviations.
MARGIN = 0.01


@dataclass(frozen=True)
class Place:
    """One place of a profile.

    value            of the parameter, in its unit
    rise             of the whole cost above that of the best fit; below zero where the best fit was not the best
    of_observations  rise of the observations' part; below zero where they would rather have the parameter here
    at_limit         whether another parameter came to stand at an end of its range
    """

    value: float
    rise: float
    of_observations: float
    at_limit: bool


def profile(target: Target, best: Mapping[str, float], name: str) -> list[Place]:
    """The profile of a parameter, by ascending value, the best fit among its places.

    best  the fitted values of all parameters of the target
    """
    at = target.prior.names.index(name)
    others = [i for i in range(len(target.prior.names)) if i != at]
    z = target.place(best)
    lowest = target.cost(z)
    observed = lowest - _of_priors(z)
    low, high = (limit[at] for limit in target.limits())
    wanted = [low + share * (high - low) for share in PLACES]
    wanted = [place for place in wanted if abs(place - z[at]) > AT_LIMIT * (high - low)]
    found = [Place(best[name], 0.0, 0.0, bool(target.at_limit(z)[others].any()))]
    # Outward from the best fit, each refit from where the last one ended.
    upward = sorted(place for place in wanted if place > z[at])
    downward = sorted((place for place in wanted if place < z[at]), reverse=True)
    for places in (upward, downward):
        near = z[others]
        for place in places:
            held = float(target.prior.centre[at] + place * target.prior.spread[at])
            rest = _others(target, others, name, held)
            near = rest.least(rest.inside(near, MARGIN)).x if others else near
            # The cost of the rest holds the observations' part and the priors of the others, not that of what is held.
            cost = rest.cost(near)
            rise, of_observations = cost + 0.5 * place**2 - lowest, cost - _of_priors(near) - observed
            found.append(Place(held, float(rise), float(of_observations), bool(rest.at_limit(near).any())))
    return sorted(found, key=lambda one: one.value)


def _others(target: Target, others: list[int], name: str, held: float) -> Target:
    """The target of the other parameters with one held."""
    return Target(lambda given: target.misfit(given | {name: held}), target.prior.part(others))


def _of_priors(z: Floats) -> float:
    return 0.5 * float(z @ z)


def is_flat(places: list[Place]) -> bool:
    """Whether nowhere in its range the observations rule the parameter out: it is not identifiable."""
    rises = [place.of_observations for place in places]
    return max(rises) - min(rises) < TELLING_RISE
