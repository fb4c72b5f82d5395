"""Grassland and herds in drought: none in expected weather, zones of the maps in seeded weather."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from readings import INNER_MONGOLIA, stock

import landsim
from landsim.core import parameters
from landsim.core.state import SNAPSHOT
from landsim.drought_exposure import drought_exposure
from landsim.grazing_inputs import ZONES, forage_weather, zone_of_unit
from landsim.names import COUNTRIES
from landsim.results import Run
from landsim.scenario import Scenario

SEED = 1  # dry years in the steppe of China, in Mongolia and in Russia
GRASS, ANIMALS = "drought_exposed_grassland", "drought_exposed_sheep_units"


@pytest.fixture(scope="module")
def seeded(scenario_of: Callable[..., Scenario]) -> Run:
    return landsim.run(replace(scenario_of(include="frozen"), variability="seeded", seed=SEED))


def test_expected_weather_exposes_nothing_and_the_table_says_so(frozen: Run) -> None:
    rows = frozen.stocks[frozen.stocks["variable"].isin([GRASS, ANIMALS])]
    assert len(rows) == 2 * 7 * 71 and (rows["value"] == 0.0).all()
    told = frozen.indicators[frozen.indicators["indicator"].isin([GRASS, ANIMALS])]
    assert len(told) == 12 and (told["value"] == 0.0).all()
    assert told["note"].str.startswith("expected weather: every year is the mean one").all()
    assert set(told["met"]) == {"no pledge"}


@pytest.mark.parametrize("country", ["CHN", "MNG", "RUS"])
def test_seeded_exposure_is_the_zones_below_the_threshold(seeded: Run, country: str) -> None:
    c, years = COUNTRIES.index(country), seeded.drivers.years
    weather = forage_weather(seeded.values, years, "seeded", SEED)[c]
    maps = seeded.simulated.maps[seeded.map_years.index(2030)][:, seeded.blocks.lane]
    here, zone = seeded.landscape.country == c, zone_of_unit(seeded.landscape)
    dry_years = 0
    for year in range(2030, 2050):
        dry = [z for z in range(len(ZONES)) if weather[year - 1990, z] < 0.7]
        within = here & np.isin(zone, dry) & (maps[SNAPSHOT.area_grassland] > 0.0)
        # The world is frozen, so areas of the year are those of the map.
        expected = maps[SNAPSHOT.area_grassland][within].sum() / 1e6
        assert seeded.drought[GRASS][1][c, year - 1990] == pytest.approx(expected, rel=1e-6, abs=1e-9)
        expected = maps[SNAPSHOT.sheep_units][within].sum() / 1e6
        assert seeded.drought[ANIMALS][1][c, year - 1990] == pytest.approx(expected, rel=1e-6, abs=1e-9)
        dry_years += bool(dry)
    assert dry_years > 0


def test_never_more_than_there_is_and_only_after_the_record(seeded: Run) -> None:
    for name, whole in ((GRASS, "grassland_area"), (ANIMALS, "sheep_units")):
        table = seeded.drought[name][1]
        assert (table[:, :31] == 0.0).all() and table[:, 31:].max() > 0.0
        for c, country in enumerate(COUNTRIES):
            assert (table[c] <= stock(seeded, whole, country) * (1.0 + 1e-12)).all()
    told = seeded.indicators[seeded.indicators["indicator"] == GRASS].set_index("country")
    assert told.loc["MNG", "value"] == pytest.approx(seeded.drought[GRASS][1][COUNTRIES.index("MNG"), 31:].mean())
    assert f"seed {SEED}" in told.loc["MNG", "note"]


def test_a_higher_threshold_exposes_more(seeded: Run) -> None:
    values = parameters.resolve({"drought.forage_threshold": 0.85})
    more = drought_exposure(replace(seeded, values=values))
    for name in (GRASS, ANIMALS):
        assert (more[name][1] >= seeded.drought[name][1]).all()
        assert more[name][1].sum() > 1.2 * seeded.drought[name][1].sum()


def test_animals_taken_off_are_no_longer_exposed(
    seeded: Run, run_with: Callable[..., Run], scenario_of: Callable[..., Scenario]
) -> None:
    keys = {"id": "m", "kind": "herd_reduction", "country": "MNG", "unit": "fraction", "amount": 0.2, "ramp": "step"}
    fewer = landsim.run(replace(scenario_of(keys, include="frozen"), variability="seeded", seed=SEED))
    c = COUNTRIES.index("MNG")
    usual, less = (run.drought[ANIMALS][1][c, 40:] for run in (seeded, fewer))
    assert less[usual > 0.0] / usual[usual > 0.0] == pytest.approx(0.8, abs=1e-3)


def test_new_grassland_is_exposed_in_the_dry_years_of_its_country(
    seeded: Run, scenario_of: Callable[..., Scenario]
) -> None:
    keys = {**INNER_MONGOLIA, "kind": "farmland_to_grassland", "amount": 3.0, "ramp": "step"}
    more = landsim.run(replace(scenario_of(keys, include="frozen"), variability="seeded", seed=SEED))
    c = COUNTRIES.index("CHN")
    usual, exposed = (run.drought[GRASS][1][c, 40:] for run in (seeded, more))
    dry = usual > 0.0
    assert dry.any() and (exposed[~dry] == 0.0).all()
    # A year of drought in one zone exposes the part of the new grassland that lies there: most of it in the steppe.
    added = exposed[dry] - usual[dry]
    assert added.max() > 1.0 and (added < 3.0 + 1e-9).all() and (added > -1e-9).all()
