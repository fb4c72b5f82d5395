"""Long and wide tables from national arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.accounting import Account
from landsim.ledger_pieces import Piece
from landsim.names import COUNTRIES, COUNTRY_NAMES

Floats = NDArray[np.float64]
# Regional values of these are means, not sums; the region has no row for them.
INTENSIVE = ("rangeland_condition", "grazing_pressure")


def long_table(variables: Mapping[str, tuple[str, Floats]], years: NDArray[np.int64], region: str) -> pd.DataFrame:
    """country, year, variable, value, unit; the region's sum beside the countries."""
    frames = []
    for name, (unit, values) in variables.items():
        countries = list(COUNTRIES)
        table = values
        if name not in INTENSIVE:
            countries.append(region)
            table = np.vstack([values, values.sum(axis=0)])
        frames.append(
            pd.DataFrame(
                {
                    "country": np.repeat(countries, len(years)),
                    "year": np.tile(years, len(countries)),
                    "variable": name,
                    "value": table.ravel(),
                    "unit": unit,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def ledger_table(pieces: Sequence[Piece], years: NDArray[np.int64]) -> pd.DataFrame:
    """Every flux by country and year with its category; emissions are positive, removals negative and never netted."""
    n, years_repeated = len(COUNTRIES), np.tile(years, len(COUNTRIES))
    countries = np.repeat(COUNTRIES, len(years))
    rows = n * len(years)
    ledger = pd.DataFrame(
        {
            "country": np.tile(countries, len(pieces)),
            "year": np.tile(years_repeated, len(pieces)),
            **{
                column: np.repeat([getattr(piece, column) for piece in pieces], rows)
                for column in ("category", "land", "gas", "flux", "unit")
            },
            "value": np.concatenate([piece.table.ravel() for piece in pieces]),
        }
    )[["country", "year", "category", "land", "gas", "flux", "value", "unit"]]
    # The first year has no stock before it to tell a change from.
    return ledger.dropna(subset=["value"], ignore_index=True)


IAMC_VARIABLES = {
    "Emissions|CO2e|LULUCF": ("lulucf_net", "Mt CO2-equiv/yr"),
    "Emissions|CO2e|LULUCF|Forest Land": ("lulucf_forest_land", "Mt CO2-equiv/yr"),
    "Emissions|CO2e|LULUCF|Cropland": ("lulucf_cropland", "Mt CO2-equiv/yr"),
    "Emissions|CO2e|LULUCF|Grassland": ("lulucf_grassland", "Mt CO2-equiv/yr"),
    "Emissions|CO2e|LULUCF|Wetlands": ("lulucf_wetlands", "Mt CO2-equiv/yr"),
    "Emissions|CO2e|LULUCF|Settlements": ("lulucf_settlements", "Mt CO2-equiv/yr"),
    "Emissions|CO2e|LULUCF|Other Land": ("lulucf_other_land", "Mt CO2-equiv/yr"),
    "Emissions|CO2e|LULUCF|Harvested Wood Products": ("lulucf_harvested_wood_products", "Mt CO2-equiv/yr"),
    "Emissions|CO2e|Agriculture": ("agriculture", "Mt CO2-equiv/yr"),
    "Emissions|CO2e|Agriculture|Enteric Fermentation": ("enteric_ch4", "Mt CO2-equiv/yr"),
    "Land Cover|Forest": ("forest_area", "million ha"),
    "Land Cover|Forest|Planted": ("planted_forest_area", "million ha"),
    "Land Cover|Cropland": ("cropland_area", "million ha"),
    "Land Cover|Grassland": ("grassland_area", "million ha"),
    "Land Cover|Built-up Area": ("settlement_area", "million ha"),
    "Carbon Stock|Living Biomass": ("living_biomass", "Mt C"),
    "Carbon Stock|Dead Organic Matter": ("dead_organic_matter", "Mt C"),
    "Carbon Stock|Soil": ("soil_organic_carbon", "Mt C"),
}


def iamc_table(account: Account, scenario: str, years: NDArray[np.int64]) -> pd.DataFrame:
    """Wide IAMC table: Model, Scenario, Region, Variable, Unit, one column a year."""
    rows = []
    for variable, (name, unit) in IAMC_VARIABLES.items():
        values = account.inventory[name] if name in account.inventory else account.stocks[name][1]
        for country, line in zip(COUNTRIES, values, strict=True):
            rows.append(["landsim", scenario, COUNTRY_NAMES[country], variable, unit, *line])
        rows.append(["landsim", scenario, "North-East Asia", variable, unit, *values.sum(axis=0)])
    columns = ["Model", "Scenario", "Region", "Variable", "Unit", *(str(year) for year in years)]
    return pd.DataFrame(rows, columns=columns)
