"""Cooperation: money goes where it saves most, nothing is spent twice, and the shipped pair keeps its budgets."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

import landsim
from landsim.names import COUNTRIES
from landsim.policy.costs import unit_cost
from landsim.scenario import load_scenario

SCRIPT = Path(__file__).resolve().parents[2] / "experiments" / "cooperation.py"
BUDGET = 50.0


@pytest.fixture(scope="module")
def experiment() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cooperation_experiment", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def market(experiment: ModuleType, yields: dict[tuple[str, str], tuple[float, float]]) -> object:
    """A market where a kind saves so much a Mha in a country, up to so many Mha; all other kinds save nothing."""

    class Made(experiment.Market):  # type: ignore[name-defined,misc]
        def _outcome(self, country: str, portfolio: tuple[tuple[str, float], ...]) -> tuple[float, tuple[float, ...]]:
            got = tuple(min(amount, yields.get((country, kind), (0.0, 1e3))[1]) for kind, amount in portfolio)
            saved = sum(
                yields.get((country, kind), (0.0, 0.0))[0] * amount
                for (kind, _), amount in zip(portfolio, got, strict=True)
            )
            return saved, got

    return Made(runs=None)


def dollars(country: str, kind: str) -> float:
    cost = unit_cost(kind, country)
    assert cost is not None
    return cost.annualised()


def test_the_better_yield_is_bought_first_and_only_as_far_as_there_is_land(experiment: ModuleType) -> None:
    kind = "seasonal_grazing"
    made = market(experiment, {("MNG", kind): (9.0, 4.0), ("KOR", kind): (2.0, 100.0)})
    found = experiment.spend(made, ("MNG", "KOR"), 100.0, 7.0)
    assert dict(found["MNG"])[kind] == pytest.approx(4.0)
    left = 100.0 - 4.0 * dollars("MNG", kind)
    # What is left buys the poorer yield, but for a last step too small to be taken.
    assert dict(found["KOR"])[kind] * dollars("KOR", kind) == pytest.approx(left, abs=0.02 * 7.0)


def test_money_that_saves_nothing_is_kept(experiment: ModuleType) -> None:
    made = market(experiment, {("JPN", "straw_return"): (1.0, 0.5)})
    found = experiment.spend(made, ("JPN",), 1000.0, 50.0)
    assert found == {"JPN": (("straw_return", pytest.approx(0.5)),)}


@pytest.mark.parametrize("name", ["apart", "cooperation"])
def test_the_shipped_pair_keeps_its_budget(name: str) -> None:
    spent = dict.fromkeys(COUNTRIES, 0.0)
    for measure in load_scenario(name).measures:
        spent[measure.country] += measure.amount * dollars(measure.country, measure.kind)
    assert sum(spent.values()) <= 6 * BUDGET * 1.001
    assert sum(spent.values()) > 5 * BUDGET
    if name == "apart":
        assert all(cost <= BUDGET * 1.001 for cost in spent.values())


def test_cooperation_saves_more() -> None:
    baseline, apart, together = (landsim.run(name) for name in ("baseline", "apart", "cooperation"))
    years = slice(2021 - 1990, 2051 - 1990)

    def saved(run: landsim.Run) -> float:
        both = run.account.inventory["lulucf_net"] + run.account.agriculture_difference_in(run.account.gwp)
        alone = baseline.account.inventory["lulucf_net"]
        return float((alone - both)[:, years].sum(axis=0).mean())

    assert saved(together) > 1.3 * saved(apart) > 0.0
