"""The same scenario on cells of 0.5 and of 0.1 degree: what is planted is equal, what grows is nearly so."""

from __future__ import annotations

import gc
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from readings import INNER_MONGOLIA, flux, measure_rows, stock, yearly_change

import landsim
from landsim.data.build import build
from landsim.landscape import load_landscape
from landsim.names import COUNTRIES
from landsim.results import Run
from landsim.scenario import Scenario

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
TOLERANCE = 0.05
CARBON = ("living_biomass", "dead_organic_matter", "soil_organic_carbon")


def readings(run: Run) -> dict[str, Any]:
    """What is compared, so that a run of 400,000 units need not be kept."""
    ledger = measure_rows(run).set_index("year")
    return {
        "units": run.landscape.size,
        "planted": ledger["planted"].to_numpy(),
        "surviving": ledger["surviving"].to_numpy(),
        "forest": {c: stock(run, "forest_area", c) for c in COUNTRIES},
        "living_biomass": {c: stock(run, "living_biomass", c) for c in COUNTRIES},
        "carbon": {c: sum(stock(run, name, c) for name in CARBON) for c in COUNTRIES},
        "sheep_units": {c: stock(run, "sheep_units", c) for c in COUNTRIES},
        "worst": float(run.simulated.worst.max()),
        "largest_change": float(yearly_change(run).max()),
        "unmet": max(float(flux(run, "transition_unmet", c).max()) for c in COUNTRIES),
    }


@pytest.fixture(scope="module")
def scenario(scenario_of: Callable[..., Scenario]) -> Scenario:
    return scenario_of({**INNER_MONGOLIA, "amount": 1.0})


@pytest.fixture(scope="module")
def coarse(scenario: Scenario) -> dict[str, Any]:
    return readings(landsim.run(scenario))


@pytest.fixture(scope="module")
def fine(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    started = time.perf_counter()
    # Source packages stay in the user's cache between builds.
    path = build(0.1, tmp_path_factory.mktemp("fine") / Path("landscape_0.1.nc"))
    built = time.perf_counter()
    land = load_landscape(path)
    gc.collect()
    run = landsim.run(scenario, landscape=land, threads=2)
    result = readings(run)
    ended = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    timings = {name: round(seconds, 1) for name, seconds in run.timings.items()}
    print(f"\nbuild {built - started:.0f} s, run {ended - built:.0f} s {timings}, peak memory {peak:.1f} GiB")
    return result


def test_the_fine_grid_is_the_finer_one(coarse: dict[str, Any], fine: dict[str, Any]) -> None:
    assert fine["units"] > 20 * coarse["units"]


def test_planted_area_is_equal(coarse: dict[str, Any], fine: dict[str, Any]) -> None:
    np.testing.assert_allclose(fine["planted"], coarse["planted"], rtol=0.0, atol=1e-9)
    assert fine["planted"][-1] == pytest.approx(1.0, abs=1e-9)


def test_surviving_area_agrees(coarse: dict[str, Any], fine: dict[str, Any]) -> None:
    np.testing.assert_allclose(fine["surviving"], coarse["surviving"], rtol=TOLERANCE)


@pytest.mark.parametrize("quantity", ["forest", "living_biomass", "carbon"])
@pytest.mark.parametrize("country", COUNTRIES)
def test_national_areas_and_carbon_agree(
    coarse: dict[str, Any], fine: dict[str, Any], country: str, quantity: str
) -> None:
    ratio = fine[quantity][country] / coarse[quantity][country]
    print(f"{country} {quantity}: fine / coarse {ratio.min():.4f} to {ratio.max():.4f}")
    assert ratio.min() > 1.0 - TOLERANCE and ratio.max() < 1.0 + TOLERANCE


@pytest.mark.parametrize("country", COUNTRIES)
def test_forest_and_herds_of_2020_are_exact_on_both(coarse: dict[str, Any], fine: dict[str, Any], country: str) -> None:
    for quantity in ("forest", "sheep_units"):
        assert fine[quantity][country][30] == pytest.approx(coarse[quantity][country][30], rel=1e-9)


def test_the_fine_run_closes_and_keeps_its_pace(fine: dict[str, Any]) -> None:
    assert fine["worst"] <= 1e-9
    assert fine["largest_change"] <= 0.05 * (1.0 + 1e-12)
    assert fine["unmet"] < 1.0
