"""Steppe fire, care of grassland and one hectare of pasture, by hand."""

from __future__ import annotations

import pytest

from landsim.core import parameters
from landsim.core.grass_fire import burned_matter
from landsim.core.grass_management import changed, covered_share, measured_area
from landsim.core.rangeland import grazed_area, in_desert, in_meadow, remaining_condition, weather_factor


def test_what_burns_is_what_animals_left() -> None:
    assert burned_matter(100.0, 40.0, 0.02, 0.77) == pytest.approx(60.0 * 0.0154)
    assert burned_matter(40.0, 100.0, 0.02, 0.77) == 0.0


def test_a_measure_covers_no_more_than_there_is() -> None:
    assert covered_share(5.0, 20.0) == 0.25
    assert covered_share(50.0, 20.0) == 1.0
    assert measured_area(0.0) == 1e-3 and measured_area(7.0) == 7.0


def test_a_share_is_added_or_taken() -> None:
    assert changed(10.0, 0.3) == 13.0
    assert changed(10.0, -0.3) == 7.0
    assert changed(10.0, -1.5) == 0.0


def test_weather_is_that_of_the_zone() -> None:
    found = [
        weather_factor(in_desert(aridity), in_meadow(aridity), 0.5, 0.7, 0.9) for aridity in (0.1, 0.2, 0.64, 0.65, 2.0)
    ]
    assert found == pytest.approx([0.5, 0.7, 0.7, 0.9, 0.9])


def test_grazing_takes_no_grass_below_the_lowest_condition() -> None:
    assert remaining_condition(0.3, 0.02, 0.05) == 0.05
    assert remaining_condition(0.3, 0.2, 0.05) == 0.2
    # What was lower already does not jump up to it.
    assert remaining_condition(0.01, 0.008, 0.05) == 0.01


def test_sparse_land_counts_in_part() -> None:
    assert grazed_area(10.0, 4.0, 100.0, 0.5) == 56.0
    assert grazed_area(10.0, 14.0, 0.0, 0.5) == 0.0


def test_the_effects_of_care_have_ranges_that_hold_their_default() -> None:
    for element in parameters.elements():
        if element.name.startswith(("grass_management.", "grass_fire.", "herd_dynamics.")):
            assert element.plausible[0] <= element.default <= element.plausible[1], element.name
