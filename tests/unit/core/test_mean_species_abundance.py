"""Abundance on grassland, what warming leaves, and drought, against numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from landsim.core import parameters
from landsim.core.dimensions import ABUNDANCE_LAND
from landsim.core.drought import in_drought
from landsim.core.mean_species_abundance import grassland_abundance, warming_factor

POINTS = (1.0, 0.7, 0.4)


def test_grassland_meets_its_three_points_and_lies_between_them() -> None:
    condition, pressure = np.array([1.0, 1.0, 0.0, 0.0, 1.0, 0.5]), np.array([0.0, 1.0, 0.0, 3.0, 2.0, 0.5])
    # The last: 0.4 + (0.85 - 0.4) x 0.5.
    assert grassland_abundance(condition, pressure, *POINTS) == pytest.approx([1.0, 0.7, 0.4, 0.4, 0.7, 0.625])


def test_warming_by_hand() -> None:
    """Vertebrates at 2 K: (1 / (1 + e^-2.489)) / (1 / (1 + e^-3.213)); nothing is lost without warming."""
    expected = (1.0 + math.exp(-3.213)) / (1.0 + math.exp(-2.489))
    assert warming_factor(2.0, 3.213, -0.362) == pytest.approx(expected, rel=1e-12) == pytest.approx(0.96052, abs=1e-5)
    assert warming_factor(2.0, 2.867, -0.467) == pytest.approx(0.92326, abs=1e-5)
    assert warming_factor(0.0, 2.867, -0.467) == 1.0


def test_declared_abundance_is_that_of_globio_and_its_order_holds_over_the_ranges() -> None:
    found = dict(
        zip(ABUNDANCE_LAND, parameters.take(parameters.defaults(), "mean_species_abundance.land_use"), strict=True)
    )
    published = {
        "primary": 1.0, "lightly_used_forest": 0.7, "secondary_forest": 0.5, "forest_plantation": 0.2,
        "grassland_grazed": 0.7, "sown_pasture": 0.1, "agroforestry": 0.5, "low_input_cropland": 0.3,
        "intensive_cropland": 0.1, "settlement": 0.05,
    }  # fmt: skip
    assert {name: found[name] for name in published} == published
    plausible = {element.name.rsplit(".", 1)[-1]: element.plausible for element in parameters.elements()
                 if element.parameter.name == "mean_species_abundance.land_use"}  # fmt: skip
    for low, high in (
        ("settlement", "secondary_forest"),
        ("intensive_cropland", "secondary_forest"),
        ("secondary_forest", "lightly_used_forest"),
        ("grassland_grazed", "grassland_ungrazed"),
    ):
        assert plausible[low][1] <= plausible[high][0], (low, high)
    assert all(0.0 <= low <= found[name] <= high <= 1.0 for name, (low, high) in plausible.items())


def test_drought_is_below_the_threshold() -> None:
    assert in_drought(np.array([0.69, 0.7, 1.2]), 0.7).tolist() == [True, False, False]
