"""Carbon of mineral soil by reference stocks and factors (IPCC Tier 1, V4 eq. 2.25), apart from any run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from landsim.checked_numbers import checked, plain
from landsim.core import parameters as declared
from landsim.core import soil_stock_factors
from landsim.core.dimensions import SOIL_CLIMATES
from landsim.errors import InputError
from landsim.facts import load_table
from landsim.soil_inputs import Floats, read_parameters
from landsim.suggestions import did_you_mean

factors: Any = soil_stock_factors  # compiled kernels carry no types
# Declared names by what they describe; what is not listed under ONE has a parameter of that name.
LAND_USE = ("long_term_crop", "wet_crop", "paddy", "perennial_crop", "set_aside", "settlement", "other_land")
MANAGEMENT = (
    "reduced_tillage", "no_tillage", "intensive_grazing", "moderately_degraded", "severely_degraded",
    "improved_grassland",
)  # fmt: skip
INPUT = ("low_input", "high_input", "high_input_manure", "improved_grassland_high_input")
ONE = {
    "land_use": ("native", "grassland", "forest"),
    "management": ("full_tillage", "nominal"),
    "input": ("medium_input",),
}
KINDS = {"land_use": LAND_USE, "management": MANAGEMENT, "input": INPUT}
Parts = Mapping[str, Any] | Sequence[Mapping[str, Any]]


def soil_reference_stock(soil: str, climate: str) -> float:
    """Reference carbon of mineral soil under native plants, 0-30 cm, tC/ha (IPCC 2019 V4 T2.3).

    soil     high_activity_clay, low_activity_clay, sandy, spodic, volcanic or wetland
    climate  warm_temperate, cool_temperate, boreal or polar with _moist or _dry

    >>> soil_reference_stock("high_activity_clay", "cool_temperate_dry")
    43.0

    Raises InputError for an unknown soil or climate, or a pair without a stock in the table.
    """
    table = load_table("soil_reference_stocks", ("soil", "climate_zone", "value"))
    for key, column, found in (("soil", "soil", soil), ("climate", "climate_zone", climate)):
        known = list(dict.fromkeys(table[column]))
        if found not in known:
            raise InputError(f"{key}: found {found!r}; {did_you_mean(str(found), known)}")
    row = table[(table["soil"] == soil) & (table["climate_zone"] == climate)]
    if row.empty:
        raise InputError(f"soil, climate: found {soil} and {climate}, for which IPCC 2019 T2.3 has no reference stock.")
    return float(row["value"].iloc[0])


def soil_stock_change(
    reference_stock: ArrayLike | None,
    before: Parts,
    after: Parts,
    *,
    soil: str | None = None,
    climate: str | None = None,
    years: float | None = None,
    parameters: Mapping[str, float] | None = None,
) -> dict[str, Any]:
    """Carbon of mineral soil before and after a change of land use or management (IPCC 2006 and 2019 V4 eq. 2.25).

    reference_stock  tC/ha; None: that of soil and climate (soil_reference_stock)
    before, after    a mapping, or a list of mappings for parts of the land, with area (ha, 1 if missing) and land_use,
                     management and input: each a factor (1 if missing) or a name
                     land_use    native, grassland, forest (1), long_term_crop, wet_crop, paddy, perennial_crop,
                                 set_aside, settlement, other_land
                     management  full_tillage, nominal (1), reduced_tillage, no_tillage, intensive_grazing,
                                 moderately_degraded, severely_degraded, improved_grassland
                     input       medium_input (1), low_input, high_input, high_input_manure,
                                 improved_grassland_high_input
    soil, climate    for names and reference stocks: see soil_reference_stock
    years            between the two states in equilibrium; None: 20 (soil_stock_factors.period)
    parameters       declared name (soil_stock_factors.* but reference_scale) -> value

    Numbers, or arrays of shapes that fit each other. The result has initial and final (tC) and annual (tC/yr, above
    zero where soil gains carbon).

    >>> bare = {"land_use": "grassland", "management": "severely_degraded"}
    >>> rested = soil_stock_change(None, bare, {}, soil="high_activity_clay", climate="cool_temperate_dry")
    >>> round(rested["annual"], 3)
    0.645

    Raises InputError for a number out of its range, an unknown name, a name without a climate, or areas before and
    after that differ.
    """
    values = read_parameters(parameters, ("soil_stock_factors",), unread=("soil_stock_factors.reference_scale",))
    if reference_stock is None:
        if soil is None or climate is None:
            raise InputError("reference_stock: found nothing, expected tC/ha, or both soil and climate.")
        reference_stock = soil_reference_stock(soil, climate)
    stock = checked(reference_stock, "reference_stock", "tC/ha, zero or more")
    period = declared.value(values, "soil_stock_factors.period") if years is None else years
    first, old_area = _carbon(stock, before, "before", climate, values)
    last, new_area = _carbon(stock, after, "after", climate, values)
    if not np.allclose(old_area, new_area, rtol=1e-9, atol=0.0):
        raise InputError(f"after: found {np.sum(new_area):g} ha, expected as many as before, {np.sum(old_area):g} ha.")
    change = factors.yearly_change.py_func(first, last, checked(period, "years", "years, above zero", 1e-9))
    return {"initial": plain(first), "final": plain(last), "annual": plain(change)}


def _carbon(stock: Floats, parts: Parts, where: str, climate: str | None, values: Floats) -> tuple[Any, Any]:
    """Carbon of all parts of the land, tC, and their area, ha."""
    carbon: Any = 0.0
    area: Any = 0.0
    for part in [parts] if isinstance(parts, Mapping) else parts:
        if not isinstance(part, Mapping):
            raise InputError(f"{where}: found {type(part).__name__}, expected a mapping, or a list of mappings.")
        for key in part:
            if key not in ("area", *KINDS):
                raise InputError(f"{where}, key '{key}': unknown; {did_you_mean(str(key), ('area', *KINDS))}")
        hectares = checked(part.get("area", 1.0), f"{where}, key 'area'", "ha, zero or more")
        factor = [_factor(part.get(kind, 1.0), kind, f"{where}, key '{kind}'", climate, values) for kind in KINDS]
        carbon = carbon + factors.stock.py_func(stock, *factor, hectares)
        area = area + hectares
    return carbon, area


def _factor(found: Any, kind: str, where: str, climate: str | None, values: Floats) -> Floats:
    """A factor as given, or by its name in a climate."""
    if not isinstance(found, str):
        return checked(found, where, "a factor, zero or more, or a name")
    if found in ONE[kind]:
        return np.asarray(1.0)
    if found not in KINDS[kind]:
        raise InputError(f"{where}: found {found!r}; {did_you_mean(found, (*ONE[kind], *KINDS[kind]))}")
    if climate not in SOIL_CLIMATES:
        shown = "nothing" if climate is None else repr(climate)
        raise InputError(f"climate: found {shown}, expected one of {', '.join(SOIL_CLIMATES)} for {where}.")
    return np.asarray(declared.value(values, f"soil_stock_factors.{found}.{climate}"))
