"""Tidal marsh, mangrove and seagrass by area, IPCC 2013 Wetlands Supplement ch. 4: restored areas bind, drained lose.

An area account apart from the units of land, which do not show a coast at their size.
"""

from __future__ import annotations

from landsim.core.parameters import Parameter

_BIND = "IPCC 2013 Wetlands Supplement T4.12, recalled"

PARAMETERS = (
    Parameter(
        "coastal_wetlands.area", "Mha", 0.0, (0.0, 10.0), (0.0, 0.01), "own judgement: no series",
        "tidal marsh and mangrove in 2020", dimension="country",
        per_key={
            "CHN": (0.15, 0.1, 0.35, "own judgement: published maps of salt marsh and mangrove differ threefold"),
            "PRK": (0.02, 0.005, 0.05, "own judgement"), "JPN": (0.01, 0.003, 0.03, "own judgement"),
            "KOR": (0.01, 0.003, 0.03, "own judgement: marsh only, tidal flats apart"),
            "RUS": (0.1, 0.03, 0.3, "own judgement"),
        },
    ),
    Parameter(
        "coastal_wetlands.loss", "1/yr", 0.0, (0.0, 0.2), (0.0, 0.005), "own judgement: no series",
        "coastal wetland drained in a year, as a share of the area of 2020", dimension="country",
        per_key={
            "CHN": (0.005, 0.001, 0.02, "own judgement: reclamation was fast to 2010 and has slowed since"),
            "PRK": (0.005, 0.0, 0.02, "own judgement"), "KOR": (0.002, 0.0, 0.01, "own judgement"),
        },
    ),
    Parameter("coastal_wetlands.drained_carbon", "t C/ha/yr", 7.9, (0.0, 50.0), (5.2, 11.8),
              "IPCC 2013 Wetlands Supplement T4.13", "carbon that drained coastal soil gives to the air"),
    Parameter("coastal_wetlands.drained_years", "yr", 20.0, (1.0, 200.0), (10.0, 40.0), "own judgement",
              "years in which drained coastal soil goes on losing carbon"),
    Parameter("coastal_wetlands.binding", "t C/ha/yr", 0.91, (0.0, 10.0), (0.6, 1.6), _BIND,
              "carbon that restored tidal marsh binds; mangrove 1.62, seagrass 0.43"),
)  # fmt: skip
