"""Managed land: the share of each unit whose fluxes count in the national inventory (managed land proxy, IPCC 2006)."""

from __future__ import annotations

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

PARAMETERS = (
    Parameter(
        "managed_land.scale", "1", 1.0, (0.0, 5.0), (0.8, 1.2), "weak prior by country and remoteness",
        "multiplies the managed fraction of every unit, which stays within 0-1", dimension="country",
        per_key={"RUS": (1.0, 0.8, 1.15, "inventory forest is about 85 % of FRA forest; which 85 % is not known")},
    ),
)  # fmt: skip


@scalar
def managed_share(fraction, scale):
    """Managed share of a unit (0-1)."""
    return min(1.0, max(0.0, fraction * scale))
