"""Gross forest change from reported areas and rates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsim.errors import InputError
from landsim.forest_history import forest_intervals, gross_change, planted_share

RATES = st.floats(0.0, 1e7)


@given(st.floats(-1e7, 1e7), RATES, RATES)
def test_gross_change_meets_the_net_change_and_is_never_negative(
    net: float, gain: float, loss: float
) -> None:
    got_gain, got_loss = gross_change(net, gain, loss)
    assert got_gain >= 0.0
    assert got_loss >= 0.0
    assert got_gain - got_loss == pytest.approx(net, abs=1e-6)


def test_the_larger_rate_takes_up_the_difference() -> None:
    assert gross_change(14.0, 20.0, 5.0) == pytest.approx((19.0, 5.0))
    assert gross_change(-14.0, 5.0, 20.0) == pytest.approx((5.0, 19.0))


def test_rates_that_cannot_meet_the_areas_by_one_of_them() -> None:
    # The gain would be negative, so it is zero and the loss is the whole change.
    assert gross_change(-30.0, 20.0, 5.0) == pytest.approx((0.0, 30.0))
    assert gross_change(30.0, 5.0, 20.0) == pytest.approx((30.0, 0.0))


def test_missing_rates_make_the_net_change_gross() -> None:
    assert gross_change(7.0, None, 3.0) == (7.0, 0.0)
    assert gross_change(-7.0, 3.0, None) == (0.0, 7.0)


def test_planted_share() -> None:
    assert planted_share(5.0, 20.0) == 0.25
    assert planted_share(25.0, 20.0) == 1.0
    assert planted_share(None, 20.0) == planted_share(5.0, None) == planted_share(0.0, 0.0) == 0.0


def test_intervals_by_hand() -> None:
    first, last = forest_intervals(
        "CHN",
        area={1990: 1000.0, 2000: 1100.0, 2010: 1080.0},
        planted={1990: 100.0, 2000: 170.0, 2010: 150.0},
        expansion={1990: 14.0},
        deforestation={1990: 4.5},
        afforestation={1990: 7.0},
    )
    assert (first.first_year, first.last_year, first.net_only) == (1990, 2000, False)
    assert (first.gain, first.loss) == pytest.approx((14.5, 4.5))
    assert first.adjustment == pytest.approx(0.5)
    assert first.planted_share == pytest.approx(0.5)
    assert first.restocking == pytest.approx(7.0 - 0.5 * 14.5)
    assert (last.net_only, last.adjustment, last.planted_share) == (True, 0.0, 0.0)
    assert (last.gain, last.loss, last.restocking) == pytest.approx((0.0, 2.0, -2.0))


@pytest.mark.parametrize(
    ("area", "planted", "found"),
    [
        ({1990: 1.0}, {1990: 1.0}, "forest_area of KOR in 1990 and"),
        ({}, {}, "forest_area of KOR in no year"),
        ({1990: 1.0, 2000: 2.0}, {1990: 1.0}, "planted_forest in 1990"),
    ],
)
def test_too_few_areas_are_refused(area: dict[int, float], planted: dict[int, float], found: str) -> None:
    with pytest.raises(InputError, match=found):
        forest_intervals("KOR", area, planted, {}, {}, {})
