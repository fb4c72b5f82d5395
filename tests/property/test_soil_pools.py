"""Soil carbon under any litter, climate and plausible parameters: closed, never negative, linear in its input."""

from __future__ import annotations

import warnings
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import EXAMPLES

import landsim
from landsim.core import parameters, rothc
from landsim.core import soil_decomposition as soil
from landsim.errors import ModelError

POOLS = ("active", "slow", "passive")
PLAUSIBLE = {
    element.name: st.floats(*element.plausible)
    for element in parameters.elements()
    if element.name.startswith("soil_decomposition.") and element.plausible[0] < element.plausible[1]
}
GIVEN = st.fixed_dictionaries({}, optional=PLAUSIBLE)
CONDITIONS = st.fixed_dictionaries(
    {
        "sand": st.floats(0.0, 1.0),
        "lignin": st.floats(0.0, 0.5),
        "nitrogen": st.floats(0.001, 0.1),
        "tillage": st.sampled_from(["full", "reduced", "none", "unknown"]),
    }
)
CLIMATE = st.fixed_dictionaries({"temperature_factor": st.floats(0.001, 1.0), "water_factor": st.floats(0.2, 3.0)})
INPUTS = st.lists(st.floats(0.0, 20.0), min_size=1, max_size=6)
STARTS = st.fixed_dictionaries({pool: st.one_of(st.just(0.0), st.floats(0.0, 200.0)) for pool in POOLS})


def simulated(start, carbon, conditions, climate, given_parameters):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return landsim.simulate_soil_carbon(start, carbon, **conditions, **climate, parameters=given_parameters)


@EXAMPLES
@given(STARTS, INPUTS, CONDITIONS, CLIMATE, GIVEN)
def test_what_goes_in_stays_or_is_respired(start, carbon, conditions, climate, given_parameters):
    found = simulated(start, carbon, conditions, climate, given_parameters)
    assert (found[[*POOLS, "respiration"]].to_numpy() >= 0.0).all()
    residual = np.diff(found["total"]) - (found["input"] - found["respiration"]).to_numpy()[1:]
    scale = np.maximum(found["total"].to_numpy()[1:] + np.array(carbon), 1.0)
    assert (np.abs(residual) <= 1e-12 * scale).all()


@EXAMPLES
@given(INPUTS, CONDITIONS, CLIMATE, GIVEN, st.floats(1.0, 5.0))
def test_pools_at_or_above_their_steady_state_follow_the_guidelines(
    carbon, conditions, climate, given_parameters, excess
):
    """y += (y* - y) min(1, k), with nothing held back, and at the steady state as much is respired as enters."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        steady = landsim.steady_soil_carbon(max(carbon), **conditions, **climate, parameters=given_parameters)
    start = {pool: excess * steady[pool] for pool in POOLS}
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="initial_pools")
        warnings.filterwarnings("ignore", message="lignin")
        found = landsim.simulate_soil_carbon(
            start, [max(carbon)] * 3, **conditions, **climate, parameters=given_parameters
        )
    values = parameters.resolve(given_parameters)
    rates = [parameters.value(values, f"soil_decomposition.{pool}_rate") for pool in POOLS]
    kind = conditions["tillage"].replace("unknown", "full")
    till = parameters.value(values, f"soil_decomposition.tillage_{kind}")
    speed = climate["temperature_factor"] * climate["water_factor"]
    decays = (speed * till * (0.25 + 0.75 * conditions["sand"]) * rates[0], speed * till * rates[1], speed * rates[2])
    for pool, decay in zip(POOLS, decays, strict=True):
        expected = start[pool]
        for year in (1, 2, 3):
            expected += (steady[pool] - expected) * min(1.0, decay)
            assert found.loc[year, pool] == pytest.approx(expected, rel=1e-10, abs=1e-300)


@EXAMPLES
@given(CONDITIONS, CLIMATE, GIVEN, st.floats(0.01, 50.0))
def test_steady_pools_are_linear_in_the_input(conditions, climate, given_parameters, carbon):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        one = landsim.steady_soil_carbon(1.0, **conditions, **climate, parameters=given_parameters)
        many = landsim.steady_soil_carbon(carbon, **conditions, **climate, parameters=given_parameters)
    assert all(many[pool] == pytest.approx(carbon * one[pool], rel=1e-12) for pool in many)
    assert all(value >= 0.0 for value in one.values())


def test_empty_clay_would_promise_more_carbon_than_there_is():
    """What ``granted`` is for: with default parameters the inflows of the method add up to 1.19 of the input here."""
    promised = sum(soil.shares(0.073, 0.0083, 0.0, 0.378, 0.5, 0.455, 0.0855, 0.0504, 0.42, 0.45))
    assert promised == pytest.approx(1.19, abs=0.01)
    with pytest.warns(UserWarning, match=r"^initial_pools: in \d+ of 40 years, first in year 1, the pools are so far "):
        found = landsim.simulate_soil_carbon({}, 1.0, 0.0, None, None, 0.05, 1.0, "none", years=40)
    assert found["respiration"].to_list()[:2] == [0.0, 0.0]
    assert found.loc[1, "total"] == pytest.approx(1.0, rel=1e-15)
    assert found.loc[40, "respiration"] > 0.5


MONTHLY = st.lists(st.floats(0.0, 200.0), min_size=12, max_size=12)


@EXAMPLES
@given(
    st.lists(st.floats(-30.0, 35.0), min_size=12, max_size=12),
    MONTHLY,
    MONTHLY,
    st.lists(st.integers(0, 1), min_size=12, max_size=12),
    st.lists(st.floats(0.0, 3.0), min_size=12, max_size=12),
    st.floats(0.0, 80.0),
    st.sampled_from(["month", "year"]),
)
def test_rothc_closes_and_keeps_its_moisture_in_bounds(warmth, rain, evaporation, cover, plants, clay, step):
    start = {"decomposable": 0.2, "resistant": 5.0, "biomass": 0.7, "humus": 25.0}
    found = landsim.rothc(
        warmth, rain, evaporation, clay=clay, plant_input=plants, plant_cover=cover, manure=0.1, inert=3.0,
        initial_pools=start, step=step,
    )  # fmt: skip
    assert (found.to_numpy() >= 0.0).all()
    residual = np.diff(found["total"]) - (found["input"] - found["respiration"]).to_numpy()[1:]
    assert np.abs(residual).max() <= 1e-12 * found["total"].max()
    driest = rothc.driest(clay, 23.0)
    for deficit in (0.0, 0.5 * driest, driest):
        for covered in (True, False):
            after = rothc.deficit_after(deficit, rain[0], evaporation[0], covered, driest)
            assert driest <= after <= 0.0
            assert 0.2 - 1e-12 <= rothc.moisture_factor(after, driest, 0.2) <= 1.0


def test_kernels_that_lose_carbon_are_noticed(monkeypatch):
    """A hundredth of what enters the pools, or of what stays when RothC decays a pool, is lost on purpose."""
    with monkeypatch.context() as broken:
        broken.setattr(soil, "advance", SimpleNamespace(py_func=lambda pool, uptake, loss: pool - loss + 0.99 * uptake))
        with pytest.raises(ModelError, match=r"^The carbon of the soil does not close in year 1: relative residual "):
            landsim.simulate_soil_carbon({"slow": 5.0}, 1.0, 0.3, None, None, 0.3, 1.0, years=3)
    with monkeypatch.context() as broken:
        broken.setattr(rothc, "INTO", (0.46, 0.53))
        sentence = r"^The carbon of the soil does not close in year 1 and month 1: relative residual "
        with pytest.raises(ModelError, match=sentence):
            landsim.rothc([10.0] * 12, 50.0, 50.0, clay=20.0, plant_input=0.1, inert=3.0)


@EXAMPLES
@given(
    st.lists(st.floats(0.0, 200.0), min_size=4, max_size=4),
    st.floats(0.0, 20.0),
    st.floats(0.0, 5.0),
    st.floats(0.0, 8.0),
    st.floats(0.0, 100.0),
)
def test_a_year_of_rothc_closes_and_no_flow_is_negative(pools, carbon, ratio, modifier, clay):
    rates = (10.0, 0.3, 0.66, 0.02)
    shares = [rothc.step_share.py_func(rate, modifier) for rate in rates]
    kept = rothc.kept_share.py_func(clay)
    plant = rothc.split_input.py_func(carbon, ratio)
    *after, respired = rothc.advance_year(*pools, plant, tuple(shares), kept)
    assert min(*shares, *plant, *after, respired) >= 0.0
    assert max(shares) <= 1.0
    assert abs(sum(pools) + carbon - sum(after) - respired) <= 1e-12 * max(sum(pools) + carbon, 1.0)
