"""Benchmarks by one declared sharing rule: every country cuts by the global percentage from its own level of 2019.

The percentages are global medians of pathways that hold 1.5 or 2 degrees. The rule shares the effort by what each
emitted (grandfathering): it is simple and the same for all, and it is not fair to those who emitted little.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from landsim.assumptions import Assumption
from landsim.economy.series import FloatArray
from landsim.errors import InputError
from landsim.facts import load_table

BASE_YEAR = 2019
# Degrees as in benchmark_pathways -> as shown.
DEGREES = {"1p5c": "1.5 C", "2c": "2 C"}
# Years with a value come from the first that has one; ranges from the second, which has them.
VALUE_DATASETS = ("EGR2025", "AR6_Gidden")
RANGE_DATASET = "AR6_Gidden"
RULE = "equal percentage cut: every country cuts its own emissions of 2019 by the global median"


@dataclass(frozen=True)
class GlobalCut:
    """Cut against 2019 in percent at the knots, with the smallest and the largest of the range."""

    years: tuple[int, ...]
    value: FloatArray
    smallest: FloatArray
    largest: FloatArray
    source: str

    def factors(self, years: npt.ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
        """What is left of 2019 (1) in each year: value, low, high. Linear between knots, then held."""
        wanted = np.asarray(years, dtype=float)
        knots = (BASE_YEAR, *self.years)

        def left(cut: FloatArray) -> FloatArray:
            return np.asarray(1.0 - np.interp(wanted, knots, np.concatenate(([0.0], cut))) / 100.0)

        return left(self.value), left(self.largest), left(self.smallest)


@cache
def global_cut(degrees: str) -> GlobalCut:
    """The global cut that holds 1.5 ("1p5c") or 2 ("2c") degrees.

    Raises InputError where benchmark_pathways.csv lacks it.
    """
    table = load_table("benchmark_pathways")
    rows = table[(table["country"] == "WLD") & (table["variable"] == f"global_cut_{degrees}")]
    by_dataset = {name: rows[rows["dataset"] == name].set_index("year") for name in VALUE_DATASETS}
    values: dict[int, float] = {}
    for name in reversed(VALUE_DATASETS):
        values |= {
            int(year): float(value)
            for year, value in zip(by_dataset[name].index, by_dataset[name]["value"], strict=True)
        }
    ranged = by_dataset[RANGE_DATASET].sort_index()
    if ranged.empty or ranged[["low", "high"]].isna().any(axis=None):
        raise InputError(
            f"benchmark_pathways.csv has no range of global_cut_{degrees} in {RANGE_DATASET}; expected low and high."
        )
    years = tuple(sorted(values))
    value = np.array([values[year] for year in years])
    known = ranged.index.to_numpy(dtype=float)
    smallest = np.interp(years, known, ranged["low"].to_numpy(dtype=float))
    largest = np.interp(years, known, ranged["high"].to_numpy(dtype=float))
    sources = " | ".join(dict.fromkeys(rows["source"]))
    return GlobalCut(years, value, np.minimum(smallest, value), np.maximum(largest, value), sources)


def cut_assumptions() -> tuple[Assumption, ...]:
    """The sharing rule, with the cuts it shares out."""
    rows = []
    for degrees, shown in DEGREES.items():
        cut = global_cut(degrees)
        for year in (2030, 2050):
            at = cut.years.index(year)
            rows.append(
                Assumption(
                    name=f"economy_benchmark_cut_{degrees}_{year}",
                    country="",
                    value=float(cut.value[at]),
                    low=float(cut.smallest[at]),
                    high=float(cut.largest[at]),
                    unit="%",
                    text=f"Benchmark of {shown}, {RULE}, here by {year}; global cuts hold all gases with land use, the "
                    f"countries' emissions are without it; linear between years, after {cut.years[-1]} held.",
                    source=cut.source,
                )
            )
    return tuple(rows)
