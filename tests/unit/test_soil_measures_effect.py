"""Soil care of cropland: emissions fall, and what a hectare gains lies inside what is published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from readings import flux, stock
from test_measure_effects import AFTER, AT_2021, IN_2020, PLAUSIBLE, Check, Found, land_and_herd

import landsim
from landsim.core import parameters
from landsim.names import COUNTRIES
from landsim.policy.soil_kinds import SOIL_KINDS
from landsim.results import Run
from landsim.scenario import Scenario


def gain(run: Run, without: Run, check: Check) -> np.ndarray:
    """tC that a covered hectare of cropland has gained by the end of each year."""
    covered = 1e6 * check.amount * stock(without, "cropland_area", check.country)[IN_2020]
    soil, usual = (flux(one, "soil_cropland", check.country) for one in (run, without))
    assert (soil[:AT_2021] == usual[:AT_2021]).all()
    assert (np.diff(soil[AT_2021 - 1 :] - usual[AT_2021 - 1 :]) > 0.0).all()
    found: np.ndarray = (soil - usual) / covered
    return found


def soil_of_less_tillage(run: Run, without: Run, check: Check) -> Found:
    """tC/ha a year over twenty years: at most twice the 0.57 of West and Post (2002) for no tillage."""
    return Found(float(gain(run, without, check)[AT_2021 + 19]) / 20.0, 0.0, 1.14)


def kept_of_input(name: str) -> Callable[[Run, Run, Check], Found]:
    """Share of the carbon applied over twenty years that is still there: Maillard and Angers (2014) find 0.12 +- 0.04
    of manure, others up to a third of straw and roots."""

    def read(run: Run, without: Run, check: Check) -> Found:
        applied = 20.0 * parameters.value(run.values, name)
        return Found(float(gain(run, without, check)[AT_2021 + 19]) / applied, 0.02, 0.35)

    return read


def kept_of_char(run: Run, without: Run, check: Check) -> Found:
    """Share of the char of forty years that is there at the end: what stays, and a little of the rest."""
    applied = 40.0 * parameters.value(run.values, "soil_management.biochar")
    low, high = PLAUSIBLE["soil_management.char_stays"]
    stays = parameters.value(run.values, "soil_management.char_stays")
    share = float(gain(run, without, check)[-1]) / applied
    assert stays <= share <= stays + 0.35 * (1.0 - stays)
    return Found(share, low, high)


CHECKS = {
    "conservation_tillage": Check("CHN", 0.5, "fraction", soil_of_less_tillage),
    "organic_amendments": Check("CHN", 0.5, "fraction", kept_of_input("soil_management.organic_amendment")),
    "straw_return": Check("CHN", 0.5, "fraction", kept_of_input("soil_management.straw_return")),
    "cover_crops": Check("JPN", 0.5, "fraction", kept_of_input("soil_management.cover_crop")),
    "biochar": Check("JPN", 0.5, "fraction", kept_of_char),
}


def told(run: Run, kind: str) -> float:
    """MtC in 2060 that the rows of the plan add, by what the kernel reports."""
    (one,) = (one for one in run.plan.placed if one.measure.kind == kind)
    return float(run.simulated.surviving[one.rows].sum(axis=0)[-1]) / 1e6


def test_every_kind_has_an_entry() -> None:
    assert set(CHECKS) == {kind.kind for kind in SOIL_KINDS}


@pytest.mark.parametrize("kind", CHECKS)
def test_emissions_fall_and_a_hectare_gains_what_is_published(
    run_with: Callable[..., Run], frozen: Run, kind: str
) -> None:
    check = CHECKS[kind]
    run = run_with(check.measure(kind), include="frozen")
    found = check.read(run, frozen, check)
    assert found.low < found.value <= found.high, found
    change = land_and_herd(run, check.country) - land_and_herd(frozen, check.country)
    assert (change[:AT_2021] == 0.0).all()
    assert (change[AFTER] < 0.0).all()
    for other in set(COUNTRIES) - {check.country}:
        assert (land_and_herd(run, other) == land_and_herd(frozen, other)).all(), other


@pytest.mark.parametrize("kind", CHECKS)
def test_the_kernel_reports_what_the_rows_add(run_with: Callable[..., Run], kind: str) -> None:
    run = run_with(CHECKS[kind].measure(kind), include="frozen")
    assert told(run, kind) > 0.0


def test_reduced_tillage_gains_less_than_no_tillage(run_with: Callable[..., Run], frozen: Run) -> None:
    check = CHECKS["conservation_tillage"]
    ends = [
        gain(run_with({**check.measure("conservation_tillage"), "tillage": word}, include="frozen"), frozen, check)[-1]
        for word in ("reduced", "none")
    ]
    assert 0.0 < ends[0] < ends[1]


def test_half_the_hectares_bring_half_the_carbon_at_first(run_with: Callable[..., Run], frozen: Run) -> None:
    whole, half = (Check("JPN", amount, "fraction", kept_of_char) for amount in (1.0, 0.5))
    per_hectare = [
        gain(run_with(check.measure("biochar"), include="frozen"), frozen, check)[AT_2021] for check in (whole, half)
    ]
    assert per_hectare[1] == pytest.approx(per_hectare[0], rel=1e-6)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("organic_amendments", "soil_management.organic_amendment"),
        ("straw_return", "soil_management.straw_return"),
        ("cover_crops", "soil_management.cover_crop"),
        ("biochar", "soil_management.biochar"),
    ],
)
def test_what_is_applied_is_its_parameter_at_both_ends_of_the_range(
    scenario_of: Callable[..., Scenario], frozen: Run, kind: str, name: str
) -> None:
    """The soil answers in proportion to its input, so the gain of the first year does."""
    check = CHECKS[kind]
    scenario = scenario_of(check.measure(kind), include="frozen")

    def first_year(level: float) -> float:
        run = landsim.run(replace(scenario, parameters={**scenario.parameters, name: level}))
        return float(gain(run, frozen, check)[AT_2021]) / level

    low, high = (first_year(level) for level in PLAUSIBLE[name])
    assert low == pytest.approx(high, rel=1e-6) and low > 0.0
