"""Contributions of two measures on one hectare, solved by hand, and their rules on invented outcomes."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_hectare import OneUnit, national, row
from worlds import EXAMPLES

from landsim.comparison.contributions import ALL_MEASURES, contributions, sets_needed
from landsim.core.state import MODIFICATION, MODIFIERS

EXACT = 1e-9
FIRE, INCREMENT = MODIFIERS.index("fire"), MODIFIERS.index("increment")


def stand(age: float) -> float:
    """B(a) = 100 (1 - exp(-0.02 a))^1.5, tC/ha."""
    return 100.0 * (1.0 - exp(-0.02 * age)) ** 1.5


class TestFireManagementAndTendingOnOneHectare:
    """Larch of 45 years. 0.2 ha burn, of a burned hectare 0.2 + 0.8 x 0.3 = 0.44 dies; fire management halves that.

    Tending on 0.6 of the hectare adds a tenth of growth there. What survives grows by B(46) - B(45), what died by B(1).
    """

    UNIT = OneUnit(forest=1.0, age=45, burned=0.2, years=1)
    FIRE_MANAGEMENT = row(MODIFICATION, 1.0, 1, level=0.5, destination=FIRE)
    TENDING = row(MODIFICATION, 0.6, 1, level=0.1, destination=INCREMENT)

    def growth(self, chosen: frozenset[str]) -> np.ndarray:
        rows = {"fire": self.FIRE_MANAGEMENT, "tending": self.TENDING}
        return national(self.UNIT.run([rows[name] for name in rows if name in chosen]), "growth")

    def test_alone_left_out_and_interaction(self) -> None:
        found = contributions(["fire", "tending"], self.growth)
        old, young = stand(46) - stand(45), stand(1)
        unmanaged = (1.0 - 0.2 * 0.44) * old + 0.2 * 0.44 * young
        managed = (1.0 - 0.1 * 0.44) * old + 0.1 * 0.44 * young
        both = 0.06 * (managed - unmanaged)  # tending adds 0.06 also to what fire management saves
        assert found["fire"][0] == pytest.approx(managed - unmanaged, rel=EXACT)
        assert found["fire"][1] == pytest.approx(1.06 * (managed - unmanaged), rel=EXACT)
        assert found["fire"][2] == pytest.approx(both, rel=1e-7)
        assert found["tending"][0] == pytest.approx(0.06 * unmanaged, rel=EXACT)
        assert found["tending"][1] == pytest.approx(0.06 * managed, rel=EXACT)
        assert found["tending"][2] == pytest.approx(both, rel=1e-7)
        whole = 1.06 * managed - unmanaged
        assert found[ALL_MEASURES][0] == pytest.approx(whole, rel=EXACT)
        assert found[ALL_MEASURES][2] == pytest.approx(both, rel=1e-7)
        assert abs(both) > 1e-4

    def test_of_one_measure_there_is_nothing_to_interact_with(self) -> None:
        found = contributions(["fire"], self.growth)
        assert (found["fire"][0] == found["fire"][1]).all() and (found["fire"][0] != 0.0).all()
        assert (found["fire"][2] == 0.0).all() and (found[ALL_MEASURES][2] == 0.0).all()


@pytest.mark.parametrize(("measures", "expected"), [(0, 1), (1, 2), (2, 4), (3, 8), (4, 10)])
def test_no_set_of_measures_is_run_twice(measures: int, expected: int) -> None:
    """Of one measure, alone is all; of two, alone is all but the other."""
    sets = sets_needed([str(i) for i in range(measures)])
    assert len(sets) == len(set(sets)) == expected


values = st.floats(-1e3, 1e3)


@EXAMPLES
@given(st.lists(values, min_size=1, max_size=5), values)
def test_what_adds_up_has_no_interaction(parts: list[float], start: float) -> None:
    names = [str(i) for i in range(len(parts))]
    found = contributions(names, lambda chosen: np.array([start + sum(parts[int(i)] for i in chosen)]))
    for name, part in zip(names, parts, strict=True):
        alone, left_out, interaction = found[name]
        assert alone == pytest.approx(part, abs=1e-9) and left_out == pytest.approx(part, abs=1e-9)
        assert interaction == pytest.approx(0.0, abs=1e-9)
    assert found[ALL_MEASURES][0] == pytest.approx(sum(parts), abs=1e-9)


@EXAMPLES
@given(st.lists(st.floats(0.5, 2.0), min_size=2, max_size=4))
def test_what_multiplies_does(factors: list[float]) -> None:
    """The outcome is a product: left out is the factor times all others, so it differs from alone unless they are 1."""
    names = [str(i) for i in range(len(factors))]
    found = contributions(names, lambda chosen: np.array([np.prod([factors[int(i)] for i in chosen])]))
    for place, name in enumerate(names):
        others = np.prod([factor for i, factor in enumerate(factors) if i != place])
        assert found[name][2] == pytest.approx((factors[place] - 1.0) * (others - 1.0), abs=1e-9)
