"""Public functions of single hectares and animals: arrays, defaults, and refusals in one sentence."""

from __future__ import annotations

import numpy as np
import pytest

import landsim
from landsim.errors import InputError
from landsim.gwp import warming_potential


def test_an_animal_with_the_models_own_factors() -> None:
    found = landsim.animal_emissions(217.0, 7.4, 0.46, animal="camels", heads=2.0)
    assert found["volatile_solids"] == pytest.approx(2.0 * 217.0 * 7.4 * 0.365)
    assert found["enteric_methane"] == 92.0
    assert found["nitrous_oxide"] == pytest.approx(found["nitrogen"] * 0.003 * 44.0 / 28.0)
    cattle = landsim.animal_emissions(500.0, 7.6, 0.47, animal="russian_other_cattle")
    assert cattle["nitrous_oxide"] == pytest.approx(cattle["nitrogen"] * 0.002 * 44.0 / 28.0)
    wet = landsim.animal_emissions(500.0, 7.6, 0.47, animal="russian_other_cattle", deposition_factor=0.006)
    assert wet["nitrous_oxide"] == pytest.approx(3.0 * cattle["nitrous_oxide"])


def test_arrays_go_through() -> None:
    rice = landsim.rice_methane(daily_factor=1.32, days=np.array([100.0, 112.0]), water_factor=0.55)
    assert rice == pytest.approx([72.6, 81.312])
    peat = landsim.rewetted_peat_emissions([-0.34, 0.5], [0.08, 0.24], [41.0, 216.0], area=2.0)
    assert peat["total"] == pytest.approx([2 * 0.5773333333, 2 * 10.778], rel=1e-4)
    fields = landsim.soil_nitrous_oxide(
        np.array([0.0, 1.0]), direct_factor=0.01, volatilised=0.1, deposition_factor=0.0, leached=0.0, runoff_factor=0.0
    )
    assert fields["total"] == pytest.approx([0.0, 0.01 * 44.0 / 28.0])


def test_methane_of_living_things_in_every_set() -> None:
    pairs = {"SAR": (21.0, 310.0), "AR4": (25.0, 298.0), "AR5": (28.0, 265.0), "AR6": (27.0, 273.0)}
    for gwp, (methane, nitrous) in pairs.items():
        assert (warming_potential("CH4", gwp), warming_potential("N2O", gwp)) == (methane, nitrous)
        assert warming_potential("CO2", gwp) == 1.0


def test_refusals() -> None:
    with pytest.raises(InputError, match=r"^gwp: found 'AR7', expected one of SAR, AR4, AR5, AR6\.$"):
        landsim.drained_peat_emissions(1.0, 0.1, 1.0, 0.05, 100.0, 1.0, gwp="AR7")
    with pytest.raises(InputError, match=r"^ditch_share: found 1\.5, expected a share from 0 to 1\.$"):
        landsim.drained_peat_emissions(1.0, 0.1, 1.0, 1.5, 100.0, 1.0)
    with pytest.raises(InputError, match=r"^days: found -3, expected days, zero or more\.$"):
        landsim.rice_methane(daily_factor=1.0, days=-3.0)
    with pytest.raises(InputError, match=r"^leached: found 'much', expected a share from 0 to 1\.$"):
        landsim.soil_nitrous_oxide(
            1.0, direct_factor=0.01, volatilised=0.1, deposition_factor=0.01, leached="much", runoff_factor=0.01
        )
    with pytest.raises(InputError, match=r"^animal: found 'unicorn', expected one of dairy_cattle, "):
        landsim.animal_emissions(45.0, 8.3, 0.32, animal="unicorn")
    with pytest.raises(InputError, match=r"^enteric_factor: found nothing, expected a number, or the kind of animal"):
        landsim.animal_emissions(45.0, 8.3, 0.32)
