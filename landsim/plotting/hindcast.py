"""The model's past against the record: one panel for each observed series, with the naive rivals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from landsim.names import COUNTRY_NAMES
from landsim.plotting import style

COLUMNS = 3
LABELS = {
    "lulucf_net": "land sector, net",
    "lulucf_living_biomass": "land sector (living biomass)",
    "lulucf_forest_land": "forest land",
    "lulucf_forest_land_level_fire": "forest land (fires level)",
    "dead_wood_and_litter": "dead wood and litter",
    "cropland_soil_gain": "soil gain of cropland",
    "grassland_soil_gain": "soil gain of grassland",
    "abandoned_cropland_soil_gain": "soil gain of abandoned cropland",
    "growing_stock": "growing stock",
    "living_biomass": "living biomass of forest",
    "heads": "herd, free from 1990",
    "heads_cattle": "cattle, free from 1990",
    "heads_sheep": "sheep, free from 1990",
    "heads_goats": "goats, free from 1990",
    "heads_horses": "horses, free from 1990",
    "heads_camels": "camels, free from 1990",
    "grazing_pressure_2000_2019": "forage demanded over usable forage, mean of 2000-2019",
    "grassland_share_full": "share of grassland in full condition",
    "grassland_share_slightly_degraded": "share slightly degraded",
    "grassland_share_moderately_degraded": "share moderately degraded",
    "grassland_share_heavily_degraded": "share heavily degraded",
    "grassland_share_fully_degraded": "share fully degraded",
    "forest_share_over_30_years": "share of forest over 30 years old",
}
# 90 % of a normal distribution lie within so many standard deviations.
NINETY = 1.645
# column -> label, colour, width, line style
LINES: dict[str, tuple[str, str, float, Any]] = {
    "declared": ("Model, values before fitting", style.BLUE, 1.8, "solid"),
    "fitted": ("Model as shipped, fitted up to 2010", style.VERMILLION, 1.8, "solid"),
    "no_ageing": ("Fitted, a hectare grows as in 1990 (ageing off)", style.VERMILLION, 1.0, (0, (1, 1.2))),
    "persistence": ("Rival: last training value held", style.GREY, 1.0, style.DASHES),
    "linear": ("Rival: line through training values", style.GREY, 1.0, (0, (1, 1))),
}


def draw_hindcast(table: pd.DataFrame, directory: Path, name: str, title: str, caption: str) -> list[Path]:
    """Draw the series of a table as name.png and name.svg.

    table  columns country, variable, year, unit, and by year declared, fitted, no_ageing, persistence, linear, low and
           high (of the fitted model, 90 %), observed, uncertainty (one standard deviation) and role; empty for none
    """
    with style.house_style():
        return _draw(table, directory, name, title, caption)


def _draw(table: pd.DataFrame, directory: Path, name: str, title: str, caption: str) -> list[Path]:
    series = list(table.groupby(["country", "variable"], sort=False))
    rows = -(-len(series) // COLUMNS)
    page = style.page(11.0, 2.9 * rows + 0.9, title, _subtitle(table), caption, left=0.95, right=0.25)
    grid = page.grid(rows + 1, COLUMNS, hspace=0.42, wspace=0.27, height_ratios=[1.0] * rows + [0.22])
    for panel, ((country, variable), group) in enumerate(series):
        axes = page.figure.add_subplot(grid[panel // COLUMNS, panel % COLUMNS])
        _panel(axes, group.sort_values("year"))
        axes.set_title(f"{COUNTRY_NAMES[str(country)]}: {LABELS.get(str(variable), str(variable))}", fontsize=8.5)
        axes.set_ylabel(style.typeset(str(group["unit"].iloc[0])))
    _legend(page.figure.add_subplot(grid[rows, :]), table)
    return style.save(page.figure, directory, name)


def _subtitle(table: pd.DataFrame) -> str:
    return f"{int(table['year'].min())} to {int(table['year'].max())} · land, wood and fire as recorded"


def _panel(axes: Axes, group: pd.DataFrame) -> None:
    for column, (_, colour, width, line) in LINES.items():
        rival = column in ("persistence", "linear")
        axes.plot(group["year"], group[column], color=colour, linewidth=width, linestyle=line, zorder=3 if rival else 4)
    axes.fill_between(
        group["year"], group["low"], group["high"], color=style.VERMILLION, alpha=0.18, linewidth=0, zorder=2
    )
    for role, face in (("train", style.BLACK), ("validate", "white"), ("not used", style.GREY)):
        rows = group[group["role"] == role]
        axes.errorbar(
            rows["year"], rows["observed"], yerr=NINETY * rows["uncertainty"], fmt="o", markersize=3.2,
            color=style.BLACK, markerfacecolor=face, ecolor=style.LIGHT_GREY, elinewidth=0.8, zorder=5,
        )  # fmt: skip
    held_out = group.loc[group["role"] == "validate", "year"]
    if len(held_out):
        axes.axvspan(held_out.min() - 0.5, held_out.max() + 0.5, color=style.YELLOW, alpha=0.25, linewidth=0, zorder=0)
    axes.set_xlim(group["year"].min() - 0.5, group["year"].max() + 0.5)
    axes.margins(y=0.08)


def _legend(axes: Axes, table: pd.DataFrame) -> None:
    axes.axis("off")
    handles: list[Line2D | Patch] = [
        Line2D([], [], color=colour, linewidth=width, linestyle=line, label=label)
        for column, (label, colour, width, line) in LINES.items()
        if table[column].notna().any()
    ]
    dot: Any = {"marker": "o", "linestyle": "none", "markersize": 4, "color": style.BLACK}
    handles.append(Line2D([], [], **dot, label="Record, training years (bars: 90 %, assumed)"))
    if (table["role"] == "validate").any():
        handles.append(Line2D([], [], **dot, markerfacecolor="white", label="Record, held-out years"))
        handles.append(Patch(color=style.YELLOW, alpha=0.25, label="Years held out of every fit"))
    if (table["role"] == "not used").any():
        handles.append(Line2D([], [], **dot, markerfacecolor=style.GREY, label="Record, not used"))
    if table["low"].notna().any():
        handles.append(Patch(color=style.VERMILLION, alpha=0.18, label="90 % of fitted parameter sets"))
    axes.legend(handles=handles, loc="lower center", ncol=3, borderaxespad=0.0)
