"""The GWP set of a run: inventory, ledger and emissions follow it, gaps keep the set of each target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import landsim
from landsim.cli import main
from landsim.gwp import gwp_factor, treated_as, warming_potential
from landsim.names import COUNTRIES
from landsim.results import Run
from landsim.scenario import load_scenario

POTENTIALS = {"AR4": (25.0, 298.0), "AR6": (27.0, 273.0)}


@pytest.fixture(scope="module", params=list(POTENTIALS))
def other(request: pytest.FixtureRequest) -> Run:
    return landsim.run(replace(load_scenario("baseline"), gwp=request.param))


def test_inventory_and_ledger_follow_the_set(other: Run, baseline: Run) -> None:
    gwp = other.scenario.gwp
    methane, nitrous = POTENTIALS[gwp]
    ratio = other.account.inventory["rice_ch4"] / np.where(
        baseline.account.inventory["rice_ch4"] > 0.0, baseline.account.inventory["rice_ch4"], np.nan
    )
    np.testing.assert_allclose(ratio[~np.isnan(ratio)], methane / 28.0)
    for gas, factor in (("CH4", methane / 28.0), ("N2O", nitrous / 265.0), ("CO2", 1.0)):
        tables = [run.ledger[run.ledger["gas"] == gas]["value"].to_numpy() for run in (other, baseline)]
        assert len(tables[0]) > 1000
        np.testing.assert_allclose(tables[0], factor * tables[1], rtol=1e-12)
    ledger = other.ledger[other.ledger["category"].str.startswith("4")]
    total = ledger.groupby(["country", "year"])["value"].sum().unstack("year").loc[list(COUNTRIES)]
    np.testing.assert_allclose(total.to_numpy(), other.account.inventory["lulucf_net"], rtol=1e-9, atol=1e-9)
    assert other.description()["units"]["inventory"] == f"MtCO2e ({gwp})"


def test_emissions_follow_the_set_and_gaps_do_not(other: Run, baseline: Run) -> None:
    gwp = other.scenario.gwp
    rows = other.emissions[(other.emissions["series"] == "excluding_lulucf") & (other.emissions["country"] == "CHN")]
    path = other.economy.value[COUNTRIES.index("CHN")] * gwp_factor("CHN", gwp).value
    np.testing.assert_allclose(rows.sort_values("year")["value"], path, rtol=1e-12)
    for column in ("projected", "lulucf", "gap", "low", "high"):
        np.testing.assert_array_equal(other.gap[column], baseline.gap[column])


def test_only_herds_move_the_gap_by_farming_and_the_response_of_the_land(
    run_with: Callable[..., Run], baseline: Run
) -> None:
    cap = {"id": "m", "kind": "grazing_cap", "country": "MNG", "amount": 0.8, "unit": "fraction"}
    run = run_with({**cap, "first_year": 2021, "last_year": 2025})
    country = COUNTRIES.index("MNG")
    rows = run.gap[(run.gap["country"] == "MNG") & run.gap["target_level"].notna()]
    assert len(rows) >= 4
    for row in rows.itertuples():
        year = row.year - 1990
        step = row.gap - baseline.gap.loc[row.Index, "gap"]
        farming = 0.0
        for one, sign in ((run, 1.0), (baseline, -1.0)):
            for flow in one.account.flows:
                if flow.category.startswith("3."):
                    farming += sign * flow.mass[country, year] * warming_potential(flow.gas, treated_as(row.gwp))
        land = 0.0
        if row.view == "direct":
            held = [one.reference_runs.held["lulucf_net_path"][country, year] for one in (run, baseline)]
            land = held[0] - held[1]
        elif row.view in ("inventory", "additional"):
            land = run.account.lulucf_net_path[country, year] - baseline.account.lulucf_net_path[country, year]
            if row.basis == "aligned":
                assert run.path_offsets.equals(baseline.path_offsets)
        assert step == pytest.approx(farming + land, abs=1e-9)
        assert farming < -0.1


def test_an_unknown_set_is_one_plain_sentence(tmp_path: Path) -> None:
    path = tmp_path / "other.toml"
    path.write_text('name = "other"\ninclude = ["baseline"]\ngwp = "AR9"\n', encoding="utf-8")
    result = CliRunner().invoke(main, ["validate", str(path)])
    assert result.exit_code == 2
    assert "key 'gwp': found 'AR9', expected one of AR4, AR5, AR6." in result.output
    assert "Traceback" not in result.output
