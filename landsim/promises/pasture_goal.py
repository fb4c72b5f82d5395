"""What pastures can store, in the form in which Mongolia's first NDC speaks of it: tonnes of CO2 a year.

Forwards: the soil carbon that a hectare gains under a pressure, and what a run's grassland takes up. Backwards: the
hectares that must be closed, or the part of the herd that may stay, for a sink of given size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landsim.checked_numbers import checked
from landsim.core import parameters
from landsim.core.pasture import soil_gain
from landsim.core.simulation import scalar_parameters
from landsim.core.state import INPUT, SNAPSHOT
from landsim.core.step import condition_factors
from landsim.names import COUNTRIES
from landsim.promises.amount_needed import amount_needed

if TYPE_CHECKING:
    from landsim.results import Run

Floats = NDArray[np.float64]
CO2_PER_C = 44.0 / 12.0
GOAL_YEARS = 20
STEPPE_DECAY = 0.3  # climate's factor of decay, mean of Mongolia's grassland (landsim.soil_factors)


def pasture_sink(
    condition: ArrayLike,
    pressure: ArrayLike,
    soil_carbon: ArrayLike,
    years: int = GOAL_YEARS,
    values: Floats | None = None,
    decay: ArrayLike = STEPPE_DECAY,
    sand: float | None = None,
    before: ArrayLike = 1.0,
) -> Any:
    """Mean yearly gain of soil carbon of a hectare, tC/ha/yr; negative where it loses.

    condition    of the grass at the start, above 0 and up to 1; the soil is steady under it and `before`
    pressure     grazing pressure at the start, zero or more: 0 is exclosure; the herd then stays what it is
    soil_carbon  tC/ha at the start, zero or more
    years        over which the gain is averaged, 1 or more
    values       all parameters (landsim.core.parameters.resolve); None for the defaults
    decay        climate's factor of decay, above 0: temperature times water factor (landsim.soil_climate_factors)
    sand         share of the soil, 0 to 1; None for that of Mongolia
    before       grazing pressure before the start, zero or more

    Numbers or arrays of shapes that fit each other. Raises InputError for a number outside its range.
    """
    start = checked(condition, "condition", "a number above 0 and up to 1", lowest=1e-300, highest=1.0)
    grazing = checked(pressure, "pressure", "zero or more")
    soil = checked(soil_carbon, "soil_carbon", "tC/ha, zero or more")
    span = int(checked(years, "years", "a whole number from 1 on", lowest=1.0))
    climate = checked(decay, "decay", "a number above 0", lowest=1e-300)
    grazed = checked(before, "before", "zero or more")
    start, grazing, soil, climate, grazed = np.broadcast_arrays(start, grazing, soil, climate, grazed)
    all_values = parameters.defaults() if values is None else values
    rates = condition_factors(
        parameters.value(all_values, "rangeland.recovery"), parameters.value(all_values, "rangeland.slow_recovery")
    )
    if sand is None:
        sand = float(parameters.take(all_values, "mineral_soil.sand")[COUNTRIES.index("MNG")])
    texture = float(checked(sand, "sand", "a share of the soil, 0 to 1", highest=1.0))
    shape = start.shape
    start, grazed, grazing, soil, climate = (
        np.array(a, dtype=float).ravel() for a in (start, grazed, grazing, soil, climate)
    )
    gain = soil_gain(start, grazed, grazing, soil, climate, texture, span, scalar_parameters(all_values), *rates)
    gain = gain.reshape(shape)
    return float(gain) if gain.ndim == 0 else gain


def area_needed(target: float, gain: ArrayLike, area: ArrayLike) -> float:
    """Hectares needed for a sink of ``target`` MtCO2 a year, in the order given; inf where all of it is not enough.

    gain  tC/ha/yr by unit      area  ha by unit
    """
    per_hectare: list[float] = (np.asarray(gain, dtype=float) * CO2_PER_C / 1e6).tolist()
    hectares: list[float] = np.asarray(area, dtype=float).tolist()
    missing = float(target)
    used = 0.0
    for one, there in zip(per_hectare, hectares, strict=True):
        if one * there >= missing and one > 0.0:
            return used + missing / one
        missing -= one * there
        used += there
    return float("inf") if missing > 0.0 else used


def herd_share_allowed(
    target: float, condition: Floats, pressure: Floats, soil_carbon: Floats, area: Floats, values: Floats,
    decay: ArrayLike = STEPPE_DECAY,
) -> float:  # fmt: skip
    """Part of the herd that may stay (0-1, all units alike) for a sink of ``target`` MtCO2 a year beyond the present
    herd's; nan where even no herd is enough to reach it."""
    usual = pasture_sink(condition, pressure, soil_carbon, values=values, decay=decay, before=pressure)

    def sink(share: float) -> float:
        left = share * pressure
        gain = pasture_sink(condition, left, soil_carbon, values=values, decay=decay, before=pressure) - usual
        return float(gain @ area) * CO2_PER_C / 1e6

    # What is taken off is the amount whose benefit grows.
    taken_off = amount_needed(lambda off: sink(1.0 - off), target, 1.0)
    return 1.0 - taken_off if np.isfinite(taken_off) else float("nan")


def goal_rows(run: Run, country: str, target: float, year: int = 2020) -> list[dict[str, object]]:
    """Rows of indicators.csv: what a pasture sink of ``target`` MtCO2 a year would need on the land of ``year``.

    The sink is the gain of soil carbon over GOAL_YEARS beyond what the herd of that year would leave.
    """
    if year not in run.map_years:
        return []
    here = run.landscape.country == COUNTRIES.index(country)
    maps = run.simulated.maps[run.map_years.index(year)][:, run.blocks.lane][:, here]
    area = maps[SNAPSHOT.area_grassland]
    grown = area > 0.0
    area, pressure = area[grown], maps[SNAPSHOT.grazing_pressure][grown]
    condition = np.clip(maps[SNAPSHOT.rangeland_condition][grown], 1e-6, 1.0)
    soil = run.landscape["soil_organic_carbon"][here][grown]
    decay = run.plan.inputs[INPUT.soil_decay_0][here][grown]
    usual, closed = (
        pasture_sink(condition, grazing, soil, values=run.values, decay=decay, before=pressure)
        for grazing in (pressure, np.zeros_like(pressure))
    )
    closed -= usual
    order = np.argsort(-pressure, kind="stable")
    needed = area_needed(target, closed[order], area[order]) / 1e6
    share = herd_share_allowed(target, condition, pressure, soil, area, run.values, decay)
    most = float(closed @ area) * CO2_PER_C / 1e6
    text = (
        f"for {target:g} MtCO2 a year over {GOAL_YEARS} years beyond the herds of {year}; closing all "
        f"{area.sum() / 1e6:.1f} Mha would give {most:.1f}"
    )
    rows: list[dict[str, object]] = []
    for name, value, unit in (
        ("pasture_sink_area_needed", needed, "Mha closed to grazing"),
        ("pasture_sink_herd_allowed", share, f"share of the herd of {year}"),
    ):
        known = np.isfinite(value)
        rows.append(
            {
                "country": country, "year": year, "indicator": name, "value": value if known else np.nan,
                "target": np.nan, "unit": unit, "met": "not known",
                "note": text if known else f"out of reach; {text}",
            }
        )  # fmt: skip
    return rows
