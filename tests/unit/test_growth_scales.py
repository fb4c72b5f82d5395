"""Growth scale of each unit by hand, and the ceiling of production that lowers it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import landsim
from landsim.core import parameters
from landsim.core.climate_response import miami_net_primary_production
from landsim.core.dimensions import FOREST_TYPES
from landsim.core.simulation import largest_production
from landsim.core.state import FLUX, INPUT, N_STRATA
from landsim.growth_scales import growth_scales, production_limit
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.results import Run

VALUES = parameters.defaults()
NO_CEILING = parameters.resolve({"forest.production_ceiling": 100.0})


def test_scale_is_country_times_stocking_times_site(land: Landscape) -> None:
    growth = growth_scales(land, NO_CEILING)
    assert not growth.at_ceiling.any()
    for unit in (50, 9000, 17000):
        for stratum, kinds in enumerate((land.natural_forest_type, land.planted_forest_type)):
            name = land.forest_types[kinds[unit]]
            assert growth.kind[stratum, unit] == FOREST_TYPES.index(name)
            scale = parameters.value(VALUES, f"forest.growth_scale.{COUNTRIES[land.country[unit]]}")
            stocking = parameters.value(VALUES, f"forest.stocking_factor.{name}")
            assert growth.scale[stratum, unit] == pytest.approx(scale * stocking * land["site_index"][unit])
    wet = land["annual_precipitation"] >= parameters.value(VALUES, "afforestation.shrub_rain")
    kinds = np.where(wet, FOREST_TYPES.index("shrub_caragana_salix"), FOREST_TYPES.index("saxaul"))
    np.testing.assert_array_equal(growth.kind[2], kinds)


def test_the_limit_is_a_multiple_of_miami_production_in_carbon(land: Landscape) -> None:
    limit = production_limit(land, VALUES)
    for unit in (50, 9000, 17000):
        miami = miami_net_primary_production(land["mean_annual_temperature"][unit], land["annual_precipitation"][unit])
        assert limit[unit] == pytest.approx(1.2 * 0.5 * miami, rel=1e-12)


def test_the_ceiling_lowers_what_exceeds_it_and_nothing_else(land: Landscape) -> None:
    free, bounded = growth_scales(land, NO_CEILING), growth_scales(land, VALUES)
    np.testing.assert_array_equal(free.kind, bounded.kind)
    largest, limit = largest_production(VALUES)[free.kind], production_limit(land, VALUES)
    over = free.scale * largest > limit
    assert 0.0 < over.mean() < 1.0
    np.testing.assert_array_equal(bounded.at_ceiling, over)
    np.testing.assert_array_equal(bounded.scale[~over], free.scale[~over])
    at = (bounded.scale * largest / limit)[over]
    np.testing.assert_allclose(at, 1.0, rtol=1e-12)
    higher = growth_scales(land, parameters.resolve({"forest.production_ceiling": 1.5}))
    assert higher.at_ceiling.sum() < over.sum()
    assert (higher.scale >= bounded.scale).all()


def test_a_run_counts_what_is_at_the_ceiling(baseline: Run) -> None:
    at_ceiling = growth_scales(baseline.landscape, VALUES).at_ceiling
    forest = baseline.plan.areas_2020[:N_STRATA]
    counted = baseline.description()["growth_at_production_ceiling"]
    assert counted["forest_area_2020_Mha"] == pytest.approx((forest * at_ceiling).sum() / 1e6)
    assert 0 < (forest * at_ceiling > 0.0).any(axis=0).sum() <= counted["units"] < baseline.landscape.size
    assert 0.0 < counted["forest_area_2020_Mha"] < forest.sum() / 1e6
    assert INPUT.shrub_scale - INPUT.natural_scale == N_STRATA - 1


TEMPERATURE, RAIN, CO2 = (
    "climate.growth_temperature_response", "climate.growth_precipitation_response", "climate.co2_response",
)  # fmt: skip


def growth_of(climate: str, **parameters_set: float) -> np.ndarray:
    """Growth of forest by country and year, tC/yr."""
    scenario = replace(landsim.load_scenario("frozen"), climate=climate, parameters=parameters_set)
    return landsim.run(scenario).simulated.total[:, :, FLUX.growth]


def test_a_run_without_drivers_grows_alike_in_any_climate_and_each_driver_alone_does_not() -> None:
    # Fire and insects answer to warming too, and leave less forest to grow. Japan's forest shows no response by itself.
    off = {TEMPERATURE: 0.0, RAIN: 0.0, CO2: 0.0, "fire.warming_response": 0.0, "insects.warming_response": 0.0}
    off["climate.forest_response.JPN"] = 1.0
    still = growth_of("ssp2-4.5", **off)
    np.testing.assert_array_equal(still, growth_of("ssp5-8.5", **off))
    effects = []
    for driver, on in ((TEMPERATURE, 1.0), (RAIN, 1.0), (CO2, 0.3)):
        alone = growth_of("ssp2-4.5", **{**off, driver: on})
        # CO2 is measured from its first year; warming from 1995-2014.
        assert (alone[:, 0] == still[:, 0]).all() == (driver == CO2)
        effects.append((alone[:, -1] / still[:, -1]).round(6).tolist())
    assert len({tuple(effect) for effect in effects}) == 3
    assert min(effects[2]) > 1.05 and all(effect != [1.0] * len(COUNTRIES) for effect in effects)
