"""`landsim compare`: runs side by side, their frontier and the contributions of measures, written into one folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from landsim.comparison.contributions import contributions_table
from landsim.comparison.find_runs import RUNS, find_runs, scenario_named
from landsim.comparison.frontier import frontier_table, missing_degraded_area, reference_of
from landsim.comparison.output_folder import check_free, write_comparison
from landsim.comparison.run_folder import RunFolder, comparable, other_code
from landsim.comparison.tables import comparison_table
from landsim.errors import InputError
from landsim.landscape import load_landscape
from landsim.scenario import Scenario
from landsim.versions import code_versions

Say = Callable[[str], None]


@dataclass(frozen=True)
class Request:
    """What the user asks for: runs by name, where to, and whether contributions (of one country) and figures."""

    names: tuple[str, ...]
    out: Path | None
    contributions: bool
    country: str | None
    figures: bool


def compare(request: Request, say: Say) -> Path:
    """Do what is asked and return the folder that holds it.

    Raises InputError for runs that cannot be compared. Until then nothing is written but runs of scenarios without one.
    """
    names = request.names
    if len(names) < 2 and not request.contributions:
        raise InputError("compare: found one run, expected two or more, or one with --contributions.")
    if request.country is not None and not request.contributions:
        raise InputError(
            "--country: found it without --contributions, expected both: a comparison is of all countries."
        )
    scenarios = [scenario_named(name) for name in names] if request.contributions else []
    _check_different(scenarios)
    folder = request.out
    if folder is not None:
        check_free(folder)
    tables: dict[str, pd.DataFrame] = {}
    runs: list[RunFolder] = []
    if len(names) > 1:
        runs = comparable(find_runs(names, run_scenario, say))
        warning = other_code(runs)
        if warning:
            say(f"Note: {warning}")
    if folder is None:
        called = [run.label for run in runs] or [f"{scenario.name}-contributions" for scenario in scenarios]
        folder = RUNS / f"compare-{'-'.join(called)}"
        check_free(folder)
    if runs:
        tables["comparison.csv"] = comparison_table(runs)
        problem = missing_degraded_area(runs)
        if problem is None:
            tables["frontier.csv"] = frontier_table(runs)
        else:
            say(f"Note: {problem}")
    if scenarios:
        tables["contributions.csv"] = _contributions(scenarios, request.country)
    draw = _drawing(runs, tables, say) if request.figures else None
    return write_comparison(folder, tables, _description(runs, scenarios, tables), draw)


def run_scenario(scenario: Scenario, folder: Path) -> None:
    """Run a scenario on the embedded landscape and write its tables and maps."""
    import landsim

    landsim.run(scenario).write(folder)


def _contributions(scenarios: Sequence[Scenario], country: str | None) -> pd.DataFrame:
    """Contributions of all scenarios that have measures; one at least must have some."""
    land = load_landscape()
    with_measures = [
        scenario for scenario in scenarios if any(country in (None, measure.country) for measure in scenario.measures)
    ]
    # The first of them says what is wrong where none has any.
    chosen = with_measures or scenarios[:1]
    return pd.concat([contributions_table(scenario, land, country) for scenario in chosen], ignore_index=True)


def _check_different(scenarios: Sequence[Scenario]) -> None:
    names = [scenario.name for scenario in scenarios]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"--contributions: scenario '{name}' is named twice, expected scenarios that differ.")


def _drawing(runs: Sequence[RunFolder], tables: dict[str, pd.DataFrame], say: Say) -> Callable[[Path], object]:
    def draw(folder: Path) -> list[Path]:
        from landsim.plotting.contributions import draw_contributions
        from landsim.plotting.frontier import draw_frontier
        from landsim.plotting.side_by_side import draw_gaps, draw_land_sectors
        from landsim.plotting.style import house_style

        say("Drawing figures.")
        drawn: list[Path] = []
        with house_style():
            if runs:
                inventory = {run.label: run.inventory for run in runs}
                drawn += draw_land_sectors(inventory, runs[0].gwp, runs[0].first_policy_year, folder)
                drawn += draw_gaps({run.label: run.gap for run in runs}, folder)
            if "frontier.csv" in tables:
                drawn += draw_frontier(tables["frontier.csv"], runs[0].gwp, runs[0].first_policy_year, folder)
            if "contributions.csv" in tables:
                drawn += draw_contributions(tables["contributions.csv"], folder)
        return drawn

    return draw


def _description(
    runs: Sequence[RunFolder], scenarios: Sequence[Scenario], tables: dict[str, pd.DataFrame]
) -> dict[str, object]:
    """What compare.json holds."""
    return {
        "runs": [
            {
                "label": run.label,
                "folder": str(run.folder),
                "scenario": run.scenario,
                "scenario_hash": run.settings["scenario_hash"],
                "code": run.settings.get("code"),
                "landscape": run.settings["landscape"],
            }
            for run in runs
        ],
        "difference_against": runs[0].label if runs else None,
        "frontier_against": reference_of(runs).label if "frontier.csv" in tables else None,
        "contributions_of": [
            {"scenario": scenario.name, "scenario_hash": scenario.content_hash()} for scenario in scenarios
        ],
        "code": code_versions(),
    }
