"""The leading forest type of each unit, natural and planted: rules by country, climate and place.

A derived layer and weak: one type stands for all forest of a unit. Names are those of the growth curves.
Rules of a country are a list of (where it holds, type): the first that holds wins, the last holds everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsim.data.build.land_cover import SAXAUL_RAIN, SAXAUL_WARMEST
from landsim.facts import load_table
from landsim.names import COUNTRIES

Floats = NDArray[np.float64]
Where = NDArray[np.bool_]
Rules = Sequence[tuple["Where | bool", str]]


@dataclass(frozen=True)
class Place:
    """Where a unit lies and what grows there."""

    latitude: Floats
    longitude: Floats  # 19 to 191 degrees east
    elevation: Floats  # m
    temperature: Floats  # degC, annual mean
    warmest: Floats  # degC
    coldest: Floats  # degC
    precipitation: Floats  # mm/yr
    aridity: Floats  # precipitation / potential evapotranspiration
    permafrost: Floats  # fraction
    cropland_around: Floats  # share of the surroundings


def type_names() -> tuple[str, ...]:
    """The forest types in the order of the growth-curve table, by which the landscape file counts them."""
    return tuple(load_table("grid_forest_types", ("type",))["type"])


def forest_types(country: NDArray[np.int64], place: Place) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Natural and planted forest type of each unit, as indices into ``type_names()``."""
    natural, planted = np.full(len(country), -1), np.full(len(country), -1)
    for number, code in enumerate(COUNTRIES):
        here = country == number
        natural[here] = _first_rule(NATURAL[code](place), len(country))[here]
        planted[here] = _first_rule(PLANTED[code](place), len(country))[here]
    return natural, planted


def _first_rule(rules: Rules, size: int) -> NDArray[np.int64]:
    names = type_names()
    conditions = [np.broadcast_to(np.asarray(where), (size,)) for where, _ in rules]
    return np.asarray(
        np.select(conditions, [names.index(name) for _, name in rules], default=-1), dtype=np.int64
    )


def _china_natural(p: Place) -> Rules:
    north_east = (p.longitude > 118) & (p.latitude > 40)
    return [
        (
            north_east & (p.latitude > 46.5) & (p.temperature < 0.5) & (p.longitude < 127.5),
            "larch_daxinganling_natural",
        ),
        (north_east & (p.longitude > 125.5) & (p.temperature < 5.0), "korean_pine_broadleaf_oldgrowth"),
        (north_east & (p.aridity < 0.65), "mongolian_pine_natural_NE_China"),
        (north_east & (p.temperature < 3.0), "birch_aspen"),
        (north_east, "oak_temperate"),
        ((p.longitude < 97) & (p.latitude > 46), "siberian_larch_natural_XJ_MN"),
        ((p.longitude < 97) & (p.latitude > 36), "spruce_fir_SW_and_NW_China"),
        ((p.longitude < 105) & (p.elevation > 2700), "spruce_fir_SW_and_NW_China"),
        (
            (p.longitude < 105) & (p.latitude < 29.5) & (p.coldest > 2) & (p.temperature < 18.5),
            "pinus_yunnanensis",
        ),
        (
            (p.latitude < 33) & (p.coldest > 3) & ((p.latitude < 25.5) | (p.precipitation > 1650)),
            "evergreen_broadleaf_subtropical",
        ),
        ((p.latitude < 34) & (p.coldest > 2) & (p.elevation < 1300), "masson_pine_natural"),
        (p.temperature < 3.0, "birch_aspen"),
        (p.aridity < 0.7, "pinus_tabuliformis_natural"),
        (True, "oak_temperate"),
    ]


def _china_planted(p: Place) -> Rules:
    north_east = (p.longitude > 118) & (p.latitude > 40)
    return [
        (north_east & ((p.precipitation < 430) | (p.aridity < 0.65)), "mongolian_pine_plantation_dryland"),
        (north_east & (p.longitude > 127.5) & (p.latitude < 46), "korean_pine_plantation"),
        (north_east & (p.temperature < 6.5), "larch_plantation_NE_China"),
        (p.precipitation < 120, "saxaul"),
        (p.precipitation < 300, "poplar_shelterbelt_dry"),
        ((p.longitude < 105) & (p.elevation > 2700), "spruce_fir_SW_and_NW_China"),
        ((p.latitude < 24.5) & (p.coldest > 10.5), "eucalyptus_S_China"),
        ((p.longitude < 104.5) & (p.latitude < 29.5) & (p.temperature < 18.5), "pinus_yunnanensis"),
        ((p.latitude < 32) & (p.precipitation > 1200) & (p.cropland_around < 0.5), "chinese_fir"),
        ((p.latitude < 32.5) & (p.coldest > 1) & (p.cropland_around < 0.5), "masson_pine"),
        (
            (p.longitude > 103) & (p.longitude < 111.5) & (p.latitude > 34.5) & (p.elevation < 1900),
            "robinia_loess",
        ),
        ((p.cropland_around > 0.5) & (p.elevation < 400), "poplar_plantation"),
        (True, "pinus_tabuliformis"),
    ]


def _russia_natural(p: Place) -> Rules:
    return [
        ((p.permafrost >= 0.6) & (p.longitude > 86), "larch_permafrost_E_Siberia"),
        ((p.longitude > 155) & (p.latitude < 62), "birch_aspen"),
        ((p.longitude > 127) & (p.latitude < 48.5) & (p.warmest > 16), "korean_pine_broadleaf_oldgrowth"),
        (
            (p.longitude > 107) & (p.longitude < 138) & (p.latitude < 57) & (p.permafrost > 0.1),
            "larch_daxinganling_natural",
        ),
        (p.longitude > 125, "spruce_fir_boreal"),
        ((p.longitude > 92) & (p.permafrost >= 0.5), "larch_permafrost_E_Siberia"),
        ((p.latitude < 46) & (p.longitude < 50), "oak_temperate"),
        ((p.longitude > 80) & (p.latitude < 54) & (p.permafrost >= 0.1), "siberian_larch_natural_XJ_MN"),
        ((p.warmest > 18.0) & (p.cropland_around > 0.12), "birch_aspen"),
        ((p.longitude > 95) | (p.aridity < 0.95), "scots_pine_boreal"),
        ((p.longitude > 60) & (p.warmest > 17.3), "birch_aspen"),
        ((p.longitude < 36) | ((p.longitude > 66) & (p.longitude < 82)), "scots_pine_boreal"),
        (True, "spruce_fir_boreal"),
    ]


def _russia_planted(p: Place) -> Rules:
    return [
        (p.permafrost >= 0.5, "larch_permafrost_E_Siberia"),
        ((p.longitude > 127) & (p.latitude < 52), "korean_pine_plantation"),
        ((p.longitude > 60), "scots_pine_plantation_Siberia_Kaz_steppe"),
        (True, "scots_pine_plantation_RUS_KAZ"),
    ]


def _mongolia_natural(p: Place) -> Rules:
    return [
        ((p.precipitation < SAXAUL_RAIN[1]) & (p.warmest > SAXAUL_WARMEST), "saxaul"),
        # Already on discontinuous permafrost: the plots of the other larch curve (Xinjiang) are far denser
        # than Mongolia's mean of about 40 tC/ha.
        (p.permafrost >= 0.3, "larch_permafrost_E_Siberia"),
        (True, "siberian_larch_natural_XJ_MN"),
    ]


def _mongolia_planted(p: Place) -> Rules:
    return [
        ((p.precipitation < SAXAUL_RAIN[1]) & (p.warmest > SAXAUL_WARMEST), "saxaul"),
        (p.permafrost >= 0.5, "larch_permafrost_E_Siberia"),
        (True, "scots_pine_plantation_Siberia_Kaz_steppe"),
    ]


def _japan_natural(p: Place) -> Rules:
    return [
        (p.temperature < 4.5, "spruce_fir_boreal"),
        (p.temperature > 15.0, "evergreen_broadleaf_subtropical"),
        (True, "oak_ROK"),
    ]


def _japan_planted(p: Place) -> Rules:
    return [
        (p.temperature < 7.8, "japanese_larch_JP"),
        ((p.temperature > 11.5) & (p.latitude < 36.5) & (p.aridity < 2.4), "hinoki"),
        (True, "sugi"),
    ]


def _korea_north_natural(p: Place) -> Rules:
    return [
        (p.temperature < 2.5, "larch_daxinganling_natural"),
        (p.temperature < 5.0, "korean_pine_broadleaf_oldgrowth"),
        (True, "oak_ROK"),
    ]


def _korea_north_planted(p: Place) -> Rules:
    return [(p.temperature < 7.0, "larch_plantation_NE_China"), (True, "korean_pine_plantation")]


def _korea_south_natural(p: Place) -> Rules:
    return [(True, "oak_ROK")]


def _korea_south_planted(p: Place) -> Rules:
    return [(p.temperature < 11.3, "korean_pine_plantation_ROK"), (True, "red_pine_densiflora")]


NATURAL: dict[str, Callable[[Place], Rules]] = {
    "CHN": _china_natural,
    "PRK": _korea_north_natural,
    "JPN": _japan_natural,
    "MNG": _mongolia_natural,
    "KOR": _korea_south_natural,
    "RUS": _russia_natural,
}
PLANTED: dict[str, Callable[[Place], Rules]] = {
    "CHN": _china_planted,
    "PRK": _korea_north_planted,
    "JPN": _japan_planted,
    "MNG": _mongolia_planted,
    "KOR": _korea_south_planted,
    "RUS": _russia_planted,
}
