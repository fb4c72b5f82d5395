"""Which assumptions go together in a caption: run.json lists hundreds, a reader needs a dozen families."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# What a figure can rest on. The land sector of a run needs all of LAND.
ECONOMY, PLEDGES = "economy", "pledges"
DUST, SPECIES, DROUGHT, PROTECTION = "dust", "species", "drought", "protection"
CLIMATE, HISTORY, FOREST, SOIL, FIRE, HARVEST, PLANTING, GRAZING, ACCOUNTING, FARMING, WETLANDS, DEGRADATION = (
    "climate",
    "history",
    "forest",
    "soil",
    "fire",
    "harvest",
    "planting",
    "grazing",
    "accounting",
    "farming",
    "wetlands",
    "degradation",
)
LAND = (ACCOUNTING, GRAZING, PLANTING, FOREST, FIRE, HARVEST, SOIL, WETLANDS, CLIMATE, HISTORY)
EVERYTHING = (ECONOMY, PLEDGES, *LAND, FARMING)
# Rows beside the model that are in no figure.
CHECKS = "checks"
OTHER = "other"
# Paths beside the reference, in the figure of the economy only.
PATHS = "paths"


@dataclass(frozen=True)
class Family:
    """Assumptions that share a label: those whose name begins with one of ``starts``.

    ``members`` is what the caption counts. Their range is told where ``ranged``: where the members' values can
    be compared and share a unit. ``remark`` stands in its place.
    """

    label: str
    topic: str
    starts: tuple[str, ...]
    members: str = "inputs"
    ranged: bool = False
    remark: str = ""


# The first family that fits takes the assumption; a caption names families in this order.
FAMILIES = (
    Family(
        "reference path without LULUCF", ECONOMY, ("economy_reference_path",), remark="low to high as band"
    ),
    Family("NDC and net-zero paths", PATHS, ("economy_ndc_path", "economy_net_zero_path"), "levels"),
    Family("global cut of the benchmarks", PATHS, ("economy_benchmark_cut",), "cuts", ranged=True),
    Family("GWP factor AR4 over AR5", ECONOMY, ("economy_gwp_factor",), "countries", ranged=True),
    Family("GDP growth", PLEDGES, ("gdp_growth",), "countries", ranged=True),
    Family("target levels that a pledge leaves open", PLEDGES, ("target_level",), "targets"),
    Family("managed land, scale of its share", ACCOUNTING, ("managed_land",), "countries", ranged=True),
    Family("offset to the official inventory", ACCOUNTING, ("lulucf_alignment_offset",), "countries", True),
    Family("grazing share of the diet", GRAZING, ("rangeland.grazing_share",), "zones", ranged=True),
    Family("forage, its proper use and recovery", GRAZING, ("rangeland.", "herd.")),
    Family("growth and winters of herds", GRAZING, ("herd_dynamics.",)),
    Family("steppe fire and care of grassland", GRAZING, ("grass_fire.", "grass_management.")),
    Family("survival of plantations", PLANTING, ("afforestation.survival",), "dryness classes", ranged=True),
    Family("climate limits of planting", PLANTING, ("afforestation.", "revegetation.")),
    Family("trees of settlements", PLANTING, ("urban_trees.",)),
    Family("scale of forest growth", FOREST, ("forest.growth_scale",), "countries", ranged=True),
    Family("stocking of forests", FOREST, ("forest.stocking_factor",), "forest types", ranged=True),
    Family("forest age in 1990", FOREST, ("forest.natural_", "forest.planted_")),
    Family("biomass shares and turnover", FOREST, ("forest.share_", *(
        f"forest.{part}_turnover" for part in ("stem", "foliage", "branch", "coarse_root", "fine_root")
    ))),
    Family("rotation ages", HARVEST, ("forest.minimum_rotation",), "forest types"),
    Family("other forest inputs", FOREST, ("forest.",)),
    Family("fire: share of trees killed, fuel burned", FIRE, ("fire.",)),
    Family("insects: share of damaged forest that dies", FIRE, ("insects.mortality",), "countries", ranged=True),
    Family("insects: place and climate", FIRE, ("insects.",)),
    Family("burned and damaged forest outside the reported years", FIRE, ("burned_forest", "insect_damage")),
    Family("wood harvest and products", HARVEST, ("harvest.", "wood_", "roundwood")),
    Family("dead matter and soil", SOIL, ("dead_organic_matter.", "mineral_soil.", "rothc.")),
    Family("carbon that soil care brings to cropland", SOIL, ("soil_management.",)),
    Family(
        "what counts as restored farmland", DEGRADATION, ("land_degradation.farmland_to_grassland",), "countries",
        ranged=True,
    ),
    Family("what counts as degraded land", DEGRADATION, ("land_degradation.",)),
    Family("soil stocks by factors", CHECKS, ("soil_stock_factors.",)),
    Family("area of drained peat and how much of it burns", WETLANDS, ("peat.", "farm_drained_organic")),
    Family("coastal wetlands", WETLANDS, ("coastal_wetlands.",)),
    Family("enteric methane and manure", FARMING, ("livestock_emissions.", "manure.")),
    Family("rice, fertiliser and burned residue", FARMING, ("rice.", "agricultural_soils.", "residue_burning.")),
    Family("farming outside the recorded years", FARMING, ("farm_",)),
    Family("wind, soil, snow and cover against dust", DUST, ("wind_erosion.",)),
    Family("abundance by land use, and species against warming", SPECIES, ("mean_species_abundance.",)),
    Family("threshold of drought", DROUGHT, ("drought.",), ranged=True),
    Family("limit of heavy grazing", GRAZING, ("grazing_intensity.",), ranged=True),
    Family("recorded protected share", PROTECTION, ("protected_area_share",), "shares", ranged=True),
    Family("climate and its spread", CLIMATE, ("climate.", "gmst_", "co2_")),
    Family("herds outside the recorded years", GRAZING, ("heads_",)),
    Family("forest change outside the reported years", HISTORY, ("forest_",)),
    Family("cropland and settlement outside the recorded years", HISTORY, ("cropland_", "artificial_")),
    Family("what clearing of forest leaves", FOREST, ("deforestation.",)),
    Family("degradation of land", CHECKS, ("land_degradation.",)),
)  # fmt: skip


@dataclass(frozen=True)
class Assumed:
    """An assumption as run.json lists it; ``country`` is empty where it holds for the whole region."""

    name: str
    country: str
    value: float
    low: float
    high: float
    unit: str


def families_of(assumptions: Iterable[Assumed], topics: Iterable[str]) -> list[tuple[Family, list[Assumed]]]:
    """The families that belong to ``topics`` with their members, in the order of FAMILIES.

    A name that no family knows makes a family of its own by its first part, so that nothing is left untold.
    """
    wanted = {*topics, OTHER}
    found: dict[Family, list[Assumed]] = {family: [] for family in FAMILIES}
    for item in assumptions:
        family = next((family for family in FAMILIES if item.name.startswith(family.starts)), None)
        if family is None:
            first = item.name.split(".", 1)[0]
            family = Family(first.replace("_", " "), OTHER, (first,))
        found.setdefault(family, []).append(item)
    return [(family, items) for family, items in found.items() if items and family.topic in wanted]
