"""One row and one sentence for each measure of a run: promised, allowed by the land, surviving, cost, and why."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landsim.policy.costs import cost_of
from landsim.policy.ledger import eligible_land
from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.placement import Placed
from landsim.policy.reason_codes import (
    CAP_REACHED,
    LAND_IN_USE,
    NATIVE_STEPPE,
    REASON_CODES,
    TOO_DRY,
    TREELINE,
)
from landsim.promises.record_rates import highest_rate, promised_rate

if TYPE_CHECKING:
    from landsim.results import Run

EXCLUSIONS = (TREELINE, TOO_DRY, NATIVE_STEPPE, CAP_REACHED, LAND_IN_USE)
COLUMNS = [
    "measure", "country", "kind", "year", "promised", "planted", "surviving", "delivered", "unit", "land_there",
    *(f"excluded_{code}" for code in EXCLUSIONS), "eligible", "reason_code", "cost", "cost_low", "cost_high",
    "cost_status", "promised_rate", "highest_rate", "highest_rate_of", "sentence",
]  # fmt: skip


def promises_table(run: Run) -> pd.DataFrame:
    """Columns COLUMNS: amounts in force in the measure's last year, areas in Mha, costs in million USD a year.

    land_there is the land of 2020 that the measure needs in its place; less the exclusions it is `eligible`. The rates
    are Mha a year; highest_rate_of says of what, or that there is no series.
    """
    policy = {(row["measure"], row["year"]): row for row in run.policy.to_dict("records")}
    rows = []
    for one in run.plan.placed:
        measure = one.measure
        found = policy[measure.id, measure.last_year]
        rate, of = highest_rate(measure)
        cost = cost_of(measure)
        row = {
            **{str(name): value for name, value in found.items() if name in COLUMNS},
            "measure": measure.id,
            "country": measure.country,
            "kind": measure.kind,
            "year": measure.last_year,
            "land_there": one.land_there / 1e6 if one.land_there > 0.0 else np.nan,
            **{f"excluded_{code}": one.excluded.get(code, np.nan) / 1e6 for code in EXCLUSIONS},
            "eligible": eligible_land(one),
            "cost_status": "no unit cost" if cost is None or math.isnan(found["cost"]) else cost.status,
            "promised_rate": promised_rate(measure),
            "highest_rate": rate,
            "highest_rate_of": of,
        }
        rows.append({**row, "sentence": sentence(row, one)})
    return pd.DataFrame(rows, columns=COLUMNS)


def sentence(row: dict[str, object], one: Placed, closes: str = "") -> str:
    """Promised x, the land allows y, z survives, (closes w,) because ...; closes: what it does to the gap, in words."""
    measure, unit = one.measure, str(row["unit"])
    title = MEASURE_KINDS[measure.kind].title
    if title[1].islower():
        title = title[0].lower() + title[1:]
    parts = [
        f"{measure.id} ({measure.country}): promised {_amount(row['promised'], unit)} of {title} by {measure.last_year}"
    ]
    rate, record = row["promised_rate"], row["highest_rate"]
    if isinstance(rate, float) and isinstance(record, float) and record > 0.0 and not math.isnan(rate):
        parts[0] += f" ({rate / record:.3g} times the fastest of 1990-2020)"
    eligible = row["eligible"]
    assert isinstance(eligible, float)
    if MEASURE_KINDS[measure.kind].rule == "avoided_loss":
        parts.append(f"there is {_amount(eligible, 'Mha')} a year of loss to avoid")
    elif not math.isnan(eligible):
        parts.append(f"the land allows {_amount(eligible, 'Mha')}")
    if MEASURE_KINDS[measure.kind].rule == "transition" and row["planted"] == row["planted"]:
        parts.append(f"{_amount(row['planted'], 'Mha')} placed and {_amount(row['surviving'], 'Mha')} survive")
    else:
        parts.append(f"{_amount(row['delivered'], unit)} delivered")
    if closes:
        parts.append(closes)
    codes = str(row["reason_code"]).split()
    told = " and ".join(REASON_CODES[code] for code in codes)
    why = f"; short of the promise because {told}" if codes else ": kept in full"
    return f"{', '.join(parts)}{why}."


def _amount(value: object, unit: str) -> str:
    assert isinstance(value, float)
    number = f"{value:.3g}" if abs(value) < 1000.0 else f"{value:,.0f}"
    return f"a fraction of {number}" if unit == "fraction" else f"{number} {unit}"
