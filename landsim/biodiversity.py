"""Mean species abundance of land (GLOBIO): for areas that a caller names, and for the maps of a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landsim.checked_numbers import checked, plain, resolved
from landsim.core import parameters
from landsim.core.dimensions import ABUNDANCE_LAND, SPECIES_GROUPS
from landsim.core.mean_species_abundance import grassland_abundance, warming_factor
from landsim.core.state import FLUX, N_LAND
from landsim.errors import InputError
from landsim.indicators.covered_land import closed_grassland
from landsim.indicators.protected_land import protected_by_measures
from landsim.indicators.states import ratio, with_region, yearly_sums
from landsim.names import COUNTRIES

if TYPE_CHECKING:
    from landsim.results import Run

Floats = NDArray[np.float64]
GRASSLAND = "grassland"
# What a caller may name: all land of which the parameters tell, grassland as one with its condition and pressure.
LAND_USES = (*(name for name in ABUNDANCE_LAND if not name.startswith(f"{GRASSLAND}_")), GRASSLAND)
GROUPS = (*SPECIES_GROUPS, "mean")
# "met" of a row of indicators.csv that no country has pledged.
NO_PLEDGE = "no pledge"


def mean_species_abundance(
    areas: Mapping[str, ArrayLike],
    *,
    condition: ArrayLike = 1.0,
    pressure: ArrayLike = 1.0,
    warming: ArrayLike = 0.0,
    group: str = "mean",
    parameters: Mapping[str, float] | None = None,
) -> Any:
    """Mean species abundance of land, 0 (no original species left) to 1 (all in their natural number).

    areas       land use -> area in any one unit; land uses are LAND_USES: primary, lightly_used_forest,
                secondary_forest, forest_plantation, planted_shrub, sown_pasture, agroforestry, low_input_cropland,
                intensive_cropland, wetland, settlement, other_land, grassland
    condition   of the grass on grassland, 0 to 1
    pressure    grazing pressure on grassland, zero or more: 0 ungrazed, 1 as much as is proper
    warming     global warming since pre-industrial time, K
    group       vertebrates, plants, or mean: what warming leaves of one of them, or the mean of both
    parameters  declared name -> value, over the defaults of `mean_species_abundance.*`

    Numbers, or arrays of shapes that fit each other; a number or an array of that shape comes back. Method: the mean
    of abundance by land use (GLOBIO 3, Alkemade et al. 2009), weighted by area, times the factor of warming of GLOBIO 4
    (Schipper et al. 2020). Between the published values for ungrazed and grazed steppe, and an assumed one for degraded
    steppe, grassland is interpolated. Fragments, roads and nitrogen are left out.

    >>> mean_species_abundance({"primary": 50.0, "settlement": 50.0})
    0.525

    Raises InputError for an unknown land use, group or parameter, a number out of its range, and no land at all.
    """
    if not isinstance(areas, Mapping):
        raise InputError(f"areas: found {type(areas).__name__}, expected a mapping of land use to area.")
    for name in areas:
        if name not in LAND_USES:
            raise InputError(f"areas: found the land use {name!r}, expected one of {', '.join(LAND_USES)}.")
    if group not in GROUPS:
        raise InputError(f"group: found {group!r}, expected one of {', '.join(GROUPS)}.")
    values = resolved(parameters)
    by_use = abundance_by_land(values)
    grass = grass_abundance(
        checked(condition, "condition", "a number from 0 to 1", highest=1.0),
        checked(pressure, "pressure", "a grazing pressure, zero or more"),
        by_use,
    )
    hectares = {name: checked(area, name, "an area, zero or more") for name, area in areas.items()}
    land = np.asarray(sum(hectares.values()), dtype=float)
    if not (land > 0.0).all():
        raise InputError("areas: found no land, expected an area above zero in at least one land use.")
    kept = sum(area * (grass if name == GRASSLAND else by_use[name]) for name, area in hectares.items())
    kelvin = checked(warming, "warming", "K since pre-industrial time, zero or more")
    return plain(kept / land * left_by_warming(kelvin, values, group))


def abundance_by_land(values: Floats) -> dict[str, float]:
    """Abundance under each of ABUNDANCE_LAND without warming (1)."""
    found = parameters.take(values, "mean_species_abundance.land_use")
    return {name: float(one) for name, one in zip(ABUNDANCE_LAND, found, strict=True)}


def grass_abundance(condition: Any, pressure: Any, by_use: Mapping[str, float]) -> Any:
    """Abundance on grassland of a condition under a grazing pressure (1)."""
    points = (by_use[f"{GRASSLAND}_{point}"] for point in ("ungrazed", "grazed", "degraded"))
    return grassland_abundance(condition, pressure, *points)


def left_by_warming(warming: Any, values: Floats, group: str = "mean") -> Any:
    """What warming since pre-industrial time leaves of abundance (1): of a group of species, or the mean of all."""
    intercepts, slopes = (
        parameters.take(values, f"mean_species_abundance.climate_{part}") for part in ("intercept", "slope")
    )
    wanted = SPECIES_GROUPS if group == "mean" else (group,)
    at = [SPECIES_GROUPS.index(name) for name in wanted]
    return sum(warming_factor(warming, intercepts[i], slopes[i]) for i in at) / len(at)


def global_warming(run: Run) -> Floats:
    """Global warming of the run's years since pre-industrial time, K."""
    scale = parameters.value(run.values, "climate.warming_scale")
    before = parameters.value(run.values, "mean_species_abundance.warming_before")
    warming: Floats = run.drivers.gmst_change * scale + before
    return warming


def abundance_by_category(run: Run) -> dict[str, Floats]:
    """Area times mean species abundance of each category of LAND without warming, ha, [kept years, units].

    Natural forest is secondary where it is managed and lightly used elsewhere: the unit's managed share is a proxy, no
    map of use is in the landscape. Forest that measures protect moves from one to the other in
    `mean_species_abundance.recovery_years`. Planted forest is plantation. Cropland is intensive by a national share.
    Grassland takes the unit's condition and pressure; what measures have closed to grazing bears none.
    """
    land, states, by_use = run.landscape, run.states, abundance_by_land(run.values)
    scale = parameters.take(run.values, "managed_land.scale")[land.country]
    managed = np.clip(land["managed_fraction"] * scale, 0.0, 1.0)
    span = round(parameters.value(run.values, "mean_species_abundance.recovery_years"))
    spared = protected_by_measures(run, span)
    recovered: Floats | float = 0.0
    if spared.any():
        forest = states.area("forest_natural") + states.area("forest_planted")
        recovered = np.minimum(ratio(spared, forest), 1.0)
    used = managed * (1.0 - recovered)
    natural = used * by_use["secondary_forest"] + (1.0 - used) * by_use["lightly_used_forest"]
    intensive = parameters.take(run.values, "mean_species_abundance.intensive_share")[land.country]
    fields = intensive * by_use["intensive_cropland"] + (1.0 - intensive) * by_use["low_input_cropland"]
    grass = states.area("grassland")
    opened = 1.0 - ratio(closed_grassland(run), grass)
    # A hectare closed bears no pressure; condition is the mean of open and closed land.
    pressure = opened * np.minimum(states.row("grazing_pressure"), 1.0)
    factors: dict[str, Floats | float] = {
        "forest_natural": natural,
        "forest_planted": by_use["forest_plantation"],
        "shrub": by_use["planted_shrub"],
        "cropland": fields,
        "grassland": grass_abundance(states.row("rangeland_condition"), pressure, by_use),
        "wetland": by_use["wetland"],
        "settlement": by_use["settlement"],
        "other_land": by_use["other_land"],
    }
    return {name: states.area(name) * factor for name, factor in factors.items()}


def biodiversity_account(run: Run, by_category: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    """Land of each unit and its area times mean species abundance with warming, ha, [map years, units] both.

    by_category  as `abundance_by_category` gives it
    """
    at = [run.states.years.index(year) for year in run.map_years]
    kept = np.sum([area[at] for area in by_category.values()], axis=0)
    position = np.array(run.map_years) - int(run.drivers.years[0])
    left = left_by_warming(global_warming(run)[position], run.values)
    return run.states.areas[at].sum(axis=1), kept * np.reshape(left, (-1, 1))


def national_abundance(run: Run, by_category: Mapping[str, Floats]) -> Floats:
    """Mean species abundance of each country's land and, last, the region's (1), [countries + 1, years]."""
    years, total = run.drivers.years, run.simulated.total
    kept = yearly_sums(run.states, by_category, total, years, run.landscape.country)
    land = total[:, :, FLUX.area_forest_natural :][:, :, :N_LAND].sum(axis=2)
    return with_region(kept * left_by_warming(global_warming(run), run.values), land)


def abundance_rows(run: Run) -> list[dict[str, object]]:
    """Rows of indicators.csv: each nation's mean species abundance in the years of the maps."""
    land, kept = run.biodiversity
    note = "mean over land; fragments, roads and nitrogen left out; natural forest by managed share, as a proxy"
    return [
        {
            "country": code, "year": year, "indicator": "mean_species_abundance",
            "value": float(kept[at, here].sum() / land[at, here].sum()), "target": np.nan, "unit": "1",
            "met": NO_PLEDGE, "note": note,
        }
        for c, code in enumerate(COUNTRIES)
        if (here := run.landscape.country == c).any()
        for at, year in enumerate(run.map_years)
    ]  # fmt: skip
