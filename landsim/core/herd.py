"""Herds in sheep units: what they need, and the cap of grass-livestock balance.

Sheep unit: 45 kg, 1.8 kg of hay a day (NY/T 635-2015), hay at 0.86 dry matter. Conversion factors of the
Mongolian statistics for horses, cattle, camels, goats.
"""

from __future__ import annotations

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

_FACTORS = {
    "cattle": (6.0, 5.0, 7.0, "Mongolian sheep-unit factor"),
    "buffalo": (6.0, 5.0, 7.0, "as cattle; assumption"),
    "sheep": (1.0, 1.0, 1.0, "definition"),
    "goats": (0.9, 0.8, 1.0, "Mongolian sheep-unit factor"),
    "horses": (7.0, 6.0, 8.0, "Mongolian sheep-unit factor"),
    "camels": (5.0, 5.0, 7.0, "Mongolian sheep-unit factor"),
}

PARAMETERS = (
    Parameter(
        "herd.sheep_units", "sheep units/head", 1.0, (0.1, 20.0), (0.8, 1.2), "Mongolian sheep-unit factors",
        "sheep units of one animal", status="read", dimension="species", per_key=_FACTORS,
    ),
    Parameter(
        "herd.daily_hay", "kg hay/sheep unit/day", 1.8, (0.5, 4.0), (1.4, 2.2), "NY/T 635-2015; 2-3 % of body weight",
        "air-dry hay that a sheep unit needs in a day", status="read",
    ),
    Parameter(
        "herd.mobility", "1", 0.6, (0.0, 1.0), (0.3, 0.9),
        "expert prior; the map of heads is a proxy of forage, not a count",
        "share of grazing animals that follow usable forage within their province",
    ),
    Parameter(
        "herd.hay_dry_matter", "t dm/t hay", 0.86, (0.5, 1.0), (0.84, 0.9), "air-dry hay", "dry matter in hay",
        status="read",
    ),
)  # fmt: skip


@scalar
def forage_need(daily_hay, dry_matter):
    """Forage that one sheep unit needs in a year, t dm/yr. daily_hay in kg/day, dry_matter in t dm/t hay."""
    return daily_hay * dry_matter * 0.365


@scalar
def grazing_units(sheep_units, grazing_share, grazed):
    """Sheep units that live on grass. Where less than a hectare is grazed, animals are fed from elsewhere."""
    return sheep_units * grazing_share if grazed >= 1.0 else 0.0


@scalar
def capped_removal(grazing_units, carrying_capacity, covered, level):
    """Grazing sheep units taken off by a cap on the covered share of the grassland.

    grazing_units, carrying_capacity  sheep units; animals fed from elsewhere are not counted and stay
    covered  share of the grassland under the cap (0-1)
    level    the cap as a share of carrying capacity (1)
    """
    return covered * max(0.0, grazing_units - level * carrying_capacity)
