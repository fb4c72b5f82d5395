"""landsim calibrate: the check passes on what was just recorded, and fails in one sentence when the model moves."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import landsim
from landsim import versions
from landsim.cli import main
from landsim.core import simulation

ROOT = Path(landsim.__file__).resolve().parents[1]
CALIBRATION = ROOT / "calibration"


def call(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["calibrate", *arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A calibration folder without fitted values (one run a check instead of two), its scores of this very code."""
    folder = tmp_path_factory.mktemp("calibration")
    shutil.copy(CALIBRATION / "observations.csv", folder)
    code, out, err = call("--scores", "--folder", str(folder))
    assert code == 0, err
    assert "Scores: " in out
    return folder


@pytest.fixture
def folder(recorded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(recorded, tmp_path / "calibration"))


def assert_one_sentence(err: str) -> None:
    assert err.startswith("Error: ") and err.count("\n") == 1 and "Traceback" not in err


def test_what_was_just_recorded_passes(folder: Path) -> None:
    code, out, _ = call("--check", "--folder", str(folder))
    assert code == 0
    assert re.match(r"\d+ scores recomputed: none is stale, none got worse\.", out)


def slower_growth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every stand holds 3 % less at every age."""
    curves = simulation._curves
    monkeypatch.setattr(simulation, "_curves", lambda values: 0.97 * curves(values))


def steeper_growth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Biomass as a power of what the curve gives: another equation of the same parameters."""
    curves = simulation._curves
    monkeypatch.setattr(simulation, "_curves", lambda values: curves(values) ** 1.02)


@pytest.mark.parametrize("change", [slower_growth, steeper_growth])
def test_the_check_fails_when_the_equation_of_growth_is_another(
    folder: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[pytest.MonkeyPatch], None]
) -> None:
    change(monkeypatch)
    code, _, err = call("--check", "--folder", str(folder))
    assert code == 1
    assert_one_sentence(err)
    assert "scores got worse" in err and "mean absolute error" in err


def test_the_check_fails_when_the_source_of_core_is_another(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "CODE_VERSION", "0" * 16)
    code, _, err = call("--check", "--folder", str(folder))
    assert code == 1
    assert_one_sentence(err)
    assert "stale" in err and "the equations of landsim/core" in err


def test_the_check_fails_when_a_committed_score_was_better(folder: Path) -> None:
    table = pd.read_csv(folder / "scores.csv")
    row = (table["country"] == "JPN") & (table["variable"] == "lulucf_forest_land") & (table["role"] == "train")
    table.loc[row, ["mae", "mae_percent"]] *= 0.9
    table.to_csv(folder / "scores.csv", index=False)
    code, _, err = call("--check", "--folder", str(folder))
    assert code == 1
    assert_one_sentence(err)
    assert f"1 of {len(table)} scores got worse" in err and "JPN lulucf_forest_land" in err


def test_the_check_fails_when_an_observation_is_another(folder: Path) -> None:
    table = pd.read_csv(folder / "observations.csv", keep_default_na=False)
    table.loc[0, "note"] = "edited"
    table.to_csv(folder / "observations.csv", index=False)
    code, _, err = call("--check", "--folder", str(folder))
    assert code == 1
    assert_one_sentence(err)
    assert "stale" in err and "the observations" in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--check", "--scores"), "are three things to do, expected one of them"),
        (("forest", "--check"), "are three things to do, expected one of them"),
        (("forrest",), "there is no fit 'forrest'"),
        (("--check", "--folder", "no-such-folder"), "there is no folder 'no-such-folder'"),
    ],
)
def test_wrong_usage_is_told_with_exit_code_2(arguments: tuple[str, ...], sentence: str) -> None:
    code, _, err = call(*arguments)
    assert code == 2
    assert sentence in err and "Traceback" not in err


def test_a_folder_without_fits_and_without_scores_is_told(tmp_path: Path) -> None:
    shutil.copy(CALIBRATION / "observations.csv", tmp_path)
    code, _, err = call("--folder", str(tmp_path))
    assert code == 2 and "there is no fit in fits/, expected NAME.toml files" in err
    code, _, err = call("--check", "--folder", str(tmp_path))
    assert code == 2 and "there is no scores.csv, expected scores to check" in err


def test_a_fit_of_what_was_never_observed_is_told(folder: Path) -> None:
    (folder / "fits").mkdir()
    (folder / "fits" / "mine.toml").write_text(
        'parameters = ["forest.rate.sugi"]\nobservations = [["PRK", "heads"]]\n', encoding="utf-8"
    )
    code, _, err = call("mine", "--folder", str(folder))
    assert code == 2
    assert "there is no training value of PRK heads" in err


def test_a_fit_meets_its_values_better_writes_them_and_records_their_scores(folder: Path) -> None:
    (folder / "fits").mkdir()
    (folder / "fits" / "mine.toml").write_text(
        'parameters = ["forest.growth_scale.JPN"]\nobservations = [["JPN", "lulucf_forest_land"]]\nstarts = 1\n',
        encoding="utf-8",
    )
    code, out, err = call("mine", "--folder", str(folder))
    assert code == 0, err
    assert "Fitted: " in out and "cost" in err
    written = (folder / "fitted" / "mine.toml").read_text(encoding="utf-8")
    assert '[parameters."forest.growth_scale.JPN"]' in written
    assert '[posterior]\nmethod = "linear"\nsets = 200\n' in written
    assert "200 sets of the linear posterior" in err and "`landsim calibrate mine --chain` samples it instead" in err
    table = pd.read_csv(folder / "scores.csv").set_index(["country", "variable", "role", "parameters"])
    at = ("JPN", "lulucf_forest_land", "train")
    assert table.loc[(*at, "fitted"), "mae"] < 0.7 * table.loc[(*at, "declared"), "mae"]
    assert call("--check", "--folder", str(folder))[0] == 0


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_the_check_fails_on_a_copy_whose_kernel_grows_less(folder: Path, tmp_path: Path) -> None:
    """A line of landsim/core edited in a copy of the package, compiled anew, checked by a process of its own."""
    copy = tmp_path / "clone"
    shutil.copytree(ROOT / "landsim", copy / "landsim", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "scenarios", copy / "scenarios")
    forest = copy / "landsim" / "core" / "forest.py"
    source = forest.read_text(encoding="utf-8")
    edited = source.replace("    return area * increment * factor\n", "    return 0.97 * area * increment * factor\n")
    assert edited != source
    forest.write_text(edited, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "landsim", "calibrate", "--check", "--folder", str(folder)],
        env={**os.environ, "PYTHONPATH": str(copy), "XDG_CACHE_HOME": str(tmp_path / "cache")},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "scores got worse" in done.stderr
