"""What a caller of simulate_stand gives, checked and turned into arrays. Each error is one plain sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.checked_numbers import resolved
from landsim.core import disturbance, parameters
from landsim.core.disturbance import CARBON
from landsim.core.forest import TISSUES
from landsim.errors import InputError
from landsim.suggestions import did_you_mean

Array = NDArray[np.float64]
TEMPERATURE = (-40.0, 40.0)  # degrees Celsius, mean annual: wider than any forest's
YEAR_COLUMNS = ("year", "timestep")

_TURNOVER = {
    "merchantable": "stem_turnover", "foliage": "foliage_turnover", "other_wood": "branch_turnover",
    "coarse_roots": "coarse_root_turnover", "fine_roots": "fine_root_turnover",
}  # fmt: skip
_OF_EVENTS = (
    "harvest.product_share", "fire.surface_kill_share", "fire.foliage_burned", "fire.litter_burned",
    "fire.branches_burned", "fire.logs_burned", "fire.humus_burned", "fire.methane_share",
)  # fmt: skip
_ONLY_GRID = ("dead_organic_matter.humification_low", "dead_organic_matter.humification_high")


def number(found: Any, where: str, expected: str) -> float:
    """A finite number, or an error that begins with where it was given."""
    try:
        value = math.nan if isinstance(found, (bool, str)) else float(found)
    except (TypeError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        shown = "nothing (NaN)" if isinstance(found, float) and math.isnan(found) else repr(found)
        raise InputError(f"{where}: found {shown}, expected {expected}.")
    return value


def read_pools(initial_pools: Mapping[str, Any]) -> Array:
    """[CARBON] tC/ha in year 0; pools not named are empty."""
    if not isinstance(initial_pools, (Mapping, pd.Series)):
        raise InputError(
            f"initial_pools: found {type(initial_pools).__name__}, expected a mapping of pool name to tC/ha."
        )
    pools = np.zeros(len(CARBON))
    for name, found in initial_pools.items():
        if name not in CARBON:
            raise InputError(f"initial_pools: unknown pool '{name}', {did_you_mean(str(name), CARBON)}")
        value = number(found, f"initial_pools, pool '{name}'", "a number of tC/ha")
        if value < 0.0:
            raise InputError(f"initial_pools, pool '{name}': found {value:g} tC/ha, expected zero or more.")
        pools[CARBON.index(name)] = value
    return pools


def read_pool_table(initial_pools: pd.DataFrame) -> Array:
    """[CARBON, stands] tC/ha in year 0, from a table with one row per stand; pools without a column are empty."""
    pools = np.zeros((len(CARBON), len(initial_pools)))
    for name in initial_pools.columns:
        if name not in CARBON:
            raise InputError(f"initial_pools: unknown pool '{name}', {did_you_mean(str(name), CARBON)}")
        row = CARBON.index(name)
        pools[row] = pd.to_numeric(initial_pools[name], errors="coerce")
        bad = ~(pools[row] >= 0.0) | np.isinf(pools[row])
        if bad.any():
            stand = int(bad.argmax())
            found = initial_pools[name].iloc[stand]
            raise InputError(f"initial_pools, pool '{name}', row {stand}: found {found}, expected tC/ha, zero or more.")
    return pools


def read_increment(table: pd.DataFrame) -> Array:
    """[years, tissues] tC/ha/yr from a table with one row per year, in the order of the years."""
    for tissue in TISSUES:
        if tissue not in table.columns:
            raise InputError(f"net_increment: the column '{tissue}' is missing, expected one for each biomass pool.")
    for column in table.columns:
        if column not in (*TISSUES, *YEAR_COLUMNS):
            raise InputError(f"net_increment: unknown column '{column}', {did_you_mean(str(column), TISSUES)}")
    if table.empty:
        raise InputError("net_increment: found no rows, expected one for each year.")
    for column in YEAR_COLUMNS:
        if column in table.columns and list(table[column]) != list(range(1, len(table) + 1)):
            raise InputError(f"net_increment, column '{column}': expected the years 1 to {len(table)} in order.")
    increment = np.empty((len(table), len(TISSUES)))
    for position, tissue in enumerate(TISSUES):
        for row, found in enumerate(table[tissue]):
            where = f"net_increment, column '{tissue}', year {row + 1}"
            increment[row, position] = number(found, where, "a number of tC/ha/yr")
    return increment


def read_events(events: Mapping[int, str] | None, years: int) -> dict[int, str]:
    """Year -> name of the event, in the order of the years."""
    if events is None:
        return {}
    if not isinstance(events, Mapping):
        raise InputError(f"events: found {type(events).__name__}, expected a mapping of year to event name.")
    read: dict[int, str] = {}
    for year, name in events.items():
        if isinstance(year, bool) or not isinstance(year, (int, np.integer)):
            raise InputError(f"events: found the year {year!r}, expected a whole number from 1 to {years}.")
        if not 1 <= year <= years:
            raise InputError(f"events: found an event in year {year}, expected a year from 1 to {years}.")
        if name not in disturbance.events():
            hint = did_you_mean(str(name), disturbance.events())
            raise InputError(f"events, year {year}: unknown event '{name}', {hint}")
        read[int(year)] = name
    return dict(sorted(read.items()))


def read_temperature(found: Any, stands: int | None = None) -> Array:
    """[stands] mean annual temperature, degrees Celsius; one number serves all stands."""
    low, high = TEMPERATURE
    where, expected = "mean_annual_temperature", f"degrees Celsius from {low:g} to {high:g}"
    if stands is None or np.ndim(found) == 0:
        values = np.full(stands or 1, number(found, where, expected))
    else:
        values = np.asarray(found, dtype=np.float64)
        if values.shape != (stands,):
            raise InputError(f"{where}: found {values.size} values, expected one, or one for each of {stands} stands.")
    bad = ~((values >= low) & (values <= high))
    if bad.any():
        raise InputError(f"{where}: found {values[bad][0]:g}, expected {expected}.")
    return values


def read_parameters(given: Mapping[str, float] | None, growth_form: str, with_curve: bool) -> Array:
    """The flat vector of parameters with overrides applied; one that this stand does not use is an error."""
    values = resolved(given)
    for name in given or {}:
        if name not in parameters_of_a_stand(growth_form, with_curve):
            kind = f"a {growth_form} stand" if with_curve else "a stand with a table of increments"
            raise InputError(f"parameters: '{name}' has no effect on {kind}, expected one that has (docs/stand.md).")
    return values


def parameters_of_a_stand(growth_form: str, with_curve: bool) -> tuple[str, ...]:
    """Names of the parameters that act on a stand of a growth form; tissue shares act only with a growth curve."""
    names = [f"forest.{name}" for name in _TURNOVER.values()]
    if with_curve:
        names += [f"forest.share_{tissue}" for tissue in TISSUES]
    names += [f"{name}.{growth_form}" for name in names if f"{name}.{growth_form}" in parameters.index()]
    decay = [p.name for p in parameters.declared() if p.name.startswith("dead_organic_matter.")]
    return (*names, *(name for name in decay if name not in _ONLY_GRID), *_OF_EVENTS)


def turnover(values: Array, growth_form: str) -> Array:
    """Turnover of the tissues of a growth form, 1/yr."""
    rates = []
    for tissue in TISSUES:
        name = f"forest.{_TURNOVER[tissue]}"
        own = f"{name}.{growth_form}"
        rates.append(parameters.value(values, own if own in parameters.index() else name))
    return np.array(rates)


def tissue_shares(values: Array, growth_form: str) -> Array:
    """Shares of the tissues in living biomass, which add up to 1."""
    shares = np.array([parameters.value(values, f"forest.share_{tissue}.{growth_form}") for tissue in TISSUES])
    return np.asarray(shares / shares.sum())
