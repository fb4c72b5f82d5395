"""The table of growth curves and the arrays that the kernel takes from it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from landsim.core import parameters
from landsim.core.dimensions import COUNTRIES, FOREST_TYPES, GROWTH_FORMS, growth_curve_table
from landsim.core.forest import chapman_richards, logistic, production
from landsim.core.simulation import growth_tables, largest_production, stock_density_above_rotation
from landsim.core.state import LUMP_AGES, N_AGES, N_STRATA

TABLE = growth_curve_table()
WEIGHT = np.full((len(COUNTRIES), N_STRATA, len(LUMP_AGES)), 1.0 / len(LUMP_AGES))


def test_forest_types_are_unique():
    assert len(set(FOREST_TYPES)) == len(FOREST_TYPES) == len(TABLE)


@pytest.mark.parametrize("row", TABLE, ids=FOREST_TYPES)
def test_every_row_is_sane(row):
    assert row["growth_form"] in GROWTH_FORMS
    assert row["source"].strip()
    assert row["status"] in ("fitted", "assumption")
    for name, low, high in (
        ("asymptote", "asymptote_low", "asymptote_high"), ("rate", "rate_low", "rate_high"),
        ("shape", "shape_low", "shape_high"), ("stocking_factor", "stocking_low", "stocking_high"),
        ("minimum_rotation", "rotation_low", "rotation_high"),
    ):  # fmt: skip
        assert 0.0 < float(row[low]) <= float(row[name]) <= float(row[high]), name
    assert 1.0 < float(row["asymptote"]) < 500.0
    # A stand of this region holds 5 to 160 tC/ha at 50 years; dryland shrubs less.
    biomass = float(row["asymptote"]) * (1.0 - math.exp(-50.0 * float(row["rate"]))) ** float(row["shape"])
    assert biomass < 160.0
    assert biomass > (3.0 if row["growth_form"] == "shrub" else 15.0)


def test_plots_stand_behind_every_fit():
    for row in TABLE:
        if row["status"] == "fitted":
            assert int(row["n_points"]) >= 7, row["type"]


@pytest.mark.parametrize("form", range(len(GROWTH_FORMS)), ids=GROWTH_FORMS)
def test_declared_tissue_shares_of_a_growth_form_add_up_to_one(form):
    values = parameters.defaults()
    tissues = ("merchantable", "foliage", "other_wood", "coarse_roots", "fine_roots")
    shares = [parameters.take(values, f"forest.share_{tissue}")[form] for tissue in tissues]
    assert sum(shares) == pytest.approx(1.0, abs=1e-12)
    assert min(shares) >= 0.0


def test_overridden_tissue_shares_are_brought_back_to_one():
    tables = growth_tables(parameters.resolve({"forest.share_foliage": 0.2}), WEIGHT)
    assert tables.share.sum(axis=1) == pytest.approx(np.ones(len(GROWTH_FORMS)), abs=1e-14)


def test_tables_hold_the_curve_of_every_type_at_whole_ages():
    values = parameters.defaults()
    tables = growth_tables(values, WEIGHT)
    a, k, p = (parameters.take(values, f"forest.{name}") for name in ("asymptote", "rate", "shape"))
    assert tables.biomass.shape == tables.increment.shape == (len(FOREST_TYPES), N_AGES)
    for kind in range(len(FOREST_TYPES)):
        for age in (0, 1, 17, 80, N_AGES - 2):
            here, later = (chapman_richards(float(x), a[kind], k[kind], p[kind]) for x in (age, age + 1))
            assert tables.biomass[kind, age] == pytest.approx(here, rel=1e-12)
            assert tables.increment[kind, age] == pytest.approx(later - here, rel=1e-9, abs=1e-12)
    assert (tables.increment >= 0.0).all()
    assert (tables.increment[:, :50] > 0.0).all()


@pytest.mark.parametrize("share", [0.3, 1.0])
def test_tables_mix_the_two_forms(share):
    values = parameters.resolve({"forest.logistic_share": share})
    tables = growth_tables(values, WEIGHT)
    first = [parameters.take(values, f"forest.{name}") for name in ("asymptote", "rate", "shape")]
    second = [parameters.take(values, f"forest.logistic_{name}") for name in ("asymptote", "rate", "constant")]
    for kind in range(len(FOREST_TYPES)):
        for age in (0, 1, 17, 80, N_AGES - 1):
            one, other = (
                form(float(age), *(column[kind] for column in columns))
                for form, columns in ((chapman_richards, first), (logistic, second))
            )
            mixed = (1.0 - share) * one + share * other
            assert tables.biomass[kind, age] == pytest.approx(mixed, rel=1e-12, abs=1e-14)
    assert (tables.increment >= 0.0).all()


@pytest.mark.parametrize("row", TABLE, ids=FOREST_TYPES)
def test_the_logistic_curve_is_near_the_one_it_stands_in_for(row):
    ages = np.arange(151.0)
    one = [chapman_richards(age, *(float(row[name]) for name in ("asymptote", "rate", "shape"))) for age in ages]
    names = ("logistic_asymptote", "logistic_rate", "logistic_constant")
    other = [logistic(age, *(float(row[name]) for name in names)) for age in ages]
    rmse = float(np.sqrt(np.mean((np.array(one) - np.array(other)) ** 2)))
    assert rmse == pytest.approx(float(row["logistic_rmse"]), abs=0.006)
    # Four per cent of the old stand is far below the scatter of the plots; only a shape of 0.7 is out of reach.
    assert rmse < 0.04 * one[-1]


def test_largest_production_is_that_of_the_worst_age():
    values = parameters.defaults()
    tables = growth_tables(values, WEIGHT)
    largest = largest_production(values)
    for kind in range(len(FOREST_TYPES)):
        form = tables.form[kind]
        turnover = float(tables.share[form] @ tables.turnover[form])
        by_age = [production(tables.biomass[kind, a], tables.increment[kind, a], turnover) for a in range(N_AGES)]
        assert largest[kind] == pytest.approx(max(by_age), rel=1e-12)


def test_increments_add_up_to_the_biomass():
    tables = growth_tables(parameters.defaults(), WEIGHT)
    summed = np.cumsum(tables.increment, axis=1)[:, :-1]
    assert summed == pytest.approx(tables.biomass[:, 1:], rel=1e-10)


def test_planned_stock_counts_only_stands_above_rotation_age():
    """All forest in the lump of age 40 to 50: larch of the permafrost comes to its rotation of 90 in the fifth decade.

    In the middle of that decade the lump is 85 to 95 years old, so half of it counts.
    """
    weight = np.zeros_like(WEIGHT)
    weight[:, :, LUMP_AGES.index(45)] = 1.0
    values = parameters.defaults()
    kind = FOREST_TYPES.index("larch_permafrost_E_Siberia")
    rotation = parameters.take(values, "forest.minimum_rotation")[kind]
    density = stock_density_above_rotation(values, weight, 7)
    a, k, p = (parameters.take(values, f"forest.{name}")[kind] for name in ("asymptote", "rate", "shape"))
    for decade in range(7):
        age = 45 + 10 * decade + 5
        ripe = 0.5 if age == rotation else float(age > rotation)
        expected = ripe * chapman_richards(float(age), a, k, p)
        assert density[decade, 0, 0, kind] == pytest.approx(expected, rel=1e-12)
