"""Dust from grassland: how much less wind can carry away where plants cover the ground.

The cover factor of the revised wind erosion equation (RWEQ; Fryrear et al. 1998): emission falls exponentially with the
covered share of the ground. Wind, texture and snow of a place do not change with grazing, so they fall out of a ratio
of two years; the index is relative and says nothing of tonnes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from landsim.core.parameters import Parameter

PARAMETERS = (
    Parameter(
        "wind_erosion.grass_cover_response", "1/%", 0.1151, (0.0, 1.0), (0.0438, 0.1535), "RWEQ, grass; recalled",
        "dust falls by exp(-response x cover in per cent)",
    ),
    Parameter(
        "wind_erosion.bare_ndvi", "1", 0.05, (-0.2, 0.5), (0.03, 0.10), "usual value of bare soil; not read",
        "NDVI of ground without plants",
    ),
    Parameter(
        "wind_erosion.full_ndvi", "1", 0.86, (0.5, 1.0), (0.75, 0.95), "usual value of full cover; not read",
        "NDVI of ground that plants cover fully",
    ),
)  # fmt: skip


def ground_cover(ndvi: Any, bare: Any, full: Any) -> Any:
    """Covered share of the ground (1) between two values of NDVI; arrays or numbers."""
    return np.clip((ndvi - bare) / (full - bare), 0.0, 1.0)


def relative_emission(cover: Any, condition: Any, response: Any) -> Any:
    """Dust from grassland relative to bare ground (1).

    cover      share of the ground that grass in full condition covers (1)
    condition  of the grass (1): cover goes with it
    response   1/% of cover
    """
    return np.exp(-100.0 * response * cover * condition)
