"""Recorded history is laid once for runs that share what it follows from, and anew where anything of it changes."""

from __future__ import annotations

import numpy as np
import pytest

import landsim
from landsim.policy import recorded_land as module


@pytest.fixture
def counted(monkeypatch):
    laid = []
    whole = module._laid
    monkeypatch.setattr(module, "_laid", lambda *arguments: laid.append(1) or whole(*arguments))
    monkeypatch.setattr(module, "_kept", module._kept.__class__())
    return laid


def test_the_same_history_is_laid_once_and_gives_the_same_bits(counted, land):
    first, second = landsim.run("frozen", landscape=land), landsim.run("baseline", landscape=land)
    assert len(counted) == 1
    assert np.array_equal(first.plan.start_areas, second.plan.start_areas)
    again = landsim.run("frozen", landscape=land)
    assert np.array_equal(first.simulated.total, again.simulated.total)
    assert not first.plan.start_areas.flags.writeable


def test_other_shares_of_causes_or_other_areas_are_laid_anew(counted, land, scenario_of):
    scenario = scenario_of()
    landsim.run(scenario, landscape=land)
    changed = scenario.__class__(**{**vars(scenario), "parameters": {"deforestation.mining_share.RUS": 0.2}})
    landsim.run(changed, landscape=land)
    assert len(counted) == 2
    less = {**land.columns, "area_cropland": land["area_cropland"] * 0.999}
    landsim.run(scenario, landscape=land.__class__(**{**vars(land), "columns": less}))
    assert len(counted) == 3
