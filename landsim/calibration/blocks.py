"""Which parameters of a fit have to be moved together: those that share an observation, directly or through others.

What belongs to one country moves the observations of that country only, unless a forest type grows in several. A
posterior density is a product over such blocks, so each can be sampled, or profiled, with the others where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import bmat, csr_array
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
# Slope, in standard deviations of the observation for one of the prior, below which a parameter does not move it.
MOVES = 1e-3
# Parameters that move no observation: only their priors speak of them.
UNSEEN = "unseen"


@dataclass(frozen=True)
class Block:
    """One block.

    name          its countries, joined by hyphens, and a number where two blocks have the same
    parameters    indices of parameters, ascending
    observations  indices of the observations that they move, ascending
    countries     of these observations, sorted
    """

    name: str
    parameters: tuple[int, ...]
    observations: tuple[int, ...]
    countries: tuple[str, ...]


def blocks_of(slopes: Floats, countries: Sequence[str]) -> list[Block]:
    """The blocks, in the order of their first parameters; parameters that move nothing are one block.

    slopes     [observations, parameters], change of each residual with one prior standard deviation
    countries  of each observation
    """
    moved = csr_array(np.abs(slopes) > MOVES)
    _, label = connected_components(bmat([[None, moved], [moved.T, None]]), directed=False)
    of_observation, of_parameter = label[: len(slopes)], label[len(slopes) :].copy()
    seen = np.isin(of_parameter, of_observation)
    of_parameter[~seen] = -1
    found: list[Block] = []
    for one in dict.fromkeys(of_parameter.tolist()):
        members = np.flatnonzero(of_parameter == one)
        observed = np.flatnonzero(of_observation == one) if one >= 0 else np.zeros(0, dtype=np.int64)
        here = tuple(sorted({countries[i] for i in observed.tolist()}))
        name = "-".join(here) or UNSEEN
        twins = sum(block.countries == here for block in found)
        if twins:
            name += f"-{twins + 1}"
        found.append(Block(name, tuple(members.tolist()), tuple(observed.tolist()), here))
    return found
