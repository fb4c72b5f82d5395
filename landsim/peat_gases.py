"""Gases of a hectare of drained or rewetted peat (IPCC 2013 Wetlands Supplement ch. 2 and 3), apart from any run."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from landsim.checked_numbers import checked, plain
from landsim.core import peat
from landsim.gwp import PATH_GWP, warming_potential

CARBON = "t C/ha/yr"
METHANE = "kg CH4/ha/yr, zero or more"


def drained_peat_emissions(
    carbon: ArrayLike,
    dissolved_carbon: ArrayLike,
    methane: ArrayLike,
    ditch_share: ArrayLike,
    ditch_methane: ArrayLike,
    nitrous_oxide: ArrayLike,
    *,
    area: ArrayLike = 1.0,
    gwp: str = PATH_GWP,
) -> dict[str, Any]:
    """Yearly emissions of drained peat (eq. 2.2-2.7).

    carbon            carbon to the air, t C/ha/yr (T2.1; may be below zero)
    dissolved_carbon  dissolved carbon that becomes CO2, t C/ha/yr (T2.2)
    methane           of the land between ditches, kg CH4/ha/yr (T2.3)
    ditch_share       share of the area that is ditches, 0-1 (T2.4)
    ditch_methane     kg CH4 a hectare of ditches a year (T2.4)
    nitrous_oxide     kg N2O-N/ha/yr (T2.5)
    area              ha
    gwp               set of warming potentials: SAR, AR4, AR5 or AR6

    Numbers, or arrays of shapes that fit each other. The result has t of each gas a year under CO2, CH4 and N2O, and
    their sum in tCO2e under total.

    Raises InputError for a number out of its range or an unknown set.
    """
    gas = {
        "CO2": peat.drained_carbon_dioxide(
            checked(carbon, "carbon", CARBON, lowest=-np.inf),
            checked(dissolved_carbon, "dissolved_carbon", f"{CARBON}, zero or more"),
        ),
        "CH4": peat.drained_methane(
            checked(methane, "methane", METHANE, lowest=-np.inf),
            checked(ditch_share, "ditch_share", "a share from 0 to 1", highest=1.0),
            checked(ditch_methane, "ditch_methane", METHANE),
        )
        / 1000.0,
        "N2O": checked(nitrous_oxide, "nitrous_oxide", "kg N2O-N/ha/yr, zero or more") * peat.N2O_PER_NITROGEN / 1000.0,
    }
    return _summed(gas, area, gwp)


def rewetted_peat_emissions(
    carbon: ArrayLike,
    dissolved_carbon: ArrayLike,
    methane_carbon: ArrayLike,
    *,
    area: ArrayLike = 1.0,
    gwp: str = PATH_GWP,
) -> dict[str, Any]:
    """Yearly emissions of rewetted peat (eq. 3.3-3.8); N2O is taken as nothing.

    carbon            carbon to the air, t C/ha/yr (T3.1; below zero where it is bound)
    dissolved_carbon  dissolved carbon that becomes CO2, t C/ha/yr (T3.2)
    methane_carbon    kg CH4-C/ha/yr, methane as carbon (T3.3)
    area              ha
    gwp               set of warming potentials: SAR, AR4, AR5 or AR6

    Numbers, or arrays of shapes that fit each other. The result has t of each gas a year under CO2 and CH4, and their
    sum in tCO2e under total.

    Raises InputError for a number out of its range or an unknown set.
    """
    gas = {
        "CO2": peat.drained_carbon_dioxide(
            checked(carbon, "carbon", CARBON, lowest=-np.inf),
            checked(dissolved_carbon, "dissolved_carbon", f"{CARBON}, zero or more"),
        ),
        "CH4": checked(methane_carbon, "methane_carbon", "kg CH4-C/ha/yr, zero or more")
        * peat.METHANE_PER_CARBON
        / 1000.0,
    }
    return _summed(gas, area, gwp)


def _summed(gas: dict[str, Any], area: ArrayLike, gwp: str) -> dict[str, Any]:
    hectares = checked(area, "area", "ha, zero or more")
    found = {name: mass * hectares for name, mass in gas.items()}
    found["total"] = sum(mass * warming_potential(name, gwp) for name, mass in found.items())
    return {name: plain(value) for name, value in found.items()}
