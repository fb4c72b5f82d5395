"""The offset between modelled and reported land-sector emissions: a visible row, never fed to parameters."""

from __future__ import annotations

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


def _country_row(
    country: str, model: npt.NDArray[np.float64], years: npt.NDArray[np.int64]
) -> dict[str, object]:
    if country in PRIOR_COUNTRIES:
        used = list(range(LAST_REFERENCE_YEAR - REFERENCE_YEAR_COUNT + 1, LAST_REFERENCE_YEAR + 1))
        mean = float(np.mean(_model_years(country, model, years, used)))
        low, high = lulucf_prior(country)
        inside = "inside" if low <= mean <= high else "outside"
        note = (
            f"{COUNTRY_NAMES[country]} has no agreed inventory: aligned = model with the prior range; "
            f"the model's {mean:.1f} is {inside} the published {low:.1f} to {high:.1f} Mt"
        )
        # Zero stays in the range, because the model itself is one of the candidates.
        return _row(country, 0.0, min(low - mean, 0.0), max(high - mean, 0.0), "assumption", used, note)
    official = official_lulucf(country)
    wanted = CHOSEN_YEARS.get(country, tuple(official)[-REFERENCE_YEAR_COUNT:])
    missing = [year for year in wanted if year not in official]
    if missing or not wanted:
        raise InputError(
            f"inventory_observations.csv has no lulucf_net of {INVENTORY_DATASET} for {country} in "
            f"{missing or f'any year to {LAST_REFERENCE_YEAR}'}; expected the alignment's reference years."
        )
    used = list(wanted)
    difference = np.array([official[year] for year in used]) - _model_years(country, model, years, used)
    note = f"mean of official ({INVENTORY_DATASET}) minus model, held constant"
    return _row(
        country,
        float(difference.mean()),
        float(difference.min()),
        float(difference.max()),
        "derived",
        used,
        note,
    )


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
