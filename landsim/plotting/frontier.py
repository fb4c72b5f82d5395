"""The joint frontier: cumulative MtCO2e of the land sector against net degraded area, by country and region."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from landsim.plotting import style
from landsim.plotting.country_panels import ACROSS, country_panels
from landsim.plotting.side_by_side import colour_of

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")


def draw_frontier(frontier: pd.DataFrame, gwp: str, first_policy_year: int, folder: Path) -> list[Path]:
    """A figure for each year of frontier.csv: runs as points, those that no other beats filled and joined."""
    drawn: list[Path] = []
    for year in sorted(frontier["year"].unique()):
        drawn += _draw_year(frontier[frontier["year"] == year], int(year), gwp, first_policy_year, folder)
    return drawn


def _draw_year(rows: pd.DataFrame, year: int, gwp: str, first_policy_year: int, folder: Path) -> list[Path]:
    labels = list(dict.fromkeys(rows["scenario"]))
    reference = rows["reference"].iloc[0]
    page = country_panels(
        f"Carbon against degraded land, {year}",
        f"Net land sector {first_policy_year}-{year} less {reference}, MtCO2e · net degraded area in {year}, Mha",
        "Left and down is better: more removed, less land degraded. Filled: no other scenario here is at least as good "
        "in both and better in one; the stepped line joins these. Hollow: another scenario beats it. Scenarios that do "
        "the same in a country lie on one point. Net degraded area: as stocks.csv has it, degraded less restored. Land "
        f"sector: view inventory, basis model, GWP set {gwp}; farming is not in it (frontier.csv tells it apart). The "
        "front is that of the scenarios compared, not of all that could be done; points rest on the assumptions that "
        "run.json of each run lists. Scales differ between panels. Numbers: frontier.csv.",
        body_height=7.6,
        left=0.85,
        hspace=0.5,
        wspace=0.32,
    )
    for panel, (country, axes) in enumerate(page.panels.items()):
        _panel(axes, rows[rows["country"] == country], labels)
        if panel % ACROSS == 0:
            axes.set_ylabel("net degraded, Mha")
        axes.set_xlabel(style.typeset("MtCO2e"), labelpad=1)
    handles = [
        Line2D(
            [],
            [],
            linestyle="",
            marker=MARKERS[place % len(MARKERS)],
            color=colour_of(place),
            markersize=8,
            label=label,
        )
        for place, label in enumerate(labels)
    ]
    handles.append(Line2D([], [], color=style.GREY, linewidth=1.2, label="front: no other beats it in both"))
    handles.append(
        Line2D([], [], linestyle="", marker="o", color=style.GREY, markerfacecolor="white", label="beaten by another")
    )
    page.legend.legend(handles=handles, loc="center", fontsize=9.5, ncols=1 + (len(handles) > 5), labelspacing=0.8)
    return style.save(page.figure, folder, f"frontier_{year}")


def _panel(axes: Axes, rows: pd.DataFrame, labels: list[str]) -> None:
    front = rows[rows["pareto_efficient"] == "yes"].sort_values(["cumulative", "net_degraded_area"])
    axes.step(front["cumulative"], front["net_degraded_area"], where="post", color=style.GREY, linewidth=1.2, zorder=2)
    for row in rows.to_dict("records"):
        place = labels.index(str(row["scenario"]))
        colour = colour_of(place)
        efficient = row["pareto_efficient"] == "yes"
        axes.plot(
            row["cumulative"],
            row["net_degraded_area"],
            linestyle="",
            marker=MARKERS[place % len(MARKERS)],
            markersize=7,
            color=colour,
            markerfacecolor=colour if efficient else "white",
            markeredgewidth=1.3,
            zorder=3,
            # Scenarios without a measure in a country lie on each other: the later one must not hide the earlier.
            alpha=0.75,
        )
    axes.grid(axis="x")
    axes.margins(0.15)
    axes.locator_params(nbins=5)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:,.6g}".replace("-", "−"))
    points = rows[["cumulative", "net_degraded_area"]].drop_duplicates()
    if len(points) == 1 and len(rows) > 1:
        axes.text(0.5, 0.25, "the same in all scenarios", ha="center", transform=axes.transAxes, color=style.GREY)
