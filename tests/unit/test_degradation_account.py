"""Land degradation on the maps of a run: transitions from net changes, and the account of countries and provinces."""

from __future__ import annotations

import numpy as np
import pytest

import landsim
from landsim.core.state import LAND, SNAPSHOT, SNAPSHOTS
from landsim.degradation_account import COVER_OF_LAND, land_covers, transitions
from landsim.degraded_land import LAND_COVERS
from landsim.errors import InputError
from landsim.results import Run

WORDS = ["improvement", "stable", "degradation"]


def test_all_land_of_the_model_has_a_cover() -> None:
    assert tuple(COVER_OF_LAND) == LAND and set(COVER_OF_LAND.values()) < set(LAND_COVERS)
    snapshot = np.zeros((len(SNAPSHOTS), 2))
    for position, name in enumerate(LAND):
        snapshot[getattr(SNAPSHOT, f"area_{name}")] = 10.0**position
    # Natural and planted forest; shrub and grassland; then one each; water is not on a map.
    assert land_covers(snapshot)[:, 1].tolist() == [11.0, 10100.0, 1e3, 1e5, 1e6, 1e7, 0.0]


def test_net_changes_become_transitions() -> None:
    before = np.array([[10.0, 5.0], [60.0, 5.0], [30.0, 0.0], [0.0, 0.0]])
    after = np.array([[16.0, 5.0], [52.0, 5.0], [28.0, 0.0], [4.0, 0.0]])
    area = transitions(before, after)
    assert area[:, :, 0].tolist() == pytest.approx(
        np.array([[10.0, 0.0, 0.0, 0.0], [4.8, 52.0, 0.0, 3.2], [1.2, 0.0, 28.0, 0.8], [0.0] * 4])
    )
    assert (area[:, :, 1] == np.diag(before[:, 1])).all()
    assert area.sum(axis=1) == pytest.approx(before) and area.sum(axis=0) == pytest.approx(after)
    with pytest.raises(InputError, match=r"^before: found -3, expected ha, zero or more\.$"):
        transitions(-3.0 * np.ones((2, 1)), np.ones((2, 1)))


def test_an_account_of_a_run(ndc_first: Run) -> None:
    table = landsim.land_degradation_account(ndc_first)
    assert set(table["lacks"]) == {"productivity"}
    assert list(table["part"].value_counts()) == [6, 6, 6]
    land = ndc_first.landscape
    dry = land.area() - land["area_inland_water"]
    whole = np.bincount(land.country, dry)
    both = table[table["part"] == "land_cover_and_soil"].set_index("country")
    for index, country in enumerate(("CHN", "PRK", "JPN", "MNG", "KOR", "RUS")):
        rows = table[table["country"] == country].set_index("part")
        assert rows[WORDS].sum(axis=1).to_numpy() == pytest.approx(whole[index], rel=1e-9)
        # One out, all out: no less degraded than either part.
        assert both.loc[country, "degradation"] >= rows["degradation"].max() * (1.0 - 1e-12)
    # China's forest grows, and it is no wetland that is lost for it.
    assert table[table["part"] == "land_cover"].set_index("country").loc["CHN", "improvement"] > 1e7


def test_land_cover_is_the_net_change_of_each_unit(ndc_first: Run) -> None:
    """Independent of the transitions: in a unit with one gaining and one losing cover there is nothing to share."""
    maps = ndc_first.simulated.maps[:, :, ndc_first.blocks.lane]
    first, last = (ndc_first.map_years.index(year) for year in (2020, 2030))
    old, new = land_covers(maps[first]), land_covers(maps[last])
    area = transitions(old, new)
    change = new - old
    simple = ((change > 1.0).sum(axis=0) == 1) & ((change < -1.0).sum(axis=0) == 1)
    assert simple.sum() > 100
    moved = area.copy()
    moved[np.arange(7), np.arange(7)] = 0.0
    assert moved.sum(axis=(0, 1))[simple] == pytest.approx(change.max(axis=0)[simple], abs=10.0)


def test_provinces_add_up_to_countries_and_an_override_moves_land(ndc_first: Run) -> None:
    by_country = landsim.land_degradation_account(ndc_first, 1990, 2020)
    by_province = landsim.land_degradation_account(ndc_first, 1990, 2020, by="province")
    added = by_province.groupby(["country", "part"])[WORDS].sum()
    for row in by_country.itertuples():
        assert added.loc[(row.country, row.part)].to_numpy() == pytest.approx([getattr(row, w) for w in WORDS])
    restored = landsim.land_degradation_account(ndc_first, 1990, 2020, matrix=landsim.FARMLAND_RESTORATION)
    gain = (restored["balance"] - by_country["balance"])[by_country["part"] == "land_cover"]
    # Farmland was given up in Russia and Mongolia after 1990.
    assert (gain >= 0.0).all() and gain.max() > 1e6


def test_refusals(ndc_first: Run) -> None:
    with pytest.raises(InputError, match=r"^first_year: found 2000, expected one of 1990, 2020, 2030, 2050\.$"):
        landsim.land_degradation_account(ndc_first, 2000, 2030)
    with pytest.raises(InputError, match=r"^last_year: found 2020, expected a year after 2030\.$"):
        landsim.land_degradation_account(ndc_first, 2030, 2020)
    with pytest.raises(InputError, match=r"^by: found 'unit', expected country or province\.$"):
        landsim.land_degradation_account(ndc_first, by="unit")
