"""Land degradation of a run (SDG indicator 15.3.1) since a baseline: land cover, productivity and soil carbon by area.

A unit of land holds several covers. What keeps its cover in a unit is one parcel, and each net change from one cover to
another is one more, with its own hectares. Of each parcel:

* land cover      by the matrix, with what the scenario's parameters say otherwise
* productivity    of tree cover: of forest that has been forest since the run began; of grassland: of its grass. Litter
                  of cropland is held in the model, other land has none, and land that changed its cover has no series
                  of its own: they are stable
* soil carbon     of land that keeps its cover: of the unit as a whole; of land that changed: by the factors of the
                  guidance, half of the years since the baseline after the change
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landsim.coded_words import OUTCOMES, Codes
from landsim.core import parameters
from landsim.core.dimensions import SOIL_CLIMATES
from landsim.core.state import PRODUCTION, SNAPSHOT
from landsim.degraded_land import (
    LAND_COVERS,
    conversion_factors_by_climate,
    land_cover_matrix,
    one_out_all_out,
    soil_carbon_codes,
)
from landsim.errors import InputError
from landsim.land_parcels import FARMLAND, GRASS, land_covers, parcels, planting_that_spares_nothing, transitions
from landsim.land_productivity import performance_codes, state_codes, three_classes, trend_codes
from landsim.names import COUNTRIES
from landsim.soil_cross_check import soil_zones
from landsim.soil_inputs import Floats

if TYPE_CHECKING:
    from landsim.landscape import Landscape
    from landsim.results import Run

# Years from which on, and to which, the baseline runs; its own status is that of its last year.
BASELINE = (2000, 2015)
REPORT_YEARS = (2020, 2030, 2050)
# The last years of the baseline that its own state is told by, as those of a report are.
RECENT_YEARS = 3
PRODUCTIVE = {"forest": "tree_covered", "grassland": "grassland"}
PARTS = ("all", "land_cover", "productivity", "soil_carbon")
STABLE = OUTCOMES.index("stable")
GROUPINGS = ("country", "province", "land_cover")


@dataclass(frozen=True)
class Degradation:
    """Hectares of a run by outcome since the baseline; the first year, the baseline's last, tells of the baseline.

    years    those of (2015, 2020, 2030, 2050) that the run reaches; none if it does not hold the baseline
    by_unit  [years, PARTS, OUTCOMES, units], ha of land without inland water
    by_land  [years, OUTCOMES, LAND_COVERS, countries], ha, all parts together, by the cover that the land had before
    """

    years: tuple[int, ...]
    by_unit: Floats
    by_land: Floats


def degradation(run: Run) -> Degradation:
    """Status of all land of a run in the years of reporting."""
    first, last = BASELINE
    run_years = run.drivers.years
    years: tuple[int, ...] = ()
    if run_years[0] <= first and last <= run_years[-1]:
        years = (last, *(year for year in REPORT_YEARS if year <= run_years[-1]))
    land = run.landscape
    by_unit = np.zeros((len(years), len(PARTS), len(OUTCOMES), land.size))
    by_land = np.zeros((len(years), len(OUTCOMES), len(LAND_COVERS), len(COUNTRIES)))
    matrix, climates = _Matrix(land, run.values), _climates(land)
    named = {measure.id for measure in run.scenario.measures if "grassland" in (measure.donors or ())}
    classes = three_classes()
    all_parts = one_out_all_out()
    for at, year in enumerate(years):
        before, after = run.snapshot(first if year == last else last), run.snapshot(year)
        areas = transitions(land_covers(before), land_covers(after))
        unsparing = planting_that_spares_nothing(
            run.plan.rows, named, *(int(one - run_years[0]) + 1 for one in (first if year == last else last, year))
        )
        old, new, unit, hectares, on_steppe = parcels(areas, land["native_steppe_fraction"], unsparing)
        kept, cover = old == new, matrix.codes(old, new, unit, on_steppe)
        productivity = np.where(kept, _productivity(run, year, classes)[new, unit], STABLE)
        whole = soil_carbon_codes(before[SNAPSHOT.soil_carbon], after[SNAPSHOT.soil_carbon], run.values)
        since = 0.5 * (year - (first if year == last else last))
        changed = soil_carbon_codes(1.0, conversion_factors_by_climate(since, run.values), run.values)
        soil = np.where(kept, whole[unit], changed[climates[unit], old, new])
        status = all_parts[productivity, cover, soil]
        for part, codes in enumerate((status, cover, productivity, soil)):
            found = np.bincount(codes * land.size + unit, hectares, minlength=len(OUTCOMES) * land.size)
            by_unit[at, part] = found.reshape(len(OUTCOMES), land.size)
        place = (status * len(LAND_COVERS) + old) * len(COUNTRIES) + land.country[unit]
        by_land[at] = np.bincount(place, hectares, minlength=by_land[at].size).reshape(by_land[at].shape)
    return Degradation(years, by_unit, by_land)


class _Matrix:
    """The matrix of land cover, and where a country or native steppe has another one."""

    def __init__(self, land: Landscape, values: Floats) -> None:
        self.usual = land_cover_matrix(None)
        self.farmland = _nearest(parameters.take(values, "land_degradation.farmland_to_grassland"))[land.country]
        self.trees = int(_nearest(np.array(parameters.value(values, "land_degradation.trees_on_steppe"))))

    def codes(self, old: Codes, new: Codes, unit: Codes, on_steppe: Any) -> Codes:
        codes: Codes = self.usual[old, new]
        restored, ploughed = (old == FARMLAND) & (new == GRASS), (old == GRASS) & (new == FARMLAND)
        codes[restored] = self.farmland[unit[restored]]
        codes[ploughed] = 2 * STABLE - self.farmland[unit[ploughed]]
        codes[on_steppe] = self.trees
        return codes


def _nearest(outcome: Floats) -> Codes:
    """Places in OUTCOMES of -1 (degradation), 0 and 1 (improvement), and of what lies between."""
    codes: Codes = np.rint(outcome).astype(np.intp) + STABLE
    return codes


def _climates(land: Landscape) -> Codes:
    """Climate of every unit, index into SOIL_CLIMATES: polar land has the factors of boreal land."""
    zone = soil_zones(land)
    return np.where(zone < len(SOIL_CLIMATES), zone, zone - 2).astype(np.intp)


def _productivity(run: Run, year: int, classes: Codes) -> Codes:
    """Outcomes of land that keeps its cover, [LAND_COVERS, units]: the series from the start of the baseline on."""
    land, years = run.landscape, run.drivers.years
    first, last = BASELINE
    start, baseline_end, end = (int(one - years[0]) for one in (first, last, year))
    # The baseline is told by its last years against the ones before them.
    split = (baseline_end if year > last else end - RECENT_YEARS) + 1 - start
    least = parameters.value(run.values, "land_degradation.minimum_slope")
    found = np.full((len(LAND_COVERS), land.size), STABLE, dtype=np.intp)
    ecological = land.country * 8 + soil_zones(land)
    for layer, name in enumerate(PRODUCTION):
        of_units = run.simulated.production[layer, start : end + 1][:, run.blocks.lane]
        grows = (of_units > 0.0).all(axis=0)
        series = of_units[:, grows].astype(np.float64)
        trend = trend_codes(series, least, run.values)
        state = state_codes(series[:split], series[-RECENT_YEARS:], run.values)
        performance = performance_codes(series.mean(axis=0), ecological[grows], run.values)
        found[LAND_COVERS.index(PRODUCTIVE[name]), grows] = classes[trend, state, performance]
    return found


def land_degradation_account(run: Run, *, by: str | Sequence[str] = "country") -> pd.DataFrame:
    """Land degradation and its neutrality in a run: hectares gained and lost since the baseline (2000-2015).

    run  a Run
    by   "country"; "province" (of each country); or "land_cover", the cover that land had before: gains of one land
         type do not make up for losses of another

    Rows by country (and province or land_cover), year and part. The year 2015 tells of the baseline itself; 2020,
    2030 and 2050, as far as the run goes, of what has happened since. Parts: all (one out, all out: SDG indicator
    15.3.1), and land_cover, productivity and soil_carbon alone; by land_cover only all. Columns: improvement, stable,
    degradation and balance (improvement less degradation), ha of land without inland water; neutral (whether balance
    is zero or more); degraded_share (1). A run that does not hold the baseline has no rows.

    Raises InputError for another ``by``.
    """
    if by not in GROUPINGS:
        raise InputError(f"by: found {by!r}, expected {', '.join(GROUPINGS[:-1])} or {GROUPINGS[-1]}.")
    found, land = run.degradation, run.landscape
    frames = []
    for at, year in enumerate(found.years):
        if by == "land_cover":
            place = np.nonzero(found.by_land[at].sum(axis=0).T)
            labels = {
                "country": np.array(COUNTRIES)[place[0]], "land_cover": np.array(LAND_COVERS)[place[1]],
            }  # fmt: skip
            frames.append(_rows(labels, year, "all", found.by_land[at][:, place[1], place[0]]))
            continue
        key = land.country * len(land.provinces) + (land.province if by == "province" else 0)
        known, group = np.unique(key, return_inverse=True)
        labels = {"country": np.array(COUNTRIES)[known // len(land.provinces)]}
        if by == "province":
            labels["province"] = np.array(land.provinces)[known % len(land.provinces)]
        for part, name in enumerate(PARTS):
            hectares = np.array([np.bincount(group, of_units, len(known)) for of_units in found.by_unit[at, part]])
            frames.append(_rows(labels, year, name, hectares))
    nothing = _rows({"country": np.array([], dtype=str)}, BASELINE[1], "all", np.zeros((len(OUTCOMES), 0)))
    return pd.concat(frames, ignore_index=True) if frames else nothing


def _rows(labels: dict[str, Any], year: int, part: str, hectares: Floats) -> pd.DataFrame:
    """Rows of one year and part; hectares [OUTCOMES, rows]."""
    lost, stable, gained = hectares
    whole = hectares.sum(axis=0)
    share = np.divide(lost, whole, out=np.zeros_like(whole), where=whole > 0.0)
    return pd.DataFrame(
        {
            **labels, "year": year, "part": part, "improvement": gained, "stable": stable, "degradation": lost,
            "balance": gained - lost, "neutral": gained >= lost, "degraded_share": share,
        }
    )  # fmt: skip
