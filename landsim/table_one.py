"""Table 1 of the NEASPEC note from the files of a run: emissions with and without forest and land use, in all views."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from landsim.errors import InputError
from landsim.names import COUNTRIES, COUNTRY_NAMES, REGION
from landsim.plotting.inputs import read_table
from landsim.targets import EXCLUDED, INVENTORY
from landsim.views.kinds import ADDITIONAL, ALIGNED, DIRECT, MODEL

BOTH = "both"
COLUMNS = ["country", "year", "view", "basis", "gwp", "emissions", "land_sector", "low", "high", "unit"]


@dataclass(frozen=True)
class _Line:
    """One view and basis with its series of emissions.csv: of emissions, and of the land sector in them."""

    view: str
    basis: str
    label: str
    emissions: str
    land: str | None


LINES = (
    _Line(EXCLUDED, BOTH, "without land", "excluding_lulucf", None),
    _Line(INVENTORY, ALIGNED, "inventory", "including_lulucf_aligned", "lulucf_aligned"),
    _Line(INVENTORY, MODEL, "inventory*", "including_lulucf_model", "lulucf_model"),
    _Line(DIRECT, ALIGNED, "direct", "including_lulucf_direct_aligned", "lulucf_direct_aligned"),
    _Line(DIRECT, MODEL, "direct*", "including_lulucf_direct_model", "lulucf_direct_model"),
    _Line(ADDITIONAL, BOTH, "additional", "including_lulucf_additional", "lulucf_additional"),
)


def table_one(run_folder: Path, years: Sequence[int]) -> pd.DataFrame:
    """Long table: country, year, view, basis and emissions with low and high, MtCO2e in the GWP set of the run.

    land_sector is the part of the emissions that the view counts; it does not depend on the basis in the views
    `excluded` and `additional`, whose basis is "both". Raises InputError for a folder that is no run, and for a year or
    a view that the run does not hold.
    """
    path = run_folder / "emissions.csv"
    gwp = _settings(run_folder)["scenario"]["gwp"]
    table = read_table(path)
    held = table.loc[table["series"] == LINES[0].emissions, "year"]
    bounds_by_series = table.set_index(["country", "year", "series"])[["value", "low", "high"]]
    cells = bounds_by_series.to_dict("index")
    rows = []
    for year in years:
        if year not in set(held):
            raise InputError(f"{path}: no year {year}; found {held.min():.0f} to {held.max():.0f}.")
        for country in (*COUNTRIES, REGION):
            for line in LINES:
                emissions = _cell(path, cells, country, year, line.emissions)
                land = 0.0 if line.land is None else _cell(path, cells, country, year, line.land)["value"]
                bounds = (emissions["low"], emissions["high"])
                rows.append((country, year, line.view, line.basis, gwp, emissions["value"], land, *bounds, "MtCO2e"))
    return pd.DataFrame(rows, columns=COLUMNS)


def _cell(
    path: Path, cells: Mapping[Hashable, dict[Hashable, float]], country: str, year: int, series: str
) -> dict[Hashable, float]:
    found = cells.get((country, year, series))
    if found is None:
        raise InputError(f"{path}: no series {series} of {country} in {year}; expected one for each view.")
    return found


def printed(table: pd.DataFrame, scenario: str) -> str:
    """The table as text, one block a year."""
    pieces = []
    for year, block in table.groupby("year", sort=False):
        gwp = block["gwp"].iloc[0]
        head = f"{'':20}" + "".join(f"{line.label:>14}" for line in LINES) + f"{'land, inventory':>18}"
        pieces.append(f"Emissions with and without forest and land use, {year}, MtCO2e (GWP {gwp}), {scenario}")
        pieces += [head, "-" * len(head)]
        for country in (*COUNTRIES, REGION):
            mine = block[block["country"] == country].set_index(["view", "basis"])
            emissions = [float(mine["emissions"].loc[[(line.view, line.basis)]].iloc[0]) for line in LINES]
            land = float(mine["land_sector"].loc[[(INVENTORY, ALIGNED)]].iloc[0])
            numbers = "".join(f"{value:>14,.1f}" for value in emissions)
            pieces.append(f"{COUNTRY_NAMES.get(country, 'North-East Asia'):20}{numbers}{land:>18,.1f}")
        pieces.append("")
    pieces += [
        "Views: inventory counts all fluxes of managed land; direct the same under the climate and CO2 of 1990;",
        "additional only what measures add to baseline. Basis: aligned to the reported inventory; * the model's own.",
    ]
    return "\n".join(pieces)


def scenario_name(run_folder: Path) -> str:
    """Name of the scenario of a run folder."""
    return str(_settings(run_folder)["scenario"]["name"])


def _settings(run_folder: Path) -> dict[str, dict[str, str]]:
    path = run_folder / "run.json"
    if not path.is_file():
        raise InputError(f"{path}: file not found; expected the folder of a finished run (landsim run SCENARIO).")
    try:
        settings: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
        settings["scenario"]["gwp"], settings["scenario"]["name"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: not readable as the settings of a run ({error}); run the scenario again.") from error
    return settings
