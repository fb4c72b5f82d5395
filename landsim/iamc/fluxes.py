"""The ledger of a run as arrays, and its gross emissions and removals."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.iamc.definitions import Selection, Source
from landsim.names import COUNTRIES

Floats = NDArray[np.float64]
COLUMNS = ("category", "land", "gas", "flux")
# Fluxes that turn over within a pool: gross uptake and release are many times what people or climate change, so only
# what is left of them counts, for each category and land.
TURNOVER = ("litter_replacement", "decay", "soil_input", "soil_respiration")
# Wood that leaves the land and enters products changes its pool and does not meet the air: both ends are one part.
TRANSFER = ("harvest", "deforestation_wood", "inflow")


@dataclass(frozen=True)
class Fluxes:
    """Rows of the ledger that tell of gases: (category, land, gas, flux), and MtCO2e, [rows, countries, years]."""

    rows: tuple[tuple[str, str, str, str], ...]
    values: Floats

    def total(self, source: Source) -> Floats:
        """MtCO2e of a source with its part and sign, [countries, years]; zeros where no row fits."""
        fits = [i for i, row in enumerate(self.rows) if _fits(row, source)]
        if source.part == "net":
            return source.sign * np.asarray(self.values[fits].sum(axis=0))
        parts: dict[tuple[str, ...], Floats] = {}
        for i in fits:
            key = _part(self.rows[i])
            parts[key] = parts.get(key, 0.0) + self.values[i]
        one_way = np.maximum if source.part == "emissions" else np.minimum
        chosen = [one_way(part, 0.0) for part in parts.values()]
        return source.sign * np.sum(chosen, axis=0) if chosen else np.zeros(self.values.shape[1:])


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


def _part(row: tuple[str, str, str, str]) -> tuple[str, ...]:
    """What a flux is netted with before emissions and removals are told apart."""
    category, land, _, flux = row
    if flux in TURNOVER:
        return category, land
    return ("wood that changes its pool",) if flux in TRANSFER else row
