"""One hectare of forest through the years, on the same kernels as the grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim import stand_inputs as inputs
from landsim.core import budget, disturbance
from landsim.core.disturbance import CARBON
from landsim.core.forest import TISSUES
from landsim.core.lanes_stand import GROWN, N_ROWS, STAND_SCRATCH, UNMET, advance_stands
from landsim.core.simulation import scalar_parameters
from landsim.core.state import LANES
from landsim.errors import InputError, ModelError
from landsim.growth_curve import GrowthCurve, curve_from

Array = NDArray[np.float64]
DEFAULT_FORM = "needleleaf"  # of a stand that comes with a table of increments
# Increments may take this much more than a pool holds, tC/ha in all: differences of rounded stocks do.
LOSS_TOLERANCE = 1e-5


def simulate_stand(
    initial_pools: Mapping[str, float],
    net_increment: pd.DataFrame | GrowthCurve | Mapping[str, Any],
    mean_annual_temperature: float,
    events: Mapping[int, str] | None = None,
    parameters: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Carbon of one hectare of forest, years 0 to n.

    initial_pools            pool name -> tC/ha in year 0; pools not named are empty
    net_increment            table with one row for each year 1 to n and a column for each biomass pool (tC/ha/yr; in
                             the year of an event the regrowth after it), or a growth curve: GrowthCurve or a mapping
                             of its fields
    mean_annual_temperature  degrees Celsius
    events                   year -> wildfire, surface_fire, insects, clearcut, clearcut_slash_burn, partial_cut or
                             deforestation, before the growth of that year
    parameters               declared name -> value

    Returns a table by year: 14 pools and products in tC/ha at the end of the year, and co2, ch4 and co emitted since
    the start in tC/ha (carbon, not mass of gas).

    Raises InputError for what cannot be read, and ModelError if the carbon of a year does not close.
    """
    pools = inputs.read_pools(initial_pools)[:, None]
    temperature = inputs.read_temperature(mean_annual_temperature)
    history = _simulate(pools, net_increment, temperature, events, parameters, True)
    years = pd.RangeIndex(len(history), name="year")
    _check_closure(history[:, :, 0])
    return pd.DataFrame(history[:, : len(CARBON), 0], index=years, columns=list(CARBON))


def simulate_stands(
    initial_pools: pd.DataFrame,
    net_increment: pd.DataFrame | GrowthCurve | Mapping[str, Any],
    mean_annual_temperature: float | Sequence[float],
    events: Mapping[int, str] | None = None,
    parameters: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Carbon of many stands after the last year: one row for each row of initial_pools.

    As simulate_stand, with the same increments and events for all stands, their own pools, and one temperature for
    all or one for each.
    """
    if not isinstance(initial_pools, pd.DataFrame) or initial_pools.empty:
        raise InputError("initial_pools: expected a table with one row for each stand and a column for each pool.")
    pools = inputs.read_pool_table(initial_pools)
    temperature = inputs.read_temperature(mean_annual_temperature, len(initial_pools))
    last = _simulate(pools, net_increment, temperature, events, parameters, False)
    return pd.DataFrame(last[0, : len(CARBON)].T, index=initial_pools.index, columns=list(CARBON))


def _simulate(
    pools: Array,
    net_increment: pd.DataFrame | GrowthCurve | Mapping[str, Any],
    temperature: Array,
    events: Mapping[int, str] | None,
    parameters: Mapping[str, float] | None,
    keep_history: bool,
) -> Array:
    """Rows of lanes_stand by year [years + 1 or only the last, N_ROWS, stands]."""
    curve = _as_curve(net_increment)
    growth_form = curve.growth_form if curve else DEFAULT_FORM
    values = inputs.read_parameters(parameters, growth_form, curve is not None)
    if curve is None:
        increment = inputs.read_increment(_as_table(net_increment))
        happening = inputs.read_events(events, len(increment))
    else:
        happening = inputs.read_events(events, curve.years)
        if pools.shape[1] > 1 and curve.age is None:
            raise InputError("net_increment, key 'age': missing, expected the age of all stands in year 0.")
        increment = _increment_of(curve, float(pools[: len(TISSUES), 0].sum()), happening, values)
    names = sorted(set(happening.values()))
    matrices = np.zeros((len(names), len(CARBON), len(CARBON)))
    for position, name in enumerate(names):
        matrices[position] = disturbance.matrix(name, values)
    years = len(increment)
    event = np.full(years, -1, dtype=np.int64)
    for year, name in happening.items():
        event[year - 1] = names.index(name)

    count = pools.shape[1]
    padded = -(-count // LANES) * LANES
    stands = np.zeros((N_ROWS, padded))
    stands[: len(CARBON), :count] = pools
    warmth = np.zeros(padded)
    warmth[:count] = temperature
    history = np.zeros((years + 1 if keep_history else 0, N_ROWS, padded))
    advance_stands(
        stands, warmth, increment, event, matrices, inputs.turnover(values, growth_form), scalar_parameters(values),
        np.zeros(STAND_SCRATCH), history,
    )  # fmt: skip
    if keep_history:
        _check_losses(history[:, :, 0], increment)
    elif (stands[UNMET, :count] > LOSS_TOLERANCE).any():
        stand = int((stands[UNMET, :count] > LOSS_TOLERANCE).argmax())
        raise InputError(f"net_increment: a negative increment takes more than a pool of stand {stand} holds.")
    return history if keep_history else stands[None, :, :count]


def _as_curve(net_increment: Any) -> GrowthCurve | None:
    if isinstance(net_increment, GrowthCurve):
        return net_increment
    if isinstance(net_increment, Mapping):
        return curve_from(net_increment)
    return None


def _increment_of(curve: GrowthCurve, living: float, happening: Mapping[int, str], values: Array) -> Array:
    """Net increment of the tissues [years, tissues] along a curve, tC/ha/yr."""
    kept = {year: disturbance.living_share_kept(disturbance.matrix(name, values)) for year, name in happening.items()}
    ends = [year for year, name in happening.items() if name == "deforestation"]
    grown = curve.increments(living, kept, ends)
    return np.asarray(grown[:, None] * inputs.tissue_shares(values, curve.growth_form))


def _as_table(net_increment: Any) -> pd.DataFrame:
    if isinstance(net_increment, pd.DataFrame):
        return net_increment
    raise InputError(
        f"net_increment: found {type(net_increment).__name__}, expected a table with one row for each year, or a "
        "growth curve."
    )


def _check_losses(history: Array, increment: Array) -> None:
    """Refuse increments that take more living biomass than there is."""
    over = history[:, UNMET] > LOSS_TOLERANCE
    if over.any():
        year = int(over.argmax())
        emptied = (history[year, : len(TISSUES)] <= 0.0) & (increment[year - 1] < 0.0)
        pools = " and ".join(f"'{tissue}'" for tissue, empty in zip(TISSUES, emptied, strict=True) if empty)
        raise InputError(
            f"net_increment, year {year}: the increment takes more than the pool {pools} holds, expected no more (in "
            "the year of an event the increment is the regrowth after it)."
        )


def _check_closure(history: Array) -> None:
    """Refuse a year whose change in carbon is not its growth."""
    total = history[:, : len(CARBON)].sum(axis=1)
    residual = np.abs(np.diff(total) - np.diff(history[:, GROWN])) / np.maximum(total[1:], 1.0)
    if not (residual <= budget.CARBON_TOLERANCE).all():
        year = int((~(residual <= budget.CARBON_TOLERANCE)).argmax()) + 1
        found = residual[year - 1]
        raise ModelError(f"The carbon of the stand does not close in year {year}: relative residual {found:g}.")
