"""Grass and herds as numbers: steady states, the fold, and every refusal."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from landsim import grassland
from landsim.core.rangeland import exponential_loss, grazed_condition, recovered_condition
from landsim.errors import InputError

RATE, LOSS = 0.155, 0.08


def kept_up(start_pressure: float, floor: float, condition: float = 0.999, years: int = 3000) -> float:
    """Condition after long years under a herd of constant size, continuous in small steps."""
    step = 0.02
    for _ in range(int(years / step)):
        if condition < 1e-6:
            return 0.0
        pressure = start_pressure / (floor + (1.0 - floor) * condition)
        condition = grassland.recovered_condition(condition, RATE, step) * np.exp(
            -LOSS * max(0.0, pressure - 1.0) * step
        )
    return float(condition)


def test_the_fold_is_at_the_published_pressure() -> None:
    """Collapse from a pressure at full condition of (r + a)^2 / (4 r a), about 1.11, on where forage falls with c."""
    fold = grassland.collapse_pressure(RATE, LOSS)
    assert fold == pytest.approx((RATE + LOSS) ** 2 / (4.0 * RATE * LOSS), rel=1e-12)
    assert fold == pytest.approx(1.11, abs=0.005)
    assert kept_up(0.99 * fold, 0.0, years=600) > 0.6
    assert kept_up(1.01 * fold, 0.0, years=600) < 0.05


def test_grass_that_grows_when_bare_moves_the_fold_up() -> None:
    floors = np.array([0.0, 0.2, 0.4, 0.6])
    folds = (
        grassland.collapse_pressure(RATE, LOSS, 0.0),
        *(grassland.collapse_pressure(RATE, LOSS, f) for f in floors[1:]),
    )
    assert (np.diff(folds) > 0.0).all()
    assert kept_up(0.99 * folds[1], 0.2, years=600) > 0.3


def test_no_fold_where_overgrazing_is_faster_than_recovery() -> None:
    assert grassland.collapse_pressure(0.1, 0.2) == pytest.approx(1.0)


def test_the_steady_state_of_the_yearly_step_is_its_own() -> None:
    """0.727 against 0.742 of the continuous equation at a pressure of 1.5; the kernel ends there."""
    found = grassland.steady_condition(RATE, LOSS, 1.5, split_step=True)
    assert found == pytest.approx(0.727, abs=5e-4)
    condition = 0.999
    for _ in range(2000):
        recovered = recovered_condition(condition, np.exp(-RATE), np.exp(-0.2 * RATE), 0.25)
        condition = grazed_condition(recovered, 1.5, LOSS)
    assert condition == pytest.approx(found, rel=1e-9)
    assert exponential_loss(0.04) == pytest.approx(np.exp(-0.04), rel=1e-12)


def test_steady_condition_is_bare_where_pressure_is_too_high_and_full_below_one() -> None:
    assert grassland.steady_condition(RATE, LOSS, 10.0) == 0.0
    assert grassland.steady_condition(RATE, LOSS, 0.5) == grassland.steady_condition(RATE, LOSS, 0.5, True) == 1.0


def test_arrays_give_what_numbers_give_one_by_one() -> None:
    rain, warmth = np.array([100.0, 400.0, 1500.0]), np.array([-5.0, 3.0, 18.0])
    together = grassland.miami_production(warmth, rain)
    assert together.tolist() == [grassland.miami_production(t, p) for t, p in zip(warmth, rain, strict=True)]
    total, above = grassland.grassland_production(rain)
    assert (total > above).all() and isinstance(grassland.grassland_production(350.0)[0], float)
    assert grassland.grazing_pressure([3.0, 1.0], [2.0, 0.0]).tolist() == [1.5, 0.0]
    years = np.arange(5)
    assert grassland.recovered_condition(0.3, 0.2, years)[0] == pytest.approx(0.3)


def test_a_herd_of_buffalo_counts_like_cattle() -> None:
    assert grassland.sheep_units(buffalo=2.0) == grassland.sheep_units(cattle=2.0) == 12.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: grassland.carrying_capacity(1000.0, 1.2), "use: found 1.2, expected a share from 0 to 1."),
        (lambda: grassland.carrying_capacity(1000.0, 0.5, 0.0), "daily_need: found 0, expected kg a day, above zero."),
        (lambda: grassland.sheep_units(sheep=-1.0), "sheep: found -1, expected heads, zero or more."),
        (
            lambda: grassland.recovered_condition(0.0, 0.1, 1.0),
            "condition: found 0, expected a number above 0 and up to 1.",
        ),
        (lambda: grassland.miami_production(np.nan, 1.0), "temperature: found nan, expected degrees Celsius."),
        (lambda: grassland.steady_condition("x", 0.1, 1.0), "rate: found 'x', expected 1/yr, above zero."),
    ],
)
def test_a_wrong_number_is_refused_in_one_sentence(call: Any, message: str) -> None:
    with pytest.raises(InputError) as refused:
        call()
    assert str(refused.value) == message
