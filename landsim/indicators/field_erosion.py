"""Wind erosion of a field by the revised wind erosion equation (RWEQ), apart from any run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from landsim.checked_numbers import checked, plain, resolved
from landsim.core import parameters as declared
from landsim.core import wind_erosion as equations
from landsim.core.dimensions import WIND_LAND
from landsim.errors import InputError

PER_CENT = "per cent, 0 to 100"
TONNES_PER_HECTARE = 10.0  # of 1 kg/m2


def wind_erodible_fraction(
    sand: ArrayLike, silt: ArrayLike, clay: ArrayLike, organic_matter: ArrayLike, carbonate: ArrayLike = 0.0
) -> Any:
    """Part of the topsoil that wind can carry, 0 to 1 (Fryrear et al. 1994).

    EF = (29.09 + 0.31 sand + 0.17 silt + 0.33 sand / clay - 2.59 organic matter - 0.95 carbonate) / 100, all in per
    cent of mass, held to 0-1. Numbers, or arrays of shapes that fit each other; the like comes back.

    Raises InputError for a number that is not 0 to 100, and for soil without clay.
    """
    found = {
        name: checked(value, name, PER_CENT, highest=100.0)
        for name, value in (
            ("sand", sand), ("silt", silt), ("organic_matter", organic_matter), ("carbonate", carbonate),
        )
    }  # fmt: skip
    return plain(equations.erodible_fraction(clay=_clay(clay), **found))


def soil_crust_factor(clay: ArrayLike, organic_matter: ArrayLike) -> Any:
    """What the crust of the soil leaves of wind erosion (1): SCF = 1 / (1 + 0.0066 clay^2 + 0.021 organic matter^2).

    Both in per cent of mass; numbers, or arrays of shapes that fit each other.

    Raises InputError for a number that is not 0 to 100.
    """
    matter = checked(organic_matter, "organic_matter", PER_CENT, highest=100.0)
    return plain(equations.crust_factor(checked(clay, "clay", PER_CENT, highest=100.0), matter))


def plant_cover_factor(cover: ArrayLike, land: str, parameters: Mapping[str, float] | None = None) -> Any:
    """What the cover of the ground leaves of wind erosion (1): C = exp(-response x cover).

    cover       per cent of the ground that plants, litter or residue cover
    land        forest, grassland, shrub, bare, sand or cropland: the response of each is a parameter
    parameters  declared name -> value, over the defaults of `wind_erosion.cover_response.*`

    Raises InputError for an unknown land or parameter, and for cover that is not 0 to 100.
    """
    if land not in WIND_LAND:
        raise InputError(f"land: found {land!r}, expected one of {', '.join(WIND_LAND)}.")
    response = declared.value(resolved(parameters), f"wind_erosion.cover_response.{land}")
    return plain(equations.cover_factor(checked(cover, "cover", PER_CENT, highest=100.0) / 100.0, response))


def wind_erosion(
    weather: ArrayLike,
    erodible_fraction: ArrayLike,
    crust: ArrayLike,
    cover: ArrayLike,
    *,
    roughness: ArrayLike = 1.0,
    distance: ArrayLike = 50.0,
) -> dict[str, Any]:
    """Soil that wind takes from a field (RWEQ; Fryrear et al. 1998).

    weather            weather factor WF, kg/m
    erodible_fraction  EF, 0 to 1 (wind_erodible_fraction)
    crust              SCF, 0 to 1 (soil_crust_factor)
    cover              C, 0 to 1 (plant_cover_factor)
    roughness          K, 0 to 1
    distance           z from the windward edge, m, above zero

    The result has transport, Qmax = 109.8 (WF EF SCF K C), kg/m; field_length, s = 150.71 (WF EF SCF K C)^-0.3711, m,
    infinite where nothing moves; loss, 2 z / s^2 Qmax exp(-(z / s)^2), kg/m2; and loss_per_hectare, the same in t/ha.
    Numbers, or arrays of shapes that fit each other.

    Raises InputError for a number that is negative, not finite, or above 1 where a factor may not be.
    """
    soil = np.asarray(1.0)
    for name, value in (("erodible_fraction", erodible_fraction), ("crust", crust), ("cover", cover),
                        ("roughness", roughness)):  # fmt: skip
        soil = soil * checked(value, name, "a share from 0 to 1", highest=1.0)
    wind = checked(weather, "weather", "a weather factor in kg/m, zero or more")
    edge = checked(distance, "distance", "m from the windward edge, above zero")
    if not (edge > 0.0).all():
        raise InputError("distance: found 0, expected m from the windward edge, above zero.")
    transport = equations.full_transport(wind, soil)
    with np.errstate(divide="ignore"):
        length = equations.field_length(wind, soil)
    loss = equations.field_loss(transport, length, edge)
    return {
        "transport": plain(transport),
        "field_length": plain(length),
        "loss": plain(loss),
        "loss_per_hectare": plain(loss * TONNES_PER_HECTARE),
    }


def _clay(clay: ArrayLike) -> Any:
    found = checked(clay, "clay", "per cent, above 0 to 100", highest=100.0)
    if not (found > 0.0).all():
        raise InputError("clay: found 0, expected per cent, above 0 to 100.")
    return found
