"""NDVI of dense grass on the embedded grid against the forage of its climate.

Prints what to declare in landsim/core/rangeland.py (greenness_full, greenness_forage); changes nothing by itself.
Run: python calibration/greenness.py
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import curve_fit

import landsim
from landsim.grazing_inputs import forage_of_climate


def greenness(land: landsim.Landscape) -> np.ndarray:
    """Highest NDVI and the forage at 63 % of it (t dm/ha), over units that are mostly grassland."""
    grass = land["area_grassland"]
    here = grass > 0.5 * land.area()
    found, _ = curve_fit(
        lambda forage, full, half: full * -np.expm1(-forage / half), forage_of_climate(land)[here],
        land["ndvi_maximum"][here], p0=(0.7, 0.6), sigma=1.0 / np.sqrt(grass[here]),
    )  # fmt: skip
    return np.asarray(found)


if __name__ == "__main__":
    print("greenness_full, greenness_forage", np.round(greenness(landsim.load_landscape()), 3))
