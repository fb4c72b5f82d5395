"""Land degradation of a run as rows of stocks.csv, provinces.csv, indicators.csv, layers of maps.nc and run.json."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landsim.biodiversity import NO_PLEDGE
from landsim.coded_words import OUTCOMES
from landsim.degradation_account import BASELINE, PARTS, REPORT_YEARS, Degradation
from landsim.names import COUNTRIES
from landsim.province_table import COLUMNS
from landsim.results_tables import long_table
from landsim.soil_inputs import Floats

if TYPE_CHECKING:
    from landsim.results import Run

DEGRADED, STABLE, IMPROVED = (OUTCOMES.index(word) for word in ("degradation", "stable", "improvement"))
UNIT = "Mha"
INDICATOR = "land_degradation_neutrality"
GOAL_YEARS = (2030, 2050)


def degradation_variables(found: Degradation, at: int, of: Any) -> dict[str, Floats]:
    """Variables of one year in Mha; ``of`` adds up units, [units] -> [groups]. The baseline has names of its own."""
    lost, stable, gained = (of(found.by_unit[at, 0, outcome]) / 1e6 for outcome in (DEGRADED, STABLE, IMPROVED))
    if found.years[at] == BASELINE[1]:
        return {"baseline_degraded_area": lost, "baseline_improved_area": gained, "baseline_stable_area": stable}
    variables = {
        "degraded_area": lost, "improved_area": gained, "stable_area": stable, "net_degraded_area": lost - gained,
    }  # fmt: skip
    for part, name in enumerate(PARTS[1:], 1):
        variables[f"degraded_area_{name}"] = of(found.by_unit[at, part, DEGRADED]) / 1e6
    return variables


@cache
def degradation_years() -> dict[str, tuple[int, ...]]:
    """Variable -> years of a run that it is told for: the last of the baseline, or those of reporting."""
    years = (BASELINE[1], *REPORT_YEARS)
    of_no_land = Degradation(years, np.zeros((len(years), len(PARTS), len(OUTCOMES), 0)), np.zeros(0))
    found: dict[str, tuple[int, ...]] = {}
    for at, year in enumerate(years):
        for name in degradation_variables(of_no_land, at, np.sum):
            found[name] = (*found.get(name, ()), year)
    return found


def national_degradation(run: Run) -> dict[int, dict[str, Floats]]:
    """Variables of each year that is told, Mha by country."""
    found, country = run.degradation, run.landscape.country
    return {
        year: degradation_variables(found, at, lambda ha: np.bincount(country, ha, minlength=len(COUNTRIES)))
        for at, year in enumerate(found.years)
    }


def degradation_stocks(run: Run, region: str) -> list[pd.DataFrame]:
    """Rows of stocks.csv for each year of reporting, Mha by country and for the region."""
    frames = []
    for year, variables in national_degradation(run).items():
        rows = {name: (UNIT, mha[:, None]) for name, mha in variables.items()}
        frames.append(long_table(rows, np.array([year]), region))
    return frames


def degradation_provinces(run: Run) -> list[pd.DataFrame]:
    """Rows of provinces.csv in the years of reporting, Mha."""
    found, land = run.degradation, run.landscape
    key = land.country * len(land.provinces) + land.province
    known, place = np.unique(key, return_inverse=True)
    codes = [COUNTRIES[k // len(land.provinces)] for k in known]
    names = [land.provinces[k % len(land.provinces)] for k in known]
    frames = []
    for at, year in enumerate(found.years):
        variables = degradation_variables(found, at, lambda ha: np.bincount(place, ha, minlength=len(known)))
        for name, mha in variables.items():
            columns = (codes, names, year, name, mha, UNIT)
            frames.append(pd.DataFrame(dict(zip(COLUMNS, columns, strict=True))))
    return frames


def degradation_rows(run: Run) -> list[dict[str, object]]:
    """Rows of indicators.csv: by country, land gained less land lost since the baseline, and whether it is neutral."""
    found, country = run.degradation, run.landscape.country
    rows: list[dict[str, object]] = []
    for year in GOAL_YEARS:
        if year not in found.years:
            continue
        lost, gained = (
            np.bincount(country, found.by_unit[found.years.index(year), 0, outcome], minlength=len(COUNTRIES)) / 1e6
            for outcome in (DEGRADED, IMPROVED)
        )
        for index in np.unique(country):
            balance = float(gained[index] - lost[index])
            verdict = f"neutral by {balance:.2f}" if balance >= 0.0 else f"not neutral by {-balance:.2f}"
            rows.append(
                {
                    "country": COUNTRIES[index], "year": year, "indicator": INDICATOR, "value": balance, "target": 0.0,
                    "unit": UNIT, "met": "yes" if balance >= 0.0 else "no",
                    "note": f"{verdict} Mha against {BASELINE[0]}-{BASELINE[1]}: {gained[index]:.2f} Mha improved, "
                    f"{lost[index]:.2f} degraded; SDG target 15.3, {NO_PLEDGE}; climate counts, CO2's direct effect on "
                    "growth does not",
                }
            )  # fmt: skip
    return rows


def degradation_layers(run: Run) -> dict[str, tuple[str, str, Floats]]:
    """Layers of maps.nc, [map years, units]; no value in years that no report is of."""
    found = run.degradation
    land = np.maximum(run.landscape.area() - run.landscape["area_inland_water"], 1.0)
    shares = np.full((len(OUTCOMES), len(run.map_years), run.landscape.size), np.nan)
    for at, year in enumerate(found.years):
        if year in run.map_years:
            shares[:, run.map_years.index(year)] = found.by_unit[at, 0] / land
    status = np.where(np.isnan(shares[0]), np.nan, shares.argmax(axis=0) - float(STABLE))
    since = f"since {BASELINE[0]}-{BASELINE[1]}"
    return {
        "degraded_fraction": ("1", f"share of the unit's land that is degraded {since}", shares[DEGRADED]),
        "improved_fraction": ("1", f"share of the unit's land that has improved {since}", shares[IMPROVED]),
        "land_degradation_status": ("1", f"most of the unit's land {since}: -1 degraded, 0 stable, 1 improved", status),
    }


def degradation_description(run: Run) -> dict[str, object]:
    """What run.json says of how degradation is told."""
    return {
        "baseline": list(BASELINE),
        "report_years": [year for year in run.degradation.years if year in REPORT_YEARS],
        "productivity": "net primary production of forest and grassland without the direct effect of CO2, series from "
        f"{BASELINE[0]} on; climate, weather, grazing, fire and harvest are in it",
        "assumptions": [
            "cropland's productivity is stable (its litter is held), other land, wetland and settlements likewise",
            "land that changes its cover is judged by matrix and soil factors, half of the years after the change",
            "within a unit of land only net changes of cover are seen",
            "soil carbon of land that keeps its cover is judged for its unit as a whole",
            "land cover of countries and climates: parameters land_degradation.farmland_to_grassland and "
            "land_degradation.trees_on_steppe",
        ],
    }
