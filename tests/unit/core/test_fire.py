"""The burned share of a unit's forest."""

from __future__ import annotations

import pytest

from landsim.core.fire import burned_share


def test_share_is_hectares_asked_for_over_hectares_there():
    assert burned_share(30.0, 1200.0, 0.5) == pytest.approx(0.025)


def test_a_unit_never_burns_beyond_the_limit():
    assert burned_share(1100.0, 1200.0, 0.5) == 0.5


def test_without_forest_nothing_burns():
    assert burned_share(30.0, 0.0, 0.5) == 0.0
