"""An ensemble, checked before anything runs: samples of the parameters, each run in every climate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landsim.batch.experiment import AskedRun, Experiment, check_known, scenario_of
from landsim.batch.experiment_file import find_experiment
from landsim.batch.outputs import GAP, LAND_OF_THE_GAP, NET_EMISSIONS, OFFSET
from landsim.errors import InputError
from landsim.scenario import CLIMATES, Scenario
from landsim.sensitivity.factors import Factor, scaled
from landsim.sensitivity.study import experiment_of, sampled_factors, with_values
from landsim.sensitivity.study_file import RawEnsemble, read_study
from landsim.views.counterparts import BASELINE, HELD, counterparts

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
LATIN, SEQUENCE = "latin-hypercube", "sobol-sequence"
OWN = "own"
# Fewer samples would make a 95 % interval out of the two outermost ones.
LEAST_SAMPLES = 40


@dataclass(frozen=True)
class Ensemble:
    """A checked ensemble.

    values   of the parameters, [samples, factors]; unit: the same on the unit cube
    run_of   place in the experiment of the scenario's run ("own"), and where the gap is asked for of those that its
             views need ("baseline", "held_climate"), [climates, samples]
    """

    experiment: Experiment
    scenario: Scenario
    climates: tuple[str, ...]
    factors: tuple[Factor, ...]
    unit: Floats
    values: Floats
    run_of: dict[str, Integers]
    asked: tuple[str, ...]


def load_ensemble(path_or_name: str | Path) -> Ensemble:
    """Read and check a study of uncertainty (a path, or the name of a shipped one).

    Raises InputError, naming file and key, for whatever could stop it later.
    """
    path, label = find_experiment(path_or_name)
    raw = read_study(path, label, "uncertainty", RawEnsemble)
    check_known(f"{label}, key 'design'", [raw.design], (LATIN, SEQUENCE))
    check_known(f"{label}, key 'climates'", raw.climates or (), CLIMATES)
    factors = sampled_factors(raw, label)
    n = raw.samples
    if n < LEAST_SAMPLES:
        raise InputError(f"{label}, key 'samples': found {n}, expected at least {LEAST_SAMPLES} for a 95 % interval.")
    if raw.design == SEQUENCE and n & (n - 1):
        below = 1 << (n.bit_length() - 1)
        raise InputError(
            f"{label}, key 'samples': found {n}, expected a power of two for Sobol's sequence ({below} or {2 * below})."
        )
    unit = draw(raw.design, len(factors), n, raw.sample_seed)
    values = scaled(unit, factors, raw.distribution)
    scenario = scenario_of(raw.scenario, path, label)
    climates = tuple(raw.climates or [scenario.climate])
    asked = tuple(raw.variables)
    runs, run_of = _runs(scenario, climates, factors, values, GAP in asked)
    if GAP in asked:
        raw = raw.model_copy(update={"variables": [*dict.fromkeys((*asked, NET_EMISSIONS, LAND_OF_THE_GAP, OFFSET))]})
    experiment = experiment_of(raw, path, label, scenario, runs)
    return Ensemble(experiment, scenario, climates, factors, unit, values, run_of, asked)


def draw(design: str, factors: int, samples: int, seed: int) -> Floats:
    """A sample of the unit cube, [samples, factors], by Latin hypercube or scrambled Sobol sequence (scipy)."""
    from scipy.stats import qmc

    if design == SEQUENCE:
        return np.asarray(qmc.Sobol(d=factors, scramble=True, seed=seed).random(samples))
    return np.asarray(qmc.LatinHypercube(d=factors, seed=seed).random(samples))


def _runs(
    scenario: Scenario, climates: tuple[str, ...], factors: tuple[Factor, ...], values: Floats, views: bool
) -> tuple[tuple[AskedRun, ...], dict[str, Integers]]:
    """All runs, each once, and where each climate and sample finds its own; the same samples in every climate."""
    runs: list[AskedRun] = []
    place: dict[str, int] = {}
    kinds = (OWN, BASELINE, HELD) if views else (OWN,)
    run_of = {kind: np.zeros((len(climates), len(values)), dtype=np.int64) for kind in kinds}
    for kind in kinds:
        for c, climate in enumerate(climates):
            for at, sample in enumerate(values):
                own = with_values(replace(scenario, climate=climate), factors, sample)
                one = own if kind == OWN else counterparts(own)[kind]
                key = one.content_hash()
                if key not in place:
                    place[key] = len(runs)
                    runs.append(AskedRun(one, f"sample {at + 1}" + ("" if kind == OWN else f", {kind}")))
                run_of[kind][c, at] = place[key]
    return tuple(runs), run_of
