"""Kept difference runs: whole or absent, never out of date, and never a reason to stop."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landsim.landscape import Landscape
from landsim.scenario import load_scenario
from landsim.views import store
from landsim.views.land_sector import FIELDS, LandSector

SHAPE = (6, 71)
KEY = "a" * 64


def invented(seed: int = 1) -> LandSector:
    generator = np.random.default_rng(seed)
    return LandSector({name: generator.normal(size=SHAPE) for name in FIELDS})


def same(one: LandSector | None, other: LandSector) -> bool:
    return one is not None and all(np.array_equal(one[name], other[name]) for name in FIELDS)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.FOLDER_VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


def file_of(folder: Path) -> Path:
    return folder / f"{KEY}{store.SUFFIX}"


def test_what_is_kept_comes_back_bit_by_bit(folder: Path) -> None:
    assert store.fetch(KEY, SHAPE) is None
    assert store.keep(KEY, invented())
    assert same(store.fetch(KEY, SHAPE), invented())
    assert [path.name for path in folder.iterdir()] == [file_of(folder).name]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0.0, 1.0, exclude_max=True))
def test_a_cut_file_is_as_good_as_none(folder: Path, share: float) -> None:
    store.keep(KEY, invented())
    content = file_of(folder).read_bytes()
    file_of(folder).write_bytes(content[: int(share * len(content))])
    assert store.fetch(KEY, SHAPE) is None
    assert store.keep(KEY, invented())
    assert same(store.fetch(KEY, SHAPE), invented())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0.0, 1.0, exclude_max=True))
def test_one_altered_byte_is_noticed(folder: Path, place: float) -> None:
    store.keep(KEY, invented())
    content = bytearray(file_of(folder).read_bytes())
    content[int(place * len(content))] ^= 1
    file_of(folder).write_bytes(content)
    assert store.fetch(KEY, SHAPE) is None


def test_a_file_under_another_name_is_refused(folder: Path) -> None:
    store.keep(KEY, invented())
    file_of(folder).rename(folder / f"{'b' * 64}{store.SUFFIX}")
    assert store.fetch("b" * 64, SHAPE) is None


def test_a_run_of_other_years_is_refused(folder: Path) -> None:
    store.keep(KEY, invented())
    assert store.fetch(KEY, (6, 61)) is None


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a-file").write_text("in the way")
    monkeypatch.setenv(store.FOLDER_VARIABLE, str(tmp_path / "a-file" / "kept"))
    assert not store.keep(KEY, invented())
    assert store.fetch(KEY, SHAPE) is None


def test_a_full_disk_leaves_no_half_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert not store.keep(KEY, invented())
    assert list(folder.iterdir()) == []


def test_many_at_once_never_see_half_a_file(folder: Path) -> None:
    def work(turn: int) -> bool:
        if turn % 2:
            return store.keep(KEY, invented())
        found = store.fetch(KEY, SHAPE)
        return found is None or same(found, invented())

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(80)))
    assert [path.name for path in folder.iterdir()] == [file_of(folder).name]


def test_what_was_asked_for_longest_ago_goes_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LARGEST_COUNT", 3)
    keys = [letter * 64 for letter in "abcd"]
    for age, key in enumerate(keys[:3]):
        store.keep(key, invented())
        os.utime(folder / f"{key}{store.SUFFIX}", (1000.0 + age, 1000.0 + age))
    store.fetch(keys[0], SHAPE)
    store.keep(keys[3], invented())
    assert {path.name[0] for path in folder.iterdir()} == {"a", "c", "d"}


def test_the_users_cache_folder_is_the_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(store.FOLDER_VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert store.store_folder() == tmp_path / "landsim" / "difference-runs"


class TestKey:
    """A change of anything that decides the numbers is another key; a change of words is not."""

    def test_words_do_not_count(self, land: Landscape) -> None:
        scenario = load_scenario("ndc-first")
        other_words = replace(
            scenario,
            name="other",
            title="Other",
            description="",
            files=(),
            measures=tuple(replace(measure, source="x", file="y") for measure in scenario.measures),
        )
        assert store.content_key(scenario, land, "float64") == store.content_key(other_words, land, "float64")

    @pytest.mark.parametrize(
        "change",
        [
            {"seed": 7},
            {"climate": "ssp5-8.5"},
            {"last_year": 2055},
            {"continuation": "frozen"},
            {"variability": "seeded"},
            {"herds": "free"},
            {"soil_model": "rothc"},
            {"gwp": "AR4"},
            {"parameters": {"climate.warming_scale": 1.2}},
            {"measures": ()},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_every_setting_counts(self, land: Landscape, change: dict[str, object]) -> None:
        scenario = load_scenario("ndc-first")
        changed = replace(scenario, **change)
        assert store.content_key(scenario, land, "float64") != store.content_key(changed, land, "float64")

    def test_an_amount_of_a_measure_counts(self, land: Landscape) -> None:
        scenario = load_scenario("ndc-first")
        first, *others = scenario.measures
        more = replace(scenario, measures=(replace(first, amount=first.amount * (1.0 + 1e-12)), *others))
        assert store.content_key(scenario, land, "float64") != store.content_key(more, land, "float64")

    def test_land_precision_code_and_kernel_count(self, land: Landscape, monkeypatch: pytest.MonkeyPatch) -> None:
        scenario = load_scenario("baseline")
        keys = {store.content_key(scenario, land, "float64"), store.content_key(scenario, land, "float32")}
        column = land["soil_organic_carbon"].copy()
        column[100] = np.nextafter(column[100], np.inf)
        altered = replace(land, columns={**land.columns, "soil_organic_carbon": column})
        keys.add(store.content_key(scenario, altered, "float64"))
        monkeypatch.setattr(store, "_package_content", lambda: "another accounting")
        keys.add(store.content_key(scenario, land, "float64"))
        monkeypatch.setattr(store, "CODE_VERSION", "another kernel")
        keys.add(store.content_key(scenario, land, "float64"))
        assert len(keys) == 5
