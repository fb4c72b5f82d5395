"""Species that measures name, on the real grid: shares by planned hectares, scales, and what the ledger tells."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from readings import INNER_MONGOLIA, flux, planted_hectares, stock

from landsim.core.dimensions import FOREST_TYPES
from landsim.core.state import INPUT, LAND, TRANSITION
from landsim.growth_scales import growth_scales, species_scale
from landsim.landscape import Landscape
from landsim.results import Run

PLANTED = LAND.index("forest_planted")
POPLAR, PINE = "poplar_plantation", "pinus_tabuliformis"
TREES = {**INNER_MONGOLIA, "vegetation": "tree", "amount": 0.2}


def reason(run: Run, measure: str) -> str:
    return str(run.policy.loc[run.policy["measure"] == measure, "reason"].iloc[0])


def all_planting(run: Run) -> np.ndarray:
    """Hectares planned to be planted in each unit after 2020, whoever plants them."""
    total = np.zeros(run.landscape.size)
    for row in run.plan.rows:
        if row.rule == TRANSITION and row.destination == PLANTED:
            total += row.share * (row.cumulative[-1] - row.cumulative[31])
    return total


def test_the_scale_of_a_species_is_that_of_the_planted_stratum_where_it_is_planted(
    land: Landscape, baseline: Run
) -> None:
    growth = growth_scales(land, baseline.values)
    for species in (POPLAR, "larch_plantation_NE_China", "sugi"):
        there = growth.kind[1] == FOREST_TYPES.index(species)
        found = species_scale(land, baseline.values, species)
        np.testing.assert_array_equal(found[there], growth.scale[1, there])
        assert (found > 0.0).all()
    assert (growth.kind[1] == FOREST_TYPES.index("sugi")).any()


def test_runs_without_species_have_none(baseline: Run, ndc_first: Run) -> None:
    for run in (baseline, ndc_first):
        assert not run.plan.inputs[INPUT.species_type_1 :].any()
        assert all(measure.species is None for measure in run.scenario.measures)


def test_shares_go_by_planned_hectares(run_with: Callable[..., Run]) -> None:
    run = run_with({**TREES, "id": "poplar", "species": POPLAR}, {**TREES, "id": "other"})
    inputs = run.plan.inputs
    planted = planted_hectares(run, "poplar")
    everything = all_planting(run)
    expected = np.divide(planted, everything, out=np.zeros_like(planted), where=everything > 0.0)
    np.testing.assert_allclose(inputs[INPUT.species_share_1], expected, rtol=1e-12)
    assert not inputs[INPUT.species_share_2].any()
    busy = planted > 0.0
    assert (inputs[INPUT.species_type_1, busy] == FOREST_TYPES.index(POPLAR)).all()
    np.testing.assert_array_equal(
        inputs[INPUT.species_scale_1, busy], species_scale(run.landscape, run.values, POPLAR)[busy]
    )
    mean = 100 * (planted * expected).sum() / planted.sum()
    assert 0.0 < mean < 100.0
    assert f"planted with {POPLAR}, whose curve is {mean:.0f} % of the growth" in reason(run, "poplar")
    assert "planted with" not in reason(run, "other")


def test_a_fast_species_grows_faster_and_only_its_own_land(run_with: Callable[..., Run]) -> None:
    plain, poplar = run_with(TREES), run_with({**TREES, "species": POPLAR})
    assert plain.policy["surviving"].equals(poplar.policy["surviving"])
    growth = flux(poplar, "growth", "CHN") - flux(plain, "growth", "CHN")
    assert not growth[:31].any() and growth[35:50].min() > 0.0
    assert growth[35:50].max() < 5.0 * 0.2e6 * 3.0  # of 0.2 Mha and what else its units plant, tC/ha/yr
    for country in ("MNG", "RUS", "KOR"):
        assert not (flux(poplar, "growth", country) - flux(plain, "growth", country)).any()
    np.testing.assert_array_equal(stock(poplar, "forest_area", "CHN"), stock(plain, "forest_area", "CHN"))


def test_three_species_in_one_unit_leave_the_smallest_to_the_own_type(run_with: Callable[..., Run]) -> None:
    amounts = {POPLAR: 0.3, PINE: 0.2, "robinia_loess": 0.1}
    run = run_with(*({**TREES, "id": name, "species": name, "amount": amount} for name, amount in amounts.items()))
    planted = {name: planted_hectares(run, name) for name in amounts}
    everything = all_planting(run)
    third = np.min(list(planted.values()), axis=0)
    crowded = third > 0.0
    assert crowded.any()
    inputs = run.plan.inputs
    together = inputs[INPUT.species_share_1] + inputs[INPUT.species_share_2]
    expected = (sum(planted.values()) - third)[crowded] / everything[crowded]
    np.testing.assert_allclose(together[crowded], expected, rtol=1e-9)
    assert (inputs[INPUT.species_share_1] >= inputs[INPUT.species_share_2]).all()
    assert any("grows as other species, of which a unit has at most 2" in reason(run, name) for name in amounts)


@pytest.mark.parametrize("kind", ["shelter_belts", "agroforestry"])
def test_trees_on_farmland_may_be_of_a_species(run_with: Callable[..., Run], kind: str) -> None:
    run = run_with({"id": "farm", "kind": kind, "country": "CHN", "unit": "Mha", "amount": 0.2, "species": POPLAR})
    busy = planted_hectares(run, "farm") > 0.0
    assert busy.any() and (run.plan.inputs[INPUT.species_share_1, busy] > 0.0).all()
    assert f"planted with {POPLAR}" in reason(run, "farm")


def test_where_no_tree_can_live_the_species_changes_nothing(run_with: Callable[..., Run]) -> None:
    keys = {"id": "desert", "kind": "afforestation", "country": "MNG", "province": "Ömnögovi", "unit": "Mha"}
    run = run_with({**keys, "amount": 0.01, "species": POPLAR})
    assert f"no trees are planted, so {POPLAR} changes nothing" in reason(run, "desert")
    assert not run.plan.inputs[INPUT.species_share_1].any()
