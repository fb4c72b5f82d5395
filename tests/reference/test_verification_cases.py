"""Published and analytic numbers of verification_cases.csv, each within the tolerance that the table states."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from readings import flux

import landsim
from landsim import GrowthCurve, grassland
from landsim.core import parameters
from landsim.core.climate_response import co2_factor, miami_net_primary_production, q10_factor
from landsim.core.dimensions import SPECIES
from landsim.core.forest import chapman_richards
from landsim.core.herd import forage_need
from landsim.core.rangeland import forage_production, production_under_condition, recovered_condition
from landsim.core.wood_products import advance, decay_constant, equilibrium, steady_start, stocks
from landsim.results import Run

with (Path(__file__).parent / "verification_cases.csv").open(encoding="utf-8", newline="") as file:
    CASES = {row["case"]: row for row in csv.DictReader(file)}

Given = dict[str, float]
DRAINED_ROWS = {
    "forest_boreal_poor": "forest_boreal_poor",
    "forest_temperate": "forest_temperate",
    "cropland_temperate_boreal": "cropland",
    "grassland_boreal": "grassland_boreal",
    "grassland_temperate_poor": "grassland_temperate_poor",
    "peat_extraction": "extraction",
}


def given_numbers(case: str) -> Given:
    pairs = (pair.split("=") for pair in CASES[case]["inputs"].split())
    return {name: float(text) for name, text in pairs}


def assert_as_published(case: str, value: float) -> None:
    row = CASES[case]
    expected, tolerance = float(row["expected"]), float(row["tolerance"])
    assert value == pytest.approx(expected, rel=tolerance, abs=tolerance), f"{case}: {row['process']} ({row['source']})"


def named(prefix: str) -> list[str]:
    return [case for case in CASES if case.startswith(prefix)]


def curve(g: Given) -> GrowthCurve:
    return GrowthCurve(asymptote=g["A"], rate=g["k"], shape=g["p"], years=1)


def test_biomass_at_an_age():
    g = given_numbers("CR-1")
    assert_as_published("CR-1", curve(g).biomass(g["age"]))
    assert_as_published("CR-1", chapman_richards(g["age"], g["A"], g["k"], g["p"]))


def test_age_of_the_largest_increment():
    assert_as_published("CR-3", curve(given_numbers("CR-3")).inflection_age)


def test_largest_increment():
    assert_as_published("CR-4", curve(given_numbers("CR-4")).maximum_increment)


def test_age_of_a_biomass():
    g = given_numbers("CR-5")
    assert_as_published("CR-5", curve(g).age_of(g["B"]))


def test_sustained_yield_of_a_normal_forest():
    """Increments of ages 0 to 49 side by side are what the oldest hectare gives when it is cut."""
    g = given_numbers("CR-7")
    rotation, stand = int(g["rotation"]), curve(g)
    assert_as_published("CR-7", stand.sustained_yield(rotation))
    growth = sum(stand.biomass(age + 1) - stand.biomass(age) for age in range(rotation))
    assert_as_published("CR-7", growth / rotation)


@pytest.mark.parametrize("case", named("MIAMI-"))
def test_miami(case):
    g = given_numbers(case)
    assert_as_published(case, grassland.miami_production(g["temperature"], g["precipitation"]))
    assert_as_published(case, 100.0 * miami_net_primary_production(g["temperature"], g["precipitation"]))


@pytest.mark.parametrize("case", [case for case in named("NCEAS-") if "total" not in case])
def test_grassland_production(case):
    """The kernel's forage in a climate so warm that Miami does not cap it; t dm/ha with 0.45 tC/t dm to gC/m2."""
    rain = given_numbers(case)["precipitation"]
    assert_as_published(case, grassland.grassland_production(rain)[1])
    assert_as_published(case, 45.0 * forage_production(30.0, rain))


@pytest.mark.parametrize("case", named("NCEAS-total-"))
def test_grassland_production_with_roots(case):
    assert_as_published(case, grassland.grassland_production(given_numbers(case)["precipitation"])[0])


def test_steady_condition_under_a_fixed_pressure():
    g = given_numbers("NOYMEIR-eq")
    assert_as_published("NOYMEIR-eq", grassland.steady_condition(g["rate"], g["loss"], g["pressure"]))


@pytest.mark.parametrize("case", named("LOGI-"))
def test_recovery_of_the_grass(case):
    g = given_numbers(case)
    condition = g["condition"]
    assert_as_published(case, grassland.recovered_condition(condition, g["rate"], g["years"]))
    for _ in range(int(g["years"])):
        condition = recovered_condition(condition, math.exp(-g["rate"]), math.exp(-0.2 * g["rate"]), 0.25)
    assert_as_published(case, condition)


@pytest.mark.parametrize("case", named("CBMQ10-"))
def test_decay_rate_at_a_temperature(case):
    g = given_numbers(case)
    values = parameters.defaults()
    assert parameters.value(values, "dead_organic_matter.above_ground_very_fast_decay") == g["rate"]
    assert parameters.value(values, "dead_organic_matter.q10_litter") == g["q10"]
    assert_as_published(case, min(1.0, g["rate"] * q10_factor(g["temperature"], g["q10"])))


def test_co2():
    g = given_numbers("CO2-1")
    assert_as_published("CO2-1", co2_factor(g["co2"], g["reference"], g["response"]))


def test_carrying_capacity():
    g = given_numbers("CC-1")
    assert_as_published("CC-1", grassland.carrying_capacity(g["production"], g["use"]))
    usable = g["use"] * production_under_condition(g["production"] / 1000.0, 1.0, 0.4)
    assert_as_published("CC-1", usable / forage_need(1.8, 1.0))


def test_sheep_units_of_a_herd():
    heads = given_numbers("SFU-1")
    assert_as_published("SFU-1", grassland.sheep_units(**heads))
    factors = dict(zip(SPECIES, parameters.take(parameters.defaults(), "herd.sheep_units"), strict=True))
    assert_as_published("SFU-1", sum(factors[species] * number for species, number in heads.items()))


def test_soil_of_a_severely_degraded_steppe():
    """IPCC's reference stock of cool temperate dry grassland times its factor of severe degradation."""
    g = given_numbers("T1-grass19")
    reference = landsim.soil_reference_stock("high_activity_clay", "cool_temperate_dry")
    assert reference == g["reference"]
    nominal, degraded = ({"area": 1.0, "management": name} for name in ("nominal", "severely_degraded"))
    change = landsim.soil_stock_change(None, nominal, degraded, soil="high_activity_clay", climate="cool_temperate_dry")
    assert_as_published("T1-grass19", change["final"])


@pytest.mark.parametrize("case", named("ENTERIC-"))
def test_enteric_methane(case):
    species = CASES[case]["inputs"].split("=")[1]
    assert_as_published(case, parameters.value(parameters.defaults(), f"livestock_emissions.enteric.{species}"))


@pytest.mark.parametrize("case", named("HWP-"))
def test_wood_products(case):
    g = given_numbers(case)
    product, what = case.split("-")[1:]
    assert parameters.value(parameters.defaults(), f"wood_products.half_life_{product}") == g["half_life"]
    half_life = g["half_life"]
    if what == "k":
        assert_as_published(case, decay_constant(half_life))
    elif what == "eq":
        assert_as_published(case, equilibrium(g["inflow"], half_life))
        assert_as_published(case, steady_start(np.full(5, g["inflow"]), half_life))
    else:
        years, inflow, start = int(g["years"]), g.get("inflow", 0.0), g.get("start", 0.0)
        assert_as_published(case, stocks(np.full(years, inflow), half_life, start)[-1])
        stock = start
        for _ in range(years):
            stock, _ = advance(stock, inflow, half_life)
        assert_as_published(case, stock)


@pytest.mark.parametrize("case", named("FIRE-boreal-"))
def test_gases_of_a_fire(case):
    g = given_numbers(case)
    gas = case.split("-")[2]
    found = landsim.fire_emissions(g["area"], g["fuel"], g["combustion"], {gas: g["factor"]})
    assert_as_published(case, found[gas])


def test_loss_of_a_burned_hectare_in_russia(baseline: Run):
    """What a run burns there lies in the plausible range around the published mean, in every year."""
    g = given_numbers("FIRE-siberia")
    assert_as_published("FIRE-siberia", g["carbon"] / g["area"])
    loss = flux(baseline, "fire_carbon", "RUS") / flux(baseline, "burned_area", "RUS")
    assert (loss > g["low"]).all() and (loss < g["high"]).all()


@pytest.mark.parametrize("case", named("LIV-"))
def test_a_grazing_animal(case):
    g = given_numbers(case)
    found = landsim.animal_emissions(
        g["weight"], g["solids"], g["nitrogen"], enteric_factor=g["enteric"], deposition_factor=g["deposition"]
    )
    assert_as_published(case, found[case.split("-")[2]])


@pytest.mark.parametrize("case", named("N2O-"))
def test_nitrogen_on_a_field(case):
    g = given_numbers(case)
    found = landsim.soil_nitrous_oxide(
        g["nitrogen"],
        direct_factor=g["direct"],
        volatilised=g["volatilised"],
        deposition_factor=g["deposition"],
        leached=g["leached"],
        runoff_factor=g["runoff"],
    )
    assert_as_published(case, found[case.split("-")[2]])


@pytest.mark.parametrize("case", named("RICE-"))
def test_a_season_of_rice(case):
    g = given_numbers(case)
    found = landsim.rice_methane(
        daily_factor=g["daily"],
        days=g["days"],
        water_factor=g["water"],
        preseason_factor=g["preseason"],
        amendment=g["straw"],
        amendment_conversion=g["conversion"],
        amendment_exponent=g["exponent"],
    )
    assert_as_published(case, found)


@pytest.mark.parametrize("case", named("PEAT-"))
def test_a_hectare_of_peat(case):
    g = given_numbers(case)
    _, state, kind, gwp = case.split("-")
    if state == "drained":
        found = landsim.drained_peat_emissions(
            g["carbon"], g["dissolved"], g["methane"], g["ditches"], g["ditch_methane"], g["nitrous"], gwp=gwp
        )
    else:
        found = landsim.rewetted_peat_emissions(g["carbon"], g["dissolved"], g["methane"], gwp=gwp)
    assert_as_published(case, found["total"])
    # The factors of a run are those of the case.
    prefix, key = ("wet_carbon", kind) if state == "rewet" else ("carbon", DRAINED_ROWS[kind])
    assert parameters.value(parameters.defaults(), f"peat.{prefix}.{key}") == g["carbon"]


def test_every_case_of_the_table_is_used():
    used = {"CR-1", "CR-3", "CR-4", "CR-5", "CR-7", "CO2-1", "CC-1", "SFU-1", "NOYMEIR-eq", "T1-grass19"}
    used.add("FIRE-siberia")
    prefixes = ("MIAMI-", "NCEAS-", "LOGI-", "CBMQ10-", "ENTERIC-", "HWP-", "FIRE-boreal-")
    for prefix in (*prefixes, "LIV-", "N2O-", "RICE-", "PEAT-"):
        used |= set(named(prefix))
    assert used == set(CASES)
