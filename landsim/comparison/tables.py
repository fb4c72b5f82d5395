"""The tables of several runs side by side, with differences against the first."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from landsim.comparison.run_folder import RunFolder

KEYS = ["table", "country", "year", "variable", "target_id", "view", "basis", "unit"]
GAP_VARIABLES = {
    "projected": "projected",
    "target_level": "target_level",
    "gap": "gap",
    "low": "gap_low",
    "high": "gap_high",
}


def comparison_table(runs: Sequence[RunFolder]) -> pd.DataFrame:
    """Rows of inventory, stocks and gap: a column for each run, and `difference_<run>` against the first run.

    Columns KEYS come first; target_id, view and basis are empty outside the gap. A cell is empty where a run lacks the
    row. Rows are in the order of the first run, then what only later runs have.
    """
    joined: pd.DataFrame | None = None
    for run in runs:
        one = _rows(run).set_index(KEYS)["value"].rename(run.label).to_frame()
        joined = one if joined is None else joined.join(one, how="outer", sort=False)
    assert joined is not None
    first_rows = _rows(runs[0]).set_index(KEYS).index
    rest = joined.index.difference(first_rows, sort=False)
    table = joined.reindex(first_rows.append(rest))
    for run in runs[1:]:
        table[f"difference_{run.label}"] = table[run.label] - table[runs[0].label]
    return table.reset_index()


def _rows(run: RunFolder) -> pd.DataFrame:
    """The tables of a run as one: KEYS and value."""
    pieces = [
        frame[["country", "year", "variable", "unit", "value"]].assign(table=name, target_id="", view="", basis="")
        for name, frame in (("inventory", run.inventory), ("stocks", run.stocks))
    ]
    keys = ["country", "year", "target_id", "view", "basis", "unit"]
    gap = run.gap.rename(columns=GAP_VARIABLES).melt(keys, list(GAP_VARIABLES.values()), var_name="variable")
    pieces.append(gap.assign(table="gap"))
    return pd.concat(pieces, ignore_index=True)[[*KEYS, "value"]]
