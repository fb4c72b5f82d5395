"""Gaps against every version of the pledges, and the summary of years whose pledges differ."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from landsim.gap_assumptions import gap_assumptions

from landsim.alignment import alignment
from landsim.economy import economy_path
from landsim.gap import gap_table
from landsim.listings import gap_summary
from landsim.results import Run
from landsim.targets import VERSIONS, gap_years, load_targets, targets_in_force

YEARS = np.arange(1990, 2061)
ECONOMY = economy_path(YEARS)
LAND = np.tile(np.array([-900.0, -5.0, -60.0, 10.0, -45.0, -600.0])[:, None], (1, YEARS.size))


def gap_against(targets: tuple, years: tuple[int, ...] | None = None) -> pd.DataFrame:
    return gap_table(
        LAND, {}, YEARS, economy=ECONOMY, targets=targets, target_years=years or gap_years(targets, 1990, 2060)
    )


@pytest.mark.parametrize("version", [*VERSIONS, "all"])
def test_every_version_can_be_judged(version: str) -> None:
    targets = load_targets(version)
    tonnes = [target for target in targets if target.in_tonnes]
    gap = gap_against(targets, tuple(sorted({target.year for target in tonnes})))
    rows = gap[gap["kind"] == "pledge"].set_index(["target_id", "view", "basis"])
    for target in tonnes:
        for view in ("excluded", "inventory"):
            row = rows.loc[(target.id, view, "model")]
            assert row["target_level"] == pytest.approx(target.target_level(view))
            assert row["gap"] == pytest.approx(row["projected"] - target.target_level(view))
            assert row["low"] <= row["gap"] + 1e-9 and row["gap"] <= row["high"] + 1e-9


def test_net_zero_without_land_says_that_it_is_a_what_if() -> None:
    gap = gap_against(targets_in_force("updated"))
    rows = gap[(gap["target_id"] == "RUS-LTS_2022-net_zero") & (gap["basis"] == "model")].set_index("view")
    assert rows.loc["excluded", "target_level"] == 1200.0 and rows.loc["inventory", "target_level"] == 0.0
    assert "what-if: the net level plus 1200 Mt of removals" in rows.loc["excluded", "note"]
    assert "what-if" not in rows.loc["inventory", "note"]


def test_china_has_no_tonnes_in_2060_but_says_what_it_pledged() -> None:
    gap = gap_against(targets_in_force("updated"))
    china = gap[(gap["country"] == "CHN") & (gap["year"] == 2060)]
    assert set(china["kind"]) == {"not_in_tonnes"} and china["target_level"].isna().all()
    assert set(china["target"]) == {"not in tonnes: carbon neutrality before 2060"}


def test_numbers_that_were_recalled_are_among_the_assumptions() -> None:
    rows = {row.name: row for row in gap_assumptions(ECONOMY, alignment(LAND, YEARS), targets_in_force("updated"))}
    recalled = rows["target_level_MNG-NDC1_2020"]
    assert recalled.status == "recalled" and recalled.value == pytest.approx(74.3 * 0.773)
    assert "target_level_JPN-NDC1_2021" not in rows


def test_the_summary_puts_years_beside_each_other_only_under_the_same_labels() -> None:
    def heads(vintage: str) -> list[str]:
        lines = gap_summary(gap_against(targets_in_force(vintage))).splitlines()
        return [line.split("GWP")[1].split() for line in lines if line.startswith("country")]

    assert heads("first") == [["2030", "projected", "target", "gap", "2050", "projected", "target", "gap"]]
    assert heads("updated") == [[year, "projected", "target", "gap"] for year in ("2030", "2050", "2060")]


def test_a_run_is_told_against_the_first_pledges_unless_it_says_otherwise(ndc_first: Run) -> None:
    assert ndc_first.scenario.targets == "first" == ndc_first.pledges.label
    assert set(ndc_first.gap["year"]) == {2030, 2050}
    told = ndc_first.description()["targets"]
    assert told["label"] == "first" and told["in_force"] == [target.id for target in load_targets("first")]
    # Indicators tell every version; what the run is judged by is marked.
    indicators = ndc_first.indicators
    assert {"first", "updated", "2035", "long_term"} <= set(indicators["version"].dropna())
    in_force = indicators[indicators["in_force"] == "yes"]
    assert set(in_force["version"]) == {"first"}
    # Net emissions are those of the gap: the aligned inventory view in the set of the paths.
    value = indicators.loc[indicators["target_id"] == "KOR-LTS_2020-net_zero", "value"].item()
    gap = gap_table(
        ndc_first.account.lulucf_net_path, ndc_first.account.agriculture_difference, YEARS,
        economy=ndc_first.economy, offsets=ndc_first.path_offsets, targets=load_targets("long_term"),
    )  # fmt: skip
    row = gap[
        (gap["target_id"] == "KOR-LTS_2020-net_zero") & (gap["view"] == "inventory") & (gap["basis"] == "aligned")
    ]
    assert value == pytest.approx(row["projected"].item(), rel=1e-9)
