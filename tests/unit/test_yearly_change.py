"""The largest yearly change of a unit: by hand, against the rows of a plan added up elsewhere, and within its limit."""

from __future__ import annotations

import numpy as np
import pytest
from readings import yearly_change

from landsim.core.state import EXCLOSURE, TRANSITION
from landsim.ground import Ground, as_ground
from landsim.policy import yearly_change as module
from landsim.policy.tiers import Row
from landsim.policy.yearly_change import LargestChange, largest_yearly_change
from landsim.results import Run
from landsim.run_inputs import lay_out, prepare
from landsim.scenario import load_scenario
from landsim.scenario_file import shipped_scenarios


def row(rule: int, cumulative: list[float], share: list[float]) -> Row:
    return Row(rule, 0, 1, False, 1.0, np.array(cumulative), np.array(share), "test")


def test_changes_of_a_unit_and_year_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        row(TRANSITION, [0, 10, 10, 30], [0.5, 0.5, 0.0]),
        row(TRANSITION, [0, 0, 5, 9], [0.0, 1.0, 0.0]),
        row(EXCLOSURE, [0, 90, 90, 90], [0.0, 0.0, 1.0]),
    ]
    monkeypatch.setattr(module, "UNITS_AT_ONCE", 2)
    assert largest_yearly_change(rows, np.array([100.0, 200.0, 1.0])) == LargestChange(0.1, 0, 2)
    assert largest_yearly_change(rows, np.array([100.0, 20.0, 1.0])) == LargestChange(0.7, 1, 2)
    assert largest_yearly_change([], np.ones(3)) == LargestChange(0.0, 0, 0)


def test_it_is_that_of_the_plan(baseline: Run) -> None:
    found = largest_yearly_change(baseline.plan.rows, baseline.landscape.area())
    table = yearly_change(baseline)
    assert found.share == pytest.approx(table.max(), rel=1e-12)
    assert table[found.year, found.unit] == pytest.approx(found.share, rel=1e-12)


@pytest.fixture(scope="module")
def ground() -> Ground:
    return as_ground(None)


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_no_unit_changes_as_much_as_the_limit(name: str, ground: Ground) -> None:
    scenario = load_scenario(name)
    prepared = prepare(scenario, ground)
    made, _ = lay_out(scenario, prepared, ground.blocks)
    limit = scenario.history.maximum_yearly_change
    share = largest_yearly_change(made.rows, ground.land.area()).share
    # Not even by a rounding error; and it is the limit that stops most of them.
    assert 0.5 * limit < share < limit


def test_the_run_tells_share_limit_and_place(baseline: Run) -> None:
    told = baseline.description()["largest_yearly_change"]
    assert 0.0 < told["share"] < told["limit"]
    assert told["limit"] == 0.05 and 1990 <= told["year"] <= 2060 and told["province"]
