"""The logistic curve nearest to the Chapman-Richards curve of each forest type.

Three numbers per type are fitted by least squares to the type's own Chapman-Richards curve at ages 0 to 150. An age
counts with 1 / (age + 10): young ages, where the curves bend and most managed forest stands, weigh as much as the long
plateau. Writes the columns logistic_* of landsim/core/growth_curves.csv; logistic_rmse is the plain root mean square
difference over the same ages in tC/ha. The two formulas stand here once more because landsim.core.forest cannot be
imported without the columns; tests/unit/core/test_growth_curves.py holds columns and model together.
Run: python calibration/logistic_curves.py
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares

import landsim.core

TABLE = Path(landsim.core.__file__).parent / "growth_curves.csv"
AGES = np.arange(151)
COLUMNS = ("logistic_asymptote", "logistic_rate", "logistic_constant", "logistic_rmse")


def chapman_richards(asymptote: float, rate: float, shape: float) -> np.ndarray:
    """Living biomass at AGES, tC/ha."""
    return asymptote * (-np.expm1(-rate * AGES)) ** shape


def logistic(asymptote: float, rate: float, constant: float) -> np.ndarray:
    """Living biomass at AGES, tC/ha; landsim.core.forest.logistic says where the form is from."""
    return asymptote * -np.expm1(-rate * AGES) / (1.0 + constant * np.exp(-rate * AGES))


def nearest(asymptote: float, rate: float, shape: float) -> tuple[float, float, float, float]:
    """Asymptote (tC/ha), rate (1/yr) and constant of the nearest logistic curve, and its rmse (tC/ha)."""
    wanted = chapman_richards(asymptote, rate, shape)
    weight = 1.0 / np.sqrt(AGES + 10.0)

    def misfit(numbers: np.ndarray) -> np.ndarray:
        relative, pace, constant = numbers
        return weight * (logistic(relative * asymptote, pace * rate, constant) - wanted) / asymptote

    fit = least_squares(misfit, (1.0, 1.5, shape), bounds=((0.2, 0.2, 0.0), (2.0, 10.0, 100.0)), xtol=1e-12, ftol=1e-12)
    found = (round(fit.x[0] * asymptote, 3), round(fit.x[1] * rate, 5), round(fit.x[2], 3))
    return *found, round(float(np.sqrt(np.mean((logistic(*found) - wanted) ** 2))), 2)


def main() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name not in COLUMNS]
    place = names.index("stocking_factor")
    names[place:place] = COLUMNS
    for row in rows:
        given = (float(row[name]) for name in ("asymptote", "rate", "shape"))
        row.update(zip(COLUMNS, map(str, nearest(*given)), strict=True))
        print(row["type"], *(row[name] for name in COLUMNS))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
