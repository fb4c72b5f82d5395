"""The local case: a belt and closed pasture of one town in Dornogovi, and nothing anywhere else."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from readings import flux, planted_hectares, stock

import landsim
from landsim.names import COUNTRIES
from landsim.results import Run
from landsim.scenario import load_scenario

BELT, EXCLOSURE = "zamyn-uud-shelter-belt", "zamyn-uud-exclosure"


@pytest.fixture(scope="module")
def zamyn_uud() -> Run:
    return landsim.run("zamyn-uud")


def rows(run: Run, measure: str) -> pd.DataFrame:
    return run.policy[run.policy["measure"] == measure].set_index("year")


def test_both_measures_aim_at_the_aimag_and_call_their_amounts_assumptions() -> None:
    measures = {measure.id: measure for measure in load_scenario("zamyn-uud").measures}
    assert list(measures) == [BELT, EXCLOSURE]
    for measure in measures.values():
        assert (measure.country, measure.provinces) == ("MNG", ("Dornogovi",))
        assert measure.source.endswith("assumption")
    # Half a ring of 5 km radius, 250 m wide; half a disc of 10 km radius less town and belt.
    assert measures[BELT].amount * 1e6 == pytest.approx(np.pi * 5_000 * 250 / 1e4, rel=0.01)
    assert measures[EXCLOSURE].amount * 1e6 == pytest.approx(np.pi * 1e4**2 / 2 / 1e4 - 390.0, rel=0.05)


@pytest.mark.parametrize("measure", [BELT, EXCLOSURE])
def test_promised_is_delivered_and_explained(zamyn_uud: Run, measure: str) -> None:
    ledger = rows(zamyn_uud, measure)
    assert list(ledger.index) == list(range(2021, 2061))
    gap = ledger["promised"] - ledger["delivered"] - ledger["explained"]
    assert gap.abs().max() <= 1e-12 * ledger["promised"].max()


def test_the_belt_survives_as_in_arid_land(zamyn_uud: Run) -> None:
    last = rows(zamyn_uud, BELT).loc[2060]
    assert last["planted"] * 1e6 == pytest.approx(390.0, abs=1e-6)
    assert last["delivered"] * 1e6 == pytest.approx(0.30 * 390.0, abs=1e-6)
    assert last["explained"] * 1e6 == pytest.approx(0.70 * 390.0, abs=1e-6)
    assert "30 % of planted hectares survive" in last["reason"]


def test_the_pasture_is_closed_at_once(zamyn_uud: Run) -> None:
    ledger = rows(zamyn_uud, EXCLOSURE)
    assert ledger["delivered"].to_numpy() * 1e6 == pytest.approx(np.full(40, 15_000.0), abs=1e-3)
    closed = stock(zamyn_uud, "exclosed_area", "MNG")[31:] * 1e6
    assert closed == pytest.approx(np.full(40, 15_000.0), abs=2.0)  # belts and towns take a hectare of it


def test_the_belt_stands_in_dornogovi_and_comes_on_top_of_baseline(zamyn_uud: Run, baseline: Run) -> None:
    land = zamyn_uud.landscape
    hectares = planted_hectares(zamyn_uud, BELT)
    assert set(np.array(land.provinces)[land.province[hectares > 0.0]]) == {"Dornogovi"}
    more = flux(zamyn_uud, "new_forest", "MNG").sum() - flux(baseline, "new_forest", "MNG").sum()
    assert more == pytest.approx(0.30 * 390.0, abs=1e-3)


def test_grass_gains_in_the_aimag_and_no_other_country_notices(zamyn_uud: Run, baseline: Run) -> None:
    keys = ["country", "province", "year", "variable"]
    both = zamyn_uud.provinces.merge(baseline.provinces, on=keys, suffixes=("", "_baseline"))
    both["more"] = both["value"] - both["value_baseline"]
    assert (both.loc[both["province"] != "Dornogovi", "more"] == 0.0).all()
    here = both[(both["province"] == "Dornogovi") & (both["year"] == 2030)].set_index("variable")["more"]
    assert 0.0 < here["rangeland_condition"] < 0.01
    assert -0.01 < here["dust_emission_index"] < 0.0
    for country in COUNTRIES:
        c = COUNTRIES.index(country)
        less = baseline.account.inventory["lulucf_net"][c] - zamyn_uud.account.inventory["lulucf_net"][c]
        if country == "MNG":
            assert 0.001 < less[40] < 0.01  # MtCO2e in 2030
        else:
            assert (less == 0.0).all(), country


def test_the_numbers_of_the_docs_are_those_of_the_run(zamyn_uud: Run, baseline: Run) -> None:
    page = (Path(__file__).parents[2] / "docs" / "scenario-format.md").read_text(encoding="utf-8")
    told = re.search(r"^\| 0\.5 degree .*?\| (\d+) ha \| (-[\d,]+) and (-[\d,]+) \|", page, flags=re.MULTILINE)
    assert told
    hectares, *tonnes = (float(number.replace(",", "")) for number in told.groups())
    assert hectares == pytest.approx(rows(zamyn_uud, BELT).loc[2060, "delivered"] * 1e6, abs=0.5)
    mongolia = COUNTRIES.index("MNG")
    change = (zamyn_uud.account.inventory["lulucf_net"] - baseline.account.inventory["lulucf_net"])[mongolia] * 1e6
    # A twentieth leaves room for other processes to be refined before the page is written anew.
    assert tonnes == pytest.approx([change[40], change[60]], rel=0.05)
