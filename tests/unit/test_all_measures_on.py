"""Every kind of measure in every country at once, in float64: carbon and area close, and each promise is explained."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from readings import flux, stock
from test_forest_measures import explained

from landsim.core.budget import AREA_TOLERANCE, CARBON_TOLERANCE
from landsim.core.state import BUDGETS, SOIL_LAND
from landsim.names import COUNTRIES
from landsim.policy.measures import MEASURE_KINDS
from landsim.results import Run

AT_2021 = 31
AREAS = [f"{land}_area" for land in ("forest", "shrub", "cropland", "grassland", "wetland", "settlement", "other")]
AMOUNTS = {"Mha": 0.2, "Mha/yr": 0.02, "Mm3/yr": 1.0, "fraction": 0.15}
LAND_OUT = ("soil_respiration", "deforestation_air", "deforestation_products")
FOREST_OUT = ("forest_decay", "fire_carbon", "insect_carbon", "slash_carbon", "felled_products")


def measures() -> list[dict[str, Any]]:
    """One of each kind in each country where it has a meaning."""
    return [
        {
            "id": f"{kind.kind}-{country}", "kind": kind.kind, "country": country, "unit": kind.units[0],
            "amount": AMOUNTS[kind.units[0]],
        }
        for kind in MEASURE_KINDS.values()
        for country in (kind.countries or COUNTRIES)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def everything(run_with: Callable[..., Run]) -> Run:
    return run_with(*measures())


def test_every_budget_closes_in_every_unit_and_year(everything: Run) -> None:
    assert everything.simulated.total.dtype == np.float64
    for which, name in enumerate(BUDGETS):
        limit = AREA_TOLERANCE if name == "area" else CARBON_TOLERANCE
        assert everything.simulated.worst[which].max() <= limit == 1e-9, name
    assert np.isfinite(everything.simulated.total).all()


@pytest.mark.parametrize("country", COUNTRIES)
def test_national_stocks_change_by_the_fluxes(everything: Run, country: str) -> None:
    names = ("living_biomass", "dead_organic_matter", "clearing_residue", "soil_organic_carbon")
    carbon = 1e6 * sum(stock(everything, name, country) for name in names)
    out = sum(flux(everything, name, country) for name in FOREST_OUT)
    entered = flux(everything, "growth", country) + flux(everything, "litterfall", country)
    for land in SOIL_LAND:
        out = out + sum(flux(everything, f"{name}_{land}", country) for name in LAND_OUT)
        entered = entered + flux(everything, f"soil_input_{land}", country)
    np.testing.assert_allclose(np.diff(carbon), (entered - out)[1:], rtol=0.0, atol=1e-9 * carbon.max())
    total = sum(stock(everything, name, country) for name in AREAS)
    np.testing.assert_allclose(total, total[0], rtol=1e-9)


def test_all_of_them_are_at_work_and_every_promise_is_explained(everything: Run) -> None:
    years = everything.policy.set_index(["measure", "year"])
    for measure in everything.scenario.measures:
        # Less deforestation ends with its last year; all others are what they are at the end of the run.
        row = years.loc[(measure.id, 2030 if measure.kind == "forest_protection" else 2060)]
        cover = measure.numbers.get("tree_cover", 1.0)
        failed = 0.0 if np.isnan(row["planted"]) else (row["planted"] - row["surviving"]) / cover
        missing = explained(row["reason"], row["unit"], row["promised"])
        where = (measure.id, row["promised"], row["delivered"], row["reason"])
        total = row["delivered"] + failed + missing
        assert row["promised"] == pytest.approx(total, rel=5e-3, abs=1e-9), where
    # What cannot be done somewhere (no karst, no rain, no continued loss) is the exception.
    last = everything.policy.groupby("measure").last()
    idle = last[(last["delivered"] == 0.0) & ~last.index.str.startswith("forest_protection")]
    assert len(idle) <= 0.1 * len(measures()), idle["reason"].to_dict()


def test_history_is_not_touched(everything: Run, baseline: Run) -> None:
    np.testing.assert_array_equal(everything.simulated.total[:, :AT_2021], baseline.simulated.total[:, :AT_2021])
