"""Fire on grassland: burned area, what it takes from forage and litter, and its gases.

A share of each country's grassland burns in a year. What burns is grass of the year that animals left: it would have
decayed, so its CO2 is no change of stock; CH4 and N2O count (IPCC 2006 V4 eq. 2.27, T2.5). Burned ground gives no
usable forage in the year, and less litter to the soil.
"""

from __future__ import annotations

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

_RECALLED = "expert prior; no statistic read"

PARAMETERS = (
    Parameter(
        "grass_fire.burned_share", "1/yr", 0.001, (0.0, 0.5), (0.0, 0.005), _RECALLED,
        "share of the grassland that burns in a year", dimension="country",
        per_key={
            "CHN": (0.002, 0.0, 0.01, _RECALLED), "MNG": (0.02, 0.01, 0.04, _RECALLED),
            "RUS": (0.02, 0.005, 0.06, _RECALLED), "PRK": (0.002, 0.0, 0.01, _RECALLED),
        },
    ),
    Parameter(
        "grass_fire.combustion", "1", 0.77, (0.0, 1.0), (0.6, 0.9), "IPCC 2006 V4 T2.6, savanna grassland",
        "share of the standing grass that burns where fire passes",
    ),
    Parameter(
        "grass_fire.methane_factor", "g/kg dm", 2.3, (0.0, 20.0), (1.4, 3.2), "IPCC 2006 V4 T2.5, grassland",
        "CH4 from burned grass", status="read",
    ),
    Parameter(
        "grass_fire.nitrous_oxide_factor", "g/kg dm", 0.21, (0.0, 5.0), (0.11, 0.31),
        "IPCC 2006 V4 T2.5, savanna and grassland", "N2O from burned grass", status="read",
    ),
    Parameter(
        "grass_fire.control_effect", "1", 0.3, (0.0, 1.0), (0.1, 0.6), "expert prior: fire breaks, patrols, bans",
        "share of the burned area avoided on grassland under fire control",
    ),
)  # fmt: skip


@scalar
def burned_matter(grown, intake, burned_share, combustion):
    """Grass that burns, t dm/yr: of what grew (t dm/yr) and was not eaten."""
    return max(0.0, grown - intake) * burned_share * combustion
