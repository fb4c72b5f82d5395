"""What runs on the same land have in common: read or computed once, used by all of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landsim.history import NationalDrivers, national_drivers
from landsim.kept_parts import KeptParts, Part, hold_still
from landsim.landscape import Landscape, load_landscape
from landsim.rothc_factors import rothc_factors
from landsim.soil_factors import decay_factors
from landsim.unit_inputs import kind_of_unit, make_blocks

Floats = NDArray[np.float64]
# A study that varies the parameters of decay asks for other factors in every run: only the last few are kept.
KEPT_DECAYS = 8
# Climate's factor of decay, by the model of soil.
DECAYS = {
    "tier2": Part("decay of tier2", ("climate.precipitation_response_scale", "soil_climate."), KEPT_DECAYS),
    "rothc": Part("decay of rothc", ("climate.precipitation_response_scale", "rothc."), KEPT_DECAYS),
}


class Ground:
    """A landscape with recorded history by climate and whatever else many runs of one process share.

    What it hands out is shared by runs and must not be changed: arrays are read-only.

    blocks  the units as the kernel takes them        kept  parts of runs, each kept by what it is made from
    """

    def __init__(self, land: Landscape) -> None:
        self.land = land
        self.blocks = make_blocks(land.country, kind_of_unit(land))
        self.kept = KeptParts()
        self._drivers: dict[tuple[int, int, str], NationalDrivers] = {}

    def drivers(self, first_year: int, last_year: int, climate: str) -> NationalDrivers:
        """`history.national_drivers`, once for each climate and span of years."""
        key = (first_year, last_year, climate)
        if key not in self._drivers:
            found = national_drivers(*key)
            hold_still(found)
            self._drivers[key] = found
        return self._drivers[key]

    def decay(self, values: Floats, soil_model: str) -> Floats:
        """Climate's factor of decay as cubics of global warming, [4, units], for the flat vector of parameters.

        soil_model  "tier2" or "rothc"
        """
        factors = {"tier2": decay_factors, "rothc": rothc_factors}[soil_model]
        return self.kept.get(DECAYS[soil_model], values, lambda seen: factors(self.land, seen))


def as_ground(landscape: Landscape | Ground | str | Path | None) -> Ground:
    """The ground of a landscape, of a landscape file, or (None) of the embedded grid."""
    if isinstance(landscape, Ground):
        return landscape
    return Ground(landscape if isinstance(landscape, Landscape) else load_landscape(landscape))
