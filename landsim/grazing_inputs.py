"""What grazing needs to know of each unit before the run: forage, herds and where they graze, weather of the years."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.climate import LAST_YEAR as LAST_CLIMATE_YEAR
from landsim.core import parameters, rangeland
from landsim.core.dimensions import GRAZING_ZONES
from landsim.history import LAST_YEAR
from landsim.landscape import Landscape
from landsim.names import COUNTRIES, SPECIES

Floats = NDArray[np.float64]
ZONES = ("desert", "steppe", "meadow")
# Parameters that sheep_units and forage_scale read.
HERD_PARAMETERS = (
    "herd.mobility", "herd.sheep_units", "grass_fire.burned_share",
    *(f"rangeland.greenness_{name}" for name in ("full", "forage", "weight")),
    *(f"rangeland.proper_use_{zone}" for zone in ZONES),
    *(f"rangeland.{name}" for name in ("grazing_share_of_diet", "palatable_share", "sparse_share", "use_scale")),
)  # fmt: skip
LEAST_GREEN = 0.05  # NDVI of bare ground


def forage_of_climate(land: Landscape) -> Floats:
    """Above-ground grass production in the normal climate of each unit, t dm/ha/yr."""
    return forage_of(land["mean_annual_temperature"], land["annual_precipitation"])


def forage_of(warmth: Floats, rain: Floats) -> Floats:
    """rangeland.forage_production over arrays: t dm/ha/yr from mean temperature (degC) and rain (mm/yr)."""
    by_rain = 40.0 * -np.expm1(-4.77e-5 * rain) / rangeland.CARBON_IN_GRASS
    miami = np.minimum(30.0 / (1.0 + np.exp(1.315 - 0.119 * warmth)), 30.0 * -np.expm1(-0.000664 * rain))
    return np.minimum(by_rain, miami)


def forage_scale(land: Landscape, values: Floats) -> Floats:
    """Forage of each unit relative to what its climate lets expect (1), by its highest NDVI; held to 0.5-1.5.

    NDVI saturates with forage: expected = full (1 - exp(-forage / half)). The ratio of the mapped to the expected NDVI
    counts with the exponent `rangeland.greenness_weight`; 0 leaves climate alone.
    """
    names = ("greenness_full", "greenness_forage", "greenness_weight")
    full, half, weight = (parameters.value(values, f"rangeland.{name}") for name in names)
    expected = full * -np.expm1(-forage_of_climate(land) / half)
    ratio = np.maximum(land["ndvi_maximum"], LEAST_GREEN) / np.maximum(expected, LEAST_GREEN)
    return np.clip(ratio**weight, 0.5, 1.5)


def usable_forage(land: Landscape, values: Floats) -> Floats:
    """Usable forage of each unit on the areas of 2020, in its normal climate and full condition, t dm/yr."""
    return forage_of_climate(land) * forage_scale(land, values) * grazing_fields(land, values)


def grazing_fields(land: Landscape, values: Floats) -> Floats:
    """Grazed land of 2020 times the share of its forage that may be used, ha: usable forage is this x forage."""
    sparse = parameters.value(values, "rangeland.sparse_share")
    grazed = land["area_grassland"] + sparse * land["area_other_land"]
    scale = parameters.value(values, "rangeland.palatable_share") * parameters.value(values, "rangeland.use_scale")
    use = [parameters.value(values, f"rangeland.proper_use_{zone}") for zone in ZONES]
    share: Floats = np.choose(zone_of_unit(land), use)
    burned = parameters.take(values, "grass_fire.burned_share")[land.country]
    return grazed * share * scale * (1.0 - burned)


def zone_of_unit(land: Landscape) -> NDArray[np.int64]:
    """Index into ZONES of each unit, by P / PET."""
    aridity = land.aridity()
    zone: NDArray[np.int64] = np.where(aridity < 0.2, 0, np.where(aridity < 0.65, 1, 2))
    return zone


def sheep_units(land: Landscape, values: Floats) -> tuple[Floats, Floats]:
    """Sheep units of each unit in 2020, and the share of their diet that is grazed.

    Animals that graze are partly moved to where their province has forage (`herd.mobility`); provinces keep theirs.
    """
    total, share = recorded_sheep_units(land, values)
    own = total * share
    weight = usable_forage(land, values)
    forage = np.bincount(land.province, weight, minlength=len(land.provinces))[land.province]
    in_province = np.bincount(land.province, own, minlength=len(land.provinces))[land.province]
    part = np.divide(weight, forage, out=np.zeros_like(weight), where=forage > 0.0)
    mobility = np.where(forage > 0.0, parameters.value(values, "herd.mobility"), 0.0)
    grazing = (1.0 - mobility) * own + mobility * in_province * part
    moved = total - own + grazing
    return moved, np.divide(grazing, moved, out=np.zeros_like(moved), where=moved > 0.0)


def recorded_sheep_units(land: Landscape, values: Floats) -> tuple[Floats, Floats]:
    """Sheep units of each unit in 2020 by the livestock map, and the share of their diet that is grazed."""
    factor = parameters.take(values, "herd.sheep_units")
    grazed = parameters.take(values, "rangeland.grazing_share_of_diet")
    heads = np.array([land[f"heads_{name}"] for name in SPECIES])
    by_species = heads * factor[:, None]
    total = by_species.sum(axis=0)
    zones = {zone: i for i, zone in enumerate(GRAZING_ZONES)}
    zone_of_province = [zones.get(f"CHN_{name.replace(' ', '_')}", zones["CHN_other"]) for name in land.provinces]
    share = grazed[np.array(zone_of_province)[land.province]]
    for country in ("MNG", "JPN", "KOR", "PRK"):
        share = np.where(land.country == COUNTRIES.index(country), grazed[zones[country]], share)
    cattle = by_species[SPECIES.index("cattle")]
    mixed = cattle * grazed[zones["RUS_cattle"]] + (total - cattle) * grazed[zones["RUS_other_species"]]
    russian = np.divide(mixed, total, out=np.zeros_like(total), where=total > 0.0)
    return total, np.where(land.country == COUNTRIES.index("RUS"), russian, share)


def forage_weather(values: Floats, years: NDArray[np.int64], variability: str, seed: int) -> Floats:
    """Forage of each year relative to its mean, [countries, years, ZONES].

    variability  "expected": every year is the mean one; "seeded": years after the record are drawn, for each country
                 and zone from a generator of its own (lognormal, mean 1), so that a factor depends on nothing but seed,
                 country, zone, year and spread
    """
    factors = np.ones((len(COUNTRIES), len(years), len(ZONES)))
    if variability != "seeded":
        return factors
    future = np.arange(LAST_YEAR + 1, LAST_CLIMATE_YEAR + 1)
    drawn = years > LAST_YEAR
    for row, code in enumerate(COUNTRIES):
        for column, zone in enumerate(ZONES):
            sigma = parameters.value(values, f"rangeland.weather_spread_{zone}")
            letters = [int.from_bytes(name.encode("ascii"), "big") for name in (code, zone)]
            generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *letters])))
            normal = generator.standard_normal(len(future))
            factors[row, drawn, column] = np.exp(sigma * normal - 0.5 * sigma**2)[years[drawn] - future[0]]
    return factors
