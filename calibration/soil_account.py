"""Cropland and grassland of the model by what they are made of, beside the inventory and the surveys of soil.

Says what an inventory of these two categories can be compared with before anything is fitted to it.
Run: python calibration/soil_account.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from landsim.accounting import CO2_PER_C
from landsim.calibration.hindcast import past
from landsim.calibration.observations import load_observations
from landsim.calibration.soil_surveys import SOIL_GAINS, soil_gain
from landsim.core.state import CARBON_FLUXES
from landsim.ground import Ground
from landsim.landscape import load_landscape
from landsim.names import COUNTRIES
from landsim.results import Run

HERE = Path(__file__).parent
LANDS = ("cropland", "grassland")
REPORTING = ("JPN", "RUS")  # inventories that tell the two categories
SHOWN = (1990, 1995, 2000, 2005, 2010, 2015)


def parts(run: Run, country: str, land: str) -> pd.DataFrame:
    """A category of managed land by year, MtCO2e: soil that stayed, soil that joined lately, cleared forest, rest."""
    carbon = run.simulated.managed[COUNTRIES.index(country)]

    def given_off(*names: str) -> np.ndarray:
        return np.sum([carbon[:, CARBON_FLUXES.index(name)] for name in names], axis=0) * CO2_PER_C / 1e6

    soil = given_off(f"soil_respiration_{land}") - given_off(f"soil_input_{land}")
    joined = given_off(f"converted_soil_respiration_{land}") - given_off(f"converted_soil_input_{land}")
    cleared = given_off(f"deforestation_air_{land}", f"deforestation_products_{land}")
    account = run.account.inventory[f"lulucf_{land}"][COUNTRIES.index(country)]
    return pd.DataFrame(
        {
            "model": account,
            "soil that stayed": soil - joined,
            "soil that joined": joined,
            "cleared forest": cleared,
            "peat, nitrogen, fire": account - soil - cleared,
        },
        index=run.drivers.years,
    )


def main() -> None:
    run = past(Ground(load_landscape()), {})
    observed = load_observations(HERE)
    for country in REPORTING:
        for land in LANDS:
            rows = observed[(observed["country"] == country) & (observed["variable"] == f"lulucf_{land}")]
            table = parts(run, country, land)
            table.insert(0, "inventory", rows.set_index("year")["value"])
            print(f"{country}, {land}, MtCO2e\n{table.loc[list(SHOWN)].T.round(1).to_string()}\n")
    surveys = observed[observed["variable"].isin(list(SOIL_GAINS))]
    print("Surveys of soil, tC/ha/yr")
    for row in surveys.itertuples():
        found = soil_gain(run, COUNTRIES.index(row.country), row.variable)[row.year - int(run.drivers.years[0])]
        told = f"{row.country} {row.variable} {row.year} ({row.role})"
        print(f"{told}: {row.value} ({row.uncertainty}), model {found:.3f}")


if __name__ == "__main__":
    main()
