"""Pledges in tonnes backwards: the amount found gives the tonnes in a whole run, and what does not exist is said."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsim.errors import InputError
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.promises.amount_needed import amount_needed
from landsim.promises.backwards import Backwards, tonnes_pledges
from landsim.results import Run
from landsim.scenario import load_scenario


@pytest.fixture(scope="module")
def search(land: Landscape) -> Backwards:
    return Backwards(load_scenario("baseline"), land)


def saved(run: Run, baseline: Run, country: str, year: int) -> float:
    row, at = COUNTRIES.index(country), year - 1990
    return sum(
        float((of(baseline) - of(run))[row, at])
        for of in (
            lambda one: one.account.inventory["lulucf_net"],
            lambda one: one.account.agriculture_difference_in(one.account.gwp),
        )
    )


@given(st.floats(0.1, 50.0), st.floats(0.3, 3.0), st.floats(0.01, 0.99))
def test_an_amount_gives_its_benefit(most: float, power: float, part: float) -> None:
    found = amount_needed(lambda amount: amount**power, part * most**power, most)
    assert found == pytest.approx(most * part ** (1 / power), rel=1e-5, abs=1e-8 * most)


def test_nothing_is_needed_or_nothing_is_enough() -> None:
    assert amount_needed(lambda amount: amount, -1.0, 2.0) == 0.0
    assert amount_needed(lambda amount: amount, 3.0, 2.0) == math.inf
    assert amount_needed(lambda amount: math.nan, 3.0, 2.0) == math.inf


@pytest.mark.parametrize(
    ("country", "kind", "tonnes"),
    [("PRK", "natural_regeneration", 5.0), ("MNG", "herd_reduction", 29.0), ("PRK", "agroforestry", 1.0)],
)
def test_a_whole_run_with_the_amount_saves_the_tonnes(
    search: Backwards, run_with: Callable[..., Run], baseline: Run, country: str, kind: str, tonnes: float
) -> None:
    found = search.needed(country, kind, tonnes, 2030)
    assert found.enough and 0.0 < found.amount < found.most
    run = run_with({"kind": kind, "country": country, "amount": found.amount, "unit": found.unit, "additional": True})
    assert saved(run, baseline, country, 2030) == pytest.approx(tonnes, rel=1e-6)
    herds = [one.account.stocks["sheep_units"][1][COUNTRIES.index(country), 40] for one in (run, baseline)]
    assert found.herd == pytest.approx(100 * (herds[0] / herds[1] - 1), abs=1e-6)


def test_what_the_land_does_not_allow_is_said(search: Backwards) -> None:
    found = search.needed("PRK", "afforestation", 35.8, 2030)
    assert not found.enough and found.most <= found.eligible < 4.0 < found.amount
    assert found.amount == pytest.approx(found.most * 35.8 / found.gives)
    assert f"would need about {found.amount:.3g} Mha; the land allows 3.32 Mha" in found.sentence
    assert "it never saves that much" in found.sentence
    assert "times the fastest of 1990-2020" in found.sentence


def test_years_are_told_where_hectares_are_late(search: Backwards) -> None:
    found = search.needed("PRK", "afforestation", 5.0, 2030)
    assert not found.enough and found.from_year is not None and found.from_year > 2030
    assert f"it saves that much from {found.from_year} on" in found.sentence


def test_the_shipped_pledges_are_the_four_of_the_note() -> None:
    assert [(one.country, one.tonnes) for one in tonnes_pledges()] == [
        ("PRK", 35.8), ("PRK", 78.8), ("MNG", 29.0), ("JPN", 37.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("country", "kind", "tonnes", "year", "sentence"),
    [
        ("PRK", "afforestation", -1.0, 2030, "--tonnes: found -1, expected MtCO2e a year, a number above 0."),
        ("MNG", "rice_water", 1.0, 2030, "a pledge backwards, key 'country': found 'MNG', expected for rice_water"),
        ("PRK", "afforestation", 1.0, 2020, "a pledge backwards: it ends in 2020, before it starts in 2021"),
        ("PRK", "afforestation", 1.0, 2070, "a pledge backwards, key 'last_year': found 2070, expected a year within"),
    ],
)
def test_what_cannot_be_asked(
    search: Backwards, country: str, kind: str, tonnes: float, year: int, sentence: str
) -> None:
    with pytest.raises(InputError) as caught:
        search.needed(country, kind, tonnes, year)
    assert str(caught.value).startswith(sentence)
