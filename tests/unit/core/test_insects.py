"""The share of a unit's forest that insects kill."""

from __future__ import annotations

import pytest

from landsim.core import parameters
from landsim.core.insects import killed_share
from landsim.names import COUNTRIES


def test_share_is_hectares_asked_for_over_hectares_there():
    assert killed_share(30.0, 1200.0, 0.0, 0.2) == pytest.approx(0.025)


def test_a_unit_loses_no_more_than_the_limit():
    assert killed_share(1100.0, 1200.0, 0.0, 0.2) == 0.2


def test_what_fire_killed_does_not_die_again():
    assert killed_share(600.0, 1200.0, 0.9, 1.0) == pytest.approx(0.1)
    assert killed_share(600.0, 1200.0, 1.0, 1.0) == 0.0


def test_without_forest_nothing_dies():
    assert killed_share(30.0, 0.0, 0.0, 0.2) == 0.0


def test_damage_is_mostly_survived_unless_only_dead_forest_is_reported():
    share = dict(zip(COUNTRIES, parameters.take(parameters.defaults(), "insects.mortality_share"), strict=True))
    assert all(share[country] <= 0.05 for country in ("CHN", "PRK", "MNG", "KOR"))
    # The fit to the past leaves Russia's near to what is declared.
    assert share["JPN"] == 0.5 and share["RUS"] == pytest.approx(0.5, abs=0.05)
