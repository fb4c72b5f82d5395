"""A table of pledges of the user's own: read as written, refused with the line of every bad row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from landsim.economy import economy_path
from landsim.errors import InputError
from landsim.gap import gap_table
from landsim.listings import comma_separated, target_rows
from landsim.targets import choose_pledges, load_targets, read_targets
from landsim.targets.table import COLUMNS

ROW = {
    "id": "KOR-mine", "version": "mine", "country": "KOR", "pledge": "mine", "name": "half of 1990", "year": "2045",
    "kind": "share_of_base_year", "indicator": "greenhouse_gas", "unit": "MtCO2e", "base_year": "1990",
    "base": "292.1", "amount": "50", "headline": "yes", "conditional": "no", "lulucf": "excluded",
    "gases": "all", "gwp": "AR5", "source": "mine", "status": "assumption",
}  # fmt: skip


def table_text(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> str:
    lines = [",".join(columns), *(",".join(row.get(column, "") for column in columns) for row in rows)]
    return "\n".join(lines) + "\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def make(text: str) -> Path:
        path = tmp_path / "mine.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return make


def test_the_shipped_table_survives_being_listed_and_read_back(write: Callable[[str], Path]) -> None:
    back = read_targets(write(comma_separated(target_rows(every_column=True))))
    # Compared as text, since an empty number is not equal to itself.
    assert [repr(target) for target in back] == [repr(target) for target in load_targets("all")]


def test_all_rows_of_an_own_table_are_in_force(write: Callable[[str], Path]) -> None:
    path = write("\ufeff" + table_text(ROW, {**ROW, "id": "KOR-later", "year": "2055"}))
    pledges = choose_pledges(path)
    assert [target.id for target in pledges.in_force] == ["KOR-mine", "KOR-later"]
    assert pledges.told == pledges.in_force and pledges.label == "mine.csv"
    assert pledges.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_gap_is_told_against_an_own_table(write: Callable[[str], Path]) -> None:
    years = np.arange(1990, 2061)
    economy = economy_path(years)
    (target,) = read_targets(write(table_text(ROW)))
    gap = gap_table(np.zeros((6, years.size)), {}, years, economy=economy, targets=(target,), target_years=(2045,))
    row = gap[(gap["target_id"] == "KOR-mine") & (gap["view"] == "excluded") & (gap["basis"] == "model")].iloc[0]
    assert row["target_level"] == pytest.approx(0.5 * 292.1)
    assert row["gap"] == pytest.approx(economy.at("KOR", 2045)[0] - 0.5 * 292.1)
    japan = gap[(gap["country"] == "JPN") & (gap["kind"] != "benchmark")]
    assert set(japan["target"]) == {"no 2045 pledge"}


def test_every_bad_row_is_named_by_its_line(write: Callable[[str], Path]) -> None:
    rows = [
        {**ROW, "amount": "lots"},
        {**ROW, "id": "KOR-b", "gwp": "AR9"},
        {**ROW, "id": "KOR-c", "year": "1985"},
        {**ROW, "id": "KOR-d", "amount_low": "60", "amount_high": "40"},
        {**ROW, "id": "KOR-e"},
    ]
    text = table_text(*rows) + "\nKOR-f,too,short\n" + table_text(ROW).splitlines()[1] + "\n"
    with pytest.raises(InputError) as refusal:
        read_targets(write(text))
    lines = str(refusal.value).replace(str(write(text)), "mine.csv").splitlines()
    assert lines == [
        'mine.csv line 2 (KOR-mine): amount is "lots"; expected a number.',
        'mine.csv line 3 (KOR-b): gwp is "AR9"; expected one of SAR, AR4, AR5, AR6, none.',
        "mine.csv line 4 (KOR-c): year is 1985; expected a whole year from 1990 to 2100.",
        "mine.csv line 5 (KOR-d): amount_low is 60, above amount_high 40; expected at most that.",
        "mine.csv line 8 (no id): the row has 3 cells; expected 27, as in the first line.",
        "mine.csv line 9 (KOR-mine): KOR-e is the same target; expected one row per pledge, year, indicator, "
        "condition and land sector.",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "mine.csv has no column id, version"),
        (table_text(), "mine.csv: holds no target, expected at least one row."),
        (table_text(ROW, columns=COLUMNS[:-1]), "mine.csv has no column note; expected those of the shipped"),
        (table_text(ROW, columns=(*COLUMNS, "id")), "mine.csv: the column 'id' is there twice, expected it once."),
        (table_text(ROW, columns=(*COLUMNS, "gw")), "mine.csv has an unknown column 'gw', did you mean 'gwp'?"),
        (table_text({**ROW, "name": '"open'}), "mine.csv: not a readable table (unexpected end of data)"),
    ],
)
def test_what_is_no_table_of_targets_is_refused(write: Callable[[str], Path], text: str, message: str) -> None:
    with pytest.raises(InputError) as refusal:
        read_targets(write(text))
    assert message in str(refusal.value) and "\n" not in str(refusal.value)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be read .*, expected a table of targets"):
        read_targets(tmp_path / "absent.csv")
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\xff\xfe\x00id")
    with pytest.raises(InputError, match=r"not a readable table .*, expected comma-separated values in UTF-8"):
        read_targets(binary)
