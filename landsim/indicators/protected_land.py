"""Protected land: recorded shares of the nations' land, and the forest that measures protect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from landsim.assumptions import Assumption
from landsim.core.state import MODIFIERS
from landsim.facts import load_table
from landsim.indicators.covered_land import covered_land, rows_of
from landsim.indicators.states import by_country
from landsim.names import COUNTRIES

if TYPE_CHECKING:
    from landsim.results import Run

Floats = NDArray[np.float64]
TABLE = "protected_areas"
COLUMNS = ("country", "year", "variable", "value", "low", "high", "unit", "source", "quality")
PROTECTING = ("protected_areas",)
# Of a measure's rows, which lie on the same hectares, the one that tells of them.
UNCUT = MODIFIERS.index("harvest")


def recorded_share(years: NDArray[np.int64]) -> Floats:
    """Protected share of each country's land as recorded (1), [countries, years].

    Linear between recorded years; before the first and after the last it stays as there.
    """
    table = load_table(TABLE, COLUMNS).sort_values("year")
    shares = np.zeros((len(COUNTRIES), len(years)))
    for index, code in enumerate(COUNTRIES):
        rows = table[table["country"] == code]
        if len(rows):
            shares[index] = np.interp(years, rows["year"], rows["value"] / 100.0)
    return shares


def protected_assumptions() -> tuple[Assumption, ...]:
    """The recorded shares with their ranges: all are recalled, and stand still outside the recorded years."""
    text = (
        "protected share of the land; linear between recorded years, constant outside them; what measures protect "
        "comes on top, as if none of it were protected before"
    )
    table = load_table(TABLE, COLUMNS)
    found = zip(*(table[name].tolist() for name in ("year", "country", "value", "low", "high", "source")), strict=True)
    return tuple(
        Assumption(f"protected_area_share_{year}", country, value / 100.0, low / 100.0, high / 100.0, "1", text, source)
        for year, country, value, low, high, source in found
    )


def protected_by_measures(run: Run, over_years: int = 1) -> Floats:
    """Forest of each unit that measures protect, ha, [kept years, units].

    over_years  years after which a hectare counts whole; before it counts in proportion
    """
    return covered_land(run, PROTECTING, UNCUT, over_years)


def protected_area(run: Run) -> tuple[Floats, Floats]:
    """Protected hectares and land hectares of each country, [countries, years] both."""
    land, years = run.landscape, run.drivers.years
    area = by_country(land.area() - land["area_inland_water"], land.country)[:, None]
    added = np.zeros((len(COUNTRIES), len(years)))
    for index, row in rows_of(run, PROTECTING):
        if row.destination == UNCUT:
            added += np.multiply.outer(by_country(row.share, land.country), run.simulated.placed[index])
    whole = np.broadcast_to(area, added.shape)
    return np.minimum(recorded_share(years) * area + added, whole), whole
