"""How the soil outside forest of each unit responds to warming: the rows of the kernel's inputs that say so.

On permafrost and on unmanaged land decay and litter are held at the first year of the run, as the slow pool of forest
soil does not respond to warming either (dead_organic_matter.py): otherwise tundra would become an artificial source.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.core.state import INPUT
from landsim.landscape import Landscape
from landsim.warming_cubics import evaluate

Floats = NDArray[np.float64]
ROWS = slice(INPUT.soil_decay_0, INPUT.soil_response + 1)


def responding_share(land: Landscape, values: Floats) -> Floats:
    """Share of each unit whose soil responds to warming (1), [units]."""
    held_on_permafrost, held_on_unmanaged = (
        parameters.value(values, f"mineral_soil.{name}") for name in ("held_on_permafrost", "held_on_unmanaged")
    )
    scale = parameters.take(values, "managed_land.scale")[land.country]
    managed = np.clip(land["managed_fraction"] * scale, 0.0, 1.0)
    share: Floats = (1.0 - held_on_permafrost * land["permafrost_fraction"]) * (
        1.0 - held_on_unmanaged * (1.0 - managed)
    )
    return share


def soil_response(land: Landscape, values: Floats, decay: Floats, first_warming: float) -> Floats:
    """The input rows ``soil_decay_0`` to ``soil_decay_3`` and ``soil_response``, [5, units].

    decay          climate's factor of decay as cubics of global warming, [4, units]: ``soil_factors.decay_factors`` or
                   ``rothc_factors.rothc_factors``
    first_warming  K against the normals, in the first year of the run: there soil that does not respond is held
    """
    share = responding_share(land, values)
    held = evaluate(decay, first_warming)
    decay = decay * share
    decay[0] += (1.0 - share) * held
    return np.vstack([decay, share])
