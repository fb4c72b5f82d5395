"""Long and wide tables from national arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.inventory_categories import check_categories
from landsim.ledger_pieces import Piece
from landsim.names import COUNTRIES

Floats = NDArray[np.float64]
# Regional values of these are means, not sums; the region has no row for them. Other means bring a row of their own.
INTENSIVE = ("rangeland_condition", "grazing_pressure")


def long_table(variables: Mapping[str, tuple[str, Floats]], years: NDArray[np.int64], region: str) -> pd.DataFrame:
    """country, year, variable, value, unit; beside the countries the region's sum, or the row that is given for it."""
    frames = []
    for name, (unit, values) in variables.items():
        countries = list(COUNTRIES)
        table = values
        if len(values) > len(COUNTRIES):
            countries.append(region)
        elif name not in INTENSIVE:
            countries.append(region)
            table = np.vstack([values, values.sum(axis=0)])
        frames.append(
            pd.DataFrame(
                {
                    "country": np.repeat(countries, len(years)),
                    "year": np.tile(years, len(countries)),
                    "variable": name,
                    "value": table.ravel(),
                    "unit": unit,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def ledger_table(pieces: Sequence[Piece], years: NDArray[np.int64]) -> pd.DataFrame:
    """Every flux by country and year with its category; emissions are positive, removals negative and never netted."""
    check_categories(dict.fromkeys(piece.category for piece in pieces))
    n, years_repeated = len(COUNTRIES), np.tile(years, len(COUNTRIES))
    countries = np.repeat(COUNTRIES, len(years))
    rows = n * len(years)
    ledger = pd.DataFrame(
        {
            "country": np.tile(countries, len(pieces)),
            "year": np.tile(years_repeated, len(pieces)),
            **{
                column: np.repeat([getattr(piece, column) for piece in pieces], rows)
                for column in ("category", "land", "gas", "flux", "unit")
            },
            "value": np.concatenate([piece.table.ravel() for piece in pieces]),
        }
    )[["country", "year", "category", "land", "gas", "flux", "value", "unit"]]
    # The first year has no stock before it to tell a change from.
    return ledger.dropna(subset=["value"], ignore_index=True)
