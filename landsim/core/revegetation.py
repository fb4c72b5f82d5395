"""Revegetation: the rain and warmth that sown grass needs on bare land, away from ice and permafrost."""

from __future__ import annotations

from landsim.core.parameters import Parameter

PARAMETERS = (
    Parameter(
        "revegetation.grass_rain", "mm/yr", 200.0, (0.0, 3000.0), (150.0, 300.0),
        "own judgement: desert steppe gives way to desert between 150 and 200 mm", "least rain for sown grass",
    ),
    Parameter(
        "revegetation.grass_warmth", "degC", 8.0, (-20.0, 30.0), (6.0, 10.0),
        "own judgement: polar desert and ice have no warmer month",
        "least temperature of the warmest month for sown grass",
    ),
    Parameter(
        "revegetation.grass_temperature", "degC", -2.0, (-40.0, 30.0), (-4.0, 0.0),
        "own judgement: permafrost is common where the year is colder than -2",
        "least temperature of the year for sown grass, in place of a map of permafrost",
    ),
)  # fmt: skip
