"""Land-sector emissions and removals by category, for each country and the region."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from landsim.errors import InputError
from landsim.plotting import style
from landsim.plotting.assumption_families import LAND
from landsim.plotting.captions import assumptions_sentence, short_scenario
from landsim.plotting.country_panels import country_panels
from landsim.plotting.inputs import RunFiles

CATEGORIES = {
    "lulucf_forest_land": ("Forest land", style.GREEN),
    "lulucf_cropland": ("Cropland", style.ORANGE),
    "lulucf_grassland": ("Grassland", style.YELLOW),
    "lulucf_wetlands": ("Wetlands", style.SKY),
    "lulucf_settlements": ("Settlements", style.PURPLE),
    "lulucf_other_land": ("Other land", style.LIGHT_GREY),
    "lulucf_harvested_wood_products": ("Harvested wood products", style.VERMILLION),
}
NET = "lulucf_net"
# Net land sector as reported by the national inventory; not every country has one.
OFFICIAL = "official_lulucf"
ALIGNED_NET = "lulucf_aligned"
ALIGNED_DASHES = (0, (1, 1.2))


def draw_land_sector(run: RunFiles) -> list[Path]:
    """Stacked areas by category with the net line, six countries and the region, MtCO2e a year."""
    caption = (
        "Emissions are above zero, removals below. The carbon of cleared forest counts where the land goes. "
        "View: inventory (all fluxes on managed land); GWP set: "
        f"{run.gwp}. Basis: model, for all coloured areas and the solid line. Dots: net land sector that countries "
        "reported (UNFCCC); growth, ages and dead wood of the model are fitted to forest stocks and the forest sinks "
        "of Japan, the Republic of Korea and Russia up to 2010. The Republic of Korea reports living biomass alone, "
        "the model has dead wood, litter and soil too. Dotted line: basis aligned, the model moved by "
        "its mean distance to the inventory, as the gap figures use it (DPR Korea and Mongolia: no agreed "
        "inventory, no move). Years on grey are projection. Scales differ between panels.\n"
        f"{assumptions_sentence(run, LAND)}"
    )
    page = country_panels(
        "Land sector by category, as modelled",
        f"Emissions and removals, MtCO2e a year · basis: model · {short_scenario(run)}",
        caption,
    )
    for country, axes in page.panels.items():
        _panel(axes, run, country)
    _legend(page.legend)
    return style.save(page.figure, run.directory / "figures", "land_sector")


def _panel(axes: Axes, run: RunFiles, country: str) -> None:
    table = category_table(run, country)
    years = table.index.to_numpy(dtype=float)
    values = table[list(CATEGORIES)].to_numpy(dtype=float)
    lower, upper = stack(values)
    style.time_axis(axes, int(years[0]), int(years[-1]), run.last_history_year)
    for column, (_, colour) in enumerate(CATEGORIES.values()):
        if np.any(values[:, column] != 0):
            # Steps, because a flux belongs to a whole year and neighbouring signs must not be blended.
            axes.fill_between(
                years, lower[:, column], upper[:, column], step="mid", color=colour, linewidth=0.0, zorder=2
            )
    axes.axhline(0, color=style.GREY, linewidth=0.8, zorder=3)
    axes.plot(years, table[NET], color=style.BLACK, linewidth=1.4, zorder=4)
    aligned = run.series(country, ALIGNED_NET)["value"]
    axes.plot(aligned.index, aligned, color=style.BLACK, linewidth=1.2, linestyle=ALIGNED_DASHES, zorder=4)
    official = run.series(country, OFFICIAL)["value"]
    axes.plot(
        official.index,
        official,
        linestyle="",
        marker="o",
        markersize=3.2,
        color=style.BLACK,
        markerfacecolor="white",
        markeredgewidth=0.9,
        zorder=5,
    )


def category_table(run: RunFiles, country: str) -> pd.DataFrame:
    """MtCO2e by year (rows) and category (columns), with the net total."""
    rows = run.inventory[run.inventory["country"] == country]
    table = rows.pivot(index="year", columns="variable", values="value").sort_index()
    needed = [*CATEGORIES, NET]
    missing = [name for name in needed if name not in table.columns]
    if missing:
        raise InputError(
            f"{run.directory / 'inventory.csv'}: no rows of {', '.join(missing)} for {country}; "
            "expected one for each year."
        )
    return table[needed]


def stack(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper edge of each category [year, category]: emissions pile up from zero, removals down."""
    up = np.cumsum(np.clip(values, 0, None), axis=1)
    down = np.cumsum(np.clip(values, None, 0), axis=1)
    upper = np.where(values >= 0, up, down - np.clip(values, None, 0))
    lower = np.where(values >= 0, up - np.clip(values, 0, None), down)
    return lower, upper


def _legend(axes: Axes) -> None:
    handles: list[Patch | Line2D] = [Patch(color=colour, label=label) for label, colour in CATEGORIES.values()]
    handles.append(Line2D([], [], color=style.BLACK, linewidth=1.4, label="Net, model"))
    handles.append(
        Line2D([], [], color=style.BLACK, linewidth=1.2, linestyle=ALIGNED_DASHES, label="Net, aligned to inventory")
    )
    handles.append(
        Line2D(
            [],
            [],
            linestyle="",
            marker="o",
            markersize=4,
            color=style.BLACK,
            markerfacecolor="white",
            label="Net, reported by the country",
        )
    )
    handles.append(Patch(facecolor=style.PROJECTION_SHADE, edgecolor=style.LIGHT_GREY, label="Projection"))
    axes.legend(handles=handles, loc="center", ncols=2, fontsize=9.5, columnspacing=2.5, labelspacing=0.8)
