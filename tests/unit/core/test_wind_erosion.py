"""Factors of wind erosion against numbers worked out by hand, and what snow and rain do to the dry share of a year."""

from __future__ import annotations

import math

import numpy as np
import pytest

from landsim.core import wind_erosion


def test_cover_between_two_values_of_ndvi() -> None:
    found = wind_erosion.ground_cover(np.array([0.0, 0.05, 0.455, 0.86, 0.95]), 0.05, 0.86)
    assert found == pytest.approx([0, 0, 0.5, 1, 1])


def test_cover_factor_by_hand() -> None:
    """RWEQ: exp(-0.1151 x 20) of bare ground under 20 % of grass; half the cover is the root of it."""
    assert wind_erosion.cover_factor(0.2, 0.1151) == pytest.approx(math.exp(-2.302), rel=1e-12)
    assert wind_erosion.cover_factor(0.1, 0.1151) == pytest.approx(math.exp(-1.151), rel=1e-12)
    assert wind_erosion.cover_factor(0.0, 0.1151) == 1.0


def test_organic_matter_is_carbon_in_30_cm_and_ends_where_the_equation_does() -> None:
    # 40.5 tC in 3000 m3 of 1.35 t/m3 are 1 %.
    assert wind_erosion.organic_matter(40.5, 1.35, 1.724) == pytest.approx(1.724, rel=1e-12)
    assert wind_erosion.organic_matter(400.0, 1.35, 1.724) == 4.79


def test_wind_of_the_months_adds_up_with_its_share_in_spring() -> None:
    wind = wind_erosion.wind_of_months(0.6)
    assert wind.sum() == pytest.approx(1.0, rel=1e-12) and wind[2:5].sum() == pytest.approx(0.6, rel=1e-12)
    assert wind[0] == pytest.approx(0.4 / 9, rel=1e-12)


def test_snow_lies_until_it_melts_and_rain_wets_what_it_falls_on() -> None:
    """Five months of frost with 5 mm each, November to March: 5, 10, ... 25 mm; then half the demand falls as rain."""
    temperature = np.array([-9.0, -9, -9, 5, 9, 12, 15, 12, 9, 5, -9, -9])[:, None]
    frozen = temperature <= 0.0
    rain = np.where(frozen, 5.0, 30.0)
    dry = wind_erosion.dry_share(temperature, rain, np.where(frozen, 0.0, 60.0), 20.0)[:, 0]
    assert dry == pytest.approx([0.25, 0.0, 0.0, *[0.5] * 7, 0.75, 0.5], rel=1e-12)
    assert wind_erosion.dry_share(temperature, 0.0 * rain, np.where(frozen, 0.0, 60.0), 20.0) == pytest.approx(1.0)
    assert wind_erosion.dry_share(temperature, 9.0 * rain, np.where(frozen, 0.0, 60.0), 20.0) == pytest.approx(0.0)
