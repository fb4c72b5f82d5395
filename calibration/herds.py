"""Growth of Mongolia's herds by species, and the trend of the market until 1993 and until 1999, against recorded heads.

The herd runs free from 1990 with the recorded winters; heads of six years by species and in total are met as far as
fixed priors allow. Prints what to declare in landsim/core/herd_dynamics.py and landsim/herd_model.py, and the
misfit; changes nothing by itself.
Run: python calibration/herds.py [--misfit]
"""

from __future__ import annotations

import sys

import numpy as np
from scipy.optimize import least_squares

import landsim
from landsim import herd_model
from landsim.core import parameters
from landsim.history import national_drivers
from landsim.names import COUNTRIES, SPECIES

FITTED = ("cattle", "sheep", "goats", "horses", "camels")
PRIOR = np.array([0.08, 0.095, 0.125, 0.05, 0.03, -0.085, -0.045])
PRIOR_SPREAD = np.array([0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.02])
YEARS = (1993, 1999, 2002, 2009, 2010, 2019)
SPECIES_SPREAD, TOTAL_SPREAD = 0.25, 0.03  # of the logarithm
TURNS = ((1999, 2002), (2002, 2009), (2009, 2010), (2010, 2019))


def main(only_misfit: bool) -> None:
    land = landsim.load_landscape()
    drivers = national_drivers(1990, 2060, "ssp2-4.5")
    recorded = drivers.heads[COUNTRIES.index("MNG"), :31]
    columns = [SPECIES.index(name) for name in FITTED]
    at = [year - 1990 for year in YEARS]

    def heads(x: np.ndarray) -> np.ndarray:
        given = {f"herd_dynamics.growth.{name}": float(rate) for name, rate in zip(FITTED, x, strict=False)}
        trends = (float(x[-2]), float(x[-1]))
        return herd_model.free_record(drivers, land, parameters.resolve(given), trends=trends)[0]

    def misfit(x: np.ndarray) -> np.ndarray:
        found = heads(x)
        species = np.log(found[at][:, columns] / recorded[at][:, columns]) / SPECIES_SPREAD
        total = np.log(found.sum(axis=1) / recorded.sum(axis=1))[at] / TOTAL_SPREAD
        return np.concatenate([species.ravel(), total, (x - PRIOR) / PRIOR_SPREAD])

    if only_misfit:
        declared = [parameters.value(parameters.defaults(), f"herd_dynamics.growth.{name}") for name in FITTED]
        x = np.array([*declared, *(growth for _, _, growth in herd_model.TREND_OF_RECORD)])
    else:
        x = least_squares(misfit, PRIOR, diff_step=1e-3).x
    print(dict(zip((*FITTED, "trend to 1993", "trend 1994-1999"), np.round(x, 4).tolist(), strict=True)))
    total, known = heads(x).sum(axis=1) / 1e6, recorded.sum(axis=1) / 1e6
    for first, last in TURNS:
        i, j = first - 1990, last - 1990
        print(f"{first}-{last}: model {total[j] - total[i]:+.2f}, recorded {known[j] - known[i]:+.2f} million head")
    print("largest error of the total, %:", round(float(100 * np.abs(total / known - 1.0).max()), 1))


if __name__ == "__main__":
    main("--misfit" in sys.argv[1:])
