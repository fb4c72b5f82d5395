"""The gap as plain arrays has the bits of the gap table."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.gap.headline import national_gap, net_emissions, offsets
from landsim.names import COUNTRIES
from landsim.results import Run


def test_gap_net_emissions_and_offsets_are_those_of_the_tables(ndc_first: Run) -> None:
    years = ndc_first.drivers.years
    gap = national_gap(ndc_first.account, years, "first")
    table = ndc_first.gap
    own = table[(table["view"] == table["own_view"]) & (table["basis"] == "aligned")].dropna(subset=["gap"])
    own = own[own["kind"].isin(["pledge", "implied"]) & own["country"].isin(COUNTRIES)]
    # Pledges of DPR Korea come in several levels, of which one stands for it.
    own = own[own["headline"] | (own["kind"] == "implied")]
    found = {(COUNTRIES[c], int(years[y])): gap[c, y] for c, y in np.argwhere(~np.isnan(gap))}
    assert set(found) == set(zip(own["country"], own["year"], strict=True)) and len(found) == 7
    for row in own.to_dict("records"):
        assert found[row["country"], row["year"]] == pytest.approx(row["gap"], abs=0.0)
    assert np.array_equal(net_emissions(ndc_first.account, years), ndc_first.net_emissions)
    constant = offsets(ndc_first.account, years)
    assert list(constant[:, 0]) == list(ndc_first.path_offsets["offset"])
    assert np.array_equal(constant[:, 0], constant[:, -1])
