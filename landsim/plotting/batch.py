"""One variable over all runs of a batch: how far climates, seeds and parameters spread each scenario."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from landsim.history import LAST_YEAR
from landsim.names import REGION
from landsim.plotting import style
from landsim.plotting.country_panels import place_name

COLOURS = (style.BLUE, style.ORANGE, style.GREEN, style.VERMILLION, style.PURPLE, style.SKY, style.BLACK)


def draw_batch(directory: Path, title: str, variable: str, country: str) -> list[Path]:
    """Median and range of the runs of each scenario by year, drawn from results.parquet; PNG and SVG in figures/."""
    chosen = [("variable", "==", variable), ("country", "==", country)]
    columns = ["run", "scenario", "year", "value", "unit"]
    table = pq.read_table(directory / "results.parquet", columns=columns, filters=chosen).to_pandas()
    runs = pq.read_table(directory / "parameters.parquet").to_pandas()
    where = place_name(country)
    unit = str(table["unit"].iloc[0])
    name = variable.replace("_", " ")
    with rc_context(style.RC):
        page = style.page(
            8.0, 3.9, title, f"{where}, {name} ({'' if unit == '1' else unit + ', '}{len(runs)} runs)",
            _caption(runs), above=0.15,
        )  # fmt: skip
        axes = page.figure.add_subplot(page.grid(1, 1)[0])
        _draw(axes, table)
        folder = directory / "figures"
        folder.mkdir(exist_ok=True)
        return style.save(page.figure, folder, f"{variable}_{country}" if country != REGION else variable)


def _draw(axes: Axes, table: pd.DataFrame) -> None:
    years = sorted(table["year"].unique())
    style.time_axis(axes, years[0], years[-1], LAST_YEAR)
    axes.axhline(0.0, color=style.GREY, linewidth=0.8)
    handles: list[Line2D | Patch] = []
    for at, scenario in enumerate(table["scenario"].unique()):
        colour = COLOURS[at % len(COLOURS)]
        by_year = table[table["scenario"] == scenario].groupby("year")["value"]
        axes.fill_between(years, by_year.min(), by_year.max(), color=colour, alpha=0.2, linewidth=0.0)
        # Bands lie on each other: their edges tell them apart.
        for edge in (by_year.min(), by_year.max()):
            axes.plot(years, edge, color=colour, linewidth=0.7, linestyle=style.DASHES)
        (line,) = axes.plot(years, by_year.median(), color=colour, linewidth=1.4, label=str(scenario))
        handles.append(line)
    handles.append(Patch(color=style.GREY, alpha=0.2, label="lowest to highest run"))
    axes.legend(handles=handles, loc="best")


def _caption(runs: pd.DataFrame) -> str:
    def told(column: str) -> str:
        return ", ".join(dict.fromkeys(map(str, runs[column])))

    return (
        "Lines are medians over the runs of a scenario, bands reach from the lowest to the highest run of each year; "
        "they show what the runs differ in and are no confidence intervals. "
        f"Climates: {told('climate')}. Seeds: {told('seed')}. Parameter sets: {told('parameter_set')}. "
        "Years on grey are projection. Below zero: a removal, where the variable is a flux."
    )
