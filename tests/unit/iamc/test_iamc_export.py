"""iamc.csv against the tables it is made of, and a ledger whose gross flows are counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from landsim.errors import InputError
from landsim.gwp import warming_potential
from landsim.iamc.definitions import Selection, Source, variables
from landsim.iamc.export import iamc_table, of_region
from landsim.iamc.fluxes import fluxes_of, total
from landsim.names import COUNTRIES, IAMC_NAMES, REGION_NAME
from landsim.results import Run

YEARS = np.array([2020, 2021])


def ledger(*rows: tuple[str, str, str, str, float]) -> pd.DataFrame:
    """A ledger with these fluxes in China in both years, and zero elsewhere."""
    lines = [
        (country, year, category, land, gas, flux, value if country == "CHN" else 0.0, "MtCO2e")
        for category, land, gas, flux, value in rows
        for country in COUNTRIES
        for year in YEARS
    ]
    return pd.DataFrame(lines, columns=["country", "year", "category", "land", "gas", "flux", "value", "unit"])


def china(table: pd.DataFrame, **source: object) -> float:
    chosen = Source(table="ledger", **{"gas": "CO2", "select": (Selection(category=("4*",)),), **source})
    return float(total(fluxes_of(table, YEARS), chosen)[0, 0])


@pytest.fixture(scope="module")
def wide(ndc_first: Run) -> pd.DataFrame:
    """Values by variable and region, columns years."""
    return ndc_first.iamc.set_index(["Variable", "Region"])[[str(year) for year in ndc_first.drivers.years]]


@pytest.fixture(scope="module")
def tables(ndc_first: Run) -> dict[str, pd.DataFrame]:
    return {name: getattr(ndc_first, name) for name in ("inventory", "stocks", "ledger")}


class TestFluxes:
    FOREST = ledger(
        ("4.A.1", "forest_managed", "CO2", "net_increment", -100.0),
        ("4.A.1", "forest_managed", "CO2", "litter_replacement", -900.0),
        ("4.A.1", "forest_managed", "CO2", "decay", 940.0),
        ("4.A.1", "forest_managed", "CO2", "harvest", 30.0),
        ("4.A.1", "forest_managed", "CH4", "fire", 7.0),
        ("4.G", "sawnwood", "CO2", "inflow", -30.0),
        ("4.G", "sawnwood", "CO2", "oxidation", 12.0),
        ("outside", "forest_unmanaged", "CO2", "net_increment", -50.0),
        ("memo", "forest", "CO2", "forest_soil_change", -70.0),
    )

    def test_turnover_and_wood_in_transfer_are_netted_before_emissions_and_removals_part(self) -> None:
        assert china(self.FOREST, part="emissions") == 40.0 + 12.0
        assert china(self.FOREST, part="removals") == -100.0
        assert china(self.FOREST) == -100.0 + 40.0 + 12.0

    def test_removals_can_be_told_as_a_positive_number(self) -> None:
        assert china(self.FOREST, part="removals", sign=-1) == 100.0

    def test_turnover_of_one_category_is_not_netted_against_another(self) -> None:
        table = ledger(
            ("4.B.1", "cropland_managed", "CO2", "soil_input", -10.0),
            ("4.B.1", "cropland_managed", "CO2", "soil_respiration", 15.0),
            ("4.C.1", "grassland_managed", "CO2", "soil_input", -8.0),
            ("4.C.1", "grassland_managed", "CO2", "soil_respiration", 1.0),
        )
        assert (china(table, part="emissions"), china(table, part="removals")) == (5.0, -7.0)

    def test_a_pattern_takes_rows_in_and_out_and_none_twice(self) -> None:
        both = (Selection(category=("4.A.1",)), Selection(category=("4*",), land=("forest_*",), not_flux=("harvest",)))
        assert china(self.FOREST, select=both) == -100.0 - 900.0 + 940.0 + 30.0
        without = (Selection(category=("4*",), not_land=("forest_*",), not_flux=("oxidation",)),)
        assert china(self.FOREST, select=without) == -30.0

    def test_nothing_that_fits_is_zero(self) -> None:
        nothing = (Selection(category=("9*",)),)
        assert china(self.FOREST, select=nothing) == china(self.FOREST, select=nothing, part="removals") == 0.0


class TestRegion:
    def test_a_mean_weighs(self) -> None:
        values, weights = np.array([[1.0, 2.0], [4.0, 2.0]]), np.array([[3.0, 0.0], [1.0, 0.0]])
        assert of_region(values, weights).tolist() == [7.0 / 4.0, 0.0]
        assert of_region(values, None).tolist() == [5.0, 4.0]


class TestRun:
    def test_net_is_gross_emissions_plus_gross_removals(self, wide: pd.DataFrame, ndc_first: Run) -> None:
        net, up, down = (wide.loc[f"{name}|CO2|AFOLU"] for name in ("Emissions", "Gross Emissions", "Gross Removals"))
        assert len(net) == 7
        np.testing.assert_allclose(up + down, net, rtol=0, atol=1e-9)
        assert (up.to_numpy() >= 0.0).all() and (down.to_numpy() <= 0.0).all()
        # What soil and litter turn over is several times as much, and in neither.
        ledger = ndc_first.ledger
        decay = ledger[(ledger["country"] == "RUS") & (ledger["category"] == "4.A.1") & (ledger["flux"] == "decay")]
        assert up.loc["Russian Federation"].max() < decay["value"].min() / 3.0

    def test_direct_is_the_land_sector_under_the_climate_of_1990(self, wide: pd.DataFrame, ndc_first: Run) -> None:
        held, own = ndc_first.reference_runs.held, ndc_first.account.inventory
        names = [IAMC_NAMES[code] for code in COUNTRIES]
        for name, expected in (
            ("LULUCF", held["lulucf_net"]),
            ("LULUCF|Harvested Wood Products", held["lulucf_harvested_wood_products"]),
        ):
            found = wide.loc[f"Emissions|Kyoto Gases|AFOLU|{name}"].loc[names]
            np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)
        inventory = wide.loc["Emissions|Kyoto Gases|AFOLU [NGHGI]"].loc[names]
        np.testing.assert_allclose(inventory, own["lulucf_net"] + own["agriculture"], rtol=1e-9, atol=1e-9)

    def test_all_gases_are_land_sector_and_farming_of_the_inventory(
        self, tables: dict[str, pd.DataFrame], ndc_first: Run
    ) -> None:
        """The inventory adds categories up; the export adds up rows of the ledger, here without a reference run."""
        inventory = ndc_first.account.inventory
        plain = iamc_table(tables, "plain", ndc_first.drivers.years, ndc_first.account.gwp)
        wide = plain.drop(columns=["Model", "Scenario", "Unit"]).set_index(["Variable", "Region"])
        for name, expected in (
            ("AFOLU", inventory["lulucf_net"] + inventory["agriculture"]),
            ("AFOLU [NGHGI]", inventory["lulucf_net"] + inventory["agriculture"]),
            ("AFOLU|LULUCF", inventory["lulucf_net"]),
            ("AFOLU|LULUCF|Harvested Wood Products", inventory["lulucf_harvested_wood_products"]),
            ("AFOLU|Agriculture|Rice", inventory["rice_ch4"]),
            ("AFOLU|Agriculture|Livestock|Enteric Fermentation", inventory["enteric_ch4"]),
            ("AFOLU|Agriculture|Livestock|Manure Management", inventory["manure_ch4"] + inventory["manure_n2o"]),
        ):
            found = wide.loc[f"Emissions|Kyoto Gases|{name}"]
            np.testing.assert_allclose(found.loc[[IAMC_NAMES[c] for c in COUNTRIES]], expected, rtol=1e-9, atol=1e-9)
            np.testing.assert_allclose(found.loc[REGION_NAME], expected.sum(axis=0), rtol=1e-9, atol=1e-9)

    def test_gases_weighted_by_hand_are_the_kyoto_gases(self, wide: pd.DataFrame) -> None:
        weighted = (
            wide.loc["Emissions|CO2|AFOLU"]
            + wide.loc["Emissions|CH4|AFOLU"] * 28.0
            + wide.loc["Emissions|N2O|AFOLU"] / 1e3 * 265.0
        )
        np.testing.assert_allclose(weighted, wide.loc["Emissions|Kyoto Gases|AFOLU"], rtol=1e-9, atol=1e-9)

    def test_parts_add_up_to_their_total(self, wide: pd.DataFrame) -> None:
        checked = 0
        for variable in variables().values():
            if variable.check_aggregate:
                parts = sum(wide.loc[name] for name in variable.components)
                np.testing.assert_allclose(parts, wide.loc[variable.name], rtol=1e-9, atol=1e-9, err_msg=variable.name)
                checked += 1
        assert checked >= 15

    def test_land_cover_does_not_change(self, wide: pd.DataFrame) -> None:
        total = wide.loc["Land Cover"]
        np.testing.assert_allclose(total, total[["1990"]].to_numpy().repeat(total.shape[1], axis=1), rtol=1e-9)

    def test_pressure_of_the_region_is_forage_over_forage(self, wide: pd.DataFrame) -> None:
        names = [IAMC_NAMES[code] for code in COUNTRIES]
        usable = wide.loc["landsim|Grazing|Usable Forage"]
        demanded = (wide.loc["landsim|Grazing|Pressure"].loc[names] * usable.loc[names]).sum()
        np.testing.assert_allclose(
            wide.loc["landsim|Grazing|Pressure"].loc[REGION_NAME], demanded / usable.loc[REGION_NAME], rtol=1e-12
        )

    def test_a_variable_stands_there_when_its_source_does(self, wide: pd.DataFrame, ndc_first: Run) -> None:
        told = {"stocks": set(ndc_first.stocks["variable"]), "inventory": set(ndc_first.inventory["variable"])}
        for variable in variables().values():
            source = variable.source
            there = all(name in told[source.table] for _, name in source.names())
            assert (variable.name in wide.index.get_level_values(0)) == there, variable.name
            assert there or source.optional, variable.name


class TestTables:
    """Small changes of the tables of a run."""

    def told(self, tables: dict[str, pd.DataFrame], run: Run, **options: object) -> pd.DataFrame:
        table = iamc_table(tables, "changed", run.drivers.years, run.account.gwp, **options)
        return table.set_index(["Variable", "Region"])[["2030"]]

    def test_a_stock_that_comes_later_is_told_as_soon_as_a_run_has_it(
        self, tables: dict[str, pd.DataFrame], ndc_first: Run
    ) -> None:
        like = tables["stocks"][tables["stocks"]["variable"] == "rangeland_condition"]
        share = like.assign(variable="protected_area_share", value=0.25)
        index = like.assign(variable="dust_emission_index", value=1.5)
        others = tables["stocks"][~tables["stocks"]["variable"].isin(["protected_area_share", "dust_emission_index"])]
        assert "landsim|Dust Emission Index" not in self.told({**tables, "stocks": others}, ndc_first).index
        found = self.told({**tables, "stocks": pd.concat([others, share, index])}, ndc_first)["2030"]
        assert found["landsim|Protected Area Share"].to_dict() == pytest.approx(
            dict.fromkeys([*IAMC_NAMES.values(), REGION_NAME], 25.0)
        )
        # An index against each country's own 2020 has no regional value.
        assert found["landsim|Dust Emission Index"].to_dict() == dict.fromkeys(IAMC_NAMES.values(), 1.5)

    def test_with_a_reference_run_direct_is_told_apart_from_natural(
        self, tables: dict[str, pd.DataFrame], ndc_first: Run
    ) -> None:
        reference = tables["ledger"].copy()
        growth = (reference["flux"] == "net_increment") & reference["category"].str.startswith("4.A")
        reference.loc[growth, "value"] *= 0.9
        held = fluxes_of(reference, ndc_first.drivers.years)
        found = self.told(tables, ndc_first, reference=held)["2030"]
        before = self.told(tables, ndc_first)["2030"]
        assert "Emissions|CO2|AFOLU [NGHGI]|Natural Flux Over Managed Land" not in before.index.get_level_values(0)
        natural = found["Emissions|CO2|AFOLU [NGHGI]|Natural Flux Over Managed Land"]
        assert (natural < 0.0).all()
        np.testing.assert_allclose(found["Emissions|CO2|AFOLU [NGHGI]"], before["Emissions|CO2|AFOLU [NGHGI]"])
        np.testing.assert_allclose(
            found["Emissions|CO2|AFOLU"] + natural, before["Emissions|CO2|AFOLU [NGHGI]"], rtol=1e-12, atol=1e-9
        )
        np.testing.assert_allclose(
            found["Gross Emissions|CO2|AFOLU"] + found["Gross Removals|CO2|AFOLU"],
            found["Emissions|CO2|AFOLU"],
            atol=1e-9,
        )

    def test_a_source_that_the_run_lacks_is_refused(self, tables: dict[str, pd.DataFrame], ndc_first: Run) -> None:
        stocks = tables["stocks"][tables["stocks"]["variable"] != "felled_area"]
        with pytest.raises(InputError, match=r"Felled Forest: the run has no 'felled_area' in stocks\.csv, from which"):
            self.told({**tables, "stocks": stocks}, ndc_first)

    def test_a_unit_that_a_table_does_not_have_is_refused(
        self, tables: dict[str, pd.DataFrame], ndc_first: Run
    ) -> None:
        stocks = tables["stocks"].assign(unit="acres")
        with pytest.raises(InputError, match=r"the unit 'Mt C', expected one that acres of stocks\.csv can be"):
            self.told({**tables, "stocks": stocks}, ndc_first)

    def test_mass_of_a_gas_does_not_hang_on_its_warming_potential(
        self, tables: dict[str, pd.DataFrame], ndc_first: Run
    ) -> None:
        in_ar4 = tables["ledger"].copy()
        for gas in ("CH4", "N2O"):
            of_gas = in_ar4["gas"] == gas
            in_ar4.loc[of_gas, "value"] *= warming_potential(gas, "AR4") / warming_potential(gas, "AR5")
        before = self.told(tables, ndc_first)["2030"]
        table = iamc_table({**tables, "ledger": in_ar4}, "changed", ndc_first.drivers.years, "AR4")
        found = table.set_index(["Variable", "Region"])["2030"]
        for gas in ("CH4", "N2O"):
            name = f"Emissions|{gas}|AFOLU"
            np.testing.assert_allclose(found[name], before[name], rtol=1e-12)
        assert (found["Emissions|Kyoto Gases|AFOLU"] != before["Emissions|Kyoto Gases|AFOLU"]).all()
