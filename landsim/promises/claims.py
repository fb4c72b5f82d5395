"""What a country says it has planted, beside the forest that a run gains in the same years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from landsim.core.state import FLUX
from landsim.facts import load_table
from landsim.names import COUNTRIES

if TYPE_CHECKING:
    from landsim.results import Run

TABLE = "programme_claims"
COLUMNS = ("country", "first_year", "last_year", "indicator", "claimed", "unit", "source", "note")


def claim_rows(run: Run) -> list[dict[str, object]]:
    """Rows of indicators.csv: Mha of new forest and shrub in the years of a claim, the claim as their target."""
    years = run.drivers.years
    rows: list[dict[str, object]] = []
    for claim in load_table(TABLE, COLUMNS).to_dict("records"):
        inside = (years >= claim["first_year"]) & (years <= claim["last_year"])
        if int(np.sum(inside)) < claim["last_year"] - claim["first_year"] + 1:
            continue
        gained = run.simulated.total[COUNTRIES.index(claim["country"]), inside, FLUX.new_forest].sum() / 1e6
        rows.append(
            {
                "country": claim["country"], "year": claim["last_year"], "indicator": claim["indicator"],
                "value": float(gained), "target": claim["claimed"], "unit": claim["unit"],
                "met": "yes" if gained >= claim["claimed"] else "no",
                "note": f"claimed for {claim['first_year']}-{claim['last_year']}: {claim['source']}; {claim['note']}",
            }
        )  # fmt: skip
    return rows
