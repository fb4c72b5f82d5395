"""National pledges as a reviewed table: each with its base, coverage and GWP set, and the level it means."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from landsim.errors import InputError
from landsim.facts import load_table
from landsim.gwp import GWP_SETS
from landsim.names import COUNTRIES

EXCLUDED = "excluded"
INVENTORY = "inventory"

# How the pledge treats the land sector -> the LULUCF view in which its own text is judged.
OWN_VIEW = {
    "excluded": EXCLUDED,
    "included": INVENTORY,
    "gross_net": INVENTORY,
    "with_and_without": INVENTORY,
    "undecided": EXCLUDED,
    "not_stated": EXCLUDED,
    "not_applicable": EXCLUDED,
}
STATUSES = ("official", "database", "literature", "estimate", "assumption")
NO_GWP = "none"


@dataclass(frozen=True)
class _Kind:
    """One target type: the level from base and amount, and what a row of that type must give."""

    level: Callable[[float, float], float]
    needs_base: bool = False
    needs_base_year: bool = False
    percent: bool = False
    # A larger amount means a lower level.
    reduces: bool = False


def _amount(_base: float, amount: float) -> float:
    return amount


def _below(base: float, amount: float) -> float:
    return base * (1.0 - amount / 100.0)


TARGET_KINDS: dict[str, _Kind] = {
    "below_bau": _Kind(_below, needs_base=True, percent=True, reduces=True),
    "below_base_year": _Kind(_below, needs_base=True, needs_base_year=True, percent=True, reduces=True),
    "absolute_reduction": _Kind(lambda base, amount: base - amount, needs_base=True, reduces=True),
    "share_of_base_year": _Kind(
        lambda base, amount: base * amount / 100.0, needs_base=True, needs_base_year=True, percent=True
    ),
    "share_of_area": _Kind(_amount, needs_base=True, percent=True),
    "intensity": _Kind(_amount, needs_base_year=True, percent=True),
    "below_mean_of_years": _Kind(_amount, needs_base_year=True, percent=True),
    "increase_on_base_year": _Kind(_amount, needs_base_year=True),
    "peak": _Kind(_amount),
    "fixed_level": _Kind(_amount),
}


@dataclass(frozen=True)
class Target:
    """One pledge for one year.

    ``base`` is a BAU or base-year level (MtCO2e) or an area (Mha), NaN where none is used; ``amount`` is
    in per cent or in ``unit``; ``earlier_amount`` is the part that a conditional pledge adds to.
    ``base_with_lulucf`` is the base where the land sector counts, ``removals`` the MtCO2e of removals
    inside a net level (NaN where not stated). ``headline``: stands for its country in short tables.
    """

    id: str
    version: str
    country: str
    pledge: str
    name: str
    year: int
    kind: str
    indicator: str
    unit: str
    base_year: int | None
    base: float
    base_low: float
    base_high: float
    base_with_lulucf: float
    amount: float
    amount_low: float
    amount_high: float
    earlier_amount: float
    removals: float
    headline: bool
    conditional: bool
    lulucf: str
    gases: str
    gwp: str
    source: str
    status: str
    note: str

    @property
    def in_tonnes(self) -> bool:
        """Whether the target is a level of the economy's greenhouse gases, so that a gap can be computed."""
        return self.indicator == "greenhouse_gas"

    @property
    def own_view(self) -> str:
        """The LULUCF view in which the pledge's own text is judged."""
        return OWN_VIEW[self.lulucf]

    def target_level(self, view: str = EXCLUDED) -> float:
        """Level in ``unit`` in a LULUCF view; a gross-net level without land is raised by its removals."""
        return self._level(view, self.base, self.amount)

    def target_range(self, view: str = EXCLUDED) -> tuple[float, float]:
        """Lowest and highest level of the pledged range and of an uncertain base."""
        corners = [
            self._level(view, base, amount)
            for base in (self.base_low, self.base_high)
            for amount in (self.amount_low, self.amount_high)
        ]
        return min(corners), max(corners)

    def _level(self, view: str, base: float, amount: float) -> float:
        if view not in (EXCLUDED, INVENTORY):
            raise InputError(f'The LULUCF view "{view}" is unknown; expected "{EXCLUDED}" or "{INVENTORY}".')
        if view == INVENTORY and not math.isnan(self.base_with_lulucf):
            base = self.base_with_lulucf
        level = TARGET_KINDS[self.kind].level(base, self.earlier_amount + amount)
        if self.lulucf == "gross_net" and view == EXCLUDED:
            # Gross base, net level: without the land sector, emissions may be higher by the removals.
            level += self.removals
        return level


_NUMBERS = (
    "base_year",
    "base",
    "base_low",
    "base_high",
    "base_with_lulucf",
    "amount",
    "amount_low",
    "amount_high",
    "earlier_amount",
    "removals",
)
_TEXTS = (
    "id",
    "version",
    "country",
    "pledge",
    "name",
    "kind",
    "indicator",
    "unit",
    "headline",
    "conditional",
    "lulucf",
    "gases",
    "gwp",
    "source",
    "status",
    "note",
)
_YES_NO = {"yes": True, "no": False}


def load_targets(version: str = "first") -> tuple[Target, ...]:
    """The shipped targets of one version of the pledges ("first": the first NDCs), checked row by row."""
    targets = targets_from_table(load_table("targets"))
    chosen = tuple(target for target in targets if target.version == version)
    if not chosen:
        known = ", ".join(sorted({target.version for target in targets}))
        raise InputError(f'targets.csv has no version "{version}"; expected one of {known}.')
    return chosen


def targets_from_table(table: pd.DataFrame, file: str = "targets.csv") -> tuple[Target, ...]:
    """Targets of a table; every bad row is refused with one sentence, all of them in one InputError."""
    missing = [column for column in (*_TEXTS, "year", *_NUMBERS) if column not in table.columns]
    if missing:
        raise InputError(
            f"{file} has no column {', '.join(missing)}; expected those of the shipped targets.csv."
        )
    targets: list[Target] = []
    problems: list[str] = []
    seen: dict[tuple[object, ...], str] = {}
    for number, row in enumerate(table.to_dict("records"), start=2):
        cells = {str(key): value for key, value in row.items()}
        label = f"{file} line {number} ({_text(cells, 'id') or 'no id'})"
        problem, target = _read_row(cells)
        if target is not None:
            key = (
                target.version,
                target.country,
                target.year,
                target.pledge,
                target.indicator,
                target.conditional,
            )
            problem = _duplicate(seen, target, key)
        if problem:
            problems.append(f"{label}: {problem}.")
        elif target is not None:
            targets.append(target)
    if problems:
        raise InputError("\n".join(problems))
    return tuple(targets)


def _duplicate(seen: dict[tuple[object, ...], str], target: Target, key: tuple[object, ...]) -> str:
    if target.id in seen.values():
        return f'the id "{target.id}" is used twice; expected a different id for each row'
    earlier = seen.get(key)
    if earlier is not None:
        return f"{earlier} is the same target; expected one row per pledge, year, indicator and condition"
    seen[key] = target.id
    return ""


def _text(row: Mapping[str, object], key: str) -> str:
    value = row[key]
    return "" if value is None or (isinstance(value, float) and math.isnan(value)) else str(value).strip()


def _read_row(row: Mapping[str, object]) -> tuple[str, Target | None]:
    """The first thing that is wrong with a row (empty: nothing) and the target if nothing is."""
    text = {key: _text(row, key) for key in _TEXTS}
    number: dict[str, float] = {}
    for key in ("year", *_NUMBERS):
        cell = _text(row, key)
        try:
            number[key] = float(cell) if cell else math.nan
        except ValueError:
            return f'{key} is "{cell}"; expected a number', None
        if math.isinf(number[key]):
            return f"{key} is infinite; expected a finite number", None
    problem = _wrong_text(text) or _wrong_number(text, number)
    if problem:
        return problem, None
    base_year = None if math.isnan(number["base_year"]) else int(number["base_year"])
    return "", Target(
        id=text["id"],
        version=text["version"],
        country=text["country"],
        pledge=text["pledge"],
        name=text["name"],
        year=int(number["year"]),
        kind=text["kind"],
        indicator=text["indicator"],
        unit=text["unit"],
        base_year=base_year,
        base=number["base"],
        base_low=_number_or(number["base_low"], number["base"]),
        base_high=_number_or(number["base_high"], number["base"]),
        base_with_lulucf=number["base_with_lulucf"],
        amount=number["amount"],
        amount_low=_number_or(number["amount_low"], number["amount"]),
        amount_high=_number_or(number["amount_high"], number["amount"]),
        earlier_amount=_number_or(number["earlier_amount"], 0.0),
        removals=number["removals"],
        headline=_YES_NO[text["headline"]],
        conditional=_YES_NO[text["conditional"]],
        lulucf=text["lulucf"],
        gases=text["gases"],
        gwp=text["gwp"],
        source=text["source"],
        status=text["status"],
        note=text["note"],
    )


def _number_or(value: float, otherwise: float) -> float:
    return otherwise if math.isnan(value) else value


def _wrong_text(text: Mapping[str, str]) -> str:
    choices: tuple[tuple[str, Iterable[str]], ...] = (
        ("country", COUNTRIES),
        ("kind", TARGET_KINDS),
        ("lulucf", OWN_VIEW),
        ("status", STATUSES),
        ("headline", _YES_NO),
        ("conditional", _YES_NO),
        ("gwp", (*GWP_SETS, NO_GWP)),
    )
    for key in ("id", "version", "pledge", "name", "indicator", "unit", "source"):
        if not text[key]:
            return f"{key} is empty; expected a text"
    for key, allowed in choices:
        if text[key] not in allowed:
            return f'{key} is "{text[key]}"; expected one of {", ".join(allowed)}'
    if text["indicator"] == "greenhouse_gas" and text["gwp"] == NO_GWP:
        return f'gwp is "{NO_GWP}" for a target in tonnes; expected one of {", ".join(GWP_SETS)}'
    return ""


def _wrong_number(text: Mapping[str, str], number: Mapping[str, float]) -> str:
    kind = TARGET_KINDS[text["kind"]]
    if math.isnan(number["year"]) or number["year"] != int(number["year"]):
        return "year is empty or not a whole number; expected the target year"
    if math.isnan(number["amount"]):
        return "amount is empty; expected the pledged amount"
    if kind.needs_base and math.isnan(number["base"]):
        return f"base is empty; expected the base level, because the kind is {text['kind']}"
    if kind.needs_base_year and math.isnan(number["base_year"]):
        return f"base_year is empty; expected a year, because the kind is {text['kind']}"
    if number["year"] < number["base_year"]:
        return (
            f"the target year {number['year']:.0f} lies before the base year {number['base_year']:.0f}; "
            "expected a later year"
        )
    if text["lulucf"] == "gross_net" and math.isnan(number["removals"]):
        return "removals is empty; expected the removals inside the net level, because lulucf is gross_net"
    total = number["amount"] + _number_or(number["earlier_amount"], 0.0)
    if kind.percent and not 0.0 <= total <= 100.0:
        return f"amount is {total:g} %; expected 0 to 100"
    if kind.reduces and number["amount"] < 0.0:
        return f"amount is {number['amount']:g}; expected a reduction of at least 0"
    for name in ("base", "amount"):
        if number[f"{name}_low"] > number[name]:
            low = number[f"{name}_low"]
            return f"{name}_low is {low:g}, above {name} {number[name]:g}; expected at most that"
        if number[f"{name}_high"] < number[name]:
            high = number[f"{name}_high"]
            return f"{name}_high is {high:g}, below {name} {number[name]:g}; expected at least that"
    return ""
