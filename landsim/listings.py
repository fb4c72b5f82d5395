"""What the command line prints: rows of `landsim list`, aligned or as CSV, and the summary of a run's gap."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from landsim.errors import InputError
from landsim.names import COUNTRIES
from landsim.suggestions import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from landsim.targets import Target

Row = Mapping[str, Any]
# What of a promise may be missing before a run says so, and how many such measures it names.
SHORT, MOST_SHORT = 0.01, 8


def scenario_rows() -> list[Row]:
    from landsim.scenario import load_scenario
    from landsim.scenario_file import shipped_scenarios

    return [
        {
            "name": scenario.name,
            "title": scenario.title,
            "continuation": scenario.continuation,
            "climate": scenario.climate,
            "measures": len(scenario.measures),
        }
        for scenario in map(load_scenario, shipped_scenarios())
    ]


def measure_rows() -> list[Row]:
    from landsim.policy.measures import MEASURE_KINDS

    return [
        {
            "kind": kind.kind,
            "units": " or ".join(kind.units),
            "amount": kind.amount_meaning,
            "limit": kind.limit,
            "options": ", ".join(kind.own_keys),
        }
        for kind in MEASURE_KINDS.values()
    ]


def parameter_rows() -> list[Row]:
    from landsim.core import parameters

    return list(parameters.table())


def target_rows(
    country: str | None = None, version: str | None = None, file: Path | None = None, *, every_column: bool = False
) -> list[Row]:
    """Pledges, shipped or of a file, by country and version; with every column they can be read back as a table."""
    from landsim.targets import load_targets, read_targets

    # A name that the shipped table does not have is refused there, with all that it has.
    targets = read_targets(file) if file is not None else load_targets(version or "all")
    chosen = [
        target
        for target in targets
        if country in (None, target.country) and version in (None, "all", target.version, target.pledge)
    ]
    if not chosen:
        if country is not None and country not in COUNTRIES:
            raise InputError(f"--country: found '{country}', {did_you_mean(country, COUNTRIES)}")
        raise InputError(
            f"no target of {country or 'any country'} in version {version or 'all'}, expected one that "
            "`landsim list targets` shows."
        )
    return [_every_column(target) if every_column else _short(target) for target in chosen]


def _short(target: Target) -> Row:
    return {
        "id": target.id,
        "country": target.country,
        "version": target.version,
        "year": target.year,
        "name": target.name,
        "kind": target.kind,
        "level": target.target_level(target.own_view),
        "unit": target.unit,
        "view": target.own_view,
        "lulucf": target.lulucf,
        "gwp": target.gwp,
        "conditional": "yes" if target.conditional else "no",
        "status": target.status,
        "source": target.source,
    }


def _every_column(target: Target) -> Row:
    """The columns of the table of targets, and what is computed from them."""
    low, high = target.target_range(target.own_view)
    yes_no = {True: "yes", False: "no"}
    cells = {key: yes_no[value] if isinstance(value, bool) else value for key, value in vars(target).items()}
    empty = {key: "" for key, value in cells.items() if value is None or value != value}
    level = {"view": target.own_view, "level": target.target_level(target.own_view)}
    return {**cells, **empty, **level, "level_low": low, "level_high": high}


def theme_rows() -> list[Row]:
    from landsim.themes import NONE, load_themes

    return [
        {
            "set": theme.theme_set,
            "key": theme.key,
            "theme": theme.theme,
            "measures": ", ".join(theme.measure_kinds) or NONE,
            "variables": ", ".join(theme.variables) or NONE,
            "note": theme.note,
        }
        for theme in load_themes()
    ]


def note_rows() -> list[Row]:
    from landsim.note_rows import load_note_rows
    from landsim.themes import NONE

    return [
        {
            "key": row.key,
            "country": row.country or "all",
            "row": row.row,
            "scenarios": ", ".join(row.scenarios),
            "measures": ", ".join(row.measures) or NONE,
            "variables": ", ".join(row.variables),
            "targets": ", ".join(row.targets) or NONE,
            "note": row.note,
        }
        for row in load_note_rows()
    ]


def variable_rows() -> list[Row]:
    from landsim.iamc.definitions import Variable, variables

    def over_countries(variable: Variable) -> str:
        if variable.skip_region_aggregation:
            return "none"
        return "sum" if variable.weight is None else f"mean by {variable.weight}"

    return [
        {
            "variable": variable.name,
            "unit": variable.unit,
            "region": over_countries(variable),
            "source": variable.source.in_words(),
            "description": variable.description,
        }
        for variable in variables().values()
    ]


ROWS: dict[str, Callable[[], list[Row]]] = {
    "scenarios": scenario_rows,
    "measures": measure_rows,
    "parameters": parameter_rows,
    "targets": target_rows,
    "themes": theme_rows,
    "note": note_rows,
    "variables": variable_rows,
}


def gap_summary(gap: pd.DataFrame) -> str:
    """What `landsim run` prints of gap.csv: short tables, two years beside each other where their labels are the same.

    A line of the short table has one view and one GWP set, so years of pledges with other ones stand apart.
    """
    from landsim.gap import short_table

    def labels(year: int) -> set[tuple[object, ...]]:
        own = gap[(gap["year"] == year) & gap["headline"] & (gap["view"] == gap["own_view"])]
        own = own[own["country"].isin(COUNTRIES) & (own["kind"] != "benchmark")]
        return set(zip(own["country"], own["view"], own["gwp"], strict=True))

    groups: list[list[int]] = []
    for year in sorted(int(year) for year in gap["year"].unique()):
        if groups and len(groups[-1]) == 1 and labels(groups[-1][0]) == labels(year):
            groups[-1].append(year)
        else:
            groups.append([year])
    return "\n\n".join(short_table(gap[gap["year"].isin(years)]) for years in groups)


def promises_summary(promises: pd.DataFrame) -> str:
    """What `landsim run` prints of promises.csv: how many measures are kept, and those that are short, the worst first.

    Empty for a run without measures.
    """
    if promises.empty:
        return ""
    missing = (1.0 - promises["delivered"] / promises["promised"]).where(promises["promised"] > 0.0, 0.0)
    short = promises.assign(missing=missing)[missing > SHORT].sort_values("missing", ascending=False, kind="stable")
    kept = len(promises) - len(short)
    line = f"Measures: {len(promises)}, {kept} kept to within {100 * SHORT:g} % in their last year"
    shown = [
        f"  {row['measure']}: {100 * row['missing']:.0f} % short ({row['reason_code'].replace('_', ' ')})"
        for row in short.head(MOST_SHORT).to_dict("records")
    ]
    if len(short) > MOST_SHORT:
        shown.append(f"  and {len(short) - MOST_SHORT} more in promises.csv")
    return "\n".join([line, *shown])


def aligned(rows: Sequence[Row]) -> str:
    """A text table: a header, one line per row, columns two blanks apart, numbers to the right."""
    headers = list(rows[0])
    cells = [[_text(row[header]) for header in headers] for row in rows]
    lines = []
    widths = [max(len(header), *(len(line[i]) for line in cells)) for i, header in enumerate(headers)]
    numeric = [all(isinstance(row[header], int | float) for row in rows) for header in headers]
    for line in [headers, *cells]:
        padded = (
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(line, widths, numeric, strict=True)
        )
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines) + "\n"


def comma_separated(rows: Sequence[Row]) -> str:
    """The same table as CSV, numbers in full."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
