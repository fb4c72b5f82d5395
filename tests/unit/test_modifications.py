"""Measures on standing forest, from their rows on made-up units: coverage, its limits and end, and the ledger of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from test_placement import EVERYWHERE, YEARS, a_measure

from landsim.core import parameters
from landsim.core.simulation import Simulated
from landsim.core.state import FLUX, HARVEST_CAP, LAND, MODIFICATION, MODIFIERS, N_FLUXES
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.policy.forest_measures import place_modification, shift_wood, tonnes_per_million
from landsim.policy.leakage import leakage
from landsim.policy.ledger import policy_ledger
from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.placement import Placed
from landsim.policy.tiers import Row
from landsim.results import Run
from landsim.scenario import Measure

VALUES = parameters.defaults()
FOREST = np.array([4e5, 3e5, 2e5, 1e5])
MODIFICATIONS = [kind for kind in MEASURE_KINDS.values() if kind.rule == "modification"]
AREA_KINDS = [kind.kind for kind in MODIFICATIONS if kind.counts == "hectares"]
# tC a year to be cut in the place
CUT = np.full(len(YEARS), 5e5)
IN_2021, IN_2025, IN_2030 = 2, 6, 11


def of_kind(kind: str, **keys: Any) -> Measure:
    """A measure with the kind's own numbers at their defaults, as a scenario file would give them."""
    numbers = {number.key: number.default for number in MEASURE_KINDS[kind].numbers} | keys.pop("numbers", {})
    return a_measure(kind=kind, numbers=numbers, **keys)


def cover(
    measure: Measure, covered: dict[str, np.ndarray] | None = None, where: np.ndarray = EVERYWHERE
) -> tuple[Placed, list[Row]]:
    cut = CUT if MEASURE_KINDS[measure.kind].counts == "roundwood" else None
    placed, rows = place_modification(
        measure, YEARS, where, FOREST, {} if covered is None else covered, VALUES, cut
    )
    placed.rows = list(range(len(rows)))
    return placed, rows


def as_if_carried_out(rows: list[Row], fate: float = 1.0) -> Simulated:
    """What a kernel would return that covers the share `fate` of what it is asked for and achieves level x hectares."""
    nothing = np.zeros((len(COUNTRIES), len(YEARS), N_FLUXES))
    hectares = np.array([fate * row.cumulative[1:] * row.share.sum() for row in rows]).reshape(len(rows), len(YEARS))
    achieved = hectares * np.array([row.level for row in rows])[:, None]
    empty = np.zeros(0)
    nowhere, unseen = empty.astype(np.int64), empty.astype(np.float32)
    return Simulated(nothing, nothing, empty, hectares, achieved, empty, nowhere, empty, unseen)


def ledger_of(placed: Placed, rows: list[Row], fate: float = 1.0) -> Any:
    leaked = np.zeros((len(COUNTRIES), len(YEARS)))
    table = policy_ledger([placed], as_if_carried_out(rows, fate), YEARS, leaked, "NEA", [])
    return table[table["country"] != "NEA"].set_index("year")


class TestRows:
    @pytest.mark.parametrize(
        ("kind", "rule", "modifier", "level"),
        [
            ("fire_management", MODIFICATION, "fire", 0.5),
            ("pest_control", MODIFICATION, "insects", 0.5),
            ("forest_tending", MODIFICATION, "increment", 0.05),
            ("longer_rotation", MODIFICATION, "rotation", 20.0),
            ("protected_areas", MODIFICATION, "harvest", 1.0),
            ("redd", MODIFICATION, "harvest", 1.0),
            ("sustainable_harvest", HARVEST_CAP, "", 1.0),
        ],
    )
    def test_a_covered_hectare_in_words_of_the_kernel(self, kind: str, rule: int, modifier: str, level: float) -> None:
        placed, (row,) = cover(of_kind(kind, amount=0.5))
        assert (row.rule, row.level, row.source) == (rule, level, 0)
        assert row.destination == (MODIFIERS.index(modifier) if modifier else 0)
        np.testing.assert_allclose(row.share, FOREST / FOREST.sum())
        np.testing.assert_allclose(row.cumulative[[0, 2, IN_2021 + 1, IN_2025 + 1, -1]], [0.0, 0.0, 5e4, 2.5e5, 5e5])
        assert placed.notes == [] and placed.promised[-1] == pytest.approx(0.5)

    def test_levels_come_from_the_parameters_and_the_files_own_numbers(self) -> None:
        position = parameters.index()["fire.management_effect"]
        values = VALUES.copy()
        values[position] = 0.7
        _, (row,) = place_modification(of_kind("fire_management"), YEARS, EVERYWHERE, FOREST, {}, values)
        assert row.level == 0.7
        assert cover(of_kind("longer_rotation", numbers={"extra_years": 35.0}))[1][0].level == 35.0
        assert cover(of_kind("sustainable_harvest", numbers={"level": 0.8}))[1][0].level == 0.8
        assert cover(of_kind("redd", numbers={"harvest_avoided": 0.4}))[1][0].level == 0.4

    @pytest.mark.parametrize("kind", AREA_KINDS)
    def test_a_fraction_is_of_the_forest_of_the_place(self, kind: str) -> None:
        where = np.array([True, False, True, False])
        placed, (row, *_) = cover(of_kind(kind, amount=0.5, unit="fraction"), where=where)
        assert row.cumulative[-1] == pytest.approx(0.5 * 6e5)
        np.testing.assert_allclose(row.share, [2 / 3, 0.0, 1 / 3, 0.0])
        assert placed.forest == 6e5 and placed.promised[-1] == 0.5

    def test_yearly_hectares_add_up(self) -> None:
        _, (row,) = cover(of_kind("forest_tending", amount=0.05, unit="Mha/yr", last_year=2025))
        np.testing.assert_allclose(row.cumulative[[IN_2021 + 1, IN_2025 + 1, -1]], [5e4, 2.5e5, 2.5e5])

    def test_coverage_ends_after_the_year_that_the_measure_names(self) -> None:
        measure = of_kind("fire_management", amount=0.5, last_year=2025, until=2027)
        placed, (row,) = cover(measure)
        np.testing.assert_allclose(row.cumulative[[IN_2025 + 1, 9, 10, 12]], [5e5, 5e5, 0.0, 0.0])
        assert placed.promised[8:].tolist() == [0.5, 0.0, 0.0, 0.0]
        table = ledger_of(placed, [row])
        np.testing.assert_allclose(table["delivered"], table["promised"])
        assert "it ends after 2027" in table["reason"].iloc[0]
        assert "0.25 Mha of forest not burned in 2027" in table["reason"].iloc[0]

    @pytest.mark.parametrize("kind", [kind.kind for kind in MODIFICATIONS])
    def test_a_zero_amount_has_no_row_and_says_that_nothing_changes(self, kind: str) -> None:
        unit = MEASURE_KINDS[kind].units[0]
        placed, rows = cover(of_kind(kind, amount=0.0, unit=unit))
        assert rows == []
        assert ledger_of(placed, rows)["reason"].iloc[0].endswith("the measure changes nothing")


class TestLimits:
    @pytest.mark.parametrize("kind", AREA_KINDS)
    def test_more_than_the_forest_is_explained(self, kind: str) -> None:
        placed, (row, *_) = cover(of_kind(kind, amount=3.0))
        assert row.cumulative.max() == pytest.approx(1e6)
        assert placed.notes == ["2 Mha could not be covered: forest in CHN that is not covered yet is 1.000 Mha"]

    @pytest.mark.parametrize("kind", AREA_KINDS)
    def test_two_measures_of_a_kind_never_cover_a_hectare_twice(self, kind: str) -> None:
        covered: dict[str, np.ndarray] = {}
        first = cover(of_kind(kind, amount=0.7, unit="fraction"), covered)
        second = cover(of_kind(kind, amount=0.7, unit="fraction"), covered)
        hectares = sum(row.share * row.cumulative.max() for row in (first[1][0], second[1][0]))
        np.testing.assert_allclose(hectares, FOREST)
        assert first[0].notes == []
        assert second[0].notes == [
            "0.4 fraction could not be covered: forest in CHN that is not covered yet is 0.300 Mha"
        ]

    def test_kinds_that_change_different_things_share_hectares(self) -> None:
        covered: dict[str, np.ndarray] = {}
        for kind in ("fire_management", "pest_control", "forest_tending", "longer_rotation", "protected_areas"):
            assert cover(of_kind(kind, amount=1.0), covered)[0].notes == []
        # Less harvest is what protection is, too.
        assert cover(of_kind("redd", amount=0.5), covered)[0].notes == [
            "no forest in CHN that is not covered yet: nothing could be covered"
        ]

    def test_no_forest_at_all(self) -> None:
        placed, rows = cover(of_kind("pest_control", provinces=("Shanghai",)), where=np.zeros(4, dtype=bool))
        assert rows == []
        assert placed.notes == ["no forest in Shanghai that is not covered yet: nothing could be covered"]

    def test_protection_keeps_continued_loss_off_its_share_of_what_is_left_open(self) -> None:
        covered: dict[str, np.ndarray] = {}
        first, _ = cover(of_kind("protected_areas", amount=0.6, unit="fraction"), covered)
        second, _ = cover(of_kind("redd", amount=0.4, unit="fraction"), covered)
        assert first.loss_share is not None and second.loss_share is not None
        assert first.loss_share[[1, IN_2030]] == pytest.approx([0.0, 0.6])
        assert second.loss_share[IN_2030] == pytest.approx(1.0)


class TestLessHarvest:
    def test_a_fraction_covers_that_share_of_the_forest(self) -> None:
        placed, (row,) = cover(of_kind("reduced_harvest", amount=0.2, unit="fraction"))
        assert row.cumulative[-1] == pytest.approx(0.2 * FOREST.sum())
        assert (row.rule, row.destination, row.level) == (MODIFICATION, MODIFIERS.index("harvest"), 1.0)
        assert placed.notes == []

    def test_cubic_metres_are_told_from_the_wood_that_is_to_be_cut(self) -> None:
        measure = of_kind("reduced_harvest", amount=0.5, unit="Mm3/yr")
        per_million = tonnes_per_million(measure.country, VALUES)
        assert per_million == pytest.approx(0.225 * 1.15 * 1e6)
        placed, (row,) = cover(measure)
        assert row.cumulative[-1] == pytest.approx(0.5 * per_million / 5e5 * FOREST.sum())
        # The forest is a million hectares and half a million tonnes are cut: half a tonne on each hectare.
        done = replace(as_if_carried_out([row]), surviving=0.5 * as_if_carried_out([row]).placed)
        table = policy_ledger([placed], done, YEARS, np.zeros((6, len(YEARS))), "NEA", []).set_index("year")
        own = table[table["measure"] == "m"]
        np.testing.assert_allclose(own["delivered"], own["promised"])
        assert "0.1294 MtC of wood not cut in 2030" in own["reason"].iloc[0]

    def test_more_than_is_cut_is_explained(self) -> None:
        placed, (row,) = cover(of_kind("reduced_harvest", amount=4.0, unit="Mm3/yr"))
        assert row.cumulative.max() == pytest.approx(FOREST.sum())
        missing = 4.0 - 5e5 / (0.225 * 1.15 * 1e6)
        assert placed.notes == [
            f"{missing:.4g} Mm3/yr could not be avoided: 1.932 Mm3 of roundwood are cut in the forest of CHN in 2030"
        ]

    def test_where_nothing_is_cut_nothing_is_avoided(self) -> None:
        measure = of_kind("reduced_harvest", amount=1.0, unit="Mm3/yr")
        placed, rows = place_modification(measure, YEARS, EVERYWHERE, FOREST, {}, VALUES, np.zeros(len(YEARS)))
        assert rows == []
        assert placed.notes == ["no roundwood is cut in the forest of CHN: nothing could be avoided"]

    def test_planned_harvest_of_the_provinces_adds_up_to_the_nation(self, baseline: Run, land: Landscape) -> None:
        china = land.country == COUNTRIES.index("CHN")
        yunnan = china & (land.province == land.provinces.index("Yunnan"))

        def planned(where: np.ndarray) -> np.ndarray:
            return baseline.plan.harvest.of_place(where, COUNTRIES.index("CHN"))

        total, part = planned(china), planned(yunnan)
        np.testing.assert_allclose(total, baseline.plan.harvest.to_be_cut[COUNTRIES.index("CHN")], rtol=1e-12)
        np.testing.assert_allclose(part + planned(china & ~yunnan), total, rtol=1e-12)
        assert (0.01 * total < part).all() and (part < 0.3 * total).all()


class TestLongLivedWood:
    def test_measures_share_one_limit(self) -> None:
        shifted = np.zeros(len(YEARS))
        measure = a_measure(kind="long_lived_wood", unit="fraction", amount=0.2)
        first = shift_wood(measure, YEARS, shifted, VALUES)
        second = shift_wood(measure, YEARS, shifted, VALUES)
        assert first.notes == [] and first.shift is not None and second.shift is not None
        assert first.shift[[1, IN_2021, IN_2030]] == pytest.approx([0.0, 0.02, 0.2])
        assert second.shift[IN_2030] == pytest.approx(0.1)
        assert shifted.max() == pytest.approx(0.3)
        assert second.notes == [
            "0.1 fraction could not be shifted: the limit is 0.3 for all measures of CHN "
            "(wood_products.long_lived_limit)"
        ]


class TestLedger:
    @pytest.mark.parametrize("kind", AREA_KINDS)
    def test_coverage_is_delivered_in_the_unit_of_the_measure(self, kind: str) -> None:
        for unit in ("Mha", "fraction"):
            placed, rows = cover(of_kind(kind, amount=0.4, unit=unit))
            table = ledger_of(placed, rows)
            np.testing.assert_allclose(table["delivered"], table["promised"])
            assert "covers 40.0 % of the forest of CHN of 2020" in table["reason"].iloc[0]
            assert "short of the promise" not in table["reason"].iloc[0]
            assert table["planted"].isna().all() and table["surviving"].isna().all()

    def test_forest_that_is_gone_by_then_is_a_reason_of_its_own(self) -> None:
        placed, rows = cover(of_kind("pest_control", amount=3.0))
        table = ledger_of(placed, rows, fate=0.9)
        assert table["delivered"].iloc[-1] == pytest.approx(0.9)
        assert table["reason"].iloc[0] == (
            "2 Mha could not be covered: forest in CHN that is not covered yet is 1.000 Mha; "
            "covers 90.0 % of the forest of CHN of 2020; 0.45 Mha of forest not killed by insects in 2030; "
            "0.1 Mha short of the promise in 2030: "
            "forest that went to other uses"
        )


class TestLeakage:
    def test_by_hand(self) -> None:
        """A share of avoided clearing at the mean biomass of the country's forest, and of wood that is not cut."""
        placed, rows = cover(of_kind("redd", amount=0.5))
        placed.loss_taken = np.full(len(YEARS), 1e4)
        simulated = as_if_carried_out(rows)
        china = COUNTRIES.index("CHN")
        simulated.total[china, :, FLUX.biomass_natural] = 6e7
        simulated.total[china, :, FLUX.biomass_planted] = 2e7
        simulated.total[china, :, FLUX.area_forest_natural] = 1e6
        simulated.total[china, :, FLUX.area_forest_planted] = 1e6
        found = leakage([placed], simulated, VALUES)
        assert found[china, -1] == pytest.approx(0.4 * (1e4 * 40.0 + 5e5) * 44.0 / 12.0 / 1e6)
        assert (np.delete(found, china, axis=0) == 0.0).all()
        table = policy_ledger([placed], simulated, YEARS, found, "NEA", [])
        rows_of_region = table[table["country"] == "NEA"]
        assert rows_of_region["year"].tolist() == list(range(2021, 2031))
        assert set(rows_of_region["measure"]) == {"leakage"} and set(rows_of_region["unit"]) == {"MtCO2/yr"}
        assert rows_of_region["delivered"].iloc[-1] == pytest.approx(found.sum(axis=0)[-1])
        assert rows_of_region["reason"].iloc[0].startswith(
            "leakage: part of the clearing and harvest avoided by m moves elsewhere (harvest.leakage: assumption); "
            "in no country's inventory; caused in 2021-2030, MtCO2: CHN "
        )

    def test_what_avoids_neither_clearing_nor_harvest_leaks_nothing(self) -> None:
        placed, rows = cover(of_kind("fire_management", amount=0.5))
        simulated = as_if_carried_out(rows)
        assert (leakage([placed], simulated, VALUES) == 0.0).all()
        table = policy_ledger([placed], simulated, YEARS, np.zeros((6, len(YEARS))), "NEA", [])
        assert set(table["country"]) == {"CHN"}

    def test_it_is_shown_outside_and_in_no_sum(self, ndc_first: Run) -> None:
        found = ndc_first.account.inventory["leakage"]
        china = COUNTRIES.index("CHN")
        (protected,) = (one for one in ndc_first.plan.placed if one.measure.kind == "forest_protection")
        assert (found[china] > 0.0).tolist() == (protected.loss_taken > 0.0).tolist()
        assert (np.delete(found, china, axis=0) == 0.0).all()
        rows = ndc_first.ledger[ndc_first.ledger["flux"] == "leakage"]
        assert set(rows["category"]) == {"outside"} and rows["value"].sum() == pytest.approx(found.sum())


def test_every_effect_is_one_that_the_kernel_knows() -> None:
    known = {*MODIFIERS, "harvest_cap", "forest_loss"}
    for kind in MODIFICATIONS:
        assert {effect.modifier for effect in kind.effects} <= known
        for effect in kind.effects:
            if isinstance(effect.level, str):
                assert effect.level in parameters.index() or effect.level in {n.key for n in kind.numbers}, kind.kind


def test_every_land_that_a_kind_names_exists() -> None:
    for kind in MEASURE_KINDS.values():
        assert {*kind.source_land, *filter(None, [kind.destination])} <= set(LAND), kind.kind
