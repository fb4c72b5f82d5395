"""Scales of a country: decay of its dead matter, and how much of the response to climate its forest's growth shows."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from small_landscape import write_small_landscape

import landsim
from landsim.core.state import FLUX
from landsim.landscape import Landscape, load_landscape
from landsim.names import COUNTRIES
from landsim.results import Run
from landsim.scenario import load_scenario

JPN, RUS = COUNTRIES.index("JPN"), COUNTRIES.index("RUS")


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    return load_landscape(write_small_landscape(tmp_path_factory.mktemp("few") / "small.nc", 20))


def past(few: Landscape, climate: str = "ssp2-4.5", **given: float) -> Run:
    parameters = {name.replace("__", ".") + ".JPN": value for name, value in given.items()}
    scenario = dataclasses.replace(load_scenario("baseline"), last_year=2020, climate=climate, parameters=parameters)
    return landsim.run(scenario, landscape=few)


def flux(run: Run, name: str, country: int = JPN) -> np.ndarray:
    return run.simulated.total[country, :, getattr(FLUX, name)]


def test_growth_without_response_knows_no_climate_in_that_country_alone(few: Landscape) -> None:
    none, constant = (past(few, climate, climate__forest_response=0.0) for climate in ("ssp2-4.5", "constant"))
    usual = past(few, climate__forest_response=1.0)
    np.testing.assert_allclose(flux(none, "growth"), flux(constant, "growth"), rtol=1e-12)
    assert np.abs(flux(usual, "growth")[-5:] / flux(none, "growth")[-5:] - 1.0).min() > 0.005
    np.testing.assert_array_equal(flux(none, "growth", RUS), flux(usual, "growth", RUS))
    assert (flux(none, "growth", RUS)[-5:] > flux(constant, "growth", RUS)[-5:]).all()
    half = past(few, climate__forest_response=0.5)
    middle = 0.5 * (flux(none, "growth") + flux(usual, "growth"))
    # Not quite the middle: the two factors are multiplied.
    np.testing.assert_allclose(flux(half, "growth"), middle, rtol=2e-3)


def test_dead_matter_that_decays_twice_as_fast_is_about_half(few: Landscape) -> None:
    given = {"dead_organic_matter__start_share": 1.0, "dead_organic_matter__start_soil_share": 1.0}
    one = past(few, dead_organic_matter__decay_scale=1.0, **given)
    two = past(few, dead_organic_matter__decay_scale=2.0, **given)
    ratio = flux(two, "dead_wood_and_litter")[0] / flux(one, "dead_wood_and_litter")[0]
    # Stem snags fall at a rate of their own; the rest is stock = litter / decay.
    assert 0.45 < ratio < 0.6
    assert flux(two, "forest_soil")[0] == pytest.approx(flux(one, "forest_soil")[0], rel=0.02)
    for name in ("dead_wood_and_litter", "growth"):
        np.testing.assert_array_equal(flux(two, name, RUS), flux(one, name, RUS))
    np.testing.assert_array_equal(flux(two, "growth"), flux(one, "growth"))
