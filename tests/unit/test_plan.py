"""The plan on the real grid, checked from its rows: 2020 is met, measures keep to their place and their pace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from readings import INNER_MONGOLIA, flux, measure_rows, planted_hectares, stock, yearly_change

import landsim
from landsim.core.state import LAND, RECLASSIFICATION, SNAPSHOT, TRANSITION
from landsim.facts import national_series
from landsim.landscape import Landscape
from landsim.names import COUNTRIES, SPECIES
from landsim.results import Run
from landsim.scenario import Scenario

CHINA_PLANTS = {"id": "plant", "kind": "afforestation", "country": "CHN", "amount": 10.0, "unit": "Mha"}
AT_2020, AT_2021, AT_2030 = 30, 31, 40


class TestHistory:
    def test_stepping_to_2020_lands_on_the_areas_of_2020(self, baseline: Run, land: Landscape) -> None:
        in_2020 = baseline.simulated.maps[1][:, baseline.blocks.lane]
        for index, name in enumerate(LAND):
            wanted = np.zeros(land.size) if name == "shrub" else land[f"area_{name}"]
            error = np.abs(in_2020[SNAPSHOT._fields.index(f"area_{name}")] - wanted)
            assert (error <= 1e-9 * np.maximum(land.area(), 1.0)).all(), name
            assert (baseline.plan.areas_2020[index] == wanted).all()

    def test_no_area_of_1989_is_negative_and_every_unit_keeps_its_size(
        self, baseline: Run, land: Landscape
    ) -> None:
        start = baseline.plan.start_areas
        assert (start >= 0.0).all()
        size = land.area() - land["area_inland_water"]
        np.testing.assert_allclose(start.sum(axis=0), size, rtol=1e-12, atol=1e-9)

    def test_no_unit_changes_more_than_the_documented_share_in_a_year(self, baseline: Run) -> None:
        limit = baseline.scenario.history.maximum_yearly_change
        change = yearly_change(baseline)
        assert limit == 0.05
        assert change.max() < limit
        assert change[: AT_2020 + 1].max() == pytest.approx(baseline.plan.largest_yearly_change, rel=1e-9)
        # It is a limit that bites, not one that is never met.
        assert change.max() > 0.5 * limit

    def test_restocking_stays_a_small_part_of_every_unit(self, baseline: Run) -> None:
        moved = np.zeros((71, baseline.landscape.size))
        for row in baseline.plan.rows:
            if row.rule == RECLASSIFICATION:
                moved += np.outer(np.diff(row.cumulative), row.share)
        assert moved.sum() > 1e6
        assert (moved <= 0.05 * baseline.landscape.area()).all()

    @pytest.mark.parametrize("year", [1990, 2000, 2010, 2020])
    def test_forest_area_follows_fra(self, baseline: Run, year: int) -> None:
        """2020 is exact; gross rates of interval means lead back to the areas of earlier years nearly so."""
        for country in COUNTRIES:
            recorded = national_series("forest_area", country)[year] / 1e6
            found = stock(baseline, "forest_area", country)[year - 1990]
            assert found == pytest.approx(recorded, rel=1e-12 if year == 2020 else 0.02), country

    def test_herds_of_2020_are_exact(self, baseline: Run, land: Landscape) -> None:
        for country_index, country in enumerate(COUNTRIES):
            here = land.country == country_index
            for species in SPECIES:
                heads = round(stock(baseline, f"herd_{species}", country)[AT_2020] * 1e6)
                assert heads == int(land[f"heads_{species}"][here].sum()), (country, species)
                recorded = national_series(f"heads_{species}", country)
                if 2020 in recorded:
                    assert heads == round(recorded[2020]), (country, species)

    def test_the_map_of_1990_looks_like_one_of_1990(self, baseline: Run, land: Landscape) -> None:
        forest = baseline.simulated.maps[:2, :2][:, :, baseline.blocks.lane].sum(axis=1)
        china = land.country == 0
        assert forest[0, china].sum() < 0.75 * forest[1, china].sum()
        grown = forest[1] - forest[0] > 0.0
        # Forest has grown in many places and not in a few; it has nowhere come out of nothing.
        assert (grown & china).sum() > 1000
        assert (forest[0, china & (forest[1] > 0.0)] > 0.0).all()
        town = LAND.index("settlement")
        start, end = baseline.plan.start_areas[town, china].sum(), land["area_settlement"][china].sum()
        assert start < 0.7 * end
        # Mongolia, Japan, DPR Korea and the Republic of Korea had more forest then.
        for country in ("PRK", "JPN", "MNG", "KOR"):
            here = land.country == COUNTRIES.index(country)
            assert forest[0, here].sum() > forest[1, here].sum(), country

    def test_what_found_no_land_is_a_warning_with_its_hectares(self, baseline: Run) -> None:
        missing = {k: v for k, v in baseline.plan.history_unplaced.items() if v > 1.0}
        assert list(missing) == ["MNG"] and missing["MNG"] < 5000.0
        text = f"MNG: {missing['MNG'] / 1e6:.4f} Mha of recorded change found no land in 2020 to undo."
        assert text in baseline.warnings

    def test_every_recorded_hectare_is_in_the_rows(self, baseline: Run) -> None:
        """Forest loss and gain of the six countries, from the drivers to the kernel."""
        for index, country in enumerate(COUNTRIES):
            for driver, found in (("forest_gain", "new_forest"), ("forest_loss", "lost_forest")):
                recorded = getattr(baseline.drivers, driver)[index]
                # Mongolia lacks land for a little of its restocking only.
                np.testing.assert_allclose(
                    flux(baseline, found, country), recorded, rtol=1e-9, atol=1e-3, err_msg=country
                )


class TestContinuation:
    def test_no_land_class_where_there_was_none(self, baseline: Run, frozen: Run) -> None:
        for run in (baseline, frozen):
            maps = run.simulated.maps[:, : len(LAND)][:, :, run.blocks.lane]
            appeared = (maps[1] == 0.0) & ((maps[2] > 0.0) | (maps[3] > 0.0))
            assert not appeared.any(), [LAND[i] for i in np.flatnonzero(appeared.any(axis=1))]

    def test_frozen_has_no_row_after_2020(self, frozen: Run) -> None:
        assert measure_rows(frozen).empty
        for row in frozen.plan.rows:
            assert row.label == "history"
            assert (np.diff(row.cumulative)[AT_2021:] == 0.0).all()

    def test_what_runs_out_of_land_is_a_warning(self, baseline: Run) -> None:
        short = {
            (country, kind): hectares
            for country, kinds in baseline.plan.continued.items()
            for kind, hectares in kinds.items()
            if hectares > 1000.0
        }
        assert set(short) == {("MNG", "restock_natural")}
        assert (
            f"MNG: {short['MNG', 'restock_natural'] / 1e6:.3f} Mha of continued restock natural finds no "
            "eligible land by 2060." in baseline.warnings
        )


class TestAfforestation:
    def test_a_million_hectares_stay_in_inner_mongolia(
        self, one_million_hectares: Run, land: Landscape
    ) -> None:
        run = one_million_hectares
        hectares = planted_hectares(run, "green")
        there = land.province == land.provinces.index("Inner Mongolia")
        assert hectares.sum() == pytest.approx(1e6, rel=1e-12)
        assert (hectares[~there] == 0.0).all()
        assert (hectares > 0.0).sum() > 20
        assert yearly_change(run).max() <= 0.05 * (1.0 + 1e-12)
        assert (hectares <= 0.05 * land.area() * 10).all()
        ledger = measure_rows(run).set_index("year")
        assert ledger.loc[2030, "promised"] == pytest.approx(1.0, abs=1e-12)
        assert ledger.loc[2030, "planted"] == pytest.approx(1.0, abs=1e-9)
        assert ledger.loc[2060, "planted"] == ledger.loc[2030, "planted"]
        np.testing.assert_allclose(ledger.loc[2021:2030, "planted"], np.arange(1, 11) / 10, atol=1e-9)
        assert 0.5 < ledger.loc[2060, "surviving"] < 1.0
        assert "could not be placed" not in ledger.loc[2060, "reason"]

    def test_nothing_else_grows_forest_there_in_those_years(
        self, one_million_hectares: Run, baseline: Run, land: Landscape
    ) -> None:
        """The measure takes the place of the continued gain in its province only."""
        there = land.province == land.provinces.index("Inner Mongolia")
        forest = (LAND.index("forest_natural"), LAND.index("forest_planted"))

        def gain(run: Run, label: str, inside: bool) -> np.ndarray:
            rows = [r for r in run.plan.rows if r.label == label and r.rule == TRANSITION]
            return sum(
                np.diff(r.cumulative)[AT_2021:] * r.share[there if inside else ~there].sum()
                for r in rows
                if r.destination in forest
            )

        continued = gain(one_million_hectares, "continuation", inside=True)
        assert (np.abs(continued[:10]) < 1e-6).all()
        usual = gain(baseline, "continuation", inside=True)
        assert usual[:10].min() > 1000.0
        # Afterwards baseline resumes; elsewhere it never stopped. The place's part of a national change is taken by
        # where forest stands, the national change is laid on eligible land: hence the few per cent.
        np.testing.assert_allclose(continued[10:], usual[10:], rtol=0.1)
        outside = gain(one_million_hectares, "continuation", inside=False)
        np.testing.assert_allclose(outside, gain(baseline, "continuation", inside=False), rtol=0.01)
        everywhere = (continued + outside)[10:]
        np.testing.assert_allclose(everywhere[0], (usual + gain(baseline, "continuation", inside=False))[10], rtol=1e-9)
        np.testing.assert_allclose(everywhere, everywhere[0], rtol=1e-9)

    def test_a_hundred_times_as_much_reports_its_shortfall(self, run_with: Callable[..., Run]) -> None:
        run = run_with({**INNER_MONGOLIA, "amount": 100.0})
        row = measure_rows(run).set_index("year").loc[2060]
        assert 10.0 < row["planted"] < 80.0
        missing = 100.0 - row["planted"]
        assert f"{missing:.3f} Mha could not be placed: eligible land in Inner Mongolia is " in row["reason"]
        assert "faster than the largest yearly change of a unit allows" in row["reason"]
        assert yearly_change(run).max() <= 0.05 * (1.0 + 1e-12)
        assert flux(run, "transition_unmet", "CHN").max() < 1.0

    def test_larger_pledges_plant_more(
        self, run_with: Callable[..., Run], one_million_hectares: Run
    ) -> None:
        runs = [run_with({**INNER_MONGOLIA, "amount": amount}) for amount in (20.0, 30.0, 100.0)]
        planted = [measure_rows(run)["planted"].max() for run in (one_million_hectares, *runs)]
        assert planted[:3] == pytest.approx([1.0, 20.0, 30.0], abs=1e-9)
        assert planted[3] > 30.0

    def test_a_zero_amount_changes_nothing_and_warns(
        self, scenario_of: Callable[..., Scenario], baseline: Run
    ) -> None:
        scenario = scenario_of({**INNER_MONGOLIA, "amount": 1.0})
        zero = replace(scenario, measures=(replace(scenario.measures[0], amount=0.0),))
        run = landsim.run(zero)
        for table in ("inventory", "stocks", "gap", "ledger", "emissions"):
            assert getattr(run, table).equals(getattr(baseline, table)), table
        assert [w for w in run.warnings if "green" in w] == [
            "measure 'green' changes nothing: the measure changes nothing."
        ]

    def test_it_replaces_the_continued_gain_and_then_baseline_resumes(
        self, run_with: Callable[..., Run], baseline: Run
    ) -> None:
        run = run_with(CHINA_PLANTS)
        survival = measure_rows(run)["surviving"].max() / measure_rows(run)["planted"].max()
        new = flux(run, "new_forest", "CHN")
        np.testing.assert_allclose(new[AT_2021 : AT_2030 + 1], 1e6 * survival, rtol=1e-6)
        usual = flux(baseline, "new_forest", "CHN")
        np.testing.assert_allclose(new[: AT_2020 + 1], usual[: AT_2020 + 1], rtol=1e-12)
        np.testing.assert_allclose(new[AT_2030 + 1 :], usual[AT_2030 + 1 :], rtol=1e-9)
        gone = usual[AT_2021 : AT_2030 + 1].sum() / 1e6
        assert measure_rows(run)["reason"].iloc[0].startswith(
            "the pledge is below what baseline goes on to gain; "
            f"takes the place of {gone:.2f} Mha of continued forest gain"
        )

    def test_additional_adds_to_the_continued_gain(
        self, run_with: Callable[..., Run], baseline: Run
    ) -> None:
        run = run_with({**CHINA_PLANTS, "additional": True})
        more = flux(run, "new_forest", "CHN") - flux(baseline, "new_forest", "CHN")
        surviving = measure_rows(run)["surviving"].max() * 1e6
        lost = sum(run.plan.continued["CHN"].values()) - sum(baseline.plan.continued["CHN"].values())
        assert surviving > 7e6
        assert more.sum() == pytest.approx(surviving - max(lost, 0.0), rel=1e-6)
        assert "takes the place" not in measure_rows(run)["reason"].iloc[0]

    def test_after_lets_the_other_measure_take_its_land_first(
        self, scenario_of: Callable[..., Scenario]
    ) -> None:
        first = {**INNER_MONGOLIA, "id": "first", "amount": 6.0, "vegetation": "tree"}
        second = {**INNER_MONGOLIA, "id": "second", "amount": 6.0, "vegetation": "tree"}
        in_order = landsim.run(scenario_of(first, second))
        turned = landsim.run(scenario_of({**first, "after": ["second"]}, second))
        a, b = planted_hectares(in_order, "first"), planted_hectares(in_order, "second")
        assert not np.allclose(a, b)
        np.testing.assert_allclose(planted_hectares(turned, "second"), a)
        np.testing.assert_allclose(planted_hectares(turned, "first"), b)
        # Together they never take land twice.
        grassland = in_order.plan.areas_2020[LAND.index("grassland")]
        other_land = in_order.plan.areas_2020[LAND.index("other_land")]
        assert (a + b <= grassland + other_land + 1e-6).all()
        assert flux(in_order, "transition_unmet", "CHN").max() < 1.0


class TestForestProtection:
    def test_it_reduces_loss_by_exactly_its_amount(self, run_with: Callable[..., Run], baseline: Run) -> None:
        keys = {"id": "keep", "kind": "forest_protection", "country": "CHN", "ramp": "step"}
        run = run_with({**keys, "amount": 0.1, "unit": "Mha/yr"})
        avoided = flux(baseline, "lost_forest", "CHN") - flux(run, "lost_forest", "CHN")
        wanted = np.zeros(71)
        wanted[AT_2021 : AT_2030 + 1] = 1e5
        np.testing.assert_allclose(avoided, wanted, atol=1e-3)
        forest = stock(run, "forest_area", "CHN") - stock(baseline, "forest_area", "CHN")
        assert forest[-1] == pytest.approx(1.0, abs=1e-6)
        ledger = measure_rows(run)[measure_rows(run)["country"] == "CHN"].set_index("year")
        np.testing.assert_allclose(ledger.loc[2021:2030, "delivered"], 0.1)
        assert ledger.loc[2031, "delivered"] == 0.0
        assert "baseline loss resumes after 2030" in ledger.loc[2031, "reason"]

    def test_a_fraction_follows_its_ramp(self, run_with: Callable[..., Run], baseline: Run) -> None:
        run = run_with(
            {"id": "keep", "kind": "forest_protection", "country": "PRK", "amount": 0.5, "unit": "fraction"}
        )
        usual = flux(baseline, "lost_forest", "PRK")
        share = 1.0 - flux(run, "lost_forest", "PRK") / usual
        np.testing.assert_allclose(share[AT_2021 : AT_2030 + 1], 0.05 * np.arange(1, 11), rtol=1e-9)
        np.testing.assert_allclose(share[AT_2030 + 1 :], 0.0, atol=1e-9)

    def test_no_more_than_the_loss_can_be_avoided(self, run_with: Callable[..., Run]) -> None:
        run = run_with(
            {
                "id": "keep", "kind": "forest_protection", "country": "CHN", "province": "Yunnan",
                "amount": 1.0, "unit": "Mha/yr", "ramp": "step",
            }
        )  # fmt: skip
        row = measure_rows(run)[measure_rows(run)["measure"] == "keep"].set_index("year").loc[2025]
        assert 0.005 < row["delivered"] < 0.1
        assert (
            f"more than the continued forest loss of {row['delivered']:.4f} Mha a year cannot be avoided"
            in row["reason"]
        )

    def test_without_continued_loss_it_changes_nothing_and_warns(
        self, run_with: Callable[..., Run], frozen: Run
    ) -> None:
        keys = {"id": "keep", "kind": "forest_protection", "country": "PRK", "unit": "fraction", "amount": 0.5}
        run = run_with(keys, include="frozen")
        assert run.inventory.equals(frozen.inventory)
        assert [w for w in run.warnings if "keep" in w] == [
            "measure 'keep' changes nothing: there is no continued forest loss to avoid, "
            "so the measure changes nothing; baseline loss resumes after 2030."
        ]


class TestGrazing:
    def test_exclosure_closes_its_hectares(self, run_with: Callable[..., Run], frozen: Run) -> None:
        keys = {"id": "close", "kind": "grazing_exclosure", "country": "MNG", "unit": "Mha", "amount": 20.0}
        run = run_with(keys, include="frozen")
        closed = stock(run, "exclosed_area", "MNG")
        np.testing.assert_allclose(closed[AT_2021 : AT_2030 + 1], 2.0 * np.arange(1, 11), rtol=1e-9)
        np.testing.assert_allclose(closed[AT_2030:], 20.0, rtol=1e-9)
        assert (closed[: AT_2020 + 1] == 0.0).all()
        np.testing.assert_allclose(measure_rows(run)["delivered"], closed[AT_2021:], rtol=1e-9)
        demand = flux(run, "forage_demand", "MNG")[-1] / flux(frozen, "forage_demand", "MNG")[-1]
        assert demand < 0.8
        # Herds are not touched: animals of closed land are fed elsewhere.
        np.testing.assert_array_equal(stock(run, "sheep_units", "MNG"), stock(frozen, "sheep_units", "MNG"))

    def test_more_exclosure_than_grassland_reports_its_shortfall(self, run_with: Callable[..., Run]) -> None:
        keys = {"id": "close", "kind": "grazing_exclosure", "country": "MNG", "unit": "Mha", "amount": 500.0}
        run = run_with(keys, include="frozen")
        row = measure_rows(run).set_index("year").loc[2060]
        grassland = stock(run, "grassland_area", "MNG")[-1]
        assert row["delivered"] == pytest.approx(grassland, rel=1e-9)
        assert row["reason"] == (
            f"{500.0 - grassland:.3f} Mha could not be placed: open grassland in MNG is {grassland:.3f} Mha"
        )

    def test_a_cap_brings_pressure_to_carrying_capacity(self, run_with: Callable[..., Run], frozen: Run) -> None:
        keys = {"id": "cap", "kind": "grazing_cap", "country": "MNG", "unit": "fraction", "amount": 1.0}
        run = run_with(keys, include="frozen")
        here = run.landscape.country == COUNTRIES.index("MNG")

        def pressure(one: Run, slot: int) -> np.ndarray:
            return one.simulated.maps[slot][SNAPSHOT.grazing_pressure, one.blocks.lane][here]

        assert pressure(frozen, 2).max() > 1.5
        assert pressure(run, 2).max() <= 1.0 + 1e-9
        assert pressure(run, 3).max() <= 1.0 + 1e-9
        # Where the herd was below capacity nothing is taken off.
        below = pressure(frozen, 2) < 0.5
        assert below.any()
        np.testing.assert_allclose(pressure(run, 2)[below], pressure(frozen, 2)[below], rtol=1e-6)
        ledger = measure_rows(run).set_index("year")
        np.testing.assert_allclose(ledger.loc[2021:2030, "delivered"], 0.1 * np.arange(1, 11), rtol=1e-9)
        off = (stock(frozen, "sheep_units", "MNG") - stock(run, "sheep_units", "MNG"))[-1]
        assert f"the cap takes off {off:.2f} million sheep units in 2060" in ledger.loc[2060, "reason"]
        left = {
            name: (stock(run, name, "MNG") / stock(frozen, name, "MNG"))[-1]
            for name in ("sheep_units", "herd_sheep", "herd_goats")
        }
        # The mix of species stays what it was.
        assert left["herd_sheep"] == pytest.approx(left["sheep_units"]) == left["herd_goats"]

    def test_a_cap_on_an_area_covers_that_area(self, run_with: Callable[..., Run]) -> None:
        keys = {"id": "cap", "kind": "grazing_cap", "country": "MNG", "unit": "Mha", "amount": 30.0}
        ledger = measure_rows(run_with(keys, include="frozen")).set_index("year")
        np.testing.assert_allclose(ledger.loc[2021:2030, "delivered"], 3.0 * np.arange(1, 11), rtol=1e-9)
        np.testing.assert_allclose(ledger.loc[2030:, "delivered"], 30.0, rtol=1e-9)


class TestFirstPledges:
    def test_every_shortfall_has_its_reason(self, ndc_first: Run) -> None:
        last = measure_rows(ndc_first).groupby("measure").last()
        assert set(last.index) == {
            "chn-forest-cover", "chn-less-deforestation", "chn-grazing-ban", "chn-grass-livestock-balance",
            "nasap", "mng-carrying-capacity", "leakage",
        }  # fmt: skip
        done = last["planted"].fillna(last["delivered"])
        short = last[done < last["promised"] * (1.0 - 1e-6)]
        assert len(short) >= 2
        assert short["reason"].str.contains(
            "could not be placed|short of the promise|resumes after|cannot be avoided"
        ).all()

    def test_pledges_of_hectares_are_planted_to_the_hectare(self, ndc_first: Run) -> None:
        last = measure_rows(ndc_first).groupby("measure").last()
        for measure in ("chn-forest-cover", "nasap"):
            assert last.loc[measure, "planted"] == pytest.approx(last.loc[measure, "promised"], abs=1e-9)

    def test_columns_and_units(self, ndc_first: Run) -> None:
        table = measure_rows(ndc_first)
        for _, rows in table.groupby("measure"):
            assert rows["year"].tolist() == list(range(2021, 2061))
            assert rows["unit"].nunique() == 1
            assert rows["promised"].is_monotonic_increasing
        land_use = table["measure"].isin(["chn-forest-cover", "nasap"])
        assert table.loc[land_use, ["planted", "surviving"]].notna().all().all()
        assert table.loc[~land_use, ["planted", "surviving"]].isna().all().all()

    def test_the_yearly_limit_holds_for_measures_and_continuation_together(self, ndc_first: Run) -> None:
        assert yearly_change(ndc_first)[AT_2021:].max() <= 0.05 * (1.0 + 1e-12)
