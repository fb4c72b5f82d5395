"""Rangeland: forage that grows, grazing pressure, and the condition of the grass cover.

Forage: NCEAS grassland production (Del Grosso et al. 2008) capped by Miami (Lieth 1975).
Grazing pressure = forage demanded / usable forage. Condition c (0 bare, 1 full) recovers along a logistic and
falls with overgrazing: dc/dt = r(c) c (1 - c) - a max(0, pressure - 1) c, stepped by the exact logistic followed by
exponential loss, so c stays in (0, 1) for any step.
"""

from __future__ import annotations

import math

from landsim.core.climate_response import miami_net_primary_production
from landsim.core.compilation import scalar
from landsim.core.dimensions import GRAZING_ZONES
from landsim.core.parameters import Parameter

CARBON_IN_GRASS = 0.45  # tC in a tonne of dry grass
_DIET = "expert prior; no statistic read"
_DIET_SHARES = {
    "CHN_Inner_Mongolia": (0.75, 0.45, 0.98), "CHN_Tibet": (0.9, 0.54, 1.0), "CHN_Qinghai": (0.9, 0.54, 1.0),
    "CHN_Xinjiang": (0.65, 0.39, 0.85), "CHN_Gansu": (0.45, 0.27, 0.59), "CHN_Ningxia": (0.3, 0.18, 0.39),
    "CHN_Sichuan": (0.3, 0.18, 0.39), "CHN_Yunnan": (0.25, 0.15, 0.33), "CHN_Shaanxi": (0.15, 0.09, 0.2),
    "CHN_Shanxi": (0.15, 0.09, 0.2), "CHN_Hebei": (0.12, 0.07, 0.16), "CHN_Liaoning": (0.12, 0.07, 0.16),
    "CHN_Jilin": (0.2, 0.12, 0.26), "CHN_Heilongjiang": (0.25, 0.15, 0.33), "CHN_other": (0.08, 0.02, 0.2),
    "MNG": (0.95, 0.9, 1.0), "RUS_cattle": (0.3, 0.2, 0.45), "RUS_other_species": (0.6, 0.4, 0.8),
    "JPN": (0.1, 0.03, 0.2), "KOR": (0.05, 0.01, 0.15), "PRK": (0.4, 0.2, 0.6),
}  # fmt: skip
assert set(_DIET_SHARES) == set(GRAZING_ZONES)

PARAMETERS = (
    Parameter(
        "rangeland.grazing_share_of_diet", "1", 0.1, (0.0, 1.0), (0.02, 0.2), _DIET,
        "share of the animals' forage that is grazed (the rest is hay, residues, grain)", dimension="grazing_zone",
        per_key={zone: (*row, _DIET) for zone, row in _DIET_SHARES.items()},
    ),
    Parameter(
        "rangeland.greenness_weight", "1", 0.5, (0.0, 2.0), (0.0, 1.0),
        "expert prior: low greenness is poor soil in part and heavy grazing in part",
        "exponent of greenness (NDVI) over what climate lets expect, in the forage of a unit; 0: climate alone",
    ),
    Parameter(
        "rangeland.greenness_full", "1", 0.67, (0.1, 1.0), (0.6, 0.8),
        "calibration/greenness.py, fit to the grassland of the embedded grid", "highest NDVI of dense grass",
        status="fitted",
    ),
    Parameter(
        "rangeland.greenness_forage", "t dm/ha", 0.52, (0.05, 10.0), (0.4, 0.9),
        "calibration/greenness.py, fit to the grassland of the embedded grid",
        "forage at which NDVI reaches 63 % of its highest value", status="fitted",
    ),
    Parameter(
        "rangeland.sparse_share", "1", 0.3, (0.0, 1.0), (0.0, 0.6), "expert prior: desert steppe mapped as barren",
        "forage of a hectare of other land relative to grassland in the same climate",
    ),
    Parameter(
        "rangeland.weather_spread_desert", "1", 0.40, (0.0, 2.0), (0.25, 0.55), "expert prior",
        "spread between years (sigma of the logarithm) of forage, P / PET < .2; only in seeded runs",
    ),
    Parameter(
        "rangeland.weather_spread_steppe", "1", 0.25, (0.0, 2.0), (0.15, 0.35), "expert prior",
        "spread between years (sigma of the logarithm) of forage, P / PET .2-.65; only in seeded runs",
    ),
    Parameter(
        "rangeland.weather_spread_meadow", "1", 0.15, (0.0, 2.0), (0.08, 0.25), "expert prior",
        "spread between years (sigma of the logarithm) of forage, P / PET > .65; only in seeded runs",
    ),
    Parameter(
        "rangeland.palatable_share", "1", 0.85, (0.0, 1.0), (0.7, 0.95), "expert prior", "share of forage animals eat",
    ),
    Parameter(
        "rangeland.proper_use_meadow", "1", 0.50, (0.0, 1.0), (0.4, 0.6), "expert prior",
        "share of forage that may be used, P / PET > .65",
    ),
    Parameter(
        "rangeland.proper_use_steppe", "1", 0.45, (0.0, 1.0), (0.35, 0.55), "expert prior",
        "share of forage that may be used, P / PET .2-.65",
    ),
    Parameter(
        "rangeland.proper_use_desert", "1", 0.35, (0.0, 1.0), (0.25, 0.45), "expert prior",
        "share of forage that may be used, P / PET < .2",
    ),
    Parameter(
        "rangeland.use_scale", "1", 1.2, (0.05, 10.0), (0.8, 1.8),
        "assumption: a scale without a source of its own, near 1", "multiplies usable forage",
    ),
    Parameter(
        "rangeland.degraded_production", "1", 0.4, (0.0, 1.0), (0.2, 0.6),
        "expert prior: degraded steppe grows, less palatable",
        "forage of fully degraded grassland relative to full condition",
    ),
    Parameter(
        "rangeland.recovery", "1/yr", 0.155, (0.0, 2.0), (0.10, 0.25),
        "0.5 to 0.95 in the time of biomass saturation after exclosure, 19-23 yr", "logistic recovery of condition",
        status="derived",
    ),
    Parameter(
        "rangeland.overgrazing_loss", "1/yr", 0.11, (0.0, 2.0), (0.09, 0.15),
        "own judgement: below .09 soil under heavy grazing loses less than meta-analyses find (3.6 to 11.4 %)",
        "loss of condition for each unit of grazing pressure above 1",
    ),
    Parameter(
        "rangeland.lowest_condition", "1", 0.05, (0.0, 0.5), (0.0, 0.1),
        "expert prior: roots, seeds and unpalatable plants remain", "condition below which grazing takes no grass down",
    ),
    Parameter(
        "rangeland.critical_condition", "1", 0.25, (0.0, 1.0), (0.15, 0.35), "expert prior",
        "condition below which recovery is slow",
    ),
    Parameter(
        "rangeland.slow_recovery", "1", 0.2, (0.0, 1.0), (0.0, 0.5), "expert prior",
        "recovery below the critical condition relative to above it",
    ),
    Parameter(
        "rangeland.maximum_use", "1", 0.8, (0.0, 1.0), (0.6, 0.95), "expert prior",
        "largest share of the year's growth that animals can take",
    ),
    Parameter(
        "rangeland.start_years", "yr", 30.0, (0.0, 500.0), (10.0, 100.0), "no map of the condition of 1989 exists",
        "years under the herds of 1989 that set the starting condition, from full condition",
    ),
)  # fmt: skip


@scalar
def nceas_production(precipitation):
    """Above-ground production of grassland, gC/m2/yr (Del Grosso et al. 2008); precipitation in mm/yr."""
    return 4000.0 * (1.0 - math.exp(-4.77e-5 * precipitation))


@scalar
def nceas_total_production(precipitation):
    """Production of grassland with its roots, gC/m2/yr (Del Grosso et al. 2008); precipitation in mm/yr."""
    return 6116.0 * (1.0 - math.exp(-6.05e-5 * precipitation))


@scalar
def forage_production(temperature, precipitation):
    """Above-ground grass production, t dry matter/ha/yr (0.45 tC/t dm); temperature degC, precipitation mm/yr."""
    by_rain = 0.01 * nceas_production(precipitation) / CARBON_IN_GRASS
    return min(by_rain, miami_net_primary_production(temperature, precipitation))


@scalar
def grazed_area(grassland, closed, other_land, sparse_share):
    """Land that animals graze, in ha of grassland: what is open of it, and sparse growth on other land."""
    return max(0.0, grassland - closed) + sparse_share * other_land


@scalar
def production_under_condition(production, condition, degraded_production):
    """Forage that grows under a condition, t dm/ha/yr."""
    return production * (degraded_production + (1.0 - degraded_production) * condition)


@scalar
def proper_use(aridity, desert, steppe, meadow):
    """Share of forage that may be used without harm (1), by P / PET."""
    return desert if aridity < 0.2 else (steppe if aridity < 0.65 else meadow)


@scalar
def in_desert(aridity):
    """1 in desert steppe (P / PET below 0.2), else 0."""
    return 1.0 if aridity < 0.2 else 0.0


@scalar
def in_meadow(aridity):
    """1 in meadow (P / PET from 0.65 on), else 0."""
    return 1.0 if aridity >= 0.65 else 0.0


@scalar
def weather_factor(desert, meadow, of_desert, of_steppe, of_meadow):
    """Forage of a year relative to its mean (1), picked by the zone of the unit; desert and meadow are 0 or 1."""
    return desert * of_desert + meadow * of_meadow + (1.0 - desert - meadow) * of_steppe


@scalar
def eaten_share(intake, grown):
    """Share of the growth above ground that animals eat (1); both in t dm/yr."""
    return intake / grown if grown > 0.0 else 0.0


@scalar
def grazing_pressure(demand, usable_forage):
    """Forage demanded over usable forage (1); both t dm/yr. Zero where there is no usable forage."""
    return demand / usable_forage if usable_forage > 0.0 else 0.0


@scalar
def recovered_condition(condition, growth_above, growth_below, critical):
    """Condition after one year of recovery along the exact logistic.

    growth_above, growth_below: exp(-r) above the critical condition and exp(-h r) below it.
    """
    decay = growth_above if condition >= critical else growth_below
    return condition / (condition + (1.0 - condition) * decay)


@scalar
def exponential_loss(exponent):
    """exp(-x) for x >= 0: the sixteenth power of a sixth-degree series, no call to the maths library in the loop.

    Relative error below 1e-11 for x <= 0.7, 1e-6 for x <= 5. Beyond x = 40 it stays at its value there, so that a
    condition never becomes exactly zero, from where nothing recovers.
    """
    x = min(exponent, 40.0) * 0.0625
    series = 1.0 + x * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x * (1.0 / 24.0 + x * (1.0 / 120.0 + x * (1.0 / 720.0))))))
    square = series * series
    fourth = square * square
    eighth = fourth * fourth
    return 1.0 / (eighth * eighth)


@scalar
def grazed_condition(condition, pressure, loss):
    """Condition after one year of overgrazing: exponential loss above a pressure of 1."""
    excess = max(0.0, pressure - 1.0)
    return condition * exponential_loss(loss * excess)


@scalar
def remaining_condition(before, after, lowest):
    """Condition that overgrazing leaves (1): it takes none below the lowest; grass that is lower yet stays as it is.

    before, after  condition at the start of the year, and after recovery and grazing
    """
    return max(after, min(before, lowest))
