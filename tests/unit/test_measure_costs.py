"""Costs of measures: the published case, the table, what a hectare costs, and what a budget pays for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from landsim.facts import load_table
from landsim.policy.costs import (
    COLUMNS,
    INTEREST,
    PARTS,
    STATUSES,
    TABLE,
    annualised_cost,
    capital_recovery_factor,
    cost_assumptions,
    cost_of_a_tonne,
    unit_cost,
)
from landsim.policy.measures import MEASURE_KINDS
from landsim.results import Run
from landsim.scenario import load_scenario

PLANT = {"id": "plant", "kind": "afforestation", "country": "PRK", "unit": "Mha", "amount": 0.4}
CLOSE = {"id": "close", "kind": "grazing_exclosure", "country": "MNG", "unit": "Mha", "amount": 2.0}


def test_the_published_case() -> None:
    assert capital_recovery_factor(0.05, 30) == pytest.approx(0.06505143508027657, abs=1e-12)
    assert annualised_cost(1000.0, 20.0, 0.05, 30) == pytest.approx(85.05143508027657, abs=1e-9)
    assert cost_of_a_tonne(1000.0, 20.0, 6.0, 0.05, 30) == pytest.approx(14.175, abs=5e-4)


def test_a_loan_is_paid_back_to_nothing() -> None:
    """Thirty payments of the factor pay back 1 and its interest: the recursion of a loan, apart from the formula."""
    owed = 1.0
    for _ in range(30):
        owed = owed * 1.05 - capital_recovery_factor(0.05, 30)
    assert owed == pytest.approx(0.0, abs=1e-12)
    assert capital_recovery_factor(0.0, 20) == pytest.approx(1 / 20)


def test_the_table_is_whole() -> None:
    table = load_table(TABLE, COLUMNS)
    assert set(table["kind"]) <= set(MEASURE_KINDS)
    assert set(table["part"]) == set(PARTS) and set(table["status"]) <= set(STATUSES)
    assert (table["low"] <= table["value"]).all() and (table["value"] <= table["high"]).all()
    assert (table["currency_per_usd"].astype(float) > 0).all() and (table["life_years"].astype(float) >= 1).all()
    assert (table["source"] != "").all()
    assert (table.loc[table["currency"] == "USD", "currency_per_usd"].astype(float) == 1.0).all()


def test_money_is_converted_at_the_rate_of_the_table() -> None:
    closed = unit_cost("grazing_exclosure", "CHN")
    assert closed is not None
    assert closed.once[0] == pytest.approx(300 / 6.644) and closed.yearly[0] == pytest.approx(114.75 / 7.2)
    assert closed.annualised() == pytest.approx(
        annualised_cost(300 / 6.644, 114.75 / 7.2, INTEREST.value, 15), rel=1e-12
    )
    assert closed.status == "literature"


def test_the_row_of_the_vegetation_comes_first_and_that_for_all_last() -> None:
    watered, saxaul = (unit_cost("afforestation", "MNG", vegetation) for vegetation in ("tree", "saxaul"))
    fence = unit_cost("grazing_exclosure", "KOR")
    assert watered is not None and saxaul is not None and fence is not None
    assert (watered.once[0], saxaul.once[0], fence.once[0]) == (3500.0, 1000.0, 60.0)
    assert unit_cost("long_lived_wood", "JPN") is None


def test_cost_of_a_run_is_hectares_times_unit_cost(run_with: Callable[..., Run]) -> None:
    run = run_with(PLANT, CLOSE)
    rows = run.policy.set_index(["measure", "year"])
    for name, column, kind, country in (
        ("plant", "planted", "afforestation", "PRK"), ("close", "delivered", "grazing_exclosure", "MNG"),
    ):  # fmt: skip
        cost = unit_cost(kind, country)
        assert cost is not None
        for year in (2025, 2030):
            row = rows.loc[(name, year)]
            for which, key in enumerate(("cost", "cost_low", "cost_high")):
                assert row[key] == pytest.approx(row[column] * cost.annualised(which), rel=1e-12)
    assert {one.name for one in run.assumptions} >= {"cost.interest", "cost.grazing_exclosure.MNG"}


def test_assumed_costs_are_told_and_read_ones_are_not() -> None:
    names = {one.name for one in cost_assumptions(load_scenario("programmes").measures)}
    assert "cost.afforestation.CHN" in names and "cost.grazing_cap.CHN" not in names
    assert cost_assumptions(load_scenario("baseline").measures) == []


class TestBudget:
    def test_a_budget_plants_what_it_pays_for(self, run_with: Callable[..., Run]) -> None:
        run = run_with({**PLANT, "budget": 100.0})
        row = run.policy.set_index(["measure", "year"]).loc[("plant", 2030)]
        # Paid once: 4,786,250 won a hectare at 1,144.4 to the dollar.
        assert row["planted"] == pytest.approx(100.0 / (4786250 / 1144.4), rel=1e-9)
        assert row["promised"] == 0.4
        assert row["reason_code"] == "budget mortality"
        assert "Mha are beyond the budget of 100 million USD, at 4,182 USD a hectare to 2030" in row["reason"]

    def test_yearly_payments_count_from_the_year_in_which_a_hectare_comes(self, run_with: Callable[..., Run]) -> None:
        run = run_with({**CLOSE, "budget": 60.0})
        rows = run.policy[run.policy["measure"] == "close"].set_index("year")
        closed = rows["delivered"].loc[2021:2030].to_numpy()
        # 60 dollars for the fence of each new hectare, 5 for each closed one in each year.
        spent = 60.0 * closed[-1] + 5.0 * closed.sum()
        assert spent == pytest.approx(60.0, rel=1e-9)
        assert rows.loc[2030, "reason_code"] == "budget"

    def test_a_budget_that_pays_for_all_changes_nothing(self, run_with: Callable[..., Run]) -> None:
        rich, plain = run_with({**PLANT, "budget": 1e6}), run_with(PLANT)
        assert np.array_equal(rich.account.inventory["lulucf_net"], plain.account.inventory["lulucf_net"])
        assert "budget" not in " ".join(rich.policy["reason_code"].astype(str))

    def test_no_money_plants_nothing(self, run_with: Callable[..., Run]) -> None:
        run = run_with({**PLANT, "budget": 0.0})
        row = run.policy.set_index(["measure", "year"]).loc[("plant", 2030)]
        assert row["planted"] == 0.0 and row["reason_code"] == "budget"
        assert any("'plant' changes nothing" in warning for warning in run.warnings)
