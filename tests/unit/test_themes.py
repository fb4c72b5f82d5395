"""Themes of policy: every kind and variable named exists, every kind serves a theme, and bad rows are refused."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd
import pytest

from landsim.errors import InputError
from landsim.policy.measures import MEASURE_KINDS
from landsim.results import Run
from landsim.themes import COLUMNS, THEME_SETS, check_variables, load_themes, themes_from, written_variables

GOOD = {
    "theme_set": "GFG",
    "key": "k",
    "theme": "fire",
    "measure_kinds": "fire_management; steppe_fire_control",
    "variables": "stocks:burned_area",
    "note": "",
    "source": "a test",
}


def table(*changes: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([{**GOOD, **change} for change in changes], columns=list(COLUMNS))


def test_the_lists_are_whole() -> None:
    found = Counter(theme.theme_set for theme in load_themes())
    assert found["GFG"] == 15 and found["SRCCL"] == 40 and set(found) == set(THEME_SETS)
    assert [theme.key for theme in load_themes() if theme.theme_set == "GFG"] == list("abcdefghijklmno")


def test_every_kind_of_measure_serves_a_theme() -> None:
    served = {kind for theme in load_themes() for kind in theme.measure_kinds}
    assert served == set(MEASURE_KINDS)


def test_a_run_writes_every_variable_that_a_theme_names(baseline: Run) -> None:
    written = written_variables(baseline)
    assert {"stocks:forest_area", "ledger:lost_forest", "stocks:dust_emission_index"} <= written
    check_variables(load_themes(), written)


def test_names_of_a_row_are_parted_and_none_is_nothing() -> None:
    one, other = themes_from(table({}, {"key": "j", "measure_kinds": "none", "variables": "none", "note": "why"}))
    assert one.measure_kinds == ("fire_management", "steppe_fire_control")
    assert one.variables == ("stocks:burned_area",)
    assert other.measure_kinds == other.variables == ()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"theme_set": "SDG"}, "theme SDG k: unknown theme set, expected one of GFG, SRCCL, LDN."),
        (
            {"measure_kinds": "fire_managment"},
            "theme GFG k: there is no kind of measure 'fire_managment', did you mean 'fire_management'?",
        ),
        (
            {"measure_kinds": ""},
            "theme GFG k: measure_kinds is '', expected names parted by semicolons, or the word none alone.",
        ),
        (
            {"variables": "none; stocks:burned_area"},
            "theme GFG k: variables is 'none; stocks:burned_area', "
            "expected names parted by semicolons, or the word none alone.",
        ),
        (
            {"variables": "maps:burned_area"},
            "theme GFG k: found the variable 'maps:burned_area', expected table:variable "
            "with one of the tables inventory, stocks, provinces, indicators, ledger.",
        ),
        (
            {"variables": "stocks"},
            "theme GFG k: found the variable 'stocks', expected table:variable "
            "with one of the tables inventory, stocks, provinces, indicators, ledger.",
        ),
        (
            {"measure_kinds": "none", "variables": "none"},
            "theme GFG k: nothing answers to it, expected a note that says why.",
        ),
        ({"theme": " "}, "theme GFG k: theme is empty, expected a text."),
        ({"source": ""}, "theme GFG k: source is empty, expected a text."),
    ],
)
def test_a_bad_row_is_refused(change: dict[str, str], sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        themes_from(table(change))
    assert str(caught.value) == f"policy_themes.csv, {sentence}"


def test_a_theme_that_stands_twice_is_refused() -> None:
    with pytest.raises(InputError, match="theme GFG k: the theme stands twice, expected one row for each"):
        themes_from(table({}, {"theme": "fire again"}))


def test_a_variable_that_no_run_writes_is_refused() -> None:
    themes = themes_from(table({"variables": "stocks:burnt_area"}))
    with pytest.raises(InputError) as caught:
        check_variables(themes, {"stocks:burned_area", "stocks:forest_area"})
    assert str(caught.value) == (
        "policy_themes.csv, theme GFG k: no run writes 'stocks:burnt_area', did you mean 'stocks:burned_area'?"
    )
