"""Mean species abundance of a caller's land and of runs: by hand, between 0 and 1, and its answer to measures."""

from __future__ import annotations

import doctest
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from readings import INNER_MONGOLIA, stock

import landsim
from landsim import biodiversity
from landsim.core.state import SNAPSHOT
from landsim.errors import InputError
from landsim.indicators.covered_land import closed_grassland
from landsim.names import COUNTRIES
from landsim.results import Run
from landsim.scenario import Scenario

MAP_YEARS = [1990, 2020, 2030, 2050]


def intact(run: Run, country: str, year: int) -> float:
    """Land of a country times its abundance, Mha."""
    here = run.landscape.country == COUNTRIES.index(country)
    return float(run.biodiversity[1][MAP_YEARS.index(year), here].sum() / 1e6)


def national(run: Run, country: str) -> pd.Series:
    rows = run.indicators
    return rows[(rows["indicator"] == "mean_species_abundance") & (rows["country"] == country)].set_index("year")[
        "value"
    ]


class TestOwnLand:
    def test_by_hand(self) -> None:
        areas = {"secondary_forest": 2.0, "intensive_cropland": 1.0, "grassland": 1.0}
        # Grassland 0.4 + (0.7 - 0.4) x 0.5 = 0.55; (2 x 0.5 + 0.1 + 0.55) / 4.
        assert landsim.mean_species_abundance(areas, condition=0.5) == pytest.approx(0.4125, rel=1e-12)
        warm = landsim.mean_species_abundance({"primary": 1.0}, warming=2.0)
        assert warm == pytest.approx(0.5 * (0.960519 + 0.923261), abs=1e-6)
        assert landsim.mean_species_abundance({"primary": 1.0}, warming=2.0, group="plants") == pytest.approx(
            0.923261, abs=1e-6
        )

    def test_arrays_and_parameters(self) -> None:
        found = landsim.mean_species_abundance({"grassland": 1.0}, condition=[1.0, 0.0], pressure=[0.0, 2.0])
        assert found == pytest.approx([1.0, 0.4])
        mixed = landsim.mean_species_abundance({"primary": np.array([1.0, 0.0]), "settlement": np.array([0.0, 3.0])})
        assert mixed == pytest.approx([1.0, 0.05])
        own = {"mean_species_abundance.land_use.settlement": 0.1}
        assert landsim.mean_species_abundance({"settlement": 1.0}, parameters=own) == pytest.approx(0.1)

    def test_the_example_of_the_docstring(self) -> None:
        assert doctest.testmod(biodiversity).failed == 0 < doctest.testmod(biodiversity).attempted

    def test_refusals(self) -> None:
        refused = landsim.mean_species_abundance
        with pytest.raises(InputError, match=r"^areas: found the land use 'lawn', expected one of primary, "):
            refused({"lawn": 1.0})
        with pytest.raises(InputError, match=r"^areas: found list, expected a mapping of land use to area\.$"):
            refused([1.0])  # type: ignore[arg-type]
        with pytest.raises(InputError, match=r"^areas: found no land, expected an area above zero"):
            refused({"primary": [1.0, 0.0]})
        with pytest.raises(InputError, match=r"^areas: found no land, expected an area above zero"):
            refused({})
        with pytest.raises(InputError, match=r"^primary: found -1, expected an area, zero or more\.$"):
            refused({"primary": -1.0})
        with pytest.raises(InputError, match=r"^condition: found 1\.5, expected a number from 0 to 1\.$"):
            refused({"grassland": 1.0}, condition=1.5)
        with pytest.raises(InputError, match=r"^pressure: found -1, expected a grazing pressure, zero or more\.$"):
            refused({"grassland": 1.0}, pressure=-1.0)
        with pytest.raises(
            InputError, match=r"^warming: found nan, expected K since pre-industrial time, zero or more\.$"
        ):
            refused({"primary": 1.0}, warming=float("nan"))
        with pytest.raises(InputError, match=r"^group: found 'moss', expected one of vertebrates, plants, mean\.$"):
            refused({"primary": 1.0}, group="moss")
        with pytest.raises(InputError, match=r"^parameters: parameter 'msa' is not declared"):
            refused({"primary": 1.0}, parameters={"msa": 1.0})


class TestRun:
    def test_land_is_the_land_of_the_maps_and_abundance_a_share_of_it(self, ndc_first: Run) -> None:
        land, kept = ndc_first.biodiversity
        expected = ndc_first.landscape.area() - ndc_first.landscape["area_inland_water"]
        np.testing.assert_allclose(land, np.broadcast_to(expected, land.shape), rtol=1e-9, atol=1e-6)
        assert (kept >= 0.0).all() and (kept <= land * (1.0 + 1e-12)).all() and kept.max() > 0.0

    def test_a_unit_is_what_the_public_function_gives(self, baseline: Run) -> None:
        """Units outside Russia, without closed grassland: the same areas handed over by name."""
        at = MAP_YEARS.index(2050)
        maps = baseline.simulated.maps[at][:, baseline.blocks.lane]
        land, kept = (table[at] for table in baseline.biodiversity)
        warming = float(biodiversity.global_warming(baseline)[2050 - 1990])
        for country, intensive in (("CHN", 0.8), ("MNG", 0.2)):
            here = np.flatnonzero((baseline.landscape.country == COUNTRIES.index(country)) & (land > 1.0))[::200]
            for unit in here:
                area = {name: float(maps[getattr(SNAPSHOT, f"area_{name}")][unit]) for name in (
                    "forest_natural", "forest_planted", "shrub", "cropland", "grassland", "wetland", "settlement",
                    "other_land")}  # fmt: skip
                found = landsim.mean_species_abundance(
                    {
                        "secondary_forest": area["forest_natural"], "forest_plantation": area["forest_planted"],
                        "planted_shrub": area["shrub"], "intensive_cropland": area["cropland"] * intensive,
                        "low_input_cropland": area["cropland"] * (1.0 - intensive), "grassland": area["grassland"],
                        "wetland": area["wetland"], "settlement": area["settlement"], "other_land": area["other_land"],
                    },
                    condition=float(maps[SNAPSHOT.rangeland_condition][unit]),
                    pressure=float(maps[SNAPSHOT.grazing_pressure][unit]), warming=warming,
                )  # fmt: skip
                assert kept[unit] / land[unit] == pytest.approx(found, rel=1e-9)

    def test_provinces_and_nations_tell_the_same(self, ndc_first: Run) -> None:
        rows = ndc_first.provinces[ndc_first.provinces["variable"] == "mean_species_abundance"]
        assert rows["value"].between(0.0, 1.0).all() and set(rows["unit"]) == {"1"}
        for country in COUNTRIES:
            found = national(ndc_first, country)
            assert list(found.index) == MAP_YEARS
            here = rows[rows["country"] == country]
            for year in MAP_YEARS:
                of_year = here.loc[here["year"] == year, "value"]
                assert of_year.min() <= found[year] <= of_year.max()

    def test_closed_hectares_are_those_of_the_step(self, ndc_first: Run) -> None:
        at = ndc_first.states.years.index(2030)
        closed = closed_grassland(ndc_first)[at]
        assert (closed <= ndc_first.states.area("grassland")[at]).all()
        total = closed[ndc_first.landscape.country == COUNTRIES.index("CHN")].sum() / 1e6
        assert total == pytest.approx(stock(ndc_first, "exclosed_area", "CHN")[2030 - 1990], rel=0.01) and total > 50.0

    def test_forest_that_regenerates_on_cropland_raises_it(
        self, scenario_of: Callable[..., Scenario], frozen: Run
    ) -> None:
        keys = {"id": "m", "kind": "natural_regeneration", "country": "CHN", "unit": "Mha", "amount": 1.0}
        run = landsim.run(scenario_of({**keys, "donors": ["cropland"]}, include="frozen"))
        gained = intact(run, "CHN", 2030) - intact(frozen, "CHN", 2030)
        # A hectare goes from 0.8 x 0.1 + 0.2 x 0.3 to 0.5, less what warming takes.
        left = biodiversity.left_by_warming(biodiversity.global_warming(run)[2030 - 1990], run.values)
        assert gained == pytest.approx((0.5 - 0.14) * left, rel=1e-6)
        assert intact(run, "CHN", 2020) == intact(frozen, "CHN", 2020)

    def test_plantation_on_cropland_raises_it_less_and_on_grassland_lowers_it(
        self, scenario_of: Callable[..., Scenario], frozen: Run
    ) -> None:
        keys = {
            "id": "m",
            "kind": "afforestation",
            "country": "CHN",
            "unit": "Mha",
            "amount": 1.0,
            "vegetation": "tree",
        }
        gained = {
            donor: intact(landsim.run(scenario_of({**keys, "donors": [donor]}, include="frozen")), "CHN", 2030)
            - intact(frozen, "CHN", 2030)
            for donor in ("cropland", "grassland")
        }
        assert 0.0 < gained["cropland"] < 0.06 and gained["grassland"] < -0.2

    def test_exclosure_raises_it(self, run_with: Callable[..., Run], frozen: Run) -> None:
        closing = {
            "id": "m",
            "kind": "grazing_exclosure",
            "country": "MNG",
            "unit": "Mha",
            "amount": 20.0,
            "ramp": "step",
        }
        run = run_with(closing, include="frozen")
        early, late = (intact(run, "MNG", year) - intact(frozen, "MNG", year) for year in (2030, 2050))
        # At most from degraded to ungrazed, at least what no pressure on grass of low condition gives.
        assert 0.02 * 20.0 < early < late < 0.6 * 20.0

    def test_fewer_animals_raise_it(self, run_with: Callable[..., Run], frozen: Run) -> None:
        keys = {"id": "m", "kind": "herd_reduction", "country": "MNG", "unit": "fraction", "amount": 0.2}
        run = run_with({**keys, "ramp": "step"}, include="frozen")
        assert national(run, "MNG")[2050] > national(frozen, "MNG")[2050] + 0.005

    def test_an_afforested_province_stands_out(self, scenario_of: Callable[..., Scenario], frozen: Run) -> None:
        keys = {**INNER_MONGOLIA, "kind": "natural_regeneration", "amount": 1.0, "donors": ["cropland"]}
        run = landsim.run(scenario_of(keys, include="frozen"))
        wide = [
            one.provinces[(one.provinces["variable"] == "mean_species_abundance") & (one.provinces["year"] == 2050)]
            .set_index(["country", "province"])["value"]
            for one in (run, frozen)
        ]  # fmt: skip
        change = wide[0] - wide[1]
        assert change["CHN", "Inner Mongolia"] > 1e-3
        assert (change.drop(("CHN", "Inner Mongolia")) == 0.0).all()
