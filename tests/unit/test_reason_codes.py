"""Reason codes: declared, derived from numbers, adding up to what is missing; contradictory measures get one each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from landsim.core.state import LAND
from landsim.policy.ledger import outcome_of
from landsim.policy.reason_codes import REASON_CODES, codes_by_year, missing_by_code
from landsim.results import Run

KEYS: dict[str, dict[str, Any]] = {
    "more-than-there-is": {"kind": "afforestation", "country": "JPN", "unit": "Mha", "amount": 30.0},
    "dry": {"kind": "afforestation", "country": "MNG", "unit": "Mha", "amount": 40.0, "vegetation": "tree"},
    "cold": {
        "kind": "natural_regeneration", "country": "RUS", "unit": "Mha", "amount": 40.0, "province": "Yamalo-Nenets",
        "last_year": 2055,
    },
    "closed": {"kind": "grazing_exclosure", "country": "MNG", "unit": "Mha", "amount": 85.0},
    "closed-again": {"kind": "grazing_exclosure", "country": "MNG", "unit": "Mha", "amount": 50.0},
    "fast": {
        "kind": "natural_regeneration", "country": "PRK", "unit": "Mha", "amount": 3.0, "last_year": 2022,
    },
    "belts": {"kind": "shelter_belts", "country": "KOR", "unit": "Mha", "amount": 0.5},
    "loss": {"kind": "forest_protection", "country": "PRK", "unit": "Mha/yr", "amount": 1.0},
    "wood": {"kind": "reduced_harvest", "country": "JPN", "unit": "Mm3/yr", "amount": 500.0},
    "half": {"kind": "long_lived_wood", "country": "JPN", "unit": "fraction", "amount": 0.9},
    "kept": {"kind": "forest_tending", "country": "KOR", "unit": "fraction", "amount": 0.2},
}  # fmt: skip
EXPECTED = {
    "more-than-there-is": "no_eligible_land", "dry": "too_dry", "cold": "treeline", "closed-again": "land_in_use",
    "fast": "too_fast", "belts": "cap_reached", "loss": "cap_reached", "wood": "no_stock", "half": "cap_reached",
}  # fmt: skip


@pytest.fixture(scope="module")
def run(run_with: Callable[..., Run]) -> Run:
    """Measures that ask for too much, each in a way of its own."""
    return run_with(*({"id": name, **keys} for name, keys in KEYS.items()))


@pytest.mark.parametrize(("name", "code"), EXPECTED.items())
def test_the_weightiest_code_and_one_sentence(run: Run, name: str, code: str) -> None:
    row = run.policy.set_index(["measure", "year"]).loc[(name, KEYS[name].get("last_year", 2030))]
    assert row["reason_code"].split()[0] == code
    assert row["reason"]
    assert row["delivered"] < row["promised"]


def test_a_promise_that_is_kept_has_no_code(run: Run) -> None:
    assert run.policy.set_index(["measure", "year"]).loc[("kept", 2030), "reason_code"] == ""


def test_every_code_is_declared(run: Run) -> None:
    found = {code for codes in run.policy["reason_code"] for code in codes.split()}
    assert found <= set(REASON_CODES) and "leakage" in found and "mortality" in found


def test_parts_add_up_to_what_is_missing(run: Run) -> None:
    for one in run.plan.placed:
        done = outcome_of(one, run.simulated, run.drivers.years)
        parts = missing_by_code(one, done.delivered, done.planted, done.surviving)
        assert set(parts) <= set(REASON_CODES)
        assert np.sum(list(parts.values()), axis=0) == pytest.approx(one.promised - done.delivered, abs=1e-12)


def test_land_and_exclusions_add_up(run: Run) -> None:
    for one in run.plan.placed:
        if one.land_there > 0.0 and one.measure.kind != "urban_greening":
            assert one.capacity + sum(one.excluded.values()) == pytest.approx(one.land_there, rel=1e-9), one.measure.id
            assert min(one.excluded.values(), default=0.0) >= -1e-6 * one.land_there


def test_cold_and_dry_are_counted_from_the_climate_of_the_units(run: Run) -> None:
    """The limits of trees, written down again: 10 degrees in the warmest month first, then 400 mm and P/PET of 0.5."""
    land = run.landscape
    (one,) = (placed for placed in run.plan.placed if placed.measure.id == "dry")
    here = land.country == 3
    area = run.plan.areas_2020[[LAND.index("grassland"), LAND.index("other_land")]].sum(axis=0)
    warm = land["warmest_month_temperature"] >= 10.0
    wet = (land["annual_precipitation"] >= 400.0) & (land.aridity() >= 0.5)
    assert one.excluded["treeline"] == pytest.approx(area[here & ~warm].sum(), rel=1e-9)
    assert one.excluded["too_dry"] == pytest.approx(area[here & warm & ~wet].sum(), rel=1e-9)


def test_codes_go_by_weight_and_leave_out_rounding() -> None:
    parts = {"mortality": np.array([1.0, 0.0]), "budget": np.array([2.0, 1e-9])}
    assert codes_by_year(parts, np.array([4.0, 4.0])) == ["budget mortality", ""]


def test_every_code_reads_as_the_end_of_a_sentence() -> None:
    assert all(text and not text.endswith(".") for text in REASON_CODES.values())
