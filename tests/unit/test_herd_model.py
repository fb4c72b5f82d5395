"""Herds that run free after the record, and the winters that they meet."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import landsim
from landsim.core import parameters
from landsim.herd_model import expected_winters, free_heads, recorded_winters, seeded_winters
from landsim.landscape import Landscape
from landsim.names import COUNTRIES, SPECIES
from landsim.results import Run

VALUES = parameters.defaults()
MONGOLIA = COUNTRIES.index("MNG")
FUTURE = np.arange(2021, 2061)


def test_recorded_winters_take_the_losses_over_the_herd_before_them() -> None:
    winters = recorded_winters("MNG", np.arange(1990, 2021), VALUES)
    assert winters.mortality[2010 - 1990] == pytest.approx(0.234, abs=0.001)
    assert winters.mortality[2001 - 1990] == pytest.approx(4.8 / 30.2, abs=0.002)
    assert set(np.flatnonzero(winters.extent) + 1990) == {2000, 2001, 2002, 2010}
    assert winters.mortality[0] == 0.0


def test_expected_winters_are_the_mean_of_drawn_ones() -> None:
    weather_sigma = parameters.value(VALUES, "rangeland.weather_spread_steppe")
    random = np.random.default_rng(1)
    drawn = []
    for seed in range(400):
        weather = np.exp(weather_sigma * random.standard_normal((len(FUTURE), 3)) - 0.5 * weather_sigma**2)
        drawn.append(seeded_winters("MNG", FUTURE, VALUES, weather, seed))
    expected = expected_winters("MNG", FUTURE, VALUES)
    assert np.mean([one.mortality for one in drawn]) == pytest.approx(expected.mortality[0], rel=0.05)
    assert np.mean([one.extent for one in drawn]) == pytest.approx(0.15, rel=0.05)


def test_a_country_without_animals_is_refused(land: Landscape, baseline: Run) -> None:
    empty = dataclasses.replace(
        land, columns={**land.columns, **{f"heads_{name}": np.zeros(land.size) for name in SPECIES}}
    )
    winters = expected_winters("MNG", FUTURE, VALUES)
    with pytest.raises(landsim.errors.InputError, match="herds of MNG: found no animal"):
        free_heads(
            "MNG", np.ones(6), FUTURE, winters, np.zeros(40), np.zeros(40), np.ones(40), np.ones((40, 3)), empty, VALUES
        )


@pytest.fixture(scope="module")
def free(baseline: Run) -> Run:
    return landsim.run(dataclasses.replace(baseline.scenario, herds="free"))


def test_free_herds_leave_the_record_and_other_countries_alone(free: Run, baseline: Run) -> None:
    np.testing.assert_array_equal(free.drivers.heads[:, :31], baseline.drivers.heads[:, :31])
    others = [row for row in range(len(COUNTRIES)) if row != MONGOLIA]
    np.testing.assert_array_equal(free.drivers.heads[others], baseline.drivers.heads[others])
    heads = free.drivers.heads[MONGOLIA]
    assert (heads[31:] != heads[30]).any() and np.isfinite(heads).all() and (heads >= 0.0).all()


def test_overstocked_herds_fall_until_their_feed_is_balanced(free: Run) -> None:
    """In 2020 demand is nearly twice the usable forage: the herd falls, the grass recovers, then the herd does."""
    total = free.drivers.heads[MONGOLIA].sum(axis=1)
    assert total[35] < 0.95 * total[30]
    pressure = free.account.stocks["grazing_pressure"][1][MONGOLIA]
    assert pressure[40] < pressure[30] and 0.5 < pressure[-1] < 2.0
    species = free.account.stocks["herd_sheep"][1][MONGOLIA]
    np.testing.assert_allclose(species, free.drivers.heads[MONGOLIA, :, SPECIES.index("sheep")] / 1e6)


def test_a_better_market_means_more_animals(free: Run, baseline: Run) -> None:
    given = {**baseline.scenario.parameters, "herd_dynamics.market_trend.MNG": 0.02}
    run = landsim.run(dataclasses.replace(baseline.scenario, herds="free", parameters=given))
    assert (run.drivers.heads[MONGOLIA, 31:36].sum(axis=1) > free.drivers.heads[MONGOLIA, 31:36].sum(axis=1)).all()


def test_seeded_herds_meet_single_winters(free: Run, baseline: Run) -> None:
    runs = [
        landsim.run(dataclasses.replace(baseline.scenario, herds="free", variability="seeded", seed=seed))
        for seed in (1, 1, 2)
    ]
    first, again, other = (run.drivers.heads[MONGOLIA].sum(axis=1) for run in runs)
    assert (first == again).all() and (first[31:] != other[31:]).any()
    falls = -np.diff(np.log(first[30:]))
    assert falls.max() > 2.0 * -np.diff(np.log(free.drivers.heads[MONGOLIA].sum(axis=1)[30:])).max()


def test_the_word_must_be_known(tmp_path) -> None:
    path = tmp_path / "s.toml"
    path.write_text('name = "s"\ninclude = ["baseline"]\nherds = "wild"\n', encoding="utf-8")
    with pytest.raises(landsim.errors.InputError, match="key 'herds': found 'wild', expected one of held, free"):
        landsim.load_scenario(path)
