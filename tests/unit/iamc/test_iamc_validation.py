"""The check of an IAMC table: a run's own is valid, and each thing that can be wrong is found and named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from landsim import cli
from landsim.csv_files import NUMBER_FORMAT
from landsim.errors import InputError
from landsim.iamc.validation import problems_of
from landsim.results import Run

Change = Callable[[pd.DataFrame], object]


@pytest.fixture(scope="module")
def written(ndc_first: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("iamc") / "iamc.csv"
    ndc_first.iamc.to_csv(path, index=False, float_format=NUMBER_FORMAT)
    return path


@pytest.fixture
def changed(written: Path, tmp_path: Path) -> Callable[[Change], list[str]]:
    """Problems of the table after a change."""

    def problems(change: Change) -> list[str]:
        table = pd.read_csv(written, dtype=str)
        result = change(table)
        path = tmp_path / "mine.csv"
        (result if isinstance(result, pd.DataFrame) else table).to_csv(path, index=False)
        return problems_of(path)

    return problems


def put(column: str, value: str, at: int = 0) -> Change:
    return lambda table: table.__setitem__(column, table[column].mask(table.index == at, value))


def test_the_table_of_a_run_is_valid(written: Path) -> None:
    assert problems_of(written) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            put("Variable", "Carbon Removal|Land Used"),
            "row 2: unknown variable 'Carbon Removal|Land Used', did you mean 'Carbon Removal|Land Use'?",
        ),
        (put("Variable", "xyz"), "row 2: unknown variable 'xyz', see them with `landsim list variables`."),
        (put("Unit", "Gt CO2/yr"), "row 2: 'Carbon Removal|Land Use' is in 'Gt CO2/yr', expected 'Mt CO2/yr'."),
        (put("Region", "DPRK"), "row 2: unknown region 'DPRK', did you mean 'North Korea'?"),
        (put("Region", "Chine"), "row 2: unknown region 'Chine', did you mean 'China'?"),
        (put("2030", "much"), "row 2: 'Carbon Removal|Land Use' in 2030 is 'much', expected a number."),
        (put("2030", "inf"), "row 2: 'Carbon Removal|Land Use' in 2030 is 'inf', expected a number."),
        (put("2030", "-1"), "row 2: 'Carbon Removal|Land Use' in 2030 is -1, expected at least 0."),
    ],
)
def test_a_wrong_row_is_found(changed: Callable[[Change], list[str]], change: Change, expected: str) -> None:
    assert changed(change) == [f"mine.csv, {expected}"]


def test_a_row_that_stands_twice_is_found(changed: Callable[[Change], list[str]]) -> None:
    problems = changed(lambda table: pd.concat([table, table.iloc[[0]]]))
    assert len(problems) == 1
    assert problems[0].endswith("'Carbon Removal|Land Use' of China stands twice, expected once.")


def test_a_total_that_its_parts_do_not_make_is_found(changed: Callable[[Change], list[str]]) -> None:
    def lose_forest(table: pd.DataFrame) -> None:
        row = (table["Variable"] == "Land Cover|Forest|Planted") & (table["Region"] == "Japan")
        table.loc[row, "2030"] = "0"

    problems = changed(lose_forest)
    assert len(problems) == 1
    assert problems[0].startswith("mine.csv: 'Land Cover|Forest' of Japan (ndc-first) in 2030 is ")
    assert "but its parts add up to " in problems[0]


def test_an_empty_cell_and_a_missing_part_are_no_fault(changed: Callable[[Change], list[str]]) -> None:
    assert changed(put("2030", "", at=3)) == []
    assert changed(lambda table: table[table["Variable"] != "Land Cover|Forest|Planted"]) == []


class TestUnreadable:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", "is no CSV table"),
            ("a,b\n1,2\n", "there is no column Model, expected Model, Scenario, Region, Variable, Unit and one for"),
            ("Model,Scenario,Region,Variable,Unit,total\n", "found the column 'total', expected Model, Scenario,"),
        ],
    )
    def test_what_is_no_table_of_the_format(self, tmp_path: Path, text: str, expected: str) -> None:
        (tmp_path / "mine.csv").write_text(text)
        with pytest.raises(InputError) as caught:
            problems_of(tmp_path / "mine.csv")
        assert expected in str(caught.value)

    def test_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"cannot be read \(No such file or directory\), expected an IAMC table"):
            problems_of(tmp_path / "none.csv")


class TestCommand:
    def test_a_valid_file(self, written: Path) -> None:
        result = CliRunner().invoke(cli.main, ["validate-iamc", str(written)])
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.endswith("is valid: every variable, unit and region is defined, and parts add up.\n")

    def test_many_problems_are_cut_short_and_exit_2(self, written: Path, tmp_path: Path) -> None:
        table = pd.read_csv(written, dtype=str)
        table["Unit"] = "kg"
        table.to_csv(tmp_path / "mine.csv", index=False)
        result = CliRunner().invoke(cli.main, ["validate-iamc", str(tmp_path / "mine.csv")])
        lines = result.stderr.splitlines()
        assert (result.exit_code, result.stdout, len(lines)) == (2, "", cli.MOST_PROBLEMS + 1)
        assert lines[-1] == f"Error: {len(table) - cli.MOST_PROBLEMS} more problems in the file."
