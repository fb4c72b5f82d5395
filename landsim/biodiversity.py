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
from landsim.core.state import EXCLOSURE, FLUX, SNAPSHOT
from landsim.errors import InputError
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


def biodiversity_account(run: Run) -> tuple[Floats, Floats]:
    """Land of each unit and its area times mean species abundance, ha, [map years, units] both.

    Natural forest is secondary where it is managed and lightly used elsewhere: the unit's managed share is a proxy, no
    map of use is in the landscape. Planted forest is plantation. Cropland is intensive by a national share. Grassland
    takes the unit's condition and pressure; what measures have closed to grazing bears none.
    """
    maps = run.simulated.maps[: len(run.map_years), :, run.blocks.lane]
    land, by_use = run.landscape, abundance_by_land(run.values)
    scale = parameters.take(run.values, "managed_land.scale")[land.country]
    managed = np.clip(land["managed_fraction"] * scale, 0.0, 1.0)
    natural = managed * by_use["secondary_forest"] + (1.0 - managed) * by_use["lightly_used_forest"]
    intensive = parameters.take(run.values, "mean_species_abundance.intensive_share")[land.country]
    fields = intensive * by_use["intensive_cropland"] + (1.0 - intensive) * by_use["low_input_cropland"]
    factors = {
        "forest_natural": natural,
        "forest_planted": by_use["forest_plantation"],
        "shrub": by_use["planted_shrub"],
        "cropland": fields,
        "wetland": by_use["wetland"],
        "settlement": by_use["settlement"],
        "other_land": by_use["other_land"],
    }
    warming = global_warming(run)
    total, kept = (np.zeros((len(run.map_years), land.size)) for _ in range(2))
    for at, year in enumerate(run.map_years):
        one, position = maps[at], int(year - run.drivers.years[0])
        grass = one[SNAPSHOT.area_grassland]
        closed = closed_grassland(run, grass, position)
        opened = np.divide(grass - closed, grass, out=np.ones_like(grass), where=grass > 0.0)
        # A hectare closed bears no pressure; condition is the mean of open and closed land.
        pressure = opened * np.minimum(one[SNAPSHOT.grazing_pressure], 1.0)
        kept[at] = grass * grass_abundance(one[SNAPSHOT.rangeland_condition], pressure, by_use)
        total[at] = grass
        for name, factor in factors.items():
            area = one[getattr(SNAPSHOT, f"area_{name}")]
            kept[at] += area * factor
            total[at] += area
        kept[at] *= left_by_warming(warming[position], run.values)
    return total, kept


def closed_grassland(run: Run, grass: Floats, position: int) -> Floats:
    """Grassland of each unit closed to grazing at the end of a year, ha: as planned, scaled to the nation's hectares.

    grass     ha of grassland in each unit
    position  of the year in the run
    """
    closed = np.zeros_like(grass)
    for row in run.plan.rows:
        if row.rule == EXCLOSURE:
            closed += row.share * row.cumulative[position + 1]
    closed = np.minimum(closed, grass)
    planned = np.bincount(run.landscape.country, closed, minlength=len(COUNTRIES))
    stepped = run.simulated.total[:, position, FLUX.exclosed_area]
    part = np.divide(stepped, planned, out=np.zeros_like(planned), where=planned > 0.0)
    return np.minimum(closed * part[run.landscape.country], grass)


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
