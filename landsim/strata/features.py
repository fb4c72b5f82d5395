"""How alike two units are: what their fluxes depend on, each on a scale on which a distance of 1 matters alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.core.dimensions import COUNTRIES
from landsim.disturbance_weights import fire_weight
from landsim.grazing_account import yearly_need
from landsim.grazing_inputs import forage_of, forage_of_climate, sheep_units, usable_forage
from landsim.growth_scales import growth_scales
from landsim.landscape import Landscape
from landsim.soil_factors import decay_factors
from landsim.soil_response import responding_share
from landsim.warming_cubics import evaluate

Floats = NDArray[np.float64]
# Hectares that count as much as one of forest: most of the carbon that moves is in forest.
WEIGHT_OF_OPEN_LAND = 0.3
# Between each hectare counting alike (0) and each country counting alike (1).
EVEN_BETWEEN_COUNTRIES = 0.5
WARMER = 1.5  # K of global warming at which the response to it is told


def land_area(land: Landscape) -> Floats:
    """Land of each unit without inland water, ha."""
    return np.asarray(land.area() - land["area_inland_water"])


def forest_area(land: Landscape) -> Floats:
    """Natural and planted forest of each unit, ha."""
    forest: Floats = land["area_forest_natural"] + land["area_forest_planted"]
    return forest


def weights(land: Landscape) -> Floats:
    """How much a unit counts when strata are made, [units]."""
    forest = forest_area(land)
    count = forest + WEIGHT_OF_OPEN_LAND * (land_area(land) - forest)
    national = np.bincount(land.country, count, minlength=len(COUNTRIES))[land.country]
    counted: Floats = np.maximum(count, 1.0) / national**EVEN_BETWEEN_COUNTRIES
    return counted


def features(land: Landscape) -> Floats:
    """Features of each unit at the default parameters, [features, units]."""
    values = parameters.defaults()
    forest, total = forest_area(land), np.maximum(land_area(land), 1.0)
    herd, grazed = sheep_units(land, values)
    demand = herd * grazed * yearly_need(values)
    pressure = demand / np.maximum(usable_forage(land, values), 1.0)
    decay = decay_factors(land, values)
    now = np.maximum(decay[0], 1e-3)
    growth = growth_scales(land, values).scale
    fires = np.divide(fire_weight(forest, land, values), forest, out=np.zeros_like(forest), where=forest > 0.0)
    warmth = land["mean_annual_temperature"] + land["warming_per_kelvin"] * WARMER
    rain = land["annual_precipitation"] * (1.0 + land["precipitation_change_per_kelvin"] * WARMER)
    forage = forage_of_climate(land)
    columns = [
        (land["mean_annual_temperature"], 2.0),
        (np.log(land["annual_precipitation"] + 20.0), 0.2),
        (np.log(land.aridity() + 0.05), 0.3),
        (land["warming_per_kelvin"], 0.3),
        (np.log(forage_of(warmth, rain) / np.maximum(forage, 1e-3)), 0.05),
        (np.log(now), 0.3),
        (evaluate(decay, WARMER) / now, 0.1),
        (responding_share(land, values), 0.2),
        (np.log(land["soil_organic_carbon"] + 5.0), 0.3),
        (np.log(growth[0] + 0.05), 0.2),
        (np.log(growth[1] + 0.05), 0.3),
        (land["managed_fraction"], 0.15),
        (_per_mean(fires, forest, land), 0.7),
        (np.log1p(pressure), 0.3),
        (forest / total, 0.2),
        (land["area_forest_planted"] / np.maximum(forest, 1.0), 0.4),
        (land["area_grassland"] / total, 0.5),
        (land["area_cropland"] / total, 0.5),
    ]
    return np.array([column / scale for column, scale in columns])


def _per_mean(density: Floats, forest: Floats, land: Landscape) -> Floats:
    """A density relative to its mean over the forest of the country, as a square root: high ones are rare."""
    size = len(COUNTRIES)
    area = np.maximum(np.bincount(land.country, forest, minlength=size), 1.0)
    mean = np.bincount(land.country, density * forest, minlength=size) / area
    return np.sqrt(density / np.maximum(mean, 1e-12)[land.country])
