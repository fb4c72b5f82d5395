"""Scores of a hindcast: bias, mean absolute error and trend by country and variable, beside two naive rivals.

The rivals know the training years only. `persistence` holds the last training value; `linear` is the straight line
through the training values. On the training years the line has seen what it is judged by, on the validation years
neither rival has.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.calibration.observations import TRAIN, VALIDATE

Floats = NDArray[np.float64]
KEYS = ["parameters", "country", "variable", "role"]
COLUMNS = (
    *KEYS, "unit", "first_year", "last_year", "values", "observed_mean", "bias", "mae", "mae_percent", "trend_observed",
    "trend_model", "persistence_mae", "linear_mae",
)  # fmt: skip
DIGITS = 6


def rivals(years: Floats, values: Floats, at: Floats) -> tuple[Floats, Floats]:
    """Persistence and linear trend of training values (years in order) at other years; one value is only held."""
    held = np.full(len(at), values[-1])
    if len(years) == 1:
        return held, held
    slope, level = np.polyfit(years - years[-1], values, 1)
    return held, level + slope * (at - years[-1])


def trend(years: Floats, values: Floats) -> float:
    """Slope of the straight line through values, per year; NaN for fewer than two."""
    return float(np.polyfit(years - years.mean(), values, 1)[0]) if len(years) > 1 else float("nan")


def scores(observed: pd.DataFrame, model: pd.Series, parameters: str) -> pd.DataFrame:
    """The score table, columns COLUMNS, rounded to DIGITS significant digits as it is written.

    observed    columns country, variable, year, value, unit, role
    model       by (country, variable, year)
    parameters  what the model ran with, in the first column
    """
    rows = []
    for (country, variable), group in observed.groupby(["country", "variable"], sort=False):
        group = group.sort_values("year")
        known = group[group["role"] == TRAIN]
        for role in (TRAIN, VALIDATE):
            chosen = group[group["role"] == role]
            if chosen.empty:
                continue
            years, values = chosen["year"].to_numpy(float), chosen["value"].to_numpy(float)
            keys = pd.MultiIndex.from_frame(chosen[["country", "variable", "year"]])
            found = model.loc[keys].to_numpy(float)
            mae, size = float(np.abs(found - values).mean()), float(np.abs(values).mean())
            held, line = rivals(known["year"].to_numpy(float), known["value"].to_numpy(float), years)
            rows.append(
                {
                    "parameters": parameters,
                    "country": country,
                    "variable": variable,
                    "role": role,
                    "unit": chosen["unit"].iloc[0],
                    "first_year": int(years[0]),
                    "last_year": int(years[-1]),
                    "values": len(years),
                    "observed_mean": float(values.mean()),
                    "bias": float((found - values).mean()),
                    "mae": mae,
                    "mae_percent": 100.0 * mae / size,
                    "trend_observed": trend(years, values),
                    "trend_model": trend(years, found),
                    "persistence_mae": float(np.abs(held - values).mean()),
                    "linear_mae": float(np.abs(line - values).mean()),
                }
            )
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    for name in table.select_dtypes(float).columns:
        table[name] = [float(f"{value:.{DIGITS}g}") for value in table[name]]
    return table
