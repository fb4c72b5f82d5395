"""What a gap chart draws on its axes: the curves, the target points with their brackets, the benchmarks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from landsim.plotting import style
from landsim.plotting.emissions import (
    ALIGNED,
    EXCLUDING,
    last_solid_year,
    plot_history_and_projection,
    series_of,
)
from landsim.plotting.gap_rows import GAP_YEARS, JUDGED, VIEWS, Goal, ViewGap
from landsim.plotting.inputs import RunFiles

VIEW_COLOUR = {"excluded": style.BLUE, "inventory": style.GREEN}
VIEW_LABEL = {
    "excluded": "Excluding LULUCF (view excluded)",
    "inventory": "Including LULUCF (view inventory, aligned)",
}
VIEW_SERIES = {"excluded": EXCLUDING, "inventory": ALIGNED}
BENCHMARK_COLOUR = "#A04B82"  # the purple of the palette, darker so that text in it can be read
BRACKET_STEP = 0.13  # inches between the brackets of one target year
LABEL_SIZE = 8.5  # points
# Keeps numbers legible over curves without hiding where the curves run.
_HALO = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.75}
# A benchmark further below zero than this share of the axis would squash the rest: it is an arrow instead.
DEEPEST = 0.2


def curves(axes: Axes, run: RunFiles, country: str) -> None:
    """History and projection in both views, each with its range."""
    for layer, (view, name) in enumerate(VIEW_SERIES.items()):
        series = series_of(run, country, name)
        if layer == 0:
            style.time_axis(axes, int(series.index[0]), int(series.index[-1]), run.last_history_year)
        axes.fill_between(
            series.index,
            series["low"],
            series["high"],
            color=VIEW_COLOUR[view],
            alpha=0.13,
            linewidth=0,
            zorder=1,
        )
        last = last_solid_year(run, country, name)
        plot_history_and_projection(axes, series["value"], last, VIEW_COLOUR[view], 1.9, 3 + layer)


def marks(axes: Axes, goals: Sequence[Goal], letters: bool) -> None:
    """Target points, brackets with numbers, benchmark marks and "no pledge" notes."""
    _make_room(axes, goals)
    first_year, last_year = axes.get_xlim()
    step = BRACKET_STEP * (last_year - first_year) / _inches(axes)[0]
    for year in GAP_YEARS:
        here = [goal for goal in goals if goal.year == year]
        axes.axvline(year, color=style.LIGHT_GREY, linewidth=0.8, linestyle=(0, (1, 2)), zorder=1)
        brackets = _brackets(here)
        labels: list[tuple[float, str, str]] = []
        reach = step * (len(brackets) - 1) / 2
        for place, (goal, view) in enumerate(brackets):
            gap = goal.views[view]
            _bracket(axes, year - reach + step * place, gap, VIEW_COLOUR[view], own=view == goal.own_view)
            text = (f"{goal.letter} " if letters else "") + style.number(gap.gap, signed=True)
            labels.append(((gap.level + gap.projected) / 2, text, VIEW_COLOUR[view]))
        # Late years have their numbers on the left, where the axes still have room.
        side = 1 if year - first_year < 0.75 * (last_year - first_year) else -1
        _labels(axes, year + side * max(reach, 0.0), side, labels)
        benchmarks = [goal for goal in here if goal.kind == "benchmark"]
        _benchmarks(axes, year - side * (max(reach, 0.0) + 0.6 * step), -side, benchmarks, step, letters)
        if any(goal.kind == "no_pledge" for goal in here):
            _no_pledge(axes, year)


def _no_pledge(axes: Axes, year: int) -> None:
    """A boxed remark above the year, ended at the edge of narrow axes."""
    text, size = f"no {year} pledge", 8.0
    width = _inches(axes)[0]
    first_year, last_year = axes.get_xlim()
    middle = width * (year - first_year) / (last_year - first_year)
    half = style.text_inches(text, size) / 2 + 0.06
    axes.text(
        min(middle, width - half) / width,
        0.98,
        text,
        transform=axes.transAxes,
        ha="center",
        va="top",
        size=size,
        style="italic",
        color="#222222",
        zorder=9,
        bbox={"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": style.LIGHT_GREY},
    )


def legend_handles() -> list[Line2D | Patch]:
    """One entry for each kind of mark."""
    return [
        *(Line2D([], [], color=VIEW_COLOUR[view], linewidth=1.9, label=VIEW_LABEL[view]) for view in VIEWS),
        Line2D([], [], color=style.GREY, linestyle=style.DASHES, label="Dashed: projection (on grey: land sector too)"),
        Patch(color=style.BLUE, alpha=0.13, label="Low to high of a curve (reference path, alignment)"),
        _diamond("Target level (bar: range), in the colour of its view", style.GREY, style.GREY),
        _diamond("Hollow: what-if, not the pledge's own view", style.GREY, "white"),
        Line2D(
            [],
            [],
            color=style.GREY,
            marker="|",
            linestyle="",
            markersize=10,
            markeredgewidth=1.4,
            label="Bracket with number: gap (+ above the target)",
        ),
        Line2D([], [], color=BENCHMARK_COLOUR, linewidth=2.4, label="Benchmark path (without LULUCF)"),
    ]


def _diamond(label: str, edge: str, face: str) -> Line2D:
    return Line2D([], [], marker="D", linestyle="", markersize=5.5, color=edge, markerfacecolor=face, label=label)


def _brackets(goals: Sequence[Goal]) -> list[tuple[Goal, str]]:
    """Goal and view of each bracket: both views for a year's first judged goal, else the own view."""
    judged = [goal for goal in goals if goal.kind in JUDGED]
    chosen = [(judged[0], view) for view in VIEWS] if judged else []
    return chosen + [(goal, goal.own_view) for goal in judged[1:]]


def _make_room(axes: Axes, goals: Sequence[Goal]) -> None:
    """Stretch the vertical axis so that the marks and the "no pledge" note have room and zero is shown."""
    known = [gap for goal, view in _brackets(goals) for gap in _ends(goal.views[view])]
    known = [value for value in known if np.isfinite(value)]
    bottom, top = axes.get_ylim()
    bottom, top = min([bottom, 0.0, *known]), max([top, *known])
    levels = [goal.own.level for goal in goals if goal.kind == "benchmark"]
    deep = -DEEPEST * top
    bottom = min([bottom, *(max(level, deep) for level in levels)])
    span = top - bottom
    note = any(goal.kind == "no_pledge" for goal in goals)
    axes.set_ylim(bottom - (0.06 * span if bottom < 0 else 0.0), top + (0.1 if note else 0.04) * span)
    if bottom < 0:
        axes.axhline(0, color=style.GREY, linewidth=0.8, zorder=2)


def _ends(gap: ViewGap) -> tuple[float, ...]:
    return gap.projected, gap.level, gap.level_low, gap.level_high


def _bracket(axes: Axes, x: float, gap: ViewGap, colour: str, own: bool) -> None:
    """A target point with its range and a bracket from the projection to it; hollow where a what-if."""
    axes.plot([x, x], [gap.level, gap.projected], color=colour, linewidth=1.4 if own else 0.9, zorder=6)
    axes.plot([x], [gap.projected], marker="_", markersize=7, color=colour, markeredgewidth=1.5, zorder=6)
    if gap.level_high > gap.level_low:
        axes.plot([x, x], [gap.level_low, gap.level_high], color=colour, linewidth=5, alpha=0.35, zorder=5)
    axes.plot(
        [x],
        [gap.level],
        marker="D",
        markersize=5.5,
        color=colour,
        markerfacecolor=colour if own else "white",
        zorder=7,
    )


def _inches(axes: Axes) -> tuple[float, float]:
    """Width and height of the axes."""
    dots = float(axes.figure.dpi)
    return float(axes.bbox.width) / dots, float(axes.bbox.height) / dots


def _labels(axes: Axes, x: float, side: int, labels: Sequence[tuple[float, str, str]]) -> None:
    """Numbers beside their brackets (side 1: right, -1: left), pushed apart so that none covers another."""
    if not labels:
        return
    low, high = axes.get_ylim()
    apart = (high - low) * (LABEL_SIZE * 1.5 / 72) / _inches(axes)[1]
    ordered = sorted(labels)
    heights = apart_by(apart, [wanted for wanted, _, _ in ordered], low, high)
    for y, (_, text, colour) in zip(heights, ordered, strict=True):
        axes.annotate(
            text,
            (x, y),
            xytext=(7 * side, 0),
            textcoords="offset points",
            va="center",
            ha="left" if side > 0 else "right",
            size=LABEL_SIZE,
            weight="bold",
            color=colour,
            zorder=9,
            bbox=_HALO,
        )


def apart_by(step: float, wanted: Sequence[float], low: float, high: float) -> list[float]:
    """Places near the ``wanted`` ones (ascending), at least ``step`` from each other and inside low to high.

    Neighbours that would overlap are moved as a group around their common centre.
    """
    groups: list[list[float]] = []
    for place in wanted:
        groups.append([place])
        while (
            len(groups) > 1 and _bounds(groups[-1], step, low, high)[0] < _bounds(groups[-2], step, low, high)[1] + step
        ):
            last = groups.pop()
            groups[-1] += last
    places = []
    for group in groups:
        start = _bounds(group, step, low, high)[0]
        places += [start + step * number for number in range(len(group))]
    return places


def _bounds(group: Sequence[float], step: float, low: float, high: float) -> tuple[float, float]:
    """First and last place of a group laid out around its mean, kept half a step inside low to high."""
    length = step * (len(group) - 1)
    start = sum(group) / len(group) - length / 2
    start = max(low + step / 2, min(start, high - step / 2 - length))
    return start, start + length


def _benchmarks(axes: Axes, x: float, side: int, goals: Sequence[Goal], length: float, letters: bool) -> None:
    """Short bars beside the year with their letters; an arrow with the number where far below zero."""
    if not goals:
        return
    low, high = axes.get_ylim()
    end = x + side * 1.3 * length
    inch = (high - low) / _inches(axes)[1]
    ordered = sorted(goals, key=lambda goal: goal.own.level)
    # The arrows keep off the edge of the axes, so that they stay whole.
    shown = [max(goal.own.level, low + 0.06 * inch) for goal in ordered]
    places = apart_by(LABEL_SIZE * 1.2 / 72 * inch, shown, low, high)
    for y, level, goal in zip(places, shown, ordered, strict=True):
        if level > goal.own.level:
            middle = (x + end) / 2
            axes.plot([middle], [level], marker="v", color=BENCHMARK_COLOUR, markersize=6, zorder=6)
            # Inwards, because a long number would leave the axes on the other side.
            text = f"{goal.letter} {style.number(goal.own.level)}" if letters else style.number(goal.own.level)
            _beside(axes, text, middle, y, -side, 6)
        else:
            axes.plot([x, end], [level] * 2, color=BENCHMARK_COLOUR, linewidth=2.4, zorder=6)
            _beside(axes, goal.letter if letters else "", end, y, side, 3)


def _beside(axes: Axes, text: str, x: float, y: float, side: int, points: float) -> None:
    """A benchmark's letter or number to the right (side 1) or left (-1) of a place."""
    axes.annotate(
        text,
        (x, y),
        xytext=(points * side, 0),
        textcoords="offset points",
        ha="left" if side > 0 else "right",
        va="center",
        size=LABEL_SIZE,
        color=BENCHMARK_COLOUR,
        zorder=9,
        bbox=_HALO if text else None,
    )
