"""Emissions without the land sector: history, reference, NDC and net-zero path, benchmarks of 1.5 and 2 degrees."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from landsim.plotting import style
from landsim.plotting.assumption_families import ECONOMY, PATHS
from landsim.plotting.captions import assumptions_sentence, credit_sentence, short_scenario
from landsim.plotting.country_panels import country_panels
from landsim.plotting.inputs import RunFiles, read_table

# Path of economy.csv -> label, colour, width, line style, layer.
LINES: dict[str, tuple[str, str, float, object, int]] = {
    "reference": ("Reference (current policies)", style.BLUE, 1.8, style.DASHES, 4),
    "ndc": ("NDC: reference bent down to the pledge", style.ORANGE, 1.8, style.DASHES, 5),
    "net_zero": ("Net zero: long-term goal, else as NDC", style.GREEN, 1.8, style.DASHES, 6),
    "benchmark_2c_equal_cut": ("Benchmark 2 °C, equal percentage cut", style.SKY, 1.3, "solid", 3),
    "benchmark_1p5c_equal_cut": ("Benchmark 1.5 °C, equal percentage cut", style.PURPLE, 1.3, "solid", 3),
    "benchmark_1p5c_domestic": ("Benchmark 1.5 °C, domestic pathway", style.PURPLE, 1.2, (0, (1, 1)), 3),
}
BANDS = {"reference": 0.15, "benchmark_1p5c_equal_cut": 0.15}


def draw_economy(run: RunFiles) -> list[Path]:
    """Small multiples of the paths of economy.csv, six countries and the region."""
    table = read_table(run.directory / "economy.csv")
    caption = (
        "An input, not a result of the model; without the land sector (view excluded), so without a basis; GWP set: "
        f"{table['gwp'].iloc[0]}. Solid black: history from one database; bands: low to high of the reference and of "
        "the 1.5 °C equal cut. NDC: the reference bent down to the headline pledge, the same ratio held after it; a "
        "pledge above the reference does not lift it. Net zero: linear to the gross emissions of the long-term goal; "
        "DPR Korea and Mongolia have none and stay on the NDC path. Equal percentage cut: every country cuts its own "
        "emissions of 2019 by the global median; domestic pathway: Climate Action Tracker. All paths beside history "
        "rest on assumptions.\n"
        f"{assumptions_sentence(run, (ECONOMY, PATHS))}\n{credit_sentence(run)}"
    )
    page = country_panels(
        "Emissions without the land sector: reference, pledges and benchmarks",
        f"Greenhouse gas emissions, MtCO2e a year · {short_scenario(run)}",
        caption,
    )
    for country, axes in page.panels.items():
        _panel(axes, run, table[table["country"] == country], country)
    _legend(page.legend)
    return style.save(page.figure, run.directory / "figures", "economy")


def _panel(axes: Axes, run: RunFiles, table: pd.DataFrame, country: str) -> None:
    style.time_axis(axes, int(table["year"].min()), int(table["year"].max()), run.observed_until[country])
    for name, (_, colour, width, line_style, layer) in LINES.items():
        path = table[table["path"] == name].sort_values("year")
        later = path[path["year"] >= run.observed_until[country]]
        axes.plot(later["year"], later["value"], color=colour, linewidth=width, linestyle=line_style, zorder=layer)
        if name in BANDS:
            axes.fill_between(
                path["year"], path["low"], path["high"], color=colour, alpha=BANDS[name], linewidth=0, zorder=1
            )
    history = table[table["path"] == "history"].sort_values("year")
    axes.plot(history["year"], history["value"], color=style.BLACK, linewidth=1.8, zorder=7)
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))


def _legend(axes: Axes) -> None:
    handles: list[Patch | Line2D] = [Line2D([], [], color=style.BLACK, linewidth=1.8, label="History")]
    handles += [
        Line2D([], [], color=colour, linewidth=width, linestyle=line_style, label=label)  # type: ignore[arg-type]
        for label, colour, width, line_style, _ in LINES.values()
    ]
    handles.append(Patch(color=style.GREY, alpha=0.15, label="Low to high"))
    axes.legend(handles=handles, loc="center", fontsize=9.0, labelspacing=0.7)
