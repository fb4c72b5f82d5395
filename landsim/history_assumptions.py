"""What the national history takes for granted: each value held, averaged or modelled, with low and high."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np

from landsim.assumptions import Assumption
from landsim.facts import load_table
from landsim.forest_history import ForestInterval

Series = Mapping[int, float]

SOURCE = "landsim/data/tables/national_history.csv"
# A value that was held or recalled is never taken as better known than this share of itself.
LEAST_SPREAD = 0.05
# Wood fuel that FAO modelled and nobody reported: country -> last modelled year, low and high factor, reason.
_MODELLED_WOOD_FUEL: dict[str, tuple[int, float, float, str]] = {
    "CHN": (2020, 0.0, 1.0, "FRA 2020 has less for all removals in 2011 (74.5 Mm3) than FAO for logs alone"),
    "PRK": (2020, 0.5, 1.5, "modelled from households; the range is our own"),
}
# Wood fuel that FAO modelled before a country reported a small part of it: country -> last modelled year. What was
# first reported is held back instead, since a fall in one year by four fifths is that of the method.
SET_ASIDE_WOOD_FUEL: dict[str, int] = {"KOR": 2009}
# FAO years counted as year-ends although part of the record is that of the year-end before.
_LATE_HEADS: dict[str, str] = {
    "CHN": "NBS year-end sheep are FAO's of the next year in 1996, 1998-99, 2013-15, of the same in 2009-13",
    "RUS": "FAO's falling herds of the 1990s look like those of 1 January (own reading)",
}


def held_assumptions(
    name: str, country: str, parts: Sequence[Series], first_year: int, last_year: int, unit: str, source: str = SOURCE
) -> list[Assumption]:
    """Rows for first values held back to ``first_year`` and last ones held forward to ``last_year``.

    ``parts`` (the species of a herd) are added up. The range is the step to the next observed year once for
    every year held, and at least 5 % of the value.
    """
    rows: list[Assumption] = []
    for direction, target in (("back", first_year), ("forward", last_year)):
        value = spread = 0.0
        dates: set[int] = set()
        for series in parts:
            order = sorted(series, reverse=direction == "forward")
            date, neighbour = order[0], order[min(1, len(order) - 1)]
            away = (date - target) if direction == "back" else (target - date)
            if away > 0:
                step = abs(series[neighbour] - series[date]) / max(abs(neighbour - date), 1)
                value += series[date]
                spread += max(step * away, LEAST_SPREAD * series[date])
                dates.add(date)
        if dates:
            held = " and ".join(str(date) for date in sorted(dates))
            rows.append(
                Assumption(
                    name=f"{name}_held_{direction}",
                    country=country,
                    value=value,
                    low=max(value - spread, 0.0),
                    high=value + spread,
                    unit=unit,
                    text=f"{name} of {held} held {direction} to {target}; "
                    "range: the step to the next observed year for every year held, at least 5 %",
                    source=source,
                )
            )
    return rows


def forest_assumptions(country: str, intervals: tuple[ForestInterval, ...]) -> list[Assumption]:
    """The change during the first year, rates scaled to the areas, and net change that stands for gross."""
    first = intervals[0]
    nets = [interval.gain - interval.loss for interval in intervals]
    rows = [
        Assumption(
            name="forest_change_first_year",
            country=country,
            value=nets[0],
            low=min(nets),
            high=max(nets),
            unit="ha/yr",
            text=f"change during {first.first_year} is the mean of {first.first_year}-{first.last_year}; "
            "range: all intervals",
            source=SOURCE,
        )
    ]
    shifts = [interval.adjustment for interval in intervals]
    if any(abs(shift) > 1e-6 for shift in shifts):
        rows.append(
            Assumption(
                name="forest_rates_scaled",
                country=country,
                value=max(shifts, key=abs),
                low=min(shifts),
                high=max(shifts),
                unit="ha/yr",
                text="put on the larger of reported expansion and deforestation so that they meet the "
                "reported areas; largest and range over the intervals",
                source=SOURCE,
            )
        )
    missing = [interval for interval in intervals if interval.net_only]
    if missing:
        spans = ", ".join(f"{interval.first_year}-{interval.last_year}" for interval in missing)
        reported = [interval.loss for interval in intervals if not interval.net_only]
        largest = max(reported, default=max(abs(net) for net in nets))
        rows.append(
            Assumption(
                name="forest_hidden_turnover",
                country=country,
                value=0.0,
                low=0.0,
                high=largest,
                unit="ha/yr",
                text=f"gain that offsets an equal loss, in {spans} where only net change is known; high: the "
                "largest reported loss, without one the largest net change",
                source=SOURCE,
            )
        )
    return rows


def disturbance_assumptions(
    name: str, country: str, observed: Series, early: Sequence[float], late: Sequence[float], satellite: Series
) -> list[Assumption]:
    """Rows for the years before the first and after the last report, and for a gap between two of them.

    ``early`` and ``late`` are the reports whose means stand for those years; satellite figures widen the high. The
    range is that of the reports behind a value, or of all reports where those are equal or only one.
    """
    first, last = min(observed), max(observed)
    held = [
        (f"{name}_before_reports", early, f"before {first}: mean of {first}-{first + 9}", "the single years"),
        (f"{name}_after_reports", late, f"after {last}: mean of {min(2010, last)}-{last}", "the single years"),
    ]
    years = sorted(observed)
    for start, end in itertools.pairwise(years):
        if end > start + 1:
            ends = [observed[start], observed[end]]
            held.append((f"{name}_{start}_to_{end}", ends, f"{start + 1}-{end - 1}: in a straight line", "both ends"))
    rows: list[Assumption] = []
    for key, reports, text, span in held:
        value = float(np.mean(reports))
        seen = reports if min(reports) < max(reports) else list(observed.values())
        span = span if seen is reports else "all reports"
        rows.append(
            Assumption(
                name=key,
                country=country,
                value=value,
                low=min(seen),
                high=max([*seen, *satellite.values()]),
                unit="ha/yr",
                text=f"{text}; range: {span}{' and satellite figures' if satellite else ''}",
                source=SOURCE,
            )
        )
    return rows


def roundwood_assumptions(
    country: str, industrial: Series, fuel: Series, removals: Series
) -> list[Assumption]:
    """Rows for early years held back (FRA's removals of them widen the high) and modelled wood fuel."""
    rows: list[Assumption] = []
    first = max(min(industrial), min(fuel))
    if first > 1990:
        value = industrial[first] + fuel[first]
        spread = LEAST_SPREAD * value
        rows.append(
            Assumption(
                name="roundwood_held_back",
                country=country,
                value=value,
                low=value - spread,
                high=max([value + spread, *(removals[year] for year in removals if 1990 <= year < first)]),
                unit="m3/yr",
                text=f"roundwood of {first} held back to 1990; high: FRA 2020 wood removals of those "
                "years, which may still be those of the USSR",
                source=SOURCE,
            )
        )
    if country in _MODELLED_WOOD_FUEL:
        last, low, high, reason = _MODELLED_WOOD_FUEL[country]
        modelled = _mean_until(last, fuel)
        rows.append(
            Assumption(
                name="wood_fuel_modelled",
                country=country,
                value=modelled,
                low=low * modelled,
                high=high * modelled,
                unit="m3/yr",
                text=f"mean wood fuel to {last}, all taken from forest; {reason}",
                source=SOURCE,
            )
        )
    if country in SET_ASIDE_WOOD_FUEL:
        last = SET_ASIDE_WOOD_FUEL[country]
        reported = reported_wood_fuel(country, fuel)
        first_reported = reported[min(reported)]
        rows.append(
            Assumption(
                name="wood_fuel_held_back",
                country=country,
                value=first_reported,
                low=(1.0 - LEAST_SPREAD) * first_reported,
                high=_mean_until(last, fuel),
                unit="m3/yr",
                text=f"wood fuel first reported, for {last + 1}, held back to 1990; high: what FAO modelled to {last}",
                source=SOURCE,
            )
        )
    return rows


def _mean_until(last: int, series: Series) -> float:
    return float(np.mean([value for year, value in series.items() if year <= last]))


def reported_wood_fuel(country: str, fuel: Series) -> Series:
    """Wood fuel without the modelled years that the first report contradicts; m3 by year."""
    return {year: value for year, value in fuel.items() if year > SET_ASIDE_WOOD_FUEL.get(country, 0)}


def heads_date_assumptions() -> list[Assumption]:
    """How many years the herds of a FAO year may really be earlier than its 31 December."""
    return [
        Assumption(
            name="heads_date",
            country=country,
            value=0.0,
            low=-1.0,
            high=0.0,
            unit="yr",
            text=f"heads of a FAO year are taken as those of 31 December of it; {reason}",
            source="FAOSTAT QCL; for China against NBS year-end herds 1996-2017",
        )
        for country, reason in _LATE_HEADS.items()
    ]


def recalled_heads_assumptions() -> list[Assumption]:
    """Years whose heads are recalled and not read: one row per country and year, those species together."""
    table = load_table("national_history", ("country", "year", "variable", "value", "quality", "source"))
    recalled = table[(table["quality"] == "estimate") & table["variable"].str.startswith("heads_")]
    rows: list[Assumption] = []
    for (country, year), group in recalled.groupby(["country", "year"]):
        value = round(float(group["value"].sum()) * 1e6)
        rows.append(
            Assumption(
                name=f"heads_recalled_{year}",
                country=str(country),
                value=value,
                low=(1 - LEAST_SPREAD) * value,
                high=(1 + LEAST_SPREAD) * value,
                unit="head",
                text=f"heads of {len(group)} species in {year} are recalled, not read; range 5 %",
                source=str(group["source"].iloc[0]),
            )
        )
    return rows
