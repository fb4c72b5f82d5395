"""Land that joins a category other than forest counts as converted for twenty years (4.B.2 to 4.F.2)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from landscapes import CROPLAND, GRASSLAND, OTHER_LAND, SETTLEMENT, Change, World, make_world
from test_exactness import CALM
from worlds import EXAMPLES, worlds

from landsim.core.simulation import Simulated
from landsim.core.state import CONVERSION_YEARS, FLUX, INPUT, SOIL_LAND, TRANSITION

YEARS = 45
# With these only the slow pool holds carbon: a soil of one pool, whose turnover is its rate times climate's factor.
ONE_POOL = {
    "soil_decomposition.active_of_metabolic": 0.0, "soil_decomposition.active_of_structural_full": 0.0,
    "soil_decomposition.active_of_structural_none": 0.0, "soil_decomposition.active_of_slow": 0.0,
    "soil_decomposition.passive_of_slow": 0.0, "soil_decomposition.active_of_passive": 0.0,
    "soil_decomposition.tillage_full": 1.0, "mineral_soil.highest_input": 1e2,
}  # fmt: skip
TURNOVER = 0.209 * 0.25
# Of what enters, the lignin that goes to that pool; the rest is respired within the year.
KEPT = {"cropland": 0.073 * 0.455, "settlement": 0.14 * 0.455}


def national(result: Simulated, name: str) -> np.ndarray:
    return result.total[:, :, FLUX._fields.index(name)].sum(axis=0)


def single_unit(*changes: Change) -> World:
    """One unit with land but no forest, on which what is planned all falls."""
    world = make_world(years=YEARS, empty=0.0, **CALM, changes=changes, overrides=ONE_POOL)
    world.inputs[INPUT.soil_decay_0], world.inputs[INPUT.soil_decay_1] = 0.25, 0.0
    world.inputs[:, 1:] = 0.0
    world.inputs[:3, 0] = 0.0
    world.inputs[[CROPLAND, GRASSLAND, SETTLEMENT, OTHER_LAND], 0] = 1000.0, 2000.0, 50.0, 300.0
    world.rows.share[:] = 0.0
    world.rows.share[:, 0] = 1.0
    return world


def asked(world: World, row: int) -> np.ndarray:
    return np.diff(world.rows.cumulative[row])


def test_hectares_leave_after_twenty_years():
    world = single_unit(Change(TRANSITION, GRASSLAND, CROPLAND, 1.0, first=3, last=12))
    planned = (np.arange(YEARS) >= 3) & (np.arange(YEARS) <= 12)
    world.rows.cumulative[0, 1:] = np.cumsum(np.where(planned, 10.0, 0.0))
    result = world.run()
    gain = asked(world, 0)
    inside = np.array([gain[max(0, y - CONVERSION_YEARS + 1) : y + 1].sum() for y in range(YEARS)])
    assert inside.max() == 100.0 and inside[31] == 10.0 and inside[32] == 0.0
    assert national(result, "converted_area_cropland") == pytest.approx(inside, rel=1e-12, abs=1e-9)
    for part in ("input", "respiration"):
        found = national(result, f"converted_soil_{part}_cropland")
        assert found[20] > 1.0 and found[33:] == pytest.approx(0.0, abs=1e-9)


def test_the_soil_of_converted_land_by_an_independent_book():
    """Grassland to cropland to settlements, cohort of land by cohort of land, in plain Python: carbon and hectares."""
    world = single_unit(
        Change(TRANSITION, GRASSLAND, CROPLAND, 1.0), Change(TRANSITION, CROPLAND, SETTLEMENT, 1.0, first=5)
    )
    steps = np.array([[12.0] * YEARS, [0.0] * 5 + [30.0] * (YEARS - 5)])
    world.rows.cumulative[:, 1:] = np.cumsum(steps, axis=1)
    result = world.run()
    turnover = TURNOVER
    area = {"grassland": 2000.0, "cropland": 1000.0, "settlement": 50.0}
    for year in range(YEARS):
        crop, settled = national(result, "soil_input_cropland")[year], national(result, "soil_input_settlement")[year]
        if year == 0:
            # Soil before the first year: what was there plus what came in and went out in it.
            soil = {
                land: national(result, f"soil_{land}")[0]
                - national(result, f"soil_input_{land}")[0]
                + national(result, f"soil_respiration_{land}")[0]
                for land in ("grassland", "cropland", "settlement")
            }
            carried = soil["grassland"] / (area["grassland"] - 12.0) * 12.0
            soil = {
                "grassland": soil["grassland"] + carried,
                "cropland": soil["cropland"] - carried,
                "settlement": soil["settlement"],
            }
            young: dict[str, list[list[float]]] = {"cropland": [], "settlement": []}  # [birth, ha, tC] of each year
        # Grassland gives soil of its mean, cropland too, and of its young land the same share as of all.
        carried = soil["grassland"] * 12.0 / area["grassland"]
        young["cropland"].append([year, 12.0, carried])
        soil["grassland"] -= carried
        soil["cropland"] += carried
        area["grassland"] -= 12.0
        area["cropland"] += 12.0
        given = steps[1, year] / area["cropland"]
        if given > 0.0:
            carried = soil["cropland"] * given
            for one in young["cropland"]:
                one[1] *= 1.0 - given
            young["settlement"].append([year, steps[1, year], carried])
            area["cropland"] -= steps[1, year]
            area["settlement"] += steps[1, year]
            soil["cropland"] -= carried
            soil["settlement"] += carried
        for land, entering in (("cropland", crop), ("settlement", settled)):
            inside = sum(one[1] for one in young[land] if year - one[0] < CONVERSION_YEARS)
            assert national(result, f"converted_area_{land}")[year] == pytest.approx(inside, rel=1e-9), (land, year)
            assert national(result, f"converted_soil_input_{land}")[year] == pytest.approx(
                entering * inside / area[land], rel=1e-9
            )
            soil[land] += KEPT[land] * entering - turnover * soil[land]
            assert national(result, f"soil_{land}")[year] == pytest.approx(soil[land], rel=1e-9)
        soil["grassland"] = national(result, "soil_grassland")[year]


def test_respiration_of_converted_land_is_that_of_what_came_with_it():
    """One hectare a year joins settlements: their soil decays on its own account, input comes by area."""
    world = single_unit(Change(TRANSITION, GRASSLAND, SETTLEMENT, 1.0))
    world.rows.cumulative[0, 1:] = np.cumsum(np.ones(YEARS))
    result = world.run()
    turnover = TURNOVER
    grass_soil, grass_area = national(result, "soil_grassland"), national(result, "area_grassland")
    # What was there before the first year: what is left after it, and the soil of the hectare that went away.
    start = (
        grass_soil[0] - national(result, "soil_input_grassland")[0] + national(result, "soil_respiration_grassland")[0]
    )
    start *= (grass_area[0] + 1.0) / grass_area[0]
    stock, inside = 0.0, 0.0
    for year in range(YEARS):
        if year >= CONVERSION_YEARS:
            stock *= 1.0 - 1.0 / inside
            inside -= 1.0
        before = grass_soil[year - 1] if year else start
        density = before / (grass_area[year] + 1.0)
        stock += density
        inside += 1.0
        entering = national(result, "soil_input_settlement")[year] * inside / national(result, "area_settlement")[year]
        assert national(result, "converted_soil_respiration_settlement")[year] == pytest.approx(
            turnover * stock + (1.0 - KEPT["settlement"]) * entering, rel=1e-9
        ), year
        stock += KEPT["settlement"] * entering - turnover * stock


@EXAMPLES
@given(worlds())
def test_the_converted_part_never_exceeds_the_category(world):
    result = world.run()
    for land in SOIL_LAND:
        area, part = national(result, f"area_{land}"), national(result, f"converted_area_{land}")
        assert (part <= area * (1.0 + 1e-9) + 1e-9).all() and (part >= 0.0).all(), land
        for flux in ("input", "respiration"):
            whole = national(result, f"soil_{flux}_{land}")
            part = national(result, f"converted_soil_{flux}_{land}")
            assert (part <= whole * (1.0 + 1e-9) + 1e-9).all() and (part >= 0.0).all(), (land, flux)


def test_a_category_that_is_emptied_and_filled_again():
    """All cropland leaves in one year; what joins later counts from then on, and nothing of what left."""
    world = single_unit(Change(TRANSITION, GRASSLAND, CROPLAND, 1.0), Change(TRANSITION, CROPLAND, OTHER_LAND, 1.0))
    steps = np.zeros((2, YEARS))
    steps[0, :4], steps[1, 5], steps[0, 8] = 20.0, 5000.0, 7.0
    world.rows.cumulative[:, 1:] = np.cumsum(steps, axis=1)
    result = world.run()
    converted = national(result, "converted_area_cropland")
    assert converted[4] == pytest.approx(80.0)
    assert converted[5:8] == pytest.approx(0.0, abs=1e-9)
    assert converted[8:28] == pytest.approx(7.0, rel=1e-9)
    assert converted[28:] == pytest.approx(0.0, abs=1e-9)
    assert national(result, "area_cropland")[8] == pytest.approx(7.0, rel=1e-9)
