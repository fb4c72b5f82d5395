"""Hectares of each unit that measures have planted, cover or closed, in the years that units are kept.

Where the plan says which unit, and the step how much came of it in the nation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from landsim.core.state import EXCLOSURE, FLUX
from landsim.names import COUNTRIES
from landsim.policy.tiers import Row

if TYPE_CHECKING:
    from landsim.results import Run

Floats = NDArray[np.float64]


def rows_of(run: Run, kinds: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    """Rows of the plan that belong to measures of these kinds, with their index."""
    for placed in run.plan.placed:
        if placed.measure.kind in kinds:
            for index in placed.rows:
                yield index, run.plan.rows[index]


def at_states(run: Run, by_year: Floats) -> Floats:
    """Values of the kept years out of those of every year."""
    taken: Floats = by_year[np.array(run.states.years) - int(run.drivers.years[0])]
    return taken


def planted_land(run: Run, kinds: tuple[str, ...], source: int) -> Floats:
    """Hectares that measures of these kinds have planted on one category of land, less what did not survive.

    What dies back or is cleared later still counts. [kept years, units]
    """
    planted = np.zeros((len(run.states.years), run.landscape.size))
    for index, row in rows_of(run, kinds):
        if row.source == source:
            planted += np.multiply.outer(at_states(run, np.cumsum(run.simulated.surviving[index])), row.share)
    return planted


def covered_land(run: Run, kinds: tuple[str, ...], destination: int | None = None, over_years: int = 1) -> Floats:
    """Hectares that measures of these kinds cover, [kept years, units].

    destination  what a row must change (its `destination`); None: all rows
    over_years   years after which a hectare counts whole; before it counts in proportion
    """
    covered = np.zeros((len(run.states.years), run.landscape.size))
    for index, row in rows_of(run, kinds):
        if destination is None or row.destination == destination:
            hectares = np.cumsum(np.concatenate([np.zeros(over_years), run.simulated.placed[index]]))
            mean = (hectares[over_years:] - hectares[:-over_years]) / over_years
            covered += np.multiply.outer(at_states(run, mean), row.share)
    return covered


def closed_grassland(run: Run) -> Floats:
    """Closed grassland of each unit, ha: as planned, scaled to the nation's hectares, [kept years, units]."""
    grass = run.states.area("grassland")
    closed = np.zeros_like(grass)
    for row in run.plan.rows:
        if row.rule == EXCLOSURE:
            closed += np.multiply.outer(at_states(run, row.cumulative[1:]), row.share)
    if not closed.any():
        return closed
    closed = np.minimum(closed, grass)
    stepped = at_states(run, run.simulated.total[:, :, FLUX.exclosed_area].T)
    for at, hectares in enumerate(stepped):
        planned = np.bincount(run.landscape.country, closed[at], minlength=len(COUNTRIES))
        part = np.divide(hectares, planned, out=np.zeros_like(planned), where=planned > 0.0)
        closed[at] *= part[run.landscape.country]
    return np.minimum(closed, grass)
