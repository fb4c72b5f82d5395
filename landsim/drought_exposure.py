"""Grassland and animals that a year's weather puts in drought, by country."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from landsim.biodiversity import NO_PLEDGE
from landsim.core import parameters
from landsim.core.drought import in_drought
from landsim.grazing_inputs import ZONES, forage_weather, zone_of_unit
from landsim.history import LAST_YEAR
from landsim.indicators.states import by_country, ratio
from landsim.names import COUNTRIES

if TYPE_CHECKING:
    from landsim.results import Run

Floats = NDArray[np.float64]
# Variable of stocks.csv -> the national stock that it is a part of, and what the maps call it.
EXPOSED = {
    "drought_exposed_grassland": ("grassland_area", "area_grassland"),
    "drought_exposed_sheep_units": ("sheep_units", "sheep_units"),
}
# The same, as a mean over all weather that may come.
EXPECTED = {name.replace("exposed", "expected"): whole for name, whole in EXPOSED.items()}


def drought_exposure(run: Run) -> dict[str, tuple[str, Floats]]:
    """Rows of stocks.csv, [countries, years]: grassland (Mha) and sheep units (million) in zones in drought.

    A zone (desert, steppe, meadow, by P / PET) of a country is in drought in a year whose weather gives less forage
    than `drought.forage_threshold` of the mean. Its part of the nation's grassland and herd is that of the years in
    which units are kept, on straight lines between; only sheep units of units with grassland count. Expected weather
    is the mean in every year, so nothing is exposed; seeded weather is drawn for the years after the record. What is
    expected is the chance of a drought in a year, by the spread of weather, times what lies in the zone; no weather is
    drawn for it.
    """
    scenario, years = run.scenario, run.drivers.years
    weather = forage_weather(run.values, years, scenario.variability, scenario.seed)
    threshold = parameters.value(run.values, "drought.forage_threshold")
    dry = in_drought(weather, threshold).astype(float)
    chance = np.broadcast_to(drought_chance(run.values, threshold), dry.shape)
    weights = run.states.between(years)
    parts = {on_map: np.einsum("ys,scz->ycz", weights, zone_parts(run, on_map)) for _, on_map in EXPOSED.values()}
    found = {}
    for rows, share in ((EXPOSED, dry), (EXPECTED, chance)):
        for name, (whole, on_map) in rows.items():
            unit, national = run.account.stocks[whole]
            found[name] = (unit, national * np.einsum("cyz,ycz->cy", share, parts[on_map]))
    return found


def drought_chance(values: Floats, threshold: float) -> Floats:
    """Chance of a drought in a year of drawn weather, for each of ZONES: lognormal weather with mean 1."""
    chances = []
    for zone in ZONES:
        sigma = parameters.value(values, f"rangeland.weather_spread_{zone}")
        if sigma > 0.0 and threshold > 0.0:
            chances.append(0.5 * math.erfc(-(math.log(threshold) + 0.5 * sigma**2) / (sigma * math.sqrt(2.0))))
        else:
            chances.append(float(in_drought(1.0, threshold)))
    return np.array(chances)


def zone_parts(run: Run, on_map: str) -> Floats:
    """Part of a nation's total that lies in each zone, in units with grassland, [kept years, countries, ZONES]."""
    land, states = run.landscape, run.states
    amount, zone = states.row(on_map), zone_of_unit(land)
    grown = np.where(states.area("grassland") > 0.0, amount, 0.0)
    total = by_country(amount, land.country)
    parts = [
        ratio(by_country(np.where(zone == which, grown, 0.0), land.country), total) for which in range(len(ZONES))
    ]
    return np.stack(parts, axis=-1)


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
        if name in EXPOSED
    ]  # fmt: skip
