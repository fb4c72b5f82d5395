"""A run folder for the figures to read: synthetic test data with invented land numbers, never shown to users."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import netCDF4
import numpy as np
import pandas as pd

from landsim.alignment import alignment
from landsim.assumptions import Assumption
from landsim.economy import economy_path
from landsim.economy.table import economy_table, path_assumptions
from landsim.emissions_table import emissions_table
from landsim.gap import gap_table
from landsim.gap.assumptions import gap_assumptions
from landsim.gap.sensitivity import gap_sensitivity, vintages
from landsim.gap.table import gap_inputs
from landsim.names import COUNTRIES
from landsim.pledge_indicators import indicators_table
from landsim.targets import load_targets
from landsim.views.table import LandViews

YEARS = np.arange(1990, 2061)
CATEGORIES = (
    "forest_land",
    "cropland",
    "grassland",
    "wetlands",
    "settlements",
    "other_land",
    "harvested_wood_products",
)
CREDIT = "Climate Action Tracker, copyright its makers"
# Net land sector in 2020, MtCO2e: only the order of size matters.
NET = {"CHN": -800.0, "PRK": -4.0, "JPN": -52.0, "MNG": 25.0, "KOR": -40.0, "RUS": -560.0}


def write_synthetic_run(directory: Path, units: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None) -> Path:
    """A run folder with invented numbers; ``units`` are latitude, longitude and country of map cells."""
    directory.mkdir(parents=True, exist_ok=True)
    inventory = _inventory()
    inventory.to_csv(directory / "inventory.csv", index=False)
    net = inventory[inventory["variable"] == "lulucf_net"].pivot(index="country", columns="year", values="value")
    land = net.loc[list(COUNTRIES)].to_numpy()
    # The shipped targets and economy, so that the figures meet the tables as a run writes them.
    economy = economy_path(YEARS)
    taken = gap_assumptions(economy, alignment(land, YEARS), load_targets())
    _write_settings(directory, (*taken, *path_assumptions(economy, load_targets())))
    views = LandViews(
        {"inventory": land, "direct": 0.9 * land, "additional": 0.1 * land},
        {"inventory": 0.9 * land, "direct": 0.8 * land, "additional": 0.0 * land},
    )
    nothing = np.zeros_like(land)
    emissions_table(economy, land, nothing, YEARS, land=views).to_csv(directory / "emissions.csv", index=False)
    gap_table(land, {"CH4": nothing}, YEARS, economy=economy, land=views).to_csv(directory / "gap.csv", index=False)
    inputs = gap_inputs(economy, views, {"CH4": nothing}, alignment(land, YEARS), YEARS)
    gap_sensitivity(inputs, vintages()).to_csv(directory / "gap_sensitivity.csv", index=False)
    economy_table(economy, load_targets()).to_csv(directory / "economy.csv", index=False)
    stock = np.linspace(9000.0, 24000.0, YEARS.size) * np.ones((len(COUNTRIES), 1))
    indicators_table(economy, {"growing_stock": stock, "lulucf_net": land}, YEARS).to_csv(
        directory / "indicators.csv", index=False
    )
    pd.concat([_degraded_land(), _stocks()]).to_csv(directory / "stocks.csv", index=False)
    _write_maps(directory / "maps.nc", units)
    return directory


def _degraded_land() -> pd.DataFrame:
    """Land degraded, improved and stable, Mha: two countries gain, two lose, two are in balance."""
    rows = []
    for position, country in enumerate(COUNTRIES):
        for year, grown in ((2020, 1.0), (2030, 2.0), (2050, 3.0)):
            land = {"degraded_area": 5.0 + position % 3, "improved_area": 6.0, "stable_area": 80.0}
            rows += [(country, year, name, grown * mha, "Mha") for name, mha in land.items()]
    return pd.DataFrame(rows, columns=["country", "year", "variable", "value", "unit"])


def _write_settings(directory: Path, taken_for_granted: tuple[Assumption, ...]) -> None:
    def assumed(name: str, country: str, value: float, low: float, high: float, unit: str) -> dict[str, object]:
        return {
            "name": name,
            "country": country,
            "value": value,
            "low": low,
            "high": high,
            "unit": unit,
            "text": "invented",
            "source": "test",
            "status": "assumption",
        }

    assumptions = [
        assumed("climate.warming_scale", "", 1.25, 0.9, 1.6, "K"),
        assumed("rangeland.grazing_share_of_diet.CHN_Tibet", "", 0.9, 0.54, 1.0, "1"),
        assumed("rangeland.grazing_share_of_diet.CHN_Jilin", "", 0.2, 0.12, 0.26, "1"),
        assumed("rangeland.grazing_share_of_diet.MNG", "", 0.95, 0.9, 1.0, "1"),
    ]
    for country in COUNTRIES:
        assumptions += [
            assumed(f"managed_land.scale.{country}", country, 1.0, 0.8, 1.2, "1"),
            assumed("forest_change_first_year", country, 20000.0, 10000.0, 30000.0, "ha/yr"),
        ]
    assumptions += [asdict(assumption) for assumption in taken_for_granted]
    settings = {
        "scenario": {
            "name": "ndc-first",
            "title": "First NDCs, land measures as pledged",
            "gwp": "AR5",
            "history": {"last_year": 2020},
        },
        "assumptions": assumptions,
        "credits": [CREDIT],
    }
    (directory / "run.json").write_text(json.dumps(settings), encoding="utf-8")


def _inventory() -> pd.DataFrame:
    rows = []
    shares = dict(zip(CATEGORIES, (1.2, 0.12, -0.18, 0.03, -0.12, 0.0, 0.1), strict=True))
    for country in COUNTRIES:
        net = NET[country]
        for position, (name, share) in enumerate(shares.items()):
            wave = 1 + 0.25 * np.sin((YEARS - 1990) / 7 + position)
            level = net * share * wave * np.clip((YEARS - 1980) / 40, 0, 1.4)
            rows += [
                (country, year, f"lulucf_{name}", value, "MtCO2e") for year, value in zip(YEARS, level, strict=True)
            ]
    table = pd.DataFrame(rows, columns=["country", "year", "variable", "value", "unit"])
    region = table.groupby(["year", "variable", "unit"], as_index=False)["value"].sum().assign(country="NEA")
    table = pd.concat([table, region[table.columns]])
    net = table.groupby(["country", "year", "unit"], as_index=False)["value"].sum().assign(variable="lulucf_net")
    return pd.concat([table, net[table.columns]])


def _stocks() -> pd.DataFrame:
    """Variables that the figures of land beside carbon read; one year in ten is dry."""
    levels = {
        "dust_emission_index": 1.0, "dust_emission_share": 0.16, "mean_species_abundance": 0.6,
        "heavily_grazed_share": 0.1, "protected_area_share": 0.15, "grassland_area": 100.0, "sheep_units": 40.0,
        "drought_expected_grassland": 4.0, "drought_expected_sheep_units": 2.0,
    }  # fmt: skip
    tables = {name: level * (1 + 0.1 * np.sin((YEARS - 1990) / 9)) for name, level in levels.items()}
    dry = (YEARS > 2020) & (YEARS % 10 == 3)
    tables |= {"drought_exposed_grassland": 30.0 * dry, "drought_exposed_sheep_units": 9.0 * dry}
    return pd.DataFrame(
        [
            (country, year, name, value, "1")
            for country in (*COUNTRIES, "NEA")
            for name, values in tables.items()
            for year, value in zip(YEARS, values, strict=True)
        ],
        columns=["country", "year", "variable", "value", "unit"],
    )


def _write_maps(path: Path, units: tuple[np.ndarray, np.ndarray, np.ndarray] | None) -> None:
    if units is None:
        latitude, longitude = (
            axis.ravel() for axis in np.meshgrid(np.arange(70.25, 20, -0.5), np.arange(70.25, 190, 0.5))
        )
        units = latitude, longitude, np.where(latitude > 50, 5, np.where(longitude > 130, 2, 0))
    latitude, longitude, country = units
    with netCDF4.Dataset(path, "w") as data:
        data.createDimension("year", 4)
        data.createDimension("unit", latitude.size)
        data.createVariable("year", "i4", ("year",))[:] = [1990, 2020, 2030, 2050]
        for name, values in (("latitude", latitude), ("longitude", longitude), ("country", country)):
            data.createVariable(name, "f4" if name != "country" else "i1", ("unit",))[:] = values
        grass = np.clip(1 - np.abs(latitude - 45) / 10, 0, 1) * np.clip((longitude - 80) / 10, 0, 1)
        hump = np.exp(-(((latitude - 40) / 8) ** 2) - ((longitude - 112) / 9) ** 2)
        growth = np.array([0.0, 1.0, 1.5, 1.8])[:, None]
        fields = {
            "carbon_density": 60 + 160 * np.exp(-(((latitude - 60) / 9) ** 2)) + 60 * hump * growth,
            "grassland_fraction": grass + 0.0 * growth,
            "grazing_pressure": np.where(grass > 0, 2.2 * grass * (1.2 - 0.3 * growth), 0.0),
            "new_forest_fraction": 0.2 * hump * growth,
            "improved_fraction": 0.5 * hump * growth,
            "degraded_fraction": 0.4 * grass + 0.0 * growth,
            "dust_source_strength": 6.0 * hump * (1.0 + 0.0 * growth),
            "dust_emission_change": 0.4 + 0.5 * growth + 0.0 * hump,
            "mean_species_abundance": 0.8 - 0.5 * hump + 0.0 * growth,
        }
        for name, values in fields.items():
            data.createVariable(name, "f4", ("year", "unit"), zlib=True)[:] = values
