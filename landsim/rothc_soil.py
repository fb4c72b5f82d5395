"""Carbon of a hectare of topsoil by RothC-26.3, month by month or in yearly form, apart from any run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from landsim import rothc_inputs as given
from landsim.checked_numbers import checked
from landsim.core import parameters as declared
from landsim.core import rothc as kernels
from landsim.errors import InputError
from landsim.soil_budget import checked_closure
from landsim.soil_inputs import MONTHS, read_parameters, read_pools, single

Floats = NDArray[np.float64]
model: Any = kernels  # compiled kernels carry no types
POOLS = ("decomposable", "resistant", "biomass", "humus")
COLUMNS = (*POOLS, "inert", "total", "input", "respiration", "rate_modifier")
SPIN_UP_YEARS = 1000  # of moisture alone: pools are solved for


def rothc(
    temperature: ArrayLike,
    rain: ArrayLike,
    evaporation: ArrayLike | None = None,
    *,
    clay: float,
    plant_input: ArrayLike,
    depth: float = 23.0,
    plant_cover: ArrayLike = 1.0,
    manure: ArrayLike = 0.0,
    plant_ratio: float | str = "crop",
    inert: float | None = None,
    soil_carbon: float | None = None,
    initial_pools: Mapping[str, float] | None = None,
    initial_deficit: float | None = None,
    potential_evapotranspiration: ArrayLike | None = None,
    flooded: ArrayLike | None = None,
    andosol: bool = False,
    aluminium: float | None = None,
    step: str = "month",
    parameters: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Carbon of topsoil through the years by RothC-26.3 (Coleman and Jenkinson 1996).

    temperature      monthly means, degrees Celsius
    rain             mm a month (with irrigation)
    evaporation      from an open pan, mm a month; or else
    potential_evapotranspiration  mm a month
    clay             % of the soil
    plant_input      residue of plants, tC/ha a month
    depth            of the topsoil, cm
    plant_cover      1 where plants cover the soil, 0 where it is bare, by month
    manure           farmyard manure, tC/ha a month
    plant_ratio      decomposable over resistant plant material: a number, or crop (1.44), grass (0.67), forest (0.25)
    inert            carbon that takes no part, tC/ha; None: 0.049 x soil_carbon^1.139
    soil_carbon      measured carbon of the topsoil, tC/ha, only to estimate inert
    initial_pools    decomposable, resistant, biomass and humus in year 0, tC/ha; one that is not named is empty.
                     None: the steady state under year 1, in closed form
    initial_deficit  moisture deficit in year 0, mm, zero or below; None: 0, or that of the steady state
    flooded          for a paddy: 1 in flooded months, 0 in others, by month
    andosol          volcanic soil: humus decays more slowly, by 3.5, or by 1.20 + 2.50 x aluminium
    aluminium        soluble in pyrophosphate, %
    step             month: as the model is published. year: twelve equal steps a year with the mean rate modifier and a
                     twelfth of the year's input
    parameters       declared name (rothc.* but clay) -> value

    Monthly numbers are one number, [12], [years, 12], or all months in a row; one year serves all years.

    Returns a table by year (from 0) and, for the monthly step, month: the four pools, inert and total at the end in
    tC/ha, input and respiration of the step in tC/ha (0 in year 0), and the rate modifier a x b x c (its mean in a
    yearly step; 0 in year 0).

    >>> steppe = rothc([-20, -15, -6, 3, 11, 16, 18, 16, 9, 1, -10, -18], [2, 3, 4, 9, 15, 45, 65, 60, 25, 8, 5, 3],
    ...     potential_evapotranspiration=[0, 0, 20, 60, 110, 130, 130, 105, 65, 30, 0, 0], clay=15.0, plant_input=0.1,
    ...     plant_ratio="grass", inert=4.0, step="year")
    >>> bool(abs(steppe.total[1] - steppe.total[0]) < 1e-9)
    True

    Raises InputError for a number out of its range, years that do not fit, an unknown pool, plant or step, evaporation
    that is missing or double, or a first year without decay where its steady state is asked for, and ModelError if the
    carbon of a step does not close.
    """
    values = read_parameters(parameters, ("rothc",), unread=("rothc.clay",))
    if step not in ("month", "year"):
        raise InputError(f"step: found {step!r}, expected month or year.")
    months = given.read_months(
        temperature, rain, evaporation, potential_evapotranspiration, plant_input, plant_cover, manure, flooded, values
    )
    clays = single(checked(clay, "clay", "% from 0 to 100", highest=100.0), "clay")
    thick = single(checked(depth, "depth", "cm, above zero", lowest=1e-6), "depth")
    ratio = given.read_ratio(plant_ratio, values)
    still = given.read_inert(inert, soil_carbon, values)
    rates = given.read_rates(andosol, aluminium, values)
    kept = model.kept_share.py_func(clays)
    driest = model.driest.py_func(clays, thick)
    start = None if initial_pools is None else read_pools(initial_pools, POOLS, unread=("inert", "total"))
    deficit = 0.0 if start is not None else _steady_deficit(months, driest)
    if initial_deficit is not None:
        deficit = single(
            checked(initial_deficit, "initial_deficit", "mm, zero or below", -np.inf, 0.0), "initial_deficit"
        )
    modifier = _rate_modifiers(months, driest, deficit, values)
    plant, dung = months.plant, months.manure
    if step == "year":
        modifier, plant, dung = (
            np.repeat(table.mean(axis=1, keepdims=True), MONTHS, axis=1) for table in (modifier, plant, dung)
        )
    entering = np.stack(
        [
            plant * ratio / (ratio + 1.0) + model.MANURE_SPLIT[0] * dung,
            plant / (ratio + 1.0) + model.MANURE_SPLIT[1] * dung,
            np.zeros_like(plant),
            model.MANURE_SPLIT[2] * dung,
        ],
        axis=2,
    )
    pools = _steady(modifier[0], entering[0], rates, kept) if start is None else np.array(start)
    rows = [[*pools, still, pools.sum() + still, 0.0, 0.0, 0.0]]
    for year in range(len(modifier)):
        for month in range(MONTHS):
            pools, gone = _advance(pools, modifier[year, month], entering[year, month], rates, kept)
            come = entering[year, month].sum()
            rows.append([*pools, still, pools.sum() + still, come, gone, modifier[year, month]])
    return checked_closure(_table(rows, len(modifier), step))


def _rate_modifiers(months: given.Months, driest: float, deficit: float, values: Floats) -> Floats:
    """a x b x c x what the management of a paddy does, [years, 12]; the deficit runs on from month to month."""
    lowest = declared.value(values, "rothc.lowest_moisture_factor")
    cover = declared.value(values, "rothc.covered_factor")
    found = np.empty(months.temperature.shape)
    for at in np.ndindex(found.shape):
        covered = months.covered[at] > 0.0
        deficit = model.deficit_after.py_func(deficit, months.water[at], months.lack[at], covered, driest)
        warmth = model.temperature_factor.py_func(months.temperature[at])
        moisture = model.moisture_factor.py_func(deficit, driest, lowest)
        found[at] = warmth * moisture * (cover if covered else 1.0) * months.management[at]
    return found


def _steady_deficit(months: given.Months, driest: float) -> float:
    """Moisture deficit at the end of the first year once it has been repeated until nothing changes, mm."""
    deficit = 0.0
    for _ in range(SPIN_UP_YEARS):
        before = deficit
        for month in range(MONTHS):
            at = (0, month)
            deficit = model.deficit_after.py_func(
                deficit, months.water[at], months.lack[at], months.covered[at] > 0.0, driest
            )
        if deficit == before:
            break
    return deficit


def _advance(
    pools: Floats, modifier: float, entering: Floats, rates: Sequence[float], kept: float
) -> tuple[Floats, float]:
    """Pools after a month and what is respired in it: decay comes first, then the input of the month."""
    decayed = np.array(
        [model.decayed.py_func(pool, rate, modifier, 1.0 / MONTHS) for pool, rate in zip(pools, rates, strict=True)]
    )
    stays = kept * decayed.sum()
    after = pools - decayed + entering
    after[2] += model.INTO[0] * stays
    after[3] += model.INTO[1] * stays
    return after, (1.0 - kept) * decayed.sum()


def _steady(modifier: Floats, entering: Floats, rates: Sequence[float], kept: float) -> Floats:
    """Pools that a year leaves as it found them: a year is linear in them, so they follow from five trial years."""

    def after_a_year(pools: Floats, inputs: Floats) -> Floats:
        for month in range(MONTHS):
            pools, _ = _advance(pools, modifier[month], inputs[month], rates, kept)
        return pools

    if not (modifier > 0.0).any():
        raise InputError("initial_pools: found None, expected pools: in year 1 nothing decays, so none are steady.")
    size = len(POOLS)
    gained = after_a_year(np.zeros(size), entering)
    passed = np.column_stack([after_a_year(unit, np.zeros_like(entering)) for unit in np.eye(size)])
    return np.asarray(np.linalg.solve(np.eye(size) - passed, gained))


def _table(rows: list[list[float]], years: int, step: str) -> pd.DataFrame:
    """Rows of all months as a table by month or by year."""
    index = pd.MultiIndex.from_tuples(
        [(0, MONTHS), *((year + 1, month + 1) for year in range(years) for month in range(MONTHS))],
        names=["year", "month"],
    )
    table = pd.DataFrame(rows, index=index, columns=list(COLUMNS))
    if step == "month":
        return table
    yearly = table.groupby(level="year").last()
    flows = table[["input", "respiration"]].groupby(level="year").sum()
    yearly[["input", "respiration"]] = flows
    return yearly
