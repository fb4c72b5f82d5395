"""How the gap depends on vintage, view, basis and GWP set: one panel a country, one row a choice."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from landsim.names import COUNTRIES, COUNTRY_NAMES
from landsim.plotting import style
from landsim.plotting.assumption_families import EVERYTHING
from landsim.plotting.captions import assumptions_sentence, credit_sentence, short_scenario
from landsim.plotting.inputs import RunFiles, read_table

YEAR_LOOK = {2030: (style.BLUE, "o"), 2050: (style.VERMILLION, "s")}
FACTOR_NAMES = {"reference": "", "vintage": "vintage ", "view": "view ", "basis": "basis ", "gwp": "GWP "}
ROW_HEIGHT = 0.19  # inches


def draw_gap_sensitivity(run: RunFiles) -> list[Path]:
    """Dots of gap_sensitivity.csv with their range; the dotted lines mark the pledge in its own terms."""
    table = read_table(run.directory / "gap_sensitivity.csv")
    choices = {country: _choices(table[table["country"] == country]) for country in COUNTRIES}
    rows = [max(len(choices[country]) for country in COUNTRIES[start : start + 3]) for start in (0, 3)]
    page = style.page(
        11.5,
        ROW_HEIGHT * sum(rows) + 1.7,
        "What the gap depends on: vintage of the pledge, view, basis and GWP set",
        f"Gap = projected − target level, MtCO2e a year; above zero the target is missed · {short_scenario(run)}",
        _caption(run, table),
        left=1.35,
        right=0.35,
        above=0.35,
        below=0.75,
    )
    grid = page.grid(2, 3, hspace=0.4, wspace=0.5, height_ratios=rows)
    for panel, country in enumerate(COUNTRIES):
        axes = page.figure.add_subplot(grid[panel // 3, panel % 3])
        _panel(axes, table[table["country"] == country], choices[country])
        axes.set_title(COUNTRY_NAMES[country])
    page.figure.legend(
        handles=[
            Line2D([], [], color=colour, marker=marker, linestyle="-", label=f"{year}, with low and high")
            for year, (colour, marker) in YEAR_LOOK.items()
        ],
        loc="upper center",
        ncols=2,
        bbox_to_anchor=(0.5, page.bottom - 0.35 / float(page.figure.get_figheight())),
    )
    return style.save(page.figure, run.directory / "figures", "gap_sensitivity")


def _choices(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Factor and choice of each row, the pledge's own terms first; a country's years share their rows."""
    order = list(FACTOR_NAMES)
    pairs = dict.fromkeys(zip(table["factor"], table["choice"], strict=True))
    return sorted(pairs, key=lambda pair: order.index(pair[0]))


def _panel(axes: Axes, table: pd.DataFrame, choices: list[tuple[str, str]]) -> None:
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.axvline(0.0, color=style.GREY, linewidth=0.9, zorder=1)
    for year, (colour, marker) in YEAR_LOOK.items():
        here = table[table["year"] == year].set_index(["factor", "choice"])
        shift = 0.0
        if table["year"].nunique() > 1:
            shift = 0.16 if year == max(YEAR_LOOK) else -0.16
        for place, pair in enumerate(choices):
            if pair not in here.index:
                continue
            row = here.loc[[pair]].iloc[0]
            axes.plot([row["low"], row["high"]], [place + shift] * 2, color=colour, linewidth=1.0, alpha=0.5, zorder=2)
            axes.plot(row["gap"], place + shift, color=colour, marker=marker, markersize=4.5, linestyle="", zorder=3)
            if pair[0] == "reference":
                axes.axvline(row["gap"], color=colour, linewidth=0.8, linestyle=(0, (1, 2)), zorder=1)
    axes.set_yticks(range(len(choices)), [_label(table, pair) for pair in choices])
    axes.set_ylim(len(choices) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.6g}".replace("-", "−"))
    axes.locator_params(axis="x", nbins=5)
    low, high = axes.get_xlim()
    axes.set_xticks([tick for tick in axes.get_xticks() if low <= tick <= high])
    axes.set_xlim(low, high)
    if not choices:
        axes.text(0.5, 0.5, "no level in tonnes", transform=axes.transAxes, ha="center")


def _label(table: pd.DataFrame, pair: tuple[str, str]) -> str:
    factor, choice = pair
    if factor != "reference":
        return f"{FACTOR_NAMES[factor]}{choice}"
    row = table[table["factor"] == factor].iloc[0]
    return f"own: {row['view']}, {row['gwp']}"


def _caption(run: RunFiles, table: pd.DataFrame) -> str:
    own = table[table["factor"] == "reference"]
    names = "; ".join(
        f"{COUNTRY_NAMES[str(row['country'])]} {row['year']:.0f}: {row['target']} (vintage {row['vintage']})"
        for row in own.to_dict("records")
    )
    return (
        "The first row of each panel is the pledge in its own view and GWP set on the basis aligned; each other row "
        "changes one choice. Views: excluded (no land sector), inventory (all fluxes on managed land), direct (the "
        "same under the climate and CO2 of 1990), additional (only what measures add to baseline). Basis model: not "
        "shifted to the reported inventory. Another GWP set turns projection and level alike. Bars: reference path, "
        f"alignment and target at their worst and best. Scales differ between panels. {names}.\n"
        f"{assumptions_sentence(run, EVERYTHING)}\n{credit_sentence(run)}"
    )
