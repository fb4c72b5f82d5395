"""The ledger of a run as arrays, and its gross emissions and removals."""

from __future__ import annotations

from fnmatch import fnmatchcase

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.iamc.definitions import Selection, Source
from landsim.ledger_pieces import Fluxes
from landsim.names import COUNTRIES

Floats = NDArray[np.float64]
COLUMNS = ("category", "land", "gas", "flux")


def total(fluxes: Fluxes, source: Source) -> Floats:
    """MtCO2e of a source with its part and sign, [countries, years]; zeros where no row fits."""
    places = fluxes.chosen(lambda row: _fits(row, source))
    if source.part == "net":
        return source.sign * fluxes.net(places)
    emissions, removals = fluxes.gross(places)
    return source.sign * (emissions if source.part == "emissions" else removals)


def fluxes_of(ledger: pd.DataFrame, years: NDArray[np.int64]) -> Fluxes:
    """Arrays of a ledger as `results_tables.ledger_table` gives it; NaN in years that a row does not tell."""
    named, values = by_country_and_year(ledger[ledger["gas"] != ""], COLUMNS, years)
    return Fluxes(tuple((row[0], row[1], row[2], row[3]) for row in named), values)


def by_country_and_year(
    table: pd.DataFrame, columns: tuple[str, ...], years: NDArray[np.int64]
) -> tuple[list[tuple[str, ...]], Floats]:
    """What a long table tells apart by some columns, in its order, and its values, [rows, countries, years].

    Rows of the same columns, country and year are added up; where there is none the value is NaN. The region is left
    out.
    """
    groups = table.groupby(list(columns), sort=False, dropna=False)
    codes = groups.ngroup().to_numpy()
    named = table[list(columns)][~pd.Series(codes).duplicated().to_numpy()]
    country = pd.Index(COUNTRIES).get_indexer(pd.Index(table["country"]))
    year = pd.Index(years).get_indexer(pd.Index(table["year"]))
    here = (country >= 0) & (year >= 0)
    at = (codes[here], country[here], year[here])
    values = np.full((len(named), len(COUNTRIES), len(years)), np.nan)
    values[at] = 0.0
    np.add.at(values, at, table["value"].to_numpy(dtype=float)[here])
    return [tuple(map(str, row)) for row in named.itertuples(index=False)], values


def _fits(row: tuple[str, str, str, str], source: Source) -> bool:
    category, land, gas, flux = row
    if source.gas is not None and gas != source.gas:
        return False
    return any(_selected(category, land, flux, selection) for selection in source.select)


def _selected(category: str, land: str, flux: str, selection: Selection) -> bool:
    return (
        _like(category, selection.category)
        and _like(land, selection.land)
        and _like(flux, selection.flux)
        and not _like(land, selection.not_land)
        and not _like(flux, selection.not_flux)
    )


def _like(text: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(text, pattern) for pattern in patterns)
