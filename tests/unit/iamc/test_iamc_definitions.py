"""Definitions of variables and regions: what is shipped, and what is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from landsim.errors import InputError
from landsim.iamc.definitions import regions, variables, variables_of
from landsim.iamc.export import FACTORS, GAS_UNITS
from landsim.names import COUNTRIES, IAMC_NAMES, NAMES, REGION_NAME

COMMUNITY = Path(__file__).parents[2] / "reference" / "iamc_community_variables.csv"
OWN = "landsim|"
GOOD = """
- Land Cover|Forest:
    description: Forest
    unit: million ha
    source: {table: stocks, sum: [forest_area]}
"""


class TestShipped:
    def test_a_name_without_our_prefix_is_one_of_the_community_in_its_unit(self) -> None:
        with COMMUNITY.open(encoding="utf-8") as file:
            community = {row["variable"]: row["unit"] for row in csv.DictReader(file)}
        ours = {name: variable.unit for name, variable in variables().items() if not name.startswith(OWN)}
        assert len(ours) > 70
        assert {name: community.get(name) for name in ours} == ours

    def test_nitrous_oxide_is_in_kilotonnes_and_methane_in_megatonnes(self) -> None:
        for gas, unit in (("N2O", "kt N2O/yr"), ("CH4", "Mt CH4/yr"), ("CO2", "Mt CO2/yr")):
            found = {v.unit for name, v in variables().items() if name.startswith(f"Emissions|{gas}|")}
            assert found == {unit}

    def test_regions_are_the_six_countries_and_all_of_them_together(self) -> None:
        expected = {IAMC_NAMES[code]: (code,) for code in COUNTRIES}
        assert regions() == {**expected, REGION_NAME: tuple(COUNTRIES)}
        assert tuple(NAMES) == tuple(COUNTRIES)

    def test_every_unit_can_be_reached(self) -> None:
        reached = {unit for _, unit in FACTORS} | {unit for unit, _ in GAS_UNITS.values()}
        assert {variable.unit for variable in variables().values()} <= reached


class TestRefused:
    def refused(self, text: str) -> str:
        with pytest.raises(InputError) as caught:
            variables_of({"mine.yaml": text})
        return str(caught.value)

    def test_the_good_one_is_accepted(self) -> None:
        assert variables_of({"mine.yaml": GOOD})["Land Cover|Forest"].source.names() == ((1, "forest_area"),)

    def test_an_entry_without_attributes(self) -> None:
        assert self.refused("- Land Cover\n") == (
            "mine.yaml: found 'Land Cover', expected the name of a variable with its attributes."
        )

    def test_a_variable_declared_twice(self) -> None:
        text = self.refused(GOOD + GOOD)
        assert text == "mine.yaml, variable 'Land Cover|Forest': it is declared twice, expected once."

    def test_an_unknown_attribute_is_named(self) -> None:
        text = self.refused(GOOD.replace("description", "descripton"))
        assert text.startswith("mine.yaml, variable 'Land Cover|Forest', descri")

    @pytest.mark.parametrize(
        ("source", "part"),
        [
            ("{table: stocks}", "expected `select` for the ledger, `sum` for another table"),
            ("{table: ledger, sum: [forest_area]}", "expected `select` for the ledger, `sum` for another table"),
            ("{table: stocks, sum: [forest_area], view: direct}", "expected `part`, `view` and `gas` with the ledger"),
            ('{table: ledger, select: [{category: ["4*"]}], part: removals}', "expected a `part` of CO2 only"),
        ],
    )
    def test_a_source_that_makes_no_sense(self, source: str, part: str) -> None:
        assert part in self.refused(GOOD.replace("{table: stocks, sum: [forest_area]}", source))

    @pytest.mark.parametrize("attribute", ["weight: Land Cover", "components: [Land Cover]"])
    def test_a_weight_or_component_that_nobody_declared(self, attribute: str) -> None:
        assert self.refused(GOOD + f"    {attribute}\n").endswith("it rests on 'Land Cover', which is not declared.")
