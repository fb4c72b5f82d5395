"""What a cohort gives towards the harvest that is still wanted."""

from __future__ import annotations

import pytest

from landsim.core.harvest import felled_share


def test_fells_just_what_is_wanted():
    share, product = felled_share(200.0, 0.5, 25.0)
    assert share == pytest.approx(0.25)
    assert product == pytest.approx(25.0)


def test_fells_the_whole_cohort_where_more_is_wanted():
    assert felled_share(200.0, 0.5, 400.0) == (1.0, 100.0)


@pytest.mark.parametrize("biomass", [0.0, 1e-15])
def test_a_cohort_without_biomass_gives_next_to_nothing(biomass):
    share, product = felled_share(biomass, 0.5, 10.0)
    assert 0.0 <= share <= 1.0
    assert 0.0 <= product <= biomass


def test_a_stand_that_gives_no_product_is_left_standing():
    """Shrubs have no merchantable stem: felling them all would not bring the wanted wood any nearer."""
    assert felled_share(200.0, 0.0, 10.0) == (0.0, 0.0)


def test_nothing_wanted_nothing_felled():
    assert felled_share(200.0, 0.5, 0.0) == (0.0, 0.0)


@pytest.mark.parametrize("biomass", [1e-13, 3.0, 1e7])
@pytest.mark.parametrize("per_biomass", [0.0, 1e-9, 0.3])
@pytest.mark.parametrize("wanted", [0.0, 1e-12, 1.0, 1e9])
def test_never_more_than_wanted_and_never_more_than_there(biomass, per_biomass, wanted):
    share, product = felled_share(biomass, per_biomass, wanted)
    assert 0.0 <= share <= 1.0
    assert 0.0 <= product <= wanted
    assert product <= biomass * per_biomass * (1.0 + 1e-15)
    assert product == pytest.approx(share * biomass * per_biomass, rel=1e-12, abs=1e-12)
