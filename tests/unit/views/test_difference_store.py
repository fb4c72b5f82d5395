"""Kept difference runs: the same bits, or none where anything that decides them is another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from landsim import kept_files
from landsim.kept_files import FOLDER_VARIABLE
from landsim.landscape import Landscape
from landsim.ledger_pieces import Fluxes
from landsim.scenario import load_scenario
from landsim.views import store
from landsim.views.land_sector import FIELDS, LandSector

SHAPE = (6, 71)
KEY = "a" * 64


def invented(seed: int = 1) -> LandSector:
    generator = np.random.default_rng(seed)
    rows = (("4.A.1", "forest_managed", "CO2", "growth"), ("3.C", "rice", "CH4", "rice"))
    fluxes = Fluxes(rows, generator.normal(size=(2, *SHAPE)))
    return LandSector({name: generator.normal(size=SHAPE) for name in FIELDS}, fluxes)


def same(one: LandSector | None, other: LandSector) -> bool:
    return (
        one is not None
        and all(np.array_equal(one[name], other[name]) for name in FIELDS)
        and one.fluxes.rows == other.fluxes.rows
        and np.array_equal(one.fluxes.values, other.fluxes.values)
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    return tmp_path / "difference-runs"


def file_of(folder: Path) -> Path:
    return folder / f"{KEY}.land-sector"


def test_what_is_kept_comes_back_bit_by_bit(folder: Path) -> None:
    assert store.fetch(KEY, SHAPE) is None
    assert store.keep(KEY, invented())
    assert same(store.fetch(KEY, SHAPE), invented())
    assert [path.name for path in folder.iterdir()] == [file_of(folder).name]


def test_a_damaged_file_is_as_good_as_none(folder: Path) -> None:
    store.keep(KEY, invented())
    file_of(folder).write_bytes(file_of(folder).read_bytes()[:-1])
    assert store.fetch(KEY, SHAPE) is None


def test_a_run_of_other_years_is_refused(folder: Path) -> None:
    store.keep(KEY, invented())
    assert store.fetch(KEY, (6, 61)) is None


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
        assert store.run_key(scenario, land, "float64") == store.run_key(other_words, land, "float64")

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
        assert store.run_key(scenario, land, "float64") != store.run_key(changed, land, "float64")

    def test_an_amount_of_a_measure_counts(self, land: Landscape) -> None:
        scenario = load_scenario("ndc-first")
        first, *others = scenario.measures
        more = replace(scenario, measures=(replace(first, amount=first.amount * (1.0 + 1e-12)), *others))
        assert store.run_key(scenario, land, "float64") != store.run_key(more, land, "float64")

    def test_land_precision_and_code_count(self, land: Landscape, monkeypatch: pytest.MonkeyPatch) -> None:
        scenario = load_scenario("baseline")
        keys = {store.run_key(scenario, land, "float64"), store.run_key(scenario, land, "float32")}
        column = land["soil_organic_carbon"].copy()
        column[100] = np.nextafter(column[100], np.inf)
        altered = replace(land, columns={**land.columns, "soil_organic_carbon": column})
        keys.add(store.run_key(scenario, altered, "float64"))
        assert len(keys) == 3
        now = kept_files.code_versions()
        for name in ("core", "package", "tables", "libraries"):
            monkeypatch.setattr(kept_files, "code_versions", lambda name=name: now | {name: "another"})
            keys.add(store.run_key(scenario, land, "float64"))
        assert len(keys) == 7
