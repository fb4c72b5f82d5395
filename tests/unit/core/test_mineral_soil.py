"""What enters mineral soil on the grid, and a unit against IPCC's steady states in plain Python."""

from __future__ import annotations

import numpy as np
import pytest
from landscapes import SETTLEMENT
from one_hectare import OneUnit, national

from landsim.core import parameters
from landsim.core.mineral_soil import limited_input, litter_of_grass
from landsim.core.state import INPUT

VALUES = parameters.defaults()


def declared(name: str) -> float:
    return parameters.value(VALUES, name)


def test_litter_of_grass_by_hand() -> None:
    assert litter_of_grass(1.0, 0.0, 0.0, 1.5, 0.54, 0.3) == 1.0
    # Half grown: roots lose 27 %; of the leaves a half is eaten, of which 30 % comes back, and of the rest 20 % burns.
    roots, leaves = 1.5 * (1.0 - 0.54 * 0.5), 0.5 * (0.5 * 0.8 + 0.3 * 0.5)
    assert litter_of_grass(0.5, 0.5, 0.2, 1.5, 0.54, 0.3) == pytest.approx((roots + leaves) / 2.5, rel=1e-15)


def test_grazing_takes_of_roots_and_leaves_what_was_measured_on_steppe() -> None:
    """Yan et al. 2013: grazed steppe has 42.8 % less above and 23.1 % less below ground."""
    loss = declared("mineral_soil.root_loss")
    grown = 1.0 - 0.428
    roots = litter_of_grass(grown, 1.0, 0.0, 1.5, loss, 0.0) / litter_of_grass(1.0, 1.0, 0.0, 1.5, loss, 0.0)
    assert 1.0 - roots == pytest.approx(0.231, abs=0.001)


@pytest.mark.parametrize(
    ("wanted", "found"), [(2.0, 2.0), (0.1, 0.2 * 0.6 * 0.45 * 10.0), (50.0, 5.0 * 0.6 * 0.45 * 10.0)]
)
def test_the_input_at_the_start_stays_near_what_plants_give(wanted: float, found: float) -> None:
    assert limited_input(wanted, 10.0, 0.6, 0.2, 5.0) == pytest.approx(found, rel=1e-15)


def unit(years: int, decay: float, later: float) -> np.ndarray:
    """Soil of a hectare of settlements, tC by year, where climate's factor of decay changes after the start."""
    world = OneUnit(years=years).world([], {"mineral_soil.lowest_input": 0.0})
    world.inputs[SETTLEMENT, 0] = 1.0
    world.inputs[INPUT.soil_decay_0, 0], world.inputs[INPUT.soil_decay_1, 0] = decay, later - decay
    world.drivers[:, 1:, 0] = 1.0
    return national(world.run(), "soil_settlement")


@pytest.mark.parametrize(("decay", "later"), [(0.35, 0.5), (0.35, 0.2), (0.05, 0.06), (1.0, 1.4)])
def test_a_unit_follows_the_steady_states_of_the_guidelines(decay: float, later: float) -> None:
    """Eq. 5.0A-5.0G in the form of the Guidelines: y += (y* - y) min(1, k), every y* of the year's own climate."""
    sand, lignin, nitrogen = declared("mineral_soil.sand.RUS"), 0.14, 0.0113
    f1, f2, f3, f5, f6, f7, f8 = 0.378, 0.5, 0.455, 0.0855, 0.0504, 0.42, 0.45
    f4 = 1.0 - f5 - (0.17 + 0.68 * sand)
    metabolic = 0.85 - 0.018 * lignin / nitrogen
    alpha = metabolic * f1 + (1.0 - lignin - metabolic) * f2 + lignin * f3 * (f7 + f6 * f8)
    alpha /= 1.0 - f4 * f7 - f5 * f8 - f4 * f6 * f8

    def steady(climate: float, carbon: float) -> tuple[np.ndarray, np.ndarray]:
        ka, ks, kp = climate * (0.25 + 0.75 * sand) * 7.4, climate * 0.209, climate * 0.00689
        active = alpha * carbon / ka
        slow = (carbon * lignin * f3 + active * ka * f4) / ks
        passive = (active * ka * f5 + slow * ks * f6) / kp
        return np.array([active, slow, passive]), np.array([ka, ks, kp])

    years = 30
    found = unit(years, decay, later)
    carbon = 60.0 / steady(decay, 1.0)[0].sum()
    pools = steady(decay, carbon)[0]
    assert found[0] == pytest.approx(60.0, rel=1e-12)
    for year in range(1, years):
        target, rates = steady(later, carbon)
        pools = pools + (target - pools) * np.minimum(1.0, rates)
        assert found[year] == pytest.approx(pools.sum(), rel=1e-12), year


def test_the_start_is_the_observed_stock_under_steady_decay() -> None:
    assert unit(60, 0.4, 0.4) == pytest.approx(60.0, rel=1e-12)
