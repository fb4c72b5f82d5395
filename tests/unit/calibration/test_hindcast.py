"""What the model says of its past: the same numbers as the run's own tables, and ages and growth worked out apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import gamma

from landsim.calibration.hindcast import (
    DEAD_MATTER,
    LAST_YEAR,
    LEVEL_FIRE,
    LIVING_BIOMASS,
    hindcast,
    modelled,
    share_older,
    without_ageing,
)
from landsim.calibration.pasture_variables import HEADS, HEADS_OF, MEAN_PRESSURE, SHARES
from landsim.core import parameters
from landsim.core.state import CARBON_FLUXES, FLUX
from landsim.errors import InputError
from landsim.ground import Ground
from landsim.herd_model import free_record
from landsim.landscape import Landscape
from landsim.names import COUNTRIES, SPECIES
from landsim.results import Run

WANTED = pd.DataFrame(
    [
        ("JPN", "lulucf_forest_land", 2003),
        ("RUS", "growing_stock", 2010),
        ("MNG", HEADS, 2010),
        ("CHN", "lulucf_net", 1990),
    ],
    columns=["country", "variable", "year"],
)


@pytest.fixture(scope="module")
def ground(land: Landscape) -> Ground:
    return Ground(land)


def test_the_past_is_that_of_a_run_of_baseline(ground: Ground, baseline: Run) -> None:
    found = hindcast(ground, {}, WANTED)
    at = [year - int(baseline.drivers.years[0]) for year in WANTED["year"]]
    account = baseline.account
    heads = free_record(baseline.drivers, ground.land, baseline.values)[0]
    expected = [
        account.inventory["lulucf_forest_land"][COUNTRIES.index("JPN"), at[0]],
        account.stocks["growing_stock"][1][COUNTRIES.index("RUS"), at[1]],
        heads[at[2]].sum() / 1e6,
        account.inventory["lulucf_net"][COUNTRIES.index("CHN"), at[3]],
    ]
    assert found.to_numpy() == pytest.approx(expected, rel=1e-12)
    assert LAST_YEAR == 2020


def test_given_parameters_reach_the_model_and_wrong_ones_are_refused(ground: Ground) -> None:
    more, fewer = (hindcast(ground, {"forest.growth_scale.RUS": scale}, WANTED) for scale in (1.2, 1.0))
    assert more["RUS", "growing_stock", 2010] > 1.1 * fewer["RUS", "growing_stock", 2010]
    assert more["JPN", "lulucf_forest_land", 2003] == fewer["JPN", "lulucf_forest_land", 2003]
    with pytest.raises(InputError, match="growth_scale"):
        hindcast(ground, {"forest.growth_scale.RUS": -1.0}, WANTED)


def test_share_of_old_forest_of_the_first_year_is_that_of_the_starting_ages(baseline: Run) -> None:
    at = COUNTRIES.index("JPN")
    start = baseline.plan.start_areas[:2, baseline.landscape.country == at].sum(axis=1)
    older = 0.0
    for area, kind in zip(start, ("natural", "planted"), strict=True):
        mean, shape = (
            parameters.value(baseline.values, f"forest.{kind}_{name}.JPN") for name in ("mean_age", "age_spread")
        )
        older += area * gamma.sf(30.0 - 1.0, shape, scale=mean / shape)
    assert share_older(baseline, "JPN", 1990, 30.0) == pytest.approx(older / start.sum(), abs=0.01)


def test_level_fires_move_forest_land_by_what_burned_beyond_the_mean(ground: Ground, baseline: Run) -> None:
    at = COUNTRIES.index("RUS")
    levelled = modelled(baseline, ground, "RUS", LEVEL_FIRE)
    as_is = baseline.account.inventory["lulucf_forest_land"][at]
    burned = baseline.simulated.managed[at, :, CARBON_FLUXES.index("fire_carbon")]
    # All burned carbon is about 3.8 t of CO2 equivalent a tonne, methane and nitrous oxide included.
    moved = (as_is - levelled) / ((burned - burned[:21].mean()) / 1e6)
    assert moved == pytest.approx(moved[0], rel=1e-9) and 44.0 / 12.0 < moved[0] < 4.6
    assert levelled[:21].mean() == pytest.approx(as_is[:21].mean(), rel=1e-12)
    # 2014 burned far more than the mean.
    assert levelled[24] < as_is[24] - 50.0


def test_dead_matter_of_a_hectare_is_its_stock_over_the_forest(ground: Ground, baseline: Run) -> None:
    area = baseline.account.stocks["forest_area"][1][COUNTRIES.index("JPN"), 19] * 1e6
    stock = baseline.simulated.total[COUNTRIES.index("JPN"), 19, FLUX.dead_wood_and_litter]
    found = modelled(baseline, ground, "JPN", DEAD_MATTER)
    assert found[19] == pytest.approx(stock / area, rel=1e-12) and 3.0 < found[19] < 60.0


def test_without_ageing_the_first_year_is_the_same_and_later_ones_differ_by_growth(baseline: Run) -> None:
    at = COUNTRIES.index("KOR")
    actual = baseline.account.inventory["lulucf_net"][at]
    held = without_ageing(baseline, "KOR", "lulucf_net")
    assert held[0] == pytest.approx(actual[0], rel=1e-12)
    flux = baseline.simulated.total[at]
    area = flux[:, FLUX.area_forest_natural] + flux[:, FLUX.area_forest_planted]
    per_hectare = flux[:, FLUX.growth] / area
    # A hectare that grows more than in 1990 removes more than it would without ageing.
    assert np.array_equal(held - actual > 0, per_hectare > per_hectare[0])
    assert (held - actual)[20] == pytest.approx((per_hectare[20] - per_hectare[0]) * area[20] * 44 / 12 / 1e6)


@pytest.mark.parametrize("country", ["JPN", "KOR", "RUS", "CHN"])
def test_living_biomass_changes_by_what_grows_less_what_is_felled_and_killed_from_the_first_year_on(
    ground: Ground, baseline: Run, country: str
) -> None:
    change = modelled(baseline, ground, country, LIVING_BIOMASS)
    flux = baseline.simulated.total[COUNTRIES.index(country)]
    lost = flux[:, FLUX.growth] * 44 / 12 / 1e6 + change
    assert (lost > flux[:, FLUX.felled_products] * 44 / 12 / 1e6).all()
    # A start that were one per cent off would show here as a loss of 1990 far from that of the years after.
    assert lost[0] == pytest.approx(lost[1:4].mean(), rel=0.25)
    stock = baseline.account.stocks["living_biomass"][1][COUNTRIES.index(country)]
    assert change[1:] == pytest.approx(-np.diff(stock) * 44 / 12, rel=1e-6, abs=1e-6)


def test_heads_of_the_species_are_those_of_the_free_herd(ground: Ground, baseline: Run) -> None:
    heads = free_record(baseline.drivers, ground.land, baseline.values)[0] / 1e6
    for name, species in HEADS_OF.items():
        np.testing.assert_array_equal(modelled(baseline, ground, "MNG", name), heads[:, SPECIES.index(species)])
    np.testing.assert_allclose(modelled(baseline, ground, "MNG", HEADS), heads.sum(axis=1), rtol=1e-12)


def test_shares_of_condition_are_those_of_the_stocks_and_add_up_to_one(ground: Ground, baseline: Run) -> None:
    at = COUNTRIES.index("MNG")
    shares = {name: modelled(baseline, ground, "MNG", name) for name in SHARES}
    area = baseline.account.stocks["grassland_area"][1][at]
    full = baseline.account.stocks["grassland_full"][1][at]
    np.testing.assert_allclose(shares["grassland_share_full"] * area, full, rtol=1e-12)
    np.testing.assert_allclose(np.sum(list(shares.values()), axis=0), 1.0, rtol=1e-9)


def test_mean_pressure_is_that_of_its_years_and_the_same_in_every_year(ground: Ground, baseline: Run) -> None:
    pressure = baseline.account.stocks["grazing_pressure"][1][COUNTRIES.index("MNG")]
    found = modelled(baseline, ground, "MNG", MEAN_PRESSURE)
    assert found == pytest.approx(np.full(len(found), pressure[10:30].mean()), rel=1e-12)


def test_what_the_market_took_moves_the_heads_of_its_years_and_the_recorded_herd_not(ground: Ground) -> None:
    wanted = pd.DataFrame(
        [("MNG", HEADS, 1993), ("MNG", HEADS, 1999), ("MNG", "herd_sheep", 1999)],
        columns=["country", "variable", "year"],
    )
    name = "herd_dynamics.trend_1994_1999"
    less, more = (hindcast(ground, {name: trend}, wanted).to_numpy() for trend in (-0.08, 0.0))
    assert less[0] == more[0] and less[2] == more[2]
    assert more[1] / less[1] == pytest.approx(1.08**6, rel=0.12)


def test_a_variable_that_the_model_does_not_have_is_an_error(ground: Ground, baseline: Run) -> None:
    with pytest.raises(KeyError, match="butterflies"):
        modelled(baseline, ground, "JPN", "butterflies")
