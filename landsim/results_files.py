"""How a run is written: its tables, maps and run.json."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from landsim.core.state import SNAPSHOT
from landsim.csv_files import write_csv
from landsim.degradation_tables import degradation_layers
from landsim.names import COUNTRIES
from landsim.output_folders import whole_folder

if TYPE_CHECKING:
    from landsim.results import Run

TABLES = (
    "inventory", "stocks", "provinces", "views", "gap", "gap_sensitivity", "emissions", "economy", "indicators",
    "policy", "promises", "iamc",
)  # fmt: skip
# Where a table has another name on the run than its file has.
ATTRIBUTES = {"economy": "economy_paths"}


def write_run(run: Run, directory: Path) -> Path:
    """Write the tables, maps and run.json of a run; replaces an earlier run of the same folder as a whole."""
    run.tables()
    started = time.process_time()
    with whole_folder(directory) as folder:
        for name in TABLES:
            table = getattr(run, ATTRIBUTES.get(name, name))
            write_csv(table, folder / f"{name}.csv")
        run.ledger.to_parquet(folder / "ledger.parquet", index=False, compression="zstd")
        if run.strata is not None:
            write_csv(run.strata.error, folder / "strata_error.csv")
        write_maps(run, folder / "maps.nc")
        run.timings["write"] = time.process_time() - started
        write_json(folder / "run.json", {**run.description(), "timings_s": run.timings})
    return directory.absolute()


def write_json(path: Path, content: object) -> None:
    """JSON under a temporary name, then renamed."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(json.dumps(content, indent=1, ensure_ascii=False, default=_plain), encoding="utf-8")
    os.replace(part, path)


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"cannot write {type(value).__name__} to JSON")


def add_timing(directory: Path, timings: dict[str, float]) -> None:
    """Bring timings_s of a written run up to date."""
    path = directory / "run.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["timings_s"] = timings
    write_json(path, content)


def write_maps(run: Run, path: Path) -> None:
    """CF NetCDF of the units in the chosen years."""
    import netCDF4

    years = run.map_years
    maps = run.simulated.maps[:, :, run.blocks.lane]
    area = run.landscape.area()
    land_area = np.maximum(area - run.landscape["area_inland_water"], 1.0)
    forest = maps[:, SNAPSHOT.area_forest_natural] + maps[:, SNAPSHOT.area_forest_planted]
    carbon = maps[:, SNAPSHOT.living_biomass] + maps[:, SNAPSHOT.dead_organic_matter] + maps[:, SNAPSHOT.soil_carbon]
    signs = run.land_indicators
    biomass, planted_since = maps[:, SNAPSHOT.living_biomass], maps[:, SNAPSHOT.new_forest]
    variables = {
        "carbon_density": ("t ha-1", "carbon in biomass, dead organic matter and soil", carbon / land_area),
        "living_biomass_density": ("t ha-1", "carbon in living biomass", biomass / land_area),
        "grazing_pressure": ("1", "forage demanded over usable forage", maps[:, SNAPSHOT.grazing_pressure]),
        "rangeland_condition": ("1", "condition of grass, 0 bare to 1 full", maps[:, SNAPSHOT.rangeland_condition]),
        "carrying_capacity_density": (
            "ha-1",
            "sheep units that a hectare of the unit's land feeds",
            maps[:, SNAPSHOT.carrying_capacity] / land_area,
        ),
        "sheep_unit_density": ("ha-1", "sheep units on a hectare of land", maps[:, SNAPSHOT.sheep_units] / land_area),
        "overgrazed_years": ("year", "years in a row under a pressure above 1", maps[:, SNAPSHOT.overgrazed_years]),
        "grassland_fraction": ("1", "share of the unit under grassland", maps[:, SNAPSHOT.area_grassland] / area),
        "forest_fraction": ("1", "share of the unit under forest", forest / area),
        "new_forest_fraction": ("1", "share that became forest or shrub since 1990", planted_since / area),
        **degradation_layers(run),
        "dust_source_strength": (
            "1",
            "dust from a hectare of land over the mean hectare of the region in 2000-2010",
            signs.dust_strength,
        ),
        "dust_emission_change": ("1", "dust over that of the unit in 2000-2010", signs.dust_change),
        "mean_species_abundance": (
            "1",
            "abundance of the original species of a place, of natural abundance",
            signs.abundance / np.maximum(signs.land, 1.0),
        ),
    }
    with netCDF4.Dataset(path, "w") as out:
        out.Conventions = "CF-1.11"
        out.title = f"landsim maps of scenario {run.scenario.name}"
        out.history = "written by landsim"
        out.countries = ",".join(COUNTRIES)
        out.createDimension("unit", run.landscape.size)
        out.createDimension("year", len(years))
        axis = out.createVariable("year", "i4", ("year",))
        axis[:] = years
        axis.long_name, axis.units = "calendar year, state at 31 December", "1"
        for name, units in (("latitude", "degrees_north"), ("longitude", "degrees_east")):
            axis = out.createVariable(name, "f4", ("unit",), compression="zstd")
            axis[:] = run.landscape[name]
            axis.standard_name, axis.units = name, units
        for name, values in (("country", run.landscape.country), ("cell_index", run.landscape.cell_index)):
            axis = out.createVariable(name, "i4", ("unit",), compression="zstd")
            axis[:] = values
            axis.long_name, axis.units = name.replace("_", " "), "1"
        for name, (units, text, layer) in variables.items():
            one = out.createVariable(name, "f4", ("year", "unit"), compression="zstd", complevel=1, shuffle=True)
            one[:] = layer
            one.units, one.long_name, one.coordinates = units, text, "latitude longitude"
