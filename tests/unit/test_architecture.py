"""The rules of the house that a machine can check: who may import whom, sizes, names, and where things are declared."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import landsim
from landsim.core import parameters

PACKAGE = Path(landsim.__file__).parent
ROOT = PACKAGE.parent
CORE = PACKAGE / "core"
SOURCES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted(Path(__file__).parents[1].rglob("*.py"))
LONGEST_FILE = 500
POLICY_WORDS = {"ndc", "ndcs", "measure", "measures", "policy", "policies", "target", "targets"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(path: Path) -> set[str]:
    """Full names of the modules that a file imports, anywhere in it; `from a import b` counts as a and a.b."""
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} line {node.lineno}: import by full name"
            names |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def within(names: set[str], module: str) -> set[str]:
    return {name for name in names if name == module or name.startswith(module + ".")}


def identifiers(path: Path) -> dict[str, int]:
    """Every name that a file gives or uses, with a line where it does."""
    found: dict[str, int] = {}
    for node in ast.walk(tree_of(path)):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Name):
            found.setdefault(node.id, line)
        elif isinstance(node, ast.Attribute):
            found.setdefault(node.attr, line)
        elif isinstance(node, ast.arg) or (isinstance(node, ast.keyword) and node.arg):
            found.setdefault(node.arg, line)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.setdefault(node.name, line)
    return found


def test_there_is_something_to_check():
    assert len(SOURCES) > 40
    assert CORE / "step.py" in SOURCES


@pytest.mark.parametrize("path", sorted(CORE.rglob("*.py")), ids=name_of)
def test_core_imports_only_numpy_numba_the_standard_library_and_itself(path):
    for name in imported(path):
        top = name.split(".")[0]
        allowed = top in {"numpy", "numba"} or top in sys.stdlib_module_names or within({name}, "landsim.core")
        assert allowed, f"{name_of(path)} imports {name}"


@pytest.mark.parametrize("path", sorted(CORE.rglob("*.py")), ids=name_of)
def test_core_knows_no_policy(path):
    for name, line in identifiers(path).items():
        words = {word.lower() for part in name.split("_") for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", part)}
        assert not words & POLICY_WORDS, f"{name_of(path)} line {line}: '{name}'"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_the_package_imports_no_experiments_calibration_scripts_or_tests(path):
    for folder in ("experiments", "tests", "calibration", "scenarios", "conftest"):
        assert not within(imported(path), folder), f"{name_of(path)} imports {folder}"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_only_plotting_draws(path):
    if PACKAGE / "plotting" not in path.parents:
        assert not within(imported(path), "matplotlib"), f"{name_of(path)} imports matplotlib"


@pytest.mark.parametrize("path", sorted((PACKAGE / "plotting").rglob("*.py")), ids=name_of)
def test_plotting_never_runs_the_model(path):
    names = imported(path)
    for module in ("landsim.model", "landsim.core.simulation", "landsim.core.step", "landsim.run"):
        assert not within(names, module), f"{name_of(path)} imports {module}"


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=name_of)
def test_no_file_is_longer_than_can_be_read(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_FILE, f"{name_of(path)} has {lines} lines"


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=name_of)
def test_no_module_is_a_drawer_for_odds_and_ends(path):
    assert path.stem not in {"utils", "util", "helpers", "helper", "misc", "common"}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_every_module_says_what_it_is(path):
    assert ast.get_docstring(tree_of(path)), f"{name_of(path)} has no docstring"


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=name_of)
def test_nothing_depends_on_the_machine_it_was_written_on(path):
    text = path.read_text(encoding="utf-8")
    for place in ("work", "tmp", "root", "home"):
        found = re.search(rf"[\"'( ]/{place}/\w", text)
        assert not found, f"{name_of(path)} mentions {found.group(0)!r}"


@pytest.mark.parametrize("name", parameters.PROCESSES)
def test_every_listed_process_exists_and_documents_its_parameters(name):
    path = CORE / f"{name}.py"
    assert path.is_file()
    declared = import_module(f"landsim.core.{name}").PARAMETERS
    assert declared
    for parameter in declared:
        for element in parameter.elements():
            assert parameter.unit.strip(), element.name
            assert parameter.description.strip(), element.name
            assert element.source.strip(), element.name


def test_every_file_that_declares_parameters_is_listed():
    declaring = {
        path.stem
        for path in CORE.glob("*.py")
        for node in tree_of(path).body
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "PARAMETERS" for t in node.targets)
    }
    assert declaring == set(parameters.PROCESSES)


def decorators(node: ast.FunctionDef) -> set[str]:
    return {item.id for item in node.decorator_list if isinstance(item, ast.Name)}


@pytest.mark.parametrize("name", parameters.PROCESSES)
def test_process_kernels_are_scalar_and_documented(name):
    """Kernels take and return scalars; loops over lanes, units and years live elsewhere."""
    for node in ast.walk(tree_of(CORE / f"{name}.py")):
        if isinstance(node, ast.FunctionDef) and decorators(node):
            assert decorators(node) == {"scalar"}, node.name
            assert ast.get_docstring(node), f"{name}.{node.name} has no docstring"
            loops = [inner for inner in ast.walk(node) if isinstance(inner, ast.For | ast.While)]
            assert not loops, f"{name}.{node.name} loops"


def test_the_compiled_entries_are_the_step_of_the_grid_and_that_of_stands():
    entries = [
        f"{path.stem}.{node.name}"
        for path in CORE.glob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and "kernel" in decorators(node)
    ]
    # Free herds need a whole country, and a hectare of pasture stands for itself: they are no part of the step.
    alone = ["herd_run.run_herd", "pasture.soil_gain"]
    assert sorted(entries) == [*alone[:1], "lanes_stand.advance_stands", *alone[1:], "step.advance_blocks"]


def test_the_order_of_processes_stands_on_one_screen():
    functions = {node.name: node for node in tree_of(CORE / "step.py").body if isinstance(node, ast.FunctionDef)}
    year, stratum = functions["advance_year"], functions["disturb_stratum"]
    assert (year.end_lineno - year.lineno) + (stratum.end_lineno - stratum.lineno) <= 60


def test_scenarios_are_data_only():
    files = [path for path in (ROOT / "scenarios").rglob("*") if path.is_file()]
    shipped = {"history", "baseline", "frozen", "ndc-first", "zamyn-uud", "forest-first", "grass-first"}
    assert shipped <= {path.stem for path in files}
    for path in files:
        assert path.suffix == ".toml", name_of(path)
        assert tomllib.loads(path.read_text(encoding="utf-8"))["name"] == path.stem
