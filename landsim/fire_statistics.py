"""Official burned forest area against what satellites see: the scale that turns one into the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landsim.facts import national_series
from landsim.history import LAST_YEAR, MEAN_FROM, NationalDrivers
from landsim.names import COUNTRIES


@dataclass(frozen=True)
class BurnedAreaStatistics:
    """Mean burned forest of 2010-2020 in a country by both ways of counting, ha/yr."""

    country: str
    official: float
    satellite: float

    @property
    def scale(self) -> float:
        """The value of ``fire.burned_area_scale`` at which the country burns what satellites see."""
        return self.satellite / self.official


def burned_area_statistics(drivers: NationalDrivers) -> tuple[BurnedAreaStatistics, ...]:
    """One entry for each country with a satellite figure; of several, the one nearest to 2010-2020 counts.

    ``drivers`` must reach back to 2010.
    """
    decade = (drivers.years >= MEAN_FROM) & (drivers.years <= LAST_YEAR)
    middle = (MEAN_FROM + LAST_YEAR) / 2
    found = []
    for row, country in enumerate(COUNTRIES):
        satellite = national_series("forest_burned_area_satellite", country)
        if satellite:
            nearest = min(satellite, key=lambda year: abs(year - middle))
            official = float(np.mean(drivers.burned_forest[row, decade]))
            found.append(BurnedAreaStatistics(country, official, satellite[nearest]))
    return tuple(found)
