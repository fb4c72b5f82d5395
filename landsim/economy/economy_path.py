"""The path of emissions without LULUCF of all countries, with range, provenance and assumptions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from landsim.assumptions import Assumption
from landsim.economy.reference_path import Provenance, country_path
from landsim.economy.series import FIRST_YEAR, LAST_PROJECTED_YEAR, FloatArray
from landsim.errors import InputError
from landsim.gwp import PATH_GWP
from landsim.names import COUNTRIES


@dataclass(frozen=True)
class EconomyPath:
    """Emissions without LULUCF, MtCO2e; arrays are (country, year), ordered as COUNTRIES and ``years``."""

    years: npt.NDArray[np.int64]
    value: FloatArray
    low: FloatArray
    high: FloatArray
    gwp: str
    history_last_year: dict[str, int]
    provenance: tuple[Provenance, ...]
    assumptions: tuple[Assumption, ...]

    @property
    def credits(self) -> tuple[str, ...]:
        """Credits that must stand wherever the path is shown."""
        return tuple(dict.fromkeys(row.credit for row in self.provenance if row.credit))

    def at(self, country: str, year: int) -> tuple[float, float, float]:
        """Value, low and high of one country and year, MtCO2e in ``self.gwp``."""
        row = COUNTRIES.index(country)
        columns = np.flatnonzero(self.years == year)
        if columns.size == 0:
            raise InputError(f"The economy path has no year {year}; it holds {self.years[0]} to {self.years[-1]}.")
        column = int(columns[0])
        return float(self.value[row, column]), float(self.low[row, column]), float(self.high[row, column])


def economy_path(years: npt.NDArray[np.int64]) -> EconomyPath:
    """Emissions without LULUCF of the six countries in ``years``, with range, provenance and assumptions."""
    years = np.asarray(years, dtype=np.int64)
    if years.size == 0 or years.min() < FIRST_YEAR:
        raise InputError(f"The economy path begins in {FIRST_YEAR}; it was asked for the years {years.tolist()[:3]}.")
    grid = np.arange(FIRST_YEAR, max(int(years.max()), LAST_PROJECTED_YEAR) + 1)
    series = [country_path(country, grid) for country in COUNTRIES]
    pick = years - FIRST_YEAR
    return EconomyPath(
        years=years,
        value=np.stack([one.value[pick] for one in series]),
        low=np.stack([one.low[pick] for one in series]),
        high=np.stack([one.high[pick] for one in series]),
        gwp=PATH_GWP,
        history_last_year={country: one.last_year for country, one in zip(COUNTRIES, series, strict=True)},
        provenance=tuple(row for one in series for row in one.provenance),
        assumptions=tuple(row for one in series for row in one.assumptions),
    )
