"""Roundwood of the shipped scenarios: delivered in every country and decade, or explained; and its plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import landsim
from landsim.clearing_wood import cleared_carbon, forest_classes, rehearsal, representative_inputs
from landsim.core import parameters
from landsim.core.simulation import event_tables, growth_tables
from landsim.core.state import DRIVER, DRIVERS, INPUT, LAND, UNIT_INPUTS
from landsim.names import COUNTRIES
from landsim.planned_harvest import PlannedHarvest, lump_weights, product_carbon
from landsim.results import Run

SCENARIOS = sorted(path.stem for path in (Path(landsim.__file__).parents[1] / "scenarios").glob("*.toml"))
WITHIN = 0.02
# Scenarios without measures that spare wood, or plant it, enough to be out; of all others the reasons say why.
UNTOUCHED = ("baseline", "forest-first", "frozen", "grass-first", "history", "japan", "ndc-first", "zamyn-uud")
# Codes at the start of a reason, which a reader may count on.
CODES = ("stands too young: ", "kept standing: ", "clearing above roundwood: ", "clearing not as planned: ")


@pytest.fixture(scope="module")
def ledger_of(baseline: Run, frozen: Run, ndc_first: Run) -> Callable[[str], pd.DataFrame]:
    """Rows of roundwood of a shipped scenario, with their decade; the year 2060 belongs to the last one."""
    runs = {"baseline": baseline, "frozen": frozen, "ndc-first": ndc_first}

    def rows(name: str) -> pd.DataFrame:
        if name not in runs:
            runs[name] = landsim.run(name)
        run = runs[name]
        table = run.policy[run.policy["measure"] == "roundwood"]
        return table.assign(decade=np.minimum(table["year"] // 10 * 10, 2050))

    return rows


@pytest.mark.parametrize("name", SCENARIOS)
class TestShippedScenarios:
    def test_every_country_and_year_has_its_row(self, ledger_of: Callable[[str], pd.DataFrame], name: str) -> None:
        rows = ledger_of(name)
        assert len(rows) == 71 * len(COUNTRIES)
        assert not rows.duplicated(["country", "year"]).any()
        assert set(rows["country"]) == set(COUNTRIES) and set(rows["unit"]) == {"Mm3/yr"}
        assert rows[["promised", "delivered", "explained"]].notna().all(axis=None)
        assert rows[["planted", "surviving"]].isna().all(axis=None)

    def test_promised_is_delivered_and_explained(self, ledger_of: Callable[[str], pd.DataFrame], name: str) -> None:
        rows = ledger_of(name)
        np.testing.assert_allclose(rows["delivered"] + rows["explained"], rows["promised"], rtol=1e-9)

    def test_within_two_per_cent_or_explained_by_decade(
        self, ledger_of: Callable[[str], pd.DataFrame], name: str
    ) -> None:
        for (country, decade), rows in ledger_of(name).groupby(["country", "decade"]):
            promised, delivered, explained = (
                float(rows[what].sum()) for what in ("promised", "delivered", "explained")
            )
            assert promised - delivered == pytest.approx(explained, rel=1e-6, abs=1e-9 * promised)
            if abs(promised - delivered) > WITHIN * promised:
                assert rows["reason"].str.startswith(CODES).any(), (country, decade)

    def test_years_out_by_more_than_two_per_cent_say_why(
        self, ledger_of: Callable[[str], pd.DataFrame], name: str
    ) -> None:
        rows = ledger_of(name)
        out = (rows["promised"] - rows["delivered"]).abs() > WITHIN * rows["promised"]
        assert rows.loc[out, "reason"].str.startswith(CODES).all()
        assert out.any(), "clearing in DPR Korea in the 1990s is more than its roundwood"


@pytest.mark.parametrize("name", UNTOUCHED)
def test_nothing_is_out_but_what_is_known(ledger_of: Callable[[str], pd.DataFrame], name: str) -> None:
    sums = ledger_of(name).groupby(["country", "decade"])[["promised", "delivered"]].sum()
    share = sums["delivered"] / sums["promised"]
    out = set(share[(share - 1.0).abs() > WITHIN].index)
    # China's measure against deforestation keeps wood standing that clearing would have given. DPR Korea runs out
    # of old stands in the last decade, unless it plants.
    known = {"ndc-first": {("CHN", 2020)}}
    assert out == {("PRK", 1990)} | known.get(name, {("PRK", 2050)})
    assert share["PRK", 2050] > 0.9
    assert share["CHN", 2020] > 0.97


class TestPlan:
    def test_promised_is_roundwood_of_the_statistics(self, ndc_first: Run) -> None:
        """Industrial roundwood and the part of fuelwood that comes from forest, in cubic metres under bark."""
        drivers = ndc_first.drivers
        rows = ndc_first.policy[ndc_first.policy["measure"] == "roundwood"]
        for index, country in enumerate(COUNTRIES):
            from_forest = parameters.take(ndc_first.values, "harvest.fuelwood_from_forest")[index]
            fuel = drivers.roundwood[index] - drivers.industrial_roundwood[index]
            wanted = (drivers.industrial_roundwood[index] + from_forest * fuel) / 1e6
            np.testing.assert_allclose(rows.loc[rows["country"] == country, "promised"], wanted, rtol=1e-12)

    def test_measures_do_not_change_what_is_to_be_cut(self, baseline: Run, ndc_first: Run) -> None:
        for name in ("roundwood", "cleared", "share"):
            ours, theirs = (getattr(run.plan.harvest, name) for run in (ndc_first, baseline))
            np.testing.assert_array_equal(ours, theirs)

    def test_without_clearing_all_roundwood_is_cut_in_forest(self, frozen: Run, baseline: Run) -> None:
        np.testing.assert_array_equal(frozen.plan.harvest.cleared[:, 31:], 0.0)
        np.testing.assert_array_equal(frozen.plan.harvest.cleared[:, :31], baseline.plan.harvest.cleared[:, :31])
        np.testing.assert_array_equal(frozen.plan.harvest.to_be_cut[:, 31:], frozen.plan.harvest.roundwood[:, 31:])

    def test_the_rehearsal_is_near_the_run(self, baseline: Run) -> None:
        """Within 1.5 % of roundwood in every country and decade, and near the wood of clearing in every year.

        The rehearsal places each cause of forest loss as if nothing else wanted its land (China off by 1.2 % in the
        2030s, DPR Korea by 1.4 %); in single years China's clearing wood is off by up to 24 %.
        """
        planned, given = baseline.plan.harvest.cleared, cleared_carbon(baseline.simulated)
        roundwood = product_carbon(baseline.drivers, baseline.values)
        for first in range(0, 70, 10):
            decade = np.s_[:, first : first + 10]
            off = np.abs((planned - given)[decade].sum(axis=1))
            assert (off < 0.015 * roundwood[decade].sum(axis=1)).all()
        wood = given.sum(axis=1) > 0.0
        assert (np.abs(planned / np.maximum(given, 1.0) - 1.0)[wood][:, 31:] < 0.25).all()

    def test_to_be_cut_is_never_below_zero(self) -> None:
        wood, cleared = np.array([[5.0, 5.0]]), np.array([[2.0, 7.0]])
        assert PlannedHarvest(wood, cleared, np.ones((1, 1))).to_be_cut.tolist() == [[3.0, 0.0]]


class TestRehearsal:
    def test_members_of_a_class_share_country_and_forest_types(self, baseline: Run) -> None:
        inputs, country = baseline.plan.inputs, baseline.landscape.country
        member = forest_classes(inputs, country)
        key = np.stack([country, inputs[INPUT.natural_type], inputs[INPUT.planted_type]])
        for one in range(int(member.max()) + 1):
            assert (member == one).any()
            assert (key[:, member == one] == key[:, member == one][:, :1]).all()

    def test_representative_units_hold_all_land_and_its_mean_growth(self, baseline: Run) -> None:
        forested = (baseline.plan.inputs[:2] + baseline.plan.areas_2020[:2]).any(axis=0)
        inputs, areas = baseline.plan.inputs[:, forested], baseline.plan.areas_2020[:, forested]
        member = forest_classes(inputs, baseline.landscape.country[forested])
        units = representative_inputs(inputs, areas, member, int(member.max()) + 1)
        assert units.shape[0] == len(UNIT_INPUTS)
        assert np.isfinite(units).all()
        for row in (*range(len(LAND)), INPUT.burned_area_share, INPUT.insect_area_share):
            assert units[row].sum() == pytest.approx(inputs[row].sum(), rel=1e-9)
        one = int(np.argmax(np.bincount(member)))
        here = member == one
        area = (inputs[0] + areas[0])[here]
        scale = float(inputs[INPUT.natural_scale][here] @ area / area.sum())
        assert units[INPUT.natural_scale, one] == pytest.approx(scale, rel=1e-5)

    def test_land_without_forest_gives_no_wood(self) -> None:
        inputs, areas = np.zeros((len(UNIT_INPUTS), 3)), np.zeros((len(LAND), 3))
        national = np.ones((len(COUNTRIES), 5, len(DRIVERS)))
        country = np.zeros(3, dtype=np.int64)
        nothing = rehearsal([], inputs, areas, country, np.zeros((1, 3)), 5)
        values = parameters.defaults()
        wood = nothing.wood(national, values, growth_tables(values, lump_weights(values)), event_tables(values))
        assert wood.shape == (len(COUNTRIES), 5) and (wood == 0.0).all()
        assert (national[:, :, DRIVER.product_carbon] == 1.0).all()


class TestMeasures:
    def test_wood_that_measures_keep_standing_is_told_by_their_names(self, run_with: Callable[..., Run]) -> None:
        keys = {"country": "JPN", "last_year": 2030, "unit": "fraction"}
        run = run_with(
            {**keys, "id": "less", "kind": "reduced_harvest", "amount": 0.3},
            {**keys, "id": "park", "kind": "protected_areas", "amount": 0.2},
        )
        rows = run.policy[(run.policy["measure"] == "roundwood") & (run.policy["country"] == "JPN")]
        row = rows.set_index("year").loc[2040]
        assert row["delivered"] < 0.6 * row["promised"]
        assert row["delivered"] + row["explained"] == pytest.approx(row["promised"], rel=1e-9)
        assert row["reason"].startswith("kept standing: ") and "because of less, park" in row["reason"]
        assert (rows["reason"] == "").to_numpy()[:31].all()

    def test_a_longer_rotation_that_leaves_nothing_ripe_says_so(self, run_with: Callable[..., Run]) -> None:
        run = run_with(
            {
                "id": "wait", "kind": "longer_rotation", "country": "KOR", "unit": "fraction", "amount": 1.0,
                "extra_years": 100, "ramp": "step", "last_year": 2021, "first_year": 2021,
            }
        )  # fmt: skip
        rows = run.policy[(run.policy["measure"] == "roundwood") & (run.policy["country"] == "KOR")]
        late = rows[rows["year"] > 2021]
        assert late["reason"].str.startswith("stands too young: ").all()
        np.testing.assert_allclose(late["delivered"] + late["explained"], late["promised"], rtol=1e-9)
