"""Runs side by side: the net land sector by country, and the gap to each country's headline pledge."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from landsim.names import COUNTRIES, COUNTRY_NAMES
from landsim.plotting import style
from landsim.plotting.country_panels import country_panels

NET = "lulucf_net"
ALIGNED = "aligned"
# Levels in tonnes to be judged by; other kinds are benchmarks or say that there is none.
JUDGED = ("pledge", "implied")
FIRST_YEAR = 2015
COLOURS = (style.BLACK, style.BLUE, style.VERMILLION, style.GREEN, style.PURPLE, style.ORANGE, style.SKY, style.YELLOW)
LINES = ("-", (0, (5, 1.5)), (0, (1.5, 1.2)), (0, (6, 1.5, 1.5, 1.5)))


def colour_of(place: int) -> str:
    """Colour of the run at a place in the order in which runs were named."""
    return COLOURS[place % len(COLOURS)]


def line_of(place: int) -> Any:
    """Line style of the run at a place: another one for each run, so that grey prints can be read."""
    return LINES[place % len(LINES)]


def width_of(place: int) -> float:
    """Line width of the run at a place: later runs are thinner, so that they do not hide earlier ones below them."""
    return max(1.0, 3.0 - 0.7 * place)


def draw_land_sectors(
    inventory: Mapping[str, pd.DataFrame], gwp: str, first_policy_year: int, folder: Path
) -> list[Path]:
    """Net land sector of each run, MtCO2e a year, six countries and the region, from FIRST_YEAR on.

    inventory  label of a run -> its inventory.csv
    """
    labels = ", ".join(inventory)
    page = country_panels(
        "Net land sector, scenarios side by side",
        f"Emissions and removals, MtCO2e a year · basis: model · {labels}",
        "Below zero the land removes more than it gives off. View: inventory (all fluxes on managed land); GWP set: "
        f"{gwp}. Basis: model. Years on grey are projection: lines differ by the measures of the scenarios only, where "
        "parameters and climate are the same. Scales differ between panels. Numbers: comparison.csv.",
    )
    for country, axes in page.panels.items():
        for place, table in enumerate(inventory.values()):
            rows = table[(table["country"] == country) & (table["variable"] == NET) & (table["year"] >= FIRST_YEAR)]
            rows = rows.sort_values("year")
            if place == 0:
                style.time_axis(axes, FIRST_YEAR, int(rows["year"].max()), first_policy_year - 1, step=15)
            axes.plot(
                rows["year"], rows["value"], color=colour_of(place), linestyle=line_of(place), linewidth=width_of(place)
            )
    handles = [
        Line2D([], [], color=colour_of(place), linestyle=line_of(place), linewidth=width_of(place), label=label)
        for place, label in enumerate(inventory)
    ]
    page.legend.legend(handles=handles, loc="center", fontsize=10, ncols=1 + (len(handles) > 4), labelspacing=0.8)
    return style.save(page.figure, folder, "land_sector_side_by_side")


def draw_gaps(gap: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Gap to each country's first pledge or implied level in 2030 and 2050, a bar for each run.

    gap  label of a run -> its gap.csv
    """
    page = style.page(
        11.0,
        5.4,
        "Emissions gap, scenarios side by side",
        f"Projected emissions less target level, MtCO2e a year · basis: aligned · {', '.join(gap)}",
        "Above zero the target is missed. Of each country and year the first target of gap.csv with a level in "
        "tonnes, in the view and the GWP set of the pledge; China's level is implied by its intensity pledge (an "
        "assumption). Thin lines: range of reference path, alignment and target at their worst and best, the same "
        "in all scenarios, so differences between bars are not blurred by it. In view excluded a pledge leaves the "
        "land sector out: only farming moves the bar. A year without a pledge in tonnes has no bar. Scales differ "
        "between panels. Numbers: comparison.csv.",
        left=0.8,
        right=0.35,
        above=0.35,
        below=0.75,
    )
    grid = page.grid(2, 3, hspace=0.42, wspace=0.27)
    for panel, country in enumerate(COUNTRIES):
        axes = page.figure.add_subplot(grid[panel // 3, panel % 3])
        _gap_panel(axes, {label: headline_rows(table, country) for label, table in gap.items()})
        axes.set_title(COUNTRY_NAMES[country])
    height = float(page.figure.get_figheight())
    page.figure.legend(
        handles=[Patch(color=colour_of(place), label=label) for place, label in enumerate(gap)],
        loc="upper center",
        ncols=min(4, len(gap)),
        bbox_to_anchor=(0.5, page.bottom - 0.4 / height),
    )
    return style.save(page.figure, folder, "gap_side_by_side")


def headline_rows(table: pd.DataFrame, country: str) -> pd.DataFrame:
    """Of each year the first target of a country with a level in tonnes: own view, aligned basis; by year."""
    rows = table[
        (table["country"] == country)
        & (table["basis"] == ALIGNED)
        & (table["view"] == table["own_view"])
        & table["kind"].isin(JUDGED)
        & table["gap"].notna()
    ]
    return rows.drop_duplicates("year").sort_values("year").set_index("year")


def _gap_panel(axes: Axes, rows: Mapping[str, pd.DataFrame]) -> None:
    years = sorted({int(year) for table in rows.values() for year in table.index})
    width = 0.8 / max(1, len(rows))
    for place, table in enumerate(rows.values()):
        for at, year in enumerate(years):
            if year not in table.index:
                continue
            value, low, high = (float(table.loc[year, name]) for name in ("gap", "low", "high"))  # type: ignore[arg-type]
            x = at - 0.4 + width * (place + 0.5)
            axes.bar(x, value, 0.9 * width, color=colour_of(place), zorder=2)
            axes.plot([x, x], [low, high], color=style.GREY, linewidth=0.8, zorder=3)
            axes.annotate(
                style.number(value, signed=True),
                (x, value),
                textcoords="offset points",
                xytext=(0, 2 if value >= 0 else -2),
                ha="center",
                va="bottom" if value >= 0 else "top",
                fontsize=6.5,
                zorder=4,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4, "alpha": 0.8},
            )
    axes.axhline(0, color=style.GREY, linewidth=0.8, zorder=3)
    axes.set_xticks(range(len(years)), [_year_label(rows, year) for year in years])
    axes.set_xlim(-0.6, max(len(years), 1) - 0.4)
    axes.margins(y=0.15)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.6g}".replace("-", "−"))
    if not years:
        axes.set_yticks([])
        axes.text(0.5, 0.5, "no pledge in tonnes", ha="center", va="center", transform=axes.transAxes)


def _year_label(rows: Mapping[str, pd.DataFrame], year: int) -> str:
    first = next(table.loc[year] for table in rows.values() if year in table.index)
    kind = ", implied level" if first["kind"] == "implied" else ""
    return f"{year}\n{first['view']}{kind}"
