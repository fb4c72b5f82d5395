"""Pledges that are no level in tonnes, as a table: what was promised, what the run says, and what to mind."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from landsim.names import COUNTRIES, COUNTRY_NAMES
from landsim.plotting import style
from landsim.plotting.assumption_families import EVERYTHING
from landsim.plotting.captions import assumptions_sentence, credit_sentence, short_scenario
from landsim.plotting.inputs import RunFiles

WIDTH = 11.0
TEXT_SIZE = 8.0  # points
LINE_HEIGHT = TEXT_SIZE * style.LINE_SPACING * 1.05 / 72  # inches
ROW_GAP = 0.09  # inches between two rows
# Left edges in inches, and what the head of the column says; numbers end at their edge instead.
COUNTRY, PLEDGE, YEAR, RUN, PLEDGED, UNIT, MET, REMARKS = 0.0, 1.2, 3.9, 4.62, 5.3, 5.4, 6.5, 7.35
HEAD = (
    (COUNTRY, "left", "Country"),
    (PLEDGE, "left", "Pledge"),
    (YEAR, "right", "Year"),
    (RUN, "right", "This run"),
    (PLEDGED, "right", "Pledged"),
    (UNIT, "left", "Unit"),
    (MET, "left", "Met"),
    (REMARKS, "left", "Remarks"),
)
VERDICTS = {
    "yes": ("met", style.GREEN),
    "no": ("not met", style.VERMILLION),
    "not yet due": ("not yet due", style.GREY),
    "not known": ("not known", style.GREY),
    "not comparable": ("not judged", style.GREY),
}


def draw_indicators(run: RunFiles) -> list[Path]:
    """One table with a row for each row of indicators.csv of a pledge in force, in the order of the countries."""
    pledged = run.indicators[(run.indicators["met"] != "no pledge") & (run.indicators["in_force"] != "no")]
    body_width = WIDTH - 2 * style.MARGIN
    rows = [
        cells
        for country in COUNTRIES
        for cells in pledged[pledged["country"] == country].to_dict("records")
    ]
    texts = [_texts(cells, body_width) for cells in rows]
    heights = [LINE_HEIGHT * max(len(lines) for lines in columns) + ROW_GAP for columns in texts]
    head = LINE_HEIGHT + ROW_GAP
    silent = [COUNTRY_NAMES[name] for name in COUNTRIES if name not in set(pledged["country"])]
    caption = (
        "Values are of this run at the end of the year. View: inventory for removals; basis: model, not "
        f"aligned; GWP set: {run.gwp}. Countries without such a pledge: {', '.join(silent) or 'none'}. "
        "Pledges in tonnes are in the gap figures.\n"
        f"{assumptions_sentence(run, EVERYTHING)}\n{credit_sentence(run)}"
    )
    page = style.page(
        WIDTH,
        head + sum(heights),
        "Pledges that are not in tonnes",
        f"What was pledged and what the run says · {short_scenario(run)}",
        caption,
        left=style.MARGIN,
        right=style.MARGIN,
        below=0.15,
        above=0.1,
    )
    axes = page.figure.add_subplot(page.grid(1, 1)[0])
    axes.set_axis_off()
    axes.set(xlim=(0, body_width), ylim=(head + sum(heights), 0))
    for x, side, text in HEAD:
        _write(axes, x, 0.0, text, ha=side, weight="bold")
    y = head
    for place, (cells, columns, height) in enumerate(zip(rows, texts, heights, strict=True)):
        new = place == 0 or cells["country"] != rows[place - 1]["country"]
        axes.plot(
            [COUNTRY if new else PLEDGE, body_width],
            [y - ROW_GAP / 2] * 2,
            color=style.GREY if new else style.LIGHT_GREY,
            linewidth=0.8 if new else 0.5,
        )
        _row(axes, y, cells, new, *columns)
        y += height
    return style.save(page.figure, run.directory / "figures", "pledge_indicators")


def _texts(cells: dict[Hashable, Any], body_width: float) -> tuple[list[str], list[str], list[str]]:
    """Pledge, remarks and unit as lines that fit their columns; the first part of the note names the pledge."""
    pledge, *remarks = str(cells["note"]).split("; ")
    pledge = style.typeset(pledge)
    text = style.typeset("; ".join(remarks))
    unit = "" if cells["unit"] == "year" else style.typeset(str(cells["unit"]))
    return (
        style.wrapped_lines(pledge[:1].upper() + pledge[1:], YEAR - PLEDGE - 0.45, TEXT_SIZE),
        style.wrapped_lines(text[:1].upper() + text[1:], body_width - REMARKS, TEXT_SIZE),
        style.wrapped_lines(unit, MET - UNIT, TEXT_SIZE),
    )


def _row(
    axes: Axes, y: float, cells: dict[Hashable, Any], new: bool, pledge: list[str], remarks: list[str], units: list[str]
) -> None:
    unit = str(cells["unit"])
    verdict, colour = VERDICTS.get(str(cells["met"]), (str(cells["met"]), style.GREY))
    if new:
        _write(axes, COUNTRY, y, COUNTRY_NAMES[str(cells["country"])], weight="bold")
    _write(axes, PLEDGE, y, *pledge)
    _write(axes, YEAR, y, f"{cells['year']:.0f}", ha="right")
    _write(axes, RUN, y, _value(cells["value"], unit), ha="right", weight="bold")
    _write(axes, PLEDGED, y, _value(cells["target"], unit), ha="right")
    _write(axes, UNIT, y, *units)
    _write(axes, MET, y, verdict, color=colour, weight="bold")
    _write(axes, REMARKS, y, *remarks, color="#444444")


def _value(value: float, unit: str) -> str:
    if not np.isfinite(value):
        return "–"
    return f"{value:.0f}" if unit == "year" else style.number(value, decimals=1)


def _write(axes: Axes, x: float, y: float, *lines: str, **look: Any) -> None:
    """Lines of text from ``y`` down; by baseline, because the top of a text hangs on its letters."""
    for place, line in enumerate(lines):
        axes.text(x, y + (place + 0.75) * LINE_HEIGHT, line, va="baseline", size=TEXT_SIZE, **look)
