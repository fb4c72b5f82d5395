"""A year of RothC in twelve equal steps and its steady pools, compiled, against the public function and by hand."""

from __future__ import annotations

import numba
import numpy as np
import pytest

import landsim
from landsim.core import parameters, rothc

VALUES = parameters.defaults()
RATES = tuple(
    parameters.value(VALUES, f"rothc.{pool}_rate") for pool in ("decomposable", "resistant", "biomass", "humus")
)
POOLS = ["decomposable", "resistant", "biomass", "humus"]
CLAY, RATIO, CARBON = 20.0, 0.67, 1.8
COVERED = parameters.value(VALUES, "rothc.covered_factor")
PLACES = {  # twelve times the same month: degrees Celsius, rain and evapotranspiration in mm
    "moist": (9.0, 70.0, 40.0),
    "cold": (-4.0, 10.0, 3.0),
    "hot and dry": (24.0, 5.0, 150.0),
}


def table_of(place: str, **changes: object) -> object:
    warmth, rain, dryness = PLACES[place]
    return landsim.rothc(
        warmth, rain, potential_evapotranspiration=dryness, clay=CLAY, plant_input=CARBON / 12.0, plant_ratio=RATIO,
        inert=0.0, step="year", **changes,
    )  # fmt: skip


@numba.njit
def years(pools, carbon, ratio, modifier, clay, rates, count):
    """Pools and respiration of some years, [years, 5], from the kernels alone."""
    found = np.empty((count, 5))
    kept = rothc.kept_share(clay)
    plant = rothc.split_input(carbon, ratio)
    share = (
        rothc.step_share(rates[0], modifier), rothc.step_share(rates[1], modifier),
        rothc.step_share(rates[2], modifier), rothc.step_share(rates[3], modifier),
    )  # fmt: skip
    a, b, c, d = pools
    for year in range(count):
        a, b, c, d, respired = rothc.advance_year(a, b, c, d, plant, share, kept)
        found[year] = a, b, c, d, respired
    return found


@numba.njit
def steady(carbon, ratio, modifier, clay, rates):
    share = (
        rothc.step_share(rates[0], modifier), rothc.step_share(rates[1], modifier),
        rothc.step_share(rates[2], modifier), rothc.step_share(rates[3], modifier),
    )  # fmt: skip
    return rothc.steady_pools(rothc.split_input(carbon, ratio), share, rothc.kept_share(clay))


@pytest.mark.parametrize("place", PLACES)
def test_years_are_those_of_the_public_function(place: str) -> None:
    start = {"decomposable": 0.1, "resistant": 9.0, "biomass": 0.0, "humus": 31.0}
    table = table_of(place, initial_pools=start)
    # The modifier of a year in a steady climate: that of a longer run, in which the deficit has settled.
    settled = table_of(place)
    modifier = settled.loc[1, "rate_modifier"]
    if table.loc[1, "rate_modifier"] != modifier:
        table = table_of(place, initial_pools=start, initial_deficit=-1e3)
    found = years(tuple(start.values()), CARBON, RATIO, modifier, CLAY, RATES, 1)[0]
    np.testing.assert_allclose(found[:4], table.loc[1, POOLS], rtol=1e-12)
    assert found[4] == pytest.approx(table.loc[1, "respiration"], rel=1e-12)


@pytest.mark.parametrize("place", PLACES)
def test_steady_pools_are_those_that_the_public_function_solves_for(place: str) -> None:
    table = table_of(place)
    found = steady(CARBON, RATIO, table.loc[1, "rate_modifier"], CLAY, RATES)
    np.testing.assert_allclose(found, table.loc[0, POOLS], rtol=1e-10)


@pytest.mark.parametrize("modifier", [0.01, 0.3, 4.0])
def test_steady_pools_stay_and_respire_what_enters(modifier: float) -> None:
    pools = steady(CARBON, RATIO, modifier, CLAY, RATES)
    after = years(pools, CARBON, RATIO, modifier, CLAY, RATES, 50)
    np.testing.assert_allclose(after[-1, :4], pools, rtol=1e-12)
    np.testing.assert_allclose(after[:, 4], CARBON, rtol=1e-12)


def test_steady_pools_are_proportional_to_the_input() -> None:
    per_tonne = np.array(steady(1.0, RATIO, 0.3, CLAY, RATES))
    np.testing.assert_allclose(steady(2.5, RATIO, 0.3, CLAY, RATES), 2.5 * per_tonne, rtol=1e-14)


def test_nothing_decays_without_warmth() -> None:
    found = years((1.0, 2.0, 3.0, 4.0), 1.2, 1.0, 0.0, CLAY, RATES, 1)[0]
    np.testing.assert_allclose(found, [1.6, 2.6, 3.0, 4.0, 0.0], rtol=1e-14)


@numba.njit
def by_hand():
    return rothc.advance_year(8.0, 0.0, 0.0, 0.0, (0.0, 0.0), (0.5, 0.0, 0.0, 0.0), 0.25)


def test_twelve_steps_by_hand() -> None:
    """Half of a pool of 8 decays in each step; a quarter of that stays, 46 % as biomass and 54 % as humus."""
    once = by_hand()
    gone = 8.0 * (1.0 - 0.5**12)
    np.testing.assert_allclose(once, [8.0 - gone, 0.0, 0.115 * gone, 0.135 * gone, 0.75 * gone], rtol=1e-14)


def test_input_is_split_by_the_kind_of_plants() -> None:
    assert rothc.split_input(10.0, 1.5) == pytest.approx((6.0, 4.0))
    assert rothc.split_input(10.0, 0.0) == (0.0, 10.0)


def test_a_step_that_loses_carbon_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The balance of the property tests, on a kernel that on purpose loses a hundredth of what becomes humus."""

    def residual() -> float:
        after = rothc.advance_step.py_func((1.0, 2.0, 3.0, 4.0, 0.0), (0.6, 0.6), (0.5, 0.1, 0.1, 0.01), 0.25)
        return abs(10.0 + 0.1 - sum(after))

    assert residual() < 1e-12
    monkeypatch.setattr(rothc, "INTO", (0.46, 0.53))
    assert residual() > 1e-3
