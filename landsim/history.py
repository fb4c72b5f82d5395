"""National history 1990-2020 as the drivers of a run, and its continuation by the rules of `baseline`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landsim import climate as global_climate
from landsim import history_assumptions as assumed
from landsim.assumptions import Assumption
from landsim.errors import InputError
from landsim.facts import national_series
from landsim.forest_history import ForestInterval, forest_intervals
from landsim.names import COUNTRIES, SPECIES

Floats = NDArray[np.float64]
Years = NDArray[np.int64]
Series = Mapping[int, float]

FIRST_YEAR = 1990
# Policy begins after this year: later rows of a table are observations to compare with, never drivers.
LAST_YEAR = 2020
# `baseline` continues the mean of this year to LAST_YEAR.
MEAN_FROM = 2010
# Harvest, fire and insects move in a straight line from LAST_YEAR to their mean, which they reach in this year.
MEAN_REACHED = 2025
SMOOTHING_WINDOW = 5
# Fire and insects before the first report take the mean of this many years from the first report on.
DISTURBANCE_YEARS = 10
HISTORY: Years = np.arange(FIRST_YEAR, LAST_YEAR + 1)
# Stocks at the end of a year, from the state before the first change on.
YEAR_ENDS: Years = np.arange(FIRST_YEAR - 1, LAST_YEAR + 1)


@dataclass(frozen=True)
class NationalDrivers:
    """Arrays are [country in COUNTRIES order, year]; a flux of year y is the change during y.

    Up to 2020 as observed, from 2021 the `baseline` continuation.
    """

    years: Years
    forest_gain: Floats  # ha/yr, gross
    forest_loss: Floats  # ha/yr, gross
    planted_share_of_gain: Floats  # 0-1
    planted_restocking: (
        Floats  # ha/yr, net natural -> planted inside forest, all loss taken from natural forest
    )
    cropland_change: Floats  # ha/yr, net, of cropland smoothed over five years
    settlement_gain: Floats  # 1/yr, share of the country's settlement area of 2020
    burned_forest: Floats  # ha/yr
    insect_damage: Floats  # ha/yr of forest on which insects did harm, deadly or not
    roundwood: Floats  # m3/yr under bark, industrial and fuel
    industrial_roundwood: Floats  # m3/yr under bark
    heads: Floats  # [country, year, species in SPECIES order], head at 31 December
    heads_start: Floats  # [country, species], head at 31 December before the first year
    dairy_cattle_share: Floats  # 0-1, milked cows among cattle
    gmst_change: Floats  # [year], K against 1995-2014
    warming_since_record: Floats  # [year], K of global warming since the mean of 2010-2020; 0 up to 2020
    co2: Floats  # [year], ppm
    assumptions: tuple[Assumption, ...]

    def until(self, last_year: int) -> NationalDrivers:
        """The same without the years after one."""
        count = int(np.sum(self.years <= last_year))
        series: dict[str, Any] = {
            name: value[:count] if value.ndim == 1 else value[:, :count]
            for name, value in vars(self).items()
            if isinstance(value, np.ndarray) and name != "heads_start"
        }
        return replace(self, **series)


def national_drivers(first_year: int, last_year: int, climate: str) -> NationalDrivers:
    """Drivers of ``first_year``..``last_year`` under a named climate (landsim.climate.CLIMATES)."""
    if not FIRST_YEAR <= first_year <= last_year <= global_climate.LAST_YEAR:
        raise InputError(
            f"The key years is [{first_year}, {last_year}]; expected a first and a last year "
            f"from {FIRST_YEAR} to {global_climate.LAST_YEAR}, the first not after the last."
        )
    years: Years = np.arange(first_year, last_year + 1)

    forest = [_forest(country) for country in COUNTRIES]
    gain = _forest_rates(forest, lambda interval: interval.gain, years)
    planted_gain = _forest_rates(forest, lambda interval: interval.gain * interval.planted_share, years)
    industrial = _by_country("production_industrial_roundwood", _harvest, years)
    wood_fuel = np.array([_harvest(_wood_fuel(country), years) for country in COUNTRIES])
    herds = np.array([herd_history(country) for country in COUNTRIES])
    dairy = np.array([dairy_share(country) for country in COUNTRIES])
    # Herds stay what they were at the end of 2020.
    year_end = np.minimum(years, LAST_YEAR) - YEAR_ENDS[0]

    return NationalDrivers(
        years=years,
        forest_gain=gain,
        forest_loss=_forest_rates(forest, lambda interval: interval.loss, years),
        planted_share_of_gain=np.divide(planted_gain, gain, out=np.zeros_like(gain), where=gain > 0.0),
        planted_restocking=_forest_rates(forest, lambda interval: interval.restocking, years),
        cropland_change=_by_country("cropland", _cropland, years),
        settlement_gain=_by_country("artificial_surfaces", _settlement, years),
        burned_forest=_by_country("forest_burned_area", _disturbance, years),
        insect_damage=_by_country("forest_insect_damage", _disturbance, years),
        roundwood=industrial + wood_fuel,
        industrial_roundwood=industrial,
        heads=herds[:, year_end, :],
        heads_start=herds[:, min(first_year - 1, LAST_YEAR) - YEAR_ENDS[0], :],
        dairy_cattle_share=dairy[:, year_end],
        gmst_change=global_climate.gmst_change(climate, years),
        warming_since_record=warming_since_record(climate, years),
        co2=global_climate.co2_concentration(climate, years),
        assumptions=(*_history_assumptions(), *global_climate.climate_assumptions(climate)),
    )


# From the years of a table to 1990-2020


def yearly(series: Series, years: Years) -> Floats:
    """Values of ``years``: linear between observed years, the first held back and the last held forward."""
    dates = sorted(series)
    return np.interp(years, dates, [series[date] for date in dates])


def interval_rates(intervals: tuple[ForestInterval, ...], rate: Callable[[ForestInterval], float]) -> Floats:
    """A rate in 1990-2020: that of the interval a year lies in, of the first one for the years before it."""
    ends = [interval.last_year for interval in intervals]
    index = np.minimum(np.searchsorted(ends, HISTORY), len(intervals) - 1)
    return np.array([rate(interval) for interval in intervals])[index]


def cropland_changes(area: Series) -> Floats:
    """Net change of cropland in 1990-2020, ha/yr, of its centred five-year mean (ends held)."""
    half = SMOOTHING_WINDOW // 2
    padded = yearly(area, np.arange(YEAR_ENDS[0] - half, YEAR_ENDS[-1] + half + 1))
    return np.diff(np.convolve(padded, np.full(SMOOTHING_WINDOW, 1.0 / SMOOTHING_WINDOW), mode="valid"))


def settlement_gains(area: Series) -> Floats:
    """Gain of settlements in 1990-2020 as a share of the area of 2020, 1/yr; settlements never shrink."""
    monotone: Floats = np.maximum.accumulate(yearly(area, YEAR_ENDS))
    return np.diff(monotone) / float(monotone[-1])


def early_reports(area: Series) -> list[float]:
    """Reports whose mean stands for the years before the first one: those of its first ten years."""
    return [value for year, value in area.items() if year < min(area) + DISTURBANCE_YEARS]


def late_reports(area: Series) -> list[float]:
    """Reports whose mean stands for the years after the last one: those from 2010 on."""
    return [value for year, value in area.items() if year >= min(MEAN_FROM, max(area))]


def disturbed_forest(area: Series) -> Floats:
    """Burned or insect-damaged forest in 1990-2020, ha/yr; between two reports in a straight line."""
    early, late = np.mean(early_reports(area)), np.mean(late_reports(area))
    return np.where(min(area) > HISTORY, early, np.where(max(area) < HISTORY, late, yearly(area, HISTORY)))


def herd_history(country: str) -> Floats:
    """Whole heads at the end of 1989..2020, [year, species]. A species without a row is not kept there."""
    heads = np.zeros((len(YEAR_ENDS), len(SPECIES)))
    for index, series in enumerate(_herds(country)):
        if series:
            heads[:, index] = np.rint(yearly(series, YEAR_ENDS))
    if not heads.any():
        raise InputError(
            f"The fact table national_history.csv has no row of heads_<species> for {country} "
            f"up to {LAST_YEAR}; at least one species is expected."
        )
    return heads


def dairy_share(country: str) -> Floats:
    """Milked cows among cattle at the end of 1989..2020 (0-1)."""
    cattle = yearly(_observed("heads_cattle", country), YEAR_ENDS)
    return np.clip(yearly(_observed("heads_dairy_cattle", country), YEAR_ENDS) / cattle, 0.0, 1.0)


# From 1990-2020 to the years of a run


def warming_since_record(climate: str, years: Years) -> Floats:
    """Global warming since the mean of 2010-2020, K: what the record of fire and insects does not yet hold."""
    reference = float(global_climate.gmst_change(climate, HISTORY[MEAN_FROM - FIRST_YEAR :]).mean())
    return np.where(years > LAST_YEAR, global_climate.gmst_change(climate, years) - reference, 0.0)


def continue_mean(history: Floats, years: Years) -> Floats:
    """Land changes (1990-2020) at ``years``; from 2021 their mean between the areas of 2010 and 2020.

    An area is that of 31 December, so the first change of this mean is that of 2011.
    """
    mean = float(history[MEAN_FROM + 1 - FIRST_YEAR :].mean())
    return np.where(years > LAST_YEAR, mean, history[np.minimum(years, LAST_YEAR) - FIRST_YEAR])


def approach_mean(history: Floats, years: Years) -> Floats:
    """A yearly flow (1990-2020) at ``years``; from 2020 in a line to its mean of 2010-2020 in 2025."""
    observed = history[np.minimum(years, LAST_YEAR) - FIRST_YEAR]
    mean = float(history[MEAN_FROM - FIRST_YEAR :].mean())
    way: Floats = np.clip((years - LAST_YEAR) / (MEAN_REACHED - LAST_YEAR), 0.0, 1.0)
    moved: Floats = observed + way * (mean - observed)
    return moved


def _cropland(area: Series, years: Years) -> Floats:
    return continue_mean(cropland_changes(area), years)


def _settlement(area: Series, years: Years) -> Floats:
    return continue_mean(settlement_gains(area), years)


def _disturbance(area: Series, years: Years) -> Floats:
    return approach_mean(disturbed_forest(area), years)


def _harvest(volume: Series, years: Years) -> Floats:
    return approach_mean(yearly(volume, HISTORY), years)


# From the tables


def _by_country(variable: str, rule: Callable[[Series, Years], Floats], years: Years) -> Floats:
    return np.array([rule(_observed(variable, country), years) for country in COUNTRIES])


def _forest_rates(
    forest: list[tuple[ForestInterval, ...]], rate: Callable[[ForestInterval], float], years: Years
) -> Floats:
    return np.array([continue_mean(interval_rates(intervals, rate), years) for intervals in forest])


def _forest(country: str) -> tuple[ForestInterval, ...]:
    area, planted = _observed("forest_area", country), _observed("planted_forest", country)
    expansion, deforestation, afforestation = (
        national_series(name, country)
        for name in ("forest_expansion_rate", "deforestation_rate", "afforestation_rate")
    )
    return forest_intervals(country, area, planted, expansion, deforestation, afforestation)


def _herds(country: str) -> list[Series]:
    return [_until_last(national_series(f"heads_{species}", country)) for species in SPECIES]


def _observed(variable: str, country: str) -> Series:
    series = _until_last(national_series(variable, country))
    if not series:
        raise InputError(
            f"The fact table national_history.csv has no row of {variable!r} for {country} "
            f"up to {LAST_YEAR}; at least one year is expected."
        )
    return series


def _wood_fuel(country: str) -> Series:
    return assumed.reported_wood_fuel(country, _observed("production_wood_fuel", country))


def _until_last(series: Series) -> Series:
    return {year: value for year, value in series.items() if year <= LAST_YEAR}


def _history_assumptions() -> list[Assumption]:
    rows: list[Assumption] = []
    for country in COUNTRIES:
        rows += assumed.forest_assumptions(country, _forest(country))
        for variable in ("cropland", "artificial_surfaces"):
            series = _observed(variable, country)
            rows += assumed.held_assumptions(variable, country, [series], YEAR_ENDS[0], LAST_YEAR, "ha")
        for name, variable in (("burned_forest", "forest_burned_area"), ("insect_damage", "forest_insect_damage")):
            area = _observed(variable, country)
            satellite = national_series(f"{variable}_satellite", country)
            early, late = early_reports(area), late_reports(area)
            rows += assumed.disturbance_assumptions(name, country, area, early, late, satellite)
        rows += assumed.roundwood_assumptions(
            country,
            _observed("production_industrial_roundwood", country),
            _observed("production_wood_fuel", country),
            national_series("wood_removals", country),
        )
        for name, herds in (
            ("heads", [series for series in _herds(country) if series]),
            ("heads_dairy_cattle", [_observed("heads_dairy_cattle", country)]),
        ):
            rows += assumed.held_assumptions(name, country, herds, YEAR_ENDS[0], LAST_YEAR, "head")
    rows += assumed.heads_date_assumptions()
    rows += assumed.recalled_heads_assumptions()
    return rows
