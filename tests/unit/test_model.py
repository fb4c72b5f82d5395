"""run(): what it promises as a whole. Budgets close, nothing drifts, nothing jumps, and a refusal names its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from readings import Arrays, flux, stock

import landsim
from landsim import model
from landsim.cli import main
from landsim.core.state import BUDGETS, FLUX, SNAPSHOT
from landsim.errors import InputError, ModelError
from landsim.landscape import Landscape, load_landscape
from landsim.names import COUNTRIES
from landsim.results import Run
from landsim.unit_inputs import kind_of_unit, make_blocks

AREAS = ("forest", "planted_forest", "shrub", "cropland", "grassland", "wetland", "settlement", "other")
AT_2020, AT_2021 = 30, 31
LULUCF = (
    "lulucf_net", "lulucf_forest_land", "lulucf_cropland", "lulucf_grassland", "lulucf_wetlands",
    "lulucf_settlements", "lulucf_other_land", "lulucf_harvested_wood_products", "lulucf_unmanaged_land",
    "enteric_ch4", "wood_substitution", "leakage",
)  # fmt: skip
# A change below this is nothing to explain, MtCO2e.
NEGLIGIBLE = 0.05


class TestBalance:
    @pytest.mark.parametrize("name", ["baseline", "frozen", "ndc_first"])
    def test_carbon_and_area_close_in_every_unit_and_year(self, name: str, request: pytest.FixtureRequest) -> None:
        run: Run = request.getfixturevalue(name)
        assert run.simulated.worst.shape == (len(BUDGETS), run.blocks.lanes)
        assert np.isfinite(run.simulated.worst).all()
        assert run.simulated.worst.max() <= 1e-9
        # The residuals are really computed: rounding leaves a trace of them.
        assert run.simulated.worst.max() > 0.0

    @pytest.mark.parametrize(("budget", "year"), [(0, 0), (3, 47)])
    def test_a_budget_that_does_not_close_names_unit_year_and_process(
        self, budget: int, year: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        original, unit = model.simulate, 5000

        def leaky(*arguments: Any, **options: Any) -> Any:
            simulated = original(*arguments, **options)
            land = load_landscape()
            lane = make_blocks(land.country, kind_of_unit(land)).lane[unit]
            simulated.worst[budget, lane], simulated.worst_year[budget, lane] = 3e-7, year
            return simulated

        monkeypatch.setattr(model, "simulate", leaky)
        with pytest.raises(ModelError) as refusal:
            landsim.run("frozen")
        land = load_landscape()
        assert str(refusal.value) == (
            f"the budget of {BUDGETS[budget].replace('_', ' ')} does not close in unit 5000 "
            f"({land.provinces[land.province[unit]]}) in {1990 + year}: relative residual 3.00e-07, "
            "expected at most 1e-09; nothing was written."
        )
        result = CliRunner().invoke(main, ["run", "frozen", "--out", str(tmp_path / "run")])
        assert result.exit_code == 1
        assert str(refusal.value) in result.stderr and "Traceback" not in result.stderr
        assert list(tmp_path.iterdir()) == []

    def test_a_residual_that_is_no_number_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        original = model.simulate

        def broken(*arguments: Any, **options: Any) -> Any:
            simulated = original(*arguments, **options)
            simulated.worst[1, 40] = np.nan
            return simulated

        monkeypatch.setattr(model, "simulate", broken)
        with pytest.raises(ModelError, match=r"dead organic matter does not close in unit \d+ .*residual nan"):
            landsim.run("frozen")

    def test_single_precision_closes_to_its_own_tolerance(self, baseline: Run, land: Landscape) -> None:
        single = landsim.run("baseline", landscape=land, precision="float32")
        assert 1e-9 < single.simulated.worst.max() <= 1e-4
        for country in COUNTRIES:
            for name in ("forest_area", "soil_organic_carbon", "living_biomass"):
                np.testing.assert_allclose(
                    stock(single, name, country), stock(baseline, name, country), rtol=2e-3, err_msg=f"{country} {name}"
                )


class TestFrozen:
    @pytest.mark.parametrize("area", AREAS)
    def test_land_areas_do_not_move_after_2020(self, frozen: Run, area: str) -> None:
        for country in COUNTRIES:
            after = stock(frozen, f"{area}_area", country)[AT_2020:]
            np.testing.assert_allclose(after, after[0], rtol=1e-12)

    def test_no_unit_moves_after_2020(self, frozen: Run) -> None:
        maps = frozen.simulated.maps[:, :8][:, :, frozen.blocks.lane]
        for later in (2, 3):
            np.testing.assert_allclose(maps[later], maps[1], rtol=1e-12, atol=1e-9)

    def test_nothing_is_cleared_or_planted(self, frozen: Run) -> None:
        for country in COUNTRIES:
            for name in ("new_forest", "lost_forest", "transition_unmet"):
                assert (flux(frozen, name, country)[AT_2021:] == 0.0).all()


def largest_recent_change(series: Arrays) -> float:
    """Largest change from one year to the next in 2010-2020."""
    return float(np.abs(np.diff(series[20 : AT_2020 + 1])).max())


class TestFirstYearOfPolicy:
    @pytest.mark.parametrize("variable", LULUCF)
    @pytest.mark.parametrize("country", COUNTRIES)
    def test_no_flux_jumps_more_than_it_did_in_the_ten_years_before(
        self, baseline: Run, country: str, variable: str
    ) -> None:
        """From 2020 to 2021 harvest, fire, clearing and land use step from the last record towards their mean.

        15 % more is allowed: Korea's sink stands still around 2018, so that its recent changes are small, and its
        harvest, which has fallen for years, rises from 2021 on.
        """
        series = baseline.account.inventory[variable][COUNTRIES.index(country)]
        jump = abs(series[AT_2021] - series[AT_2020])
        assert jump <= max(1.15 * largest_recent_change(series), NEGLIGIBLE), (
            f"{country} {variable}: {series[AT_2020]:.3f} in 2020, {series[AT_2021]:.3f} in 2021"
        )

    @pytest.mark.parametrize("country", COUNTRIES)
    def test_clearing_gives_wood_in_proportion_to_its_area(self, baseline: Run, country: str) -> None:
        """Clearing goes on where it was recorded: tonnes of wood per hectare do not change with the year 2021."""
        carbon = sum(
            flux(baseline, name, country) for name in FLUX._fields if name.startswith("deforestation_products_")
        )
        hectares = flux(baseline, "lost_forest", country)
        if hectares[AT_2020] > 0.0 and hectares[AT_2021] > 0.0:
            density = carbon / np.maximum(hectares, 1e-9)
            assert density[AT_2021] == pytest.approx(density[AT_2020], rel=0.1)

    @pytest.mark.parametrize("country", COUNTRIES)
    def test_stocks_go_on_smoothly(self, baseline: Run, country: str) -> None:
        """Change of the yearly change of each carbon stock, against the ten years before.

        A fifth more is allowed, and somewhat more than as much again of soil: in 2021 the recorded rates of land change
        give way to their ten-year mean, which is a larger step than any between two recorded years. China's clearing
        rises by three quarters in it, and the roots and humus of cleared forest enter the soil of the new land at once;
        the largest recorded step of its soil, of 2010, meets the end of the rise of cropland's input, which makes it
        small.
        """
        for name in ("living_biomass", "dead_organic_matter", "soil_organic_carbon"):
            change = np.diff(stock(baseline, name, country))
            bend = abs(change[AT_2020] - change[AT_2020 - 1])
            before = np.abs(np.diff(change[19:AT_2020])).max()
            allowed = 2.1 if name == "soil_organic_carbon" else 1.2
            assert bend <= max(allowed * before, NEGLIGIBLE), (country, name)


class TestScenarios:
    def test_frozen_differs_from_baseline_only_after_2020(self, frozen: Run, baseline: Run) -> None:
        np.testing.assert_allclose(
            frozen.simulated.total[:, :AT_2021], baseline.simulated.total[:, :AT_2021], rtol=1e-9, atol=1e-6
        )
        assert stock(baseline, "forest_area", "CHN")[-1] > stock(frozen, "forest_area", "CHN")[-1] + 50.0

    def test_the_first_pledges_change_china_mongolia_and_dprk_only(self, ndc_first: Run, baseline: Run) -> None:
        changed = np.abs(
            ndc_first.account.inventory["lulucf_net"] - baseline.account.inventory["lulucf_net"]
        ).max(axis=1)
        assert {c for c, change in zip(COUNTRIES, changed, strict=True) if change > 1e-9} == {"CHN", "PRK", "MNG"}

    def test_climate_moves_the_later_years_only_a_little_at_first(
        self, baseline: Run, scenario_of: Callable[..., Any]
    ) -> None:
        hot = landsim.run(replace(scenario_of(), climate="ssp5-8.5"))
        carbon = [
            sum(stock(run, n, "RUS") for n in ("living_biomass", "dead_organic_matter", "soil_organic_carbon"))
            for run in (baseline, hot)
        ]
        difference = np.abs(carbon[1] - carbon[0])
        assert difference[-1] > 10.0 * max(difference[AT_2020], 1e-9) and difference[-1] > 1.0

    def test_a_parameter_changes_the_run(self, frozen: Run, tmp_path: Path) -> None:
        path = tmp_path / "faster.toml"
        path.write_text('name = "faster"\ninclude = ["frozen"]\n[parameters]\n"forest.growth_scale.JPN" = 1.2\n')
        faster = landsim.run(path)
        assert stock(faster, "living_biomass", "JPN")[-1] > 1.05 * stock(frozen, "living_biomass", "JPN")[-1]
        np.testing.assert_array_equal(stock(faster, "living_biomass", "KOR"), stock(frozen, "living_biomass", "KOR"))

    def test_a_shorter_run_is_the_beginning_of_a_longer_one(self, ndc_first: Run, land: Landscape) -> None:
        """No year knows of a later one, but that climate factors are tabulated over the warming of the whole run."""
        short = landsim.run(replace(ndc_first.scenario, last_year=2050), landscape=land)
        assert short.drivers.years[-1] == 2050
        np.testing.assert_allclose(
            short.account.stocks["living_biomass"][1][:, :AT_2021],
            ndc_first.account.stocks["living_biomass"][1][:, :AT_2021],
            rtol=1e-4,
        )
        np.testing.assert_allclose(
            short.account.stocks["forest_area"][1][:, :AT_2021],
            ndc_first.account.stocks["forest_area"][1][:, :AT_2021],
            rtol=1e-12,
        )

    def test_a_landscape_of_one_country_runs(self, land: Landscape, frozen: Run) -> None:
        here = land.country == COUNTRIES.index("MNG")
        part = replace(
            land,
            columns={name: values[here] for name, values in land.columns.items()},
            **{
                name: getattr(land, name)[here]
                for name in ("country", "province", "cell_index", "natural_forest_type", "planted_forest_type")
            },
        )
        run = landsim.run("frozen", landscape=part)
        for name in ("forest_area", "living_biomass", "soil_organic_carbon", "grazing_pressure"):
            np.testing.assert_allclose(stock(run, name, "MNG"), stock(frozen, name, "MNG"), rtol=1e-12)
        assert stock(run, "forest_area", "CHN").max() == 0.0

    def test_maps_of_the_chosen_years_agree_with_the_stocks(self, baseline: Run) -> None:
        for slot, year in enumerate(model.MAP_YEARS):
            maps = baseline.simulated.maps[slot][:, baseline.blocks.lane]
            for index, country in enumerate(COUNTRIES):
                here = baseline.landscape.country == index
                for snapshot, names in (
                    ("living_biomass", ("living_biomass",)),
                    ("dead_organic_matter", ("dead_organic_matter", "clearing_residue")),
                    ("area_grassland", ("grassland_area",)),
                ):
                    total = maps[SNAPSHOT._fields.index(snapshot), here].sum() / 1e6
                    expected = sum(stock(baseline, name, country)[year - 1990] for name in names)
                    assert total == pytest.approx(expected, rel=1e-9)


class TestRefusals:
    def test_an_unknown_parameter_in_a_scenario_made_in_python(self, frozen: Run) -> None:
        wrong = replace(frozen.scenario, parameters={"forest.growth_scale.XXX": 1.0})
        with pytest.raises(InputError, match=r"^scenario 'frozen': .*growth_scale"):
            landsim.run(wrong)

    def test_a_value_out_of_its_range(self, frozen: Run) -> None:
        wrong = replace(frozen.scenario, parameters={"rangeland.palatable_share": 7.0})
        with pytest.raises(InputError, match=r"palatable_share.*7"):
            landsim.run(wrong)

    def test_a_landscape_that_is_not_there(self) -> None:
        with pytest.raises(InputError, match="does not exist"):
            landsim.run("frozen", landscape="nowhere.nc")
