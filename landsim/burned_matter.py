"""Gases of one fire from hectares, fuel and emission factors (IPCC 2006 V4 eq. 2.27), apart from any run.

A run follows the carbon of its own pools instead (landsim/core/disturbance.py, landsim/accounting.py); this is the way
of inventories that know burned area and tables of fuel only, and a check on the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numpy.typing import ArrayLike

from landsim.checked_numbers import checked, plain
from landsim.errors import InputError

GRAMS_PER_KILOGRAM = 1e3


def fire_emissions(
    burned_area: ArrayLike,
    fuel: ArrayLike,
    combustion_factor: ArrayLike,
    emission_factors: Mapping[str, ArrayLike],
) -> dict[str, Any]:
    """Tonnes of each gas that fires give off: L = A x M_B x C_f x G_ef / 1000 (IPCC 2006 V4 eq. 2.27).

    burned_area        A, ha
    fuel               M_B, dry matter there to burn, t dm/ha
    combustion_factor  C_f, share of it that burns, 0 to 1; 1 where `fuel` is what burns (IPCC 2006 V4 T2.4)
    emission_factors   gas -> G_ef, g of the gas for each kg of dry matter burned (IPCC 2006 V4 T2.5)

    Numbers, or arrays of shapes that fit each other; the result has their common shape: gas -> t of the gas (mass of
    gas, neither carbon nor CO2 equivalents).

    Raises InputError for a number that is negative, not finite, or a combustion factor above 1.
    """
    area = checked(burned_area, "burned_area", "hectares, zero or more")
    matter = area * checked(fuel, "fuel", "t dm/ha, zero or more")
    matter = matter * checked(combustion_factor, "combustion_factor", "a share from 0 to 1", highest=1.0)
    if not isinstance(emission_factors, Mapping):
        raise InputError(
            f"emission_factors: found {type(emission_factors).__name__}, expected a mapping of gas to g/kg dry matter."
        )
    gases = {}
    for gas, factor in emission_factors.items():
        per_kilogram = checked(factor, f"emission_factors, gas '{gas}'", "g/kg dry matter, zero or more")
        emitted = matter * per_kilogram / GRAMS_PER_KILOGRAM
        gases[gas] = plain(emitted)
    return gases
