"""Emission of dust by unit, nation and year, relative to the mean of 2000-2010 (equations: core/wind_erosion.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters, wind_erosion
from landsim.core.dimensions import WIND_LAND
from landsim.core.state import LAND, SOIL_MODIFIERS
from landsim.indicators.covered_land import covered_land, planted_land
from landsim.indicators.states import by_country, ratio, with_region, yearly_sums
from landsim.landscape import Landscape
from landsim.warming_cubics import demand_divisor, rain_factor

if TYPE_CHECKING:
    from landsim.results import Run

Floats = NDArray[np.float64]
BASE_PERIOD = (2000, 2010)
# K of global warming against 1995-2014; between them the dry share of a unit is taken to move along straight lines.
NODES = (-0.5, 0.5, 1.5, 2.5)
CALCAREOUS = 0.65  # P / PET below which soils hold carbonate
CROPLAND = LAND.index("cropland")
BELTS = ("shelter_belts",)
TILLAGE = ("conservation_tillage",)
COVER_CROPS = ("cover_crops",)


def dust_by_land(run: Run) -> dict[str, Floats]:
    """Emission of each unit by category of land, as hectares of bare ground that is dry all year, [kept years, units].

    Water, wetland and settlements give off none.
    """
    states, land, values = run.states, run.landscape, run.values

    def number(name: str) -> float:
        return parameters.value(values, f"wind_erosion.{name}")

    response = dict(zip(WIND_LAND, parameters.take(values, "wind_erosion.cover_response"), strict=True))
    place = place_factor(run)
    cover = number("spring_cover") * wind_erosion.ground_cover(
        land["ndvi_maximum"], number("bare_ndvi"), number("full_ndvi")
    )
    # Bare ground in a greener cell is bare all the same; on permafrost other land is tundra.
    frozen = land["permafrost_fraction"]
    sparse = frozen * cover + (1.0 - frozen) * np.minimum(cover, number("bare_cover"))
    shrub = 1.0 - (1.0 - number("shrub_cover")) * (1.0 - cover)
    grass = wind_erosion.cover_factor(cover * states.row("rangeland_condition"), response["grassland"])
    forest = wind_erosion.cover_factor(number("forest_cover"), response["forest"])
    on_land: dict[str, Floats | float] = {
        "forest_natural": forest,
        "forest_planted": forest,
        "shrub": wind_erosion.cover_factor(shrub, response["shrub"]),
        "cropland": cropland_factor(run, response["cropland"]),
        "grassland": grass,
        "other_land": wind_erosion.cover_factor(sparse, response["bare"]),
    }
    return {name: states.area(name) * factor * place for name, factor in on_land.items()}


def place_factor(run: Run) -> Floats:
    """Emission of bare ground in each unit: wind, soil and crust, and dry days, [kept years, units]."""
    land, values = run.landscape, run.values

    def number(name: str) -> float:
        return parameters.value(values, f"wind_erosion.{name}")

    land_area = np.maximum(land.area() - land["area_inland_water"], 1.0)
    carbon = run.states.row("soil_carbon") / land_area
    matter = wind_erosion.organic_matter(carbon, number("bulk_density"), number("matter_of_carbon"))
    sand = 100.0 * parameters.take(values, "mineral_soil.sand")[land.country]
    clay = 100.0 * number("clay")
    carbonate = np.where(land.aridity() < CALCAREOUS, 100.0 * number("carbonate"), 0.0)
    silt = np.maximum(100.0 - sand - clay, 0.0)
    soil = wind_erosion.erodible_fraction(sand, silt, clay, matter, carbonate) * wind_erosion.crust_factor(clay, matter)
    wind = parameters.take(values, "wind_erosion.wind")[land.country]
    at = np.array(run.states.years) - int(run.drivers.years[0])
    warming = run.drivers.gmst_change[at] * parameters.value(values, "climate.warming_scale")
    found: Floats = wind * soil * dry_wind(land, values, warming)
    return found


def dry_wind(land: Landscape, values: Floats, warming: Floats) -> Floats:
    """Share of the year's erosive wind that meets ground neither wet nor under snow (1), [len(warming), units].

    warming  of the globe against 1995-2014, K
    """
    months = land.monthly_climate()
    wind = wind_erosion.wind_of_months(parameters.value(values, "wind_erosion.spring_wind"))
    full_snow = parameters.value(values, "wind_erosion.full_snow")
    change = parameters.value(values, "climate.precipitation_response_scale") * land["precipitation_change_per_kelvin"]
    divisor = demand_divisor(months.temperature)
    at_nodes = []
    for node in NODES:
        temperature = months.temperature + node * land["warming_per_kelvin"]
        demand = months.potential_evapotranspiration * divisor / demand_divisor(temperature)
        rain = months.precipitation * rain_factor(change, node)
        dry = wind_erosion.dry_share(temperature, rain, demand, full_snow)
        at_nodes.append(np.einsum("m,mu->u", wind, dry))
    table = np.array(at_nodes)
    weights = np.array([np.interp(warming, NODES, unit) for unit in np.eye(len(NODES))])
    found: Floats = np.einsum("nw,nu->wu", weights, table)
    return found


def cropland_factor(run: Run, response: float) -> Floats | float:
    """What residue, cover crops and shelter belts leave of emission on a unit's cropland (1), [kept years, units].

    Care covers fields independently of each other: on fields that two kinds of it share, their effects multiply.
    """

    def left(cover: str) -> float:
        kept: float = wind_erosion.cover_factor(parameters.value(run.values, f"wind_erosion.{cover}_cover"), response)
        return kept

    fields = run.states.area("cropland")
    tilled = left("tilled")
    tillage = [
        (covered_land(run, TILLAGE, SOIL_MODIFIERS.index(way)), left(way) / tilled)
        for way in ("reduced_tillage", "no_tillage")
    ]
    belts = planted_land(run, BELTS, CROPLAND)
    sheltered = belts * parameters.value(run.values, "wind_erosion.sheltered_land")
    factor: Floats | float = tilled
    for hectares, emitted in (
        *tillage,
        (covered_land(run, COVER_CROPS), left("cover_crop") / tilled),
        (sheltered, parameters.value(run.values, "wind_erosion.sheltered_emission")),
    ):
        if hectares.any():
            factor = factor * (1.0 - np.minimum(ratio(hectares, fields), 1.0) * (1.0 - emitted))
    return factor


def base_weights(run: Run) -> Floats:
    """Weights of the kept years in the mean of the base period; of all years where a run has none of the period."""
    weights: Floats = run.states.between(_base_years(run.drivers.years)).mean(axis=0)
    return weights


def _base_years(years: NDArray[np.int64]) -> NDArray[np.int64]:
    inside = years[(years >= BASE_PERIOD[0]) & (years <= BASE_PERIOD[1])]
    return inside if len(inside) else years


def dust_index(run: Run, by_land: dict[str, Floats]) -> tuple[Floats, Floats]:
    """Emission of each country and, last, the region over its mean of the base period (1), and over the region's in the
    same year (1), [countries + 1, years] both."""
    years = run.drivers.years
    emitted = yearly_sums(run.states, by_land, run.simulated.total, years, run.landscape.country)
    usual = emitted[:, np.isin(years, _base_years(years))].mean(axis=1, keepdims=True)
    index = with_region(emitted, np.broadcast_to(usual, emitted.shape))
    of_region = emitted.sum(axis=0)
    return index, ratio(np.vstack([emitted, of_region]), of_region)


def source_strength(run: Run, emitted: Floats) -> tuple[Floats, Floats]:
    """Emission of a hectare of each unit's land over that of the region's mean hectare in the base period, and over
    that of its own in the base period (not a number where that is zero), [kept years, units].

    emitted  of all land of each unit, [kept years, units]
    """
    land = run.landscape
    hectares = np.maximum(land.area() - land["area_inland_water"], 1.0)
    usual = np.einsum("s,su->u", base_weights(run), emitted)
    of_region = by_country(usual, land.country).sum() / by_country(hectares, land.country).sum()
    strength = emitted / hectares / of_region if of_region > 0.0 else np.zeros_like(emitted)
    change = np.divide(emitted, usual, out=np.full_like(emitted, np.nan), where=usual > 0.0)
    return strength, change
