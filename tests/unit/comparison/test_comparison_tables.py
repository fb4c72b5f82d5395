"""comparison.csv and frontier.csv against numbers by hand, and the front against its definition."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from compared_runs import write_compared_run
from hypothesis import given, settings
from hypothesis import strategies as st

from landsim.comparison.frontier import COLUMNS, frontier_table, missing_degraded_area, non_dominated, reference_of
from landsim.comparison.run_folder import RunFolder, comparable, read_run_folder
from landsim.comparison.tables import KEYS, comparison_table
from landsim.errors import InputError

Points = list[tuple[float, float]]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[RunFolder]:
    """Forests remove most, grass leaves least degraded, the idle one is beaten by both."""
    root = tmp_path_factory.mktemp("runs")
    folders = [
        write_compared_run(root / "forest", "forest", removal=3.0, degraded={2030: 4.0, 2050: 6.0}),
        write_compared_run(root / "baseline", "baseline", degraded={2030: 5.0, 2050: 8.0}),
        write_compared_run(root / "grass", "grass", removal=1.0, degraded={2030: 4.0, 2050: 2.0}),
    ]
    return comparable([read_run_folder(folder) for folder in folders])


class TestComparison:
    def test_columns_and_rows(self, runs: list[RunFolder]) -> None:
        table = comparison_table(runs)
        names = ["forest", "baseline", "grass"]
        assert list(table.columns) == [*KEYS, *names, "difference_baseline", "difference_grass"]
        assert list(dict.fromkeys(table["table"])) == ["inventory", "stocks", "gap"]
        assert not table.duplicated(KEYS).any()
        assert len(table) == len(runs[0].inventory) + len(runs[0].stocks) + 5 * len(runs[0].gap)

    def test_differences_are_against_the_first_run(self, runs: list[RunFolder]) -> None:
        table = comparison_table(runs).set_index(["table", "country", "year", "variable"])

        def cells(*key: object) -> pd.Series:
            return table.loc[[key]].iloc[0]

        net = cells("inventory", "MNG", 2040, "lulucf_net")
        assert net["difference_baseline"] == pytest.approx(3.0) and net["difference_grass"] == pytest.approx(2.0)
        assert cells("inventory", "NEA", 2040, "lulucf_net")["difference_baseline"] == pytest.approx(18.0)
        assert cells("inventory", "MNG", 2020, "lulucf_net")["difference_baseline"] == 0.0
        assert cells("stocks", "MNG", 2050, "net_degraded_area")["difference_grass"] == -4.0

    def test_the_gap_is_told_by_target_view_and_basis(self, runs: list[RunFolder]) -> None:
        table = comparison_table(runs)
        gap = table[(table["variable"] == "gap") & (table["country"] == "JPN") & (table["year"] == 2030)]
        own = runs[0].gap[(runs[0].gap["country"] == "JPN") & (runs[0].gap["year"] == 2030)]
        assert list(gap["forest"].dropna()) == list(own["gap"].dropna())
        assert set(gap["view"]) == set(own["view"]) and set(gap["basis"]) == set(own["basis"])

    def test_what_only_a_later_run_has_is_kept_with_empty_cells(self, tmp_path: Path) -> None:
        old = write_compared_run(tmp_path / "old", "old")
        new = write_compared_run(tmp_path / "new", "new", degraded={2030: 1.0, 2050: 1.0})
        table = comparison_table([read_run_folder(old), read_run_folder(new)])
        rows = table[table["variable"] == "net_degraded_area"]
        assert len(rows) == 14 and rows["old"].isna().all() and (rows["new"] > 0.0).all()
        assert rows["difference_new"].isna().all()


class TestFrontier:
    def test_numbers_by_hand(self, runs: list[RunFolder]) -> None:
        table = frontier_table(runs)
        assert list(table.columns) == COLUMNS
        assert len(table) == 3 * 7 * 2
        assert set(table["reference"]) == {"baseline"}
        at = table.set_index(["scenario", "country", "year"])
        forest = at.loc[("forest", "MNG", 2050)]
        # 2021 to 2050 are thirty years of 3 MtCO2e.
        assert forest["annual"] == pytest.approx(-3.0) and forest["cumulative"] == pytest.approx(-90.0)
        assert forest["net_degraded_area"] == 6.0 and forest["area_unit"] == "Mha"
        assert forest["agriculture_annual"] == forest["agriculture_cumulative"] == 0.0
        assert at.loc[("forest", "NEA", 2030), "cumulative"] == pytest.approx(-180.0)
        assert (at.loc["baseline", ["annual", "cumulative"]] == 0.0).all(axis=None)

    def test_who_is_on_the_front(self, runs: list[RunFolder]) -> None:
        efficient = frontier_table(runs).set_index(["scenario", "country", "year"])["pareto_efficient"]
        found = {
            year: [efficient[name, "CHN", year] for name in ("forest", "baseline", "grass")] for year in (2030, 2050)
        }
        # In 2030 grass leaves as much degraded and removes less.
        assert found == {2030: ["yes", "no", "no"], 2050: ["yes", "no", "yes"]}

    def test_without_baseline_the_first_run_is_the_reference(self, runs: list[RunFolder]) -> None:
        assert reference_of(runs).label == "baseline"
        table = frontier_table([runs[2], runs[0]])
        assert set(table["reference"]) == {"grass"}
        forest = table[(table["scenario"] == "forest") & (table["country"] == "MNG") & (table["year"] == 2030)]
        assert forest["cumulative"].iloc[0] == pytest.approx(-20.0)

    @pytest.mark.parametrize(("degraded", "what"), [(None, ""), ({2030: 1.0}, " of 2050")])
    def test_a_run_without_degraded_area_is_named(
        self, degraded: dict[int, float] | None, what: str, runs: list[RunFolder], tmp_path: Path
    ) -> None:
        old = read_run_folder(write_compared_run(tmp_path / "old", "old", degraded=degraded))
        with pytest.raises(InputError) as refusal:
            frontier_table([*runs, old])
        assert str(refusal.value) == (
            f"no frontier: {old.folder / 'stocks.csv'} has no net_degraded_area{what}, expected it by country for 2030 "
            "and 2050; run the scenario again with this version."
        )
        assert missing_degraded_area(runs) is None


def beaten(point: tuple[float, float], points: Points) -> bool:
    """The definition, point by point."""
    return any(
        other[0] <= point[0] and other[1] <= point[1] and (other[0] < point[0] or other[1] < point[1])
        for other in points
    )


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=1, max_size=8))
def test_the_front_is_what_no_other_point_beats(points: Points) -> None:
    found = non_dominated(np.array(points, dtype=float))
    assert list(found) == [not beaten(point, points) for point in points]
    assert found.any()


def test_a_point_without_a_number_is_not_on_the_front_and_beats_nobody() -> None:
    found = non_dominated(np.array([[0.0, np.nan], [1.0, 1.0], [-5.0, np.nan]]))
    assert list(found) == [False, True, False]


def test_figures_read_the_headline_target_of_each_year(runs: list[RunFolder]) -> None:
    from landsim.plotting.side_by_side import headline_rows

    japan = headline_rows(runs[0].gap, "JPN")
    assert list(japan.index) == [2030, 2050] and set(japan["basis"]) == {"aligned"}
    assert (japan["view"] == japan["own_view"]).all()
    assert headline_rows(runs[0].gap, "CHN")["kind"].tolist() == ["implied"]
    assert isinstance(japan, pd.DataFrame)
