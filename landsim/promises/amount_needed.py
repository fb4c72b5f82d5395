"""Backwards: the smallest amount of something whose benefit reaches a target."""

from __future__ import annotations

import math
from collections.abc import Callable

# Of the largest amount: far below what any of the benefits is known to.
TOLERANCE = 1e-9


def amount_needed(benefit: Callable[[float], float], target: float, most: float) -> float:
    """Amount from 0 to ``most`` at which a benefit that grows with it comes to ``target``.

    0 where none is needed, inf where even ``most`` is not enough; else to TOLERANCE of ``most`` (Brent's method).
    """
    if target <= 0.0:
        return 0.0
    if not benefit(most) >= target:
        return math.inf
    from scipy.optimize import brentq  # late: half a second that no run needs

    return float(brentq(lambda amount: benefit(amount) - target, 0.0, most, xtol=TOLERANCE * most))
