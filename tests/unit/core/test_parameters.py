"""Declared parameters: complete, in range, and resolved as a scenario asks."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from landsim.core import parameters
from landsim.core.dimensions import COUNTRIES, KEYS, SPECIES

ROWS = {str(row["name"]): row for row in parameters.table()}
STATUSES = {"read", "fitted", "derived", "assumption", "calibrated"}


def test_every_element_has_a_name_of_its_own():
    assert len(ROWS) == len(parameters.table()) == len(parameters.elements())


@pytest.mark.parametrize("name", ROWS)
def test_every_element_is_documented_and_in_range(name):
    row = ROWS[name]
    for column in ("unit", "description", "source", "distribution"):
        assert str(row[column]).strip(), column
    assert row["status"] in STATUSES
    assert row["valid_low"] <= row["low"] <= row["default"] <= row["high"] <= row["valid_high"]
    assert all(math.isfinite(row[c]) for c in ("valid_low", "low", "default", "high", "valid_high"))


def test_names_say_which_process_declares_them():
    prefixes = {p.name.split(".")[0] for p in parameters.declared()}
    processes = set(parameters.PROCESSES) | {"climate"}
    assert prefixes <= processes
    assert all(re.fullmatch(r"[a-z_]+\.[a-z0-9_]+", p.name) for p in parameters.declared())


def test_indexed_parameters_have_one_element_for_each_key():
    for parameter in parameters.declared():
        if parameter.dimension:
            assert len(parameter.elements()) == len(KEYS[parameter.dimension])
            assert set(parameter.per_key) <= set(KEYS[parameter.dimension]), parameter.name
        else:
            assert not parameter.per_key, parameter.name


def test_defaults_are_the_declared_ones():
    values = parameters.defaults()
    assert values.dtype == np.float64
    assert list(values) == [row["default"] for row in parameters.table()]
    assert parameters.value(values, "herd.daily_hay") == 1.8
    assert parameters.value(values, "herd.sheep_units.camels") == 5.0
    assert list(parameters.take(values, "herd.sheep_units")) == [6.0, 6.0, 1.0, 0.9, 7.0, 5.0]


def test_resolving_nothing_gives_the_defaults():
    assert np.array_equal(parameters.resolve({}), parameters.defaults())


def test_a_scalar_is_set_alone():
    values = parameters.resolve({"climate.co2_response": 0.5})
    changed = np.flatnonzero(values != parameters.defaults())
    assert list(changed) == [parameters.index()["climate.co2_response"]]
    assert parameters.value(values, "climate.co2_response") == 0.5


def test_the_bare_name_sets_every_key():
    values = parameters.resolve({"forest.growth_scale": 1.2})
    assert list(parameters.take(values, "forest.growth_scale")) == [1.2] * len(COUNTRIES)


@pytest.mark.parametrize("order", [1, -1])
def test_one_element_wins_over_the_bare_name_in_any_order(order):
    asked = [("forest.growth_scale", 1.2), ("forest.growth_scale.MNG", 0.9)][::order]
    scale = parameters.take(parameters.resolve(dict(asked)), "forest.growth_scale")
    assert list(scale) == [0.9 if country == "MNG" else 1.2 for country in COUNTRIES]


def test_one_element_of_an_indexed_parameter_leaves_the_others():
    values = parameters.resolve({"herd.sheep_units.goats": 0.8})
    expected = {"goats": 0.8} | {s: ROWS[f"herd.sheep_units.{s}"]["default"] for s in SPECIES if s != "goats"}
    assert dict(zip(SPECIES, parameters.take(values, "herd.sheep_units"), strict=True)) == expected


def test_an_unknown_name_gets_the_nearest_ones():
    with pytest.raises(KeyError) as raised:
        parameters.resolve({"forest.growth_scal": 1.0})
    text = raised.value.args[0]
    assert text.startswith("parameter 'forest.growth_scal' is not declared; did you mean ")
    assert "forest.growth_scale" in text


def test_an_unknown_key_gets_the_nearest_ones():
    with pytest.raises(KeyError, match=r"forest\.growth_scale\.MNG"):
        parameters.resolve({"forest.growth_scale.MGN": 1.0})


def test_a_name_like_no_other_points_to_the_list():
    with pytest.raises(KeyError, match="see `landsim list parameters`"):
        parameters.resolve({"zzzzqqqq": 1.0})


@pytest.mark.parametrize("value", [-0.01, 1.01])
def test_a_value_outside_the_valid_range_names_range_and_unit(value):
    with pytest.raises(ValueError, match=rf"'climate.co2_response' is {value:g}, expected 0 to 1 1"):
        parameters.resolve({"climate.co2_response": value})


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_the_ends_of_the_valid_range_are_allowed(value):
    assert parameters.value(parameters.resolve({"climate.co2_response": value}), "climate.co2_response") == value


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, True, "0.3", None])
def test_what_is_not_a_finite_number_is_refused(value):
    with pytest.raises(ValueError, match="expected a finite number"):
        parameters.resolve({"climate.co2_response": value})


def test_a_refused_override_changes_nothing_for_the_next_call():
    with pytest.raises(ValueError):
        parameters.resolve({"climate.co2_response": 9.0})
    assert np.array_equal(parameters.resolve({}), parameters.defaults())


def test_the_vector_cannot_be_changed_through_the_defaults():
    parameters.defaults()[:] = -1.0
    assert (parameters.defaults() != -1.0).any()
