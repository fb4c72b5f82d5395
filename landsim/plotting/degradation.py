"""Land degradation since the baseline: gains and losses by country, and where they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import BoundaryNorm, ListedColormap, to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from landsim.errors import InputError
from landsim.names import COUNTRIES, COUNTRY_NAMES
from landsim.plotting import style
from landsim.plotting.assumption_families import CLIMATE, DEGRADATION, FOREST, GRAZING, HISTORY, PLANTING, SOIL
from landsim.plotting.captions import assumptions_sentence, short_scenario
from landsim.plotting.inputs import MapData, RunFiles, read_maps, read_table
from landsim.plotting.outlines import Canvas, blank_canvas
from landsim.plotting.page_canvas import Picture

YEARS = (2030, 2050)
WIDTH = 11.0
PANEL_WIDTH = (WIDTH - 2 * style.MARGIN - 0.15) / 2  # inches
BARS_HEIGHT = 3.1
GAIN, LOSS = style.BLUE, style.VERMILLION
PALER = 0.45  # of the colour of 2050, for 2030
VARIABLES = ("degraded_area", "improved_area", "stable_area")
BOUNDS = [-100.0, -75.0, -50.0, -25.0, -5.0, 5.0, 25.0, 50.0, 75.0, 100.0]
SHADES = ("#8C2D04", "#CC4C02", "#F1884A", "#F9C99B", "#EFEFEF", "#BFD7EC", "#7FB2D9", "#3A86C0", "#08519C")
NOTE = (
    "Land degradation as SDG indicator 15.3.1 tells it (land cover, productivity, soil carbon; one out, all out), "
    "against the baseline 2000-2015, of modelled land, not of observations. Productivity is that of forest and "
    "grassland without the direct effect of CO2 on growth; warming, rain, grazing, fire and harvest count, so "
    "that land improves without any measure where warmth limits growth; forest that grows older produces more in "
    "the model. Bars: share of a country's land without inland water; the figures beside the diamonds are gains "
    "less losses in million hectares: zero or more is neutral. Maps: share of a cell's land that has improved "
    "less the share that is degraded, since a cell holds several kinds of land. Equal-area projection; outlines "
    "follow the grid and imply no view on any border. LULUCF view, GWP set and basis do not apply."
)


def draw_degradation(run: RunFiles) -> list[Path]:
    """Bars of gains and losses by country in 2030 and 2050 over two maps of where they are."""
    shares, net = gains_and_losses(run.directory)
    data = read_maps(run.directory, ("improved_fraction", "degraded_fraction"))
    missing = [year for year in YEARS if year not in data.years]
    if missing:
        raise InputError(
            f"{run.directory / 'maps.nc'}: no maps of {', '.join(map(str, missing))}; "
            f"found {', '.join(map(str, data.years))}."
        )
    canvas = blank_canvas(data.latitude, data.longitude, data.country, 2 * round(PANEL_WIDTH * style.DOTS_PER_INCH))
    topics = (DEGRADATION, GRAZING, FOREST, PLANTING, SOIL, CLIMATE, HISTORY)
    map_height = PANEL_WIDTH * canvas.cell.shape[0] / canvas.cell.shape[1]
    page = style.page(
        WIDTH,
        BARS_HEIGHT + map_height + 0.75,
        "Land degradation: gains and losses since 2000-2015",
        f"Land improved and degraded in 2030 and 2050 · {short_scenario(run)}",
        f"{NOTE}\n{assumptions_sentence(run, topics)}",
        left=style.MARGIN,
        right=style.MARGIN,
        below=1.0,
        above=0.3,
    )
    inch = (page.top - page.bottom) / (BARS_HEIGHT + map_height + 0.75)
    indent = 0.55 / WIDTH
    bars = page.figure.add_axes(
        (
            page.left + indent,
            page.top - BARS_HEIGHT * inch,
            page.right - page.left - indent,
            BARS_HEIGHT * inch,
        )
    )
    _bars(bars, shares, net)
    colours = ListedColormap(SHADES)
    norm = BoundaryNorm(BOUNDS, colours.N)
    for panel, year in enumerate(YEARS):
        left = page.left + panel * (PANEL_WIDTH + 0.15) / WIDTH
        axes = page.figure.add_axes((left, page.bottom, PANEL_WIDTH / WIDTH, map_height * inch))
        axes.add_artist(Picture(_paint(data, canvas, year, colours, norm)))
        axes.set_axis_off()
        axes.set_title(f"{year} (projection)")
    height = float(page.figure.get_figheight())
    axes = page.figure.add_axes((0.22, page.bottom - 0.32 / height, 0.56, 0.16 / height))
    bar = page.figure.colorbar(ScalarMappable(norm, colours), cax=axes, orientation="horizontal", ticks=BOUNDS)
    bar.ax.set_xticklabels([style.number(bound, decimals=0) for bound in BOUNDS])
    bar.ax.tick_params(labelsize=8.5, length=3)
    bar.set_label("share of land improved less share degraded, % of the cell's land (grey: in balance)", size=8.5)
    return style.save(page.figure, run.directory / "figures", "land_degradation")


def gains_and_losses(directory: Path) -> tuple[dict[int, NDArray[np.float64]], dict[int, NDArray[np.float64]]]:
    """By year: land improved and degraded, % of the country's, [2, countries]; gains less losses, Mha, [countries]."""
    table = read_table(directory / "stocks.csv")
    table = table[table["variable"].isin(VARIABLES) & table["country"].isin(COUNTRIES) & table["year"].isin(YEARS)]
    shares, net = {}, {}
    for year in YEARS:
        wide = table[table["year"] == year].pivot(index="variable", columns="country", values="value")
        wide = wide.reindex(index=list(VARIABLES), columns=list(COUNTRIES))
        if wide.isna().to_numpy().any():
            raise InputError(
                f"{directory / 'stocks.csv'}: no rows of {', '.join(VARIABLES)} for every country in {year}; expected "
                "those that a run writes."
            )
        degraded, improved, _ = wide.to_numpy(dtype=float)
        land = wide.sum().to_numpy(dtype=float)
        whole = np.where(land > 0.0, land, 1.0)
        shares[year] = np.array([improved, degraded]) / whole * 100.0
        net[year] = improved - degraded
    return shares, net


def _bars(axes: Axes, shares: dict[int, NDArray[np.float64]], net: dict[int, NDArray[np.float64]]) -> None:
    place = np.arange(len(COUNTRIES), dtype=float)
    for step, year in enumerate(YEARS):
        at = place + (step - 0.5) * 0.36
        gained, lost = shares[year]
        strength = 1.0 if step else PALER
        axes.bar(at, gained, 0.3, color=to_rgba(GAIN, strength), zorder=2)
        axes.bar(at, -lost, 0.3, color=to_rgba(LOSS, strength), zorder=2)
        (diamonds,) = axes.plot(at, gained - lost, linestyle="", marker="D", markersize=6, color=style.BLACK, zorder=4)
        diamonds.set_markeredgecolor("white")
        for x, y, mha in zip(at, gained - lost, net[year], strict=True):
            axes.annotate(
                style.number(float(mha), signed=True), (x, y), (0, 6 if y >= 0 else -13), textcoords="offset points",
                ha="center", size=7.5, zorder=5,
                bbox={"boxstyle": "square,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.8},
            )  # fmt: skip
    axes.axhline(0.0, color=style.GREY, linewidth=0.8, zorder=3)
    top, bottom = (max(float(one[row].max()) for one in shares.values()) for row in (0, 1))
    room = 0.15 * max(top + bottom, 1.0)
    axes.set_ylim(-bottom - room, top + room)
    axes.set_xlim(-0.6, len(COUNTRIES) - 0.4)
    axes.set_xticks(place, [COUNTRY_NAMES[country] for country in COUNTRIES])
    axes.set_ylabel("% of the country's land")
    axes.yaxis.set_major_formatter(lambda value, _: style.number(abs(value), decimals=0))
    handles = [
        Patch(color=to_rgba(colour, strength), label=f"{word}, {year}")
        for colour, word in ((GAIN, "improved"), (LOSS, "degraded"))
        for year, strength in zip(YEARS, (PALER, 1.0), strict=True)
    ]
    diamond = Line2D([], [], linestyle="", marker="D", color=style.BLACK, label="gains less losses (Mha beside)")
    axes.legend(handles=[*handles, diamond], loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=5, fontsize=8)


def _paint(data: MapData, canvas: Canvas, year: int, colours: ListedColormap, norm: BoundaryNorm) -> NDArray[np.uint8]:
    row = data.years.index(year)
    balance = 100.0 * (data.values["improved_fraction"][row] - data.values["degraded_fraction"][row])
    means = canvas.cell_means(balance)
    painted = np.asarray(colours(norm(np.nan_to_num(means)), bytes=True), dtype=np.uint8)[:, :3]

    def ink(colour: str) -> NDArray[np.uint8]:
        return np.round(np.array(to_rgba(colour)[:3]) * 255).astype(np.uint8)

    return canvas.picture(painted, sea=ink("white"), coast=ink("#8A8A8A"), border=ink("#111111"))
