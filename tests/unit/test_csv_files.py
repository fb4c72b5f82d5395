"""Tables as CSV: the bytes that pandas would write."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from landsim.csv_files import NUMBER_FORMAT, write_csv
from landsim.results import Run

TEXTS = st.one_of(st.none(), st.text(alphabet='ab,"\n é', max_size=6))
NUMBERS = st.floats(allow_nan=True, allow_infinity=True)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(NUMBERS, st.integers(-(2**40), 2**40), st.booleans(), TEXTS, st.one_of(st.none(), NUMBERS, TEXTS)),
        min_size=1,
        max_size=8,
    )
)
def test_the_bytes_are_those_of_pandas(tmp_path_factory, rows) -> None:
    folder = tmp_path_factory.mktemp("csv")
    table = pd.DataFrame(rows, columns=["number", "count", "yes or no", "text, with comma", "mixed"])
    table["mixed"] = table["mixed"].astype(object)
    write_csv(table, folder / "ours.csv")
    table.to_csv(folder / "theirs.csv", index=False, float_format=NUMBER_FORMAT, lineterminator="\n")
    assert (folder / "ours.csv").read_bytes() == (folder / "theirs.csv").read_bytes()


def test_tables_of_a_run_are_written_as_pandas_writes_them(baseline: Run, tmp_path: Path) -> None:
    for name in ("inventory", "gap", "iamc", "policy", "indicators"):
        table = getattr(baseline, name)
        write_csv(table, tmp_path / "ours.csv")
        table.to_csv(tmp_path / "theirs.csv", index=False, float_format=NUMBER_FORMAT, lineterminator="\n")
        assert (tmp_path / "ours.csv").read_bytes() == (tmp_path / "theirs.csv").read_bytes(), name


def test_no_rows_leave_the_head(tmp_path: Path) -> None:
    write_csv(pd.DataFrame({"a": np.zeros(0), "b": np.zeros(0, dtype=object)}), tmp_path / "empty.csv")
    assert (tmp_path / "empty.csv").read_text(encoding="utf-8") == "a,b\n"
