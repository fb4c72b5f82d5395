"""Scores and rivals against numbers worked out by hand, and against what must hold for any series."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsim.calibration.scores import rivals, scores, trend


def observed(values: dict[int, float], last_training_year: int = 2003) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "country": "JPN",
            "variable": "lulucf_net",
            "year": list(values),
            "value": list(values.values()),
            "unit": "MtCO2e",
            "role": ["train" if year <= last_training_year else "validate" for year in values],
        }
    )


def modelled(table: pd.DataFrame, values: list[float]) -> pd.Series:
    return pd.Series(values, index=pd.MultiIndex.from_frame(table[["country", "variable", "year"]]))


def test_scores_are_those_worked_out_by_hand() -> None:
    table = observed({2001: -10.0, 2002: -12.0, 2003: -14.0, 2004: -16.0, 2005: -10.0})
    found = scores(table, modelled(table, [-11.0, -11.0, -14.0, -13.0, -14.0]), "shipped").set_index("role")
    train, later = found.loc["train"], found.loc["validate"]
    assert (train["bias"], train["mae"]) == pytest.approx((0.0, 2 / 3), abs=1e-5)
    assert train["mae_percent"] == pytest.approx(100 * (2 / 3) / 12, rel=1e-5)
    assert (train["trend_observed"], train["trend_model"]) == pytest.approx((-2.0, -1.5))
    # The last training value, -14, against -16 and -10; the line through -10, -12, -14 goes on to -16 and -18.
    assert later["persistence_mae"] == pytest.approx((2 + 4) / 2)
    assert later["linear_mae"] == pytest.approx((0 + 8) / 2)
    assert (later["bias"], later["mae"]) == pytest.approx(((3 - 4) / 2, (3 + 4) / 2))
    assert (later["first_year"], later["last_year"], later["values"]) == (2004, 2005, 2)


def test_one_training_value_can_only_be_held() -> None:
    held, line = rivals(np.array([2009.0]), np.array([0.4]), np.array([2015.0, 2020.0]))
    assert held.tolist() == line.tolist() == [0.4, 0.4]
    assert np.isnan(trend(np.array([2009.0]), np.array([0.4])))


def test_rivals_do_not_know_the_held_out_years() -> None:
    one = observed({2001: 1.0, 2002: 2.0, 2003: 4.0, 2004: 5.0})
    other = observed({2001: 1.0, 2002: 2.0, 2003: 4.0, 2004: 500.0})
    at = np.array([2004.0])
    for table in (one, other):
        known = table[table["role"] == "train"]
        held, line = rivals(known["year"].to_numpy(float), known["value"].to_numpy(float), at)
        assert (held[0], line[0]) == pytest.approx((4.0, 7 / 3 + 2 * 1.5))


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.floats(-1e3, 1e3).filter(lambda v: abs(v) > 1e-3), min_size=6, max_size=12),
    st.floats(0.1, 50.0),
    st.booleans(),
)
def test_a_model_that_is_off_by_a_constant_has_that_bias_and_the_right_trend(
    values: list[float], shift: float, above: bool
) -> None:
    table = observed({1998 + i: value for i, value in enumerate(values)})
    moved = shift if above else -shift
    found = scores(table, modelled(table, [value + moved for value in values]), "shipped")
    size = max(abs(value) for value in values)
    assert np.allclose(found["bias"], moved, rtol=1e-4, atol=1e-5 * size)
    assert np.allclose(found["mae"], shift, rtol=1e-4, atol=1e-5 * size)
    train = found[found["role"] == "train"].iloc[0]
    assert train["trend_model"] == pytest.approx(train["trend_observed"], rel=1e-3, abs=1e-4 * size)
