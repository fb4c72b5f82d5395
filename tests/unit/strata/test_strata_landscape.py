"""The landscape of strata: totals, thresholds, provinces, and what is kept between processes."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.core import parameters
from landsim.errors import InputError
from landsim.kept_files import FOLDER_VARIABLE
from landsim.landscape import AREAS
from landsim.names import COUNTRIES, SPECIES
from landsim.policy.eligibility import ARIDITY_CLASSES, suitability
from landsim.scenario import load_scenario
from landsim.strata import landscape as made
from landsim.strata import strata_of
from landsim.strata.classes import class_of_unit, province_groups
from landsim.strata.kept import kept_array
from landsim.strata.merging import merged

VEGETATION = ("tree", "shrub", "saxaul", "grass")


@pytest.fixture(scope="module")
def strata(land):
    return strata_of(land, load_scenario("ndc-first"))


@pytest.fixture
def nothing_kept(tmp_path, monkeypatch):
    """An empty cache folder, and a process that remembers no strata."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    made._strata.cache_clear()
    yield tmp_path / "strata"
    made._strata.cache_clear()


def national(land, values):
    return np.bincount(land.country, values, minlength=len(COUNTRIES))


def land_of(land):
    return land.area() - land["area_inland_water"]


def forest_of(land):
    return land["area_forest_natural"] + land["area_forest_planted"]


TOTALS = {
    **{f"area of {name}": (lambda land, name=name: land[f"area_{name}"]) for name in AREAS},
    **{f"heads of {name}": (lambda land, name=name: land[f"heads_{name}"]) for name in SPECIES},
    "soil carbon": lambda land: land["soil_organic_carbon"] * land_of(land),
    "managed forest": lambda land: land["managed_fraction"] * forest_of(land),
    "open grassland": lambda land: (1.0 - land["native_steppe_fraction"]) * land["area_grassland"],
    "permafrost": lambda land: land["permafrost_fraction"] * land_of(land),
}


@pytest.mark.parametrize("what", TOTALS)
def test_national_totals_are_those_of_the_grid(land, strata, what):
    wanted = national(land, TOTALS[what](land))
    assert national(strata, TOTALS[what](strata)) == pytest.approx(wanted, rel=1e-12, abs=1e-6)


def test_there_are_as_many_as_asked_for_sorted_by_country(strata):
    assert strata.size == 1500
    assert np.all(np.diff(strata.country) >= 0)
    assert set(strata.country) == set(range(len(COUNTRIES)))


def test_eligible_land_of_every_tier_is_that_of_the_grid(land, strata):
    values = parameters.defaults()

    def hectares(of):
        found, tier = suitability(of, values), np.digitize(of.aridity(), ARIDITY_CLASSES[::-1])
        return {
            (vegetation, name, step, country): float(
                of[f"area_{name}"][getattr(found, vegetation) & (tier == step) & (of.country == country)].sum()
            )
            for vegetation in VEGETATION
            for name in ("cropland", "grassland", "other_land")
            for step in range(len(ARIDITY_CLASSES) + 1)
            for country in range(len(COUNTRIES))
        }

    wanted = hectares(land)
    assert sum(wanted.values()) > 1e9
    assert hectares(strata) == pytest.approx(wanted, rel=1e-12, abs=1e-6)


def test_area_by_forest_type_is_that_of_the_grid(land, strata):
    for kind in ("natural", "planted"):
        by_type = [
            np.bincount(getattr(of, f"{kind}_forest_type"), of[f"area_forest_{kind}"], minlength=len(land.forest_types))
            for of in (land, strata)
        ]
        assert by_type[1] == pytest.approx(by_type[0], rel=1e-12, abs=1e-6)


def test_months_fit_the_year(strata):
    months = strata.monthly_climate()
    assert months.temperature.shape == (12, strata.size)
    assert months.temperature.mean(axis=0) == pytest.approx(strata["mean_annual_temperature"], abs=1.0)
    assert months.precipitation.sum(axis=0) == pytest.approx(strata["annual_precipitation"], rel=0.05, abs=5.0)


def test_what_is_taken_for_granted_about_months_stays_the_same(land, strata):
    assert land.assumptions == strata.assumptions == ()
    without = land.__class__(**{**vars(land), "months_file": None})
    by_rule = strata_of(without, load_scenario("baseline"))
    assert [one.name for one in by_rule.assumptions] == [one.name for one in without.assumptions] != []


def test_provinces_that_a_scenario_names_have_strata_of_their_own(land):
    scenario = load_scenario("zamyn-uud")
    named = {province for measure in scenario.measures for province in measure.provinces}
    strata = strata_of(land, scenario)
    assert named
    for name in named:
        here, there = (of.province == of.provinces.index(name) for of in (land, strata))
        assert strata["area_grassland"][there].sum() == pytest.approx(land["area_grassland"][here].sum(), rel=1e-12)
    without = strata_of(land, load_scenario("baseline"))
    assert not named & set(without.provinces)


def test_thresholds_of_the_scenario_are_kept_to(land, scenario_of):
    scenario = scenario_of()
    moved = scenario.__class__(**{**vars(scenario), "parameters": {"afforestation.tree_rain": 555.0}})
    strata = strata_of(land, [scenario, moved])
    for one in (scenario, moved):
        values = parameters.resolve(one.parameters)
        areas = [float((of["area_cropland"] * suitability(of, values).tree).sum()) for of in (land, strata)]
        assert areas[1] == pytest.approx(areas[0], rel=1e-12)


def test_every_unit_its_own_stratum_is_the_grid_again(land):
    groups = province_groups(land, [])
    same = merged(land, groups, np.arange(land.size))
    for name, column in land.columns.items():
        assert same[name] == pytest.approx(column, rel=1e-14, abs=1e-300), name
    assert np.array_equal(same.cell_index, land.cell_index)


def test_units_of_a_class_share_what_must_not_be_mixed(land):
    groups = province_groups(land, [("CHN", "Shandong")])
    classes = class_of_unit(land, groups, [parameters.defaults()])
    shandong = land.province == land.provinces.index("Shandong")
    inside = set(classes[shandong])
    assert inside and not inside & set(classes[~shandong])
    forested = forest_of(land) > 0.0
    assert not set(classes[forested]) & set(classes[~forested])


def test_the_same_bits_from_disk_from_anew_and_after_damage(land, strata, nothing_kept):
    scenario = load_scenario("ndc-first")
    assert strata_of(land, scenario).digest == strata.digest
    (file,) = nothing_kept.glob("*.members")
    whole = file.read_bytes()
    for damaged in (whole[: len(whole) // 2], b"", whole[:-8] + b"\xff" * 8):
        file.write_bytes(damaged)
        made._strata.cache_clear()
        again = strata_of(land, scenario)
        assert again.digest == strata.digest
        for name, column in strata.columns.items():
            assert np.array_equal(again[name], column)
    assert [path.suffix for path in nothing_kept.iterdir()] == [".members"]


def test_nothing_is_kept_where_nothing_can_be_written(tmp_path, monkeypatch):
    blocked = tmp_path / "a file"
    blocked.write_text("")
    monkeypatch.setenv(FOLDER_VARIABLE, str(blocked))
    assert np.array_equal(kept_array("key", lambda: np.array([0, 1, 0])), [0, 1, 0])


def test_too_few_and_too_many_are_refused(land):
    scenario = load_scenario("baseline")
    with pytest.raises(InputError, match=r"strata: found 100, expected at least \d+: so many classes of land"):
        strata_of(land, scenario, 100)
    with pytest.raises(InputError, match="strata: found 20000, expected at most 18251, the units of"):
        strata_of(land, scenario, 20000)
