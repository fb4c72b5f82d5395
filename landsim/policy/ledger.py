"""The policy ledger: promised against delivered for every measure, and why."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.core.simulation import Simulated
from landsim.core.state import FLUX
from landsim.names import COUNTRIES
from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.placement import Placed

Floats = NDArray[np.float64]
COLUMNS = ["measure", "country", "year", "promised", "planted", "surviving", "delivered", "unit", "reason"]


def policy_ledger(placed: list[Placed], simulated: Simulated, years: NDArray[np.int64]) -> pd.DataFrame:
    """One row per measure and year from its first year on; amounts are cumulative, in the measure's unit.

    planted and surviving are hectares of land-use change and stay empty for other measures. delivered is what the run
    did: hectares that survive, forest loss avoided in the year, grassland closed or under a cap.
    """
    records: list[dict[str, object]] = []
    for one in placed:
        records.extend(_measure_rows(one, simulated, years))
    return pd.DataFrame(records, columns=COLUMNS)


def _measure_rows(one: Placed, simulated: Simulated, years: NDArray[np.int64]) -> list[dict[str, object]]:
    measure = one.measure
    rule = MEASURE_KINDS[measure.kind].rule
    empty = np.full(len(years), np.nan)
    planted, surviving = empty, empty
    notes = list(one.notes)
    placed_by_year = simulated.placed[one.rows].sum(axis=0) if one.rows else np.zeros(len(years))
    outcome_by_year = simulated.surviving[one.rows].sum(axis=0) if one.rows else np.zeros(len(years))
    if rule == "transition":
        planted, surviving = np.cumsum(placed_by_year) / 1e6, np.cumsum(outcome_by_year) / 1e6
        delivered = surviving
        if planted[-1] > 0.0 and surviving[-1] < planted[-1]:
            notes.append(
                f"{100 * surviving[-1] / planted[-1]:.0f} % of planted hectares survive (survival by P/PET: assumption)"
            )
    elif rule == "exclosure":
        delivered = np.cumsum(placed_by_year) / 1e6
        notes += _lost_to_other_uses(one, delivered, years)
        closed = simulated.total[COUNTRIES.index(measure.country), -1, FLUX.exclosed_area] / 1e6
        if closed < 0.999 * delivered[-1]:
            notes.append(f"{closed:.3f} Mha of it are still grassland in {years[-1]}")
    elif rule == "herd_cap":
        if one.unit == "fraction":
            share = placed_by_year / one.capacity if one.capacity > 0.0 else np.zeros(len(years))
            delivered = share * measure.amount
        else:
            delivered = placed_by_year / 1e6
        notes += _lost_to_other_uses(one, delivered, years)
        notes.append(f"the cap takes off {outcome_by_year[-1] / 1e6:.2f} million sheep units in {years[-1]}")
    else:
        taken = one.loss_taken if one.loss_taken is not None else np.zeros(len(years))
        full = one.capacity if one.capacity > 0.0 else 1.0
        delivered = taken / 1e6 if one.unit == "Mha/yr" else taken / full
        if measure.last_year < years[-1]:
            notes.append(f"baseline loss resumes after {measure.last_year}")
    if not np.any(np.abs(delivered) > 0.0) and not any("changes nothing" in note for note in notes):
        notes.append("the measure changes nothing")
    reason = "; ".join(notes)
    return [
        {
            "measure": measure.id,
            "country": measure.country,
            "year": int(year),
            "promised": one.promised[i],
            "planted": planted[i],
            "surviving": surviving[i],
            "delivered": delivered[i],
            "unit": one.unit,
            "reason": reason,
        }
        for i, year in enumerate(years)
        if year >= measure.first_year
    ]


def _lost_to_other_uses(one: Placed, delivered: Floats, years: NDArray[np.int64]) -> list[str]:
    """Grassland that the plan counted on and that forest, fields or towns have taken when its turn comes."""
    missing = float(one.promised[-1] - delivered[-1])
    if missing <= 1e-6 * one.promised[-1] or any("could not be placed" in note for note in one.notes):
        return []
    return [f"{missing:.3g} {one.unit} short of the promise in {years[-1]}: grassland that went to other uses"]


def warnings(ledger: pd.DataFrame) -> list[str]:
    """One sentence for each measure that changed nothing."""
    silent = ledger.loc[ledger["reason"].str.contains("changes nothing", regex=False)]
    return [f"measure '{name}' changes nothing: {rows['reason'].iloc[0]}." for name, rows in silent.groupby("measure")]
