"""What the units were like in a few years of a run, and how the years between follow from them.

The land model keeps national sums of every year but units only in chosen years. An indicator is therefore told by
unit in these years; between them its value on a hectare of each category of land moves along a straight line, while
the category's area is that of the very year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from landsim.core.state import FLUX, LAND, N_LAND, SNAPSHOT
from landsim.names import COUNTRIES

Floats = NDArray[np.float64]
# Close together where recorded herds move fast and where measures begin.
STATE_YEARS = (1990, 2000, 2005, 2010, 2015, 2020, 2025, 2030, 2040, 2050, 2060)


def state_years(years: NDArray[np.int64], also: Sequence[int] = ()) -> list[int]:
    """Years of a run in which units are kept: STATE_YEARS and others that fall into it, its first and its last."""
    first, last = int(years[0]), int(years[-1])
    return sorted({first, last, *(year for year in (*STATE_YEARS, *also) if first <= year <= last)})


@dataclass(frozen=True)
class States:
    """Units in the years that are kept.

    years  in order
    maps   [years, SNAPSHOTS, lanes], as the kernel gives them
    lane   of each unit
    """

    years: list[int]
    maps: Floats
    lane: NDArray[np.int64]

    def row(self, name: str) -> Floats:
        """One variable (landsim.core.state.SNAPSHOTS) of the units, [years, units]."""
        return np.take(self.maps[:, getattr(SNAPSHOT, name)], self.lane, axis=1)

    @cached_property
    def areas(self) -> Floats:
        """Hectares of each category of LAND, [years, LAND, units]."""
        return np.take(self.maps[:, SNAPSHOT.area_forest_natural :][:, :N_LAND], self.lane, axis=2)

    def area(self, name: str) -> Floats:
        """Hectares of one category of LAND, [years, units]."""
        found: Floats = self.areas[:, LAND.index(name)]
        return found

    def between(self, years: NDArray[np.int64]) -> Floats:
        """Weights of the kept years that give any year along straight lines, [years, kept years]."""
        kept = np.array(self.years, dtype=float)
        return np.array([np.interp(years, kept, unit) for unit in np.eye(len(kept))]).T


def by_country(of_units: Floats, country: NDArray[np.int64]) -> Floats:
    """Sums over the units (last axis) of each country, [..., countries]; units are sorted by country."""
    edges = np.searchsorted(country, np.arange(len(COUNTRIES) + 1))
    sums = [of_units[..., a:b].sum(axis=-1) for a, b in pairwise(edges)]
    return np.stack(sums, axis=-1)


def ratio(part: Floats, whole: Floats) -> Floats:
    """part / whole, and 0 where there is no whole."""
    found: Floats = np.divide(part, whole, out=np.zeros(np.broadcast(part, whole).shape), where=whole > 0.0)
    return found


def yearly_sums(
    states: States, amounts: Mapping[str, Floats], total: Floats, years: NDArray[np.int64], country: NDArray[np.int64]
) -> Floats:
    """National sums in every year of an amount that lies on land, [countries, years].

    amounts  category of LAND -> amount on that land in each unit, [kept years, units]
    total    fluxes and stocks of the kernel, [countries, years, FLUXES]
    """
    weights = states.between(years)
    found = np.zeros(total.shape[:2])
    for name, amount in amounts.items():
        at_states = np.stack([by_country(amount, country), by_country(states.area(name), country)])
        summed, area = np.einsum("ys,ksc->kcy", weights, at_states)
        found += ratio(summed, area) * total[:, :, getattr(FLUX, f"area_{name}")]
    return found


def with_region(part: Floats, whole: Floats) -> Floats:
    """part / whole of each country and, in a last row, of the region, [countries + 1, years]."""
    return ratio(np.vstack([part, part.sum(axis=0)]), np.vstack([whole, whole.sum(axis=0)]))
