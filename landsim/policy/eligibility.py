"""Where trees, shrubs and saxaul may be planted: limits of rain, aridity and warmth, and what land may be taken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.core.state import LAND
from landsim.landscape import Landscape

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
SUITABILITY_PARAMETERS = (
    *(f"afforestation.{name}" for name in ("tree_rain", "tree_aridity", "tree_warmth", "shrub_rain", "saxaul_rain")),
    *(f"revegetation.grass_{name}" for name in ("rain", "warmth", "temperature")),
)
ARIDITY_CLASSES = (0.65, 0.5, 0.2, 0.0)  # lower bounds of P / PET, most humid first (UNEP)


@dataclass(frozen=True)
class Suitability:
    """Units where each vegetation can live. saxaul and grass include every unit with enough rain and warmth for it."""

    tree: Flags
    shrub: Flags
    saxaul: Flags
    grass: Flags
    native_steppe: Floats


def conditions(land: Landscape, values: Floats) -> dict[str, tuple[Flags, ...]]:
    """Limits of afforestation.* and revegetation.* applied to the climate of the units, one by one, by vegetation."""
    rain, warmth = land["annual_precipitation"], land["warmest_month_temperature"]

    def limit(name: str) -> float:
        return parameters.value(values, f"afforestation.{name}")

    def grass_limit(name: str) -> float:
        return parameters.value(values, f"revegetation.grass_{name}")

    warm_for_trees = warmth >= limit("tree_warmth")
    return {
        "tree": (rain >= limit("tree_rain"), land.aridity() >= limit("tree_aridity"), warm_for_trees),
        "shrub": (rain >= limit("shrub_rain"), warm_for_trees),
        "saxaul": (rain >= limit("saxaul_rain"), warm_for_trees),
        "grass": (
            rain >= grass_limit("rain"),
            warmth >= grass_limit("warmth"),
            land["mean_annual_temperature"] >= grass_limit("temperature"),
        ),
    }


def suitability(land: Landscape, values: Floats) -> Suitability:
    """Where all conditions of a vegetation are met."""
    met = {name: np.all(limits, axis=0) for name, limits in conditions(land, values).items()}
    return Suitability(**met, native_steppe=land["native_steppe_fraction"])


def planted_vegetation(found: Suitability, vegetation: str) -> tuple[Flags, Flags]:
    """Units that may be planted with trees or sown with grass, and units that may be planted with shrubs, by measure.

    auto: trees where they can live, else shrubs, else saxaul. any: what is sown lives everywhere.
    """
    none = np.zeros_like(found.tree)
    if vegetation == "any":
        return np.ones_like(found.tree), none
    if vegetation == "grass":
        return found.grass, none
    if vegetation == "tree":
        return found.tree, none
    if vegetation == "shrub":
        return none, found.shrub
    if vegetation == "saxaul":
        return none, found.saxaul
    return found.tree, (found.shrub | found.saxaul) & ~found.tree


def donor_area(areas: Floats, found: Suitability, source: str, trees: bool, asked_for: bool) -> Floats:
    """Hectares of a donor land that may be planted; trees spare native steppe unless a measure names grassland."""
    area: Floats = areas[LAND.index(source)].copy()
    if source == "grassland" and trees and not asked_for:
        area *= 1.0 - found.native_steppe
    return area
