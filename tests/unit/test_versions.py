"""What numbers come from: stable for the same files and land, another for any edit that a number can come from."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from landsim import versions
from landsim.landscape import Landscape
from landsim.results import Run
from landsim.versions import code_versions, gives_numbers, landscape_content

FILES = (
    "accounting.py", "batch/outputs.py", "batch/keys.py", "policy/plan.py", "cli.py", "core/fire.py",
    "data/tables/a.csv", "data/definitions/a.yaml", "data/build/write.py", "core/growth_curves.csv",
    "plotting/style.py", "calibration/session.py",
)  # fmt: skip


def test_run_json_names_them(baseline: Run) -> None:
    told = baseline.description()
    assert told["code"] == code_versions()
    assert set(told["code"]) == {"core", "package", "tables", "libraries"} and len(set(told["code"].values())) == 4
    assert f"numba {version('numba')}" in told["code"]["libraries"]
    assert told["landscape"]["content"] == landscape_content(baseline.landscape)


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], dict[str, str]]]:
    """The versions of a made-up package, taken again at each call."""
    for file in FILES:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("before")
    monkeypatch.setattr(versions, "PACKAGE", tmp_path)

    def again() -> dict[str, str]:
        versions.package_version.cache_clear()
        versions.tables_version.cache_clear()
        return code_versions()

    yield again
    monkeypatch.undo()
    again()


@pytest.mark.parametrize(
    ("changed", "name"),
    [("accounting.py", "package"), ("batch/outputs.py", "package"), ("policy/plan.py", "package"),
     ("data/tables/a.csv", "tables"), ("core/growth_curves.csv", "tables"), ("data/definitions/a.yaml", "tables"),
     ("batch/keys.py", None), ("plotting/style.py", None), ("cli.py", None), ("data/build/write.py", None)],
)  # fmt: skip
def test_an_edit_counts_where_numbers_come_from_it(
    changed: str, name: str | None, made_up: Callable[[], dict[str, str]], tmp_path: Path
) -> None:
    before = made_up()
    assert made_up() == before
    (tmp_path / changed).write_text("after")
    edited = made_up()
    assert [key for key in edited if edited[key] != before[key]] == ([] if name is None else [name])


def test_a_posterior_in_a_wheel_leaves_the_versions_of_the_clone(
    made_up: Callable[[], dict[str, str]], tmp_path: Path
) -> None:
    before = made_up()
    (tmp_path / "calibration" / "fitted").mkdir()
    (tmp_path / "calibration" / "fitted" / "a_posterior.csv").write_text("added")
    assert made_up() == before


def test_a_new_name_counts(made_up: Callable[[], dict[str, str]], tmp_path: Path) -> None:
    before = made_up()
    (tmp_path / "accounting.py").rename(tmp_path / "bookkeeping.py")
    assert made_up()["package"] != before["package"]


def imported(path: Path) -> set[Path]:
    """Files of the package that a file imports, anywhere in it, with the packages on the way."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    places = [versions.PACKAGE.joinpath(*name.split(".")[1:]) for name in names if name.startswith("landsim.")]
    files = {file for place in places for file in (place.with_suffix(".py"), place / "__init__.py")}
    return {file for file in files if file.is_file()}


def test_all_that_a_run_imports_counts() -> None:
    """From the modules whose numbers are told apart by these hashes, through everything they import."""
    starts = ("model.py", "results_files.py", "batch/outputs.py", "strata/running.py")
    waiting = [versions.PACKAGE / name for name in starts]
    reached: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in reached:
            reached.add(path)
            waiting += imported(path)
    assert len(reached) > 150
    assert [path.relative_to(versions.PACKAGE).as_posix() for path in reached if not gives_numbers(path)] == []


class TestLandscapeContent:
    def test_a_label_is_no_land(self, land: Landscape) -> None:
        assert landscape_content(replace(land, label="mine")) == landscape_content(land)

    def test_the_same_land_of_another_file_is_the_same(self, land: Landscape) -> None:
        one = replace(land, months=land.monthly_climate(), months_file=None)
        assert landscape_content(replace(one, digest="x")) == landscape_content(one)

    def test_everything_else_counts(self, land: Landscape) -> None:
        others = {}
        for field in fields(land):
            value = getattr(land, field.name)
            if isinstance(value, np.ndarray):
                others[field.name] = replace(land, **{field.name: np.roll(value, 1)})
        for name, column in land.columns.items():
            nudged = column.copy()
            nudged[100] = np.nextafter(nudged[100], np.inf)
            others[f"column {name}"] = replace(land, columns={**land.columns, name: nudged})
        names = land.provinces[::-1]
        others |= {"provinces": replace(land, provinces=names), "resolution": replace(land, resolution=0.25)}
        others["forest_types"] = replace(land, forest_types=land.forest_types[::-1])
        others["months by rule"] = replace(land, months_file=None)
        others["file of the months"] = replace(land, digest="x")
        months = land.monthly_climate()
        others["months"] = replace(land, months=months)
        warmer = replace(months, temperature=np.nextafter(months.temperature, np.inf))
        others["other months"] = replace(land, months=warmer)
        hashes = {landscape_content(land), *map(landscape_content, others.values())}
        assert len(hashes) == 1 + len(others)
        untold = {field.name for field in fields(land)} - set(others)
        assert untold == {"columns", "label", "digest", "months_file"}
