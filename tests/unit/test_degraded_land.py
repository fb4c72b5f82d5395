"""Land cover, soil carbon, one out all out and neutrality: thresholds, groups, shapes and refusals."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import landsim
from landsim.degraded_land import LAND_COVERS
from landsim.errors import InputError
from landsim.facts import load_table

TABLES = {
    "land_cover_transitions": (["before", "after"], 49),
    "land_productivity_classes": (["trajectory", "state", "performance"], 18),
    "land_degradation_outcomes": (["productivity", "land_cover", "soil"], 27),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_have_every_case_once_and_a_source(name: str) -> None:
    keys, rows = TABLES[name]
    table = load_table(name, (*keys, "source", "status"))
    assert len(table) == rows and not table.duplicated(keys).any()
    assert table["source"].str.contains("Good Practice Guidance").all()


def test_the_function_is_not_hidden_by_a_module_of_its_name() -> None:
    """A module that is loaded becomes an attribute of its package; no public name may be one."""
    code = (
        "import landsim; [getattr(landsim, name) for name in landsim.__all__]; "
        "print(landsim.land_degradation('stable', 'stable', 'stable'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "stable", done.stderr


def test_land_cover_in_arrays_by_name_and_by_place() -> None:
    before = np.array([["grassland"], ["cropland"]])
    found = landsim.land_cover_degradation(before, ["tree_covered", "cropland", "artificial"])
    assert found.tolist() == [["improvement", "improvement", "degradation"], ["improvement", "stable", "degradation"]]
    assert landsim.land_cover_degradation(1, np.array([0, 2, 4])).tolist() == found[0].tolist()
    assert landsim.land_cover_degradation([], []).shape == (0,)


def test_a_matrix_of_ones_own() -> None:
    steppe = {**landsim.FARMLAND_RESTORATION, ("grassland", "cropland"): "degradation", (3, 0): "stable"}
    found = landsim.land_cover_degradation([1, 2, 3, 0], [2, 1, 0, 1], steppe)
    assert found.tolist() == ["degradation", "improvement", "stable", "degradation"]
    # The next call has the default again.
    assert landsim.land_cover_degradation("grassland", "cropland") == "improvement"


def test_refusals_of_land_cover() -> None:
    with pytest.raises(InputError, match=r"^before: found 'grasland'; did you mean 'grassland'\?$"):
        landsim.land_cover_degradation("grasland", "cropland")
    with pytest.raises(InputError, match=r"^after: found 7, expected a name, or 0 to 6\.$"):
        landsim.land_cover_degradation(0, [1, 7])
    with pytest.raises(InputError, match=r"^after: found -1, expected a name, or 0 to 6\.$"):
        landsim.land_cover_degradation(0, -1)
    with pytest.raises(InputError, match=r"^before: found 0\.5, expected one of tree_covered, .*or its place\.$"):
        landsim.land_cover_degradation(0.5, 1)
    with pytest.raises(InputError, match=r"^before: found True, expected one of tree_covered"):
        landsim.land_cover_degradation(True, 1)
    with pytest.raises(InputError, match=r"^Shapes that do not fit each other: before \(2,\), after \(3,\)\.$"):
        landsim.land_cover_degradation([0, 1], [0, 1, 2])
    with pytest.raises(InputError, match=r"^matrix: found list, expected a mapping of \(before, after\) to outcome\.$"):
        landsim.land_cover_degradation(0, 1, [("cropland", "grassland")])
    with pytest.raises(InputError, match=r"^matrix: found the key 'cropland', expected a pair of land covers"):
        landsim.land_cover_degradation(0, 1, {"cropland": "stable"})
    with pytest.raises(
        InputError, match=r"^matrix, key \('crop', 'grassland'\): found 'crop'; did you mean 'cropland'"
    ):
        landsim.land_cover_degradation(0, 1, {("crop", "grassland"): "stable"})
    with pytest.raises(InputError, match=r"^matrix, key .*: found 'improved'; did you mean 'improvement'\?$"):
        landsim.land_cover_degradation(0, 1, {("cropland", "grassland"): "improved"})
    with pytest.raises(InputError, match=r"^matrix, key .*: found 'degradation' for land that does not change"):
        landsim.land_cover_degradation(0, 1, {("wetland", "wetland"): "degradation"})


def test_ten_per_cent_of_soil_carbon_counts_itself() -> None:
    after = [89.9, 90.0, 90.1, 100.0, 109.9, 110.0, 110.1]
    expected = ["degradation"] * 2 + ["stable"] * 3 + ["improvement"] * 2
    assert landsim.soil_carbon_degradation(100.0, after).tolist() == expected
    # Whatever the rounding of the product is.
    stocks = np.array([0.3, 0.7, 43.0, 61.7, 123.4])
    assert set(landsim.soil_carbon_degradation(stocks, 0.9 * stocks)) == {"degradation"}
    assert set(landsim.soil_carbon_degradation(stocks, 1.1 * stocks)) == {"improvement"}
    assert landsim.soil_carbon_degradation([0.0, 0.0, 5.0], [0.0, 1.0, 0.0]).tolist() == [
        "stable", "improvement", "degradation",
    ]  # fmt: skip
    wide = {"land_degradation.soil_change": 0.2}
    assert landsim.soil_carbon_degradation(100.0, 85.0, parameters=wide) == "stable"


def test_soil_carbon_goes_to_its_factor_in_twenty_equal_steps() -> None:
    years = np.array([0, 5, 10, 20, 40])
    dry = landsim.soil_carbon_after_conversion(50.0, "grassland", "cropland", years, climate="cool_temperate_dry")
    assert dry == pytest.approx([50.0, 47.5, 45.0, 40.0, 40.0])
    back = landsim.soil_carbon_after_conversion(40.0, "cropland", "grassland", 20, climate="cool_temperate_dry")
    assert back == pytest.approx(50.0)
    zones = landsim.soil_carbon_after_conversion(
        100.0, "grassland", "cropland", 20, climate=["boreal_dry", "boreal_moist", "warm_temperate_dry"]
    )
    assert zones == pytest.approx([80.0, 69.0, 80.0])
    own = {"land_degradation.farming_factor.cool_temperate_dry": 0.5, "land_degradation.period": 10.0}
    changed = landsim.soil_carbon_after_conversion(
        100.0, "grassland", "cropland", [5, 10], climate="cool_temperate_dry", parameters=own
    )
    assert changed == pytest.approx([75.0, 50.0])


def test_refusals_of_soil_carbon() -> None:
    with pytest.raises(InputError, match=r"^after: found -1, expected carbon of the soil, zero or more\.$"):
        landsim.soil_carbon_degradation(1.0, -1.0)
    with pytest.raises(InputError, match=r"^Shapes that do not fit each other: before \(2,\), after \(3,\)"):
        landsim.soil_carbon_degradation([1.0, 2.0], [1.0, 2.0, 3.0])
    with pytest.raises(InputError, match=r"^climate: found 'hot'; known are warm_temperate_moist"):
        landsim.soil_carbon_after_conversion(1.0, 0, 1, 1, climate="hot")
    with pytest.raises(InputError, match=r"^years: found -1, expected years, zero or more\.$"):
        landsim.soil_carbon_after_conversion(1.0, 0, 1, -1, climate="boreal_dry")
    with pytest.raises(InputError, match=r"^carbon: found nan, expected carbon of the soil, zero or more\.$"):
        landsim.soil_carbon_after_conversion(np.nan, 0, 1, 1, climate="boreal_dry")
    with pytest.raises(InputError, match=r"^Shapes that do not fit each other: carbon \(2,\)"):
        landsim.soil_carbon_after_conversion([1.0, 1.0], [0, 0, 0], 1, 1, climate="boreal_dry")
    with pytest.raises(InputError, match=r"^before: found 'forest'; known are tree_covered"):
        landsim.soil_carbon_after_conversion(1.0, "forest", 1, 1, climate="boreal_dry")
    with pytest.raises(
        InputError, match=r"^parameters: parameter 'land_degradation\.soil_change' is 2, expected 0\.001"
    ):
        landsim.soil_carbon_degradation(1.0, 1.0, parameters={"land_degradation.soil_change": 2.0})


def test_one_out_all_out_refuses_other_words() -> None:
    with pytest.raises(InputError, match=r"^productivity: found 'stressed'; .*"):
        landsim.land_degradation("stressed", "stable", "stable")
    with pytest.raises(InputError, match=r"^soil: found 0, expected one of degradation, stable, improvement\.$"):
        landsim.land_degradation("stable", "stable", 0)
    with pytest.raises(InputError, match=r"^Shapes that do not fit each other: productivity \(2,\), land_cover \(3,\)"):
        landsim.land_degradation(["stable"] * 2, ["stable"] * 3, "stable")


def test_neutrality_by_group() -> None:
    status = ["improvement", "degradation", "stable", "degradation", "improvement"]
    area = [10.0, 4.0, 6.0, 5.0, 5.0]
    found = landsim.neutrality(status, area, ["MNG", "MNG", "MNG", "CHN", "CHN"])
    assert found["group"].tolist() == ["CHN", "MNG"]
    assert found["balance"].tolist() == [0.0, 6.0]
    assert found["neutral"].tolist() == [True, True]
    assert found["degraded_share"].tolist() == [0.5, 0.2]
    assert (found["improvement"] + found["stable"] + found["degradation"]).tolist() == [10.0, 20.0]
    land = {"country": ["MNG", "MNG", "MNG", "CHN", "CHN"], "land_type": [1, 2, 1, 1, 2]}
    table = pd.DataFrame(landsim.neutrality(status, area, land)).set_index(["country", "land_type"])
    assert table.index.tolist() == [("CHN", 1), ("CHN", 2), ("MNG", 1), ("MNG", 2)]
    assert table["balance"].tolist() == [-5.0, 5.0, 10.0, -4.0]
    assert table["neutral"].tolist() == [False, True, True, False]


def test_neutrality_of_all_land_of_none_and_of_maps() -> None:
    whole = landsim.neutrality([["improvement", "stable"], ["degradation", "stable"]], 2.0)
    assert whole["group"].tolist() == ["all"] and whole["balance"].tolist() == [0.0]
    assert whole["degraded_share"].tolist() == [0.25]
    empty = landsim.neutrality(["stable"], [0.0])
    assert (empty["degraded_share"][0], empty["neutral"][0]) == (0.0, True)
    assert landsim.neutrality([], [], [])["balance"].shape == (0,)


def test_refusals_of_neutrality() -> None:
    with pytest.raises(InputError, match=r"^status: found 'gone'; known are degradation, stable, improvement\.$"):
        landsim.neutrality(["gone"], [1.0])
    with pytest.raises(InputError, match=r"^area: found -1, expected ha, zero or more\.$"):
        landsim.neutrality(["stable"], [-1.0])
    with pytest.raises(
        InputError, match=r"^Shapes that do not fit each other: status \(2,\), area \(2,\), group \(3,\)"
    ):
        landsim.neutrality(["stable"] * 2, [1.0, 1.0], ["a", "b", "c"])
    with pytest.raises(
        InputError, match=r"^group: found the name 'balance', which the result has for something else\.$"
    ):
        landsim.neutrality(["stable"], [1.0], {"balance": ["a"]})
    with pytest.raises(InputError, match=r"^group: found an empty mapping, expected names of labels, or nothing\.$"):
        landsim.neutrality(["stable"], [1.0], {})
    with pytest.raises(InputError, match=r"^group: found labels that have no order, expected all words or all numbers"):
        landsim.neutrality(["stable"] * 2, [1.0, 1.0], np.array(["a", 1], dtype=object))


def test_the_whole_way_for_three_pieces_of_land() -> None:
    """Steppe ploughed in a dry place, farmland given back to grass, and forest that stays."""
    before, after = ["grassland", "cropland", "tree_covered"], ["cropland", "grassland", "tree_covered"]
    cover = landsim.land_cover_degradation(before, after, landsim.FARMLAND_RESTORATION)
    carbon = landsim.soil_carbon_after_conversion(60.0, before, after, 15, climate="cool_temperate_dry")
    soil = landsim.soil_carbon_degradation(60.0, carbon)
    status = landsim.land_degradation("stable", cover, soil)
    assert status.tolist() == ["degradation", "improvement", "stable"]
    assert landsim.neutrality(status, [3.0, 2.0, 9.0])["balance"].tolist() == [-1.0]
    assert set(LAND_COVERS) >= set(before) | set(after)
