"""The tables of docs/hindcast.md are those of the committed scores and intervals, and its figures are there."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "hindcast.md"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hindcast_page", ROOT / "calibration" / "hindcast_page.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["scores", "intervals"])
def test_the_tables_are_those_of_the_committed_scores(script: ModuleType, name: str) -> None:
    """If not: python calibration/hindcast_page.py."""
    text = PAGE.read_text(encoding="utf-8")
    header, rows = script.TABLES[name]
    assert script.fill(text, name, header, rows()) == text
    assert len(rows()) >= 3


def test_a_number_that_moves_changes_the_page(script: ModuleType) -> None:
    text = PAGE.read_text(encoding="utf-8")
    header, rows = script.TABLES["scores"]
    moved = [[*rows()[0][:3], "0 (0 %)", *rows()[0][4:]], *rows()[1:]]
    assert script.fill(text, "scores", header, moved) != text


def test_the_figures_of_the_page_are_there(script: ModuleType) -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in script.SERIES:
        assert f"figures/{name}.png" in text
        assert (ROOT / "docs" / "figures" / f"{name}.png").stat().st_size > 10_000
