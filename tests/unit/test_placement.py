"""Measures on a handful of made-up units: who gets hectares, in which order, and what is said when land runs out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from landsim.core.state import EXCLOSURE, HERD_CAP, LAND, TRANSITION
from landsim.policy.eligibility import Suitability
from landsim.policy.grazing_measures import place_exclosure, place_herd_cap
from landsim.policy.land_use_measures import place_transition
from landsim.policy.placement import Placed, promised_quantity
from landsim.policy.tiers import Row
from landsim.scenario import Measure

YEARS = np.arange(2019, 2031)
GRASSLAND, OTHER_LAND, PLANTED, SHRUB = (
    LAND.index(name) for name in ("grassland", "other_land", "forest_planted", "shrub")
)
EVERYWHERE = np.ones(4, dtype=bool)
# Two humid units, one semi-arid, one arid; trees can live in the first two, shrubs in all but the last.
ARIDITY = np.array([0.9, 0.6, 0.3, 0.1])
FOUND = Suitability(
    tree=np.array([True, True, False, False]),
    shrub=np.array([True, True, True, False]),
    saxaul=EVERYWHERE,
    grass=np.array([True, False, True, False]),
    native_steppe=np.array([0.0, 0.5, 1.0, 1.0]),
)


def a_measure(**keys: Any) -> Measure:
    usual: dict[str, Any] = {
        "id": "m", "kind": "afforestation", "country": "CHN", "provinces": (), "amount": 1.0, "unit": "Mha",
        "first_year": 2021, "last_year": 2030, "ramp": "linear", "vegetation": "auto", "donors": None,
        "additional": False, "after": (), "source": "test", "file": "test",
    }  # fmt: skip
    return Measure(**{**usual, **keys})


def areas_of(grassland: list[float], other_land: list[float] | None = None) -> np.ndarray:
    areas = np.zeros((len(LAND), len(grassland)))
    areas[GRASSLAND] = grassland
    areas[OTHER_LAND] = 0.0 if other_land is None else other_land
    return areas


def plant(
    measure: Measure, areas: np.ndarray, *, share: float = 1.0, where: np.ndarray = EVERYWHERE
) -> tuple[Placed, list[Row], np.ndarray]:
    claimed = np.zeros_like(areas)
    room = np.tile(share * np.full(areas.shape[1], 2e6), (len(YEARS), 1))
    taken = np.zeros_like(areas)
    placed, rows = place_transition(measure, YEARS, where, areas, claimed, taken, FOUND, ARIDITY, room)
    return placed, rows, claimed


def hectares(rows: list[Row]) -> np.ndarray:
    return sum((row.share * row.cumulative[-1] for row in rows), np.zeros(4))


def test_grass_is_sown_where_it_can_live() -> None:
    placed, rows, claimed = plant(a_measure(kind="revegetation", amount=0.3), areas_of([1e5] * 4, [1e5] * 4))
    np.testing.assert_allclose(hectares(rows), [1e5, 0.0, 1e5, 0.0])
    np.testing.assert_allclose(claimed[OTHER_LAND], [1e5, 0.0, 1e5, 0.0])
    assert {(row.source, row.destination, row.by_aridity) for row in rows} == {(OTHER_LAND, GRASSLAND, False)}
    assert placed.notes == ["0.100 Mha could not be placed: eligible land in CHN is 0.200 Mha"]


@pytest.mark.parametrize(
    ("keys", "in_2021", "in_2025", "in_2030"),
    [
        ({"unit": "Mha"}, 1e5, 5e5, 1e6),
        ({"unit": "Mha", "ramp": "step"}, 1e6, 1e6, 1e6),
        ({"unit": "Mha/yr", "last_year": 2025}, 1e6, 5e6, 5e6),
        ({"kind": "forest_protection", "unit": "Mha/yr", "ramp": "step"}, 1e6, 1e6, 1e6),
        ({"kind": "forest_protection", "unit": "fraction", "amount": 0.5}, 0.05, 0.25, 0.5),
    ],
)
def test_promised_quantity(keys: dict[str, Any], in_2021: float, in_2025: float, in_2030: float) -> None:
    promised = promised_quantity(a_measure(**keys), YEARS)
    assert promised[:2].tolist() == [0.0, 0.0]
    assert promised[[2, 6, 11]] == pytest.approx([in_2021, in_2025, in_2030])
    assert (np.diff(promised) >= 0.0).all()


class TestAfforestation:
    def test_the_most_humid_units_come_first(self) -> None:
        areas = areas_of([6e5, 6e5, 6e5, 6e5])
        _, rows, _ = plant(a_measure(amount=0.3), areas)
        np.testing.assert_allclose(hectares(rows), [3e5, 0.0, 0.0, 0.0])
        _, rows, claimed = plant(a_measure(amount=0.8), areas)
        # Half of the second unit is native steppe, which is spared from trees; the third takes shrubs.
        np.testing.assert_allclose(hectares(rows), [6e5, 2e5, 0.0, 0.0])
        _, rows, claimed = plant(a_measure(amount=1.7), areas)
        np.testing.assert_allclose(hectares(rows), [6e5, 3e5, 6e5, 2e5])
        np.testing.assert_allclose(claimed[GRASSLAND], hectares(rows))
        assert {(LAND[r.destination], int(np.flatnonzero(r.share)[0])) for r in rows} == {
            ("forest_planted", 0), ("forest_planted", 1), ("shrub", 2), ("shrub", 3),
        }  # fmt: skip
        assert all(row.by_aridity and row.rule == TRANSITION for row in rows)

    def test_a_second_donor_comes_after_the_first(self) -> None:
        areas = areas_of([1e5] * 4, [5e5] * 4)
        _, rows, _ = plant(a_measure(amount=0.9), areas)
        by_source = {
            source: sum(r.cumulative[-1] * r.share.sum() for r in rows if r.source == source)
            for source in (GRASSLAND, OTHER_LAND)
        }
        assert by_source == pytest.approx({GRASSLAND: 3.5e5, OTHER_LAND: 5.5e5})

    def test_naming_grassland_asks_for_the_steppe_too(self) -> None:
        areas = areas_of([0.0, 6e5, 0.0, 0.0])
        spared, _, _ = plant(a_measure(vegetation="tree"), areas)
        asked, _, _ = plant(a_measure(vegetation="tree", donors=("grassland",)), areas)
        assert (spared.capacity, asked.capacity) == (3e5, 6e5)

    @pytest.mark.parametrize(
        ("vegetation", "units"), [("tree", [0, 1]), ("shrub", [0, 1, 2]), ("saxaul", [0, 1, 2, 3])]
    )
    def test_vegetation_keeps_to_its_climate(self, vegetation: str, units: list[int]) -> None:
        _, rows, _ = plant(a_measure(vegetation=vegetation, amount=9.0), areas_of([1e5] * 4))
        assert np.flatnonzero(hectares(rows)).tolist() == units
        to = PLANTED if vegetation == "tree" else SHRUB
        assert {row.destination for row in rows} == {to}

    def test_only_the_place_is_planted(self) -> None:
        _, rows, _ = plant(
            a_measure(amount=9.0), areas_of([1e5] * 4), where=np.array([False, True, False, False])
        )
        assert np.flatnonzero(hectares(rows)).tolist() == [1]

    def test_no_unit_changes_faster_than_the_limit_and_the_reason_says_so(self) -> None:
        areas = areas_of([1e6] * 4)
        placed, rows, _ = plant(a_measure(amount=2.0), areas, share=0.01)
        change = sum(np.outer(np.diff(row.cumulative), row.share) for row in rows)
        assert change.max() == pytest.approx(0.01 * 2e6)
        assert hectares(rows).sum() == pytest.approx(4 * 0.1 * 2e6)  # 1 % a year for 10 years in every unit
        assert placed.notes == [
            "1.200 Mha could not be placed: faster than the largest yearly change of a unit allows"
        ]

    def test_too_little_land_is_said_with_the_land_there_is(self) -> None:
        placed, rows, _ = plant(a_measure(amount=3.0, provinces=("Ningxia",)), areas_of([2e5] * 4))
        assert hectares(rows).sum() == pytest.approx(7e5)
        assert placed.notes == ["2.300 Mha could not be placed: eligible land in Ningxia is 0.700 Mha"]

    def test_too_little_land_and_too_little_time(self) -> None:
        placed, _, _ = plant(a_measure(amount=5.0), areas_of([1e6] * 4), share=0.01)
        assert placed.notes == [
            "4.200 Mha could not be placed: eligible land in CHN is 3.500 Mha "
            "and faster than the largest yearly change of a unit allows"
        ]

    def test_no_land_at_all(self) -> None:
        placed, rows, _ = plant(a_measure(), areas_of([0.0] * 4))
        assert rows == []
        assert placed.notes == ["no eligible land in CHN: nothing could be placed"]

    def test_a_larger_pledge_never_plants_less(self) -> None:
        areas = areas_of([5e5, 2e5, 8e5, 3e5], [1e5, 4e5, 1e5, 6e5])
        done = [
            hectares(plant(a_measure(amount=a), areas, share=0.02)[1]).sum() for a in np.arange(0.1, 4, 0.1)
        ]
        assert (np.diff(done) >= -1e-6).all()
        assert done[0] == pytest.approx(1e5)

    def test_claimed_land_is_left_alone_and_room_is_used_up(self) -> None:
        areas = areas_of([6e5] * 4)
        claimed, taken, room = np.zeros_like(areas), np.zeros_like(areas), np.full((len(YEARS), 4), 3e4)
        first, second = (
            place_transition(
                a_measure(amount=0.3), YEARS, EVERYWHERE, areas, claimed, taken, FOUND, ARIDITY, room
            )
            for _ in range(2)
        )
        # 30,000 ha a year for ten years is all that the first unit can do, so the second measure goes on.
        np.testing.assert_allclose(hectares(first[1]), [3e5, 0.0, 0.0, 0.0])
        np.testing.assert_allclose(hectares(second[1]), [0.0, 3e5, 0.0, 0.0])
        assert room[2:, :2].max() == pytest.approx(0.0, abs=1e-6)


class TestOtherTransitions:
    """Kinds that share the rule of afforestation and differ in their data only."""

    NATURAL, CROPLAND = LAND.index("forest_natural"), LAND.index("cropland")

    def test_regeneration_becomes_natural_forest_where_trees_live_and_none_of_it_dies(self) -> None:
        placed, rows, _ = plant(a_measure(kind="natural_regeneration", amount=9.0), areas_of([4e5] * 4))
        np.testing.assert_allclose(hectares(rows), [4e5, 2e5, 0.0, 0.0])
        assert {(row.rule, row.destination, row.by_aridity) for row in rows} == {(TRANSITION, self.NATURAL, False)}
        assert placed.notes == ["8.400 Mha could not be placed: eligible land in CHN is 0.600 Mha"]

    def test_karst_is_closed_on_other_land_first(self) -> None:
        measure = a_measure(kind="rocky_desertification_closure", amount=0.1)
        _, rows, _ = plant(measure, areas_of([4e5] * 4, [4e5] * 4))
        assert [(row.source, row.destination) for row in rows] == [(OTHER_LAND, self.NATURAL)]

    def test_shelter_belts_take_a_tenth_of_each_units_cropland_once(self) -> None:
        areas = areas_of([4e5] * 4)
        areas[self.CROPLAND] = [1e6, 5e5, 1e6, 1e6]
        claimed, taken = np.zeros_like(areas), np.zeros_like(areas)
        room = np.full((len(YEARS), 4), 1e6)
        found = [
            place_transition(
                a_measure(kind="shelter_belts", amount=amount), YEARS, EVERYWHERE, areas, claimed, taken, FOUND,
                ARIDITY, room,
            )
            for amount in (0.08, 9.0)
        ]  # fmt: skip
        np.testing.assert_allclose(hectares(found[0][1]), [8e4, 0.0, 0.0, 0.0])
        # What the first measure took counts against the tenth; trees do not live in the dry units.
        np.testing.assert_allclose(hectares(found[1][1]), [2e4, 5e4, 0.0, 0.0])
        assert {(row.source, row.destination) for _, rows in found for row in rows} == {(self.CROPLAND, PLANTED)}
        assert found[1][0].notes == ["8.930 Mha could not be placed: eligible land in CHN is 0.070 Mha"]

    def test_agroforestry_plants_its_tree_cover_and_takes_up_the_whole_land(self) -> None:
        areas = areas_of([1e6] * 4)
        areas[self.CROPLAND] = [2e5] * 4
        measure = a_measure(kind="agroforestry", amount=0.5, numbers={"tree_cover": 0.25})
        placed, rows, claimed = plant(measure, areas)
        assert hectares(rows).sum() == pytest.approx(0.25 * 5e5)
        np.testing.assert_allclose(claimed.sum(axis=0), 4.0 * hectares(rows))
        np.testing.assert_allclose(claimed[self.CROPLAND], [2e5, 2e5, 0.0, 0.0])
        assert claimed[GRASSLAND].sum() == pytest.approx(1e5)
        assert placed.promised[-1] == pytest.approx(0.5) and placed.notes == []

    def test_agroforestry_says_what_land_it_lacks_in_hectares_of_its_own(self) -> None:
        areas = areas_of([0.0] * 4)
        areas[self.CROPLAND] = [2e5] * 4
        measure = a_measure(kind="agroforestry", amount=1.0, numbers={"tree_cover": 0.25})
        placed, rows, _ = plant(measure, areas)
        assert hectares(rows).sum() == pytest.approx(1e5)
        assert placed.notes == ["0.600 Mha could not be placed: eligible land in CHN is 0.400 Mha"]


class TestExclosure:
    DENSITY = np.array([1.0, 4.0, 2.0, 3.0])

    def close(self, measure: Measure, closed: np.ndarray, claimed: float = 0.0) -> tuple[Placed, list[Row]]:
        areas = areas_of([1e6] * 4)
        taken = np.zeros_like(areas)
        taken[GRASSLAND] = claimed
        return place_exclosure(measure, YEARS, EVERYWHERE, areas, taken, closed, self.DENSITY)

    def test_the_highest_pressure_is_closed_first(self) -> None:
        closed = np.zeros(4)
        _, rows = self.close(a_measure(kind="grazing_exclosure", amount=1.5), closed)
        np.testing.assert_allclose(hectares(rows), [0.0, 1e6, 0.0, 5e5])
        np.testing.assert_allclose(closed, hectares(rows))
        assert {row.rule for row in rows} == {EXCLOSURE}
        _, rows = self.close(a_measure(kind="grazing_exclosure", amount=1.0), closed)
        # What is closed stays closed once; the land under the least pressure waits.
        assert hectares(rows)[[0, 1]].tolist() == [0.0, 0.0]
        assert hectares(rows).sum() == pytest.approx(1e6)
        assert hectares(rows)[3] <= 5e5

    def test_land_promised_to_trees_is_not_closed(self) -> None:
        placed, rows = self.close(a_measure(kind="grazing_exclosure", amount=9.0), np.zeros(4), claimed=4e5)
        np.testing.assert_allclose(hectares(rows), [6e5] * 4)
        assert placed.notes == ["6.600 Mha could not be placed: open grassland in CHN is 2.400 Mha"]


class TestHerdCap:
    HERDS = np.array([10.0, 10.0, 0.0, 10.0])

    def cap(self, measure: Measure, capped: np.ndarray) -> tuple[Placed, list[Row]]:
        areas = areas_of([1e6] * 4)
        return place_herd_cap(
            measure, YEARS, EVERYWHERE, areas, np.zeros_like(areas), capped, self.HERDS
        )

    def test_a_fraction_is_a_level_on_all_grassland_with_herds(self) -> None:
        placed, rows = self.cap(a_measure(kind="grazing_cap", unit="fraction", amount=0.8), np.zeros(4))
        assert [(row.rule, row.level) for row in rows] == [(HERD_CAP, 0.8)]
        np.testing.assert_allclose(hectares(rows), [1e6, 1e6, 0.0, 1e6])
        assert placed.promised[[1, 2, 11]] == pytest.approx([0.0, 0.08, 0.8])
        assert placed.notes == []

    def test_an_area_is_capped_at_carrying_capacity_and_taken_once(self) -> None:
        capped = np.zeros(4)
        measure = a_measure(kind="grazing_cap", amount=1.5)
        _, rows = self.cap(measure, capped)
        assert rows[0].level == 1.0
        np.testing.assert_allclose(hectares(rows), [5e5, 5e5, 0.0, 5e5])
        placed, rows = self.cap(replace(measure, amount=2.0), capped)
        np.testing.assert_allclose(hectares(rows).sum(), 1.5e6)
        assert placed.notes == [
            "0.500 Mha could not be placed: grassland with herds not yet capped in CHN is 1.500 Mha"
        ]
