"""How every landsim figure looks and is saved: page layout, colours, reproducible PNG and SVG files.

A page is built from the top down in inches (title, subtitle, body, caption), so that text of any length
finds room and nothing is cut off or overlaps.
"""

from __future__ import annotations

import os
import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.gridspec import GridSpec
from matplotlib.ticker import FuncFormatter

from landsim.plotting.lettering import OUTLINE_PIXELS, face_of
from landsim.plotting.page_canvas import COMPRESSION, PageCanvas

# Okabe and Ito (2008): eight colours that colour-blind readers can tell apart.
BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILLION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
GREY, LIGHT_GREY, PROJECTION_SHADE = "#666666", "#BBBBBB", "#F2F2F2"

DOTS_PER_INCH = 120
TITLE_SIZE, SUBTITLE_SIZE, CAPTION_SIZE = 13.0, 9.5, 7.5
LINE_SPACING = 1.3
MARGIN = 0.25  # inches
DASHES = (0, (3.5, 1.5))  # the line style of projections
# Small letters are drawn on whole pixels, which makes lines up to this much wider than the outlines say.
HINTING = 1.06

# Any: matplotlib's type for this dictionary differs between its versions.
RC: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    # A fixed place: looking for one that clears the tick labels costs a twentieth of the drawing time.
    "axes.titley": 1.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.8,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "grid.color": "#DDDDDD",
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "xtick.color": "#333333",
    "ytick.color": "#333333",
    # The same figure must give the same file: fixed ids in the SVG, text as outlines so that it looks
    # alike wherever it is opened.
    "svg.hashsalt": "landsim",
    "svg.fonttype": "path",
}


def house_style() -> AbstractContextManager[None]:
    """The settings of all figures, for as long as the context lasts."""
    return rc_context(RC)


@dataclass(frozen=True)
class Page:
    """A figure with title and caption in place; ``left`` .. ``top`` bound the body, in figure fractions."""

    figure: Figure
    left: float
    right: float
    bottom: float
    top: float

    def grid(self, rows: int, columns: int, **options: Any) -> GridSpec:
        """A grid of axes positions that fills the body of the page."""
        return self.figure.add_gridspec(
            rows, columns, left=self.left, right=self.right, bottom=self.bottom, top=self.top, **options
        )


def page(
    width: float,
    body_height: float,
    title: str,
    subtitle: str,
    caption: str,
    left: float = 0.75,
    right: float = 0.2,
    below: float = 0.45,
    above: float = 0.3,
) -> Page:
    """A page ``width`` inches wide whose body is ``body_height`` inches high.

    ``left``, ``right``, ``below`` and ``above`` are the inches around the axes for tick labels and axes
    titles. The caption may hold several paragraphs, parted by line feeds.
    """
    text_width = width - 2 * MARGIN
    title_lines = wrapped_lines(title, text_width, TITLE_SIZE, bold=True)
    subtitle_lines = wrapped_lines(typeset(subtitle), text_width, SUBTITLE_SIZE)
    caption_lines = wrapped_lines(typeset(caption), text_width, CAPTION_SIZE)
    title_height = _text_height(len(title_lines), TITLE_SIZE)
    subtitle_height = _text_height(len(subtitle_lines), SUBTITLE_SIZE)
    caption_height = _text_height(len(caption_lines), CAPTION_SIZE)
    header = MARGIN + title_height + subtitle_height + 0.1
    height = header + above + body_height + below + caption_height + MARGIN
    figure = Figure(figsize=(width, height), facecolor="white")
    PageCanvas(figure)
    at = MARGIN / width
    figure.text(
        at,
        1 - MARGIN / height,
        "\n".join(title_lines),
        va="top",
        size=TITLE_SIZE,
        weight="bold",
        linespacing=LINE_SPACING,
    )
    figure.text(
        at,
        1 - (MARGIN + title_height) / height,
        "\n".join(subtitle_lines),
        va="top",
        size=SUBTITLE_SIZE,
        color="#333333",
        linespacing=LINE_SPACING,
    )
    figure.text(
        at,
        (MARGIN + caption_height) / height,
        "\n".join(caption_lines),
        va="top",
        size=CAPTION_SIZE,
        color="#444444",
        linespacing=LINE_SPACING,
    )
    bottom = (MARGIN + caption_height + below) / height
    return Page(figure, left / width, 1 - right / width, bottom, bottom + body_height / height)


def _text_height(lines: int, size: float) -> float:
    """Inches that ``lines`` lines of text of ``size`` points need."""
    return lines * size * LINE_SPACING * 1.05 / 72


def wrapped_lines(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """Break ``text`` into lines no wider than ``width`` inches, measured in the font that is drawn."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for word in paragraph.split():
            needed = text_inches(word, size, bold)
            gap = text_inches(" ", size, bold) if line else 0.0
            if line and used + gap + needed > width:
                lines.append(line)
                line, used, gap = "", 0.0, 0.0
            line = f"{line} {word}" if line else word
            used += gap + needed
        lines.append(line)
    return lines


def text_inches(text: str, size: float, bold: bool = False) -> float:
    """Width in inches of ``text`` set in ``size`` points, on the safe side."""
    return sum(_advance(letter, bold) for letter in text) * size / 72 * HINTING


def typeset(text: str) -> str:
    """Formulas, degrees and minus signs as they are printed: CO2e becomes CO₂e, 1.5 C becomes 1.5 °C."""
    text = re.sub(r"(CO|CH|N)([24])(?=O?(e|\b))", lambda found: found[1] + "₂₄"[found[2] == "4"], text)
    text = re.sub(r"(\d) C\b", r"\1 °C", text)
    return re.sub(r"(?<![\w)])-(?=\d)", "−", text)


@cache
def _advance(letter: str, bold: bool) -> float:
    """Advance width of one letter, as a share of the font size; of a box where the font has no such letter."""
    face = face_of(FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal"), OUTLINE_PIXELS, False)
    known = face.letter(letter)
    return 1.0 if known is None else known.advance / OUTLINE_PIXELS


def save(figure: Figure, directory: Path, stem: str) -> list[Path]:
    """Write ``stem``.png and ``stem``.svg, each under a temporary name first so that no half file is left."""
    paths = []
    for kind in ("png", "svg"):
        path = directory / f"{stem}.{kind}"
        part = directory / f".{stem}.{kind}.part"
        # No date in the SVG.
        options: dict[str, Any] = {"pil_kwargs": {"compress_level": COMPRESSION}}
        if kind == "svg":
            options = {"metadata": {"Date": None}}
        try:
            with rc_context(RC):
                figure.savefig(part, format=kind, dpi=DOTS_PER_INCH, **options)
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
        paths.append(path)
    return paths


def number(value: float, signed: bool = False, decimals: int | None = None) -> str:
    """A number as policy staff write it: thousands parted, few decimals, a true minus sign."""
    if decimals is None:
        decimals = 0 if abs(value) >= 100 else 1
    text = f"{value:+,.{decimals}f}" if signed else f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("+-")
    return text.replace("-", "−")


def time_axis(axes: Axes, first_year: int, last_year: int, last_history_year: int, step: int = 10) -> None:
    """Years on the horizontal axis; the years after history shaded so that projection is visibly apart."""
    axes.set_xlim(first_year, last_year)
    axes.set_xticks(range(first_year, last_year + 1, step))
    axes.axvspan(last_history_year + 0.5, last_year, color=PROJECTION_SHADE, linewidth=0, zorder=0)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.6g}".replace("-", "−")))
