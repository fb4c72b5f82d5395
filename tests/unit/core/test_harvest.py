"""What a cohort gives towards the harvest that is still wanted."""

from __future__ import annotations

from itertools import pairwise

import pytest

from landsim.core.harvest import felled_share, ripe_share


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


def test_a_cohort_of_the_start_comes_to_rotation_age_over_ten_years():
    """Felled as soon as it is ripe, a tenth of it goes each year; it is never ripe before its oldest trees are."""
    left = 1.0
    for years_ripe in range(-5, 13):
        left -= left * ripe_share(float(years_ripe), 10.0)
        assert left == pytest.approx(1.0 - min(max(years_ripe, 0), 10) / 10.0, abs=1e-12)


def test_a_later_cohort_is_ripe_in_one_year():
    assert [ripe_share(float(years), 1.0) for years in (-1, 0, 1, 2, 50)] == [0.0, 0.0, 1.0, 1.0, 1.0]


def test_what_was_not_felled_may_be_felled_once_all_of_it_is_ripe():
    assert [ripe_share(years, 10.0) for years in (10.0, 11.0, 30.0)] == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("width", [1.0, 10.0])
def test_the_ripe_share_never_jumps_down(width):
    """A rotation that a measure lengthens by part of a year moves the share by no more than that part of it."""
    shares = [ripe_share(0.1 * step, width) for step in range(-20, 150)]
    assert all(0.0 <= share <= 1.0 for share in shares)
    assert all(later >= earlier for earlier, later in pairwise(shares))
