"""Land degradation against published tables and a test of trend that is counted out by hand."""

from __future__ import annotations

from itertools import permutations, product
from math import erfc, sqrt

import numpy as np
import pytest

import landsim
from landsim.degraded_land import LAND_COVERS

D, S, I = "degradation", "stable", "improvement"  # noqa: E741
SIGN = {"-": D, "0": S, "+": I}
# UNCCD's default matrix as signs: a row for the land cover before, a column for that after, as in LAND_COVERS.
MATRIX = ("0-----0", "+0+---0", "+-0---0", "---0--0", "++++0+0", "++++-00", "0000000")
# Soil carbon after 20 years over that before; f is 0.80 where it is dry and 0.69 where it is moist.
FACTORS = (
    ("1", "1", "f", "1", "0.1", "0.1", "1"),
    ("1", "1", "f", "1", "0.1", "0.1", "1"),
    ("1/f", "1/f", "1", "1/0.71", "0.1", "0.1", "1"),
    ("1", "1", "0.71", "1", "0.1", "0.1", "1"),
    ("2", "2", "2", "2", "1", "1", "1"),
    ("2", "2", "2", "2", "1", "1", "1"),
    ("1", "1", "1", "1", "1", "1", "1"),
)
# Trend, state, performance -> five classes, three classes.
PRODUCTIVITY = {
    (I, I, S): (I, I), (I, I, D): (I, I), (I, S, S): (I, I), (I, S, D): (I, I), (I, D, S): (I, I),
    (I, D, D): ("moderate_decline", D), (S, I, S): (S, S), (S, I, D): (S, S), (S, S, S): (S, S),
    (S, S, D): ("stressed", S), (S, D, S): ("moderate_decline", D), (S, D, D): (D, D), (D, I, S): (D, D),
    (D, I, D): (D, D), (D, S, S): (D, D), (D, S, D): (D, D), (D, D, S): (D, D), (D, D, D): (D, D),
}  # fmt: skip


def test_every_cell_of_the_default_matrix() -> None:
    for (i, before), (j, after) in product(enumerate(LAND_COVERS), repeat=2):
        expected = SIGN[MATRIX[i][j]]
        assert landsim.land_cover_degradation(before, after) == expected, (before, after)
        assert landsim.land_cover_degradation(i, j) == expected


def test_farmland_to_grassland_is_the_only_cell_that_the_shipped_override_changes() -> None:
    before, after = np.meshgrid(LAND_COVERS, LAND_COVERS, indexing="ij")
    usual = landsim.land_cover_degradation(before, after)
    restored = landsim.land_cover_degradation(before, after, landsim.FARMLAND_RESTORATION)
    changed = np.argwhere(usual != restored)
    assert changed.tolist() == [[LAND_COVERS.index("cropland"), LAND_COVERS.index("grassland")]]
    assert (usual[2, 1], restored[2, 1]) == (D, I)


@pytest.mark.parametrize(("climate", "f"), [("cool_temperate_dry", 0.80), ("warm_temperate_moist", 0.69)])
def test_every_factor_of_soil_carbon(climate: str, f: float) -> None:
    value = {"f": f, "1/f": 1.0 / f, "1/0.71": 1.0 / 0.71}
    for (i, before), (j, after) in product(enumerate(LAND_COVERS), repeat=2):
        cell = FACTORS[i][j]
        expected = 100.0 * (value[cell] if cell in value else float(cell))
        found = landsim.soil_carbon_after_conversion(100.0, before, after, 20, climate=climate)
        assert found == pytest.approx(expected, rel=1e-14), (before, after)


def test_the_18_rows_of_productivity() -> None:
    assert len(PRODUCTIVITY) == 18
    for row, (five, three) in PRODUCTIVITY.items():
        assert landsim.productivity_degradation(*row) == {"five_classes": five, "three_classes": three}, row


def test_the_27_rows_of_one_out_all_out() -> None:
    rows = list(product((D, S, I), repeat=3))
    found = landsim.land_degradation(*np.array(rows).T)
    expected = [D if D in row else I if I in row else S for row in rows]
    assert found.tolist() == expected
    # So the published table counts: 19 declining, 7 improving, 1 stable.
    assert [expected.count(word) for word in (D, I, S)] == [19, 7, 1]


def test_mann_kendall_by_hand() -> None:
    # Of six pairs five rise and one is a tie: (4 x 3 x 13 - 2 x 1 x 9) / 18 = 138 / 18.
    tied = landsim.mann_kendall([1.0, 2.0, 2.0, 3.0])
    assert tied["s"] == 5.0 and tied["variance"] == pytest.approx(138.0 / 18.0)
    assert tied["z"] == pytest.approx(4.0 / sqrt(138.0 / 18.0))
    rising = landsim.mann_kendall(np.arange(10.0))
    assert (rising["s"], rising["variance"]) == (45.0, 125.0)
    assert rising["p"] == pytest.approx(erfc(44.0 / sqrt(125.0) / sqrt(2.0)), rel=1e-12)
    # 2 % in 15 years without scatter: z = 119 / sqrt(16 x 15 x 37 / 18).
    assert landsim.mann_kendall(np.linspace(1.0, 1.02, 16))["z"] == pytest.approx(5.358, abs=5e-4)


@pytest.mark.parametrize("series", [(1, 2, 3, 4, 5, 6, 7), (1, 2, 2, 3, 3, 3, 4), (1, 1, 1, 2, 2, 2, 2)])
def test_the_variance_is_that_of_s_over_all_orders_of_the_years(series: tuple[int, ...]) -> None:
    orders = np.array(list(permutations(series)), dtype=float).T
    test = landsim.mann_kendall(orders)
    assert test["s"].mean() == 0.0
    assert np.mean(test["s"] ** 2) == pytest.approx(test["variance"][0], rel=1e-12)
    assert np.ptp(test["variance"]) == 0.0


def test_p_is_near_the_share_of_orders_that_are_as_extreme() -> None:
    orders = np.array(list(permutations(range(8))), dtype=float).T
    test = landsim.mann_kendall(orders)
    for s in (4.0, 10.0, 16.0, 20.0):
        exact = np.mean(np.abs(test["s"]) >= s)
        (p,) = np.unique(test["p"][np.abs(test["s"]) == s].round(12))
        assert p == pytest.approx(exact, abs=0.012)
