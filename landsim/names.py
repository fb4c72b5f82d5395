"""Canonical names that every room shares: countries in their fixed order, and livestock species."""

from landsim.core.dimensions import COUNTRIES as COUNTRIES
from landsim.core.dimensions import SPECIES as SPECIES

COUNTRY_NAMES = {
    "CHN": "China",
    "PRK": "DPR Korea",
    "JPN": "Japan",
    "MNG": "Mongolia",
    "KOR": "Republic of Korea",
    "RUS": "Russian Federation",
}

# Generations of pledges that a run's gap may be told against; each holds what is in force once it is submitted.
PLEDGE_VINTAGES = ("first", "updated", "2035")
