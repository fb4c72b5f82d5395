"""Canonical names that every room shares: countries in their fixed order, all their names, and livestock species."""

from dataclasses import dataclass

from landsim.core.dimensions import COUNTRIES as COUNTRIES
from landsim.core.dimensions import SPECIES as SPECIES

# Generations of pledges that a run's gap may be told against; each holds what is in force once it is submitted.
PLEDGE_VINTAGES = ("first", "updated", "2035")


@dataclass(frozen=True)
class CountryName:
    """What a country is called.

    name     in figures and sentences of landsim
    iamc     by the IAMC community (package nomenclature-iamc)
    unfccc   as a Party to the UNFCCC
    aliases  what else people write
    """

    name: str
    iamc: str
    unfccc: str
    aliases: tuple[str, ...]


NAMES = {
    "CHN": CountryName("China", "China", "China", ("CN", "PRC", "People's Republic of China")),
    "PRK": CountryName(
        "DPR Korea", "North Korea", "Democratic People's Republic of Korea",
        ("KP", "DPRK", "Korea, Democratic People's Republic of", "D.P.R. of Korea"),
    ),
    "JPN": CountryName("Japan", "Japan", "Japan", ("JP",)),
    "MNG": CountryName("Mongolia", "Mongolia", "Mongolia", ("MN",)),
    "KOR": CountryName(
        "Republic of Korea", "South Korea", "Republic of Korea",
        ("KR", "ROK", "Korea", "Korea, Republic of", "Korea, Rep."),
    ),
    "RUS": CountryName("Russian Federation", "Russian Federation", "Russian Federation", ("RU", "Russia")),
}  # fmt: skip
COUNTRY_NAMES = {code: names.name for code, names in NAMES.items()}
IAMC_NAMES = {code: names.iamc for code, names in NAMES.items()}
# All six countries together: the code in tables, and the name in iamc.csv.
REGION = "NEA"
REGION_NAME = "North-East Asia"


def country_code(text: str) -> str | None:
    """Code of the country that a text names, in any of its names, case aside; None for another text."""
    wanted = text.strip().casefold()
    for code, names in NAMES.items():
        if wanted in {known.casefold() for known in (code, names.name, names.iamc, names.unfccc, *names.aliases)}:
            return code
    return None
