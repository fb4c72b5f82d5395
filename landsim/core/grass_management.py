"""What grazing rules and care do to a hectare of grassland that they cover.

Each effect is a share added to, or taken from, one quantity of the covered hectare: usable forage, growth, carbon that
enters the soil, demand for grazing. None of them acts on a hectare that is not covered.
"""

from __future__ import annotations

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

PARAMETERS = (
    Parameter(
        "grass_management.rotation_gain", "1", 0.10, (-0.5, 1.0), (0.0, 0.25),
        "expert prior; trials find none to a quarter more use (Briske et al. 2008 find none)",
        "usable forage added under rotational grazing",
    ),
    Parameter(
        "grass_management.rest_gain", "1", 0.12, (-0.5, 1.0), (0.05, 0.25), "expert prior: spring rest of 40-60 days",
        "growth added where grazing pauses in spring",
    ),
    Parameter(
        "grass_management.fodder_share", "1", 0.30, (0.0, 1.0), (0.1, 0.5), "expert prior: four months in the pen",
        "share of the grazed diet replaced by fodder on covered grassland",
    ),
    Parameter(
        "grass_management.improved_production", "1", 0.30, (-0.5, 3.0), (0.1, 0.8), "expert prior: reseeding, legumes",
        "growth added on improved pasture",
    ),
    Parameter(
        "grass_management.improved_soil", "1", 0.14, (-0.5, 1.0), (0.03, 0.25), "IPCC 2019 V4 T6.2, improved, 1.14",
        "carbon that enters the soil added on improved pasture", status="read",
    ),
)  # fmt: skip


# Where animals graze land that is too sparse to be mapped as grassland, it counts as this many hectares, so that what
# holds for all grassland of a country holds for these animals too.
TRACE = 1e-3


@scalar
def measured_area(grassland):
    """Grassland as measures count it, ha: never less than a trace."""
    return max(grassland, TRACE)


@scalar
def covered_share(asked, grassland):
    """Share of the grassland that a measure covers (0-1); both in ha, grassland as in measured_area."""
    return min(1.0, asked / grassland)


@scalar
def changed(value, share):
    """A quantity with a share added to it (negative: taken from it), never below zero."""
    return value * max(0.0, 1.0 + share)
