"""Matrices of events, of a stand and on the grid, sum to 1 wherever parameters may go, and so does the carbon."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

import landsim
from landsim.core import disturbance, parameters
from landsim.core.dimensions import COUNTRIES
from landsim.core.disturbance import CARBON
from landsim.core.forest import TISSUES
from landsim.core.grid_disturbance import GRID_EVENTS, SINKS, SOURCES, grid_shares, killed_shares

TOLERANCE = 1e-12
OF_STAND = (
    "harvest.product_share", "fire.surface_kill_share", "fire.foliage_burned", "fire.litter_burned",
    "fire.branches_burned", "fire.logs_burned", "fire.humus_burned", "fire.methane_share",
)  # fmt: skip
OF_GRID = (*OF_STAND, "fire.crown_share", "harvest.slash_burned_share", "harvest.partial_cut_share")
RANGE = {parameter.name: parameter.valid for parameter in parameters.declared()}
# All pools and products hold carbon, so that every row of a matrix is at work.
FULL = {name: 10.0 + 3.0 * position for position, name in enumerate(CARBON[:15])}


def at_the_edges(names: tuple[str, ...]) -> list[dict[str, float]]:
    """Every combination of lowest and highest values of some parameters."""
    return [dict(zip(names, ends, strict=True)) for ends in product(*(RANGE[name] for name in names))]


def acting_on(event: str) -> tuple[str, ...]:
    """Parameters that change the matrix of an event."""
    usual = disturbance.matrix(event, parameters.defaults())
    return tuple(
        name
        for name in OF_STAND
        if any((disturbance.matrix(event, parameters.resolve({name: end})) != usual).any() for end in RANGE[name])
    )


def test_the_parameters_that_act_are_those_named_here() -> None:
    assert acting_on("clearcut") == OF_STAND[:1]
    assert acting_on("surface_fire") == OF_STAND[1:]
    for event in set(disturbance.events()) - {"clearcut", "surface_fire"}:
        assert acting_on(event) == (), event


@pytest.mark.parametrize("event", ["clearcut", "surface_fire"])
def test_rows_sum_to_one_at_the_edges_of_all_parameters(event: str) -> None:
    for overrides in at_the_edges(acting_on(event)):
        shares = disturbance.matrix(event, parameters.resolve(overrides))
        assert np.abs(shares.sum(axis=1) - 1.0).max() <= TOLERANCE, overrides
        assert shares.min() >= 0.0, overrides


@pytest.mark.parametrize("event", disturbance.events())
def test_a_stand_loses_nothing_in_an_event_at_the_edges(event: str) -> None:
    """Nothing grows: what the pools lose over ten years is in gases and products, to the last 1e-12."""
    still = pd.DataFrame(0.0, index=range(10), columns=list(TISSUES))
    still_turnover = {f"forest.{name}_turnover": 0.0 for name in ("stem", "branch", "coarse_root", "fine_root")}
    still_turnover |= {"forest.foliage_turnover": 0.0}
    acting = acting_on(event)
    for overrides in [at_the_edges(acting)[0], at_the_edges(acting)[-1]]:
        result = landsim.simulate_stand(FULL, still, 5.0, {4: event}, {**still_turnover, **overrides})
        total = result.to_numpy().sum(axis=1)
        np.testing.assert_allclose(total, total[0], rtol=TOLERANCE)
        assert result.to_numpy().min() >= 0.0
        after = result.loc[4, list(TISSUES)].sum() / result.loc[3, list(TISSUES)].sum()
        alive = disturbance.living_share_kept(disturbance.matrix(event, parameters.resolve(overrides)))
        assert after == pytest.approx(alive, abs=TOLERANCE)


def grid_rows_hold(overrides: dict[str, float]) -> None:
    values = parameters.resolve(overrides)
    shares, killed = grid_shares(values), killed_shares(values)
    assert shares.shape == (len(COUNTRIES), len(GRID_EVENTS), len(SOURCES), len(SINKS))
    assert shares.min() >= 0.0, overrides
    tissues, pools = shares[:, :, : len(TISSUES)].sum(axis=3), shares[:, :, len(TISSUES) :].sum(axis=3)
    # Where an event kills no tree there is no killed tonne that could go anywhere.
    expected = np.broadcast_to((killed > 0.0).astype(float)[:, :, None], tissues.shape)
    np.testing.assert_allclose(tissues, expected, rtol=0.0, atol=TOLERANCE, err_msg=str(overrides))
    assert pools.max() <= 1.0 + TOLERANCE, overrides
    for pool, name in enumerate(SINKS[: len(SOURCES) - len(TISSUES)]):
        assert (shares[:, :, len(TISSUES) + pool, pool] == 0.0).all(), f"{name} goes to itself"
    assert (killed >= 0.0).all() and (killed <= 1.0).all()


def test_rows_of_the_grid_hold_by_default_and_at_every_single_edge() -> None:
    grid_rows_hold({})
    for name in OF_GRID:
        for end in RANGE[name]:
            grid_rows_hold({name: end})


def test_rows_of_the_grid_hold_at_all_edges_together() -> None:
    for overrides in at_the_edges(OF_GRID):
        grid_rows_hold(overrides)


def test_rows_of_the_grid_hold_inside_the_ranges() -> None:
    random = np.random.default_rng(4)
    for _ in range(200):
        grid_rows_hold({name: float(random.uniform(*RANGE[name])) for name in OF_GRID})
    # A kill share far below what a table could tell apart from none.
    grid_rows_hold({"fire.crown_share": 0.0, "fire.surface_kill_share": 1e-13})
