"""Heads of livestock per unit: national statistics, by province where they exist, spread with forage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.data.build.apportion import apportion
from landsim.data.build.land_cover import ramp
from landsim.facts import load_table
from landsim.names import COUNTRIES, SPECIES

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CROP_FORAGE = (
    0.5  # straw, bran and grain of a hectare of cropland against the forage of a hectare of grassland
)
PRODUCTION_LIMIT = 9.0  # t/ha/yr: denser vegetation feeds no more animals
FIT_ROUNDS = 200


@dataclass(frozen=True)
class Pasture:
    """What feeds animals, per unit."""

    grassland: Integers  # ha
    cropland: Integers  # ha
    production: Floats  # t dm/ha/yr
    temperature: Floats  # degC
    warmest: Floats  # degC
    precipitation: Floats  # mm/yr
    aridity: Floats
    permafrost: Floats


def forage(pasture: Pasture) -> Floats:
    """Relative forage; none without grassland or cropland, little on permafrost and in the cold."""
    fodder = (pasture.grassland + CROP_FORAGE * pasture.cropland) * np.minimum(
        pasture.production, PRODUCTION_LIMIT
    )
    return fodder * (0.02 + ramp(pasture.warmest, (8.0, 14.0))) * (1.0 - 0.8 * pasture.permafrost)


def preference(species: str, pasture: Pasture) -> Floats:
    """How much more of a species a unit holds than its forage says (derived: habits of the species)."""
    dry = ramp(-pasture.aridity, (-1.0, -0.3))
    if species == "buffalo":
        return ramp(pasture.temperature, (12.0, 18.0)) * ramp(pasture.precipitation, (700.0, 1200.0)) + 1e-6
    if species == "camels":
        return ramp(-pasture.aridity, (-0.4, -0.15)) + 1e-4
    if species in ("sheep", "goats"):
        return 0.4 + dry
    return np.ones_like(dry)


def heads_per_unit(country: Integers, province: Integers, pasture: Pasture) -> dict[str, Integers]:
    """heads_<species> of every unit; national and, where they exist, provincial sums are kept."""
    national = load_table("grid_national_values", ("country", "variable", "value"))
    by_province = load_table("grid_livestock_by_province", ("country", "province", "species", "heads"))
    groups = statistics_group(province)
    fodder = forage(pasture)
    heads = {s: np.zeros(len(country), dtype=np.int64) for s in SPECIES}
    for number, code in enumerate(COUNTRIES):
        here = np.flatnonzero(country == number)
        totals = {s: _national(national, code, f"heads_{s}") for s in SPECIES}
        weights = {s: fodder[here] * preference(s, pasture)[here] for s in SPECIES}
        rows = by_province[by_province["country"] == code]
        placed = _split_over_groups(rows, groups[here], weights, totals)
        for s in SPECIES:
            for group, amount in placed[s].items():
                members = here if group == "" else here[groups[here] == group]
                share = weights[s] if group == "" else weights[s][groups[here] == group]
                heads[s][members] += apportion(amount, share)
    return heads


def statistics_group(province: Integers) -> NDArray[np.str_]:
    """The province whose statistics count each unit: its own, or the one named in provinces.csv."""
    table = load_table("provinces", ("province", "statistics_of"))
    name = np.where(table["statistics_of"] != "", table["statistics_of"], table["province"]).astype(str)
    return np.asarray(name[province])


def _national(table: pd.DataFrame, country: str, variable: str) -> int:
    return round(
        float(table[(table["country"] == country) & (table["variable"] == variable)]["value"].iloc[0])
    )


def _split_over_groups(
    rows: pd.DataFrame, groups: NDArray[np.str_], weights: dict[str, Floats], totals: dict[str, int]
) -> dict[str, dict[str, int]]:
    """Heads of each species in each province; the key "" stands for the whole country."""
    placed: dict[str, dict[str, int]] = {}
    all_species = rows[rows["species"] == "all"]
    if len(all_species):
        return _fit_species_to_provinces(all_species, groups, weights, totals)
    for species in totals:
        known = rows[(rows["species"] == species) & rows["province"].isin(np.unique(groups))]
        if len(known) == 0 or known["heads"].sum() == 0:
            placed[species] = {"": totals[species]}
            continue
        amounts = apportion(totals[species], known["heads"].to_numpy(dtype=np.float64))
        placed[species] = dict(zip(known["province"], (int(a) for a in amounts), strict=True))
    return placed


def _fit_species_to_provinces(
    rows: pd.DataFrame, groups: NDArray[np.str_], weights: dict[str, Floats], totals: dict[str, int]
) -> dict[str, dict[str, int]]:
    """Provinces report all animals as one number: species by proportional fitting to it and to the nation."""
    rows = rows[rows["province"].isin(np.unique(groups))]
    names = list(rows["province"])
    kept = [s for s in totals if totals[s] > 0]
    species_totals = np.array([totals[s] for s in kept], dtype=np.float64)
    province_totals = rows["heads"].to_numpy(dtype=np.float64)
    province_totals *= species_totals.sum() / province_totals.sum()
    table = np.array([[weights[s][groups == name].sum() for name in names] for s in kept])
    table = table / table.sum(axis=1, keepdims=True) * species_totals[:, None]
    for _ in range(FIT_ROUNDS):
        table *= province_totals / table.sum(axis=0)
        table *= (species_totals / table.sum(axis=1))[:, None]
    placed: dict[str, dict[str, int]] = {s: {"": 0} for s in totals if s not in kept}
    for i, s in enumerate(kept):
        amounts = apportion(totals[s], table[i])
        placed[s] = dict(zip(names, (int(a) for a in amounts), strict=True))
    return placed
