"""Care of grassland on the real grid: where it lies, how long it holds, what it leaves to others, and what it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from readings import flux, planted_hectares, stock

from landsim.names import COUNTRIES
from landsim.policy.grassland_kinds import GRASSLAND_KINDS
from landsim.results import Run

AT_2021 = 31
COVERING = [kind.kind for kind in GRASSLAND_KINDS if kind.rule == "grass_modification"]


def full(kind: str, **keys: Any) -> dict[str, Any]:
    """A measure on all of Mongolia's grassland from its first year on."""
    usual = {"id": kind, "kind": kind, "country": "MNG", "amount": 1.0, "unit": "fraction", "ramp": "step"}
    return {**usual, **keys}


@pytest.mark.parametrize("kind", COVERING)
def test_coverage_ends_where_it_is_told_to(run_with: Callable[..., Run], kind: str) -> None:
    run = run_with(full(kind, until=2040, last_year=2025), include="frozen")
    rows = run.policy[run.policy["measure"] == kind].set_index("year")
    assert (rows.loc[2041:, "promised"] == 0.0).all() and (rows.loc[2041:, "delivered"] == 0.0).all()
    np.testing.assert_allclose(rows.loc[2021:2040, "delivered"], 1.0, rtol=1e-6)
    assert "it ends after 2040" in rows["reason"].iloc[0]


@pytest.mark.parametrize(
    ("kind", "name"), [("rotational_grazing", "usable_forage"), ("fodder_supply", "forage_demand")]
)
def test_what_is_not_covered_is_not_changed(run_with: Callable[..., Run], frozen: Run, kind: str, name: str) -> None:
    """Half the hectares of a country: half the effect in the first year."""
    whole, half = (run_with(full(kind, amount=amount), include="frozen") for amount in (1.0, 0.5))
    usual = flux(frozen, name, "MNG")[AT_2021]
    effect = [flux(run, name, "MNG")[AT_2021] / usual - 1.0 for run in (whole, half)]
    assert effect[1] == pytest.approx(0.5 * effect[0], rel=1e-6) and abs(effect[0]) > 0.05


def test_two_measures_of_one_effect_share_the_grassland(run_with: Callable[..., Run]) -> None:
    """Spring rest and reseeding both add growth: the second finds only what the first left, and says so."""
    run = run_with(full("seasonal_grazing", amount=0.7), full("pasture_improvement", amount=0.7), include="frozen")
    last = run.policy[run.policy["year"] == 2060].set_index("measure")
    assert last.loc["seasonal_grazing", "delivered"] == pytest.approx(0.7, rel=1e-6)
    assert last.loc["pasture_improvement", "delivered"] == pytest.approx(0.3, rel=1e-6)
    assert re.search(
        r"0\.4 fraction could not be covered: grassland not yet covered", last.loc["pasture_improvement", "reason"]
    )


def test_measures_of_different_effects_meet_on_a_hectare(run_with: Callable[..., Run], frozen: Run) -> None:
    run = run_with(full("rotational_grazing"), full("seasonal_grazing"), include="frozen")
    gain = flux(run, "usable_forage", "MNG")[AT_2021] / flux(frozen, "usable_forage", "MNG")[AT_2021]
    assert gain == pytest.approx(1.1 * 1.12, rel=1e-3)


def test_provinces_are_kept_to(run_with: Callable[..., Run], frozen: Run) -> None:
    run = run_with(full("herd_reduction", amount=0.5, province="Dornod"), include="frozen")
    there = run.landscape.province == run.landscape.provinces.index("Dornod")
    for row in (row for row in run.plan.rows if row.label == "herd_reduction"):
        assert row.share[there].sum() == pytest.approx(1.0) and (row.share[~there] == 0.0).all()
    own = run.policy[run.policy["measure"] == "herd_reduction"]
    found = re.search(r"([.\d]+) million sheep units taken off in 2060", own["reason"].iloc[0])
    assert found
    fewer = stock(frozen, "sheep_units", "MNG")[-1] - stock(run, "sheep_units", "MNG")[-1]
    assert float(found.group(1)) == pytest.approx(fewer, rel=1e-3)


def test_fodder_lets_a_cap_take_off_fewer_animals(run_with: Callable[..., Run]) -> None:
    cap = {"id": "cap", "kind": "grazing_cap", "country": "MNG", "amount": 1.0, "unit": "fraction", "ramp": "step"}
    alone, fed = run_with(cap, include="frozen"), run_with(cap, full("fodder_supply"), include="frozen")
    herd = [stock(run, "sheep_units", "MNG")[AT_2021] for run in (alone, fed)]
    assert herd[1] > 1.05 * herd[0]
    assert (stock(fed, "grazing_pressure", "MNG")[AT_2021:] <= 1.0 + 1e-9).all()


def test_unmet_forage_has_a_row_in_the_ledger(baseline: Run) -> None:
    rows = baseline.ledger[(baseline.ledger["country"] == "MNG") & (baseline.ledger["flux"] == "forage_unmet")]
    np.testing.assert_allclose(rows["value"], flux(baseline, "forage_unmet", "MNG"))
    demand, intake = (flux(baseline, f"forage_{name}", "MNG") for name in ("demand", "intake"))
    np.testing.assert_allclose(demand, intake + rows["value"].to_numpy(), rtol=1e-12)
    assert (rows["value"] > 0.0).all() and set(rows["unit"]) == {"t dm"}


def test_revegetation_keeps_away_from_desert_ice_and_permafrost(run_with: Callable[..., Run], frozen: Run) -> None:
    amount = 5.0
    run = run_with(full("revegetation", country="CHN", amount=amount, unit="Mha", ramp="linear"), include="frozen")
    sown = planted_hectares(run, "revegetation") > 0.0
    assert sown.any()
    for column, least in (
        ("annual_precipitation", 200.0), ("warmest_month_temperature", 8.0), ("mean_annual_temperature", -2.0)
    ):  # fmt: skip
        assert run.landscape[column][sown].min() >= least, column
        assert run.landscape[column][run.landscape.country == COUNTRIES.index("CHN")].min() < least, column
    change = {
        name: stock(run, name, "CHN") - stock(frozen, name, "CHN") for name in ("other_area", "grassland_area")
    }
    assert change["grassland_area"][-1] == pytest.approx(amount, rel=1e-6)
    np.testing.assert_allclose(change["grassland_area"], -change["other_area"], atol=1e-9)
    own = run.policy[run.policy["measure"] == "revegetation"]
    np.testing.assert_allclose(own["delivered"], own["promised"], rtol=1e-6)


def test_sand_control_and_farmland_keep_to_their_land(run_with: Callable[..., Run], frozen: Run) -> None:
    run = run_with(
        full("sand_control", country="CHN", amount=0.4, unit="Mha"),
        full("farmland_to_grassland", country="CHN", amount=0.6, unit="Mha"),
        include="frozen",
    )
    change = {name: stock(run, name, "CHN")[-1] - stock(frozen, name, "CHN")[-1] for name in (
        "other_area", "shrub_area", "cropland_area", "grassland_area", "forest_area")}  # fmt: skip
    assert change["cropland_area"] == pytest.approx(-0.6, rel=1e-6)
    # Shrubs that die back in the dry later leave grassland.
    left = change["grassland_area"] - 0.6
    assert 0.0 <= left < 0.1 * change["shrub_area"]
    assert change["shrub_area"] + left == pytest.approx(-change["other_area"], rel=1e-6) and change["shrub_area"] > 0.1
    assert change["forest_area"] == pytest.approx(0.0, abs=1e-9)
