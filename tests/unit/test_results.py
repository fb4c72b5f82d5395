"""What a run leaves in its folder: every promised file with its columns, the same bits for any number of threads."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import netCDF4
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import landsim
from landsim import output_folders, results_files
from landsim.alignment import official_lulucf
from landsim.cli import main
from landsim.core.state import BUDGETS
from landsim.errors import InputError
from landsim.gap import short_table
from landsim.gwp import gwp_factor, treated_as
from landsim.names import COUNTRIES, IAMC_NAMES
from landsim.results import Run
from landsim.scenario import Scenario
from landsim.views.kinds import VIEWS

YEARS = list(range(1990, 2061))
TABLES = ("inventory", "stocks", "gap", "policy", "ledger", "emissions", "indicators", "iamc")
CATEGORIES = ("forest_land", "cropland", "grassland", "wetlands", "settlements", "other_land")  # 4.A to 4.F
PART_OF_TABLE = {"4(II)": "remaining", "4(V)": "remaining", "4(III)": "converted", "4(IV)": "converted"}
NATURAL = ("undrained_peat", "coastal_wetland")
FARMING = {
    "enteric_ch4", "manure_ch4", "manure_n2o", "rice_ch4", "cropland_n2o_direct", "cropland_n2o_indirect",
    "pasture_n2o_direct", "pasture_n2o_indirect", "organic_soils_n2o", "grass_fire_ch4", "grass_fire_n2o",
    "residue_burning_ch4", "residue_burning_n2o",
}  # fmt: skip
INVENTORY = {
    "lulucf_net", "lulucf_forest_land", "lulucf_cropland", "lulucf_grassland", "lulucf_wetlands",
    "lulucf_settlements", "lulucf_other_land", "lulucf_harvested_wood_products", "lulucf_unmanaged_land",
    *(f"lulucf_{land}_{part}" for part in ("remaining", "converted")
      for land in CATEGORIES),
    "wood_substitution", "leakage", "agriculture", "agriculture_ch4", "undrained_peat", "intact_coast", *FARMING,
}  # fmt: skip
STOCKS = {
    **dict.fromkeys(
        ("forest_area", "planted_forest_area", "shrub_area", "cropland_area", "grassland_area", "wetland_area",
         "grassland_full", "grassland_slightly_degraded", "grassland_moderately_degraded",
         "grassland_heavily_degraded", "grassland_fully_degraded", "overgrazed_area", "long_overgrazed_area",
         "lightly_grazed_area", "grass_burned_area",
         "settlement_area", "other_area", "burned_area", "felled_area", "exclosed_area",
         "converted_forest_area", "converted_cropland_area", "converted_grassland_area", "converted_wetland_area",
         "converted_settlement_area", "converted_other_area", "insect_killed_area",
         "drained_peat_area", "rewetted_peat_area", "undrained_peat_area", "coastal_wetland_area",
         "urban_tree_area"), "Mha"),
    **dict.fromkeys(
        ("living_biomass", "forest_living_biomass", "dead_organic_matter", "clearing_residue", "forest_soil",
         "soil_organic_carbon", "wood_products_sawnwood",
         "wood_products_panels", "wood_products_paper", "urban_tree_biomass"), "MtC"),
    **dict.fromkeys(("herd_cattle", "herd_buffalo", "herd_sheep", "herd_goats", "herd_horses", "herd_camels"),
                    "million head"),
    **dict.fromkeys(("usable_forage", "forage_unmet"), "Mt"),
    "growing_stock": "Mm3", "sheep_units": "million", "carrying_capacity": "million",
    "rangeland_condition": "1", "grazing_pressure": "1",
    "drought_exposed_grassland": "Mha", "drought_exposed_sheep_units": "million",
    "drought_expected_grassland": "Mha", "drought_expected_sheep_units": "million",
    "dust_emission_index": "1", "dust_emission_share": "1", "mean_species_abundance": "1",
    "heavily_grazed_area": "Mha", "heavily_grazed_share": "1", "protected_area": "Mha", "protected_area_share": "1",
    # Land degradation, in the last year of the baseline and in the years of reporting.
    **{f"baseline_{outcome}_area": "Mha" for outcome in ("degraded", "improved", "stable")},
    **{f"{outcome}_area": "Mha" for outcome in ("degraded", "improved", "stable", "net_degraded")},
    **{f"degraded_area_{part}": "Mha" for part in ("land_cover", "productivity", "soil_carbon")},
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(ndc_first: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ndc_first.write(tmp_path_factory.mktemp("results") / "ndc-first")


def read(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv", keep_default_na=False, na_values=[""])


class TestFiles:
    def test_the_folder_holds_the_promised_files_and_nothing_hidden(self, folder: Path) -> None:
        found = {path.name for path in folder.iterdir()}
        assert found == {
            "run.json", "ledger.parquet", "inventory.csv", "stocks.csv", "iamc.csv", "gap.csv", "policy.csv",
            "maps.nc", "emissions.csv", "indicators.csv", "provinces.csv", "views.csv", "gap_sensitivity.csv",
            "economy.csv", "promises.csv",
        }  # fmt: skip
        assert os.stat(folder).st_mode & 0o777 == 0o755
        assert [p.name for p in folder.parent.iterdir()] == ["ndc-first"]

    def test_inventory(self, folder: Path, ndc_first: Run) -> None:
        table = read(folder, "inventory")
        assert list(table.columns) == ["country", "year", "variable", "value", "unit"]
        assert set(table["variable"]) == INVENTORY
        assert set(table["unit"]) == {"MtCO2e"}
        assert len(table) == 7 * 71 * len(INVENTORY) and table["value"].notna().all()
        wide = table.pivot(index=["variable", "year"], columns="country", values="value")
        assert set(wide.columns) == {*COUNTRIES, "NEA"}
        np.testing.assert_allclose(wide["NEA"], wide[list(COUNTRIES)].sum(axis=1), rtol=1e-6, atol=1e-6)
        written = wide.loc["lulucf_net", "RUS"].to_numpy()
        np.testing.assert_allclose(written, ndc_first.account.inventory["lulucf_net"][5], rtol=1e-9)

    def test_stocks(self, folder: Path) -> None:
        table = read(folder, "stocks")
        assert list(table.columns) == ["country", "year", "variable", "value", "unit"]
        assert table.groupby("variable")["unit"].unique().map(lambda units: units[0]).to_dict() == STOCKS
        # Only what is gained less what is lost may be below zero.
        net = table["variable"] == "net_degraded_area"
        assert table["value"].notna().all() and (table.loc[~net, "value"] >= 0.0).all()
        # Means have no regional sum.
        assert "NEA" not in set(table.loc[table["variable"] == "grazing_pressure", "country"])
        for (variable, country), rows in table.groupby(["variable", "country"]):
            expected = YEARS
            if re.fullmatch(r"baseline_(degraded|improved|stable)_area", variable):
                expected = [2015]
            elif re.fullmatch(r"((net_)?degraded|improved|stable)_area(_(land_c|product|soil_c)\w+)?", variable):
                expected = [2020, 2030, 2050]
            assert rows["year"].tolist() == expected, (variable, country)

    def test_fra_areas_and_herds_of_2020_survive_the_writing(self, folder: Path) -> None:
        table = read(folder, "stocks").set_index(["variable", "country", "year"])["value"]
        for country, hectares in {
            "CHN": 219978180, "PRK": 6030090, "JPN": 24935000, "MNG": 14172780, "KOR": 6287000, "RUS": 815311600,
        }.items():  # fmt: skip
            assert round(table["forest_area", country, 2020] * 1e6) == hectares
        assert round(table["herd_sheep", "MNG", 2020] * 1e6) == 30049428

    def test_policy(self, folder: Path) -> None:
        table = read(folder, "policy")
        expected = [
            "measure", "country", "year", "promised", "planted", "surviving", "delivered", "explained", "unit",
            "reason", "reason_code", "eligible", "cost", "cost_low", "cost_high",
        ]  # fmt: skip
        assert list(table.columns) == expected
        roundwood = table["measure"] == "roundwood"
        assert table.loc[~roundwood, "year"].between(2021, 2060).all()
        assert set(table.loc[roundwood, "year"]) == set(range(1990, 2061))
        np.testing.assert_allclose(table["delivered"] + table["explained"], table["promised"], rtol=1e-9, atol=1e-9)

    def test_ledger(self, folder: Path) -> None:
        table = pd.read_parquet(folder / "ledger.parquet")
        assert list(table.columns) == ["country", "year", "category", "land", "gas", "flux", "value", "unit"]
        assert table["value"].notna().all()
        assert set(table["category"]) == {
            *(f"4.{letter}.{part}" for letter in "ABCDEF" for part in (1, 2)),
            *(f"3.{letter}" for letter in "ABCDEF"), "4(II)", "4(III)", "4(IV)", "4(V)",
            "4.G", "outside", "memo", "cross-check", "area",
        }  # fmt: skip

    def test_gap(self, folder: Path) -> None:
        table = read(folder, "gap")
        first = ["country", "year", "target", "view", "basis", "gwp", "projected", "target_level", "gap", "unit"]
        assert list(table.columns[:13]) == [*first, "low", "high", "note"]
        assert set(table["year"]) == {2030, 2050}
        assert set(table["view"]) == set(VIEWS) and set(table["basis"]) == {"model", "aligned"}
        assert set(table["country"]) == {*COUNTRIES, "NEA"}

    def test_iamc(self, folder: Path) -> None:
        table = read(folder, "iamc")
        assert list(table.columns) == ["Model", "Scenario", "Region", "Variable", "Unit", *map(str, YEARS)]
        assert set(table["Region"]) == {*IAMC_NAMES.values(), "North-East Asia"}
        assert set(table["Scenario"]) == {"ndc-first"}
        assert not table.duplicated(["Region", "Variable"]).any()

    def test_maps(self, folder: Path, ndc_first: Run) -> None:
        with netCDF4.Dataset(folder / "maps.nc") as maps:
            assert maps.Conventions.startswith("CF-1.")
            assert maps["year"][:].tolist() == [1990, 2020, 2030, 2050]
            names = (
                "carbon_density", "grazing_pressure", "new_forest_fraction", "forest_fraction", "rangeland_condition",
            )  # fmt: skip
            for name in names:
                values = maps[name][:]
                assert values.shape == (4, ndc_first.landscape.size) and np.isfinite(values).all(), name
                assert maps[name].units in ("t ha-1", "1") and maps[name].long_name
            for name in ("latitude", "longitude", "country", "cell_index"):
                assert maps[name].shape == (ndc_first.landscape.size,)
            fraction = maps["new_forest_fraction"][:]
            assert fraction.min() >= 0.0 and fraction.max() <= 1.0
            land = ndc_first.landscape
            forest = land["area_forest_natural"] + land["area_forest_planted"]
            np.testing.assert_allclose(maps["forest_fraction"][1], forest / land.area(), atol=1e-6)

    def test_run_json(self, folder: Path, ndc_first: Run) -> None:
        content = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        assert content["scenario"]["name"] == "ndc-first"
        assert content["scenario_hash"] == ndc_first.scenario.content_hash()
        assert len(content["scenario"]["measures"]) == 6 and content["parameters_changed"] == {}
        assert content["seed"] == 1 and content["years"] == [1990, 2060]
        assert content["units"]["inventory"] == "MtCO2e (AR5)"
        assert content["landscape"]["sha256"] == ndc_first.landscape.digest
        assert content["landscape"]["units"] == 18251
        assert set(content["balance"]) == set(BUDGETS) and max(content["balance"].values()) <= 1e-9
        assert {"load", "plan", "step", "account", "write"} <= set(content["timings_s"])
        assert all(seconds >= 0.0 for seconds in content["timings_s"].values())
        assert "warnings" in content and "code" in content

    def test_every_assumption_carries_its_range(self, folder: Path) -> None:
        content = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        rows = content["assumptions"]
        assert len(rows) > 50
        for row in rows:
            assert row["low"] <= row["value"] <= row["high"], row["name"]
            assert row["unit"] and row["text"] and row["source"], row["name"]
        names = {row["name"] for row in rows}
        assert any(name.startswith("rangeland.grazing_share_of_diet.") for name in names)
        assert any("managed" in name for name in names)
        assert any("economy" in name or "exogenous" in name for name in names), sorted(names)

    def test_timings_of_later_parts_are_added(self, baseline: Run, tmp_path: Path) -> None:
        folder = baseline.write(tmp_path / "run")
        baseline.record_timing("figures", 1.5)
        timings = json.loads((folder / "run.json").read_text())["timings_s"]
        assert timings["figures"] == 1.5 and "step" in timings

    def test_changed_parameters_are_listed(self, scenario_of: Callable[..., Scenario], tmp_path: Path) -> None:
        path = tmp_path / "changed.toml"
        path.write_text(
            'name = "changed"\ninclude = ["frozen"]\n[parameters]\n"forest.growth_scale.MNG" = 1.05\n', "utf-8"
        )
        run = landsim.run(path)
        assert run.description()["parameters_changed"] == {"forest.growth_scale.MNG": 1.05}


class TestSums:
    """What the tables say of each other."""

    def test_the_ledger_adds_up_to_the_inventory(self, ndc_first: Run) -> None:
        ledger, years = ndc_first.ledger, len(YEARS)
        # What wood avoids and what measures cause elsewhere are rows outside every inventory and in none of its sums.
        ledger = ledger[~ledger["flux"].isin(["substitution", "leakage"])]
        ledger = ledger[~((ledger["category"] == "outside") & ledger["land"].isin(NATURAL))]
        by_category = ledger.groupby(["category", "country", "year"])["value"].sum()
        wanted = {
            **{
                f"4.{letter}.{number}": f"lulucf_{land}_{part}"
                for letter, land in zip("ABCDEF", CATEGORIES, strict=True)
                for number, part in ((1, "remaining"), (2, "converted"))
            },
            "4.G": "lulucf_harvested_wood_products",
            "3.A": "enteric_ch4", "3.C": "rice_ch4", "outside": "lulucf_unmanaged_land",
        }  # fmt: skip
        for category, variable in wanted.items():
            added = by_category[category].unstack("year").loc[list(COUNTRIES)].to_numpy()
            # Gases of organic soils, of nitrogen set free and of peat fires have tables of their own: 4(II) to 4(V).
            tables = ("4(II)", "4(V)") if category.endswith(".1") else ("4(III)", "4(IV)")
            for flow in ndc_first.account.flows:
                if flow.category in tables and variable == f"{flow.variable}_{PART_OF_TABLE[flow.category]}":
                    added = added + flow.equivalent("AR5")
            table = ndc_first.account.inventory[variable]
            assert added.shape == (6, years)
            np.testing.assert_allclose(added, table, rtol=1e-9, atol=1e-9, err_msg=variable)

    def test_changes_of_forest_pools_are_those_of_the_stocks(self, ndc_first: Run) -> None:
        memo = ndc_first.ledger[ndc_first.ledger["category"] == "memo"].set_index(["flux", "country", "year"])["value"]
        stocks = ndc_first.stocks.set_index(["variable", "country", "year"])["value"]
        for pool in ("forest_living_biomass", "dead_organic_matter", "forest_soil"):
            change = stocks[pool, "JPN", 2005] - stocks[pool, "JPN", 2004]
            assert memo[f"{pool}_change", "JPN", 2005] == pytest.approx(-change * 44.0 / 12.0)

    def test_emissions_and_removals_stand_apart(self, ndc_first: Run) -> None:
        ledger = ndc_first.ledger[ndc_first.ledger["category"].str.startswith(("4.", "3.", "outside"))]
        for _, rows in ledger.groupby(["category", "land", "gas", "flux"]):
            assert (rows["value"] >= -1e-9).all() or (rows["value"] <= 1e-9).all()

    def test_the_gap_adds_up_from_economy_agriculture_and_land(self, ndc_first: Run) -> None:
        """projected = economy without LULUCF x GWP factor + agriculture difference + LULUCF view, own arithmetic."""
        account, economy = ndc_first.account, ndc_first.economy
        offsets = ndc_first.offsets.set_index("country")["offset"]
        gap = ndc_first.gap
        table = gap[(gap["country"] != "NEA") & gap["view"].isin(["excluded", "inventory"])]
        assert len(table) > 100
        for row in table.itertuples():
            country, year = COUNTRIES.index(row.country), row.year - 1990
            expected = economy.at(row.country, row.year)[0] * gwp_factor(row.country, row.gwp).value
            expected += account.agriculture_difference_in(treated_as(row.gwp))[country, year]
            if row.view == "inventory":
                expected += account.inventory["lulucf_net"][country, year]
                if row.basis == "aligned":
                    expected += offsets[row.country]
            assert row.projected == pytest.approx(expected, rel=0.0, abs=1e-9)
            if not np.isnan(row.target_level):
                assert row.gap == pytest.approx(row.projected - row.target_level, abs=1e-9)

    def test_aligned_meets_the_official_mean(self, ndc_first: Run) -> None:
        offsets = ndc_first.offsets.set_index("country")
        for country in ("CHN", "JPN", "KOR", "RUS"):
            official = official_lulucf(country)
            years = [2005, 2010, 2014] if country == "CHN" else sorted(official)[-5:]
            at = [year - 1990 for year in years]
            model = ndc_first.account.inventory["lulucf_net"][COUNTRIES.index(country)]
            aligned = np.mean(model[at] + offsets.loc[country, "offset"])
            assert aligned == pytest.approx(np.mean([official[year] for year in years]), abs=1e-9), country
        for country in ("MNG", "PRK"):
            assert offsets.loc[country, "offset"] == 0.0

    def test_agriculture_is_counted_once(self, baseline: Run, ndc_first: Run) -> None:
        """The economy path holds it already: in baseline it adds nothing, in a scenario only its change."""
        assert (baseline.gap["agriculture_difference"] == 0.0).all()
        mongolia = ndc_first.gap[(ndc_first.gap["country"] == "MNG") & (ndc_first.gap["view"] == "excluded")]
        usual = baseline.gap.loc[mongolia.index]
        change = mongolia["projected"] - usual["projected"]
        np.testing.assert_allclose(change, mongolia["agriculture_difference"], atol=1e-9)
        assert (change < 0.0).all()
        assert (mongolia["exogenous"] == usual["exogenous"]).all()

    def test_history_is_the_same_in_every_scenario(self, baseline: Run, frozen: Run, ndc_first: Run) -> None:
        for name, table in baseline.account.inventory.items():
            for other in (frozen, ndc_first):
                np.testing.assert_allclose(
                    other.account.inventory[name][:, :31], table[:, :31], rtol=1e-12, atol=1e-12, err_msg=name
                )

    def test_the_short_table_shows_every_country(self, ndc_first: Run) -> None:
        text = short_table(ndc_first.gap)
        for country in (*COUNTRIES, "NEA (", "2030 projected", "2050 projected", "no 2050 pledge"):
            assert country in text


class TestSameBits:
    @pytest.mark.parametrize(
        ("threads", "block_lanes"), [(1, 32), (2, 512), (2, 32), (3, 96)], ids=lambda value: str(value)
    )
    def test_threads_and_blocks_do_not_change_a_bit(self, ndc_first: Run, threads: int, block_lanes: int) -> None:
        other = landsim.run("ndc-first", landscape=ndc_first.landscape, threads=threads, block_lanes=block_lanes)
        for name in TABLES:
            pd.testing.assert_frame_equal(getattr(ndc_first, name), getattr(other, name), check_exact=True)
        np.testing.assert_array_equal(other.simulated.maps, ndc_first.simulated.maps)

    def test_two_writings_give_the_same_bytes(self, ndc_first: Run, folder: Path, tmp_path: Path) -> None:
        again = landsim.run("ndc-first", threads=2).write(tmp_path / "again")
        for path in folder.iterdir():
            if path.suffix in (".csv", ".parquet"):
                assert path.read_bytes() == (again / path.name).read_bytes(), path.name


class TestWriting:
    def test_a_later_run_replaces_the_earlier_one_as_a_whole(self, baseline: Run, frozen: Run, tmp_path: Path) -> None:
        folder = baseline.write(tmp_path / "run")
        (folder / "figures").mkdir()
        frozen.write(tmp_path / "run")
        assert json.loads((folder / "run.json").read_text())["scenario"]["name"] == "frozen"
        assert not (folder / "figures").exists()
        assert [path.name for path in tmp_path.iterdir()] == ["run"]

    def test_parent_folders_are_made(self, frozen: Run, tmp_path: Path) -> None:
        assert (frozen.write(tmp_path / "a" / "b" / "c") / "run.json").is_file()

    def test_a_place_below_a_file_cannot_be_written(self, frozen: Run, tmp_path: Path) -> None:
        """So also for root, whom permissions do not stop."""
        (tmp_path / "file").write_text("in the way")
        target = tmp_path / "file" / "run"
        with pytest.raises(InputError) as refusal:
            frozen.write(target)
        assert str(refusal.value).startswith(f"--out: '{target}' cannot be written (")
        assert str(refusal.value).endswith("expected a folder in a place where you may write.")
        result = CliRunner().invoke(main, ["run", "frozen", "--no-figures", "--out", str(target)])
        assert result.exit_code == 2
        assert f"Error: --out: '{target}' cannot be written (" in result.stderr and "Traceback" not in result.stderr
        assert [path.name for path in tmp_path.iterdir()] == ["file"]

    @pytest.mark.parametrize(
        ("where", "part"), [(results_files, "write_maps"), (results_files, "write_json"), (output_folders, "_replace")]
    )
    def test_an_interrupted_write_leaves_nothing(
        self, where: Any, part: str, frozen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(*arguments: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(where, part, interrupt)
        with pytest.raises(KeyboardInterrupt):
            frozen.write(tmp_path / "run")
        assert list(tmp_path.iterdir()) == []

    def test_an_interrupted_write_leaves_the_earlier_run_as_it_was(
        self, frozen: Run, baseline: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = baseline.write(tmp_path / "run")
        before = {path.name: path.read_bytes() for path in folder.iterdir()}

        def interrupt(*arguments: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(results_files, "write_maps", interrupt)
        with pytest.raises(KeyboardInterrupt):
            frozen.write(tmp_path / "run")
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
        assert [path.name for path in tmp_path.iterdir()] == ["run"]

    def test_an_interruption_between_the_two_renames_brings_the_earlier_run_back(
        self, frozen: Run, baseline: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = baseline.write(tmp_path / "run")
        rename = Path.rename

        def interrupt(self: Path, target: Path) -> Path:
            if Path(target) == folder and (self / "run.json").is_file():
                raise KeyboardInterrupt
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", interrupt)
        with pytest.raises(KeyboardInterrupt):
            frozen.write(folder)
        monkeypatch.undo()
        assert json.loads((folder / "run.json").read_text())["scenario"]["name"] == "baseline"
        assert [path.name for path in tmp_path.iterdir()] == ["run"]

    def test_an_interrupted_command_leaves_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(*arguments: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(results_files, "write_maps", interrupt)
        result = CliRunner().invoke(main, ["run", "frozen", "--no-figures", "--out", str(tmp_path / "run")])
        assert result.exit_code == 130
        assert "interrupted; nothing was written" in result.stderr
        assert list(tmp_path.iterdir()) == []


def test_every_country_has_its_row_of_2050(ndc_first: Run) -> None:
    """No country is missing, and one without a 2050 pledge says so beside a benchmark."""
    later = ndc_first.gap[(ndc_first.gap["year"] == 2050) & (ndc_first.gap["view"] == "inventory")]
    for country in COUNTRIES:
        rows = later[later["country"] == country]
        if country == "JPN":
            assert "pledge" in set(rows["kind"])
        else:
            assert rows["target"].str.contains("no 2050 pledge").any(), country
        assert "benchmark" in set(rows["kind"]), country
