"""What a caller of rothc gives, checked and turned into months: climate, cover, plants, manure, soil."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landsim.checked_numbers import checked
from landsim.core import parameters as declared
from landsim.core import rothc
from landsim.errors import InputError
from landsim.soil_inputs import MONTHS, as_years, single

Floats = NDArray[np.float64]
model: Any = rothc  # compiled kernels carry no types
PLANTS = ("crop", "grass", "forest")
MM = "mm a month"


@dataclass(frozen=True)
class Months:
    """Numbers by year and month, all [years, 12]; water is rain, lack is potential evapotranspiration, mm."""

    temperature: Floats
    water: Floats
    lack: Floats
    covered: Floats
    management: Floats  # multiplies decay: 1, or the factors of a paddy
    plant: Floats
    manure: Floats


def read_months(
    temperature: ArrayLike,
    rain: ArrayLike,
    evaporation: ArrayLike | None,
    potential_evapotranspiration: ArrayLike | None,
    plant_input: ArrayLike,
    plant_cover: ArrayLike,
    manure: ArrayLike,
    flooded: ArrayLike | None,
    values: Floats,
) -> Months:
    """All monthly inputs for the same years."""

    def years(found: ArrayLike, where: str, expected: str, lowest: float = 0.0, highest: float = np.inf) -> Floats:
        return as_years(checked(found, where, expected, lowest, highest), where)

    if (evaporation is None) == (potential_evapotranspiration is None):
        found = "nothing" if evaporation is None else "both"
        raise InputError(f"evaporation, potential_evapotranspiration: found {found}, expected one of them.")
    # Records of evaporation are below zero in months of dew.
    if potential_evapotranspiration is None:
        pan = years(evaporation, "evaporation", MM, -np.inf)  # type: ignore[arg-type]
        lack = declared.value(values, "rothc.pan_factor") * pan
    else:
        lack = years(potential_evapotranspiration, "potential_evapotranspiration", MM, -np.inf)
    tables = {
        "temperature": years(temperature, "temperature", "degrees Celsius", -np.inf),
        "rain": years(rain, "rain", f"{MM}, zero or more"),
        "evaporation": lack,
        "plant_cover": years(plant_cover, "plant_cover", "0 (bare) or 1 (covered) by month", highest=1.0),
        "plant_input": years(plant_input, "plant_input", "tC/ha a month, zero or more"),
        "manure": years(manure, "manure", "tC/ha a month, zero or more"),
    }
    if flooded is not None:
        tables["flooded"] = years(flooded, "flooded", "0 or 1 by month", highest=1.0)
    for where in ("plant_cover", "flooded"):
        mixed = tables.get(where, np.zeros(1)) % 1.0
        if mixed.any():
            raise InputError(f"{where}: found {mixed[mixed > 0.0][0]:g}, expected 0 or 1 by month.")
    count = max(len(table) for table in tables.values())
    for where, table in tables.items():
        if len(table) not in (1, count):
            raise InputError(f"{where}: found {len(table)} years, expected one year or as many as others, {count}.")
    whole = {where: np.broadcast_to(table, (count, MONTHS)) for where, table in tables.items()}
    management = np.ones((count, MONTHS))
    if flooded is not None:
        wet, dry = (declared.value(values, f"rothc.paddy_{state}") for state in ("flooded", "drained"))
        management = np.where(whole["flooded"] > 0.0, wet, dry)
    return Months(
        whole["temperature"], whole["rain"], whole["evaporation"], whole["plant_cover"], management,
        whole["plant_input"], whole["manure"],
    )  # fmt: skip


def read_ratio(plant_ratio: float | str, values: Floats) -> float:
    """Decomposable over resistant plant material, of a kind of plants or as a number."""
    if isinstance(plant_ratio, str):
        if plant_ratio not in PLANTS:
            raise InputError(f"plant_ratio: found {plant_ratio!r}, expected a number or one of {', '.join(PLANTS)}.")
        return declared.value(values, f"rothc.plant_ratio_{plant_ratio}")
    return single(checked(plant_ratio, "plant_ratio", "a ratio, zero or more"), "plant_ratio")


def read_inert(inert: float | None, soil_carbon: float | None, values: Floats) -> float:
    """Inert carbon, tC/ha, as given or from the measured carbon of the topsoil."""
    if inert is not None:
        return single(checked(inert, "inert", "tC/ha, zero or more"), "inert")
    if soil_carbon is None:
        raise InputError("inert: found nothing, expected tC/ha, or the measured carbon of the topsoil as soil_carbon.")
    whole = single(checked(soil_carbon, "soil_carbon", "tC/ha, zero or more"), "soil_carbon")
    scale, exponent = (declared.value(values, f"rothc.inert_{name}") for name in ("scale", "exponent"))
    return float(model.inert_carbon.py_func(whole, scale, exponent))


def read_rates(andosol: bool, aluminium: float | None, values: Floats) -> tuple[float, ...]:
    """Decay of the four pools where nothing limits it, 1/yr; that of humus is slower in volcanic soil."""
    rates = [declared.value(values, f"rothc.{name}_rate") for name in ("decomposable", "resistant", "biomass", "humus")]
    if aluminium is not None:
        if not andosol:
            raise InputError("aluminium: found a number, expected nothing unless andosol is true.")
        percent = single(
            checked(aluminium, "aluminium", "% soluble in pyrophosphate, 0 to 100", 0.0, 100.0), "aluminium"
        )
        rates[3] /= model.andosol_divisor.py_func(percent)
    elif andosol:
        rates[3] /= declared.value(values, "rothc.andosol_divisor")
    return tuple(rates)
