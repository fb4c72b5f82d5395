"""Production without CO2's direct effect: numbers by hand, and a stand stepped for a century with and without CO2."""

from __future__ import annotations

import pytest

from landsim.core import net_primary_production as production

share_of = production.biomass_share_without_co2.py_func
stands = production.production_of_stands.py_func
kept = production.mean_of_kept_forest.py_func
grass = production.production_of_grass.py_func


def test_by_hand() -> None:
    # 90 t, all of it without CO2's effect, and 10 t grown under a factor of 1.25, of which 8 would have grown.
    assert share_of(1.0, 90.0, 10.0, 1.25) == pytest.approx(0.98)
    assert share_of(0.5, 0.0, 0.0, 1.25) == 1.0
    assert stands(10.0, 5.0, 0.98, 1.25) == pytest.approx(8.0 + 4.9)
    # 60 ha of old stands with 4 t each; of 40 ha of younger ones with 2 t each a half is old forest that was felled.
    assert kept(240.0, 80.0, 60.0, 40.0, 80.0) == pytest.approx((240.0 + 40.0) / 80.0)
    # All younger forest grows on other land: it does not count. Nor is there any more of it than there is.
    assert kept(240.0, 80.0, 60.0, 40.0, 60.0) == 4.0
    assert kept(240.0, 80.0, 60.0, 40.0, 200.0) == pytest.approx(3.2)
    assert kept(0.0, 80.0, 0.0, 40.0, 0.0) == 0.0 and kept(0.0, 0.0, 0.0, 0.0, 0.0) == 0.0
    # Leaves of 2 t in full condition with 1.5 as much in roots; half the leaves, of which roots feel half.
    assert grass(2.0, 1.0, 0.0, 1.5, 0.5) == 5.0
    assert grass(2.0, 0.5, 0.2, 1.5, 0.5) == pytest.approx(2.0 * (0.6 + 1.5 * 0.75))


def test_a_stand_under_rising_co2_is_told_as_if_there_were_none() -> None:
    """Two stands with the same losses, one under CO2 that rises by 30 % in a century, stepped in plain Python."""
    with_co2, without, share, turnover = 20.0, 20.0, 1.0, 0.06
    for year in range(100):
        factor = 1.0 + 0.003 * year
        lost = 0.3 if year % 30 == 29 else 0.0
        with_co2, without = with_co2 * (1.0 - lost), without * (1.0 - lost)
        increment = 2.0 - 0.015 * year
        share = share_of(share, with_co2, increment * factor, factor)
        with_co2, without = with_co2 + increment * factor, without + increment
        litter = turnover * (with_co2 - 0.5 * increment * factor)
        told = stands(increment * factor, litter, share, factor)
        assert told == pytest.approx(increment + turnover * (without - 0.5 * increment), rel=2e-3)
    assert with_co2 > 1.08 * without
