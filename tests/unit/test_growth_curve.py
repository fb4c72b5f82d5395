"""Growth curves of single stands: what is read off them, and what is refused. Properties: tests/property."""

from __future__ import annotations

import math

import numpy as np
import pytest

from landsim import GrowthCurve
from landsim.core.forest import chapman_richards, logistic
from landsim.errors import InputError

CHAPMAN_RICHARDS = GrowthCurve(200.0, 0.025, 2.0, years=1)
LOGISTIC = GrowthCurve(200.0, 0.05, 4.0, years=1, form="logistic")


def test_the_curves_are_those_of_the_kernel() -> None:
    for age in (0.0, 1.0, 17.5, 300.0):
        assert CHAPMAN_RICHARDS.biomass(age) == pytest.approx(chapman_richards(age, 200.0, 0.025, 2.0), rel=1e-12)
        assert LOGISTIC.biomass(age) == pytest.approx(logistic(age, 200.0, 0.05, 4.0), rel=1e-12)


def test_logistic_by_hand() -> None:
    """The textbook logistic w / (1 + K exp(-a t)) turns at ln K / a with w a / 4; the stretch adds (1 + K) / K."""
    assert LOGISTIC.inflection_age == pytest.approx(math.log(4.0) / 0.05)
    assert LOGISTIC.maximum_increment == pytest.approx(200.0 * 0.05 / 4.0 * 5.0 / 4.0)
    assert LOGISTIC.biomass(math.log(4.0) / 0.05) == pytest.approx(200.0 * 5.0 / 4.0 * (1.0 / 2.0 - 1.0 / 5.0))


@pytest.mark.parametrize("form", ["chapman_richards", "logistic"])
def test_a_curve_that_bends_one_way_grows_fastest_at_its_start(form: str) -> None:
    curve = GrowthCurve(100.0, 0.05, 0.5, years=1, form=form)
    assert curve.inflection_age == curve.culmination_age == 0.0
    expected = math.inf if form == "chapman_richards" else (curve.biomass(1e-7)) / 1e-7
    assert curve.maximum_increment == pytest.approx(expected, rel=1e-6)
    assert curve.biomass(2.0) / 2.0 < curve.biomass(1.0)


def test_a_straight_start_is_the_border_between_the_two() -> None:
    """Shape 1 of Chapman-Richards and K = 0 of the logistic are the same curve, asymptote x rate at its start."""
    first, second = GrowthCurve(100.0, 0.05, 1.0, 1), GrowthCurve(100.0, 0.05, 0.0, 1, form="logistic")
    assert first.maximum_increment == second.maximum_increment == 5.0
    assert first.biomass(30.0) == pytest.approx(second.biomass(30.0), rel=1e-14)
    assert first.culmination_age == second.culmination_age == 0.0


def test_culmination_by_hand() -> None:
    """Shape 2: 2 u exp(-u) = 1 - exp(-u) at u = 1.25643 (the known root of 2 u = exp(u) - 1)."""
    assert CHAPMAN_RICHARDS.culmination_age == pytest.approx(1.2564312086261697 / 0.025, rel=1e-12)


def test_normal_forest_by_hand() -> None:
    assert CHAPMAN_RICHARDS.normal_forest_mean_stock(2) == pytest.approx(0.5 * CHAPMAN_RICHARDS.biomass(1.0))
    ages = np.arange(80)
    mean = np.mean(200.0 * (1.0 - np.exp(-0.025 * ages)) ** 2)
    assert CHAPMAN_RICHARDS.normal_forest_mean_stock(80) == pytest.approx(mean, rel=1e-12)


@pytest.mark.parametrize("curve", [CHAPMAN_RICHARDS, LOGISTIC], ids=["chapman_richards", "logistic"])
@pytest.mark.parametrize("biomass", [-1.0, 200.0, 1e6, math.nan])
def test_a_biomass_off_the_curve_has_no_age(curve: GrowthCurve, biomass: float) -> None:
    with pytest.raises(InputError, match=r"^biomass: found .* tC/ha, expected zero or more and less than .* 200\.$"):
        curve.age_of(biomass)


def test_an_age_before_birth_is_refused() -> None:
    with pytest.raises(InputError, match=r"^age: found -1\.0, expected a number of years, zero or more\.$"):
        CHAPMAN_RICHARDS.biomass(-1.0)


@pytest.mark.parametrize("rotation", [0, -5, 10.5, True, "80"])
def test_a_rotation_is_a_whole_number_of_years(rotation: object) -> None:
    for read in (CHAPMAN_RICHARDS.normal_forest_mean_stock, CHAPMAN_RICHARDS.sustained_yield):
        with pytest.raises(InputError, match=r"^rotation: found .*, expected a whole number of years, at least 1\.$"):
            read(rotation)  # type: ignore[arg-type]


def test_each_form_has_its_own_range_of_shape() -> None:
    assert GrowthCurve(100.0, 0.05, 40.0, 1, form="logistic").shape == 40.0
    with pytest.raises(InputError, match=r"^net_increment, key 'shape': found 40\.0, expected 0\.1 to 10\.$"):
        GrowthCurve(100.0, 0.05, 40.0, 1)
    with pytest.raises(InputError, match=r"^net_increment, key 'form': unknown form 'gompertz'"):
        GrowthCurve(100.0, 0.05, 2.0, 1, form="gompertz")
