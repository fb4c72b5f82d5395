"""The model's own past: what a run says of each observed variable, year by year."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.special import gammaincc

from landsim.accounting import CO2_PER_C, fire_gases
from landsim.calibration.observations import LAST_TRAINING_YEAR
from landsim.calibration.pasture_variables import is_of_pastures, of_pastures
from landsim.calibration.soil_surveys import SOIL_GAINS, soil_gain
from landsim.core import parameters, simulation
from landsim.core.state import CARBON_FLUXES, FLUX, LUMP_AGES, N_STRATA
from landsim.ground import Ground
from landsim.growth_scales import growth_scales
from landsim.model import run as run_model
from landsim.names import COUNTRIES
from landsim.planned_harvest import lump_weights
from landsim.results import Run
from landsim.scenario import load_scenario

SCENARIO, LAST_YEAR = "baseline", 2020
OLD_SHARE, OLD_AGE = "forest_share_over_30_years", 30.0
# What an inventory reports that counts growth less felling, fuelwood and fire, and no dead wood, litter or soil.
LIVING_BIOMASS = "lulucf_living_biomass"
# What an inventory reports that shows no years of fire: carbon burned in each year is the mean of the training years.
LEVEL_FIRE = "lulucf_forest_land_level_fire"
DEAD_MATTER = "dead_wood_and_litter"  # of a hectare of forest, tC/ha


def hindcast(ground: Ground, given: Mapping[str, float], wanted: pd.DataFrame) -> pd.Series:
    """What the model says of the wanted values: value by (country, variable, year), at each of their keys.

    ground  the grid, or strata of it
    given   parameters that differ from their defaults
    wanted  columns country, variable, year

    Land, wood, fire and herds are as recorded; Mongolia's heads come from the herd model run free from 1990.

    Raises InputError for a parameter that is not declared or out of its valid range.
    """
    run = past(ground, given)
    keys = wanted[["country", "variable", "year"]].drop_duplicates()
    series: dict[tuple[str, str], np.ndarray] = {}
    first = int(run.drivers.years[0])
    values = []
    for country, variable, year in zip(keys["country"], keys["variable"], keys["year"], strict=True):
        if (country, variable) not in series:
            series[country, variable] = modelled(run, ground, country, variable)
        values.append(float(series[country, variable][int(year) - first]))
    return pd.Series(values, index=pd.MultiIndex.from_frame(keys), name="model")


def past(ground: Ground, given: Mapping[str, float]) -> Run:
    """The run of the recorded years, with parameters that differ from their defaults."""
    scenario = dataclasses.replace(load_scenario(SCENARIO), last_year=LAST_YEAR, parameters=dict(given))
    return run_model(scenario, landscape=ground)


def without_ageing(run: Run, country: str, variable: str) -> np.ndarray:
    """A land-sector account of a run as if a hectare of forest grew in every year as in the first, [years], MtCO2e.

    Growth is what ageing acts on; felling, fire, litter and decay stay as they are in the run.
    """
    at = COUNTRIES.index(country)
    flux = run.simulated.total[at]
    area = forest_area(flux)
    gained = flux[:, FLUX.growth] - flux[0, FLUX.growth] / area[0] * area
    return np.asarray(land_account(run, country, variable) + gained * CO2_PER_C / 1e6)


def modelled(run: Run, ground: Ground, country: str, variable: str) -> np.ndarray:
    """One observed variable of a run by year, [years], in the unit of the model's tables.

    Raises KeyError for a variable that the model does not have.
    """
    at = COUNTRIES.index(country)
    if is_of_pastures(country, variable):
        return of_pastures(run, ground, country, variable)
    if variable == OLD_SHARE:
        return np.array([share_older(run, country, int(year), OLD_AGE) for year in run.drivers.years])
    if variable == DEAD_MATTER:
        flux = run.simulated.total[at]
        return np.asarray(flux[:, FLUX.dead_wood_and_litter] / forest_area(flux))
    if variable in SOIL_GAINS:
        return soil_gain(run, at, variable)
    if variable in (LIVING_BIOMASS, LEVEL_FIRE) or variable in run.account.inventory:
        return land_account(run, country, variable)
    return np.asarray(run.account.stocks[variable][1][at])


def land_account(run: Run, country: str, variable: str) -> np.ndarray:
    """A land-sector account of a run by year, [years], MtCO2e: of its inventory, of living biomass alone, or with the
    fires of every year alike.
    """
    if variable == LIVING_BIOMASS:
        return living_biomass_change(run, country)
    if variable == LEVEL_FIRE:
        return with_level_fire(run, country)
    return np.asarray(run.account.inventory[variable][COUNTRIES.index(country)])


def with_level_fire(run: Run, country: str) -> np.ndarray:
    """Forest land of a run as if fire burned as much carbon in every year as in the mean of the training years, MtCO2e.

    Trees that fire kills and what decays of them stay as they are in the run.
    """
    at = COUNTRIES.index(country)
    burned = run.simulated.managed[at, :, CARBON_FLUXES.index("fire_carbon")]
    trained = run.drivers.years <= LAST_TRAINING_YEAR
    gases = fire_gases(burned[trained].mean() - burned, run.values)
    return np.asarray(run.account.inventory["lulucf_forest_land"][at] + np.sum(list(gases.values()), axis=0))


def living_biomass_change(run: Run, country: str) -> np.ndarray:
    """Living biomass of forest and shrubs: what it loses less what it takes up, [years], MtCO2e."""
    flux = run.simulated.total[COUNTRIES.index(country)]
    stock = flux[:, FLUX.biomass_natural] + flux[:, FLUX.biomass_planted] + flux[:, FLUX.biomass_shrub]
    return np.asarray(-np.diff(stock, prepend=starting_biomass(run, country)) * CO2_PER_C / 1e6)


def starting_biomass(run: Run, country: str) -> float:
    """Living biomass of forest and shrubs of a country at the end of 1989, tC."""
    here = run.landscape.country == COUNTRIES.index(country)
    weight = lump_weights(run.values)
    of_age = simulation.growth_tables(run.values, weight).biomass[:, list(LUMP_AGES)]
    growth = growth_scales(run.landscape, run.values)
    total = 0.0
    for stratum in range(N_STRATA):
        density = of_age @ weight[COUNTRIES.index(country), stratum]
        scaled = growth.scale[stratum, here] * density[growth.kind[stratum, here]]
        total += float(run.plan.start_areas[stratum, here] @ scaled)
    return total


def share_older(run: Run, country: str, year: int, age: float) -> float:
    """Share of a country's forest older than an age (years) at the end of a year after 1989.

    Felling takes the oldest, clearing every age alike; what grew up after 1989 is younger than the age as long as the
    years since are fewer.
    """
    at = COUNTRIES.index(country)
    start = run.plan.start_areas[:2, run.landscape.country == at].sum(axis=1)
    threshold = max(age - (year - 1989), 0.0)
    older = 0.0
    for area, kind in zip(start, ("natural", "planted"), strict=True):
        mean, shape = (parameters.value(run.values, f"forest.{kind}_{n}.{country}") for n in ("mean_age", "age_spread"))
        older += float(area * gammaincc(shape, threshold * shape / mean))
    flux = run.simulated.total[at, : year - int(run.drivers.years[0]) + 1]
    older = older * max(0.0, 1.0 - flux[:, FLUX.lost_forest].sum() / start.sum()) - flux[:, FLUX.felled_area].sum()
    return float(max(0.0, older) / forest_area(flux)[-1])


def forest_area(flux: np.ndarray) -> np.ndarray:
    """Natural and planted forest at the end of each year, ha, from the fluxes of a country, [years, FLUXES]."""
    return np.asarray(flux[:, FLUX.area_forest_natural] + flux[:, FLUX.area_forest_planted])
