"""Surveys of topsoil beside a run: the same hectares, the years about the middle of a survey, and which are fitted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from landsim.calibration.fit_file import load_fit
from landsim.calibration.fitted_file import fitted_rows
from landsim.calibration.hindcast import modelled
from landsim.calibration.observations import load_observations
from landsim.calibration.soil_surveys import SOIL_GAINS, soil_gain
from landsim.core.state import FLUX
from landsim.ground import Ground
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.results import Run

FOLDER = Path(__file__).resolve().parents[3] / "calibration"
CHN, RUS = COUNTRIES.index("CHN"), COUNTRIES.index("RUS")


@pytest.fixture(scope="module")
def surveys() -> pd.DataFrame:
    table = load_observations(FOLDER)
    return table[table["variable"].isin(list(SOIL_GAINS))]


def test_a_survey_from_1980_on_meets_the_years_about_its_middle(land: Landscape, baseline: Run) -> None:
    flux = baseline.simulated.total[CHN]
    stayed = (flux[:, FLUX.soil_input_cropland] - flux[:, FLUX.soil_respiration_cropland]) - (
        flux[:, FLUX.converted_soil_input_cropland] - flux[:, FLUX.converted_soil_respiration_cropland]
    )
    yearly = stayed / (flux[:, FLUX.area_cropland] - flux[:, FLUX.converted_area_cropland])
    found = modelled(baseline, Ground(land), "CHN", "cropland_soil_gain")
    # 1980 to 2011: the middle is between 1995 and 1996, so 1990 to 2001.
    assert found[21] == pytest.approx(yearly[:12].mean(), rel=1e-12)
    assert found[10] == found[0] == pytest.approx(yearly[0], rel=1e-12)
    assert 0.05 < found[21] < 0.25


def test_abandoned_cropland_gains_what_all_of_it_gained_over_all_its_hectares(baseline: Run) -> None:
    flux = baseline.simulated.total[RUS]
    gained = flux[:20, FLUX.converted_soil_input_grassland] - flux[:20, FLUX.converted_soil_respiration_grassland]
    found = soil_gain(baseline, RUS, "abandoned_cropland_soil_gain")[19]
    assert found == pytest.approx(gained.sum() / flux[:20, FLUX.converted_area_grassland].sum(), rel=1e-12)
    assert 0.2 < found < 1.0


def test_land_that_never_joined_a_category_has_no_gain_instead_of_an_error(baseline: Run) -> None:
    found = soil_gain(baseline, COUNTRIES.index("MNG"), "abandoned_cropland_soil_gain")
    assert np.isfinite(found).all()


def test_what_is_recalled_and_what_is_no_survey_is_never_trained_on(surveys: pd.DataFrame) -> None:
    trained = surveys[surveys["role"] == "train"]
    assert set(trained["quality"]) == {"literature"} and trained["year"].max() <= 2010
    recalled = surveys[surveys["note"].str.contains("recalled, unverified")]
    assert set(recalled["quality"]) == {"estimate"} and set(recalled["role"]) == {"validate"}
    assert not surveys["dataset"][surveys["role"] != "not used"].isin(["AgroC_2012", "Yoon_2023"]).any()


def test_the_fit_is_nearer_to_the_surveys_than_soil_in_a_steady_state(surveys: pd.DataFrame, baseline: Run) -> None:
    name = "mineral_soil.cropland_input_rise.CHN"
    assert load_fit(FOLDER, "soil").parameters == (name,)
    row = fitted_rows(FOLDER / "fitted" / "soil.toml")[name]
    assert not row["at_limit"] and not row["hardly_known"] and row["declared"] == 0.0
    rows = surveys[(surveys["country"] == "CHN") & (surveys["variable"] == "cropland_soil_gain")]
    found = soil_gain(baseline, CHN, "cropland_soil_gain")
    for year, value, spread in zip(rows["year"], rows["value"], rows["uncertainty"], strict=True):
        # All four say that soils gained; a steady state is three and more deviations away from each.
        assert value > 3.0 * spread
        assert abs(found[year - 1990] - value) < 1.5 * spread
