"""Kept files: whole or absent, never out of date, and never a reason to stop."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landsim import kept_files
from landsim.kept_files import FOLDER_VARIABLE, KeptFiles, cache_folder, content_key

KEY = "a" * 64
KEPT = KeptFiles("a-room", ".thing", most=3)
BYTES = bytes(range(256)) * 40


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept" / "a-room"


def test_what_is_kept_comes_back_bit_by_bit(folder: Path) -> None:
    assert KEPT.fetch(KEY) is None
    assert KEPT.keep(KEY, BYTES)
    assert KEPT.fetch(KEY) == BYTES
    assert list(folder.iterdir()) == [KEPT.path_of(KEY)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0.0, 1.0, exclude_max=True))
def test_a_cut_file_is_as_good_as_none(folder: Path, share: float) -> None:
    KEPT.keep(KEY, BYTES)
    content = KEPT.path_of(KEY).read_bytes()
    KEPT.path_of(KEY).write_bytes(content[: int(share * len(content))])
    assert KEPT.fetch(KEY) is None
    assert KEPT.keep(KEY, BYTES)
    assert KEPT.fetch(KEY) == BYTES


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0.0, 1.0, exclude_max=True))
def test_one_altered_byte_is_noticed(folder: Path, place: float) -> None:
    KEPT.keep(KEY, BYTES)
    content = bytearray(KEPT.path_of(KEY).read_bytes())
    content[int(place * len(content))] ^= 1
    KEPT.path_of(KEY).write_bytes(content)
    assert KEPT.fetch(KEY) is None


def test_a_file_under_another_name_is_refused(folder: Path) -> None:
    KEPT.keep(KEY, BYTES)
    KEPT.path_of(KEY).rename(KEPT.path_of("b" * 64))
    assert KEPT.fetch("b" * 64) is None


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a-file").write_text("in the way")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "a-file" / "kept"))
    assert not KEPT.keep(KEY, BYTES)
    assert KEPT.fetch(KEY) is None


def test_a_full_disk_leaves_no_half_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert not KEPT.keep(KEY, BYTES)
    assert list(folder.iterdir()) == []


def test_many_at_once_never_see_half_a_file(folder: Path) -> None:
    def work(turn: int) -> bool:
        return KEPT.keep(KEY, BYTES) if turn % 2 else KEPT.fetch(KEY) in (None, BYTES)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(80)))
    assert list(folder.iterdir()) == [KEPT.path_of(KEY)]


def test_what_was_asked_for_longest_ago_goes_first(folder: Path) -> None:
    keys = [letter * 64 for letter in "abcd"]
    other = KeptFiles("a-room", ".other", most=3)
    other.keep(KEY, BYTES)
    for age, key in enumerate(keys[:3]):
        KEPT.keep(key, BYTES)
        os.utime(KEPT.path_of(key), (1000.0 + age, 1000.0 + age))
    KEPT.fetch(keys[0])
    KEPT.keep(keys[3], BYTES)
    kept = {KEPT.path_of(keys[at]) for at in (0, 2, 3)}
    assert set(folder.iterdir()) == {*kept, other.path_of(KEY)}


def test_the_users_cache_folder_is_the_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(FOLDER_VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "landsim"


def test_what_is_asked_code_and_machine_count(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [content_key(a=1, b=(2.0, "x")), content_key(a=1, b=(2.0 + 5e-16, "x")), content_key(a=1)]
    assert content_key(b=[2.0, "x"], a=1) == keys[0]
    now = kept_files.code_versions()
    for name in now:
        with monkeypatch.context() as patch:
            patch.setattr(kept_files, "code_versions", lambda name=name: now | {name: "x"})
            keys.append(content_key(a=1))
    monkeypatch.setattr(kept_files.platform, "machine", lambda: "another")
    keys.append(content_key(a=1))
    assert len(keys) == 8 == len(set(keys))
