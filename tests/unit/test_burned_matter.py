"""Gases of a fire by area, fuel and emission factors, and every refusal."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import landsim
from landsim.errors import InputError

# Grassland (IPCC 2006 V4 T2.5), g/kg dry matter.
GRASS = {"CO2": 1613.0, "CO": 65.0, "CH4": 2.3, "N2O": 0.21}


def test_a_grass_fire_by_hand() -> None:
    """250 ha x 4.1 t x 0.77 = 789.25 t of dry matter burned."""
    gases = landsim.fire_emissions(250.0, 4.1, 0.77, GRASS)
    assert set(gases) == set(GRASS)
    assert gases["CO2"] == pytest.approx(789.25 * 1.613, rel=1e-12)
    assert gases["N2O"] == pytest.approx(789.25 * 0.00021, rel=1e-12)
    assert all(isinstance(amount, float) for amount in gases.values())


def test_fires_side_by_side_are_fires_one_by_one() -> None:
    area, fuel = np.array([1.0, 20.0, 0.0]), np.array([[41.0], [21.6]])
    gases = landsim.fire_emissions(area, fuel, 0.34, GRASS)
    assert gases["CH4"].shape == (2, 3)
    for row, column in np.ndindex(2, 3):
        alone = landsim.fire_emissions(area[column], fuel[row, 0], 0.34, GRASS)["CH4"]
        assert gases["CH4"][row, column] == pytest.approx(alone, rel=1e-15)
    assert (gases["CH4"][:, 2] == 0.0).all()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"burned_area": -1.0}, "burned_area: found -1, expected hectares, zero or more."),
        ({"burned_area": math.nan}, "burned_area: found nan, expected hectares, zero or more."),
        ({"fuel": [41.0, math.inf]}, "fuel: found inf, expected t dm/ha, zero or more."),
        ({"fuel": "much"}, "fuel: found 'much', expected t dm/ha, zero or more."),
        ({"combustion_factor": 41.0}, "combustion_factor: found 41, expected a share from 0 to 1."),
        ({"emission_factors": {"CO": -2.0}}, "emission_factors, gas 'CO': found -2, expected g/kg dry matter, zero or"),
        ({"emission_factors": 1569.0}, "emission_factors: found float, expected a mapping of gas to g/kg dry matter."),
    ],
)
def test_refusals(changes: dict[str, Any], expected: str) -> None:
    given = {"burned_area": 1.0, "fuel": 41.0, "combustion_factor": 1.0, "emission_factors": GRASS, **changes}
    with pytest.raises(InputError) as caught:
        landsim.fire_emissions(**given)
    assert str(caught.value).startswith(expected)
