"""Carbon stock of mineral soil by factors, IPCC Tier 1 (2006 and 2019 V4 eq. 2.25): 0-30 cm, change over 20 years.

SOC = reference stock x land use x management x input x area; yearly change = (SOC_0 - SOC_(0-T)) / D. Land in its
native state, full tillage, nominal grassland and medium input have the factor 1.
"""

from __future__ import annotations

from collections.abc import Mapping

from landsim.core.compilation import scalar
from landsim.core.dimensions import SOIL_CLIMATES
from landsim.core.parameters import Parameter

Spread = tuple[float, float, float]
_CROPS = "IPCC 2019 V4 T5.5, range two standard errors"
_GRASS = "IPCC 2019 V4 T6.2, range two standard errors"


def _everywhere(spread: Spread) -> dict[str, Spread]:
    return dict.fromkeys(SOIL_CLIMATES, spread)


def _by_moisture(moist: Spread, dry: Spread) -> dict[str, Spread]:
    return {climate: moist if climate.endswith("moist") else dry for climate in SOIL_CLIMATES}


def _factor(
    name: str, description: str, source: str, spreads: Mapping[str, Spread], status: str = "read"
) -> Parameter:
    default, low, high = spreads["cool_temperate_dry"]
    return Parameter(
        f"soil_stock_factors.{name}", "1", default, (0.05, 3.0), (low, high), source, description, status=status,
        distribution="normal", dimension="soil_climate",
        per_key={climate: (*spread, source) for climate, spread in spreads.items()},
    )  # fmt: skip


_TILLAGE_REDUCED = _by_moisture((1.04, 0.998, 1.082), (0.98, 0.931, 1.029)) | {
    "warm_temperate_moist": (1.05, 1.008, 1.092), "warm_temperate_dry": (0.99, 0.96, 1.02),
}  # fmt: skip
_TILLAGE_NONE = _by_moisture((1.09, 1.046, 1.134), (1.03, 0.989, 1.071)) | {
    "warm_temperate_moist": (1.10, 1.056, 1.144), "warm_temperate_dry": (1.04, 1.009, 1.071),
}  # fmt: skip
_LONG_TERM_CROP = _by_moisture((0.70, 0.616, 0.784), (0.77, 0.662, 0.878)) | {
    "warm_temperate_moist": (0.69, 0.58, 0.80), "warm_temperate_dry": (0.76, 0.669, 0.851),
}  # fmt: skip

PARAMETERS = (
    Parameter(
        "soil_stock_factors.period", "yr", 20.0, (1.0, 200.0), (20.0, 50.0), "IPCC 2006 V4 eq. 2.25",
        "D: years in which a stock passes to its new equilibrium", status="read", distribution="fixed",
    ),
    _factor("long_term_crop", "land use: annual crops for 20 years or more", _CROPS, _LONG_TERM_CROP),
    _factor("wet_crop", "land use: annual crops on wet soil", _CROPS, _everywhere((0.71, 0.419, 1.001))),
    _factor("paddy", "land use: flooded rice", _CROPS, _everywhere((1.35, 1.296, 1.404))),
    _factor("perennial_crop", "land use: trees and shrubs that bear crops", _CROPS, _everywhere((0.72, 0.562, 0.878))),
    _factor("set_aside", "land use: cropland at rest for less than 20 years", _CROPS,
            _by_moisture((0.82, 0.681, 0.959), (0.93, 0.828, 1.032))),
    _factor("reduced_tillage", "management of cropland: reduced tillage", _CROPS, _TILLAGE_REDUCED),
    _factor("no_tillage", "management of cropland: no tillage", _CROPS, _TILLAGE_NONE),
    _factor("low_input", "input of cropland: residue taken away or burned, bare fallow", _CROPS,
            _by_moisture((0.92, 0.791, 1.049), (0.95, 0.827, 1.073))),
    _factor("high_input", "input of cropland: much residue or green manure, no dung", _CROPS,
            _by_moisture((1.11, 0.999, 1.221), (1.04, 0.905, 1.175))),
    _factor("high_input_manure", "input of cropland: dung every year", _CROPS,
            _by_moisture((1.44, 1.253, 1.627), (1.37, 1.206, 1.534))),
    _factor("intensive_grazing", "management of grassland: grazed hard, not degraded", _GRASS,
            _everywhere((0.90, 0.828, 0.972))),
    _factor("moderately_degraded", "management of grassland: moderately degraded",
            "IPCC 2006 V4 T6.2 (no longer in 2019)", _everywhere((0.95, 0.83, 1.07))),
    _factor("severely_degraded", "management of grassland: severely degraded", _GRASS, _everywhere((0.70, 0.42, 0.98))),
    _factor("improved_grassland", "management of grassland: improved", _GRASS, _everywhere((1.14, 1.015, 1.265))),
    _factor("improved_grassland_high_input", "input of improved grassland: high", _GRASS,
            _everywhere((1.11, 1.032, 1.188))),
    _factor("settlement", "land use: settlements, a fifth of the carbon lost where land is paved",
            "IPCC 2006 V4 ch. 8; range: expert prior", _everywhere((0.80, 0.50, 1.00))),
    _factor("other_land", "land use: bare or sparsely covered land", "no table value; expert prior",
            _everywhere((0.50, 0.10, 1.00)), status="assumption"),
    Parameter(
        "soil_stock_factors.reference_scale", "1", 1.0, (0.1, 5.0), (0.7, 1.2),
        "expert prior: of high-activity clay in the same climate, low-activity clay has 0.8-0.9, sand 0.3-0.6, podzol "
        "and volcanic soil 1.6-2.2",
        "mean reference stock of a country relative to that of high-activity clay", dimension="country",
        per_key={
            "JPN": (1.0, 0.8, 1.6, "expert prior: much of Japan's soil is volcanic"),
            "RUS": (1.0, 0.7, 1.6, "expert prior: podzols in the north, black earth in the south"),
        },
    ),
)  # fmt: skip


@scalar
def stock(reference, land_use, management, input_factor, area):
    """Carbon of the soil in equilibrium, tC; reference in tC/ha, factors relative to 1, area in ha."""
    return reference * land_use * management * input_factor * area


@scalar
def yearly_change(before, after, period):
    """Change of the stock while it passes to its new equilibrium, tC/yr; stocks in tC, period in years."""
    return (after - before) / period
