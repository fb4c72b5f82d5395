"""Hashes of code and tables: stable for the same files, another for any edit, as run.json has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from landsim import versions
from landsim.results import Run


def test_run_json_names_them(baseline: Run) -> None:
    code = baseline.description()["code"]
    assert code == versions.code_versions()
    assert set(code) == {"core", "package", "tables"} and len(set(code.values())) == 3


def test_any_edit_or_new_name_gives_another_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "PACKAGE", tmp_path)
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "t.csv").write_text("1\n")

    def now() -> tuple[str, str]:
        versions.package_version.cache_clear()
        versions.tables_version.cache_clear()
        return versions.package_version(), versions.tables_version()

    try:
        first = now()
        assert now() == first
        (tmp_path / "a.py").write_text("x = 2\n")
        edited = now()
        (tmp_path / "a.py").rename(tmp_path / "b.py")
        renamed = now()
        (tmp_path / "t.csv").write_text("2\n")
        table = now()
        assert len({first[0], edited[0], renamed[0]}) == 3 and renamed[0] == table[0]
        assert first[1] == edited[1] == renamed[1] != table[1]
    finally:
        monkeypatch.undo()
        now()
