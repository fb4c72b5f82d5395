"""What holds for land degradation whatever the numbers are."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from worlds import EXAMPLES

import landsim
from landsim.coded_words import OUTCOMES
from landsim.degraded_land import LAND_COVERS

RANK = {word: rank for rank, word in enumerate(OUTCOMES)}
OPPOSITE = dict(zip(OUTCOMES, OUTCOMES[::-1], strict=True))
FIVE = ("degradation", "moderate_decline", "stressed", "stable", "improvement")
WORDS = st.sampled_from(OUTCOMES)
# Whole numbers, so that turning and scaling a series is exact.
SERIES = st.integers(8, 30).flatmap(lambda n: arrays.arrays(np.float64, n, elements=st.integers(1, 1000).map(float)))


@EXAMPLES
@given(parts=st.tuples(WORDS, WORDS, WORDS))
def test_the_order_of_the_three_parts_does_not_matter(parts: tuple[str, str, str]) -> None:
    assert len({landsim.land_degradation(*order) for order in permutations(parts)}) == 1


@EXAMPLES
@given(parts=st.lists(WORDS, min_size=3, max_size=3), which=st.integers(0, 2), better=WORDS)
def test_a_better_part_never_makes_land_worse(parts: list[str], which: int, better: str) -> None:
    assume(RANK[better] >= RANK[parts[which]])
    changed = [*parts[:which], better, *parts[which + 1 :]]
    assert RANK[landsim.land_degradation(*changed)] >= RANK[landsim.land_degradation(*parts)]


@EXAMPLES
@given(trend=WORDS, state=WORDS, better=WORDS)
def test_better_productivity_never_makes_land_worse(trend: str, state: str, better: str) -> None:
    for performance in ("stable", "degradation"):
        found = landsim.productivity_degradation(trend, state, performance)
        as_good = landsim.productivity_degradation(trend, state, "stable")
        assert FIVE.index(as_good["five_classes"]) >= FIVE.index(found["five_classes"])
        if RANK[better] >= RANK[trend]:
            other = landsim.productivity_degradation(better, state, performance)
            assert RANK[other["three_classes"]] >= RANK[found["three_classes"]]
        if RANK[better] >= RANK[state]:
            other = landsim.productivity_degradation(trend, better, performance)
            assert RANK[other["three_classes"]] >= RANK[found["three_classes"]]


@EXAMPLES
@given(series=SERIES)
def test_a_series_read_backwards_has_the_opposite_trend(series: np.ndarray) -> None:
    there, back = landsim.mann_kendall(series), landsim.mann_kendall(series[::-1])
    assert (there["s"], there["variance"], there["p"]) == (-back["s"], back["variance"], back["p"])
    # The slope of a series read backwards is another sum of the same numbers.
    assume(abs(abs(np.polyfit(np.arange(len(series)), series, 1)[0]) / series.mean() - 0.003) > 1e-9)
    assert landsim.productivity_trend(series[::-1]) == OPPOSITE[landsim.productivity_trend(series)]


@EXAMPLES
@given(series=SERIES, power=st.integers(-20, 20), least=st.sampled_from([0.0, 0.003, 0.02]))
def test_units_of_production_do_not_matter(series: np.ndarray, power: int, least: float) -> None:
    scaled = series * 2.0**power
    assert landsim.productivity_trend(scaled, least) == landsim.productivity_trend(series, least)
    assert landsim.productivity_state(scaled[:-3], scaled[-3:]) == landsim.productivity_state(series[:-3], series[-3:])


@EXAMPLES
@given(series=SERIES)
def test_mann_kendall_reads_ranks_alone(series: np.ndarray) -> None:
    plain, bent = landsim.mann_kendall(series), landsim.mann_kendall(np.sqrt(series))
    assert plain == bent
    assert abs(plain["s"]) <= len(series) * (len(series) - 1) / 2 and 0.0 <= plain["p"] <= 1.0


@EXAMPLES
@given(series=SERIES, least=st.floats(0.0, 0.05), more=st.floats(0.0, 0.05))
def test_a_higher_least_slope_only_takes_trends_away(series: np.ndarray, least: float, more: float) -> None:
    assert landsim.productivity_trend(series, least + more) in (landsim.productivity_trend(series, least), "stable")


@EXAMPLES
@given(baseline=SERIES, recent=st.floats(0.0, 2000.0), more=st.floats(0.0, 1000.0), order=st.randoms())
def test_state_rises_with_the_last_years_and_knows_no_order_of_the_baseline(
    baseline: np.ndarray, recent: float, more: float, order: object
) -> None:
    found = landsim.productivity_state(baseline, [recent] * 3)
    assert RANK[landsim.productivity_state(baseline, [recent + more] * 3)] >= RANK[found]
    mixed = list(baseline)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    assert landsim.productivity_state(mixed, [recent] * 3) == found


@EXAMPLES
@given(npp=arrays.arrays(np.float64, (2, 12), elements=st.integers(0, 1000).map(float)), kinds=st.integers(1, 4))
def test_names_of_ecological_units_do_not_matter(npp: np.ndarray, kinds: int) -> None:
    labels = np.arange(12) % kinds
    found = landsim.productivity_performance(npp, labels)
    assert (landsim.productivity_performance(npp, (kinds - labels).astype(str)) == found).all()
    # Each kind alone gives the same, and land at its best is never poor.
    for kind in range(kinds):
        here = labels == kind
        assert (landsim.productivity_performance(npp[:, here], labels[here]) == found[here]).all()
        assert found[here][npp.mean(axis=0)[here].argmax()] == "stable"


@EXAMPLES
@given(before=st.floats(1.0, 500.0), after=st.floats(0.0, 500.0), more=st.floats(0.0, 500.0))
def test_more_soil_carbon_is_never_worse(before: float, after: float, more: float) -> None:
    found = landsim.soil_carbon_degradation(before, after)
    assert RANK[landsim.soil_carbon_degradation(before, after + more)] >= RANK[found]
    assert landsim.soil_carbon_degradation(before, before) == "stable"


@EXAMPLES
@given(
    cover=st.tuples(st.sampled_from(LAND_COVERS), st.sampled_from(LAND_COVERS)), carbon=st.floats(0.1, 300.0),
    years=st.floats(0.0, 40.0), later=st.floats(0.0, 40.0),
    climate=st.sampled_from(["boreal_dry", "cool_temperate_moist"]),
)  # fmt: skip
def test_soil_carbon_moves_one_way_and_stops(
    cover: tuple[str, str], carbon: float, years: float, later: float, climate: str
) -> None:
    def at(time: float) -> float:
        return float(landsim.soil_carbon_after_conversion(carbon, *cover, time, climate=climate))

    end = at(20.0)
    assert at(0.0) == carbon and at(20.0 + later) == end
    assert abs(at(years + later) - end) <= abs(at(years) - end) * (1.0 + 1e-12) + 1e-12
    # What is sealed and opened again gets back a fifth of its carbon; all else comes back.
    if not {"artificial", "other_land"} & set(cover):
        back = landsim.soil_carbon_after_conversion(end, *cover[::-1], 20.0, climate=climate)
        assert back == pytest.approx(carbon, rel=1e-12)


@EXAMPLES
@given(
    status=st.lists(WORDS, min_size=1, max_size=30), seed=st.integers(0, 2**32 - 1), groups=st.integers(1, 5)
)  # fmt: skip
def test_groups_add_up_to_all_land_in_any_order(status: list[str], seed: int, groups: int) -> None:
    random = np.random.default_rng(seed)
    area = random.integers(0, 1000, len(status)).astype(float)
    labels = random.integers(0, groups, len(status))
    found, whole = landsim.neutrality(status, area, labels), landsim.neutrality(status, area)
    for column in (*OUTCOMES, "balance"):
        assert found[column].sum() == whole[column][0]
    order = random.permutation(len(status))
    mixed = landsim.neutrality(np.array(status)[order], area[order], labels[order])
    assert all((mixed[column] == found[column]).all() for column in found)
    opposite = landsim.neutrality([OPPOSITE[word] for word in status], area, labels)
    assert (opposite["balance"] == -found["balance"]).all()
