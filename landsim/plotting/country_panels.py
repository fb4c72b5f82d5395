"""A page with a panel for each country, one for the region, and the legend in the last two places of nine."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from landsim.names import COUNTRIES, COUNTRY_NAMES, REGION, REGION_NAME
from landsim.plotting import style

WIDTH = 11.0
ACROSS = 3


def place_name(country: str) -> str:
    """How figures call a country or the region, by its code."""
    return f"{REGION_NAME} (six countries)" if country == REGION else COUNTRY_NAMES[country]


@dataclass(frozen=True)
class CountryPanels:
    """``panels`` are by code, three in a row, with their titles; the legend has no axes drawn."""

    figure: Figure
    panels: dict[str, Axes]
    legend: Axes


def country_panels(
    title: str,
    subtitle: str,
    caption: str,
    body_height: float = 7.0,
    left: float = 0.8,
    hspace: float = 0.38,
    wspace: float = 0.3,
) -> CountryPanels:
    """Empty panels on a new page; lengths in inches, hspace and wspace in parts of a panel."""
    page = style.page(WIDTH, body_height, title, subtitle, caption, left=left, right=0.35, above=0.35)
    grid = page.grid(3, ACROSS, hspace=hspace, wspace=wspace)
    panels = {}
    for place, country in enumerate((*COUNTRIES, REGION)):
        panels[country] = page.figure.add_subplot(grid[place // ACROSS, place % ACROSS])
        panels[country].set_title(place_name(country))
    legend = page.figure.add_subplot(grid[2, 1:])
    legend.axis("off")
    return CountryPanels(page.figure, panels, legend)
