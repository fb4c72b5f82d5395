"""Indicators of land beside carbon, by country and year: dust, species, heavy grazing, protection; and drought."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from landsim.errors import InputError
from landsim.names import COUNTRIES, COUNTRY_NAMES, REGION
from landsim.plotting import style
from landsim.plotting.assumption_families import CLIMATE, DROUGHT, DUST, GRAZING, PROTECTION, SPECIES
from landsim.plotting.captions import assumptions_sentence, short_scenario
from landsim.plotting.inputs import RunFiles, read_table

# variable: (title, unit on the axis, factor)
PANELS = {
    "dust_emission_index": ("Dust", "emission, mean of 2000-2010 = 1", 1.0),
    "mean_species_abundance": ("Mean species abundance", "0 no original species, 1 all", 1.0),
    "heavily_grazed_share": ("Heavily grazed", "% of grassland", 100.0),
    "protected_area_share": ("Protected", "% of land", 100.0),
}
DUST_SHARE = "dust_emission_share"
COUNTRY_COLOUR = {
    "CHN": style.VERMILLION, "PRK": style.PURPLE, "JPN": style.SKY, "MNG": style.ORANGE, "KOR": style.GREEN,
    "RUS": style.BLUE,
}  # fmt: skip
# What is in drought: (label, part, mean over all weather, whole, colour)
EXPOSED = (
    ("Grassland", "drought_exposed_grassland", "drought_expected_grassland", "grassland_area", style.GREEN),
    ("Sheep units", "drought_exposed_sheep_units", "drought_expected_sheep_units", "sheep_units", style.VERMILLION),
)
LEGEND_SPACING = 0.8
NO_VIEW = "LULUCF view, GWP set and inventory basis do not apply."


def read_stocks(run: RunFiles) -> pd.DataFrame:
    """Rows of stocks.csv that the figures need: year and country down, variables across."""
    table = read_table(run.directory / "stocks.csv")
    wanted = {*PANELS, DUST_SHARE, *(name for row in EXPOSED for name in row[1:4])}
    found = table[table["variable"].isin(wanted)]
    wide = found.pivot(index=["country", "year"], columns="variable", values="value")
    missing = sorted(wanted - set(wide.columns))
    if missing:
        raise InputError(
            f"{run.directory / 'stocks.csv'}: no rows of {', '.join(missing)}; expected one for each year."
        )
    return wide


def draw_land_indicators(run: RunFiles) -> list[Path]:
    """Four panels with a line for each country and the region."""
    stocks = read_stocks(run)
    caption = (
        "Dust is relative to each country's own mean of 2000-2010 and says nothing of tonnes; the region is weighted "
        f"with emission ({_shares(run, stocks)}). The landscape holds no map of wind, texture or carbonate. Species: "
        "fragments, roads and nitrogen are left out. Heavily grazed: pressure above the limit named among the "
        "assumptions. Protected: recorded shares, recalled and constant outside the recorded years, and what measures "
        "protect. Units are known in some years; between them values on a hectare move along straight lines. Years on "
        f"grey are projection. {NO_VIEW}\n"
        f"{assumptions_sentence(run, (DUST, SPECIES, PROTECTION, GRAZING, CLIMATE))}"
    )
    page = style.page(
        11.0,
        6.6,
        "Land beside carbon: dust, species, grazing, protection",
        f"Indicators of the land in this run · {short_scenario(run)}",
        caption,
        left=0.75,
        right=0.3,
        above=0.35,
    )
    grid = page.grid(2, 3, hspace=0.32, wspace=0.3, width_ratios=(1.0, 1.0, 0.62))
    for place, (name, (title, unit, factor)) in enumerate(PANELS.items()):
        axes = page.figure.add_subplot(grid[place // 2, place % 2])
        years = stocks.loc[REGION].index
        style.time_axis(axes, int(years[0]), int(years[-1]), run.last_history_year)
        for country in (*COUNTRIES, REGION):
            line = stocks.loc[country][name] * factor
            thick = country == REGION
            colour = style.BLACK if thick else COUNTRY_COLOUR[country]
            axes.plot(line.index, line, color=colour, linewidth=2.2 if thick else 1.3, zorder=4 if thick else 3)
        axes.set_title(title)
        axes.set_ylabel(style.typeset(unit))
        if factor != 1.0:
            axes.set_ylim(bottom=0.0)
    legend = page.figure.add_subplot(grid[:, 2])
    legend.axis("off")
    handles: list[Patch | Line2D] = [
        *(Line2D([], [], color=COUNTRY_COLOUR[one], linewidth=1.6, label=COUNTRY_NAMES[one]) for one in COUNTRIES),
        Line2D([], [], color=style.BLACK, linewidth=2.2, label="The six countries"),
        _projection_patch(),
    ]
    legend.legend(handles=handles, loc="center left", fontsize=9.5, labelspacing=LEGEND_SPACING)
    return style.save(page.figure, run.directory / "figures", "land_indicators")


def _shares(run: RunFiles, stocks: pd.DataFrame) -> str:
    """Who gives off how much of the region's dust at the end of history, the largest first."""
    last = min(run.last_history_year, int(stocks.loc[REGION].index[-1]))
    of_year = stocks[DUST_SHARE].xs(last, level="year")
    shares = {country: 100.0 * float(of_year[country]) for country in COUNTRIES}
    ordered = sorted(shares, key=lambda country: -shares[country])
    return ", ".join(f"{COUNTRY_NAMES[one]} {style.number(shares[one])} %" for one in ordered) + f" in {last}"


def draw_drought(run: RunFiles) -> list[Path]:
    """A panel for each country: share of grassland and of animals in drought, as drawn and as expected."""
    stocks = read_stocks(run)
    drawn = any(float(stocks[part].abs().max()) > 0.0 for _, part, *_ in EXPOSED)
    weather = (
        "Lines with steps: the weather that this run has drawn."
        if drawn
        else "This run has expected weather, in which every year is the mean one: "
        'variability = "seeded" draws dry years.'
    )
    caption = (
        "A year is dry where a zone (desert, steppe, meadow) grows less forage than the threshold, relative to its "
        f"mean. {weather} Dashed: the mean over all weather that may come, with the spread of forage between years. A "
        "zone is in drought as a whole. Years on grey are projection; weather of the record is not in the model. "
        f"{NO_VIEW}\n"
        f"{assumptions_sentence(run, (DROUGHT, GRAZING))}"
    )
    page = style.page(
        11.0,
        5.2,
        "Grassland and animals in drought",
        f"% of the nation's grassland and sheep units · {short_scenario(run)}",
        caption,
        left=0.75,
        right=0.3,
        above=0.35,
    )
    grid = page.grid(2, 4, hspace=0.4, wspace=0.28)
    for place, country in enumerate(COUNTRIES):
        of_country = stocks[stocks.index.get_level_values("country") == country].droplevel("country")
        _drought_panel(page.figure.add_subplot(grid[place // 3, place % 3]), run, of_country, country, drawn)
    legend = page.figure.add_subplot(grid[:, 3])
    legend.axis("off")
    handles: list[Patch | Line2D] = []
    for label, *_, colour in EXPOSED:
        if drawn:
            handles.append(Line2D([], [], color=colour, linewidth=1.4, label=f"{label}, this run"))
        handles.append(Line2D([], [], color=colour, linewidth=1.4, linestyle=style.DASHES, label=f"{label}, expected"))
    handles.append(_projection_patch())
    legend.legend(handles=handles, loc="center", fontsize=9.5, labelspacing=LEGEND_SPACING)
    return style.save(page.figure, run.directory / "figures", "drought_exposure")


def _drought_panel(axes: Axes, run: RunFiles, stocks: pd.DataFrame, country: str, drawn: bool) -> None:
    style.time_axis(axes, int(stocks.index[0]), int(stocks.index[-1]), run.last_history_year, step=20)
    for _, part, mean, whole, colour in EXPOSED:
        there = stocks[whole].where(stocks[whole] > 0.0)
        if drawn:
            share = 100.0 * stocks[part] / there
            axes.plot(share.index, share, color=colour, linewidth=1.2, drawstyle="steps-mid", zorder=3)
        expected = 100.0 * stocks[mean] / there
        axes.plot(expected.index, expected, color=colour, linewidth=1.4, linestyle=style.DASHES, zorder=4)
    axes.set_ylim(0.0, max(1.0, 1.12 * axes.get_ylim()[1]))
    axes.set_title(COUNTRY_NAMES[country])


def _projection_patch() -> Patch:
    return Patch(facecolor=style.PROJECTION_SHADE, edgecolor=style.LIGHT_GREY, label="Projection")
