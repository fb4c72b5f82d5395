"""What a resolved scenario holds: includes, defaults, ramps, hash, and the shipped scenarios."""

import dataclasses
import json
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsim.names import COUNTRY_NAMES
from landsim.policy.measures import MEASURE_KINDS
from landsim.scenario import Measure, Scenario, cumulative_share, load_scenario
from landsim.scenario_file import shipped_scenarios
from landsim.scenario_measures import RAMPS, in_order_of_reservation

Write = Callable[..., Path]

MEASURE = """
[[measure]]
kind = "afforestation"
country = "CHN"
amount = 1
unit = "Mha"
first_year = 2021
last_year = 2030
source = "assumption"
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(text: str, name: str = "mine.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


class TestShipped:
    def test_all_load_and_share_years_and_history(self) -> None:
        assert {"history", "baseline", "frozen", "ndc-first", "zamyn-uud"} <= set(shipped_scenarios())
        scenarios = [load_scenario(name) for name in shipped_scenarios()]
        for scenario in scenarios:
            assert (scenario.first_year, scenario.last_year) == (1990, 2060)
            assert scenario.history == scenarios[0].history
        history = scenarios[0].history
        assert (history.first_year, history.last_year) == (1990, 2020)
        assert history.maximum_yearly_change == 0.05
        # DECISIONS: the order in which each gain takes land.
        assert history.donors == {
            "forest_gain": ("grassland", "cropland", "other_land"),
            "cropland_gain": ("grassland", "other_land"),
            "settlement_gain": ("cropland", "grassland", "other_land"),
        }

    def test_every_measure_names_a_source_or_says_assumption(self) -> None:
        for name in shipped_scenarios():
            for measure in load_scenario(name).measures:
                told = measure.source.lower()
                assert "assumption" in told or "fra 2020" in told or "neaspec note" in told, (name, measure.id)
                assert len(told) > 30, (name, measure.id)

    def test_the_land_programmes_of_a_country_touch_no_other(self) -> None:
        countries = {"china": "CHN", "dprk": "PRK", "japan": "JPN", "mongolia": "MNG", "korea": "KOR", "russia": "RUS"}
        every = []
        for name, country in countries.items():
            measures = load_scenario(name).measures
            assert {measure.country for measure in measures} == {country}, name
            every += [measure.id for measure in measures]
        assert [measure.id for measure in load_scenario("programmes").measures] == every

    def test_continuations_and_files(self) -> None:
        assert load_scenario("baseline").continuation == "baseline"
        assert load_scenario("frozen").continuation == "frozen"
        first = load_scenario("ndc-first")
        assert first.continuation == "baseline"
        assert first.files == ("history", "baseline", "ndc-first")
        assert load_scenario("baseline").measures == load_scenario("frozen").measures == ()

    def test_ndc_first_speaks_of_six_countries_and_every_measure_has_a_source(self) -> None:
        first = load_scenario("ndc-first")
        for name in (*COUNTRY_NAMES.values(),):
            assert name in " ".join(first.description.split()), name
        assert {measure.country for measure in first.measures} == {"CHN", "PRK", "MNG"}
        assert {measure.kind for measure in first.measures} <= set(MEASURE_KINDS)
        for measure in first.measures:
            assert len(measure.source) > 40
            assert measure.first_year == 2021

    def test_numbers_of_ndc_first_follow_from_their_sources(self) -> None:
        amounts = {measure.id: measure.amount for measure in load_scenario("ndc-first").measures}
        land, forest_2020, mean_survival = 942.47, 219.97818, 0.88  # Mha, Mha (FRA 2020), assumption
        lost = 10 * (0.231585 - 0.0984)  # Mha, baseline loss less what the protection measure avoids
        assert amounts["chn-forest-cover"] == pytest.approx(
            (0.25 * land - forest_2020 + lost) / mean_survival, abs=0.1
        )
        assert amounts["chn-less-deforestation"] == pytest.approx((329.97 + 133.2) / 2e3 - 133.2e-3, abs=1e-4)
        assert amounts["nasap"] == pytest.approx(1.0 - 0.603)


class TestResolution:
    def test_defaults_of_a_measure(self, write: Write) -> None:
        scenario = load_scenario(write('include = ["baseline"]\n' + MEASURE + MEASURE))
        assert [measure.id for measure in scenario.measures] == ["afforestation-CHN-1", "afforestation-CHN-2"]
        assert scenario.measures[0] == Measure(
            id="afforestation-CHN-1",
            kind="afforestation",
            country="CHN",
            provinces=(),
            amount=1.0,
            unit="Mha",
            first_year=2021,
            last_year=2030,
            ramp="linear",
            vegetation="auto",
            donors=None,
            additional=False,
            after=(),
            source="assumption",
            file="mine.toml",
        )

    def test_the_name_is_that_of_the_file_unless_given(self, write: Write) -> None:
        assert load_scenario(write('include = ["baseline"]', "my-plan.toml")).name == "my-plan"
        named = load_scenario(write('name = "other"\ninclude = ["baseline"]'))
        assert (named.name, named.title, named.description) == ("other", "other", "")

    def test_provinces_become_canonical_names(self, write: Write) -> None:
        text = 'include = ["baseline"]\n' + MEASURE + 'province = ["Inner Mongol", "Gansu"]\n'
        assert load_scenario(write(text)).measures[0].provinces == ("Inner Mongolia", "Gansu")
        text = 'include = ["baseline"]\n' + MEASURE + 'province = "neimenggu"\n'
        assert load_scenario(write(text)).measures[0].provinces == ("Inner Mongolia",)

    def test_later_files_win_and_measures_add_up_in_file_order(self, write: Write) -> None:
        write(
            'climate = "constant"\nseed = 7\n[parameters]\n"climate.warming_scale" = 0.9\n' + MEASURE,
            "base.toml",
        )
        top = write(
            'include = ["history", "base.toml"]\nseed = 8\n[history]\nmaximum_yearly_change = 0.1\n'
            "[history.donors]\n"
            'forest_gain = ["cropland"]\n[parameters]\nclimate.warming_scale = 1.1\n' + MEASURE
        )
        scenario = load_scenario(top)
        assert (scenario.climate, scenario.seed) == ("constant", 8)
        assert scenario.files == ("history", "base.toml", "mine.toml")
        assert [measure.file for measure in scenario.measures] == ["base.toml", "mine.toml"]
        assert scenario.history.maximum_yearly_change == 0.1
        assert scenario.history.donors["forest_gain"] == ("cropland",)
        assert scenario.history.donors["cropland_gain"] == ("grassland", "other_land")
        assert scenario.parameters == {"climate.warming_scale": 1.1}

    def test_a_file_included_twice_counts_once(self, write: Write) -> None:
        write('include = ["history"]\n' + MEASURE, "a.toml")
        write('include = ["history", "a.toml"]\n', "b.toml")
        scenario = load_scenario(write('include = ["a.toml", "b.toml"]'))
        assert scenario.files == ("history", "a.toml", "b.toml", "mine.toml")
        assert len(scenario.measures) == 1

    def test_includes_are_found_beside_the_file_that_names_them(self, write: Write, tmp_path: Path) -> None:
        (tmp_path / "parts").mkdir()
        (tmp_path / "parts" / "measures.toml").write_text('include = ["../ground.toml"]\n' + MEASURE)
        write('include = ["history"]', "ground.toml")
        scenario = load_scenario(write('include = ["parts/measures.toml"]'))
        assert scenario.files == ("history", "ground.toml", "measures.toml", "mine.toml")


class TestIdentity:
    @pytest.mark.parametrize("name", shipped_scenarios())
    def test_it_comes_back_from_its_plain_form(self, name: str) -> None:
        scenario = load_scenario(name)
        again = Scenario.from_dict(json.loads(json.dumps(scenario.to_dict())))
        assert again == scenario and again.content_hash() == scenario.content_hash()

    def test_to_dict_is_plain_json_without_paths_of_this_machine(self, write: Write, tmp_path: Path) -> None:
        scenario = load_scenario(write('include = ["baseline"]\n' + MEASURE))
        plain = scenario.to_dict()
        assert json.loads(json.dumps(plain)) == plain
        assert plain["measures"][0]["provinces"] == []
        assert str(tmp_path) not in json.dumps(plain)

    def test_the_hash_follows_the_content_and_not_the_place(self, write: Write) -> None:
        text = 'name = "x"\ninclude = ["baseline"]\n' + MEASURE
        here = load_scenario(write(text, "here.toml"))
        there = load_scenario(write(text, "there.toml"))
        other = load_scenario(write(text.replace("amount = 1", "amount = 1.5")))
        assert here.content_hash() == there.content_hash() != other.content_hash()
        assert len(here.content_hash()) == 64

    @pytest.mark.parametrize(
        "change",
        [{"seed": 2}, {"climate": "constant"}, {"continuation": "frozen"}, {"variability": "seeded"}, {"gwp": "AR6"},
         {"soil_model": "rothc"}, {"targets": "updated"}],
    )
    def test_every_setting_counts_in_the_hash(self, change: dict[str, object]) -> None:
        scenario = load_scenario("ndc-first")
        assert dataclasses.replace(scenario, **change).content_hash() != scenario.content_hash()  # type: ignore[arg-type]

    def test_a_scenario_travels_to_another_process(self) -> None:
        scenario: Scenario = pickle.loads(pickle.dumps(load_scenario("ndc-first")))
        assert scenario == load_scenario("ndc-first")


class TestCumulativeShare:
    years = np.arange(1990, 2061)

    def test_linear_has_equal_steps(self) -> None:
        share = cumulative_share("linear", 2021, 2024, self.years)
        assert share[self.years == 2020] == 0.0
        assert share[(self.years >= 2021) & (self.years <= 2024)].tolist() == [0.25, 0.5, 0.75, 1.0]

    def test_step_is_all_in_the_first_year(self) -> None:
        share = cumulative_share("step", 2025, 2030, self.years)
        assert share.tolist() == [0.0] * 35 + [1.0] * 36

    def test_logistic_is_the_normalised_curve_of_its_docstring(self) -> None:
        def height(t: float) -> float:
            return float(1.0 / (1.0 + np.exp(-8.0 * (t - 0.5))))

        share = cumulative_share("logistic", 2021, 2030, self.years)
        expected = [(height(n / 10) - height(0)) / (height(1) - height(0)) for n in range(1, 11)]
        np.testing.assert_allclose(share[31:41], expected, rtol=1e-12)

    @given(
        ramp=st.sampled_from(RAMPS),
        first=st.integers(1990, 2060),
        length=st.integers(0, 70),
    )
    def test_zero_before_one_after_and_monotone(self, ramp: str, first: int, length: int) -> None:
        last = min(first + length, 2060)
        share = cumulative_share(ramp, first, last, self.years)
        assert np.all(share[self.years < first] == 0.0)
        assert np.all(share[self.years >= last] == 1.0)
        assert np.all(np.diff(share) >= 0.0)
        assert np.all(share[self.years >= first] > 0.0)

    def test_an_unknown_ramp_is_refused(self) -> None:
        with pytest.raises(ValueError, match="did you mean 'linear'"):
            cumulative_share("linaer", 2021, 2030, self.years)


class TestOrder:
    def test_after_comes_before_file_order(self, write: Write) -> None:
        def measure(identity: str, *after: str) -> str:
            return f'{MEASURE}id = "{identity}"\nafter = {json.dumps(after)}\n'

        text = (
            'include = ["history"]\n'
            + measure("a", "c")
            + measure("b")
            + measure("c")
            + measure("d", "a", "b")
        )
        measures = load_scenario(write(text)).measures
        assert [item.id for item in measures] == ["a", "b", "c", "d"]
        assert [item.id for item in in_order_of_reservation(measures)] == ["b", "c", "a", "d"]
