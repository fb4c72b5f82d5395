"""Statistics of wood products: whole, of domestic logs only, and never of a year after 2020."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import pytest

from landsim import facts, wood_statistics
from landsim.errors import InputError
from landsim.names import COUNTRIES
from landsim.wood_statistics import TABLE, domestic_share
from landsim.wood_statistics import wood_statistics as read_statistics

RUS, JPN, MNG = (COUNTRIES.index(country) for country in ("RUS", "JPN", "MNG"))


@pytest.fixture
def replace_table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[pd.DataFrame], None]]:
    """Puts another table in the place of the shipped one; what was read is forgotten, and again after the test."""
    others = facts._read

    def forget() -> None:
        facts._rows_of_series.cache_clear()
        read_statistics.cache_clear()

    def replace(table: pd.DataFrame) -> None:
        monkeypatch.setattr(facts, "_read", lambda name: table if name == TABLE else others(name))
        forget()

    yield replace
    forget()


def select(table: pd.DataFrame, variable: str, country: str) -> pd.Series:
    return (table["variable"] == variable) & (table["country"] == country)


def test_the_domestic_share_of_the_feedstock_by_hand() -> None:
    made, sold, bought = np.array([[100.0, 0.0, 10.0, 0.0], [20.0, 0.0, 30.0, 0.0], [40.0, 5.0, 5.0, 0.0]])
    share = domestic_share(made, sold, bought)
    np.testing.assert_allclose(share, [80.0 / 120.0, 0.0, 0.0, 0.0])


def test_japanese_products_of_1990_by_hand() -> None:
    """Numbers of the table: 29.3 Mm3 of logs felled, 0.03 exported, 27.75 imported; pulp 11.32, 0.018 and 2.85 Mt."""
    found = read_statistics()
    logs = (29300.0 - 29.999006) / (29300.0 - 29.999006 + 27752.794257)
    assert found.domestic["sawnwood"][JPN, 0] == pytest.approx(29781.008e3 * logs)
    assert found.domestic["panels"][JPN, 0] == pytest.approx((8325.0 + 307.0) * 1e3 * logs)
    # 28.1 Mt of paper from 14.2 Mt of pulp: the rest is recovered fibre.
    assert found.domestic["paper"][JPN, 0] == pytest.approx((11321.0 - 18.018622) * 1e3 * logs)
    assert found.exported[JPN, 0] == pytest.approx(29999.006)


def test_a_country_without_pulp_makes_no_paper() -> None:
    assert (read_statistics().domestic["paper"][MNG] == 0.0).all()


def test_the_first_russian_year_is_held_back_and_says_so() -> None:
    found = read_statistics()
    sawnwood = found.domestic["sawnwood"][RUS]
    assert sawnwood[0] == sawnwood[1] == sawnwood[2] != sawnwood[3]
    held = {row.name for row in found.assumptions if row.country == "RUS"}
    assert {"wood_production_sawnwood_held_back", "wood_production_paper_paperboard_held_back"} <= held
    assert all(row.country == "RUS" and row.low <= row.value <= row.high for row in found.assumptions)


def test_years_after_2020_never_enter(replace_table: Callable[[pd.DataFrame], None]) -> None:
    before = read_statistics().domestic
    table = facts.load_table(TABLE)
    assert table["year"].max() > 2020
    table.loc[table["year"] > 2020, "value"] *= 100.0
    replace_table(table)
    for product, values in read_statistics().domestic.items():
        np.testing.assert_array_equal(values, before[product])
    table.loc[(table["year"] == 2020) & (table["variable"] == "production_sawnwood"), "value"] *= 100.0
    replace_table(table)
    np.testing.assert_allclose(read_statistics().domestic["sawnwood"][:, -1], 100.0 * before["sawnwood"][:, -1])


def test_whatever_years_are_there_are_taken(replace_table: Callable[[pd.DataFrame], None]) -> None:
    """A table that begins later and has a hole is interpolated inside and held outside."""
    table = facts.load_table(TABLE)
    replace_table(table[~select(table, "production_sawnwood", "JPN") | table["year"].isin([2000, 2010])])
    made = dict(zip(range(1990, 2021), wood_statistics._all("production_sawnwood")[JPN], strict=True))
    assert made[1990] == made[2000] == 17094e3 and made[2020] == made[2010] == 9415e3
    assert made[2005] == pytest.approx((17094e3 + 9415e3) / 2.0)


def test_a_missing_series_is_named(replace_table: Callable[[pd.DataFrame], None]) -> None:
    table = facts.load_table(TABLE)
    replace_table(table[~select(table, "export_wood_pulp", "KOR") | (table["year"] > 2020)])
    expected = r"wood_products_history\.csv has no row of 'export_wood_pulp' for KOR up to 2020; at least one year"
    with pytest.raises(InputError, match=expected):
        read_statistics()
