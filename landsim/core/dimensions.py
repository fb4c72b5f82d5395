"""The key lists by which a parameter may be indexed. Order is part of the model: arrays follow it."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

COUNTRIES = ("CHN", "PRK", "JPN", "MNG", "KOR", "RUS")
SPECIES = ("cattle", "buffalo", "sheep", "goats", "horses", "camels")
# Kinds of animal as their gases differ: those of Asia, then what differs elsewhere.
ANIMALS = (
    "dairy_cattle", "other_cattle", "buffalo", "sheep", "goats", "horses", "camels", "asses", "mules", "pigs",
    "intensive_dairy_cattle", "intensive_other_cattle", "intensive_pigs", "pastoral_cattle", "russian_dairy_cattle",
    "russian_other_cattle", "russian_sheep", "russian_goats", "russian_horses",
)  # fmt: skip
# Drained peat by what it is used for, climate and nutrients; rewetted peat by climate and nutrients.
DRAINED_PEAT = (
    "forest_boreal_poor", "forest_boreal_rich", "forest_temperate", "cropland", "grassland_boreal",
    "grassland_temperate_poor", "grassland_temperate_rich_deep", "grassland_temperate_rich_shallow", "extraction",
)  # fmt: skip
WET_PEAT = ("boreal_poor", "boreal_rich", "temperate_poor", "temperate_rich")
# Climates by which factors and reference stocks of mineral soil differ (IPCC 2019 V4).
SOIL_CLIMATES = (
    "warm_temperate_moist", "warm_temperate_dry", "cool_temperate_moist", "cool_temperate_dry", "boreal_moist",
    "boreal_dry",
)  # fmt: skip
# Groups of tree species that share biomass proportions and turnover.
GROWTH_FORMS = ("needleleaf", "larch", "broadleaf", "shrub")
# Where animals live decides how much of their diet is grazed: provinces of China, else countries.
GRAZING_ZONES = (
    "CHN_Inner_Mongolia", "CHN_Tibet", "CHN_Qinghai", "CHN_Xinjiang", "CHN_Gansu", "CHN_Ningxia",
    "CHN_Sichuan", "CHN_Yunnan", "CHN_Shaanxi", "CHN_Shanxi", "CHN_Hebei", "CHN_Liaoning", "CHN_Jilin",
    "CHN_Heilongjiang", "CHN_other", "MNG", "RUS_cattle", "RUS_other_species", "JPN", "KOR", "PRK",
)  # fmt: skip

# Land by what its use leaves of its species; grassland lies between three of them.
ABUNDANCE_LAND = (
    "primary", "lightly_used_forest", "secondary_forest", "forest_plantation", "planted_shrub", "grassland_ungrazed",
    "grassland_grazed", "grassland_degraded", "sown_pasture", "agroforestry", "low_input_cropland",
    "intensive_cropland", "wetland", "settlement", "other_land",
)  # fmt: skip
# Groups of species whose abundance answers to warming in its own way.
SPECIES_GROUPS = ("vertebrates", "plants")
# Ground that plants hold against wind in their own way.
WIND_LAND = ("forest", "grassland", "shrub", "bare", "sand", "cropland")


@cache
def growth_curve_table() -> tuple[dict[str, str], ...]:
    """Rows of growth_curves.csv: one forest type a row, fitted parameters with their bootstrap range."""
    text = (files("landsim.core") / "growth_curves.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


FOREST_TYPES = tuple(row["type"] for row in growth_curve_table())

KEYS: dict[str, tuple[str, ...]] = {
    "country": COUNTRIES,
    "species": SPECIES,
    "animal": ANIMALS,
    "drained_peat": DRAINED_PEAT,
    "wet_peat": WET_PEAT,
    "soil_climate": SOIL_CLIMATES,
    "growth_form": GROWTH_FORMS,
    "grazing_zone": GRAZING_ZONES,
    "abundance_land": ABUNDANCE_LAND,
    "species_group": SPECIES_GROUPS,
    "wind_land": WIND_LAND,
    "forest_type": FOREST_TYPES,
}
