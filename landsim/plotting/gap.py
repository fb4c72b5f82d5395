"""Emissions-gap figures: where a country is heading, its target points, and the gap in 2030 and 2050."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from landsim.names import COUNTRIES, COUNTRY_NAMES
from landsim.plotting import style
from landsim.plotting.assumption_families import EVERYTHING
from landsim.plotting.captions import assumptions_sentence, credit_sentence, observed_note, short_scenario
from landsim.plotting.emissions import ALIGNED_NOTE
from landsim.plotting.gap_chart import BENCHMARK_COLOUR, VIEW_COLOUR, curves, legend_handles, marks
from landsim.plotting.gap_rows import GAP_YEARS, JUDGED, VIEWS, Goal, ViewGap, goals_of
from landsim.plotting.inputs import RunFiles

PANEL_TEXT = 8.0  # points
LINE_HEIGHT = PANEL_TEXT * style.LINE_SPACING * 1.05 / 72  # inches
LEGEND_LINES = 10.0

# Parts of gap.csv's notes that the caption says once for all targets.
_SAID_ELSEWHERE = ("what-if", "exogenous path times", "mean of official", "base with")

Line = tuple[str, bool, str]  # text, bold, colour


def draw_country_gap(run: RunFiles, country: str) -> list[Path]:
    """The gap figure of one country, with every target and benchmark listed beside it."""
    goals = goals_of(run, country)
    width, side = 11.5, 4.0
    lines = _side_lines(goals, side - 0.05)
    body = max(4.8, LINE_HEIGHT * (len(lines) + LEGEND_LINES))
    page = style.page(
        width,
        body,
        f"{COUNTRY_NAMES[country]}: emissions gap in 2030 and 2050",
        f"Greenhouse gas emissions, MtCO2e a year · {short_scenario(run)}",
        "\n".join(
            filter(
                None,
                (
                    _reading_note(run, [country], goals),
                    _target_notes(goals),
                    assumptions_sentence(run, EVERYTHING, country),
                    credit_sentence(run),
                ),
            )
        ),
        left=0.85,
        right=side + 0.4,
        above=0.15,
    )
    axes = page.figure.add_subplot(page.grid(1, 1)[0])
    curves(axes, run, country)
    marks(axes, goals, letters=True)
    _side_panel(page, 1 - (side + 0.1) / width, lines)
    return style.save(page.figure, run.directory / "figures", f"gap_{country}")


def draw_all_gaps(run: RunFiles) -> list[Path]:
    """Small multiples of six countries; of each year's targets the first one in gap.csv has the bracket."""
    goals = {country: goals_of(run, country) for country in COUNTRIES}
    caption = (
        f"{_reading_note(run, COUNTRIES, [goal for one in goals.values() for goal in one])} Brackets show "
        "the first target of each country and year, China's is the level implied by its intensity pledge; "
        "the figure of each country has all. "
        f"Scales differ between panels.\n{assumptions_sentence(run, EVERYTHING)}\n{credit_sentence(run)}"
    )
    page = style.page(
        11.5,
        6.8,
        "Emissions gap in 2030 and 2050, six countries",
        f"Greenhouse gas emissions, MtCO2e a year · {short_scenario(run)}",
        caption,
        left=0.8,
        right=0.35,
        above=0.35,
        below=1.15,
    )
    grid = page.grid(2, 3, hspace=0.27, wspace=0.27)
    for panel, country in enumerate(COUNTRIES):
        axes = page.figure.add_subplot(grid[panel // 3, panel % 3])
        curves(axes, run, country)
        marks(axes, _first_of_each_year(goals[country]), letters=False)
        axes.set_title(COUNTRY_NAMES[country])
    height = float(page.figure.get_figheight())
    page.figure.legend(
        handles=legend_handles(),
        loc="upper center",
        ncols=3,
        bbox_to_anchor=(0.5, page.bottom - 0.35 / height),
    )
    return style.save(page.figure, run.directory / "figures", "gap_all")


def _first_of_each_year(goals: Sequence[Goal]) -> list[Goal]:
    """What small panels have room for: each year's first judged goal, benchmarks, and missing pledges."""
    seen: set[int] = set()
    chosen = []
    for goal in goals:
        if goal.kind not in JUDGED:
            chosen.append(goal)
        elif goal.year not in seen:
            seen.add(goal.year)
            chosen.append(goal)
    return chosen


def _side_lines(goals: Sequence[Goal], width: float) -> list[Line]:
    """The list beside the chart, broken to ``width`` inches."""
    lines: list[Line] = []

    def add(text: str, colour: str = "#222222", bold: bool = False, indent: str = "") -> None:
        room = width - style.text_inches(indent, PANEL_TEXT)
        broken = style.wrapped_lines(style.typeset(text), room, PANEL_TEXT, bold)
        lines.extend((indent + line, bold, colour) for line in broken)

    for year in GAP_YEARS:
        judged = any(goal.kind in JUDGED for goal in goals if goal.year == year)
        add(f"{year}: projected − target = gap (range)" if judged else str(year), bold=True)
        for goal in (goal for goal in goals if goal.year == year):
            name = goal.name[0].upper() + goal.name[1:]
            if goal.kind in JUDGED:
                add(f"{goal.letter}: {name}", style.BLACK, bold=goal.headline)
                for view in VIEWS:
                    what_if = "" if view == goal.own_view else " (what-if)"
                    add(f"{view}{what_if}: {_sum(goal.views[view])}", VIEW_COLOUR[view], indent="     ")
            elif goal.kind == "benchmark":
                text = goal.name.removeprefix("benchmark: ")
                add(f"Benchmark {goal.letter}: {style.number(goal.own.level)}, {text}", BENCHMARK_COLOUR)
            else:
                add(name, style.BLACK, bold=goal.headline)
        add("")
    return lines[:-1]


def _sum(view: ViewGap) -> str:
    """The gap as the difference that it is, with its range."""
    decimals = 0 if max(abs(view.projected), abs(view.level)) >= 1000 else 1
    projected, level = (style.number(value, decimals=decimals) for value in (view.projected, view.level))
    gap, low, high = (style.number(value, True, decimals) for value in (view.gap, view.low, view.high))
    return f"{projected} − {level} = {gap} ({low} to {high})"


def _side_panel(page: style.Page, x: float, lines: Iterable[Line]) -> None:
    """The legend, and below it the list of targets and benchmarks, to the right of the chart."""
    height = float(page.figure.get_figheight())
    page.figure.legend(
        handles=legend_handles(),
        loc="upper left",
        bbox_to_anchor=(x, page.top),
        borderpad=0,
        borderaxespad=0,
        fontsize=PANEL_TEXT,
        labelspacing=0.35,
    )
    top = page.top - LINE_HEIGHT * LEGEND_LINES / height
    for place, (text, bold, colour) in enumerate(lines):
        page.figure.text(
            x,
            top - place * LINE_HEIGHT / height,
            text,
            va="top",
            size=PANEL_TEXT,
            color=colour,
            weight="bold" if bold else "normal",
        )


def _reading_note(run: RunFiles, countries: Sequence[str], goals: Sequence[Goal]) -> str:
    """How to read the figure: views, basis, GWP sets, lines and brackets."""

    def sets(kinds: Sequence[str]) -> str:
        return ", ".join(sorted({goal.gwp for goal in goals if goal.gwp and goal.kind in kinds}))

    benchmarks = f", the benchmarks in {sets(['benchmark'])}" if sets(["benchmark"]) else ""
    return (
        "Views: excluded (without LULUCF) and inventory (all fluxes on managed land); basis: aligned. GWP "
        f"set of the curves: {run.gwp}; each gap is counted in its target's own set ({sets(JUDGED)}{benchmarks}), "
        "so a bracket may miss its curve slightly. Brackets stand side by side around their year (dotted). "
        f"{observed_note(run, countries)} {ALIGNED_NOTE} Gap = projected − target level: above zero the "
        "target is missed; its range has reference path, alignment and target at their worst and best, but "
        "not the land model's own inputs. What-if: not the view in "
        "which the pledge is judged."
    )


def _target_notes(goals: Sequence[Goal]) -> str:
    """What gap.csv notes about the judged goals, each remark once under the letters it belongs to."""
    judged = [goal for goal in goals if goal.kind in JUDGED]
    remarks = dict.fromkeys(note for goal in judged for note in goal.notes if not note.startswith(_SAID_ELSEWHERE))
    by_letters: dict[str, list[str]] = {}
    for remark in remarks:
        letters = ", ".join(goal.letter for goal in judged if remark in goal.notes)
        by_letters.setdefault(letters, []).append(remark)
    return " ".join(f"{letters}: {'; '.join(group)}." for letters, group in by_letters.items())
