"""Measures on national accounts of farming, peat and coast: a share of the account changes, no unit of land."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.agriculture import FarmChanges
from landsim.agriculture_history import activity
from landsim.core import parameters
from landsim.history import NationalDrivers
from landsim.names import COUNTRIES
from landsim.peat_account import WetlandChanges, rewettable
from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.placement import HECTARES, KEPT, Placed, promised_quantity
from landsim.scenario_measures import Measure

Floats = NDArray[np.float64]
FARM = ("feed", "manure", "rice", "nitrogen")
WETLANDS = ("rewetted", "protected")


class NationalShares:
    """What all measures so far change of each account (FARM, WETLANDS): shares 0-1, [countries, years]."""

    def __init__(self, drivers: NationalDrivers, values: Floats) -> None:
        self.years, self.values = drivers.years, values
        self.taken: dict[str, Floats] = {}

    def place(self, measure: Measure) -> Placed:
        """A growing share of an account, within what earlier measures of the country and the limit leave."""
        kind = MEASURE_KINDS[measure.kind]
        country = COUNTRIES.index(measure.country)
        taken = self.taken.setdefault(kind.account, np.zeros((len(COUNTRIES), len(self.years))))[country]
        unit = "Mha" if measure.unit in HECTARES else measure.unit
        whole: Floats = np.ones(len(self.years))
        if unit == "Mha":
            whole = rewettable(activity(self.years), self.values, self.years)[country] / 1e6
        promised = promised_quantity(measure, self.years) / HECTARES.get(measure.unit, 1.0)
        result = Placed(measure, unit, promised)
        limit = parameters.value(self.values, kind.limit_parameter) if kind.limit_parameter else 1.0
        wanted = np.divide(promised, whole, out=np.zeros_like(whole), where=whole > 0.0)
        share = np.minimum(wanted, np.maximum(limit - taken, 0.0))
        taken += share
        result.shift = share * whole
        missing = float(np.max(promised - result.shift))
        if missing > KEPT * float(np.max(promised)):
            most = f"{limit * whole[-1]:.4g} {unit}" if unit == "Mha" else f"{limit:g}"
            name = f" ({kind.limit_parameter})" if kind.limit_parameter else ""
            result.notes.append(
                f"{missing:.4g} {unit} could not be reached: the limit is {most} for all measures of this sort in "
                f"{measure.country}{name}"
            )
        return result

    def farm(self) -> FarmChanges:
        return FarmChanges(**{name: self.taken.get(name) for name in FARM})

    def wetlands(self) -> WetlandChanges:
        return WetlandChanges(**{name: self.taken.get(name) for name in WETLANDS})
