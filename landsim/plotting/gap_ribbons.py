"""The gap figure of an ensemble: 95 % ribbons of each country's emissions with and without the land sector, its levels
and the gap to them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from landsim.history import LAST_YEAR
from landsim.names import COUNTRIES, COUNTRY_NAMES
from landsim.plotting import style
from landsim.plotting.gap_chart import VIEW_COLOUR, VIEW_LABEL
from landsim.plotting.gap_rows import GAP_YEARS

# Variable of uncertainty.csv that shows a view of the land sector.
RIBBONS = {"excluded": "excluding_lulucf", "inventory": "net_emissions"}


def draw_gap_ribbons(folder: Path, title: str, table: pd.DataFrame, levels: pd.DataFrame, origin: str) -> list[Path]:
    """A panel for each country; nothing where fewer than two years were kept.

    table   rows of uncertainty.csv, of all climates together where there are several
    levels  levels.csv of the study
    origin  where the parameters of the samples come from, for the caption; no full stop
    """
    years = sorted(table.loc[table["variable"].isin(RIBBONS.values()), "year"].unique())
    countries = [country for country in COUNTRIES if country in set(table["country"])]
    if len(years) < 2:
        return []
    rows, columns = -(-len(countries) // 3), min(len(countries), 3)
    page = style.page(
        11.5, 2.5 * rows + 0.6 * (rows - 1), title,
        "Greenhouse gas emissions, MtCO2e a year; below each name the gap: median (95 % interval)",
        _caption(int(table["samples"].min()), levels, origin), left=0.8, right=0.35, above=0.5, below=0.95,
    )  # fmt: skip
    grid = page.grid(rows, columns, wspace=0.25, hspace=0.4)
    for at, country in enumerate(countries):
        axes = page.figure.add_subplot(grid[at // columns, at % columns])
        own = table[table["country"] == country]
        style.time_axis(axes, years[0], years[-1], LAST_YEAR, step=20 if years[-1] - years[0] > 40 else 10)
        for layer, (view, variable) in enumerate(RIBBONS.items()):
            _ribbon(axes, own[own["variable"] == variable].sort_values("year"), VIEW_COLOUR[view], layer)
        gaps = own[own["variable"] == "gap"].set_index("year")
        here = levels[levels["country"] == country].set_index("year")
        for year in here.index:
            _bracket(axes, int(year), gaps.loc[year], here.loc[year])
        axes.set_title(COUNTRY_NAMES[country], pad=16)
        told = _told(gaps, [year for year in GAP_YEARS if year in years])
        axes.text(0.0, 1.02, told, transform=axes.transAxes, va="bottom", size=7.5)
        low, high = axes.get_ylim()
        axes.set_ylim(min(low, 0.0), high)
        axes.axhline(0.0, color=style.GREY, linewidth=0.8, zorder=2)
    height = float(page.figure.get_figheight())
    page.figure.legend(handles=_legend(), loc="upper center", ncols=3, bbox_to_anchor=(0.5, page.bottom - 0.3 / height))
    return style.save(page.figure, folder, "gap_ribbons")


def _ribbon(axes: Axes, rows: pd.DataFrame, colour: str, layer: int) -> None:
    axes.fill_between(rows["year"], rows["low"], rows["high"], color=colour, alpha=0.3, linewidth=0.0, zorder=3 + layer)
    past = rows["year"] <= LAST_YEAR
    ahead = rows["year"] >= LAST_YEAR
    for part, dashes in ((past, "-"), (ahead, style.DASHES)):
        axes.plot(rows["year"][part], rows["median"][part], color=colour, linewidth=1.3, linestyle=dashes, zorder=4)


def _bracket(axes: Axes, year: int, gap: pd.Series[Any], level: pd.Series[Any]) -> None:
    """The level with its range, a line from it to the median, and the interval of what is projected."""
    colour = VIEW_COLOUR[str(level["own_view"])]
    base = float(level["level"])
    axes.plot([year, year], [base, base + gap["median"]], color=colour, linewidth=1.2, zorder=6)
    axes.plot([year], [base + gap["median"]], marker="_", markersize=7, color=colour, markeredgewidth=1.3, zorder=6)
    axes.plot([year, year], [base + gap["low"], base + gap["high"]], color=colour, linewidth=2.6, zorder=6)
    axes.plot([year, year], [level["low"], level["high"]], color=colour, linewidth=5, alpha=0.35, zorder=5)
    axes.plot([year], [base], marker="D", markersize=5.0, color=colour, zorder=7)


def _told(gaps: pd.DataFrame, years: Sequence[int]) -> str:
    """The gap of each year in words; a narrow interval has more decimals."""
    parts = []
    for year in years:
        if year not in gaps.index:
            parts.append(f"{year}: no level")
            continue
        median, low, high = (float(value) for value in gaps.loc[year, ["median", "low", "high"]].to_numpy(float))
        decimals = next((n for n in (0, 1, 2) if high - low >= 2 * 10.0**-n), None)
        if decimals is None:
            parts.append(f"{year}: {style.number(median, True, 1)} (no spread)")
            continue
        one, least, most = (style.number(value, True, decimals) for value in (median, low, high))
        parts.append(f"{year}: {one} ({least} to {most})")
    return " · ".join(parts)


def _legend() -> list[Line2D | Patch]:
    return [
        *(Line2D([], [], color=VIEW_COLOUR[view], linewidth=1.5, label=VIEW_LABEL[view]) for view in RIBBONS),
        Line2D([], [], color=style.GREY, linestyle=style.DASHES, label="Dashed: projection"),
        Patch(color=style.GREY, alpha=0.3, label="Ribbon: 95 % of the samples"),
        Line2D([], [], color=style.GREY, marker="D", markersize=5.0, linestyle="", label="Level (bar: its range)"),
        Line2D([], [], color=style.GREY, linewidth=2.6, label="Gap (thin), 95 % interval of its end (thick)"),
    ]


def _caption(samples: int, levels: pd.DataFrame, origin: str) -> str:
    sets = ", ".join(dict.fromkeys(levels["gwp"]))
    return (
        f"Ribbons and intervals hold 95 % of {samples:,} samples of the parameters, all climates together (2.5 to 97.5 "
        "percentile, IPCC 2006 V1 ch. 3); lines are medians. They hold what the sampled parameters and climates do to "
        "land and farming, and nothing else: paths of other emissions and levels stand at their central values, and "
        f"variance_shares.csv tells what these add. {origin}; the structure of the model is not varied. "
        "Gap = projected − level, in the colour of the view that the level is judged in, aligned to the reported "
        f"inventory, above zero the target is missed; it is counted in the level's own GWP set ({sets}), so a bracket "
        "may miss its ribbon slightly. Levels are listed in levels.csv; China's is implied by its intensity pledge."
    )
