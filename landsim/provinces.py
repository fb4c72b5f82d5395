"""Provinces, aimags and federal subjects: canonical names, aliases, and the country each belongs to."""

from __future__ import annotations

import csv
import difflib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from landsim.names import COUNTRY_NAMES

LISTED_AT_MOST = 12  # a message that lists 83 federal subjects helps nobody


@dataclass(frozen=True)
class Province:
    """One first-level division. ``country`` is an ISO 3166 alpha-3 code, ``name`` the canonical name."""

    country: str
    name: str
    aliases: tuple[str, ...]


@lru_cache(maxsize=1)
def load_provinces() -> tuple[Province, ...]:
    """All provinces of the embedded landscape, in the order of the table."""
    table = resources.files("landsim").joinpath("data/tables/provinces.csv")
    with table.open(encoding="utf-8") as lines:
        return tuple(
            Province(
                country=row["country"],
                name=row["province"],
                aliases=tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip()),
            )
            for row in csv.DictReader(lines)
        )


def spelling_key(name: str) -> str:
    """The name without case, accents, blanks and punctuation, so that 'Övörhangay' and 'ovorhangay' meet."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in decomposed if character.isalnum())


def canonical_province(name: str, country: str) -> str:
    """The canonical name of a province of ``country``, given that name or an alias in any spelling.

    Raises LookupError with one sentence that says what is wrong and which name was probably meant.
    """
    key = spelling_key(name)
    names_by_key: dict[str, str] = {}
    elsewhere: list[str] = []
    for province in load_provinces():
        for spelling in (province.name, *province.aliases):
            if province.country == country:
                names_by_key[spelling_key(spelling)] = province.name
            elif spelling_key(spelling) == key and province.country not in elsewhere:
                elsewhere.append(province.country)
    if key in names_by_key:
        return names_by_key[key]
    title = f"{COUNTRY_NAMES[country]} ({country})"
    if elsewhere:
        owners = " and ".join(f"{COUNTRY_NAMES[code]} ({code})" for code in elsewhere)
        raise LookupError(f"the province '{name}' belongs to {owners}, not to {title}.")
    near = difflib.get_close_matches(key, list(names_by_key), n=1, cutoff=0.6)
    if near:
        raise LookupError(f"{title} has no province '{name}', did you mean '{names_by_key[near[0]]}'?")
    canonical = sorted(set(names_by_key.values()))
    listed = ", ".join(canonical[:LISTED_AT_MOST])
    more = f" and {len(canonical) - LISTED_AT_MOST} more" if len(canonical) > LISTED_AT_MOST else ""
    raise LookupError(f"{title} has no province '{name}', known are {listed}{more}.")
