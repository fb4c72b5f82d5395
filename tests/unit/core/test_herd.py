"""Forage need of a sheep unit, and the cap of grass-livestock balance."""

from __future__ import annotations

import pytest

from landsim.core.herd import capped_removal, forage_need


def test_need_of_a_sheep_unit_in_a_year():
    """1.8 kg of hay a day at 0.86 dry matter, 365 days, in tonnes."""
    assert forage_need(1.8, 0.86) == pytest.approx(1.8 * 0.86 * 365.0 / 1000.0, rel=1e-14)


def test_cap_removes_the_excess_on_the_covered_share():
    assert capped_removal(150.0, 100.0, 0.4, 1.0) == pytest.approx(20.0)
    assert capped_removal(150.0, 100.0, 1.0, 0.9) == pytest.approx(60.0)


def test_cap_never_adds_animals():
    assert capped_removal(80.0, 100.0, 1.0, 1.0) == 0.0


def test_cap_of_zero_removes_all_grazing_animals_and_no_more():
    assert capped_removal(80.0, 100.0, 1.0, 0.0) == 80.0
    assert capped_removal(0.0, 0.0, 1.0, 1.0) == 0.0
