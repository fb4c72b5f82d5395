"""Emissions with and without the land sector (Table 1 of the NEASPEC note), as curves and as a table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from landsim.errors import InputError
from landsim.names import COUNTRIES, REGION
from landsim.plotting import style
from landsim.plotting.assumption_families import EVERYTHING
from landsim.plotting.captions import assumptions_sentence, credit_sentence, observed_note, short_scenario
from landsim.plotting.country_panels import country_panels, place_name
from landsim.plotting.inputs import RunFiles

TABLE_YEARS = (1990, 2000, 2010, 2015, 2020, 2030, 2050)
EXCLUDING, MODEL, ALIGNED = "excluding_lulucf", "including_lulucf_model", "including_lulucf_aligned"
# Width and layer differ so that the thin line stays visible where model and aligned coincide.
LINES = {
    EXCLUDING: ("Excluding LULUCF", style.BLUE, 1.8, 3),
    ALIGNED: ("Including LULUCF, aligned to the official inventory", style.GREEN, 2.6, 4),
    MODEL: ("Including LULUCF, model", style.VERMILLION, 1.1, 5),
}
DIRECT, ADDITIONAL = "including_lulucf_direct_aligned", "including_lulucf_additional"
# Label and colour of the rows of the table: every view.
TABLE_ROWS = {
    EXCLUDING: LINES[EXCLUDING][:2],
    MODEL: LINES[MODEL][:2],
    ALIGNED: LINES[ALIGNED][:2],
    DIRECT: ("Direct: climate of 1990, aligned", style.BLUE),
    ADDITIONAL: ("Additional: measures only", style.GREY),
}
ALIGNED_NOTE = (
    "Aligned = model + (official inventory − model), the mean of the last five inventory years to 2015 "
    "(China: 2005, 2010 and 2014), held constant; DPR Korea and Mongolia have no agreed inventory, there "
    "aligned equals model."
)


def draw_emissions(run: RunFiles) -> list[Path]:
    """Small multiples: emissions without and with LULUCF, six countries and the region, 1990 to 2060."""
    caption = (
        "Views: excluded and inventory (all fluxes on managed land); bases: model and aligned; GWP set: "
        f"{run.gwp}. "
        f"{ALIGNED_NOTE} {observed_note(run, COUNTRIES)} Band: low to high of the emissions without LULUCF "
        "(two databases, then the reference path). In the years on grey the land sector is projected. "
        f"Scales differ between panels.\n{assumptions_sentence(run, EVERYTHING)}\n{credit_sentence(run)}"
    )
    page = country_panels(
        "Emissions with and without forest and land use",
        f"Greenhouse gas emissions, MtCO2e a year · {short_scenario(run)}",
        caption,
    )
    for country, axes in page.panels.items():
        _panel(axes, run, country)
    _legend(page.legend)
    return style.save(page.figure, run.directory / "figures", "emissions")


def draw_emissions_table(run: RunFiles) -> list[Path]:
    """The same numbers for chosen years, rendered as a table."""
    caption = (
        "Views: excluded; inventory (model and aligned); direct (inventory under the climate and CO2 of 1990, aligned "
        "by the same offset); additional (of the land sector only what the measures add to baseline); bases: model and "
        f"aligned; GWP set: {run.gwp}. {ALIGNED_NOTE} Years on grey are projection. All years, with low and high, are "
        "in emissions.csv.\n"
        f"{assumptions_sentence(run, EVERYTHING)}\n{credit_sentence(run)}"
    )
    lines = [(country, series) for country in (*COUNTRIES, REGION) for series in TABLE_ROWS]
    row_height = 0.235
    page = style.page(
        9.5,
        row_height * (len(lines) + 1.4),
        "Emissions with and without forest and land use",
        f"Greenhouse gas emissions, MtCO2e a year · {short_scenario(run)}",
        caption,
        left=style.MARGIN,
        right=style.MARGIN,
        below=0.15,
        above=0.1,
    )
    axes = page.figure.add_subplot(page.grid(1, 1)[0])
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(len(lines) + 1.4, 0))
    first_column, step = 0.485, (1 - 0.485) / (len(TABLE_YEARS) - 1 + 0.35)
    places = [first_column + step * column for column in range(len(TABLE_YEARS))]
    projected = [x for x, year in zip(places, TABLE_YEARS, strict=True) if year > run.last_history_year]
    if projected:
        left = projected[0] - step + 0.012
        axes.add_patch(
            Rectangle((left, 0), 1 - left, len(lines) + 1.4, facecolor=style.PROJECTION_SHADE, edgecolor="none")
        )
    for x, year in zip(places, TABLE_YEARS, strict=True):
        axes.text(x, 0.75, str(year), ha="right", va="center", weight="bold", size=9)
    for line, (country, series) in enumerate(lines):
        y = line + 1.9
        if series == EXCLUDING:
            axes.axhline(y - 0.5, color=style.GREY, linewidth=0.7)
            axes.text(0.0, y, place_name(country), va="center", weight="bold", size=9)
        label, colour = TABLE_ROWS[series]
        axes.text(0.475 - step * 0.75, y, _short_label(label), ha="right", va="center", size=8.5, color=colour)
        values = series_of(run, country, series)["value"]
        for x, year in zip(places, TABLE_YEARS, strict=True):
            text = style.number(float(values[year])) if year in values.index and pd.notna(values[year]) else "–"
            axes.text(x, y, text, ha="right", va="center", size=9)
    return style.save(page.figure, run.directory / "figures", "emissions_table")


def series_of(run: RunFiles, country: str, series: str) -> pd.DataFrame:
    """Rows of one series by year, refused when there are none."""
    rows = run.series(country, series)
    if rows.empty:
        raise InputError(
            f"{run.directory / 'emissions.csv'}: no rows of series {series} for {country}; expected one for each year."
        )
    return rows


def _panel(axes: Axes, run: RunFiles, country: str) -> None:
    excluding = series_of(run, country, EXCLUDING)
    years = excluding.index
    style.time_axis(axes, int(years[0]), int(years[-1]), run.last_history_year)
    axes.fill_between(years, excluding["low"], excluding["high"], color=style.BLUE, alpha=0.15, linewidth=0, zorder=1)
    for series, (_, colour, width, layer) in LINES.items():
        values = series_of(run, country, series)["value"]
        last = last_solid_year(run, country, series)
        plot_history_and_projection(axes, values, last, colour, width, layer)
    if axes.get_ylim()[0] > 0:
        axes.set_ylim(bottom=0)
    elif axes.get_ylim()[0] < 0:
        axes.axhline(0, color=style.GREY, linewidth=0.8)


def last_solid_year(run: RunFiles, country: str, series: str) -> int:
    """Where a curve turns from solid to dashed: the economy is observed for longer than the land sector."""
    return run.observed_until[country] if series == EXCLUDING else run.last_history_year


def plot_history_and_projection(
    axes: Axes, values: pd.Series[float], last: int, colour: str, width: float, layer: int = 3
) -> None:
    """A line that is solid to the year ``last`` and dashed from there on."""
    history, projection = values[values.index <= last], values[values.index >= last]
    axes.plot(history.index, history, color=colour, linewidth=width, zorder=layer, solid_capstyle="butt")
    axes.plot(projection.index, projection, color=colour, linewidth=width, zorder=layer, linestyle=style.DASHES)


def _legend(axes: Axes) -> None:
    handles: list[Patch | Line2D] = [
        Line2D([], [], color=colour, linewidth=width, label=label) for label, colour, width, _ in LINES.values()
    ]
    handles += [
        Patch(color=style.BLUE, alpha=0.15, label="Excluding LULUCF, low to high"),
        Line2D([], [], color=style.GREY, label="Solid: history"),
        Line2D([], [], color=style.GREY, linestyle=style.DASHES, label="Dashed: projection"),
        Patch(facecolor=style.PROJECTION_SHADE, edgecolor=style.LIGHT_GREY, label="Land sector projected"),
    ]
    axes.legend(handles=handles, loc="center", fontsize=9.5, labelspacing=0.8)


def _short_label(label: str) -> str:
    """The table's shorter row label: what basis it is goes without the explanation of the legend."""
    return label.removesuffix(" to the official inventory")
