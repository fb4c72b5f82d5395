"""What forest is cleared for: shares on the real grid, measures on one cause, emissions under the receiving land."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from readings import flux, stock

import landsim
from landsim.core import parameters
from landsim.core.state import LAND, TRANSITION
from landsim.names import COUNTRIES
from landsim.policy.measure_kind import CAUSES
from landsim.results import Run
from landsim.scenario import Scenario

NATURAL = LAND.index("forest_natural")
CATEGORY = {"cropland": "lulucf_cropland", "settlement": "lulucf_settlements", "mining": "lulucf_other_land"}
HISTORY = slice(0, 31)


def cleared(run: Run, land: str, country: str) -> np.ndarray:
    """Forest that became land of a category, ha by year, from the rows of the plan."""
    units = run.landscape.country == COUNTRIES.index(country)
    total = np.zeros(len(run.drivers.years))
    for row in run.plan.rows:
        if row.rule == TRANSITION and row.source == NATURAL and LAND[row.destination] == land:
            total += np.diff(row.cumulative) * row.share[units].sum()
    return total


@pytest.mark.parametrize("country", COUNTRIES)
def test_shares_are_those_of_the_parameters_as_far_as_totals_and_land_allow(baseline: Run, country: str) -> None:
    loss = baseline.drivers.forest_loss[COUNTRIES.index(country), HISTORY].sum()
    for cause, land in CAUSES.items():
        share = parameters.value(baseline.values, f"deforestation.{cause}_share.{country}")
        asked, found = baseline.plan.cleared[country][cause]
        assert asked == pytest.approx(share * loss)
        assert 0.0 <= found <= asked * (1.0 + 1e-12)
        # The donor table may send loss without cause to cropland and other land as well.
        assert cleared(baseline, land, country)[HISTORY].sum() >= found * (1.0 - 1e-9)
    assert cleared(baseline, "settlement", country)[HISTORY].sum() == pytest.approx(
        baseline.plan.cleared[country]["settlement"][1], rel=1e-9
    )


def test_most_of_what_the_shares_ask_for_is_found_in_china_and_told_in_the_results(baseline: Run) -> None:
    rows = {(row["country"], row["cause"]): row for row in baseline.description()["forest_loss_by_cause"]}
    assert len(rows) == len(COUNTRIES) * len(CAUSES)
    for cause in CAUSES:
        row = rows["CHN", cause]
        assert row["unit"] == "Mha" and row["found"] > 0.65 * row["asked"] > 0.5
    # Fields of the Republic of Korea shrink in most years, and its grid has no other land beside forest.
    assert rows["KOR", "cropland"]["found"] < 0.5 * rows["KOR", "cropland"]["asked"]
    assert rows["KOR", "mining"]["found"] == 0.0


def test_the_continuation_goes_on_with_every_cause(baseline: Run, frozen: Run) -> None:
    for country, cause in (("CHN", "cropland"), ("CHN", "settlement"), ("CHN", "mining"), ("KOR", "settlement")):
        index = COUNTRIES.index(country)
        share = parameters.value(baseline.values, f"deforestation.{cause}_share.{country}")
        wanted = share * baseline.drivers.forest_loss[index, 31:]
        np.testing.assert_allclose(cleared(baseline, CAUSES[cause], country)[31:], wanted, rtol=1e-9)
        assert not cleared(frozen, CAUSES[cause], country)[31:].any()


@pytest.fixture(scope="module")
def of_one_cause(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Run]:
    """Baseline with all forest loss of one cause, or of none."""

    def run(cause: str) -> Run:
        path = tmp_path_factory.mktemp("causes") / "one-cause.toml"
        shares = "\n".join(f'"deforestation.{name}_share" = {float(name == cause)}' for name in CAUSES)
        path.write_text(f'include = ["baseline"]\n[parameters]\n{shares}\n', encoding="utf-8")
        return landsim.run(path)

    return run


def test_clearing_shows_under_the_land_that_receives(baseline: Run, of_one_cause: Callable[[str], Run]) -> None:
    """4.B.2, 4.E.2, 4.F.2 rise with the share of their cause, 4.C.2 falls; forest area is the same to the hectare."""
    runs = {cause: of_one_cause(cause) for cause in (*CAUSES, "other")}
    at = slice(31, 41)
    for country in ("CHN", "RUS"):
        index = COUNTRIES.index(country)

        def converted(run: Run, category: str, index: int = index) -> float:
            return float(run.account.inventory[f"{category}_converted"][index, at].sum())

        for cause, category in CATEGORY.items():
            assert converted(runs[cause], category) > converted(runs["other"], category) + 1.0
            assert converted(runs["other"], "lulucf_grassland") > converted(runs[cause], "lulucf_grassland") + 1.0
            given_off = flux(runs[cause], f"deforestation_air_{CAUSES[cause]}", country)[at].sum()
            assert given_off > flux(runs["other"], f"deforestation_air_{CAUSES[cause]}", country)[at].sum() + 1e5
        for run in runs.values():
            for name in ("forest_area", "settlement_area"):
                # Dieback of dry plantations depends a little on where forest went.
                np.testing.assert_allclose(stock(run, name, country), stock(baseline, name, country), rtol=1e-8)


def test_protection_may_be_for_some_causes_only(scenario_of: Callable[..., Scenario], baseline: Run) -> None:
    keys = {"id": "keep", "kind": "forest_protection", "country": "CHN", "ramp": "step", "unit": "fraction"}
    run = landsim.run(scenario_of({**keys, "amount": 0.5, "causes": ["cropland", "mining"], "last_year": 2060}))
    for cause, left in (("cropland", 0.5), ("mining", 0.5), ("settlement", 1.0)):
        before, after = (cleared(one, CAUSES[cause], "CHN")[31:] for one in (baseline, run))
        np.testing.assert_allclose(after, left * before, rtol=1e-9)
    (one,) = (row for row in run.plan.placed if row.measure.id == "keep")
    share = sum(parameters.value(run.values, f"deforestation.{cause}_share.CHN") for cause in ("cropland", "mining"))
    assert one.loss_taken is not None
    assert one.loss_taken[31] == pytest.approx(0.5 * share * run.drivers.forest_loss[0, 31])
    rows = run.policy[run.policy["measure"] == "keep"]
    assert rows["delivered"].to_numpy() == pytest.approx(0.5)
    assert "forest loss to cropland, mining only" in rows["reason"].iloc[0]
    assert not any("keep" in text for text in run.warnings)


def test_protection_from_a_cause_that_there_is_not_changes_nothing(scenario_of: Callable[..., Scenario]) -> None:
    keys = {"id": "keep", "kind": "forest_protection", "country": "KOR", "unit": "fraction", "amount": 1.0}
    run = landsim.run(scenario_of({**keys, "causes": ["mining"]}, include="frozen"))
    assert any("no continued forest loss to mining to avoid" in text for text in run.warnings)


def test_results_are_written_with_the_causes(baseline: Run, tmp_path: Path) -> None:
    text = (baseline.write(tmp_path / "out") / "run.json").read_text(encoding="utf-8")
    assert '"forest_loss_by_cause"' in text and '"mining"' in text
