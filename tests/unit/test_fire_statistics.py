"""The scale that turns official burned area into what satellites see."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from landsim.fire_statistics import burned_area_statistics
from landsim.history import national_drivers
from landsim.results import Run
from landsim.scenario import load_scenario

EXPERIMENT = Path(__file__).resolve().parents[2] / "experiments" / "fire_statistics.py"


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


@pytest.fixture(scope="module")
def swing() -> Any:
    """What the experiment reports of Russia: by reading and period."""
    (statistics,), table = runpy.run_path(str(EXPERIMENT))["swing"](load_scenario("baseline"))
    assert statistics.country == "RUS" and set(table["country"]) == {"RUS"}
    return table.set_index(["reading", "period"])


def test_satellite_area_burns_what_satellites_see(swing: Any) -> None:
    burned = swing.loc[("burned area", "2010-2020")]
    # Units with little forest reach their limit, so a little of it stays unburned.
    assert 8.2 <= burned["satellite"] <= 8.3
    assert burned["official"] == pytest.approx(2.303, abs=0.01)


@pytest.mark.parametrize("period", ["2016-2020", "2030"])
def test_satellite_area_is_worth_hundreds_of_megatonnes(swing: Any, period: str) -> None:
    """A fivefold range of burned area is worth about 0.5 GtCO2 a year; 3.6 times must be worth less."""
    for reading in ("fire emissions", "lulucf_net"):
        row = swing.loc[(reading, period)]
        assert row["difference"] == pytest.approx(row["satellite"] - row["official"])
        assert 100.0 < row["difference"] < 500.0


def test_the_docs_tell_the_swing_that_is_measured(swing: Any) -> None:
    """docs/model.md gives the difference of the net land sector, mean of 2016-2020, in MtCO2e."""
    text = (EXPERIMENT.parents[1] / "docs" / "model.md").read_text(encoding="utf-8")
    (told,) = re.findall(r"difference of ([0-9]+) MtCO2e", text)
    assert float(told) == pytest.approx(swing.loc[("lulucf_net", "2016-2020"), "difference"], abs=5.0)


def test_the_difference_is_that_of_the_hectares(swing: Any) -> None:
    """Six million hectares more, each with the tC that a burned hectare loses, with CH4 and N2O a little more."""
    hectares, emissions = (swing.loc[(name, "2010-2020"), "difference"] for name in ("burned area", "fire emissions"))
    assert 10.0 < emissions / hectares * 12.0 / 44.0 < 35.0
    # What burned no longer grows, and what died goes on decaying: the land sector loses more than the fires give off.
    assert swing.loc[("lulucf_net", "2010-2020"), "difference"] > 0.85 * emissions
