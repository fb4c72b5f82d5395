"""landsim promises, landsim backwards and landsim list note as the user meets them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from landsim import cli


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def command(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments), prog_name="landsim")


def refused(*arguments: str) -> str:
    result = command(*arguments)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.stderr
    return result.stderr.splitlines()[-1].removeprefix("Error: ")


def test_promises_are_sentences_and_a_table() -> None:
    result = command("promises", "zamyn-uud", "--out", "mine.csv")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert len(lines) == 2 and lines[0].startswith("zamyn-uud-shelter-belt (MNG): promised 0.00039 Mha")
    table = pd.read_csv("mine.csv")
    assert list(table["sentence"]) == lines
    assert {"closes_percent", "gap_without_measures", "cost", "highest_rate"} <= set(table.columns)
    assert [path.name for path in Path().iterdir()] == ["mine.csv"]


def test_a_pledge_of_your_own_backwards() -> None:
    result = command("backwards", "--country", "PRK", "--kind", "forest_protection", "--tonnes", "2", "--out", "b.csv")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("PRK, forest protection (less deforestation): 2 Mt a year in 2030 need a fraction")
    row = pd.read_csv("b.csv").iloc[0]
    assert row["enough"] and 0.0 < row["amount"] < 1.0 and row["pledge"] == "own"


def test_rows_of_the_note_are_listed() -> None:
    result = command("list", "note")
    assert result.exit_code == 0 and "603,000 ha reforested in 2015-2017" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("promises", "baseline"), "scenario 'baseline' has no measure, expected one at least."),
        (
            ("promises", "dprk", "--country", "JPN"),
            "scenario 'dprk' has no measure in JPN, expected one at least; it has measures in PRK.",
        ),
        (
            ("promises", "dprk", "--out", "no/where.csv"),
            "--out: 'no/where.csv' cannot be written, expected the name of a CSV file in a folder that exists.",
        ),
        (
            ("backwards", "--country", "PRK"),
            "a pledge of your own is expected with --country, --kind and --tonnes together.",
        ),
        (
            ("backwards", "--country", "PRK", "--kind", "aforestation", "--tonnes", "2"),
            "--kind: unknown measure 'aforestation', did you mean 'afforestation'?",
        ),
    ],
)
def test_what_is_refused(arguments: tuple[str, ...], sentence: str) -> None:
    assert refused(*arguments) == sentence
