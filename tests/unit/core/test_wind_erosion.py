"""Cover factor of wind erosion against numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from landsim.core.wind_erosion import ground_cover, relative_emission


def test_cover_between_two_values_of_ndvi() -> None:
    assert ground_cover(np.array([0.0, 0.05, 0.455, 0.86, 0.95]), 0.05, 0.86) == pytest.approx([0, 0, 0.5, 1, 1])


def test_emission_by_hand() -> None:
    """RWEQ: exp(-0.1151 x 20) of bare ground under 20 % of grass; half the condition is half the cover."""
    assert relative_emission(0.2, 1.0, 0.1151) == pytest.approx(math.exp(-2.302), rel=1e-12)
    assert relative_emission(0.2, 0.5, 0.1151) == pytest.approx(math.exp(-1.151), rel=1e-12)
    assert relative_emission(0.2, 0.0, 0.1151) == 1.0
