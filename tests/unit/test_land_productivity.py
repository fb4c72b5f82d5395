"""Trend, state and performance of land productivity: thresholds, droughts, shapes and refusals."""

from __future__ import annotations

import numpy as np
import pytest

import landsim
from landsim.errors import InputError

DROUGHT = 0.7
# Sixteen years, of which the fourth to the thirteenth are dry.
WEATHER = np.array([1.0] * 3 + [DROUGHT] * 10 + [1.0] * 3)


def noise(years: int, units: int = 200) -> np.ndarray:
    return np.random.default_rng(1).normal(1.0, 0.04, (years, units))


def overall(npp: np.ndarray) -> str:
    """Three classes of one unit, state against the years before the last three."""
    found = landsim.productivity_degradation(
        landsim.productivity_trend(npp), landsim.productivity_state(npp[:-3], npp[-3:]), "stable"
    )
    return str(found["three_classes"])


def test_a_smooth_rise_of_two_per_cent_in_15_years_is_no_improvement() -> None:
    rise = 500.0 * np.linspace(1.0, 1.02, 16)
    assert landsim.productivity_trend(rise) == "stable"
    assert landsim.productivity_trend(rise[::-1]) == "stable"
    assert overall(rise) == "stable"
    # By the published method, without a least slope, it is one.
    assert landsim.productivity_trend(rise, 0.0) == "improvement"
    assert landsim.productivity_trend(rise, parameters={"land_degradation.minimum_slope": 0.0}) == "improvement"


def test_the_least_slope_is_where_it_says() -> None:
    years = np.arange(15) - 7.0
    slopes = np.array([-0.0031, -0.0029, 0.0029, 0.0031])
    series = 480.0 * (1.0 + years[:, None] * slopes)
    expected = ["degradation", "stable", "stable", "improvement"]
    assert landsim.productivity_trend(series).tolist() == expected
    one_each = landsim.productivity_trend(series, [0.004, 0.002, 0.004, 0.002])
    assert one_each.tolist() == ["stable", "degradation", "stable", "improvement"]


def test_a_steep_but_insignificant_slope_is_no_trend() -> None:
    series = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 3.0])
    assert landsim.mann_kendall(series)["p"] > 0.05
    assert landsim.productivity_trend(series, 0.001) == "stable"
    assert landsim.productivity_trend(series, 0.001, parameters={"land_degradation.significance": 0.5}) == "improvement"


def test_a_trend_needs_rank_and_slope_in_the_same_direction() -> None:
    # Nearly every pair of years rises, but the last years fall so deep that the line does too.
    series = np.array([*np.linspace(1.0, 1.2, 18), 0.1, 0.1])
    assert landsim.mann_kendall(series)["s"] > 0 and landsim.mann_kendall(series)["p"] < 0.05
    assert landsim.productivity_trend(series, 0.0) == "stable"


def test_a_drought_of_ten_years_that_ends_is_no_degradation_at_the_end() -> None:
    assert landsim.mann_kendall(WEATHER)["s"] == 0.0
    assert landsim.productivity_trend(WEATHER) == "stable"
    assert landsim.productivity_state(WEATHER[:-3], WEATHER[-3:]) != "degradation"
    assert overall(WEATHER) == "stable"
    # While it lasts, it is: the test would not see a drought otherwise.
    assert landsim.productivity_trend(WEATHER[:-3]) == "degradation"
    assert landsim.productivity_state(WEATHER[:3], WEATHER[3:6]) == "degradation"
    assert overall(WEATHER[:-3]) == "degradation"


def test_the_same_drought_with_the_scatter_of_years_on_many_units() -> None:
    npp = 400.0 * WEATHER[:, None] * noise(len(WEATHER))
    end = landsim.productivity_degradation(
        landsim.productivity_trend(npp),
        landsim.productivity_state(npp[:-3], npp[-3:]),
        landsim.productivity_performance(npp, ["steppe"] * npp.shape[1]),
    )["three_classes"]
    assert np.mean(end == "degradation") < 0.02
    # While it lasts, the trend alone finds a third of them: scatter hides three good years of thirteen.
    within = landsim.productivity_trend(npp[:-3])
    assert np.mean(within == "degradation") > 0.25


def test_noise_has_a_trend_in_one_of_twenty_units() -> None:
    found = landsim.productivity_trend(noise(20, 4000), 0.0)
    assert np.mean(found != "stable") == pytest.approx(0.05, abs=0.012)


def test_state_by_hand() -> None:
    baseline = np.arange(1.0, 12.0)
    # Widened by half of 1 on each side: 0.5, 1, 2, ... 11, 11.5. Percentiles 10 to 90 lie at places 1.2, 2.4, ... 10.8
    # of it, at values 1.2, 2.4, ... 10.8. The mean of 6 is class 5 (above 1.2, 2.4, 3.6 and 4.8, not above 6).
    for mean, expected in [(3.7, "stable"), (3.5, "degradation"), (7.1, "stable"), (7.3, "improvement")]:
        assert landsim.productivity_state(baseline, [mean] * 3) == expected, mean
    three = {"land_degradation.state_change": 3.0}
    assert landsim.productivity_state(baseline, [7.3] * 3, parameters=three) == "stable"


def test_a_mean_that_lies_on_a_bound_but_for_rounding_is_in_the_class_below_it() -> None:
    scale = np.random.default_rng(2).uniform(0.1, 1000.0, 300)
    baseline = np.arange(1.0, 12.0)[:, None] * scale
    assert set(landsim.productivity_state(baseline, 7.3 * scale * np.ones((3, 1)))) == {"improvement"}
    assert set(landsim.productivity_state(baseline, 3.7 * scale * np.ones((3, 1)))) == {"stable"}


def test_state_reads_the_last_three_years() -> None:
    baseline = np.arange(100.0, 113.0)
    assert landsim.productivity_state(baseline, [90.0, 90.0, 106.0, 106.0, 106.0]) == "stable"
    assert landsim.productivity_state(baseline, [106.0, 106.0, 90.0, 90.0, 90.0]) == "degradation"


def test_a_wider_baseline_has_a_wider_last_class() -> None:
    # 0 to 4 widened to -0.2 and 4.2: the 90th percentile lies at 4.08, ten classes end there; the mean is in class 5.
    baseline, five = np.arange(5.0), {"land_degradation.state_change": 5.0}
    assert landsim.productivity_state(baseline, [4.05] * 3, parameters=five) == "stable"
    assert landsim.productivity_state(baseline, [4.1] * 3, parameters=five) == "improvement"
    # Widened by a fifth, it lies at 4.32.
    wide = {**five, "land_degradation.state_widening": 0.2}
    assert landsim.productivity_state(baseline, [4.1] * 3, parameters=wide) == "stable"
    assert landsim.productivity_state(baseline, [4.33] * 3, parameters=wide) == "improvement"


def test_a_baseline_without_scatter() -> None:
    flat = np.full((13, 3), 0.1)
    recent = np.array([[0.05, 0.1, 0.2]] * 3)
    assert landsim.productivity_state(flat, recent).tolist() == ["degradation", "stable", "improvement"]
    published = {"land_degradation.state_minimum": 0.0}
    small = np.array([[0.098, 0.1, 0.102]] * 3)
    assert landsim.productivity_state(flat, small, parameters=published).tolist() == [
        "degradation", "stable", "improvement",
    ]  # fmt: skip
    # By default a change of less than 2.5 % is none.
    assert landsim.productivity_state(flat, small).tolist() == ["stable"] * 3
    assert landsim.productivity_state(flat, flat[:3] * 0.974).tolist() == ["degradation"] * 3


def test_performance_is_judged_within_an_ecological_unit() -> None:
    npp = np.array([[100.0, 90.0, 44.0, 20.0, 18.0, 8.0]] * 2)
    units = ["forest"] * 3 + ["desert"] * 3
    assert landsim.productivity_performance(npp, units).tolist() == ["stable", "stable", "degradation"] * 2
    assert landsim.productivity_performance(npp, ["all"] * 6).tolist() == ["stable"] * 2 + ["degradation"] * 4
    # The mean of the years counts, and half of the 90th percentile itself is enough.
    assert landsim.productivity_performance([[100.0] * 10 + [90.0], [100.0] * 10 + [10.0]], ["a"] * 11)[-1] == "stable"
    strict = {"land_degradation.performance_share": 0.6}
    assert landsim.productivity_performance([[100.0] * 10 + [50.0]], ["a"] * 11, parameters=strict)[-1] == "degradation"


def test_units_in_any_shape_are_judged_alone() -> None:
    npp = (400.0 * WEATHER[:, None] * noise(16, 6)).reshape(16, 2, 3)
    trend, state = landsim.productivity_trend(npp, 0.0), landsim.productivity_state(npp[:13], npp[13:])
    assert trend.shape == state.shape == (2, 3)
    for i in np.ndindex(2, 3):
        alone = npp[(slice(None), *i)]
        assert landsim.productivity_trend(alone, 0.0) == trend[i]
        assert landsim.productivity_state(alone[:13], alone[13:]) == state[i]
    table = landsim.productivity_degradation(trend, state, "degradation")
    assert table["five_classes"].shape == table["three_classes"].shape == (2, 3)


def test_refusals() -> None:
    five = np.ones(5)
    with pytest.raises(InputError, match=r"^npp: found 4 years, expected at least 5, on the first axis\.$"):
        landsim.productivity_trend(np.ones(4))
    with pytest.raises(InputError, match=r"^npp: found -1, expected net primary production, zero or more\.$"):
        landsim.productivity_trend([1.0, 1.0, -1.0, 1.0, 1.0])
    with pytest.raises(InputError, match=r"^minimum_slope: found -0\.1, expected a slope relative to the mean"):
        landsim.productivity_trend(five, -0.1)
    with pytest.raises(InputError, match=r"^Shapes that do not fit each other: .*minimum_slope \(3,\)"):
        landsim.productivity_trend(np.ones((5, 2)), [0.1, 0.1, 0.1])
    with pytest.raises(InputError, match=r"^series: found nan, expected finite numbers\.$"):
        landsim.mann_kendall([1.0, np.nan])
    with pytest.raises(InputError, match=r"^series: found 0 years, expected at least 2"):
        landsim.mann_kendall(3.0)
    with pytest.raises(InputError, match=r"^recent: found 2 years, expected at least 3"):
        landsim.productivity_state(five, [1.0, 1.0])
    with pytest.raises(InputError, match=r"^baseline: found inf, expected net primary production"):
        landsim.productivity_state([1.0, 1.0, np.inf], five)
    with pytest.raises(InputError, match=r"^Shapes that do not fit each other: baseline of a year \(2,\), recent"):
        landsim.productivity_state(np.ones((5, 2)), np.ones((5, 3)))
    with pytest.raises(InputError, match=r"^ecological_unit: found an array of shape \(3,\), expected \(2,\)"):
        landsim.productivity_performance(np.ones((1, 2)), ["a", "b", "c"])
    with pytest.raises(InputError, match=r"^npp: found 0 years, expected at least 1"):
        landsim.productivity_performance(1.0, "a")
    with pytest.raises(InputError, match=r"^state: found 'stabel'; did you mean 'stable'\?$"):
        landsim.productivity_degradation("stable", "stabel", "stable")
    with pytest.raises(InputError, match=r"^performance: found 'improvement'; known are degradation, stable\.$"):
        landsim.productivity_degradation("stable", "stable", "improvement")
    with pytest.raises(InputError, match=r"^Shapes that do not fit each other: trajectory \(2,\), state \(3,\)"):
        landsim.productivity_degradation(["stable"] * 2, ["stable"] * 3, "stable")
    with pytest.raises(InputError, match=r"^parameters: 'herd\.daily_hay' has no effect here, expected land_degrad"):
        landsim.productivity_trend(five, parameters={"herd.daily_hay": 1.0})
