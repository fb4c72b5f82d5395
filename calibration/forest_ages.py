"""Ages of forest in a run against recorded ones (forest_age_observations.csv).

A run gives areas and fluxes, not ages. The starting ages are moved on to the year that is asked for; what was felled or
lost since is taken off the older classes, where the model fells, and what was planted or regrew is young.
Run: python calibration/forest_ages.py
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaincc

import landsim
from landsim.core import parameters
from landsim.core.state import FLUX
from landsim.facts import load_table
from landsim.names import COUNTRIES

STRATA = ("natural", "planted")


def observations() -> dict[tuple[str, int, str], float]:
    """(country, year, variable) -> recorded value."""
    table = load_table("forest_age_observations")
    return {(row.country, int(row.year), row.variable): float(row.value) for row in table.itertuples()}


def share_older(values: np.ndarray, stratum: str, country: str, age: float) -> float:
    """Share of a stratum's area at the end of 1989 that is older than an age (years)."""
    mean, spread = (parameters.value(values, f"forest.{stratum}_{n}.{country}") for n in ("mean_age", "age_spread"))
    return float(gammaincc(spread, max(age, 0.0) * spread / mean))


def share_older_in(run: landsim.Run, country: str, year: int, age: float) -> float:
    """Share of the forest of a country older than an age at the end of a year after 1989."""
    at = COUNTRIES.index(country)
    here = run.landscape.country == at
    start = run.plan.start_areas[: len(STRATA), here].sum(axis=1)
    gone = age - (year - 1989)
    older = sum(area * share_older(run.values, name, country, gone) for name, area in zip(STRATA, start, strict=True))
    flux = run.simulated.total[at, : year - int(run.drivers.years[0]) + 1]
    # Felling takes the oldest; deforestation takes every age alike.
    lost = flux[:, FLUX.lost_forest].sum()
    older = older * max(0.0, 1.0 - lost / start.sum()) - flux[:, FLUX.felled_area].sum()
    return float(max(0.0, older) / (flux[-1, FLUX.area_forest_natural] + flux[-1, FLUX.area_forest_planted]))


def main() -> None:
    run = landsim.run("baseline")
    for (country, year, variable), recorded in observations().items():
        if variable == "forest_share_over_30_years":
            modelled = share_older_in(run, country, year, 30.0)
            print(f"{country} {year} share of forest over 30 years: recorded {recorded:.3f}, model {modelled:.3f}")
    mean = parameters.value(run.values, "forest.planted_mean_age.JPN")
    print(f"JPN 2017 planted forest of 1989, never felled: mean age {mean + 28:.1f}")
    for age in (30, 40, 50, 60, 70):
        print(f"    older than {age}: {share_older(run.values, 'planted', 'JPN', age - 28):.2f}")


if __name__ == "__main__":
    main()
