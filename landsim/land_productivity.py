"""Trend, state and performance of land productivity (SDG indicator 15.3.1), apart from any run.

Productivity is net primary production by year in any unit, or what stands for it. Series have years on the first axis,
[years, ...]; units of land on the others. Outcomes are "improvement", "stable" or "degradation".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from landsim.checked_numbers import checked, plain
from landsim.coded_words import OUTCOMES, Codes, Words, coded, outcome_table, worded
from landsim.core import land_degradation as equations
from landsim.core.parameters import value
from landsim.errors import InputError
from landsim.soil_inputs import Floats, fitting, read_parameters

NPP = "net primary production, zero or more"
# With four years even a steady rise has p = 0.09.
SHORTEST_TREND = 5
RECENT_YEARS = 3
PERFORMANCES = ("degradation", "stable")
# Rounding is no change.
LEAST = 1e-9
OWN = ("land_degradation",)


def mann_kendall(series: ArrayLike) -> dict[str, Any]:
    """Mann-Kendall test of a trend, two-sided, with ties and correction for continuity (normal approximation).

    series  [years, ...], any unit, at least two years

    The result has, of shape [...]: s (rises less falls among all pairs of years), variance (of s without a trend), z
    and p. The approximation is poor for less than ten years.

    >>> round(mann_kendall([3.0, 1.0, 4.0, 6.0, 5.0])["p"], 3)
    0.221

    Raises InputError for numbers that are not finite or a series of less than two years.
    """
    values = _series(series, "series", "finite numbers", 2, lowest=-np.inf)
    rises, variance = equations.mann_kendall(values)
    z = equations.standard_score(rises, variance)
    found = {"s": rises, "variance": variance, "z": z, "p": 2.0 * ndtr(-np.abs(z))}
    return {name: plain(number) for name, number in found.items()}


def productivity_trend(
    npp: ArrayLike, minimum_slope: ArrayLike | None = None, *, parameters: Mapping[str, float] | None = None
) -> Any:
    """Trajectory of productivity: a significant trend that is steep enough.

    npp            [years, ...], at least five years
    minimum_slope  of the least-squares line relative to the mean, 1/yr, a number or [...]; None: 0.003
                   (land_degradation.minimum_slope). 0 is the published method, by which every series without scatter
                   has a trend
    parameters     declared name (land_degradation.*) -> value

    Outcomes of shape [...]: "improvement" or "degradation" where the Mann-Kendall test has p of at most 0.05
    (land_degradation.significance) and the slope is at least the minimum in the same direction, else "stable".

    >>> productivity_trend([500, 490, 470, 465, 440, 430, 400])
    'degradation'

    Raises InputError for a number that is negative or not finite, less than five years, or shapes that do not fit.
    """
    values = read_parameters(parameters, OWN)
    if minimum_slope is None:
        minimum_slope = value(values, "land_degradation.minimum_slope")
    least = checked(minimum_slope, "minimum_slope", "a slope relative to the mean, 1/yr, zero or more")
    series = _series(npp, "npp", NPP, SHORTEST_TREND)
    fitting({"npp of a year": series[0], "minimum_slope": least})
    shape = np.broadcast_shapes(series.shape[1:], least.shape)
    columns = np.broadcast_to(series, (len(series), *shape)).reshape(len(series), -1)
    codes = trend_codes(columns, np.broadcast_to(least, shape).ravel(), values)
    return worded(codes.reshape(shape), OUTCOMES)


def trend_codes(series: Floats, least: Floats | float, values: Floats) -> Codes:
    """Places in OUTCOMES of the trends of [years, units]; ``least`` slope relative to the mean, 1/yr."""
    slope = equations.relative_slope(series)
    # The test takes most of the time, and only what is steep enough needs it.
    steep = np.abs(slope) >= least
    rises, variance = equations.mann_kendall(np.ascontiguousarray(series[:, steep]))
    p = 2.0 * ndtr(-np.abs(equations.standard_score(rises, variance)))
    significant = (p <= value(values, "land_degradation.significance")) & (rises * slope[steep] >= 0.0)
    codes: Codes = np.ones(series.shape[1], dtype=np.intp)
    codes[steep] += np.where(significant, np.sign(rises), 0.0).astype(np.intp)
    return codes


def productivity_state(baseline: ArrayLike, recent: ArrayLike, *, parameters: Mapping[str, float] | None = None) -> Any:
    """State of productivity: the mean of the last three years against ten percentile classes of a baseline.

    baseline    npp [years, ...], at least three years
    recent      npp [years, ...], of which the last three years count, in the unit of the baseline
    parameters  declared name (land_degradation.*) -> value

    The baseline is widened by one value on each side, 5 % of its span beyond it; the mean of the baseline and that of
    the last three years each fall in a class from 1 to 10. Outcomes of shape [...]: "degradation" where the class has
    gone down by two or more, "improvement" where it has gone up by two or more, else "stable". A baseline with little
    scatter has narrow classes: land_degradation.state_minimum (0.025) is a relative change that is needed beside.

    >>> productivity_state([400, 420, 440, 460, 480, 500], [390, 405, 395])
    'degradation'

    Raises InputError for a number that is negative or not finite, less than three years, or shapes that do not fit.
    """
    values = read_parameters(parameters, OWN)
    past = _series(baseline, "baseline", NPP, RECENT_YEARS)
    present = _series(recent, "recent", NPP, RECENT_YEARS)[-RECENT_YEARS:]
    fitting({"baseline of a year": past[0], "recent of a year": present[0]})
    shape = np.broadcast_shapes(past.shape[1:], present.shape[1:])
    flat = [np.broadcast_to(one, (len(one), *shape)).reshape(len(one), -1) for one in (past, present)]
    return worded(state_codes(flat[0], flat[1], values).reshape(shape), OUTCOMES)


def state_codes(past: Floats, present: Floats, values: Floats) -> Codes:
    """Places in OUTCOMES of the states of units: baseline and last years, [years, units] both."""
    codes: Codes = np.ones(past.shape[1], dtype=np.intp)
    before, after = past.mean(axis=0), present.mean(axis=0)
    far = np.abs(after - before) > max(value(values, "land_degradation.state_minimum"), LEAST) * before
    past, before, after = past[:, far], before[far], after[far]
    bounds = equations.class_bounds(past, value(values, "land_degradation.state_widening"))
    # A bound that differs from the mean by rounding alone lies at it, not below it.
    bounds = np.where(np.abs(bounds - before) <= LEAST * before, before, bounds)
    moved = equations.class_of(after, bounds) - equations.class_of(before, bounds)
    # All classes of a baseline without scatter lie in one point, and what leaves it leaves all of them.
    flat = np.ptp(past, axis=0) <= LEAST * before
    moved = np.where(flat, equations.CLASSES * np.sign(after - before), moved)
    change = np.where(np.abs(moved) >= value(values, "land_degradation.state_change"), np.sign(moved), 0)
    codes[far] += change.astype(np.intp)
    return codes


def productivity_performance(
    npp: ArrayLike, ecological_unit: ArrayLike, *, parameters: Mapping[str, float] | None = None
) -> Any:
    """Performance of productivity: the mean of the years against the best of land of the same kind.

    npp              [years, ...], at least one year
    ecological_unit  [...], labels of any kind: land of the same cover, soil and climate has the same one
    parameters       declared name (land_degradation.*) -> value

    Outcomes of shape [...]: "degradation" where the mean is below half of the 90th percentile of the ecological unit,
    else "stable".

    >>> [str(word) for word in productivity_performance([[500, 480, 510, 200]], ["steppe"] * 4)]
    ['stable', 'stable', 'stable', 'degradation']

    Raises InputError for a number that is negative or not finite, no year, or labels of another shape.
    """
    values = read_parameters(parameters, OWN)
    mean = _series(npp, "npp", NPP, 1).mean(axis=0)
    labels = np.asarray(ecological_unit)
    if labels.shape != mean.shape:
        raise InputError(f"ecological_unit: found an array of shape {labels.shape}, expected {mean.shape}, as npp has.")
    kind = np.unique(labels, return_inverse=True)[1].ravel()
    return worded(performance_codes(mean.ravel(), kind, values).reshape(labels.shape), PERFORMANCES)


def performance_codes(mean: Floats, kind: Codes, values: Floats) -> Codes:
    """Places in PERFORMANCES of units by their mean production; ``kind``: ecological unit, numbered from 0."""
    percentile = value(values, "land_degradation.performance_percentile")
    best = np.zeros(int(kind.max(initial=-1)) + 1)
    for one in np.unique(kind):
        best[one] = np.percentile(mean[kind == one], percentile)
    codes: Codes = (mean >= value(values, "land_degradation.performance_share") * best[kind]).astype(np.intp)
    return codes


def productivity_degradation(trajectory: ArrayLike, state: ArrayLike, performance: ArrayLike) -> dict[str, Any]:
    """Trend, state and performance together, by the table of 18 rows (land_productivity_classes.csv).

    trajectory   outcomes of productivity_trend
    state        outcomes of productivity_state
    performance  outcomes of productivity_performance, "stable" or "degradation"

    Words, or arrays of shapes that fit each other. The result has five_classes ("improvement", "stable", "stressed",
    "moderate_decline", "degradation") and three_classes ("improvement", "stable", "degradation"), which
    land_degradation takes.

    >>> productivity_degradation("stable", "stable", "degradation")
    {'five_classes': 'stressed', 'three_classes': 'stable'}

    Raises InputError for another word or shapes that do not fit.
    """
    place = fitting(
        {
            "trajectory": coded(trajectory, "trajectory", OUTCOMES),
            "state": coded(state, "state", OUTCOMES),
            "performance": coded(performance, "performance", PERFORMANCES),
        }
    )
    found = {}
    for column in ("five_classes", "three_classes"):
        words = _classes(column)[tuple(place)]
        found[column] = str(words) if np.ndim(words) == 0 else words
    return found


def three_classes() -> Codes:
    """The table of 18 rows as places in OUTCOMES, [trend, state, performance]."""
    return coded(_classes("three_classes"), "land_productivity_classes.csv", OUTCOMES)


def _classes(column: str) -> Words:
    keys, known = ("trajectory", "state", "performance"), (OUTCOMES, OUTCOMES, PERFORMANCES)
    return outcome_table("land_productivity_classes", keys, known, column)


def _series(found: ArrayLike, where: str, expected: str, shortest: int, lowest: float = 0.0) -> Floats:
    """Numbers by year with enough years on the first axis."""
    series = checked(found, where, expected, lowest)
    years = len(series) if series.ndim else 0
    if years < shortest:
        raise InputError(f"{where}: found {years} years, expected at least {shortest}, on the first axis.")
    return series
