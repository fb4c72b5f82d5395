"""Herds by species from year to year: growth on the feed there is, drought and dzud, the trend of the market.

N' = N (1 + (1 - e) r_s (f - b) / (1 - b) + m - d_s), with f = min(1, usable forage / demand) the feed balance of the
country, r_s the growth of the species net of its normal offtake on full feed, b the balance at which it neither grows
nor shrinks, e the share of the country where a bad winter also kills the young, m the trend of the market and d_s the
mortality of grown animals in that winter. Continuous in f, zero at f = b.
"""

from __future__ import annotations

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

_GROWTH = "expert prior: small stock multiplies faster than large"
_LOSS = "expert prior: as the whole herd; camels browse above the snow"
_FORMER = "assumption: from growth that is all sold to none"

PARAMETERS = (
    Parameter(
        "herd_dynamics.growth", "1/yr", 0.08, (-0.5, 1.0), (0.0, 0.2), _GROWTH,
        "yearly growth on full feed, net of normal offtake", dimension="species",
        per_key={
            "cattle": (0.08, 0.03, 0.11, _GROWTH), "buffalo": (0.05, 0.0, 0.1, _GROWTH),
            "sheep": (0.095, 0.05, 0.13, _GROWTH), "goats": (0.125, 0.08, 0.16, _GROWTH),
            "horses": (0.05, 0.0, 0.1, _GROWTH), "camels": (0.03, 0.0, 0.08, _GROWTH),
        },
    ),
    Parameter(
        "herd_dynamics.balanced_feed", "1", 0.6, (0.0, 0.99), (0.4, 0.75), "expert prior",
        "usable forage over demand at which herds neither grow nor shrink",
    ),
    Parameter(
        "herd_dynamics.dzud_probability", "1/yr", 0.0, (0.0, 1.0), (0.0, 0.1), "expert prior",
        "share of winters that are a national dzud", dimension="country",
        per_key={"MNG": (0.15, 0.1, 0.25, "expert prior; locally one winter in three in the Gobi")},
    ),
    Parameter(
        "herd_dynamics.dzud_mortality", "1", 0.132, (0.0, 1.0), (0.1, 0.18), "Begzsuren et al. 2004, Gobi",
        "share of the herd lost in a dzud without drought before it", status="read",
    ),
    Parameter(
        "herd_dynamics.dzud_after_drought_mortality", "1", 0.18, (0.0, 1.0), (0.13, 0.25),
        "Begzsuren et al. 2004, Gobi",
        "share of the herd lost in a dzud after a dry summer", status="read",
    ),
    Parameter(
        "herd_dynamics.drought_mortality", "1", 0.11, (0.0, 1.0), (0.05, 0.15), "Begzsuren et al. 2004, Gobi",
        "share of the herd lost after a dry summer without dzud", status="read",
    ),
    Parameter(
        "herd_dynamics.pressure_mortality", "1", 0.5, (0.0, 5.0), (0.0, 1.0), "expert prior",
        "mortality added for each unit of grazing pressure above 1, relative to a herd in balance",
    ),
    Parameter(
        "herd_dynamics.vulnerability", "1", 1.0, (0.0, 5.0), (0.5, 1.5), _LOSS,
        "share lost in a dzud relative to the whole herd", dimension="species",
        per_key={
            "cattle": (1.0, 0.5, 1.8, _LOSS), "buffalo": (1.0, 0.5, 1.8, _LOSS), "sheep": (1.0, 0.7, 1.3, _LOSS),
            "goats": (1.0, 0.6, 1.4, _LOSS), "horses": (1.0, 0.5, 1.5, _LOSS), "camels": (0.7, 0.2, 1.2, _LOSS),
        },
    ),
    Parameter(
        "herd_dynamics.market_trend", "1/yr", 0.0, (-0.5, 0.5), (-0.03, 0.03), "no trend is foreseen",
        "growth that prices add from 2021 on", dimension="country",
    ),
    Parameter(
        "herd_dynamics.trend_1990_1993", "1/yr", -0.08, (-0.5, 0.5), (-0.14, -0.02),
        f"{_FORMER}; collectives sold their herds at fixed offtake",
        "growth of Mongolia's herds that the market took away until 1993; only in the model's past",
    ),
    Parameter(
        "herd_dynamics.trend_1994_1999", "1/yr", -0.04, (-0.5, 0.5), (-0.08, 0.0),
        f"{_FORMER}; new owners lived on their herds",
        "growth of Mongolia's herds that the market took away from 1994 to 1999; only in the model's past",
    ),
    Parameter(
        "herd_dynamics.dry_summer", "1", 0.7, (0.0, 1.0), (0.6, 0.8), "expert prior",
        "forage relative to its mean below which a summer is a drought",
    ),
    Parameter(
        "herd_dynamics.small_winter_mortality", "1", 0.01, (0.0, 1.0), (0.0, 0.03), "assumption: losses not recorded",
        "share of the herd lost in a winter recorded as hard in places",
    ),
    Parameter(
        "herd_dynamics.regional_winter_mortality", "1", 0.03, (0.0, 1.0), (0.01, 0.06),
        "assumption: losses not recorded",
        "share of the herd lost in a winter recorded as a regional dzud",
    ),
)  # fmt: skip


@scalar
def feed_balance(usable_forage, demand):
    """Usable forage over demand, at most 1 (1); 1 where nothing is demanded."""
    return min(1.0, usable_forage / demand) if demand > 0.0 else 1.0


@scalar
def winter_loss(mortality, pressure, pressure_mortality, vulnerability):
    """Share of a species lost in a bad winter (0-1): more where the pasture was overgrazed."""
    return min(1.0, mortality * (1.0 + pressure_mortality * max(0.0, pressure - 1.0)) * vulnerability)


@scalar
def next_heads(heads, growth, feed, balanced_feed, market_trend, lost, extent):
    """Heads of a species a year later, never negative; feed as in feed_balance, lost as in winter_loss.

    extent  share of the country where the young of the year are lost with the winter (0-1)
    """
    grown = (1.0 - extent) * growth * (feed - balanced_feed) / (1.0 - balanced_feed)
    return heads * max(0.0, 1.0 + grown + market_trend - lost)
