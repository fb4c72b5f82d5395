"""Gases of drained and rewetted peat, IPCC 2013 Wetlands Supplement (T2.1-2.7, T3.1-3.3): area x yearly factors.

Drained: carbon to the air and as dissolved carbon to the water, methane of land and of ditches, N2O. Rewetted: carbon
bound or lost, dissolved carbon, methane. Undrained peat takes the factors of rewetted peat.
"""

from __future__ import annotations

from typing import Any

from landsim.core.parameters import Parameter

CO2_PER_CARBON = 44.0 / 12.0
METHANE_PER_CARBON = 16.0 / 12.0
N2O_PER_NITROGEN = 44.0 / 28.0
_DRAINED = "IPCC 2013 Wetlands Supplement T2.1"
_LAND = "IPCC 2013 Wetlands Supplement T2.3; range 50 % either way (own judgement)"
_DITCH = "IPCC 2013 Wetlands Supplement T2.4; range 50 % either way (own judgement)"
_NITROGEN = "IPCC 2013 Wetlands Supplement T2.5; range 50 % either way (own judgement)"
_WATER = "IPCC 2013 Wetlands Supplement T2.2; range 50 % either way (own judgement)"
_WET = "IPCC 2013 Wetlands Supplement T3.1"
_WET_METHANE = "IPCC 2013 Wetlands Supplement T3.3"
_AREA = "Joosten 2009, recalled; not verified"


def _half(source: str, **values: float) -> dict[str, tuple[float, float, float, str]]:
    return {key: (value, 0.5 * value, 1.5 * value, source) for key, value in values.items()}


PARAMETERS = (
    Parameter(
        "peat.carbon", "t C/ha/yr", 5.3, (-5.0, 30.0), (3.7, 6.9), _DRAINED,
        "carbon that drained peat gives to the air", status="read", dimension="drained_peat",
        per_key={
            "forest_boreal_poor": (0.25, -0.23, 0.73, _DRAINED), "forest_boreal_rich": (0.93, 0.54, 1.3, _DRAINED),
            "forest_temperate": (2.6, 2.0, 3.3, _DRAINED), "cropland": (7.9, 6.5, 9.4, _DRAINED),
            "grassland_boreal": (5.7, 2.9, 8.6, _DRAINED), "grassland_temperate_poor": (5.3, 3.7, 6.9, _DRAINED),
            "grassland_temperate_rich_deep": (6.1, 5.0, 7.3, _DRAINED),
            "grassland_temperate_rich_shallow": (3.6, 1.8, 5.4, _DRAINED), "extraction": (2.8, 1.1, 4.2, _DRAINED),
        },
    ),
    Parameter(
        "peat.dissolved_carbon", "t C/ha/yr", 0.31, (0.0, 5.0), (0.15, 0.47), _WATER,
        "dissolved carbon from drained peat that becomes CO2 in the water", status="read", dimension="drained_peat",
        per_key=_half(_WATER, forest_boreal_poor=0.12, forest_boreal_rich=0.12, grassland_boreal=0.12),
    ),
    Parameter(
        "peat.methane", "kg CH4/ha/yr", 2.0, (0.0, 500.0), (1.0, 3.0), _LAND, "methane of drained land between ditches",
        status="read", dimension="drained_peat",
        per_key=_half(
            _LAND, forest_boreal_poor=7.0, forest_boreal_rich=2.0, forest_temperate=2.5, cropland=0.0,
            grassland_boreal=1.4, grassland_temperate_poor=1.8, grassland_temperate_rich_deep=16.0,
            grassland_temperate_rich_shallow=39.0, extraction=6.1,
        ),
    ),
    Parameter(
        "peat.ditch_share", "1", 0.05, (0.0, 1.0), (0.025, 0.075), _DITCH, "area of ditches in drained land",
        status="read", dimension="drained_peat",
        per_key=_half(_DITCH, forest_boreal_poor=0.025, forest_boreal_rich=0.025, forest_temperate=0.025),
    ),
    Parameter(
        "peat.ditch_methane", "kg CH4/ha/yr", 1165.0, (0.0, 5000.0), (583.0, 1748.0), _DITCH,
        "methane of a hectare of ditches", status="read", dimension="drained_peat",
        per_key=_half(
            _DITCH, forest_boreal_poor=217.0, forest_boreal_rich=217.0, forest_temperate=217.0,
            grassland_temperate_rich_shallow=527.0, extraction=542.0,
        ),
    ),
    Parameter(
        "peat.nitrous_oxide", "kg N2O-N/ha/yr", 4.3, (0.0, 100.0), (2.1, 6.5), _NITROGEN, "N2O of drained peat",
        status="read", dimension="drained_peat",
        per_key=_half(
            _NITROGEN, forest_boreal_poor=0.22, forest_boreal_rich=3.2, forest_temperate=2.8, cropland=13.0,
            grassland_boreal=9.5, grassland_temperate_poor=4.3, grassland_temperate_rich_deep=8.2,
            grassland_temperate_rich_shallow=1.6, extraction=0.3,
        ),
    ),
    Parameter(
        "peat.wet_carbon", "t C/ha/yr", -0.3, (-5.0, 5.0), (-0.6, 0.0), _WET,
        "carbon that wet peat gives to the air; below zero it binds carbon", status="read", dimension="wet_peat",
        per_key={
            "boreal_poor": (-0.34, -0.59, -0.09, _WET), "boreal_rich": (-0.55, -0.77, -0.34, _WET),
            "temperate_poor": (-0.23, -0.64, 0.18, _WET), "temperate_rich": (0.5, -0.71, 1.71, _WET),
        },
    ),
    Parameter(
        "peat.wet_dissolved_carbon", "t C/ha/yr", 0.24, (0.0, 5.0), (0.12, 0.36),
        "IPCC 2013 Wetlands Supplement T3.2; range 50 % either way (own judgement)",
        "dissolved carbon from wet peat that becomes CO2 in the water", status="read", dimension="wet_peat",
        per_key=_half("IPCC 2013 Wetlands Supplement T3.2", boreal_poor=0.08, boreal_rich=0.08),
    ),
    Parameter(
        "peat.wet_methane", "kg CH4-C/ha/yr", 100.0, (0.0, 2000.0), (0.0, 500.0), _WET_METHANE,
        "methane of wet peat, as carbon", status="read", dimension="wet_peat",
        per_key={
            "boreal_poor": (41.0, 0.5, 246.0, _WET_METHANE), "boreal_rich": (137.0, 0.0, 493.0, _WET_METHANE),
            "temperate_poor": (92.0, 3.0, 445.0, _WET_METHANE), "temperate_rich": (216.0, 0.0, 856.0, _WET_METHANE),
        },
    ),
    Parameter(
        "peat.area", "Mha", 0.001, (0.0, 500.0), (0.0, 0.002), _AREA, "peatland, drained or not", dimension="country",
        per_key={
            "CHN": (3.35, 3.35, 13.7, f"{_AREA}; high: PEATMAP, Xu et al. 2018"), "PRK": (0.136, 0.07, 0.2, _AREA),
            "JPN": (0.21, 0.18, 0.31, _AREA),
            "MNG": (2.62, 1.3, 2.72, f"{_AREA}; high: Minayeva et al. 2005, as mapped in the 1950s"),
            "KOR": (0.001, 0.0, 0.002, _AREA), "RUS": (137.5, 120.0, 160.0, _AREA),
        },
    ),
    Parameter(
        "peat.drained_scale", "1", 1.0, (0.0, 3.0), (0.5, 1.5),
        "own judgement: FAOSTAT overlays soil and land cover maps",
        "drained cropland and grassland on peat against FAOSTAT's", dimension="country",
        per_key={"MNG": (0.3, 0.0, 1.0, "own judgement: FAOSTAT counts every grazed fen as drained; drying fens "
                         "do lose carbon, and one source has twice FAOSTAT's CO2")},
    ),
    Parameter(
        "peat.drained_forest", "Mha", 0.0, (0.0, 50.0), (0.0, 0.05), "own judgement: no statistics",
        "peat drained for forestry", dimension="country",
        per_key={
            "CHN": (0.1, 0.0, 0.3, "own judgement: no statistics"),
            "RUS": (2.5, 1.0, 4.0, "own judgement: drained from the 1950s to the 1980s, partly overgrown since"),
        },
    ),
    Parameter(
        "peat.extraction_area", "Mha", 0.0, (0.0, 10.0), (0.0, 0.02), "own judgement: no statistics",
        "peat under extraction or left bare by it, before rewetting", dimension="country",
        per_key={
            "CHN": (0.02, 0.0, 0.05, "own judgement: no statistics"),
            "RUS": (0.25, 0.1, 0.4, "own judgement: wetlands of the inventory give 2.7 to 3.9 MtCO2e"),
        },
    ),
    Parameter(
        "peat.rewetted_area", "Mha", 0.0, (0.0, 10.0), (0.0, 0.001), "no programme known",
        "peat of former extraction rewetted from 2011 to 2020", dimension="country",
        per_key={"RUS": (0.073, 0.035, 0.1, "recalled: Moscow region and neighbours after the fires of 2010")},
    ),
    Parameter(
        "peat.burned_share", "1/yr", 0.0005, (0.0, 1.0), (0.0, 0.002), "own judgement: no series",
        "drained peat that burns in a year, cropland apart", dimension="country",
        per_key={"RUS": (0.002, 0.0005, 0.01, "own judgement: no series; in 2010 many times that"),
                 "JPN": (0.0, 0.0, 0.0005, "own judgement"), "KOR": (0.0, 0.0, 0.0005, "own judgement")},
    ),
    Parameter("peat.fire_fuel", "t dm/ha", 336.0, (0.0, 2000.0), (4.0, 600.0),
              "IPCC 2013 Wetlands Supplement T2.6, drained, wildfire", "drained peat that burns in a fire"),
    Parameter("peat.fire_carbon_dioxide", "g CO2-C/kg dm", 362.0, (0.0, 600.0), (320.0, 400.0),
              "IPCC 2013 Wetlands Supplement T2.7", "carbon of a peat fire that leaves as CO2"),
    Parameter("peat.fire_carbon_monoxide", "g CO-C/kg dm", 207.0, (0.0, 600.0), (140.0, 270.0),
              "IPCC 2013 Wetlands Supplement T2.7", "carbon of a peat fire that leaves as CO, counted as CO2"),
    Parameter("peat.fire_methane", "g CH4-C/kg dm", 9.0, (0.0, 100.0), (5.0, 13.0),
              "IPCC 2013 Wetlands Supplement T2.7", "carbon of a peat fire that leaves as methane"),
)  # fmt: skip


def drained_carbon_dioxide(carbon: Any, dissolved_carbon: Any) -> Any:
    """CO2 of a hectare of drained or wet peat, t/yr, from carbon to the air and dissolved carbon in t C/ha/yr."""
    return (carbon + dissolved_carbon) * CO2_PER_CARBON


def drained_methane(land: Any, ditch_share: Any, ditch: Any) -> Any:
    """Methane of a hectare of drained peat, kg/yr; land and ditch in kg CH4/ha/yr, ditch_share 0 to 1 (eq. 2.6)."""
    return (1.0 - ditch_share) * land + ditch_share * ditch
