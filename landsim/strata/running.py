"""A scenario on strata, with its error against the full grid."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from landsim.kept_files import content_key
from landsim.landscape import Landscape, load_landscape
from landsim.model import run
from landsim.results import Run
from landsim.scenario import Scenario, load_scenario
from landsim.strata.fidelity import national_numbers, record_of
from landsim.strata.kept import kept_table
from landsim.strata.landscape import DEFAULT_COUNT, strata_of
from landsim.versions import landscape_content


def run_on_strata(
    scenario: Scenario | str | Path,
    *,
    landscape: Landscape | str | Path | None = None,
    count: int = DEFAULT_COUNT,
    **options: Any,
) -> Run:
    """`model.run` on the strata of a landscape; `Run.strata` holds the error against the full grid.

    The full grid runs the same scenario once; its national numbers are kept (`kept`) until the scenario, the landscape
    or the package change. options are those of `model.run`

    Raises InputError and ModelError as `model.run` and `strata_of` do.
    """
    if not isinstance(scenario, Scenario):
        scenario = load_scenario(scenario)
    land = landscape if isinstance(landscape, Landscape) else load_landscape(landscape)
    on_strata = run(scenario, landscape=strata_of(land, scenario, count), **options)
    numbers = full_grid_numbers(scenario, land)
    return replace(on_strata, strata=record_of(on_strata, numbers, land.size))


def full_grid_numbers(scenario: Scenario, land: Landscape) -> pd.DataFrame:
    """`national_numbers` of a scenario on the full grid, kept or measured now."""

    def measure() -> pd.DataFrame:
        return national_numbers(run(scenario, landscape=land))

    key = content_key(scenario=scenario.content_hash(), landscape=landscape_content(land))
    return kept_table(key, measure)
