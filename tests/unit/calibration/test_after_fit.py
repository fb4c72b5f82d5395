"""A committed fit sampled and profiled from end to end, with a model that costs nothing in place of the hindcast."""

from __future__ import annotations

import shutil
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from small_landscape import write_small_landscape

import landsim
from landsim.calibration import observations, problem
from landsim.calibration.objective import prior_of
from landsim.calibration.posterior import write_record
from landsim.calibration.recorded_scores import made_from
from landsim.cli import main
from landsim.ground import Ground
from landsim.landscape import Landscape, load_landscape

pytest.importorskip("emcee")
CALIBRATION = Path(landsim.__file__).resolve().parents[1] / "calibration"
JAPAN, KOREA, SHARED = "forest.growth_scale.JPN", "forest.growth_scale.KOR", "forest.rate.red_pine_densiflora"
RUSSIA, SILENT = "forest.growth_scale.RUS", "forest.planted_age_spread.RUS"
NAMES = (JAPAN, KOREA, SHARED, RUSSIA, SILENT)
VALUES = {JAPAN: 0.6, KOREA: 1.3, SHARED: 0.04, RUSSIA: 1.2, SILENT: 1.5}


def cheap(ground: Ground, given: Mapping[str, float], wanted: pd.DataFrame) -> pd.Series:
    """Japan: its scale; Korea: its scale and that of the shared type; Russia: its scale; a little more each year."""
    of = {"JPN": given[JAPAN], "KOR": given[KOREA] * given[SHARED] / 0.04, "RUS": given[RUSSIA]}
    values = wanted["country"].map(of) + 0.001 * (wanted["year"] - 2000)
    return values.set_axis(pd.MultiIndex.from_frame(wanted[["country", "variable", "year"]]))


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    return load_landscape(write_small_landscape(tmp_path_factory.mktemp("land") / "small.nc", every=200))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, land: Landscape) -> Path:
    """A calibration folder with a committed fit of three countries."""
    monkeypatch.setattr(problem, "hindcast", cheap)
    monkeypatch.setattr(problem, "strata_ground", lambda: Ground(land))
    rows = [
        {
            "country": country, "year": year, "variable": "growing_stock", "unit": "Mm3", "dataset": "made up",
            "value": VALUES[name] + 0.001 * (year - 2000), "uncertainty": 0.05, "reason": "",
            "role": observations.TRAIN if year <= 2010 else observations.VALIDATE,
        }
        for country, name in (("JPN", JAPAN), ("KOR", KOREA), ("RUS", RUSSIA))
        for year in (1990, 2000, 2010, 2015)
    ]  # fmt: skip
    pd.DataFrame(rows).reindex(columns=list(observations.COLUMNS)).to_csv(tmp_path / "observations.csv", index=False)
    for room in ("fits", "fitted"):
        (tmp_path / room).mkdir()
    listed = ", ".join(f'"{name}"' for name in NAMES)
    pairs = ", ".join(f'["{country}", "growing_stock"]' for country in ("JPN", "KOR", "RUS"))
    (tmp_path / "fits" / "mine.toml").write_text(f"parameters = [{listed}]\nobservations = [{pairs}]\n")
    tables = [
        f'[parameters."{name}"]\nvalue = {value}\nhardly_known = {str(name in (SHARED, SILENT)).lower()}\n'
        for name, value in VALUES.items()
    ]
    (tmp_path / "fitted" / "mine.toml").write_text("\n".join(tables))
    return tmp_path


def call(folder: Path, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["calibrate", *arguments, "--folder", str(folder)])
    return result.exit_code, result.stdout, result.stderr


def record_of(folder: Path) -> dict[str, object]:
    return tomllib.loads((folder / "fitted" / "mine.toml").read_text())["posterior"]


def test_a_chain_replaces_sets_and_intervals_and_says_how_they_were_drawn(folder: Path, land: Landscape) -> None:
    write_record(folder, "mine", {"method": "linear", "sets": 200})
    assert record_of(folder) == {"method": "linear", "sets": 200}
    before, versions = (folder / "fitted" / "mine.toml").read_text(), made_from(folder, land)
    code, out, err = call(folder, "mine", "--chain", "--steps", "40", "--workers", "1")
    assert code == 0, err
    assert "Posterior: " in out and "acceptance" in err and "Chain of JPN: 1 parameters, 3 values, 40 steps." in err
    sets = pd.read_csv(folder / "fitted" / "mine_posterior.csv")
    assert list(sets.columns) == list(NAMES) and len(sets) == 200 and not sets.duplicated().any()
    # Three values of 0.6 with a standard deviation of 0.05 each, and the prior: the mean of Bayes.
    prior = prior_of([JAPAN])
    weight = np.array([3.0 / 0.05**2, 1.0 / prior.spread[0] ** 2])
    assert sets[JAPAN].mean() == pytest.approx(weight @ [0.6, prior.centre[0]] / weight.sum(), abs=0.012)
    assert sets[JAPAN].std() == pytest.approx(weight.sum() ** -0.5, rel=0.25)
    # Only the product of Korea's two is told; blocks are drawn apart from each other.
    assert np.corrcoef(sets[KOREA], sets[SHARED])[0, 1] < -0.5
    assert abs(np.corrcoef(sets[JAPAN], sets[RUSSIA])[0, 1]) < 0.25
    table = pd.read_csv(folder / "fitted" / "mine_intervals.csv")
    assert len(table) == 12 and (table["model_low"] < table["observed"]).all()
    record = record_of(folder)
    assert (record["method"], record["sets"]) == ("chain", 200)
    blocks = {block["name"]: block for block in record["blocks"]}
    assert set(blocks) == {"JPN", "KOR", "RUS", "unseen"}
    assert blocks["KOR"]["parameters"] == [KOREA, SHARED] and blocks["unseen"]["parameters"] == [SILENT]
    for block in blocks.values():
        assert (block["walkers"], block["steps"], block["burn_in"]) == (40, 40, 10)
        assert 0.1 < block["acceptance"] < 0.9 and block["effective_number"] > 20
        assert block["effective_number"] == pytest.approx(30 * 40 / block["longest_autocorrelation_time"], rel=1e-3)
    # What was fitted is untouched, and scores that come from it stay current.
    assert (folder / "fitted" / "mine.toml").read_text().startswith(before.split("# How")[0])
    assert made_from(folder, land) == versions
    assert len(list((folder / "fitted" / ".chain").glob("mine-*.npz"))) == 4
    # Asked again nothing is sampled anew: the same sets.
    assert call(folder, "mine", "--chain", "--steps", "40", "--workers", "1")[0] == 0
    pd.testing.assert_frame_equal(sets, pd.read_csv(folder / "fitted" / "mine_posterior.csv"))


def test_profiles_of_what_is_hardly_known_are_written(folder: Path) -> None:
    code, out, err = call(folder, "mine", "--profiles")
    assert code == 0, err
    assert "Profiles: " in out and f"{SILENT}: flat, not identifiable." in err
    table = pd.read_csv(folder / "fitted" / "mine_profiles.csv")
    assert list(table.columns) == [
        "parameter",
        "value",
        "cost_above_best",
        "observations_above_best",
        "at_limit",
        "flat",
    ]
    assert set(table["parameter"]) == {SHARED, SILENT}
    silent = table[table["parameter"] == SILENT]
    assert silent["flat"].all() and (silent["observations_above_best"] == 0.0).all()
    assert (table.groupby("parameter")["cost_above_best"].apply(lambda rises: (rises == 0.0).sum()) >= 1).all()
    assert not list((folder / "fitted").glob("*.part"))


def test_without_emcee_a_chain_is_refused_and_profiles_are_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "emcee", None)
    code, _, err = call(folder, "mine", "--chain")
    assert code == 2 and err.count("\n") == 1
    assert "emcee is not installed, expected the extra calibration: python -m pip install 'landsim[calibration]'" in err
    assert call(folder, "mine", "--profiles")[0] == 0


def test_a_fit_that_is_not_committed_or_of_other_parameters_is_told(folder: Path) -> None:
    path = folder / "fitted" / "mine.toml"
    text = path.read_text()
    path.write_text(text.split(f'[parameters."{SILENT}"]')[0])
    code, _, err = call(folder, "mine", "--profiles")
    assert code == 2 and f"the parameter '{SILENT}' is in the fit or in its values, expected it in both" in err
    path.write_text("[parameters]\nx = 1\n")
    code, _, err = call(folder, "mine", "--profiles")
    assert code == 2 and "mine.toml: this is not what a fit writes" in err
    path.unlink()
    for what in ("--chain", "--profiles"):
        code, _, err = call(folder, "mine", what)
        assert code == 2 and "mine.toml: there is no such file, expected a committed fit" in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("mine", "--chain", "--profiles"), "are two things to do, expected one of them"),
        (("--chain",), "are of one fit, expected its NAME"),
        (("--check", "--profiles"), "are of one fit, expected its NAME"),
        (("mine", "--steps", "30"), "are of the chain, expected them with --chain"),
        (("mine", "--profiles", "--workers", "2"), "are of the chain, expected them with --chain"),
        (("mine", "--chain", "--steps", "3"), "3 is not in the range x>=20"),
    ],
)
def test_wrong_usage_is_told_with_exit_code_2(folder: Path, arguments: tuple[str, ...], sentence: str) -> None:
    code, _, err = call(folder, *arguments)
    assert code == 2
    assert sentence in err and "Traceback" not in err


@pytest.mark.slow
def test_processes_that_run_walkers_of_the_model_change_no_bit(tmp_path: Path) -> None:
    """The real hindcast in spawned processes, and in this one."""
    sets = []
    for workers in ("1", "2"):
        folder = tmp_path / workers
        for room in ("fits", "fitted"):
            (folder / room).mkdir(parents=True)
        shutil.copy(CALIBRATION / "observations.csv", folder)
        (folder / "fits" / "mine.toml").write_text(
            f'parameters = ["{JAPAN}"]\nobservations = [["JPN", "lulucf_forest_land"]]\n'
        )
        (folder / "fitted" / "mine.toml").write_text(f'[parameters."{JAPAN}"]\nvalue = 0.7\n')
        code, _, err = call(folder, "mine", "--chain", "--steps", "20", "--workers", workers)
        assert code == 0, err
        sets.append((folder / "fitted" / "mine_posterior.csv").read_bytes())
    assert sets[0] == sets[1]
