"""RWEQ of a field: by hand, its own balance over the field, and what it refuses."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

import landsim
from landsim.errors import InputError


def test_factors_by_hand() -> None:
    # 29.09 + 21.7 + 3.4 + 2.31 - 2.59 - 1.9 = 52.01
    found = landsim.wind_erodible_fraction(70.0, 20.0, 10.0, 1.0, 2.0)
    assert found == pytest.approx(0.5201, rel=1e-12) and isinstance(found, float)
    assert landsim.soil_crust_factor(10.0, 1.0) == pytest.approx(1.0 / 1.681, rel=1e-12)
    responses = {"forest": 0.1535, "grassland": 0.1151, "shrub": 0.0921, "bare": 0.0768, "sand": 0.0658}
    for land, response in {**responses, "cropland": 0.0438}.items():
        assert landsim.plant_cover_factor(30.0, land) == pytest.approx(math.exp(-30.0 * response), rel=1e-12)
    changed = {"wind_erosion.cover_response.sand": 0.1}
    assert landsim.plant_cover_factor(10.0, "sand", changed) == pytest.approx(math.exp(-1.0), rel=1e-12)


def test_a_field_by_hand() -> None:
    """WF 20 kg/m, EF .5, SCF .6, C .1, K .8: the product is .48 kg/m."""
    found = landsim.wind_erosion(20.0, 0.5, 0.6, 0.1, roughness=0.8, distance=100.0)
    length = 150.71 / math.exp(0.3711 * math.log(0.48))
    assert found["transport"] == pytest.approx(109.8 * 0.48, rel=1e-12)
    assert found["field_length"] == pytest.approx(length, rel=1e-12)
    loss = 200.0 / length**2 * 52.704 * math.exp(-((100.0 / length) ** 2))
    assert found["loss"] == pytest.approx(loss, rel=1e-12)
    assert found["loss_per_hectare"] == pytest.approx(10.0 * loss, rel=1e-12)


def test_what_a_long_field_loses_is_what_is_carried_at_its_end() -> None:
    """The loss integrates to Qmax (1 - exp(-(z / s)^2)), the transport of RWEQ."""
    distance = np.linspace(1e-6, 800.0, 200_001)
    found = landsim.wind_erosion(20.0, 0.5, 0.6, 0.5, distance=distance)
    carried = np.trapezoid(found["loss"], distance)
    expected = found["transport"] * (1.0 - math.exp(-((800.0 / found["field_length"]) ** 2)))
    assert carried == pytest.approx(expected, rel=1e-6)


def test_no_wind_or_full_cover_loses_nothing() -> None:
    found = landsim.wind_erosion([0.0, 20.0], 0.5, 0.6, [0.5, 0.0])
    assert (found["loss"] == 0.0).all() and np.isinf(found["field_length"]).all()


def test_more_of_what_binds_soil_loses_less() -> None:
    fraction = landsim.wind_erodible_fraction(50.0, 30.0, 20.0, np.linspace(0.0, 4.0, 9))
    assert (np.diff(fraction) < 0.0).all()
    assert landsim.wind_erodible_fraction(10.0, 10.0, 80.0, 90.0, 100.0) == 0.0


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: landsim.wind_erodible_fraction(101.0, 20.0, 10.0, 1.0),
            "sand: found 101, expected per cent",
        ),
        (lambda: landsim.wind_erodible_fraction(70.0, 30.0, 0.0, 1.0), "clay: found 0, expected per cent, above 0"),
        (lambda: landsim.soil_crust_factor(-1.0, 1.0), "clay: found -1, expected per cent, 0 to 100"),
        (lambda: landsim.plant_cover_factor(10.0, "moss"), "land: found 'moss', expected one of forest, grassland"),
        (lambda: landsim.plant_cover_factor(120.0, "sand"), "cover: found 120, expected per cent"),
        (lambda: landsim.wind_erosion(-1.0, 0.5, 0.5, 0.5), "weather: found -1, expected a weather factor in kg/m"),
        (
            lambda: landsim.wind_erosion(1.0, 1.5, 0.5, 0.5),
            "erodible_fraction: found 1.5, expected a share",
        ),
        (lambda: landsim.wind_erosion(1.0, 0.5, 0.5, 0.5, distance=0.0), "distance: found 0, expected m from the"),
        (lambda: landsim.wind_erosion(1.0, 0.5, 0.5, float("nan")), "cover: found nan, expected a share from 0 to 1"),
    ],
)
def test_bad_numbers_are_refused_in_a_sentence(call: Callable[[], object], sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        call()
    assert str(refused.value).startswith(sentence)
