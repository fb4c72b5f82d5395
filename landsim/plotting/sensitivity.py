"""Figures of a study of sensitivity from its tables: bars by country, indices over time, convergence with N."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.lines import Line2D

from landsim.names import COUNTRIES, COUNTRY_NAMES
from landsim.plotting import style

COLOURS = (style.BLUE, style.ORANGE, style.GREEN, style.VERMILLION, style.PURPLE, style.SKY, style.BLACK)
# A figure shows so many parameters, those with the largest indices.
SHOWN = 12
LINES = 7
# Inches between the subtitle and the first row of axes: titles of axes, and what a row of the legend takes.
TITLES, LEGEND_ROW = 0.5, 0.175
LEGEND_COLUMNS = 3
INDEX_NAMES = {
    "ST": "total index", "S1": "first-order index", "mu_star": "mean absolute effect", "delta": "delta",
    "median": "median KS distance (PAWN)",
}  # fmt: skip
MAIN = {
    "sobol": "ST", "morris": "mu_star", "efast": "ST", "rbd-fast": "S1", "pawn": "median", "delta": "delta",
    "hdmr": "S1",
}  # fmt: skip
METHOD_NAMES = {
    "sobol": "Sobol", "morris": "Morris", "efast": "eFAST", "rbd-fast": "RBD-FAST", "pawn": "PAWN", "delta": "delta",
    "hdmr": "HDMR",
}  # fmt: skip


def draw_study(directory: Path, title: str, method: str) -> list[Path]:
    """Draw what indices.csv and convergence.csv of a study hold; PNG and SVG in figures/."""
    table = pd.read_csv(directory / "indices.csv", float_precision="round_trip")
    table = table[table["index"] == MAIN[method]]
    convergence = pd.read_csv(directory / "convergence.csv", float_precision="round_trip")
    folder = directory / "figures"
    folder.mkdir(exist_ok=True)
    paths: list[Path] = []
    with rc_context(style.RC):
        for output in table["output"].unique():
            own = table[table["output"] == output]
            years = sorted(own["year"].unique())
            for year in years if len(years) <= 3 else (years[0], years[-1]):
                paths += _bars(folder, title, method, own[own["year"] == year], str(output), int(year))
            if len(years) > 3:
                paths += _over_time(folder, title, method, own, str(output))
            if len(convergence):
                shown = 2030 if 2030 in years else years[-1]
                part = convergence[(convergence["output"] == output) & (convergence["year"] == shown)]
                paths += _convergence(folder, title, method, part, str(output), int(shown))
    return paths


def _ranked(table: pd.DataFrame, number: int) -> list[str]:
    """Parameters with the largest index in any country, the largest first."""
    largest = table.groupby("parameter", sort=False)["value"].max().sort_values(ascending=False, kind="stable")
    return [str(name) for name in largest.index[:number]]


def _countries(table: pd.DataFrame) -> list[str]:
    there = set(table["country"])
    return [country for country in (*COUNTRIES, "NEA") if country in there]


def _name(country: str) -> str:
    return COUNTRY_NAMES.get(country, "North-East Asia")


def _axis(method: str, table: pd.DataFrame) -> str:
    index = MAIN[method]
    return INDEX_NAMES[index] + (" (MtCO₂e or the output's unit)" if index == "mu_star" else "")


def _caption(method: str) -> str:
    ends = "lowest and highest slice" if method == "pawn" else "the 95 % interval (bootstrap)"
    return (
        f"{METHOD_NAMES[method]} through SALib; parameters within their declared plausible ranges, assumptions "
        f"included, so indices rest on these ranges. Thin lines and bands: {ends}. "
        "An index says how much of an output's spread rests on a parameter, not how right the model is."
    )


def _bars(folder: Path, title: str, method: str, table: pd.DataFrame, output: str, year: int) -> list[Path]:
    countries, parameters = _countries(table), _ranked(table, SHOWN)
    rows = -(-len(countries) // 3)
    columns = min(len(countries), 3)
    page = style.page(
        9.5, rows * (0.45 + 0.2 * len(parameters)) + 0.35 * (rows - 1), title,
        f"{output.replace('_', ' ')} in {year}: {_axis(method, table)} of each parameter", _caption(method), left=2.6,
    )  # fmt: skip
    grid = page.grid(rows, columns, wspace=0.12, hspace=0.35)
    top = float(table[table["parameter"].isin(parameters)]["high"].fillna(table["value"]).max())
    for at, country in enumerate(countries):
        axes = page.figure.add_subplot(grid[at // columns, at % columns])
        own = table[table["country"] == country].set_index("parameter").loc[parameters]
        places = np.arange(len(parameters))[::-1]
        axes.barh(places, own["value"], color=style.BLUE, height=0.65)
        axes.hlines(places, own["low"], own["high"], color=style.BLACK, linewidth=1.0)
        axes.set_yticks(places, parameters if at % columns == 0 else [""] * len(parameters), fontsize=7.5)
        axes.set_xlim(min(0.0, float(own["low"].min()) if own["low"].notna().any() else 0.0), 1.05 * top)
        axes.grid(axis="x")
        axes.grid(False, axis="y")
        axes.set_title(_name(country))
    return style.save(page.figure, folder, f"indices_{output}_{year}")


def _legend_rows(parameters: list[str]) -> int:
    return -(-len(parameters) // LEGEND_COLUMNS)


def _legend(page: style.Page, handles: list[Line2D]) -> None:
    """The lines of all axes, told once above them."""
    rows = -(-len(handles) // LEGEND_COLUMNS)
    page.figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(page.left, page.top + (0.25 + LEGEND_ROW * rows) / page.figure.get_figheight()),
        ncols=LEGEND_COLUMNS,
        fontsize=7.5,
        borderaxespad=0.0,
    )


def _over_time(folder: Path, title: str, method: str, table: pd.DataFrame, output: str) -> list[Path]:
    countries, parameters = _countries(table), _ranked(table, LINES)
    rows, columns = -(-len(countries) // 3), min(len(countries), 3)
    page = style.page(
        9.5, 2.1 * rows + 0.4 * (rows - 1), title,
        f"{output.replace('_', ' ')} over time: {_axis(method, table)} of the parameters with the largest",
        _caption(method), left=0.6, above=TITLES + LEGEND_ROW * _legend_rows(parameters),
    )  # fmt: skip
    grid = page.grid(rows, columns, wspace=0.18, hspace=0.4)
    handles: list[Line2D] = []
    for at, country in enumerate(countries):
        axes = page.figure.add_subplot(grid[at // columns, at % columns])
        for colour, parameter in zip(COLOURS, parameters, strict=False):
            own = table[(table["country"] == country) & (table["parameter"] == parameter)].sort_values("year")
            (line,) = axes.plot(own["year"], own["value"], color=colour, linewidth=1.4, label=parameter)
            axes.fill_between(own["year"], own["low"], own["high"], color=colour, alpha=0.15, linewidth=0.0)
            if at == 0:
                handles.append(line)
        axes.set_title(_name(country))
        axes.set_ylim(bottom=0.0)
    _legend(page, handles)
    return style.save(page.figure, folder, f"indices_over_time_{output}")


def _convergence(folder: Path, title: str, method: str, table: pd.DataFrame, output: str, year: int) -> list[Path]:
    countries, parameters = _countries(table), _ranked(table, LINES)
    rows, columns = -(-len(countries) // 3), min(len(countries), 3)
    page = style.page(
        9.5, 2.1 * rows + 0.4 * (rows - 1), title,
        f"{output.replace('_', ' ')} in {year}: {_axis(method, table)} from the first part of the sample, by N",
        _caption(method), left=0.6, above=TITLES + LEGEND_ROW * _legend_rows(parameters),
    )  # fmt: skip
    grid = page.grid(rows, columns, wspace=0.18, hspace=0.4)
    handles: list[Line2D] = []
    for at, country in enumerate(countries):
        axes = page.figure.add_subplot(grid[at // columns, at % columns])
        for shift, (colour, parameter) in enumerate(zip(COLOURS, parameters, strict=False)):
            own = table[(table["country"] == country) & (table["parameter"] == parameter)].sort_values("samples")
            # Side by side, so that intervals can be told apart.
            places = own["samples"] * (1.0 + 0.03 * (shift - len(parameters) / 2))
            line = axes.plot(places, own["value"], color=colour, linewidth=1.0, marker="o", markersize=3.0)[0]
            axes.vlines(places, own["low"], own["high"], color=colour, linewidth=0.8)
            if at == 0:
                line.set_label(parameter)
                handles.append(line)
        axes.set_xscale("log", base=2)
        ticks = sorted(table["samples"].unique())
        axes.set_xticks(ticks, [str(one) for one in ticks])
        axes.set_title(_name(country))
    _legend(page, handles)
    return style.save(page.figure, folder, f"convergence_{output}_{year}")
