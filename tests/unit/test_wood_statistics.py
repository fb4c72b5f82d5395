"""Statistics of wood products: whole, of domestic logs only, and never of a year after 2020."""

from __future__ import annotations

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
def table(monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """The table in a copy that a test may change; what was read before is forgotten, and again afterwards."""
    own = facts.load_table(TABLE)
    others = facts._read
    monkeypatch.setattr(facts, "_read", lambda name: own if name == TABLE else others(name))
    facts._rows_of_series.cache_clear()
    read_statistics.cache_clear()
    yield own
    facts._rows_of_series.cache_clear()
    read_statistics.cache_clear()


def select(table: pd.DataFrame, variable: str, country: str) -> pd.Series:
    return (table["variable"] == variable) & (table["country"] == country)


def test_the_domestic_share_of_the_feedstock_by_hand() -> None:
    share = domestic_share(np.array([100.0, 0.0, 10.0, 0.0]), np.array([20.0, 0.0, 30.0, 0.0]), np.array([40.0, 5.0, 5.0, 0.0]))
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


def test_years_after_2020_never_enter(table: pd.DataFrame) -> None:
    assert table["year"].max() > 2020
    before = {product: values.copy() for product, values in read_statistics().domestic.items()}
    table.loc[table["year"] > 2020, "value"] *= 100.0
    facts._rows_of_series.cache_clear()
    read_statistics.cache_clear()
    for product, values in read_statistics().domestic.items():
        np.testing.assert_array_equal(values, before[product])
    table.loc[table["year"] == 2020, "value"] *= 100.0
    facts._rows_of_series.cache_clear()
    read_statistics.cache_clear()
    assert (read_statistics().domestic["sawnwood"][:, -1] > 50.0 * before["sawnwood"][:, -1]).all()


def test_whatever_years_are_there_are_taken(table: pd.DataFrame) -> None:
    """A table that begins later and has a hole is interpolated inside and held outside."""
    chosen = select(table, "production_sawnwood", "JPN") & ~table["year"].isin([2000, 2010])
    table.drop(index=table.index[chosen], inplace=True)
    made = dict(zip(range(1990, 2021), wood_statistics._all("production_sawnwood")[JPN], strict=True))
    assert made[1990] == made[2000] == 17094e3 and made[2020] == made[2010] == 9415e3
    assert made[2005] == pytest.approx((17094e3 + 9415e3) / 2.0)


def test_a_missing_series_is_named(table: pd.DataFrame) -> None:
    table.drop(index=table.index[select(table, "export_wood_pulp", "KOR") & (table["year"] <= 2020)], inplace=True)
    expected = r"wood_products_history\.csv has no row of 'export_wood_pulp' for KOR up to 2020; at least one year"
    with pytest.raises(InputError, match=expected):
        read_statistics()
