"""Which pledges: of one version, of all, in force in a vintage, or of a user's own file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from landsim.errors import InputError
from landsim.facts import load_table
from landsim.names import PLEDGE_VINTAGES
from landsim.targets.table import read_targets, targets_from_table
from landsim.targets.target import Target

# In the order in which they were made: a later version replaces an earlier one.
VERSIONS = ("first", "updated", "2035", "long_term")
ALL = "all"
_VERSIONS_IN_FORCE = {
    "first": ("first",),
    "updated": ("first", "updated", "long_term"),
    "2035": ("first", "updated", "2035", "long_term"),
}
# Years for which a gap is told whatever the pledges say.
GAP_YEARS = (2030, 2050)


@dataclass(frozen=True)
class Pledges:
    """The pledges of a run: those that its gap is told against, and all that its indicators tell.

    ``label`` is a vintage or the name of a file; ``sha256`` that of the file, empty for shipped pledges.
    """

    label: str
    in_force: tuple[Target, ...]
    told: tuple[Target, ...]
    sha256: str = ""


@cache
def _shipped() -> tuple[Target, ...]:
    return targets_from_table(load_table("targets"))


def load_targets(version: str = "first") -> tuple[Target, ...]:
    """Shipped targets of a version ("first", "updated", "2035", "long_term"), of one document ("NDC1_2021"), or "all".

    Raises InputError for a name that the table does not have.
    """
    targets = _shipped()
    if version == ALL:
        return targets
    chosen = tuple(target for target in targets if version in (target.version, target.pledge))
    if not chosen:
        documents = ", ".join(sorted({target.pledge for target in targets}))
        raise InputError(
            f'targets.csv has no version "{version}"; expected one of {", ".join(VERSIONS)}, {ALL}, '
            f"or a document: {documents}."
        )
    return chosen


def targets_in_force(vintage: str) -> tuple[Target, ...]:
    """Shipped targets that hold once a vintage is submitted, in the order of the table.

    vintage  "first": the first NDCs. "updated": with the updates of 2019 to 2021 and the long-term goals.
             "2035": with the NDCs of 2025 too.
    For a country, target year and indicator (all removals being one) the latest version that speaks of it
    replaces the earlier ones; what no later version speaks of stays.
    """
    if vintage not in PLEDGE_VINTAGES:
        raise InputError(f'There is no vintage "{vintage}" of pledges; expected one of {", ".join(PLEDGE_VINTAGES)}.')
    held = [target for target in _shipped() if target.version in _VERSIONS_IN_FORCE[vintage]]
    latest: dict[tuple[str, int, str], str] = {}
    for version in VERSIONS:
        latest |= {_subject(target): version for target in held if target.version == version}
    return tuple(target for target in held if latest[_subject(target)] == target.version)


def _subject(target: Target) -> tuple[str, int, str]:
    # A later NDC divides its removals otherwise, so they are replaced as a whole.
    removals = target.indicator.startswith("removals_")
    return target.country, target.year, "removals" if removals else target.indicator


def choose_pledges(choice: str | Path) -> Pledges:
    """The pledges of a vintage, or those of a user's own file, all of which are in force.

    Raises InputError if it is neither, and for a file that is wrong: one sentence for each of its bad rows.
    """
    if str(choice) in PLEDGE_VINTAGES:
        return Pledges(str(choice), targets_in_force(str(choice)), load_targets(ALL))
    path = Path(choice)
    if not path.is_file():
        raise InputError(
            f"targets: there is no vintage and no file '{choice}', expected one of {', '.join(PLEDGE_VINTAGES)}, "
            "or a file of comma-separated values."
        )
    own = read_targets(path)
    return Pledges(path.name, own, own, hashlib.sha256(path.read_bytes()).hexdigest())


def gap_years(targets: Iterable[Target], first_year: int, last_year: int) -> tuple[int, ...]:
    """Years for which a gap is told: 2030 and 2050, and every later year than 2030 of a pledge in tonnes."""
    pledged = {target.year for target in targets if target.in_tonnes and target.year > GAP_YEARS[0]}
    return tuple(sorted(year for year in {*GAP_YEARS, *pledged} if first_year <= year <= last_year))
