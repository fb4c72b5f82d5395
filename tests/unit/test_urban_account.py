"""Trees in settlements: crowns by hand, the limit, and their rows in every table of a run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from readings import stock
from test_placement import YEARS as PLAN_YEARS
from test_placement import a_measure

from landsim.core import parameters
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.policy.urban_measures import place_urban_trees
from landsim.results import Run
from landsim.urban_account import urban_tree_flows, urban_tree_stocks, young_crowns

VALUES = parameters.defaults()
YEARS = np.arange(1990, 2061)
AT_2020, AT_2021, AT_2030, AT_2040, AT_2050 = 30, 31, 40, 50, 60
CO2 = 44.0 / 12.0


def planted(hectares: float, first: int, last: int) -> np.ndarray:
    """Crown cover that grows by the same hectares in each year, in all countries."""
    return np.tile(hectares * np.clip(YEARS - first + 1, 0, last - first + 1), (len(COUNTRIES), 1))


class TestCrowns:
    def test_they_grow_for_twenty_years_and_then_no_more(self) -> None:
        crowns = planted(100.0, 2021, 2021)
        young = young_crowns(crowns, VALUES)[0]
        assert young[AT_2020] == 0.0 and young[AT_2040 + 1] == 0.0
        assert (young[AT_2021 : AT_2040 + 1] == 100.0).all()
        (flow,) = urban_tree_flows(crowns, VALUES)
        assert flow.mass[0, AT_2030] == pytest.approx(-100.0 * 2.9 * CO2 / 1e6)
        assert flow.mass[0].sum() == pytest.approx(-20 * 100.0 * 2.9 * CO2 / 1e6)
        assert (flow.category, flow.variable, flow.flux) == ("4.E.1", "lulucf_settlements", "living_biomass")

    def test_each_year_s_crowns_have_their_own_twenty_years(self) -> None:
        young = young_crowns(planted(10.0, 2021, 2030), VALUES)[3]
        assert young[[AT_2021, AT_2030, AT_2040, AT_2040 + 1, AT_2050]].tolist() == [10.0, 100.0, 100.0, 90.0, 0.0]

    def test_biomass_is_what_was_bound(self) -> None:
        crowns = planted(10.0, 2021, 2030)
        stocks = urban_tree_stocks(crowns, VALUES)
        assert stocks["urban_tree_area"][1][0, -1] == pytest.approx(100e-6)
        assert stocks["urban_tree_biomass"][1][0, -1] == pytest.approx(100.0 * 20 * 2.9 / 1e6)
        (flow,) = urban_tree_flows(crowns, VALUES)
        change = np.diff(stocks["urban_tree_biomass"][1], axis=1)
        np.testing.assert_allclose(-flow.mass[:, 1:], change * CO2, atol=1e-15)

    @pytest.mark.parametrize(("years", "growth"), [(15.0, 1.8), (30.0, 3.4), (100.0, 2.9)])
    def test_both_parameters_count(self, years: float, growth: float) -> None:
        values = parameters.resolve({"urban_trees.growth_years": years, "urban_trees.growth": growth})
        biomass = urban_tree_stocks(planted(1e6, 2021, 2021), values)["urban_tree_biomass"][1]
        assert biomass[0, -1] == pytest.approx(min(years, 40.0) * growth)


class TestLimit:
    def place(self, amount: float, crowns: np.ndarray) -> Any:
        return place_urban_trees(a_measure(kind="urban_greening", amount=amount), PLAN_YEARS, 2e6, crowns, VALUES)

    def test_all_measures_of_a_country_share_it(self) -> None:
        """0.15 of 2 Mha."""
        crowns = np.zeros(len(PLAN_YEARS))
        first, second = self.place(0.2, crowns), self.place(0.2, crowns)
        assert first.notes == [] and first.shift[-1] == pytest.approx(0.2)
        assert second.shift[-1] == pytest.approx(0.1) and crowns.max() == pytest.approx(3e5)
        assert second.notes == [
            "0.100 Mha could not be placed: crown cover that settlements of CHN have room for is 0.100 Mha "
            "(urban_trees.cover_limit)"
        ]
        assert self.place(0.1, crowns).shift.max() == 0.0

    def test_it_comes_in_by_the_ramp(self) -> None:
        crowns = np.zeros(len(PLAN_YEARS))
        np.testing.assert_allclose(self.place(0.1, crowns).shift[1:4], [0.0, 0.01, 0.02])
        np.testing.assert_allclose(crowns[1:4], [0.0, 1e4, 2e4])


GREENING = {"id": "green", "kind": "urban_greening", "country": "KOR", "amount": 0.02, "unit": "Mha"}


class TestRun:
    def test_it_has_its_rows_in_every_table(self, run_with: Callable[..., Run], frozen: Run) -> None:
        run = run_with(GREENING, include="frozen")
        korea = COUNTRIES.index("KOR")
        expected = -0.02 * 2.9 * CO2
        change = {
            name: run.account.inventory[name] - frozen.account.inventory[name] for name in frozen.account.inventory
        }
        for name in ("lulucf_settlements", "lulucf_settlements_remaining", "lulucf_net"):
            assert change[name][korea, AT_2030] == pytest.approx(expected, rel=1e-6)
            assert change[name][korea, AT_2050] == pytest.approx(0.0, abs=1e-9)
        unchanged = set(change) - {"lulucf_settlements", "lulucf_settlements_remaining", "lulucf_net"}
        assert all((change[name] == 0.0).all() for name in unchanged)
        rows = run.ledger[(run.ledger["land"] == "urban_trees") & (run.ledger["country"] == "KOR")].set_index("year")
        assert set(rows["category"]) == {"4.E.1"} and set(rows["flux"]) == {"living_biomass"}
        assert rows.loc[2030, "value"] == pytest.approx(expected) and (rows["value"] <= 0.0).all()
        np.testing.assert_allclose(stock(run, "urban_tree_biomass", "KOR")[-1], 0.02 * 20 * 2.9)
        assert stock(run, "settlement_area", "KOR")[-1] == stock(frozen, "settlement_area", "KOR")[-1]
        assert (stock(run, "urban_tree_area", "JPN") == 0.0).all()

    def test_the_limit_is_told(self, run_with: Callable[..., Run], land: Landscape) -> None:
        run = run_with({**GREENING, "amount": 1.0}, include="frozen")
        settlements = land["area_settlement"][land.country == COUNTRIES.index("KOR")].sum() / 1e6
        row = run.policy[run.policy["measure"] == "green"].set_index("year").loc[2060]
        assert row["delivered"] == pytest.approx(0.15 * settlements)
        assert row["promised"] == pytest.approx(row["delivered"] + row["explained"])
        assert f"{1.0 - 0.15 * settlements:.3f} Mha could not be placed" in row["reason"]
