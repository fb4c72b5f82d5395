"""Packing of the kernel's arguments and the sums over its blocks."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.core import parameters, simulation
from landsim.core.budget import CARBON_TOLERANCE, SINGLE_PRECISION_TOLERANCE
from landsim.core.dimensions import COUNTRIES
from landsim.core.simulation import Rows, climate_nodes, scalar_parameters, sum_by_country, sum_by_row, tolerance
from landsim.core.state import LANES, LUMP_AGES, MAXIMUM_YEARS, N_NODES, N_RULES, N_STRATA


def rows_of(slots: list[int], count: int) -> Rows:
    nothing = np.zeros(count, dtype=np.int64)
    return Rows(
        nothing, nothing, nothing, nothing, np.zeros(count), np.zeros((count, 2)),
        np.full((1, N_RULES + 1), len(slots)), np.array(slots, dtype=np.int64), np.zeros((len(slots), LANES)),
    )  # fmt: skip


def test_climate_nodes_give_back_the_warming():
    warming = np.array([-0.2, 0.0, 0.13, 0.9, 2.4])
    node, weight, low, step = climate_nodes(warming)
    assert low + step * (node + weight) == pytest.approx(warming, abs=1e-14)
    assert node.min() >= 0
    assert node.max() <= N_NODES - 2
    assert weight.min() >= 0.0
    assert weight.max() <= 1.0


def test_climate_nodes_do_not_depend_on_the_run():
    mild, warm = climate_nodes(np.array([0.1, 0.7])), climate_nodes(np.array([0.1, 4.0]))
    assert mild[2:] == warm[2:]
    assert (mild[0][0], mild[1][0]) == (warm[0][0], warm[1][0])
    node, weight, low, step = warm
    assert low + step * (node[1] + weight[1]) == pytest.approx(4.0, abs=1e-12)


def test_blocks_are_added_to_their_country():
    values = np.arange(8.0).reshape(4, 2)
    total = sum_by_country(values, np.array([0, 0, 3, 5]))
    expected = np.zeros((len(COUNTRIES), 2))
    expected[[0, 3, 5]] = [[2.0, 4.0], [4.0, 5.0], [6.0, 7.0]]
    assert np.array_equal(total, expected)


def test_slots_are_added_to_their_row():
    total = sum_by_row(np.array([[1.0, 2.0], [10.0, 20.0], [100.0, 200.0]]), rows_of([1, 0, 1], 2))
    assert np.array_equal(total, [[10.0, 20.0], [101.0, 202.0]])


def test_scalars_keep_their_names():
    scalars = scalar_parameters(parameters.resolve({"harvest.product_share": 0.8}))
    assert scalars.harvest_product_share == 0.8
    assert len(scalars) == sum(not p.dimension for p in parameters.declared())


def test_tolerances():
    assert tolerance(False) == CARBON_TOLERANCE
    assert tolerance(True) == SINGLE_PRECISION_TOLERANCE


def test_more_years_than_the_kernel_holds_are_refused():
    years = MAXIMUM_YEARS + 1
    with pytest.raises(ValueError, match=f"{years} years asked for, the kernel holds at most {MAXIMUM_YEARS}"):
        simulation.simulate(
            np.zeros((25, 0)), np.zeros(0, dtype=np.int64), np.zeros((0, N_STRATA), dtype=bool),
            np.zeros((len(COUNTRIES), years, 5)), rows_of([], 0), np.zeros((8, 0)),
            np.zeros((len(COUNTRIES), N_STRATA, len(LUMP_AGES))), parameters.defaults(),
        )  # fmt: skip
