"""An ensemble from its file to its tables: `landsim uncertainty`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.batch.outputs import GAP, INVENTORY_UNIT, LAND_OF_THE_GAP, NET_EMISSIONS, OFFSET, known_variables
from landsim.batch.result_files import write_csv
from landsim.batch.session import run_experiment
from landsim.errors import ModelError
from landsim.gap.headline import economy_of, standing_goals
from landsim.goals import Goal
from landsim.names import COUNTRIES
from landsim.sensitivity.indices import Output
from landsim.sensitivity.session import SAMPLES, check_complete, read_values, write_samples
from landsim.sensitivity.study import outputs_told
from landsim.uncertainty.ensemble import OWN, Ensemble
from landsim.uncertainty.intervals import interval_table
from landsim.uncertainty.variance_shares import Land, gap_alternatives, share_rows
from landsim.views.counterparts import BASELINE, HELD
from landsim.views.kinds import level_view

Floats = NDArray[np.float64]
# Emissions without the land sector, named as in emissions.csv; net_emissions less the aligned land sector.
EXCLUDING_LULUCF = "excluding_lulucf"
INTERVALS, SHARES, LEVELS = "uncertainty.csv", "variance_shares.csv", "levels.csv"
LEVEL_COLUMNS = ("country", "year", "target", "own_view", "gwp", "level", "low", "high", "unit")


def run_ensemble(ensemble: Ensemble, folder: Path, workers: int, dask: str | None = None) -> int:
    """Do the runs of an ensemble that are not done and write its tables; the number of its runs.

    uncertainty.csv, and where the gap is asked for variance_shares.csv and levels.csv. Raises ModelError where a run
    failed, or a value is not finite. Otherwise as `batch.session.run_experiment`.
    """
    experiment = ensemble.experiment
    summary = run_experiment(experiment, folder, workers, dask)
    given = None if ensemble.drawn is None else ensemble.drawn.columns()
    # In the first climate; sets that are the same share a run.
    first = ensemble.run_of[OWN][0]
    write_samples(folder / SAMPLES, ensemble.factors, ensemble.unit, ensemble.values, first, given)
    check_complete(summary, experiment.runs, folder, (INTERVALS, SHARES, LEVELS))
    outputs = outputs_told(experiment)
    # [outputs, runs]
    values = read_values(folder, len(experiment.runs)).T
    if not np.isfinite(values).all():
        raise ModelError("a run of the ensemble kept a value that is not finite, expected finite numbers only.")
    kept = dict(zip(outputs, values, strict=True))
    told = {output: kept[output] for output in outputs if output.variable in (*ensemble.asked, NET_EMISSIONS)}
    if GAP in ensemble.asked:
        told |= _without_land(kept)
    own = np.array(list(told.values()))[:, ensemble.run_of[OWN]]
    units = {**known_variables(), EXCLUDING_LULUCF: INVENTORY_UNIT}
    write_csv(folder / INTERVALS, interval_table(list(told), ensemble.climates, own, units))
    if GAP in ensemble.asked:
        _write_gap_tables(ensemble, folder, kept)
    return summary.done


def _without_land(kept: Mapping[Output, Floats]) -> dict[Output, Floats]:
    """Emissions without the land sector in every run, from what is kept of those with it."""
    return {
        Output(EXCLUDING_LULUCF, output.country, output.year): net
        - kept[Output(LAND_OF_THE_GAP, output.country, output.year)]
        - kept[Output(OFFSET, output.country, output.year)]
        for output, net in kept.items()
        if output.variable == NET_EMISSIONS
    }


def _write_gap_tables(ensemble: Ensemble, folder: Path, kept: Mapping[Output, Floats]) -> None:
    scenario = ensemble.scenario
    economy = economy_of(scenario.first_year, scenario.last_year)
    goals: Mapping[tuple[str, int], Goal] = standing_goals(scenario.targets, scenario.first_year, scenario.last_year)
    shares, levels = [], []
    for (country, year), goal in sorted(goals.items(), key=lambda item: (COUNTRIES.index(item[0][0]), item[0][1])):
        if Output(GAP, country, year) not in kept:
            continue

        def of(variable: str, kind: str, country: str = country, year: int = year) -> Floats:
            return kept[Output(variable, country, year)][ensemble.run_of[kind]]

        land = Land(
            of(GAP, OWN), of(OFFSET, OWN),
            of(LAND_OF_THE_GAP, OWN), of(LAND_OF_THE_GAP, BASELINE), of(LAND_OF_THE_GAP, HELD),
        )  # fmt: skip
        shares.append(share_rows(country, year, gap_alternatives(land, goal, economy, country, year)))
        level = goal.levels[level_view(goal.own_view, goal.lulucf)]
        levels.append((country, year, goal.name, goal.own_view, goal.gwp, *level, INVENTORY_UNIT))
    write_csv(folder / SHARES, pd.concat(shares, ignore_index=True))
    write_csv(folder / LEVELS, pd.DataFrame(levels, columns=list(LEVEL_COLUMNS)))
