"""A scenario that changes only herds moves the gap by what farming and land change, and by nothing else."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from landsim.gwp import warming_potential
from landsim.names import COUNTRIES
from landsim.results import Run

# Paths of economies know two sets: SAR counts as AR4 and AR6 as AR5.
COUNTED_IN = {"SAR": "AR4", "AR4": "AR4", "AR5": "AR5", "AR6": "AR5"}
MNG = COUNTRIES.index("MNG")
FEWER = {
    "kind": "herd_reduction", "country": "MNG", "amount": 0.3, "unit": "fraction", "first_year": 2021,
    "last_year": 2028, "source": "a test",
}  # fmt: skip


@pytest.fixture(scope="module")
def fewer(run_with: Callable[..., Run]) -> Run:
    return run_with(FEWER, include="baseline")


def farming(run: Run, gwp: str) -> np.ndarray:
    """Gases of farming, [years], MtCO2e in a set of warming potentials: from the flows of the ledger."""
    total = np.zeros(len(run.drivers.years))
    for flow in run.account.flows:
        if flow.category.startswith("3."):
            total += flow.mass[MNG] * warming_potential(flow.gas, gwp)
    return total


def test_the_gap_moves_by_farming_and_the_response_of_land(fewer: Run, baseline: Run) -> None:
    tables = [run.gap for run in (fewer, baseline)]
    keys = ["country", "year", "target", "view", "basis", "gwp", "target_id"]
    both = tables[0].merge(tables[1], on=keys, suffixes=("", "_usual"))
    assert len(both) == len(tables[1])
    land = fewer.account.inventory["lulucf_net"][MNG] - baseline.account.inventory["lulucf_net"][MNG]
    here = both[(both["country"] == "MNG") & (both["basis"] == "model")]
    assert set(here["view"]) == {"excluded", "inventory"} and set(here["year"]) == {2030, 2050}
    for row in here.itertuples():
        at = row.year - fewer.scenario.first_year
        gwp = COUNTED_IN[row.gwp]
        expected = (farming(fewer, gwp) - farming(baseline, gwp))[at]
        assert expected < -1.0
        if row.view == "inventory":
            assert land[at] < 0.0
            expected += land[at]
        assert row.projected - row.projected_usual == pytest.approx(expected, rel=1e-9), row
        if np.isfinite(row.gap):
            assert row.gap - row.gap_usual == pytest.approx(expected, rel=1e-9), row


def test_no_other_country_moves(fewer: Run, baseline: Run) -> None:
    tables = []
    for run in (fewer, baseline):
        gap = run.gap
        tables.append(gap[gap["country"].isin(set(COUNTRIES) - {"MNG"})].reset_index(drop=True))
    pd.testing.assert_frame_equal(tables[0], tables[1], check_exact=True)
