"""Hypothesis strategies for small landscapes with plans of every rule."""

from __future__ import annotations

from itertools import chain

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from landscapes import CROPLAND, GRASSLAND, LAND, N_STRATA, NATURAL, PLANTED, Change, make_world

from landsim.core.state import (
    EXCLOSURE,
    GRASS_MODIFICATION,
    GRASS_MODIFIERS,
    HARVEST_CAP,
    HERD_CAP,
    MODIFICATION,
    MODIFIERS,
    RECLASSIFICATION,
    SOIL_MODIFICATION,
    SOIL_MODIFIERS,
    TRANSITION,
)

# Derandomized: the same examples in every run, on every machine. No deadline: the first example loads the kernel.
EXAMPLES = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)

LANDS = range(len(LAND))
# Between two kinds of forest, land is reclassified: a transition always starts or ends outside forest.
PAIRS = [(a, b) for a in LANDS for b in LANDS if a != b and not (a < N_STRATA and b < N_STRATA)]
# A trickle, a few per cent, much, and more than there is.
AMOUNTS = st.sampled_from([1e-7, 0.01, 0.08, 0.6, 1.5])
SPANS = st.tuples(st.integers(0, 8), st.integers(0, 20)).map(lambda s: {"first": s[0], "last": s[0] + s[1]})

transitions = st.builds(
    lambda pair, amount, span, by_aridity: Change(TRANSITION, *pair, amount, by_aridity=by_aridity, **span),
    st.sampled_from(PAIRS), AMOUNTS, SPANS, st.booleans(),
)  # fmt: skip
reclassifications = st.builds(
    lambda pair, amount, span: Change(RECLASSIFICATION, *pair, amount, **span),
    st.sampled_from([(NATURAL, PLANTED), (PLANTED, NATURAL)]), AMOUNTS, SPANS,
)  # fmt: skip
exclosures = st.builds(lambda amount, span: Change(EXCLOSURE, GRASSLAND, GRASSLAND, amount, **span), AMOUNTS, SPANS)
herd_caps = st.builds(
    lambda amount, level, span: Change(HERD_CAP, GRASSLAND, GRASSLAND, amount, level=level, **span),
    AMOUNTS, st.sampled_from([0.0, 0.5, 1.0, 1.3]), SPANS,
)  # fmt: skip
# Coverage of forest that changes a process on it, within the levels that scenarios may ask for and at their ends.
LEVELS = {
    "fire": (0.0, 0.5, 1.0), "insects": (0.0, 0.5, 1.0), "harvest": (0.3, 1.0), "increment": (-0.5, 0.05, 0.5),
    "rotation": (1.0, 20.0, 100.0),
}  # fmt: skip
modifications = st.sampled_from(MODIFIERS).flatmap(
    lambda name: st.builds(
        lambda source, amount, level, span: Change(
            MODIFICATION, source, MODIFIERS.index(name), amount, level=level, **span
        ),
        st.sampled_from([NATURAL, PLANTED]), AMOUNTS, st.sampled_from(LEVELS[name]), SPANS,
    )
)  # fmt: skip
harvest_caps = st.builds(
    lambda source, amount, level, span: Change(HARVEST_CAP, source, NATURAL, amount, level=level, **span),
    st.sampled_from([NATURAL, PLANTED]), AMOUNTS, st.sampled_from([0.0, 0.7, 5.0]), SPANS,
)  # fmt: skip
care = st.builds(
    lambda which, amount, level, span: Change(
        GRASS_MODIFICATION, GRASSLAND, which, amount, level=level, **span
    ),
    st.sampled_from(range(len(GRASS_MODIFIERS))), AMOUNTS, st.sampled_from([0.0, 0.1, 0.5, 1.0]), SPANS,
)  # fmt: skip
# Tillage covers a hectare once; carbon comes in by up to as much as anyone spreads.
soil_care = st.sampled_from(SOIL_MODIFIERS).flatmap(
    lambda name: st.builds(
        lambda amount, level, span: Change(
            SOIL_MODIFICATION, CROPLAND, SOIL_MODIFIERS.index(name), amount, level=level, **span
        ),
        AMOUNTS, st.sampled_from((1.0,) if "tillage" in name else (0.0, 0.4, 5.0)), SPANS,
    )
)  # fmt: skip
# Land that is gained and lost again within a year, in either order.
churn = st.builds(
    lambda land, source, destination, amounts, span, turn: [
        Change(TRANSITION, source, land, amounts[0], **span),
        Change(TRANSITION, land, destination, amounts[1], **span),
    ][:: -1 if turn else 1],
    st.sampled_from(range(N_STRATA)), st.sampled_from(range(N_STRATA, len(LAND))),
    st.sampled_from(range(N_STRATA, len(LAND))), st.tuples(AMOUNTS, AMOUNTS), SPANS, st.booleans(),
)  # fmt: skip
single = st.one_of(transitions, transitions, reclassifications, exclosures, herd_caps).map(lambda one: [one])
plans = st.lists(st.one_of(single, single, churn), max_size=6).map(lambda parts: list(chain(*parts)))

# Coverage of forest, grassland and cropland together with everything that changes land or herds.
coverage = st.lists(st.one_of(modifications, modifications, harvest_caps, care, soil_care), min_size=1, max_size=6)
everything = st.builds(lambda rest, covered: [*rest, *covered], plans, coverage)


def worlds(changes: st.SearchStrategy[list[Change]] = plans, max_blocks: int = 3, max_years: int = 25):
    """Random landscapes: blocks of random countries, random areas, climate, drivers and plan."""
    return st.builds(
        make_world,
        seed=st.integers(0, 2**16),
        countries=st.lists(st.integers(0, 5), min_size=1, max_size=max_blocks).map(tuple),
        years=st.integers(1, max_years),
        changes=changes.map(tuple),
        warming=st.sampled_from([0.0, 0.03, 0.1]),
        burning=st.sampled_from([0.0, 0.01, 0.3]),
        harvest=st.sampled_from([0.0, 0.005, 0.2]),
        herd=st.sampled_from([0.0, 0.5, 3.0, 200.0]),
        empty=st.sampled_from([0.0, 0.3, 0.9]),
    )
