"""The small print under the figures: scenario, and the assumptions that a figure rests on."""

from __future__ import annotations

from landsim.names import COUNTRY_NAMES
from landsim.plotting.inputs import Assumed, RunFiles

MOST_ASSUMPTIONS = 10
ABBREVIATIONS = ("lulucf", "gwp", "gdp", "ndc")


def short_scenario(run: RunFiles) -> str:
    """Scenario title and name as a subtitle shows them."""
    return f"scenario: {run.title} ({run.scenario})"


def assumptions_sentence(run: RunFiles, country: str | None) -> str:
    """What is assumed for one country (with values and ranges), or for all (names only).

    Long lists are cut with the number left out: run.json holds every one.
    """
    if country is None:
        names = list(dict.fromkeys(_words(item.name) for item in run.assumptions))
        return _sentence("Rests on assumptions with stated ranges", names)
    mine = [item for item in run.assumptions if item.country in (country, "")]
    # The country's own assumptions come first: they are the ones its readers can judge.
    mine.sort(key=lambda item: item.country == "")
    return _sentence(f"Assumptions behind {COUNTRY_NAMES[country]}", [_with_range(item) for item in mine])


def _sentence(lead: str, items: list[str]) -> str:
    if not items:
        return "No assumptions are listed in run.json."
    shown = items[:MOST_ASSUMPTIONS]
    rest = len(items) - len(shown)
    more = f"; and {rest} more" if rest else ""
    return f"{lead}: {'; '.join(shown)}{more} (run.json has all, with sources)."


def _with_range(item: Assumed) -> str:
    unit = "" if item.unit in ("", "1", "-", "fraction") else f" {item.unit}"
    return f"{_words(item.name)} {_short(item.value)} ({_short(item.low)} to {_short(item.high)}){unit}"


def _words(name: str) -> str:
    """A dotted or underscored name as words, without a trailing country code."""
    words = name.replace(".", " ").replace("_", " ").split()
    return " ".join(
        word.upper() if word in ABBREVIATIONS else word for word in words if word not in COUNTRY_NAMES
    )


def _short(value: float) -> str:
    return f"{value:,.3g}".replace("-", "−") if abs(value) < 1000 else f"{value:,.0f}".replace("-", "−")
