"""One country of a run: the same bits as in the whole run, whatever is measured and wherever else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from readings import INNER_MONGOLIA

import landsim
from landsim.accounting import Account
from landsim.comparison.contributions import ALL_MEASURES, BOTH, COLUMNS, contributions_table
from landsim.comparison.country_runs import FARMING, LAND_SECTOR, CountryRuns
from landsim.errors import InputError
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.policy.measures import MEASURE_KINDS
from landsim.results import Run
from landsim.scenario import Scenario, load_scenario

AT_2030 = 40


def differing(whole: Account, part: Account, country: str) -> list[str]:
    """Variables of a country that are not the same to the last bit."""
    row = COUNTRIES.index(country)
    names = []
    for name, table in whole.inventory.items():
        own = part.inventory[name][row]
        # What joined a category lately is what larger sums leave: rows of other countries, which take nothing here, can
        # move its last bit. The category itself keeps every bit.
        of_category = name.removesuffix("_converted").removesuffix("_remaining")
        near = 0.0 if name == of_category else 1e-15 * float(np.abs(whole.inventory[of_category][row]).max())
        if not np.allclose(own, table[row], rtol=0.0, atol=near):
            names.append(name)
    for name, (_, table) in whole.stocks.items():
        if not np.array_equal(table[row], part.stocks[name][1][row], equal_nan=True):
            names.append(name)
    for gas, table in whole.agriculture_difference.items():
        if not np.array_equal(table[row], part.agriculture_difference[gas][row]):
            names.append(gas)
    return names


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_country_run_alone_has_the_bits_of_the_whole_run(ndc_first: Run, land: Landscape, country: str) -> None:
    runs = CountryRuns(ndc_first.scenario, land)
    found = runs.account(country, [measure.id for measure in ndc_first.scenario.measures])
    assert differing(ndc_first.account, found, country) == []
    other = COUNTRIES[COUNTRIES.index(country) - 1]
    # The rest of the land is really not stepped.
    assert not found.stocks["forest_area"][1][COUNTRIES.index(other)].any()


@pytest.mark.parametrize("country", ["CHN", "MNG"])
def test_so_it_has_with_every_kind_of_measure_and_free_herds(
    scenario_of: Callable[..., Scenario], land: Landscape, country: str
) -> None:
    amounts = {"Mha": 0.2, "Mha/yr": 0.02, "Mm3/yr": 1.0, "fraction": 0.15}
    measures: list[dict[str, Any]] = [
        {"id": f"{kind.kind}-{code}", "kind": kind.kind, "country": code, "unit": kind.units[0],
         "amount": amounts[kind.units[0]]}
        for kind in MEASURE_KINDS.values()
        for code in ("CHN", "MNG", "RUS")
        if not kind.countries or code in kind.countries
    ]  # fmt: skip
    scenario = scenario_of(*measures)
    scenario = Scenario(**{**vars(scenario), "herds": "free", "variability": "seeded"})
    whole = landsim.run(scenario, landscape=land)
    found = CountryRuns(scenario, land).account(country, [one["id"] for one in measures])
    assert differing(whole.account, found, country) == []


def test_no_country_feels_the_measures_of_another(ndc_first: Run, land: Landscape) -> None:
    """The whole run without China's measures: to the bit the same in all other countries, so nothing interacts."""
    rest = tuple(measure for measure in ndc_first.scenario.measures if measure.country != "CHN")
    assert len(rest) < len(ndc_first.scenario.measures)
    without = landsim.run(Scenario(**{**vars(ndc_first.scenario), "measures": rest}), landscape=land)
    for country in COUNTRIES:
        same = differing(ndc_first.account, without.account, country) == []
        assert same is (country != "CHN"), country


class TestTable:
    def test_mongolia_in_ndc_first_is_the_run_less_baseline(
        self, ndc_first: Run, baseline: Run, land: Landscape
    ) -> None:
        table = contributions_table(ndc_first.scenario, land, "MNG")
        assert list(table.columns) == COLUMNS
        assert set(table["country"]) == {"MNG"} and set(table["year"]) == {2030, 2050}
        assert set(table["measure"]) == {"mng-carrying-capacity", ALL_MEASURES}
        row = COUNTRIES.index("MNG")
        net = ndc_first.account.inventory["lulucf_net"][row] - baseline.account.inventory["lulucf_net"][row]
        farm = ndc_first.account.agriculture_difference_in("AR5")[row]
        one = table[(table["measure"] == "mng-carrying-capacity") & (table["year"] == 2030)].set_index("variable")
        assert one.loc[LAND_SECTOR, "alone"] == net[AT_2030] < 0.0
        assert one.loc[FARMING, "alone"] == farm[AT_2030] < 0.0
        assert one.loc[BOTH, "alone"] == net[AT_2030] + farm[AT_2030]
        assert (table["alone"] == table["left_out"]).all()
        assert (table["interaction"] == 0.0).all()

    def test_measures_in_two_provinces_do_not_meet_and_on_one_steppe_they_do(
        self, scenario_of: Callable[..., Scenario], land: Landscape
    ) -> None:
        def capped(place: str, name: str) -> dict[str, Any]:
            return {"id": name, "kind": "grazing_cap", "country": "CHN", "province": place, "amount": 1.0,
                    "unit": "fraction"}  # fmt: skip

        def closed(place: str) -> dict[str, Any]:
            return {"id": "closed", "kind": "grazing_exclosure", "country": "CHN", "province": place, "amount": 5.0,
                    "unit": "Mha"}  # fmt: skip

        apart = contributions_table(scenario_of(capped("Inner Mongolia", "cap"), closed("Qinghai")), land)
        meeting = contributions_table(scenario_of(capped("Inner Mongolia", "cap"), closed("Inner Mongolia")), land)
        assert apart["interaction"].abs().max() < 1e-9 < 1e-3 < apart["alone"].abs().max()
        assert meeting["interaction"].abs().max() > 0.1

    def test_what_a_measure_waits_for_may_be_left_out(
        self, scenario_of: Callable[..., Scenario], land: Landscape
    ) -> None:
        first = {**INNER_MONGOLIA, "id": "first", "amount": 1.0}
        scenario = scenario_of({**INNER_MONGOLIA, "id": "second", "amount": 1.0, "after": ["first"]}, first)
        found = CountryRuns(scenario, land).account("CHN", ["second"])
        alone = CountryRuns(scenario_of({**INNER_MONGOLIA, "id": "second", "amount": 1.0}), land).account(
            "CHN", ["second"]
        )
        assert differing(found, alone, "CHN") == []

    def test_a_scenario_or_a_country_without_measures_is_refused(self, land: Landscape) -> None:
        with pytest.raises(InputError) as refusal:
            contributions_table(load_scenario("ndc-first"), land, "RUS")
        assert str(refusal.value) == (
            "--contributions: scenario 'ndc-first' has no measure in RUS, expected one at least; it has measures in "
            "CHN, PRK, MNG."
        )
        with pytest.raises(InputError) as refusal:
            contributions_table(load_scenario("baseline"), land)
        assert str(refusal.value) == "--contributions: scenario 'baseline' has no measure, expected one at least."
