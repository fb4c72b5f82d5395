"""What runs on the same land share does not change what they give."""

from __future__ import annotations

import numpy as np
import pytest

import landsim
from landsim.core import parameters
from landsim.ground import DECAYS, KEPT_DECAYS, Ground, as_ground
from landsim.kept_parts import read_by
from landsim.landscape import Landscape
from landsim.results import Run


def test_runs_on_one_ground_give_the_bits_of_runs_of_their_own(land: Landscape, baseline: Run, frozen: Run) -> None:
    ground = Ground(land)
    for name, alone in (("frozen", frozen), ("baseline", baseline), ("frozen", frozen)):
        again = landsim.run(name, landscape=ground)
        for variable, values in alone.account.inventory.items():
            assert np.array_equal(values, again.account.inventory[variable]), (name, variable)


def test_drivers_are_read_once_for_each_climate_and_cannot_be_changed(land: Landscape) -> None:
    ground = Ground(land)
    first = ground.drivers(1990, 2060, "ssp2-4.5")
    assert ground.drivers(1990, 2060, "ssp2-4.5") is first
    assert ground.drivers(1990, 2060, "ssp5-8.5").gmst_change[-1] > first.gmst_change[-1]
    with pytest.raises(ValueError, match="read-only"):
        first.roundwood[0, 0] = 1.0


@pytest.mark.parametrize("model", DECAYS)
def test_decay_depends_on_no_other_parameters_than_those_it_is_kept_by(
    model: str, land: Landscape, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every parameter that is read on the way is among those declared for the model of soil."""
    read: set[str] = set()
    value, take = parameters.value, parameters.take
    monkeypatch.setattr(parameters, "value", lambda v, name: (read.add(name), value(v, name))[1])
    monkeypatch.setattr(parameters, "take", lambda v, name: (read.add(name), take(v, name))[1])
    Ground(land).decay(parameters.defaults(), model)
    assert read
    declared = {parameters.elements()[place].name for place in read_by(DECAYS[model])}
    assert read <= declared


def test_decay_is_kept_by_its_parameters_and_only_the_last_few(land: Landscape) -> None:
    ground = Ground(land)
    usual = ground.decay(parameters.defaults(), "tier2")
    assert ground.decay(parameters.resolve({"fire.warming_response": 0.2}), "tier2") is usual
    drier = ground.decay(parameters.resolve({"climate.precipitation_response_scale": 0.5}), "tier2")
    assert not np.array_equal(drier, usual)
    for step in range(KEPT_DECAYS):
        ground.decay(parameters.resolve({"climate.precipitation_response_scale": 0.6 + step / 100}), "tier2")
    assert ground.kept.count(DECAYS["tier2"]) == KEPT_DECAYS
    again = ground.decay(parameters.defaults(), "tier2")
    assert again is not usual and np.array_equal(again, usual)


def test_a_ground_is_made_of_what_is_given(land: Landscape) -> None:
    ground = Ground(land)
    assert as_ground(ground) is ground
    assert as_ground(land).land is land
    assert as_ground(None).land.digest == land.digest
