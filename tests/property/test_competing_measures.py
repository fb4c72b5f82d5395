"""Two measures that want the same hectare: the first in the file gets it, the ledger tells the other what is missing.

From the promise over the kernel to the ledger, on a single unit of one hectare.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from one_hectare import COUNTRY, OneUnit

from landsim.core import parameters
from landsim.core.state import LAND
from landsim.names import COUNTRIES
from landsim.policy.eligibility import Suitability
from landsim.policy.forest_measures import place_modification
from landsim.policy.grazing_measures import place_exclosure, place_herd_cap
from landsim.policy.land_use_measures import place_transition
from landsim.policy.ledger import policy_ledger
from landsim.policy.measures import MEASURE_KINDS
from landsim.policy.placement import Placed
from landsim.policy.tiers import Row
from landsim.scenario_measures import Measure

YEARS = np.arange(2021, 2024)
HERE = np.ones(1, dtype=bool)
GRASSLAND, FOREST = LAND.index("grassland"), LAND.index("forest_natural")
HUMID = Suitability(tree=HERE, shrub=HERE, saxaul=HERE, grass=HERE, native_steppe=np.zeros(1))
HECTARE = 1e-6  # Mha
ON_FOREST = [kind.kind for kind in MEASURE_KINDS.values() if kind.rule == "modification" and kind.counts == "hectares"]
ON_GRASSLAND = ["afforestation", "natural_regeneration", "grazing_exclosure", "grazing_cap"]


def a_measure(kind: str, name: str, amount: float, unit: str = "Mha") -> Measure:
    numbers = {number.key: number.default for number in MEASURE_KINDS[kind].numbers}
    return Measure(
        name, kind, COUNTRY, (), amount, unit, 2021, 2021, "step", "auto", None, False, (), "test", "test", numbers
    )


class Land:
    """What measures have reserved of the unit so far, as the plan keeps it."""

    def __init__(self, unit: OneUnit) -> None:
        self.unit = unit
        self.areas = np.zeros((len(LAND), 1))
        self.areas[FOREST], self.areas[GRASSLAND] = unit.forest, unit.grassland
        self.claimed, self.taken = np.zeros_like(self.areas), np.zeros_like(self.areas)
        self.closed, self.capped = np.zeros(1), np.zeros(1)
        self.covered: dict[str, np.ndarray] = {}
        self.room = np.full((len(YEARS), 1), 10.0)
        self.rows: list[Row] = []
        self.placed: list[Placed] = []

    def place(self, measure: Measure) -> None:
        rule, herd = MEASURE_KINDS[measure.kind].rule, np.array([self.unit.herd])
        if rule == "modification":
            one, new = place_modification(measure, YEARS, HERE, self.areas[FOREST], self.covered, parameters.defaults())
        elif rule == "transition":
            one, new = place_transition(
                measure, YEARS, HERE, self.areas, self.claimed, self.taken, HUMID, np.array([0.9]), self.room
            )
        elif rule == "exclosure":
            one, new = place_exclosure(measure, YEARS, HERE, self.areas, self.claimed, self.closed, herd)
        else:
            one, new = place_herd_cap(measure, YEARS, HERE, self.areas, self.claimed, self.capped, herd)
        one.rows = list(range(len(self.rows), len(self.rows) + len(new)))
        self.rows += new
        self.placed.append(one)

    def ledger(self) -> pd.DataFrame:
        result = self.unit.run(self.rows)
        leaked = np.zeros((len(COUNTRIES), len(YEARS)))
        table = policy_ledger(self.placed, result, YEARS, leaked, "NEA", [])
        return table[table["country"] == COUNTRY].groupby("measure").last()


def ledger_of(unit: OneUnit, *measures: Measure) -> pd.DataFrame:
    land = Land(unit)
    for measure in measures:
        land.place(measure)
    return land.ledger()


def missing(row: Any) -> float:
    """Hectares that the reason explains."""
    if "nothing could be" in row["reason"]:
        return float(row["promised"]) / HECTARE
    found = re.findall(r"([-+.e\d]+) (?:Mha|fraction) (?:could not be|short of)", row["reason"])
    return sum(map(float, found)) / HECTARE


def one_unit(kind: str) -> OneUnit:
    forest = kind in ON_FOREST
    return OneUnit(forest=float(forest), grassland=float(not forest), herd=3.0, age=45, years=len(YEARS))


@pytest.mark.parametrize("kind", [*ON_FOREST, *ON_GRASSLAND])
def test_the_first_gets_the_hectare_and_the_second_says_that_it_is_gone(kind: str) -> None:
    """Promised 1 + 1 ha, there is 1 ha."""
    table = ledger_of(one_unit(kind), a_measure(kind, "first", HECTARE), a_measure(kind, "second", HECTARE))
    first, second = table.loc["first"], table.loc["second"]
    done = [(row["delivered"] if np.isnan(row["planted"]) else row["planted"]) / HECTARE for row in (first, second)]
    assert done == pytest.approx([1.0, 0.0], abs=1e-9)
    assert missing(first) == 0.0 and "could not" not in first["reason"]
    assert missing(second) == pytest.approx(1.0), second["reason"]


@pytest.mark.parametrize("kind", [*ON_FOREST, *ON_GRASSLAND])
def test_what_is_left_goes_to_the_second_and_the_rest_is_explained(kind: str) -> None:
    """Promised 0.7 + 0.7 ha: the second gets 0.3 ha and tells of 0.4 ha."""
    table = ledger_of(one_unit(kind), a_measure(kind, "first", 0.7 * HECTARE), a_measure(kind, "second", 0.7 * HECTARE))
    first, second = table.loc["first"], table.loc["second"]
    done = [(row["delivered"] if np.isnan(row["planted"]) else row["planted"]) / HECTARE for row in (first, second)]
    assert done == pytest.approx([0.7, 0.3], rel=1e-9)
    assert missing(first) == 0.0
    assert missing(second) == pytest.approx(0.4, rel=1e-3), second["reason"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("protected_areas", "redd"),  # both keep the wood standing and the land from being cleared
        ("natural_regeneration", "afforestation"),
        ("afforestation", "grazing_exclosure"),
        ("afforestation", "grazing_cap"),
    ],
)
def test_two_kinds_that_want_the_same_thing_share_it_in_the_order_of_the_file(first: str, second: str) -> None:
    table = ledger_of(one_unit(first), a_measure(first, "a", HECTARE), a_measure(second, "b", HECTARE))
    assert missing(table.loc["a"]) == 0.0
    assert missing(table.loc["b"]) == pytest.approx(1.0), table.loc["b", "reason"]
    assert table.loc["b", "delivered"] == 0.0


@pytest.mark.parametrize("second", ["pest_control", "forest_tending", "longer_rotation", "protected_areas"])
def test_kinds_that_change_different_things_meet_on_the_hectare(second: str) -> None:
    table = ledger_of(one_unit(second), a_measure("fire_management", "a", HECTARE), a_measure(second, "b", HECTARE))
    assert table["delivered"].to_numpy() / HECTARE == pytest.approx([1.0, 1.0], rel=1e-9)
    assert [missing(row) for _, row in table.iterrows()] == [0.0, 0.0]


@pytest.mark.parametrize("kind", ON_FOREST)
@pytest.mark.parametrize("hectares", [0.25, 1.0, 300.0])
def test_a_fraction_is_a_fraction_of_a_small_forest_too(kind: str, hectares: float) -> None:
    unit = OneUnit(forest=hectares, years=len(YEARS))
    table = ledger_of(unit, a_measure(kind, "a", 0.5, "fraction"), a_measure(kind, "b", 0.75, "fraction"))
    assert table["delivered"].to_numpy() == pytest.approx([0.5, 0.5], rel=1e-9)
    assert "0.25 fraction could not be covered" in table.loc["b", "reason"]
