"""Measures of the forest on the real grid: what each does, in which direction, and that every promise is explained."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from readings import flux, measure_rows, planted_hectares, stock

from landsim.core import parameters
from landsim.core.state import LAND
from landsim.names import COUNTRIES
from landsim.policy.measures import KARST, MEASURE_KINDS
from landsim.results import Run

AT_2020, AT_2021, AT_2030, AT_2040 = 30, 31, 40, 50
# An amount of each unit that the land can carry, and one that it cannot.
ORDINARY = {"Mha": 0.5, "Mha/yr": 0.05, "Mm3/yr": 5.0, "fraction": 0.1}
IMPOSSIBLE = {"Mha": 1e4, "Mha/yr": 1e3, "Mm3/yr": 1e4, "fraction": 1.0}


def one(kind: str, amount: float, unit: str, **keys: Any) -> dict[str, Any]:
    return {"id": "m", "kind": kind, "country": "CHN", "amount": amount, "unit": unit, **keys}


def full(kind: str, country: str, **keys: Any) -> dict[str, Any]:
    """A measure in force on all of a country's forest from its first year on."""
    return {**one(kind, 1.0, "fraction", ramp="step", **keys), "country": country}


def every_kind(amounts: dict[str, float] | None) -> list[dict[str, Any]]:
    """One measure of each kind, in the kind's first unit; None for amounts of zero."""
    measures = []
    for kind in MEASURE_KINDS.values():
        # A herd cap at no share of carrying capacity is refused, one on no hectares is not.
        unit = "Mha" if kind.rule == "herd_cap" else kind.units[0]
        amount = 0.0 if amounts is None else amounts[unit]
        measures.append({**one(kind.kind, amount, unit), "id": kind.kind})
    return measures


def explained(reason: str, unit: str, promised: float) -> float:
    """What a reason says is missing of a promise, or goes beyond it (negative), in its unit."""
    if "nothing could be" in reason:
        return promised
    numbers = re.findall(rf"([-+.e\d]+) {unit} (?:could not be|short of the promise)", reason)
    more = re.findall(rf"([-+.e\d]+) {unit} more than the promise", reason)
    beyond = re.findall(r"more than the continued forest loss of ([.\d]+) Mha a year cannot", reason)
    return sum(map(float, numbers)) - sum(map(float, more)) + sum(promised - float(most) for most in beyond)


@pytest.mark.parametrize("amounts", [ORDINARY, IMPOSSIBLE, None], ids=["ordinary", "impossible", "zero"])
def test_every_promise_is_delivered_or_explained(
    run_with: Callable[..., Run], baseline: Run, amounts: dict[str, float] | None
) -> None:
    """Promised = delivered + what the reason gives a number for + plantings that fail, for every kind."""
    run = run_with(*every_kind(amounts))
    for measure in run.scenario.measures:
        rows = measure_rows(run)[measure_rows(run)["measure"] == measure.id].set_index("year")
        # Less deforestation ends with its last year; all others are what they are at the end of the run.
        row = rows.loc[2030 if measure.kind == "forest_protection" else 2060]
        cover = measure.numbers.get("tree_cover", 1.0)
        failed = 0.0 if np.isnan(row["planted"]) else (row["planted"] - row["surviving"]) / cover
        missing = explained(row["reason"], row["unit"], row["promised"])
        total = row["delivered"] + failed + missing
        assert row["promised"] == pytest.approx(total, rel=5e-3, abs=1e-9), (measure.kind, row["reason"])
    roundwood = run.policy[run.policy["measure"] == "roundwood"]
    difference = roundwood["promised"] - roundwood["delivered"]
    np.testing.assert_allclose(roundwood["explained"], difference, rtol=1e-9, atol=1e-9 * roundwood["promised"].max())
    if amounts is None:
        assert (measure_rows(run)["promised"] == 0.0).all() and (measure_rows(run)["delivered"] == 0.0).all()
        for kind in MEASURE_KINDS:
            assert any(f"measure '{kind}' changes nothing" in warning for warning in run.warnings), kind
        for table in ("inventory", "stocks", "gap", "ledger", "emissions"):
            assert getattr(run, table).equals(getattr(baseline, table)), table


class TestLandUseChange:
    def test_regeneration_takes_the_place_of_natural_gain_only(
        self, run_with: Callable[..., Run], baseline: Run
    ) -> None:
        run = run_with(one("natural_regeneration", 5.0, "Mha"))
        planted = stock(run, "planted_forest_area", "CHN") - stock(baseline, "planted_forest_area", "CHN")
        np.testing.assert_allclose(planted[: AT_2030 + 1], 0.0, atol=1e-6)
        (gone,) = re.findall(r"the place of ([.\d]+) Mha of continued natural", measure_rows(run)["reason"].iloc[0])
        more = stock(run, "forest_area", "CHN") - stock(baseline, "forest_area", "CHN")
        assert more[AT_2030] == pytest.approx(5.0 - float(gone), abs=0.01)
        assert measure_rows(run).set_index("year").loc[2030, "surviving"] == pytest.approx(5.0)

    def test_closure_keeps_to_the_karst_provinces(self, run_with: Callable[..., Run]) -> None:
        run = run_with(one("rocky_desertification_closure", 2.0, "Mha"))
        hectares = planted_hectares(run, "m")
        names = {run.landscape.provinces[i] for i in np.unique(run.landscape.province[hectares > 0.0])}
        assert names <= set(KARST) and len(names) > 4
        assert run.scenario.measures[0].provinces == KARST
        assert hectares.sum() == pytest.approx(2e6)

    def test_shelter_belts_come_out_of_cropland_and_replace_nothing(
        self, run_with: Callable[..., Run], baseline: Run
    ) -> None:
        run = run_with(one("shelter_belts", 0.5, "Mha", province="Henan"))
        more = stock(run, "planted_forest_area", "CHN") - stock(baseline, "planted_forest_area", "CHN")
        surviving = measure_rows(run).set_index("year").loc[2030, "surviving"]
        assert more[AT_2030] == pytest.approx(surviving, rel=1e-6) and 0.3 < surviving < 0.5
        fields = stock(run, "cropland_area", "CHN") - stock(baseline, "cropland_area", "CHN")
        assert fields[AT_2030] == pytest.approx(-surviving, rel=1e-6)
        cropland = run.plan.areas_2020[LAND.index("cropland")]
        assert (planted_hectares(run, "m") <= 0.1 * cropland * (1.0 + 1e-9)).all()

    def test_agroforestry_tells_both_kinds_of_hectares(self, run_with: Callable[..., Run]) -> None:
        run = run_with({**one("agroforestry", 0.2, "Mha", tree_cover=0.25), "country": "PRK"})
        row = measure_rows(run).set_index("year").loc[2030]
        assert row["planted"] == pytest.approx(0.05)
        assert row["delivered"] == pytest.approx(row["surviving"] / 0.25)
        assert "0.05 Mha of trees planted on 0.2 Mha of land (tree_cover 0.25: assumption)" in row["reason"]


class TestContinuedLoss:
    @pytest.mark.parametrize("kind", ["protected_areas", "redd"])
    def test_a_protected_share_of_the_forest_keeps_that_share_of_the_loss(
        self, run_with: Callable[..., Run], baseline: Run, kind: str
    ) -> None:
        run = run_with(one(kind, 0.3, "fraction", ramp="step", until=2040))
        kept = 1.0 - flux(run, "lost_forest", "CHN") / flux(baseline, "lost_forest", "CHN")
        np.testing.assert_allclose(kept[AT_2021 : AT_2040 + 1], 0.3, atol=1e-9)
        np.testing.assert_allclose(kept[AT_2040 + 1 :], 0.0, atol=1e-9)
        assert "Mha of continued forest loss avoided in 2040" in measure_rows(run)["reason"].iloc[0]
        found = run.account.inventory["leakage"][0]
        assert (found[AT_2021 : AT_2040 + 1] > 0.0).all() and (found[AT_2040 + 1 :] == 0.0).all()
        region = measure_rows(run)[measure_rows(run)["country"] == "NEA"].set_index("year")
        np.testing.assert_allclose(region["delivered"], found[AT_2021:])


class TestLongLivedWood:
    def test_it_fills_the_stock_in_use_and_is_limited(self, run_with: Callable[..., Run], baseline: Run) -> None:
        run = run_with({**one("long_lived_wood", 0.2, "fraction"), "country": "JPN"})
        more = stock(run, "wood_products_sawnwood", "JPN") - stock(baseline, "wood_products_sawnwood", "JPN")
        assert (more[: AT_2020 + 1] == 0.0).all() and (np.diff(more[AT_2021:]) > 0.0).all()
        japan = COUNTRIES.index("JPN")
        wood = {name: table[japan] for name, table in run.account.wood.inflow.items()}
        usual = {name: table[japan] for name, table in baseline.account.wood.inflow.items()}
        np.testing.assert_allclose(wood["paper"][AT_2030:], 0.8 * usual["paper"][AT_2030:])
        np.testing.assert_allclose(sum(wood.values()), sum(usual.values()))
        for country in set(COUNTRIES) - {"JPN"}:
            own, usual_stock = (stock(which, "wood_products_sawnwood", country) for which in (run, baseline))
            assert (own == usual_stock).all()


class TestCoverageInThePlan:
    def test_less_harvest_keeps_its_share_while_forest_grows(self, run_with: Callable[..., Run]) -> None:
        run = run_with(one("reduced_harvest", 0.2, "fraction", ramp="step"))
        (row,) = (row for row in run.plan.rows if row.label == "m")
        share = row.cumulative[1:] / 1e6 / stock(run, "forest_area", "CHN")
        np.testing.assert_allclose(share[AT_2021:], 0.2, rtol=0.01)
        assert share[: AT_2021].max() == 0.0

    def test_provinces_are_kept_to(self, run_with: Callable[..., Run]) -> None:
        run = run_with(one("pest_control", 2.0, "Mha", province="Yunnan"))
        (row,) = (row for row in run.plan.rows if row.label == "m")
        there = run.landscape.province == run.landscape.provinces.index("Yunnan")
        assert row.share[there].sum() == pytest.approx(1.0) and (row.share[~there] == 0.0).all()


class TestStandingForest:
    """What the kernel makes of the rows: direction, and size against the declared effect."""

    AFTER = slice(AT_2021, None)

    def outcome(self, run: Run, text: str) -> float:
        found = re.search(rf"([-+.e\d]+) {text}", measure_rows(run)["reason"].iloc[0])
        assert found, measure_rows(run)["reason"].iloc[0]
        return float(found.group(1))

    def test_fire_management_spares_its_share_of_the_burned_area(
        self, run_with: Callable[..., Run], frozen: Run
    ) -> None:
        run = run_with(full("fire_management", "RUS"), include="frozen")
        left = flux(run, "burned_area", "RUS")[self.AFTER] / flux(frozen, "burned_area", "RUS")[self.AFTER]
        np.testing.assert_allclose(left, 0.5, atol=0.02)
        assert self.outcome(run, "Mha of forest not burned in 2060") > 0.3
        assert stock(run, "living_biomass", "RUS")[-1] > stock(frozen, "living_biomass", "RUS")[-1]

    def test_pest_control_keeps_trees_alive(self, run_with: Callable[..., Run], frozen: Run) -> None:
        run = run_with(full("pest_control", "CHN"), include="frozen")
        assert self.outcome(run, "Mha of forest not killed by insects in 2060") > 0.0
        assert stock(run, "living_biomass", "CHN")[-1] > stock(frozen, "living_biomass", "CHN")[-1]

    def test_tending_adds_its_gain_to_the_increment(self, run_with: Callable[..., Run], frozen: Run) -> None:
        run = run_with(full("forest_tending", "JPN"), include="frozen")
        ratio = flux(run, "growth", "JPN")[self.AFTER] / flux(frozen, "growth", "JPN")[self.AFTER]
        (element,) = (e for e in parameters.elements() if e.name == "forest.tending_gain")
        assert ratio[0] == pytest.approx(1.05, abs=0.002)
        assert (ratio > 1.0).all() and (ratio < 1.0 + element.plausible[1]).all()
        assert self.outcome(run, "MtC of extra growth in 2060") > 0.0

    def test_less_harvest_is_less_by_its_fraction(self, run_with: Callable[..., Run], frozen: Run) -> None:
        run = run_with({**full("reduced_harvest", "RUS"), "amount": 0.4}, include="frozen")
        left = flux(run, "felled_products", "RUS")[self.AFTER] / flux(frozen, "felled_products", "RUS")[self.AFTER]
        np.testing.assert_allclose(left, 0.6, atol=0.02)
        np.testing.assert_allclose(measure_rows(run).groupby("measure").get_group("m")["delivered"], 0.4, rtol=0.05)
        assert (run.account.inventory["leakage"][COUNTRIES.index("RUS"), self.AFTER] > 0.0).all()

    def test_cubic_metres_are_delivered(self, run_with: Callable[..., Run]) -> None:
        run = run_with({**one("reduced_harvest", 20.0, "Mm3/yr"), "country": "RUS"}, include="frozen")
        own = measure_rows(run)[measure_rows(run)["measure"] == "m"].set_index("year")
        assert own.loc[2035, "delivered"] == pytest.approx(20.0, rel=0.05)

    def test_harvest_stays_under_its_cap(self, run_with: Callable[..., Run], frozen: Run) -> None:
        usual = flux(frozen, "felled_products", "CHN")[self.AFTER]
        capped = run_with(full("sustainable_harvest", "CHN", level=0.2), include="frozen")
        assert (flux(capped, "felled_products", "CHN")[self.AFTER] <= usual * (1.0 + 1e-9)).all()
        assert self.outcome(capped, "MtC of wood not cut in 2060") > 0.0
        none = run_with(full("sustainable_harvest", "CHN", level=0.0), include="frozen")
        np.testing.assert_allclose(flux(none, "felled_products", "CHN")[self.AFTER], 0.0, atol=1.0)

    def test_a_longer_rotation_leaves_more_biomass(self, run_with: Callable[..., Run], frozen: Run) -> None:
        run = run_with(full("longer_rotation", "JPN", extra_years=60), include="frozen")
        assert stock(run, "living_biomass", "JPN")[-1] >= stock(frozen, "living_biomass", "JPN")[-1]
        cut, usual = (flux(which, "felled_products", "JPN")[self.AFTER].sum() for which in (run, frozen))
        assert cut < usual

    def test_protected_forest_is_not_cut(self, run_with: Callable[..., Run], frozen: Run) -> None:
        run = run_with({**full("protected_areas", "MNG"), "amount": 0.3}, include="frozen")
        left = flux(run, "felled_products", "MNG")[self.AFTER] / flux(frozen, "felled_products", "MNG")[self.AFTER]
        np.testing.assert_allclose(left, 0.7, atol=0.05)
        assert "covers 30.0 % of the forest of MNG of 2020" in measure_rows(run)["reason"].iloc[0]
