"""Decay, fall and the steady stock against plain arithmetic and brute force."""

from __future__ import annotations

import itertools

import pytest

from landsim.core import parameters
from landsim.core.dead_organic_matter import POOLS, decay_fast, decay_slow, fall, steady_stock


def test_there_are_the_nine_pools_of_cbm():
    assert len(POOLS) == len(set(POOLS)) == 9


def test_fast_decay_splits_what_decays():
    left, to_air, to_slow = decay_fast(80.0, 0.25, 0.83, 1.0)
    assert left == 60.0
    assert to_air == pytest.approx(0.83 * 20.0)
    assert to_slow == pytest.approx(0.17 * 20.0)


def test_humification_moves_carbon_from_air_to_soil():
    left, to_air, to_slow = decay_fast(80.0, 0.25, 0.83, 3.0)
    assert left == 60.0
    assert to_slow == pytest.approx(3.0 * 0.17 * 20.0)
    assert left + to_air + to_slow == pytest.approx(80.0, rel=1e-15)


def test_no_more_than_everything_decays():
    assert decay_fast(80.0, 1.7, 0.83, 1.0)[0] == 0.0
    assert decay_slow(80.0, 20.0, 1.7) == (0.0, 100.0)


def test_slow_pool_receives_before_it_decays():
    left, to_air = decay_slow(90.0, 10.0, 0.015)
    assert to_air == pytest.approx(1.5)
    assert left == pytest.approx(98.5)


def test_fall():
    assert fall(50.0, 0.1) == (45.0, 5.0)


@pytest.mark.parametrize(
    ("carried", "received", "rate"),
    [(1.0, 2.0, 0.355), (0.968, 0.7, 0.0187), (1.0, 0.3, 0.0033), (0.9, 5.0, 0.0374), (1.0, 1.0, 1.3), (0.0, 4.0, 0.5)],
)
def test_steady_stock_is_where_brute_force_ends(carried, received, rate):
    stock = 0.0
    for _ in range(12_000):
        stock, _ = decay_slow(carried * stock, received, rate)
    assert steady_stock(carried, received, rate) == pytest.approx(stock, rel=1e-12, abs=1e-14)


def test_nothing_respires_a_negative_amount_for_any_plausible_parameters():
    """Humification multiplies what below-ground matter passes on: at the corners too, no more than what decays."""
    rows = {row["name"]: row for row in parameters.table()}
    highest = rows["dead_organic_matter.humification_high"]["high"]
    lowest = rows["dead_organic_matter.humification_low"]["low"]
    shares = [rows["dead_organic_matter.air_share_wood"][end] for end in ("low", "default", "high")]
    for air_share, humification in itertools.product(shares, (lowest, 1.0, highest)):
        left, to_air, to_slow = decay_fast(1.0, 0.5, air_share, humification)
        assert min(left, to_air, to_slow) >= 0.0, f"air share {air_share}, humification {humification}"
        assert left + to_air + to_slow == pytest.approx(1.0, rel=1e-15)


def test_mixing_never_takes_more_than_the_humus_layer_holds():
    """Mixed matter is humus x mixing x humification: together they may not pass 1 in the plausible range."""
    rows = {row["name"]: row for row in parameters.table()}
    mixing = rows["dead_organic_matter.mixing"]["high"]
    assert mixing * rows["dead_organic_matter.humification_high"]["high"] <= 1.0
