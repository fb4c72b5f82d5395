"""How a parameter is declared, once: name, unit, default, valid and plausible range, source.

Kernels, scenario overrides, sensitivity studies, calibration and the documentation all read the same
declaration. A parameter is a scalar or is indexed by exactly one dimension (dimensions.KEYS); each element
``name.KEY`` has its own default and ranges. The model receives one flat float64 vector in declaration order.

The default is the declared value or, where the records to 2010 were fitted (`landsim calibrate`), the fitted one of
calibrated.csv. The declared value stays beside it: it is where a fit starts and the centre of its prior.
"""

from __future__ import annotations

import csv
import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from numbers import Real
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landsim.core.dimensions import KEYS

# Every process file that declares PARAMETERS, in the order of the flat vector.
PROCESSES = (
    "climate_response", "forest", "dead_organic_matter", "fire", "insects", "harvest", "afforestation",
    "mineral_soil", "rangeland", "grass_fire", "grass_management",
    "herd", "herd_dynamics", "wood_products", "livestock_emissions", "managed_land",
    "deforestation",
    "manure", "agricultural_soils", "rice", "residue_burning", "peat", "coastal_wetlands", "wind_erosion",
    "soil_climate", "soil_decomposition", "rothc", "soil_stock_factors",
    "soil_management", "revegetation", "urban_trees", "land_degradation", "mean_species_abundance", "drought",
    "grazing_intensity",
)  # fmt: skip

Range = tuple[float, float]
CALIBRATED_FILE = Path(__file__).with_name("calibrated.csv")
CALIBRATED = "calibrated"


@dataclass(frozen=True)
class Parameter:
    """A declared parameter.

    valid        values outside raise (physics or definition)
    plausible    the range that sensitivity studies sample and calibration may reach
    status       "read" (from the cited source), "fitted", "derived" or "assumption" (nothing published fits); of
                 an element whose default comes from calibrated.csv: "calibrated", whatever was declared
    per_key      for an indexed parameter: key -> (default, plausible low, plausible high, source)
    """

    name: str
    unit: str
    default: float
    valid: Range
    plausible: Range
    source: str
    description: str
    status: str = "assumption"
    distribution: str = "triangular"
    dimension: str = ""
    per_key: Mapping[str, tuple[float, float, float, str]] = field(default_factory=dict)

    def elements(self) -> list[Element]:
        """The numbers of the parameter, with their defaults."""
        if not self.dimension:
            return [_element(self.name, self, self.default, self.plausible, self.source)]
        rows = []
        for key in KEYS[self.dimension]:
            value, low, high, source = self.per_key.get(key, (self.default, *self.plausible, self.source))
            rows.append(_element(f"{self.name}.{key}", self, value, (low, high), source))
        return rows


@dataclass(frozen=True)
class Element:
    """One number of the flat vector.

    default   what the model runs with where nothing else is said: the declared or the calibrated value
    declared  the value before calibration
    """

    name: str
    parameter: Parameter
    default: float
    plausible: Range
    source: str
    declared: float
    status: str


def _element(name: str, parameter: Parameter, declared: float, plausible: Range, source: str) -> Element:
    found = calibrated().get(name)
    if found is None:
        return Element(name, parameter, declared, plausible, source, declared, parameter.status)
    value, fit = found
    told = f"fitted to records up to 2010 (calibration/fitted/{fit}.toml); before that {declared:g}: {source}"
    return Element(name, parameter, value, plausible, told, declared, CALIBRATED)


@cache
def calibrated() -> dict[str, tuple[float, str]]:
    """Fitted values that are defaults: element -> (value, name of the fit)."""
    with CALIBRATED_FILE.open(encoding="utf-8", newline="") as lines:
        return {row["name"]: (float(row["value"]), row["fit"]) for row in csv.DictReader(lines)}


@cache
def declared() -> tuple[Parameter, ...]:
    """All declared parameters, in the order of PROCESSES and of each file."""
    found: list[Parameter] = []
    for process in PROCESSES:
        found.extend(import_module(f"landsim.core.{process}").PARAMETERS)
    return tuple(found)


@cache
def elements() -> tuple[Element, ...]:
    """All elements of the flat vector, in order."""
    return tuple(element for parameter in declared() for element in parameter.elements())


@cache
def index() -> dict[str, int]:
    """Position in the flat vector of every parameter (its first key) and of every ``name.KEY``."""
    positions: dict[str, int] = {}
    for position, element in enumerate(elements()):
        positions.setdefault(element.parameter.name, position)
        positions[element.name] = position
    return positions


@cache
def spans() -> dict[str, int]:
    """How many elements every parameter has."""
    return {p.name: len(p.elements()) for p in declared()}


def defaults() -> NDArray[np.float64]:
    """The flat vector of default values."""
    return np.array([element.default for element in elements()], dtype=np.float64)


def before_calibration() -> dict[str, float]:
    """The declared values of the elements whose defaults are fitted, by name."""
    return {element.name: element.declared for element in elements() if element.status == CALIBRATED}


def resolve(overrides: Mapping[str, float]) -> NDArray[np.float64]:
    """The flat vector with overrides applied.

    ``name`` sets a scalar, or every key of an indexed parameter; ``name.KEY`` sets one element and wins over ``name``.

    Raises KeyError for an unknown name (with the nearest known ones) and ValueError for a value outside the
    valid range; both texts are whole sentences.
    """
    values = defaults()
    for name in sorted(overrides, key=lambda n: (n not in spans(), n)):
        if name not in index():
            near = difflib.get_close_matches(name, dict.fromkeys([*spans(), *(e.name for e in elements())]), n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else "; see `landsim list parameters`"
            raise KeyError(f"parameter '{name}' is not declared{hint}")
        start, span = index()[name], spans().get(name, 1)
        low, high = elements()[start].parameter.valid
        value = overrides[name]
        if isinstance(value, (bool, np.bool_)) or not isinstance(value, Real) or not math.isfinite(value):
            raise ValueError(f"parameter '{name}' is {value!r}, expected a finite number")
        if not low <= value <= high:
            unit = elements()[start].parameter.unit
            raise ValueError(f"parameter '{name}' is {value:g}, expected {low:g} to {high:g} {unit}")
        values[start : start + span] = value
    return values


def take(values: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    """The elements of one indexed parameter, in the order of its dimension's keys."""
    start = index()[name]
    return values[start : start + spans()[name]]


def value(values: NDArray[np.float64], name: str) -> float:
    """One scalar parameter, or one element ``name.KEY``."""
    return float(values[index()[name]])


def table() -> list[dict[str, object]]:
    """One row per element, for `landsim list parameters` and the documentation."""
    return [
        {
            "name": element.name,
            "unit": element.parameter.unit,
            "default": element.default,
            "valid_low": element.parameter.valid[0],
            "valid_high": element.parameter.valid[1],
            "low": element.plausible[0],
            "high": element.plausible[1],
            "distribution": element.parameter.distribution,
            "status": element.status,
            "description": element.parameter.description,
            "source": element.source,
        }
        for element in elements()
    ]
