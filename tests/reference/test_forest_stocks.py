"""Growing stock and forest biomass of history against FRA 2020, which the first setting was fitted to."""

from __future__ import annotations

import pytest

from landsim.facts import load_table
from landsim.names import COUNTRIES
from landsim.results import Run

VARIABLES = {"living_biomass": "living_biomass_carbon_stock", "growing_stock": "growing_stock_total"}


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("variable", VARIABLES)
def test_stocks_of_1990_2000_and_2010_follow_fra(baseline: Run, country: str, variable: str) -> None:
    """Within 10 %; Republic of Korea 20 %, whose step from 2000 to 2010 is partly a change of inventory method: values
    of the system before 2006 count less in the fit."""
    table = load_table("forest_observations")
    rows = table[(table["country"] == country) & (table["variable"] == VARIABLES[variable])]
    observed = rows[rows["dataset"].str.startswith("FRA2020")].set_index("year")["value"]
    modelled = baseline.account.stocks[variable][1][COUNTRIES.index(country)]
    for year in (1990, 2000, 2010):
        value = modelled[year - int(baseline.drivers.years[0])]
        assert value == pytest.approx(observed[year], rel=0.20 if country == "KOR" else 0.10), year
