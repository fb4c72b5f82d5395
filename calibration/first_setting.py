"""First setting of forest growth and starting ages against FRA 2020, until the full calibration exists.

For each country one growth scale and the mean age of natural and planted forest are fitted to the living biomass of
1990, 2000 and 2010 (FRA 2020), with the declared values as priors. Prints what to declare in landsim/core/forest.py
and the misfit; changes nothing by itself. Run: python calibration/first_setting.py
"""

from __future__ import annotations

import dataclasses

import numpy as np
from scipy.optimize import least_squares

import landsim
from landsim.core import parameters
from landsim.facts import load_table
from landsim.names import COUNTRIES

YEARS = (1990, 2000, 2010)
NAMES = ("forest.growth_scale", "forest.natural_mean_age", "forest.planted_mean_age")
PRIOR_SPREAD = (0.35, 0.35, 0.35)  # standard deviation of the logarithm about the first guess
MISFIT_SPREAD = 0.02


def observed() -> np.ndarray:
    """Living biomass carbon, MtC, [countries, YEARS] (FRA 2020)."""
    table = load_table("forest_observations")
    rows = table[(table["variable"] == "living_biomass_carbon_stock") & table["year"].isin(YEARS)]
    return rows.pivot(index="country", columns="year", values="value").loc[list(COUNTRIES), list(YEARS)].to_numpy()


def modelled(values: np.ndarray, scenario: landsim.Scenario, land: landsim.Landscape) -> np.ndarray:
    """Living biomass of a run to 2010 with the given parameters, MtC; values [NAMES, countries]."""
    given = {
        f"{name}.{c}": float(v)
        for name, row in zip(NAMES, values, strict=True)
        for c, v in zip(COUNTRIES, row, strict=True)
    }
    run = landsim.run(dataclasses.replace(scenario, parameters=given), landscape=land)
    biomass = run.account.stocks["living_biomass"][1]
    return biomass[:, [year - int(run.drivers.years[0]) for year in YEARS]]


def main() -> None:
    scenario, land = landsim.load_scenario("baseline"), landsim.load_landscape()
    defaults = parameters.defaults()
    guess = np.array([parameters.take(defaults, name) for name in NAMES])
    limits = [next(p for p in parameters.declared() if p.name == name).valid for name in NAMES]
    target = observed()
    cache: dict[bytes, np.ndarray] = {}

    def run(logs: np.ndarray) -> np.ndarray:
        key = logs.tobytes()
        if key not in cache:
            values = np.exp(logs) * guess
            values = np.array([np.clip(row, low, high) for row, (low, high) in zip(values, limits, strict=True)])
            cache[key] = np.log(modelled(values, scenario, land) / target)
        return cache[key]

    def residuals(flat: np.ndarray) -> np.ndarray:
        logs = flat.reshape(len(NAMES), -1)
        prior = logs / np.array(PRIOR_SPREAD)[:, None]
        return np.concatenate([(run(logs) / MISFIT_SPREAD).ravel(), prior.ravel()])

    def jacobian(flat: np.ndarray) -> np.ndarray:
        # Countries do not touch each other, so one run per kind of parameter gives the slopes of all of them.
        logs = flat.reshape(len(NAMES), -1)
        n, years, step = len(COUNTRIES), len(YEARS), 0.02
        base = run(logs)
        table = np.zeros((n * years + logs.size, logs.size))
        for kind in range(len(NAMES)):
            moved = logs.copy()
            moved[kind] += step
            slope = (run(moved) - base) / step / MISFIT_SPREAD
            for country in range(n):
                table[country * years : (country + 1) * years, kind * n + country] = slope[country]
        for i in range(logs.size):
            table[n * years + i, i] = 1.0 / PRIOR_SPREAD[i // n]
        return table

    fit = least_squares(residuals, np.zeros(guess.size), jac=jacobian, max_nfev=25)
    values = np.exp(fit.x.reshape(guess.shape)) * guess
    for name, row in zip(NAMES, values, strict=True):
        print(name, {c: round(float(v), 3) for c, v in zip(COUNTRIES, row, strict=True)})
    misfit = np.exp(run(fit.x.reshape(guess.shape))) - 1.0
    for country, row in zip(COUNTRIES, misfit, strict=True):
        print(country, " ".join(f"{year}: {100 * m:+.1f} %" for year, m in zip(YEARS, row, strict=True)))


if __name__ == "__main__":
    main()
