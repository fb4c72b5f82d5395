"""A pledge in tonnes, backwards: the hectares (or share) that one kind of measure would need, and whether they exist.

The measure comes on top of a scenario without its measures, from the first year of policy to the year of the pledge, in
equal steps. What it saves is the land sector and farming of the country without it less those with it. The amount is
found by stepping the country alone again and again (`amount_needed`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from landsim.comparison.country_runs import CountryRuns, land_and_farming
from landsim.errors import InputError
from landsim.facts import load_table
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.placement import Placed
from landsim.policy.plan import LandPlan
from landsim.promises.amount_needed import amount_needed
from landsim.promises.record_rates import highest_rate
from landsim.scenario import Scenario
from landsim.scenario_file import RawMeasure
from landsim.scenario_measures import one_measure

Floats = NDArray[np.float64]
TABLE = "tonnes_pledges"
COLUMNS = ("id", "country", "tonnes", "year", "kinds", "name", "source", "note")
# More than any country has: the plan gives what there is.
ALL_LAND = 1e4


@dataclass(frozen=True)
class Needed:
    """What a measure would have to be for a pledge.

    amount     in `unit`: that reaches the tonnes; where nothing does, all the land at its mean yield, scaled up; nan
               where the measure saves nothing in that year
    enough     whether the land allows it
    eligible   Mha that the limits of the kind leave, nan for kinds without land of units
    most       in `unit`, that can be in force by the year       gives  Mt that `most` saves in the year
    from_year  first year in which `most` saves the tonnes, None: none to the end of the scenario
    herd       change of sheep units in the year that `amount` (or `most`) means, per cent
    without    net land sector and farming of the country in the year without it, Mt
    times_record  yearly pace of `amount` over the fastest of 1990-2020 (record_rates.py), nan where there is no series
    """

    country: str
    kind: str
    tonnes: float
    year: int
    unit: str
    amount: float
    enough: bool
    eligible: float
    most: float
    gives: float
    from_year: int | None
    herd: float
    without: float
    times_record: float

    @property
    def sentence(self) -> str:
        title = MEASURE_KINDS[self.kind].title
        head = f"{self.country}, {title[0].lower()}{title[1:]}: {self.tonnes:g} Mt a year in {self.year}"
        land = "" if math.isnan(self.eligible) else f"the land allows {_amount(self.eligible, 'Mha')}"
        by_year = f"{_amount(self.most, self.unit)} can be in force by {self.year}"
        pace = "" if math.isnan(self.times_record) else f"; {_times(self.times_record)} times the fastest of 1990-2020"
        herd = f"; sheep units change by {self.herd:+.1f} %" if abs(self.herd) >= 0.05 else ""
        there = ", ".join(part for part in (land, by_year) if part)
        if self.enough:
            return f"{head} need {_amount(self.amount, self.unit)}; {there}{pace}{herd}."
        later = (
            f"it saves that much from {self.from_year} on" if self.from_year is not None else "it never saves that much"
        )
        if math.isnan(self.amount):
            return f"{head} are out of reach: {there}, which saves nothing in that year ({self.gives:.3g} Mt); {later}."
        return (
            f"{head} would need about {_amount(self.amount, self.unit)}; {there}, which saves {self.gives:.3g} Mt; "
            f"{later}{pace}{herd}."
        )


class Backwards:
    """Pledges in tonnes against one scenario on one landscape, which are prepared once."""

    def __init__(self, scenario: Scenario, land: Landscape) -> None:
        self.runs = CountryRuns(scenario, land)
        self.scenario = scenario

    def needed(self, country: str, kind: str, tonnes: float, year: int) -> Needed:
        """What a kind of measure would have to be for `tonnes` a year (MtCO2e) in `year`.

        Raises InputError for a kind without hectares or share, or that means nothing in the country, a year outside
        policy, and tonnes that are not above zero.
        """
        _check(country, kind, tonnes)
        unit = "Mha" if "Mha" in MEASURE_KINDS[kind].units else "fraction"
        first, at = self.scenario.history.last_year + 1, int(np.searchsorted(self.runs.years, year))
        row = COUNTRIES.index(country)

        def laid(amount: float) -> tuple[LandPlan, Floats, Floats]:
            raw = RawMeasure.model_validate(
                {
                    "kind": kind, "country": country, "amount": amount, "unit": unit, "first_year": first,
                    "last_year": year, "source": "assumption", "additional": True,
                }
            )  # fmt: skip
            measure = one_measure(raw, "a pledge backwards", first, self.scenario.last_year)
            plan, found = self.runs.with_measures(country, (measure,))
            return plan, land_and_farming(found, country).sum(axis=0), found.stocks["sheep_units"][1][row]

        plan, with_all, herd_of_all = laid(ALL_LAND if unit == "Mha" else 1.0)
        _, nothing_done = self.runs.with_measures(country, ())
        without = land_and_farming(nothing_done, country).sum(axis=0)
        herd_without = nothing_done.stocks["sheep_units"][1][row]
        most = in_force(plan, plan.placed[0], at) if unit == "Mha" else 1.0
        saved = without - with_all
        gives = float(saved[at])

        @cache
        def saving(amount: float) -> float:
            return gives if amount >= most else float((without - laid(amount)[1])[at])

        amount = amount_needed(saving, tonnes, most) if most > 0.0 else math.inf
        enough = math.isfinite(amount)
        if not enough:
            amount = most * tonnes / gives if gives > 0.0 else math.nan
        herd = laid(amount)[2] if enough else herd_of_all
        reached = np.flatnonzero(saved[at:] >= tonnes)
        one = plan.placed[0]
        return Needed(
            country, kind, tonnes, year, unit, amount, enough,
            one.capacity / 1e6 if one.land_there > 0.0 else math.nan, most, gives,
            int(self.runs.years[at + reached[0]]) if len(reached) else None,
            float(100.0 * (herd[at] / herd_without[at] - 1.0)) if herd_without[at] > 0.0 else 0.0,
            float(without[at]),
            amount / (year - first + 1) / highest_rate(one.measure)[0] if unit == "Mha" else math.nan,
        )  # fmt: skip


def in_force(plan: LandPlan, one: Placed, at: int) -> float:
    """Mha that a measure has by the end of a year (index), by the plan; of a coverage, the first of its effects."""
    if one.shift is not None:
        return float(one.shift[at])
    rows = one.rows[:1] if one.effects else one.rows
    cover = one.measure.numbers.get("tree_cover", 1.0)
    return sum(float(plan.rows[row].cumulative[at + 1]) for row in rows) / cover / 1e6


def _check(country: str, kind: str, tonnes: float) -> None:
    units = MEASURE_KINDS[kind].units
    if not {"Mha", "fraction"} & set(units):
        raise InputError(f"--kind: {kind} is told in {', '.join(units)}, expected a kind in Mha or as a fraction.")
    if not (math.isfinite(tonnes) and tonnes > 0.0):
        raise InputError(f"--tonnes: found {tonnes:g}, expected MtCO2e a year, a number above 0.")


@dataclass(frozen=True)
class TonnesPledge:
    """A pledge in tonnes without a programme, and the kinds of measure that could stand behind it."""

    id: str
    country: str
    tonnes: float
    year: int
    kinds: tuple[str, ...]
    name: str
    source: str
    note: str


def tonnes_pledges() -> tuple[TonnesPledge, ...]:
    """The rows of tonnes_pledges.csv."""
    return tuple(
        TonnesPledge(
            str(row["id"]), str(row["country"]), float(row["tonnes"]), int(row["year"]),
            tuple(name.strip() for name in str(row["kinds"]).split(";")), str(row["name"]), str(row["source"]),
            str(row["note"]),
        )
        for row in load_table(TABLE, COLUMNS).to_dict("records")
    )  # fmt: skip


def _times(value: float) -> str:
    return f"{value:,.0f}" if value >= 100.0 else f"{value:.3g}"


def _amount(value: float, unit: str) -> str:
    number = f"{value:.3g}" if value < 1000.0 else f"{value:,.0f}"
    return f"a fraction of {number}" if unit == "fraction" else f"{number} {unit}"
