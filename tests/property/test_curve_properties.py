"""What holds for every growth curve of either form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import EXAMPLES

from landsim import GrowthCurve

AGES = st.floats(0.0, 250.0)
ROTATIONS = st.integers(1, 200)


def curves(shapes: st.SearchStrategy[float], form: str) -> st.SearchStrategy[GrowthCurve]:
    return st.builds(
        lambda asymptote, rate, shape: GrowthCurve(asymptote, rate, shape, 120, age=0.0, form=form),
        st.floats(1.0, 500.0), st.floats(0.005, 0.2), shapes,
    )  # fmt: skip


ANY = st.one_of(curves(st.floats(0.3, 5.0), "chapman_richards"), curves(st.floats(0.0, 30.0), "logistic"))
S_SHAPED = st.one_of(curves(st.floats(1.1, 5.0), "chapman_richards"), curves(st.floats(1.1, 30.0), "logistic"))


def slope(curve: GrowthCurve, age: float) -> float:
    step = 1e-3 / curve.rate
    return (curve.biomass(age + step) - curve.biomass(age - step)) / (2.0 * step)


@EXAMPLES
@given(curve=ANY, age=AGES, later=st.floats(0.01, 50.0))
def test_biomass_rises_from_zero_and_stays_below_the_asymptote(curve: GrowthCurve, age: float, later: float) -> None:
    assert curve.biomass(0.0) == 0.0
    assert 0.0 <= curve.biomass(age) <= curve.biomass(age + later) <= curve.asymptote


@EXAMPLES
@given(curve=ANY, share=st.floats(1e-4, 0.999))
def test_age_and_biomass_lead_to_each_other(curve: GrowthCurve, share: float) -> None:
    biomass = share * curve.asymptote
    age = curve.age_of(biomass)
    assert curve.biomass(age) == pytest.approx(biomass, rel=1e-9)
    assert curve.age_of(curve.biomass(age)) == pytest.approx(age, rel=1e-6, abs=1e-9)


@EXAMPLES
@given(curve=ANY)
def test_increments_add_up_to_the_curve(curve: GrowthCurve) -> None:
    increments = curve.increments(0.0, {}, [])
    assert (increments >= 0.0).all()
    for year in (1, 40, 120):
        assert increments[:year].sum() == pytest.approx(curve.biomass(year), rel=1e-10)


@EXAMPLES
@given(curve=S_SHAPED, other=AGES)
def test_growth_is_largest_at_the_inflection(curve: GrowthCurve, other: float) -> None:
    here = slope(curve, curve.inflection_age)
    assert here == pytest.approx(curve.maximum_increment, rel=1e-4)
    assert slope(curve, max(other, 2e-3 / curve.rate)) <= curve.maximum_increment * (1.0 + 1e-6)


@EXAMPLES
@given(curve=S_SHAPED, other=st.floats(0.1, 500.0))
def test_mean_increment_culminates_where_it_meets_the_current_one(curve: GrowthCurve, other: float) -> None:
    age = curve.culmination_age
    assert age > curve.inflection_age
    mean = curve.biomass(age) / age
    assert slope(curve, age) == pytest.approx(mean, rel=1e-4)
    assert curve.biomass(other) / other <= mean * (1.0 + 1e-12)


@EXAMPLES
@given(curve=ANY, rotation=ROTATIONS)
def test_a_normal_forest_yields_what_it_grows(curve: GrowthCurve, rotation: int) -> None:
    grown = sum(curve.biomass(age + 1) - curve.biomass(age) for age in range(rotation))
    assert curve.sustained_yield(rotation) == pytest.approx(grown / rotation, rel=1e-9)
    # What stands before the felling is what is left after it, a year's growth later.
    stock = curve.normal_forest_mean_stock(rotation)
    grown_up = sum(curve.biomass(age + 1) for age in range(rotation)) / rotation
    assert grown_up - curve.sustained_yield(rotation) == pytest.approx(stock, rel=1e-9, abs=1e-9)
