"""What `landsim list` prints: scenarios, measures, parameters, targets, themes, variables, aligned or as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


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


def target_rows() -> list[Row]:
    from landsim.targets import load_targets

    return [
        {
            "id": target.id,
            "country": target.country,
            "year": target.year,
            "name": target.name,
            "kind": target.kind,
            "level": target.target_level(target.own_view),
            "unit": target.unit,
            "view": target.own_view,
            "gwp": target.gwp,
            "conditional": "yes" if target.conditional else "no",
            "status": target.status,
            "source": target.source,
        }
        for target in load_targets()
    ]


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
    "variables": variable_rows,
}


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
