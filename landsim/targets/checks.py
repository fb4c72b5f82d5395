"""What is wrong with a row of a table of targets, in one clause that says what was expected."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from landsim.gwp import GWP_SETS
from landsim.names import COUNTRIES
from landsim.targets.target import NO_GWP, OWN_VIEW, STATUSES, TARGET_KINDS

YES_NO = {"yes": True, "no": False}


def number_or(value: float, otherwise: float) -> float:
    """The value, or what stands for it where the cell is empty."""
    return otherwise if math.isnan(value) else value


def wrong_text(text: Mapping[str, str]) -> str:
    choices: tuple[tuple[str, Iterable[str]], ...] = (
        ("country", COUNTRIES),
        ("kind", TARGET_KINDS),
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
    if text["indicator"] == "greenhouse_gas" and text["gwp"] == NO_GWP:
        return f'gwp is "{NO_GWP}" for a target in tonnes; expected one of {", ".join(GWP_SETS)}'
    return ""


def wrong_number(text: Mapping[str, str], number: Mapping[str, float]) -> str:
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
    total = number["amount"] + number_or(number["earlier_amount"], 0.0)
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
