"""Codes that the ledger may file a flux under: those of the common reporting tables, and landsim's own beside them."""

from __future__ import annotations

from collections.abc import Iterable

from landsim.errors import InputError
from landsim.facts import load_table
from landsim.suggestions import did_you_mean

TABLE = "inventory_categories"
# Of the common reporting tables, or landsim's own, which no inventory counts.
KINDS = ("crt", "own")


def inventory_categories() -> dict[str, tuple[str, str]]:
    """Code -> name and kind (KINDS), in the order of the table inventory_categories.csv."""
    table = load_table(TABLE, ("code", "name", "kind", "source"))
    return {str(row.code): (str(row.name), str(row.kind)) for row in table.itertuples(index=False)}


def check_categories(codes: Iterable[str]) -> None:
    """InputError for the first code that the table does not hold."""
    known = inventory_categories()
    for code in codes:
        if code not in known:
            raise InputError(
                f"ledger: found the category '{code}', which is not in {TABLE}.csv, {did_you_mean(code, known)}"
            )
