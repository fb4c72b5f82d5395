"""Fits as they are asked for, and what they found: read, written, and refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from landsim.calibration.fit_file import STRATA, fit_names, load_fit
from landsim.calibration.fitted_file import check_defaults, load_fitted, write_calibrated, write_fitted
from landsim.calibration.objective import Fitted, prior_of
from landsim.calibration.problem import ground_of
from landsim.core import parameters
from landsim.errors import InputError, ModelError
from landsim.landscape import Landscape
from landsim.names import COUNTRIES

FOLDER = Path(__file__).resolve().parents[3] / "calibration"
NAMES = ["forest.growth_scale.JPN", "forest.rate.sugi"]
GOOD = f'parameters = ["{NAMES[0]}", "{NAMES[1]}"]\nobservations = [["JPN", "growing_stock"]]\n'


def asked(tmp_path: Path, text: str) -> Path:
    (tmp_path / "fits").mkdir(exist_ok=True)
    (tmp_path / "fits" / "mine.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_every_shipped_fit_is_valid_and_no_parameter_is_in_two() -> None:
    assert fit_names(FOLDER)
    names = [name for one in fit_names(FOLDER) for name in load_fit(FOLDER, one).parameters]
    assert len(names) == len(set(names))


def test_a_fit_is_what_its_file_says(tmp_path: Path) -> None:
    fit = load_fit(asked(tmp_path, GOOD + "starts = 4\n"), "mine")
    assert (fit.parameters, fit.observations) == (tuple(NAMES), (("JPN", "growing_stock"),))
    assert (fit.starts, fit.seed, fit.title, fit.units) == (4, 1, "mine", STRATA)


def test_a_fit_on_the_grid_has_the_units_of_its_countries_alone(tmp_path: Path, land: Landscape) -> None:
    fit = load_fit(asked(tmp_path, GOOD + 'units = "grid"\n'), "mine")
    found = ground_of(fit).land
    assert set(found.country.tolist()) == {COUNTRIES.index("JPN")}
    assert found.size == int((land.country == COUNTRIES.index("JPN")).sum())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("parameters = [", "is not valid TOML"),
        (GOOD + "start = 3\n", "the key 'start' is unknown, did you mean"),
        (
            GOOD.replace("growth_scale.JPN", "growth_scale.JPM"),
            "the parameter 'forest.growth_scale.JPM' is not declared",
        ),
        ('parameters = []\nobservations = [["JPN", "growing_stock"]]\n', "expected a list of names of parameters"),
        (f'parameters = ["{NAMES[0]}"]\nobservations = ["JPN"]\n', "expected a list of"),
        (GOOD + 'units = "cells"\n', "units is 'cells', expected strata or grid"),
        (GOOD + "starts = 0\n", "starts is 0, expected a whole number from 1"),
        (GOOD + "seed = true\n", "seed is True, expected a whole number from 1"),
    ],
)
def test_a_wrong_fit_is_refused_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        load_fit(asked(tmp_path, text), "mine")
    assert sentence in str(refused.value)
    assert "mine.toml" in str(refused.value)


def test_an_unknown_fit_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no fit 'other'"):
        load_fit(asked(tmp_path, GOOD), "other")


def written(tmp_path: Path) -> Path:
    prior = prior_of(NAMES)
    correlation = np.array([[1.0, -0.93], [-0.93, 1.0]])
    found = Fitted(
        np.array([0.7, 0.04]), (3.0, 2.5), prior.spread * np.array([0.1, 0.9]), correlation, np.zeros(3),
        np.array([False, True]),
    )  # fmt: skip
    row = {"country": "JPN", "variable": "growing_stock", "values": 3, "bias": 1.0, "mae": 2.0, "mae_percent": 5.0}
    return write_fitted(tmp_path, load_fit(asked(tmp_path, GOOD), "mine"), prior, found, [row], {"date": "2000-01-01"})


def test_what_is_written_is_read_again_and_names_what_is_not_known(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert load_fitted(tmp_path) == {NAMES[0]: 0.7, NAMES[1]: 0.04}
    text = path.read_text(encoding="utf-8")
    assert text.count("at_limit = true") == 1 and text.count("hardly_known = true") == 1
    assert 'between = ["forest.growth_scale.JPN", "forest.rate.sugi"]\nvalue = -0.93' in text
    assert [one.name for one in path.parent.iterdir()] == ["mine.toml"]


def test_a_damaged_result_and_a_parameter_of_two_fits_are_told(tmp_path: Path) -> None:
    path = written(tmp_path)
    (path.parent / "other.toml").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(InputError, match=r"other.toml: the parameter 'forest.growth_scale.JPN' is set by another fit"):
        load_fitted(tmp_path)
    (path.parent / "other.toml").write_text("[parameters.x]\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"this is not what a fit writes.*refit with `landsim calibrate other`"):
        load_fitted(tmp_path)


def test_fitted_values_of_the_clone_become_the_defaults_and_another_default_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, table = tmp_path / "calibration", tmp_path / "landsim" / "core" / "calibrated.csv"
    folder.mkdir()
    table.parent.mkdir(parents=True)
    table.write_text("name,value,fit\n", encoding="utf-8")
    monkeypatch.setattr(parameters, "CALIBRATED_FILE", table)
    written(folder)
    with pytest.raises(ModelError, match=r"calibrated.csv: these are not the values of .*write them with `landsim"):
        check_defaults(folder)
    write_calibrated(folder)
    assert table.read_text(encoding="utf-8") == f"name,value,fit\n{NAMES[0]},0.7,mine\n{NAMES[1]},0.04,mine\n"
    check_defaults(folder)


def test_fits_of_another_folder_change_no_default(tmp_path: Path) -> None:
    before = parameters.CALIBRATED_FILE.read_bytes()
    written(tmp_path)
    write_calibrated(tmp_path)
    check_defaults(tmp_path)
    assert parameters.CALIBRATED_FILE.read_bytes() == before


def test_calibrated_elements_tell_their_declared_value_and_stay_inside_their_plausible_range() -> None:
    found = [element for element in parameters.elements() if element.status == parameters.CALIBRATED]
    assert {element.name for element in found} == set(load_fitted(FOLDER)) == set(parameters.before_calibration())
    for element in found:
        assert element.default == load_fitted(FOLDER)[element.name]
        assert element.plausible[0] <= element.default <= element.plausible[1], element.name
        assert f"before that {element.declared:g}" in element.source
