"""What measures cost: unit costs by kind and country, annualised cost, cost of a tonne, and what a budget pays for.

Annualised cost of a hectare = once x CRF + yearly, CRF = i / (1 - (1 + i)^-n) for an interest i and a life of n years;
cost of a tonne = that over what a hectare takes up in a year, neither of them discounted further.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landsim.assumptions import Assumption
from landsim.errors import InputError
from landsim.facts import load_table
from landsim.policy.placement import HECTARES, Placed, falls_short, in_million_hectares, promised_quantity
from landsim.scenario_measures import Measure, cumulative_share

Floats = NDArray[np.float64]
TABLE = "measure_costs"
COLUMNS = (
    "kind", "country", "vegetation", "part", "value", "low", "high", "currency", "year", "currency_per_usd",
    "life_years", "status", "source", "note",
)  # fmt: skip
PARTS = ("once", "yearly")
INTEREST = Assumption(
    "cost.interest", "", 0.05, 0.03, 0.10, "1/yr", "interest at which what is paid once is spread over its life",
    "assumption",
)  # fmt: skip
Range = tuple[float, float, float]


def capital_recovery_factor(interest: float, years: float) -> float:
    """Yearly payment for 1 that is paid once and lasts ``years``, 1/yr; 1 / years without interest."""
    return interest / (1.0 - (1.0 + interest) ** -years) if interest > 0.0 else 1.0 / years


def annualised_cost(once: float, yearly: float, interest: float, years: float) -> float:
    """Cost a year of something that costs ``once`` and then ``yearly``, in the money of its arguments."""
    return once * capital_recovery_factor(interest, years) + yearly


def cost_of_a_tonne(once: float, yearly: float, tonnes: float, interest: float, years: float) -> float:
    """Marginal abatement cost: annualised cost of a hectare over ``tonnes`` a year that it takes up."""
    return annualised_cost(once, yearly, interest, years) / tonnes


@dataclass(frozen=True)
class UnitCost:
    """What a hectare costs, USD of the years of its sources: value, low and high of what is paid once and yearly.

    life     years that what is paid once lasts       status  the weakest of its rows
    sources  of all its rows
    """

    once: Range
    yearly: Range
    life: float
    status: str
    sources: tuple[str, ...]

    def annualised(self, which: int = 0) -> float:
        """USD/ha/yr; which: 0 the value, 1 low, 2 high."""
        return annualised_cost(self.once[which], self.yearly[which], INTEREST.value, self.life)


def unit_cost(kind: str, country: str, vegetation: str = "") -> UnitCost | None:
    """Unit cost of a kind in a country, the row of the vegetation and of the country before those for all; or None."""
    parts = {part: _row(kind, country, vegetation, part) for part in PARTS}
    rows = [row for row in parts.values() if row is not None]
    if not rows:
        return None
    ranges: dict[str, Range] = {}
    for part, row in parts.items():
        keys = ("value", "low", "high")
        found = [0.0] * 3 if row is None else [float(row[key]) / float(row["currency_per_usd"]) for key in keys]
        ranges[part] = (found[0], found[1], found[2])
    once = parts["once"]
    return UnitCost(
        ranges["once"],
        ranges["yearly"],
        1.0 if once is None else float(once["life_years"]),
        max((str(row["status"]) for row in rows), key=STATUSES.index),
        tuple(f"{row['source']} ({row['currency']} of {row['year']})" for row in rows),
    )


# The strongest first.
STATUSES = ("official", "literature", "estimate", "assumption")


@cache
def _rows() -> dict[tuple[str, str, str, str], dict[str, Any]]:
    rows: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    for row in load_table(TABLE, COLUMNS).to_dict("records"):
        key = (str(row["kind"]), str(row["country"]), str(row["vegetation"]), str(row["part"]))
        if key in rows:
            raise InputError(f"The fact table {TABLE}.csv has two rows of {' '.join(key)}, expected one of each.")
        rows[key] = {str(name): value for name, value in row.items()}
    return rows


def _row(kind: str, country: str, vegetation: str, part: str) -> dict[str, Any] | None:
    rows = _rows()
    # One set of rows holds for a kind in a country: a national payment and a fence of elsewhere do not mix.
    for place in ((country, vegetation), (country, ""), ("", vegetation), ("", "")):
        if any((kind, *place, one) in rows for one in PARTS):
            return rows.get((kind, *place, part))
    return None


def cost_of(measure: Measure) -> UnitCost | None:
    return unit_cost(measure.kind, measure.country, measure.vegetation if measure.vegetation != "auto" else "")


def cost_assumptions(measures: Sequence[Measure]) -> list[Assumption]:
    """The interest, and the unit costs of a scenario's measures that no source gives."""
    found: dict[str, Assumption] = {}
    for measure in measures:
        cost = cost_of(measure)
        if cost is None or cost.status in STATUSES[:2]:
            continue
        value, low, high = (cost.annualised(which) for which in range(3))
        name = f"cost.{measure.kind}.{measure.country}"
        name += f".{measure.vegetation}" if measure.vegetation != "auto" else ""
        text = "annualised cost of a hectare; no cost enters emissions"
        found[name] = Assumption(
            name, measure.country, value, low, high, "USD/ha/yr", text, "; ".join(cost.sources), cost.status
        )
    return [INTEREST, *found.values()] if any(cost_of(measure) for measure in measures) else []


def outlay_per_hectare(measure: Measure, cost: UnitCost, years: NDArray[np.int64]) -> float:
    """USD spent from first_year to last_year on each hectare that is there in the end, not discounted.

    A hectare is paid for once when it comes, and yearly from then to last_year.
    """
    share = cumulative_share(measure.ramp, measure.first_year, measure.last_year, years)
    if measure.unit == "Mha/yr":
        share = np.clip((years - measure.first_year + 1) / (measure.last_year - measure.first_year + 1), 0.0, 1.0)
    inside = (years >= measure.first_year) & (years <= measure.last_year)
    return cost.once[0] + cost.yearly[0] * float(share[inside].sum())


def within_budget(measure: Measure, years: NDArray[np.int64]) -> Measure:
    """The measure with the amount that its budget pays for; the same measure where it has none or enough."""
    if measure.budget is None:
        return measure
    cost = cost_of(measure)
    assert cost is not None  # a file with a budget for it is refused
    per_hectare = outlay_per_hectare(measure, cost, years)
    hectares = float(promised_quantity(measure, years).max())
    affordable = measure.budget * 1e6 / per_hectare if per_hectare > 0.0 else np.inf
    if affordable >= hectares:
        return measure
    return replace(measure, amount=measure.amount * affordable / hectares)


def tell_budget(placed: Placed, asked: Measure, years: NDArray[np.int64]) -> None:
    """Put the promise back to what was asked for, and tell what the budget does not pay for."""
    paid = placed.measure
    if paid is asked:
        return
    promised = promised_quantity(asked, years) / HECTARES[asked.unit]
    placed.over_budget = promised - placed.promised
    placed.missing = placed.missing + placed.over_budget
    placed.measure, placed.promised = asked, promised
    missing = float(placed.over_budget.max()) * 1e6
    if falls_short(missing, float(promised.max()) * 1e6):
        cost = cost_of(asked)
        assert cost is not None
        placed.notes.append(
            f"{in_million_hectares(missing)} Mha are beyond the budget of {asked.budget:g} million USD, at "
            f"{outlay_per_hectare(asked, cost, years):,.0f} USD a hectare to {asked.last_year} ({cost.status})"
        )
