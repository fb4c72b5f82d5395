"""How far a run on strata is from the same run on the full grid, country by country: measured, never estimated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landsim.core.state import LAND
from landsim.names import COUNTRIES
from landsim.views.kinds import ALIGNED

if TYPE_CHECKING:
    from landsim.results import Run

INVENTORY = (
    "lulucf_net", "lulucf_forest_land", "lulucf_cropland", "lulucf_grassland", "lulucf_wetlands", "lulucf_settlements",
    "lulucf_other_land", "lulucf_harvested_wood_products", "agriculture",
)  # fmt: skip
AREAS = (
    "forest_area", "planted_forest_area", "cropland_area", "grassland_area", "wetland_area", "settlement_area",
    "other_area",
)  # fmt: skip
STOCKS = (
    *AREAS, "living_biomass", "dead_organic_matter", "soil_organic_carbon", "growing_stock", "sheep_units",
    "rangeland_condition", "overgrazed_area",
)  # fmt: skip
TOLD_YEARS = (2020, 2030, 2050)
# Shown when a run is printed; the file holds them all.
SHOWN = ("lulucf_net", "gap")
NUMBERS = ("country", "year", "variable", "value", "unit")
ERRORS = ("country", "year", "variable", "strata", "full_grid", "error", "error_percent", "unit")


@dataclass(frozen=True)
class StrataRecord:
    """What a run on strata says of them.

    count      strata                                units  of the full grid
    digest     SHA-256 of the full grid and of which of its units belong to which stratum
    scenario   name of the scenario for which the error was measured; its hash
    error      columns ERRORS: this run's numbers (or those of the study's base scenario), the full grid's, and the
               difference
    """

    count: int
    units: int
    digest: str
    scenario: str
    scenario_hash: str
    error: pd.DataFrame

    def description(self) -> dict[str, Any]:
        """What run.json holds."""
        told = {name: getattr(self, name) for name in ("count", "units", "digest", "scenario", "scenario_hash")}
        rows = self.error.astype(object).where(self.error.notna(), None)
        return {**told, "error_against_full_grid": rows.to_dict("records")}

    def largest(self, variable: str = "lulucf_net") -> float:
        """Largest error of a variable in any country after 2020, in its unit."""
        rows = self.error[(self.error["variable"] == variable) & (self.error["year"] > TOLD_YEARS[0])]
        return float(rows["error"].abs().max())


def record_of(on_strata: Run, numbers: pd.DataFrame, units: int) -> StrataRecord:
    """The record of a run on strata, from the numbers of the same scenario on a full grid of so many units."""
    return StrataRecord(
        on_strata.landscape.size,
        units,
        on_strata.landscape.digest,
        on_strata.scenario.name,
        on_strata.scenario.content_hash(),
        error_table(national_numbers(on_strata), numbers),
    )


def national_numbers(run: Run) -> pd.DataFrame:
    """What is compared, columns NUMBERS: areas before the first year; fluxes, stocks, herds and the gap in TOLD_YEARS.

    The gap is that of a country's own pledge, in its own view, aligned; where there is no level, projected emissions.
    """
    years = run.drivers.years
    rows: list[tuple[str, int, str, float, str]] = []
    for name, areas in zip(LAND, run.plan.start_areas, strict=True):
        total = np.bincount(run.landscape.country, areas, minlength=len(COUNTRIES)) / 1e6
        rows += _national(f"area_{name}", int(years[0]) - 1, total, "Mha")
    for year in TOLD_YEARS:
        at = int(year - years[0])
        for name in INVENTORY:
            rows += _national(name, year, run.account.inventory[name][:, at], "MtCO2e")
        for name in STOCKS:
            unit, values = run.account.stocks[name]
            rows += _national(name, year, values[:, at], unit)
    gap = run.gap
    own = gap[gap["headline"] & (gap["view"] == gap["own_view"]) & (gap["basis"] == ALIGNED)]
    own = own[own["country"].isin(COUNTRIES) & (own["kind"] != "benchmark")]
    own_rows: Any = own.to_dict("records")
    for row in own_rows:
        name = "projected" if np.isnan(row["gap"]) else "gap"
        rows.append((row["country"], int(row["year"]), name, float(row[name]), row["unit"]))
    table = pd.DataFrame(rows, columns=list(NUMBERS))
    return table.dropna(subset=["value"], ignore_index=True)


def _national(name: str, year: int, values: np.ndarray, unit: str) -> list[tuple[str, int, str, float, str]]:
    return [(code, year, name, float(value), unit) for code, value in zip(COUNTRIES, values, strict=True)]


def error_table(on_strata: pd.DataFrame, full_grid: pd.DataFrame) -> pd.DataFrame:
    """Numbers of strata beside the full grid's, columns ERRORS; per cent of the full grid's where it is not 0."""
    keys = ["country", "year", "variable", "unit"]
    both = on_strata.merge(full_grid, on=keys, how="left", suffixes=("_strata", "_full"), validate="one_to_one")
    error = both["value_strata"] - both["value_full"]
    percent = 100.0 * error / both["value_full"].abs().where(both["value_full"] != 0.0)
    return pd.DataFrame(
        {
            **{key: both[key] for key in keys[:3]},
            "strata": both["value_strata"],
            "full_grid": both["value_full"],
            "error": error,
            "error_percent": percent,
            "unit": both["unit"],
        }
    )


def short_error_table(record: StrataRecord) -> str:
    """Errors of the main numbers by country, as a run prints them; the largest of categories, areas and herds."""
    error = record.error
    after = [year for year in TOLD_YEARS if year > TOLD_YEARS[0]]
    header = f"{'country':9}" + "".join(f"{f'{name} {year}':>26}" for name in SHOWN for year in after)
    lines = [
        f"Strata: {record.count:,} for {record.units:,} units. Error against the full grid (strata minus full grid, "
        f"MtCO2e), scenario {record.scenario}:",
        header,
        "-" * len(header),
    ]
    records: Any = error.itertuples()
    at = {(row.country, row.year, row.variable): row for row in records}
    for country in COUNTRIES:
        cells = [_cell(at.get((country, year, name))) for name in SHOWN for year in after]
        lines.append(f"{country:9}" + "".join(f"{cell:>26}" for cell in cells))
    worst = max((row for row in at.values() if row.variable in INVENTORY[1:]), key=lambda row: abs(row.error))
    lines.append(
        f"Categories: off by at most {abs(worst.error):.2f} MtCO2e ({worst.variable} of {worst.country}, {worst.year})."
    )
    start = error[error["variable"].str.startswith("area_")]
    areas = error[error["variable"].isin(AREAS)]
    herds = error[error["variable"] == "sheep_units"]
    recorded, later = areas["year"] == TOLD_YEARS[0], areas["year"] > TOLD_YEARS[0]
    lines.append(
        f"Areas: off by at most {_in_hectares(start)} at the start, {_in_hectares(areas[recorded])} in "
        f"{TOLD_YEARS[0]}, {_in_hectares(areas[later])} later; herds: at most "
        f"{herds['error_percent'].abs().max():.2g} %."
    )
    return "\n".join(lines)


def _cell(row: Any) -> str:
    if row is None:
        return "no level"
    percent = "" if np.isnan(row.error_percent) else f" ({row.error_percent:+.1f} %)"
    return f"{row.error:+.2f}{percent}"


def _in_hectares(rows: pd.DataFrame) -> str:
    return f"{1e6 * rows['error'].abs().max():,.0f} ha"
