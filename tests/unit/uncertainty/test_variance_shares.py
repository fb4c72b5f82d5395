"""Intervals and shares of variance are those of arithmetic that can be done by hand."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.batch.outputs import LAND_OF_THE_GAP, NET_EMISSIONS, OFFSET, Outputs, reduced
from landsim.gap.headline import economy_of, standing_goals
from landsim.names import REGION
from landsim.results import Run
from landsim.sensitivity.indices import Output
from landsim.uncertainty.ensemble import LATIN, SEQUENCE, draw
from landsim.uncertainty.intervals import interval_table
from landsim.uncertainty.session import EXCLUDING_LULUCF, _without_land
from landsim.uncertainty.variance_shares import INTERACTIONS, SOURCES, Land, gap_alternatives, shares
from landsim.views.kinds import BASES, VIEWS


def test_shares_of_a_sum_are_those_of_its_variances() -> None:
    steps = (np.arange(5.0), np.arange(3.0) * 2, np.array([0.0, 1, 2]), np.zeros(3), np.array([0.0, 4]), np.arange(4.0))
    table = sum(np.ix_(*steps))
    told = shares(np.asarray(table))
    total = sum(step.var() for step in steps)
    for source, step in zip(SOURCES, steps, strict=True):
        assert told[source][0] == pytest.approx(step.var() / total)
        assert told[source][1] == pytest.approx(step.std())
    assert told[INTERACTIONS][0] == pytest.approx(0.0, abs=1e-12)


def test_what_two_sources_make_only_together_is_interaction() -> None:
    one, other, *rest = np.ix_([-1.0, 1.0], [-1.0, 1.0], np.zeros(3), np.zeros(3), np.zeros(2), np.zeros(4))
    told = shares(np.asarray(one * other + sum(rest)))
    assert told[INTERACTIONS][0] == pytest.approx(1.0)
    assert sum(share for share, _ in told.values()) == pytest.approx(1.0)


def test_alternatives_hold_every_gap_of_the_gap_table(ndc_first: Run) -> None:
    """Each country with a level: every view on both bases, as gap.csv has it."""
    years = ndc_first.drivers.years
    economy = economy_of(int(years[0]), int(years[-1]))
    views = ndc_first.land_views
    table = ndc_first.gap
    goals = standing_goals("first", int(years[0]), int(years[-1]))
    assert {country for country, _ in goals} == {"CHN", "PRK", "JPN", "MNG", "KOR", "RUS"}
    for (country, year), goal in goals.items():
        at = (["CHN", "PRK", "JPN", "MNG", "KOR", "RUS"].index(country), year - int(years[0]))
        rows = table[(table["country"] == country) & (table["year"] == year) & (table["target_id"] == goal.id)]
        gaps = rows.set_index(["view", "basis"])["gap"]
        offset = float(ndc_first.path_offsets.set_index("country")["offset"][country])

        def of(value: float) -> np.ndarray:
            return np.full((1, 1), value)

        land = Land(
            of(gaps[goal.own_view, "aligned"]), of(offset), of(ndc_first.account.lulucf_net_path[at]),
            of(views.without_measures["inventory"][at]), of(views.of_scenario["direct"][at]),
        )  # fmt: skip
        found = gap_alternatives(land, goal, economy, country, year)
        assert found.shape == (1, 1, 3, 3, 2, 4)
        for b, basis in enumerate(BASES):
            for v, view in enumerate(VIEWS):
                assert found[0, 0, 1, 1, b, v] == pytest.approx(gaps[view, basis], abs=1e-6), (country, view, basis)


def test_emissions_without_land_are_those_of_the_emissions_table(ndc_first: Run) -> None:
    years = (2000, 2030, 2050)
    outputs = Outputs((NET_EMISSIONS, LAND_OF_THE_GAP, OFFSET), ("CHN", "MNG", REGION), years)
    kept = {
        Output(variable, country, year): np.array([value])
        for (variable, country), line in zip(outputs.rows(), reduced(ndc_first, outputs), strict=True)
        for year, value in zip(years, line, strict=True)
    }
    table = ndc_first.emissions.set_index(["series", "country", "year"])["value"]
    found = _without_land(kept)
    assert len(found) == 9
    for output, value in found.items():
        assert value[0] == pytest.approx(table[EXCLUDING_LULUCF, output.country, output.year], abs=1e-6)


def test_intervals_are_percentiles() -> None:
    sample = np.arange(1.0, 1001.0)
    table = interval_table([Output("y", "CHN", 2030)], ("a", "b"), np.array([[sample, sample + 1000.0]]), {"y": "Mha"})
    first, both = table.iloc[0], table.iloc[2]
    assert set(table["unit"]) == {"Mha"}
    assert list(table["climate"]) == ["a", "b", "all"]
    assert (first["low"], first["high"]) == (pytest.approx(25.975), pytest.approx(975.025))
    assert first["uncertainty_percent"] == pytest.approx(50 * (975.025 - 25.975) / 500.5)
    assert (both["samples"], both["mean"]) == (2000, 1000.5)


@pytest.mark.parametrize("design", [LATIN, SEQUENCE])
def test_designs_fill_every_slice_once(design: str) -> None:
    unit = draw(design, 5, 64, seed=2)
    assert np.array_equal(np.sort((unit * 64).astype(int), axis=0), np.tile(np.arange(64)[:, None], 5))
    assert np.array_equal(unit, draw(design, 5, 64, seed=2))
