"""Growth curves of single stands: living biomass by age, what foresters read off it, and the increments of a stand."""

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
FORMS = ("chapman_richards", "logistic")
# An old stand stays on its curve: above this share of the asymptote the age cannot be read from the biomass.
_READABLE = 1.0 - 1e-9
_LIMITS = {"asymptote": (0.1, 1000.0), "rate": (0.001, 1.0), "age": (0.0, 2000.0)}
_SHAPES = {"chapman_richards": (0.1, 10.0), "logistic": (0.0, 100.0)}


@dataclass(frozen=True)
class GrowthCurve:
    """Living biomass B of a stand of age a, for a number of years.

    form "chapman_richards": B(a) = asymptote (1 - exp(-rate a))^shape (Richards 1959)
    form "logistic":         B(a) = asymptote (1 - exp(-rate a)) / (1 + shape exp(-rate a)), the logistic
                             asymptote / (1 + K exp(-rate a)) of Xu et al. 2010 with K = shape, shifted and stretched
                             so that it starts at zero and tends to the same asymptote

    asymptote    living biomass of an old stand, tC/ha
    rate, shape  of the curve, 1/yr and 1
    years        how many years to simulate
    growth_form  needleleaf, larch, broadleaf or shrub: proportions of the tissues and fall of foliage
    age          of the stand in year 0; if None, the age at which the curve holds the initial living biomass

    Raises InputError for what no curve can have.
    """

    asymptote: float
    rate: float
    shape: float
    years: int
    growth_form: str = "needleleaf"
    age: float | None = None
    form: str = "chapman_richards"

    def __post_init__(self) -> None:
        # Imported late: the declarations bring numba with them.
        from landsim.core.dimensions import GROWTH_FORMS

        if self.form not in FORMS:
            raise InputError(
                f"net_increment, key 'form': unknown form '{self.form}', {did_you_mean(str(self.form), FORMS)}"
            )
        for key, (low, high) in {**_LIMITS, "shape": _SHAPES[self.form]}.items():
            found = getattr(self, key)
            if key == "age" and found is None:
                continue
            number = isinstance(found, (int, float, np.number)) and not isinstance(found, bool)
            if not number or not low <= found <= high:
                raise InputError(f"net_increment, key '{key}': found {found!r}, expected {low:g} to {high:g}.")
        if not _is_whole(self.years) or not 1 <= self.years <= 10_000:
            raise InputError(
                f"net_increment, key 'years': found {self.years!r}, expected a whole number from 1 to 10000."
            )
        if self.growth_form not in GROWTH_FORMS:
            hint = did_you_mean(str(self.growth_form), GROWTH_FORMS)
            raise InputError(f"net_increment, key 'growth_form': unknown growth form '{self.growth_form}', {hint}")

    def biomass(self, age: float) -> float:
        """Living biomass at an age (years, zero or more), tC/ha."""
        if not age >= 0.0:
            raise InputError(f"age: found {age!r}, expected a number of years, zero or more.")
        risen = -math.expm1(-self.rate * age)
        if self.form == "logistic":
            return float(self.asymptote * risen / (1.0 + self.shape * (1.0 - risen)))
        return float(self.asymptote * risen**self.shape)

    def age_of(self, biomass: float) -> float:
        """Age at which the curve holds a living biomass (tC/ha, below the asymptote), years."""
        if not 0.0 <= biomass < self.asymptote:
            raise InputError(
                f"biomass: found {biomass:g} tC/ha, expected zero or more and less than the asymptote of "
                f"{self.asymptote:g}."
            )
        relative = biomass / self.asymptote
        if self.form == "logistic":
            return (math.log1p(self.shape * relative) - math.log1p(-relative)) / self.rate
        return -math.log1p(-(relative ** (1.0 / self.shape))) / self.rate

    @property
    def inflection_age(self) -> float:
        """Age of the largest current increment, years; 0 where the curve bends only one way (shape of at most 1)."""
        return math.log(max(self.shape, 1.0)) / self.rate

    @property
    def maximum_increment(self) -> float:
        """Largest current increment, the slope of the curve at the inflection, tC/ha/yr.

        Infinite for a Chapman-Richards shape below 1, which starts upright.
        """
        shape = self.shape
        if self.form == "logistic":
            return self.asymptote * self.rate * ((1.0 + shape) / (4.0 * shape) if shape > 1.0 else 1.0 / (1.0 + shape))
        if shape < 1.0:
            return math.inf
        return float(self.asymptote * self.rate * (1.0 - 1.0 / shape) ** (shape - 1.0))

    @property
    def culmination_age(self) -> float:
        """Age of the largest mean annual increment, where it meets the current one, years; 0 for a shape of at most 1.

        With u = rate x age: shape u exp(-u) = 1 - exp(-u) for Chapman-Richards, and
        (1 + shape) u exp(-u) = (1 - exp(-u)) (1 + shape exp(-u)) for the logistic.
        """
        shape = self.shape

        def mean_over_current(u: float) -> float:
            """The equation's right side less its left, both times exp(u): zero at the culmination, negative before."""
            if self.form == "logistic":
                return math.expm1(u) - shape * math.expm1(-u) - (1.0 + shape) * u
            return math.expm1(u) - shape * u

        # The mean culminates after the current increment has; from there the difference rises without turning.
        first = self.rate * self.inflection_age
        if first == 0.0 or mean_over_current(first) >= 0.0:
            return self.inflection_age
        from scipy.optimize import brentq  # late: half a second that few runs need

        found: float = brentq(mean_over_current, first, 3.0 + 2.0 * math.log1p(shape), xtol=1e-14, rtol=1e-14)
        return found / self.rate

    def normal_forest_mean_stock(self, rotation: int) -> float:
        """Mean living biomass of a normal forest (equal areas of ages 0 to rotation - 1), tC/ha."""
        return sum(self.biomass(age) for age in range(_rotation(rotation))) / rotation

    def sustained_yield(self, rotation: int) -> float:
        """What felling a normal forest at its rotation age gives each year, living biomass per area, tC/ha/yr."""
        return self.biomass(_rotation(rotation)) / rotation

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


def _is_whole(found: Any) -> bool:
    return isinstance(found, (int, np.integer)) and not isinstance(found, bool)


def _rotation(found: Any) -> int:
    if not _is_whole(found) or found < 1:
        raise InputError(f"rotation: found {found!r}, expected a whole number of years, at least 1.")
    return int(found)


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
