"""RothC-26.3 against the example that Rothamsted Research publishes with its program RothC_Py.

rothc_rothamsted_months.csv holds the input of that example (Rothamsted, one year to settle and 1939-2007: degrees
Celsius, mm, mm of an open pan, tC/ha, 0 or 1), rothc_rothamsted_years.csv pools at the end of years of its output.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import landsim

HERE = Path(__file__).parent
MONTHS = pd.read_csv(HERE / "rothc_rothamsted_months.csv")
PUBLISHED = pd.read_csv(HERE / "rothc_rothamsted_years.csv", index_col="year")
YEARS = [1, *range(1939, 2008)]
GIVEN = {name: rows.iloc[:, 2:].to_numpy(dtype=float) for name, rows in MONTHS.groupby("quantity")}
SOIL = {"clay": 13.0, "depth": 25.0, "inert": 3.0041}
START = PUBLISHED.loc[1].drop("total").to_dict()
POOLS = ["decomposable", "resistant", "biomass", "humus", "total"]


def simulated(first: int = 0, **changes: object) -> pd.DataFrame:
    """The example from its year number ``first`` on."""
    return landsim.rothc(**{name: values[first:] for name, values in GIVEN.items()}, **SOIL, **changes)


def test_the_example_is_complete() -> None:
    assert MONTHS["year"].drop_duplicates().to_list() == YEARS
    assert {name: values.shape for name, values in GIVEN.items()} == dict.fromkeys(
        ("temperature", "rain", "evaporation", "plant_input", "plant_cover"), (70, 12)
    )


def test_seventy_years_at_rothamsted() -> None:
    found = simulated(1, initial_pools=START).xs(12, level="month").set_axis(YEARS)
    difference = np.abs(found.loc[PUBLISHED.index, POOLS] - PUBLISHED[POOLS])
    assert len(difference) >= 25
    assert difference.to_numpy().max() < 4e-12


def test_the_steady_start_is_where_the_published_run_settles() -> None:
    """It stops once a year changes carbon by less than 1e-6 tC/ha, which leaves humus 1.3e-4 short."""
    start = simulated().iloc[0][POOLS]
    assert np.abs(start - PUBLISHED.loc[1, POOLS]).max() < 2e-4
    assert start["total"] > PUBLISHED.loc[1, "total"]
    first = {name: values[0] for name, values in GIVEN.items()}
    after = landsim.rothc(**first, **SOIL).iloc[-1][POOLS]
    assert np.abs(after - start).max() < 1e-12


def test_settling_from_nothing_takes_as_long_as_published() -> None:
    """19872 months of the first year, from empty pools, give the published state."""
    long = {name: np.tile(values[0], 19872 // 12) for name, values in GIVEN.items()}
    settled = landsim.rothc(**long, **SOIL, initial_pools={}).iloc[-1][POOLS]
    assert np.abs(settled - PUBLISHED.loc[1, POOLS]).max() < 1e-11


def test_the_yearly_form_stays_near_the_monthly_one() -> None:
    monthly = simulated(1, initial_pools=START).xs(12, level="month")["total"].to_numpy()
    yearly = simulated(1, initial_pools=START, step="year")["total"].to_numpy()
    assert len(yearly) == len(monthly) == 70
    difference = (yearly - monthly)[1:]
    assert 0.5 < np.abs(difference).max() < 0.81
    assert difference.mean() == pytest.approx(0.017, abs=0.001)
