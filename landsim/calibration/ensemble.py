"""Parameter sets drawn from a fit's linear posterior, and the 90 % interval that sets of a posterior give the past.

The linear posterior is the approximation at the best fit: a normal distribution with the covariance of the last slopes,
cut at the plausible ranges. Where a fit is far from linear its intervals are too; chain.py samples instead.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.calibration.objective import Fitted, Prior
from landsim.calibration.observations import TRAIN, VALIDATE

Floats = NDArray[np.float64]
LOW, HIGH = 0.05, 0.95
INTERVALS = ("fit", "country", "variable", "year", "role", "observed", "model_low", "model_high", "low", "high")


def draw(prior: Prior, found: Fitted, members: int, seed: int) -> Floats:
    """Parameter sets of the linear posterior, [members, elements], each within its plausible range."""
    deviates = np.random.default_rng(seed).multivariate_normal(
        np.zeros(len(prior.names)), found.correlation, size=members, method="eigh"
    )
    return np.clip(found.values + deviates * found.spread, prior.low, prior.high)


def intervals(observed: pd.DataFrame, best: Floats, runs: Floats, seed: int, fit: str) -> pd.DataFrame:
    """The 90 % intervals of observed values, columns INTERVALS.

    observed  columns country, variable, year, value, uncertainty, role
    best      [rows of observed], what the best fit says of them
    runs      [members, rows of observed], what each member says of them

    model_low and model_high are quantiles of the members; low and high those of the members with an error added, which
    is what an observed value is to be compared with: see `errors`.
    """
    noise = np.random.default_rng(seed).standard_normal(runs.shape) * errors(observed, best)
    found = observed[["country", "variable", "year", "role"]].assign(fit=fit, observed=observed["value"])
    found["model_low"], found["model_high"] = np.quantile(runs, (LOW, HIGH), axis=0)
    found["low"], found["high"] = np.quantile(runs + noise, (LOW, HIGH), axis=0)
    for name in INTERVALS[5:]:
        found[name] = [float(f"{value:.6g}") for value in found[name]]
    return found[list(INTERVALS)]


def errors(observed: pd.DataFrame, best: Floats) -> Floats:
    """Standard deviation of an observed value about the model, [rows of observed].

    That of the observation, times the root mean square by which the best fit misses the training years of the series in
    standard deviations of theirs where that is more than 1: what the model cannot follow. Stated deviations are scaled
    alike by what they turn out to be too small (Birge 1932, Physical Review 40, 207-227), so an observation that is
    less sure than others of its series stays so.
    """
    square = (((observed["value"] - best) / observed["uncertainty"]) ** 2).where(observed["role"] == TRAIN)
    missed = np.sqrt(square.groupby([observed["country"], observed["variable"]]).transform("mean"))
    return np.asarray(observed["uncertainty"] * np.maximum(missed.fillna(0.0), 1.0), dtype=float)


def interval_score(observed: Floats, low: Floats, high: Floats) -> float:
    """Mean Winkler score of 90 % intervals: width, and 20 times the distance of what lies outside."""
    below, above = np.maximum(low - observed, 0.0), np.maximum(observed - high, 0.0)
    return float(np.mean(high - low + 2.0 / (LOW + 1.0 - HIGH) * (below + above)))


def persistence_interval(years: Floats, values: Floats, at: Floats) -> tuple[Floats, Floats]:
    """90 % interval of the rival that holds the last training value.

    As a random walk: the changes between consecutive training values give the variance of a year.
    """
    variance = float(np.mean(np.diff(values) ** 2 / np.diff(years)))
    half = 1.6449 * np.sqrt(variance * (at - years[-1]))
    return values[-1] - half, values[-1] + half


def coverage(table: pd.DataFrame) -> pd.DataFrame:
    """Share of values within their interval and interval scores, by fit, country, variable and role.

    table  columns INTERVALS
    """
    rows = []
    for (fit, country, variable), group in table.groupby(["fit", "country", "variable"], sort=False):
        known = group[group["role"] == TRAIN].sort_values("year")
        for role, chosen in group.groupby("role", sort=False):
            value = chosen["observed"].to_numpy(float)
            inside = (value >= chosen["low"]) & (value <= chosen["high"])
            rival = float("nan")
            if role == VALIDATE and len(known) > 1:
                held = persistence_interval(
                    known["year"].to_numpy(float), known["observed"].to_numpy(float), chosen["year"].to_numpy(float)
                )
                rival = interval_score(value, *held)
            rows.append(
                {
                    "fit": fit,
                    "country": country,
                    "variable": variable,
                    "role": role,
                    "values": len(chosen),
                    "covered": float(inside.mean()),
                    "mean_width": float((chosen["high"] - chosen["low"]).mean()),
                    "interval_score": interval_score(value, *(chosen[n].to_numpy(float) for n in ("low", "high"))),
                    "persistence_score": rival,
                }
            )
    return pd.DataFrame(rows)
