"""Economy-wide emissions without the land sector: an exogenous input, not a result of the model.

History comes from one database per country, the reference path from published or derived projections that are
scaled to the last year of that history. Everything is in MtCO2e without LULUCF under GWP set ``PATH_GWP``.
"""

from landsim.economy.economy_path import EconomyPath, economy_path
from landsim.economy.reference_path import REFERENCE_RULES, SECOND_SOURCE, Provenance
from landsim.economy.series import FIRST_YEAR, LAST_PROJECTED_YEAR

__all__ = [
    "FIRST_YEAR",
    "LAST_PROJECTED_YEAR",
    "REFERENCE_RULES",
    "SECOND_SOURCE",
    "EconomyPath",
    "Provenance",
    "economy_path",
]
