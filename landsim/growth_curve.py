"""A growth curve for a single stand: living biomass by age, shared out among tissues in fixed proportions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landsim.errors import InputError
from landsim.suggestions import did_you_mean

Array = NDArray[np.float64]
# An old stand stays on its curve: above this share of the asymptote the age cannot be read from the biomass.
_READABLE = 1.0 - 1e-9


@dataclass(frozen=True)
class GrowthCurve:
    """Chapman-Richards curve B(a) = asymptote (1 - exp(-rate a))^shape for a number of years.

    asymptote    living biomass of an old stand, tC/ha
    rate, shape  of the curve, 1/yr and 1
    years        how many years to simulate
    growth_form  needleleaf, larch, broadleaf or shrub: proportions of the tissues and fall of foliage
    age          of the stand in year 0; if None, the age at which the curve holds the initial living biomass
    """

    asymptote: float
    rate: float
    shape: float
    years: int
    growth_form: str = "needleleaf"
    age: float | None = None

    def __post_init__(self) -> None:
        # Imported late: the declarations bring numba with them.
        from landsim.core.dimensions import GROWTH_FORMS

        limits = {"asymptote": (0.1, 1000.0), "rate": (0.001, 1.0), "shape": (0.1, 10.0), "age": (0.0, 2000.0)}
        for key, (low, high) in limits.items():
            found = getattr(self, key)
            if key == "age" and found is None:
                continue
            number = isinstance(found, (int, float, np.number)) and not isinstance(found, bool)
            if not number or not low <= found <= high:
                raise InputError(f"net_increment, key '{key}': found {found!r}, expected {low:g} to {high:g}.")
        whole = isinstance(self.years, (int, np.integer)) and not isinstance(self.years, bool)
        if not whole or not 1 <= self.years <= 10_000:
            raise InputError(
                f"net_increment, key 'years': found {self.years!r}, expected a whole number from 1 to 10000."
            )
        if self.growth_form not in GROWTH_FORMS:
            hint = did_you_mean(str(self.growth_form), GROWTH_FORMS)
            raise InputError(f"net_increment, key 'growth_form': unknown growth form '{self.growth_form}', {hint}")

    def biomass(self, age: float) -> float:
        """Living biomass at an age, tC/ha."""
        return float(self.asymptote * (-math.expm1(-self.rate * age)) ** self.shape)

    def age_of(self, biomass: float) -> float:
        """Age at which the curve holds a living biomass, years."""
        relative: float = (biomass / self.asymptote) ** (1.0 / self.shape)
        return -math.log1p(-relative) / self.rate

    def increments(self, initial_biomass: float, kept: Mapping[int, float], ends: Sequence[int]) -> Array:
        """Net increment of living biomass in each year, tC/ha/yr.

        kept   year -> share of the trees that an event of that year leaves alive: the stand is then as old as the
               curve makes what is left, and a stand without living trees starts at age 0
        ends   years from which nothing grows again (deforestation)
        """
        age = self.age
        if age is None:
            if initial_biomass >= self.asymptote * _READABLE:
                raise InputError(
                    f"net_increment, key 'age': missing, and the initial living biomass of {initial_biomass:g} tC/ha "
                    f"is not below the asymptote of {self.asymptote:g}; expected the age in year 0."
                )
            age = self.age_of(initial_biomass)
        increments = np.zeros(self.years)
        for year in range(1, self.years + 1):
            if year in ends:
                break
            if year in kept:
                age = self.age_of(min(self.biomass(age), self.asymptote * _READABLE) * kept[year])
            increments[year - 1] = self.biomass(age + 1.0) - self.biomass(age)
            age += 1.0
        return increments


def curve_from(mapping: Mapping[str, Any]) -> GrowthCurve:
    """The curve that a mapping describes; its keys are the fields of GrowthCurve."""
    known = [field.name for field in fields(GrowthCurve)]
    for key in mapping:
        if key not in known:
            raise InputError(f"net_increment: unknown key '{key}', {did_you_mean(str(key), known)}")
    for key in ("asymptote", "rate", "shape", "years"):
        if key not in mapping:
            raise InputError(f"net_increment: the key '{key}' of the growth curve is missing, expected a number.")
    return GrowthCurve(**mapping)
