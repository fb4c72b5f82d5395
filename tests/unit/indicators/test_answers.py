"""Each indicator answers to measures in the expected direction: pairs of runs, with one measure and without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import landsim
from landsim.core import parameters
from landsim.indicators.land_indicators import land_indicators
from landsim.names import COUNTRIES
from landsim.results import Run
from landsim.scenario import Scenario

DUST, SPECIES, HEAVY, PROTECTED, DROUGHT = (
    "dust_emission_index",
    "mean_species_abundance",
    "heavily_grazed_area",
    "protected_area_share",
    "drought_expected_sheep_units",
)
# Measure, country, amount, unit, further keys, indicator, and between what its change by 2050 lies.
Pair = tuple[str, str, float, str, dict[str, Any], str, float, float]
PAIRS: tuple[Pair, ...] = (
    ("grazing_exclosure", "MNG", 20.0, "Mha", {}, DUST, -0.5, -0.02),
    ("herd_reduction", "MNG", 0.2, "fraction", {}, DUST, -0.5, -0.02),
    ("sand_control", "MNG", 1.0, "Mha", {}, DUST, -0.05, -0.002),
    ("afforestation", "MNG", 1.0, "Mha", {"vegetation": "saxaul", "donors": ["other_land"]}, DUST, -0.05, -1e-4),
    ("revegetation", "CHN", 5.0, "Mha", {}, DUST, -0.05, -1e-4),
    ("shelter_belts", "CHN", 1.0, "Mha", {}, DUST, -0.05, -0.002),
    ("conservation_tillage", "CHN", 50.0, "Mha", {}, DUST, -0.15, -0.01),
    ("cover_crops", "CHN", 50.0, "Mha", {}, DUST, -0.15, -0.01),
    ("afforestation", "CHN", 5.0, "Mha", {"vegetation": "tree", "donors": ["cropland"]}, DUST, -0.05, -0.001),
    ("grazing_exclosure", "MNG", 20.0, "Mha", {}, SPECIES, 0.005, 0.1),
    ("herd_reduction", "MNG", 0.2, "fraction", {}, SPECIES, 0.005, 0.1),
    ("protected_areas", "CHN", 20.0, "Mha", {}, SPECIES, 5e-4, 0.01),
    ("grazing_exclosure", "MNG", 20.0, "Mha", {}, HEAVY, -21.0, -10.0),
    ("herd_reduction", "MNG", 0.2, "fraction", {}, HEAVY, -60.0, -5.0),
    ("protected_areas", "CHN", 20.0, "Mha", {}, PROTECTED, 0.018, 0.025),
    ("herd_reduction", "MNG", 0.2, "fraction", {}, DROUGHT, -5.0, -1.0),
)


def national(run: Run, variable: str, country: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    return run.land_indicators.stocks[variable][1][COUNTRIES.index(country)]


@pytest.fixture(scope="module")
def changed(scenario_of: Callable[..., Scenario]) -> Callable[..., Run]:
    """A run of `frozen` with one measure; the same measure runs once."""
    done: dict[str, Run] = {}

    def start(kind: str, country: str, amount: float, unit: str, further: dict[str, Any]) -> Run:
        keys = {"id": "m", "kind": kind, "country": country, "amount": amount, "unit": unit, **further}
        if str(keys) not in done:
            done[str(keys)] = landsim.run(scenario_of(keys, include="frozen"))
        return done[str(keys)]

    return start


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0]} {pair[1]} {pair[5]}")
def test_an_indicator_answers_to_a_measure(pair: Pair, changed: Callable[..., Run], frozen: Run) -> None:
    kind, country, amount, unit, further, variable, low, high = pair
    with_it, without = (
        national(run, variable, country) for run in (changed(kind, country, amount, unit, further), frozen)
    )
    change = with_it - without
    assert (change[:31] == 0.0).all(), "history is the same"
    assert low <= change[-11] <= high, change[-11]


def test_a_protected_hectare_counts_and_its_species_come_back_slowly(changed: Callable[..., Run], frozen: Run) -> None:
    run = changed("protected_areas", "CHN", 20.0, "Mha", {})
    added = national(run, "protected_area", "CHN") - national(frozen, "protected_area", "CHN")
    assert added[-1] == pytest.approx(20.0, rel=1e-9)
    gained = national(run, SPECIES, "CHN") - national(frozen, SPECIES, "CHN")
    assert 0.0 < gained[2030 - 1990] < 0.5 * gained[2050 - 1990] < 0.5 * gained[2060 - 1990]


def test_regeneration_is_better_for_species_than_plantation(changed: Callable[..., Run], frozen: Run) -> None:
    further = {"donors": ["cropland"]}
    natural = national(changed("natural_regeneration", "CHN", 5.0, "Mha", further), SPECIES, "CHN")
    planted = national(changed("afforestation", "CHN", 5.0, "Mha", {"vegetation": "tree", **further}), SPECIES, "CHN")
    usual = national(frozen, SPECIES, "CHN")
    assert natural[-11] - usual[-11] > 3.0 * (planted[-11] - usual[-11]) > 0.0


def test_belts_shelter_the_declared_hectares(changed: Callable[..., Run], frozen: Run) -> None:
    """A hectare of belt takes away its own emission and 60 % of that of 15 hectares."""
    run = changed("shelter_belts", "CHN", 1.0, "Mha", {})
    narrow = parameters.resolve({"wind_erosion.sheltered_land": 0.0})
    alone = land_indicators(replace(run, values=narrow)).stocks[DUST][1][0] - national(frozen, DUST, "CHN")
    both = national(run, DUST, "CHN") - national(frozen, DUST, "CHN")
    assert both[-11] / alone[-11] == pytest.approx(1.0 + 15.0 * 0.6, rel=0.1)


def test_less_tillage_by_half_spares_less_than_none(changed: Callable[..., Run], frozen: Run) -> None:
    none, reduced = (
        national(changed("conservation_tillage", "CHN", 50.0, "Mha", further), DUST, "CHN")[-11]
        - national(frozen, DUST, "CHN")[-11]
        for further in ({}, {"tillage": "reduced"})
    )
    assert none < reduced < 0.0
    # Cover of 60 and of 30 per cent instead of 10, under the response of cropland; soil gains a little carbon too.
    expected = (1.0 - np.exp(-0.0438 * 50.0)) / (1.0 - np.exp(-0.0438 * 20.0))
    assert none / reduced == pytest.approx(expected, rel=0.01)
