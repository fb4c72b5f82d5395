"""Gases of peat and coastal wetlands by country and year: an area account by IPCC's 2013 supplement.

Drained, rewetted and undrained peat, fire on drained peat, drained and restored coast. CO2 belongs to the land it
comes from (4.A to 4.D), methane and N2O to 4(II), fire to 4(V); N2O of drained cropland and grassland is farming (3.D).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.agriculture_history import Activity
from landsim.core import parameters, peat
from landsim.core.dimensions import DRAINED_PEAT, WET_PEAT
from landsim.gas_flow import GasFlow
from landsim.names import COUNTRIES

Floats = NDArray[np.float64]
Years = NDArray[np.int64]
# Parameters that the account reads (a name that ends in a dot: all that begin so).
WETLAND_PARAMETERS = ("peat.", "coastal_wetlands.")
# Uses of drained peat, in the order in which rewetting takes them: bare peat first.
USES = ("extraction", "grassland", "cropland", "forest")
REWETTABLE = ("extraction", "grassland", "cropland")
BOREAL = ("RUS", "MNG")
CATEGORY = {"forest": "4.A.1", "cropland": "4.B.1", "grassland": "4.C.1", "extraction": "4.D.1"}
VARIABLE = {
    "forest": "lulucf_forest_land",
    "cropland": "lulucf_cropland",
    "grassland": "lulucf_grassland",
    "extraction": "lulucf_wetlands",
}
WETLANDS = "lulucf_wetlands"
ORGANIC_SOILS = "organic_soils_n2o"
# Rows of inventory.csv in no sum: what nature does where nobody drained.
UNDRAINED = "undrained_peat"
INTACT_COAST = "intact_coast"
# Years in which the recorded rewetting took place.
REWETTED_FROM, REWETTED_TO = 2011, 2020


@dataclass(frozen=True)
class WetlandChanges:
    """What measures change, [countries, years]; None: nothing.

    rewetted   share of the drained peat of REWETTABLE uses that is under water again, 0-1
    protected  share of the yearly loss of coastal wetland that does not take place, 0-1
    """

    rewetted: Floats | None = None
    protected: Floats | None = None

    @property
    def nothing(self) -> bool:
        return self.rewetted is None and self.protected is None


@dataclass(frozen=True)
class PeatArea:
    """Hectares at the end of each year, [countries, years]. drained: use (USES) -> ha."""

    drained: dict[str, Floats]
    rewetted: Floats
    undrained: Floats


@dataclass(frozen=True)
class CoastArea:
    """Hectares at the end of each year, [countries, years]: intact, and drained so lately that soil still loses."""

    intact: Floats
    losing: Floats


def peat_area(activity: Activity, values: Floats, years: Years, rewetted: Floats | None = None) -> PeatArea:
    """Peat by state. Drained farmland follows statistics; forest, extraction and all peat are assumed by country."""

    def hectares(name: str) -> Floats:
        return np.repeat(parameters.take(values, f"peat.{name}")[:, None] * 1e6, len(years), axis=1)

    scale = parameters.take(values, "peat.drained_scale")[:, None]
    way = np.clip((years - REWETTED_FROM + 1) / (REWETTED_TO - REWETTED_FROM + 1), 0.0, 1.0)
    bare = hectares("extraction_area")
    wet = np.minimum(hectares("rewetted_area") * way, bare)
    drained = {
        "extraction": bare - wet,
        "grassland": activity.series["drained_grassland"] * scale,
        "cropland": activity.series["drained_cropland"] * scale,
        "forest": hectares("drained_forest"),
    }
    if rewetted is not None:
        for use in REWETTABLE:
            wet = wet + drained[use] * rewetted
            drained[use] = drained[use] * (1.0 - rewetted)
    left = hectares("area") - wet - np.sum(list(drained.values()), axis=0)
    return PeatArea(drained, wet, np.maximum(left, 0.0))


def rewettable(activity: Activity, values: Floats, years: Years) -> Floats:
    """Drained peat that a measure may rewet, ha, [countries, years]."""
    area = peat_area(activity, values, years)
    return np.asarray(np.sum([area.drained[use] for use in REWETTABLE], axis=0))


def coast_area(values: Floats, years: Years, protected: Floats | None = None) -> CoastArea:
    """Coastal wetland under the yearly loss of the parameters, which holds the area of 2020."""
    area = parameters.take(values, "coastal_wetlands.area")[:, None] * 1e6
    loss = area * parameters.take(values, "coastal_wetlands.loss")[:, None] * np.ones(len(years))
    if protected is not None:
        loss = loss * (1.0 - protected)
    gone = np.cumsum(loss, axis=1)
    intact = np.maximum(area + gone[:, [2020 - int(years[0])]] - gone, 0.0)
    span = round(parameters.value(values, "coastal_wetlands.drained_years"))
    # Land drained before the first year: as much each year as in the first one.
    before = np.concatenate([np.repeat(loss[:, :1], span, axis=1), loss], axis=1)
    sums = np.cumsum(before, axis=1)
    return CoastArea(intact, sums[:, span:] - sums[:, :-span])


def wetland_flows(
    activity: Activity, values: Floats, years: Years, changes: WetlandChanges | None = None
) -> list[GasFlow]:
    """All flows of peat and coast, Mt of gas a year, [countries, years]."""
    changes = WetlandChanges() if changes is None else changes
    area = peat_area(activity, values, years, changes.rewetted)
    flows = [flow for use in USES for flow in _drained(area.drained[use], use, values)]
    rich = [f"{zone_of(country)}_rich" for country in COUNTRIES]
    # Bogs of Russia are poor in nutrients; fields and pasture are not, and water brings much methane back on them.
    natural = [f"{zone_of(country)}_{'poor' if country == 'RUS' else 'rich'}" for country in COUNTRIES]
    flows += _wet(area.rewetted, rich, "rewetted_peat", ("4.D.1", "4(II)"), WETLANDS, values)
    flows += _wet(area.undrained, natural, "undrained_peat", ("outside", "outside"), UNDRAINED, values)
    flows += _fire(area, values)
    coast = coast_area(values, years, changes.protected)
    carbon = parameters.value(values, "coastal_wetlands.drained_carbon")
    lost = coast.losing * carbon * peat.CO2_PER_CARBON / 1e6
    bound = coast.intact * parameters.value(values, "coastal_wetlands.binding") * peat.CO2_PER_CARBON / 1e6
    flows.append(GasFlow("4.D.1", "coastal_wetland", "CO2", "drained_coast", WETLANDS, lost))
    flows.append(GasFlow("outside", "coastal_wetland", "CO2", "bound_coast", INTACT_COAST, -bound))
    return flows


def zone_of(country: str) -> str:
    """Climate of the factors that stand for a country."""
    return "boreal" if country in BOREAL else "temperate"


def _factor(name: str, keys: list[str], order: tuple[str, ...], values: Floats) -> Floats:
    """One parameter of peat for the kind of peat of each country, [countries, 1]."""
    table = parameters.take(values, f"peat.{name}")
    return np.array([table[order.index(key)] for key in keys])[:, None]


def drained_kinds(use: str) -> list[str]:
    """Row of the factors that stands for a use of drained peat in each country."""
    if use in ("cropland", "extraction"):
        return [use] * len(COUNTRIES)
    boreal, temperate = {
        "forest": ("forest_boreal_rich", "forest_temperate"),
        "grassland": ("grassland_boreal", "grassland_temperate_rich_deep"),
    }[use]
    return [boreal if country in BOREAL else temperate for country in COUNTRIES]


def _drained(area: Floats, use: str, values: Floats) -> list[GasFlow]:
    keys = drained_kinds(use)

    def factor(name: str) -> Floats:
        return _factor(name, keys, DRAINED_PEAT, values)

    carbon = peat.drained_carbon_dioxide(factor("carbon"), factor("dissolved_carbon"))
    methane = peat.drained_methane(factor("methane"), factor("ditch_share"), factor("ditch_methane"))
    nitrous = factor("nitrous_oxide") * peat.N2O_PER_NITROGEN
    land = f"drained_peat_{use}"
    farmed = use in ("cropland", "grassland")
    return [
        GasFlow(CATEGORY[use], land, "CO2", "drained_peat", VARIABLE[use], area * carbon / 1e6),
        GasFlow("4(II)", land, "CH4", "drained_peat", VARIABLE[use], area * methane / 1e9),
        GasFlow(
            "3.D" if farmed else "4(II)", land, "N2O", "drained_peat", ORGANIC_SOILS if farmed else VARIABLE[use],
            area * nitrous / 1e9,
        ),
    ]  # fmt: skip


def _wet(
    area: Floats, keys: list[str], land: str, categories: tuple[str, str], variable: str, values: Floats
) -> list[GasFlow]:
    carbon = _factor("wet_carbon", keys, WET_PEAT, values) * peat.CO2_PER_CARBON
    dissolved = _factor("wet_dissolved_carbon", keys, WET_PEAT, values) * peat.CO2_PER_CARBON
    methane = _factor("wet_methane", keys, WET_PEAT, values) * peat.METHANE_PER_CARBON
    return [
        GasFlow(categories[0], land, "CO2", "peat_lost", variable, area * np.maximum(carbon, 0.0) / 1e6),
        GasFlow(categories[0], land, "CO2", "peat_bound", variable, area * np.minimum(carbon, 0.0) / 1e6),
        GasFlow(categories[0], land, "CO2", "dissolved_carbon", variable, area * dissolved / 1e6),
        GasFlow(categories[1], land, "CH4", "wet_peat", variable, area * methane / 1e9),
    ]


def _fire(area: PeatArea, values: Floats) -> list[GasFlow]:
    """Fire on drained peat other than cropland: Wetlands Supplement eq. 2.8; CO is counted as CO2."""

    def number(name: str) -> float:
        return parameters.value(values, f"peat.{name}")

    share = parameters.take(values, "peat.burned_share")[:, None]
    flows = []
    for use in USES:
        if use == "cropland":
            continue
        matter = area.drained[use] * share * number("fire_fuel")
        carbon = number("fire_carbon_dioxide") + number("fire_carbon_monoxide")
        land = f"drained_peat_{use}"
        for gas, mass in (
            ("CO2", matter * carbon * peat.CO2_PER_CARBON),
            ("CH4", matter * number("fire_methane") * peat.METHANE_PER_CARBON),
        ):
            # t of dry matter times g/kg is kg.
            flows.append(GasFlow("4(V)", land, gas, "peat_fire", VARIABLE[use], mass / 1e9))
    return flows
