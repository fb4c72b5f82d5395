"""What several tests share: one run of each shipped scenario, scenarios with measures, and damaged landscapes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import netCDF4
import pytest
from readings import INNER_MONGOLIA, measure_text

import landsim
from landsim.kept_files import FOLDER_VARIABLE
from landsim.landscape import Landscape, embedded_path, load_landscape
from landsim.results import Run
from landsim.scenario import Scenario, load_scenario

# The first example of a kernel compiles it, and machines are shared: no example is timed.
hypothesis.settings.register_profile("landsim", deadline=None)
hypothesis.settings.load_profile("landsim")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Kept files of this session only: tests neither read nor leave any in the user's cache folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def land() -> Landscape:
    """The embedded grid."""
    return load_landscape()


@pytest.fixture(scope="session")
def baseline() -> Run:
    return landsim.run("baseline")


@pytest.fixture(scope="session")
def frozen() -> Run:
    return landsim.run("frozen")


@pytest.fixture(scope="session")
def ndc_first() -> Run:
    return landsim.run("ndc-first")


@pytest.fixture(scope="session")
def scenario_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Scenario]:
    """A scenario on top of a shipped one, with measures given as dictionaries."""
    folder = tmp_path_factory.mktemp("scenarios")

    def make(*measures: dict[str, Any], include: str = "baseline") -> Scenario:
        path = folder / "with-measures.toml"
        head = f'name = "with-measures"\ninclude = ["{include}"]\n'
        path.write_text(head + "".join(measure_text(keys) for keys in measures), encoding="utf-8")
        return load_scenario(path)

    return make


@pytest.fixture(scope="session")
def run_with(scenario_of: Callable[..., Scenario]) -> Callable[..., Run]:
    """Runs a shipped scenario with measures on the embedded grid; the same measures run once in a session."""

    @cache
    def run(frozen_measures: tuple[tuple[tuple[str, Any], ...], ...], include: str) -> Run:
        return landsim.run(scenario_of(*(dict(keys) for keys in frozen_measures), include=include))

    def start(*measures: dict[str, Any], include: str = "baseline") -> Run:
        return run(tuple(tuple(sorted(keys.items())) for keys in measures), include)

    return start


@pytest.fixture(scope="session")
def one_million_hectares(run_with: Callable[..., Run]) -> Run:
    """1 Mha of afforestation in Inner Mongolia, 2021-2030, on top of baseline."""
    return run_with({**INNER_MONGOLIA, "amount": 1.0})


@pytest.fixture
def damaged(tmp_path: Path) -> Callable[..., Path]:
    """A copy of the embedded landscape that a function has changed."""

    def make(change: Callable[[netCDF4.Dataset], None], name: str = "bad.nc") -> Path:
        path = tmp_path / name
        shutil.copy(embedded_path(), path)
        path.chmod(0o644)
        with netCDF4.Dataset(path, "r+") as content:
            change(content)
        return path

    return make
