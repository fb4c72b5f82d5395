"""Gases of farming by country and year: activity x emission factor, IPCC 2019 Tier 1, categories 3.A to 3.F.

Herds of grazing species come from the land model (after caps), other animals, crops and fertiliser from statistics.
Poultry, liming and urea are not counted: no series.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from landsim.agriculture_history import SHED_ANIMALS, Activity
from landsim.core import agricultural_soils, manure, parameters, rice
from landsim.core.dimensions import ANIMALS
from landsim.gas_flow import GasFlow
from landsim.history import NationalDrivers
from landsim.names import COUNTRIES, SPECIES

Floats = NDArray[np.float64]
# Parameters that the account reads (a name that ends in a dot: all that begin so).
FARM_PARAMETERS = (
    "livestock_emissions.", "manure.", "agricultural_soils.", "rice.", "residue_burning.",
)  # fmt: skip
KILOGRAMS_PER_MEGATONNE = 1e9
TONNES_PER_MEGATONNE = 1e6
CATTLE = ("dairy_cattle", "other_cattle")
FED_BETTER = (*CATTLE, "buffalo")
INTENSIVE = {herd: f"intensive_{herd}" for herd in (*CATTLE, "pigs")}
# Which kind of animal stands for a herd of a country, where it is not that of Asia.
KIND_IN = {
    "JPN": INTENSIVE,
    "KOR": INTENSIVE,
    "MNG": {"dairy_cattle": "pastoral_cattle", "other_cattle": "pastoral_cattle"},
    "RUS": {
        "dairy_cattle": "russian_dairy_cattle", "other_cattle": "russian_other_cattle", "sheep": "russian_sheep",
        "goats": "russian_goats", "horses": "russian_horses",
    },
}  # fmt: skip
# Animals whose dung on pasture has the factor of cattle.
LIKE_CATTLE = (*CATTLE, "buffalo")
HERDS = (*CATTLE, *SPECIES[1:], *SHED_ANIMALS)
CROPS_BURNED = ("wheat", "maize", "rice")


@dataclass(frozen=True)
class FarmChanges:
    """What measures change in farming, shares 0-1, [countries, years]; None: nothing.

    feed      cattle and buffaloes that get improved feed
    manure    stored manure that is treated better
    rice      rice area that is drained several times
    nitrogen  synthetic nitrogen saved
    """

    feed: Floats | None = None
    manure: Floats | None = None
    rice: Floats | None = None
    nitrogen: Floats | None = None


@dataclass(frozen=True)
class _Farm:
    """What every part of the account needs."""

    heads: dict[str, Floats]
    activity: Activity
    values: Floats
    changes: FarmChanges
    unchanged: dict[str, Floats] = field(default_factory=dict)
    tables: dict[str, Floats] = field(default_factory=dict)

    def of_animals(self, name: str, herd: str) -> Floats:
        """A parameter by kind of animal, for one herd in every country, [countries, 1]."""
        return self.table(name)[kinds_of(herd)]

    def table(self, name: str) -> Floats:
        """An indexed parameter, looked up once: every herd asks for the same few."""
        if name not in self.tables:
            self.tables[name] = parameters.take(self.values, name)
        return self.tables[name]

    def number(self, name: str) -> float:
        return parameters.value(self.values, name)

    def national(self, name: str) -> Floats:
        """A parameter by country, [countries, 1]."""
        return self.table(name)[:, None]


@cache
def kinds_of(herd: str) -> NDArray[np.int64]:
    """Which kind of animal (index into ANIMALS) a herd is in every country, [countries, 1]."""
    return np.array([[ANIMALS.index(KIND_IN.get(country, {}).get(herd, herd))] for country in COUNTRIES])


def agriculture_flows(
    drivers: NationalDrivers,
    activity: Activity,
    values: Floats,
    herd_ratio: Floats,
    changes: FarmChanges | None = None,
) -> list[GasFlow]:
    """All flows of categories 3.A to 3.F, Mt of gas a year, [countries, years].

    activity    of the years of drivers (agriculture_history.activity)
    herd_ratio  [countries, years], what caps leave of the herds of grazing species
    changes     what measures change; None for nothing
    """
    changes = FarmChanges() if changes is None else changes
    everything = herds(drivers, activity, np.ones_like(herd_ratio))
    farm = _Farm(herds(drivers, activity, herd_ratio), activity, values, changes, everything)
    return [
        GasFlow("3.A", "livestock", "CH4", "enteric", "enteric_ch4", enteric_methane(farm)),
        *_manure(farm),
        *_rice(farm),
        *_soils(farm),
        *_burning(farm),
    ]


def herds(drivers: NationalDrivers, activity: Activity, herd_ratio: Floats) -> dict[str, Floats]:
    """Head of every herd (HERDS), [countries, years]; caps leave the same share of all grazing species."""
    cattle = drivers.heads[:, :, SPECIES.index("cattle")] * herd_ratio
    found = {"dairy_cattle": cattle * drivers.dairy_cattle_share}
    found["other_cattle"] = cattle - found["dairy_cattle"]
    for index, species in enumerate(SPECIES):
        if species != "cattle":
            found[species] = drivers.heads[:, :, index] * herd_ratio
    return {**found, **activity.heads}


def enteric_methane(farm: _Farm) -> Floats:
    """Enteric methane, Mt CH4/yr: heads x factor, less in cattle and buffaloes with improved feed."""
    result = np.zeros_like(farm.heads["sheep"])
    for herd in HERDS:
        methane = farm.heads[herd] * farm.of_animals("livestock_emissions.enteric", herd)
        if herd in FED_BETTER and farm.changes.feed is not None:
            methane = methane * (1.0 - farm.changes.feed * farm.number("livestock_emissions.feed_reduction"))
        result += methane / KILOGRAMS_PER_MEGATONNE
    return result


def excreted(farm: _Farm, heads: dict[str, Floats], herd: str, what: str) -> Floats:
    """Volatile solids or nitrogen that a herd excretes, kg/yr."""
    rate = farm.of_animals(f"manure.{what}", herd)
    result: Floats = heads[herd] * manure.yearly_excretion(farm.of_animals("manure.body_weight", herd), rate)
    return result


def on_pasture(farm: _Farm, herd: str) -> Floats:
    """Share of the excreta of a herd that lies on pasture, [countries, 1]."""
    share = farm.national("manure.pasture_share")
    return np.zeros_like(share) if herd == "pigs" else share


def stored_nitrogen(farm: _Farm, heads: dict[str, Floats]) -> Floats:
    """Nitrogen of stored manure, kg N/yr."""
    stored = [excreted(farm, heads, herd, "nitrogen") * (1.0 - on_pasture(farm, herd)) for herd in HERDS]
    return np.asarray(np.sum(stored, axis=0))


def _manure(farm: _Farm) -> list[GasFlow]:
    """3.B: methane of all dung, N2O of stored manure; N2O of pasture belongs to soils."""
    pasture = np.zeros_like(farm.heads["sheep"])
    stored = np.zeros_like(pasture)
    for herd in HERDS:
        solids, share = excreted(farm, farm.heads, herd, "volatile_solids"), on_pasture(farm, herd)
        pasture += manure.dung_methane(solids * share, farm.number("manure.pasture_methane"))
        factor: Floats | float = farm.number("manure.stored_methane")
        if herd == "pigs":
            # kg of methane in a kg of volatile solids, in grams.
            potential = farm.number("manure.pig_potential") * manure.METHANE_DENSITY * 1000.0
            factor = potential * farm.national("manure.pig_conversion")
        stored += manure.dung_methane(solids * (1.0 - share), factor)
    left: Floats | float = 1.0
    if farm.changes.manure is not None:
        left = 1.0 - farm.changes.manure * farm.number("manure.treatment_reduction")
    nitrogen = stored_nitrogen(farm, farm.heads) / KILOGRAMS_PER_MEGATONNE
    direct = manure.nitrous_oxide(nitrogen, farm.number("manure.stored_nitrous_oxide")) * left
    indirect = agricultural_soils.after_volatilisation(
        nitrogen, farm.number("manure.stored_volatilised"), farm.number("agricultural_soils.deposition")
    )
    return [
        GasFlow("3.B", "pasture", "CH4", "manure", "manure_ch4", pasture / KILOGRAMS_PER_MEGATONNE),
        GasFlow("3.B", "stored", "CH4", "manure", "manure_ch4", stored * left / KILOGRAMS_PER_MEGATONNE),
        GasFlow("3.B", "stored", "N2O", "manure", "manure_n2o", direct),
        GasFlow("3.B", "stored", "N2O", "manure_indirect", "manure_n2o", indirect),
    ]


def _rice(farm: _Farm) -> list[GasFlow]:
    """3.C: methane of rice; what drainage adds in N2O is direct N2O of soils."""
    water = farm.national("rice.water_factor")
    drained = np.minimum(water, farm.number("rice.drained_factor"))
    share = np.zeros_like(farm.heads["sheep"]) if farm.changes.rice is None else farm.changes.rice
    organic = rice.amendment_factor(farm.national("rice.amendment"), farm.number("rice.amendment_exponent"))
    hectare = rice.seasonal_methane(
        farm.national("rice.daily_factor"),
        farm.national("rice.season"),
        water + share * (drained - water),
        farm.number("rice.preseason_factor"),
        organic,
    )
    area = farm.activity.series["rice"]
    # kg N on the fields that a measure drains.
    nitrogen = area * share * farm.number("rice.nitrogen_rate")
    added = agricultural_soils.direct(nitrogen, farm.number("rice.drained_nitrous_oxide"))
    return [
        GasFlow("3.C", "rice", "CH4", "rice", "rice_ch4", area * hectare / KILOGRAMS_PER_MEGATONNE),
        GasFlow("3.D", "rice", "N2O", "drained_rice", "cropland_n2o_direct", added / KILOGRAMS_PER_MEGATONNE),
    ]


def _soils(farm: _Farm) -> list[GasFlow]:
    """3.D: N2O of fertiliser, manure spread, crop residue and dung on pasture."""
    series = farm.activity.series
    synthetic = series["fertiliser"] * farm.national("agricultural_soils.fertiliser_scale")
    if farm.changes.nitrogen is not None:
        synthetic = synthetic * (1.0 - farm.changes.nitrogen)
    # Statistics of manure spread hold for the herds of the statistics (with poultry); with fewer animals there is less.
    recorded = stored_nitrogen(farm, farm.unchanged)
    share = np.divide(stored_nitrogen(farm, farm.heads), recorded, out=np.ones_like(recorded), where=recorded > 0.0)
    organic = series["manure"] * share
    residue = series["residue"]
    pasture = {herd: excreted(farm, farm.heads, herd, "nitrogen") * on_pasture(farm, herd) / 1e3 for herd in HERDS}
    grazed = np.asarray(np.sum(list(pasture.values()), axis=0))
    deposited = np.sum(
        [
            manure.nitrous_oxide(
                nitrogen, farm.number(f"manure.deposited_{'cattle' if herd in LIKE_CATTLE else 'other'}")
            )
            for herd, nitrogen in pasture.items()
        ],
        axis=0,
    )
    direct, again, washed = (farm.number(f"agricultural_soils.{name}") for name in ("direct", "deposition", "runoff"))
    leached = farm.national("agricultural_soils.leached")
    gas = {name: farm.number(f"agricultural_soils.volatilised_{name}") for name in ("synthetic", "organic")}
    flows: list[tuple[str, str, Floats, Floats, float]] = [
        ("synthetic_fertiliser", "cropland", synthetic, agricultural_soils.direct(synthetic, direct), gas["synthetic"]),
        ("manure_applied", "cropland", organic, agricultural_soils.direct(organic, direct), gas["organic"]),
        ("crop_residue", "cropland", residue, agricultural_soils.direct(residue, direct), 0.0),
        ("dung_on_pasture", "pasture", grazed, np.asarray(deposited), gas["organic"]),
    ]
    result = []
    for name, land, nitrogen, emitted, volatile in flows:
        indirect = agricultural_soils.after_volatilisation(nitrogen, volatile, again)
        indirect = indirect + agricultural_soils.after_leaching(nitrogen, leached, washed)
        for flux, variable, mass in (
            (name, f"{land}_n2o_direct", emitted),
            (f"{name}_indirect", f"{land}_n2o_indirect", indirect),
        ):
            result.append(GasFlow("3.D", land, "N2O", flux, variable, mass / TONNES_PER_MEGATONNE))
    return result


def _burning(farm: _Farm) -> list[GasFlow]:
    """3.E burned grass and 3.F burned crop residue; CO2 is bound again within the year and not counted."""
    series, share = farm.activity.series, farm.national("residue_burning.share")
    residue = share * np.sum([series[crop] * farm.number(f"residue_burning.{crop}") for crop in CROPS_BURNED], axis=0)
    grass = series["grass"] * farm.number("agricultural_soils.grass_fire_scale")
    flows = []
    for category, land, flux, matter, prefix in (
        ("3.E", "grassland", "grass_fire", grass, "grass_"),
        ("3.F", "cropland", "residue_burning", residue, ""),
    ):
        for gas, name in (("CH4", "methane"), ("N2O", "nitrous_oxide")):
            # t of dry matter times g/kg is kg.
            mass = matter * farm.number(f"residue_burning.{prefix}{name}") / KILOGRAMS_PER_MEGATONNE
            flows.append(GasFlow(category, land, gas, flux, f"{flux}_{gas.lower()}", mass))
    return flows
