"""Mean species abundance (MSA): how much of their natural abundance the original species of a place keep, 0 to 1.

GLOBIO: abundance by land use (Alkemade et al. 2009) times a factor of warming (GLOBIO 4, Schipper et al. 2020).
Grassland lies between three points: full condition without animals, full condition under proper use, and degraded.
Fragments, roads and nitrogen are not in it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from landsim.core.dimensions import ABUNDANCE_LAND
from landsim.core.parameters import Parameter

_GLOBIO = "GLOBIO 3 (Alkemade et al. 2009)"
_BOUND = f"{_GLOBIO}; range held to 0-1"
_OWN_RANGE = f"{_GLOBIO}; range: own judgement"
_GLOBIO4 = "GLOBIO 4 (Schipper et al. 2020), coefficients of its public code; range 20 % either way: own judgement"
_BY_LAND = {
    "primary": (1.0, 0.98, 1.0, _GLOBIO),
    "lightly_used_forest": (0.7, 0.6, 0.8, _OWN_RANGE),
    "secondary_forest": (0.5, 0.44, 0.56, _GLOBIO),
    "forest_plantation": (0.2, 0.12, 0.28, _GLOBIO),
    "planted_shrub": (0.5, 0.2, 0.7, "native shrubs, between plantation and steppe; own assumption"),
    "grassland_ungrazed": (1.0, 0.98, 1.0, f"{_GLOBIO}, as primary vegetation"),
    "grassland_grazed": (0.7, 0.6, 0.8, _GLOBIO),
    "grassland_degraded": (0.4, 0.2, 0.6, "GLOBIO has no value for degraded rangeland; own assumption"),
    "sown_pasture": (0.1, 0.0, 0.24, _BOUND),
    "agroforestry": (0.5, 0.4, 0.6, _OWN_RANGE),
    "low_input_cropland": (0.3, 0.06, 0.54, _GLOBIO),
    "intensive_cropland": (0.1, 0.0, 0.26, _BOUND),
    "wetland": (1.0, 0.6, 1.0, "primary vegetation, drained or not; own assumption"),
    "settlement": (0.05, 0.0, 0.1, _OWN_RANGE),
    "other_land": (0.9, 0.6, 1.0, "sparse vegetation, a part of it grazed lightly; own assumption"),
}  # fmt: skip
assert set(_BY_LAND) == set(ABUNDANCE_LAND)
_SHARE = "after what is known of fertiliser per hectare; own assumption"

PARAMETERS = (
    Parameter(
        "mean_species_abundance.land_use", "1", 1.0, (0.0, 1.0), (0.98, 1.0), _GLOBIO,
        "abundance of original species under a land use, without warming", dimension="abundance_land", status="read",
        per_key=_BY_LAND,
    ),
    Parameter(
        "mean_species_abundance.climate_intercept", "1", 3.213, (0.0, 10.0), (2.57, 3.86), _GLOBIO4,
        "logit of abundance without warming", dimension="species_group", status="read",
        per_key={"plants": (2.867, 2.29, 3.44, _GLOBIO4)},
    ),
    Parameter(
        "mean_species_abundance.climate_slope", "1/K", -0.362, (-5.0, 0.0), (-0.434, -0.29), _GLOBIO4,
        "change of that logit for each kelvin of global warming", dimension="species_group", status="read",
        per_key={"plants": (-0.467, -0.56, -0.374, _GLOBIO4)},
    ),
    Parameter(
        "mean_species_abundance.warming_before", "K", 0.85, (0.0, 2.0), (0.69, 0.95),
        "IPCC AR6 WG1, Table SPM.1; range recalled", "global warming of 1995-2014 since pre-industrial time",
        status="read",
    ),
    Parameter(
        "mean_species_abundance.recovery_years", "yr", 40.0, (1.0, 71.0), (20.0, 71.0), "own assumption",
        "years after the last felling until natural forest in a protected area counts as lightly used",
    ),
    Parameter(
        "mean_species_abundance.intensive_share", "1", 0.5, (0.0, 1.0), (0.2, 0.8), _SHARE,
        "share of cropland under intensive farming, the rest is low-input", dimension="country",
        per_key={
            "CHN": (0.8, 0.6, 0.95, _SHARE), "PRK": (0.5, 0.2, 0.8, _SHARE), "JPN": (0.8, 0.6, 0.95, _SHARE),
            "MNG": (0.2, 0.05, 0.5, _SHARE), "KOR": (0.85, 0.6, 0.95, _SHARE), "RUS": (0.4, 0.2, 0.7, _SHARE),
        },
    ),
)  # fmt: skip


def grassland_abundance(condition: Any, pressure: Any, ungrazed: Any, grazed: Any, degraded: Any) -> Any:
    """Abundance on grassland (1); arrays or numbers.

    condition  of the grass (1): from `degraded` at 0 to what the pressure allows at 1
    pressure   grazing pressure (1): full condition allows `ungrazed` at 0, `grazed` from 1 on, linear between
    """
    allowed = ungrazed - (ungrazed - grazed) * np.minimum(pressure, 1.0)
    return degraded + (allowed - degraded) * condition


def warming_factor(warming: Any, intercept: Any, slope: Any) -> Any:
    """What global warming (K since pre-industrial time) leaves of abundance (1): the ratio of two logistics."""
    return (1.0 + np.exp(-intercept)) / (1.0 + np.exp(-(intercept + slope * warming)))
