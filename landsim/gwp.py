"""Factors between sets of global warming potentials, for totals whose gases are not known apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from landsim.errors import InputError

# The databases count with AR6 values of GWP100, which are treated as AR5 (28/265 against 27.9/273).
PATH_GWP = "AR5"
GWP_SETS = ("SAR", "AR4", "AR5", "AR6")
# The sets that a run may be told in.
RUN_SETS = ("AR4", "AR5", "AR6")
# Methane here is from living things: AR6 T7.15 has 27.0 for it, the package 27.9 for methane of unknown origin.
_BIOGENIC_METHANE = {"AR6": 27.0}
# SAR has no factor of its own per country: it is treated as AR4.
_TREATED_AS = {"SAR": "AR4", "AR4": "AR4", "AR5": "AR5", "AR6": "AR5"}


@dataclass(frozen=True)
class GwpFactor:
    """Factor from ``PATH_GWP`` to another GWP set, with its range."""

    value: float
    low: float
    high: float
    source: str
    status: str


@cache
def warming_potential(gas: str, gwp: str = PATH_GWP) -> float:
    """GWP100 of CO2, CH4 or N2O in a set (AR5: CH4 28, N2O 265), kg CO2e/kg.

    Raises InputError for an unknown set.
    """
    if gwp not in GWP_SETS:
        raise InputError(f"gwp: found {gwp!r}, expected one of {', '.join(GWP_SETS)}.")
    if gas == "CO2":
        return 1.0
    if gas == "CH4" and gwp in _BIOGENIC_METHANE:
        return _BIOGENIC_METHANE[gwp]
    from globalwarmingpotentials import data

    return float(data[f"{gwp}GWP100"][gas])


def gwp_factor(country: str, gwp: str) -> GwpFactor:
    """Factor that turns a country's emissions without LULUCF from ``PATH_GWP`` into ``gwp``."""
    return _factor("economy_without_lulucf", country, gwp)


def treated_as(gwp: str) -> str:
    """The set that stands for another beside an economy path: SAR is treated as AR4, AR6 as AR5."""
    return _TREATED_AS[gwp]


@cache
def _factor(quantity: str, country: str, gwp: str) -> GwpFactor:
    if gwp not in GWP_SETS:
        raise InputError(
            f'gwp_conversion.csv: the GWP set "{gwp}" is unknown; expected one of {", ".join(GWP_SETS)}.'
        )
    if _TREATED_AS[gwp] == PATH_GWP:
        return GwpFactor(1.0, 1.0, 1.0, f"same set ({gwp} is treated as {PATH_GWP})", "assumption")
    # Imported only here: a scenario needs the names of the sets, and tables bring pandas with them.
    from landsim.facts import load_table

    table = load_table("gwp_conversion")
    found = table[
        (table["quantity"] == quantity)
        & (table["country"].fillna("") == country)
        & (table["from_gwp"] == PATH_GWP)
        & (table["to_gwp"] == _TREATED_AS[gwp])
    ]
    if len(found) != 1:
        raise InputError(
            f"gwp_conversion.csv: found {len(found)} rows for {quantity} of {country or 'all countries'} "
            f"from {PATH_GWP} to {_TREATED_AS[gwp]}; expected one."
        )
    row = found.iloc[0]
    return GwpFactor(
        float(row["factor"]), float(row["low"]), float(row["high"]), str(row["source"]), str(row["status"])
    )
