"""Views of real runs: what adds up, what is exactly zero, and what a view is by its definition."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import landsim
from landsim.alignment import CHOSEN_YEARS, official_lulucf
from landsim.kept_files import FOLDER_VARIABLE
from landsim.landscape import Landscape
from landsim.names import COUNTRIES
from landsim.results import Run
from landsim.views.land_sector import CATEGORIES
from landsim.views.table import COLUMNS


def component(run: Run, view: str, basis: str, name: str, country: str | None = None) -> np.ndarray:
    rows = run.views
    rows = rows[(rows["view"] == view) & (rows["basis"] == basis) & (rows["component"] == name)]
    chosen = rows[rows["country"] == country] if country else rows[rows["country"] != "NEA"]
    return chosen["value"].to_numpy()


def test_additional_of_baseline_is_exactly_zero(baseline: Run) -> None:
    rows = baseline.views[baseline.views["view"] == "additional"]
    assert len(rows) > 10_000
    assert (rows["value"] == 0.0).all()
    closed = baseline.gap["closed_by_measures"]
    assert closed.notna().all() and (closed.abs() < 1e-9).all()


def test_measures_of_one_country_leave_the_others_exactly_alone(one_million_hectares: Run) -> None:
    rows = one_million_hectares.views
    rows = rows[rows["view"] == "additional"]
    others = rows[~rows["country"].isin(["CHN", "NEA"])]
    assert (others["value"] == 0.0).all()
    mine = rows[(rows["country"] == "CHN") & (rows["component"] == "net") & (rows["year"] >= 2035)]
    # It replaces what baseline would plant there: the difference is small, and has either sign.
    assert (mine["value"].abs() > 0.05).all()
    past = rows[(rows["year"] <= 2020)]
    assert (past["value"] == 0.0).all()


@pytest.mark.parametrize("view", ["inventory", "direct", "additional"])
@pytest.mark.parametrize("basis", ["model", "aligned"])
def test_components_add_up(ndc_first: Run, view: str, basis: str) -> None:
    def of(name: str) -> np.ndarray:
        return component(ndc_first, view, basis, name)

    net = of("net")
    assert np.abs(net - of("gross_emissions") - of("gross_removals") - of("alignment_offset")).max() < 1e-9
    assert np.abs(net - sum(of(name) for name in CATEGORIES) - of("alignment_offset")).max() < 1e-9
    unmanaged = of("unmanaged_gross_emissions") + of("unmanaged_gross_removals")
    assert np.abs(unmanaged - of("unmanaged_land")).max() < 1e-9
    if view != "additional":
        assert (of("gross_emissions") >= 0.0).all() and (of("gross_removals") <= 0.0).all()


def test_the_inventory_view_is_the_inventory(ndc_first: Run) -> None:
    own = ndc_first.account.inventory["lulucf_net"].ravel()
    assert np.array_equal(component(ndc_first, "inventory", "model", "net"), own)
    ledger = ndc_first.ledger
    managed = ledger[ledger["category"].str.startswith("4") & (ledger["country"] == "RUS")].copy()
    # Uptake and release of one pool are one flux, and so is wood that goes from land to products.
    turnover = managed["flux"].isin(["litter_replacement", "decay", "soil_input", "soil_respiration"])
    wood = managed["flux"].isin(["harvest", "deforestation_wood", "inflow"])
    managed.loc[turnover, ["gas", "flux"]] = "turnover"
    managed.loc[wood, ["category", "land", "gas", "flux"]] = "wood"
    parts = managed.groupby(["year", "category", "land", "gas", "flux"])["value"].sum()
    for name, one_way in (("gross_emissions", parts.clip(lower=0.0)), ("gross_removals", parts.clip(upper=0.0))):
        by_year = one_way.groupby("year").sum().to_numpy()
        assert component(ndc_first, "inventory", "model", name, "RUS") == pytest.approx(by_year, rel=1e-9)


def test_direct_is_a_run_under_the_climate_of_1990(baseline: Run, land: Landscape) -> None:
    held = landsim.run(replace(baseline.scenario, climate="constant"), landscape=land)
    net = held.account.inventory["lulucf_net"].ravel()
    assert np.array_equal(component(baseline, "direct", "model", "net"), net)
    indirect = component(baseline, "direct", "model", "indirect_effect")
    assert np.array_equal(indirect, baseline.account.inventory["lulucf_net"].ravel() - net)
    by_year = np.abs(indirect.reshape(len(COUNTRIES), -1))
    # The run starts in the climate that is held: what warming does has to build up.
    assert by_year[:, 0].max() < 0.05 < by_year[:, -1].max()


def test_additional_is_the_difference_to_a_run_of_baseline(ndc_first: Run, baseline: Run) -> None:
    difference = ndc_first.account.inventory["lulucf_net"] - baseline.account.inventory["lulucf_net"]
    assert np.array_equal(component(ndc_first, "additional", "model", "net"), difference.ravel())
    # The same two runs differ in farming by what the account calls the agriculture difference.
    farming = ndc_first.account.inventory["agriculture"] - baseline.account.inventory["agriculture"]
    assert ndc_first.account.agriculture_difference_in("AR5") == pytest.approx(farming, abs=1e-9)


def test_the_offset_is_one_number_and_cancels_in_a_difference(ndc_first: Run) -> None:
    for view, basis, zero in (
        ("inventory", "aligned", False),
        ("direct", "aligned", False),
        ("additional", "aligned", True),
        ("inventory", "model", True),
    ):
        offset = component(ndc_first, view, basis, "alignment_offset").reshape(len(COUNTRIES), -1)
        assert (np.ptp(offset, axis=1) == 0.0).all()
        assert (offset == 0.0).all() == zero


@pytest.mark.parametrize("country", ["CHN", "JPN", "RUS"])
def test_aligned_meets_the_official_mean_of_its_years(ndc_first: Run, country: str) -> None:
    official = official_lulucf(country)
    years = CHOSEN_YEARS.get(country, tuple(official)[-5:])
    aligned = component(ndc_first, "inventory", "aligned", "net", country)
    mean = np.mean([aligned[year - 1990] for year in years])
    assert mean == pytest.approx(np.mean([official[year] for year in years]), abs=1e-9)


def test_form_of_the_table_and_sums_of_the_region(ndc_first: Run) -> None:
    views = ndc_first.views
    assert list(views.columns) == COLUMNS
    assert not views.duplicated(["country", "year", "view", "basis", "component"]).any()
    assert views["value"].notna().all()
    keys = ["year", "view", "basis", "component"]
    parts = views[views["country"] != "NEA"].groupby(keys)["value"].sum()
    whole = views[views["country"] == "NEA"].set_index(keys)["value"]
    pd.testing.assert_series_equal(parts.sort_index(), whole.sort_index(), rtol=1e-12, check_names=False)


def test_emissions_hold_every_view(ndc_first: Run) -> None:
    rows = ndc_first.emissions.set_index(["country", "year", "series"])["value"].unstack()
    for land, included in (
        ("lulucf_direct_model", "including_lulucf_direct_model"),
        ("lulucf_direct_aligned", "including_lulucf_direct_aligned"),
        ("lulucf_additional", "including_lulucf_additional"),
    ):
        assert (rows[included] - rows["excluding_lulucf"] - rows[land]).abs().max() < 1e-9
    shift = rows["lulucf_direct_aligned"] - rows["lulucf_direct_model"] - rows["alignment_offset"]
    assert shift.abs().max() < 1e-9


def test_views_do_not_depend_on_threads(
    ndc_first: Run, land: Landscape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = ndc_first.views, ndc_first.gap
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    other = landsim.run("ndc-first", landscape=land, threads=2, block_lanes=96)
    for mine, theirs in zip(expected, (other.views, other.gap), strict=True):
        pd.testing.assert_frame_equal(mine, theirs, check_exact=True)
    assert len(list((tmp_path / "difference-runs").iterdir())) == 3
    assert other.timings["difference_runs"] > 0.0
