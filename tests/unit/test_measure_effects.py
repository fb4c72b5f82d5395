"""Every declared kind of measure: emissions fall, and what a hectare gains lies inside the range of the parameters.

What all kinds share (a zero amount, the physical limit, promised = delivered + explained) is in
test_forest_measures.py. A kind of measure without an entry in CHECKS fails here; those on the soil of cropland are in
test_soil_measures_effect.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest
from readings import flux, planted_hectares, stock

import landsim
from landsim.core import parameters
from landsim.core.dimensions import FOREST_TYPES
from landsim.core.state import FLUXES, INPUT, TRANSITION
from landsim.names import COUNTRIES
from landsim.policy.measures import MEASURE_KINDS
from landsim.results import Run
from landsim.scenario import Scenario
from landsim.unit_inputs import unit_inputs

AT_2021, AFTER, IN_2020 = 31, slice(31, None), 30
PLAUSIBLE = {element.name: element.plausible for element in parameters.elements()}
PARTS_OF_GROWTH = ("asymptote", "rate", "shape")


@dataclass(frozen=True)
class Found:
    """What a measure does to a hectare that it acts on, and the lowest and highest that it may do; one unit."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Check:
    """A measure in force from 2021 on in one country, and what to read from the runs with it and without it."""

    country: str
    amount: float
    unit: str
    read: Callable[[Run, Run, Check], Found]
    include: str = "frozen"
    keys: dict[str, Any] = field(default_factory=dict)

    def measure(self, kind: str) -> dict[str, Any]:
        given = {"amount": self.amount, "unit": self.unit, "ramp": "step", **self.keys}
        return {"id": "m", "kind": kind, "country": self.country, **given}


def exactly(value: float, expected: float, within: float = 1e-6) -> Found:
    return Found(value, expected - within, expected + within)


def less(run: Run, without: Run, name: str, country: str, year: int = AT_2021) -> float:
    """Part of a flux that a measure takes away in a year."""
    return 1.0 - float(flux(run, name, country)[year] / flux(without, name, country)[year])


# ---- hectares that become forest


def biomass_of_new_forest(run: Run, without: Run, check: Check) -> Found:
    """tC/ha in 2060 on land planted in 2021, between the curves of its units at both ends of the growth parameters."""
    inputs = unit_inputs(run.landscape, run.plan.start_areas, run.plan.areas_2020, run.values)
    low, high, hectares = 0.0, 0.0, 0.0
    for row in (row for row in run.plan.rows if row.label == "m"):
        assert row.rule == TRANSITION
        land = row.share * row.cumulative[-1]
        survive = np.select([inputs[INPUT.aridity] < edge for edge in (0.2, 0.5, 0.65)], [0.3, 0.55, 0.75], 0.88)
        land = land * survive if row.by_aridity else land
        kind = inputs[INPUT.natural_type + row.destination].astype(int)
        scale = inputs[INPUT.natural_scale + row.destination]
        least, most = (
            np.array([a * (1.0 - np.exp(-40.0 * k)) ** p for a, k, p in ends_of_growth(end)])[kind] for end in (0, 1)
        )
        low += float(land @ (scale * least))
        high += float(land @ (scale * most))
        hectares += float(land.sum())
    more = stock(run, "living_biomass", check.country)[-1] - stock(without, "living_biomass", check.country)[-1]
    grown = stock(run, "forest_area", check.country) - stock(without, "forest_area", check.country)
    assert grown[-1] == pytest.approx(hectares / 1e6, rel=1e-6)
    # Climate moves growth between its declared bounds, CO2 lifts it by at most the factor of 2060.
    bounds = [parameters.value(run.values, f"climate.growth_factor_{end}") for end in ("low", "high")]
    carbon_dioxide = 1.0 + parameters.value(run.values, "climate.co2_response") * np.log(530.0 / 354.0)
    return Found(more / grown[-1], bounds[0] * low / hectares, bounds[1] * carbon_dioxide * high / hectares)


def ends_of_growth(end: int) -> list[tuple[float, float, float]]:
    """Asymptote, rate and shape of every forest type where they give the least (0) or the most (1) biomass."""
    curves = []
    for name in FOREST_TYPES:
        asymptote, rate, shape = (PLAUSIBLE[f"forest.{part}.{name}"] for part in PARTS_OF_GROWTH)
        curves.append((asymptote[end], rate[end], shape[1 - end]))
    return curves


# ---- forest that stays


def cleared_carbon(run: Run, country: str) -> np.ndarray:
    """Carbon that cleared land gives off in each year, as wood and from its residue, tC."""
    return np.sum([flux(run, name, country) for name in FLUXES if name.startswith("deforestation_")], axis=0)


def cleared_wood(run: Run, country: str) -> np.ndarray:
    """Wood of clearing by year, tC."""
    return np.sum([flux(run, name, country) for name in FLUXES if name.startswith("deforestation_products_")], axis=0)


def carbon_of_avoided_clearing(run: Run, without: Run, check: Check) -> Found:
    """tC of wood for each hectare of loss avoided in 2021: what the baseline takes from each cleared hectare."""
    carbon = cleared_carbon(without, check.country) - cleared_carbon(run, check.country)
    hectares = flux(without, "lost_forest", check.country) - flux(run, "lost_forest", check.country)
    assert (hectares[AT_2021 : AT_2021 + 10] > 0.0).all() and (carbon[AT_2021 : AT_2021 + 10] > 0.0).all()
    # With what its residue gives off by 2060.
    assert 10.0 < carbon.sum() / hectares.sum() < 200.0
    wood = cleared_wood(without, check.country) - cleared_wood(run, check.country)
    usual = (cleared_wood(without, check.country) / flux(without, "lost_forest", check.country))[AT_2021]
    # Causes of loss that found too little land in the baseline find it now, so the mixture of forests shifts a little.
    return exactly(float(wood[AT_2021] / hectares[AT_2021]), float(usual), 0.01 * usual)


def protected(run: Run, without: Run, check: Check) -> Found:
    """Part of the harvest that a covered hectare keeps: `harvest_avoided`, or all. All of its clearing is avoided."""
    assert less(run, without, "lost_forest", check.country) == pytest.approx(check.amount, rel=1e-9)
    assert carbon_of_avoided_clearing(run, without, check).value > 0.0
    expected = check.keys.get("harvest_avoided", 1.0)
    return exactly(less(run, without, "felled_products", check.country) / check.amount, expected, 0.03)


def harvest_avoided(run: Run, without: Run, check: Check) -> Found:
    """Part of the harvest that stays on a covered hectare: all of it."""
    return exactly(less(run, without, "felled_products", check.country) / check.amount, 1.0, 0.03)


def harvest_within_increment(run: Run, without: Run, check: Check) -> Found:
    """Largest harvest of any year over the stem growth of the year before: at most `level`."""
    assert (flux(run, "felled_products", check.country) <= flux(without, "felled_products", check.country) + 1e-3).all()
    assert less(run, without, "felled_products", check.country) > 0.1
    wood = parameters.value(run.values, "harvest.product_share")
    wood *= float(parameters.take(run.values, "forest.share_merchantable").max())
    part = flux(run, "felled_products", check.country)[1:] / (flux(run, "growth", check.country)[:-1] * wood)
    return Found(float(part[IN_2020:].max()), 0.0, check.keys["level"])


def extra_increment(run: Run, without: Run, check: Check) -> Found:
    """Part added to the growth of a covered hectare in the first year: forest.tending_gain."""
    gain = float(flux(run, "growth", check.country)[AT_2021] / flux(without, "growth", check.country)[AT_2021]) - 1.0
    assert gain == pytest.approx(parameters.value(run.values, "forest.tending_gain"), abs=1e-6)
    return Found(gain, *PLAUSIBLE["forest.tending_gain"])


def biomass_of_older_stands(run: Run, without: Run, check: Check) -> Found:
    """tC/ha more by 2060 because stands are cut later: some, and no more than what was not cut."""
    wood, usual = (flux(one, "felled_products", check.country)[AFTER].sum() for one in (run, without))
    assert 0.0 < wood < usual
    more = stock(run, "living_biomass", check.country)[-1] - stock(without, "living_biomass", check.country)[-1]
    covered = stock(without, "forest_area", check.country)[IN_2020]
    stems = parameters.value(run.values, "harvest.product_share")
    stems *= float(parameters.take(run.values, "forest.share_merchantable")[:3].min())
    return Found(more / covered, 0.1, float(usual - wood) / stems / 1e6 / covered)


def burned_less(run: Run, without: Run, check: Check) -> Found:
    found = less(run, without, "burned_area", check.country)
    assert found == pytest.approx(parameters.value(run.values, "fire.management_effect"), abs=1e-3)
    assert (flux(run, "fire_carbon", check.country)[AFTER] < flux(without, "fire_carbon", check.country)[AFTER]).all()
    return Found(found, *PLAUSIBLE["fire.management_effect"])


def killed_less(run: Run, without: Run, check: Check) -> Found:
    found = less(run, without, "insect_killed_area", check.country)
    assert found == pytest.approx(parameters.value(run.values, "insects.control_effect"), abs=1e-3)
    return Found(found, *PLAUSIBLE["insects.control_effect"])


def shifted_wood(run: Run, without: Run, check: Check) -> Found:
    """Part of the carbon of paper and of losses that goes to products for decades, none of it made of nothing."""
    country = COUNTRIES.index(check.country)
    inflow, usual = ({k: v[country, AT_2021] for k, v in one.account.wood.inflow.items()} for one in (run, without))
    assert sum(inflow.values()) == pytest.approx(sum(usual.values()), rel=1e-9)
    more = sum(inflow[product] - usual[product] for product in ("sawnwood", "panels"))
    assert more / usual["paper"] > check.amount
    part = 1.0 - inflow["paper"] / usual["paper"]
    return Found(float(part), 0.0, parameters.value(run.values, "wood_products.long_lived_limit"))


# ---- farming, peat and coast: shares of national accounts


def gas_given_off(run: Run, country: str, flux_name: str, gas: str) -> float:
    """Mt of a gas in 2021 by all flows of one name."""
    at = COUNTRIES.index(country)
    flows = [one.mass[at, AT_2021] for one in run.account.flows if (one.flux, one.gas) == (flux_name, gas)]
    assert flows, flux_name
    return float(np.sum(flows))


def part_avoided(flux_name: str, gas: str, name: str) -> Callable[[Run, Run, Check], Found]:
    """Part of a flow that a covered share avoids, within the range of the parameter that says so."""

    def read(run: Run, without: Run, check: Check) -> Found:
        left, usual = (gas_given_off(one, check.country, flux_name, gas) for one in (run, without))
        return Found((1.0 - left / usual) / check.amount, 0.0, PLAUSIBLE[name][1])

    return read


def drained_rice(run: Run, without: Run, check: Check) -> Found:
    """Methane left on a hectare that is drained several times, as a part of one that is drained once."""
    left, usual = (gas_given_off(one, check.country, "rice", "CH4") for one in (run, without))
    assert gas_given_off(run, check.country, "drained_rice", "N2O") > 0.0
    low, high = PLAUSIBLE["rice.drained_factor"]
    water = parameters.value(run.values, f"rice.water_factor.{check.country}")
    return Found(1.0 - (1.0 - left / usual) / check.amount, low / water, high / water)


def nitrogen_saved(run: Run, without: Run, check: Check) -> Found:
    found = [
        1.0 - gas_given_off(run, check.country, name, "N2O") / gas_given_off(without, check.country, name, "N2O")
        for name in ("synthetic_fertiliser", "synthetic_fertiliser_indirect")
    ]
    assert found[0] == pytest.approx(found[1], rel=1e-9)
    return exactly(found[0], check.amount)


def rewetted_hectare(run: Run, without: Run, check: Check) -> Found:
    """tCO2e that a hectare gives off less a year: at most what drained cropland loses and wet peat binds."""
    more = stock(run, "rewetted_peat_area", check.country) - stock(without, "rewetted_peat_area", check.country)
    less_drained = stock(without, "drained_peat_area", check.country) - stock(run, "drained_peat_area", check.country)
    np.testing.assert_allclose(more, less_drained, atol=1e-12)
    assert more[AT_2021] == pytest.approx(check.amount, rel=1e-9)
    change = land_and_herd(without, check.country) - land_and_herd(run, check.country)
    return Found(float(change[AT_2021] / more[AT_2021]), 0.0, 9.4 * 44.0 / 12.0 + 10.0)


def coast_kept(run: Run, without: Run, check: Check) -> Found:
    """Hectares of coastal wetland kept in a year, as a share of all in 2020: the loss that is avoided."""
    kept = stock(run, "coastal_wetland_area", check.country) - stock(without, "coastal_wetland_area", check.country)
    share = kept[AT_2021] / stock(without, "coastal_wetland_area", check.country)[IN_2020]
    return Found(float(share / check.amount), *PLAUSIBLE[f"coastal_wetlands.loss.{check.country}"])


# ---- grassland


def animals_taken_off(run: Run, without: Run, check: Check) -> Found:
    """Sheep units taken off each hectare under the cap in 2021: some, and no more than graze there."""
    removed = flux(without, "sheep_units", check.country)[AT_2021] - flux(run, "sheep_units", check.country)[AT_2021]
    area = flux(without, "area_grassland", check.country)[AT_2021]
    assert (stock(run, "grazing_pressure", check.country)[AFTER] <= 1.0 + 1e-9).all()
    condition, usual = (stock(one, "rangeland_condition", check.country) for one in (run, without))
    assert (condition[AFTER] > usual[AFTER]).all()
    return Found(removed / area, 1e-3, flux(without, "sheep_units", check.country)[AT_2021] / area)


def soil_of_closed_grassland(run: Run, without: Run, check: Check) -> Found:
    """tC/ha a year that soil of closed land gains over forty years; 0.68 is the mean of degraded, chosen sites in China
    (Deng et al. 2017, 0-30 cm), which whole regions cannot reach."""
    closed = stock(run, "exclosed_area", check.country)
    assert closed[AT_2021:] == pytest.approx(np.full(40, check.amount), rel=1e-9)
    soil, usual = (stock(one, "soil_organic_carbon", check.country)[-1] for one in (run, without))
    return Found(float(soil - usual) / check.amount / 40.0, 1e-3, 0.68)


def more_forage(run: Run, without: Run, check: Check, name: str) -> Found:
    """Part added to usable forage in the first year, before the condition of the grass answers."""
    gain = -less(run, without, "usable_forage", check.country)
    assert gain == pytest.approx(check.amount * parameters.value(run.values, name), rel=1e-3)
    condition, usual = (stock(one, "rangeland_condition", check.country) for one in (run, without))
    assert (condition[AFTER] > usual[AFTER]).all()
    return Found(gain, *PLAUSIBLE[name])


def forage_of_rotation(run: Run, without: Run, check: Check) -> Found:
    return more_forage(run, without, check, "grass_management.rotation_gain")


def forage_of_rest(run: Run, without: Run, check: Check) -> Found:
    return more_forage(run, without, check, "grass_management.rest_gain")


def forage_and_soil_of_improvement(run: Run, without: Run, check: Check) -> Found:
    name = "grass_management.improved_soil"
    gain = -less(run, without, "soil_input_grassland", check.country)
    # Animals eat a smaller share of what grows, and condition answers, so the soil gets more than the parameter says.
    assert gain == pytest.approx(parameters.value(run.values, name), rel=0.3)
    return more_forage(run, without, check, "grass_management.improved_production")


def animals_fewer(run: Run, without: Run, check: Check) -> Found:
    """Part of the herd taken off in 2021; animals of units without a hectare of grassland stay.

    So do pigs, asses and mules, which give a little of the methane.
    """
    methane, usual = (one.account.inventory["enteric_ch4"][COUNTRIES.index(check.country)] for one in (run, without))
    part = less(run, without, "sheep_units", check.country)
    assert 1.0 - methane[AT_2021] / usual[AT_2021] == pytest.approx(part, rel=1e-3)
    return Found(part, 0.9 * check.amount, check.amount * (1.0 + 1e-9))


def less_grazed(run: Run, without: Run, check: Check) -> Found:
    part = less(run, without, "forage_demand", check.country)
    assert part == pytest.approx(parameters.value(run.values, "grass_management.fodder_share"), rel=0.05)
    assert less(run, without, "sheep_units", check.country) == 0.0
    return Found(part, *PLAUSIBLE["grass_management.fodder_share"])


def grass_burned_less(run: Run, without: Run, check: Check) -> Found:
    part = less(run, without, "grass_burned_area", check.country)
    assert part == pytest.approx(parameters.value(run.values, "grass_fire.control_effect"), abs=1e-3)
    return Found(part, *PLAUSIBLE["grass_fire.control_effect"])


def soil_of_new_grassland(run: Run, without: Run, check: Check) -> Found:
    """tC/ha a year over forty years; cropland to grass gains 0.35 in 0-20 cm in China at first (Zhang et al., Deng et
    al.), and less from year to year."""
    grass = stock(run, "grassland_area", check.country)[-1] - stock(without, "grassland_area", check.country)[-1]
    assert grass == pytest.approx(check.amount, rel=1e-6)
    soil, usual = (stock(one, "soil_organic_carbon", check.country)[-1] for one in (run, without))
    return Found(float(soil - usual) / check.amount / 40.0, 0.02, 0.7)


def soil_of_new_grass_on_bare_land(run: Run, without: Run, check: Check) -> Found:
    """tC/ha a year over forty years: some, and less than grass holds more than bare land where it is barest; in units
    that are all bare, grass holds as much more than the map's mean as mineral_soil.other_land_factor says."""
    more = {
        name: stock(run, name, check.country)[-1] - stock(without, name, check.country)[-1]
        for name in ("grassland_area", "other_area", "soil_organic_carbon")
    }
    assert more["grassland_area"] == pytest.approx(check.amount, rel=1e-6)
    assert more["other_area"] == pytest.approx(-check.amount, rel=1e-6)
    name = "mineral_soil.other_land_factor"
    mapped = np.average(run.landscape["soil_organic_carbon"], weights=planted_hectares(run, "m"))
    most = mapped / parameters.value(run.values, name) * (1.0 - PLAUSIBLE[name][0])
    return Found(float(more["soil_organic_carbon"]) / check.amount / 40.0, 0.02, most / 40.0)


def carbon_of_urban_trees(run: Run, without: Run, check: Check) -> Found:
    """tC a year that a hectare of crown cover binds at first; none after its years of growth."""
    removed = land_and_herd(without, check.country) - land_and_herd(run, check.country)
    assert removed[-1] == pytest.approx(0.0, abs=1e-9)
    crowns = stock(run, "urban_tree_area", check.country)[AT_2021]
    assert crowns == pytest.approx(check.amount)
    return Found(float(removed[AT_2021] / crowns) * 12.0 / 44.0, *PLAUSIBLE["urban_trees.growth"])


def carbon_of_shrubs_on_sand(run: Run, without: Run, check: Check) -> Found:
    """tC/ha of living biomass in 2060 on fixed sand; the fullest shrub curve of the parameters is the limit."""
    shrubs = stock(run, "shrub_area", check.country)[-1] - stock(without, "shrub_area", check.country)[-1]
    assert 0.25 * check.amount < shrubs < check.amount
    more = stock(run, "living_biomass", check.country)[-1] - stock(without, "living_biomass", check.country)[-1]
    most = max(PLAUSIBLE[f"forest.asymptote.{name}"][1] for name in FOREST_TYPES if "shrub" in name or "saxaul" in name)
    return Found(float(more / shrubs), 0.1, most)


CHECKS = {
    "afforestation": Check("CHN", 0.5, "Mha", biomass_of_new_forest, keys={"vegetation": "tree"}),
    "natural_regeneration": Check("CHN", 0.5, "Mha", biomass_of_new_forest),
    "rocky_desertification_closure": Check("CHN", 0.3, "Mha", biomass_of_new_forest),
    "shelter_belts": Check("CHN", 0.3, "Mha", biomass_of_new_forest),
    "agroforestry": Check("CHN", 0.5, "Mha", biomass_of_new_forest),
    "forest_protection": Check("CHN", 0.5, "fraction", carbon_of_avoided_clearing, "baseline"),
    "redd": Check("CHN", 0.3, "fraction", protected, "baseline", {"harvest_avoided": 0.6}),
    "protected_areas": Check("CHN", 0.3, "fraction", protected, "baseline"),
    "reduced_harvest": Check("RUS", 0.4, "fraction", harvest_avoided),
    "sustainable_harvest": Check("CHN", 1.0, "fraction", harvest_within_increment, keys={"level": 0.2}),
    "forest_tending": Check("JPN", 1.0, "fraction", extra_increment),
    "longer_rotation": Check("JPN", 1.0, "fraction", biomass_of_older_stands, keys={"extra_years": 60}),
    "fire_management": Check("RUS", 1.0, "fraction", burned_less),
    "pest_control": Check("CHN", 1.0, "fraction", killed_less),
    "long_lived_wood": Check("JPN", 0.2, "fraction", shifted_wood),
    "enteric_feed": Check(
        "RUS", 0.5, "fraction", part_avoided("enteric", "CH4", "livestock_emissions.feed_reduction")
    ),
    "manure_management": Check(
        "CHN", 0.5, "fraction", part_avoided("manure", "CH4", "manure.treatment_reduction")
    ),
    "rice_water": Check("JPN", 0.5, "fraction", drained_rice),
    "nitrogen_efficiency": Check("CHN", 0.3, "fraction", nitrogen_saved),
    "peat_rewetting": Check("RUS", 0.5, "Mha", rewetted_hectare),
    "wetland_protection": Check("CHN", 0.8, "fraction", coast_kept),
    "grazing_cap": Check("MNG", 1.0, "fraction", animals_taken_off),
    "grazing_exclosure": Check("MNG", 20.0, "Mha", soil_of_closed_grassland),
    "rotational_grazing": Check("MNG", 1.0, "fraction", forage_of_rotation),
    "seasonal_grazing": Check("MNG", 1.0, "fraction", forage_of_rest),
    "herd_reduction": Check("MNG", 0.2, "fraction", animals_fewer),
    "fodder_supply": Check("MNG", 1.0, "fraction", less_grazed),
    "pasture_improvement": Check("MNG", 1.0, "fraction", forage_and_soil_of_improvement),
    "steppe_fire_control": Check("MNG", 1.0, "fraction", grass_burned_less),
    "farmland_to_grassland": Check("CHN", 0.5, "Mha", soil_of_new_grassland),
    "revegetation": Check("CHN", 0.5, "Mha", soil_of_new_grass_on_bare_land),
    "urban_greening": Check("CHN", 0.5, "Mha", carbon_of_urban_trees),
    "sand_control": Check("CHN", 0.3, "Mha", carbon_of_shrubs_on_sand),
}


def land_and_herd(run: Run, country: str) -> np.ndarray:
    """All land, managed or not, wood products and farming, MtCO2e a year."""
    account, at = run.account, COUNTRIES.index(country)
    names = ("lulucf_net", "lulucf_unmanaged_land", "agriculture")
    return np.sum([account.inventory[name][at] for name in names], axis=0)


def test_every_kind_has_an_entry() -> None:
    assert set(CHECKS) == {kind.kind for kind in MEASURE_KINDS.values() if kind.rule != "soil_modification"}


@pytest.mark.parametrize("kind", CHECKS)
def test_emissions_fall_and_a_hectare_gains_what_the_parameters_say(
    run_with: Callable[..., Run], request: pytest.FixtureRequest, kind: str
) -> None:
    check = CHECKS[kind]
    without: Run = request.getfixturevalue(check.include)
    run = run_with(check.measure(kind), include=check.include)
    found = check.read(run, without, check)
    assert found.low <= found.value <= found.high, found
    change = land_and_herd(run, check.country) - land_and_herd(without, check.country)
    assert (change[:AT_2021] == 0.0).all()
    assert change[AFTER].sum() < 0.0
    for other in set(COUNTRIES) - {check.country}:
        assert (land_and_herd(run, other) == land_and_herd(without, other)).all(), other


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("fire_management", "fire.management_effect"),
        ("pest_control", "insects.control_effect"),
        ("forest_tending", "forest.tending_gain"),
    ],
)
@pytest.mark.parametrize("end", [0, 1])
def test_an_effect_is_its_parameter_at_both_ends_of_the_range(
    scenario_of: Callable[..., Scenario], frozen: Run, kind: str, name: str, end: int
) -> None:
    check = CHECKS[kind]
    scenario = scenario_of(check.measure(kind), include="frozen")
    given = PLAUSIBLE[name][end]
    run = landsim.run(replace(scenario, parameters={**scenario.parameters, name: given}))
    assert check.read(run, frozen, check).value == pytest.approx(given, abs=1e-3)
    # Tending that lowers growth is a loss, and is told as one.
    change = land_and_herd(run, check.country)[AFTER].sum() - land_and_herd(frozen, check.country)[AFTER].sum()
    assert np.sign(change) == -np.sign(given)
