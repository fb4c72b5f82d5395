"""The key lists by which a parameter may be indexed. Order is part of the model: arrays follow it."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

COUNTRIES = ("CHN", "PRK", "JPN", "MNG", "KOR", "RUS")
SPECIES = ("cattle", "buffalo", "sheep", "goats", "horses", "camels")
# Groups of tree species that share biomass proportions and turnover.
GROWTH_FORMS = ("needleleaf", "larch", "broadleaf", "shrub")
# Where animals live decides how much of their diet is grazed: provinces of China, else countries.
GRAZING_ZONES = (
    "CHN_Inner_Mongolia", "CHN_Tibet", "CHN_Qinghai", "CHN_Xinjiang", "CHN_Gansu", "CHN_Ningxia",
    "CHN_Sichuan", "CHN_Yunnan", "CHN_Shaanxi", "CHN_Shanxi", "CHN_Hebei", "CHN_Liaoning", "CHN_Jilin",
    "CHN_Heilongjiang", "CHN_other", "MNG", "RUS_cattle", "RUS_other_species", "JPN", "KOR", "PRK",
)  # fmt: skip


@cache
def growth_curve_table() -> tuple[dict[str, str], ...]:
    """Rows of growth_curves.csv: one forest type a row, fitted parameters with their bootstrap range."""
    text = (files("landsim.core") / "growth_curves.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


FOREST_TYPES = tuple(row["type"] for row in growth_curve_table())

KEYS: dict[str, tuple[str, ...]] = {
    "country": COUNTRIES,
    "species": SPECIES,
    "growth_form": GROWTH_FORMS,
    "grazing_zone": GRAZING_ZONES,
    "forest_type": FOREST_TYPES,
}
