"""Wood products of any half-life and inflow: nothing is lost, nothing negative, every stock finds its steady state."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from worlds import EXAMPLES

from landsim.core.wood_products import decay_constant, equilibrium, oxidised, start_after_earlier_inflow, stocks

HALF_LIVES = st.floats(0.1, 500.0)
STARTS = st.sampled_from([0.0, 1.0, 3e8])
INFLOWS = st.integers(1, 80).flatmap(
    lambda years: arrays(np.float64, years, elements=st.one_of(st.just(0.0), st.floats(0.0, 1e8)))
)


@EXAMPLES
@given(INFLOWS, HALF_LIVES, STARTS)
def test_what_came_in_is_in_use_or_oxidised(inflow, half_life, start):
    ends = stocks(inflow, half_life, start)
    gone = oxidised(inflow, half_life, start)
    scale = start + inflow.sum() + 1.0
    assert abs(start + inflow.sum() - ends[-1] - gone.sum()) <= 1e-12 * scale
    np.testing.assert_allclose(
        np.diff(np.concatenate([[start], ends])), inflow - gone, rtol=0.0, atol=1e-12 * scale
    )


@EXAMPLES
@given(INFLOWS, HALF_LIVES, STARTS)
def test_nothing_is_negative_and_nothing_made_up(inflow, half_life, start):
    ends = stocks(inflow, half_life, start)
    assert (ends >= 0.0).all()
    assert (oxidised(inflow, half_life, start) >= -1e-12 * (start + inflow.sum())).all()
    assert (ends <= (start + np.cumsum(inflow)) * (1.0 + 1e-12)).all()


@EXAMPLES
@given(st.floats(0.0, 1e8), HALF_LIVES, STARTS)
def test_a_constant_inflow_leads_to_inflow_over_k(inflow, half_life, start):
    steady = equilibrium(inflow, half_life)
    held = stocks(np.full(30, inflow), half_life, steady)
    assert held == pytest.approx(np.full(30, steady), rel=1e-12, abs=1e-12)
    away = np.abs(stocks(np.full(30, inflow), half_life, start) - steady)
    np.testing.assert_allclose(
        away, abs(start - steady) * np.exp(-decay_constant(half_life) * np.arange(1, 31)),
        rtol=1e-6, atol=1e-9 * (steady + start + 1.0),
    )  # fmt: skip


@EXAMPLES
@given(INFLOWS, HALF_LIVES, STARTS, st.integers(0, 80))
def test_a_year_more_of_inflow_never_lowers_a_later_stock(inflow, half_life, start, position):
    more = inflow.copy()
    more[position % inflow.size] += 1e6
    extra = stocks(more, half_life, start) - stocks(inflow, half_life, start)
    assert (extra[: position % inflow.size] == 0.0).all()
    assert extra[position % inflow.size] > 0.0


@EXAMPLES
@given(INFLOWS, HALF_LIVES, st.floats(0.0, 3.0))
def test_the_start_lies_between_nothing_and_the_steady_stock_of_the_larger_inflow(inflow, half_life, ratio):
    start = start_after_earlier_inflow(inflow, half_life, ratio)
    largest = equilibrium(max(1.0, ratio) * inflow[:3].mean(), half_life)
    assert 0.0 <= start <= largest * (1.0 + 1e-12)
