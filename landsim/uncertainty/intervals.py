"""95 % intervals of an ensemble as inventories tell them (IPCC 2006 V1 ch. 3): percentiles, half widths in per cent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.sensitivity.indices import Output

Floats = NDArray[np.float64]
COLUMNS = (
    "variable", "country", "year", "climate", "samples", "mean", "median", "low", "high", "uncertainty_percent",
    "unit",
)  # fmt: skip
PERCENTILES = (2.5, 97.5)
ALL = "all"


def interval_table(
    outputs: Sequence[Output], climates: Sequence[str], values: Floats, units: Mapping[str, str]
) -> pd.DataFrame:
    """One row for each output and climate, and where there are several for all of them together; columns COLUMNS.

    values  [outputs, climates, samples]          units  of the variables
    low, high  2.5 and 97.5 percentile; uncertainty_percent: half of what lies between, in per cent of the mean
    """
    rows: list[tuple[object, ...]] = []
    for at, output in enumerate(outputs):
        parts = [(climate, values[at, c]) for c, climate in enumerate(climates)]
        if len(climates) > 1:
            parts.append((ALL, values[at].ravel()))
        for climate, sample in parts:
            low, high = np.percentile(sample, PERCENTILES)
            mean = float(sample.mean())
            percent = 50.0 * (high - low) / abs(mean) if mean else np.nan
            rows.append(
                (
                    output.variable, output.country, output.year, climate, len(sample), mean, float(np.median(sample)),
                    float(low), float(high), float(percent), units[output.variable],
                )
            )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))
