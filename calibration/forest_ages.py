"""Ages of forest in a run against recorded ones (forest_age_observations.csv).

A run gives areas and fluxes, not ages. The starting ages are moved on to the year that is asked for; what was felled or
lost since is taken off the older classes, where the model fells, and what was planted or regrew is young.
Run: python calibration/forest_ages.py
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaincc

import landsim
from landsim.calibration.hindcast import share_older as share_older_in_run
from landsim.core import parameters
from landsim.facts import load_table


def observations() -> dict[tuple[str, int, str], float]:
    """(country, year, variable) -> recorded value."""
    table = load_table("forest_age_observations")
    return {(row.country, int(row.year), row.variable): float(row.value) for row in table.itertuples()}


def share_older(values: np.ndarray, stratum: str, country: str, age: float) -> float:
    """Share of a stratum's area at the end of 1989 that is older than an age (years)."""
    mean, spread = (parameters.value(values, f"forest.{stratum}_{n}.{country}") for n in ("mean_age", "age_spread"))
    return float(gammaincc(spread, max(age, 0.0) * spread / mean))


def main() -> None:
    run = landsim.run("baseline")
    for (country, year, variable), recorded in observations().items():
        if variable == "forest_share_over_30_years":
            modelled = share_older_in_run(run, country, year, 30.0)
            print(f"{country} {year} share of forest over 30 years: recorded {recorded:.3f}, model {modelled:.3f}")
    mean = parameters.value(run.values, "forest.planted_mean_age.JPN")
    print(f"JPN 2017 planted forest of 1989, never felled: mean age {mean + 28:.1f}")
    for age in (30, 40, 50, 60, 70):
        print(f"    older than {age}: {share_older(run.values, 'planted', 'JPN', age - 28):.2f}")


if __name__ == "__main__":
    main()
