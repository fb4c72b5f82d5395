"""Litter, texture, tillage and climate of mineral soil, turned into yearly flows into its pools and their decay."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landsim import soil_inputs as inputs
from landsim.checked_numbers import checked
from landsim.core import parameters as declared
from landsim.core import soil_climate
from landsim.core import soil_decomposition as soil
from landsim.errors import InputError

Floats = NDArray[np.float64]
POOLS = ("active", "slow", "passive")
TILLAGE = ("full", "reduced", "none", "unknown")
SHARE = "a share from 0 to 1"
CLIMATE_KEYS = ("temperature", "precipitation", "potential_evapotranspiration", "irrigated")


def climate_factors(
    temperature: ArrayLike,
    precipitation: ArrayLike,
    evapotranspiration: ArrayLike,
    irrigated: ArrayLike | None,
    values: Floats,
) -> tuple[Floats, Floats]:
    """Yearly factors of temperature and water over all axes but that of the months."""
    t_max, t_best, slope, wet, scale = (
        declared.value(values, f"soil_climate.{name}")
        for name in (
            "maximum_temperature", "optimum_temperature", "water_slope", "irrigated_water_factor", "water_scale",
        )
    )  # fmt: skip
    warm = inputs.months_last(temperature, "temperature", "degrees Celsius")
    given = {
        "precipitation": inputs.months_last(precipitation, "precipitation", "mm a month, zero or more", 0.0),
        "potential_evapotranspiration": inputs.months_last(
            evapotranspiration, "potential_evapotranspiration", "mm a month, zero or more", 0.0
        ),
    }
    if irrigated is not None:
        given["irrigated"] = inputs.months_last(irrigated, "irrigated", "0 or 1 by month", 0.0)
    rain, evaporation, *watered = inputs.fitting(given)
    warmth = np.vectorize(soil_climate.temperature_factor.py_func, otypes=[float])(warm, t_max, t_best)
    water = np.vectorize(soil_climate.water_factor.py_func, otypes=[float])(
        rain, evaporation, watered[0] > 0.0 if watered else False, slope, wet
    )
    return warmth.mean(axis=-1), scale * water.mean(axis=-1)


def read_factors(
    temperature_factor: ArrayLike | None,
    water_factor: ArrayLike | None,
    climate: Mapping[str, ArrayLike] | None,
    values: Floats,
) -> tuple[Floats, Floats]:
    """The two factors, as given or from monthly climate."""
    if climate is None:
        if temperature_factor is None or water_factor is None:
            raise InputError("temperature_factor, water_factor: found nothing, expected both, or monthly `climate`.")
        positive = "a factor, zero or more"
        return checked(temperature_factor, "temperature_factor", positive), checked(
            water_factor, "water_factor", positive
        )
    if temperature_factor is not None or water_factor is not None:
        raise InputError("climate: found beside temperature_factor or water_factor, expected one or the other.")
    if not isinstance(climate, Mapping) or not set(CLIMATE_KEYS[:3]) <= set(climate) <= set(CLIMATE_KEYS):
        found = ", ".join(map(str, climate)) if isinstance(climate, Mapping) else type(climate).__name__
        raise InputError(
            f"climate: found {found or 'nothing'}, expected {', '.join(CLIMATE_KEYS)} (the last may miss)."
        )
    temperature, rain, evaporation = (climate[name] for name in CLIMATE_KEYS[:3])
    return climate_factors(temperature, rain, evaporation, climate.get("irrigated"), values)


def read_conditions(
    carbon_input: ArrayLike,
    sand: ArrayLike,
    lignin: ArrayLike | None,
    nitrogen: ArrayLike | None,
    warmth: Floats,
    water: Floats,
    tillage: str | Sequence[str],
    values: Floats,
) -> tuple[Floats, Floats, Floats]:
    """Input, yearly flow into each pool [3, ...] and decay of each pool [3, ...], of one shape but for the pools."""

    def own(name: str) -> float:
        return declared.value(values, f"soil_decomposition.{name}")

    kinds = np.asarray(tillage, dtype=object)
    for kind in kinds.flat:
        if kind not in TILLAGE:
            raise InputError(f"tillage: found {kind!r}, expected one of {', '.join(TILLAGE)}.")
    structural = {kind: own(f"active_of_structural_{kind}") for kind in TILLAGE}
    # Where tillage is not known the Guidelines take the decay of full tillage.
    speed = {kind: own(f"tillage_{'full' if kind == 'unknown' else kind}") for kind in TILLAGE}
    carbon, sandy, woody, rich, warm, wet, kinds = inputs.fitting(
        {
            "carbon_input": checked(carbon_input, "carbon_input", "carbon a year, zero or more"),
            "sand": checked(sand, "sand", SHARE, highest=1.0),
            "lignin": checked(own("lignin") if lignin is None else lignin, "lignin", SHARE, highest=1.0),
            "nitrogen": checked(
                own("nitrogen") if nitrogen is None else nitrogen, "nitrogen", "a share above 0", 1e-9, 1.0
            ),
            "temperature_factor": warmth,
            "water_factor": water,
            "tillage": kinds,
        }
    )

    def over(kernel: Any, *arguments: Any, results: int = 1) -> Any:
        return np.vectorize(kernel.py_func, otypes=[float] * results)(*arguments)

    _warn_of_caps(woody, rich, over(soil.metabolic_share, woody, rich), over(soil.capped_metabolic_share, woody, rich))
    flows = over(
        soil.shares, woody, rich, sandy, own("active_of_metabolic"), _looked_up(structural, kinds),
        own("slow_of_lignin"), own("passive_of_active"), own("passive_of_slow"), own("active_of_slow"),
        own("active_of_passive"), results=len(POOLS),
    )  # fmt: skip
    decay = over(
        soil.rates, warm, wet, _looked_up(speed, kinds), sandy, *(own(f"{pool}_rate") for pool in POOLS),
        results=len(POOLS),
    )  # fmt: skip
    return carbon, np.stack(flows) * carbon, np.stack(decay)


def _looked_up(numbers: Mapping[str, float], kinds: Any) -> Floats:
    return np.array([numbers[kind] for kind in kinds.flat], dtype=np.float64).reshape(kinds.shape)


def _warn_of_caps(lignin: Floats, nitrogen: Floats, asked: Floats, used: Floats) -> None:
    capped = asked != used
    if capped.any():
        woody, rich, share, bound = (float(a[capped].flat[0]) for a in (lignin, nitrogen, asked, used))
        warnings.warn(
            f"lignin {woody:g}, nitrogen {rich:g}: the metabolic share of the input is {share:.3g}, and {bound:.3g} is "
            "used (expected from 0 to 1 - lignin).",
            stacklevel=4,
        )


def by_year(carbon: Floats, flows: Floats, decay: Floats, years: int | None) -> tuple[Floats, Floats, Floats]:
    """The same, with years on the last axis."""
    if carbon.ndim > 1:
        raise InputError(f"Found arrays that fit to the shape {carbon.shape}, expected one axis, that of the years.")
    if carbon.ndim == 0 and years is None:
        raise InputError("years: found nothing, expected a number of years where nothing is given by year.")
    count = len(carbon) if carbon.ndim else int(years or 0)
    if count < 1 or (years is not None and years != count):
        raise InputError(f"years: found {years}, expected one or more, and as many as are given by year.")
    return (
        np.broadcast_to(carbon, (count,)),
        np.broadcast_to(flows.reshape(len(POOLS), -1), (len(POOLS), count)),
        np.broadcast_to(decay.reshape(len(POOLS), -1), (len(POOLS), count)),
    )
