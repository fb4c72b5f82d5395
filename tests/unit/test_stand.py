"""Single stands: carbon closes, events do what their matrices say, curves, many stands, and every refusal."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

import landsim
from landsim.core import disturbance, parameters
from landsim.core.dead_organic_matter import POOLS
from landsim.core.disturbance import CARBON
from landsim.core.forest import TISSUES
from landsim.errors import InputError

YEARS = 30
STEM_TO_FINE_TURNOVER = np.array([0.0045, 0.10, 0.04, 0.02, 0.641])
EVENTS = (
    "wildfire", "surface_fire", "insects", "clearcut", "clearcut_slash_burn", "partial_cut", "deforestation",
)  # fmt: skip
START = dict(
    zip(CARBON[:15], (30.0, 4.0, 12.0, 9.0, 2.0, 6.0, 2.0, 15.0, 5.0, 9.0, 25.0, 80.0, 5.0, 2.0, 1.0), strict=True)
)
CURVE = {"asymptote": 120.0, "rate": 0.03, "shape": 1.9, "years": YEARS}


def growing(years: int = YEARS) -> pd.DataFrame:
    """Plain increments, tC/ha/yr."""
    return pd.DataFrame([[0.6, 0.08, 0.2, 0.18, 0.03]] * years, columns=list(TISSUES))


def simulate(**changes: Any) -> pd.DataFrame:
    given: dict[str, Any] = {
        "initial_pools": START, "net_increment": growing(), "mean_annual_temperature": 2.0, **changes
    }  # fmt: skip
    return landsim.simulate_stand(**given)


def message_of(**changes: Any) -> str:
    """The sentence of the refusal."""
    with pytest.raises(InputError) as caught:
        simulate(**changes)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith((".", "?"))
    return message


# ---- events


def test_event_names() -> None:
    assert set(disturbance.events()) == set(EVENTS)


@pytest.mark.parametrize("event", EVENTS)
def test_every_row_of_a_matrix_sums_to_one(event: str) -> None:
    shares = disturbance.matrix(event, parameters.defaults())
    assert np.abs(shares.sum(axis=1) - 1.0).max() <= 1e-12
    assert shares.min() >= 0.0
    for kept in ("below_ground_slow", "products", "co2", "ch4", "co"):
        assert shares[CARBON.index(kept), CARBON.index(kept)] == 1.0


def test_published_rows_sum_to_one_and_have_a_source() -> None:
    for rows in disturbance.published().values():
        totals: dict[str, float] = {}
        for row in rows:
            totals[row["from_pool"]] = totals.get(row["from_pool"], 0.0) + float(row["share"])
            assert row["source"] and {row["from_pool"], row["to_pool"]} <= set(CARBON)
        assert all(abs(total - 1.0) < 1e-6 for total in totals.values())


def test_the_clearcut_table_agrees_with_the_harvest_parameter() -> None:
    shares = {(r["from_pool"], r["to_pool"]): float(r["share"]) for r in disturbance.published()["clearcut"]}
    assert shares["merchantable", "products"] == parameters.value(parameters.defaults(), "harvest.product_share")


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_on_its_own_moves_carbon_as_its_matrix_says(event: str) -> None:
    """Nothing grows, falls or decays: only the event is left."""
    still = {f"forest.{name}_turnover": 0.0 for name in ("stem", "foliage", "branch", "coarse_root", "fine_root")}
    still |= {f"dead_organic_matter.{pool}_decay": 1e-6 for pool in POOLS}
    still |= {f"dead_organic_matter.{name}": 0.0 for name in ("stem_snag_fall", "branch_snag_fall", "mixing")}
    result = simulate(net_increment=growing(1) * 0.0, events={1: event}, parameters=still)
    shares = disturbance.matrix(event, parameters.defaults())
    expected = result.loc[0].to_numpy() @ shares
    np.testing.assert_allclose(result.loc[1].to_numpy(), expected, atol=2e-4)


def test_surface_fire_follows_its_construction() -> None:
    shares = disturbance.matrix("surface_fire", parameters.defaults())
    share = {(a, b): shares[i, j] for i, a in enumerate(CARBON) for j, b in enumerate(CARBON)}
    assert share["merchantable", "stem_snag"] == pytest.approx(0.3)
    assert share["merchantable", "merchantable"] == pytest.approx(0.7)
    gases = {pool: sum(share[pool, gas] for gas in ("co2", "ch4", "co")) for pool in CARBON[:14]}
    assert gases["foliage"] == pytest.approx(0.15)
    assert gases["above_ground_very_fast"] == pytest.approx(0.9)
    assert gases["above_ground_fast"] == pytest.approx(0.3)
    assert gases["medium"] == pytest.approx(0.15)
    assert gases["above_ground_slow"] == pytest.approx(0.15)
    assert share["medium", "co2"] / share["medium", "ch4"] == pytest.approx(90.0)
    assert share["medium", "co"] / share["medium", "ch4"] == pytest.approx(9.0)


# ---- carbon


@pytest.mark.parametrize("event", [None, *EVENTS])
def test_carbon_closes_every_year(event: str | None) -> None:
    """Change of all carbon = net increment + litter, where litter is turnover of the mid-year stock."""
    events = {12: event} if event else None
    result = simulate(events=events)
    kept = np.ones(YEARS)
    if event:
        kept[11] = disturbance.living_share_kept(disturbance.matrix(event, parameters.defaults()))
    increment = growing().to_numpy()
    living = result[list(TISSUES)].to_numpy()
    middle = kept[:, None] * living[:-1] + 0.5 * increment
    growth = increment.sum(axis=1) + middle @ STEM_TO_FINE_TURNOVER
    change = np.diff(result.to_numpy().sum(axis=1))
    assert np.abs(change - growth).max() < 1e-9
    assert result.to_numpy().min() >= 0.0
    gases = result[["co2", "ch4", "co", "products"]].diff().iloc[1:]
    assert gases.to_numpy().min() >= 0.0


def test_a_falling_increment_becomes_litter() -> None:
    result = simulate(net_increment=growing() * -0.3)
    slow = simulate(net_increment=growing() * 0.0)
    assert (result["stem_snag"].iloc[1:] > slow["stem_snag"].iloc[1:]).all()
    assert result["merchantable"].iloc[-1] == pytest.approx(30.0 - 0.18 * YEARS)


def test_warmth_speeds_decay_and_leaves_living_biomass_alone() -> None:
    cold, warm = simulate(mean_annual_temperature=-5.0), simulate(mean_annual_temperature=10.0)
    pd.testing.assert_frame_equal(cold[list(TISSUES)], warm[list(TISSUES)])
    assert (warm["co2"].iloc[1:] > cold["co2"].iloc[1:]).all()


def test_ground_without_carbon_stays_empty_until_something_grows() -> None:
    assert simulate(initial_pools={}, net_increment=growing() * 0.0).to_numpy().max() == 0.0


def test_gases_go_on_from_where_they_stood() -> None:
    base, ahead = simulate(), simulate(initial_pools={**START, "co2": 100.0})
    np.testing.assert_allclose(ahead["co2"] - base["co2"], 100.0, rtol=1e-12)


def test_overrides_reach_the_kernel() -> None:
    base = simulate()
    assert simulate(parameters={"forest.stem_turnover": 0.02}).loc[1, "stem_snag"] > base.loc[1, "stem_snag"]
    assert simulate(parameters={"forest.foliage_turnover": 0.95}).loc[1, "co2"] > base.loc[1, "co2"]
    one_key = simulate(parameters={"forest.foliage_turnover.needleleaf": 0.95})
    pd.testing.assert_frame_equal(one_key, simulate(parameters={"forest.foliage_turnover": 0.95}))
    cut = simulate(events={1: "clearcut"}, parameters={"harvest.product_share": 0.5})
    assert cut.loc[1, "products"] == pytest.approx(1.0 + 0.5 * 30.0 + 0.5 * 5.0)
    all_die = simulate(events={1: "surface_fire"}, parameters={"fire.surface_kill_share": 1.0})
    assert all_die.loc[1, "merchantable"] == pytest.approx(0.6)


# ---- growth curve


def test_a_curve_grows_as_chapman_richards() -> None:
    result = simulate(initial_pools={}, net_increment=CURVE)
    living = result[list(TISSUES)].sum(axis=1).to_numpy()
    ages = np.arange(YEARS + 1)
    np.testing.assert_allclose(living, 120.0 * (1.0 - np.exp(-0.03 * ages)) ** 1.9, rtol=1e-10, atol=1e-12)
    shares = result.loc[20, list(TISSUES)] / living[20]
    np.testing.assert_allclose(shares, [0.55, 0.07, 0.17, 0.17, 0.04], rtol=1e-12)


def test_a_curve_may_be_logistic() -> None:
    result = simulate(initial_pools={}, net_increment={**CURVE, "form": "logistic", "shape": 4.0})
    living = result[list(TISSUES)].sum(axis=1).to_numpy()
    left = np.exp(-0.03 * np.arange(YEARS + 1))
    shifted = 120.0 * 5.0 / 4.0 * (1.0 / (1.0 + 4.0 * left) - 1.0 / 5.0)
    np.testing.assert_allclose(living, shifted, rtol=1e-10, atol=1e-12)
    later = simulate(
        initial_pools=result.loc[10].to_dict(),
        net_increment={**CURVE, "form": "logistic", "shape": 4.0, "years": 20},
    )
    np.testing.assert_allclose(later.to_numpy(), result.loc[10:].to_numpy(), rtol=1e-9, atol=1e-9)


def test_a_stand_takes_its_age_from_its_biomass() -> None:
    young = simulate(initial_pools={}, net_increment=CURVE)
    start = young.loc[10].to_dict()
    later = simulate(initial_pools=start, net_increment={**CURVE, "years": 20})
    np.testing.assert_allclose(later.to_numpy(), young.loc[10:].to_numpy(), rtol=1e-9, atol=1e-9)
    named = simulate(initial_pools=start, net_increment=landsim.GrowthCurve(120.0, 0.03, 1.9, 20, age=10.0))
    np.testing.assert_allclose(named.to_numpy(), later.to_numpy(), rtol=1e-9, atol=1e-9)


def test_after_a_fire_the_curve_starts_again_and_after_a_partial_cut_goes_on() -> None:
    start = {"merchantable": 55.0, "foliage": 7.0, "other_wood": 17.0, "coarse_roots": 17.0, "fine_roots": 4.0}
    fresh = simulate(initial_pools={}, net_increment=CURVE)[list(TISSUES)].sum(axis=1).to_numpy()
    burned = simulate(initial_pools=start, net_increment=CURVE, events={5: "wildfire"})
    np.testing.assert_allclose(burned[list(TISSUES)].sum(axis=1).to_numpy()[5:], fresh[1:27], rtol=1e-9)
    cut = simulate(initial_pools=start, net_increment={**CURVE, "years": 200}, events={5: "partial_cut"})
    living = cut[list(TISSUES)].sum(axis=1)
    assert living[5] == pytest.approx(0.5 * living[4], rel=0.1)
    assert living[200] == pytest.approx(120.0, rel=0.01)


def test_nothing_grows_after_deforestation() -> None:
    gone = simulate(initial_pools={}, net_increment=CURVE, events={20: "deforestation"})
    assert gone.loc[20:, list(TISSUES)].to_numpy().max() == 0.0
    assert gone.loc[19, "merchantable"] > 0.0


def test_larch_drops_its_needles_every_year() -> None:
    larch = simulate(initial_pools={}, net_increment={**CURVE, "growth_form": "larch"})
    fir = simulate(initial_pools={}, net_increment=CURVE)
    assert larch.loc[20, "foliage"] < fir.loc[20, "foliage"]
    litter = larch.loc[20, "above_ground_very_fast"] / larch.loc[20, "foliage"]
    assert litter > 3.0 * fir.loc[20, "above_ground_very_fast"] / fir.loc[20, "foliage"]


# ---- many stands


def test_many_stands_are_as_many_single_ones() -> None:
    random = np.random.default_rng(7)
    table = pd.DataFrame(random.uniform(0.0, 40.0, (45, 15)), columns=list(CARBON[:15]), index=range(100, 145))
    warmth = random.uniform(-10.0, 15.0, 45)
    many = landsim.simulate_stands(table, growing(), warmth, {8: "insects", 20: "partial_cut"})
    assert list(many.index) == list(table.index)
    for stand in (0, 31, 32, 44):
        one = simulate(
            initial_pools=table.iloc[stand].to_dict(), mean_annual_temperature=float(warmth[stand]),
            events={8: "insects", 20: "partial_cut"},
        )  # fmt: skip
        assert (many.iloc[stand].to_numpy() == one.loc[YEARS].to_numpy()).all()


@pytest.mark.parametrize(
    "changes,expected",
    [
        ({"initial_pools": pd.DataFrame()}, "initial_pools: expected a table"),
        ({"initial_pools": pd.DataFrame({"stemm": [1.0]})}, "initial_pools: unknown pool 'stemm'"),
        ({"initial_pools": pd.DataFrame({"medium": [1.0, -1.0]})}, "initial_pools, pool 'medium', row 1: found -1.0"),
        ({"initial_pools": pd.DataFrame({"medium": [math.nan]})}, "initial_pools, pool 'medium', row 0: found nan"),
        ({"mean_annual_temperature": [1.0, 2.0]}, "mean_annual_temperature: found 2 values, expected one"),
        (
            {"net_increment": CURVE, "initial_pools": pd.DataFrame([START, START])},
            "net_increment, key 'age': missing",
        ),
        ({"net_increment": growing() * -60.0}, "net_increment: a negative increment takes more than a pool of stand 0"),
    ],
)
def test_many_stands_refuse(changes: dict[str, Any], expected: str) -> None:
    given = {"initial_pools": pd.DataFrame([START]), "net_increment": growing(), "mean_annual_temperature": 2.0}
    with pytest.raises(InputError) as caught:
        landsim.simulate_stands(**{**given, **changes})
    assert str(caught.value).startswith(expected)


# ---- refusals

REFUSALS: list[tuple[dict[str, Any], str]] = [
    (
        {"initial_pools": {"merchantible": 1.0}},
        "initial_pools: unknown pool 'merchantible', did you mean 'merchantable'?",
    ),
    ({"initial_pools": {"medium": -1.0}}, "initial_pools, pool 'medium': found -1 tC/ha, expected zero or more."),
    ({"initial_pools": {"medium": math.nan}}, "initial_pools, pool 'medium': found nothing (NaN), expected a number"),
    ({"initial_pools": {"medium": "much"}}, "initial_pools, pool 'medium': found 'much', expected a number of tC/ha."),
    ({"initial_pools": [1.0]}, "initial_pools: found list, expected a mapping"),
    ({"net_increment": growing().drop(columns="foliage")}, "net_increment: the column 'foliage' is missing"),
    (
        {"net_increment": growing().assign(folage=0.0)},
        "net_increment: unknown column 'folage', did you mean 'foliage'?",
    ),
    ({"net_increment": growing(0)}, "net_increment: found no rows"),
    (
        {"net_increment": growing().assign(year=range(YEARS))},
        "net_increment, column 'year': expected the years 1 to 30 in order.",
    ),
    (
        {"net_increment": growing().replace(0.6, math.nan)},
        "net_increment, column 'merchantable', year 1: found nothing (NaN), expected a number of tC/ha/yr.",
    ),
    ({"net_increment": 3.0}, "net_increment: found float, expected a table with one row for each year"),
    (
        {"net_increment": growing() * -20.0},
        "net_increment, year 3: the increment takes more than the pool 'merchantable' and 'foliage' and 'other_wood'",
    ),
    ({"net_increment": {"asymptote": 1.0}}, "net_increment: the key 'rate' of the growth curve is missing"),
    ({"net_increment": {**CURVE, "growth": "larch"}}, "net_increment: unknown key 'growth'"),
    ({"net_increment": {**CURVE, "form": "logistics"}}, "net_increment, key 'form': unknown form 'logistics', did you"),
    ({"net_increment": {**CURVE, "rate": -1.0}}, "net_increment, key 'rate': found -1.0, expected 0.001 to 1."),
    ({"net_increment": {**CURVE, "rate": math.nan}}, "net_increment, key 'rate': found nan, expected 0.001 to 1."),
    ({"net_increment": {**CURVE, "years": 0}}, "net_increment, key 'years': found 0, expected a whole number"),
    (
        {"net_increment": {**CURVE, "growth_form": "larsh"}},
        "net_increment, key 'growth_form': unknown growth form 'larsh', did you mean 'larch'?",
    ),
    (
        {"net_increment": {**CURVE, "asymptote": 40.0}},
        "net_increment, key 'age': missing, and the initial living biomass",
    ),
    ({"events": {10: "wildfires"}}, "events, year 10: unknown event 'wildfires', did you mean 'wildfire'?"),
    ({"events": {0: "wildfire"}}, "events: found an event in year 0, expected a year from 1 to 30."),
    ({"events": {31: "wildfire"}}, "events: found an event in year 31, expected a year from 1 to 30."),
    ({"events": {1.5: "wildfire"}}, "events: found the year 1.5, expected a whole number from 1 to 30."),
    ({"events": ["wildfire"]}, "events: found list, expected a mapping of year to event name."),
    (
        {"mean_annual_temperature": 274.0},
        "mean_annual_temperature: found 274, expected degrees Celsius from -40 to 40.",
    ),
    ({"mean_annual_temperature": math.nan}, "mean_annual_temperature: found nothing (NaN), expected degrees Celsius"),
    ({"mean_annual_temperature": None}, "mean_annual_temperature: found None, expected degrees Celsius"),
    (
        {"parameters": {"forest.stem_turnovr": 0.1}},
        "parameters: parameter 'forest.stem_turnovr' is not declared; did you",
    ),
    (
        {"parameters": {"forest.stem_turnover": 2.0}},
        "parameters: parameter 'forest.stem_turnover' is 2, expected 0 to 1",
    ),
    ({"parameters": {"forest.stem_turnover": "x"}}, "parameters: parameter 'forest.stem_turnover' is 'x', expected"),
    (
        {"parameters": {"rangeland.recovery": 0.1}},
        "parameters: 'rangeland.recovery' has no effect on a stand with a table",
    ),
    (
        {"parameters": {"forest.foliage_turnover.larch": 0.9}, "net_increment": CURVE, "initial_pools": {}},
        "parameters: 'forest.foliage_turnover.larch' has no effect on a needleleaf stand",
    ),
    ({"parameters": [1]}, "parameters: found list, expected a mapping of declared name to value."),
]


@pytest.mark.parametrize("changes,expected", REFUSALS, ids=[text[:60] for _, text in REFUSALS])
def test_refusals(changes: dict[str, Any], expected: str) -> None:
    assert message_of(**changes).startswith(expected)
