"""Every row of the NEASPEC note: its scenario is there and runs, its measures deliver, its numbers reach the output."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import landsim
from landsim.errors import InputError
from landsim.note_rows import COLUMNS, NoteRow, load_note_rows, note_rows_from, unanswered
from landsim.policy.reason_codes import REASON_CODES
from landsim.results import Run
from landsim.scenario import load_scenario

DOCS = Path(__file__).resolve().parents[2] / "docs"
ROWS = load_note_rows()
GOOD = {
    "key": "k", "country": "PRK", "row": "trees", "scenarios": "dprk", "measures": "prk-nasap",
    "variables": "stocks:forest_area", "targets": "none", "page": "note.md", "note": "", "source": "a test",
}  # fmt: skip


@pytest.fixture(scope="module")
def run_of() -> Any:
    return cache(landsim.run)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_a_row_of_the_note_is_answered(row: NoteRow, run_of: Any) -> None:
    assert unanswered(row, run_of(row.scenarios[-1])) == []
    assert (DOCS / row.page).is_file()


def test_all_land_programmes_are_rows() -> None:
    """Every measure of the six countries' programmes stands behind a row."""
    named = {name for row in ROWS for name in row.measures}
    assert {measure.id for measure in load_scenario("programmes").measures} <= named
    assert {row.country for row in ROWS} == {"", "CHN", "PRK", "JPN", "MNG", "KOR", "RUS"}


def test_what_is_missing_is_found(baseline: Run) -> None:
    (row,) = note_rows_from(pd.DataFrame([{**GOOD, "variables": "stocks:forest_area; stocks:forrest"}]))
    assert unanswered(row, baseline) == [
        "measure 'prk-nasap' delivers nothing",
        "stocks:forrest is not in the run, or zero everywhere",
    ]


def test_the_claim_of_dpr_korea_stands_beside_recorded_history(baseline: Run) -> None:
    rows = baseline.indicators[baseline.indicators["indicator"] == "reforested_area"].set_index("year")
    # FAO FRA 2020: 1,960 ha a year.
    assert rows.loc[2017, "value"] == pytest.approx(3 * 0.00196, rel=1e-6)
    assert rows.loc[2017, "target"] == 0.603 and rows.loc[2017, "met"] == "no"
    assert "FAO FRA 2020" in rows.loc[2017, "note"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"scenarios": "dprkk"}, "row k: there is no shipped scenario 'dprkk', did you mean 'dprk'?"),
        ({"scenarios": "none"}, "row k: no scenario is named, expected one at least."),
        ({"measures": "prk-nasab"}, "row k: there is no measure in dprk 'prk-nasab', did you mean 'prk-nasap'?"),
        ({"targets": "KOR-INDC"}, "row k: there is no target 'KOR-INDC', "),
    ],
)
def test_a_bad_row_is_refused(change: dict[str, str], sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        note_rows_from(pd.DataFrame([{**GOOD, **change}], columns=list(COLUMNS)))
    assert str(caught.value).startswith(f"note_rows.csv, {sentence}")


def marked(page: str, name: str) -> list[list[str]]:
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.search(rf"<!-- {name}: .*?-->\n(.*?)<!-- end of {name} -->", text, flags=re.DOTALL)
    assert found
    return [[cell.strip() for cell in line.strip("|\n").split("|")] for line in found.group(1).splitlines()[2:]]


def test_the_page_is_the_table() -> None:
    def names(found: tuple[str, ...]) -> str:
        return ", ".join(f"`{name}`" for name in found) or "none"

    assert marked("note.md", "note") == [
        [
            f"`{row.key}`", row.country or "all", row.row, names(row.scenarios), names(row.measures),
            names(row.variables), names(row.targets), row.note or "-",
        ]
        for row in ROWS
    ]  # fmt: skip


def test_the_reason_codes_of_the_page_are_those_of_the_code() -> None:
    assert marked("policy.md", "codes") == [[f"`{code}`", text] for code, text in REASON_CODES.items()]
