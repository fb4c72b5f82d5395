"""Grassland and animals that a year's weather puts in drought, by country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from landsim.biodiversity import NO_PLEDGE
from landsim.core import parameters
from landsim.core.drought import in_drought
from landsim.core.state import SNAPSHOT
from landsim.grazing_inputs import ZONES, forage_weather, zone_of_unit
from landsim.history import LAST_YEAR
from landsim.names import COUNTRIES

if TYPE_CHECKING:
    from landsim.results import Run

Floats = NDArray[np.float64]
# Variable of stocks.csv -> the national stock that it is a part of, and what the maps call it.
EXPOSED = {
    "drought_exposed_grassland": ("grassland_area", "area_grassland"),
    "drought_exposed_sheep_units": ("sheep_units", "sheep_units"),
}


def drought_exposure(run: Run) -> dict[str, tuple[str, Floats]]:
    """Rows of stocks.csv, [countries, years]: grassland (Mha) and sheep units (million) in zones in drought.

    A zone (desert, steppe, meadow, by P / PET) of a country is in drought in a year whose weather gives less forage
    than `drought.forage_threshold` of the mean. Its part of the nation's grassland and herd is that of the last map
    year up to then; only sheep units of units with grassland count. Expected weather is the mean in every year, so
    nothing is exposed; seeded weather is drawn for the years after the record.
    """
    scenario, years = run.scenario, run.drivers.years
    weather = forage_weather(run.values, years, scenario.variability, scenario.seed)
    dry = in_drought(weather, parameters.value(run.values, "drought.forage_threshold"))
    map_of_year = np.searchsorted(run.map_years, years, side="right") - 1
    found = {}
    for name, (whole, on_map) in EXPOSED.items():
        unit, national = run.account.stocks[whole]
        part = np.zeros_like(national)
        if dry.any():
            part = np.einsum("cyz,ycz->cy", dry, zone_parts(run, on_map)[map_of_year])
        found[name] = (unit, national * part)
    return found


def zone_parts(run: Run, on_map: str) -> Floats:
    """Part of a nation's total that lies in each zone, in units with grassland, [map years, countries, ZONES]."""
    land = run.landscape
    key = land.country * len(ZONES) + zone_of_unit(land)
    parts = np.zeros((len(run.map_years), len(COUNTRIES), len(ZONES)))
    for at in range(len(run.map_years)):
        maps = run.simulated.maps[at][:, run.blocks.lane]
        amount = maps[getattr(SNAPSHOT, on_map)]
        grown = np.where(maps[SNAPSHOT.area_grassland] > 0.0, amount, 0.0)
        by_zone = np.bincount(key, grown, minlength=parts[at].size).reshape(parts[at].shape)
        total = np.bincount(land.country, amount, minlength=len(COUNTRIES))[:, None]
        parts[at] = np.divide(by_zone, total, out=np.zeros_like(by_zone), where=total > 0.0)
    return parts


def drought_rows(run: Run) -> list[dict[str, object]]:
    """Rows of indicators.csv: mean exposure of the years after the record, or why there is none."""
    later = run.drivers.years > LAST_YEAR
    note = (
        f"mean of {LAST_YEAR + 1}-{run.drivers.years[-1]}, weather drawn with seed {run.scenario.seed}"
        if run.scenario.variability == "seeded"
        else 'expected weather: every year is the mean one, so there is no drought; variability = "seeded" draws them'
    )
    return [
        {
            "country": code, "year": int(run.drivers.years[-1]), "indicator": name,
            "value": float(table[c, later].mean()), "target": np.nan, "unit": unit, "met": NO_PLEDGE, "note": note,
        }
        for c, code in enumerate(COUNTRIES)
        for name, (unit, table) in run.drought.items()
    ]  # fmt: skip
