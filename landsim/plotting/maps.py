"""Maps of carbon density, grazing pressure, new forest, dust and species in the chosen years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import BoundaryNorm, Colormap, ListedColormap, to_rgba
from numpy.typing import NDArray

from landsim.errors import InputError
from landsim.plotting import style
from landsim.plotting.assumption_families import (
    CLIMATE,
    DUST,
    FIRE,
    FOREST,
    GRAZING,
    HARVEST,
    HISTORY,
    PLANTING,
    SOIL,
    SPECIES,
)
from landsim.plotting.captions import assumptions_sentence, short_scenario
from landsim.plotting.inputs import MapData, RunFiles, read_maps
from landsim.plotting.outlines import Canvas, blank_canvas
from landsim.plotting.page_canvas import Picture

MAP_YEARS = (1990, 2020, 2030, 2050)
WIDTH, PANEL_COLUMNS = 11.0, 2
PANEL_WIDTH = (WIDTH - 2 * style.MARGIN - 0.15) / PANEL_COLUMNS  # inches
# Painted at twice the resolution of the file and then halved, which smooths the outlines.
CANVAS_COLUMNS = 2 * round(PANEL_WIDTH * style.DOTS_PER_INCH)
NO_VALUE = "#D6D6D6"
SHADES = (0.06, 1.0)  # the part of a colour map that classes use: its palest end is too close to the paper
GRASSLAND = "grassland_fraction"
LEAST_GRASSLAND = 0.01  # share of the unit
BORDER, COAST = "#111111", "#8A8A8A"
MAP_NOTE = (
    "Equal-area projection. Outlines follow the grid cells and imply no view on any border; cells on a "
    "border show the mean of the countries' parts. Modelled states of the land, not observations: LULUCF "
    "view, GWP set and inventory basis do not apply."
)


@dataclass(frozen=True)
class MapFigure:
    """One figure of maps: what is shown, in which classes and colours.

    ``colours`` names a colour map that the classes are spread over, or holds one colour for each class and
    one for what lies above the highest bound. Cells without a value, or with one below ``smallest``, stay grey.
    """

    stem: str
    variable: str
    title: str
    label: str
    unit: str
    bounds: Callable[[NDArray[np.float64]], list[float]]
    colours: str | tuple[str, ...]
    scale: float
    smallest: float
    note: str
    topics: tuple[str, ...]


def _carbon_bounds(values: NDArray[np.float64]) -> list[float]:
    """Even classes from 0 to about the 98th percentile, in steps that people count in."""
    top = float(np.nanpercentile(values, 98)) if np.isfinite(values).any() else 1.0
    raw = max(top, 1e-9) / 10
    magnitude = 10 ** np.floor(np.log10(raw))
    step = next(magnitude * factor for factor in (1, 2, 2.5, 5, 10) if magnitude * factor >= raw)
    return [float(step * number) for number in range(int(np.ceil(top / step)) + 1)]


NEW_FOREST = "new_forest_fraction"
DUST_CHANGE, DUST_SOURCE = "dust_emission_change", "dust_source_strength"
LEAST_DUST = 0.01  # of the region's mean hectare in 2000-2010
DUST_NOTE = (
    "No map of wind, texture or carbonate is in the landscape: places differ by cover, snow, wetness and organic "
    "matter alone."
)
FIGURES = (
    MapFigure(
        "map_carbon_density",
        "carbon_density",
        "Carbon density of the land",
        "Living biomass, dead organic matter and soil to 30 cm",
        "tonnes of carbon per hectare of land (without inland water)",
        _carbon_bounds,
        "YlGn",
        1.0,
        -np.inf,
        "",
        (FOREST, FIRE, HARVEST, PLANTING, GRAZING, SOIL, CLIMATE, HISTORY),
    ),
    MapFigure(
        "map_grazing_pressure",
        "grazing_pressure",
        "Grazing pressure",
        "Forage that the herd demands over forage that may be used: above 1 is overgrazed",
        "forage demanded over usable forage (yellow: about what the grass can bear)",
        lambda values: [0, 0.1, 0.5, 0.9, 1.1, 1.5, 2, 3],
        ("#E3EEF6", "#BCD7E8", "#7FB2D3", "#FFF0A0", "#FDBE6F", "#F0822F", "#C7440F", "#7A1B06"),
        1.0,
        0.0,
        "Grey: less than 1 % grassland, or none that is grazed. A cell's pressure tells of its grassland only.",
        (GRAZING, CLIMATE),
    ),
    MapFigure(
        "map_new_forest",
        NEW_FOREST,
        "New forest since 1990",
        "Land that became forest or shrub since the start of 1990; later losses are not taken off",
        "% of the cell's area",
        lambda values: [0.1, 0.5, 1, 2, 5, 10, 20, 30, 40],
        "viridis_r",
        100.0,
        0.1,
        "Grey: less than 0.1 %. In history the countries' recorded gains are spread by rule over the land "
        "that is forest in 2020: the place of a new forest before 2020 is not an observation.",
        (PLANTING, HISTORY),
    ),
    MapFigure(
        "map_dust_sources",
        DUST_SOURCE,
        "Sources of dust",
        "Emission of a hectare of land, relative to the mean hectare of the six countries in 2000-2010",
        "emission over the region's mean of 2000-2010",
        lambda values: [0.01, 0.1, 0.25, 0.5, 1, 2, 4, 8, 12],
        "YlOrBr",
        1.0,
        LEAST_DUST,
        f"Grey: less than 0.01. {DUST_NOTE}",
        (DUST, GRAZING, CLIMATE),
    ),
    MapFigure(
        "map_dust_change",
        DUST_CHANGE,
        "Change of dust emission",
        "Emission of each cell relative to its own mean of 2000-2010",
        "emission over that of 2000-2010 (white: about the same)",
        lambda values: [0, 0.5, 0.7, 0.85, 0.95, 1.05, 1.2, 1.5, 2],
        ("#01665E", "#35978F", "#80CDC1", "#C7EAE5", "#FAFAF5", "#F6E8C3", "#DFC27D", "#BF812D", "#8C510A"),
        1.0,
        0.0,
        f"Grey: no source (less than 0.01 of the region's mean hectare). {DUST_NOTE}",
        (DUST, GRAZING, CLIMATE),
    ),
    MapFigure(
        "map_mean_species_abundance",
        "mean_species_abundance",
        "Mean species abundance",
        "How much of their natural abundance the original species of a place keep",
        "0 no original species left, 1 all in their natural number",
        lambda values: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
        "viridis",
        1.0,
        -np.inf,
        "Fragments, roads, nitrogen and hunting are left out. Natural forest is secondary where it is managed, a rule.",
        (SPECIES, GRAZING, CLIMATE),
    ),
)


def draw_maps(run: RunFiles) -> list[Path]:
    """Six figures with a panel for each of 1990, 2020, 2030 and 2050."""
    data = read_maps(run.directory, (*(figure.variable for figure in FIGURES), GRASSLAND))
    missing = [year for year in MAP_YEARS if year not in data.years]
    if missing:
        raise InputError(
            f"{run.directory / 'maps.nc'}: no maps of {', '.join(map(str, missing))}; "
            f"found {', '.join(map(str, data.years))}."
        )
    # A change of next to nothing says nothing about a cell.
    with np.errstate(divide="ignore", invalid="ignore"):
        usual = data.values[DUST_SOURCE] / data.values[DUST_CHANGE]
    data.values[DUST_CHANGE][~(np.fmax(usual, data.values[DUST_SOURCE]) >= LEAST_DUST)] = np.nan
    # Pressure on a sliver of grass says nothing about a cell.
    data.values["grazing_pressure"][data.values[GRASSLAND] < LEAST_GRASSLAND] = np.nan
    canvas = blank_canvas(data.latitude, data.longitude, data.country, CANVAS_COLUMNS)
    return [path for figure in FIGURES for path in _draw(run, data, canvas, figure)]



def _draw(run: RunFiles, data: MapData, canvas: Canvas, figure: MapFigure) -> list[Path]:
    caption = (
        f"{figure.note} {MAP_NOTE} Stocks and states at 31 December; years after {run.last_history_year} "
        f"are projection.\n{assumptions_sentence(run, figure.topics)}"
    )
    panel_height = PANEL_WIDTH * canvas.cell.shape[0] / canvas.cell.shape[1]
    page = style.page(
        WIDTH,
        2 * panel_height + 0.3,
        figure.title,
        f"{figure.label} · {short_scenario(run)}",
        caption,
        left=style.MARGIN,
        right=style.MARGIN,
        below=1.0,
        above=0.3,
    )
    values = data.values[figure.variable] * figure.scale
    bounds = figure.bounds(values)
    colours = ListedColormap(
        colormaps[figure.colours](np.linspace(*SHADES, len(bounds)))
        if isinstance(figure.colours, str)
        else figure.colours
    )
    norm = BoundaryNorm(bounds, colours.N, extend="max")
    grid = page.grid(2, PANEL_COLUMNS, wspace=0.03, hspace=0.3 / panel_height)
    for panel, year in enumerate(MAP_YEARS):
        axes = page.figure.add_subplot(grid[panel // PANEL_COLUMNS, panel % PANEL_COLUMNS])
        row = values[data.years.index(year)]
        axes.add_artist(Picture(_paint(canvas, row, figure, colours, norm)))
        axes.set_axis_off()
        state = "history" if year <= run.last_history_year else "projection"
        axes.set_title(f"{year} ({state})")
        if figure.variable == NEW_FOREST and year == MAP_YEARS[0]:
            _corner_note(axes, "First year of the count:\nonly the gain of 1990\nitself, else none yet.")
    _colour_bar(page, colours, norm, bounds, figure)
    return style.save(page.figure, run.directory / "figures", figure.stem)


def _paint(
    canvas: Canvas, row: NDArray[np.float64], figure: MapFigure, colours: Colormap, norm: BoundaryNorm
) -> NDArray[np.uint8]:
    """The map as a picture, white where there is no land of the six countries."""
    means = canvas.cell_means(row)
    cell_colours = np.asarray(colours(norm(np.nan_to_num(means)), bytes=True), dtype=np.uint8)[:, :3]
    cell_colours[~(means >= figure.smallest)] = _bytes(NO_VALUE)
    return canvas.picture(cell_colours, sea=_bytes("white"), coast=_bytes(COAST), border=_bytes(BORDER))


def _bytes(colour: str) -> NDArray[np.uint8]:
    return np.round(np.array(to_rgba(colour)[:3]) * 255).astype(np.uint8)


def _corner_note(axes: Axes, text: str) -> None:
    """A remark in the lower left corner, where the map has no land."""
    axes.text(0.0, 0.1, text, transform=axes.transAxes, size=9, color="#333333", linespacing=1.4)


def _colour_bar(
    page: style.Page, colours: Colormap, norm: BoundaryNorm, bounds: list[float], figure: MapFigure
) -> None:
    height = float(page.figure.get_figheight())
    axes = page.figure.add_axes((0.22, page.bottom - 0.32 / height, 0.56, 0.16 / height))
    bar = page.figure.colorbar(
        ScalarMappable(norm, colours), cax=axes, orientation="horizontal", ticks=bounds, extendfrac=0.06
    )
    bar.ax.set_xticklabels([f"{bound:g}" for bound in bounds])
    bar.ax.tick_params(labelsize=8.5, length=3)
    bar.set_label(style.typeset(figure.unit), size=8.5)
