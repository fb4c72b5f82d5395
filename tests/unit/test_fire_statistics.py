"""The scale that turns official burned area into what satellites see."""

from __future__ import annotations

import pytest

from landsim.fire_statistics import burned_area_statistics
from landsim.history import national_drivers
from landsim.results import Run


def test_russia_burns_the_satellite_mean_at_the_scale_of_the_report() -> None:
    drivers = national_drivers(1990, 2060, "ssp2-4.5")
    (russia,) = burned_area_statistics(drivers)
    assert russia.country == "RUS"
    assert russia.satellite == 8.3e6  # the mean of 2016-2021, not that of the 1990s
    assert russia.official == pytest.approx(drivers.burned_forest[5, 20:31].mean())
    assert russia.scale * russia.official == pytest.approx(8.3e6)
    assert russia.scale == pytest.approx(3.604, abs=0.001)


def test_run_json_tells_the_scale(baseline: Run) -> None:
    (entry,) = baseline.description()["burned_area_statistics"]
    assert entry["country"] == "RUS" and entry["unit"] == "Mha/yr"
    assert entry["scale_that_meets_satellite"] == pytest.approx(entry["satellite"] / entry["official_mean_2010_2020"])
