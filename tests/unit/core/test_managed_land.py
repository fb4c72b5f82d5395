"""The managed share of a unit."""

from __future__ import annotations

import pytest

from landsim.core.managed_land import managed_share


@pytest.mark.parametrize(
    ("fraction", "scale", "expected"),
    [(0.6, 1.0, 0.6), (0.6, 1.5, 0.9), (0.9, 1.5, 1.0), (0.6, 0.0, 0.0), (-0.1, 1.0, 0.0)],
)
def test_share_is_scaled_and_stays_between_0_and_1(fraction, scale, expected):
    assert managed_share(fraction, scale) == pytest.approx(expected)
