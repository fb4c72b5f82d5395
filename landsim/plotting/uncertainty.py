"""Figures of an ensemble from its tables: ribbons of each variable, the gap with its interval, and where it is from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.patches import Patch

from landsim.history import LAST_YEAR
from landsim.names import COUNTRIES, COUNTRY_NAMES
from landsim.plotting import style
from landsim.plotting.gap_ribbons import RIBBONS, draw_gap_ribbons

COLOURS = (style.BLUE, style.ORANGE, style.GREEN, style.VERMILLION, style.PURPLE, style.SKY)
SOURCE_COLOURS = {
    "parameters": style.BLUE, "climate": style.SKY, "economy path": style.BLACK, "target arithmetic": style.ORANGE,
    "inventory basis": style.GREEN, "LULUCF view": style.VERMILLION, "interactions": style.LIGHT_GREY,
}  # fmt: skip
ALL = "all"


def draw_ensemble(directory: Path, title: str, origin: str) -> list[Path]:
    """Draw what uncertainty.csv, levels.csv and variance_shares.csv hold; PNG and SVG in figures/.

    origin  where the parameters of the samples come from, for the captions; no full stop
    """
    table = pd.read_csv(directory / "uncertainty.csv", float_precision="round_trip")
    folder = directory / "figures"
    folder.mkdir(exist_ok=True)
    paths: list[Path] = []
    with rc_context(style.RC):
        for variable in table["variable"].unique():
            own = table[table["variable"] == variable]
            if variable == "gap":
                paths += _intervals(folder, title, own, origin)
            elif variable != RIBBONS["excluded"]:
                paths += _ribbons(folder, title, own, origin)
        if (directory / "levels.csv").is_file():
            together = table[table["climate"] == (ALL if ALL in set(table["climate"]) else table["climate"].iloc[0])]
            levels = pd.read_csv(directory / "levels.csv", float_precision="round_trip")
            paths += draw_gap_ribbons(folder, title, together, levels, origin)
        if (directory / "variance_shares.csv").is_file():
            shares = pd.read_csv(directory / "variance_shares.csv", float_precision="round_trip")
            paths += _shares(folder, title, shares, origin)
    return paths


def _caption(table: pd.DataFrame, origin: str) -> str:
    samples = int(table["samples"].min())
    return (
        f"Bands and bars hold 95 % of {samples:,} samples of the parameters in each climate (2.5 to 97.5 percentile, "
        f"IPCC 2006 V1 ch. 3), lines are medians. {origin}; the structure of the model is not varied. "
        "Below zero: a removal, or a pledge met."
    )


def _countries(table: pd.DataFrame) -> list[str]:
    there = set(table["country"])
    return [country for country in (*COUNTRIES, "NEA") if country in there]


def _ribbons(folder: Path, title: str, table: pd.DataFrame, origin: str) -> list[Path]:
    variable = str(table["variable"].iloc[0])
    years = sorted(table["year"].unique())
    if len(years) < 2:
        return []
    countries = _countries(table)
    climates = [climate for climate in table["climate"].unique() if climate != ALL]
    rows, columns = -(-len(countries) // 3), min(len(countries), 3)
    subtitle = f"{variable.replace('_', ' ')}, {table['unit'].iloc[0]}, by climate: median and 95 % interval"
    page = style.page(
        9.5, 2.1 * rows + 0.4 * (rows - 1), title, subtitle, _caption(table, origin), left=0.75, above=0.65
    )  # fmt: skip
    grid = page.grid(rows, columns, wspace=0.3, hspace=0.4)
    handles = []
    for at, country in enumerate(countries):
        axes = page.figure.add_subplot(grid[at // columns, at % columns])
        style.time_axis(axes, years[0], years[-1], LAST_YEAR, step=20 if years[-1] - years[0] > 40 else 10)
        axes.axhline(0.0, color=style.GREY, linewidth=0.8)
        for colour, climate in zip(COLOURS, climates, strict=False):
            own = table[(table["country"] == country) & (table["climate"] == climate)].sort_values("year")
            axes.fill_between(own["year"], own["low"], own["high"], color=colour, alpha=0.18, linewidth=0.0)
            (line,) = axes.plot(own["year"], own["median"], color=colour, linewidth=1.4, label=climate)
            if at == 0:
                handles.append(line)
        axes.set_title(COUNTRY_NAMES.get(country, "North-East Asia"))
    page.figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(page.left, page.top + 0.45 / page.figure.get_figheight()),
        ncols=5, borderaxespad=0.0,
    )  # fmt: skip
    return style.save(page.figure, folder, f"ribbons_{variable}")


def _intervals(folder: Path, title: str, table: pd.DataFrame, origin: str) -> list[Path]:
    """The gap of each country and year with its interval by climate."""
    places = list(dict.fromkeys(zip(table["country"], table["year"], strict=True)))
    climates = [climate for climate in table["climate"].unique() if climate != ALL]
    page = style.page(
        8.5, 0.45 * len(places) + 0.4, title, "Gap in the pledge's own view, aligned, MtCO2e: median and 95 % interval",
        _caption(table, origin), left=1.9, above=0.5,
    )  # fmt: skip
    axes = page.figure.add_subplot(page.grid(1, 1)[0])
    axes.axvline(0.0, color=style.GREY, linewidth=0.8)
    middle = (len(climates) - 1) / 2
    for c, (colour, climate) in enumerate(zip(COLOURS, climates, strict=False)):
        own = table[table["climate"] == climate].set_index(["country", "year"]).loc[places]
        heights = np.arange(len(places))[::-1] - 0.16 * (c - middle)
        axes.hlines(heights, own["low"], own["high"], color=colour, linewidth=2.2)
        axes.plot(own["median"], heights, "o", color=colour, markersize=4.0, label=climate)
    names = [f"{COUNTRY_NAMES.get(country, country)} {year}" for country, year in places]
    axes.set_yticks(np.arange(len(places))[::-1], names)
    axes.grid(axis="x")
    axes.grid(False, axis="y")
    axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=4, borderaxespad=0.2)
    return style.save(page.figure, folder, "gap_intervals")


def _shares(folder: Path, title: str, table: pd.DataFrame, origin: str) -> list[Path]:
    places = list(dict.fromkeys(zip(table["country"], table["year"], strict=True)))
    page = style.page(
        8.5, 0.42 * len(places) + 0.3, title, "Shares of the variance of the gap by source",
        "Every source is varied over all of its alternatives, which count alike (an assumption): samples of the "
        "parameters, climates, economy path and pledged level at low, value and high, land as modelled or aligned to "
        "the reported inventory, four views of the land sector. Interactions: what no source makes alone. "
        f"{origin}.",
        left=1.9, above=0.7,
    )  # fmt: skip
    axes = page.figure.add_subplot(page.grid(1, 1)[0])
    heights = np.arange(len(places))[::-1]
    left = np.zeros(len(places))
    for source, colour in SOURCE_COLOURS.items():
        share = table[table["source"] == source].set_index(["country", "year"])["share"].loc[places].to_numpy()
        axes.barh(heights, 100.0 * share, left=left, color=colour, height=0.6)
        left += 100.0 * share
    axes.set_yticks(heights, [f"{COUNTRY_NAMES[country]} {year}" for country, year in places])
    axes.set_xlim(0.0, 100.0)
    axes.set_xlabel("per cent")
    axes.grid(False, axis="y")
    handles = [Patch(color=colour, label=source) for source, colour in SOURCE_COLOURS.items()]
    axes.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=4, borderaxespad=0.2, fontsize=7.5)
    return style.save(page.figure, folder, "variance_shares")
