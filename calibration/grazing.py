"""Grazing of Mongolia against its published stocking density and the condition of its pastures in 2018.

Fits the scale of usable forage, the loss under overgrazing, the forage of bare land, that of sparse land, and how far
herds follow forage, with fixed priors; and NDVI of the embedded grid against the forage of its climate. Prints what to
declare in landsim/core/rangeland.py and landsim/core/herd.py, and the misfit; changes nothing by itself.
Run: python calibration/grazing.py [--misfit]
"""

from __future__ import annotations

import dataclasses
import sys

import numpy as np
from scipy.optimize import curve_fit, minimize

import landsim
from landsim.core import parameters
from landsim.core.state import CONDITION_CLASSES
from landsim.grazing_inputs import forage_of_climate
from landsim.names import COUNTRIES

MONGOLIA = COUNTRIES.index("MNG")
# Share of pasture in each class of condition in 2018, and mean relative stocking density of 2000-2019.
CLASSES_2018 = np.array([0.423, 0.135, 0.211, 0.128, 0.103])
DENSITY = 1.07
DENSITY_SPREAD, CLASS_SPREAD = 0.05, 0.05
NAMES = (
    "rangeland.overgrazing_loss", "herd.mobility", "rangeland.degraded_production", "rangeland.sparse_share",
    "rangeland.use_scale",
)  # fmt: skip
PRIOR = np.array([0.08, 0.6, 0.4, 0.3, 1.2])
PRIOR_SPREAD = np.array([0.03, 0.2, 0.1, 0.15, 0.2])
RUNS = 150


def read(run: landsim.Run) -> tuple[np.ndarray, float]:
    """Shares of Mongolia's grassland by class in 2018; demand over usable forage, mean of 2000-2019."""
    stocks = {name: values[MONGOLIA] for name, (_, values) in run.account.stocks.items()}
    at = 2018 - int(run.drivers.years[0])
    shares = np.array([stocks[f"grassland_{name}"][at] for name in CONDITION_CLASSES]) / stocks["grassland_area"][at]
    return shares, float(stocks["grazing_pressure"][at - 18 : at + 2].mean())


def greenness(land: landsim.Landscape) -> np.ndarray:
    """Highest NDVI and the forage at 63 % of it (t dm/ha), over units that are mostly grassland."""
    grass = land["area_grassland"]
    here = grass > 0.5 * land.area()
    found, _ = curve_fit(
        lambda forage, full, half: full * -np.expm1(-forage / half), forage_of_climate(land)[here],
        land["ndvi_maximum"][here], p0=(0.7, 0.6), sigma=1.0 / np.sqrt(grass[here]),
    )  # fmt: skip
    return np.asarray(found)


def main(only_misfit: bool) -> None:
    scenario, land = landsim.load_scenario("baseline"), landsim.load_landscape()
    print("greenness_full, greenness_forage", np.round(greenness(land), 3))
    valid = {e.name: e.plausible for e in parameters.elements()}
    low, high = np.array([valid[name] for name in NAMES]).T

    def run(values: np.ndarray) -> tuple[np.ndarray, float]:
        given = dict(zip(NAMES, map(float, values), strict=True))
        return read(landsim.run(dataclasses.replace(scenario, parameters=given), landscape=land))

    def misfit(z: np.ndarray) -> float:
        values = np.clip(PRIOR + PRIOR_SPREAD * z, low, high)
        shares, density = run(values)
        outside = np.abs(values - (PRIOR + PRIOR_SPREAD * z)).sum()
        observed = ((shares - CLASSES_2018) / CLASS_SPREAD) ** 2
        return float(observed.sum() + ((density - DENSITY) / DENSITY_SPREAD) ** 2 + 0.3 * z @ z + 50.0 * outside)

    if only_misfit:
        values = np.array([parameters.value(parameters.defaults(), name) for name in NAMES])
    else:
        start = np.zeros(len(NAMES))
        simplex = start + np.vstack([start, 0.7 * np.eye(len(NAMES))])
        found = minimize(misfit, start, method="Nelder-Mead", options={"maxfev": RUNS, "initial_simplex": simplex})
        values = np.clip(PRIOR + PRIOR_SPREAD * found.x, low, high)
    shares, density = run(values)
    print(dict(zip(NAMES, np.round(values, 3).tolist(), strict=True)))
    for name, model, published in zip(CONDITION_CLASSES, shares, CLASSES_2018, strict=True):
        print(f"{name}: model {100 * model:.1f} %, published {100 * published:.1f} %")
    print(f"demand over usable forage, mean of 2000-2019: model {density:.3f}, published {DENSITY}")


if __name__ == "__main__":
    main("--misfit" in sys.argv[1:])
