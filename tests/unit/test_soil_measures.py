"""Soil care of cropland: what the plan lays on the land, what the kernel covers of it, and what the ledger says.

What it does to the carbon of the soil is in test_soil_measures_effect.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from readings import stock
from test_placement import EVERYWHERE, YEARS, a_measure

from landsim.core import parameters
from landsim.core.state import LAND, SOIL_MODIFICATION, SOIL_MODIFIERS
from landsim.names import COUNTRIES
from landsim.policy.coverage import PART_OF_CHAR, level_of
from landsim.policy.ledger import ACHIEVED_ON_CROPLAND
from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.placement import Placed
from landsim.policy.soil_kinds import SOIL_KINDS
from landsim.policy.soil_measures import CROPLAND, place_soil_modification
from landsim.policy.tiers import Row
from landsim.results import Run
from landsim.scenario import Measure

VALUES = parameters.defaults()
FIELDS = np.array([4e5, 3e5, 2e5, 1e5])
AT_2020, AT_2021, AT_2025 = 30, 31, 35
KINDS = [kind.kind for kind in SOIL_KINDS]


def of_kind(kind: str, **keys: Any) -> Measure:
    choice = MEASURE_KINDS[kind].choice
    return a_measure(kind=kind, **{"choice": choice.default if choice else "", **keys})


def cover(
    measure: Measure,
    covered: dict[str, np.ndarray] | None = None,
    where: np.ndarray = EVERYWHERE,
    claimed: float = 0.0,
    values: np.ndarray = VALUES,
) -> tuple[Placed, list[Row]]:
    areas = np.zeros((len(LAND), len(FIELDS)))
    areas[CROPLAND] = FIELDS
    taken = np.full_like(areas, claimed)
    return place_soil_modification(measure, YEARS, where, areas, taken, {} if covered is None else covered, values)


class TestKinds:
    def test_every_effect_is_one_that_the_kernel_and_the_ledger_know(self) -> None:
        assert set(ACHIEVED_ON_CROPLAND) == set(SOIL_MODIFIERS)
        for kind in SOIL_KINDS:
            for word in kind.choice.words if kind.choice else ("",):
                effects = kind.effects_of(word)
                assert effects and {effect.modifier for effect in effects} <= set(SOIL_MODIFIERS)
                assert {effect.char for effect in effects} <= {"", *PART_OF_CHAR}

    def test_every_modifier_is_reached_by_some_kind(self) -> None:
        words = {kind.kind: kind.choice.words if kind.choice else ("",) for kind in SOIL_KINDS}
        found = {e.modifier for kind in SOIL_KINDS for word in words[kind.kind] for e in kind.effects_of(word)}
        assert found == set(SOIL_MODIFIERS)

    @pytest.mark.parametrize(
        ("kind", "name"),
        [
            ("organic_amendments", "soil_management.organic_amendment"),
            ("straw_return", "soil_management.straw_return"),
            ("cover_crops", "soil_management.cover_crop"),
        ],
    )
    def test_an_input_is_its_parameter(self, kind: str, name: str) -> None:
        values = parameters.resolve({name: 0.77})
        (row,) = cover(of_kind(kind), values=values)[1]
        assert row.destination == SOIL_MODIFIERS.index("input") and row.level == 0.77
        assert parameters.value(VALUES, name) > 0.0

    def test_char_stays_in_part_and_decays_in_part(self) -> None:
        values = parameters.resolve({"soil_management.biochar": 2.0, "soil_management.char_stays": 0.65})
        rows = {SOIL_MODIFIERS[row.destination]: row.level for row in cover(of_kind("biochar"), values=values)[1]}
        assert rows == {"char": pytest.approx(1.3), "input": pytest.approx(0.7)}
        (effect,) = (e for e in MEASURE_KINDS["biochar"].effects if e.modifier == "char")
        assert level_of(effect, VALUES) == pytest.approx(0.4)

    @pytest.mark.parametrize(("word", "modifier"), [("none", "no_tillage"), ("reduced", "reduced_tillage")])
    def test_the_key_tillage_chooses(self, word: str, modifier: str) -> None:
        (row,) = cover(of_kind("conservation_tillage", choice=word))[1]
        assert row.destination == SOIL_MODIFIERS.index(modifier) and row.level == 1.0

    def test_without_the_key_nothing_is_tilled(self, scenario_of: Callable[..., Any]) -> None:
        tillage = {"id": "t", "kind": "conservation_tillage", "country": "CHN", "amount": 1.0, "unit": "Mha"}
        other = {"id": "o", "kind": "straw_return", "country": "CHN", "amount": 1.0, "unit": "Mha"}
        found = scenario_of(tillage, {**tillage, "id": "r", "tillage": "reduced"}, other).measures
        assert [one.choice for one in found] == ["none", "reduced", ""]


@pytest.mark.parametrize("kind", KINDS)
class TestPlacing:
    def test_every_unit_takes_its_part(self, kind: str) -> None:
        placed, rows = cover(of_kind(kind, amount=0.5))
        for row in rows:
            assert row.rule == SOIL_MODIFICATION and row.cumulative[-1] == pytest.approx(5e5)
            np.testing.assert_allclose(row.share, FIELDS / FIELDS.sum())
        assert placed.notes == [] and placed.promised[-1] == 0.5 and placed.missing == pytest.approx(0.0)
        assert [SOIL_MODIFIERS[row.destination] for row in rows] == list(placed.effects)

    def test_a_fraction_is_of_the_cropland_of_the_place(self, kind: str) -> None:
        where = np.array([True, False, True, False])
        placed, (row, *_) = cover(of_kind(kind, amount=0.5, unit="fraction"), where=where)
        assert row.cumulative[-1] == pytest.approx(3e5)
        np.testing.assert_allclose(row.share, [2 / 3, 0.0, 1 / 3, 0.0])
        assert placed.one_unit == 6e5

    def test_yearly_hectares_add_up(self, kind: str) -> None:
        _, (row, *_) = cover(of_kind(kind, amount=0.05, unit="Mha/yr", last_year=2025))
        np.testing.assert_allclose(row.cumulative[[3, 7, -1]], [5e4, 2.5e5, 2.5e5])

    def test_more_than_the_cropland_is_explained(self, kind: str) -> None:
        placed, (row, *_) = cover(of_kind(kind, amount=3.0))
        assert row.cumulative.max() == pytest.approx(1e6)
        assert placed.notes == ["2 Mha could not be covered: cropland not yet covered in this way in CHN is 1.000 Mha"]
        assert placed.missing[-1] == pytest.approx(2.0)

    def test_cropland_that_earlier_measures_turn_into_other_land_is_not_there(self, kind: str) -> None:
        placed, (row, *_) = cover(of_kind(kind, amount=1.0), claimed=5e4)
        assert row.cumulative.max() == pytest.approx(8e5) and placed.missing[-1] == pytest.approx(0.2)

    def test_measures_of_one_kind_share_the_cropland(self, kind: str) -> None:
        covered: dict[str, np.ndarray] = {}
        first, rows = cover(of_kind(kind, amount=0.7, unit="fraction"), covered)
        second, more = cover(of_kind(kind, amount=0.7, unit="fraction"), covered)
        hectares = sum(row.share * row.cumulative.max() for row in (rows[0], more[0]))
        np.testing.assert_allclose(hectares, FIELDS)
        assert first.notes == [] and second.notes[0].startswith("0.4 fraction could not be covered")

    def test_measures_of_all_kinds_meet_on_a_hectare(self, kind: str) -> None:
        covered: dict[str, np.ndarray] = {}
        for other in (one for one in KINDS if one != kind):
            assert cover(of_kind(other, amount=1.0), covered)[0].notes == []
        assert cover(of_kind(kind, amount=1.0), covered)[0].notes == []

    def test_no_cropland_at_all(self, kind: str) -> None:
        placed, rows = cover(of_kind(kind, provinces=("Tibet",)), where=np.zeros(4, dtype=bool))
        assert rows == []
        assert placed.notes == ["no cropland not yet covered in this way in Tibet: nothing could be covered"]

    def test_zero_hectares_make_no_row(self, kind: str) -> None:
        assert cover(of_kind(kind, amount=0.0))[1] == []


def test_reduced_and_no_tillage_never_fall_on_one_hectare() -> None:
    covered: dict[str, np.ndarray] = {}
    cover(of_kind("conservation_tillage", amount=0.7, choice="reduced"), covered)
    placed, (row,) = cover(of_kind("conservation_tillage", amount=0.7, choice="none"), covered)
    assert row.cumulative.max() == pytest.approx(3e5) and placed.missing[-1] == pytest.approx(0.4)


def full(kind: str, **keys: Any) -> dict[str, Any]:
    """A measure on all of Japan's cropland from its first year on."""
    usual = {"id": kind, "kind": kind, "country": "JPN", "amount": 1.0, "unit": "fraction", "ramp": "step"}
    return {**usual, **keys}


class TestOnTheGrid:
    def test_the_kernel_covers_what_the_plan_asks_for_until_it_ends(self, run_with: Callable[..., Run]) -> None:
        """All kinds at once, on half of the cropland, which stays what it is."""
        measures = [full(kind, amount=0.5, last_year=2025, until=2040) for kind in KINDS]
        run = run_with(*measures, include="frozen")
        fields = stock(run, "cropland_area", "JPN")[AT_2020]
        for kind in KINDS:
            rows = run.policy[run.policy["measure"] == kind].set_index("year")
            np.testing.assert_allclose(rows.loc[2021:2040, "delivered"], 0.5, rtol=1e-6)
            assert (rows.loc[2041:, ["promised", "delivered"]] == 0.0).all(axis=None)
            np.testing.assert_allclose(rows["explained"], 0.0, atol=1e-6)
            reason = rows["reason"].iloc[0]
            assert reason.endswith("it ends after 2040") and "short of the promise" not in reason
        for one in run.plan.placed:
            hectares = run.simulated.placed[one.rows]
            np.testing.assert_allclose(hectares[:, AT_2021], 0.5e6 * fields, rtol=1e-9)
            assert (hectares[:, :AT_2021] == 0.0).all()
            # Every effect of a kind covers the same hectares.
            assert (hectares == hectares[0]).all()

    def test_a_ramp_covers_more_from_year_to_year(self, run_with: Callable[..., Run]) -> None:
        run = run_with(full("cover_crops", amount=1.0, unit="Mha", ramp="linear"), include="frozen")
        rows = run.policy[run.policy["measure"] == "cover_crops"].set_index("year")
        np.testing.assert_allclose(rows.loc[2021:2030, "delivered"], 0.1 * np.arange(1, 11), rtol=1e-6)

    def test_cropland_that_goes_to_other_uses_is_explained(self, run_with: Callable[..., Run]) -> None:
        grass = {
            "id": "grass", "kind": "farmland_to_grassland", "country": "JPN", "amount": 1.0, "unit": "Mha",
            "last_year": 2040,
        }  # fmt: skip
        run = run_with(full("straw_return"), grass, include="frozen")
        rows = run.policy[run.policy["measure"] == "straw_return"].set_index("year")
        gone = 1.0 / stock(run, "cropland_area", "JPN")[AT_2020]
        last = rows.loc[2060]
        assert last["delivered"] == pytest.approx(1.0 - gone, rel=1e-6)
        found = re.search(r"([.\d]+) fraction short of the promise in 2060: cropland that went", last["reason"])
        assert found and float(found.group(1)) == pytest.approx(gone, rel=1e-3)
        # The same measure after the other one counts on what is left.
        later = run_with(grass, full("straw_return"), include="frozen")
        reason = later.policy.set_index("measure").loc["straw_return", "reason"].iloc[0]
        assert "could not be covered: cropland not yet covered" in reason

    def test_provinces_are_kept_to(self, run_with: Callable[..., Run]) -> None:
        run = run_with(full("biochar", province="Hokkaido"), include="frozen")
        there = run.landscape.province == run.landscape.provinces.index("Hokkaido")
        rows = [row for row in run.plan.rows if row.label == "biochar"]
        assert len(rows) == 2
        for row in rows:
            assert row.share[there].sum() == pytest.approx(1.0) and (row.share[~there] == 0.0).all()

    def test_coverage_alone_asks_nothing_of_other_countries(self, run_with: Callable[..., Run], frozen: Run) -> None:
        run = run_with(full("conservation_tillage"), include="frozen")
        for name, table in frozen.account.inventory.items():
            others = np.arange(len(COUNTRIES)) != COUNTRIES.index("JPN")
            assert (run.account.inventory[name][others] == table[others]).all(), name


def test_a_word_that_the_kind_does_not_know_is_an_error_of_the_programmer() -> None:
    with pytest.raises(KeyError):
        cover(replace(of_kind("conservation_tillage"), choice="deep"))
