"""The relative residual of a budget."""

from __future__ import annotations

import math

import pytest

from landsim.core import budget
from landsim.core.budget import relative_residual


def test_what_closes_has_no_residual():
    assert relative_residual(100.0, 130.0, 50.0, 20.0) == 0.0


def test_residual_is_relative_to_stock_throughput_or_one():
    assert relative_residual(100.0, 131.0, 50.0, 20.0) == pytest.approx(1.0 / 131.0)
    assert relative_residual(100.0, 131.0, 1000.0, 970.0) == pytest.approx(1.0 / 1970.0)
    assert relative_residual(0.0, 0.25, 0.0, 0.0) == pytest.approx(0.25)


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("place", range(4))
def test_what_is_not_finite_is_a_huge_residual(wrong, place):
    terms = [100.0, 130.0, 50.0, 20.0]
    terms[place] = wrong
    assert relative_residual(*terms) >= 1e300


def test_tolerances_are_those_of_the_design():
    assert budget.CARBON_TOLERANCE == budget.AREA_TOLERANCE == 1e-9
    assert budget.SINGLE_PRECISION_TOLERANCE == 1e-4
