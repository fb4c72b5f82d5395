"""How hard grassland is grazed, as a class of grazing pressure."""

from __future__ import annotations

from typing import Any

from landsim.core.parameters import Parameter

PARAMETERS = (
    Parameter(
        "grazing_intensity.heavy_pressure", "1", 1.5, (1.0, 20.0), (1.0, 2.0),
        "half more than the grass bears; own assumption",
        "grazing pressure above which grassland is heavily grazed",
    ),
)  # fmt: skip


def is_heavy(pressure: Any, limit: Any) -> Any:
    """Whether grazing pressure (1) is above the limit of heavy grazing; arrays or numbers."""
    return pressure > limit
