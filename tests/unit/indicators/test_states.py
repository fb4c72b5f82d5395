"""Years in which units are kept, and national values of the years between."""

from __future__ import annotations

import numpy as np
import pytest
from readings import flux

from landsim.core.state import LAND
from landsim.indicators.states import by_country, state_years, yearly_sums
from landsim.names import COUNTRIES
from landsim.results import Run


def test_first_and_last_year_are_always_kept() -> None:
    assert state_years(np.arange(1990, 2061), (1997,))[:4] == [1990, 1997, 2000, 2005]
    assert state_years(np.arange(1990, 1994), (2030,)) == [1990, 1993]


def test_units_of_a_kept_year_are_those_of_the_maps(baseline: Run) -> None:
    states = baseline.states
    for slot, year in enumerate(baseline.map_years):
        maps = baseline.simulated.maps[slot][:, baseline.blocks.lane]
        np.testing.assert_array_equal(states.areas[states.years.index(year)], maps[: len(LAND)])


def test_weights_give_kept_years_themselves_and_straight_lines_between(baseline: Run) -> None:
    years = baseline.drivers.years
    weights = baseline.states.between(years)
    kept = np.array(baseline.states.years)
    assert weights @ (3.0 * kept + 1.0) == pytest.approx(3.0 * years + 1.0, rel=1e-12)
    np.testing.assert_array_equal(weights[kept - years[0]], np.eye(len(kept)))


def test_an_amount_that_is_the_area_gives_the_area_of_every_year(baseline: Run) -> None:
    """Areas of single years come from the step, not from a line between kept years."""
    names = ("forest_natural", "grassland", "shrub")
    amounts = {name: baseline.states.area(name) for name in names}
    country, total = baseline.landscape.country, baseline.simulated.total
    found = yearly_sums(baseline.states, amounts, total, baseline.drivers.years, country)
    for c, code in enumerate(COUNTRIES):
        expected = np.sum([flux(baseline, f"area_{name}", code) for name in names], axis=0)
        assert found[c] == pytest.approx(expected, rel=1e-12)


def test_sums_by_country(baseline: Run) -> None:
    country = baseline.landscape.country
    assert by_country(np.ones(len(country)), country) == pytest.approx(np.bincount(country, minlength=6))
