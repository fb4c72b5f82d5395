"""What each measure of a scenario adds: bars for alone and left out, in 2030 and 2050."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from landsim.names import COUNTRY_NAMES
from landsim.plotting import style

BOTH = "land_sector_and_farming"
ALL_MEASURES = "all measures"
ALONE, LEFT_OUT, INTERACTION = ("alone", style.SKY), ("left_out", style.BLUE), ("interaction", style.ORANGE)
TEXT = {
    "alone": "alone: added to the scenario without measures",
    "left_out": "as the last one: left out of the full scenario",
    "interaction": "interaction: the second less the first",
}
BAR = 0.26
ROW_INCHES = 0.5


def draw_contributions(table: pd.DataFrame, folder: Path) -> list[Path]:
    """A figure for each scenario of contributions.csv: measures in rows by country, a panel for each year."""
    drawn: list[Path] = []
    for scenario, rows in table[table["variable"] == BOTH].groupby("scenario", sort=False):
        drawn += _draw_scenario(str(scenario), rows, folder)
    return drawn


def _draw_scenario(scenario: str, rows: pd.DataFrame, folder: Path) -> list[Path]:
    years = sorted(int(year) for year in rows["year"].unique())
    names = list(dict.fromkeys(zip(rows["country"], rows["measure"], strict=True)))
    # A country of one measure needs no row for all of them.
    several = {country for country, _ in names if [one for one, _ in names].count(country) > 2}
    names = [(country, measure) for country, measure in names if measure != ALL_MEASURES or country in several]
    labels = [f"{COUNTRY_NAMES[country]}: {measure}" for country, measure in names]
    room = max(style.text_inches(label, 8.5) for label in labels)
    page = style.page(
        max(10.0, room + 7.0),
        ROW_INCHES * len(names) + 0.2,
        f"What each measure adds: {scenario}",
        "Net land sector and farming, change in MtCO2e a year · view inventory, basis model",
        "Below zero a measure lowers emissions. Alone: the scenario with this measure only, less the scenario "
        "without any. As the last one: the scenario with all measures of the country, less the same without this "
        "one. Where measures share no hectare, animal or account, both are equal; interaction is the second less "
        "the first: below zero measures help each other, above zero they do the same work twice. All measures: "
        "both bars are the whole change, and interaction is what of it the sum of all bars alone misses. A measure "
        "that takes the place of continued change counts what it replaces. Bars rest on the assumptions of the model "
        "and of the measures, which run.json of a run of the scenario lists. Numbers: contributions.csv.",
        left=room + 0.45,
        right=0.3,
        above=0.35,
        below=0.8,
    )
    grid = page.grid(1, len(years), wspace=0.08)
    for panel, year in enumerate(years):
        axes = page.figure.add_subplot(grid[panel])
        here = rows[rows["year"] == year].set_index(["country", "measure"])
        _panel(axes, here.loc[names])
        axes.set_title(str(year))
        axes.set_yticks(range(len(names)), labels if panel == 0 else [""] * len(names))
    height = float(page.figure.get_figheight())
    page.figure.legend(
        handles=[Patch(color=colour, label=TEXT[name]) for name, colour in (ALONE, LEFT_OUT, INTERACTION)],
        loc="upper center",
        ncols=3,
        fontsize=8,
        bbox_to_anchor=(0.5, page.bottom - 0.35 / height),
    )
    return style.save(page.figure, folder, f"contributions_{scenario}")


def _panel(axes: Axes, rows: pd.DataFrame) -> None:
    for place, (name, colour) in enumerate((ALONE, LEFT_OUT, INTERACTION)):
        values = rows[name].to_numpy(dtype=float)
        at = [row + (place - 1) * BAR for row in range(len(rows))]
        axes.barh(at, values, BAR * 0.92, color=colour, zorder=2)
        for y, value in zip(at, values, strict=True):
            axes.annotate(
                style.number(value, signed=True),
                (value, y),
                textcoords="offset points",
                xytext=(3 if value >= 0 else -3, 0),
                ha="left" if value >= 0 else "right",
                va="center",
                fontsize=6.5,
            )
    axes.axvline(0, color=style.GREY, linewidth=0.8, zorder=3)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x")
    # Bars stick to zero by themselves, which would leave no room for the number of a bar of no length.
    axes.use_sticky_edges = False
    axes.margins(x=0.15)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.6g}".replace("-", "−"))
