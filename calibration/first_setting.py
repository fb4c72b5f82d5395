"""First setting of forest growth and starting ages against FRA 2020, until the full calibration exists.

For each country one growth scale and the mean and shape of the starting ages of natural and planted forest are fitted
to the living biomass and the growing stock of 1990, 2000 and 2010 (FRA 2020) and to recorded shares of old forest up to
2010 (so far one: Republic of Korea 2009), with fixed priors.
Prints what to declare in landsim/core/forest.py and the misfit; changes nothing by itself.
Run: python calibration/first_setting.py
"""

from __future__ import annotations

import dataclasses

import numpy as np
from forest_ages import observations
from scipy.optimize import least_squares

import landsim
from landsim.calibration.hindcast import share_older
from landsim.core import parameters
from landsim.facts import load_table
from landsim.names import COUNTRIES

YEARS = (1990, 2000, 2010)
NAMES = (
    "forest.growth_scale",
    "forest.natural_mean_age",
    "forest.planted_mean_age",
    "forest.natural_age_spread",
    "forest.planted_age_spread",
)
# First guesses by country, fixed so that a second fit starts from where the first did. Japan: planted forest as the age
# classes of sugi and hinoki in three prefectures in 2017 say (read), natural forest as recalled classes of 2017 say.
# Republic of Korea: the mean of recalled classes of 1990, 2000 and 2009, as one forest; it came back with the two
# national greening plans of 1973-1987. Classes were moved back to 1989. Elsewhere a guess.
PRIOR = (
    (1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    (50.0, 35.0, 41.4, 90.0, 14.7, 90.0),
    (15.0, 15.0, 27.0, 15.0, 14.7, 25.0),
    (1.6, 1.6, 3.8, 1.6, 2.7, 1.6),
    (1.6, 1.6, 3.73, 1.6, 2.7, 1.6),
)
PRIOR_SPREAD = (0.35, 0.35, 0.35, 0.35, 0.35)  # standard deviation of the logarithm about the first guess
OBSERVED = (("living_biomass", "living_biomass_carbon_stock"), ("growing_stock", "growing_stock_total"))
MISFIT_SPREAD = 0.02
# Standard deviation of a recorded share of old forest: newspapers on official statistics, class limits not certain.
SHARE_SPREAD = 0.05
OLD = {key: value for key, value in observations().items() if key[2] == "forest_share_over_30_years" and key[1] <= 2010}


def observed() -> np.ndarray:
    """Living biomass (MtC) and growing stock (Mm3) side by side, [countries, 2 x YEARS] (FRA 2020)."""
    table = load_table("forest_observations")
    parts = []
    for _, name in OBSERVED:
        rows = table[(table["variable"] == name) & table["year"].isin(YEARS)]
        wide = rows[rows["dataset"].str.startswith("FRA2020")].pivot(index="country", columns="year", values="value")
        parts.append(wide.loc[list(COUNTRIES), list(YEARS)].to_numpy())
    return np.hstack(parts)


def misfit(values: np.ndarray, scenario: landsim.Scenario, land: landsim.Landscape) -> np.ndarray:
    """Model against observations in standard deviations, [countries, 2 x YEARS + 1]; values [NAMES, countries].

    The last column is the share of forest over 30 years old, zero where none is recorded.
    """
    given = {
        f"{name}.{country}": float(values[i, j]) for i, name in enumerate(NAMES) for j, country in enumerate(COUNTRIES)
    }
    run = landsim.run(dataclasses.replace(scenario, parameters=parameters.before_calibration() | given), landscape=land)
    at = [year - int(run.drivers.years[0]) for year in YEARS]
    stocks = np.hstack([run.account.stocks[name][1][:, at] for name, _ in OBSERVED])
    shares = np.zeros((len(COUNTRIES), 1))
    for (country, year, _), recorded in OLD.items():
        shares[COUNTRIES.index(country)] = (share_older(run, country, year, 30.0) - recorded) / SHARE_SPREAD
    return np.hstack([np.log(stocks / observed()) / MISFIT_SPREAD, shares])


def main() -> None:
    scenario, land = landsim.load_scenario("baseline"), landsim.load_landscape()
    guess = np.array(PRIOR)
    limits = [next(p for p in parameters.declared() if p.name == name).valid for name in NAMES]
    cache: dict[bytes, np.ndarray] = {}

    def run(logs: np.ndarray) -> np.ndarray:
        key = logs.tobytes()
        if key not in cache:
            values = np.exp(logs) * guess
            values = np.array([np.clip(row, low, high) for row, (low, high) in zip(values, limits, strict=True)])
            cache[key] = misfit(values, scenario, land)
        return cache[key]

    def residuals(flat: np.ndarray) -> np.ndarray:
        logs = flat.reshape(len(NAMES), -1)
        prior = logs / np.array(PRIOR_SPREAD)[:, None]
        return np.concatenate([run(logs).ravel(), prior.ravel()])

    def jacobian(flat: np.ndarray) -> np.ndarray:
        # Countries do not touch each other, so one run per kind of parameter gives the slopes of all of them.
        logs = flat.reshape(len(NAMES), -1)
        n, step = len(COUNTRIES), 0.02
        base = run(logs)
        years = base.shape[1]
        table = np.zeros((n * years + logs.size, logs.size))
        for kind in range(len(NAMES)):
            moved = logs.copy()
            moved[kind] += step
            slope = (run(moved) - base) / step
            for country in range(n):
                table[country * years : (country + 1) * years, kind * n + country] = slope[country]
        for i in range(logs.size):
            table[n * years + i, i] = 1.0 / PRIOR_SPREAD[i // n]
        return table

    fit = least_squares(residuals, np.zeros(guess.size), jac=jacobian, max_nfev=25)
    values = np.exp(fit.x.reshape(guess.shape)) * guess
    for name, row in zip(NAMES, values, strict=True):
        print(name, {c: round(float(v), 3) for c, v in zip(COUNTRIES, row, strict=True)})
    labels = [(name.replace("_", " "), year) for name, _ in OBSERVED for year in YEARS]
    found = run(fit.x.reshape(guess.shape))
    for country, row in zip(COUNTRIES, np.exp(found[:, :-1] * MISFIT_SPREAD) - 1.0, strict=True):
        parts = [f"{name} {year}: {100 * m:+.1f} %" for (name, year), m in zip(labels, row, strict=True)]
        print(country, ", ".join(parts))
    for (country, year, _), recorded in OLD.items():
        modelled = recorded + SHARE_SPREAD * found[COUNTRIES.index(country), -1]
        print(country, f"forest over 30 years old in {year}: recorded {recorded:.3f}, model {modelled:.3f}")


if __name__ == "__main__":
    main()
