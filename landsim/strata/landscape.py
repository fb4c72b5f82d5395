"""The strata of a landscape for a scenario, or for all scenarios of a study."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from landsim.core import parameters
from landsim.errors import InputError
from landsim.kept_files import content_key
from landsim.landscape import Landscape
from landsim.scenario import Scenario
from landsim.strata.classes import ProvinceGroups, class_of_unit, province_groups
from landsim.strata.clustering import split_into
from landsim.strata.features import features, weights
from landsim.strata.kept import kept_array
from landsim.strata.merging import merged
from landsim.versions import landscape_content

Integers = NDArray[np.int64]
DEFAULT_COUNT = 1500
# Parameters whose values are thresholds of the plan: strata lie on one side of each.
THRESHOLDS = tuple(
    f"{group}.{name}"
    for group, names in (
        ("afforestation", ("tree_rain", "tree_aridity", "tree_warmth", "shrub_rain", "saxaul_rain")),
        ("revegetation", ("grass_rain", "grass_warmth", "grass_temperature")),
    )
    for name in names
)
# Sets of strata that a process keeps at hand.
KEPT_SETS = 4


def strata_of(land: Landscape, scenarios: Scenario | Sequence[Scenario], count: int = DEFAULT_COUNT) -> Landscape:
    """A landscape of `count` strata whose totals are those of the grid.

    scenarios  the scenario that is to run, or all of a study: every province that one of them names has strata of its
               own, and so has every tier of eligible land under the thresholds of each

    The same landscape, provinces, thresholds and count give the same strata to the last bit. Which unit belongs to
    which stratum is kept on disk under a hash of all of these and of the package. A study makes strata once and
    runs all its parameter sets on them; what it then varies about a threshold moves whole strata across it.

    Raises InputError for fewer strata than classes of land that may not be mixed, and for more than there are units.
    """
    several = (scenarios,) if isinstance(scenarios, Scenario) else tuple(scenarios)
    named = sorted({(m.country, province) for s in several for m in s.measures for province in m.provinces})
    asked = {tuple(sorted((name, s.parameters[name]) for name in THRESHOLDS if name in s.parameters)) for s in several}
    return _strata(_ByContent(land), tuple(named), tuple(sorted(asked)), count)


class _ByContent:
    """A landscape that is equal to another of the same content."""

    def __init__(self, land: Landscape) -> None:
        self.land, self.key = land, landscape_content(land)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByContent) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=KEPT_SETS)
def _strata(
    content: _ByContent,
    named: tuple[tuple[str, str], ...],
    thresholds: tuple[tuple[tuple[str, float], ...], ...],
    count: int,
) -> Landscape:
    land = content.land
    if count > land.size:
        raise InputError(
            f"strata: found {count}, expected at most {land.size}, the units of {land.label}; run it as it is."
        )
    groups = province_groups(land, named)

    def members() -> Integers:
        return _members(land, groups, thresholds, count)

    key = content_key(landscape=content.key, provinces=named, thresholds=thresholds, count=count)
    return merged(land, groups, kept_array(key, members))


def _members(
    land: Landscape, groups: ProvinceGroups, thresholds: Sequence[Sequence[tuple[str, float]]], count: int
) -> Integers:
    classes = class_of_unit(land, groups, [parameters.resolve(dict(one)) for one in thresholds])
    least = int(classes.max()) + 1
    if count < least:
        raise InputError(
            f"strata: found {count}, expected at least {least}: so many classes of land in {land.label} differ in "
            "country, province, forest type, vegetation that can live there, tier or zone, and may not be mixed."
        )
    return split_into(count, features(land), weights(land), classes)
