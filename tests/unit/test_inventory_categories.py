"""Every row of the ledger has a code of the common reporting tables, or one that is declared to stand outside."""

from __future__ import annotations

import pytest

from landsim.errors import InputError
from landsim.inventory_categories import KINDS, check_categories, inventory_categories
from landsim.results import Run


def test_every_code_of_the_ledger_is_in_the_table(ndc_first: Run) -> None:
    known = inventory_categories()
    assert set(ndc_first.ledger["category"]) <= set(known)


def test_codes_that_the_inventory_sums_are_those_of_the_common_tables(ndc_first: Run) -> None:
    """Own codes are in no sum: what the table calls `crt` in the ledger is the inventory, to the last row."""
    crt = {code for code, (_, kind) in inventory_categories().items() if kind == "crt"}
    ledger = ndc_first.ledger
    summed = ledger[ledger["category"].isin(crt) & (ledger["year"] == 2030)].groupby("country")["value"].sum()
    inventory = ndc_first.inventory.query("year == 2030").pivot(index="country", columns="variable", values="value")
    expected = inventory["lulucf_net"] + inventory["agriculture"]
    for country, value in summed.items():
        assert value == pytest.approx(expected[country], rel=1e-9, abs=1e-9)


def test_names_and_kinds() -> None:
    table = inventory_categories()
    assert table["4.A.2"] == ("Land converted to forest land", "crt")
    assert {kind for _, kind in table.values()} == set(KINDS)
    assert all(code[0] in "34" for code, (_, kind) in table.items() if kind == "crt")


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(InputError, match=r"the category '4\.A\.9', which is not in inventory_categories\.csv, did you"):
        check_categories(["3.A", "4.A.9"])
