"""From sample and outputs to the table of indices: checked first, since one NaN makes SALib's Sobol answer zeros."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.errors import ModelError
from landsim.sensitivity.methods import METHODS, Index, Problem

Floats = NDArray[np.float64]
COLUMNS = ("output", "country", "year", "parameter", "index", "value", "low", "high")
CONVERGENCE_COLUMNS = ("samples", *COLUMNS)
# What differs by less, relative to its size, differs by rounding only.
ROUNDING = 1e-12
# Shares of N at which the main index is told again.
SHARES = (8, 4, 2, 1)


@dataclass(frozen=True)
class Output:
    """One number of a run that indices are told of."""

    variable: str
    country: str
    year: int

    def __str__(self) -> str:
        return f"{self.variable} of {self.country} in {self.year}"


@dataclass(frozen=True)
class Design:
    """How a sample was drawn: the method, what SALib was told, N, the seed, and whether pairs are told."""

    method: str
    problem: Problem
    samples: int
    seed: int
    second_order: bool

    def draw(self) -> Floats:
        """The sample of the unit cube, [runs, factors]; the same design gives the same bits."""
        return METHODS[self.method].sample(self.problem, self.samples, self.seed, self.second_order)

    def indices(self, sample: Floats, output: Floats) -> list[Index]:
        """Indices of one output, [runs]."""
        return METHODS[self.method].analyse(self.problem, sample, output, self.seed, self.second_order)


def why_refused(values: Floats) -> str:
    """Why no index can be told of an output: empty where it can."""
    finite = np.isfinite(values)
    if not finite.all():
        return f"is {values[~finite][0]} in sample {int(np.argmin(finite)) + 1}, expected finite numbers"
    if np.ptp(values) <= ROUNDING * np.abs(values).max():
        return f"is {values[0]:g} in all {len(values)} samples, expected one that the parameters change"
    return ""


def index_table(
    design: Design, sample: Floats, outputs: Sequence[Output], values: Floats
) -> tuple[pd.DataFrame, list[str]]:
    """The table of indices, columns COLUMNS, and a sentence for each output that is refused.

    values  [runs, outputs]

    Raises ModelError where every output is refused.
    """
    rows: list[tuple[object, ...]] = []
    refused: list[str] = []
    for at, output in enumerate(outputs):
        why = why_refused(values[:, at])
        if why:
            refused.append(f"{output} {why}.")
            continue
        indices = design.indices(sample, np.ascontiguousarray(values[:, at]))
        wrong = next((one for one in indices if not np.isfinite(one.value)), None)
        if wrong is not None:
            refused.append(f"{output}: SALib tells {wrong.value} as {wrong.index} of {wrong.parameter}.")
            continue
        rows += [_row(output, index) for index in indices]
    if not rows:
        raise ModelError(f"no index can be told: {refused[0]}")
    return pd.DataFrame(rows, columns=list(COLUMNS)), refused


def convergence_table(design: Design, sample: Floats, outputs: Sequence[Output], values: Floats) -> pd.DataFrame:
    """The main index from the first eighth, quarter, half and all of the sample, columns CONVERGENCE_COLUMNS.

    Empty for methods whose samples do not hold smaller ones.
    """
    method = METHODS[design.method]
    rows: list[tuple[object, ...]] = []
    per_sample = len(sample) // design.samples
    for share in SHARES if method.nested else ():
        n = design.samples // share
        if n < 2 or method.problem_with(n, len(sample[0]), design.second_order):
            continue
        smaller = Design(design.method, design.problem, n, design.seed, design.second_order)
        count = n * per_sample
        for at, output in enumerate(outputs):
            part = np.ascontiguousarray(values[:count, at])
            if why_refused(values[:, at]) or why_refused(part):
                continue
            rows += [
                (n, *_row(output, index))
                for index in smaller.indices(sample[:count], part)
                if index.index == method.main
            ]
    return pd.DataFrame(rows, columns=list(CONVERGENCE_COLUMNS))


def _row(output: Output, index: Index) -> tuple[object, ...]:
    return (
        output.variable, output.country, output.year, index.parameter, index.index, index.value, index.low, index.high,
    )  # fmt: skip
