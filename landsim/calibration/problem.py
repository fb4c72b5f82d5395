"""A fit with what it runs on: the target of all its parameters, and that of one block with the others held."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.calibration.blocks import Block, blocks_of
from landsim.calibration.country_ground import of_countries
from landsim.calibration.fit_file import GRID, Fit, load_fit
from landsim.calibration.hindcast import hindcast
from landsim.calibration.objective import Target, prior_of
from landsim.calibration.observations import TRAIN, load_observations
from landsim.core import parameters
from landsim.errors import InputError
from landsim.ground import Ground
from landsim.landscape import load_landscape
from landsim.scenario import load_scenario
from landsim.strata import strata_of

Floats = NDArray[np.float64]


class Problem:
    """The observations of a fit and the land to run them on.

    rows   observations of the fit, those that are not used too      known  training years alone
    prior  of the parameters that move
    """

    def __init__(self, asked: Fit, ground: Ground, observed: pd.DataFrame) -> None:
        """Raises InputError for an observation of the fit without a training value."""
        self.asked, self.ground = asked, ground
        self.rows = _rows_of(asked, observed)
        self.known = self.rows[self.rows["role"] == TRAIN].reset_index(drop=True)
        self.prior = prior_of(asked.parameters)

    def model(self, given: Mapping[str, float], wanted: pd.DataFrame) -> Floats:
        """What the model says of the wanted rows, in their order and units."""
        return _model(self.ground, given, wanted)

    def target(self) -> Target:
        """The target of all parameters."""
        return Target(_misfit(self.ground, self.known, {}), self.prior)

    def blocks(self, slopes: Floats) -> list[Block]:
        """The blocks of parameters, from the slopes of all residuals (`Target.slopes`) at the best fit."""
        return blocks_of(slopes[: len(self.known)], self.known["country"].tolist())

    def part(self, block: Block, best: Mapping[str, float]) -> Target:
        """The target of one block, the other parameters at the best fit, on the land of its countries alone."""
        prior = self.prior.part(block.parameters)
        if not block.observations:
            return Target(lambda given: np.zeros(0), prior)
        ground = Ground(of_countries(self.ground.land, block.countries))
        known = self.known.iloc[list(block.observations)]
        return Target(_misfit(ground, known, best), prior)


def open_problem(folder: Path, name: str) -> Problem:
    """A fit of a calibration folder on what it runs on."""
    asked = load_fit(folder, name)
    return Problem(asked, ground_of(asked), load_observations(folder))


def ground_of(asked: Fit) -> Ground:
    """What a fit runs on: strata of the embedded grid, or the grid of the countries it observes."""
    if asked.units == GRID:
        return Ground(of_countries(load_landscape(), {country for country, _ in asked.observations}))
    return strata_ground()


def strata_ground() -> Ground:
    """Strata of the embedded grid."""
    return Ground(strata_of(load_landscape(), [load_scenario("baseline")]))


def _model(ground: Ground, given: Mapping[str, float], wanted: pd.DataFrame) -> Floats:
    keys = pd.MultiIndex.from_frame(wanted[["country", "variable", "year"]])
    # Every fit starts from the declared values, whatever an earlier fit made the defaults.
    run = hindcast(ground, parameters.before_calibration() | dict(given), wanted)
    return np.asarray(run.loc[keys].to_numpy(float))


def _misfit(ground: Ground, known: pd.DataFrame, held: Mapping[str, float]) -> Callable[[dict[str, float]], Floats]:
    value, spread = known["value"].to_numpy(float), known["uncertainty"].to_numpy(float)
    held = dict(held)

    def misfit(given: dict[str, float]) -> Floats:
        return np.asarray((_model(ground, held | given, known) - value) / spread)

    return misfit


def _rows_of(asked: Fit, observed: pd.DataFrame) -> pd.DataFrame:
    """Observations of a fit, whatever their role: one that is not used has an interval all the same."""
    pairs = pd.MultiIndex.from_frame(observed[["country", "variable"]])
    trained = pairs[observed["role"] == TRAIN]
    for pair in asked.observations:
        if pair not in trained:
            raise InputError(
                f"fit '{asked.name}': there is no training value of {' '.join(pair)} in observations.csv, "
                "expected observations of the table."
            )
    return observed[pairs.isin(list(asked.observations))].reset_index(drop=True)
