"""What is wrong with a row of a table of targets, in one clause that says what was expected."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from landsim.facts import load_table
from landsim.gwp import GWP_SETS
from landsim.names import COUNTRIES
from landsim.targets.target import IN_TONNES, INDICATORS, NO_GWP, OWN_VIEW, STATUSES, TARGET_KINDS

YES_NO = {"yes": True, "no": False}
FIRST_YEAR, LAST_YEAR = 1990, 2100


def number_or(value: float, otherwise: float) -> float:
    """The value, or what stands for it where the cell is empty."""
    return otherwise if math.isnan(value) else value


def wrong_text(text: Mapping[str, str]) -> str:
    """What is wrong with the texts of a row; empty if nothing is."""
    choices: tuple[tuple[str, Iterable[str]], ...] = (
        ("country", COUNTRIES),
        ("kind", TARGET_KINDS),
        ("indicator", INDICATORS),
        ("lulucf", OWN_VIEW),
        ("status", STATUSES),
        ("headline", YES_NO),
        ("conditional", YES_NO),
        ("gwp", (*GWP_SETS, NO_GWP)),
    )
    for key in ("id", "version", "pledge", "name", "indicator", "unit", "source"):
        if not text[key]:
            return f"{key} is empty; expected a text"
    for key, allowed in choices:
        if text[key] not in allowed:
            return f'{key} is "{text[key]}"; expected one of {", ".join(allowed)}'
    return _wrong_pair(text)


def _wrong_pair(text: Mapping[str, str]) -> str:
    """Texts that are known one by one but do not go together."""
    indicator, kind = text["indicator"], text["kind"]
    family, unit = INDICATORS[indicator]
    if family not in TARGET_KINDS[kind].families:
        fitting = ", ".join(name for name, other in TARGET_KINDS.items() if family in other.families)
        return f'kind is "{kind}" for the indicator {indicator}; expected one of {fitting}'
    if family == "land" and TARGET_KINDS[kind].percent:
        unit = "%"
    if not text["unit"].startswith(unit) or (indicator == IN_TONNES and text["unit"] != unit):
        return f'unit is "{text["unit"]}" for the indicator {indicator}; expected {unit}'
    if indicator == IN_TONNES and text["gwp"] == NO_GWP:
        return f'gwp is "{NO_GWP}" for a target in tonnes; expected one of {", ".join(GWP_SETS)}'
    if kind == "intensity":
        known = sorted(set(load_table("economy_gdp")["country"]))
        if text["country"] not in known:
            return (
                f"kind is intensity for {text['country']}, but economy_gdp.csv has GDP of {', '.join(known)} "
                "only; expected another kind"
            )
    return ""


def wrong_number(text: Mapping[str, str], number: Mapping[str, float]) -> str:
    """What is wrong with the numbers of a row whose texts are right; empty if nothing is."""
    return _wrong_year(text, number) or _wrong_base(text, number) or _wrong_amount(text, number)


def _wrong_year(text: Mapping[str, str], number: Mapping[str, float]) -> str:
    if not _is_year(number["year"]):
        return f"year is {_shown(number['year'])}; expected a whole year from {FIRST_YEAR} to {LAST_YEAR}"
    if not math.isnan(number["base_year"]) and not _is_year(number["base_year"]):
        return f"base_year is {number['base_year']:g}; expected a whole year from {FIRST_YEAR} to {LAST_YEAR}"
    if TARGET_KINDS[text["kind"]].needs_base_year and math.isnan(number["base_year"]):
        return f"base_year is empty; expected a year, because the kind is {text['kind']}"
    if number["year"] < number["base_year"]:
        return (
            f"the target year {number['year']:.0f} lies before the base year {number['base_year']:.0f}; "
            "expected a later year"
        )
    return ""


def _is_year(value: float) -> bool:
    return FIRST_YEAR <= value <= LAST_YEAR and value == int(value)


def _shown(value: float) -> str:
    return "empty" if math.isnan(value) else f"{value:g}"


def _wrong_base(text: Mapping[str, str], number: Mapping[str, float]) -> str:
    if TARGET_KINDS[text["kind"]].needs_base and math.isnan(number["base"]):
        return f"base is empty; expected the base level, because the kind is {text['kind']}"
    for key in ("base", "base_with_lulucf"):
        if number[key] <= 0.0:
            return f"{key} is {number[key]:g}; expected a number above 0"
    if number["removals"] < 0.0:
        return f"removals is {number['removals']:g}; expected removals as a positive number"
    if text["lulucf"] == "gross_net" and math.isnan(number["removals"]):
        return "removals is empty; expected the removals inside the net level, because lulucf is gross_net"
    return _wrong_range("base", number)


def _wrong_amount(text: Mapping[str, str], number: Mapping[str, float]) -> str:
    kind = TARGET_KINDS[text["kind"]]
    if math.isnan(number["amount"]):
        return "amount is empty; expected the pledged amount"
    if text["kind"] == "peak" and not _is_year(number["amount"]):
        return (
            f"amount is {number['amount']:g}; expected the last year of a timely peak, from {FIRST_YEAR} to {LAST_YEAR}"
        )
    if text["kind"] == "net_zero" and number["amount"] != 0.0:
        return f"amount is {number['amount']:g}; expected 0, because the kind is net_zero"
    earlier = number_or(number["earlier_amount"], 0.0)
    percent = kind.percent or text["unit"].startswith("%")
    for key in ("amount", "amount_low", "amount_high"):
        total = number[key] + earlier
        if percent and not math.isnan(total) and not 0.0 <= total <= 100.0:
            return f"{key} is {total:g} %; expected 0 to 100"
        if kind.reduces and number[key] < 0.0:
            return f"{key} is {number[key]:g}; expected a reduction of at least 0"
        if text["indicator"] != IN_TONNES and number[key] < 0.0:
            return f"{key} is {number[key]:g}; expected a number of at least 0"
    return _wrong_range("amount", number)


def _wrong_range(name: str, number: Mapping[str, float]) -> str:
    low, value, high = number[f"{name}_low"], number[name], number[f"{name}_high"]
    if low > high:
        return f"{name}_low is {low:g}, above {name}_high {high:g}; expected at most that"
    if low > value:
        return f"{name}_low is {low:g}, above {name} {value:g}; expected at most that"
    if high < value:
        return f"{name}_high is {high:g}, below {name} {value:g}; expected at least that"
    return ""
