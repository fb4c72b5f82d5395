"""An ensemble, checked before anything runs: samples of the parameters, each run in every climate.

A sample is a whole row of a posterior, a point of the declared ranges, or both side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landsim.batch.experiment import AskedRun, Experiment, check_known, scenario_of
from landsim.batch.experiment_file import find_experiment
from landsim.batch.outputs import GAP, LAND_OF_THE_GAP, NET_EMISSIONS, OFFSET
from landsim.calibration.observations import LAST_TRAINING_YEAR
from landsim.calibration.posterior_file import Posterior, find_posterior
from landsim.errors import InputError
from landsim.scenario import CLIMATES, Scenario
from landsim.sensitivity.factors import Factor, scaled
from landsim.sensitivity.study import experiment_of, sampled_factors, with_values
from landsim.sensitivity.study_file import RawEnsemble, read_study
from landsim.suggestions import counted
from landsim.views.counterparts import BASELINE, HELD, counterparts

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
LATIN, SEQUENCE = "latin-hypercube", "sobol-sequence"
OWN = "own"
# Fewer samples would make a 95 % interval out of the two outermost ones.
LEAST_SAMPLES = 40
# Rows have a stream of chance of their own, so that their order is not that of the design.
ROWS = 1


@dataclass(frozen=True)
class Drawn:
    """Whole rows of a posterior, one for each sample.

    rows  places among its sets, from 0, [samples]
    """

    posterior: Posterior
    rows: Integers

    def parameters(self, sample: int) -> dict[str, float]:
        """The parameter set of a sample, from 0."""
        values = self.posterior.sets[self.rows[sample]].tolist()
        return dict(zip(self.posterior.names, values, strict=True))

    def columns(self) -> dict[str, Floats | Integers]:
        """What samples.parquet tells of them: the row, from 1, and its values, each [samples]."""
        values = self.posterior.sets[self.rows].T
        return {"posterior_row": self.rows + 1, **dict(zip(self.posterior.names, values, strict=True))}


@dataclass(frozen=True)
class Ensemble:
    """A checked ensemble.

    values   of the factors, [samples, factors]; unit: the same on the unit cube
    drawn    rows of a posterior beside them, None where all parameters are drawn from their declared ranges
    run_of   place in the experiment of the scenario's run ("own"), and where the gap is asked for of those that its
             views need ("baseline", "held_climate"), [climates, samples]
    """

    experiment: Experiment
    scenario: Scenario
    climates: tuple[str, ...]
    factors: tuple[Factor, ...]
    unit: Floats
    values: Floats
    drawn: Drawn | None
    run_of: dict[str, Integers]
    asked: tuple[str, ...]

    def origin(self) -> str:
        """Where the parameters come from, as captions tell it; no full stop."""
        if self.drawn is None:
            return "Parameters are drawn independently from their declared plausible ranges, many of them assumptions"
        posterior = self.drawn.posterior
        source = f"rows of {posterior.label}"
        if posterior.shipped:
            source = f"sets of the calibration ('{posterior.label}', fitted to the records to {LAST_TRAINING_YEAR})"
        told = f"Samples are {source}: {counted(len(posterior.names), 'parameter')}, each set as a whole"
        if self.factors:
            further = counted(len(self.factors), "further parameter")
            told += f"; {further} drawn independently from declared plausible ranges, many of them assumptions"
        left = "neither fitted nor drawn" if self.factors else "not fitted"
        return f"{told}; parameters {left} stay at their defaults or what the scenario sets"


def load_ensemble(path_or_name: str | Path) -> Ensemble:
    """Read and check a study of uncertainty (a path, or the name of a shipped one).

    Raises InputError, naming file and key, for whatever could stop it later.
    """
    path, label = find_experiment(path_or_name)
    raw = read_study(path, label, "uncertainty", RawEnsemble)
    check_known(f"{label}, key 'design'", [raw.design], (LATIN, SEQUENCE))
    check_known(f"{label}, key 'climates'", raw.climates or (), CLIMATES)
    n = raw.samples
    if n < LEAST_SAMPLES:
        raise InputError(f"{label}, key 'samples': found {n}, expected at least {LEAST_SAMPLES} for a 95 % interval.")
    drawn = None if raw.posterior is None else _drawn(raw.posterior, n, raw.sample_seed, path, label)
    given = {} if drawn is None else dict.fromkeys(drawn.posterior.names, f"the posterior '{drawn.posterior.label}'")
    factors = sampled_factors(raw, label, given)
    if not factors and drawn is None:
        raise InputError(
            f"{label}: found no parameters, expected the key 'parameters' or 'posterior', or a table [groups]."
        )
    if factors and raw.design == SEQUENCE and n & (n - 1):
        below = 1 << (n.bit_length() - 1)
        raise InputError(
            f"{label}, key 'samples': found {n}, expected a power of two for Sobol's sequence ({below} or {2 * below})."
        )
    unit = draw(raw.design, len(factors), n, raw.sample_seed)
    values = scaled(unit, factors, raw.distribution)
    scenario = scenario_of(raw.scenario, path, label)
    climates = tuple(raw.climates or [scenario.climate])
    asked = tuple(raw.variables)
    samples = [with_values(scenario, factors, sample) for sample in values]
    if drawn is not None:
        samples = [
            replace(one, parameters={**one.parameters, **drawn.parameters(at)}) for at, one in enumerate(samples)
        ]
    runs, run_of = _runs(samples, climates, GAP in asked)
    if GAP in asked:
        raw = raw.model_copy(update={"variables": [*dict.fromkeys((*asked, NET_EMISSIONS, LAND_OF_THE_GAP, OFFSET))]})
    experiment = experiment_of(raw, path, label, scenario, runs)
    return Ensemble(experiment, scenario, climates, factors, unit, values, drawn, run_of, asked)


def draw(design: str, factors: int, samples: int, seed: int) -> Floats:
    """A sample of the unit cube, [samples, factors], by Latin hypercube or scrambled Sobol sequence (scipy)."""
    from scipy.stats import qmc

    if not factors:
        return np.empty((samples, 0))
    if design == SEQUENCE:
        return np.asarray(qmc.Sobol(d=factors, scramble=True, seed=seed).random(samples))
    return np.asarray(qmc.LatinHypercube(d=factors, seed=seed).random(samples))


def _drawn(wanted: str, samples: int, seed: int, path: Path, label: str) -> Drawn:
    """Rows of a posterior in an order that the seed gives, none twice; a larger sample begins with the same ones."""
    posterior = find_posterior(wanted, path.parent, f"{label}, key 'posterior'")
    rows = len(posterior.sets)
    if rows < LEAST_SAMPLES:
        raise InputError(
            f"{label}, key 'posterior': found {counted(rows, 'parameter set')} in '{wanted}', expected at least "
            f"{LEAST_SAMPLES} for a 95 % interval."
        )
    if samples > rows:
        raise InputError(
            f"{label}, key 'samples': found {samples}, expected at most {rows}, the parameter sets of the posterior "
            f"'{wanted}', each of which is taken once."
        )
    order = np.random.default_rng((seed, ROWS)).permutation(rows)
    return Drawn(posterior, order[:samples].astype(np.int64))


def _runs(
    samples: Sequence[Scenario], climates: tuple[str, ...], views: bool
) -> tuple[tuple[AskedRun, ...], dict[str, Integers]]:
    """All runs, each once, and where each climate and sample finds its own; the same samples in every climate."""
    runs: list[AskedRun] = []
    place: dict[str, int] = {}
    kinds = (OWN, BASELINE, HELD) if views else (OWN,)
    run_of = {kind: np.zeros((len(climates), len(samples)), dtype=np.int64) for kind in kinds}
    for kind in kinds:
        for c, climate in enumerate(climates):
            for at, sample in enumerate(samples):
                own = replace(sample, climate=climate)
                one = own if kind == OWN else counterparts(own)[kind]
                key = one.content_hash()
                if key not in place:
                    place[key] = len(runs)
                    runs.append(AskedRun(one, f"sample {at + 1}" + ("" if kind == OWN else f", {kind}")))
                run_of[kind][c, at] = place[key]
    return tuple(runs), run_of
