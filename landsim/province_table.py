"""Grass, herds and indicators of land by province in the years of the maps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.core.state import SNAPSHOT
from landsim.grazing_inputs import recorded_sheep_units
from landsim.history import LAST_YEAR, NationalDrivers
from landsim.indicators.land_indicators import LandIndicators
from landsim.landscape import Landscape
from landsim.names import COUNTRIES, SPECIES

Floats = NDArray[np.float64]
COLUMNS = ["country", "province", "year", "variable", "value", "unit"]


def province_table(
    land: Landscape,
    maps: Floats,
    years: Sequence[int],
    drivers: NationalDrivers,
    values: Floats,
    indicators: LandIndicators,
) -> pd.DataFrame:
    """country, province, year, variable, value, unit.

    maps        [years, SNAPSHOTS, units]
    indicators  of the same years

    Herds of a species lie on the heads of 2020 and follow the nation's; where a measure takes animals off, all species
    of the province alike. grazing_pressure is what its animals demand over its usable forage.
    protected_area_share is the nation's recorded share in each of its provinces, and what measures protect there.
    """
    # A province is named once for each country that has units in it.
    key = land.country * len(land.provinces) + land.province
    known, place = np.unique(key, return_inverse=True)
    country, names = known // len(land.provinces), [land.provinces[k % len(land.provinces)] for k in known]
    codes = [COUNTRIES[c] for c in country]

    def total(of_units: Floats) -> Floats:
        return np.bincount(place, of_units, minlength=len(known)).astype(np.float64)

    recorded = total(recorded_sheep_units(land, values)[0])
    heads_2020 = np.array([total(land[f"heads_{species}"]) for species in SPECIES])
    factors = parameters.take(values, "herd.sheep_units")
    base = drivers.heads[:, np.searchsorted(drivers.years, min(LAST_YEAR, int(drivers.years[-1])))]
    dust_usual = total(indicators.dust_usual)
    frames = []
    for at, (one, year) in enumerate(zip(maps, years, strict=True)):
        grass, capacity = one[SNAPSHOT.area_grassland], one[SNAPSHOT.carrying_capacity]
        heads = drivers.heads[:, int(year - drivers.years[0])]
        units = total(one[SNAPSHOT.sheep_units])
        left = _ratio(units, recorded * _ratio(heads @ factors, base @ factors)[country])
        rows = {
            "grassland_area": ("Mha", total(grass) / 1e6),
            "sheep_units": ("million", units / 1e6),
            "carrying_capacity": ("million", total(capacity) / 1e6),
            "grazing_pressure": ("1", _ratio(total(one[SNAPSHOT.grazing_pressure] * capacity), total(capacity))),
            "rangeland_condition": ("1", _ratio(total(one[SNAPSHOT.rangeland_condition] * grass), total(grass))),
            "overgrazed_area": ("Mha", total(np.where(one[SNAPSHOT.overgrazed_years] > 0.0, grass, 0.0)) / 1e6),
        }
        hectares, heavy = total(indicators.land[at]), total(indicators.heavily_grazed[at])
        rows["dust_emission_index"] = ("1", _ratio(total(indicators.dust[at]), dust_usual))
        rows["mean_species_abundance"] = ("1", _ratio(total(indicators.abundance[at]), hectares))
        rows["heavily_grazed_area"] = ("Mha", heavy / 1e6)
        rows["heavily_grazed_share"] = ("1", _ratio(heavy, total(grass)))
        rows["protected_area_share"] = ("1", _ratio(total(indicators.protected[at]), hectares))
        for index, species in enumerate(SPECIES):
            grown = _ratio(heads[:, index], base[:, index])[country]
            rows[f"herd_{species}"] = ("million head", heads_2020[index] * grown * left / 1e6)
        for name, (unit, found) in rows.items():
            columns = (codes, names, int(year), name, found, unit)
            frames.append(pd.DataFrame(dict(zip(COLUMNS, columns, strict=True))))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=COLUMNS)


def _ratio(part: Floats, whole: Floats) -> Floats:
    ratio: Floats = np.divide(part, whole, out=np.zeros_like(whole, dtype=float), where=whole > 0.0)
    return ratio
