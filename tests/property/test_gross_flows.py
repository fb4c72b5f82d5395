"""Gross emissions and removals of any ledger: signs, and a sum that is the net flux."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from landsim.iamc.definitions import Selection, Source
from landsim.iamc.fluxes import fluxes_of, total
from landsim.ledger_pieces import TRANSFER, TURNOVER
from landsim.names import COUNTRIES

YEARS = np.array([2020, 2021])
NUMBER = st.floats(-1e4, 1e4, allow_nan=False)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["4.A.1", "4.A.2", "4.B.1", "4.G", "outside"]),
        st.sampled_from(["forest_managed", "cropland_managed", "sawnwood"]),
        st.sampled_from([*TURNOVER, *TRANSFER, "net_increment", "oxidation"]),
        st.lists(NUMBER, min_size=len(COUNTRIES) * 2, max_size=len(COUNTRIES) * 2),
    ),
    min_size=1,
    max_size=12,
)


@given(ROWS)
def test_gross_emissions_and_removals_add_up_to_the_net_flux(
    rows: list[tuple[str, str, str, list[float]]],
) -> None:
    lines = [
        (country, year, category, land, "CO2", flux, values[2 * c + y])
        for category, land, flux, values in rows
        for c, country in enumerate(COUNTRIES)
        for y, year in enumerate(YEARS)
    ]
    ledger = pd.DataFrame(lines, columns=["country", "year", "category", "land", "gas", "flux", "value"])
    fluxes = fluxes_of(ledger, YEARS)

    def told(part: str) -> np.ndarray:
        return total(fluxes, Source(table="ledger", gas="CO2", select=(Selection(category=("4*",)),), part=part))

    inside = ledger[ledger["category"] != "outside"]
    net = inside.pivot_table(index="country", columns="year", values="value", aggfunc="sum")
    expected = net.reindex(index=list(COUNTRIES), columns=YEARS).fillna(0.0).to_numpy()
    np.testing.assert_allclose(told("emissions") + told("removals"), expected, rtol=0, atol=1e-9)
    assert (told("emissions") >= 0.0).all() and (told("removals") <= 0.0).all()
