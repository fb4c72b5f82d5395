"""The small print under the figures: scenario, credits, and the assumptions that a figure rests on."""

from __future__ import annotations

from collections.abc import Iterable

from landsim.names import COUNTRIES, COUNTRY_NAMES
from landsim.plotting.assumption_families import Assumed, Family, families_of
from landsim.plotting.inputs import RunFiles

# Units as captions print them; the plain number says enough where the unit is "1".
_UNITS = {"1": "", "-": "", "fraction": "", "% per year": " % a year"}


def short_scenario(run: RunFiles) -> str:
    """Scenario title and name as a subtitle shows them."""
    on_strata = f"; {run.strata}" if run.strata else ""
    return f"scenario: {run.title} ({run.scenario}{on_strata})"


def credit_sentence(run: RunFiles) -> str:
    """The credits that must stand wherever the reference path is drawn."""
    return f"Credit for reference path and benchmarks: {'; '.join(run.credits)}." if run.credits else ""


def observed_note(run: RunFiles, countries: Iterable[str]) -> str:
    """How far the lines of these countries are solid, the most common year first."""
    years = {country: run.observed_until[country] for country in countries}
    usual = max(sorted(set(years.values())), key=list(years.values()).count)
    others = [f"{COUNTRY_NAMES[country]} to {year}" for country, year in years.items() if year != usual]
    without = ", ".join([f"without LULUCF to {usual}", *others])
    return (
        f"Lines are solid as far as there are observations ({without}; with LULUCF to "
        f"{run.last_history_year}), dashed from there on."
    )


def assumptions_sentence(run: RunFiles, topics: Iterable[str], country: str | None = None) -> str:
    """What is assumed about ``topics``, for one country or for all, in families with number and range."""
    items = [item for item in run.assumptions if country is None or _concerns(item, country)]
    families = families_of(items, topics)
    if not families:
        return "No assumptions are listed in run.json."
    whose = "" if country is None else f" behind {COUNTRY_NAMES[country]}"
    told = "; ".join(_told(family, members, country) for family, members in families)
    return f"Assumptions{whose} (how many, lowest to highest): {told}. All with sources in run.json."


def _concerns(item: Assumed, country: str) -> bool:
    """Whether an assumption is about the country; one by zone or country begins its last part with the code."""
    last = item.name.rsplit(".", 1)[-1]
    code = item.country or next((code for code in COUNTRIES if last.split("_")[0] == code), "")
    return code in ("", country)


def _told(family: Family, members: list[Assumed], country: str | None) -> str:
    if len(members) == 1 and not family.remark:
        only = members[0]
        named = country is None and only.country
        owner = f" of {COUNTRY_NAMES.get(only.country, only.country)}" if named else ""
        spread = f" ({_short(only.low)} to {_short(only.high)})" if only.high > only.low else ""
        # A lone member of a mixed family goes by its own name: the family's would claim too much.
        label = family.label if family.ranged else only.name.replace(".", " ").replace("_", " ")
        return f"{label}{owner} {_short(only.value)}{spread}{_unit(only)}"
    one_unit = len({item.unit for item in members}) == 1
    count = f"{len(members)} {family.members}"
    if family.remark:
        return f"{family.label} ({count}, {family.remark})"
    if family.ranged and one_unit:
        low, high = min(item.low for item in members), max(item.high for item in members)
        return f"{family.label} ({count}, {_short(low)} to {_short(high)}{_unit(members[0])})"
    return f"{family.label} ({count})"


def _unit(item: Assumed) -> str:
    return _UNITS.get(item.unit, f" {item.unit}")


def _short(value: float) -> str:
    text = f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return text.replace("-", "−")
