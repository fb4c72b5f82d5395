"""Planting: where trees and shrubs can live, and what share of what is planted survives.

Thresholds of rain, aridity (P / PET) and warmth: the 400 mm isohyet rule for trees, 250 mm for shrubs, 80 mm for
saxaul; trees need a warmest month of 10 degrees Celsius (tree line).
"""

from __future__ import annotations

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

_RULE = "400-mm isohyet rule; 18.5 % of the Three-North region's forest exceeds what rain supports"

PARAMETERS = (
    Parameter("afforestation.tree_rain", "mm/yr", 400.0, (0.0, 3000.0), (380.0, 500.0), _RULE, "least rain for trees"),
    Parameter("afforestation.tree_aridity", "1", 0.5, (0.0, 3.0), (0.4, 0.65), _RULE, "least P / PET for trees"),
    Parameter(
        "afforestation.tree_warmth", "degC", 10.0, (0.0, 30.0), (9.0, 11.0), "tree line",
        "least temperature of the warmest month for trees",
    ),
    Parameter(
        "afforestation.shrub_rain", "mm/yr", 250.0, (0.0, 3000.0), (200.0, 300.0), _RULE, "least rain for shrubs",
    ),
    Parameter("afforestation.saxaul_rain", "mm/yr", 80.0, (0.0, 3000.0), (60.0, 120.0), _RULE, "least rain for saxaul"),
    Parameter("afforestation.survival_arid", "1", 0.30, (0.0, 1.0), (0.1, 0.5), "expert prior", "survival, P/PET < .2"),
    Parameter(
        "afforestation.survival_semiarid", "1", 0.55, (0.0, 1.0), (0.3, 0.75), "expert prior", "survival, P/PET .2-.5",
    ),
    Parameter(
        "afforestation.survival_dry_subhumid", "1", 0.75, (0.0, 1.0), (0.6, 0.85), "expert prior",
        "survival, P/PET .5-.65",
    ),
    Parameter(
        "afforestation.survival_humid", "1", 0.88, (0.0, 1.0), (0.8, 0.95), "expert prior", "survival, P/PET > .65",
    ),
    Parameter(
        "afforestation.dieback_aridity", "1", 0.35, (0.0, 3.0), (0.2, 0.5), "expert prior",
        "P / PET below which planted trees and shrubs die back once they are old",
    ),
    Parameter(
        "afforestation.dieback_age", "yr", 25.0, (20.0, 200.0), (20.0, 35.0), "expert prior",
        "age beyond which planted trees and shrubs die back in dry land",
    ),
    Parameter(
        "afforestation.dieback_rate", "1/yr", 0.01, (0.0, 0.2), (0.0, 0.02),
        "expert prior: water-stress dieback of 0-2 % a year",
        "share of old plantations in dry land that is lost in a year, of what is planted from 2021 on",
    ),
)  # fmt: skip


@scalar
def dieback_share(aridity, rate, threshold):
    """Share of old planted trees and shrubs that dies of water stress in a year (1), by P / PET."""
    return rate if aridity < threshold else 0.0


@scalar
def survival(aridity, arid, semiarid, dry_subhumid, humid):
    """Share of planted hectares that becomes forest (1), by P / PET (UNEP aridity classes)."""
    dry = arid if aridity < 0.2 else semiarid
    moist = dry_subhumid if aridity < 0.65 else humid
    return dry if aridity < 0.5 else moist
