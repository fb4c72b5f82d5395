"""The offset between modelled and reported land-sector emissions: a visible row, never fed to parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from landsim.errors import InputError, ModelError
from landsim.facts import load_table
from landsim.names import COUNTRIES, COUNTRY_NAMES

INVENTORY_DATASET = "UNFCCC_DI_2021"
# Later inventories are kept for judging the model blind.
LAST_REFERENCE_YEAR = 2015
REFERENCE_YEAR_COUNT = 5
# China reported few years, and the one of 2012 is an outlier.
CHOSEN_YEARS = {"CHN": (2005, 2010, 2014)}
# No agreed inventory: the model stands as it is, with the prior range of published estimates.
PRIOR_COUNTRIES = ("PRK", "MNG")


def official_lulucf(country: str) -> dict[int, float]:
    """Reported net emissions of the land sector by year, MtCO2e, up to the last reference year."""
    table = load_table("inventory_observations", ("country", "year", "variable", "value", "dataset"))
    chosen = table[
        (table["country"] == country)
        & (table["variable"] == "lulucf_net")
        & (table["dataset"] == INVENTORY_DATASET)
        & (table["year"] <= LAST_REFERENCE_YEAR)
    ].dropna(subset=["value"])
    pairs = zip(chosen["year"], chosen["value"], strict=True)
    return {int(year): float(value) for year, value in sorted(pairs)}


def lulucf_prior(country: str) -> tuple[float, float]:
    """Lowest and highest published net emissions of the land sector, MtCO2e per year."""
    table = load_table("lulucf_prior", ("country", "bound", "value"))
    rows = table[table["country"] == country].set_index("bound")["value"]
    if not {"low", "high"} <= set(rows.index):
        raise InputError(f"lulucf_prior.csv has no low and high for {country}; expected one row of each.")
    return float(rows["low"]), float(rows["high"])


def check_country_years(values: npt.NDArray[np.float64], years: npt.NDArray[np.int64], what: str) -> None:
    """Refuse an array that is not (country, year) or not finite, naming the first country and year."""
    expected = (len(COUNTRIES), len(years))
    if values.shape != expected:
        raise ModelError(f"{what} has the shape {values.shape}; expected countries by years, {expected}.")
    bad = np.argwhere(~np.isfinite(values))
    if bad.size:
        row, column = bad[0]
        raise ModelError(f"{what} is not a finite number for {COUNTRIES[row]} in {years[column]}.")


def alignment(lulucf_model: npt.NDArray[np.float64], years: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Offset (official - model) per country, MtCO2e per year, to be added to every year of the model.

    The mean over the reference years, with the lowest and highest yearly difference as its range. Where no
    inventory is agreed the offset is zero and its range reaches to the published prior.
    """
    years = np.asarray(years, dtype=np.int64)
    check_country_years(lulucf_model, years, "The modelled land-sector balance")
    rows = [_country_row(country, lulucf_model[at], years) for at, country in enumerate(COUNTRIES)]
    return pd.DataFrame(rows)


def national_offset(
    country: str, model: npt.NDArray[np.float64], years: npt.NDArray[np.int64]
) -> tuple[float, float, float]:
    """Offset of one country with its low and high, MtCO2e per year, from the model's balance in each year."""
    reference = _reference(country)
    modelled = _model_years(country, model, years, list(reference.years))
    if reference.official is None:
        mean = float(np.mean(modelled))
        # Zero stays in the range, because the model itself is one of the candidates.
        return 0.0, min(reference.prior[0] - mean, 0.0), max(reference.prior[1] - mean, 0.0)
    difference = np.array(reference.official) - modelled
    return float(difference.mean()), float(difference.min()), float(difference.max())


@dataclass(frozen=True)
class _Reference:
    """What a country's model is held against: years, reported values (None: no agreed inventory) and the prior."""

    years: tuple[int, ...]
    official: tuple[float, ...] | None
    prior: tuple[float, float] = (np.nan, np.nan)


@cache
def _reference(country: str) -> _Reference:
    if country in PRIOR_COUNTRIES:
        used = range(LAST_REFERENCE_YEAR - REFERENCE_YEAR_COUNT + 1, LAST_REFERENCE_YEAR + 1)
        return _Reference(tuple(used), None, lulucf_prior(country))
    official = official_lulucf(country)
    wanted = CHOSEN_YEARS.get(country, tuple(official)[-REFERENCE_YEAR_COUNT:])
    missing = [year for year in wanted if year not in official]
    if missing or not wanted:
        raise InputError(
            f"inventory_observations.csv has no lulucf_net of {INVENTORY_DATASET} for {country} in "
            f"{missing or f'any year to {LAST_REFERENCE_YEAR}'}; expected the alignment's reference years."
        )
    return _Reference(tuple(wanted), tuple(official[year] for year in wanted))


def _country_row(
    country: str, model: npt.NDArray[np.float64], years: npt.NDArray[np.int64]
) -> dict[str, object]:
    reference = _reference(country)
    used = list(reference.years)
    offset, low, high = national_offset(country, model, years)
    if reference.official is None:
        mean = float(np.mean(_model_years(country, model, years, used)))
        least, most = reference.prior
        inside = "inside" if least <= mean <= most else "outside"
        note = (
            f"{COUNTRY_NAMES[country]} has no agreed inventory: aligned = model with the prior range; "
            f"the model's {mean:.1f} is {inside} the published {least:.1f} to {most:.1f} Mt"
        )
        return _row(country, offset, low, high, "assumption", used, note)
    note = f"mean of official ({INVENTORY_DATASET}) minus model, held constant"
    return _row(country, offset, low, high, "derived", used, note)


def _model_years(
    country: str, model: npt.NDArray[np.float64], years: npt.NDArray[np.int64], used: list[int]
) -> npt.NDArray[np.float64]:
    absent = sorted(set(used) - {int(year) for year in years})
    if absent:
        raise InputError(
            f"The run has no year {absent[0]}, which the alignment of {country} needs; "
            f"start the run in or before {min(used)}."
        )
    return model[np.searchsorted(years, used)]


def _row(
    country: str, offset: float, low: float, high: float, status: str, used: list[int], note: str
) -> dict[str, object]:
    return {
        "country": country,
        "offset": offset,
        "low": low,
        "high": high,
        "unit": "MtCO2e",
        "status": status,
        "years_used": " ".join(str(year) for year in used),
        "note": note,
    }
