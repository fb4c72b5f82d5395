"""Carbon and area close on any small landscape, and what was asked for is either done or reported."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from landscapes import GRASSLAND, NATURAL, OTHER_LAND, PLANTED, Change, World, make_world
from worlds import EXAMPLES, everything, exclosures, herd_caps, plans, reclassifications, transitions, worlds

from landsim.core.budget import AREA_TOLERANCE, CARBON_TOLERANCE
from landsim.core.dimensions import COUNTRIES
from landsim.core.simulation import Simulated
from landsim.core.state import (
    BUDGETS,
    DRIVER,
    EXCLOSURE,
    FLUX,
    HARVEST_CAP,
    HERD_CAP,
    INPUT,
    LAND,
    LANES,
    MODIFICATION,
    RECLASSIFICATION,
    SNAPSHOT,
    SNAPSHOTS,
    SOIL_LAND,
    TRANSITION,
)

N_LAND = len(LAND)


def assert_balanced(result: Simulated) -> None:
    """Everything finite, all four budgets closed in every unit and year, nothing negative."""
    for name in ("total", "managed", "maps", "placed", "surviving", "humification"):
        assert np.isfinite(getattr(result, name)).all(), name
    for which, name in enumerate(BUDGETS):
        limit = AREA_TOLERANCE if name == "area" else CARBON_TOLERANCE
        unit = int(np.argmax(result.worst[which]))
        worst, year = result.worst[which, unit], result.worst_year[which, unit]
        assert worst <= limit, f"{name} of unit {unit} in year {year}: residual {worst:.1e}"
    for variable, name in enumerate(SNAPSHOTS):
        values = result.maps[:, variable]
        # Dead matter is a difference of two sums, so it may carry their rounding.
        assert values.min() >= -1e-15 * max(1.0, values.max()), name
    condition = result.maps[:, SNAPSHOT.rangeland_condition]
    assert condition.max() <= 1.0


def national(world: World, result: Simulated, flux: int) -> np.ndarray:
    """Sum of all countries, by year."""
    return result.total[:, :, flux].sum(axis=0)


@settings(EXAMPLES, max_examples=200)
@given(worlds())
def test_carbon_and_area_close(world):
    assert_balanced(world.run())


@settings(EXAMPLES, max_examples=100)
@given(worlds(everything))
def test_carbon_and_area_close_with_all_measures_on(world):
    """And what covers forest covers no more than there is."""
    result = world.run()
    assert_balanced(result)
    covered = result.placed[np.isin(world.rows.rule, (MODIFICATION, HARVEST_CAP))]
    forest = result.total[..., [FLUX.area_forest_natural, FLUX.area_forest_planted]].sum(axis=(0, 2))
    lost = result.total[..., FLUX.lost_forest].sum(axis=0)
    assert (covered >= 0.0).all()
    # Coverage is laid after the year's clearing; what is planted in the year is under it.
    assert (covered <= (forest + lost) * (1.0 + 1e-12) + 1e-9).all()


@pytest.mark.parametrize("crown", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("killed", [0.0, 1e-9, 0.6, 1.0])
@pytest.mark.parametrize("burned", [0.0, 1.0])
def test_carbon_and_area_close_at_the_edges_of_the_parameters_of_fire(crown, killed, burned):
    """From a fire that kills and burns nothing to one that takes all that it can; harvest by parts and slash burned."""
    shares = ("foliage_burned", "litter_burned", "branches_burned", "logs_burned", "humus_burned")
    overrides = {f"fire.{name}": burned for name in shares}
    overrides |= {
        "fire.surface_kill_share": killed,
        "fire.methane_share": 0.1 * burned,
        "harvest.product_share": burned,
    }
    for country in COUNTRIES:
        overrides |= {f"fire.crown_share.{country}": crown, f"harvest.partial_cut_share.{country}": crown}
        overrides |= {f"harvest.slash_burned_share.{country}": killed}
    world = make_world(seed=9, countries=(0, 5), years=6, burning=0.2, harvest=0.05, overrides=overrides)
    result = world.run()
    assert_balanced(result)
    fire = national(world, result, FLUX.fire_carbon)
    assert (fire == 0.0).all() if crown == burned == 0.0 else (fire > 0.0).all()


def test_land_gained_and_lost_in_the_same_year():
    """Clearing more than the forest of last year: only what stood then can be cleared with its carbon."""
    world = make_world(
        years=4,
        changes=(
            Change(TRANSITION, GRASSLAND, NATURAL, 0.5, first=1, last=1),
            Change(TRANSITION, NATURAL, OTHER_LAND, 1.5, first=1, last=1),
        ),
    )
    assert_balanced(world.run())


@EXAMPLES
@given(worlds())
def test_national_carbon_stocks_change_by_the_reported_fluxes(world):
    """The same balance seen from outside: from the result tables alone, in every country and year."""
    total = world.run().total
    f = FLUX
    soils = [f.soil_cropland + i for i in range(len(SOIL_LAND))]
    dead = [f.dead_wood_and_litter, f.forest_soil, f.clearing_residue]
    stocks = total[..., [f.biomass_natural, f.biomass_planted, f.biomass_shrub, *dead]]
    stock = stocks.sum(axis=2) + total[..., soils].sum(axis=2)
    # Turnover is replaced within the year: litterfall is production on top of the net growth of biomass.
    produced = [f.growth, f.litterfall, *(f.soil_input_cropland + i for i in range(len(soils)))]
    entering = total[..., produced].sum(axis=2)
    away = [f.forest_decay, f.fire_carbon, f.insect_carbon, f.slash_carbon, f.felled_products]
    for first in (f.deforestation_air_cropland, f.deforestation_products_cropland, f.soil_respiration_cropland):
        away += [first + i for i in range(len(soils))]
    leaving = total[..., away].sum(axis=2)
    change = np.diff(stock, axis=1)
    scale = np.maximum(np.maximum(stock[:, 1:], entering[:, 1:] + leaving[:, 1:]), 1.0)
    assert np.max(np.abs(change - (entering - leaving)[:, 1:]) / scale, initial=0.0) <= 1e-11
    # Gross flows go one way.
    assert total[..., away].min() >= 0.0
    assert total[..., produced].min() >= 0.0


@EXAMPLES
@given(worlds())
def test_maps_and_totals_tell_the_same(world):
    result = world.run()
    maps, total = result.maps, result.total.sum(axis=0)
    for land in range(N_LAND):
        assert maps[:, land].sum(axis=1) == pytest.approx(
            total[:, FLUX.area_forest_natural + land], rel=1e-12, abs=1e-6
        )
    assert maps[:, :N_LAND].sum(axis=1) == pytest.approx(
        np.broadcast_to(world.inputs[:N_LAND].sum(axis=0), (world.years, world.units)), rel=1e-10, abs=1e-9
    )
    biomass = total[:, FLUX.biomass_natural : FLUX.biomass_shrub + 1].sum(axis=1)
    assert maps[:, SNAPSHOT.living_biomass].sum(axis=1) == pytest.approx(biomass, rel=1e-12, abs=1e-6)
    dead = total[:, FLUX.dead_wood_and_litter] + total[:, FLUX.clearing_residue]
    assert maps[:, SNAPSHOT.dead_organic_matter].sum(axis=1) == pytest.approx(dead, rel=1e-10, abs=1e-6)
    soil = total[:, FLUX.forest_soil] + total[:, FLUX.soil_cropland : FLUX.soil_other_land + 1].sum(axis=1)
    assert maps[:, SNAPSHOT.soil_carbon].sum(axis=1) == pytest.approx(soil, rel=1e-12, abs=1e-6)


@EXAMPLES
@given(worlds(transitions.flatmap(lambda one: plans.map(lambda rest: [one, *rest]))))
def test_transitions_are_placed_or_reported_unmet(world):
    """Hectares asked for = hectares placed + transition_unmet; what survives is at most what was placed."""
    result = world.run()
    land_rows = np.isin(world.rows.rule, (TRANSITION, RECLASSIFICATION))
    unmet = national(world, result, FLUX.transition_unmet)
    done = result.placed[land_rows].sum(axis=0) + unmet
    assert world.asked[land_rows].sum(axis=0) == pytest.approx(done, rel=1e-10, abs=1e-6)
    rows = world.rows.rule == TRANSITION
    placed, surviving = result.placed[rows].sum(axis=0), result.surviving[rows].sum(axis=0)
    assert (result.surviving[rows] <= result.placed[rows] * (1.0 + 1e-12)).all()
    assert (surviving <= placed * (1.0 + 1e-12)).all()
    to_forest = rows & (world.rows.destination < 3)
    assert national(world, result, FLUX.new_forest) == pytest.approx(result.surviving[to_forest].sum(axis=0), abs=1e-6)
    from_forest = rows & (world.rows.source < 3)
    assert national(world, result, FLUX.lost_forest) == pytest.approx(
        result.surviving[from_forest].sum(axis=0), abs=1e-6
    )


def test_asking_for_more_land_than_there_is():
    """A unit gives all it has and no more; the rest is unmet."""
    world = make_world(years=2, changes=(Change(TRANSITION, GRASSLAND, PLANTED, 3.0, last=0),))
    result = world.run()
    asked = world.rows.share[:, :].ravel() * world.asked[0, 0]
    there = world.inputs[INPUT.area_grassland]
    left = result.maps[0, SNAPSHOT.area_grassland]
    assert left == pytest.approx(np.maximum(there - asked, 0.0), rel=1e-12, abs=1e-9)
    unmet = np.maximum(asked - there, 0.0).sum()
    assert unmet > 0.0
    assert national(world, result, FLUX.transition_unmet)[0] == pytest.approx(unmet, rel=1e-12)
    assert result.placed[0, 0] == pytest.approx((asked.sum()) - unmet, rel=1e-12)


def test_failed_plantings_stay_what_they_were():
    world = make_world(years=2, changes=(Change(TRANSITION, GRASSLAND, PLANTED, 0.2, last=0, by_aridity=True),))
    result = world.run()
    aridity = world.inputs[INPUT.aridity]
    survival = np.select([aridity < 0.2, aridity < 0.5, aridity < 0.65], [0.30, 0.55, 0.75], 0.88)
    planted = np.minimum(world.rows.share.ravel() * world.asked[0, 0], world.inputs[INPUT.area_grassland])
    assert result.maps[0, SNAPSHOT.new_forest] == pytest.approx(planted * survival, rel=1e-12)
    assert result.surviving[0, 0] == pytest.approx((planted * survival).sum(), rel=1e-12)
    assert result.placed[0, 0] == pytest.approx(planted.sum(), rel=1e-12)


def test_reclassified_hectares_are_reported():
    """Twice the natural forest is asked for: what there is changes its name, and the row says how much."""
    world = make_world(
        years=2, burning=0.0, harvest=0.0, changes=(Change(RECLASSIFICATION, NATURAL, PLANTED, 2.0, last=0),)
    )
    result = world.run()
    asked = world.rows.share.ravel() * world.asked[0, 0]
    moved = np.minimum(asked, world.inputs[INPUT.area_forest_natural])
    assert result.maps[0, SNAPSHOT.area_forest_planted] == pytest.approx(
        world.inputs[INPUT.area_forest_planted] + moved, rel=1e-12, abs=1e-9
    )
    assert result.placed[0, 0] == pytest.approx(moved.sum(), rel=1e-12)


@EXAMPLES
@given(worlds(reclassifications.map(lambda one: [one])))
def test_reclassification_moves_no_carbon_out_of_forest(world):
    """Against the same landscape without the plan: all land other than forest is untouched, to the bit."""
    moved = world.run()
    still = World(**{**vars(world), "rows": world.rows._replace(cumulative=world.rows.cumulative * 0.0)}).run()
    for stock in (FLUX.soil_cropland + i for i in range(len(SOIL_LAND))):
        assert np.array_equal(moved.total[..., stock], still.total[..., stock])
    forest = [FLUX.area_forest_natural, FLUX.area_forest_planted]
    assert moved.total[..., forest].sum(axis=2) == pytest.approx(still.total[..., forest].sum(axis=2), rel=1e-12)


@EXAMPLES
@given(worlds())
def test_harvest_and_fire_give_what_is_asked_or_report_it(world):
    result = world.run()
    asked_wood, asked_fire = np.zeros(world.years), np.zeros(world.years)
    for block, country in enumerate(world.block_country):
        units = slice(block * LANES, (block + 1) * LANES)
        decade = np.arange(world.years) // 10
        share = world.harvest_share[:, units].sum(axis=1)[decade]
        asked_wood += share * world.drivers[country, :, DRIVER.product_carbon]
        fire_share = world.inputs[INPUT.burned_area_share, units].sum()
        asked_fire += fire_share * world.drivers[country, :, DRIVER.burned_area]
    felled = national(world, result, FLUX.felled_products)
    assert (felled <= asked_wood * (1.0 + 1e-12) + 1e-9).all()
    assert felled + national(world, result, FLUX.products_unmet) == pytest.approx(asked_wood, rel=1e-10, abs=1e-6)
    burned = national(world, result, FLUX.burned_area)
    assert burned + national(world, result, FLUX.burned_area_unmet) == pytest.approx(asked_fire, rel=1e-10, abs=1e-6)
    forest = result.total[..., [FLUX.area_forest_natural, FLUX.area_forest_planted]].sum(axis=(0, 2))
    assert (burned <= 0.5 * forest * (1.0 + 1e-12) + 1e-9).all()
    assert (national(world, result, FLUX.felled_area) <= forest * (1.0 + 1e-12) + 1e-9).all()


@EXAMPLES
@given(worlds(exclosures.flatmap(lambda one: herd_caps.map(lambda two: [one, two]))))
def test_herds_are_fed_capped_or_reported(world):
    result = world.run()
    total = result.total.sum(axis=0)
    assert total[:, FLUX.forage_demand] == pytest.approx(
        total[:, FLUX.forage_intake] + total[:, FLUX.forage_unmet], rel=1e-12, abs=1e-9
    )
    cap = world.rows.rule == HERD_CAP
    removed = total[:, FLUX.sheep_units_without_cap] - total[:, FLUX.sheep_units]
    assert result.surviving[cap].sum(axis=0) == pytest.approx(removed, rel=1e-9, abs=1e-6)
    assert (removed >= -1e-9).all()
    closed = world.rows.rule == EXCLOSURE
    grassland = total[:, FLUX.area_grassland]
    assert (total[:, FLUX.exclosed_area] <= grassland * (1.0 + 1e-12)).all()
    assert np.cumsum(result.placed[closed].sum(axis=0)) == pytest.approx(
        total[:, FLUX.exclosed_area], rel=1e-9, abs=1e-6
    )
    assert (result.placed[cap].sum(axis=0) <= grassland * (1.0 + 1e-12)).all()


@pytest.mark.parametrize(("fraction", "expected"), [(1.0, 1.0), (0.0, 0.0), (0.4, 0.4)])
def test_managed_fluxes_are_the_managed_share_of_all(fraction, expected):
    world = make_world(
        seed=3, countries=(0, 3), years=6, warming=0.05, changes=(Change(TRANSITION, NATURAL, GRASSLAND, 0.01),)
    )
    world.inputs[INPUT.managed] = fraction
    result = world.run()
    carbon = result.total[..., : result.managed.shape[2]]
    assert result.managed == pytest.approx(expected * carbon, rel=1e-12, abs=1e-9)
