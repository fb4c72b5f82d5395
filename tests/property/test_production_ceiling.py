"""Litterfall and growth of every unit of the embedded landscape in every year against Miami production.

The loop below replaces the compiled entry and calls the steps of the model: what is compared is what the kernel grew
and shed, after its fires, fellings and land-use changes, not what its tables promise.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

import landsim
from landsim import model
from landsim.core import simulation, step
from landsim.core.compilation import at, kernel
from landsim.core.simulation import Simulated
from landsim.core.state import FLUX, LANES, N_STRATA, ROW
from landsim.growth_scales import production_limit
from landsim.results import Run

# Growth that sees neither warming nor CO2: the ceiling is set in the normal climate.
NORMAL_CLIMATE = {
    "climate.growth_temperature_response": 0.0,
    "climate.growth_precipitation_response": 0.0,
    "climate.co2_response": 0.0,
}
# CO2 raises growth but not the Miami production that the limit is made of; Russia's forest is fitted to respond to CO2
# and warming 1.7 times as declared.
SLACK_FOR_CO2 = 1.08


@kernel
def note_production(first_block, last_block, inputs, run, rows, tables, events, out, p, scratch):
    """In place of advance_blocks: maps[0, 0] gets each unit's largest production, tC/ha/yr, and maps[0, 1] its year."""
    s = scratch
    for block in range(first_block, last_block):
        step.start_block(s, block, inputs, run, tables, events, p)
        for year in range(run.drivers.shape[1]):
            step.advance_year(s, block, year, run, rows, events, out, p)
            for lane in range(LANES):
                unit = block * LANES + lane
                area = 0.0
                for stratum in range(N_STRATA):
                    area += s[at(ROW.area + stratum, lane)]
                grown = s[at(ROW.flux + FLUX.growth, lane)] + s[at(ROW.flux + FLUX.litterfall, lane)]
                if area > 1.0 and grown / area > out.maps[0, 0, unit]:
                    out.maps[0, 0, unit] = grown / area
                    out.maps[0, 1, unit] = year


class Measured(NamedTuple):
    """Largest production of each unit over its limit, and the year index of it; units without forest are 0."""

    relative: np.ndarray
    year: np.ndarray


def measure(parameters: dict[str, float], name: str = "baseline") -> Measured:
    scenario = landsim.load_scenario(name)
    scenario = scenario.__class__(**{**vars(scenario), "parameters": parameters})
    taken: list[Simulated] = []
    real = simulation.simulate

    def simulate(*arguments, **options) -> Simulated:
        taken.append(real(*arguments, **options))
        return taken[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulation, "advance_blocks", note_production)
        patch.setattr(model, "simulate", simulate)
        patch.setattr(model, "check_budgets", lambda *_: None)
        patch.setattr(Run, "tables", lambda _: None)
        run = landsim.run(scenario)
    largest, year = taken[0].maps[0, :2][:, run.blocks.lane]
    return Measured(largest / production_limit(run.landscape, run.values), year)


def test_no_unit_produces_more_than_the_ceiling_in_any_year() -> None:
    found = measure(NORMAL_CLIMATE)
    assert (found.relative > 0.0).sum() > 9_000
    worst = int(np.argmax(found.relative))
    assert found.relative[worst] <= 1.0, f"{found.relative[worst]:.4f} in unit {worst} in {1990 + found.year[worst]}"


def test_warming_and_co2_take_no_unit_far_above_the_ceiling() -> None:
    assert 0.9 < measure({}).relative.max() < SLACK_FOR_CO2


def test_without_the_ceiling_the_check_would_fail() -> None:
    free = measure({**NORMAL_CLIMATE, "forest.production_ceiling": 100.0})
    # The limit rose with the ceiling: compare with the default one.
    assert (free.relative * 100.0 / 1.2 > 1.0).sum() > 2000
