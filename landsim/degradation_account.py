"""Land degradation on the maps of a run: land cover and soil carbon, without productivity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landsim.checked_numbers import checked
from landsim.core.state import LAND, SNAPSHOT
from landsim.degraded_land import (
    LAND_COVERS,
    land_cover_degradation,
    land_degradation,
    neutrality,
    soil_carbon_degradation,
)
from landsim.errors import InputError
from landsim.names import COUNTRIES
from landsim.soil_inputs import Floats

if TYPE_CHECKING:
    from landsim.results import Run

# Land of the model as the UNCCD groups classes of land cover maps: shrubs go with grassland.
COVER_OF_LAND = {
    "forest_natural": "tree_covered",
    "forest_planted": "tree_covered",
    "shrub": "grassland",
    "cropland": "cropland",
    "grassland": "grassland",
    "wetland": "wetland",
    "settlement": "artificial",
    "other_land": "other_land",
}
# ha; maps of a run in single precision may be this much below zero.
ROUNDING = 1.0
PARTS = ("land_cover", "soil", "land_cover_and_soil")


def land_degradation_account(
    run: Run,
    first_year: int = 2020,
    last_year: int = 2030,
    *,
    by: str = "country",
    matrix: Mapping[tuple[str, str], str] | None = None,
    parameters: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Land cover and soil carbon of a run between two years of its maps. It lacks productivity, so it is no SDG 15.3.1.

    run                    a Run
    first_year, last_year  two of run.map_years, in order
    by                     "country", or "province" (of each country)
    matrix                 overrides of the matrix of land cover, as in land_cover_degradation
    parameters             declared name (land_degradation.*) -> value

    Rows by country (and province), first_year, last_year and part: land_cover alone, soil alone, and both (one out, all
    out, with productivity taken as stable, so that degradation is the least there is). Columns: lacks ("productivity"),
    improvement, stable, degradation and balance (ha of land without inland water), neutral, degraded_share (1).

    Land cover follows net changes of area within each unit, and what is lost becomes what is gained in proportion. Soil
    carbon is judged for each unit as a whole.

    Raises InputError for a year that has no map, years out of order, another ``by``, a matrix or parameter that is
    refused by the functions named.
    """
    for where, year in (("first_year", first_year), ("last_year", last_year)):
        if year not in run.map_years:
            raise InputError(f"{where}: found {year!r}, expected one of {', '.join(map(str, run.map_years))}.")
    if first_year >= last_year:
        raise InputError(f"last_year: found {last_year}, expected a year after {first_year}.")
    if by not in ("country", "province"):
        raise InputError(f"by: found {by!r}, expected country or province.")
    maps = run.simulated.maps[:, :, run.blocks.lane]
    old, new = (maps[run.map_years.index(year)] for year in (first_year, last_year))
    area = transitions(land_covers(old), land_covers(new))
    kinds = np.array(LAND_COVERS)
    cover = np.asarray(land_cover_degradation(kinds[:, None, None], kinds[:, None], matrix))
    soil = soil_carbon_degradation(old[SNAPSHOT.soil_carbon], new[SNAPSHOT.soil_carbon], parameters=parameters)
    outcomes = dict(zip(PARTS, (cover, soil, land_degradation("stable", cover, soil)), strict=True))
    land = run.landscape
    groups = {"country": np.array(COUNTRIES)[land.country]}
    if by == "province":
        groups["province"] = np.array(land.provinces)[land.province]
    frames = []
    for part in PARTS:
        table = pd.DataFrame(neutrality(outcomes[part], area, groups))
        for column, content in (("lacks", "productivity"), ("part", part), ("last_year", last_year)):
            table.insert(len(groups), column, content)
        table.insert(len(groups), "first_year", first_year)
        frames.append(table)
    return pd.concat(frames, ignore_index=True)


def land_covers(snapshot: Floats) -> Floats:
    """Hectares of the UNCCD's land covers [7, units] from a map [SNAPSHOTS, units]; inland water is not on it."""
    area = np.zeros((len(LAND_COVERS), snapshot.shape[1]))
    for row, name in enumerate(LAND, SNAPSHOT.area_forest_natural):
        area[LAND_COVERS.index(COVER_OF_LAND[name])] += snapshot[row]
    return area


def transitions(before: Floats, after: Floats) -> Floats:
    """Hectares [before, after, units] that explain areas [covers, units] of two years with the least change.

    What every cover lost in a unit is shared among those that gained, in proportion to their gains.

    Raises InputError for an area below zero by more than a hectare.
    """
    old = checked(before, "before", "ha, zero or more", lowest=-ROUNDING)
    new = checked(after, "after", "ha, zero or more", lowest=-ROUNDING)
    lost, gained = np.maximum(old - new, 0.0), np.maximum(new - old, 0.0)
    whole = gained.sum(axis=0)
    share = np.divide(gained, whole, out=np.zeros_like(gained), where=whole > 0.0)
    area: Floats = lost[:, None] * share
    kept = np.arange(len(old))
    area[kept, kept] = np.maximum(np.minimum(old, new), 0.0)
    return area
