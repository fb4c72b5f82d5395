"""The growth of each unit: forest types of its strata, and by how much their curves are scaled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.core import forest, parameters
from landsim.core.climate_response import rain_limited_production, warmth_limited_production
from landsim.core.dimensions import FOREST_TYPES
from landsim.core.simulation import largest_production
from landsim.landscape import Landscape

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
SHRUB_TYPE, SAXAUL_TYPE = FOREST_TYPES.index("shrub_caragana_salix"), FOREST_TYPES.index("saxaul")
# The Python beneath the kernels: numba would have to compile their array forms in every run.
_by_warmth: Callable[[Floats], Floats] = warmth_limited_production.py_func
_by_rain: Callable[[Floats], Floats] = rain_limited_production.py_func
_limit: Callable[[Floats, float, float], Floats] = forest.production_limit.py_func


@dataclass(frozen=True)
class GrowthScales:
    """Forest type (index into FOREST_TYPES) and scale of the growth curve of each stratum and unit, [strata, units].

    scale  growth scale of the country x stocking factor x site index, lowered where production would exceed the
           ceiling; ``at_ceiling`` says where
    """

    kind: Integers
    scale: Floats
    at_ceiling: NDArray[np.bool_]


def growth_scales(land: Landscape, values: Floats) -> GrowthScales:
    """Types and scales of natural forest, planted forest and shrubs.

    Litterfall and net increment of a stand may at no age exceed `forest.production_ceiling` times the Miami production
    of the unit's normal climate. Bounding every age, not the mean over the unit, bounds every mixture of ages that
    fire, harvest and planting may make later. Warming and CO2 are left out: they change the production of the unit too.
    """
    type_of = np.array([FOREST_TYPES.index(name) for name in land.forest_types])
    rain_for_shrub = parameters.value(values, "afforestation.shrub_rain")
    shrub = np.where(land["annual_precipitation"] >= rain_for_shrub, SHRUB_TYPE, SAXAUL_TYPE)
    kind = np.stack([type_of[land.natural_forest_type], type_of[land.planted_forest_type], shrub])
    site = np.stack([land["site_index"], land["site_index"], np.ones(land.size)])
    asked, allowed = _asked_and_allowed(land, values, kind, site)
    return GrowthScales(kind, np.minimum(asked, allowed), asked > allowed)


def species_scale(land: Landscape, values: Floats, species: str) -> Floats:
    """Scale of one forest type planted anywhere, [units]: as of the planted stratum where that is of this type."""
    kind = np.full(land.size, FOREST_TYPES.index(species))
    asked, allowed = _asked_and_allowed(land, values, kind, land["site_index"])
    return np.minimum(asked, allowed)


def _asked_and_allowed(land: Landscape, values: Floats, kind: Integers, site: Floats) -> tuple[Floats, Floats]:
    """Growth scale of the country x stocking factor x site index, and the most that the production ceiling allows."""
    scale = parameters.take(values, "forest.growth_scale")[land.country]
    asked = scale * parameters.take(values, "forest.stocking_factor")[kind] * site
    return asked, production_limit(land, values) / largest_production(values)[kind]


def production_limit(land: Landscape, values: Floats) -> Floats:
    """Most that litterfall and net increment may be together in each unit, tC/ha/yr."""
    miami = np.minimum(_by_warmth(land["mean_annual_temperature"]), _by_rain(land["annual_precipitation"]))
    ceiling, carbon = (
        parameters.value(values, f"forest.{name}") for name in ("production_ceiling", "carbon_per_dry_matter")
    )
    return _limit(miami, carbon, ceiling)
