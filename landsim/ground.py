"""What runs on the same land have in common: read or computed once, used by all of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.history import NationalDrivers, national_drivers
from landsim.landscape import Landscape, load_landscape
from landsim.rothc_factors import rothc_factors
from landsim.soil_factors import decay_factors

Floats = NDArray[np.float64]
# Parameters that climate's factor of decay may depend on, by the model of soil.
DECAY_PARAMETERS = {"tier2": ("climate.", "soil_climate."), "rothc": ("climate.", "rothc.")}
# A study that varies these parameters asks for other factors in every run: only the last few are kept.
KEPT_DECAYS = 8


class Ground:
    """A landscape with recorded history by climate and decay by soil parameters, for many runs of one process.

    What it hands out is shared by runs and must not be changed: arrays are read-only.
    """

    def __init__(self, land: Landscape) -> None:
        self.land = land
        self._drivers: dict[tuple[int, int, str], NationalDrivers] = {}
        self._decays: dict[tuple[str, bytes], Floats] = {}

    def drivers(self, first_year: int, last_year: int, climate: str) -> NationalDrivers:
        """`history.national_drivers`, once for each climate and span of years."""
        key = (first_year, last_year, climate)
        if key not in self._drivers:
            found = national_drivers(*key)
            for part in vars(found).values():
                if isinstance(part, np.ndarray):
                    part.setflags(write=False)
            self._drivers[key] = found
        return self._drivers[key]

    def decay(self, values: Floats, soil_model: str) -> Floats:
        """Climate's factor of decay as cubics of global warming, [4, units], for the flat vector of parameters.

        soil_model  "tier2" or "rothc"
        """
        prefixes = DECAY_PARAMETERS[soil_model]
        used = [i for i, element in enumerate(parameters.elements()) if element.name.startswith(prefixes)]
        key = (soil_model, values[used].tobytes())
        if key not in self._decays:
            found = rothc_factors(self.land, values) if soil_model == "rothc" else decay_factors(self.land, values)
            found.setflags(write=False)
            if len(self._decays) == KEPT_DECAYS:
                del self._decays[next(iter(self._decays))]
            self._decays[key] = found
        return self._decays[key]


def as_ground(landscape: Landscape | Ground | str | Path | None) -> Ground:
    """The ground of a landscape, of a landscape file, or (None) of the embedded grid."""
    if isinstance(landscape, Ground):
        return landscape
    return Ground(landscape if isinstance(landscape, Landscape) else load_landscape(landscape))
