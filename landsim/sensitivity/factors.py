"""Parameters of a study: chosen by name, ranges and distributions from their one declaration, never from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.core.parameters import Element
from landsim.errors import InputError
from landsim.suggestions import did_you_mean

Floats = NDArray[np.float64]
DECLARED, UNIFORM = "declared", "uniform"
# A plausible range of a normal parameter is taken as its 95 % interval.
STANDARD_DEVIATIONS = 2.0 * 1.959963984540054


@dataclass(frozen=True)
class Factor:
    """A column of the sample matrix. ``group`` is what its indices are told under: itself, or what it varies with."""

    element: Element
    group: str

    @property
    def name(self) -> str:
        return self.element.name


def choose_factors(
    label: str, names: Sequence[str], groups: Mapping[str, Sequence[str]], given: Mapping[str, str] | None = None
) -> tuple[Factor, ...]:
    """Factors of a study.

    names   parameters: a scalar, one element `name.KEY`, all keys of an indexed `name`, or all of a process `fire.*`;
            the last two are a group
    groups  name of a group -> parameters of the same forms, that are told together
    given   elements that have their values from elsewhere -> from where

    Raises InputError for a name that is not declared, stands twice, has its values from elsewhere, or has no range to
    sample.
    """
    found: dict[str, Factor] = {}
    asked: list[tuple[str, str, str | None]] = [(f"{label}, key 'parameters'", name, None) for name in names]
    asked += [(f"{label}, [groups], key '{group}'", name, group) for group, listed in groups.items() for name in listed]
    for place, name, group in asked:
        elements = _elements(place, name)
        for element in elements:
            if given and element.name in given:
                raise InputError(
                    f"{place}: found '{name}', but '{element.name}' has its values from {given[element.name]}, "
                    "expected each parameter in one place."
                )
            if element.name in found:
                raise InputError(f"{place}: the parameter '{element.name}' stands twice, expected each once.")
            found[element.name] = Factor(element, group or (name if len(elements) > 1 else element.name))
    return tuple(found.values())


def _elements(place: str, name: str) -> list[Element]:
    every = parameters.elements()
    if name == "*" or name.endswith(".*"):
        chosen = [one for one in every if name == "*" or one.name.startswith(name[:-1])]
    else:
        chosen = [one for one in every if name in (one.name, one.parameter.name)]
    if not chosen:
        known = [*parameters.spans(), *(one.name for one in every)]
        raise InputError(f"{place}: found '{name}', {did_you_mean(name, known)}")
    free = [one for one in chosen if one.plausible[1] > one.plausible[0]]
    if not free:
        low = chosen[0].plausible[0]
        raise InputError(
            f"{place}: '{name}' is declared as fixed ({low:g}), expected a parameter with a plausible range."
        )
    return free


def problem_of(factors: Sequence[Factor]) -> dict[str, Any]:
    """What SALib is told: factors on the unit cube, groups only where there are any."""
    problem: dict[str, Any] = {
        "num_vars": len(factors),
        "names": [factor.name for factor in factors],
        "bounds": [[0.0, 1.0]] * len(factors),
    }
    if any(factor.group != factor.name for factor in factors):
        problem["groups"] = [factor.group for factor in factors]
    return problem


def names_of(factors: Sequence[Factor]) -> list[str]:
    """What indices are told under: groups in the order in which they first stand, else the factors."""
    return list(dict.fromkeys(factor.group for factor in factors))


def scaled(unit: Floats, factors: Sequence[Factor], distribution: str) -> Floats:
    """Values of the parameters from a sample of the unit cube, both [samples, factors].

    distribution  "declared": triangular with the default as its peak, or normal, cut off at the plausible range;
                  "uniform": even over the plausible range
    """
    values = np.empty_like(unit)
    for at, factor in enumerate(factors):
        low, high = factor.element.plausible
        kind = UNIFORM if distribution == UNIFORM else factor.element.parameter.distribution
        # Rounding may not carry a value past its end.
        values[:, at] = np.clip(_quantile(unit[:, at], low, high, factor.element.default, kind), low, high)
    return values


def _quantile(share: Floats, low: float, high: float, default: float, kind: str) -> Floats:
    if kind == UNIFORM:
        # In this order, as SALib scales, so that its own samples have the same bits.
        return share * (high - low) + low
    from scipy.stats import triang, truncnorm

    if kind == "normal":
        deviation = (high - low) / STANDARD_DEVIATIONS
        ends = (low - default) / deviation, (high - default) / deviation
        return np.asarray(truncnorm.ppf(share, *ends, loc=default, scale=deviation))
    peak = min(max((default - low) / (high - low), 0.0), 1.0)
    return np.asarray(triang.ppf(share, peak, loc=low, scale=high - low))
