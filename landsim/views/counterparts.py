"""Which runs a scenario is compared with: the same world without its measures, without its climate change, or both."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from landsim.climate import CONSTANT
from landsim.scenario import Scenario

# Names of the difference runs, as run.json tells them.
BASELINE, HELD, BASELINE_HELD = "baseline", "held_climate", "baseline_held_climate"


def counterparts(scenario: Scenario) -> dict[str, Scenario]:
    """The scenarios of the difference runs, by name.

    baseline               no measures, land changes go on as in `baseline`; all else as in the scenario: climate,
                           parameters, seed, model of soil, how herds run
    held_climate           climate and CO2 of 1990 in every year, from the start: a run that changes them later
                           would still hold what the warming before did. Weather around the mean stays.
    baseline_held_climate  both
    """
    without = replace(scenario, measures=(), continuation="baseline")
    return {
        BASELINE: without,
        HELD: replace(scenario, climate=CONSTANT),
        BASELINE_HELD: replace(without, climate=CONSTANT),
    }


def simulated_content(scenario: Scenario) -> dict[str, Any]:
    """What of a scenario decides its numbers: all but its names, texts and sources."""
    content = scenario.to_dict()
    for key in ("name", "title", "description", "files"):
        del content[key]
    for measure in content["measures"]:
        for key in ("file", "source"):
            del measure[key]
    return content


def same_numbers(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios are the same but for names and texts."""
    return simulated_content(one) == simulated_content(other)
