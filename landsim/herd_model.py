"""Herds that run free: the herd model of landsim/core/herd_dynamics.py on the pastures of a country.

Only Mongolia's herds live mainly on grass; the other countries feed theirs, so their herds stay as given. The pastures
are the areas of 2020; measures of a scenario act on the animals afterwards and do not change their growth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.core.herd_run import run_herd
from landsim.core.simulation import scalar_parameters
from landsim.core.step import condition_factors
from landsim.errors import InputError
from landsim.facts import load_table, national_series
from landsim.grazing_account import yearly_need
from landsim.grazing_inputs import ZONES, forage_of, forage_scale, grazing_fields, sheep_units, zone_of_unit
from landsim.history import LAST_YEAR, NationalDrivers
from landsim.landscape import Landscape
from landsim.names import COUNTRIES, SPECIES
from landsim.unit_inputs import co2_factor

Floats = NDArray[np.float64]
Years = NDArray[np.int64]
PASTORAL = ("MNG",)
NATIONAL_DZUD = 3
FULL_CONDITION = 0.999
# Years before 2000 in which the market took growth away in Mongolia, and the parameter that says how much.
TRENDS_OF_RECORD = ((1990, 1993, "trend_1990_1993"), (1994, 1999, "trend_1994_1999"))


@dataclass(frozen=True)
class Winters:
    """Bad winters by year: mortality of grown animals (0-1), and the share of the country where the young are lost."""

    mortality: Floats
    extent: Floats


def recorded_winters(country: str, years: Years, values: Floats) -> Winters:
    """Winters of the record (herd_winters.csv): losses over the herd before them, or the usual loss of their class."""
    heads = np.sum([_series(f"heads_{species}", country, years - 1) for species in SPECIES], axis=0)
    table = load_table("herd_winters", ("country", "year", "variable", "value"))
    rows = table[table["country"] == country]
    found = {
        (name, int(year)): float(v) for name, year, v in zip(rows["variable"], rows["year"], rows["value"], strict=True)
    }
    usual = {0: 0.0, 1: _value(values, "small_winter_mortality"), 2: _value(values, "regional_winter_mortality")}
    usual[NATIONAL_DZUD] = _value(values, "dzud_mortality")
    mortality, extent = np.zeros(len(years)), np.zeros(len(years))
    for i, year in enumerate(years):
        severity = int(found.get(("winter_severity", int(year)), 0.0))
        lost = found.get(("winter_losses", int(year)))
        mortality[i] = usual[severity] if lost is None else lost * 1e6 / heads[i]
        extent[i] = 1.0 if severity == NATIONAL_DZUD else 0.0
    return Winters(mortality, extent)


def expected_winters(country: str, years: Years, values: Floats) -> Winters:
    """The mean winter: chance of a dzud, and of a dry summer, times what it costs."""
    dzud = parameters.value(values, f"herd_dynamics.dzud_probability.{country}")
    dry = _dry_summer_chance(values)
    lost = dzud * (
        dry * _value(values, "dzud_after_drought_mortality") + (1.0 - dry) * _value(values, "dzud_mortality")
    )
    lost += (1.0 - dzud) * dry * _value(values, "drought_mortality")
    return Winters(np.full(len(years), lost), np.full(len(years), dzud))


def seeded_winters(country: str, years: Years, values: Floats, weather: Floats, seed: int) -> Winters:
    """Winters drawn by country and year; a summer is dry where the forage of the steppe says so.

    weather  [years, ZONES], as in `grazing_inputs.forage_weather`
    """
    entropy = [seed, int.from_bytes(country.encode("ascii"), "big"), int.from_bytes(b"winter", "big")]
    draws = np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy))).random(200)[years - LAST_YEAR]
    dzud = draws < parameters.value(values, f"herd_dynamics.dzud_probability.{country}")
    dry = weather[:, ZONES.index("steppe")] < _value(values, "dry_summer")
    after = np.where(dry, _value(values, "dzud_after_drought_mortality"), _value(values, "dzud_mortality"))
    alone = np.where(dry, _value(values, "drought_mortality"), 0.0)
    return Winters(np.where(dzud, after, alone), dzud.astype(float))


def free_heads(
    country: str,
    heads: Floats,
    years: Years,
    winters: Winters,
    trend: Floats,
    warming: Floats,
    co2_factor: Floats,
    weather: Floats,
    land: Landscape,
    values: Floats,
    grazed_before: Floats | None = None,
) -> tuple[Floats, Floats]:
    """Heads of a country at the end of each year, [years, SPECIES], and demand over usable forage [years].

    heads    [SPECIES], before the first year              winters, trend [years], 1/yr
    warming  [years], K of global warming; co2_factor [years], growth factor; weather [years, ZONES]
    grazed_before  [years before, SPECIES]: herds that shaped the pastures since `rangeland.start_years` before
                   the first of them; None: the herd of the first year stood for `rangeland.start_years`

    Raises InputError for a country without a herd.
    """
    units = parameters.take(values, "herd.sheep_units")
    here = land.country == COUNTRIES.index(country)
    total, share = sheep_units(land, values)
    if not total[here].sum() > 0.0:
        raise InputError(f"herds of {country}: found no animal on the landscape, expected some.")
    demand = total[here] * share[here] * yearly_need(values) / total[here].sum()
    fields = grazing_fields(land, values)
    scale = (fields * forage_scale(land, values))[here]
    zone = zone_of_unit(land)[here]
    change = land["precipitation_change_per_kelvin"][here]
    change = change * parameters.value(values, "climate.precipitation_response_scale")
    forage = np.empty((len(years), int(here.sum())))
    for i, kelvin in enumerate(warming):
        warmth = land["mean_annual_temperature"][here] + land["warming_per_kelvin"][here] * kelvin
        rain = np.maximum(land["annual_precipitation"][here] * (1.0 + change * kelvin), 0.0)
        forage[i] = forage_of(warmth, rain) * scale * co2_factor[i] * weather[i][zone]
    growth = parameters.take(values, "herd_dynamics.growth").copy()
    vulnerability = parameters.take(values, "herd_dynamics.vulnerability").copy()
    rates = condition_factors(
        parameters.value(values, "rangeland.recovery"), parameters.value(values, "rangeland.slow_recovery")
    )
    p = scalar_parameters(values)
    condition = np.full(int(here.sum()), FULL_CONDITION)
    before = [np.asarray(heads)] * int(parameters.value(values, "rangeland.start_years"))
    if grazed_before is not None:
        before = [grazed_before[0]] * len(before) + list(grazed_before)
    still, none = np.zeros((1, 3)), np.zeros(len(SPECIES))
    for herd_then in before:
        run_herd(herd_then, units, demand, forage[:1], condition, still, none, none, p, *rates)
    drivers = np.column_stack([winters.mortality, winters.extent, trend])
    found: tuple[Floats, Floats] = run_herd(
        np.asarray(heads, dtype=float), units, demand, forage, condition, drivers, growth, vulnerability, p, *rates
    )
    return found


def free_running(
    drivers: NationalDrivers, land: Landscape, values: Floats, weather: Floats, seed: int | None
) -> NationalDrivers:
    """Drivers whose pastoral herds run free after the record.

    seed  None: the mean winter every year; a number: winters drawn from it
    """
    heads = drivers.heads.copy()
    after = drivers.years > LAST_YEAR
    years = drivers.years[after]
    factor = _co2_factors(drivers, values)
    warming = drivers.gmst_change * parameters.value(values, "climate.warming_scale")
    for country in PASTORAL:
        row = COUNTRIES.index(country)
        winters = (
            expected_winters(country, years, values)
            if seed is None
            else seeded_winters(country, years, values, weather[row, after], seed)
        )
        trend = np.full(len(years), parameters.value(values, f"herd_dynamics.market_trend.{country}"))
        heads[row, after], _ = free_heads(
            country, heads[row, ~after][-1], years, winters, trend, warming[after], factor[after], weather[row, after],
            land, values, heads[row, ~after],
        )  # fmt: skip
    return replace(drivers, heads=heads)


def free_record(drivers: NationalDrivers, land: Landscape, values: Floats) -> tuple[Floats, Floats]:
    """Mongolia's herd free from 1990 to 2020 with the recorded winters; heads [years, SPECIES] and demand over usable
    forage [years].

    drivers  of a run that starts in 1990
    """
    country = PASTORAL[0]
    recorded = drivers.years <= LAST_YEAR
    years = drivers.years[recorded]
    trend = np.zeros(len(years))
    for first, last, name in TRENDS_OF_RECORD:
        trend[(years >= first) & (years <= last)] = _value(values, name)
    warming = drivers.gmst_change[recorded] * parameters.value(values, "climate.warming_scale")
    return free_heads(
        country, drivers.heads_start[COUNTRIES.index(country)], years, recorded_winters(country, years, values), trend,
        warming, _co2_factors(drivers, values)[recorded], np.ones((len(years), len(ZONES))), land, values,
    )  # fmt: skip


def _co2_factors(drivers: NationalDrivers, values: Floats) -> Floats:
    response = parameters.value(values, "climate.co2_response")
    reference = float(drivers.co2[0])
    return np.array([co2_factor(co2, reference, response) for co2 in drivers.co2])


def _dry_summer_chance(values: Floats) -> float:
    """Share of years whose forage in the steppe falls below the limit of a dry summer (lognormal of mean 1)."""
    sigma = parameters.value(values, "rangeland.weather_spread_steppe")
    limit = _value(values, "dry_summer")
    if sigma <= 0.0 or limit <= 0.0:
        return float(limit > 1.0)
    return 0.5 * (1.0 + math.erf((math.log(limit) + 0.5 * sigma**2) / sigma / math.sqrt(2.0)))


def _value(values: Floats, name: str) -> float:
    return parameters.value(values, f"herd_dynamics.{name}")


def _series(variable: str, country: str, years: Years) -> Floats:
    series = national_series(variable, country)
    if not series:
        return np.zeros(len(years))
    dates = sorted(series)
    return np.interp(years, dates, [series[date] for date in dates])
